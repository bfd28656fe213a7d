"""Laboratory tests for the sheets: hand-made names, units and everyday ranges (to draw with, not to diagnose)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

RangePair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Analyte:
    """A numeric test. `names`: Japanese wordings; `english`: abbreviation and long name; ranges male, female."""

    names: tuple[str, ...]
    short: str
    english: str
    units: tuple[str, ...]
    male: RangePair
    female: RangePair
    places: int

    def range(self, sex: str) -> RangePair:
        """Lowest and highest usual value for `male` or `female`."""
        return self.male if sex == "male" else self.female


@dataclass(frozen=True, slots=True)
class Result:
    """A value for an analyte as printed, with its flag (`""`, `H` or `L`)."""

    text: str
    flag: str


def _a(
    names: str, short: str, english: str, units: str, low: float, high: float, places: int,
    female: RangePair | None = None,
) -> Analyte:  # fmt: skip
    return Analyte(
        tuple(names.split("|")),
        short,
        english,
        tuple(units.split("|")),
        (low, high),
        female or (low, high),
        places,
    )


BLOOD = (
    _a("白血球数|白血球|ＷＢＣ", "WBC", "White Blood Cells", "10³/µL|×10^3/μL|10^3/uL", 3.3, 8.6, 1),
    _a("赤血球数|赤血球", "RBC", "Red Blood Cells", "10^6/μL|×10^6/μL|10^6/uL", 4.35, 5.55, 2, (3.86, 4.92)),
    _a("ヘモグロビン|血色素量|Ｈｂ", "Hb", "Hemoglobin", "g/dL|g/dl", 13.7, 16.8, 1, (11.6, 14.8)),
    _a("ヘマトクリット", "Ht", "Hematocrit", "%", 40.7, 50.1, 1, (35.1, 44.4)),
    _a("平均赤血球容積|ＭＣＶ", "MCV", "MCV", "fL|fl", 83.6, 98.2, 1),
    _a("平均赤血球血色素量|ＭＣＨ", "MCH", "MCH", "pg", 27.5, 33.2, 1),
    _a("平均赤血球血色素濃度|ＭＣＨＣ", "MCHC", "MCHC", "%|g/dL", 31.7, 35.3, 1),
    _a("血小板数|血小板", "PLT", "Platelets", "10³/µL|10^3/μL|10^3/uL", 158, 348, 0),
    _a("網赤血球", "Ret", "Reticulocytes", "‰", 4, 19, 0),
)
DIFFERENTIAL = (
    _a("好中球|好中球 (Neut)", "NEUT", "Neutrophils", "%", 40.0, 70.0, 1),
    _a("リンパ球", "LYMPH", "Lymphocytes", "%", 20.0, 50.0, 1),
    _a("単球", "MONO", "Monocytes", "%", 2.0, 9.0, 1),
    _a("好酸球", "EOSINO", "Eosinophils", "%", 0.2, 7.0, 1),
    _a("好塩基球", "BASO", "Basophils", "%", 0.0, 1.5, 1),
)
PROTEIN = (
    _a("総蛋白|ＴＰ", "TP", "Total Protein", "g/dL|g/dl", 6.6, 8.1, 1),
    _a("アルブミン", "ALB", "Albumin", "g/dL|g/dl", 4.1, 5.1, 1),
    _a("A/G比", "A/G", "A/G Ratio", "", 1.32, 2.23, 2),
    _a("総ビリルビン", "T-Bil", "Total Bilirubin", "mg/dL|mg/dl", 0.4, 1.5, 1),
    _a("直接ビリルビン", "D-Bil", "Direct Bilirubin", "mg/dL", 0.0, 0.3, 1),
    _a("ＡＳＴ(ＧＯＴ)|AST(GOT)|AST", "AST", "AST", "U/L|IU/L", 13, 30, 0),
    _a("ＡＬＴ(ＧＰＴ)|ALT(GPT)|ALT", "ALT", "ALT", "U/L|IU/L", 10, 42, 0, (7, 23)),
    _a("乳酸脱水素酵素|LD(LDH)", "LD", "Lactate Dehydrogenase", "U/L|IU/L", 124, 222, 0),
    _a("アルカリフォスファターゼ|ALP(IFCC)", "ALP", "Alkaline Phosphatase", "U/L", 38, 113, 0),
    _a("γ-GT|γ-GTP|γ－ＧＴＰ", "γ-GT", "GGT", "U/L|IU/L", 13, 64, 0, (9, 32)),
    _a("コリンエステラーゼ", "ChE", "Cholinesterase", "U/L", 240, 486, 0, (201, 421)),
    _a("アミラーゼ", "AMY", "Amylase", "U/L", 44, 132, 0),
    _a("クレアチンキナーゼ|CK(CPK)", "CK", "Creatine Kinase", "U/L|IU/L", 59, 248, 0, (41, 153)),
    _a("C反応性蛋白|ＣＲＰ", "CRP", "C-Reactive Protein", "mg/dL|mg/dl", 0.0, 0.14, 2),
)
KIDNEY = (
    _a("尿素窒素|BUN", "UN", "Urea Nitrogen", "mg/dL|mg/dl", 8.0, 20.0, 1),
    _a("クレアチニン", "Cre", "Creatinine", "mg/dL|mg/dl", 0.65, 1.07, 2, (0.46, 0.79)),
    _a("eGFR|推算GFR", "eGFR", "eGFR", "mL/min/1.73m²|mL/分/1.73㎡", 60, 120, 1),
    _a("尿酸", "UA", "Uric Acid", "mg/dL|mg/dl", 3.7, 7.8, 1, (2.6, 5.5)),
    _a("ナトリウム|Ｎａ", "Na", "Sodium", "mmol/L|mEq/L", 138, 145, 0),
    _a("カリウム|Ｋ", "K", "Potassium", "mmol/L|mEq/L", 3.6, 4.8, 1),
    _a("クロール|Ｃｌ", "Cl", "Chloride", "mmol/L|mEq/L", 101, 108, 0),
    _a("カルシウム", "Ca", "Calcium", "mg/dL", 8.8, 10.1, 1),
    _a("無機リン", "IP", "Phosphate", "mg/dL", 2.7, 4.6, 1),
    _a("マグネシウム", "Mg", "Magnesium", "mg/dL", 1.9, 2.6, 1),
)
METABOLIC = (
    _a("血糖|グルコース|空腹時血糖", "Glu", "Glucose", "mg/dL|mg/dl", 73, 109, 0),
    _a("HbA1c(NGSP)|ヘモグロビンA1c", "HbA1c", "Hemoglobin A1c", "%", 4.9, 6.0, 1),
    _a("総コレステロール", "T-CHO", "Total Cholesterol", "mg/dL", 142, 248, 0),
    _a("HDLコレステロール|HDL-C", "HDL-C", "HDL Cholesterol", "mg/dL", 38, 90, 0, (48, 103)),
    _a("LDLコレステロール|LDL-C", "LDL-C", "LDL Cholesterol", "mg/dL", 65, 163, 0),
    _a("中性脂肪", "TG", "Triglycerides", "mg/dL", 40, 234, 0, (30, 117)),
    _a("血清鉄", "Fe", "Iron", "µg/dL|μg/dL", 40, 188, 0),
    _a("フェリチン", "Ferritin", "Ferritin", "ng/mL", 18.6, 261.0, 1, (4.0, 64.2)),
)
SPECIAL = (
    _a("ＣＥＡ|癌胎児性抗原", "CEA", "CEA", "ng/mL|ng/ml", 0.0, 5.0, 1),
    _a("CA19-9", "CA19-9", "CA 19-9", "U/mL|U/ml", 0.0, 37.0, 1),
    _a("ＰＳＡ", "PSA", "PSA", "ng/mL", 0.0, 4.0, 2),
    _a("TSH", "TSH", "TSH", "µIU/mL|μIU/mL", 0.5, 5.0, 2),
    _a("FT4|遊離サイロキシン", "FT4", "Free T4", "ng/dL", 0.9, 1.7, 2),
    _a("NT-proBNP", "NT-proBNP", "NT-proBNP", "pg/mL", 0, 125, 0),
    _a("高感度トロポニンI", "hs-TnI", "hs-Troponin I", "pg/mL", 0.0, 26.2, 1),
    _a("プロカルシトニン", "PCT", "Procalcitonin", "ng/mL", 0.0, 0.05, 2),
    _a("KL-6", "KL-6", "KL-6", "U/mL", 0, 500, 0),
)
COAGULATION = (
    _a("プロトロンビン時間|PT秒", "PT", "Prothrombin Time", "秒|sec", 10.5, 13.5, 1),
    _a("PT-INR", "PT-INR", "INR", "", 0.9, 1.13, 2),
    _a("APTT|活性化部分トロンボプラスチン時間", "APTT", "aPTT", "秒|sec", 25.0, 38.0, 1),
    _a("フィブリノゲン", "Fib", "Fibrinogen", "mg/dL", 180, 350, 0),
    _a("Dダイマー|D-ダイマー", "D-dimer", "D-dimer", "µg/mL|μg/mL", 0.0, 1.0, 2),
)
SECTIONS_JA = (
    ("血液学的検査|末梢血液一般|血算|【血液一般】", BLOOD),
    ("血液像|白血球分画|【白血球像】", DIFFERENTIAL),
    ("生化学検査|生化学Ⅰ|【生化学】", PROTEIN),
    ("腎機能・電解質|生化学Ⅱ|【腎・電解質】", KIDNEY),
    ("糖・脂質|代謝|【糖代謝・脂質】", METABOLIC),
    ("腫瘍マーカー・内分泌|免疫血清|【特殊検査】", SPECIAL),
    ("凝固線溶検査|凝固|【凝固】", COAGULATION),
)
QUALITATIVE = (
    ("HBs抗原|ＨＢｓ抗原", ("(-)", "(-)", "(+)")),
    ("HCV抗体|ＨＣＶ抗体", ("(-)", "(-)", "(+)")),
    ("梅毒TP抗体|TPHA", ("(-)", "(-)", "(+)")),
    ("RPR定性", ("(-)", "(-)", "(±)")),
    ("HIV抗原・抗体", ("(-)",)),
    ("血液型 ABO式|ABO血液型", ("A", "B", "O", "AB")),
    ("Rho(D)因子|Rh(D)", ("(+)",)),
    ("インフルエンザA抗原", ("陰性", "陽性")),
    ("尿中肺炎球菌抗原", ("陰性", "陽性")),
)


def measured(rng: Random, analyte: Analyte, sex: str, *, odd: float = 0.35) -> Result:
    """A plausible value; `odd` is the share outside of the usual range."""
    low, high = analyte.range(sex)
    kept = low > 0.5 * high  # what the body keeps narrow cannot stray far
    span = high - low if kept else max(high - low, 0.3 * high)
    lot = rng.random()
    if lot < odd * 0.6:
        value = high + span * rng.uniform(0.06, rng.choice((0.5, 0.9, 0.9 if kept else 3.0)))
    elif lot < odd and low > 0:
        value = low - min(low * 0.45, span * rng.uniform(0.06, 1.2 if kept else 0.5))
    else:
        value = rng.uniform(low, high)
    text = f"{value:.{analyte.places}f}"
    number = float(text)
    return Result(text, "H" if number > high else "L" if number < low else "")


def bounds(analyte: Analyte, sex: str) -> tuple[str, str]:
    """The usual range's ends as printed."""
    low, high = analyte.range(sex)
    return f"{low:.{analyte.places}f}", f"{high:.{analyte.places}f}"


def printed_range(analyte: Analyte, sex: str, dash: str) -> str:
    """`13.7-16.8`, or one-sided where the range starts at 0 (`≦5.0`, `5.0以下`) by the dash's style."""
    low, high = bounds(analyte, sex)
    if analyte.range(sex)[0] == 0.0 and dash in ("～", " ～ ", "〜"):
        return f"{high}以下"
    return f"{low}{dash}{high}"
