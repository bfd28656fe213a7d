"""What narrative build families say: invented sentences of several kinds of report, Japanese and English."""

from __future__ import annotations

from random import Random

SITES = (
    "胃体中部小彎",
    "胃前庭部大彎",
    "S状結腸",
    "上行結腸",
    "直腸Ra",
    "右肺上葉S3",
    "左肺下葉S10",
    "左乳房C領域",
    "膵頭部",
    "肝S8",
)
CANCERS = (
    "中分化型管状腺癌",
    "高分化型管状腺癌",
    "印環細胞癌",
    "浸潤性乳管癌",
    "扁平上皮癌",
    "腺腫",
    "慢性胃炎",
    "腺扁平上皮癌",
)
FINDINGS = (
    "{site}に径約{n}mmの不整形結節を認め、辺縁にスピキュラを伴う。",
    "縦隔および肺門に有意なリンパ節腫大は指摘できない。",
    "心拡大はなく、胸水の貯留も認めない。",
    "{site}に発赤調の陥凹性病変を認める。",
    "ひだの集中を伴い、生検を2個施行した。",
    "造影後期相で淡い濃染が持続する。",
    "核の腫大した異型細胞が不規則な腺管を形成して増殖している。",
    "背景の粘膜には中等度のリンパ球浸潤と腸上皮化生が認められる。",
)
CONCLUSIONS = (
    "{site}の{cancer}",
    "{site}の悪性腫瘍疑い",
    "原発性肺癌の疑い",
    "有意なリンパ節転移を認めない",
    "明らかな肝転移は認めません",
    "早期胃癌（0-IIc）を疑う",
    "萎縮性胃炎（C-2）",
    "逆流性食道炎 Grade A",
    "両側胸水なし",
    "陳旧性炎症性変化",
    "脂肪肝",
    "悪性所見なし",
    "胆嚢結石症、慢性胆嚢炎",
    "前回と比較して{site}の結節は軽度増大しており、悪性病変の可能性を否定できないため、3か月後の再検査を推奨します",
    "{site}に見られる濃染域は血管腫の可能性が高いと考えますが、病歴によっては転移性病変との鑑別を要します",
)
DIAGNOSES = (
    "2型糖尿病",
    "高血圧症",
    "うっ血性心不全",
    "S状結腸癌術後",
    "脂質異常症",
    "慢性腎臓病 G3b",
    "肺炎（疑い）",
    "脳梗塞後遺症",
    "発作性心房細動",
    "胃潰瘍",
)
COURSE = (
    "入院後、絶食・補液にて加療を開始した。第3病日より経口摂取を再開し、血圧は128/76 mmHgで安定していた。",
    "抗菌薬投与により解熱し、CRPは12.4から0.8 mg/dLへ改善した。",
    "経過良好につき退院となった。今後は外来で経過観察の予定である。",
    "術後は大きな合併症なく経過し、第9病日に独歩で退院した。",
)
ENGLISH = (
    "Invasive ductal carcinoma of the left breast",
    "No evidence of metastatic disease",
    "Suspicious for early gastric cancer",
    "Mild chronic gastritis, negative for dysplasia",
    "Stable 8 mm nodule in the right upper lobe, likely a benign granuloma; follow-up CT in 12 months is recommended",
    "No acute cardiopulmonary abnormality",
    "Cholelithiasis without evidence of cholecystitis",
    "Possible small hiatal hernia",
    "Moderately differentiated adenocarcinoma of the sigmoid colon, arising in a tubulovillous adenoma",
)
ENGLISH_FINDINGS = (
    "The lungs are clear. There is no pleural effusion or pneumothorax.",
    "A 2.3 cm spiculated mass is seen in the right upper lobe with adjacent ground-glass opacity.",
    "Sections show infiltrating nests of atypical epithelial cells within a desmoplastic stroma.",
    "The heart size is normal. The mediastinal contours are unremarkable.",
)


def conclusions(random: Random, count: int) -> list[str]:
    """Different statements, no final stop."""
    return [
        c.format(site=random.choice(SITES), cancer=random.choice(CANCERS))
        for c in random.sample(CONCLUSIONS, count)
    ]


def findings(random: Random, count: int) -> str:
    """Prose that is no item."""
    chosen = random.sample(FINDINGS, count)
    return "".join(f.format(site=random.choice(SITES), n=random.randrange(5, 48)) for f in chosen)


def _size(random: Random) -> str:
    return random.choice(
        (str(random.randrange(6, 70)), f"{random.randrange(20, 60)}×{random.randrange(10, 40)}")
    )


def staging(random: Random) -> list[tuple[str, str, str]]:
    """Label, value, unit of a resected tumour."""
    t, n = random.choice(("T1b", "T2", "T3", "T4a")), random.choice(("N0", "N1", "N2a"))
    return [
        (random.choice(("腫瘍径", "最大腫瘍径", "腫瘍の大きさ")), _size(random), "mm"),
        (random.choice(("組織型", "分化度")), random.choice(("tub1", "tub2", "por2", "高分化", "中分化")), ""),
        (random.choice(("深達度", "壁深達度")), f"p{t}", ""),
        ("リンパ管侵襲", random.choice(("Ly0", "Ly1a", "ly1")), ""),
        ("静脈侵襲", random.choice(("V0", "V1a", "v0")), ""),
        (random.choice(("pTNM", "TNM分類", "TNM")), f"p{t}{n}M0", ""),
        (random.choice(("pStage", "Stage", "病期")), random.choice(("I", "IIA", "IIIB", "IA3")), ""),
        (random.choice(("Ki-67", "MIB-1 index", "Ki-67陽性率")), str(random.randrange(1, 80)), "%"),
    ]  # fmt: skip
