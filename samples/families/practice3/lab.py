"""Laboratory reports: a dense sheet in two halves, a cumulative chart, a till slip, English, a health check."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import bank, heads
from samples.families.practice3.bank import Analyte, number, some, span
from samples.families.practice3.kit import BLACK, BLUE, GREY, PALE, RED, Cell, Doc, V
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet, minute

KIND = DocumentType.LAB_REPORT
_TITLES = ("検体検査報告書", "検査結果報告書", "臨床検査結果", "検査成績書")


def _range(doc: Doc, a: Analyte) -> tuple[float, float]:
    return a.men if doc.who.sex == "male" else a.women


def halves(rng: Random) -> Sheet:
    """Item number, mark, result, name?, range, unit: dense, two columns of items, titled sections as bars."""
    doc = Doc(rng)
    heads.title(doc, 34, rng.choice(_TITLES), 13, "left")
    doc.bars(420, 18, 130)
    received = doc.at + timedelta(minutes=35)
    extra = [
        ("依頼科", rng.choice(("総合内科", "消化器外科", "腎臓内科"))),
        ("依頼医", doc.doctor),
        ("採取日時", doc.stamp()),
        ("受付日時", doc.stamp(received)),
    ]
    y = heads.cells(doc, 30, 46, 535, heads.person(doc) + extra, 4) + 14
    marks = rng.choice(
        ({"H": "H", "L": "L"}, {"H": "↑", "L": "↓"}, {"H": "高", "L": "低"}, {"H": "▲", "L": "▼"})
    )
    dash, size = rng.choice(("-", "～", " - ", "〜")), rng.choice((7, 7.5, 8))
    parts = [
        (("血液学検査", bank.BLOOD), ("凝固・線溶", bank.CLOT), ("内分泌・腫瘍", bank.HORMONES)),
        (("生化学検査", bank.CHEMISTRY), ("糖・脂質", bank.SUGAR_FAT)),
    ]
    for x, sections in zip((30, 302), parts, strict=True):
        rows: list[list[Cell]] = [["No", "検査項目", "判", "結果値", "基準範囲", "単位"]]
        bars, count = [], 0
        for title, analytes in sections:
            bars.append((len(rows), title))
            rows.append([""] * 6)
            for a in some(rng, analytes, len(analytes) - 4):
                count += 1
                rows.append([f"{count:03d}", a.ja, *_marked(doc, a, marks, dash), a.unit])
        step = 13.5
        doc.table(x, y, (24, 84, 16, 44, 58, 38), rows, aligns="clcrcl", size=size, step=step, rule="rows")
        for n, title in bars:
            doc.ink.box(x, y + n * step, x + 264, y + (n + 1) * step, width=0.4, fill=GREY)
            doc.t(x + 5, y + n * step + 10, f"【{title}】", size)
    doc.t(32, doc.h - 52, "備考：溶血・乳びの影響を受ける項目があります。検体は7日間保存します。", 7.5)
    heads.foot(doc, f"検査部長　{doc.doctor}")
    return doc.sheet(KIND)


def _marked(doc: Doc, a: Analyte, marks: dict[str, str], dash: str) -> list[Cell]:
    low, high = _range(doc, a)
    drawn, ref = number(doc.rng, low, high, a.places), span(low, high, a.places, dash)
    if doc.rng.random() < 0.05:
        text = doc.rng.choice(("測定不能", "再検", "溶血"))
        return ["", V(text, a.ja, a.unit, ref), ref]
    colour = {"H": RED, "L": BLUE}.get(drawn.side, BLACK)
    mark = marks.get(drawn.side, "")
    return [mark, V(drawn.text, a.ja, a.unit, ref, drawn.side, colour=colour), ref]


def chart(rng: Random) -> Sheet:
    """A cumulative chart: dates and times across in two head rows, newest left or right, marks in the cells."""
    doc = Doc(rng)
    heads.title(doc, 40, rng.choice(("検査結果時系列表", "検査歴照会", "経時的検査成績")))
    y = heads.runs(doc, 36, 62, 520, heads.person(doc), 3) + 6
    count = rng.randint(3, 6)
    gap = rng.choice((1, 2, 7))
    moments = [doc.at - timedelta(days=n * gap, minutes=n * 13) for n in range(count)]
    if rng.random() < 0.5:
        moments.reverse()
    doc.when = minute(max(moments))
    each = min(62.0, 330 / count)
    short = rng.random() < 0.5
    after = rng.random() < 0.5
    for title, analytes in (("血算", bank.BLOOD), ("生化学", bank.CHEMISTRY), ("凝固", bank.CLOT)):
        rows: list[list[Cell]] = [
            [title, "単位", "基準値", *(f"{m:%Y/%m/%d}" for m in moments)],
            ["", "", "", *(f"{m:%H:%M}" for m in moments)],
        ]
        for a in some(rng, analytes, 4)[:13]:
            low, high = _range(doc, a)
            ref = span(low, high, a.places, "～")
            name = a.short if short else f"{a.ja}({a.short})" if "(" not in a.ja and a.ja != a.short else a.ja
            rows.append([name, a.unit, ref, *_series(doc, a, name, ref, [minute(m) for m in moments], after)])
        y = doc.table(
            36,
            y,
            (92, 44, 62, *[each] * count),
            rows,
            aligns="llc" + "r" * count,
            size=8,
            step=14,
            heads=2,
            fill=PALE,
        )
        y += 16
    heads.foot(doc)
    return doc.sheet(KIND)


def _series(doc: Doc, a: Analyte, name: str, ref: str, moments: list[str], after: bool) -> list[Cell]:
    low, high = _range(doc, a)
    row: list[Cell] = []
    for moment in moments:
        drawn = number(doc.rng, low, high, a.places)
        if doc.rng.random() < 0.15:
            row.append(doc.rng.choice(("", "-")))
            continue
        mark = drawn.side
        pre, post = ("", f" {mark}") if after else (f"{mark} ", "")
        row.append(V(drawn.text, name, a.unit, ref, mark, moment, pre if mark else "", post if mark else ""))
    return row


def till(rng: Random) -> Sheet:
    """What a bench analyser's printer gives: 80 mm wide, no headings, result behind dots, range below."""
    doc = Doc(rng, (227, rng.randint(400, 470)))
    form = rng.random() < 0.5
    doc.t(113, 24, doc.hospital[:16], 8, "centre")
    doc.t(113, 38, "*** 検査結果 ***", 9.5, "centre")
    who = doc.who
    y = 54.0
    for line in (
        f"ID: {who.id}",
        f"氏名: {doc.name}  {who.sex_ja}",
        f"生年月日: {who.birth:%Y.%m.%d}",
        f"測定: {doc.stamp()}",
    ):
        doc.t(14, y, line, 8.5)
        y += 13
    doc.t(14, y, "-" * 42, 8)
    y += 15
    found = some(rng, bank.CHEMISTRY[:12] + bank.SUGAR_FAT, 8)[:12]
    below = rng.random() < 0.5
    for a in found:
        low, high = _range(doc, a)
        drawn, ref = number(rng, low, high, a.places), span(low, high, a.places)
        if rng.random() < 0.1:
            drawn = bank.Drawn(f"<{low / 4:.{a.places + 1}f}", "L")
        label = a.short if form else a.ja
        doc.t(14, y, label, 9)
        mark = "*" if drawn.side else ""
        doc.put(128, y, V(drawn.text, label, a.unit, ref if below else "", "A" if mark else ""), 9, "right")
        doc.t(132, y, mark, 9)
        doc.t(142, y, a.unit, 9)
        if below:
            doc.t(30, y + 11, f"({ref})", 7)
        y += 23 if below else 16
    doc.t(14, y, "-" * 42, 8)
    doc.t(14, y + 14, "S/N 00-48213  Lot 7715A  END", 7)
    return doc.sheet(KIND)


def english(rng: Random) -> Sheet:
    """Sections; flag before the result, units after the interval; serology as words; intervals of both sexes."""
    doc = Doc(rng, en=True)
    doc.t(36, 40, doc.hospital, 13, bold=True)
    doc.t(36, 54, "Department of Laboratory Medicine", 9)
    heads.title(doc, 40, "LABORATORY REPORT", 12, "right")
    extra = [
        ("Collected", doc.stamp()),
        ("Reported", doc.stamp(doc.at + timedelta(hours=3))),
        ("Ordered by", doc.doctor),
    ]
    y = heads.runs(doc, 36, 80, 520, heads.person(doc) + extra, 2) + 8
    both = rng.random() < 0.5
    for title, analytes in (
        ("HEMATOLOGY", bank.BLOOD),
        ("CHEMISTRY", bank.CHEMISTRY),
        ("LIPIDS", bank.SUGAR_FAT),
    ):
        rows: list[list[Cell]] = [["Test", "Flag", "Result", "Reference Interval", "Units"]]
        for a in some(rng, analytes, 4)[:10]:
            low, high = _range(doc, a)
            drawn, ref = number(rng, low, high, a.places), span(low, high, a.places, " - ")
            printed = ref
            if both and a.men != a.women:
                men, women = (span(*pair, a.places, "-") for pair in (a.men, a.women))
                printed, ref = f"M {men}  F {women}", men if doc.who.sex == "male" else women
            rows.append([a.en, drawn.side, V(drawn.text, a.en, a.unit, ref, drawn.side), printed, a.unit])
        doc.t(36, y + 10, title, 9.5, bold=True)
        y = (
            doc.table(
                36, y + 14, (170, 40, 80, 150, 80), rows, aligns="lcrcl", size=8.5, step=14.5, rule="ends"
            )
            + 8
        )
    said = ("Negative", "Non-reactive", "Positive", "Weakly reactive")
    doc.t(36, y + 10, "SEROLOGY", 9.5, bold=True)
    rows = [["Test", "Flag", "Result", "Reference Interval", "Units"]]
    for test in rng.sample(("HBs antigen", "HCV antibody", "Treponemal antibody", "HIV Ag/Ab"), 3):
        value = rng.choice(said)
        mark = "!" if value in said[2:] else ""
        rows.append([test, mark, V(value, test, "", "Negative", "A" if mark else ""), "Negative", ""])
    doc.table(36, y + 14, (170, 40, 80, 150, 80), rows, aligns="lcrcl", size=8.5, step=14.5, rule="ends")
    heads.foot(doc, doc.doctor)
    return doc.sheet(KIND)


def health_check(rng: Random) -> Sheet:
    """A health check: groups down the left edge, 今回 and earlier columns, ranges of both sexes, boxes."""
    doc = Doc(rng, PORTRAIT)
    heads.title(
        doc, 44, rng.choice(("健康診断結果報告書", "定期健康診断　血液検査結果", "人間ドック検査成績表")), 16
    )
    doc.when = doc.at.date().isoformat()
    extra = [("受診日", doc.day(doc.at.date())), ("事業所名", "架空商事株式会社")]
    y = heads.over(doc, 40, 58, 515, heads.person(doc) + extra, 4) + 16
    before = rng.choice((("前回",), ("前回", "前々回"), ("前回値",)))
    rows: list[list[Cell]] = [["区分", "検査項目", "男性基準", "女性基準", "単位", "今回", *before]]
    groups = (
        ("貧血", bank.BLOOD[1:4]),
        ("肝機能", bank.CHEMISTRY[:6]),
        ("腎・尿酸", bank.CHEMISTRY[10:13]),
        ("脂質", bank.SUGAR_FAT[2:]),
        ("糖代謝", bank.SUGAR_FAT[:2]),
    )
    marks = rng.choice((("H", "L"), ("↑", "↓"), ("*", "*")))
    for group, analytes in groups:
        for n, a in enumerate(analytes):
            men, women = (span(*pair, a.places, "～") for pair in (a.men, a.women))
            ref = men if doc.who.sex == "male" else women
            row: list[Cell] = [group if n == 0 else "", a.ja, men, women, a.unit]
            for column in ("", *before):
                drawn = number(rng, *_range(doc, a), a.places)
                mark = {"H": marks[0], "L": marks[1]}.get(drawn.side, "")
                flag = "A" if mark == "*" else drawn.side
                row.append(
                    V(
                        drawn.text,
                        f"{a.ja} {column}".strip(),
                        a.unit,
                        ref,
                        flag,
                        post=f" {mark}" if mark else "",
                    )
                )
            rows.append(row)
    each = 120 / (1 + len(before)) if len(before) > 1 else 62
    y = doc.table(
        40,
        y,
        (50, 118, 78, 78, 46, *[each] * (1 + len(before))),
        rows,
        aligns="llccl" + "r" * 3,
        size=9,
        step=17,
    )
    doc.para(
        40,
        y + 20,
        510,
        "※ 印（矢印）の項目は基準範囲を外れています。結果についてはかかりつけ医にご相談ください。",
        9,
    )
    heads.foot(doc, f"判定医　{doc.doctor}")
    return doc.sheet(KIND)


FAMILIES = (
    Family("lab-report-halves", KIND, halves),
    Family("lab-report-chart", KIND, chart),
    Family("lab-report-till", KIND, till),
    Family("lab-report-intervals", KIND, english, "en"),
    Family("lab-report-checkup", KIND, health_check),
)
