"""Documents inside HL7 messages: embedded, as text, pointed to, broken."""

import base64

import pytest

from mappers.contents import Withdrawal
from mappers.hl7_v2 import contents, read
from mappers.model import ReportStatus

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40
B64 = base64.b64encode(PDF).decode()
MSH = "MSH|^~\\&|LIS|HOSP|EHR|HOSP|20261122||{event}|1|P|2.5||||||UNICODE UTF-8\rPID|||1\r"


def message(*segments: str, event: str = "ORU^R01") -> bytes:
    return (MSH.format(event=event) + "\r".join(segments) + "\r").encode()


def wrapped(text: str, end: str, width: int = 76) -> str:
    return end.join(text[i : i + width] for i in range(0, len(text), width))


@pytest.mark.parametrize(
    "data",
    [
        B64,
        wrapped(B64, "\r"),
        wrapped(B64, "\n"),
        wrapped(B64, "\r\n"),
        wrapped(B64, " "),
        wrapped(B64, "\\.br\\"),
        wrapped(B64, "\\X0D\\"),
        wrapped(B64, "\\X0D0A\\"),
        wrapped(B64, "\r", width=3),  # lines that look like segment names
    ],
    ids=["plain", "CR", "LF", "CRLF", "spaces", "br", "X0D", "X0D0A", "CR-3"],
)
def test_an_embedded_pdf_comes_out_byte_for_byte(data: str) -> None:
    raw = message(
        "OBR|1|P1|F1|R^Report|||20261122",
        f"OBX|1|ED|PDF^検査報告||^AP^PDF^Base64^{data}||||||C",
        "NTE|1||after",
    )
    msg = read(raw)
    found = contents(msg)
    assert not found.problems
    (document,) = found.documents
    assert document.data == PDF
    assert document.declared_media_type == "application/pdf"
    assert document.title == "検査報告"
    assert document.status is ReportStatus.CORRECTED
    assert document.document_id == "F1|PDF"
    assert document.document_time == "2026-11-22"
    assert msg.segments[-1].name == "NTE"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (f"^AP^PDF^Base64^{B64[:-3]}", "truncated-base64"),
        (f"^AP^PDF^Base64^{B64[:100]}*{B64[101:]}", "bad-base64"),
        (f"^AP^PDF^Base64^{B64[:98]}=={B64[100:]}", "bad-base64"),
        ("^AP^PDF^Base64^", "no-data"),
        ("^AP^PDF", "no-data"),
        ("", "no-data"),
        ("^AP^PDF^Hex^0G", "bad-hex"),
        ("^AP^PDF^UUENCODE^abcd", "unknown-encoding"),
    ],
)
def test_a_broken_document_is_a_problem_that_names_its_obx(value: str, code: str) -> None:
    good = f"OBX|2|ED|B||^AP^PDF^Base64^{B64}"
    found = contents(read(message("OBR|1", f"OBX|1|ED|A||{value}", good)))
    assert [(p.code, p.where) for p in found.problems] == [(code, "OBX-1")]
    assert [d.data for d in found.documents] == [PDF]
    assert found.documents[0].ordinal == 1


def test_a_pointer_is_named_and_not_followed() -> None:
    found = contents(read(message("OBR|1", "OBX|1|RP|A||\\\\server\\share\\x.pdf^app^AP^PDF")))
    assert [(p.code, p.where) for p in found.problems] == [("reference-pointer", "OBX-1")]
    assert not found.documents


def test_hex_and_plain_text_encodings() -> None:
    found = contents(
        read(message("OBR|1", "OBX|1|ED|A||^AP^PDF^Hex^255044", "OBX|2|ED|B||^TEXT^plain^A^a\\T\\b^c"))
    )
    assert [d.data for d in found.documents] == [b"%PD", b"a&b^c"]
    assert found.documents[1].declared_media_type == "text/plain"


def test_report_text_of_one_order_is_one_document_with_headings() -> None:
    raw = message(
        "OBR|1|P1|F1|US^腹部超音波",
        "OBX|1|FT|GDT^所見||肝：異常なし\\.br\\胆：壁肥厚~脾：異常なし||||||F",
        "OBX|2|TX|IMP^診断||胆嚢炎\\T\\胆石||||||F",
        "OBX|3|NM|SIZE||12",
        "OBR|2|P2|F2|XR^胸部",
        "OBX|1|TX|GDT^所見||心拡大なし||||||P",
    )
    found = contents(read(raw))
    assert [d.data.decode() for d in found.documents] == [
        "所見\n肝：異常なし\n胆：壁肥厚\n脾：異常なし\n診断\n胆嚢炎&胆石",
        "心拡大なし",
    ]
    assert {d.declared_media_type for d in found.documents} == {"text/plain; charset=utf-8"}
    assert [d.status for d in found.documents] == [ReportStatus.FINAL, ReportStatus.PRELIMINARY]
    assert [d.document_id for d in found.documents] == ["F1|GDT", "F2|GDT"]


def test_structured_results_alone_hold_no_document() -> None:
    found = contents(read(message("OBR|1", "OBX|1|NM|WBC||5.4", "OBX|2|ST|X||> 100", "OBX|3|CE|Y||A^B")))
    assert (found.documents, found.problems) == ((), ())


@pytest.mark.parametrize(
    ("event", "completion", "availability", "status"),
    [
        ("MDM^T02", "AU", "AV", ReportStatus.FINAL),
        ("MDM^T02", "LA", "", ReportStatus.FINAL),
        ("MDM^T02", "DI", "", ReportStatus.PRELIMINARY),
        ("MDM^T02", "AU", "CA", ReportStatus.ENTERED_IN_ERROR),
        ("MDM^T06", "AU", "", ReportStatus.AMENDED),
        ("MDM^T10", "AU", "", ReportStatus.CORRECTED),
        ("MDM^T04", "", "", ReportStatus.UNKNOWN),
    ],
)
def test_mdm_status(event: str, completion: str, availability: str, status: ReportStatus) -> None:
    txa = f"TXA|1|CN||20261122||||||||DOC-2|DOC-1||||{completion}||{availability}"
    (document,) = contents(read(message(txa, f"OBX|1|ED|A||^AP^PDF^Base64^{B64}", event=event))).documents
    assert (document.document_id, document.replaces, document.status) == ("DOC-2", "DOC-1", status)


def test_a_cancelled_document_is_withdrawn() -> None:
    found = contents(read(message("TXA|1|CN||||||||||DOC-2", event="MDM^T11")))
    withdrawal = Withdrawal("DOC-2", ReportStatus.ENTERED_IN_ERROR)
    assert (found.documents, found.withdraws) == ((), (withdrawal,))


@pytest.mark.parametrize(
    ("kind", "status", "result"),
    [
        ("ED", "W", ReportStatus.ENTERED_IN_ERROR),
        ("ED", "D", ReportStatus.ENTERED_IN_ERROR),
        ("TX", "D", ReportStatus.ENTERED_IN_ERROR),
        ("TX", "X", ReportStatus.CANCELLED),
    ],
)
@pytest.mark.parametrize("value", ["", '""'])
def test_an_observation_taken_back_without_another_is_withdrawn(
    kind: str, status: str, result: ReportStatus, value: str
) -> None:
    found = contents(read(message("OBR|1|P1|F1|R", f"OBX|1|{kind}|PDF^x||{value}||||||{status}")))
    assert (found.documents, found.problems) == ((), ())
    assert found.withdraws == (Withdrawal("F1|PDF", result, numbered=False),)


@pytest.mark.parametrize(
    ("order", "observations", "statuses"),
    [
        ("C", "FF", [ReportStatus.CORRECTED, ReportStatus.CORRECTED]),
        ("C", "FC", [ReportStatus.FINAL, ReportStatus.CORRECTED]),
        ("A", "FF", [ReportStatus.FINAL, ReportStatus.FINAL]),
        ("F", "AW", [ReportStatus.AMENDED, ReportStatus.ENTERED_IN_ERROR]),
    ],
)
def test_an_order_said_to_be_corrected(order: str, observations: str, statuses: list[ReportStatus]) -> None:
    obr = "OBR|1|P1|F1|R" + "|" * 21 + order
    lines = [
        f"OBX|{n}|ED|A{n}^x||^AP^PDF^Base64^{B64}||||||{status}" for n, status in enumerate(observations, 1)
    ]
    found = contents(read(message(obr, *lines)))
    assert [d.status for d in found.documents] == statuses
