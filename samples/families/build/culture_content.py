"""Invented cultures: organisms, drugs and MICs as Japanese and English reports print them. Nothing here judges."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SPECIMENS = ("喀痰", "中間尿", "カテーテル尿", "静脈血", "膿", "咽頭粘液", "胆汁", "便")
ORGANISMS = (
    "Escherichia coli",
    "Klebsiella pneumoniae",
    "Pseudomonas aeruginosa",
    "Staphylococcus aureus (MRSA)",
    "Enterococcus faecalis",
    "Streptococcus agalactiae",
    "Enterobacter cloacae complex",
    "Haemophilus influenzae",
    "Acinetobacter baumannii",
    "Proteus mirabilis",
)
ORGANISMS_JA = ("大腸菌", "肺炎桿菌", "緑膿菌", "黄色ブドウ球菌", "腸球菌", "インフルエンザ菌", "B群溶連菌")
DRUGS = {
    "ABPC": "アンピシリン",
    "PIPC": "ピペラシリン",
    "A/S": "アンピシリン/スルバクタム",
    "T/P": "タゾバクタム/ピペラシリン",
    "CEZ": "セファゾリン",
    "CTM": "セフォチアム",
    "CMZ": "セフメタゾール",
    "CTRX": "セフトリアキソン",
    "CAZ": "セフタジジム",
    "CFPM": "セフェピム",
    "FMOX": "フロモキセフ",
    "IPM": "イミペネム",
    "MEPM": "メロペネム",
    "GM": "ゲンタマイシン",
    "AMK": "アミカシン",
    "MINO": "ミノサイクリン",
    "LVFX": "レボフロキサシン",
    "CPFX": "シプロフロキサシン",
    "ST": "ST合剤",
    "FOM": "ホスホマイシン",
    "VCM": "バンコマイシン",
    "TEIC": "テイコプラニン",
    "LZD": "リネゾリド",
    "CLDM": "クリンダマイシン",
    "EM": "エリスロマイシン",
    "AZT": "アズトレオナム",
    "PCG": "ペニシリンG",
    "MPIPC": "オキサシリン",
}
DRUGS_EN = (
    "Ampicillin",
    "Ampicillin/Sulbactam",
    "Piperacillin/Tazobactam",
    "Cefazolin",
    "Ceftriaxone",
    "Cefepime",
    "Meropenem",
    "Gentamicin",
    "Amikacin",
    "Ciprofloxacin",
    "Levofloxacin",
    "Trimethoprim/Sulfamethoxazole",
    "Vancomycin",
    "Linezolid",
    "Nitrofurantoin",
    "Aztreonam",
)
_STEPS = ("<=0.25", "<=0.5", "<=1", "<=2", "0.5", "1", "2", "4", "8", "16", ">2", ">8", ">16", ">=32", "<=8")


@dataclass(frozen=True, slots=True)
class Answer:
    """A drug's printed MIC and letter."""

    mic: str
    letter: str


def answer(random: Random, drug: str, *, wide: bool = False) -> Answer:
    """A MIC with a letter that goes with it; `wide` prints ≦ and ≧."""
    mic = random.choice(_STEPS)
    if drug in ("ST", "Trimethoprim/Sulfamethoxazole") and random.random() < 0.6:
        mic = random.choice(("<=9.5/0.5", "<=1/19", ">2/38"))
    letter = "S" if mic.startswith("<=") else "R" if mic.startswith(">") else random.choice("SSIR")
    if wide:
        mic = mic.replace("<=", "≦").replace(">=", "≧")
    return Answer(mic, letter)


def drugs(random: Random, count: int) -> list[str]:
    """Some drug abbreviations in the usual order."""
    chosen = set(random.sample(list(DRUGS), count))
    return [d for d in DRUGS if d in chosen]
