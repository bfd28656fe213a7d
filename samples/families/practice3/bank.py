"""Analytes to print: hand-made names, units and ranges (no clinical reference), and values by chance."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Analyte:
    """Japanese name, abbreviation, English name, unit, range of men and of women (low, high, decimals)."""

    ja: str
    short: str
    en: str
    unit: str
    men: tuple[float, float]
    women: tuple[float, float]
    places: int


def _read(text: str) -> tuple[Analyte, ...]:
    found = []
    for line in text.strip().splitlines():
        ja, short, en, unit, men, women, places = (part.strip() for part in line.split("|"))
        low, high = map(float, men.split())
        other = women or men
        found.append(
            Analyte(
                ja,
                short,
                en,
                unit,
                (low, high),
                (float(other.split()[0]), float(other.split()[1])),
                int(places),
            )
        )
    return tuple(found)


BLOOD = _read("""
白血球数|WBC|White blood cells|10^3/μL|3.3 8.6||1
赤血球数|RBC|Red blood cells|10^6/μL|4.35 5.55|3.86 4.92|2
ヘモグロビン|Hb|Hemoglobin|g/dL|13.7 16.8|11.6 14.8|1
ヘマトクリット|Ht|Hematocrit|%|40.7 50.1|35.1 44.4|1
平均赤血球容積|MCV|MCV|fL|83.6 98.2||1
平均赤血球血色素量|MCH|MCH|pg|27.5 33.2||1
血小板数|PLT|Platelets|10^3/μL|158 348||0
網赤血球|Ret|Reticulocytes|‰|4 19||0
好中球|Neut|Neutrophils|%|40.0 70.0||1
リンパ球|Lymph|Lymphocytes|%|18.0 50.0||1
単球|Mono|Monocytes|%|2.0 9.0||1
好酸球|Eosino|Eosinophils|%|0.5 8.0||1
""")
CLOT = _read("""
プロトロンビン時間|PT|Prothrombin time|sec|9.6 13.1||1
PT-INR|INR|PT-INR||0.85 1.15||2
APTT|APTT|aPTT|sec|24.0 39.0||1
フィブリノーゲン|Fbg|Fibrinogen|mg/dL|200 400||0
Dダイマー|DD|D-dimer|μg/mL|0.1 1.0||1
""")
CHEMISTRY = _read("""
総蛋白|TP|Total protein|g/dL|6.6 8.1||1
アルブミン|ALB|Albumin|g/dL|4.1 5.1||1
総ビリルビン|T-Bil|Total bilirubin|mg/dL|0.4 1.5||1
AST(GOT)|AST|AST|U/L|13 30||0
ALT(GPT)|ALT|ALT|U/L|10 42|7 23|0
γ-GTP|γ-GT|GGT|U/L|13 64|9 32|0
ALP(IFCC)|ALP|Alkaline phosphatase|U/L|38 113||0
LD(IFCC)|LD|LDH|U/L|124 222||0
クレアチンキナーゼ|CK|Creatine kinase|U/L|59 248|41 153|0
血清アミラーゼ|AMY|Amylase|U/L|44 132||0
尿素窒素|BUN|Urea nitrogen|mg/dL|8.0 20.0||1
クレアチニン|CRE|Creatinine|mg/dL|0.65 1.07|0.46 0.79|2
尿酸|UA|Uric acid|mg/dL|3.7 7.8|2.6 5.5|1
ナトリウム|Na|Sodium|mmol/L|138 145||0
カリウム|K|Potassium|mmol/L|3.6 4.8||1
クロール|Cl|Chloride|mmol/L|101 108||0
カルシウム|Ca|Calcium|mg/dL|8.8 10.1||1
無機リン|IP|Phosphate|mg/dL|2.7 4.6||1
""")
SUGAR_FAT = _read("""
空腹時血糖|FPG|Glucose, fasting|mg/dL|73 109||0
HbA1c(NGSP)|A1c|HbA1c|%|4.9 6.0||1
総コレステロール|TC|Total cholesterol|mg/dL|142 248||0
HDLコレステロール|HDL-C|HDL cholesterol|mg/dL|38 90|48 103|0
LDLコレステロール|LDL-C|LDL cholesterol|mg/dL|65 139||0
中性脂肪|TG|Triglycerides|mg/dL|40 149||0
""")
HORMONES = _read("""
甲状腺刺激ホルモン|TSH|TSH|μIU/mL|0.50 5.00||2
遊離サイロキシン|FT4|Free T4|ng/dL|0.90 1.70||2
フェリチン|Fer|Ferritin|ng/mL|40 340|4 87|0
CEA|CEA|CEA|ng/mL|0.5 5.0||1
CA19-9|CA19-9|CA 19-9|U/mL|2.0 37.0||1
""")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value by chance, and where it lies: H, L or empty."""

    text: str
    side: str


def number(rng: Random, low: float, high: float, places: int, abnormal: float = 0.3) -> Drawn:
    """A number in or outside of a range."""
    span, form = high - low, rng.random()
    if form < abnormal * 0.6:
        value = high + span * rng.uniform(0.08, 1.1)
    elif form < abnormal:
        value = max(low - span * rng.uniform(0.08, 0.5), low * 0.4)
    else:
        value = rng.uniform(low, high)
    text = f"{value:.{places}f}"
    return Drawn(text, "H" if float(text) > high else "L" if float(text) < low else "")


def span(low: float, high: float, places: int, dash: str = "-") -> str:
    """A range as printed."""
    return f"{low:.{places}f}{dash}{high:.{places}f}"


def some(rng: Random, bank: tuple[Analyte, ...], least: int) -> list[Analyte]:
    """Part of a bank, in its order."""
    count = rng.randint(min(least, len(bank)), len(bank))
    return sorted(rng.sample(bank, count), key=bank.index)


def table(text: str) -> list[list[str]]:
    """Lines of `a|b|c`."""
    return [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
