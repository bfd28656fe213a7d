"""The grammar of printed results: numbers with comparators, graded and signed answers, answer words.

    value    = number | graded | word
    number   = titre | [comparator] [sign] digits ["," digits] ["." digits] [exponent] ["/" number] [以下 以上 未満 超]
    titre    = ("×" | "x") digits [以下 以上 未満 倍]
    graded   = "(" ("-" | "+" | "±" | digit "+") ")" | "-" | "±" | digit "+" | "+" [digit] | "++" …
    word     = 陰性 | 陽性 | 測定不能 | negative | …

`parse_value` takes the text of one cell and also cuts off a mark or a unit that is printed against the
value (`H 12.5`, `6.8g/dL`). The value it gives is always a piece of the text it was given, never rewritten
beyond full-width digits and signs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from inference.readable import fold, listed
from inference.structure.marks import leading_mark, mark_against_unit, mark_before_unit, trailing_mark
from inference.structure.units import bare_unit, is_unit
from mappers.model import Flag


class ValueKind(StrEnum):
    """What sort of answer a value is."""

    NUMBER = "number"
    GRADED = "graded"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Value:
    """A result cell taken apart."""

    text: str
    kind: ValueKind
    flag: Flag | None = None
    unit: str | None = None


_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_SIGNED = rf"[+\-−]?(?:{_DIGITS})"
_COMPARATOR = r"(?:<=|>=|=<|=>|[<>≤≥≦≧])"
_SUFFIX = r"(?:\s?(?:以下|以上|未満|超|倍以上|倍未満)|倍)"  # `256 倍` has a unit
_EXPONENT = r"(?:\s?[x×*]\s?10\^?[+\-]?\d{1,2}|[eE][+\-]?\d{1,2})"
_TITRE = r"[×xX]\s?\d{1,6}\s?(?:以下|以上|未満|倍)?"
_NUMBER = re.compile(
    rf"{_COMPARATOR}?\s?{_SIGNED}{_EXPONENT}?(?:\s?[/:]\s?(?:{_DIGITS}))?{_SUFFIX}?|{_TITRE}", re.ASCII
)
_GRADED = re.compile(
    r"[(\[]\s?(?:[+\-−±ー]{1,4}|\d\s?\+|\+\s?\d|\+/-|\+-|-/\+)\s?[)\]]|\d\+|\+\d|\+{1,4}|\+/-|\+-|±|[\-−]{1,3}|ー"
)

_ANSWERS = """
陰性 陽性 弱陽性 強陽性 疑陽性 偽陽性 擬陽性 判定保留 保留 測定不能 測定不可 測定中 検査中 未検 未実施 再検
再検中 検体不良 検体不足 検体なし 検体量不足 採取不良 溶血 溶血あり 乳び 凝固 凝集 中止 依頼中 報告中 後日報告
別紙参照 別紙 コメント参照 正常 異常 異常なし 異常あり 所見なし 所見あり 異常所見なし 異常を認めず なし あり 無
有 認めず 認めない 検出せず 検出
検出されず 未検出 感度以下 反応 非反応 反応なし 少数 中等数 多数 清 透明 混濁 微濁 淡黄色 黄色 黄褐色 褐色
赤色 赤褐色 無色 血性 軟便 水様 A型 B型 O型 AB型 A B O AB Rh(+) Rh(-) Rh陽性 Rh陰性 D(+) D(-) D陽性 D陰性
RhD(+) RhD(-) RhD陽性 RhD陰性 増加 減少 NILM ASC-US ASC-H LSIL HSIL AGC AIS
R型 negative positive neg pos weaklypositive trace reactive
nonreactive non-reactive detected notdetected indeterminate
equivocal borderline normal abnormal absent present none few
moderate many clear cloudy turbid yellow paleyellow straw
amber hemolyzed clotted pending insufficient qns cancelled
notdone unmeasurable rare insufficientsample insufficientspecimen haemolysed haemolyzed hemolysed
haemolysedsample hemolyzedsample clottedsample lipaemic lipemic icteric nottested notperformed notreported
seecomment seenote seebelow seeattached unsuitable 検体凝固 採血量不足 量不足 フィブリン析出 乳糜 別記 別記参照
下記参照 備考参照 要再検
"""
UNAVAILABLE = frozenset(
    fold(word)
    for word in (
        *(
            f"{what}{how}"
            for what in listed("描出 計測 測定 算出 算定 評価 記録 観察 検出 判定 解析 同定 判読")
            for how in listed("不良 不能 不可 不可能 困難 できず 出来ず")
        ),
        *listed("""
データ不足 データなし 信号不良 計測せず 測定せず insufficientdata nodata notobtained notmeasured notassessed
notvisualized poorsignal unobtainable
"""),
    )
)
"""Results that could not be had: 描出不良, 計測できず."""
_QUALIFIED = re.compile(
    r"[(\[]?(?:(?:very|weak|strong|slight|faint|moderate|high|low|borderline|false|presumptive)(?:ly)?-?|not|non-?)"
    r"(?:positive|negative|reactive|detected|detectable|present|abnormal|elevated|increased|decreased|hemolyzed"
    r"|haemolysed|icteric|lipemic|cloudy|turbid|hazy)[)\]]?|(?:極?微|軽度?|やや|中等度?|強度?|高度)(?:陽性|混濁|溶血|乳び|黄疸)"
)
"""Answers with a word of degree (`Weakly reactive`, 軽度混濁), folded."""
_SHARE = re.compile(r"\d{1,3}(?:\.\d+)?\s?%")
_BLOOD_GROUPS = frozenset(("a", "b", "o", "ab"))
WORDS = frozenset(fold(word) for word in listed(_ANSWERS)) | UNAVAILABLE
"""Answers in words, folded. Generic vocabulary of qualitative results, not names of items."""


@lru_cache(maxsize=4096)
def parse_value(text: str) -> Value | None:
    """The result in a cell's text, or None where the text is no result (a range, a unit, a name)."""
    text = _tidy(text)
    if not text:
        return None
    whole = _plain(text)
    if whole:
        return Value(text, whole)
    flag, rest = leading_mark(text)
    if flag is None:
        flag, rest = trailing_mark(text)
    rest = rest.strip()
    if flag is not None and rest:
        whole = _plain(rest)
        if whole:
            return Value(rest, whole, flag)
    return _with_unit(rest or text, flag)


def _with_unit(text: str, flag: Flag | None) -> Value | None:
    """`6.8g/dL`, `6.8 g/dL H`, `45H U/L`: number first, a unit after it, perhaps a mark between."""
    number = _NUMBER.match(text)
    if number is None:
        return None
    value, rest = number.group().strip(), text[number.end() :].strip()
    power = re.search(r"\s?[x×*]\s?10\^?\d{1,2}$", value)
    if power and rest.startswith("/") and is_unit(power[0].strip() + rest):
        value, rest = (
            value[: power.start()],
            power[0].strip() + rest,
        )  # `54.4 ×10^4/μL`: the power is the unit's
    if flag is None:
        flag, rest = mark_before_unit(rest)
    if flag is None and rest and not is_unit(rest):
        flag, rest = mark_against_unit(rest)
    if rest and is_unit(rest):
        return Value(value, ValueKind.NUMBER, flag, bare_unit(rest))
    return None


def _plain(text: str) -> ValueKind | None:
    if _NUMBER.fullmatch(text):
        return ValueKind.NUMBER
    if _GRADED.fullmatch(text):
        return ValueKind.GRADED
    folded = fold(text)
    if folded in _BLOOD_GROUPS and not text.isupper():
        return None  # `Ab`: an antibody, no blood group
    if folded in WORDS or folded.strip("()[]") in WORDS or _QUALIFIED.fullmatch(folded):
        return ValueKind.WORD
    both = re.fullmatch(r"(.*?)\s?(\([^()]*\))", text)  # `陰性(-)`, `1.2 (陰性)`, `(-) 0.3`, `陽性(98%)`
    inside = both[2].strip("()") if both else ""
    share = both is not None and fold(both[1]) in WORDS and _SHARE.fullmatch(inside) is not None
    if both and both[1] and _simple(both[1]) and (share or _simple(inside)):
        return ValueKind.WORD
    other = re.fullmatch(r"(\([+\-±−\d]{1,3}\))\s?(.+)", text)
    if other and _simple(other[2]):
        return ValueKind.WORD
    return None


def _simple(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or _GRADED.fullmatch(text) or fold(text) in WORDS)


def _tidy(text: str) -> str:
    """NFKC for width of digits and signs only: `８．５` to `8.5`, `（－）` to `(-)`; words stay."""
    out = "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5d" else c for c in text)
    return " ".join(out.split())


def is_value(text: str) -> bool:
    """Whether a cell's text is a result on its own."""
    return parse_value(text) is not None


def is_number(text: str) -> bool:
    """Whether a cell's text is a number, perhaps with a comparator, mark or unit."""
    value = parse_value(text)
    return value is not None and value.kind is ValueKind.NUMBER
