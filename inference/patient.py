"""Is the person printed on the page the one the document is filed under?

The rule. Each of id, name and birth date that both sides have either agrees, nearly agrees, or contradicts.
Nearly: one character differs (an id or name read from pixels), or a date differs in one digit.
- A contradiction is a mismatch.
- A near agreement is forgiven only where another of the three agrees fully, and only where the words were read
  from pixels; a text layer does not misread.
- An id of which pixels gave but the first or last characters of the filed one says nothing: it was cut, by the
  picture's edge or by the detector. More than half of it may be a stranger's whole id where ids differ in length,
  so that name or birth date must agree fully then.
- A name read from pixels with at most half of its characters wrong, or with half of the family name left of it, is
  forgiven where id and birth date both agree fully: no two patients share both.
- Day and month exchanged say nothing: 01/06/1934 is printed for 6 January and for 1 June.
- Nothing to compare: None, nobody knows. Sex alone never decides.
Reasons name the field (`id`, `name`, `birth_date`), never a value.

Of a name printed in two scripts (`オノマユミ 小野 真由美`), or with other words beside it (a label, a stamp), the
first words of each script are compared, kanji before kana.

Names are compared without spaces, honorifics and width; kanji with kanji, kana with kana, Latin with Latin, so a
page in kanji says nothing about a header that has only kana. Old and variant forms of a character are one
(髙 and 高, 﨑 and 崎, 邊 邉 and 辺, 齋 齊 and 斎 斉): a table of well-known pairs, made by hand. Checked by a test:
no character stands in two rows. Not checked: the pairs against a published list (Unihan, the family register's
table of characters), and whether others are missing; a missing pair sends a right document to a person.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from inference.readable import japanese_forms
from mappers.model import PatientIdentity, PrintedPatient

# The form in common use first, then the forms that stand for it.
_FORMS = """
高髙 崎﨑嵜碕 辺邊邉 斎齋齊斉 浜濱濵 島嶋嶌 沢澤 広廣 国國圀 桜櫻 竜龍 滝瀧 富冨 吉𠮷 徳德 恵惠 真眞
黒黑 関關 渋澁澀 瀬瀨 栄榮 条條 浅淺 蔵藏 豊豐 増增 万萬 与與 実實 寿壽 円圓 会會 学學 宝寶寳 岳嶽 峰峯
巌巖 来來 静靜 清淸 青靑 薗園 館舘 穂穗 緑綠 翠翆 弥彌 弁辨瓣辯 当當 涼凉 槙槇 曽曾 橋槗 柳栁 桧檜
壷壺 勇勈 児兒 亀龜 芸藝 荘莊庄 誉譽 読讀 鉄鐵鐡 鶴鸖 鴬鶯 麺麵 予豫 仏佛 伝傳 仮假
"""
_VARIANTS = str.maketrans({old: forms[0] for forms in _FORMS.split() for old in forms[1:]})
_KANA_FORMS = str.maketrans("ァィゥェォッャュョヮヂヅヲ", "アイウエオツヤユヨワジズオ")
_HONORIFIC = re.compile(r"(様|殿|さん|氏|君|くん|ちゃん|さま)$")
_LABEL = re.compile(
    r"^\s*(?:患者(?:様|さま)?(?:氏?名)?|受診者(?:氏?名)?|被検者(?:氏?名)?|氏名|お?名前)\s*[:：]?\s*(?=\S{2})"
)
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc\uff66-\uff9f・]+")
_BETWEEN_SCRIPTS = re.compile(
    r"(?<=[\u4e00-\u9fff々])(?=[\u30a1-\u30fa\uff66-\uff9f])|(?<=[\u30a1-\u30fc\uff66-\uff9f])(?=[\u4e00-\u9fff])"
)
_LATIN_TITLE = re.compile(r"^(mr|mrs|ms|miss|dr)\.?\s+", re.IGNORECASE)


class _Agreement(Enum):
    FULL = "full"
    PART = "part"  # the same as far as it goes: a check digit more, a middle name or the given name less
    NEAR = "near"  # one character apart: misread, or another person
    NONE = "none"
    UNKNOWN = "unknown"


def compare(
    printed: PrintedPatient, filed: PatientIdentity, recognised: bool = True
) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the printed person is another one than the filed; None where nothing can be compared.

    What agrees in part needs another field that agrees fully. `recognised`: the print was read from pixels, so one
    misread character may be forgiven, in one field only, and where what agrees fully could not be a twin's or a
    namesake's. The reasons are the names of the fields that differ.
    """
    fields = _fields(printed, filed)
    sure = _Agreement.FULL in (fields["name"], fields["birth_date"])
    if recognised and fields["id"] is _Agreement.NONE and _cut(printed.id or "", filed.id, sure):
        fields["id"] = _Agreement.UNKNOWN
    known = {key: value for key, value in fields.items() if value is not _Agreement.UNKNOWN}
    if set(known.items()) <= {("name", _Agreement.PART)}:
        return None, ()
    full = frozenset(key for key, value in known.items() if value is _Agreement.FULL)
    near = [key for key, value in known.items() if value is _Agreement.NEAR]
    forgiven = recognised and len(near) == 1 and bool(full & _SUPPORTS[near[0]])
    if recognised and {"id", "birth_date"} <= full and _misread(printed.name or "", filed):
        known.pop("name", None)
    wrong = tuple(
        key
        for key, value in known.items()
        if value is _Agreement.NONE
        or (value is _Agreement.PART and not full)
        or (value is _Agreement.NEAR and not forgiven)
    )
    return bool(wrong), wrong


def agrees(field: str, printed: PrintedPatient, filed: PatientIdentity) -> bool:
    """Whether `id`, `name` or `birth_date` is on both sides and fully the same."""
    return _fields(printed, filed)[field] is _Agreement.FULL


def _fields(printed: PrintedPatient, filed: PatientIdentity) -> dict[str, _Agreement]:
    return {
        "id": compare_ids(printed.id, filed.id),
        "name": compare_names(printed.name, filed),
        "birth_date": _compare_dates(printed.birth_date, filed.birth_date),
    }


_SUPPORTS = {"id": {"name", "birth_date"}, "name": {"id"}, "birth_date": {"id", "name"}}
"""Which fully agreeing fields let one misread character of a field pass: a twin shares the birth date and nearly
the name, so that a name needs the id."""


def compare_ids(printed: str | None, filed: str) -> _Agreement:
    """Ids without hyphens, spaces and leading zeros; one may have a check digit behind or letters in front."""
    if not printed or not filed:
        return _Agreement.UNKNOWN
    a, b = _id_key(printed), _id_key(filed)
    if not a or not b:
        return _Agreement.UNKNOWN
    if a == b:
        return _Agreement.FULL
    if _extended(a, b) or _extended(b, a):
        return _Agreement.PART
    return _Agreement.NEAR if len(a) >= 5 and _one_apart(a, b) else _Agreement.NONE


def _cut(printed: str, filed: str, sure: bool) -> bool:
    """Whether the print is the beginning or the end of the filed id, leading zeros and all: half of it at most, but
    where another field makes it `sure`."""
    part, whole = (_characters(text) for text in (printed, filed))
    longest = len(whole) - 1 if sure else len(whole) // 2
    return 0 < len(part) <= longest and (whole.startswith(part) or whole.endswith(part))


def _misread(printed: str, filed: PatientIdentity) -> bool:
    """Whether at least half of a name's characters, and two, are those of a filed one of the same length; or of what
    is no longer than the family name, half of that."""
    mine = name_key(printed)
    families = [name_key(name.split()[0]) for name in filed.name.variants() if len(name.split()) > 1]
    for family in families:
        same = sum(a == b for a, b in zip(mine, family, strict=False))
        if mine and len(mine) <= len(family) and same * 2 >= len(family):
            return True
    for theirs in map(name_key, filed.name.variants()):
        same = sum(a == b for a, b in zip(mine, theirs, strict=False))
        if mine and len(mine) == len(theirs) and same >= max(2, len(mine) / 2):
            return True
    return False


def _extended(longer: str, shorter: str) -> bool:
    """`1044713` or `104471X` of `104471` (a check digit), `HP104471` (the house's letters)."""
    if len(shorter) < 4:
        return False
    behind, front = longer.removeprefix(shorter), longer.removesuffix(shorter)
    return (len(behind) == 1 and behind != longer) or (front != longer and front.rstrip("0").isalpha())


def compare_names(printed: str | None, filed: PatientIdentity) -> _Agreement:
    """The printed name, or its part in one script, with the group of the filed name that is in the same script."""
    if not printed:
        return _Agreement.UNKNOWN
    whole = _compare_name(printed, filed)
    if whole is _Agreement.FULL or whole is _Agreement.PART:
        return whole
    for part in _parts(printed):
        answers = [_compare_name(name, filed) for name in part]
        if _Agreement.FULL in answers:
            return _Agreement.FULL
        if set(answers) != {_Agreement.UNKNOWN}:
            break  # kanji say more than how they are read
    return whole


def _parts(printed: str) -> list[list[str]]:
    """What may be the name within a longer print: some words from the first of each script on, kanji before kana."""
    words = _BETWEEN_SCRIPTS.sub(" ", _LABEL.sub("", printed)).split()
    kana = [_KATAKANA.fullmatch(word) is not None for word in words]
    starts = [n for n in range(len(words)) if n == 0 or kana[n] != kana[n - 1]]
    starts.sort(key=lambda n: kana[n])
    return [[" ".join(words[start:end]) for end in range(start + 1, len(words) + 1)] for start in starts]


def _compare_name(printed: str, filed: PatientIdentity) -> _Agreement:
    mine = name_key(printed)
    variants = filed.name.variants()
    same_script = [k for k in map(name_key, variants) if k and _script(k) == _script(mine)]
    if not mine or not same_script:
        return _Agreement.UNKNOWN
    answers = [_compare_keys(mine, theirs) for theirs in same_script]
    if mine in {name_key(name.split()[0]) for name in variants if len(name.split()) > 1}:
        answers.append(_Agreement.PART)  # the family name alone
    for answer in (_Agreement.FULL, _Agreement.PART, _Agreement.NEAR):
        if answer in answers:
            return answer
    return _Agreement.NONE


def name_key(name: str) -> str:
    """A name for comparing: one width, one form of each character, katakana, no spaces or honorific.

    Small kana are large (old systems print キヨウコ for キョウコ); Latin words are in the order of the alphabet.
    """
    text = unicodedata.normalize("NFKC", name.translate(_VARIANTS)).translate(_VARIANTS)
    text = japanese_forms(text).translate(_VARIANTS)
    text = _LATIN_TITLE.sub("", text.strip())
    text = _HONORIFIC.sub("", re.sub(r"[(\[].*?[)\]]", "", text).strip())
    text = "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in text)
    text = re.sub(r"(?<=[A-Za-z])['’`\-‐](?=[A-Za-z])", "", text)
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if words and all(w.isascii() for w in words):
        return " ".join(sorted(words))  # Latin: family and given come in either order
    key = "".join(re.findall(r"[^\W\d_ー]|ー", "".join(words)))
    return key.translate(_KANA_FORMS)


def _compare_keys(a: str, b: str) -> _Agreement:
    if a == b:
        return _Agreement.FULL
    if a.isascii() and b.isascii():
        if sorted(map(_romanised, a.split())) == sorted(map(_romanised, b.split())):
            return _Agreement.FULL
        if _abbreviates(a.split(), b.split()) or _abbreviates(b.split(), a.split()):
            return _Agreement.PART
    return _Agreement.NEAR if min(len(a), len(b)) >= 3 and _one_apart(a, b) else _Agreement.NONE


def _abbreviates(shorter: list[str], longer: list[str]) -> bool:
    """Every word is one of the longer name's or its initial, and at least one is whole: `J Smith`, `Smith John`."""
    left = list(longer)
    whole = 0
    for word in sorted(shorter, key=len, reverse=True):
        match = next((w for w in left if w == word or (len(word) == 1 and w.startswith(word))), None)
        if match is None:
            return False
        left.remove(match)
        whole += match == word and len(word) > 1
    return whole > 0


def _romanised(word: str) -> str:
    """One spelling of the systems in use: Kyouko, Kyôko and Kyoko, Ohno and Ono, Sinzi and Shinji."""
    word = re.sub(r"(?<![st])tsu|tu", "tsu", word)
    for old, new in (("sy", "sh"), ("ty", "ch"), ("zy", "j"), ("jy", "j"), ("zi", "ji")):
        word = word.replace(old, new)
    word = re.sub(r"(?<![sc])hu", "fu", re.sub(r"t(?=i)", "ch", re.sub(r"s(?=i)", "sh", word)))
    word = re.sub(r"m(?=[bmp])", "n", word)
    return re.sub(r"oh(?![aiueo])|ou|oo", "o", word).replace("uu", "u")


def _compare_dates(printed: str | None, filed: str | None) -> _Agreement:
    if not printed or not filed:
        return _Agreement.UNKNOWN
    if printed == filed:
        return _Agreement.FULL
    if printed[:4] == filed[:4] and (printed[5:7], printed[8:10]) == (filed[8:10], filed[5:7]):
        return _Agreement.UNKNOWN  # 01/06/1934 is printed for 6 January and for 1 June
    return _Agreement.NEAR if _one_apart(printed, filed) else _Agreement.NONE


def _id_key(text: str) -> str:
    key = _characters(text)
    return key.lstrip("0") or key[:1]


def _characters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def _script(key: str) -> str:
    if any("\u4e00" <= c <= "\u9fff" or c >= "\U00020000" or c == "々" for c in key):
        return "kanji"
    return (
        "latin"
        if key.replace(" ", "").isascii()
        else "kana"
        if re.search("[\u30a0-\u30ff]", key)
        else "latin"
    )


def _one_apart(a: str, b: str) -> bool:
    """Whether one replaced, added or dropped character makes them equal."""
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= 1
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
