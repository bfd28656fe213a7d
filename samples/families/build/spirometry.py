"""Lung function reports: measured, predicted and percent in columns; before and after; lists; trials."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from mappers.model import DocumentType
from samples.families.build.chart_sheet import Chart
from samples.generating.family import Family
from samples.making.ink import PORTRAIT
from samples.making.truth import Sheet


@dataclass(frozen=True, slots=True)
class _Row:
    short: str
    long: str
    unit: str
    decimals: int
    predicted: float


_ROWS = (
    _Row("VC", "肺活量", "L", 2, 3.4),
    _Row("TV", "1回換気量", "L", 2, 0.6),
    _Row("IRV", "予備吸気量", "L", 2, 1.5),
    _Row("ERV", "予備呼気量", "L", 2, 1.2),
    _Row("IC", "最大吸気量", "L", 2, 2.2),
    _Row("FVC", "努力性肺活量", "L", 2, 3.3),
    _Row("FEV1", "1秒量", "L", 2, 2.7),
    _Row("FEV1%", "1秒率", "%", 1, 80.0),
    _Row("PEF", "最大呼気流量", "L/s", 2, 7.4),
    _Row("MMF", "最大中間呼気流量", "L/s", 2, 3.0),
    _Row("V50", "V50", "L/s", 2, 3.9),
    _Row("V25", "V25", "L/s", 2, 1.5),
)
_JUDGED = ("正常範囲", "閉塞性換気障害", "拘束性換気障害", "混合性換気障害", "末梢気道障害の疑い", "異常なし")


def _number(row: _Row, share: float) -> str:
    return f"{row.predicted * share:.{row.decimals}f}"


def _body(chart: Chart) -> list[tuple[str, str]]:
    height, weight = chart.random.uniform(145, 180), chart.random.uniform(42, 85)
    return [("身長", f"{height:.1f} cm"), ("体重", f"{weight:.1f} kg")]


def ruled(random: Random) -> Sheet:
    """One ruled table: name, unit, measured, predicted, percent; judgement below."""
    chart = Chart(random, "呼吸機能検査報告書")
    chart.head(
        random.choice(("呼吸機能検査報告書", "肺機能検査結果", "スパイロメトリー検査報告")), _body(chart)
    )
    headings = random.choice((
        ("項目", "単位", "実測値", "予測値", "%予測"),
        ("検査項目", "単位", "測定値", "標準値", "対標準比(%)"),
        ("測定項目", "単位", "実測", "予測", "対予測比"),
    ))  # fmt: skip
    xs = (50, 190, 300, 390, 490)
    ends = [x + 30 for x in xs]
    for x, heading in zip(xs[:2], headings, strict=False):
        chart.put(x, heading)
    for end, heading in zip(ends[2:], headings[2:], strict=True):
        chart.put(end, heading, align="right")
    named = random.choice((lambda r: r.short, lambda r: f"{r.long}({r.short})", lambda r: r.long))
    percent_unit = "%" if "%" in headings[4] else ""
    third = headings[4].replace("(%)", "")
    for row in random.sample(_ROWS, random.randrange(7, 13)):
        chart.y += chart.size * 1.9
        chart.ink.line(44, chart.y - chart.size * 1.35, 551, chart.y - chart.size * 1.35, 0.3, 0.4)
        share = random.uniform(0.5, 1.15)
        name = named(row)
        chart.put(xs[0], name)
        chart.put(xs[1], row.unit)
        chart.value(ends[2], name, _number(row, share), row.unit, align="right")
        if random.random() < 0.85:
            chart.value(ends[3], f"{name} {headings[3]}", _number(row, 1.0), row.unit, align="right")
            percent = f"{share * 100:.1f}"
            chart.value(ends[4], f"{name} {third}", percent, percent_unit, align="right")
    chart.y += 34
    chart.put(50, "判定：")
    chart.value(95, "判定", random.choice(_JUDGED))
    return chart.sheet(DocumentType.SPIROMETRY)


def before_after(random: Random) -> Sheet:
    """Groups before and after inhalation over the same columns, and the change."""
    chart = Chart(random, "気道可逆性検査")
    chart.head(
        random.choice(("スパイロメトリー（気道可逆性検査）", "呼吸機能検査（気管支拡張薬吸入試験）")),
        _body(chart),
    )
    before, after = random.choice(
        (("吸入前", "吸入後"), ("Pre", "Post"), ("気管支拡張薬前", "気管支拡張薬後"))
    )
    measured, percent = random.choice((("実測", "%予測"), ("実測値", "対予測(%)"), ("Meas", "%Pred")))
    predicted = random.choice(("予測値", "予測", "Pred"))
    change = random.choice(("改善率", "変化率(%)", "%Chg"))
    ends = (210, 270, 330, 400, 460, 530)
    chart.put((ends[1] + ends[2]) / 2 - 12, before, align="centre")
    chart.put((ends[3] + ends[4]) / 2 - 12, after, align="centre")
    chart.y += 15
    chart.put(50, random.choice(("項目", "", "パラメータ")) or " ")
    for end, text in zip(ends, (predicted, measured, percent, measured, percent, change), strict=True):
        chart.put(end, text, align="right")
    bare = {t: t.replace("(%)", "") for t in (percent, change)}
    for row in random.sample(_ROWS[5:], random.randrange(4, 8)):
        chart.y += chart.size * 1.7
        first, second = random.uniform(0.5, 0.9), random.uniform(0.6, 1.0)
        chart.put(50, f"{row.short} ({row.unit})")
        name, unit = row.short, row.unit
        chart.value(ends[0], f"{name} {predicted}", _number(row, 1), unit, align="right")
        for place, (group, share) in enumerate(((before, first), (after, second))):
            chart.value(ends[1 + 2 * place], f"{name} {group}", _number(row, share), unit, align="right")
            text = f"{share * 100:.0f}"
            chart.value(ends[2 + 2 * place], f"{name} {group} {bare[percent]}", text, "%", align="right")
        grown = f"{(second / first - 1) * 100:.1f}"
        chart.value(ends[5], f"{name} {bare[change]}", grown, "%" if "%" in change else "", align="right")
    chart.y += 36
    chart.put(50, "【所見】")
    chart.y += 15
    said = ("FEV1の改善を認め、気道可逆性陽性と考えます。", "閉塞性換気障害を認める。", "可逆性は乏しい。")
    chart.statements("所見", random.sample(said, 2), 58)
    return chart.sheet(DocumentType.SPIROMETRY)


def pairs(random: Random) -> Sheet:
    """No table: labels and values in two columns, percentages as rows of their own."""
    chart = Chart(random, "肺機能検査")
    chart.head("肺機能検査", _body(chart))
    colon = random.choice((" ", "：", " : "))
    rows = [(r.short, r.unit, _number(r, random.uniform(0.6, 1.1))) for r in random.sample(_ROWS, 8)]
    rows += [(f"%{n}", "%", f"{random.uniform(50, 120):.1f}") for n in ("VC", "FVC", "FEV1")]
    rows.append(("肺年齢", "歳", str(random.randrange(40, 95))))
    glued = random.random() < 0.4
    for place, (name, unit, value) in enumerate(rows):
        x = 50 + 260 * (place % 2)
        chart.put(x, f"{name}{colon}".rstrip(" "))
        if glued:
            chart.value(x + 110, name, value, unit, after=unit)
        else:
            chart.value(x + 130, name, value, unit, align="right")
            chart.put(x + 138, unit)
        if place % 2:
            chart.y += chart.size * 1.9
    chart.y += 24
    chart.put(50, "判定")
    chart.value(110, "判定", random.choice(_JUDGED))
    return chart.sheet(DocumentType.SPIROMETRY)


def english(random: Random) -> Sheet:
    """English: Ref, Best, %Ref, LLN, Z-score; interpretation in full sentences."""
    chart = Chart(random, "Spirometry Report", language="en")
    chart.head("Spirometry Report", [("Height", "168 cm"), ("Weight", "63 kg")])
    ends = (230, 300, 360, 420, 490)
    headings = random.choice((
        ("Pred", "Actual", "%Pred", "LLN", "Z-score"),
        ("Predicted", "Best", "% Pred", "LLN", "Z"),
    ))  # fmt: skip
    chart.put(50, "Parameter")
    for end, text in zip(ends, headings, strict=True):
        chart.put(end, text, align="right")
    names = {
        "FEV1%": "FEV1/FVC",
        "MMF": "FEF25-75%",
        "FVC": "FVC",
        "FEV1": "FEV1",
        "PEF": "PEF",
        "V50": "FEF50%",
    }
    for row in _ROWS:
        name = names.get(row.short)
        if name is None:
            continue
        chart.y += chart.size * 1.8
        share = random.uniform(0.5, 1.1)
        chart.put(50, f"{name} [{row.unit}]")
        chart.value(ends[0], f"{name} {headings[0]}", _number(row, 1), row.unit, align="right")
        chart.value(ends[1], name, _number(row, share), row.unit, align="right")
        chart.value(ends[2], f"{name} {headings[2]}", f"{share * 100:.0f}", "%", align="right")
        chart.value(ends[3], f"{name} LLN", _number(row, 0.8), row.unit, align="right")
        chart.value(ends[4], f"{name} {headings[4]}", f"{(share - 1) * 6:.2f}", "", align="right")
    chart.y += 36
    chart.put(50, "Interpretation:")
    chart.y += 15
    said = ("Moderate airflow obstruction.", "No significant bronchodilator response.", "Normal spirometry.",
            "Findings suggest restriction; lung volumes are recommended.")  # fmt: skip
    chart.statements("Interpretation", random.sample(said, 2), 56)
    return chart.sheet(DocumentType.SPIROMETRY)


def trials(random: Random) -> Sheet:
    """Three trials beside the best and the predicted; two blocks with titles of their own."""
    chart = Chart(random, "スパイログラム", size=PORTRAIT)
    chart.head("スパイログラム", _body(chart), style=3)
    blocks = (("■ 肺気量分画", _ROWS[:5]), ("■ 努力呼気曲線", _ROWS[5:10]))
    ends = (180, 250, 310, 370, 440, 510)
    texts = ("予測値", "BEST", "#1", "#2", "#3", "%予測")
    for title, rows in blocks:
        chart.put(44, title)
        chart.y += 17
        chart.put(50, "項目")
        for end, text in zip(ends, texts, strict=True):
            chart.put(end, text, align="right")
        for row in rows:
            chart.y += chart.size * 1.7
            shares = [random.uniform(0.6, 1.0) for _ in range(3)]
            best = max(shares)
            chart.put(50, row.short)
            chart.put(95, f"({row.unit})", size=8)
            chart.value(ends[0], f"{row.short} 予測値", _number(row, 1), row.unit, align="right")
            chart.value(ends[1], row.short, _number(row, best), row.unit, align="right")
            for place, share in enumerate(shares, 1):
                name = f"{row.short} #{place}"
                chart.value(ends[1 + place], name, _number(row, share), row.unit, align="right")
            chart.value(ends[5], f"{row.short} %予測", f"{best * 100:.1f}", "%", align="right")
        chart.y += 30
    return chart.sheet(DocumentType.SPIROMETRY)


FAMILIES = tuple(
    Family(f"spirometry-{name}", DocumentType.SPIROMETRY, draw, language)
    for name, draw, language in (
        ("ruled", ruled, "ja"), ("before-after", before_after, "ja"), ("pairs", pairs, "ja"),
        ("english", english, "en"), ("trials", trials, "ja"),
    )
)  # fmt: skip
