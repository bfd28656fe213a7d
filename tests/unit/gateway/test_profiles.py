"""Profiles of a site: found by name, given codes, and every mistake said before the daemon starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway import profiles, routing
from gateway.errors import SiteError
from gateway.settings import Routing, Settings
from gateway.site_check import mistakes

RULES = '[default]\naction = "process"\nprofile = "{}"\n'


def _settings(folder: Path | None, rules: Path | None = None) -> Settings:
    return Settings(routing=Routing(file=rules, profiles=folder))


def test_what_an_item_means_gives_it_its_codes() -> None:
    profile = profiles.load(Path("conf/profiles"), "example")
    assert profile is not None
    protein = profile.item("ﾀﾝﾊﾟｸ")
    from mappers.terminology.lookup import code_of

    term = code_of("総蛋白", unit="g/dL")
    assert protein is not None
    assert term is not None
    assert (protein.loinc, protein.jlac10 or "") == (term.loinc, term.jlac10)


def test_no_name_no_profile() -> None:
    assert profiles.load(None, "") is None


@pytest.mark.parametrize(
    ("folder", "name"), [(None, "ward"), (Path("conf/profiles"), "nowhere"), (Path("conf"), "../x")]
)
def test_a_profile_that_cannot_be_had_names_the_setting(folder: Path | None, name: str) -> None:
    with pytest.raises(SiteError, match=r"^routing\.profiles: "):
        profiles.load(folder, name)


def test_check_names_rules_without_profile_and_files_with_mistakes(tmp_path: Path) -> None:
    (tmp_path / "ward.toml").write_text("colour = 1\n", encoding="utf-8")
    rules = tmp_path / "rules"
    rules.write_text(RULES.format("lost"), encoding="utf-8")
    with pytest.raises(SiteError) as caught:
        profiles.check(_settings(tmp_path), routing.load(rules, ()))
    lost, ward = str(caught.value).splitlines()
    assert "lost.toml" in lost
    assert ward.startswith(f"{tmp_path / 'ward.toml'}: colour: no such key")
    assert any("colour" in said for said in mistakes(_settings(tmp_path, rules)))


def test_a_good_folder_passes() -> None:
    profiles.check(_settings(Path("conf/profiles")), routing.parse(RULES.format("example"), ()))
