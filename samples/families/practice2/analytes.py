"""Blood tests with plausible values. Names, units and limits are hand-made for drawing, no clinical source."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.families.practice2.paper import Val


@dataclass(frozen=True, slots=True)
class Analyte:
    """A test: limits for men and women in the first unit; `places` decimals."""

    ja: str
    half: str  # as terminals with half-width katakana print it
    short: str
    en: str
    units: tuple[str, ...]
    men: tuple[float, float]
    women: tuple[float, float]
    places: int

    def limits(self, sex: str) -> tuple[float, float]:
        """Of that sex."""
        return self.men if sex == "male" else self.women


def _analyte(line: str) -> Analyte:
    ja, half, short, en, units, men, women, places = (part.strip() for part in line.split("|"))

    def two(text: str) -> tuple[float, float]:
        low, high = text.split("~")
        return float(low), float(high)

    return Analyte(
        ja, half or ja, short, en, tuple(units.split(";")), two(men), two(women or men), int(places)
    )


def _group(lines: str) -> tuple[Analyte, ...]:
    return tuple(_analyte(line) for line in lines.strip().splitlines())


BLOOD = _group("""
白血球数||WBC|White cell count|10^3/µL;×10³/μL;/μL|3.3~8.6||1
赤血球数||RBC|Red cell count|10^6/µL;×10⁶/μL;万/μL|4.35~5.55|3.86~4.92|2
血色素量|ﾍﾓｸﾞﾛﾋﾞﾝ|Hb|Haemoglobin|g/dL|13.7~16.8|11.6~14.8|1
ヘマトクリット|ﾍﾏﾄｸﾘｯﾄ|Ht|Haematocrit|%|40.7~50.1|35.1~44.4|1
平均赤血球容積||MCV|MCV|fL|83.6~98.2||1
血小板数||PLT|Platelets|10^3/µL;×10³/μL;万/μL|158~348||0
網赤血球||RET|Reticulocytes|‰|6~20||0
""")
DIFFERENTIAL = _group("""
好中球|||Neutrophils|%|40.0~70.0||1
リンパ球|ﾘﾝﾊﾟ球||Lymphocytes|%|20.0~48.0||1
単球|||Monocytes|%|2.0~8.0||1
好酸球|||Eosinophils|%|0.5~6.0||1
好塩基球|||Basophils|%|0.0~1.0||1
""")
CHEMISTRY = _group("""
総蛋白||TP|Total protein|g/dL|6.6~8.1||1
アルブミン|ｱﾙﾌﾞﾐﾝ|ALB|Albumin|g/dL|4.1~5.1||1
総ビリルビン|総ﾋﾞﾘﾙﾋﾞﾝ|T-Bil|Total bilirubin|mg/dL|0.4~1.5||1
AST(GOT)||AST|AST|U/L;IU/L|13~30||0
ALT(GPT)||ALT|ALT|U/L;IU/L|10~42|7~23|0
乳酸脱水素酵素||LD|LDH|U/L|124~222||0
アルカリフォスファターゼ|ｱﾙｶﾘﾌｫｽﾌｧﾀｰｾﾞ|ALP|Alkaline phosphatase|U/L|38~113||0
γ-GT|γ-GT|γ-GTP|GGT|U/L|13~64|9~32|0
コリンエステラーゼ|ｺﾘﾝｴｽﾃﾗｰｾﾞ|ChE|Cholinesterase|U/L|240~486|201~421|0
クレアチンキナーゼ|ｸﾚｱﾁﾝｷﾅｰｾﾞ|CK|Creatine kinase|U/L|59~248|41~153|0
アミラーゼ|ｱﾐﾗｰｾﾞ|AMY|Amylase|U/L|44~132||0
尿素窒素||BUN|Urea nitrogen|mg/dL|8~20||1
クレアチニン|ｸﾚｱﾁﾆﾝ|CRE|Creatinine|mg/dL|0.65~1.07|0.46~0.79|2
尿酸||UA|Uric acid|mg/dL|3.7~7.8|2.6~5.5|1
ナトリウム|ﾅﾄﾘｳﾑ|Na|Sodium|mmol/L;mEq/L|138~145||0
カリウム|ｶﾘｳﾑ|K|Potassium|mmol/L;mEq/L|3.6~4.8||1
クロール|ｸﾛｰﾙ|Cl|Chloride|mmol/L;mEq/L|101~108||0
カルシウム|ｶﾙｼｳﾑ|Ca|Calcium|mg/dL|8.8~10.1||1
血糖||GLU|Glucose|mg/dL|73~109||0
総コレステロール|総ｺﾚｽﾃﾛｰﾙ|T-CHO|Total cholesterol|mg/dL|142~248||0
HDLコレステロール|HDL-ｺﾚｽﾃﾛｰﾙ|HDL-C|HDL cholesterol|mg/dL|38~90|48~103|0
中性脂肪||TG|Triglycerides|mg/dL|40~234|30~117|0
ヘモグロビンA1c|ﾍﾓｸﾞﾛﾋﾞﾝA1c|HbA1c|HbA1c (NGSP)|%|4.9~6.0||1
""")
CLOTTING = _group("""
プロトロンビン時間|||Prothrombin time|秒|10.5~13.5||1
PT-INR|||PT-INR||0.85~1.15||2
活性化部分トロンボプラスチン時間||APTT|APTT|秒|24.0~39.0||1
フィブリノーゲン||Fib|Fibrinogen|mg/dL|200~400||0
Dダイマー|Dﾀﾞｲﾏｰ|D-dimer|D-dimer|μg/mL|0.0~1.0||1
""")
SPECIAL = _group("""
甲状腺刺激ホルモン|甲状腺刺激ﾎﾙﾓﾝ|TSH|TSH|μIU/mL|0.50~5.00||2
遊離サイロキシン|遊離ｻｲﾛｷｼﾝ|FT4|Free T4|ng/dL|0.90~1.70||2
フェリチン|ﾌｪﾘﾁﾝ||Ferritin|ng/mL|39.4~340.0|3.6~114.0|1
NT-proBNP|||NT-proBNP|pg/mL|0~125||0
癌胎児性抗原||CEA|CEA|ng/mL|0.0~5.0||1
CA19-9|||CA 19-9|U/mL|0.0~37.0||1
""")
SEROLOGY: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("HBs抗原", "HBs antigen", ("(-)", "(-)", "(+)"), "(-)"),
    ("HCV抗体", "HCV antibody", ("(-)", "(-)", "1+"), "(-)"),
    ("RPR定性", "RPR", ("陰性", "陰性", "陽性"), "陰性"),
    ("HIV抗原・抗体", "HIV Ag/Ab", ("陰性", "陰性"), "陰性"),
    ("リウマトイド因子", "Rheumatoid factor", ("<5", "8", "41"), "15以下"),
    ("C反応性蛋白", "C-reactive protein", ("<0.02", "0.11", "3.84", "0.02未満"), "0.14以下"),
)
ODD_JA = ("測定不能", "再検", "溶血", "検体不足")
ABSENT_JA = ("検査中", "---", "")


def number(rng: Random, low: float, high: float, places: int, *, odd: float = 0.35) -> tuple[str, int]:
    """A value as printed, and -1, 0, 1 for below, in, above the limits."""
    span = (high - low) or high
    if rng.random() > odd:
        value = rng.uniform(low + span * 0.03, high - span * 0.03)
    elif low > 0 and rng.random() < 0.5:
        value = low - rng.uniform(0.08, 0.35) * min(span, low)
    else:
        value = high + rng.uniform(0.05, 1.3) * span
    text = f"{value:.{places}f}"
    shown = float(text)
    return text, (shown > high) - (shown < low)


def range_text(low: float, high: float, places: int, dash: str) -> str:
    """Reference interval as printed."""
    return f"{low:.{places}f}{dash}{high:.{places}f}"


MARKS: tuple[tuple[str, str], ...] = (
    ("L", "H"),
    ("低", "高"),
    ("↓", "↑"),
    ("▼", "▲"),
    ("*", "*"),
    ("LL", "HH"),
)


def flag_of(mark: str) -> str:
    """What a printed mark means in the truth."""
    return {"": "", "*": "A"}.get(mark, "H" if mark in "HH高↑▲" else "L")


def result(
    rng: Random, name: str, test: Analyte, sex: str, unit: str, dash: str, marks: tuple[str, str]
) -> tuple[Val, str]:
    """A value with its truth, and the mark to print for it."""
    low, high = test.limits(sex)
    scale, places = _scale(test, unit)
    text, side = number(rng, low * scale, high * scale, places)
    mark = {-1: marks[0], 0: "", 1: marks[1]}[side]
    ref = range_text(low * scale, high * scale, places, dash)
    return Val(text, name, unit, ref, flag_of(mark)), mark


def _scale(test: Analyte, unit: str) -> tuple[float, int]:
    if unit == "/μL":
        return 1000.0, 0
    if unit == "万/μL":
        return (100.0, 0) if test.short == "RBC" else (0.1, 1)
    return 1.0, test.places
