"""Laboratory reports as ruled tables: a hospital's own, an outside laboratory's, an English one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice import analytes
from samples.families.practice.analytes import Analyte
from samples.families.practice.dates import dating, recent, stamp
from samples.families.practice.heading import patient, patient_en, title
from samples.families.practice.paper import BLACK, BLUE, RED, Cell, Colour, Paper, Value
from samples.families.practice.persons import hospital, hospital_en, staff
from samples.families.practice.table import Column, Row, any_look, table
from samples.families.practice.typefaces import japanese, latin
from samples.generating.family import Family
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT
DASHES = ("-", "～", " - ", "〜", " ～ ", "-")
MARKS = (("H", "L"), ("H", "L"), ("高", "低"), ("↑", "↓"), ("▲", "▼"), ("*", "*"), ("H", "L"))


@dataclass(frozen=True, slots=True)
class Marks:
    """How a sheet marks what is out of range; `coloured` draws it in red or blue as well, or only so."""

    high: str
    low: str
    coloured: bool

    def printed(self, flag: str) -> str:
        """The mark for H or L."""
        return {"H": self.high, "L": self.low, "": ""}[flag]

    def meant(self, flag: str) -> str:
        """What the truth says of it: A for a mark that does not say which way, none without a mark."""
        mark = self.printed(flag)
        return "A" if mark == "*" else flag if mark else ""

    def colour(self, flag: str) -> Colour:
        """Ink for the value."""
        return {"H": RED, "L": BLUE, "": BLACK}[flag if self.coloured else ""]


def marks(rng: Random, *, letters_only: bool = False) -> Marks:
    """Marks by chance; some sheets have colour alone."""
    if not letters_only and rng.random() < 0.08:
        return Marks("", "", True)
    high, low = ("H", "L") if letters_only else rng.choice(MARKS)
    return Marks(high, low, rng.random() < 0.35)


def picked(rng: Random, few: int, many: int) -> list[tuple[str, list[Analyte]]]:
    """Some sections, each with some of its tests in order."""
    chosen = sorted(rng.sample(range(len(analytes.SECTIONS_JA)), rng.randint(few, many)))
    out = []
    for number in chosen:
        heading, tests = analytes.SECTIONS_JA[number]
        keep = sorted(rng.sample(range(len(tests)), rng.randint(min(3, len(tests)), len(tests))))
        out.append((rng.choice(heading.split("|")), [tests[k] for k in keep]))
    return out


def namer(rng: Random) -> str:
    """How a sheet names its tests: 'ja', 'short', or 'both' in one cell."""
    return rng.choice(("ja", "ja", "short", "both"))


def name_of(rng: Random, analyte: Analyte, way: str) -> str:
    """A test's name; `ja` takes one of its wordings."""
    if way == "short":
        return analyte.short
    if way == "both" and analyte.short.lower() not in analyte.names[0].lower():
        return f"{analyte.names[0]} ({analyte.short})"
    return rng.choice([n for n in analyte.names if n[0] < "Ａ" or n[0] > "Ｚ"] or analyte.names)


def _hospital_sheet(rng: Random) -> Sheet:
    """検査項目 / 結果 / 判定 / 単位 / 基準値 in one of several orders, sections as rows or none."""
    paper = Paper(rng, "検査結果報告書", japanese(rng), pt=rng.uniform(8.5, 10.5))
    when, dates = recent(rng), dating(rng)
    timed = rng.random() < 0.6
    paper.effective = stamp(when, time=timed)
    collected = dates.moment(when) if timed else dates.day(when.date())
    later = when + timedelta(minutes=rng.randrange(40, 200))
    y = title(
        paper,
        46,
        rng.choice(("検査結果報告書", "検体検査報告書", "臨床検査結果", "検査成績表")),
        hospital(rng),
    )
    label = rng.choice(("採取日時", "採血日時", "検体採取日", "採取日"))
    extra = [
        (label, collected),
        (rng.choice(("受付番号", "検体番号", "オーダ番号")), f"{rng.randrange(10**7):07d}"),
    ]
    if rng.random() < 0.6:
        extra.append((rng.choice(("報告日時", "報告日")), dates.moment(later)))
    printed, y = patient(paper, 45, y + 4, paper.width - 90, when.date(), dates, extra=tuple(extra))
    way, dash, sign = namer(rng), rng.choice(DASHES), marks(rng)
    order = rng.choice(("nfruv", "nvfur", "nvurf", "nvfru", "nfvur", "nvru"))
    heads = {
        "n": Column(rng.choice(("検査項目", "項目名", "項目", "検査項目名")), 3.2),
        "v": Column(
            rng.choice(("結果", "検査結果", "結果値", "測定値")),
            1.5,
            rng.choice(("right", "right", "centre")),
        ),
        "f": Column(rng.choice(("判定", "フラグ", "異常", "", "H/L")), 0.8, "centre"),
        "u": Column("単位", 1.5),
        "r": Column(
            rng.choice(("基準値", "基準範囲", "参考基準値", "基準値範囲")),
            1.8,
            rng.choice(("left", "centre")),
        ),
    }
    bare = rng.random() < 0.25  # some rows without unit or range
    sections = picked(rng, 2, rng.choice((4, 4, 7)))
    rows: list[Row] = []
    titled = rng.random() < 0.6
    for heading, tests in sections:
        if titled:
            rows.append(heading)
        for test in tests:
            rows.append(_row(rng, test, printed.person.sex, way, dash, sign, order, bare))
    rows += [_said(rng, order, told) for told in rng.sample(analytes.QUALITATIVE, rng.choice((0, 0, 1, 3)))]
    look = any_look(rng, pt=rng.uniform(8.2, 10.0))
    y = table(paper, 45, y + 8, paper.width - 90, [heads[k] for k in order], rows, look, bottom=60)
    if rng.random() < 0.5:
        paper.write(
            45,
            y + 18,
            rng.choice(("コメント：", "備考：")) + rng.choice(("軽度溶血あり", "再検済み", "乳びあり")),
        )
    paper.write(paper.width - 45, paper.height - 30, f"検査者：{staff(rng)}", align="right", pt=8)
    return paper.finish(printed, LAB)


def _row(
    rng: Random, test: Analyte, sex: str, way: str, dash: str, sign: Marks, order: str, bare: bool
) -> list[Cell]:
    result = analytes.measured(rng, test, sex)
    unit = "" if bare and rng.random() < 0.3 else rng.choice(test.units)
    limits = "" if bare and rng.random() < 0.4 else analytes.printed_range(test, sex, dash)
    text, flag = result.text, result.flag
    if flag == "" and rng.random() < 0.03:
        text = rng.choice(("測定不能", "再検", f"<{analytes.bounds(test, sex)[0]}"))
    inside = "f" not in order  # the mark stands in the value's own cell
    mark = sign.printed(flag)
    value = Value(
        text,
        name_of(rng, test, way),
        unit if text[0] in "<0123456789" or "u" in order else "",
        limits,
        sign.meant(flag),
        after=(" " + mark) if inside and mark else "",
        colour=sign.colour(flag),
    )
    cells: dict[str, Cell] = {"n": value.name, "v": value, "f": mark, "u": unit, "r": limits}
    return [cells[key] for key in order]


def _said(rng: Random, order: str, told: tuple[str, tuple[str, ...]]) -> list[Cell]:
    names, texts = told
    text = rng.choice(texts)
    usual = "(-)" if text in ("(-)", "(+)", "(±)") and "Rh" not in names else ""
    value = Value(text, rng.choice(names.split("|")), "", usual, "")
    cells: dict[str, Cell] = {"n": value.name, "v": value, "r": usual}
    return [cells.get(key, "") for key in order]


def _outside_laboratory(rng: Random) -> Sheet:
    """An outside laboratory's report: codes, male and female ranges, the last value, a comment."""
    paper = Paper(rng, "臨床検査報告書", japanese(rng), pt=rng.uniform(8.5, 9.5))
    when, dates = recent(rng), dating(rng)
    paper.effective = stamp(when, time=False)
    before = when - timedelta(days=rng.randrange(20, 120))
    y = title(paper, 44, rng.choice(("臨床検査報告書", "検 査 報 告 書", "検査結果報告書")), rng.choice(
        ("株式会社架空メディカルラボ", "架空臨床検査センター", "北斗台医師会検査所")))  # fmt: skip
    extra = (("依頼元", hospital(rng)), (rng.choice(("採取日", "採取年月日", "検査日")), dates.day(when.date())),
             ("受付日", dates.day((when + timedelta(days=1)).date())), ("材料", "血清"))  # fmt: skip
    printed, y = patient(paper, 40, y + 3, paper.width - 80, when.date(), dates, extra=extra)
    last = rng.choice((dates.day(before.date()), "前回値", "前回"))
    dated = last not in ("前回値", "前回")
    sign, sex = marks(rng), printed.person.sex
    pair, with_last = rng.random() < 0.6, rng.random() < 0.7
    columns = [Column(rng.choice(("コード", "No.")), 0.8)] if (coded := rng.random() < 0.5) else []
    columns += [Column("検査項目名称", 3.0), Column(rng.choice(("今回値", "結果", "検査結果")), 1.3, "right")]
    columns += [Column(rng.choice(("H/L", "判定", "*")), 0.6, "centre"), Column("単位", 1.3)]
    if pair:
        words = rng.choice(
            (("基準値(男)", "基準値(女)"), ("男性基準値", "女性基準値"), ("基準値 男", "基準値 女"))
        )
        columns += [Column(word, 1.5) for word in words]
    else:
        columns.append(Column("基準値", 1.8))
    if with_last:
        columns.append(Column(last, 1.4, "right"))
    rows: list[Row] = []
    for heading, tests in picked(rng, 2, 3):
        if rng.random() < 0.4:
            rows.append(heading)
        for test in tests:
            result, unit = analytes.measured(rng, test, sex), rng.choice(test.units)
            limits = {s: analytes.printed_range(test, s, "～") for s in ("male", "female")}
            known = limits[sex]
            if pair and "sex" in printed.absent and limits["male"] != limits["female"]:
                known = ""
            name = name_of(rng, test, "both" if rng.random() < 0.5 else "ja")
            value = Value(
                result.text, name, unit, known, sign.meant(result.flag), colour=sign.colour(result.flag)
            )
            row: list[Cell] = [f"{rng.randrange(1, 4000):04d}"] if coded else []
            row += [name, value, sign.printed(result.flag), unit]
            row += [limits["male"], limits["female"]] if pair else [known]
            if with_last:
                old = analytes.measured(rng, test, sex).text
                row.append(
                    Value(old, name, unit, known, effective=stamp(before, time=False))
                    if dated
                    else Value(old, f"{name} {last}", unit, known)
                )
            rows.append(row)
    y = table(paper, 40, y + 6, paper.width - 80, columns, rows, any_look(rng, pt=rng.uniform(7.6, 9.0)))
    paper.write(40, y + 16, "検体コメント：特記事項なし", pt=8)
    return paper.finish(printed, LAB)


def _english(rng: Random) -> Sheet:
    """Test / Result / Flag / Units / Reference Interval by panels."""
    paper = Paper(rng, "Laboratory Report", latin(rng), pt=rng.uniform(8.8, 10.2), language="en")
    when, dates = recent(rng), dating(rng, english=True)
    paper.effective = stamp(when)
    y = title(
        paper,
        48,
        rng.choice(("Laboratory Report", "LABORATORY RESULTS", "Clinical Laboratory Report")),
        hospital_en(rng),
    )
    extra = ((rng.choice(("Collected", "Collection date", "Specimen collected")), dates.moment(when)),
             ("Reported", dates.moment(when + timedelta(hours=rng.randrange(1, 30)))),
             ("Accession", f"{rng.choice('ABL')}{rng.randrange(10**6):06d}"))  # fmt: skip
    printed, y = patient_en(paper, 45, y + 4, paper.width - 90, when.date(), dates, extra=extra)
    order = rng.choice(("nvfur", "nvfru", "nvurf", "nfvur"))
    heads = {
        "n": Column(rng.choice(("Test", "Analyte", "TEST NAME")), 3),
        "v": Column(rng.choice(("Result", "Value", "RESULT")), 1.3, rng.choice(("right", "left"))),
        "f": Column(rng.choice(("Flag", "", "Abn")), 0.8, "centre"),
        "u": Column(rng.choice(("Units", "Unit")), 1.6),
        "r": Column(rng.choice(("Reference Interval", "Reference Range", "Ref. Range", "Normal Range")), 2),
    }
    panels = {0: "Complete Blood Count", 1: "Differential", 2: "Hepatic / Chemistry", 3: "Renal Panel",
              4: "Metabolic", 5: "Special Chemistry", 6: "Coagulation"}  # fmt: skip
    rows: list[Row] = []
    sign = marks(rng, letters_only=True)
    dash = rng.choice(("-", " - ", " to "))
    for number in sorted(rng.sample(range(7), rng.randint(2, 4))):
        rows.append(panels[number])
        tests = analytes.SECTIONS_JA[number][1]
        for test in sorted(rng.sample(tests, rng.randint(3, len(tests))), key=tests.index):
            result, sex = analytes.measured(rng, test, printed.person.sex), printed.person.sex
            unit = (
                test.units[0].replace("µ", "u").replace("³", "^3").replace("秒", "sec").replace("‰", "/1000")
            )
            limits, name = (
                analytes.printed_range(test, sex, dash),
                rng.choice((test.english, test.english, test.short)),
            )
            name = name.replace("γ", "g")
            value = Value(
                result.text, name, unit, limits, sign.meant(result.flag), colour=sign.colour(result.flag)
            )
            cells: dict[str, Cell] = {
                "n": name,
                "v": value,
                "f": sign.printed(result.flag),
                "u": unit,
                "r": limits,
            }
            rows.append([cells[key] for key in order])
    look = any_look(rng, pt=rng.uniform(8.5, 10), rules=("grid", "rows", "head", "none", "zebra"))
    table(paper, 45, y + 8, paper.width - 90, [heads[k] for k in order], rows, look, bottom=60)
    paper.write(
        45,
        paper.height - 32,
        "Results relate only to the specimen received. H = above, L = below interval.",
        pt=7.5,
    )
    return paper.finish(printed, LAB)


FAMILIES = (
    Family("lab-report-hospital", LAB, _hospital_sheet),
    Family("lab-report-outside", LAB, _outside_laboratory),
    Family("lab-report-panels", LAB, _english, "en"),
)
