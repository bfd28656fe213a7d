"""Results as ORU^R01: hl7apy holds them against the grammar, our own receiver reads every value back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hl7apy.parser import parse_message
from hl7apy.v2_5_1.tables import TABLES
from hypothesis import given, settings
from hypothesis import strategies as st

from mappers.encodable import Encoding
from mappers.fhir import MappingInput, results
from mappers.hl7 import compose
from mappers.hl7.codes import Codes
from mappers.hl7.compose import Receiver
from mappers.hl7.compose_segments import obr
from mappers.hl7.compose_values import hl7_time, typed
from mappers.hl7.envelope import envelope
from mappers.hl7.message import Hl7Message, Segment, read
from mappers.model import Box, DocumentType, Item, Overlooked, PersonName, ReportStatus, UnreadPage
from tests.unit.mappers.fhir.example import BOX, INPUT

UTF_8 = Receiver(encoding=Encoding.UTF_8)


def oru_r01(inp: MappingInput, receiver: Receiver) -> bytes:
    return compose.oru_r01(inp, results(inp), receiver)


def of(*items: Item, base: MappingInput = INPUT) -> MappingInput:
    return replace(base, extraction=replace(base.extraction, items=items))


def item(value: str, **more: object) -> Item:
    return Item("項目", value, 1, BOX, 0.9, True, **more)  # type: ignore[arg-type]


def obx(msg: Hl7Message, name: str) -> Segment:
    return next(s for s in msg.all("OBX") if s.get(3, 2) == name)


@pytest.mark.parametrize("receiver", [Receiver(), UTF_8, Receiver(enhanced=True, notes=False)])
def test_hl7apy_finds_every_segment_in_its_place(receiver: Receiver) -> None:
    text = read(oru_r01(INPUT, receiver))
    parsed = parse_message("\r".join(s.text for s in text.segments) + "\r", find_groups=True)
    assert parsed.validate()
    assert [group.name for group in parsed.children] == ["MSH", "ORU_R01_PATIENT_RESULT"]


@pytest.mark.parametrize("receiver", [Receiver(), UTF_8])
def test_our_own_receiver_reads_it(receiver: Receiver) -> None:
    msg = read(oru_r01(INPUT, receiver))
    assert not msg.problems
    about = envelope(msg)
    assert about.message_type == "ORU^R01"
    assert replace(about.patient, numbers=()) == INPUT.envelope.patient
    assert about.message_time == "2026-11-22T13:20:59+09:00"
    assert about.document_time == "2026-11-20T08:30+09:00"
    wbc = obx(msg, "WBC")
    assert [wbc.get(n) for n in (2, 5, 7, 8, 11, 14)] == [
        "NM",
        "8.50",
        "3.3-8.6",
        "H",
        "P",
        "202611200830+0900",
    ]
    assert (wbc.get(6), wbc.get(6, 3)) == ("10*3/uL", "UCUM")
    crp = obx(msg, "CRP")
    assert (crp.get(2), crp.get(5), crp.get(5, 2)) == ("SN", "<", "0.10")
    sediment = obx(msg, "尿沈渣赤血球")
    assert [sediment.get(5, n) for n in (1, 2, 3, 4)] == ["", "1", "-", "4"]
    protein = obx(msg, "尿蛋白")
    assert (protein.get(2), protein.get(5), protein.get(8)) == ("CWE", "(+)", "A")
    assert [s.get(4) for s in msg.all("OBX") if s.get(3, 2) == "Na"] == ["1", "2"]
    assert len(msg.all("OBX")) == len(INPUT.extraction.items)


def test_charset_is_declared_as_japanese_receivers_expect() -> None:
    assert oru_r01(INPUT, Receiver()).split(b"\r")[0].split(b"|")[17] == b"~ISO IR87"
    assert "UNICODE UTF-8" in oru_r01(INPUT, UTF_8).decode().split("\r")[0]
    assert "ISO IR87" in TABLES["HL70211"][1]
    assert "ISO 2022-1994" in TABLES["HL70356"][1]


def test_the_same_reading_is_the_same_message() -> None:
    once, again = oru_r01(INPUT, Receiver()), oru_r01(INPUT, Receiver())
    assert once == again
    control_id = read(once).header.get(10)
    assert len(control_id) == 20
    other = of(*(replace(i, value="9.99") if i.name == "WBC" else i for i in INPUT.extraction.items))
    assert read(oru_r01(other, Receiver())).header.get(10) != control_id


def test_every_version_of_a_document_has_one_filler_number() -> None:
    first = replace(INPUT, document=replace(INPUT.document, series="series-1"))
    second = replace(first, document=replace(first.document, id="another", digest="00" * 32))
    fillers = [read(oru_r01(inp, Receiver())).first("OBR").get(3) for inp in (first, second)]  # type: ignore[union-attr]
    assert fillers == ["series-1", "series-1"]


@pytest.mark.parametrize("left", [INPUT.extraction.items[:-3], ()])
def test_values_that_a_new_reading_has_not_are_deleted_by_name(left: tuple[Item, ...]) -> None:
    before = results(INPUT)
    wbc = next(r for r in before.resources if r.get("code", {}).get("text") == "WBC")
    gone = wbc | {"status": "entered-in-error"}
    inp = of(*(i for i in left if i.name != "WBC"))
    mapped = results(inp)
    mapped = replace(mapped, resources=(*mapped.resources, gone), withdrawn=(gone["id"],))
    msg = read(compose.oru_r01(inp, mapped, Receiver()))
    deleted = obx(msg, "WBC")
    assert [s.get(3, 2) for s in msg.all("OBX") if s.get(11) == "D"] == ["WBC"]
    assert (deleted.get(5), deleted.get(11)) == ("8.50", "D")
    sent = obx(read(compose.oru_r01(INPUT, before, Receiver())), "WBC")
    assert deleted.raw(3) == sent.raw(3)  # under the codes it was sent with
    note = msg.segments[msg.segments.index(deleted) + 1].get(3)
    assert note == f"withdrawn; observation={gone['id']}"
    ids = [s.get(1) for s in msg.segments[: msg.segments.index(deleted) + 1] if s.name == "OBX"]
    assert ids == [str(n) for n in range(1, len(ids) + 1)]


def test_one_order_a_specimen() -> None:
    msg = read(oru_r01(INPUT, Receiver()))
    orders = [s.get(3) for s in msg.all("OBR")]
    assert orders == [INPUT.document.id, f"{INPUT.document.id}.2", f"{INPUT.document.id}.3"]
    assert [s.get(4, 2) for s in msg.all("SPM")] == ["尿", "動脈血"]
    names = [s.name for s in msg.segments]
    assert names[:4] == ["MSH", "PID", "ORC", "OBR"]
    assert names.index("SPM") > names.index("OBR")


def test_values_that_the_page_does_not_support_stay_out() -> None:
    msg = read(oru_r01(replace(INPUT, verified_only=True), Receiver()))
    assert len(msg.all("OBX")) == sum(i.verified for i in INPUT.extraction.items)


@pytest.mark.parametrize(
    ("status", "obx_11", "obr_25"),
    [
        (ReportStatus.FINAL, "P", "P"),  # nobody has signed what software read
        (ReportStatus.CORRECTED, "C", "C"),
        (ReportStatus.AMENDED, "C", "C"),
        (ReportStatus.CANCELLED, "X", "X"),
        (ReportStatus.ENTERED_IN_ERROR, "D", "C"),
    ],
)
def test_status(status: ReportStatus, obx_11: str, obr_25: str) -> None:
    msg = read(oru_r01(replace(INPUT, document=replace(INPUT.document, status=status)), Receiver()))
    assert {s.get(11) for s in msg.all("OBX")} == {obx_11}
    assert {s.get(25) for s in msg.all("OBR")} == {obr_25}


def test_notes_lead_back_to_the_page() -> None:
    msg = read(oru_r01(INPUT, Receiver()))
    after = msg.segments[msg.segments.index(obx(msg, "WBC")) + 1]
    assert after.name == "NTE"
    assert after.get(3).startswith(
        "page=1; box=0.1200,0.2000,0.3100,0.2250; confidence=0.98; verified=Y; observation="
    )
    assert "(AI)" in msg.first("NTE").get(3)  # type: ignore[union-attr]
    assert INPUT.document.digest in msg.first("NTE").get(3)  # type: ignore[union-attr]


def test_unread_pages_and_lost_characters_are_told() -> None:
    unread = replace(INPUT.extraction, unread=(UnreadPage(3, "damaged"),))
    odd = replace(INPUT.envelope.patient, name=PersonName(ideographic="𠮷田 太郎"))
    inp = replace(INPUT, extraction=unread, envelope=replace(INPUT.envelope, patient=odd))
    msg = read(oru_r01(inp, Receiver()))
    told = [s.get(3) for s in msg.all("NTE")]
    assert "Page 3 could not be read: damaged" in told
    assert any("U+20BB7" in text for text in told)
    assert envelope(msg).patient.name.ideographic == "〓田 太郎"
    assert envelope(read(oru_r01(inp, UTF_8))).patient.name.ideographic == "𠮷田 太郎"


def test_overlooked_places_are_told_by_page_after_the_order() -> None:
    places = tuple(Overlooked(page, Box(0.1, 0.2, 0.3, 0.25)) for page in (2, 1, 2))
    msg = read(oru_r01(replace(INPUT, extraction=replace(INPUT.extraction, overlooked=places)), Receiver()))
    told = [s.get(3) for s in msg.all("NTE")]
    assert told[1:3] == [
        "Page 1: 1 place looks like a result and was not read",
        "Page 2: 2 places look like results and were not read",
    ]


def test_codes_in_the_order_that_the_site_wants() -> None:
    coded = item("1", loinc="1988-5", jlac10="5C070000002306201", standard_name="標準名")
    first = read(oru_r01(of(coded), Receiver())).first("OBX")
    assert first is not None
    assert [first.get(3, n) for n in range(1, 7)] == [
        "5C070000002306201",
        "項目",
        "JC10",
        "1988-5",
        "項目",
        "LN",
    ]
    local = read(oru_r01(of(coded), Receiver(codes=(Codes.LOCAL,)))).first("OBX")
    assert local is not None
    assert [local.get(3, n) for n in range(1, 7)] == ["標準名", "項目", "L", "", "", ""]
    bare = read(oru_r01(of(item("1", jlac10="5C070")), Receiver(codes=(Codes.JLAC10,)))).first("OBX")
    assert bare is not None
    assert bare.get(3, 3) == "L"  # part of a JLAC10 code is none


@pytest.mark.parametrize(
    ("printed", "kind", "value"),
    [
        ("8.50", "NM", "8.50"),
        ("12,300", "NM", "12300"),
        ("0.0000001", "NM", "0.0000001"),
        ("<0.1", "SN", ("<", "0.1")),
        ("0.3以下", "SN", ("<=", "0.3")),
        ("5-9", "SN", ("", "5", "-", "9")),
        ("5～9", "SN", ("", "5", "-", "9")),
        ("1:40", "SN", ("", "1", ":", "40")),
        ("<1:40", "SN", ("<", "1", ":", "40")),
        ("40倍", "SN", ("", "1", ":", "40")),
        ("1:30", "ST", "1:30"),  # no dilution: a time of day, perhaps
        ("(±)", "CWE", ("(±)", "(±)", "L")),
        ("128/76", "ST", "128/76"),
        ("9-5", "ST", "9-5"),
        ("090-1234-5678", "ST", "090-1234-5678"),
        ("再検中", "ST", "再検中"),
        ("長" * 200, "TX", "長" * 200),
        ("一行目\n二行目", "TX", "一行目\n二行目"),
        ("", "ST", ""),
    ],
)
def test_each_value_in_its_type(printed: str, kind: str, value: object) -> None:
    found = typed(item(printed))
    assert (found.kind, found.value) == (kind, value)


def test_times() -> None:
    assert hl7_time("2026-11-20") == "20261120"
    assert hl7_time("2026-11-20T08:30:00+09:00") == "202611200830+0900"
    assert hl7_time("2026-11-20T08:30:05+09:00") == "20261120083005+0900"
    assert hl7_time(None) == ""


def test_sections_are_of_the_table() -> None:
    for document_type in DocumentType:
        inp = replace(INPUT, extraction=replace(INPUT.extraction, document_type=document_type))
        assert obr(inp, 1).fields[24] in TABLES["HL70074"][1]


# What HL7 text may hold: no control characters, no halves of pairs; line ends become one kind.
_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"))).map(str.strip)


@settings(deadline=None)
@given(value=_TEXTS, name=_TEXTS.filter(bool), unit=_TEXTS, comment=_TEXTS, patient=_TEXTS.filter(bool))
def test_no_text_changes_on_its_way(value: str, name: str, unit: str, comment: str, patient: str) -> None:
    """Delimiters, escape characters and what looks like escape sequences among them."""
    one = Item(name, value, 1, None, 0.9, True, unit=unit or None, comment=comment or None)
    person = replace(INPUT.envelope.patient, id=patient, name=PersonName(ideographic=patient))
    inp = replace(of(one), envelope=replace(INPUT.envelope, patient=person))
    msg = read(oru_r01(inp, UTF_8))
    found = msg.first("OBX")
    assert found is not None
    assert len(msg.all("OBX")) == 1
    assert found.get(3, 2) == ("" if name == '""' else name)
    assert found.get(6, 2) == ("" if unit == '""' else unit)
    if found.get(2) in ("ST", "TX"):
        assert found.get(5) == ("" if value == '""' else value)
    if comment:
        assert comment in [s.get(3) for s in msg.all("NTE")] or comment == '""'
    assert envelope(msg).patient.id == ("" if patient == '""' else patient)


@pytest.mark.parametrize(
    "text", ["a|b^c&d~e\\f", "\\F\\", "\\.br\\", "\\X41\\", "H\\E\\&", "\\", "x\\S", "一\n二"]
)
def test_what_looks_like_an_escape_is_no_escape(text: str) -> None:
    found = read(oru_r01(of(item(text)), Receiver())).first("OBX")
    assert found is not None
    assert found.get(5) == text
