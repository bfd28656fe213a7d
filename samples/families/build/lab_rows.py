"""Laboratory rows for build families: names as several houses print them, with values drawn around ranges.

Hand-made vocabulary; ranges only look right and judge nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_TABLE = """
生化学|総蛋白|TP|Protein, Total|g/dL|6.6|8.1|1
生化学|アルブミン(BCG改良)|Alb|Albumin|g/dL|4.1|5.1|1
生化学|A/G比|A/G|A/G Ratio||1.32|2.23|2
生化学|総ビリルビン|T-BIL|Bilirubin, Total|mg/dL|0.4|1.5|2
生化学|直接型ビリルビン|D-BIL|Bilirubin, Direct|mg/dL|0.0|0.4|2
生化学|AST (GOT)|AST(GOT)|AST (SGOT)|U/L|13|30|0
生化学|ALT (GPT)|ALT(GPT)|ALT (SGPT)|U/L|10|42|0
生化学|LD/IFCC|LD|LDH|U/L|124|222|0
生化学|ALP/IFCC|ALP|Alkaline Phosphatase|U/L|38|113|0
生化学|γ-GTP|γ-GT|GGT|U/L|13|64|0
生化学|コリンエステラーゼ|ChE|Cholinesterase|U/L|240|486|0
生化学|CK(CPK)|CK|Creatine Kinase, Total|U/L|59|248|0
生化学|血清アミラーゼ|S-AMY|Amylase|U/L|44|132|0
生化学|P型アミラーゼ|P-AMY|Pancreatic Amylase|U/L|21|64|0
生化学|尿素窒素|UN|Urea Nitrogen (BUN)|mg/dL|8.0|20.0|1
生化学|クレアチニン|CRE|Creatinine|mg/dL|0.65|1.07|2
生化学|推算GFR(eGFRcreat)|eGFR|eGFR|mL/min/1.73m²|60.0|110.0|1
生化学|尿酸|UA|Uric Acid|mg/dL|3.7|7.8|1
生化学|Na(ナトリウム)|Na|Sodium|mEq/L|138|145|0
生化学|K(カリウム)|K|Potassium|mEq/L|3.6|4.8|1
生化学|Cl(クロール)|Cl|Chloride|mEq/L|101|108|0
生化学|補正カルシウム|Ca(補正)|Calcium|mg/dL|8.8|10.1|1
生化学|無機リン|IP|Phosphate (as Phosphorus)|mg/dL|2.7|4.6|1
生化学|血清鉄|Fe|Iron, Total|μg/dL|40|188|0
生化学|不飽和鉄結合能|UIBC|UIBC|μg/dL|170|250|0
生化学|グルコース(空腹時)|GLU|Glucose|mg/dL|73|109|0
生化学|HbA1c(NGSP)|HbA1c|Hemoglobin A1c|%|4.9|6.0|1
生化学|グリコアルブミン|GA|Glycated Albumin|%|11.0|16.0|1
生化学|中性脂肪|TG|Triglycerides|mg/dL|40|234|0
生化学|HDL-コレステロール|HDL-C|HDL Cholesterol|mg/dL|38|90|0
生化学|LDL-コレステロール|LDL-C|LDL-Cholesterol|mg/dL|65|163|0
生化学|non-HDL-C|nonHDL|Non-HDL Cholesterol|mg/dL|90|149|0
生化学|アンモニア|NH3|Ammonia|μg/dL|12|66|0
生化学|亜鉛|Zn|Zinc|μg/dL|80|130|0
免疫|CRP定量|CRP|CRP|mg/dL|0.00|0.14|2
免疫|SAA蛋白|SAA|Serum Amyloid A|μg/mL|0.0|8.0|1
免疫|IgG|IgG|Immunoglobulin G, Qn, Serum|mg/dL|861|1747|0
免疫|補体価(CH50)|CH50|Complement, Total (CH50)|U/mL|30.0|46.0|1
免疫|リウマトイド因子定量|RF|Rheumatoid Factor|IU/mL|0|15|0
免疫|抗CCP抗体|CCP|Cyclic Citrullinated Peptide Ab|U/mL|0.0|4.4|1
免疫|可溶性IL-2R|sIL-2R|Soluble IL-2 Receptor|U/mL|122|496|0
免疫|KL-6|KL-6|KL-6|U/mL|105|401|0
免疫|β-Dグルカン|BDG|Beta-D-Glucan|pg/mL|0.0|20.0|1
腫瘍|CEA|CEA|CEA|ng/mL|0.0|5.0|1
腫瘍|CA19-9|CA19-9|Cancer Antigen (CA) 19-9|U/mL|0.0|37.0|1
腫瘍|シフラ21-1|CYFRA|CYFRA 21-1|ng/mL|0.0|3.5|1
腫瘍|PSA|PSA|Prostate Specific Ag, Serum|ng/mL|0.000|4.000|3
内分泌|TSH|TSH|TSH|μIU/mL|0.61|4.23|2
内分泌|遊離サイロキシン|F-T4|T4,Free(Direct)|ng/dL|0.90|1.70|2
内分泌|F-T3|F-T3|Triiodothyronine, Free|pg/mL|2.30|4.00|2
内分泌|コルチゾール|コルチゾール|Cortisol|μg/dL|4.5|21.1|1
内分泌|intact PTH|PTH-I|PTH, Intact|pg/mL|10|65|0
内分泌|NT-proBNP|NTproBNP|NT-proBNP|pg/mL|0|125|0
血液|白血球数|WBC|WBC|×10³/μL|3.3|8.6|1
血液|赤血球数|RBC|RBC|×10⁶/μL|4.35|5.55|2
血液|血色素量|Hb|Hemoglobin|g/dL|13.7|16.8|1
血液|ヘマトクリット値|Ht|Hematocrit|%|40.7|50.1|1
血液|MCV|MCV|MCV|fL|83.6|98.2|1
血液|MCH|MCH|MCH|pg|27.5|33.2|1
血液|MCHC|MCHC|MCHC|%|31.7|35.3|1
血液|血小板数|PLT|Platelet Count|万/μL|15.8|34.8|1
血液|網状赤血球|Ret|Reticulocyte Count|‰|4.0|19.0|1
血液|好中球 (Neut)|NEUT%|Neutrophils|%|40.0|70.0|1
血液|桿状核好中球|Stab|Bands|%|0.5|6.5|1
血液|リンパ球|LYMPH|Lymphs|%|18.0|49.0|1
血液|単球|MONO|Monocytes|%|2.0|10.0|1
血液|異型リンパ球|At-Ly|Atypical Lymphocytes|%|0.0|1.0|1
血液|赤血球容積粒度分布幅|RDW-CV|RDW|%|11.5|14.5|1
凝固|PT(秒)|PT|Prothrombin Time|秒|10.5|13.5|1
凝固|PT活性|PT%|PT Activity|%|70.0|130.0|1
凝固|PT-INR|INR|INR||0.90|1.10|2
凝固|APTT|APTT|aPTT|秒|24.0|39.0|1
凝固|フィブリノゲン|Fbg|Fibrinogen Activity|mg/dL|200|400|0
凝固|アンチトロンビン|AT|Antithrombin Activity|%|80|130|0
凝固|Dダイマー|DD|D-Dimer|μg/mL|0.0|1.0|2
凝固|FDP|FDP|FDP|μg/mL|0.0|5.0|1
凝固|赤沈(1時間値)|ESR|Sed Rate|mm|2|10|0
"""

_ANSWERED = """
感染症|HBs抗原定性|HBsAg|HBsAg Screen|(-)|(-),(+)
感染症|HCV抗体|HCVAb|Hep C Virus Ab|陰性|陰性,陽性(+),判定保留
感染症|梅毒TP抗体|TP-Ab|Treponema pallidum Ab|(-)|(-),(1+)
感染症|RPR(定性)|RPR|RPR|陰性|陰性,陽性
感染症|マイコプラズマ抗体(PA)|Myco|Mycoplasma Ab|40倍未満|40倍未満,×40,×160,320倍
感染症|抗核抗体|ANA|ANA Screen|40未満|40未満,×80,160倍,1280以上
感染症|寒冷凝集反応|CHA|Cold Agglutinin|×64未満|×64,128倍,×64未満
感染症|インフルエンザA抗原|FluA|Influenza A Ag|(-)|(-),(+)
尿|尿蛋白|U-PRO|Protein|(-)|(-),(±),1+,2+,(3+)
尿|尿糖|U-GLU|Glucose (Urine)|(-)|(-),(1+),4+
尿|尿潜血反応|U-OB|Occult Blood|(-)|(-),±,(2+)
尿|ウロビリノーゲン|URO|Urobilinogen|(±)|(±),正常,1+
便|便潜血(ヒトHb)|FOBT|Fecal Occult Blood|(-)|(-),(+)
血液型|ABO式血液型|ABO|ABO Group||A型,B型,O型,AB型
血液型|Rh(D)|RhD|Rh(D) Type||(+),陽性
"""

_ENGLISH_ANSWERS = {
    "(-)": "Negative", "(+)": "Positive", "陰性": "Negative", "陽性": "Positive", "陽性(+)": "Reactive",
    "判定保留": "Indeterminate", "(±)": "Trace", "正常": "Normal", "A型": "A", "B型": "B", "O型": "O", "AB型": "AB",
    "40倍未満": "<1:40", "×40": "1:40", "×160": "1:160", "320倍": "1:320", "40未満": "<1:40", "×80": "1:80",
    "160倍": "1:160", "1280以上": ">1:1280", "×64": "1:64", "128倍": "1:128", "×64未満": "<1:64",
}  # fmt: skip
NO_RESULT = ("再検", "測定不能", "検体不足", "別紙参照", "溶血")


@dataclass(frozen=True, slots=True)
class LabRow:
    """One result as strings to print; `flag` is "", "H" or "L" or "A"; low and high are "" for answers."""

    section: str
    name: str
    short: str
    english: str
    value: str
    unit: str
    low: str
    high: str
    flag: str
    normal: str = ""  # what the range column prints for an answer

    def reference(self, dash: str = "-") -> str:
        """The range as one text."""
        return f"{self.low}{dash}{self.high}" if self.low else self.normal


def draw_rows(random: Random, count: int, *, answers: float = 0.12, odd: float = 0.05) -> list[LabRow]:
    """`count` different rows in the order of sections; `answers` is the share of rows answered in words or
    signs, `odd` the share of numbers replaced by a comparator or by a word that says there is no result."""
    numbers = [line.split("|") for line in _TABLE.split("\n") if line]
    words = [line.split("|") for line in _ANSWERED.split("\n") if line]
    wordy = min(round(count * answers), len(words))
    numbers = [f for i, f in enumerate(numbers) if i in _sample(random, len(numbers), count - wordy)]
    words = [f for i, f in enumerate(words) if i in _sample(random, len(words), wordy)]
    return [_number(random, f, odd) for f in numbers] + [_answer(random, f) for f in words]


def english(row: LabRow) -> LabRow:
    """The row with its answers in English."""
    return LabRow(
        row.section, row.english, row.short, row.english, _ENGLISH_ANSWERS.get(row.value, row.value), row.unit,
        row.low, row.high, row.flag, _ENGLISH_ANSWERS.get(row.normal, row.normal),
    )  # fmt: skip


def _sample(random: Random, total: int, count: int) -> frozenset[int]:
    return frozenset(random.sample(range(total), min(count, total)))


def another(random: Random, row: LabRow) -> LabRow:
    """The same item measured another day."""
    if not row.low:
        return row
    decimals = len(row.low.partition(".")[2])
    value, flag = _measured(random, float(row.low), float(row.high), decimals)
    return LabRow(
        row.section, row.name, row.short, row.english, value, row.unit, row.low, row.high, flag, row.normal
    )


def _number(random: Random, fields: list[str], odd: float) -> LabRow:
    section, name, short, english_name, unit, low, high, decimals = fields
    value, flag = _measured(random, float(low), float(high), int(decimals))
    chance = random.random()
    if chance < odd / 2:
        value, flag = random.choice(NO_RESULT), ""
    elif chance < odd and float(low) > 0:
        value = random.choice(("<{}", "{}以下", "{}未満", "< {}")).format(
            _shown(float(low) * 0.5, int(decimals))
        )
        flag = "L"
    return LabRow(section, name, short, english_name, value, unit, low, high, flag)


def _measured(random: Random, low: float, high: float, decimals: int) -> tuple[str, str]:
    width, chance = high - low, random.random()
    if chance < 0.18:
        text = _shown(high + width * random.uniform(0.1, 2.0), decimals)
    elif chance < 0.32 and low > 0:
        text = _shown(max(low - width * random.uniform(0.1, 0.4), low * 0.6), decimals)
    else:
        text = _shown(random.uniform(low, high), decimals)
    number = float(text.replace(",", ""))
    return text, "H" if number > high else "L" if number < low else ""


def _shown(number: float, decimals: int) -> str:
    return f"{number:,.{decimals}f}" if number >= 1000 else f"{number:.{decimals}f}"


def _answer(random: Random, fields: list[str]) -> LabRow:
    section, name, short, english_name, normal, choices = fields
    value = random.choice(choices.split(","))
    return LabRow(section, name, short, english_name, value, "", "", "", "", normal)
