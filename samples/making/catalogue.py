"""Laboratory items as Japanese reports print them, and seeded realistic values.

Ranges have the size of the JCCLS common reference intervals: they are here to look right, not to judge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from samples.making.people import Person

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Test:
    """One item: names by style, unit, range by sex and decimals; `kind` says how range and value print."""

    section: str
    name: str  # as a full-width Japanese report prints it
    short: str  # as a compact report prints it
    english: str
    unit: str
    male: Range
    female: Range
    decimals: int
    kind: str = "between"  # between | below | above | negative

    def limits(self, person: Person) -> Range:
        """The range for this person's sex."""
        return self.male if person.sex == "male" else self.female


@dataclass(frozen=True, slots=True)
class Result:
    """A test with the strings that are printed; flag is "", "H", "L" or "A"."""

    test: Test
    value: str
    reference: str
    flag: str


def _t(
    section: str, names: str, unit: str, limits: tuple[float, ...], decimals: int, kind: str = "between"
) -> Test:
    name, short, english = names.split("|")
    male = (limits[0], limits[1])
    return Test(
        section,
        name,
        short,
        english,
        unit,
        male,
        (limits[2], limits[3]) if len(limits) > 2 else male,
        decimals,
        kind,
    )


CHEMISTRY, BLOOD, CLOTTING, INFECTION = "生化学", "血算", "凝固", "感染症"
SECTION_EN = {
    CHEMISTRY: "CHEMISTRY",
    BLOOD: "HEMATOLOGY",
    CLOTTING: "COAGULATION",
    INFECTION: "INFECTIOUS DISEASE",
}

TESTS: dict[str, Test] = {
    "TP": _t(CHEMISTRY, "総蛋白|TP|Total Protein", "g/dL", (6.6, 8.1), 1),
    "ALB": _t(CHEMISTRY, "アルブミン|ALB|Albumin", "g/dL", (4.1, 5.1), 1),
    "TB": _t(CHEMISTRY, "総ビリルビン|T-Bil|Total Bilirubin", "mg/dL", (0.4, 1.5), 1),
    "DB": _t(CHEMISTRY, "直接ビリルビン|D-Bil|Direct Bilirubin", "mg/dL", (0.0, 0.2), 1),
    "AST": _t(CHEMISTRY, "AST(GOT)|AST|AST", "U/L", (13, 30), 0),
    "ALT": _t(CHEMISTRY, "ALT(GPT)|ALT|ALT", "U/L", (10, 42, 7, 23), 0),
    "LD": _t(CHEMISTRY, "LD(LDH)|LDH|LDH", "U/L", (124, 222), 0),
    "ALP": _t(CHEMISTRY, "ALP(IFCC)|ALP|Alkaline Phosphatase", "U/L", (38, 113), 0),
    "GGT": _t(CHEMISTRY, "γ-GTP|γ-GT|GGT", "U/L", (13, 64, 9, 32), 0),
    "CHE": _t(CHEMISTRY, "コリンエステラーゼ|ChE|Cholinesterase", "U/L", (240, 486, 201, 421), 0),
    "CK": _t(CHEMISTRY, "クレアチンキナーゼ|CK|Creatine Kinase", "U/L", (59, 248, 41, 153), 0),
    "AMY": _t(CHEMISTRY, "アミラーゼ|AMY|Amylase", "U/L", (44, 132), 0),
    "UN": _t(CHEMISTRY, "尿素窒素|BUN|Urea Nitrogen", "mg/dL", (8, 20), 1),
    "CRE": _t(CHEMISTRY, "クレアチニン|CRE|Creatinine", "mg/dL", (0.65, 1.07, 0.46, 0.79), 2),
    "EGFR": _t(CHEMISTRY, "eGFR|eGFR|eGFR", "mL/min/1.73m2", (60, 110), 1, "above"),
    "UA": _t(CHEMISTRY, "尿酸|UA|Uric Acid", "mg/dL", (3.7, 7.8, 2.6, 5.5), 1),
    "NA": _t(CHEMISTRY, "ナトリウム|Na|Sodium", "mmol/L", (138, 145), 0),
    "K": _t(CHEMISTRY, "カリウム|K|Potassium", "mmol/L", (3.6, 4.8), 1),
    "CL": _t(CHEMISTRY, "クロール|Cl|Chloride", "mmol/L", (101, 108), 0),
    "CA": _t(CHEMISTRY, "カルシウム|Ca|Calcium", "mg/dL", (8.8, 10.1), 1),
    "IP": _t(CHEMISTRY, "無機リン|IP|Phosphorus", "mg/dL", (2.7, 4.6), 1),
    "GLU": _t(CHEMISTRY, "血糖|GLU|Glucose", "mg/dL", (73, 109), 0),
    "A1C": _t(CHEMISTRY, "HbA1c(NGSP)|HbA1c|Hemoglobin A1c", "%", (4.9, 6.0), 1),
    "TC": _t(CHEMISTRY, "総コレステロール|T-CHO|Total Cholesterol", "mg/dL", (142, 248), 0),
    "TG": _t(CHEMISTRY, "中性脂肪|TG|Triglycerides", "mg/dL", (40, 234, 30, 117), 0),
    "HDL": _t(CHEMISTRY, "HDLコレステロール|HDL-C|HDL Cholesterol", "mg/dL", (38, 90, 48, 103), 0),
    "LDL": _t(CHEMISTRY, "LDLコレステロール|LDL-C|LDL Cholesterol", "mg/dL", (65, 163), 0),
    "CRP": _t(CHEMISTRY, "CRP|CRP|C-Reactive Protein", "mg/dL", (0.1, 0.14), 2, "below"),
    "FE": _t(CHEMISTRY, "血清鉄|Fe|Iron", "μg/dL", (40, 188), 0),
    "FER": _t(CHEMISTRY, "フェリチン|フェリチン|Ferritin", "ng/mL", (39.4, 340.0, 3.6, 114.0), 1),
    "BNP": _t(CHEMISTRY, "BNP|BNP|BNP", "pg/mL", (5.8, 18.4), 1, "below"),
    "TSH": _t(CHEMISTRY, "TSH|TSH|TSH", "μIU/mL", (0.5, 5.0), 2),
    "FT4": _t(CHEMISTRY, "FT4|FT4|Free T4", "ng/dL", (0.9, 1.7), 2),
    "WBC": _t(BLOOD, "白血球数|WBC|WBC", "10^3/μL", (3.3, 8.6), 2),
    "RBC": _t(BLOOD, "赤血球数|RBC|RBC", "10^6/μL", (4.35, 5.55, 3.86, 4.92), 2),
    "HB": _t(BLOOD, "ヘモグロビン|Hb|Hemoglobin", "g/dL", (13.7, 16.8, 11.6, 14.8), 1),
    "HT": _t(BLOOD, "ヘマトクリット|Ht|Hematocrit", "%", (40.7, 50.1, 35.1, 44.4), 1),
    "MCV": _t(BLOOD, "MCV|MCV|MCV", "fL", (83.6, 98.2), 1),
    "MCH": _t(BLOOD, "MCH|MCH|MCH", "pg", (27.5, 33.2), 1),
    "MCHC": _t(BLOOD, "MCHC|MCHC|MCHC", "g/dL", (31.7, 35.3), 1),
    "PLT": _t(BLOOD, "血小板数|PLT|Platelets", "10^3/μL", (158, 348), 0),
    "NEUT": _t(BLOOD, "好中球|Neut|Neutrophils", "%", (40.0, 70.0), 1),
    "LYMP": _t(BLOOD, "リンパ球|Lymph|Lymphocytes", "%", (18.0, 49.0), 1),
    "MONO": _t(BLOOD, "単球|Mono|Monocytes", "%", (2.0, 10.0), 1),
    "EOS": _t(BLOOD, "好酸球|Eosino|Eosinophils", "%", (0.0, 8.5), 1),
    "BASO": _t(BLOOD, "好塩基球|Baso|Basophils", "%", (0.0, 2.5), 1),
    "INR": _t(CLOTTING, "PT-INR|PT-INR|PT-INR", "", (0.9, 1.1), 2),
    "PT": _t(CLOTTING, "プロトロンビン時間|PT|Prothrombin Time", "秒", (10.5, 13.5), 1),
    "APTT": _t(CLOTTING, "APTT|APTT|APTT", "秒", (24.0, 39.0), 1),
    "FIB": _t(CLOTTING, "フィブリノゲン|Fib|Fibrinogen", "mg/dL", (200, 400), 0),
    "DD": _t(CLOTTING, "Dダイマー|Dダイマー|D-dimer", "μg/mL", (0.5, 1.0), 1, "below"),
    "HBS": _t(INFECTION, "HBs抗原|HBs抗原|HBs Antigen", "", (0, 0), 0, "negative"),
    "HCV": _t(INFECTION, "HCV抗体|HCV抗体|HCV Antibody", "", (0, 0), 0, "negative"),
    "TPA": _t(INFECTION, "梅毒TP抗体|TP抗体|Syphilis TP Antibody", "", (0, 0), 0, "negative"),
    "HIV": _t(INFECTION, "HIV抗原・抗体|HIV|HIV Ag/Ab", "", (0, 0), 0, "negative"),
}


def results(
    person: Person, keys: str, seed: int, *, dash: str = "-", english: bool = False
) -> tuple[Result, ...]:
    """Seeded results in the order of `keys` (separated by spaces); `dash` is how the report writes ranges.

    About one in four lies outside its range. A key may carry its value: `CRP=<0.01`, `HB=8.50`.
    """
    random = Random(seed)
    found = []
    for entry in keys.split():
        key, _, given = entry.partition("=")
        found.append(_result(TESTS[key], person, random, given, dash, english))
    return _whole_count(found)


def _whole_count(found: list[Result]) -> tuple[Result, ...]:
    """Make a white cell count add up to 100 %: the neutrophils take what the others leave."""
    cells = {r.test.short: r for r in found}
    if {"Neut", "Lymph", "Mono", "Eosino", "Baso"} <= cells.keys():
        others = sum(float(cells[c].value) for c in ("Lymph", "Mono", "Eosino", "Baso"))
        low, high = cells["Neut"].test.male
        rest = 100 - others
        cells["Neut"] = replace(
            cells["Neut"], value=f"{rest:.1f}", flag="H" if rest > high else "L" if rest < low else ""
        )
    return tuple(cells.values())


def _result(test: Test, person: Person, random: Random, given: str, dash: str, english: bool) -> Result:
    if test.kind == "negative":
        negative = "Negative" if english else "(-)"
        value = given or negative
        return Result(test, value, negative, "" if value == negative else "A")
    low, high = test.limits(person)
    value = given or _draw(test, low, high, random)
    number = float(value.lstrip("<>"))
    flag = ""
    if number > high and test.kind != "above":
        flag = "H"
    elif number < low and test.kind != "below":
        flag = "L"
    return Result(test, value, _reference(test, low, high, dash, english), flag)


def _draw(test: Test, low: float, high: float, random: Random) -> str:
    width, chance = high - low, random.random()
    if chance < 0.13:
        number = high + width * random.uniform(0.05, 1.2 if test.unit == "U/L" else 0.45)
    elif chance < 0.25:
        number = max(low - width * random.uniform(0.05, 0.35), low * 0.7)
    else:
        number = random.uniform(low + width * 0.05, high - width * 0.05)
    return f"{number:.{test.decimals}f}"


def _reference(test: Test, low: float, high: float, dash: str, english: bool) -> str:
    if test.kind == "below":
        return f"<{high:.{test.decimals}f}" if english else f"{high:.{test.decimals}f}以下"
    if test.kind == "above":
        return f">={low:.{test.decimals}f}" if english else f"{low:.{test.decimals}f}以上"
    return f"{low:.{test.decimals}f}{dash}{high:.{test.decimals}f}"
