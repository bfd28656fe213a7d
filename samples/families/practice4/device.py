"""Implantable devices: a clinic's check form, a programmer's final report, a transmission in English."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import SHADE, Cell, Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT


def volt(rng: Random, low: float, high: float, digits: int = 2) -> str:
    """A number between."""
    return f"{rng.uniform(low, high):.{digits}f}"


def check(rng: Random) -> Sheet:
    """Ruled form: battery, leads as columns with threshold `@`, settings as label and value."""
    doc = Doc(rng, DEVICE)
    doc.dated(time=False)
    heads.title(doc, 44, "ペースメーカー外来 チェック表", 16)
    told = heads.pairs(
        doc,
        ("患者ID", "id"),
        ("検査日", f"={doc.day('slash')}"),
        ("患者氏名", "name"),
        ("主治医", f"={doc.doctor}"),
        ("生年月日", "birth-era"),
        ("性別", "sexja"),
    )
    y = heads.block(doc, 36, 58, told, doc.width - 72, size=9)
    doc.text(
        40,
        y + 16,
        f"機種名：Imagina DR X{rng.randrange(10, 99)}　シリアル番号：ZZ{rng.randrange(10**5, 10**6)}"
        "　植込日：2019/05/14",
        8.5,
    )
    y += 38
    doc.text(36, y, "【電池】", 10, font=doc.strong)
    battery: list[Row] = [
        ["電池電圧", Val(volt(rng, 2.6, 3.1), "電池電圧", "V", post=" V")],
        ["電池抵抗", Val(str(rng.randrange(300, 2200)), "電池抵抗", "Ω", post=" Ω")],
        ["推定寿命", Val(volt(rng, 2, 11, 1), "推定寿命", "年", post=" 年")],
    ]
    y = doc.grid(36, y + 6, Grid((120, 120), "lr", 17, 9, "all"), (), battery) + 22
    doc.text(36, y, "【リード測定】", 10, font=doc.strong)
    rows: list[Row] = []
    for name, unit, low, high, digits in (("リード抵抗", "Ω", 320, 780, 0), ("波高値", "mV", 1.4, 12, 1)):
        rows.append(
            [
                f"{name} ({unit})",
                *(Val(volt(rng, low, high, digits), f"{name} {lead}", unit) for lead in ("心房", "心室")),
            ]
        )
    top = y + 6
    y = doc.grid(36, top, Grid((130, 120, 120), "lcc", 17, 9, "all", SHADE), ("項目", "心房", "心室"), rows)
    doc.ink.box(36, y, 406, y + 17, width=0.6)
    doc.text(39, y + 12, "閾値", 9)
    for n, lead in enumerate(("心房", "心室")):
        doc.ink.line(166 + n * 120, y, 166 + n * 120, y + 17, 0.35)
        end = doc.put(180 + n * 120, y + 12, Val(volt(rng, 0.4, 1.4), f"閾値 {lead}", "V", post=" V @ "), 9)
        doc.put(end, y + 12, Val("0.40", f"閾値 {lead} パルス幅", "ms", post=" ms"), 9)
    y += 42
    _settings(doc, y)
    doc.text(36, y + 100, "特記：次回 6か月後。臨床工学技士 御手洗", 9)
    heads.foot(doc, doc.hospital, "臨床工学室")
    return doc.sheet()


def _settings(doc: Doc, y: float) -> None:
    rng = doc.rng
    doc.text(36, y, "【設定】", 10, font=doc.strong)
    settings = (
        ("モード", rng.choice(("DDD", "DDDR", "AAI⇔DDD", "VVI")), ""),
        ("下限レート", str(rng.choice((50, 60, 70))), "ppm"),
        ("上限レート", str(rng.choice((110, 120, 130))), "ppm"),
        ("AVディレイ", str(rng.choice((150, 180, 220))), "ms"),
        ("心房ペーシング率", volt(rng, 0, 99, 1), "%"),
        ("心室ペーシング率", volt(rng, 0, 99, 1), "%"),
    )
    for n, (name, value, unit) in enumerate(settings):
        x, at = 46 + (n % 2) * 250, y + 20 + (n // 2) * 20
        doc.text(x, at, name, 9.5)
        doc.put(x + 110, at, Val(value, name, unit, post=f" {unit}" if unit else ""), 9.5)


def remote(rng: Random) -> Sheet:
    """A remote transmission, landscape-like boxes: blocks a lead, and a trend by date."""
    doc = Doc(rng, DEVICE)
    doc.dated(time=True)
    doc.ink.box(0, 0, doc.width, 46, width=0, fill=(0.85, 0.9, 0.96))
    doc.text(36, 30, "遠隔モニタリングレポート", 15, font=doc.strong)
    doc.text(doc.width - 36, 30, "HeartLink Imaginary", 9, align="r")
    told = heads.pairs(doc, ("患者", "name"), ("院内ID", "id"), ("生年月日", "birth-slash"))
    heads.lines(doc, 40, 66, told, 9)
    seen = (
        ("送信日時", f"{doc.day('slash')} {doc.clock()}"),
        ("デバイス", "Imagina ICD VR"),
        ("施設", doc.hospital),
    )
    y = heads.lines(doc, 300, 66, seen, 9) + 14
    doc.text(40, y, "バッテリ", 10.5, font=doc.strong)
    doc.text(50, y + 18, "電池残量", 9.5)
    doc.put(150, y + 18, Val(str(rng.randrange(8, 98)), "電池残量", "%", post="%"), 9.5)
    doc.text(290, y + 18, "充電時間", 9.5)
    doc.put(390, y + 18, Val(volt(rng, 7, 12, 1), "充電時間", "秒", post=" 秒"), 9.5)
    y += 42
    for n, lead in enumerate(("RA", "RV")):
        x = 40 + n * 260
        doc.ink.box(x, y, x + 250, y + 96, width=0.7)
        doc.ink.box(x, y, x + 250, y + 18, width=0.7, fill=SHADE)
        doc.text(x + 6, y + 13, lead, 10, font=doc.strong)
        measures = [
            ("リード抵抗", str(rng.randrange(330, 760)), "Ω"),
            ("波高値", volt(rng, 1.2, 14, 1), "mV"),
            ("閾値", volt(rng, 0.4, 1.5), "V"),
        ]
        for k, (name, value, unit) in enumerate(measures):
            at = y + 34 + k * 18
            doc.text(x + 8, at, name, 9.5)
            end = doc.put(x + 120, at, Val(value, f"{name} {lead}", unit), 9.5)
            doc.text(end + 4, at, unit, 9)
    y = _trend(doc, y + 124)
    doc.text(40, y + 26, "心室頻拍", 9.5)
    doc.put(150, y + 26, Val(str(rng.randrange(0, 5)), "心室頻拍", "回", post=" 回"), 9.5)
    doc.text(290, y + 26, "除細動", 9.5)
    doc.put(390, y + 26, Val("0", "除細動", "回", post=" 回"), 9.5)
    heads.foot(doc, "本レポートは自動生成されました", "1 / 1")
    return doc.sheet()


def _trend(doc: Doc, y: float) -> float:
    rng = doc.rng
    doc.text(40, y, "トレンド（RV リード抵抗）", 10.5, font=doc.strong)
    days = [doc.moment - timedelta(days=30 * n) for n in range(4)]
    line: list[Cell] = [
        Val(str(rng.randrange(330, 760)), "RVリード抵抗", "Ω", when=d.date().isoformat()) for d in days
    ]
    second: list[Cell] = [
        Val(volt(rng, 0, 100, 1), "心室ペーシング率", "%", when=d.date().isoformat()) for d in days
    ]
    grid = Grid((140, 92, 92, 92, 92), "lcccc", 18, 9, "all", SHADE)
    return doc.grid(
        40,
        y + 8,
        grid,
        ("", *(doc.day("slash", d) for d in days)),
        [["RVリード抵抗 (Ω)", *line], ["心室ペーシング率 (%)", *second]],
    )


def session(rng: Random) -> Sheet:
    """In English: dotted leaders, leads as columns, the parameters of the brady setting in a box at the right."""
    doc = Doc(rng, DEVICE, english=True)
    doc.dated(time=True)
    doc.text(36, 40, "FINAL REPORT - Follow-up session", 14, font=doc.strong)
    told = heads.pairs(doc, ("Patient", "name"), ("ID", "id"), ("Date of birth", "birth-dmy"))
    y = heads.strip(doc, 36, 60, told, 9)
    seen = (
        ("Session", f"{doc.day('dmy')} {doc.clock()}"),
        ("Device", "Imagina CRT-P 300"),
        ("S/N", f"Q{rng.randrange(10**6)}"),
    )
    y = heads.strip(doc, 36, y, seen, 9) + 10
    doc.text(36, y, "Battery", 11, font=doc.strong)
    for n, (name, value, unit) in enumerate(
        (("Voltage", volt(rng, 2.6, 3.1), "V"), ("Longevity", volt(rng, 2, 10, 1), "years"))
    ):
        at = y + 18 + n * 17
        end = doc.put(44, at, name, 9.5)
        start = 190 - doc.wide(value, 9.5)
        doc.dots(end + 3, start - 3, at)
        doc.put(start, at, Val(value, name, unit, post=f" {unit}"), 9.5)
    settings = (
        ("Mode", rng.choice(("DDDR", "DDD", "VVIR")), ""),
        ("Lower rate", "60", "bpm"),
        ("Upper rate", str(rng.choice((110, 120))), "bpm"),
        ("Paced AV delay", "180", "ms"),
    )
    doc.ink.box(320, y - 12, 555, y + 78, width=0.7)
    doc.text(328, y, "Brady parameters", 10, font=doc.strong)
    for n, (name, value, unit) in enumerate(settings):
        doc.text(332, y + 18 + n * 17, name, 9.5)
        doc.put(450, y + 18 + n * 17, Val(value, name, unit, post=f" {unit}" if unit else ""), 9.5)
    y += 104
    rows: list[Row] = []
    leads = ("RA", "RV", "LV")
    for name, unit, low, high, digits in (
        ("Impedance", "ohms", 320, 900, 0),
        ("Sensing", "mV", 1.2, 15, 1),
        ("Threshold", "V", 0.4, 2, 2),
    ):
        rows.append(
            [
                f"{name} ({unit})",
                *(Val(volt(rng, low, high, digits), f"{name} {lead}", unit) for lead in leads),
            ]
        )
    rows.append(
        ["Threshold pulse width (ms)", *(Val("0.4", f"Threshold pulse width {lead}", "ms") for lead in leads)]
    )
    doc.text(36, y - 8, "Lead measurements", 11, font=doc.strong)
    y = doc.grid(36, y, Grid((170, 110, 110, 110), "lccc", 19, 9.5, "rows", SHADE), ("", *leads), rows) + 24
    doc.text(36, y, "Percent paced", 11, font=doc.strong)
    for n, name in enumerate(("Atrial paced", "Ventricular paced")):
        doc.text(44 + n * 230, y + 18, name, 9.5)
        doc.put(150 + n * 230, y + 18, Val(str(rng.randrange(1, 100)), name, "%", pre="", post=" %"), 9.5)
    heads.foot(doc, doc.hospital, f"Physician: {doc.doctor}")
    return doc.sheet()


FAMILIES = (
    Family("device-report-form", DEVICE, check),
    Family("device-report-boxes", DEVICE, remote),
    Family("device-report-session", DEVICE, session, "en"),
)
