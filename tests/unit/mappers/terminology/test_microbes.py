"""Organisms and antimicrobials as printed, and the codes of JANIS that JP Core publishes."""

from __future__ import annotations

from typing import Any

import pytest

from mappers.terminology.microbes import drug_of, drugs, organism_of, organisms, susceptibility_of
from mappers.terminology.systems import SYSTEMS
from tests.peers.fhir_server import JP_CORE
from tests.unit.mappers.terminology.test_citations import json_of

ORGANISMS = "CodeSystem-jp-microbiology-infectious-agent-cs.json"
DRUGS = "CodeSystem-jp-microbiology-anti-microbial-drug-cs.json"


def concepts(path: str) -> tuple[str, list[dict[str, Any]]]:
    system = json_of(JP_CORE, path)
    found = list(system["concept"])
    for concept in system["concept"]:
        found += concept.get("concept", [])
    return system["url"], found


def test_every_organism_stands_in_the_cited_code_system() -> None:
    url, known = concepts(ORGANISMS)
    assert url == SYSTEMS["JANIS_ORGANISM"]
    displays = {c["code"]: c["display"] for c in known}
    assert len(organisms()) >= 180
    for organism in organisms():
        assert displays[organism.code] == organism.name


def test_every_drug_stands_in_the_cited_code_system() -> None:
    url, known = concepts(DRUGS)
    assert url == SYSTEMS["JANIS_DRUG"]
    displays = {c["code"]: (c["display"], c.get("definition", "")) for c in known}
    assert len(drugs()) >= 90
    for drug in drugs():
        assert displays[drug.code] == (drug.abbreviation, drug.name)


def test_no_abbreviated_genus_means_an_organism_that_the_table_left_out() -> None:
    left_out = {c["display"] for c in concepts(ORGANISMS)[1]} - {o.name for o in organisms()}
    for display in left_out:
        genus, _, rest = display.partition(" ")
        if rest and not rest.startswith("sp."):
            found = organism_of(f"{genus[0]}. {rest}")
            assert found is None or found.name.startswith(genus), f"{display} could be taken for {found}"


def test_every_name_finds_its_row_and_no_other() -> None:
    for organism in organisms():
        for name in (organism.name, *organism.variants):
            assert organism_of(name) == organism, name
    for drug in drugs():
        for name in (drug.abbreviation, drug.name, *drug.variants):
            assert drug_of(name) == drug, name


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Escherichia coli", "2001"),
        ("E. coli", "2001"),
        ("E.coli (ESBL)", "2001"),
        ("Escherichia coli（ESBL産生）", "2001"),
        ("大腸菌", "2001"),
        ("Staphylococcus aureus", "1301"),
        ("Staphylococcus aureus (MRSA)", "1303"),
        ("ＭＲＳＡ", "1303"),
        ("Klebsiella pneumoniae", "2351"),
        ("Candida sp.", "7000"),
        ("Candida spp.", "7000"),
        ("Candida属", "7000"),
        ("グラム陰性桿菌", "1014"),
    ],
)
def test_organisms_as_printed(printed: str, code: str) -> None:
    found = organism_of(printed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("S. intermedius", "Streptococcus and Staphylococcus may both be meant"),
        ("Enterobacter cloacae complex", "a complex is no species"),
        ("グラム陽性", "cocci or bacilli?"),
        ("常在菌", "no organism"),
        ("", "nothing printed"),
    ],
)
def test_no_certain_organism(printed: str, why: str) -> None:
    assert organism_of(printed) is None, why


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("ABPC", "1216"),
        ("TAZ/PIPC", "1282"),
        ("PIPC/TAZ", "1282"),
        ("ＳＢＴ／ＡＢＰＣ", "1281"),
        ("アンピシリン", "1216"),
        ("ST", "2726"),
        ("IPM", "1401"),
    ],
)
def test_drugs_as_printed(printed: str, code: str) -> None:
    found = drug_of(printed)
    assert found is not None
    assert found.code == code


def test_an_item_of_a_susceptibility_is_of_its_organism_and_drug() -> None:
    both = susceptibility_of("Escherichia coli TAZ/PIPC")
    assert both is not None
    assert both[0] is not None
    assert (both[0].code, both[1].code) == ("2001", "1282")
    alone = susceptibility_of("ABPC")
    assert alone is not None
    assert (alone[0], alone[1].code) == (None, "1216")
    unknown = susceptibility_of("Imaginaria ficta ABPC")
    assert unknown is not None
    assert (unknown[0], unknown[1].code) == (None, "1216")
    assert susceptibility_of("塗抹所見") is None
    assert susceptibility_of("WBC") is None
