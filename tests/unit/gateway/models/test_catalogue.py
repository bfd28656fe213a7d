"""The catalogue: whole, sourced, and its derived figures right where a published one is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import SiteError
from gateway.models.catalogue import Catalogue, Entry, load


def catalogue() -> Catalogue:
    return load(None)


def entry(name: str) -> Entry:
    return catalogue().named(name, "test")


def test_the_models_of_the_issue_are_there() -> None:
    names = {one.name for one in catalogue().models}
    assert names >= {
        *("qwen2-vl-2b", "qwen2.5-vl-3b", "qwen2.5-vl-7b", "qwen2.5-vl-32b", "qwen2.5-vl-7b-awq"),
        *("qwen2.5-vl-32b-awq", "qwen3-vl-2b", "qwen3-vl-8b", "gemma-3-4b", "medgemma-4b", "janus-pro-1b"),
        *("gmai-vl", "swallow-70b", "gpt-oss-20b", "gpt-oss-120b", "qwen3-8b"),
    }


def test_every_entry_has_sources_and_says_how_it_is_loaded() -> None:
    for one in catalogue().models:
        assert one.sources
        assert one.engines or one.faults, f"{one.name}: no engine and no reason"
        if one.vision:
            assert one.min_pixels <= one.max_pixels
            assert one.most_pixels == 0 or one.max_pixels <= one.most_pixels
            assert one.tokens_of_picture() < one.context_tokens / 2


@pytest.mark.parametrize(
    ("name", "precision", "gib"),
    [
        ("gpt-oss-20b", "", 12.8),  # checkpoint sizes of OpenAI's model card
        ("gpt-oss-120b", "", 60.8),
        ("gemma-3-4b", "bf16", 8.0),  # 8.6 GB of files
        ("qwen3-vl-2b", "bf16", 4.0),  # 4.26 GB of files
    ],
)
def test_derived_weights_agree_with_published_files(name: str, precision: str, gib: float) -> None:
    assert entry(name).weights_bytes(precision) / 2**30 == pytest.approx(gib, rel=0.01)


def test_the_cache_of_a_token_is_derived_from_the_shape() -> None:
    assert entry("qwen2.5-vl-7b").cache_bytes_a_token == 2 * 28 * 4 * 128 * 2
    assert entry("qwen3-32b").cache_bytes_a_token == 0, "not verified, so not invented"


def test_pictures_become_tokens_by_area_or_by_model() -> None:
    assert entry("qwen2.5-vl-3b").tokens_of_picture() == 2048
    assert entry("qwen2.5-vl-3b").tokens_of_picture(28 * 28 * 100) == 100
    assert entry("gemma-3-4b").tokens_of_picture(1_000_000) == 256
    assert entry("gpt-oss-20b").tokens_of_picture() == 0


def test_reasoning_models_are_started_with_their_parser() -> None:
    assert "openai_gptoss" in entry("gpt-oss-120b").arguments


def test_an_unknown_name_says_where_names_are() -> None:
    with pytest.raises(SiteError, match=r"models\.q\.catalogue: 'x' is not in the catalogue; .*models list"):
        catalogue().named("x", "models.q.catalogue")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('precisions = ["int3"]', "int3"),
        ('unverified = ["colour"]', "colour"),
        ("sources = []", "sources"),
        ("speed = 3", "speed"),
    ],
)
def test_a_site_s_own_catalogue_is_checked(tmp_path: Path, line: str, says: str) -> None:
    good = {
        "name": '"m"',
        "repository": '"o/m"',
        "architecture": '"A"',
        "licence": '"x"',
        "parameters_billion": "1.0",
        "precisions": '["bf16"]',
        "context_tokens": "4096",
        "engines": '["vllm"]',
        "sources": '["here"]',
    }
    key, _, value = line.partition(" = ")
    text = "[[models]]\n" + "".join(f"{k} = {v}\n" for k, v in {**good, key: value}.items())
    path = tmp_path / "models.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SiteError, match=says):
        load(path)
