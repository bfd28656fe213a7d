"""Echocardiography: groups in two halves, an English report with ranges, a dense Japanese letter."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.bank import number, table
from samples.families.practice3.kit import PALE, Cell, Doc, V
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.ECHOCARDIOGRAPHY
# Japanese, English, unit, low, high, places
_MEASURES = table("""
AoD|Aortic root|mm|22|36|0
LAD|LA diameter|mm|25|39|0
IVSTd|IVSd|mm|7|11|0
LVPWd|LVPWd|mm|7|11|0
LVDd|LVIDd|mm|40|54|0
LVDs|LVIDs|mm|22|38|0
LVEF (Teichholz)|LVEF|%|55|74|0
%FS|FS|%|29|42|0
LAVI|LA volume index|mL/m²|16|34|1
LVMI|LV mass index|g/m²|50|110|0
""")
_FLOW = table("""
E波|Mitral E|cm/s|50|100|0
A波|Mitral A|cm/s|45|90|0
E/A|E/A||0.8|1.9|2
DcT|Deceleration time|ms|150|230|0
E/e'|E/e'||6.0|13.0|1
TRPG|TR gradient|mmHg|12|30|0
IVC径|IVC|mm|8|20|0
TAPSE|TAPSE|mm|17|26|1
""")
_JA = (
    "左室壁運動は正常です。",
    "左房の軽度拡大を認めます。",
    "下壁の壁運動低下を認める。",
    "心嚢液貯留なし。",
    "僧帽弁後尖の逸脱を認める。",
    "左室肥大なし。",
    "大動脈弁に石灰化を認めるが、有意な狭窄はない。",
    "拡張能障害（弛緩障害型）が疑われる。",
    "明らかな血栓像を認めない。",
    "右心負荷所見なし。",
)
_EN = (
    "Normal left ventricular size and systolic function.",
    "Mild concentric left ventricular hypertrophy.",
    "Mildly dilated left atrium.",
    "No pericardial effusion.",
    "Inferior wall hypokinesis.",
    "Trace to mild mitral regurgitation.",
    "No evidence of intracardiac thrombus.",
    "Possible elevated filling pressure.",
)
_VALVES = ("僧帽弁", "大動脈弁", "三尖弁", "肺動脈弁")
_GRADES = ("none", "trivial", "mild", "moderate", "severe")


def _drawn(rng: Random, low: str, high: str, places: str) -> tuple[str, str]:
    found = number(rng, float(low), float(high), int(places))
    return found.text, found.side


def halves(rng: Random) -> Sheet:
    """Two ruled tables beside each other, a table of valves, findings under a heading, a conclusion."""
    doc = Doc(rng)
    heads.title(
        doc, 38, rng.choice(("心臓超音波検査報告書", "経胸壁心エコー図検査レポート", "心エコー検査所見")), 14
    )
    extra = [("検査日時", doc.stamp()), ("検者", doc.doctor)]
    y = heads.cells(doc, 36, 50, 523, heads.person(doc) + extra, 3) + 16
    head = rng.random() < 0.5
    ends = []
    for x, title, measures in ((36, "計測", _MEASURES), (304, "ドプラ計測", _FLOW)):
        rows: list[list[Cell]] = [[title, "計測値", "単位", "正常値"] if head else [title, "", "", ""]]
        for name, _, unit, low, high, places in measures:
            if rng.random() < 0.12:
                continue
            text, _side = _drawn(rng, low, high, places)
            rows.append([name, V(text, name, unit, f"{low}-{high}"), unit, f"{low}-{high}"])
        ends.append(doc.table(x, y, (100, 52, 44, 59), rows, aligns="lrlc", size=8.5, step=15, fill=PALE))
    y = max(ends) + 16
    rows = [["弁", "逆流", "狭窄", "最大流速 (m/s)"]]
    for valve in _VALVES[: rng.choice((3, 4))]:
        row: list[Cell] = [
            valve,
            V(rng.choice(_GRADES), f"{valve} 逆流"),
            V(rng.choice(("(-)", "(-)", "mild")), f"{valve} 狭窄"),
        ]
        row.append(
            V(f"{rng.uniform(0.6, 3.9):.1f}", f"{valve} 最大流速", "m/s") if valve == "大動脈弁" else "-"
        )
        rows.append(row)
    y = doc.table(36, y, (100, 90, 90, 110), rows, aligns="lccr", size=9, step=16, fill=PALE) + 24
    for heading, count in (
        ("所見", rng.randint(3, 5)),
        (rng.choice(("結論", "総合診断", "まとめ")), rng.randint(1, 2)),
    ):
        doc.t(36, y, f"【{heading}】", 10.5)
        y += 18
        for text in rng.sample(_JA, count):
            y = doc.statement(48, y, 490, heading, text, "・", 9.5) + 2
        y += 12
    heads.foot(doc, f"報告医　{doc.doctor}")
    return doc.sheet(KIND)


def english(rng: Random) -> Sheet:
    """English: value with unit in one cell, ranges, marks; conclusions numbered above the measurements."""
    doc = Doc(rng, en=True)
    heads.title(doc, 44, "TRANSTHORACIC ECHOCARDIOGRAM REPORT", 14)
    doc.t(doc.w / 2, 58, doc.hospital, 9, "centre")
    y = (
        heads.columns(
            doc,
            46,
            84,
            110,
            [*heads.person(doc), ("Study date", doc.stamp()), ("Reading physician", doc.doctor)],
        )
        + 10
    )
    heading = rng.choice(("CONCLUSIONS", "IMPRESSION", "Summary"))
    doc.t(46, y, heading, 11, bold=True)
    y += 18
    for n, text in enumerate(rng.sample(_EN, rng.randint(2, 4))):
        y = doc.statement(52, y, 480, heading, text, f"{n + 1}. ", 10) + 2
    y += 12
    sexed = doc.who.sex == "male"
    for title, measures in (("Dimensions and function", _MEASURES), ("Doppler", _FLOW)):
        rows: list[list[Cell]] = [[title, "Value", "Normal", ""]]
        for _, name, unit, low, high, places in measures[: rng.randint(6, 10)]:
            text, side = _drawn(rng, low, high, places)
            mark = side if rng.random() < 0.8 else ""
            rows.append(
                [
                    name,
                    V(text, name, unit, f"{low} - {high}", mark, post=f" {unit}" if unit else ""),
                    f"{low} - {high}",
                    mark,
                ]
            )
        y = doc.table(46, y, (180, 100, 100, 40), rows, aligns="lrcc", size=9.5, step=16, rule="ends") + 18
    doc.t(46, y, f"Study quality: {'good' if sexed else 'fair'}. Sonographer: A. Kuga, RDCS.", 9)
    heads.foot(doc)
    return doc.sheet(KIND)


def dense(rng: Random) -> Sheet:
    """Runs `label value unit` four in a line without rules; valves as a line each; findings as lines."""
    doc = Doc(rng)
    heads.title(doc, 44, rng.choice(("心エコー図検査報告書", "UCG報告書")), 15, "left")
    doc.t(559, 44, doc.hospital, 9, "right")
    y = heads.runs(doc, 36, 70, 520, [*heads.person(doc), ("検査日", doc.stamp())], 3) + 8
    doc.ink.line(36, y - 6, 559, y - 6)
    for title, measures in (("M-mode・Bモード", _MEASURES), ("ドプラ", _FLOW)):
        doc.t(36, y + 10, f"＜{title}＞", 9.5)
        y += 28
        per = rng.choice((3, 4))
        short = [m for m in measures if rng.random() < 0.9]
        for n, (name, _, unit, low, high, places) in enumerate(short):
            x, at = 44 + n % per * (520 / per), y + n // per * 16
            text, _side = _drawn(rng, low, high, places)
            label = name.split(" ")[0]
            doc.t(x, at, label, 9)
            end = doc.put(x + 82, at, V(text, label, unit), 9, "right")
            doc.t(end + 3, at, unit, 9)
        y += (len(short) + per - 1) // per * 16 + 4
    doc.t(36, y + 10, "＜弁逆流＞", 9.5)
    y += 28
    for n, name in enumerate(("MR", "AR", "TR", "PR")):
        doc.t(44 + n * 120, y, name, 9)
        doc.put(70 + n * 120, y, V(rng.choice(("(-)", "trivial", "mild", "moderate", "Ⅰ度", "Ⅱ度")), name), 9)
    y += 28
    heading = "所見"
    doc.t(36, y, f"{heading}：", 10)
    y += 17
    for text in rng.sample(_JA, rng.randint(3, 5)):
        y = doc.statement(48, y, 490, heading, text, "", 9.5) + 1
    heads.foot(doc, f"施行 {doc.doctor}")
    return doc.sheet(KIND)


FAMILIES = (
    Family("echocardiography-halves", KIND, halves),
    Family("echocardiography-ranges", KIND, english, "en"),
    Family("echocardiography-dense", KIND, dense),
)
