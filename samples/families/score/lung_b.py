"""Spirometry: a laboratory's full report, a test before and after inhalation, English trials, a desktop printer."""

from __future__ import annotations

import math
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

LUNG = DocumentType.SPIROMETRY
Rows = list[list[Cell] | str]
Row = tuple[str, str, float, float, int]
"""Label, unit, span of the predicted value, decimals."""

_SLOW: tuple[Row, ...] = (
    ("VC", "L", 2.4, 4.4, 2), ("TV", "L", 0.5, 0.8, 2), ("IC", "L", 1.6, 2.8, 2), ("ERV", "L", 0.9, 1.8, 2),
)  # fmt: skip
_FORCED: tuple[Row, ...] = (
    ("FVC", "L", 2.3, 4.3, 2), ("FEV1", "L", 1.9, 3.5, 2), ("FEV1%", "%", 74, 84, 1), ("PEF", "L/s", 5.6, 10.4, 2),
    ("MMF", "L/s", 2.0, 4.0, 2), ("V50", "L/s", 2.6, 4.8, 2), ("V25", "L/s", 0.9, 2.2, 2),
)  # fmt: skip
_MORE: tuple[Row, ...] = (
    ("FRC", "L", 2.2, 3.6, 2), ("RV", "L", 1.3, 2.3, 2), ("TLC", "L", 4.4, 6.6, 2), ("RV/TLC", "%", 28, 40, 1),
    ("DLCO", "mL/min/mmHg", 15, 25, 2), ("DLCO/VA", "mL/min/mmHg/L", 3.8, 5.2, 2),
)  # fmt: skip


def _flow(doc: Doc, x: float, y: float, width: float, height: float) -> None:
    """A flow-volume curve in its frame."""
    doc.axes(x, y, width, height, grid=5)
    doc.curve(x, y, width, height, [0, *(0.95 * math.exp(-n / 9) * (1 - n / 34) for n in range(34)), 0])
    doc.text(x + width - 3, y + 9, "Flow (L/s)", 6.5, align="right", colour=GREY)
    doc.text(x + width - 3, y + height - 3, "Volume (L)", 6.5, align="right", colour=GREY)


def full(rng: Random) -> Sheet:
    """呼吸機能検査報告書: three ruled tables of measured, predicted and per cent, a curve beside, 判定 in words."""
    doc = Doc(rng, LUNG)
    doc.effective = day(doc.when, "dash")
    doc.text(36, 42, "呼吸機能検査 報告書", 15, bold=True)
    doc.text(560, 42, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.table(
        36, 52, (56, 128, 56, 128, 56, 100),
        [["患者番号", doc.pid(), "氏　　名", doc.name(), "性　別", doc.sex()],
         ["検 査 日", day(doc.when, "slash"), "生年月日", doc.born("era/"), "年　齢", f"{doc.age()} 歳"]],
        rules="grid", head=0, size=9, step=18,
    )  # fmt: skip
    y = 102.0
    shape = rng.uniform(0.55, 1.15)
    blocks = [("肺活量", _SLOW), ("努力性肺活量", _FORCED)]
    if rng.random() < 0.7:
        blocks.append(("肺気量分画・拡散能", _MORE))
    for head, given in blocks:
        doc.text(36, y + 10, f"【{head}】", 9.5, bold=True)
        rows: Rows = [["項目", "単位", "実測値", "予測値", "％予測"]]
        for label, unit, low, high, digits in given:
            wanted = rng.uniform(low, high)
            got = wanted * shape * rng.uniform(0.88, 1.1)
            row: list[Cell] = [label, unit, R(f"{got:.{digits}f}", label, unit)]
            row.append(R(f"{wanted:.{digits}f}", f"{label} 予測値", unit))
            bare = label in ("TV", "FEV1%", "RV/TLC")
            row.append("-" if bare else R(f"{100 * got / wanted:.1f}", f"{label} %予測", "%", post="%"))
            rows.append(row)
        y = (
            doc.table(
                36,
                y + 16,
                (74, 84, 66, 66, 66),
                rows,
                rules="grid",
                size=9,
                step=17,
                align="lcrrr",
                fill=PALE,
            )
            + 10
        )
    _flow(doc, 410, 130, 146, 150)
    doc.text(410, 318, "【判定】", 9.5, bold=True)
    word = rng.choice(("正常範囲", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害"))
    doc.statement(418, 336, 140, word, "判定", size=10)
    doc.text(410, 362, "【肺年齢】", 9.5, bold=True)
    end = doc.result(418, 380, R(num(rng, 32, 94), "肺年齢", "歳"), 10)
    doc.text(end + 3, 380, "歳", 10)
    doc.text(36, y + 16, "予測式：日本呼吸器学会 2001（VC・FVC・FEV1）", 8, colour=GREY)
    doc.text(560, y + 40, f"検査者　{rng.choice(bank.STAFF)}", 9, align="right")
    return doc.sheet()


def inhaled(rng: Random) -> Sheet:
    """気道可逆性検査: measured and per cent under the groups before and after inhalation, the change at the end."""
    doc = Doc(rng, LUNG)
    doc.effective = moment(doc.when)
    doc.text(297, 44, "気 道 可 逆 性 検 査", 15, bold=True, align="centre")
    doc.along(
        40,
        68,
        [f"氏名：{doc.name()}", f"ID：{doc.pid()}", f"性別：{doc.sex('性')}", f"年齢：{doc.age()}歳"],
        size=9.5,
    )
    doc.text(
        40, 84, f"検査日時：{day(doc.when, 'kanji0')} {doc.when:%H:%M}　　使用薬剤：サルブタモール吸入", 9.5
    )
    rows: Rows = [
        ["", "予測値", "吸入前", "\0", "吸入後", "\0", "変化率"],
        ["", "", "実測値", "%予測", "実測値", "%予測", "(%)"],
    ]
    obstructed = rng.uniform(0.5, 0.95)
    for label, unit, low, high, digits in (*_FORCED[:2], *_FORCED[3:]):
        wanted = rng.uniform(low, high)
        before = wanted * obstructed * rng.uniform(0.9, 1.1)
        after = before * rng.uniform(1.0, 1.28)
        rows.append([
            f"{label} ({unit})",
            R(f"{wanted:.{digits}f}", f"{label} 予測値", unit),
            R(f"{before:.{digits}f}", f"{label} 吸入前", unit),
            R(f"{100 * before / wanted:.1f}", f"{label} 吸入前 %予測", "%", post="%"),
            R(f"{after:.{digits}f}", f"{label} 吸入後", unit),
            R(f"{100 * after / wanted:.1f}", f"{label} 吸入後 %予測", "%", post="%"),
            R(f"{100 * (after / before - 1):.1f}", f"{label} 変化率", "%"),
        ])  # fmt: skip
    end = doc.table(40, 98, (95, 70, 70, 70, 70, 70, 70), rows, rules="grid", head=2, size=9, step=19,
        align="lrrrrrr",
                    fill=SKY)  # fmt: skip
    _flow(doc, 40, end + 24, 200, 170)
    _flow(doc, 300, end + 24, 200, 170)
    doc.text(140, end + 210, "吸入前", 9, align="centre")
    doc.text(400, end + 210, "吸入後", 9, align="centre")
    y = end + 240
    doc.text(40, y, "判定", 10.5, bold=True)
    words = ("気道可逆性あり", "気道可逆性なし", "中等度の閉塞性障害", "吸入後も気流制限が残存")
    for said in rng.sample(words, 2):
        y = doc.statement(84, y, 400, said, "判定", size=10, step=17)
    doc.foot(rng.choice(bank.CLINICS))
    return doc.sheet()


def trials(rng: Random) -> Sheet:
    """An English half sheet: predicted, best and per cent, the three efforts after them, an interpretation line."""
    doc = Doc(rng, LUNG, size=(595.3, 419.5), latin=True)
    doc.effective = moment(doc.when)
    doc.text(36, 36, "Spirometry Report", 14, bold=True)
    doc.text(560, 36, "AirFict Pro 3", 9, align="right")
    doc.table(
        36, 46, (174, 174, 174),
        [[f"Name: {doc.name(' ')}", f"ID: {doc.pid()}", f"Sex: {doc.sex('Sex')}"],
         [f"Test date: {day(doc.when, 'dash')} {doc.when:%H:%M}", f"DOB: {doc.born('dash')}", f"Age: {doc.age()}"]],
        rules="frame", head=0, size=9, step=15,
    )  # fmt: skip
    rows: Rows = [["Parameter", "Unit", "Pred", "Best", "%Pred", "#1", "#2", "#3"]]
    shape = rng.uniform(0.55, 1.1)
    given = (("FVC", "L", 2.3, 4.3, 2), ("FEV1", "L", 1.9, 3.4, 2), ("FEV1/FVC", "%", 72, 84, 1), ("PEF",
        "L/min", 330, 600, 0),
             ("FEF25-75", "L/s", 1.9, 3.9, 2), ("FET", "s", 6.0, 9.0, 1), ("PIF", "L/s", 3.0, 6.0, 2))  # fmt: skip
    for label, unit, low, high, digits in given:
        wanted = rng.uniform(low, high)
        got = sorted((wanted * shape * rng.uniform(0.9, 1.06) for _ in range(3)), reverse=rng.random() < 0.5)
        best = max(got)
        bare = label in ("FET", "PIF")
        rows.append([
            label, unit,
            "--" if bare else R(f"{wanted:.{digits}f}", f"{label} Pred", unit),
            R(f"{best:.{digits}f}", label, unit),
            "--" if bare else R(f"{100 * best / wanted:.0f}", f"{label} %Pred", "%", post="%"),
            *(R(f"{g:.{digits}f}", f"{label} #{n + 1}", unit) for n, g in enumerate(got)),
        ])  # fmt: skip
    end = doc.table(36, 88, (86, 50, 62, 66, 62, 62, 62, 62), rows, rules=rng.choice(("rows", "grid")),
        size=9, step=18,
                    align="lcrrrrrr", fill=PALE)  # fmt: skip
    doc.text(36, end + 26, "Interpretation", 10, bold=True)
    word = rng.choice(("Normal spirometry.", "Moderate airway obstruction.",
        "Possible restriction, suggest lung volumes.",
                       "Mild airway obstruction."))  # fmt: skip
    doc.statement(44, end + 43, 460, word, "Interpretation", size=9.5)
    doc.text(36, end + 66, "Reference values: GLI 2012", 8, colour=GREY)
    doc.foot(rng.choice(bank.HOSPITALS_EN))
    return doc.sheet()


def desktop(rng: Random) -> Sheet:
    """A desktop spirometer's 112 mm paper: measured, predicted and per cent in bare columns under a dashed head."""
    doc = Doc(rng, LUNG, size=(318, 560))
    doc.font = doc.bold
    doc.effective = moment(doc.when)
    doc.text(159, 24, "スパイロメータ HS-77F", 10, align="centre")
    doc.text(14, 44, f"検査日時 {day(doc.when, 'short')} {doc.when:%H:%M}", 9)
    doc.text(14, 58, f"ID       {doc.pid()}", 9)
    doc.text(14, 72, f"氏名     {doc.name()}", 9)
    doc.text(14, 86, f"年齢     {doc.age()}才   性別 {doc.sex()}", 9)
    y = 106.0
    shape = rng.uniform(0.6, 1.1)
    for head, given in (("VC", _SLOW[:1]), ("FVC", (*_FORCED[:3], *_FORCED[3:6]))):
        doc.text(14, y, f"* {head} 検査 *", 9.5)
        y += 14
        doc.text(130, y, "測定値", 8.5, align="right")
        doc.text(200, y, "予測値", 8.5, align="right")
        doc.text(270, y, "%予測", 8.5, align="right")
        y += 5
        doc.text(14, y + 5, "-" * 50, 8.5)
        y += 18
        for label, unit, low, high, digits in given:
            wanted = rng.uniform(low, high)
            got = wanted * shape * rng.uniform(0.9, 1.1)
            doc.text(14, y, f"{label}({unit})", 9)
            doc.result(130, y, R(f"{got:.{digits}f}", label, unit), 9, "right")
            doc.result(200, y, R(f"{wanted:.{digits}f}", f"{label} 予測値", unit), 9, "right")
            if label != "FEV1%":
                doc.result(
                    270, y, R(f"{100 * got / wanted:.0f}", f"{label} %予測", "%", post="%"), 9, "right"
                )
            y += 14
        y += 8
    for label, value, unit in (
        ("肺年齢", num(rng, 30, 92), "才"),
        ("判定", rng.choice(("正常", "閉塞性", "拘束性")), ""),
    ):
        doc.text(14, y, f"{label}：", 9.5)
        end = doc.result(64, y, R(value, label, unit), 9.5)
        doc.text(end + 3, y, unit, 9.5)
        y += 16
    _flow(doc, 40, y + 6, 220, 120)
    return doc.sheet()


FAMILIES = (
    Family("spirometry-full-report-hinoki", LUNG, full),
    Family("spirometry-before-after-hinoki", LUNG, inhaled),
    Family("spirometry-three-efforts-hinoki", LUNG, trials, "en"),
    Family("spirometry-desktop-paper-hinoki", LUNG, desktop),
)
