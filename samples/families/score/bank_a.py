"""Tests, wards, doctors and laboratories that examiner A's layouts draw from; all of them made up."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.generating.kit import Doc

HOSPITALS = (
    "汐見台中央病院",
    "医療法人社団　青嶺会　みどり野病院",
    "市立いずみ原総合医療センター",
    "白鷺記念病院",
    "国民健康保険　北浜町立病院",
    "学校法人　若草大学附属病院",
)
LABORATORIES = (
    "株式会社東和メディカルラボ",
    "㈱さくら臨床検査センター",
    "日本海検査研究所",
    "一般社団法人あおば医師会臨床検査センター",
)
WARDS = ("3階東病棟", "5西", "ICU", "外来", "7A病棟", "HCU", "救急外来", "2F南")
DEPARTMENTS = (
    "内科",
    "消化器内科",
    "循環器内科",
    "外科",
    "腎臓内科",
    "泌尿器科",
    "呼吸器内科",
    "血液内科",
    "整形外科",
)
DOCTORS = ("高瀬", "三田村", "乾", "大久保", "柏木", "野々村", "藤堂", "瀬尾", "相良", "小野寺")
TECHNICIANS = ("堀", "川名", "永井", "真鍋", "早見", "土屋")


@dataclass(frozen=True, slots=True)
class T:
    """A test with a made-up reference range."""

    ja: str
    en: str
    unit: str
    low: float
    high: float
    digits: int = 0

    def draw(self, rng: Random, out: float = 0.3) -> tuple[str, str]:
        """A value and whether it is out of the range."""
        low, high, step = self.low, self.high, 10.0**-self.digits
        if rng.random() >= out:
            return f"{rng.uniform(low, high):.{self.digits}f}", ""
        span = high - low
        if low > 0 and rng.random() < 0.5:
            value = min(low - span * rng.uniform(0.03, 0.6), low - step)
            return f"{max(value, low * 0.4):.{self.digits}f}", "L"
        value = max(high + span * rng.uniform(0.03, 0.9), high + step)
        return f"{value:.{self.digits}f}", "H"

    def ref(self, between: str = "-") -> str:
        """The range as printed; only its upper end where it begins at nothing."""
        high = f"{self.high:.{self.digits}f}"
        return f"{self.low:.{self.digits}f}{between}{high}" if self.low else f"{high}以下"


CBC = (
    T("白血球数", "WBC", "/μL", 3300, 8600), T("赤血球数", "RBC", "10^4/μL", 435, 555),
    T("血色素量", "Hb", "g/dL", 13.7, 16.8, 1), T("ヘマトクリット", "Ht", "%", 40.7, 50.1, 1),
    T("MCV", "MCV", "fL", 83.6, 98.2, 1), T("MCH", "MCH", "pg", 27.5, 33.2, 1),
    T("MCHC", "MCHC", "%", 31.7, 35.3, 1), T("血小板数", "PLT", "10^4/μL", 15.8, 34.8, 1),
    T("網赤血球", "RET", "‰", 4, 19),
)  # fmt: skip
DIFF = (
    T("好中球", "Neut", "%", 40.0, 72.0, 1), T("リンパ球", "Lymp", "%", 18.0, 50.0, 1),
    T("単球", "Mono", "%", 2.0, 8.0, 1), T("好酸球", "Eosi", "%", 0.2, 7.0, 1),
    T("好塩基球", "Baso", "%", 0.1, 1.8, 1),
)  # fmt: skip
HAND = (
    T("桿状核球", "Stab", "%", 2.0, 13.0, 1), T("分葉核球", "Seg", "%", 38.0, 58.0, 1),
    T("リンパ球", "Lympho", "%", 26.0, 46.0, 1), T("単球", "Mono", "%", 2.3, 7.7, 1),
    T("好酸球", "Eosino", "%", 0.2, 6.8, 1), T("好塩基球", "Baso", "%", 0.0, 1.0, 1),
)  # fmt: skip
LIVER = (
    T("総蛋白", "TP", "g/dL", 6.6, 8.1, 1), T("アルブミン", "ALB", "g/dL", 4.1, 5.1, 1),
    T("総ビリルビン", "T-Bil", "mg/dL", 0.4, 1.5, 1), T("直接ビリルビン", "D-Bil", "mg/dL", 0.1, 0.4, 1),
    T("AST(GOT)", "AST", "U/L", 13, 30), T("ALT(GPT)", "ALT", "U/L", 10, 42),
    T("LD(IFCC)", "LD", "U/L", 124, 222), T("ALP(IFCC)", "ALP", "U/L", 38, 113),
    T("γ-GT", "γ-GT", "U/L", 13, 64), T("コリンエステラーゼ", "ChE", "U/L", 240, 486),
    T("LAP", "LAP", "U/L", 30, 70), T("ZTT", "ZTT", "KU", 2.3, 12.0, 1),
)  # fmt: skip
KIDNEY = (
    T("尿素窒素", "UN", "mg/dL", 8.0, 20.0, 1), T("クレアチニン", "CRE", "mg/dL", 0.65, 1.07, 2),
    T("尿酸", "UA", "mg/dL", 3.7, 7.8, 1), T("シスタチンC", "CysC", "mg/L", 0.63, 0.95, 2),
)  # fmt: skip
SALT = (
    T("ナトリウム", "Na", "mmol/L", 138, 145), T("カリウム", "K", "mmol/L", 3.6, 4.8, 1),
    T("クロール", "Cl", "mmol/L", 101, 108), T("カルシウム", "Ca", "mg/dL", 8.8, 10.1, 1),
    T("無機リン", "IP", "mg/dL", 2.7, 4.6, 1), T("マグネシウム", "Mg", "mg/dL", 1.8, 2.4, 1),
    T("血清鉄", "Fe", "μg/dL", 40, 188), T("TIBC", "TIBC", "μg/dL", 253, 365),
    T("亜鉛", "Zn", "μg/dL", 80, 130), T("血清銅", "Cu", "μg/dL", 66, 130),
)  # fmt: skip
ENZYME = (
    T("CK", "CK", "U/L", 59, 248), T("CK-MB", "CK-MB", "U/L", 0, 12), T("アミラーゼ", "AMY", "U/L", 44, 132),
    T("P型アミラーゼ", "P-AMY", "U/L", 18, 53), T("リパーゼ", "LIP", "U/L", 11, 53),
)  # fmt: skip
LIPID = (
    T("総コレステロール", "T-CHO", "mg/dL", 142, 248), T("中性脂肪", "TG", "mg/dL", 40, 149),
    T("HDL-コレステロール", "HDL-C", "mg/dL", 40, 90), T("LDL-コレステロール", "LDL-C", "mg/dL", 65, 139),
)  # fmt: skip
SUGAR = (
    T("血糖", "GLU", "mg/dL", 73, 109), T("HbA1c(NGSP)", "HbA1c", "%", 4.9, 6.0, 1),
    T("グリコアルブミン", "GA", "%", 12.3, 16.5, 1),
)  # fmt: skip
IMMUNE = (
    T("CRP", "CRP", "mg/dL", 0, 0.14, 2), T("IgG", "IgG", "mg/dL", 861, 1747), T("IgA", "IgA", "mg/dL", 93, 393),
    T("IgM", "IgM", "mg/dL", 33, 183), T("C3", "C3", "mg/dL", 73, 138), T("C4", "C4", "mg/dL", 11, 31),
    T("CH50", "CH50", "U/mL", 31.6, 57.6, 1), T("RF定量", "RF", "IU/mL", 0, 15),
    T("ASO定量", "ASO", "IU/mL", 0, 239), T("プレアルブミン", "TTR", "mg/dL", 22.0, 40.0, 1),
)  # fmt: skip
TUMOUR = (
    T("CEA", "CEA", "ng/mL", 0, 5.0, 1), T("AFP", "AFP", "ng/mL", 0, 10.0, 1),
    T("CA19-9", "CA19-9", "U/mL", 0, 37.0, 1), T("CA125", "CA125", "U/mL", 0, 35.0, 1),
    T("SCC抗原", "SCC", "ng/mL", 0, 1.5, 1), T("シフラ", "CYFRA", "ng/mL", 0, 3.5, 1),
    T("ProGRP", "ProGRP", "pg/mL", 0, 80.9, 1), T("PIVKA-Ⅱ", "PIVKA", "mAU/mL", 0, 39),
    T("エラスターゼ1", "ELA1", "ng/dL", 0, 300), T("sIL-2R", "sIL-2R", "U/mL", 157, 474),
)  # fmt: skip
COAG = (
    T("PT時間", "PT", "秒", 10.0, 13.0, 1), T("PT活性値", "PT%", "%", 80.0, 120.0, 1),
    T("PT-INR", "INR", "", 0.90, 1.10, 2), T("APTT", "APTT", "秒", 25.0, 38.0, 1),
    T("フィブリノゲン", "Fbg", "mg/dL", 200, 400), T("トロンボテスト", "TT", "%", 70, 130),
    T("ヘパプラスチンテスト", "HPT", "%", 70, 130), T("アンチトロンビン活性", "AT", "%", 80, 130),
    T("FDP", "FDP", "μg/mL", 0, 4.9, 1), T("Dダイマー", "DD", "μg/mL", 0, 0.9, 1),
    T("可溶性フィブリン", "SF", "μg/mL", 0, 6.9, 1), T("TAT", "TAT", "ng/mL", 0, 2.9, 1),
    T("PIC", "PIC", "μg/mL", 0, 0.7, 1), T("プラスミノゲン", "PLG", "%", 71, 128),
    T("プロテインC活性", "PC", "%", 64, 146), T("遊離型プロテインS", "PS", "%", 60, 150),
    T("第Ⅷ因子活性", "F8", "%", 60, 150), T("第ⅩⅢ因子", "F13", "%", 70, 140),
    T("フォン・ウィルブランド因子活性", "vWF", "%", 60, 170),
)  # fmt: skip


def some(rng: Random, given: tuple[T, ...], least: int) -> tuple[T, ...]:
    """So many of them at least, in their order."""
    count = rng.randint(min(least, len(given)), len(given))
    return tuple(given[n] for n in sorted(rng.sample(range(len(given)), count)))


def initials(doc: Doc) -> str:
    """A doctor as a sheet names one."""
    return doc.rng.choice(DOCTORS) + doc.rng.choice(("", "　医師", " Dr", "先生"))
