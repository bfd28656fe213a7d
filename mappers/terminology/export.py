"""The tables as FHIR R4 CodeSystem and ConceptMap, for terminology servers and for those who read our Observations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mappers.fhir.canonical import JLAC10_ANALYTE, OWN
from mappers.terminology.editions import TABLES_VERSION, editions
from mappers.terminology.enrich import SiteMaster
from mappers.terminology.site import SiteItem
from mappers.terminology.systems import JLAC10, JLAC10_DIGITS, LOINC, SYSTEMS
from mappers.terminology.tables import Term, terms, terms_by_key

ITEMS = OWN + "CodeSystem/items"
SITE_ITEMS = OWN + "CodeSystem/site-items"
"""The system of a hospital's codes in the export where it has none of its own (terminology.local_system)."""

Json = dict[str, Any]


def resources(site: SiteMaster | None = None) -> dict[str, Json]:
    """Resources by the name of a file: the program's items and their map; the hospital's too, where it has any."""
    found = {
        "CodeSystem-items.json": code_system(),
        "ConceptMap-items.json": concept_map(),
    }
    if site is not None:
        system, coded = site.system or SITE_ITEMS, tuple(i for i in site.table.items if i.local_code)
        found["CodeSystem-site-items.json"] = _code_system(
            "site-items", system, "Items of the hospital's master", "", map(_site_concept, coded)
        )
        found["ConceptMap-site-items.json"] = _concept_map(
            "site-items", system, "The hospital's items in standard codes", _site_pairs(coded)
        )
    return found


def code_system() -> Json:
    """items.csv: our keys with names, printed variants and group."""
    concepts = map(_concept, terms())
    found = _code_system("items", ITEMS, "Items that Kartebridge knows", TABLES_VERSION, concepts)
    found["property"] = [
        {"code": "group", "description": "part of a laboratory or ward", "type": "string"},
        {"code": "specimen", "description": "specimen, or where it is measured", "type": "string"},
    ]
    found["copyright"] = _copyright()
    return found


def concept_map() -> Json:
    """items.csv: our keys in LOINC, JLAC10, MDC and MEDIS."""
    found = _concept_map("items", ITEMS, "Items that Kartebridge knows in standard codes", _pairs(terms()))
    return found | {"version": TABLES_VERSION, "copyright": _copyright()}


def _copyright() -> str:
    return "\n".join(f"{e.what}: {e.source} ({e.version}); {e.licence}" for e in editions())


def _code_system(name: str, url: str, title: str, version: str, concepts: Iterable[Json]) -> Json:
    listed = list(concepts)
    return {
        "resourceType": "CodeSystem",
        "id": name,
        "url": url,
        **({"version": version} if version else {}),
        "name": "".join(word.capitalize() for word in name.split("-")),
        "title": title,
        "status": "active",
        "content": "complete",
        "caseSensitive": True,
        "count": len(listed),
        "concept": listed,
    }


def _concept(term: Term) -> Json:
    names = [{"value": name} for name in term.variants if name != term.name_ja]
    return {
        "code": term.key,
        "display": term.name_ja,
        **({"designation": names} if names else {}),
        "property": [
            {"code": "group", "valueString": term.group},
            {"code": "specimen", "valueString": term.specimen.value},
        ],
    }


def _site_concept(item: SiteItem) -> Json:
    names = [{"value": name} for name in item.variants]
    return {"code": item.local_code, "display": item.name} | ({"designation": names} if names else {})


Pair = tuple[str, str, str, str, str]
"""Code, display, target system, target code, R4 equivalence."""


def _concept_map(name: str, source: str, title: str, pairs: Iterable[Pair]) -> Json:
    groups: dict[str, dict[str, Json]] = {}
    for code, display, system, target, equivalence in pairs:
        elements = groups.setdefault(system, {})
        element = elements.setdefault(code, {"code": code, "display": display, "target": []})
        element["target"].append({"code": target, "equivalence": equivalence})
    return {
        "resourceType": "ConceptMap",
        "id": name,
        "url": f"{OWN}ConceptMap/{name}",
        "name": "".join(word.capitalize() for word in name.split("-")) + "ToStandardCodes",
        "title": title,
        "status": "active",
        "sourceUri": source,
        "group": [
            {"source": source, "target": system, "element": list(elements.values())}
            for system, elements in groups.items()
        ],
    }


def _pairs(all_terms: Iterable[Term]) -> Iterable[Pair]:
    for term in all_terms:
        if term.loinc:
            yield term.key, term.name_ja, LOINC, term.loinc, "equivalent"
        if term.jlac10:
            yield term.key, term.name_ja, *_jlac10(term.jlac10)
        if term.other:
            yield term.key, term.name_ja, SYSTEMS[term.other.system], term.other.code, "equivalent"


def _site_pairs(items: Iterable[SiteItem]) -> Iterable[Pair]:
    for item in items:
        of_item = terms_by_key().get(item.item)
        if jlac10 := item.jlac10 or (of_item.jlac10 if of_item else ""):
            yield item.local_code, item.name, *_jlac10(jlac10)
        if loinc := item.loinc or (of_item.loinc if of_item else ""):
            yield item.local_code, item.name, LOINC, loinc, "equivalent"


def _jlac10(code: str) -> tuple[str, str, str]:
    """Analyte and identification alone mean more than the item: any specimen, any method."""
    return (JLAC10, code, "equivalent") if len(code) == JLAC10_DIGITS else (JLAC10_ANALYTE, code, "wider")
