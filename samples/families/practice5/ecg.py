"""Electrocardiograms: a recorder's page, an archive's page in English, a check-up's sheet."""

from __future__ import annotations

import math
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

ECG = DocumentType.ECG
_LEADS = (("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF", "V3", "V6"))


def _beat(t: float) -> float:
    """Height at a share of a beat."""
    waves = (
        (0.18, 0.03, 0.12),
        (0.285, 0.008, -0.12),
        (0.30, 0.011, 1.0),
        (0.32, 0.009, -0.25),
        (0.55, 0.05, 0.25),
    )
    return sum(high * math.exp(-(((t - at) / wide) ** 2)) for at, wide, high in waves)


def _trace(doc: Doc, x0: float, x1: float, y: float, beat: float, tall: float) -> None:
    last = y
    x = x0
    while x < x1:
        now = y - tall * _beat((x - x0) / beat % 1)
        doc.ink.line(x, last, x + 1.2, now, 0.7)
        x, last = x + 1.2, now


def _strips(doc: Doc, x0: float, y0: float, x1: float, step: float) -> None:
    """Twelve leads in three rows on squared paper."""
    bottom = y0 + 3 * step
    for n in range(int((x1 - x0) / 14) + 1):
        doc.ink.line(x0 + 14 * n, y0, x0 + 14 * n, bottom, 0.3, 0.8)
    for n in range(int((bottom - y0) / 14) + 1):
        doc.ink.line(x0, y0 + 14 * n, x1, y0 + 14 * n, 0.3, 0.8)
    wide = (x1 - x0) / 4
    beat = doc.rng.uniform(45, 80)
    for row, leads in enumerate(_LEADS):
        for n, lead in enumerate(leads):
            x, y = x0 + n * wide, y0 + row * step + step * 0.72
            doc.text(x + 3, y0 + row * step + 12, lead, 8)
            _trace(
                doc,
                x,
                x + wide - 1,
                y,
                beat,
                step * doc.rng.uniform(0.25, 0.55) * (-0.5 if lead == "aVR" else 1),
            )


def _numbers(rng: Random) -> dict[str, str]:
    rate, qt = rng.randrange(44, 128), rng.randrange(340, 450)
    return {
        "rate": str(rate),
        "pr": str(rng.randrange(116, 240)),
        "qrs": str(rng.randrange(76, 150)),
        "qt": f"{qt}/{qt + rng.randrange(10, 60)}",
        "axis": str(rng.randrange(-60, 110)),
        "rv5": f"{rng.uniform(0.6, 3.1):.2f}",
        "sv1": f"{rng.uniform(0.3, 2.0):.2f}",
        "rr": str(round(60000 / rate)),
    }


_SAID = (
    "洞調律",
    "完全右脚ブロック",
    "左室肥大の疑い",
    "非特異的ST-T異常",
    "時計方向回転",
    "第1度房室ブロック",
    "左軸偏位",
    "心室性期外収縮",
    "陰性T波（V4-V6）",
)


def recorder(rng: Random) -> Sheet:
    """A recorder's landscape page: measurements and what the machine thinks over the curves."""
    doc = Doc(rng, ECG, size=landscape(A4))
    doc.effective = moment(doc.when)
    doc.pairs(
        36,
        36,
        (
            ("ID", doc.pid()),
            ("氏名", doc.name()),
            ("性別/年齢", f"{doc.sex()} / {doc.age()}歳"),
            ("生年月日", doc.born("slash")),
        ),
        gap=54,
        step=15,
    )
    doc.text(36, 98, f"記録日時 {day(doc.when, 'slash')} {doc.when:%H:%M:%S}", 9)
    got = _numbers(rng)
    rows = (
        ("心拍数", "rate", "bpm"),
        ("R-R", "rr", "ms"),
        ("P-R", "pr", "ms"),
        ("QRS", "qrs", "ms"),
        ("QT/QTc", "qt", "ms"),
        ("軸", "axis", "°"),
    )
    for n, (name, key, unit) in enumerate(rows):
        y = 36 + n * 13
        doc.text(260, y, name, 9)
        doc.text(306, y, ":", 9)
        doc.result(362, y, R(got[key], name, unit), 9, "right")
        doc.text(368, y, unit, 9)
    for n, (name, key) in enumerate((("RV5", "rv5"), ("SV1", "sv1"))):
        doc.text(400, 36 + n * 13, name, 9)
        doc.result(456, 36 + n * 13, R(got[key], name, "mV"), 9, "right")
        doc.text(462, 36 + n * 13, "mV", 9)
    doc.text(520, 36, "自動解析", 10, bold=True)
    y = 51.0
    for said in rng.sample(_SAID, rng.randint(2, 4)):
        y = doc.statement(530, y, 260, said, "自動解析", size=9)
    _strips(doc, 36, 124, 806, 126)
    doc.text(36, 520, "10mm/mV  25mm/s  フィルタ 100Hz  AC 50Hz", 8)
    doc.text(806, 520, f"{rng.choice(bank.HOSPITALS)} 生理検査室", 8, align="right")
    doc.text(806, 534, "未確認報告書", 8, align="right")
    return doc.sheet()


def archive(rng: Random) -> Sheet:
    """An archive's page in English: rates and axes at the left, statements at the right, signed below."""
    doc = Doc(rng, ECG, size=landscape(A4), latin=True)
    doc.effective = moment(doc.when)
    doc.text(36, 34, doc.name(", "), 12, bold=True)
    doc.text(220, 34, f"ID:{doc.pid()}", 11)
    doc.text(350, 34, f"{day(doc.when, 'en').upper()}  {doc.when:%H:%M}", 11)
    doc.text(806, 34, rng.choice(bank.HOSPITALS_EN).upper(), 10, align="right")
    doc.text(36, 52, f"{doc.born('en').upper()} ({doc.age()} yr)", 9)
    doc.text(36, 65, f"{doc.sex('Sex')}", 9)
    got = _numbers(rng)
    axes = f"{rng.randrange(10, 80)} {rng.randrange(-50, 90)} {rng.randrange(-20, 120)}"
    rows = (
        ("Vent. rate", got["rate"], "BPM"),
        ("PR interval", got["pr"], "ms"),
        ("QRS duration", got["qrs"], "ms"),
        ("QT/QTc", got["qt"], "ms"),
        ("P-R-T axes", axes, ""),
    )
    for n, (name, value, unit) in enumerate(rows):
        y = 58 + n * 13
        doc.text(180, y, name, 9)
        doc.result(310, y, R(value, name, unit), 9, "right")
        doc.text(316, y, unit, 9)
    doc.text(385, 58, "Interpretation:", 9, bold=True)
    y = 58.0
    for said in rng.sample(
        (
            "Sinus rhythm",
            "Left axis deviation",
            "Right bundle branch block",
            "Nonspecific T wave abnormality",
            "Possible left atrial enlargement",
            "Septal infarct, age undetermined",
            "Premature ventricular complexes",
        ),
        rng.randint(2, 4),
    ):
        y = doc.statement(480, y, 320, said, "Interpretation", size=9, step=13)
    doc.text(180, 136, f"Technician: {rng.randrange(100, 999)}", 8)
    doc.text(470, 136, f"Confirmed by {rng.choice(bank.DOCTORS_EN)}", 8.5)
    _strips(doc, 36, 150, 806, 118)
    doc.text(36, 522, "25mm/s   10mm/mV   100Hz   12SL 241", 8)
    return doc.sheet()


def checkup(rng: Random) -> Sheet:
    """A report without curves: a table of measurements with bounds, findings, what the doctor concludes."""
    doc = Doc(rng, ECG)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 50, "安静時心電図検査報告書", 16, bold=True, align="centre")
    doc.text(555, 74, f"検査日：{day(doc.when, 'era')}", 9.5, align="right")
    doc.table(
        60,
        84,
        (80, 155, 80, 160),
        [
            ["フリガナ", doc.kana(), "患者コード", doc.pid()],
            ["患者名", f"{doc.name()}", "生年月日", doc.born("era")],
            ["性別", doc.sex("性"), "年齢", f"{doc.age()} 歳"],
        ],
        step=20,
        size=9.5,
        rules="grid",
        head=0,
    )
    got = _numbers(rng)
    given = (
        ("心拍数", got["rate"], "/分", "50-100"),
        ("PQ時間", got["pr"], "msec", "120-200"),
        ("QRS幅", got["qrs"], "msec", "60-110"),
        ("QTc", got["qt"].split("/")[1], "msec", "350-440"),
        ("電気軸", got["axis"], "度", "-30～90"),
        ("SV1+RV5", f"{float(got['rv5']) + float(got['sv1']):.2f}", "mV", "3.5以下"),
    )
    rows: list[list[Cell]] = [["計測項目", "計測値", "単位", "基準範囲"]]
    rows += [[n, R(v, n, u, ref), u, ref] for n, v, u, ref in given]
    y = doc.table(
        60, 160, (140, 110, 85, 140), rows, align="lrlc", size=10, step=20, rules="grid", fill=SHADE
    )
    doc.text(60, y + 26, "【所見】", 11, bold=True)
    y += 44
    for n, said in enumerate(rng.sample(_SAID, rng.randint(1, 3))):
        y = doc.statement(72, y, 460, said, "所見", size=10, step=17, number=f"{n + 1}.")
    doc.text(60, y + 14, "【診断】", 11, bold=True)
    y = doc.statement(
        72,
        y + 32,
        460,
        rng.choice(
            (
                "正常範囲内の心電図です。",
                "要経過観察、自覚症状があれば循環器内科を受診のこと。",
                "心肥大の疑い、心エコー検査をおすすめします。",
            )
        ),
        "診断",
        size=10,
        step=17,
    )
    doc.text(535, y + 30, f"判読医　{rng.choice(bank.DOCTORS)}　印", 10, align="right")
    doc.text(535, y + 48, rng.choice(bank.HOSPITALS), 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("ecg-recorder", ECG, recorder),
    Family("ecg-archive", ECG, archive, "en"),
    Family("ecg-checkup", ECG, checkup),
)
