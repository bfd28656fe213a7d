"""`kartebridge models`: what hospital IT sees."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from gateway.cli import app
from tests.unit.gateway.models.snapshots import snapshot


def run(*arguments: str | Path, status: int = 0) -> Result:
    done = CliRunner().invoke(app, ["models", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done


def test_list_shows_every_entry_and_one_in_full() -> None:
    said = run("list").output
    assert "qwen2.5-vl-3b" in said
    assert "not commercial" in said
    whole = run("list", "gpt-oss-20b").output
    assert "--reasoning-parser" in whole
    assert "weights in mxfp4: 12.8 GiB (derived)" in whole
    assert "models list" in run("list", "gpt-9", status=2).output


def test_manifest_then_check(tmp_path: Path) -> None:
    folder = snapshot(tmp_path / "m")
    assert "no models.sha256" in run("check", folder, status=1).output
    assert "4 files, weights sha256:" in run("manifest", folder).output
    said = run("check", folder, "--gpu", "16GiB").output
    assert "all 4 files are as in models.sha256; weights sha256:" in said
    assert "architecture: Qwen2_5_VLForConditionalGeneration" in said
    assert "loaded by: vllm, openai-http, transformers" in said
    assert "(estimated:" in said
    assert "on 16.0 GiB: fits" in said
    (folder / "config.json").write_text((folder / "config.json").read_text() + " ", encoding="utf-8")
    (folder / "more.txt").write_text("x", encoding="utf-8")
    changed = run("check", folder, status=1).output
    assert "changed: config.json" in changed
    assert "extra: more.txt" in changed


def test_a_cut_file_fails_the_check(tmp_path: Path) -> None:
    folder = snapshot(tmp_path / "m")
    shard = folder / "model-00002-of-00002.safetensors"
    shard.write_bytes(shard.read_bytes()[:-3])
    run("manifest", folder)
    assert "cut in copying" in run("check", folder, status=1).output


def test_plan_separates_derived_measured_and_unknown() -> None:
    said = " ".join(run("plan", "--gpu", "48GiB", "--pages-per-day", "30000").output.split())
    assert "30000 pages a day are 0.35 a second" in said
    assert "the source study" in said
    assert "measure first" in said
    assert "estimates" in said
    only = run(
        *(
            "plan",
            "--gpu",
            "24",
            "--pages-per-day",
            "30000",
            "--model",
            "qwen2.5-vl-7b",
            "--pages-per-second",
            "0.2",
        )
    ).output
    assert "qwen2.5-vl-3b" not in only
    assert "as given by --pages-per-second" in only
    assert "measure first" not in only
    assert "48GiB" in run("plan", "--gpu", "much", "--pages-per-day", "1", status=2).output
