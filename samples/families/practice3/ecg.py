"""Electrocardiograms: strips with an automatic reading, a Japanese table with statements, an English tracing."""

from __future__ import annotations

import itertools
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.kit import Cell, Doc, V
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet

KIND = DocumentType.ECG
_LANDSCAPE = (PORTRAIT[1], PORTRAIT[0])
_JA = (
    "正常洞調律",
    "心房細動",
    "左軸偏位",
    "完全右脚ブロック",
    "Ⅰ度房室ブロック",
    "非特異的ST-T異常",
    "左室肥大の疑い",
    "陳旧性下壁梗塞の可能性あり",
    "QT延長",
    "上室期外収縮",
    "前壁中隔梗塞は否定的",
)
_EN = (
    "Normal sinus rhythm",
    "Sinus bradycardia",
    "Atrial fibrillation with rapid ventricular response",
    "Left axis deviation",
    "Right bundle branch block",
    "First degree A-V block",
    "Possible left atrial enlargement",
    "Nonspecific T wave abnormality",
    "Cannot rule out anterior infarct, age undetermined",
    "Prolonged QT",
)


def _wave(doc: Doc, x0: float, x1: float, y: float, tall: float) -> None:
    """A rhythm line."""
    gap, x, ink = doc.rng.uniform(34, 60), x0, doc.ink
    while x + gap < x1:
        points = (
            (0, 0),
            (8, -2),
            (12, 0),
            (15, 1.5),
            (17, -tall),
            (19, tall * 0.25),
            (21, 0),
            (30, -4),
            (gap, 0),
        )
        for (a, b), (c, d) in itertools.pairwise(points):
            ink.line(x + a, y + b, x + c, y + d, 0.5)
        x += gap


def _grid(doc: Doc, x0: float, y0: float, x1: float, y1: float) -> None:
    x, y = x0, y0
    while x <= x1:
        doc.ink.line(x, y0, x, y1, 0.25, 0.8)
        x += 14.2
    while y <= y1:
        doc.ink.line(x0, y, x1, y, 0.25, 0.8)
        y += 14.2


def _leads(doc: Doc, x0: float, y0: float, x1: float, y1: float) -> None:
    names = (("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF", "V3", "V6"))
    _grid(doc, x0, y0, x1, y1)
    each = (y1 - y0) / 3
    for n, row in enumerate(names):
        for k, lead in enumerate(row):
            x = x0 + k * (x1 - x0) / 4
            doc.t(x + 3, y0 + n * each + 11, lead, 8)
            _wave(doc, x + 4, x + (x1 - x0) / 4 - 4, y0 + (n + 0.65) * each, doc.rng.uniform(10, 34))


def _intervals(rng: Random) -> tuple[str, str, str, str, str]:
    """Rate, PR, QRS, QT, QTc."""
    rate = rng.randint(44, 132)
    qt = round(rng.uniform(0.9, 1.12) * 395 * (60 / rate) ** 0.5)
    return (
        str(rate),
        str(rng.randint(118, 238)),
        str(rng.randint(78, 158)),
        str(qt),
        str(round(qt / (60 / rate) ** 0.5)),
    )


def strips(rng: Random) -> Sheet:
    """Landscape: values as `label  value unit` in the top left corner, the automatic reading to the right."""
    doc = Doc(rng, _LANDSCAPE)
    who = doc.who
    lines = [
        f"ID: {who.id}",
        f"氏名: {doc.name}",
        f"生年月日: {doc.day(who.birth)}  {who.age_on(doc.at.date())}歳  {who.sex_ja}",
        f"検査日時: {doc.stamp()}",
    ]
    for n, line in enumerate(lines):
        doc.t(30, 34 + n * 14, line, 9)
    rate, pr, qrs, qt, qtc = _intervals(rng)
    fibrillation = rng.random() < 0.2
    values = [
        V(rate, "心拍数", "bpm"),
        V(pr, "PR間隔", "ms"),
        V(qrs, "QRS幅", "ms"),
        V(f"{qt}/{qtc}", "QT/QTc", "ms"),
        V(str(rng.randint(-60, 110)), "電気軸", "°"),
        V(f"{rng.uniform(0.3, 2.4):.2f}", "RV5", "mV"),
        V(f"{rng.uniform(0.2, 1.6):.2f}", "SV1", "mV"),
    ]
    short = rng.random() < 0.5
    for n, v in enumerate(values):
        x, y = 300 + (n // 4) * 128, 34 + n % 4 * 14
        doc.t(x, y, v.name, 9)
        if fibrillation and v.name == "PR間隔":
            doc.t(x + 52, y, "--", 9)
            continue
        end = doc.put(x + 52, y, v, 9)
        doc.t(end + 3, y, v.unit, 9)
    heading = rng.choice(("自動解析", "解析結果", "自動診断"))
    doc.t(580, 34, f"【{heading}】" if short else f"{heading}：", 9)
    y, bullet = 48.0, rng.choice(("", "・"))
    for text in rng.sample(_JA, rng.randint(2, 4)):
        y = doc.statement(586, y, 220, heading, text, bullet, 9)
    doc.t(586, max(y + 2, 104), "※医師の確認が必要です", 8)
    _leads(doc, 30, 118, 812, 530)
    doc.t(30, 546, "25 mm/s　10 mm/mV　フィルタ 35 Hz", 8)
    heads.foot(doc)
    return doc.sheet(KIND)


def table(rng: Random) -> Sheet:
    """A report without a tracing: measured values in a ruled table, the physician's statements numbered."""
    doc = Doc(rng)
    heads.title(
        doc,
        48,
        rng.choice(("心電図検査報告書", "安静時12誘導心電図 所見用紙", "標準12誘導心電図レポート")),
        15,
    )
    extra = [("検査日", doc.stamp()), ("依頼科", rng.choice(("循環器内科", "健診センター", "麻酔科")))]
    y = heads.over(doc, 40, 62, 515, heads.person(doc) + extra, 4) + 24
    rate, pr, qrs, qt, qtc = _intervals(rng)
    unit = rng.random() < 0.5
    found = [
        ("HR", rate, "/分"),
        ("PR時間", pr, "msec"),
        ("QRS時間", qrs, "msec"),
        ("QT時間", qt, "msec"),
        ("QTc", qtc, "msec"),
        ("平均電気軸", str(rng.randint(-45, 105)), "度"),
        ("SV1+RV5", f"{rng.uniform(1, 4.5):.2f}", "mV"),
    ]
    rows: list[list[Cell]] = []
    for left, right in zip(found[:4], [*found[4:], ("", "", "")], strict=True):
        row: list[Cell] = []
        for name, value, said in (left, right):
            if not name:
                row += [""] * (2 if unit else 3)
            elif unit:
                row += [name, V(value, name, said, post=f" {said}")]
            else:
                row += [name, V(value, name, said), said]
        rows.append(row)
    widths = (110, 147) * 2 if unit else (110, 87, 60) * 2
    y = doc.table(40, y, widths, rows, aligns="lrlr" if unit else "lrllrl", size=10, step=20, heads=0) + 28
    for heading, count in (
        (rng.choice(("所見", "心電図所見")), rng.randint(2, 4)),
        (rng.choice(("判定", "診断", "総合判定")), 1),
    ):
        doc.ink.box(40, y - 13, 120, y + 5, width=0.6)
        doc.t(80, y, heading, 10.5, "centre")
        y += 22
        choices = _JA if count > 1 else ("異常なし", "要経過観察", "要精密検査", "軽度異常")
        for n, text in enumerate(rng.sample(choices, count)):
            y = doc.statement(56, y, 470, heading, text, f"{n + 1}) " if count > 1 else "", 10.5) + 2
        y += 16
    doc.t(555, y + 20, f"判読医　{doc.doctor}　印", 10, "right")
    heads.foot(doc)
    return doc.sheet(KIND)


def tracing(rng: Random) -> Sheet:
    """English cart print: label, value and unit in columns, composite QT/QTc and axes, capitals for statements."""
    doc = Doc(rng, _LANDSCAPE, en=True)
    who = doc.who
    doc.t(30, 32, doc.name, 12, bold=True)
    doc.t(220, 32, f"ID: {who.id}", 10)
    doc.t(400, 32, doc.stamp(), 10)
    doc.t(812, 32, doc.hospital, 10, "right")
    doc.t(30, 48, f"DOB: {doc.day(who.birth)} ({who.age_on(doc.at.date())} yr)", 9)
    doc.t(220, 48, f"Sex: {who.sex.capitalize()}", 9)
    rate, pr, qrs, qt, qtc = _intervals(rng)
    axes = " ".join(str(rng.randint(-40, 95)) for _ in range(3))
    rows: list[list[Cell]] = []
    for name, value, unit in (
        ("Vent. rate", rate, "BPM"),
        ("PR interval", pr, "ms"),
        ("QRS duration", qrs, "ms"),
        ("QT/QTc", f"{qt}/{qtc}", "ms"),
        ("P-R-T axes", axes, ""),
    ):
        rows.append([name, V(value, name, unit), unit])
    doc.table(27, 56, (90, 70, 40), rows, aligns="lrl", size=9, step=13, heads=0, rule="none")
    heading = rng.choice(("Interpretation", "Automated interpretation"))
    doc.t(300, 66, f"{heading}:", 9, bold=True)
    y = 80.0
    upper = rng.random() < 0.4
    for text in rng.sample(_EN, rng.randint(2, 4)):
        y = doc.statement(306, y, 330, heading, text.upper() if upper else text, "", 9)
    doc.t(650, 66, "Referred by: " + doc.doctor, 9)
    doc.t(650, 80, rng.choice(("Unconfirmed", "Confirmed by: R. Saegusa, MD")), 9)
    _leads(doc, 30, 140, 812, 500)
    _wave(doc, 34, 800, 530, 22)
    doc.t(33, 516, "II", 8)
    doc.t(30, 556, "25mm/s   10mm/mV   150Hz   CID: 12", 8)
    return doc.sheet(KIND)


FAMILIES = (
    Family("ecg-strips", KIND, strips),
    Family("ecg-statement", KIND, table),
    Family("ecg-tracing", KIND, tracing, "en"),
)
