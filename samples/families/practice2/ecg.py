"""Electrocardiograms: a printout with traces, a report of cells, an English printout."""

from __future__ import annotations

import math
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import LANDSCAPE, Paper, Val
from samples.generating.family import Family
from samples.making.truth import Sheet

_LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
_FINDINGS = (
    "洞調律",
    "洞性徐脈",
    "心房細動",
    "完全右脚ブロック",
    "不完全右脚ブロック",
    "左軸偏位",
    "左室肥大の疑い",
    "ST低下 (V4-V6)",
    "陰性T波 (II, III, aVF)",
    "1度房室ブロック",
    "心室性期外収縮",
    "異常Q波 (V1-V3)",
    "QT延長",
    "非特異的ST-T異常",
    "低電位（四肢誘導）",
)
_FINDINGS_EN = (
    "Normal sinus rhythm",
    "Sinus bradycardia",
    "Atrial fibrillation with rapid ventricular response",
    "Right bundle branch block",
    "Left axis deviation",
    "Possible left ventricular hypertrophy",
    "Nonspecific ST and T wave abnormality",
    "First degree AV block",
    "Cannot rule out anterior infarct, age undetermined",
    "Prolonged QT",
)


def _numbers(rng: Random) -> dict[str, str]:
    rate, corrected = rng.randrange(42, 128), rng.randrange(372, 496)
    qt = round(corrected * math.sqrt(60 / rate))
    return {
        "rate": str(rate),
        "rr": str(round(60000 / rate)),
        "pr": str(rng.randrange(118, 240)),
        "qrs": str(rng.randrange(74, 156)),
        "qt": str(qt),
        "qtc": str(corrected),
        "axis": str(rng.randrange(-60, 100)),
        "both": f"{qt}/{corrected}",
        "rv5": f"{rng.uniform(0.6, 3.2):.2f}",
        "sv1": f"{rng.uniform(0.3, 2.2):.2f}",
    }


def _trace(paper: Paper, x: float, y: float, width: float, height: float, rate: int) -> None:
    """One lead: beats of P, QRS and T."""
    rng, beat = paper.rng, width * 60 / max(rate, 40) / 2.5
    tall, t_wave = rng.uniform(0.3, 1.0), rng.uniform(-0.25, 0.35)
    waves = (
        (0.2, 0.02, 0.12),
        (0.345, 0.006, -0.1),
        (0.365, 0.008, tall),
        (0.385, 0.007, -0.3 * tall),
        (0.62, 0.04, t_wave),
    )
    last = (x, y)
    for step in range(1, 141):
        phase = (step / 140 * width % beat) / beat
        level = sum(a * math.exp(-(((phase - at) / w) ** 2)) for at, w, a in waves)
        here = (x + step / 140 * width, y - level * height + rng.uniform(-0.4, 0.4))
        paper.line(*last, *here, 0.5)
        last = here


def _traces(paper: Paper, x: float, y: float, width: float, height: float, rate: int) -> None:
    """Twelve leads in four columns of three, on a faint grid."""
    for n in range(int(width // 14) + 1):
        paper.line(x + n * 14, y, x + n * 14, y + height, 0.2, 0.85)
    for n in range(int(height // 14) + 1):
        paper.line(x, y + n * 14, x + width, y + n * 14, 0.2, 0.85)
    for number, lead in enumerate(_LEADS):
        left, base = x + number // 3 * width / 4, y + (number % 3 + 0.62) * height / 3
        paper.text(left + 3, base - height / 6 - 2, lead, size=7.5)
        _trace(paper, left, base, width / 4 - 4, height / 4, rate)


def _printout(rng: Random) -> Sheet:
    """Landscape: who and numbers at the left, automatic analysis at the right, traces below."""
    paper = Paper(rng, DocumentType.ECG, size=LANDSCAPE, body=rng.choice((8.5, 9.0)), timed=0.85)
    told, said = hd.fields(paper, "id", "name", "birth", "sexage", "examined"), _numbers(rng)
    paper.text(
        30, 28, rng.choice(("標準12誘導心電図", "安静時12誘導心電図", "心電図")), font=paper.bold, size=11
    )
    hd.stacked(paper, 30, 44, told, label=64, size=8.5)
    colon = rng.choice(("", ":", "  :"))
    rows = [
        (rng.choice(("心拍数", "HR")), "rate", rng.choice(("bpm", "/分"))),
        (rng.choice(("PR", "PR間隔", "PQ時間")), "pr", "ms"),
    ]
    rows += [(rng.choice(("QRS", "QRS幅")), "qrs", "ms")]
    rows += rng.choice(
        (
            [("QT/QTc", "both", "ms")],
            [("QT", "qt", "ms"), ("QTc", "qtc", "ms")],
            [("QT時間", "qt", "ms"), ("QTc(B)", "qtc", "")],
        )
    )
    rows += [(rng.choice(("電気軸", "QRS軸", "AXIS")), "axis", rng.choice(("°", "度")))]
    rows += (
        [(name, key, "mV") for name, key in (("RV5", "rv5"), ("SV1", "sv1"))] if rng.random() < 0.6 else []
    )
    y, gap = 32.0, rng.random() < 0.6
    right = rng.random() < 0.5
    for name, key, unit in rows:
        paper.text(290, y, name + colon)
        at = 400 if right else 360
        paper.cell(
            at,
            y,
            Val(said[key], name, unit, after=f" {unit}" if gap else unit),
            align="right" if right else "left",
        )
        y += 13
    heading = rng.choice(("自動解析", "自動診断", "解析結果", "所見"))
    paper.text(520, 32, rng.choice((heading, f"【{heading}】", f"＜{heading}＞")), font=paper.bold)
    base, bullet = 47.0, rng.choice(("・", "", "", "* "))
    for finding in rng.sample(_FINDINGS, rng.randrange(1, 5)):
        paper.cell(530, base, Val(finding, heading, before=bullet))
        base += 14
    if rng.random() < 0.5:
        paper.text(520, 118, "未確定レポート　医師の確認が必要です", size=7)
    _traces(paper, 30, 150, paper.width - 60, 390, int(said["rate"]))
    paper.text(30, 560, "25 mm/s   10 mm/mV   フィルタ: 0.05-150 Hz   AC 50 Hz", size=7)
    paper.text(paper.width - 30, 560, hd.hospital(rng) + " 生理検査室", size=7, align="right")
    return paper.sheet()


def _cells(rng: Random) -> Sheet:
    """A portrait report: measurements in cells with their labels above, findings numbered, a verdict, no traces."""
    paper = Paper(rng, DocumentType.ECG, body=rng.choice((9.0, 10.0)))
    hd.title(paper, 54, rng.choice(("心電図検査報告書", "心電図所見報告書", "生理機能検査報告書（心電図）")))
    told = hd.fields(paper, "id", "name", "kana", "birth", "sex", "age", "ward", "doctor", "examined")
    y, said = hd.arranged(paper, 50, 68, paper.width - 100, told) + 14, _numbers(rng)
    rows = [
        ("心拍数", "rate", "bpm"),
        ("RR間隔", "rr", "ms"),
        ("PR時間", "pr", "ms"),
        ("QRS時間", "qrs", "ms"),
        ("QT時間", "qt", "ms"),
    ]
    rows += [("QTc", "qtc", "ms"), ("平均電気軸", "axis", "度"), ("RV5", "rv5", "mV")]
    paper.text(50, y, rng.choice(("計測値", "【計測】", "1. 計測値")), font=paper.bold)
    y, wide, boxed = y + 8, (paper.width - 100) / 4, rng.random() < 0.6
    for number, (name, key, unit) in enumerate(rows[: rng.choice((4, 7, 8))]):
        x, top = 50 + number % 4 * wide, y + number // 4 * 38
        if boxed:
            paper.ink.box(x, top, x + wide, top + 38, width=0.5)
        paper.text(x + 6, top + 13, name, size=paper.body - 1)
        paper.cell(x + 14, top + 30, Val(said[key], name, unit, after=f" {unit}"), size=paper.body + 1)
    y += 38 * 2 + 22
    heading = rng.choice(("所見", "心電図所見", "診断"))
    paper.text(50, y, rng.choice((heading, f"■{heading}", f"【{heading}】")), font=paper.bold)
    numbered, end = rng.random() < 0.6, rng.choice(("", "", "。"))
    for number, finding in enumerate(rng.sample(_FINDINGS, rng.randrange(1, 5)), 1):
        y += 17
        paper.cell(
            64,
            y,
            Val(finding, heading, before=f"{number}. " if numbered else "", after=end),
        )
    y += 30
    paper.text(50, y, "判定")
    paper.cell(110, y, Val(rng.choice(("軽度異常", "境界域", "異常心電図", "要経過観察")), "判定"))
    paper.text(paper.width - 50, y + 30, f"判読医：{hd.doctor(rng)}", align="right")
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _english(rng: Random) -> Sheet:
    """The printout of a cart: numbers with their units, statements, traces."""
    paper = Paper(rng, DocumentType.ECG, size=LANDSCAPE, body=9.0, language="en", timed=0.85)
    told, said = hd.fields(paper, "name", "id", "birth", "sexage", "examined", "ward"), _numbers(rng)
    paper.text(30, 30, rng.choice(("12-lead ECG", "Resting ECG", "ECG Report")), font=paper.bold, size=12)
    hd.stacked(paper, 30, 46, told, label=88, size=8)
    rows = [
        (
            rng.choice(("Vent. rate", "Ventricular rate", "Heart rate")),
            said["rate"],
            rng.choice(("BPM", "bpm")),
        ),
        ("PR interval", said["pr"], "ms"),
    ]
    rows += [("QRS duration", said["qrs"], "ms"), ("QT/QTc", said["both"], "ms")]
    rows += [
        rng.choice(
            (
                ("P-R-T axes", f"{rng.randrange(10, 75)} {said['axis']} {rng.randrange(-20, 90)}", ""),
                ("QRS axis", said["axis"], "deg"),
            )
        )
    ]
    for number, (name, value, unit) in enumerate(rows):
        paper.text(300, 32 + number * 13, name)
        paper.cell(400, 32 + number * 13, Val(value, name, unit, after=f" {unit}" if unit else ""))
    heading = rng.choice(("Interpretation", "Computer interpretation", "Diagnosis"))
    paper.text(540, 32, heading + rng.choice(("", ":")), font=paper.bold)
    for number, finding in enumerate(rng.sample(_FINDINGS_EN, rng.randrange(1, 5))):
        paper.cell(540, 46 + number * 13, Val(finding, heading), fit=paper.width - 560)
    _traces(paper, 30, 150, paper.width - 60, 390, int(said["rate"]))
    paper.text(30, 560, "25 mm/s  10 mm/mV  150 Hz", size=7)
    paper.text(paper.width - 30, 560, f"Confirmed by {hd.doctor(rng, 'en')}", size=7, align="right")
    return paper.sheet()


FAMILIES = (
    Family("ecg-printout", DocumentType.ECG, _printout),
    Family("ecg-cells", DocumentType.ECG, _cells),
    Family("ecg-english", DocumentType.ECG, _english, "en"),
)
