"""Echocardiography: a ruled form in two columns, an English report with indexed values, examinations by date."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

ECHO = DocumentType.ECHOCARDIOGRAPHY

_LEFT = (
    ("大動脈径 (AoD)", "mm", 24, 41, 0, 20, 36),
    ("左房径 (LAD)", "mm", 28, 52, 0, 19, 40),
    ("心室中隔厚 (IVST)", "mm", 7, 15, 0, 7, 11),
    ("左室後壁厚 (PWT)", "mm", 7, 14, 0, 7, 11),
    ("左室拡張末期径 (LVDd)", "mm", 38, 64, 0, 38, 52),
    ("左室収縮末期径 (LVDs)", "mm", 22, 48, 0, 22, 38),
    ("左室駆出率 (EF)", "%", 28, 74, 0, 55, 80),
    ("下大静脈径 (IVC)", "mm", 9, 24, 0, 0, 21),
)
_RIGHT = (
    ("E波", "cm/s", 38, 120, 0, 0, 0),
    ("A波", "cm/s", 40, 110, 0, 0, 0),
    ("E/A", "", 0.5, 2.2, 2, 0.8, 2.0),
    ("減速時間 (DcT)", "ms", 130, 280, 0, 140, 240),
    ("e' (中隔側)", "cm/s", 4, 12, 1, 0, 0),
    ("E/e'", "", 6, 19, 1, 0, 15),
    ("TR最大圧較差", "mmHg", 14, 52, 0, 0, 0),
    ("推定右室収縮期圧", "mmHg", 18, 58, 0, 0, 40),
)


def _half(
    rng: Random, given: tuple[tuple[str, str, float, float, int, float, float], ...]
) -> list[list[Cell]]:
    """Half of the form: value and mark, unit, range."""
    rows: list[list[Cell]] = [["計測項目", "計測値", "", "単位", "基準値"]]
    for name, unit, low, high, digits, least, most in given:
        value = num(rng, low, high, digits)
        ref = f"{least} - {most}" if least else f"≦{most}" if most else ""
        mark = ""
        if ref:
            mark = "↑" if float(value) > most else "↓" if float(value) < least else ""
        flag = {"↑": "H", "↓": "L", "": ""}[mark]
        cell: Cell = R(value, name, unit, ref, flag)
        if name.startswith("下大") and rng.random() < 0.3:
            cell, mark = R("描出不良", name, unit, ref), ""
        rows.append([name, cell, mark, unit, ref])
    return rows


_ENDS = (
    "左室壁運動はびまん性に低下している。",
    "左室収縮能は保たれている。",
    "軽度の大動脈弁狭窄症。",
    "左房の拡大を認める。",
    "肺高血圧を疑う所見なし。",
    "心嚢液貯留なし。",
)


def form(rng: Random) -> Sheet:
    """心臓超音波検査報告書: two ruled columns of measurements with ranges and arrows, a valve table, a conclusion."""
    doc = Doc(rng, ECHO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 42, "心臓超音波検査報告書", 15, bold=True, align="centre")
    who: list[list[Cell]] = [
        [
            "ID番号",
            doc.pid(),
            "検査日",
            day(doc.when, "kanji0"),
            "検査番号",
            f"US{rng.randint(10000, 99999)}",
        ],
        ["氏名", doc.name(), "生年月日", doc.born("era"), "性別", doc.sex("性")],
    ]
    y = doc.table(30, 54, (46, 130, 56, 140, 60, 103), who, size=9, step=18, rules="grid", head=0) + 12
    wide = (118, 46, 16, 34, 51)
    for x, given in ((30.0, _LEFT), (300.0, _RIGHT)):
        end = doc.table(x, y, wide, _half(rng, given), align="lrclc", size=9, step=18, rules="grid", fill=SKY)
    y = end + 22
    doc.text(30, y, "弁膜症評価", 10.5, bold=True)
    rows: list[list[Cell]] = [["", "大動脈弁", "僧帽弁", "三尖弁", "肺動脈弁"]]
    grades = ("なし", "trivial", "軽度", "中等度", "高度")
    for what in ("狭窄", "逆流"):
        row: list[Cell] = [what]
        for n, valve in enumerate(("大動脈弁", "僧帽弁", "三尖弁", "肺動脈弁")):
            said = rng.choice(grades[:4]) if what == "逆流" else rng.choice(("なし", "なし", "軽度"))
            row.append("―" if what == "狭窄" and n == 3 else R(said, f"{what} {valve}"))
        rows.append(row)
    y = doc.table(30, y + 6, (75, 115, 115, 115, 115), rows, align="lcccc", size=9.5, step=19, rules="grid")
    y += 26
    doc.text(30, y, "コメント", 10.5, bold=True)
    doc.prose(90, y, 464, "前壁中隔および心尖部に壁運動低下を認める。他の領域の収縮は良好。", size=9.5)
    y += 34
    doc.ink.box(30, y, 565, y + 122, width=0.8)
    doc.text(36, y + 16, "【結論】", 10.5, bold=True)
    y += 36
    for n, said in enumerate([rng.choice(_ENDS[:2]), *rng.sample(_ENDS[2:], rng.randint(2, 3))], 1):
        y = doc.statement(42, y, 500, said, "結論", size=10, step=18, number=f"{n})")
    doc.text(565, 790, f"検査者 {bank.family(rng)}　　判読医 {bank.family(rng)}", 9.5, align="right")
    doc.foot(rng.choice(bank.HOSPITALS) + " 超音波検査室")
    return doc.sheet()


_SECTIONS = (
    (
        "Left Ventricle",
        (
            ("IVSd", "cm", 0.7, 1.5, 1, "0.6-1.0", 0),
            ("LVIDd", "cm", 3.7, 6.4, 1, "4.2-5.8", 1),
            ("LVIDs", "cm", 2.2, 4.8, 1, "2.5-4.0", 1),
            ("LVPWd", "cm", 0.7, 1.4, 1, "0.6-1.0", 0),
            ("LV mass", "g", 110, 280, 0, "88-224", 2),
            ("LVEF (biplane)", "%", 30, 70, 0, "52-72", 0),
            ("GLS", "%", -22, -11, 1, "", 0),
        ),
    ),
    (
        "Left Atrium",
        (("LA diameter", "cm", 2.8, 5.2, 1, "3.0-4.0", 0), ("LA volume", "mL", 30, 110, 0, "18-58", 3)),
    ),
    (
        "Right Heart",
        (
            ("TAPSE", "mm", 12, 26, 0, ">=17", 0),
            ("RVSP", "mmHg", 18, 60, 0, "<35", 0), ("IVC", "mm", 8, 24, 0, "<=21", 0),
        ),
    ),
    (
        "Diastology",
        (
            ("E/A ratio", "", 0.5, 2.2, 1, "", 0),
            ("Decel time", "msec", 120, 290, 0, "", 0), ("E/e' (avg)", "", 6, 20, 1, "<14", 0),
        ),
    ),
)  # fmt: skip
_INDEXED = ("", "cm/m²", "g/m²", "mL/m²")
_ENDS_EN = (
    "Normal left ventricular size with preserved systolic function.",
    "Moderately reduced left ventricular ejection fraction with global hypokinesis.",
    "Mild left atrial enlargement.",
    "No evidence of intracardiac thrombus.",
    "Estimated right ventricular systolic pressure is within normal limits.",
    "Trivial pericardial effusion without haemodynamic compromise.",
)


def _valves(doc: Doc, y: float) -> float:
    """What each valve does, valves downwards; the next base line."""
    rng = doc.rng
    valves: list[list[Cell]] = [["Valve", "Stenosis", "Regurgitation", "Vmax (m/s)"]]
    for valve in ("Aortic", "Mitral", "Tricuspid", "Pulmonic"):
        valves.append(
            [
                valve,
                R("none" if rng.random() < 0.8 else "mild", f"{valve} Stenosis"),
                R(rng.choice(("none", "trace", "mild", "moderate")), f"{valve} Regurgitation"),
                R(num(rng, 0.7, 3.1, 1), f"{valve} Vmax", "m/s"),
            ]
        )
    return doc.table(44, y, (170, 110, 130, 97), valves, align="lccr", size=9.5, step=17, rules="head") + 28


def english(rng: Random) -> Sheet:
    """An English report without rules: sections, a value and an indexed value, normal values, findings by valve."""
    doc = Doc(rng, ECHO, latin=True)
    doc.effective = moment(doc.when)
    hospital = rng.choice(bank.HOSPITALS_EN)
    doc.text(44, 44, hospital, 13, bold=True)
    doc.text(44, 60, "Echocardiography Laboratory", 9.5, colour=GREY)
    doc.text(551, 44, "Transthoracic Echocardiogram", 11, bold=True, align="right")
    doc.rule(44, 68, 551, 1.5)
    doc.pairs(
        44, 86, [("Patient:", doc.name(" ")), ("MRN:", doc.pid()), ("DOB:", doc.born("en"))], gap=56, step=15
    )
    doc.pairs(
        300,
        86,
        [
            ("Study date:", f"{day(doc.when, 'en')} {doc.when:%H:%M}"),
            ("Gender:", doc.sex("Sex")),
            ("Referring:", f"Dr {bank.roman(rng)}"),
        ],
        gap=80,
        step=15,
    )
    y = 146.0
    x = 44.0
    for row in (
        bank.put(num(rng, 1.35, 2.0, 2), "BSA", "m²"),
        bank.put(bank.pressure(rng), "BP", "mmHg"),
        bank.put(num(rng, 50, 96), "HR", "bpm"),
    ):
        doc.text(x, y, row.name + ":", 9.5)
        doc.result(x + 36, y, row, 9.5)
        x += 150
    rows: list[list[Cell] | str] = [["Measurement", "Value", "Indexed", "Normal"]]
    size = rng.uniform(1.4, 1.9)
    for head, given in _SECTIONS:
        rows.append(head)
        for name, unit, low, high, digits, ref, index in given:
            value = num(rng, low, high, digits)
            second: Cell = ""
            if index:
                second = bank.put(f"{float(value) / size:.1f}", f"{name} Indexed", _INDEXED[index])
            rows.append([f"  {name}", bank.put(value, name, unit, ref=ref), second, ref])
    y = doc.table(44, y + 14, (170, 110, 130, 97), rows, align="lrrr", size=9.5, step=17, rules="head") + 26
    y = _valves(doc, y - 10)
    doc.text(44, y, "CONCLUSIONS", 10.5, bold=True)
    y += 18
    for n, said in enumerate([rng.choice(_ENDS_EN[:2]), *rng.sample(_ENDS_EN[2:], 2)], 1):
        y = doc.statement(44, y, 490, said, "CONCLUSIONS", size=9.5, step=15, number=f"{n}.")
    doc.foot(f"{hospital}   Electronically signed {day(doc.when + timedelta(days=1), 'en')}   Page 1/1")
    return doc.sheet()


_SERIES = (
    ("AoD", "mm", 26, 38, 0, "20-36"), ("LAD", "mm", 30, 48, 0, "20-40"), ("LVDd", "mm", 42, 60, 0, "38-54"),
    ("LVDs", "mm", 26, 46, 0, "22-38"), ("IVSth", "mm", 8, 13, 1, "7-11"), ("PWth", "mm", 8, 13, 1, "7-11"),
    ("EF (Teichholz)", "%", 38, 72, 1, "≧55"), ("EF (Simpson)", "%", 36, 70, 1, "≧55"), ("%FS", "%", 18, 40, 1, "≧28"),
    ("LVMI", "g/m²", 70, 150, 1, "≦115"), ("E", "m/s", 0.4, 1.1, 2, ""), ("A", "m/s", 0.4, 1.1, 2, ""),
    ("E/e'", "", 6, 18, 1, "<14"), ("TRPG", "mmHg", 14, 46, 1, "<30"), ("推定PAP", "mmHg", 20, 56, 0, ""),
    ("AVA (連続の式)", "cm²", 0.8, 2.4, 2, ""), ("AV max PG", "mmHg", 8, 66, 1, ""),
)  # fmt: skip


def serial(rng: Random) -> Sheet:
    """心エコー経過一覧: newest date first across, units beside the labels, gaps, 測定不能, ranges at the right."""
    doc = Doc(rng, ECHO, size=landscape(A4))
    dates = [doc.when.date()]
    for _ in range(3):
        dates.append(dates[-1] - timedelta(days=rng.randint(80, 260)))
    doc.effective = dates[0].isoformat()
    doc.band(0, 0, doc.ink.width, 40, PALE)
    doc.text(30, 27, "心エコー検査 時系列レポート", 15, bold=True)
    doc.text(812, 26, f"作成日 {day(doc.when + timedelta(days=2), 'slash')}", 9, align="right")
    doc.along(
        30,
        60,
        [
            f"患者ID: {doc.pid()}",
            f"氏名: {doc.name()}",
            f"({doc.kana()})",
            doc.sex(),
            f"{doc.born('slash')}生",
        ],
        size=10,
    )
    rows: list[list[Cell]] = [["項目 [単位]", *(day(d, "slash") for d in dates), "基準値"]]
    for name, unit, low, high, digits, ref in _SERIES:
        row: list[Cell] = [f"{name} [{unit}]" if unit else name]
        middle = rng.uniform(low, high)
        for n, d in enumerate(dates):
            value = f"{middle * rng.uniform(0.9, 1.08):.{digits}f}"
            when = d.isoformat()
            gone = name.startswith(("AVA", "LVMI", "EF (S")) and n and rng.random() < 0.5
            if name in ("TRPG", "推定PAP") and rng.random() < 0.15:
                value = "測定不能"
            row.append("-" if gone else R(value, name, unit, ref, when=when))
        rows.append([*row, ref])
    y = doc.table(
        30,
        74,
        (150, 130, 130, 130, 130, 112),
        rows,
        align="lccccc",
        size=10,
        step=20,
        rules="rows",
        fill=STRIPE,
    )
    doc.text(30, y + 24, "総合所見", 10.5, bold=True)
    y += 42
    for said in (rng.choice(_ENDS[:2]), rng.choice(_ENDS[2:])):
        y = doc.statement(42, y, 700, said, "総合所見", size=10, step=16, number="・")
    doc.text(30, 574, f"{rng.choice(bank.CLINICS)}　〒000-0000 架空市中央 2-14-8　TEL 000-000-0000", 8.5)
    return doc.sheet()


FAMILIES = (
    Family("echo-two-column-form", ECHO, form),
    Family("echo-english-indexed", ECHO, english, "en"),
    Family("echo-serial-dates", ECHO, serial),
)
