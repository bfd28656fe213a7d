"""Electrocardiograms: a cart's print with the values above the curves, a report form, a sheet in English."""

from __future__ import annotations

from math import exp
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import Doc, Grid, Row, Val
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet

ECG = DocumentType.ECG
SAID = (
    "洞調律",
    "正常範囲内",
    "左軸偏位",
    "完全右脚ブロック",
    "非特異的ST-T異常",
    "左室肥大の疑い",
    "心室期外収縮",
    "I度房室ブロック",
)
SAID_EN = (
    "Sinus rhythm",
    "Left axis deviation",
    "Nonspecific T wave abnormality",
    "Possible left atrial enlargement",
    "First degree AV block",
    "Right bundle branch block",
)


def curve(doc: Doc, x: float, y: float, width: float, high: float) -> None:
    """One lead: a heart's beat again and again."""
    last = (x, y)
    for n in range(1, int(width)):
        phase = (n % 46) / 46
        tip = exp(-(((phase - 0.4) / 0.02) ** 2)) - 0.25 * exp(-(((phase - 0.45) / 0.02) ** 2))
        wave = tip + 0.15 * exp(-(((phase - 0.22) / 0.04) ** 2)) + 0.25 * exp(-(((phase - 0.68) / 0.06) ** 2))
        at = (x + n, y - high * wave)
        doc.ink.line(*last, *at, 0.6)
        last = at


def curves(doc: Doc, y: float, height: float) -> None:
    """Twelve leads in two columns."""
    leads = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
    half, step = (doc.width - 72) / 2, height / 6
    for n, lead in enumerate(leads):
        x, at = 36 + (n // 6) * half, y + (n % 6) * step + step * 0.7
        doc.text(x, at - step * 0.35, lead, 8)
        curve(doc, x + 24, at, half - 34, step * 0.5)


def numbers(rng: Random) -> dict[str, str]:
    """The usual measurements."""
    qt = rng.randrange(350, 440)
    return {
        "rate": str(rng.randrange(48, 112)),
        "pr": str(rng.randrange(120, 230)),
        "qrs": str(rng.randrange(78, 148)),
        "qt": str(qt),
        "qtc": str(qt + rng.randrange(8, 50)),
        "axis": str(rng.randrange(-45, 100)),
        "rv5": f"{rng.uniform(0.8, 2.9):.2f}",
        "sv1": f"{rng.uniform(0.3, 1.7):.2f}",
    }


def cart(rng: Random) -> Sheet:
    """Landscape: the person at the left, values in two short columns, findings at the right, curves below."""
    doc = Doc(rng, ECG, (PORTRAIT[1], PORTRAIT[0]))
    doc.dated(time=True)
    n = numbers(rng)
    told = heads.pairs(doc, ("ID", "id"), ("氏名", "name"), ("生年月日", "birth-slash"), ("性別", "sexsei"))
    told.append(("記録日時", f"{doc.day('slash')} {doc.clock()}"))
    heads.lines(doc, 36, 36, told, 9, colon=" : ")
    measures = (
        ("心拍数", n["rate"], "/分"),
        ("PR間隔", n["pr"], "ms"),
        ("QRS時間", n["qrs"], "ms"),
        ("QT/QTc", f"{n['qt']}/{n['qtc']}", "ms"),
        ("電気軸", n["axis"], "°"),
        ("RV5/SV1", f"{n['rv5']}/{n['sv1']}", "mV"),
        ("RV5+SV1", f"{float(n['rv5']) + float(n['sv1']):.2f}", "mV"),
    )
    for k, (name, value, unit) in enumerate(measures):
        doc.text(280, 36 + k * 14, name, 9)
        doc.put(350, 36 + k * 14, Val(value, name, unit), 9)
        doc.text(414, 36 + k * 14, unit, 9)
    doc.text(500, 36, "【自動解析】", 9, font=doc.strong)
    y = 52.0
    for said in rng.sample(SAID, rng.randint(2, 4)):
        doc.put(512, y, Val(said, "自動解析"), 9)
        y += 14
    curves(doc, 150, 390)
    heads.foot(doc, "25mm/s 10mm/mV フィルタ:H50 D 35Hz", doc.hospital)
    return doc.sheet()


def form(rng: Random) -> Sheet:
    """A form without curves: ruled values, findings as numbered lines, the judgement of a physician."""
    doc = Doc(rng, ECG)
    doc.dated(time=False)
    n = numbers(rng)
    heads.title(doc, 48, "心電図検査報告書", 17)
    told = heads.pairs(
        doc, ("氏名", "namesama"), ("登録番号", "id"), ("生年月日", "birth-era-age"), ("性別", "sexja")
    )
    told += [("検査日", doc.day("era")), ("依頼科", "循環器内科")]
    y = heads.block(doc, 40, 68, told, doc.width - 80, size=9.5) + 24
    rows: list[Row] = [
        ["心拍数", Val(n["rate"], "心拍数", "bpm", "50～100", _flag(n["rate"], 50, 100)), "bpm", "50～100"],
        ["PR", Val(n["pr"], "PR", "msec", "120～200", _flag(n["pr"], 120, 200)), "msec", "120～200"],
        ["QRS", Val(n["qrs"], "QRS", "msec", "60～110", _flag(n["qrs"], 60, 110)), "msec", "60～110"],
        ["QT", Val(n["qt"], "QT", "msec"), "msec", ""],
        ["QTc", Val(n["qtc"], "QTc", "msec", "440以下", _flag(n["qtc"], 0, 440)), "msec", "440以下"],
        ["軸", Val(n["axis"], "軸", "度", "-30～90", _flag(n["axis"], -30, 90)), "度", "-30～90"],
    ]
    shown: list[Row] = []
    for row in rows:
        value = row[1]
        assert isinstance(value, Val)
        shown.append([row[0], value, {"H": "↑", "L": "↓"}.get(value.flag, ""), row[2], row[3]])
    grid = Grid((120, 90, 40, 70, 110), "lrccc", 19, 10, "all", (0.9, 0.94, 0.9))
    y = doc.grid(40, y, grid, ("計測項目", "計測値", "", "単位", "基準値"), shown) + 28
    doc.text(40, y, "所見", 11, font=doc.strong)
    for k, said in enumerate(rng.sample(SAID, rng.randint(1, 3))):
        y += 18
        doc.put(56, y, Val(said, "所見", pre=f"{k + 1}. "), 10)
    y += 34
    doc.text(40, y, "判定", 11, font=doc.strong)
    doc.put(90, y, Val(rng.choice(("異常なし", "要経過観察", "要精密検査")), "判定"), 11)
    doc.text(doc.width - 60, y + 60, f"判読医　{doc.doctor}　㊞", 10, align="r")
    heads.foot(doc, doc.hospital)
    return doc.sheet()


def _flag(value: str, low: int, high: int) -> str:
    return "H" if int(value) > high else "L" if int(value) < low else ""


def english(rng: Random) -> Sheet:
    """In English: values in two columns with dotted leaders, an interpretation list, curves."""
    doc = Doc(rng, ECG, english=True)
    doc.dated(time=True)
    n = numbers(rng)
    doc.text(36, 42, "12-Lead Electrocardiogram", 14, font=doc.strong)
    doc.text(doc.width - 36, 42, doc.hospital, 8.5, align="r")
    told = heads.pairs(doc, ("Name", "nameupper"), ("ID", "id"), ("DOB", "birth-iso"), ("Sex", "sexen"))
    y = heads.strip(doc, 36, 64, told, 9)
    y = (
        heads.strip(doc, 36, y, (("Recorded", f"{doc.day('iso')} {doc.clock()}"), ("Technician", "ts")), 9)
        + 8
    )
    measures = (
        ("Ventricular rate", n["rate"], "bpm"),
        ("PR interval", n["pr"], "ms"),
        ("QRS duration", n["qrs"], "ms"),
        ("QT/QTc", f"{n['qt']}/{n['qtc']}", "ms"),
        ("P-R-T axes", f"{rng.randrange(20, 70)} {n['axis']} {rng.randrange(10, 80)}", "deg"),
    )
    for k, (name, value, unit) in enumerate(measures):
        at = y + k * 15
        end = doc.put(40, at, name, 9.5)
        start = 220 - doc.wide(value, 9.5)
        doc.dots(end + 3, start - 3, at)
        doc.put(start, at, Val(value, name, unit), 9.5)
        doc.text(225, at, unit, 9.5)
    doc.text(310, y, "Interpretation", 10, font=doc.strong)
    for k, said in enumerate(rng.sample(SAID_EN, rng.randint(2, 4))):
        doc.put(318, y + 16 + k * 15, Val(said, "Interpretation"), 9.5)
    curves(doc, y + 100, 420)
    heads.foot(doc, f"Unconfirmed. Reviewed by: {doc.doctor}", "25 mm/s  10 mm/mV")
    return doc.sheet()


FAMILIES = (
    Family("ecg-cart", ECG, cart),
    Family("ecg-form", ECG, form),
    Family("ecg-leaders", ECG, english, "en"),
)
