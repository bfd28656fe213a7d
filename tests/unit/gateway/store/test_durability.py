"""What a killed process cannot show: the order of fsyncs that survives a power cut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gateway.store.blobs import FileBlobStore


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every fsync and rename, with the name it touched, in order."""
    seen: list[str] = []
    fsync, rename = os.fsync, os.rename

    def seen_fsync(file: int) -> None:
        seen.append(f"fsync {Path(f'/proc/self/fd/{file}').readlink().name}")
        fsync(file)

    def seen_rename(source: str, target: str) -> None:
        seen.append(f"rename {Path(source).name} {Path(target).name}")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(os, "rename", seen_rename)
    return seen


def test_opening_makes_every_folder_durable_whoever_made_it(tmp_path: Path, steps: list[str]) -> None:
    opened = ["fsync blobs", f"fsync {tmp_path.name}", f"fsync {tmp_path.parent.name}"]
    for _ in range(2):  # whoever made the folders may have died before their fsync
        FileBlobStore(tmp_path / "blobs")
        assert steps == opened  # 00 to ff are names in blobs; the others hold blobs, and the data folder
        steps.clear()
    folders = {p.name for p in (tmp_path / "blobs").iterdir()} - {"incoming"}
    assert folders == {f"{n:02x}" for n in range(256)}


def test_put_syncs_the_file_and_then_its_name(tmp_path: Path, steps: list[str]) -> None:
    store = FileBlobStore(tmp_path / "blobs")
    steps.clear()
    digest = store.put(b"document")
    temporary = steps[0].removeprefix("fsync ")
    assert steps == [f"fsync {temporary}", f"rename {temporary} {digest}", f"fsync {digest[:2]}"]


def test_a_duplicate_is_only_said_to_be_kept_once_its_name_is(tmp_path: Path, steps: list[str]) -> None:
    store = FileBlobStore(tmp_path / "blobs")
    digest = store.put(b"document")
    steps.clear()
    store.put(b"document")
    assert steps == [f"fsync {digest[:2]}"]
    assert not any(p.is_file() and p.name != ".lock" for p in (tmp_path / "blobs" / "incoming").rglob("*"))


def test_a_gathered_file_is_synced_before_it_gets_its_name(tmp_path: Path, steps: list[str]) -> None:
    store = FileBlobStore(tmp_path / "blobs")
    steps.clear()
    path = store.incoming_path()
    path.write_bytes(b"object")
    digest = store.put_file(path)
    assert steps[0] == f"fsync {path.name}"
    assert steps[-2:] == [f"rename {path.name} {digest}", f"fsync {digest[:2]}"]
