"""Analytes with made-up bounds, and the invented hospitals, laboratories and people of the seventh examiner."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class A:
    """An analyte: `low` None where only an upper bound is printed."""

    ja: str
    en: str
    unit: str
    low: float | None
    high: float
    digits: int = 0
    kana: str = ""  # as half-width systems write it; `ja` where empty

    def shown(self, value: float) -> str:
        """With the analyte's decimals."""
        return f"{value:.{self.digits}f}"

    def ref(self, joint: str = "～", most: str = "{} 以下") -> str:
        """The range as printed."""
        if self.low is None:
            return most.format(self.shown(self.high))
        return f"{self.shown(self.low)}{joint}{self.shown(self.high)}"

    def draw(self, rng: Random, odd: float = 0.25) -> tuple[str, str]:
        """A value and H, L or nothing; out of range with the chance `odd`."""
        low = self.low if self.low is not None else self.high * 0.1
        span = self.high - low
        value = low + span * min(0.98, max(0.02, rng.gauss(0.5, 0.22)))
        if rng.random() < odd:
            if self.low is None or rng.random() < 0.65:
                value = self.high + span * rng.choice((0.08, 0.2, 0.5, 1.3)) * rng.uniform(0.5, 1.5)
            else:
                value = max(low - span * rng.uniform(0.05, 0.5), low * 0.55)
        return self.judged(value)

    def judged(self, value: float) -> tuple[str, str]:
        """As printed, with its mark."""
        said = self.shown(value)
        if float(said) > self.high:
            return said, "H"
        return said, "L" if self.low is not None and float(said) < self.low else ""


BLOOD = (
    A("白血球数", "WBC", "10^2/μL", 33, 86, 0, "ハッケッキュウスウ"),
    A("赤血球数", "RBC", "10^4/μL", 386, 492, 0, "セッケッキュウスウ"),
    A("ヘモグロビン", "Hb", "g/dL", 11.6, 16.8, 1, "ヘモグロビン"),
    A("ヘマトクリット", "Ht", "%", 35.1, 50.1, 1, "ヘマトクリット"),
    A("MCV", "MCV", "fL", 83.6, 98.2, 1),
    A("MCH", "MCH", "pg", 27.5, 33.2, 1),
    A("MCHC", "MCHC", "%", 31.7, 35.3, 1),
    A("血小板数", "PLT", "10^4/μL", 15.8, 34.8, 1, "ケッショウバンスウ"),
)
DIFF = (
    A("好中球", "NEUT", "%", 40.0, 74.0, 1),
    A("リンパ球", "LYMPH", "%", 18.0, 59.0, 1),
    A("単球", "MONO", "%", 0.0, 8.0, 1),
    A("好酸球", "EOS", "%", 0.0, 6.0, 1),
    A("好塩基球", "BASO", "%", 0.0, 2.0, 1),
)
LIVER = (
    A("総蛋白", "TP", "g/dL", 6.6, 8.1, 1, "ソウタンパク"),
    A("アルブミン", "ALB", "g/dL", 4.1, 5.1, 1, "アルブミン"),
    A("A/G比", "A/G", "", 1.32, 2.23, 2),
    A("総ビリルビン", "T-Bil", "mg/dL", 0.4, 1.5, 1, "ソウビリルビン"),
    A("AST(GOT)", "AST", "U/L", 13, 30),
    A("ALT(GPT)", "ALT", "U/L", 7, 42),
    A("LD(LDH)", "LD", "U/L", 124, 222),
    A("ALP", "ALP", "U/L", 38, 113),
    A("γ-GT", "γ-GTP", "U/L", 13, 64),
    A("コリンエステラーゼ", "ChE", "U/L", 201, 486, 0, "コリンエステラーゼ"),
    A("CK(CPK)", "CK", "U/L", 59, 248),
    A("アミラーゼ", "AMY", "U/L", 44, 132, 0, "アミラーゼ"),
)
KIDNEY = (
    A("尿素窒素", "BUN", "mg/dL", 8.0, 20.0, 1, "ニョウソチッソ"),
    A("クレアチニン", "Cre", "mg/dL", 0.65, 1.07, 2, "クレアチニン"),
    A("eGFR", "eGFR", "mL/分/1.73m2", 60.0, 110.0, 1),
    A("尿酸", "UA", "mg/dL", 2.6, 7.8, 1, "ニョウサン"),
    A("ナトリウム", "Na", "mEq/L", 138, 145, 0, "ナトリウム"),
    A("カリウム", "K", "mEq/L", 3.6, 4.8, 1, "カリウム"),
    A("クロール", "Cl", "mEq/L", 101, 108, 0, "クロール"),
    A("カルシウム", "Ca", "mg/dL", 8.8, 10.1, 1, "カルシウム"),
    A("無機リン", "IP", "mg/dL", 2.7, 4.6, 1, "ムキリン"),
    A("マグネシウム", "Mg", "mg/dL", 1.7, 2.6, 1, "マグネシウム"),
    A("血清鉄", "Fe", "μg/dL", 40, 188, 0, "ケッセイテツ"),
)
FAT = (
    A("総コレステロール", "T-CHO", "mg/dL", 142, 248, 0, "ソウコレステロール"),
    A("中性脂肪", "TG", "mg/dL", 40, 149, 0, "チュウセイシボウ"),
    A("HDLコレステロール", "HDL-C", "mg/dL", 40, 90, 0, "HDL-コレステロール"),
    A("LDLコレステロール", "LDL-C", "mg/dL", 65, 139, 0, "LDL-コレステロール"),
    A("血糖", "GLU", "mg/dL", 73, 109, 0, "ケットウ"),
    A("HbA1c(NGSP)", "HbA1c", "%", 4.9, 6.0, 1),
)
CLOT = (
    A("PT", "PT", "秒", 9.6, 13.1, 1),
    A("PT活性値", "PT%", "%", 70.0, 130.0, 1),
    A("PT-INR", "PT-INR", "", 0.85, 1.15, 2),
    A("APTT", "APTT", "秒", 24.0, 39.0, 1),
    A("フィブリノゲン", "Fbg", "mg/dL", 200, 400, 0, "フィブリノーゲン"),
    A("Dダイマー", "D-dimer", "μg/mL", None, 1.0, 1, "D-ダイマー"),
    A("FDP", "FDP", "μg/mL", None, 5.0, 1),
    A("アンチトロンビン活性", "AT", "%", 80, 130, 0),
)
IMMUNE = (
    A("CRP定量", "CRP", "mg/dL", None, 0.14, 2),
    A("RF定量", "RF", "IU/mL", None, 15),
    A("IgG", "IgG", "mg/dL", 861, 1747),
    A("IgA", "IgA", "mg/dL", 93, 393),
    A("IgM", "IgM", "mg/dL", 33, 183),
    A("C3", "C3", "mg/dL", 73, 138),
    A("C4", "C4", "mg/dL", 11, 31),
    A("フェリチン", "Ferritin", "ng/mL", 21, 282, 0, "フェリチン"),
)
OUTSIDE = (
    A("CEA", "CEA", "ng/mL", None, 5.0, 1),
    A("CA19-9", "CA19-9", "U/mL", None, 37.0, 1),
    A("AFP", "AFP", "ng/mL", None, 10.0, 1),
    A("PSA", "PSA", "ng/mL", None, 4.000, 3),
    A("シフラ(CYFRA21-1)", "CYFRA", "ng/mL", None, 3.5, 1),
    A("KL-6", "KL-6", "U/mL", None, 500),
    A("TSH", "TSH", "μIU/mL", 0.50, 5.00, 2),
    A("FT4", "FT4", "ng/dL", 0.90, 1.70, 2),
    A("FT3", "FT3", "pg/mL", 2.30, 4.00, 2),
    A("BNP", "BNP", "pg/mL", None, 18.4, 1),
    A("NT-proBNP", "NT-proBNP", "pg/mL", None, 125),
    A("25-OHビタミンD", "25OHVD", "ng/mL", 30.0, 100.0, 1),
    A("インタクトPTH", "PTH", "pg/mL", 10, 65),
    A("コルチゾール", "Cortisol", "μg/dL", 7.07, 19.60, 2),
    A("亜鉛", "Zn", "μg/dL", 80, 130),
)

HOSPITALS = (
    "医療法人社団 夢見会 夢見ヶ丘総合病院",
    "架空市立中央病院",
    "国立大学法人 まぼろし大学医学部附属病院",
    "まぼろし県厚生連 白雲病院",
    "社会医療法人 かげろう会 かげろう記念病院",
    "独立行政法人 星影医療センター",
    "医療法人 たんぽぽ会 綿毛クリニック",
    "公立 霧ヶ原病院",
)
HOSPITALS_EN = (
    "Yumemigaoka General Hospital",
    "Starshadow Medical Center",
    "Phantom University Hospital",
    "White Cloud Clinic",
)
LABORATORIES = (
    "株式会社 エス・アール・ケイ まぼろし総合研究所",
    "株式会社 ビーエムケイ 架空総合研究所",
    "(株)エルエスケイメディ 夢見ラボラトリー",
    "(株)ファンタ臨床検査センター",
)
_FAMILY = ("朝霧", "鳴海", "榊原", "雨宮", "四方", "神楽", "真壁", "堂島", "氷室", "若槻", "東雲", "水無")
_GIVEN = ("慧", "理沙", "宗一郎", "百合", "昂", "みどり", "貴之", "詩織")
DOCTORS_EN = ("Amamiya K.", "Sakakibara S.", "Narumi R.", "Himuro T.")
WARDS = ("3階西病棟", "5A", "ICU", "内科外来", "循環器内科", "7階東", "救急外来", "消化器内科", "腎臓内科")
DEPARTMENTS = ("内科", "循環器内科", "消化器内科", "外科", "呼吸器内科", "腎臓内科", "整形外科", "泌尿器科")


def doctor(rng: Random) -> str:
    """Family and given name."""
    return f"{rng.choice(_FAMILY)} {rng.choice(_GIVEN)}"


def family(rng: Random) -> str:
    """Of someone who stamps."""
    return rng.choice(_FAMILY)


def some(rng: Random, of: tuple[A, ...], least: int, most: int | None = None) -> list[A]:
    """So many of them, in their order."""
    count = min(len(of), rng.randint(least, most or least))
    return [of[n] for n in sorted(rng.sample(range(len(of)), count))]
