"""Analytes with made-up but plausible bounds, and the odd things that laboratories print for results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Analyte:
    """`span` for everybody, or for men with `women` beside it; None for an open side."""

    ja: str
    short: str
    en: str
    unit: str
    low: float | None
    high: float
    digits: int = 0
    women: tuple[float, float] | None = None

    def bounds(self, sex: str) -> tuple[float | None, float]:
        """For a sex."""
        return self.women if self.women and sex == "female" else (self.low, self.high)

    def text(self, number: float) -> str:
        """With the analyte's decimals."""
        return f"{number:.{self.digits}f}"

    def span(self, sex: str, joint: str = "-", most: str = "{}以下") -> str:
        """The reference as printed."""
        low, high = self.bounds(sex)
        return most.format(self.text(high)) if low is None else f"{self.text(low)}{joint}{self.text(high)}"


BLOOD = (
    Analyte("白血球数", "WBC", "White blood cells", "10^3/µL", 3.3, 8.6, 1),
    Analyte("赤血球数", "RBC", "Red blood cells", "10^6/µL", 4.35, 5.55, 2, (3.86, 4.92)),
    Analyte("ヘモグロビン", "Hb", "Hemoglobin", "g/dL", 13.7, 16.8, 1, (11.6, 14.8)),
    Analyte("ヘマトクリット", "Ht", "Hematocrit", "%", 40.7, 50.1, 1, (35.1, 44.4)),
    Analyte("MCV", "MCV", "MCV", "fL", 83.6, 98.2, 1),
    Analyte("MCH", "MCH", "MCH", "pg", 27.5, 33.2, 1),
    Analyte("MCHC", "MCHC", "MCHC", "g/dL", 31.7, 35.3, 1),
    Analyte("血小板数", "PLT", "Platelets", "10^3/µL", 158, 348),
)
DIFFERENTIAL = (
    Analyte("好中球", "Neut", "Neutrophils", "%", 38.5, 80.5, 1),
    Analyte("リンパ球", "Lymph", "Lymphocytes", "%", 16.5, 49.5, 1),
    Analyte("単球", "Mono", "Monocytes", "%", 2.0, 10.0, 1),
    Analyte("好酸球", "Eos", "Eosinophils", "%", 0.0, 8.5, 1),
    Analyte("好塩基球", "Baso", "Basophils", "%", 0.0, 2.5, 1),
)
CLOTTING = (
    Analyte("PT-INR", "PT-INR", "INR", "", 0.85, 1.15, 2),
    Analyte("APTT", "APTT", "APTT", "秒", 24.0, 39.0, 1),
    Analyte("フィブリノゲン", "Fib", "Fibrinogen", "mg/dL", 200, 400),
    Analyte("Dダイマー", "D-D", "D-dimer", "µg/mL", None, 1.0, 1),
)
LIVER = (
    Analyte("総蛋白", "TP", "Total protein", "g/dL", 6.6, 8.1, 1),
    Analyte("アルブミン", "ALB", "Albumin", "g/dL", 4.1, 5.1, 1),
    Analyte("総ビリルビン", "T-Bil", "Bilirubin, total", "mg/dL", 0.4, 1.5, 1),
    Analyte("AST(GOT)", "AST", "AST", "U/L", 13, 30),
    Analyte("ALT(GPT)", "ALT", "ALT", "U/L", 10, 42, 0, (7, 23)),
    Analyte("LD(IFCC)", "LD", "LDH", "U/L", 124, 222),
    Analyte("ALP(IFCC)", "ALP", "ALP", "U/L", 38, 113),
    Analyte("γ-GTP", "γGT", "GGT", "U/L", 13, 64, 0, (9, 32)),
    Analyte("コリンエステラーゼ", "ChE", "Cholinesterase", "U/L", 240, 486, 0, (201, 421)),
    Analyte("アミラーゼ", "AMY", "Amylase", "U/L", 44, 132),
    Analyte("CK", "CK", "CK", "U/L", 59, 248, 0, (41, 153)),
)
KIDNEY = (
    Analyte("尿素窒素", "BUN", "Urea nitrogen", "mg/dL", 8.0, 20.0, 1),
    Analyte("クレアチニン", "CRE", "Creatinine", "mg/dL", 0.65, 1.07, 2, (0.46, 0.79)),
    Analyte("尿酸", "UA", "Uric acid", "mg/dL", 3.7, 7.8, 1, (2.6, 5.5)),
    Analyte("ナトリウム", "Na", "Sodium", "mmol/L", 138, 145),
    Analyte("カリウム", "K", "Potassium", "mmol/L", 3.6, 4.8, 1),
    Analyte("クロール", "Cl", "Chloride", "mmol/L", 101, 108),
    Analyte("カルシウム", "Ca", "Calcium", "mg/dL", 8.8, 10.1, 1),
    Analyte("無機リン", "IP", "Phosphate", "mg/dL", 2.7, 4.6, 1),
    Analyte("マグネシウム", "Mg", "Magnesium", "mg/dL", 1.8, 2.4, 1),
)
FAT = (
    Analyte("総コレステロール", "T-CHO", "Cholesterol, total", "mg/dL", 142, 248),
    Analyte("LDLコレステロール", "LDL-C", "LDL cholesterol", "mg/dL", 65, 139),
    Analyte("HDLコレステロール", "HDL-C", "HDL cholesterol", "mg/dL", 38, 90, 0, (48, 103)),
    Analyte("中性脂肪", "TG", "Triglycerides", "mg/dL", 40, 149),
    Analyte("血糖", "GLU", "Glucose", "mg/dL", 73, 109),
    Analyte("HbA1c(NGSP)", "HbA1c", "HbA1c", "%", 4.9, 6.0, 1),
)
OTHERS = (
    Analyte("CRP定量", "CRP", "C-reactive protein", "mg/dL", None, 0.14, 2),
    Analyte("BNP", "BNP", "BNP", "pg/mL", None, 18.4, 1),
    Analyte("TSH", "TSH", "TSH", "µIU/mL", 0.50, 5.00, 2),
    Analyte("FT4", "FT4", "Free T4", "ng/dL", 0.90, 1.70, 2),
    Analyte("フェリチン", "FER", "Ferritin", "ng/mL", 39.9, 465.0, 1, (6.2, 138.0)),
    Analyte("血清鉄", "Fe", "Iron", "µg/dL", 40, 188),
    Analyte("CEA", "CEA", "CEA", "ng/mL", None, 5.0, 1),
    Analyte("CA19-9", "CA19-9", "CA 19-9", "U/mL", None, 37.0, 1),
)


def measured(rng: Random, a: Analyte, sex: str) -> tuple[str, str]:
    """A result and H, L or nothing, as its bounds say."""
    low, high = a.bounds(sex)
    least = high * 0.15 if low is None else low
    chance = rng.random()
    if chance < 0.68:
        number = rng.uniform(least, high)
    elif chance < 0.86 or not low:
        number = min(high * rng.uniform(1.02, 1.7), 99.9 if a.unit == "%" else 1e9)
    else:
        number = low * rng.uniform(0.7, 0.98)
    text = a.text(number)
    shown = float(text)
    return text, "H" if shown > high else "L" if low is not None and shown < low else ""


def some(rng: Random, of: Sequence[Analyte], least: int) -> list[Analyte]:
    """`least` or more of them, in their order."""
    chosen = set(rng.sample(range(len(of)), rng.randint(min(least, len(of)), len(of))))
    return [a for n, a in enumerate(of) if n in chosen]


HOSPITALS = (
    "ほしぞら架空中央病院",
    "一般財団法人 想像会 みずうみ病院",
    "架空県立こもれび医療センター",
    "医療法人 夢灯会　あさぎり内科医院",
    "国民健康保険 まぼろし町立病院",
    "学校法人 空想医科大学 附属病院",
)
HOSPITALS_EN = (
    "Hoshizora Imaginary Medical Center",
    "Komorebi Fictional Hospital",
    "Maboroshi Bay Clinic (not a real place)",
)
LABS = (
    "㈱架空臨床検査センター",
    "まぼろしメディカルラボ株式会社",
    "公益社団法人 想像市医師会臨床検査センター",
)
DOCTORS = ("仁科", "東雲", "鵜飼", "美濃部", "千石", "薄井", "四方")
DOCTORS_EN = ("H. Nishina, MD", "A. Shinonome, MD", "M. Ukai, MD", "J. Yomo, MD")
WARDS = ("3階東病棟", "5西", "ICU", "内科外来", "循環器内科", "7B病棟", "救急科")
