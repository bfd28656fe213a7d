"""`python -m bench.terms [--write]`: how many names of documents get a code, and how many a wrong one.

Coverage is counted on every name of samples/ (truth files, which hold no codes) and of the SS-MIX2 messages. Precision
needs a truth that the tables were not made from:

- `SS-MIX2`: JLAC10 codes that the hospital messages carry beside their names (National Hospital Organization);
- `JP-CLINS`: names and materials of the national core and infection items, with their JLAC10 codes. The tables cite
  these codes, but not these spellings;
- `MIMIC-IV`: labels of a hospital with LOINC codes given by curators, without the rows that the tables cite.

JLAC10 is right when the analyte (the first five characters) is; LOINC when it is the same code, and separately when
it is the same component (what stands before property, specimen and method).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mappers.hl7.message import read
from mappers.model import DocumentType, Extraction, Item
from mappers.terminology import Meaning, Place, meaning, organism_of, susceptibility_of, terms
from mappers.terminology.enrich import place_of

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KARTEBRIDGE_SHARED", ROOT.parent / "shared"))
PAGE = ROOT / "docs" / "terminology.md"
BEGIN, END = "<!-- measured: python -m bench.terms --write -->", "<!-- measured, end -->"

_FLUIDS = {
    "Blood": "血液",
    "Urine": "尿",
    "Cerebrospinal Fluid": "髄液",
    "Stool": "便",
    "Pleural": "胸水",
    "Ascites": "腹水",
}
_NO_UNIT = {"N/A", "#ERROR!", "units", " ", ""}
_JC10 = "JC10"
_ANALYTE = 5


@dataclass
class Coverage:
    """Rows of one kind of document: how their names fared."""

    rows: int = 0
    certain: int = 0
    doubtful: int = 0

    def add(self, means: Meaning | None) -> None:
        """One row; None: its name is certain as an organism or a susceptibility."""
        self.rows += 1
        self.certain += means is None or means.certain
        self.doubtful += means is not None and bool(means.proposals)


@dataclass
class Precision:
    """Names with a code of their own: how ours compare. `alike`: the same component with another code."""

    names: int = 0
    certain: int = 0
    right: int = 0
    alike: int = 0
    wrong: tuple[str, ...] = ()


def main() -> int:
    """Print the tables; with --write, put them into docs/terminology.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.terms", description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put the tables into docs/terminology.md")
    wanted = parser.parse_args()
    text = "\n".join(_lines())
    sys.stdout.write(text + "\n")
    if wanted.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


def _lines() -> Iterator[str]:
    yield "| names of | rows | certain | doubtful | text | certain |"
    yield "|---|---|---|---|---|---|"
    for kind, counted in coverage().items():
        text = counted.rows - counted.certain - counted.doubtful
        share = f"{counted.certain / counted.rows:.1%}" if counted.rows else "–"
        yield f"| {kind} | {counted.rows} | {counted.certain} | {counted.doubtful} | {text} | {share} |"
    yield ""
    yield "| truth | names | certain | right | same component, another code | wrong | right of the certain |"
    yield "|---|---|---|---|---|---|---|"
    told = []
    for name, found in precision().items():
        share = f"{found.right / found.certain:.1%}" if found.certain else "–"
        yield (
            f"| {name} | {found.names} | {found.certain} | {found.right} | {found.alike} | {len(found.wrong)} "
            f"| {share} |"
        )
        told += [f"- {name}: {line}" for line in found.wrong]
    if told:
        yield ""
        yield "Counted as wrong:"
        yield ""
        yield from told


def coverage() -> dict[str, Coverage]:
    """By document type over every truth file of samples/, then the SS-MIX2 messages."""
    found: dict[str, Coverage] = {}
    for path in sorted((ROOT / "samples").rglob("truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        kind = DocumentType(truth["document_type"])
        if not truth["items"]:
            continue
        counted = found.setdefault(f"samples, {kind.value}", Coverage())
        read_as = Extraction.from_json(truth)
        for item in read_as.items:
            counted.add(_of_item(item, read_as))
    messages = found.setdefault("SS-MIX2 messages", Coverage())
    for name, unit, specimen, _ in _ssmix2():
        messages.add(meaning(name, Place(specimen, unit), None))
    return dict(sorted(found.items()))


def _of_item(item: Item, extraction: Extraction) -> Meaning | None:
    microbe = organism_of(item.name) or susceptibility_of(item.name)
    if extraction.document_type is DocumentType.MICROBIOLOGY and microbe:
        return None
    return meaning(item.name, place_of(item, extraction), item.value)


def precision() -> dict[str, Precision]:
    """By truth; a truth that is absent here is left out."""
    found = {"SS-MIX2, JLAC10": _jlac10(_ssmix2())} if (SHARED / "ssmix2").is_dir() else {}
    clins = SHARED / "fhir" / "jp-clins.r4-1.5.2-snap.tgz"
    if clins.is_file():
        found["JP-CLINS names, JLAC10"] = _jlac10(_clins(clins))
    mimic = SHARED / "terminology" / "mimic-iv_d_labitems_to_loinc.csv"
    if mimic.is_file():
        found["MIMIC-IV labels not cited, LOINC"] = _loinc(mimic)
    return found


Named = tuple[str, str | None, str | None, str]
"""Name, unit, specimen, JLAC10 code."""


def _jlac10(named: Iterable[Named]) -> Precision:
    found = Precision()
    for name, unit, specimen, analyte in dict.fromkeys((n, u, s, code[:_ANALYTE]) for n, u, s, code in named):
        found.names += 1
        term = meaning(name, Place(specimen, unit), None).term
        if term is None or not term.jlac10:
            continue
        found.certain += 1
        if term.jlac10[:_ANALYTE] == analyte:
            found.right += 1
        else:
            found.wrong += (
                f"{name} ({specimen or 'no specimen'}): {analyte}, ours {term.jlac10} {term.key}",
            )
    return found


def _loinc(path: Path) -> Precision:
    cited = {t.loinc_source.split(" ")[2] for t in terms() if t.loinc_source.startswith(path.name)}
    found = Precision()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, specimen = row["omop_concept_code"], _FLUIDS.get(row["fluid"])
            if row["itemid (omop_source_code)"] in cited or specimen is None:
                continue
            if row["omop_vocabulary_id"] != "LOINC" or not re.fullmatch(r"\d+-\d", code):
                continue
            found.names += 1
            unit = row["valueuom"].split("|")[0]
            means = meaning(row["label"], Place(specimen, None if unit in _NO_UNIT else unit), None)
            if means.term is None or not means.term.loinc:
                continue
            found.certain += 1
            ours, theirs = means.term.loinc_name, row["omop_concept_name"]
            if means.term.loinc == code:
                found.right += 1
            elif _component(ours) == _component(theirs):
                found.alike += 1
            else:
                told = f"{row['label']} / {row['fluid']}: {code} {theirs}, ours {means.term.loinc} {ours}"
                found.wrong += (told,)
    return found


def _component(name: str) -> str:
    """What is measured: the LOINC name before its property, specimen and method."""
    return re.split(r" \[| in | of | by |/", name)[0]


def _ssmix2() -> Iterator[Named]:
    """Names with a JLAC10 code in OBX-3 of the sample messages, with OBX-6 and the message's SPM-4 before it."""
    for path in sorted((SHARED / "ssmix2" / "sampleData").rglob("*")):
        raw = path.read_bytes() if path.is_file() else b""
        if len(raw) < 100:
            continue
        specimen: str | None = None
        for segment in read(raw).segments:
            if segment.name == "SPM":
                specimen = segment.get(4, 2) or None
            if segment.name == "OBX" and segment.get(3, 3) == _JC10:
                code = segment.get(3, 1)
                name = segment.get(3, 2)
                if re.match(r"\d[A-Z]\d{3}", code) and name:
                    yield name, segment.get(6, 1) or None, specimen, code


def _clins(path: Path) -> Iterator[Named]:
    with tarfile.open(path) as archive:
        for file in ("corelabo", "infectionlabo"):
            member = archive.extractfile(f"package/CodeSystem-jp-clins-codesystem-JLAC10-{file}-cs.json")
            assert member is not None
            for group in json.load(member)["concept"]:
                for concept in group.get("concept", []):
                    properties = {p["code"]: p.get("valueString") for p in concept.get("property", [])}
                    names = [d["value"] for d in concept.get("designation", [])] or [group.get("display")]
                    for name in filter(None, names):
                        specimen = (properties.get("specimen") or "").partition("(")[0] or None
                        yield name, properties.get("unit"), specimen, concept["code"]


if __name__ == "__main__":
    sys.exit(main())
