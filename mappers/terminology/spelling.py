"""Printed names, units and specimens brought to one spelling, so that only real variants need a row."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mappers.terminology.tables import SpecimenKind

_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹⁺⁻]+")
_KATAKANA_DASH = re.compile(r"(?<=[ァ-ヺ])[-‐‑–—―−](?=[ァ-ヺ])")
_KEPT = frozenset("%#+")  # they tell items apart: NEUT% and NEUT#, Ca and Ca++
_PARTS = re.compile(r"(?P<outside>[^()\[\]【】]+)[(\[【](?P<inside>[^()\[\]【】]+)[)\]】]")

_TIME_OF_DAY = "(?:起床時|起床後|就寝前|眠前|朝|昼|夕|夜)"
_ASIDE = re.compile(rf"{_TIME_OF_DAY}[\s　]+|[\s　]+{_TIME_OF_DAY}$")
_BEFORE = re.compile(r"[\s　]*[(（]?(?:前々回|前回|previous)値?[)）]?$", re.IGNORECASE)
_WITHOUT_CELLS = re.compile("血清|血漿|(?:edta|クエン酸|ヘパリン|フッ化|nafl?)?(?:加)?血漿|serum|plasma")

_SPECIMENS: tuple[tuple[SpecimenKind, re.Pattern[str]], ...] = (
    (SpecimenKind.CSF, re.compile("髄液|脳脊髄液|csf")),
    (
        SpecimenKind.URINE,
        re.compile("(?:早朝|随時|部分|中間|蓄|全|24時間|新鮮|カテーテル)?尿(?:中|沈渣)?|urine"),
    ),
    (SpecimenKind.STOOL, re.compile("便|糞便|stool|feces")),
    (SpecimenKind.PLEURAL, re.compile("胸水|pleural(?:fluid)?")),
    (SpecimenKind.ASCITES, re.compile("腹水|ascites|peritonealfluid")),
    (SpecimenKind.STONE, re.compile("結石|尿路結石|stone|calculus")),
    (
        SpecimenKind.ANY,
        re.compile(
            "(?:鼻咽頭|鼻腔|咽頭)(?:ぬぐい液|拭い液|粘液)?|喀痰|唾液|(?:nasopharyngeal|throat)?swab|sputum|saliva"
        ),
    ),
    (
        SpecimenKind.BLOOD,
        re.compile(
            "血清|血漿|全血|血液|静脈血|動脈血|毛細管血|末梢血"
            "|(?:edta|クエン酸|ヘパリン|フッ化|nafl?)(?:加)?(?:血漿|全血|血)?"
            "|serum|plasma|(?:whole)?blood|(?:venous|arterial)blood"
        ),
    ),
)


def name_key(printed: str) -> str:
    """A name without case, width, blanks, marks and punctuation; `%`, `#` and `+` stay."""
    plain = _KATAKANA_DASH.sub("ー", unicodedata.normalize("NFKC", printed)).casefold()
    return "".join(c for c in plain if c in _KEPT or unicodedata.category(c)[0] in "LNM")


def name_parts(printed: str) -> tuple[str, str] | None:
    """`白血球数(WBC)` as its two names; None where a name has no such shape."""
    match = _PARTS.fullmatch(unicodedata.normalize("NFKC", printed).strip())
    return (match["outside"], match["inside"]) if match else None


def without_aside(printed: str, *, own_time: bool) -> str:
    """A name without words that only say when: the time of day and, where the value's own time is known, `前回`."""
    plain = _ASIDE.sub("", printed.strip(), count=1)
    return _BEFORE.sub("", plain) if own_time else plain


def specimen_apart(printed: str) -> tuple[str, str] | None:
    """`Na 動脈血` or `Na 尿` as name and specimen; None where a name has no such shape."""
    before, _, last = printed.strip().rpartition(" ")
    return (before, last) if before and specimen_kind(last) is not None else None


def is_without_cells(specimen: str) -> bool:
    """Whether a printed specimen is serum or plasma: no blood cell is counted there, and its haemoglobin is free."""
    return _WITHOUT_CELLS.fullmatch(name_key(specimen)) is not None


@lru_cache(maxsize=4096)
def unit_key(printed: str) -> str:
    """A unit without case, width, blanks, multiplication signs and the ways to write μ and powers."""
    powers = _SUPERSCRIPT.sub(lambda m: "^" + unicodedata.normalize("NFKC", m[0]), printed)
    plain = unicodedata.normalize("NFKC", powers).casefold().replace("μ", "u").replace("ℓ", "l")
    plain = re.sub(r"[\s\[\]()_・·∙,]", "", plain)
    plain = re.sub(r"^[x×✕*＊]?10(?:\^|\*{1,2}|e)?(?=\d{1,2}/)", "10^", plain)
    return re.sub(r"(?<=[a-z])\^(?=\d)", "", plain)


def specimen_kind(printed: str) -> SpecimenKind | None:
    """What a printed specimen is, or None where it is none of those that decide a code."""
    key = name_key(printed)
    return next((kind for kind, pattern in _SPECIMENS if pattern.fullmatch(key)), None)
