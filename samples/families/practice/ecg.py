"""Electrocardiograms: a strip with its analysis, a Japanese report, an English cart printout, Holter reports."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice.opening import opened
from samples.families.practice.paper import Cell, Paper, Value
from samples.families.practice.persons import staff, staff_en
from samples.families.practice.table import Column, Row, any_look, table
from samples.families.practice.waves import ecg_strip
from samples.generating.family import Family
from samples.making.truth import Sheet

ECG = DocumentType.ECG
STATEMENTS = (
    "正常洞調律",
    "洞性徐脈",
    "洞性頻脈",
    "心房細動",
    "心房期外収縮",
    "心室期外収縮",
    "一度房室ブロック",
    "完全右脚ブロック",
    "不完全右脚ブロック",
    "完全左脚ブロック",
    "左軸偏位",
    "右軸偏位",
    "左室肥大の疑い",
    "ST-T異常",
    "非特異的T波異常",
    "陳旧性下壁梗塞の疑い",
    "QT延長",
    "低電位",
    "時計方向回転",
    "正常範囲",
)
ENGLISH = (
    "Normal sinus rhythm",
    "Sinus bradycardia",
    "Atrial fibrillation",
    "First degree AV block",
    "Right bundle branch block",
    "Left axis deviation",
    "Left ventricular hypertrophy",
    "Nonspecific T wave abnormality",
    "Possible inferior infarct, age undetermined",
    "Prolonged QT",
    "Abnormal ECG",
    "Borderline ECG",
    "Premature ventricular complexes",
)


def _numbers(rng: Random) -> dict[str, str]:
    rate = rng.randint(44, 132)
    qt = round(rng.gauss(390, 22) - (rate - 70) * 1.2)
    return {
        "rate": str(rate),
        "pr": str(rng.randint(122, 232)),
        "qrs": str(rng.randint(78, 152)),
        "qt": str(qt),
        "qtc": str(round(qt / (60 / rate) ** 0.5)),
        "axis": str(rng.randint(-45, 110)),
        "rr": str(round(60000 / rate)),
        "p": str(rng.randint(78, 122)),
        "rv5": f"{rng.uniform(0.5, 3.4):.2f}",
        "sv1": f"{rng.uniform(0.3, 2.4):.2f}",
    }


def _measures(rng: Random, n: dict[str, str], *, joint: bool) -> list[Value]:
    """Measurements in one sheet's words; QT and QTc in one value with `joint`."""
    pick = rng.choice
    found = [
        Value(n["rate"], pick(("心拍数", "HR", "心拍", "Rate")), pick(("bpm", "/分", "拍/分", "/min"))),
        Value(n["rr"], "R-R間隔" if rng.random() < 0.5 else "RR", "ms"),
        Value(n["pr"], pick(("PR間隔", "PR", "PQ時間", "P-R")), pick(("ms", "msec"))),
        Value(n["qrs"], pick(("QRS時間", "QRS", "QRS幅")), pick(("ms", "msec"))),
    ]
    found[3] = Value(n["qrs"], found[3].name, found[2].unit)
    if joint:
        found.append(Value(f"{n['qt']}/{n['qtc']}", pick(("QT/QTc", "QT/QTc時間")), found[2].unit))
    else:
        found += [
            Value(n["qt"], pick(("QT", "QT時間", "QT間隔")), found[2].unit),
            Value(n["qtc"], pick(("QTc", "QTc(Bazett)")), found[2].unit),
        ]
    found.append(Value(n["axis"], pick(("電気軸", "QRS軸", "軸", "AXIS")), pick(("度", "°"))))
    if rng.random() < 0.6:
        found += [Value(n["rv5"], "RV5", "mV"), Value(n["sv1"], "SV1", "mV")]
        if rng.random() < 0.5:
            found.append(Value(f"{float(n['rv5']) + float(n['sv1']):.2f}", "RV5+SV1", "mV"))
    return [v for v in found if v.name not in ("R-R間隔", "RR") or rng.random() < 0.5]


def _labelled(paper: Paper, x: float, y: float, gap: float, values: list[Value], colon: str) -> float:
    for value in values:
        paper.write(x, y + paper.pt, value.name + colon)
        printed = Value(value.text, value.name, value.unit, after=f" {value.unit}")
        paper.write(x + gap, y + paper.pt, printed)
        y += paper.pt * 1.5
    return y


def _statements(paper: Paper, x: float, y: float, width: float, name: str, lines: list[str]) -> float:
    bullet = paper.rng.choice(("", "", "・", "number", "code"))
    for number, line in enumerate(lines, 1):
        before = {"number": f"{number}. ", "code": f"{100 + number * 37} "}.get(bullet, bullet)
        y = paper.paragraph(x, y + paper.pt, width, line, name=name, before=before) - paper.pt
    return y + paper.pt


def _strip(rng: Random) -> Sheet:
    """Landscape: numbers and statements over the trace."""
    sheet = opened(
        rng,
        ("心電図", "12誘導心電図", "標準12誘導心電図検査"),
        ("検査日時", "記録日時", "検査日"),
        size=(841.9, 595.3),
        lean=True,
    )
    paper, y = sheet.paper, sheet.y
    values = _measures(rng, _numbers(rng), joint=rng.random() < 0.6)
    under = _labelled(paper, sheet.x, y, 80, values, rng.choice(("", ":", "：")))
    name = rng.choice(("解析結果", "自動解析", "所見", "診断"))
    paper.write(sheet.x + 300, y + paper.pt, f"{name}" if rng.random() < 0.5 else f"＜{name}＞")
    lines = rng.sample(STATEMENTS, rng.randint(1, 4))
    low = _statements(paper, sheet.x + 310, y + paper.pt * 1.7, 300, name, lines)
    if rng.random() < 0.7:
        paper.write(sheet.x + 300, low + paper.pt, "※未確定（医師による確認が必要です）", pt=paper.pt * 0.85)
    top = max(under, low) + 14
    each = (paper.height - top - 40) / 3
    for row in range(3):
        ecg_strip(paper, sheet.x, top + row * each, sheet.width, each - 4, beats=rng.uniform(6, 12))
        for n, lead in enumerate(
            (("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF", "V3", "V6"))[row]
        ):
            paper.write(sheet.x + 3 + n * sheet.width / 4, top + row * each + 9, lead, pt=8)
    paper.write(sheet.x, paper.height - 22, "25mm/s  10mm/mV  Filter 35Hz", pt=7)
    return paper.finish(sheet.printed, ECG)


def _report(rng: Random) -> Sheet:
    """A4: a table of measurements, then findings and the doctor's judgement."""
    sheet = opened(
        rng,
        ("心電図検査報告書", "心電図レポート", "生理検査報告書（心電図）"),
        ("検査日", "検査日時", "実施日"),
        reported=("報告日", "判読日"),
    )
    paper, y = sheet.paper, sheet.y
    values = _measures(rng, _numbers(rng), joint=rng.random() < 0.3)
    if rng.random() < 0.5:
        look = any_look(rng, pt=paper.pt, rules=("grid", "rows", "head"))
        rows: list[Row] = [[v.name, v, v.unit] for v in values]
        columns = [Column("計測項目", 2), Column(rng.choice(("計測値", "値")), 1, "right"), Column("単位", 1)]
        y = table(paper, sheet.x, y, sheet.width * 0.55, columns, rows, look) + 12
    else:  # names above, numbers under them
        look = any_look(rng, pt=paper.pt * 0.9, rules=("grid",))
        columns = [Column(f"{v.name}({v.unit})", 1, "centre") for v in values]
        row: list[Cell] = list(values)
        y = table(paper, sheet.x, y, sheet.width, columns, [row], look) + 12
    name = rng.choice(("所見", "心電図所見", "判読所見"))
    y = paper.headline(sheet.x, y, sheet.width, name)
    y = (
        _statements(paper, sheet.x + 8, y, sheet.width - 20, name, rng.sample(STATEMENTS, rng.randint(1, 5)))
        + 6
    )
    if rng.random() < 0.7:
        last = rng.choice(("判定", "総合判定", "診断"))
        y = paper.headline(sheet.x, y, sheet.width, last)
        verdict = rng.choice(("異常なし", "境界域", "要精査。循環器内科の受診を勧めます。", "前回と著変なし"))
        y = paper.paragraph(sheet.x + 8, y + paper.pt, sheet.width - 20, verdict, name=last)
    paper.write(sheet.x + sheet.width, y + 20, f"判読医：{staff(rng)}", align="right")
    return paper.finish(sheet.printed, ECG)


def _cart(rng: Random) -> Sheet:
    """What carts print in English: labels at the left, statements at the right, the trace under both."""
    sheet = opened(
        rng,
        ("12-Lead ECG", "Resting ECG", "Electrocardiogram Report"),
        ("Recorded", "Date", "Acquired"),
        english=True,
        size=rng.choice(((841.9, 595.3), (595.3, 841.9))),
    )
    paper, n = sheet.paper, _numbers(rng)
    pairs = [
        ("Vent. rate", n["rate"], "BPM"),
        ("PR interval", n["pr"], "ms"),
        ("QRS duration", n["qrs"], "ms"),
        ("QT/QTc", f"{n['qt']}/{n['qtc']}", "ms"),
        ("P-R-T axes", f"{rng.randint(20, 75)} {n['axis']} {rng.randint(-10, 80)}", ""),
    ]
    if rng.random() < 0.4:
        pairs = [
            ("Heart rate", n["rate"], "bpm"),
            ("PR", n["pr"], "ms"),
            ("QRSD", n["qrs"], "ms"),
            ("QT", n["qt"], "ms"),
            ("QTc", n["qtc"], "ms"),
            ("QRS axis", n["axis"], "deg"),
        ]
    y = _labelled(
        paper, sheet.x, sheet.y, 90, [Value(v, name, unit) for name, v, unit in pairs], rng.choice(("", ":"))
    )
    name = rng.choice(("Interpretation", "Analysis", "Statements"))
    paper.write(sheet.x + 250, sheet.y + paper.pt, name + rng.choice(("", ":")), font=paper.face.heading)
    low = sheet.y + paper.pt * 1.7
    for line in rng.sample(ENGLISH, rng.randint(1, 4)):
        low = paper.paragraph(sheet.x + 255, low + paper.pt, 260, line, name=name) - paper.pt
    paper.write(sheet.x + 250, low + paper.pt * 2.6, f"Reviewed by {staff_en(rng)}", pt=paper.pt * 0.9)
    top = max(y, low + 30) + 12
    for row in range(3):
        ecg_strip(paper, sheet.x, top + row * 92, sheet.width, 84, beats=9)
    return paper.finish(sheet.printed, ECG)


def _holter(rng: Random) -> Sheet:
    """A 24-hour recording: beats, rates with the time they were seen, ectopy, judgement."""
    sheet = opened(
        rng,
        ("ホルター心電図検査報告書", "ホルター心電図 解析結果", "24時間心電図レポート"),
        ("記録開始", "検査日", "装着日時"),
        timed=True,
    )
    paper, y = sheet.paper, sheet.y
    total = rng.randrange(78000, 132000)

    def clock() -> str:
        return f"{sheet.when + timedelta(minutes=rng.randrange(1400)):%H:%M}"

    values = [
        Value(f"{total:,}" if rng.random() < 0.5 else str(total), "総心拍数", "拍"),
        Value(str(rng.randint(58, 88)), "平均心拍数", "bpm"),
        Value(str(rng.randint(98, 150)), "最大心拍数", "bpm", after=f"  ({clock()})"),
        Value(str(rng.randint(34, 56)), "最小心拍数", "bpm", after=f"  ({clock()})"),
        Value(str(rng.randrange(0, 3000)), rng.choice(("心室期外収縮", "VPC総数", "心室性期外収縮")), "拍"),
        Value(str(rng.randrange(0, 900)), rng.choice(("上室期外収縮", "SVPC総数", "上室性期外収縮")), "拍"),
        Value(f"{rng.uniform(1.2, 3.1):.1f}", rng.choice(("最大RR間隔", "最長RR")), "秒"),
        Value(str(rng.choice((0, 0, 1, 3))), "心室頻拍", "回"),
    ]
    rows: list[Row] = [[v.name, v, v.unit] for v in values]
    columns = [Column("項目", 2), Column("結果", 1.4), Column("単位", 0.8)]
    y = table(paper, sheet.x, y, sheet.width * 0.7, columns, rows, any_look(rng, pt=paper.pt)) + 12
    name = rng.choice(("所見", "判定", "総合所見"))
    y = paper.headline(sheet.x, y, sheet.width, name)
    _statements(
        paper,
        sheet.x + 6,
        y,
        sheet.width - 20,
        name,
        rng.sample(
            [
                "基本調律は洞調律です",
                "有意なST変化を認めません",
                "心室期外収縮の2連発を認めます",
                "発作性心房細動を認めます",
                "症状に一致する不整脈はありません",
            ],
            rng.randint(1, 3),
        ),
    )
    return paper.finish(sheet.printed, ECG)


FAMILIES = (
    Family("ecg-trace", ECG, _strip),
    Family("ecg-a4", ECG, _report),
    Family("ecg-cart", ECG, _cart, "en"),
    Family("ecg-holter", ECG, _holter),
)
