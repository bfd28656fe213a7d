"""Urinalyses to build with: two panels, a strip list, sections, an English page, glued units, dates across."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.build.specimen_sheet import SpecimenSheet
from samples.generating.family import Family
from samples.making.truth import Sheet, TrueItem, minute

KIND = DocumentType.URINALYSIS
QUALITATIVE = ("蛋白", "糖", "ケトン体", "潜血", "ビリルビン", "亜硝酸塩", "白血球反応")
SEDIMENT = ("赤血球", "白血球", "扁平上皮", "尿路上皮", "尿細管上皮", "硝子円柱", "顆粒円柱", "細菌", "真菌")
CRYSTALS = ("シュウ酸Ca結晶", "リン酸塩結晶", "尿酸結晶")
_GRADES = ("(-)", "(±)", "(1+)", "(2+)", "(3+)")
_PLAIN = ("-", "±", "1+", "2+", "3+")
_FIELDS = ("<1", "1-4", "5-9", "10-19", "20-29", "50-99", ">=100")
_FIELDS_JA = ("1未満", "1～4", "5～9", "10～19", "20～29", "100以上")


def _gravity(random: Random) -> str:
    return f"1.0{random.randrange(5, 31):02d}"


def _acidity(random: Random) -> str:
    return random.choice(("5.0", "5.5", "6.0", "6.5", "7.0", "7.5"))


def panels(random: Random) -> Sheet:
    """Qualitative results and sediment beside each other, each under headings of its own."""
    sheet = SpecimenSheet(random, "尿検査報告書")
    y = sheet.head("尿検査報告書", [("検体", "随時尿")])
    grades = random.choice((_GRADES, _PLAIN))
    sheet.put(40, y, "【尿定性】", 10.5)
    sheet.put(305, y, "【尿沈渣】", 10.5)
    top = y + 18
    for x, heading in (
        (40, "項目"),
        (130, "結果"),
        (200, "基準値"),
        (305, "項目"),
        (410, "結果"),
        (480, "単位"),
    ):
        sheet.put(x, top, heading)
    sheet.ink.line(40, top + 4, 280, top + 4)
    sheet.ink.line(305, top + 4, 550, top + 4)
    at = top + 19
    rows = [("比重", _gravity(random), "1.005-1.030"), ("pH", _acidity(random), "5.0-7.5")]
    rows += [(n, random.choice(grades), "(-)") for n in random.sample(QUALITATIVE, random.randint(4, 7))]
    rows.append(("ウロビリノーゲン", random.choice(("正常", "(±)", "(1+)")), "正常"))
    for name, value, reference in rows:
        sheet.put(40, at, name)
        sheet.value(name, value, (130, at), reference=reference)
        sheet.put(200, at, reference)
        at += 16
    at = top + 19
    for name in random.sample(SEDIMENT, random.randint(4, 8)):
        counted = name not in ("細菌", "真菌")
        unit = random.choice(("/HPF", "/LPF")) if counted else ""
        sheet.put(305, at, name)
        sheet.value(name, random.choice(_FIELDS) if counted else random.choice(grades), (410, at), unit=unit)
        sheet.put(480, at, unit)
        at += 16
    return sheet.sheet(KIND)


def strip(random: Random) -> Sheet:
    """A short list without headings, as a strip reader prints it; marks in front."""
    sheet = SpecimenSheet(random, "尿定性", size=(280, 420))
    sheet.size = 9
    y = 30.0
    for line in (
        "尿定性検査",
        f"ID {sheet.who.id}",
        f"氏名 {sheet.who.printed_name()}",
        f"生年月日 {sheet.who.birth:%Y/%m/%d}",
        f"性別 {sheet.who.sex_ja}",
        f"測定日時 {sheet.collected:%Y/%m/%d %H:%M}",
    ):
        sheet.put(20, y, line)
        y += 14
    y += 6
    names = {
        "URO": "mg/dL",
        "BLD": "",
        "PRO": "mg/dL",
        "GLU": "mg/dL",
        "KET": "",
        "BIL": "",
        "NIT": "",
        "LEU": "",
    }
    for name in names:
        value = random.choice(_PLAIN) if name != "URO" else "NORMAL"
        flag = "A" if value in ("1+", "2+", "3+") else ""
        if flag:
            sheet.put(16, y, "*")
        sheet.put(26, y, name)
        sheet.value(name, value, (90, y), flag=flag)
        y += 14
    for name, value in (("S.G.", _gravity(random)), ("PH", _acidity(random))):
        sheet.put(26, y, name)
        sheet.value(name, value, (90, y))
        y += 14
    return sheet.sheet(KIND)


def sections(random: Random) -> Sheet:
    """One ruled table with section rows and a flag column."""
    sheet = SpecimenSheet(random, "尿一般検査")
    y = sheet.head("尿一般検査 結果報告書", [("材料", "早朝尿")])
    for x, heading in ((50, "検査項目"), (210, "結果値"), (300, "判定"), (350, "単位"), (430, "基準値")):
        sheet.put(x, y, heading)
    y += 6
    sheet.ink.line(40, y, 550, y)
    y += 14
    sheet.put(46, y, "尿定性")
    y += 16
    for name in ("色調", "混濁", "尿比重", "尿pH", "尿蛋白", "尿糖", "尿潜血", "ケトン体"):
        value, reference, unit = random.choice(_GRADES), "(-)", ""
        if name == "色調":
            value, reference = random.choice(("淡黄色", "黄色", "黄褐色")), ""
        elif name == "尿比重":
            value, reference = _gravity(random), "1.006～1.030"
        elif name == "尿pH":
            value, reference = _acidity(random), "5.0～7.5"
        flag = "A" if value in _GRADES[2:] else ""
        sheet.put(60, y, name)
        sheet.value(name, value, (210, y), unit=unit, reference=reference, flag=flag)
        sheet.put(305, y, "*" if flag else "")
        sheet.put(430, y, reference)
        y += 16
    sheet.put(46, y, "尿沈渣")
    y += 16
    for name in (*random.sample(SEDIMENT[:7], 5), *random.sample(CRYSTALS, 1), "細菌"):
        counted = name in SEDIMENT[:5]
        value = random.choice(_FIELDS_JA) if counted else random.choice(_GRADES)
        unit = "/HPF" if counted else ""
        reference = "4以下" if counted else "(-)"
        sheet.put(60, y, name)
        sheet.value(name, value, (210, y), unit=unit, reference=reference)
        sheet.put(350, y, unit)
        sheet.put(430, y, reference)
        y += 16
    return sheet.sheet(KIND)


def english(random: Random) -> Sheet:
    """An English urinalysis with microscopic part."""
    sheet = SpecimenSheet(random, "Urinalysis", language="en")
    y = sheet.head("Urinalysis, Complete", [("Specimen", "Urine, clean catch")])
    for x, heading in (
        (45, "Test"),
        (200, "Result"),
        (290, "Flag"),
        (340, "Reference Range"),
        (460, "Units"),
    ):
        sheet.put(x, y, heading)
    y += 18
    words = ("Negative", "Trace", "1+", "2+", "3+")
    rows = [
        ("Color", random.choice(("Yellow", "Straw", "Amber")), "Yellow", ""),
        ("Appearance", random.choice(("Clear", "Cloudy", "Turbid")), "Clear", ""),
        ("Specific Gravity", _gravity(random), "1.005-1.030", ""),
        ("pH", _acidity(random), "5.0-8.0", ""),
        *(
            (n, random.choice(words), "Negative", "")
            for n in ("Protein", "Glucose", "Ketones", "Blood", "Nitrite")
        ),
        ("Leukocyte Esterase", random.choice(words), "Negative", ""),
        ("WBC", random.choice(("0-5", "6-10", ">100", "None seen")), "0-5", "/HPF"),
        ("RBC", random.choice(("0-2", "3-5", "11-20")), "0-2", "/HPF"),
        ("Squamous Epithelial Cells", random.choice(("0-5", "None seen", "Few")), "", "/HPF"),
        ("Bacteria", random.choice(("None seen", "Few", "Moderate", "Many")), "None seen", ""),
        ("Hyaline Casts", random.choice(("0-2", "None seen")), "None seen", "/LPF"),
    ]
    for name, value, reference, unit in rows:
        flag = "A" if value in ("2+", "3+", "Many", ">100") else ""
        sheet.put(45, y, name)
        sheet.value(name, value, (200, y), unit=unit, reference=reference, flag=flag)
        sheet.put(295, y, "*" if flag else "")
        sheet.put(340, y, reference)
        sheet.put(460, y, unit)
        y += 15
    return sheet.sheet(KIND)


def glued(random: Random) -> Sheet:
    """Label and value in two columns, no headings, the unit printed against the count."""
    sheet = SpecimenSheet(random, "尿検査")
    y = sheet.head("尿検査結果", [("検体", "中間尿")])
    colon = random.choice(("", "："))
    rows = [("尿比重", _gravity(random), ""), ("尿pH", _acidity(random), "")]
    rows += [(f"尿{n}", random.choice(_GRADES), "") for n in random.sample(QUALITATIVE[:4], 4)]
    rows += [(n, random.choice(_FIELDS_JA), "/HPF") for n in random.sample(SEDIMENT[:5], 4)]
    rows += [
        (n, random.choice(("(-)", "(1+)", "少数", "認めず")), "") for n in ("硝子円柱", "細菌", CRYSTALS[0])
    ]
    half = (len(rows) + 1) // 2
    for at, (name, value, unit) in enumerate(rows):
        x, line = 50 + 260 * (at // half), y + 17 * (at % half)
        sheet.put(x, line, name + colon)
        sheet.value(name, value, (x + 110, line), unit=unit, printed=value + unit)
    return sheet.sheet(KIND)


def series(random: Random) -> Sheet:
    """Dates across."""
    sheet = SpecimenSheet(random, "尿検査 時系列")
    y = sheet.head("尿検査 時系列報告", style=0)
    days = [sheet.collected.replace(hour=0, minute=0) - timedelta(days=14 * n) for n in range(3)]
    sheet.put(50, y, "項目")
    for place, day in enumerate(days):
        sheet.put(190 + 90 * place, y, f"{day:%Y/%m/%d}")
    sheet.put(470, y, "単位")
    y += 18
    for name in ("蛋白", "糖", "潜血", "比重", "pH", "赤血球", "白血球", "細菌"):
        unit = "/HPF" if name in ("赤血球", "白血球") else ""
        sheet.put(50, y, name)
        sheet.put(470, y, unit)
        for place, day in enumerate(days):
            value = random.choice(_PLAIN)
            if name == "比重":
                value = _gravity(random)
            elif name == "pH":
                value = _acidity(random)
            elif unit:
                value = random.choice(_FIELDS)
            box = sheet.put(190 + 90 * place, y, value)
            sheet.items.append(TrueItem(name, value, unit, "", "", minute(day)[:10], 1, box))
        y += 16
    return sheet.sheet(KIND)


FAMILIES = (
    Family("urinalysis-panels", KIND, panels),
    Family("urinalysis-strip", KIND, strip),
    Family("urinalysis-sections", KIND, sections),
    Family("urinalysis-english", KIND, english, "en"),
    Family("urinalysis-glued", KIND, glued),
    Family("urinalysis-series", KIND, series),
)
