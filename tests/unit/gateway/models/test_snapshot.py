"""A snapshot's sums: written, compared, and what a cut or foreign copy shows."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from gateway.errors import SiteError
from gateway.models.catalogue import load
from gateway.models.contents import is_near, of_its_kind, read_contents
from gateway.models.snapshot import MANIFEST, difference, files, read_manifest, recorded_digest, sums
from tests.unit.gateway.models.snapshots import safetensors, snapshot


def with_manifest(folder: Path) -> Path:
    snapshot(folder)
    (folder / MANIFEST).write_text(sums(folder).to_text(), encoding="utf-8")
    return folder


def test_hidden_files_and_the_manifest_are_no_part(tmp_path: Path) -> None:
    assert list(files(with_manifest(tmp_path / "m"))) == [
        "config.json",
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
        "model.safetensors.index.json",
    ]


def test_the_digest_is_over_the_weights_in_name_order(tmp_path: Path) -> None:
    folder = with_manifest(tmp_path / "m")
    both = b"".join(path.read_bytes() for path in sorted(folder.glob("*.safetensors")))
    assert recorded_digest(folder) == "sha256:" + hashlib.sha256(both).hexdigest()
    assert recorded_digest(tmp_path) == "", "nobody wrote a manifest"


def test_coreutils_reads_the_manifest(tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum here")
    folder = with_manifest(tmp_path / "m")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", MANIFEST], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_missing_changed_and_extra_files_are_named(tmp_path: Path) -> None:
    folder = with_manifest(tmp_path / "m")
    wanted = read_manifest(folder)
    assert wanted is not None
    assert difference(wanted, sums(folder)).none
    (folder / "config.json").unlink()
    (folder / "added.py").write_text("x", encoding="utf-8")
    safetensors(folder / "model-00002-of-00002.safetensors", {"c": [12]})
    found = difference(wanted, sums(folder))
    assert found.missing == ("config.json",)
    assert found.changed == ("model-00002-of-00002.safetensors",)
    assert found.extra == ("added.py",)


def test_links_of_a_hub_s_cache_are_followed(tmp_path: Path) -> None:
    whole = snapshot(tmp_path / "blobs")
    linked = tmp_path / "linked"
    linked.mkdir()
    for path in files(whole).values():
        (linked / path.name).symlink_to(path)
    assert sums(linked) == sums(whole)


@pytest.mark.parametrize(
    "line", ["nonsense", "0" * 64 + "  ../other", "0" * 64 + "  /etc/passwd", "0" * 63 + "  config.json"]
)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / MANIFEST).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SiteError, match="line 1 is not"):
        read_manifest(tmp_path)


def test_contents_are_read_without_loading(tmp_path: Path) -> None:
    found = read_contents(snapshot(tmp_path / "m"))
    assert found.architecture == "Qwen2_5_VLForConditionalGeneration"
    assert (found.dtype, found.quantisation, found.context_tokens) == ("bfloat16", "", 4096)
    assert found.cache_bytes_a_token == 2 * 2 * 2 * 64 * 2
    assert found.parameters == 15 + 7 + 11
    assert found.vision
    assert found.faults == ()
    (first, *_) = of_its_kind(found, load(None))
    assert first.architecture == found.architecture
    assert not is_near(found, first), "an architecture is not a model"


def test_a_nested_text_config_and_quantisation_are_read(tmp_path: Path) -> None:
    text = {"num_hidden_layers": 3, "num_attention_heads": 8, "head_dim": 32, "dtype": "float16"}
    found = read_contents(
        snapshot(tmp_path / "m", text_config=text, quantization_config={"quant_method": "awq", "bits": 4})
    )
    assert (found.dtype, found.quantisation) == ("float16", "awq 4 bits")
    assert found.cache_bytes_a_token == 2 * 3 * 2 * 32 * 2


def test_a_copy_cut_short_is_seen_without_sums(tmp_path: Path) -> None:
    folder = snapshot(tmp_path / "m")
    shard = folder / "model-00001-of-00002.safetensors"
    shard.write_bytes(shard.read_bytes()[:-1])
    (fault,) = read_contents(folder).faults
    assert "cut in copying" in fault
    shard.write_bytes(b"<html>")
    assert "no safetensors file" in read_contents(folder).faults[0]
    shard.unlink()
    assert any("index names it" in fault for fault in read_contents(folder).faults)


def test_pickled_weights_are_not_taken(tmp_path: Path) -> None:
    folder = snapshot(tmp_path / "m")
    for path in [*folder.glob("*.safetensors"), folder / "model.safetensors.index.json"]:
        path.unlink()
    (folder / "pytorch_model.bin").write_bytes(b"x")
    assert "runs code when loaded" in read_contents(folder).faults[0]


def test_a_folder_without_a_config_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"there is no config\.json; give the folder"):
        read_contents(tmp_path)
