"""Word lists and tests that the laboratory layouts share: names, units, ranges and how a value is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from samples.making import names

HOSPITALS = (
    "架空県立中央病院",
    "みどり台架空総合病院",
    "医療法人架空会 つばさ記念病院",
    "想像市民病院",
    "架空大学医学部附属病院",
    "しらさぎ架空医療センター",
)
CLINICS = ("なぎさ架空クリニック", "架空内科循環器科医院", "ひばり想像クリニック", "架空駅前糖尿病内科")
LABS = ("架空メディカルラボ", "想像臨床検査センター", "カクウ・バイオ研究所", "架空医学検査株式会社")
DEPARTMENTS = ("内科", "循環器内科", "消化器内科", "外科", "腎臓内科", "呼吸器内科", "救急科")
WARDS = ("3階東病棟", "5A病棟", "6階西", "HCU", "外来", "4B病棟")


@dataclass(frozen=True, slots=True)
class Test:
    """A test as laboratories list it; `female` where women have a range of their own."""

    ja: str
    abbr: str
    unit: str
    low: float
    high: float
    digits: int = 0
    female: tuple[float, float] | None = None

    def span(self, sex: str) -> tuple[float, float]:
        """The range of that sex."""
        return self.female if self.female and sex == "female" else (self.low, self.high)

    def text(self, sex: str, join: str = "-") -> str:
        """The range as printed; one with no lower end as `100以下`."""
        low, high = self.span(sex)
        if low == 0:
            return f"{high:.{self.digits}f}以下"
        return f"{low:.{self.digits}f}{join}{high:.{self.digits}f}"


CBC: tuple[Test, ...] = (
    Test("白血球数", "WBC", "10^3/μL", 3.3, 8.6, 1),
    Test("赤血球数", "RBC", "10^6/μL", 4.35, 5.55, 2, (3.86, 4.92)),
    Test("ヘモグロビン", "Hb", "g/dL", 13.7, 16.8, 1, (11.6, 14.8)),
    Test("ヘマトクリット", "Ht", "%", 40.7, 50.1, 1, (35.1, 44.4)),
    Test("MCV", "MCV", "fL", 83.6, 98.2, 1),
    Test("MCH", "MCH", "pg", 27.5, 33.2, 1),
    Test("MCHC", "MCHC", "g/dL", 31.7, 35.3, 1),
    Test("血小板数", "PLT", "10^3/μL", 158, 348),
)
DIFF: tuple[Test, ...] = (
    Test("好中球", "Neut", "%", 40.0, 72.0, 1),
    Test("リンパ球", "Lymph", "%", 25.0, 48.0, 1),
    Test("単球", "Mono", "%", 2.0, 7.0, 1),
    Test("好酸球", "Eosino", "%", 1.0, 6.0, 1),
    Test("好塩基球", "Baso", "%", 0.2, 1.0, 1),
)
PROTEIN: tuple[Test, ...] = (
    Test("総蛋白", "TP", "g/dL", 6.6, 8.1, 1),
    Test("アルブミン", "ALB", "g/dL", 4.1, 5.1, 1),
    Test("A/G比", "A/G", "", 1.32, 2.23, 2),
)
LIVER: tuple[Test, ...] = (
    Test("総ビリルビン", "T-Bil", "mg/dL", 0.4, 1.5, 1),
    Test("直接ビリルビン", "D-Bil", "mg/dL", 0.1, 0.4, 1),
    Test("AST(GOT)", "AST", "U/L", 13, 30),
    Test("ALT(GPT)", "ALT", "U/L", 10, 42, 0, (7, 23)),
    Test("LD(IFCC)", "LD", "U/L", 124, 222),
    Test("ALP(IFCC)", "ALP", "U/L", 38, 113),
    Test("γ-GTP", "γ-GT", "U/L", 13, 64, 0, (9, 32)),
    Test("コリンエステラーゼ", "ChE", "U/L", 240, 486, 0, (201, 421)),
    Test("アミラーゼ", "AMY", "U/L", 44, 132),
    Test("CK", "CK", "U/L", 59, 248, 0, (41, 153)),
)
KIDNEY: tuple[Test, ...] = (
    Test("尿素窒素", "BUN", "mg/dL", 8.0, 20.0, 1),
    Test("クレアチニン", "CRE", "mg/dL", 0.65, 1.07, 2, (0.46, 0.79)),
    Test("尿酸", "UA", "mg/dL", 3.7, 7.8, 1, (2.6, 5.5)),
)
EGFR = Test("推算GFR", "eGFR", "mL/min/1.73m2", 60.0, 130.0, 1)
SALTS: tuple[Test, ...] = (
    Test("ナトリウム", "Na", "mmol/L", 138, 145),
    Test("カリウム", "K", "mmol/L", 3.6, 4.8, 1),
    Test("クロール", "Cl", "mmol/L", 101, 108),
    Test("カルシウム", "Ca", "mg/dL", 8.8, 10.1, 1),
    Test("無機リン", "IP", "mg/dL", 2.7, 4.6, 1),
    Test("マグネシウム", "Mg", "mg/dL", 1.8, 2.4, 1),
    Test("血清鉄", "Fe", "μg/dL", 40, 188),
)
LIPID: tuple[Test, ...] = (
    Test("総コレステロール", "T-CHO", "mg/dL", 142, 248),
    Test("中性脂肪", "TG", "mg/dL", 40, 234, 0, (30, 117)),
    Test("HDLコレステロール", "HDL-C", "mg/dL", 38, 90, 0, (48, 103)),
    Test("LDLコレステロール", "LDL-C", "mg/dL", 65, 163),
)
SUGAR: tuple[Test, ...] = (
    Test("血糖", "GLU", "mg/dL", 73, 109),
    Test("HbA1c(NGSP)", "HbA1c", "%", 4.9, 6.0, 1),
)
CRP = Test("CRP", "CRP", "mg/dL", 0.0, 0.14, 2)
COAG: tuple[Test, ...] = (
    Test("PT-INR", "PT-INR", "", 0.90, 1.13, 2),
    Test("APTT", "APTT", "秒", 24.0, 34.0, 1),
    Test("フィブリノゲン", "Fbg", "mg/dL", 200, 400),
    Test("Dダイマー", "D-dimer", "μg/mL", 0.0, 1.0, 1),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value that was measured, with its range and mark."""

    value: str
    ref: str
    flag: str


def found(rng: Random, test: Test, sex: str, join: str = "-", odd: float = 0.3) -> Found:
    """A value, outside its range as often as `odd` says."""
    low, high = test.span(sex)
    wide, at = high - low, rng.random()
    if at < odd / 2 and low > 0:
        value = max(low - rng.uniform(0.03, 0.35) * wide, low * 0.4)
    elif at < odd:
        value = high + rng.uniform(0.05, 1.1) * wide * (5 if low == 0 else 1)
    else:
        value = rng.uniform(low + 0.04 * wide, high - 0.04 * wide)
    if test.unit == "%":
        value = min(value, high + 0.7 * (100 - high))
    text = f"{value:.{test.digits}f}"
    shown = float(text)
    flag = "H" if shown > high else "L" if shown < low else ""
    return Found(text, test.text(sex, join), flag)


def surname(rng: Random) -> str:
    """Of a doctor or a technician."""
    return rng.choice(names.FAMILY)[0]


def roman(rng: Random) -> str:
    """The same in Latin letters."""
    return rng.choice(names.FAMILY)[2]


def number(rng: Random, digits: int) -> str:
    """An order number or suchlike."""
    return "".join(str(rng.randrange(10)) for _ in range(digits))


def some(rng: Random, tests: Sequence[Test], least: float = 0.8) -> list[Test]:
    """Most of them, in order."""
    return [t for t in tests if rng.random() < rng.uniform(least, 1)] or list(tests)


_STYLES: tuple[dict[str, str], ...] = (
    {},
    {"10^3/μL": "x10^3/μL", "10^6/μL": "x10^6/μL"},
    {"10^3/μL": "千/μL", "10^6/μL": "百万/μL", "U/L": "IU/L", "mmol/L": "mEq/L"},
    {"10^3/μL": "10*3/μl", "10^6/μL": "10*6/μl", "g/dL": "g/dl", "mg/dL": "mg/dl", "%": "％"},
)


def spelling(rng: Random) -> dict[str, str]:
    """How one document spells its units, where not as the lists do: `told.get(unit, unit)`."""
    return rng.choice(_STYLES)
