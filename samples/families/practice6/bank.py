"""Tests with made-up bounds, and the invented houses and people who sign."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Test:
    """A test of the laboratory; `low` None: only an upper bound."""

    ja: str
    en: str
    unit: str
    low: float | None
    high: float
    digits: int = 0

    def text(self, value: float) -> str:
        """With the test's decimals."""
        return f"{value:.{self.digits}f}"

    def span(self, joint: str = "-", most: str = "{}以下") -> str:
        """The reference as printed."""
        if self.low is None:
            return most.format(self.text(self.high))
        return f"{self.text(self.low)}{joint}{self.text(self.high)}"

    def draw(self, rng: Random, odd: float = 0.3) -> tuple[str, str]:
        """A result, with H, L or nothing as its bounds say; out of them with the chance `odd`."""
        low = self.high * 0.2 if self.low is None else self.low
        value, wide = rng.uniform(low, self.high), self.high - low
        if rng.random() < odd:
            up = self.low is None or rng.random() < 0.6
            far = wide * rng.uniform(0.04, 0.8 if up else 0.4)
            value = self.high + far if up else max(low - far, low * 0.6)
        shown = float(text := self.text(value))
        if shown > self.high:
            return text, "H"
        return text, "L" if self.low is not None and shown < self.low else ""


CELLS = (
    Test("白血球数", "White cell count", "×10^2/μL", 35, 91),
    Test("赤血球数", "Red cell count", "×10^4/μL", 376, 516),
    Test("血色素量", "Haemoglobin", "g/dL", 11.3, 16.0, 1),
    Test("ヘマトクリット値", "Haematocrit", "%", 33.4, 47.0, 1),
    Test("血小板数", "Platelet count", "×10^4/μL", 13.0, 36.9, 1),
    Test("網赤血球", "Reticulocytes", "%", 0.4, 1.9, 1),
)
ENZYMES = (
    Test("総蛋白", "Total protein", "g/dL", 6.5, 8.2, 1),
    Test("アルブミン", "Albumin", "g/dL", 3.8, 5.3, 1),
    Test("総ビリルビン", "Total bilirubin", "mg/dL", 0.3, 1.2, 1),
    Test("直接ビリルビン", "Direct bilirubin", "mg/dL", None, 0.4, 1),
    Test("AST", "AST", "U/L", 10, 40),
    Test("ALT", "ALT", "U/L", 5, 45),
    Test("LD", "LDH", "U/L", 120, 245),
    Test("ALP", "Alkaline phosphatase", "U/L", 38, 113),
    Test("γ-GT", "Gamma GT", "U/L", None, 79),
    Test("コリンエステラーゼ", "Cholinesterase", "U/L", 213, 501),
    Test("CK", "Creatine kinase", "U/L", 50, 230),
    Test("アミラーゼ", "Amylase", "U/L", 39, 134),
)
SALTS = (
    Test("尿素窒素", "Urea", "mg/dL", 8.0, 22.0, 1),
    Test("クレアチニン", "Creatinine", "mg/dL", 0.47, 1.09, 2),
    Test("尿酸", "Urate", "mg/dL", 2.7, 7.0, 1),
    Test("ナトリウム", "Sodium", "mEq/L", 136, 147),
    Test("カリウム", "Potassium", "mEq/L", 3.6, 5.0, 1),
    Test("クロール", "Chloride", "mEq/L", 98, 109),
    Test("カルシウム", "Calcium", "mg/dL", 8.7, 10.3, 1),
    Test("無機リン", "Phosphate", "mg/dL", 2.4, 4.3, 1),
    Test("血清鉄", "Iron", "μg/dL", 48, 190),
)
LIPIDS = (
    Test("総コレステロール", "Total cholesterol", "mg/dL", 150, 219),
    Test("中性脂肪", "Triglycerides", "mg/dL", 50, 149),
    Test("HDL-コレステロール", "HDL cholesterol", "mg/dL", 40, 96),
    Test("LDL-コレステロール", "LDL cholesterol", "mg/dL", 70, 139),
    Test("グルコース", "Glucose", "mg/dL", 70, 109),
    Test("ヘモグロビンA1c", "HbA1c", "%", 4.6, 6.2, 1),
)
IMMUNE = (
    Test("CRP", "C-reactive protein", "mg/dL", None, 0.30, 2),
    Test("リウマチ因子定量", "Rheumatoid factor", "IU/mL", None, 15),
    Test("免疫グロブリンG", "IgG", "mg/dL", 870, 1700),
    Test("免疫グロブリンA", "IgA", "mg/dL", 110, 410),
    Test("フェリチン", "Ferritin", "ng/mL", 12, 250),
    Test("PSA", "PSA", "ng/mL", None, 4.00, 2),
    Test("甲状腺刺激ホルモン", "TSH", "μIU/mL", 0.61, 4.23, 2),
    Test("遊離サイロキシン", "Free T4", "ng/dL", 0.75, 1.45, 2),
)

HOSPITALS = (
    "社会福祉法人 ありもせず会 かすみ野病院",
    "独立行政法人 無何有医療機構 うつつ東病院",
    "つくりばなし市民病院",
    "医療法人社団 蜃気楼会 とうげの診療所",
    "未踏大学医学部附属病院",
    "空中楼閣赤れんが病院",
)
HOSPITALS_EN = (
    "Neverwhere General Hospital",
    "St. Nobody's Teaching Hospital",
    "Castle-in-the-Air Heart Institute",
    "Made-Up Valley Medical Centre",
)
LABORATORIES = (
    "株式会社ありえない検査研究所",
    "無何有バイオアナリシス㈱ 関東総合ラボ",
    "一般社団法人 絵空事臨床検査協会",
)
DOCTORS = ("鴻池", "蓮沼", "栂野", "早乙女", "都築", "鹿毛", "来栖", "槇")
GIVEN = ("悠一", "真帆", "朔", "理恵子", "文哉", "渚")
DOCTORS_EN = ("Dr P. Tsuzuki", "Dr R. Kurusu", "Dr L. Hasunuma", "Dr Y. Kage")
WARDS = ("南4階病棟", "HCU", "西館6階", "透析室", "外科外来", "総合診療科", "救命センター")


def doctor(rng: Random) -> str:
    """Family and given name."""
    return f"{rng.choice(DOCTORS)} {rng.choice(GIVEN)}"


def pick(rng: Random, of: tuple[Test, ...], count: int) -> list[Test]:
    """So many of them, in their order."""
    return [of[n] for n in sorted(rng.sample(range(len(of)), min(count, len(of))))]
