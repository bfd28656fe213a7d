"""Samples that arrive by HL7 v2."""

from __future__ import annotations

from datetime import date, datetime

from PIL import Image

from samples.making import er7, people
from samples.making.case import CBC, CLOT, DIFF, LIVER, Case, hl7_case, report_of
from samples.making.catalogue import Result, results
from samples.making.designs import classic, mincho, small, two_columns
from samples.making.ink import PORTRAIT, Ink
from samples.making.scan import jpeg, scanned
from samples.making.series import time_series
from samples.making.truth import TrueItem, Truth, minute


def report_obx(value: str, code: str = "11502-2^臨床検査報告書^LN") -> str:
    """An OBX that carries a report as ED."""
    return f"ED|{code}|1|{value}||||||F"


def oru_iso2022() -> Case:
    """ORU in ISO-2022-JP with an embedded PDF; the name holds bytes equal to delimiters."""
    report = report_of(people.IGARASHI, (2026, 4, 20, 8, 10), f"{LIVER} {CBC} {CLOT}", 21, dash="～")
    sheet = mincho(report, mark="↑")
    order = er7.Order("LAB0000021", report.person, report.collected, er7.ISO2022)
    data = er7.oru(order, [report_obx(er7.embedded(sheet.pdf, "PDF"))])
    return hl7_case(
        "hl7-oru-iso2022jp-pdf",
        data,
        "ORU^R01, `~ISO IR87`, embedded PDF with text layer",
        sheet.truth,
        "mincho",
    )


def oru_jpeg() -> Case:
    """ORU in UTF-8 with an embedded JPEG scan."""
    report = report_of(
        people.AOYAMA, (2026, 4, 21, 8, 20), f"{LIVER} {CBC} {DIFF}", 22, dash=" - ", ward="消化器内科"
    )
    pictures, truth = scanned(classic(report), 150, 22, degrees=-0.6)
    order = er7.Order("LAB0000022", report.person, report.collected)
    data = er7.oru(order, [report_obx(er7.embedded(jpeg(pictures[0]), "JPEG", "image"))])
    return hl7_case("hl7-oru-utf8-jpeg", data, "ORU^R01, UTF-8, embedded JPEG scan", truth, "pgothic")


def oru_scanned_pdf() -> Case:
    """ORU with a PDF of one scanned picture: no text layer."""
    report = report_of(people.OGATA, (2026, 4, 22, 13, 5), f"{LIVER} TSH FT4 {CBC}", 23)
    sheet = two_columns(report, row=20.0, font="pgothic")
    pictures, truth = scanned(sheet, 150, 23, degrees=0.3)
    order = er7.Order("LAB0000023", report.person, report.collected)
    data = er7.oru(order, [report_obx(er7.embedded(picture_pdf(pictures), "PDF"))])
    return hl7_case(
        "hl7-oru-scanned-pdf", data, "ORU^R01, UTF-8, embedded PDF without text layer", truth, "pgothic"
    )


def oru_series() -> Case:
    """ORU in ISO-2022-JP with a time series."""
    days = tuple(date(2026, 4, d) for d in (23, 20, 17, 14))
    keys = f"{LIVER} {CBC} INR DD"
    columns = tuple(results(people.MANDAI, keys, 240 + n, dash="～") for n in range(len(days)))
    sheet = time_series(people.MANDAI, days, columns)
    order = er7.Order("LAB0000024", people.MANDAI, datetime(2026, 4, 23, 7, 30), er7.ISO2022)
    data = er7.oru(order, [report_obx(er7.embedded(sheet.pdf, "PDF"))], report="検査結果時系列表")
    return hl7_case(
        "hl7-oru-time-series",
        data,
        "ORU^R01, `~ISO IR87`, a time series of four days",
        sheet.truth,
        "pgothic",
    )


def oru_text() -> Case:
    """ORU with report text in TX lines and one FT."""
    report = report_of(people.TODOROKI, (2026, 4, 24, 8, 0), f"AST ALT GGT UN CRE NA K CL CRP {CBC}", 25)
    who = report.person
    lines = [
        f"患者ID {who.id}  氏名 {who.printed_name(' ')}  性別 {who.sex_ja}  生年月日 {who.birth:%Y/%m/%d}",
        f"採取日時 {report.collected:%Y/%m/%d %H:%M}",
        "検査項目  結果  判定  単位  基準範囲",
    ]
    table = [_text_row(r) for r in report.results]
    order = er7.Order("LAB0000025", who, report.collected)
    code = "11502-2^臨床検査報告書^LN"
    observations = [f"TX|{code}|1|{er7.escape(line)}||||||F" for line in lines + table[:9]]
    rest = r"\.br\ ".strip().join(er7.escape(line) for line in table[9:])
    observations.append(f"FT|{code}|1|{rest}||||||F")
    items = tuple(
        TrueItem(r.test.name, r.value, r.test.unit, r.reference, r.flag, minute(report.collected), 1, None)
        for r in report.results
    )
    truth = Truth(who, who.printed_name(" "), items, minute(report.collected))
    return hl7_case(
        "hl7-oru-text", er7.oru(order, observations), "ORU^R01, UTF-8, report text in TX and FT", truth
    )


def _text_row(result: Result) -> str:
    return "  ".join(
        p for p in (result.test.name, result.value, result.flag, result.test.unit, result.reference) if p
    )


def mdm_iso2022() -> Case:
    """MDM in ISO-2022-JP with an embedded PDF."""
    report = report_of(people.MIYASHIRO, (2026, 4, 27, 6, 40), f"{LIVER} BNP {CBC} {CLOT}", 26)
    sheet = classic(report, title="検査報告書", font="pmincho")
    order = er7.Order("DOC0000026", report.person, report.collected, er7.ISO2022)
    data = er7.mdm(order, [report_obx(er7.embedded(sheet.pdf, "pdf"))])
    return hl7_case(
        "hl7-mdm-iso2022jp-pdf", data, "MDM^T02, `~ISO IR87`, embedded PDF", sheet.truth, "pmincho"
    )


def mdm_mislabelled() -> Case:
    """MDM whose JPEG says it is a PDF."""
    report = report_of(
        people.SUZUHARA,
        (2026, 4, 28, 9, 15),
        f"AST ALT GGT UN CRE NA K CL GLU A1C CRP TC TG HDL LDL {CBC}",
        27,
    )
    pictures, truth = scanned(small(report), 150, 27, degrees=0.5)
    order = er7.Order("DOC0000027", report.person, report.collected)
    data = er7.mdm(order, [report_obx(er7.embedded(jpeg(pictures[0]), "pdf"))])
    return hl7_case(
        "hl7-mdm-jpeg-called-pdf", data, "MDM^T02, UTF-8, a JPEG labelled as PDF", truth, "gothic"
    )


def picture_pdf(pictures: list[Image.Image]) -> bytes:
    """A PDF of pictures alone."""
    ink = Ink(PORTRAIT, "scan")
    for number, picture in enumerate(pictures):
        if number:
            ink.next_page()
        ink.picture(jpeg(picture, 70))
    return ink.bytes()
