"""Laboratory tests with their units and ranges, and results drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Test:
    """A test; `female` is the range of women where it differs."""

    ja: str
    short: str
    en: str
    unit: str
    low: float
    high: float
    digits: int = 1
    female: tuple[float, float] | None = None

    def bounds(self, sex: str) -> tuple[float, float]:
        """The range of that sex."""
        return self.female if self.female and sex == "female" else (self.low, self.high)

    def range(self, sex: str, dash: str = "～") -> str:
        """The range as printed."""
        low, high = self.bounds(sex)
        return f"{low:.{self.digits}f}{dash}{high:.{self.digits}f}"

    def result(self, rng: Random, sex: str) -> tuple[str, str]:
        """A printed number and H, L or nothing."""
        low, high = self.bounds(sex)
        kind, wide = rng.random(), high - low
        if kind < 0.66:
            number = rng.uniform(low + wide * 0.05, high - wide * 0.05)
        elif kind < 0.86:
            number = high + wide * rng.uniform(0.1, 0.9)
        else:
            number = low * rng.uniform(0.6, 0.93)
        text = f"{number:.{self.digits}f}"
        printed = float(text)
        flag = "H" if printed > round(high, self.digits) else "L" if printed < round(low, self.digits) else ""
        return text, flag


BLOOD = (
    Test("白血球数", "WBC", "White blood cells", "10^3/μL", 3.3, 8.6),
    Test("赤血球数", "RBC", "Red blood cells", "10^6/μL", 4.35, 5.55, 2, (3.86, 4.92)),
    Test("ヘモグロビン", "Hb", "Hemoglobin", "g/dL", 13.7, 16.8, 1, (11.6, 14.8)),
    Test("ヘマトクリット", "Ht", "Hematocrit", "%", 40.7, 50.1, 1, (35.1, 44.4)),
    Test("MCV", "MCV", "MCV", "fL", 83.6, 98.2),
    Test("MCH", "MCH", "MCH", "pg", 27.5, 33.2),
    Test("MCHC", "MCHC", "MCHC", "g/dL", 31.7, 35.3),
    Test("血小板数", "PLT", "Platelets", "10^3/μL", 158, 348, 0),
)
DIFF = (
    Test("好中球", "Neut", "Neutrophils", "%", 40.0, 71.9),
    Test("リンパ球", "Lymph", "Lymphocytes", "%", 26.0, 46.6),
    Test("単球", "Mono", "Monocytes", "%", 2.3, 7.7),
    Test("好酸球", "Eos", "Eosinophils", "%", 0.2, 4.1),
    Test("好塩基球", "Baso", "Basophils", "%", 0.1, 1.8),
)
CHEM = (
    Test("総蛋白", "TP", "Total protein", "g/dL", 6.6, 8.1),
    Test("アルブミン", "ALB", "Albumin", "g/dL", 4.1, 5.1),
    Test("総ビリルビン", "T-Bil", "Total bilirubin", "mg/dL", 0.4, 1.5),
    Test("AST(GOT)", "AST", "AST", "U/L", 13, 30, 0),
    Test("ALT(GPT)", "ALT", "ALT", "U/L", 10, 42, 0, (7, 23)),
    Test("LD(IFCC)", "LD", "LDH", "U/L", 124, 222, 0),
    Test("ALP(IFCC)", "ALP", "Alkaline phosphatase", "U/L", 38, 113, 0),
    Test("γ-GT", "γ-GT", "GGT", "U/L", 13, 64, 0, (9, 32)),
    Test("CK", "CK", "Creatine kinase", "U/L", 59, 248, 0, (41, 153)),
    Test("アミラーゼ", "AMY", "Amylase", "U/L", 44, 132, 0),
    Test("尿素窒素", "UN", "Urea nitrogen", "mg/dL", 8.0, 20.0),
    Test("クレアチニン", "CRE", "Creatinine", "mg/dL", 0.65, 1.07, 2, (0.46, 0.79)),
    Test("尿酸", "UA", "Uric acid", "mg/dL", 3.7, 7.8, 1, (2.6, 5.5)),
    Test("ナトリウム", "Na", "Sodium", "mmol/L", 138, 145, 0),
    Test("カリウム", "K", "Potassium", "mmol/L", 3.6, 4.8),
    Test("クロール", "Cl", "Chloride", "mmol/L", 101, 108, 0),
    Test("カルシウム", "Ca", "Calcium", "mg/dL", 8.8, 10.1),
    Test("無機リン", "IP", "Phosphorus", "mg/dL", 2.7, 4.6),
)
LIPID = (
    Test("総コレステロール", "T-CHO", "Total cholesterol", "mg/dL", 142, 248, 0),
    Test("中性脂肪", "TG", "Triglycerides", "mg/dL", 40, 234, 0, (30, 117)),
    Test("HDLコレステロール", "HDL-C", "HDL cholesterol", "mg/dL", 38, 90, 0, (48, 103)),
    Test("LDLコレステロール", "LDL-C", "LDL cholesterol", "mg/dL", 65, 163, 0),
)
SUGAR = (
    Test("血糖", "GLU", "Glucose", "mg/dL", 73, 109, 0),
    Test("HbA1c(NGSP)", "HbA1c", "Hemoglobin A1c", "%", 4.9, 6.0),
)
ALL = (*BLOOD, *CHEM, *LIPID, *SUGAR)


def some(rng: Random, tests: tuple[Test, ...], low: int, high: int) -> list[Test]:
    """So many of them, in their order."""
    count = min(len(tests), rng.randint(low, high))
    return [tests[n] for n in sorted(rng.sample(range(len(tests)), count))]
