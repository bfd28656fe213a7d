"""Letters that were not seen clearly, put right where another reading of them makes a word of the field.

The recogniser says how likely each letter is. リンバ球 with バ 0.64 and パ 0.36 is a word with the second; 0型 is
O型. Only letters the recogniser itself doubted change, and only into what it held possible; a letter read clearly
stands, whatever it spells. Numbers have no spelling: a word without letters is left alone, and no digit ever
becomes another.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise, product

from inference.engines.letters import Letter
from inference.engines.nearest import Nearby, nearest
from inference.readable import listed

_DOUBTED = 0.97
_MOST_DOUBTED = 5  # letters of one word; more is noise, not spelling
_READINGS = 3  # of a letter
_LEAST_GAIN, _GAIN_A_LETTER = 3.0, 0.5  # of log likelihood that a word is worth
_LONGEST = 24
_KATAKANA_OF = dict(zip("卜一口力二八夕工才", "トーロカニハタエオ", strict=True))
_KATAKANA = re.compile(r"[ァ-ヴー]")
_ALIKE = {"0": "O", "O": "0", "1": "lI", "l": "I", "I": "l"}
_MOST_ALIKE = 4
_SURE = 0.95  # confidence of a letter put right is never above

# Unit strings and short answers that are printed alone; by hand.
_ALONE = listed("""
% ‰ g/dL mg/dL μg/dL ng/dL pg/dL mg/L μg/L ng/L g/L μg/mL ng/mL pg/mL mg/mL U/L IU/L mU/L U/mL IU/mL mU/mL
μU/mL μIU/mL mIU/mL mIU/L KU/L mEq/L mmol/L μmol/L nmol/L pmol/L mmHg Torr kPa fL pg mm/h mm/hr mm/1h mL/min
mL/min/1.73m² mL/min/1.73m2 ×10³/μL ×10⁴/μL ×10⁶/μL ×10²/μL ×10⁹/L ×10¹²/L ×10^3/μL ×10^4/μL ×10^6/μL
10^3/μL 10^4/μL 10^6/μL 10³/μL 10⁴/μL 10⁶/μL 10^9/L 10^12/L 万/μL /μL /HPF /LPF /WF COI S/CO BAU/mL AU/mL mg/gCr
mg/gCre g/gCr μg/gCr mg/day g/day mL/day bpm 回/分 回/min ms msec mV sec 秒 分 ℃ kg cm mm cm² mL/kg kcal L/s L/min
mL mOsm/kg mOsm/L ng/mL/h mA μA kg/m² CFU/mL nmol/L pmol/mL 倍 kPa cmH2O /min /分 L/min/m² rpm
(V) (mV) (Ω) (ms) (%) (mA) (J) (/min) (bpm) (mmHg) (mm) (cm) (℃) (回)
(-) (+) (±) O型 A型 B型 AB型 O+ A+ B+ AB+
Na Cl Ca Mg Fe TP Alb ALB T-Bil D-Bil AST ALT LD LDH ALP CK CPK AMY BUN UA Cre CRP TG TC WBC RBC Hb Ht PLT
""")
# Headings of columns and labels of a head: one misread letter of them would cost a whole column. By hand.
_HEADINGS = listed("""
検査項目 検査項目名 検査名 検査名称 項目 項目名 項目名称 略号 略称 結果 結果値 検査結果 測定値 測定結果 今回 今回値
前回 前回値 前回結果 前々回 単位 基準値 基準範囲 基準 参考値 参考基準値 参考範囲 正常値 正常範囲 下限 上限 判定 異常
評価 備考 コメント 所見 診断 結論 材料 検体 検体名 検査材料 採取日 採取日時 採血日 採血日時 採取時刻 受付日 受付日時
検査日 検査日時 報告日 報告日時 依頼日 ID 患者ID 患者番号 患者氏名 患者名 患者 氏名 氏名カナ 生年月日 性別 年齢
診療科 依頼科 病棟 病室 主治医 担当医 依頼医 依頼医師 検査者 報告者 薬剤 薬剤名 抗菌薬 感受性 菌名 菌量 同定 培養 塗抹
実測値 実測 予測値 予測 予測比 対予測比 入院 外来 日付 時刻 時間 体温 脈拍 血圧 呼吸数 身長 体重 報告書 検査報告書
コウモク ケッカ ソクテイチ ヨソクチ タンイ キジュンチ コンカイ ゼンカイ ハンテイ
血液検査 尿検査 生化学検査 生化学 血液学 凝固 免疫 感染症 血算 一般検査
""")
# Printed answers near a heading that are none.
_STAND = listed(
    "要検査 再検査 要精査 精検査 基準内 基準外 採取時 採血時 患者数 検査科 検査室 検査部 報告医 担当者 依頼書 正常内"
)
_LEAST_UNIT = 3  # letters of a unit that may be told from others with one letter wrong
# Second words of organisms' names.
_EPITHETS = listed("""
complex group species aeruginosa pneumoniae aureus epidermidis faecalis faecium cloacae oxytoca freundii koseri
mirabilis vulgaris morganii marcescens baumannii maltophilia influenzae catarrhalis pyogenes agalactiae difficile
fragilis perfringens albicans glabrata tropicalis parapsilosis krusei monocytogenes haemolyticus saprophyticus
lugdunensis aerogenes stutzeri cepacia typhimurium jejuni pylori gonorrhoeae meningitidis anginosus
""")
_TITER = re.compile(r"×\d+")
_PLUS, _MINUS, _BOTH = "+＋十", "-－−—–ー一", "±土士"
_UPRIGHT = frozenset("ⅠI|l")  # what a doubted 1 of a grade may be
_TRIANGLES = {"▲": "▲△↑", "▼": "▼▽↓"}
_LEAST_TRIANGLE = 0.1
_QUOTES = frozenset('"“”')
_LEAST_DASH = 0.2
_DASHES = frozenset("-—–ー一…")
_LEAST_OHM = 0.1
_MARK = re.compile(rf"[(（]?([{_PLUS}{_MINUS}{_BOTH}仕王])[)）]?")


@cache
def _lexicon() -> tuple[frozenset[str], frozenset[str]]:
    """Words that may stand anywhere, and words that stand alone, both folded letter by letter."""
    from inference.structure.analytes import NAMES
    from inference.structure.readers import READERS

    names = {_folded(name) for name in NAMES.values()}
    for reader in READERS.values():
        names |= {_folded(word) for word in reader.vocabulary}
    anywhere = {n for name in names for n in _pieces(name)}
    headings = frozenset(_HEADINGS)
    anywhere |= {word for word in headings if len(word) >= 4}
    return frozenset(anywhere), headings | frozenset(map(_folded, _ALONE)) | {
        name for name in names if len(name) > 1
    }


@cache
def _printed() -> frozenset[str]:
    """The words as they are printed, capitals and all, that hold a letter."""
    from inference.structure.analytes import NAMES
    from inference.structure.readers import READERS

    words = [*_ALONE, *_HEADINGS, *NAMES.values(), *(w for r in READERS.values() for w in r.vocabulary)]
    return frozenset(word for word in words if len(word) > 1 and any(c.isalpha() for c in word))


def _pieces(name: str) -> set[str]:
    """The name and its longer runs of one script: a lexicon knows リンパ球, the page prints 異型リンパ球."""
    runs = re.findall(r"[ァ-ヴー]{3,}|[一-鿿]{3,}|[一-鿿]*[ァ-ヴー]{2,}[一-鿿]*", name)
    whole = {name} if len(name) >= 4 or (len(name) == 3 and not name.isascii()) else set()
    return {run for run in runs if len(run) >= 3} | whole


def _folded(text: str) -> str:
    """Lower case and one width, letter for letter: positions stay."""
    return "".join(_folded_letter(letter) for letter in text)


@cache
def _folded_letter(letter: str) -> str:
    if letter in "³²⁴⁶⁹¹":
        return letter
    folded = unicodedata.normalize("NFKC", letter).lower().replace("\u03bc", "u")
    return folded if len(folded) == 1 else letter


def spelled(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """The letters of one word, doubted ones as they make a word; the same letters where none do."""
    return nearest(_as_words(_of_one_look(_ohms(_degrees(_among_katakana(letters))))), *_nearby())


@cache
def _nearby() -> tuple[Nearby, Nearby]:
    """Words that stand alone (headings, units of several letters), and the words that names are made of."""
    from inference.structure.culture_words import GENERA

    units = {word for word in _ALONE if "/" in word and len(word) >= _LEAST_UNIT}
    anywhere, _ = _lexicon()
    words = {
        piece
        for name in (*anywhere, *GENERA, *_EPITHETS)
        for piece in re.findall(r"[a-z]+|[ぁ-ヿ一-鿿]+", name)
    }
    return Nearby.of({*_HEADINGS, *_STAND, *units}), Nearby.of(words)


def _among_katakana(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """Kanji that look like the katakana on both their sides are katakana; 卜 is, beside any."""
    found = []
    for i, letter in enumerate(letters):
        beside = [letters[j].text for j in (i - 1, i + 1) if 0 <= j < len(letters)]
        katakana = [bool(_KATAKANA.fullmatch(text)) for text in beside]
        enough = any(katakana) if letter.text == "卜" else len(katakana) == 2 and all(katakana)
        text = _KATAKANA_OF.get(letter.text, letter.text) if enough else letter.text
        changed = text != letter.text
        found.append(replace(letter, text=text, score=min(letter.score, _SURE)) if changed else letter)
    return tuple(found)


def _as_words(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    marked = _as_mark(letters) or _as_arrow(letters) or _as_dash(letters)
    if marked is not None:
        return marked
    doubted = [i for i, letter in enumerate(letters) if letter.score < _DOUBTED and letter.others]
    if not doubted or not any(letter.text.isalpha() or letter.text in "%‰" for letter in letters):
        return tuple(letters)
    doubted = sorted(sorted(doubted, key=lambda i: letters[i].score)[:_MOST_DOUBTED])
    choices = [_readings(letters[i]) for i in doubted]
    text = [letter.text for letter in letters]
    unread = _worth(text, doubted)
    best, best_gain = None, 0.0
    for reading in product(*choices):
        loss = 0.0
        for i, (letter, p) in zip(doubted, reading, strict=True):
            text[i] = letter
            loss += math.log(max(p, 1e-6) / max(letters[i].score, 1e-6))
        gain = loss + _worth(text, doubted) - unread
        if gain > best_gain:
            best, best_gain = reading, gain
    return tuple(letters) if best is None else _with(letters, dict(zip(doubted, best, strict=True)))


def _of_one_look(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """O and 0, l, I and 1 look the same in many fonts, however clearly seen: as a known word has them, exactly."""
    text = [letter.text for letter in letters]
    places = [i for i, letter in enumerate(text) if letter in _ALIKE]
    known = _printed()
    if not 0 < len(places) <= _MOST_ALIKE or all(t.isdigit() for t in text) or _stem(text) in known:
        return tuple(letters)
    for reading in product(*(text[i] + _ALIKE[text[i]] for i in places)):
        changed = list(text)
        for i, letter in zip(places, reading, strict=True):
            changed[i] = letter
        if _stem(changed) in known:
            return tuple(
                letter if new == letter.text else replace(letter, text=new, score=min(letter.score, _SURE))
                for letter, new in zip(letters, changed, strict=True)
            )
    return tuple(letters)


def _stem(text: Sequence[str]) -> str:
    """The word up to its bracket."""
    whole = "".join(text)
    return whole.partition("(")[0] or whole


def _readings(letter: Letter) -> tuple[tuple[str, float], ...]:
    """What a doubted letter may be; never another digit (that of an exponent neither)."""
    others = [(text, p) for text, p in letter.others if not (text.isdigit() and letter.text.isdigit())]
    return ((letter.text, letter.score), *others[: _READINGS - 1])


def _with(letters: Sequence[Letter], chosen: dict[int, tuple[str, float]]) -> tuple[Letter, ...]:
    found = []
    for i, letter in enumerate(letters):
        text, likely = chosen.get(i, (letter.text, letter.score))
        if text == letter.text:
            found.append(letter)
        else:
            found.append(replace(letter, text=text, score=min(letter.score + likely, _SURE)))
    return tuple(found)


def _worth(text: Sequence[str], doubted: Sequence[int]) -> float:
    """Log likelihood that the words covering doubted letters are worth."""
    anywhere, alone = _lexicon()
    folded = "".join(_folded_letter(letter) if len(letter) == 1 else "\0" for letter in text)
    if folded in alone or _TITER.fullmatch("".join(text)):
        return _LEAST_GAIN + _GAIN_A_LETTER * len(folded) + len(doubted)
    covered: set[int] = set()
    total = 0.0
    for start in range(len(folded)):
        if start in covered:
            continue
        for end in range(min(len(folded), start + _LONGEST), start + 1, -1):
            piece = folded[start:end]
            known = piece in anywhere or (piece in alone and _bounded(folded, start, end))
            if known and any(start <= i < end for i in doubted):
                total += _LEAST_GAIN + _GAIN_A_LETTER * len(piece)
                covered |= set(range(start, end))
                break
    return total


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a word's neighbours are of another kind: a bracket, a space, another script."""
    before = start == 0 or _kind(text[start - 1]) != _kind(text[start])
    after = end == len(text) or _kind(text[end]) != _kind(text[end - 1])
    return before and after and end - start >= 2


def _kind(letter: str) -> str:
    if letter.isascii() or letter in "μ³²⁴⁶⁹¹":
        return "latin" if letter.isalnum() or letter in "/%^" else "other"
    return "kana" if "\u3040" <= letter <= "\u30ff" else "kanji" if letter.isalpha() else "other"


def _degrees(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """`Ⅰ度` that was read as a doubted `1度`: a printed 1 is seen clearly, and seldom taken for a stroke."""
    found = list(letters)
    for i, (letter, after) in enumerate(pairwise(letters)):
        begins = i == 0 or not (letters[i - 1].text.isdigit() or letters[i - 1].text in ".-~")
        stroke = any(text in _UPRIGHT for text, _ in letter.others)
        if letter.text == "1" and after.text == "度" and begins and letter.score < _DOUBTED and stroke:
            found[i] = replace(letter, text="Ⅰ", score=min(letter.score, _SURE))
    return tuple(found)


def _ohms(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """`76 Ω` that was read as a number, its last digit a doubted 0: a printed 0 is never held to be an Ω."""
    if len(letters) < 2 or letters[-1].text not in "0O" or not letters[-2].text.strip().isdigit():
        return tuple(letters)
    last = letters[-1]
    ohm = sum(p for text, p in last.others if text == "Ω")
    if ohm < _LEAST_OHM:
        return tuple(letters)
    space = Letter(" ", last.score, (letters[-2].at + last.at) / 2)
    return (*letters[:-1], space, replace(last, text="Ω", score=min(last.score + ohm, _SURE), others=()))


def _as_dash(letters: Sequence[Letter]) -> tuple[Letter, ...] | None:
    """A quotation mark alone that may as well be a dash: the short dashes of an empty place (`---`)."""
    if len(letters) != 1 or letters[0].text not in _QUOTES or letters[0].score >= _DOUBTED:
        return None
    likely = sum(p for text, p in letters[0].others if text in _DASHES)
    return (replace(letters[0], text="-", score=likely),) if likely >= _LEAST_DASH else None


def _as_arrow(letters: Sequence[Letter]) -> tuple[Letter, ...] | None:
    """A letter alone that may as well be a triangle is a small arrow, which the recogniser does not know."""
    if len(letters) != 1 or letters[0].score >= 0.9 or letters[0].text in "▲▼△▽↑↓":
        return None
    likely = {
        sign: sum(p for text, p in letters[0].others if text in group) for sign, group in _TRIANGLES.items()
    }
    sign, p = max(likely.items(), key=lambda kv: kv[1])
    return (replace(letters[0], text=sign, score=min(max(p, 0.5), _SURE)),) if p >= _LEAST_TRIANGLE else None


def _as_mark(letters: Sequence[Letter]) -> tuple[Letter, ...] | None:
    """`(一)`, `十`, `(土)`: signs of a result that look like kanji, where they stand alone and are doubted."""
    if len(letters) not in (1, 3) or not _MARK.fullmatch("".join(letter.text for letter in letters)):
        return None
    place = len(letters) // 2
    sign = letters[place]
    if sign.score >= 0.9 or sign.text in "+-±":
        return None
    likely = dict.fromkeys("+-±", 0.0)
    for text, p in ((sign.text, sign.score), *sign.others):
        for mark, group in (("+", _PLUS), ("-", _MINUS), ("±", _BOTH)):
            likely[mark] += p if text in group else 0.0
    mark, p = max(likely.items(), key=lambda kv: kv[1])
    if p < 0.3:
        return None
    chosen = replace(sign, text=mark, score=min(p, _SURE))
    return (*letters[:place], chosen, *letters[place + 1 :])
