"""Units as laboratories print them: a grammar of atoms, and repair of what recognition garbles in them."""

from __future__ import annotations

import re

from inference.readable import fold_unit, listed

_ATOMS = listed("""
kg g mg ug mcg ng pg fg mol mmol umol nmol pmol fmol eq meq ueq
osm mosm u ku mu uu iu kiu miu uiu kl l dl ml ul fl % ‰ sec s
秒 min 分 h hr hour 時間 時 day d 日 mm cm m um nm mm2 m2 cm2 mm3
mmhg torr kpa hpa bar cmh2o pa 回 bpm 個 コ 万 千 百万 億 /hpf /lpf
/視野 wf leu ery met mets hpf lpf gpf 視野 倍 比 index ratio inr coi c.o.i. c.o.i s/co
s/n cutoff au bau ru gpl mpl ua uca ca log copies copy コピー
titer 点 度 kcal cal cfu gcr gcre gcrea g・cr gcr. gヘモグロビン ghb
gprot rlu od s.i. si tu ku/l jau ppm ppb ms mv bit iub ecu ceq
pmoleq eu thou mil cells cell 歳 才 ℃ °c degc w j g蛋白 gfe mgalb
gy mgy cgy msv mbq kbq galb 体重 拡大 10 1.73m2 1.73m² l/l bce bceu nmbce mmbce
r.u. r.u eia価 gcreatinine ohm ohms ω kω sd kdyn dyn pt %act t-score cu
""")
_EXACT = frozenset(_ATOMS) | frozenset(("s/co", "c.o.i", "10", "l/l", "10^", "hu"))
_TEN = r"(?:10(?:(?:e|\*{1,2}|\^)-?\d{1,2}|1[0-2]|[2-9]))"
_COUNTED = r"(?:百万|万|千|個|log(?:10)?|million|thousand|mil|thou|k|m)"
_ATOM = "|".join(sorted((re.escape(a) for a in _ATOMS if "/" not in a), key=len, reverse=True))
_TERM = rf"(?:{_TEN}|{_ATOM})"
_FACTOR = rf"(?:{_COUNTED}?{_TERM}|{_COUNTED}|{_TEN}[x*]?{_TERM})(?:[.*]{_TERM})?"
_UNIT = re.compile(rf"{_FACTOR}(?:/(?:\d{{1,3}})?{_FACTOR}){{0,3}}")
_PER = re.compile(rf"(?:/(?:\d{{0,3}})|1/){_TERM}(?:/{_TERM}){{0,2}}")  # `/HPF`, `1/min/mmHg`
_NOT_ALONE = frozenset(
    (
        "h",
        "l",
        "n",
        "d",
        "s",
        "g",
        "k",
        "10",
        "pt",
        "si",
        "tu",
        "ca",
        "j",
        "w",
        "m",
        "分",
        "日",
        "時",
        "上",
        "体重",
        "拡大",
        "度",
    )
)
"""Atoms that alone are more often a mark, a name or a word; in a unit column they still count."""


def is_unit(text: str, in_unit_column: bool = False) -> bool:
    """Whether the text is a unit by its atoms: `mg/dL`, `×10³/μL`, `mL/min/1.73m²`, `%`, `COI`."""
    key = fold_unit(text).strip("()[]")
    if not key or len(key) > 24 or "\n" in text or key.isdigit():
        return False  # `102` is a result, though 10² may be printed so
    if key in _NOT_ALONE:
        return in_unit_column
    return bool(key in _EXACT or _UNIT.fullmatch(key) or _PER.fullmatch(key))


def is_per_field(text: str) -> bool:
    """Whether the unit counts what a microscope's field shows (`/HPF`): such results may be spans."""
    return bool(
        re.fullmatch(r"(?:個|cells?)?/?(?:hpf|lpf|gpf|視野|wf|全視野|各視野)", fold_unit(text).strip("()[]"))
    )


def bare_unit(text: str) -> str:
    """The unit without brackets around it."""
    text = text.strip()
    match = re.fullmatch(r"[(\[（［](.*)[)\]）］]", text)
    return match[1].strip() if match else text


_POWER_LOST = re.compile(r"^([x×✕*]?\s?)10([23456789]|1[0-2])(?=\s?/)")
_POWER_BLURRED = re.compile(r"10[~'`´\"″′°º](\d{1,2})(?=\s?/)")
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,}")  # `C.O.I.`
_SPACED = re.compile(r"\s+")
_LOOKALIKE = (
    (re.compile(r"(?<=/)[dD][lI1|](?![a-zA-Z])"), "dL"),
    (re.compile(r"(?<=/)m[lI1|](?![a-zA-Z])"), "mL"),
    (re.compile(r"(?<=/)[μµ][lI1|](?![a-zA-Z])"), "μL"),
    (re.compile(r"(?<=/)[I1|](?![a-zA-Z\d.])"), "L"),
    (re.compile(r"^[1|lI]U(?=/)"), "IU"),
    (re.compile(r"^(m?)UL$"), r"\1U/L"),
    (re.compile(r"^([KM])([uμµ]L)$"), r"\1/\2"),
    (re.compile(r"(?<![a-zA-Z])mmo[1I|](?![a-zA-Z])"), "mmol"),
    (re.compile(r"^cmH[2zZ][O0o]$"), "cmH2O"),
    (re.compile(r"^(?:(km)(?=h$)|(mL)(?=min$)|([mμµnp]?g)(?=dL$)|(mmol|mEq)(?=L$))"), r"\g<0>/"),
)


def repair_recognised(text: str) -> str:
    """A unit read from pixels, with what recognition garbles put right: lost carets, gaps, l for L.

    Only strings that become a unit of the grammar are changed; all others come back as they were.
    """
    fixed = _SPACED.sub("", text)
    fixed = fixed if _DOTTED.fullmatch(fixed) else fixed.rstrip(".,、。・")
    fixed = fixed[1:] if fixed[:1] in "[|" and "]" not in fixed else fixed  # a rule beside the unit
    fixed = "‰" if fixed in ("%0", "%o", "%O", "o/oo", "品", "%。") else fixed
    fixed = "%" if fixed in ("8", "%6", "%8", "96", "9%") else fixed  # no unit is a number
    fixed = "mm" if fixed in ("mmn", "mam", "nm.m", "mrm", "mnm", "ram", "rnm") else fixed
    fixed = _POWER_BLURRED.sub(r"10^\1", fixed)
    fixed = _POWER_LOST.sub(lambda m: f"{m[1]}10^{m[2]}", fixed)
    for pattern, proper in _LOOKALIKE:
        fixed = pattern.sub(proper, fixed)
    return fixed if is_unit(fixed, in_unit_column=True) else text
