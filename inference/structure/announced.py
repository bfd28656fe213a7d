"""What a label of a head announces, in the form the interchange shape wants: id, name, date, sex."""

from __future__ import annotations

import re

from inference.readable import fold
from inference.structure.dates import find_date
from inference.structure.labels import Label, whole_label

GAP = "\t"
"""Stands in a line's text where the page has a gap wider than a character or two."""

_HONORIFIC = re.compile(r"\s*(様|殿|さん|さま|氏|君|くん|ちゃん)$")
_AFTER_HONORIFIC = re.compile(r"(?<=\S)\s*(?:様|殿|さま)(?:\s.*|[(（/／・].*|[^\s:：]{1,10}[:：].*)$")
_AGE_BEHIND = re.compile(r"(?<=\S)\s*[(（]?\d{1,3}\s?(?:歳|才).*$")
_BORN_BEHIND = re.compile(r"(?<=\S)\s+日?生(?:まれ)?$")  # behind a birth date that was told apart
_MEASURE_BEHIND = re.compile(r"\s+(\S+?)\s*[:：]?\s*\d")
_SEX_BEHIND = re.compile(r"(?<=\S)[\s/・]+(?:男|女)性?$")
_LATIN_TITLE = re.compile(r"^(mr|mrs|ms|miss|master|mx)\.?\s+", re.IGNORECASE)
_ID = re.compile(
    r"\d{2,4}(?:\s\d{3,4}){1,3}(?![\d/.年])|[A-Za-z]{0,4}[\-\s.]?\d[\d\-]{1,}[A-Za-z0-9]*(?:-[A-Za-z0-9]{1,3})?|[A-Z]{1,4}\d+"
)
_OTHER_ID_LABEL = re.compile(r"/?[a-z]{0,4}\s?no\.?\s?[:：]\s?", re.IGNORECASE)  # `UHID/MR No: 12`
_AGE = re.compile(
    r"(?:\d{1,3}\s*(?:歳|才|years?(?:\s?old)?|yrs?|y/?o|y|ヶ月|か月|カ月|months?|m(?=\s?[/ ])|days?|d(?=\s?[/ ]))?"
    r"\.?\s*)+",
    re.IGNORECASE,
)
_MALE = re.compile(r"(?:\d\s?[:.]\s?)?(?:男性?|male|man|boy|m)(?![a-z])", re.IGNORECASE)
_FEMALE = re.compile(r"(?:\d\s?[:.]\s?)?(?:女性?|female|woman|girl|f)(?![a-z])", re.IGNORECASE)
_BOTH_SEXES = re.compile(r"男\s?[・/,|]\s?女|[Mm]\s?[/|]\s?[Ff](?![a-z])")
_CENTURY = re.compile(r"\d{4}|[明大昭平令MTSHR]\s?\.?\s?(?:\d|元)|[治正和成]")
_ORGANISATION = re.compile(
    r"病院|医院|クリニック|診療所|医療センター|センター$|大学|研究所|検査部|内科|外科|小児科|御中|株式会社|[(（]株[)）]|法人|機関"
    r"|(?:hospital|clinic|center|centre|laborator(?:y|ies)|university|department)\b",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:先生|医師|技師|看護師|薬剤師|教授|院長|部長|課長|医長|士)\s*(?:御?机下|御侍史)?$|(?:^|\s)(?:dr|prof)\.?\s|\bm\.?d\.?$",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    [
        "男",
        "女",
        "男性",
        "女性",
        "id",
        "no",
        "様",
        "殿",
        "氏名",
        "名前",
        "患者",
        "患者氏名",
        "情報",
        "基本情報",
        "コメント",
        "所見",
        "結果",
        "記載",
        "年齢",
        "歳",
        "information",
        "details",
        "data",
    ]
)


_SEAL_BEHIND = re.compile(
    r"(?<=\S)\s+\S*(?:確認|承認|受領|検収|検印|認印)(?:印|済印?)?$"
)  # `加藤 香織 院長確認印`: a stamp's box
_LARGE_KANA = str.maketrans("ァィゥェォッャュョ", "アイウエオツヤユヨ")
_NAME_AND_READING = re.compile(r"([\u4e00-\u9fff々 ]+) ([\u30a0-\u30ff ]{3,})")


def accept(label: Label, text: str) -> str | None:
    """The value in the text after or under a label; None where there is none of its kind."""
    first = text.split(GAP)[0].strip()
    if label in (Label.ID, Label.VISIT):
        first = _OTHER_ID_LABEL.sub("", first)
        match = _ID.search(first) or _ID.search(text)
        return match[0].strip() if match and match.start() <= 2 else None
    if label is Label.NAME:
        return person_name(first)
    if label is Label.SEX:
        return sex_word(first) or sex_word(text)
    if label in (Label.OTHER, Label.KANA):
        return first
    found = find_date(text)
    if found is None or found.start > 4:
        return None
    if label is Label.BIRTH and not _CENTURY.search(text[found.start : found.end]):
        return None  # `12-Mar-34`: of which century, the page does not say
    return found.day if label is Label.BIRTH else found.iso


def sex_word(text: str) -> str | None:
    """`male` or `female` of a text that begins with the sex, perhaps after an age (`45 Y / F`)."""
    text = text.strip(" \t:：(（/・")
    if _BOTH_SEXES.match(text):
        return None  # a form's choice, circled or not
    text = (
        _AGE.sub("", text, count=1).strip(" \t:：(（/・,")
        if text[:1].isdigit() and "." not in text[:3]
        else text
    )
    return "male" if _MALE.match(text) else "female" if _FEMALE.match(text) else None


def person_name(text: str) -> str | None:
    """A person's name without title, honorific and what stands in brackets; None for places and staff."""
    if text.split() and whole_label(text.split()[0]) is Label.KANA:
        return None  # `フリガナ ヤマダ`: how it is read, not the name
    text = _LATIN_TITLE.sub("", re.sub(r"[(\[【（].*", "", text).strip())
    if _ORGANISATION.search(text) or _STAFF.search(text.strip(" :,")):
        return None
    text = _BORN_BEHIND.sub("", _AGE_BEHIND.sub("", _measures_off(text)))
    text = _HONORIFIC.sub("", _AFTER_HONORIFIC.sub("", _SEX_BEHIND.sub("", text))).strip(" :,/・_")
    text = _SEAL_BEHIND.sub("", _reading_off(text))
    if not text or len(text) > 40 or any(c.isdigit() for c in text) or not any(c.isalpha() for c in text):
        return None
    return None if fold(text) in _NO_NAME or _spells_label(text) else text


def _spells_label(text: str) -> bool:
    """Whether a text is a label in kana, read with its small letters large or torn (`セイベ ッ`): nobody's name."""
    return whole_label(fold(text).translate(_LARGE_KANA)) is not None


def _measures_off(text: str) -> str:
    """A name without what is told of the person behind it, in words known as labels: `身長 168.0 cm`."""
    for match in _MEASURE_BEHIND.finditer(text):
        if whole_label(match[1]) is not None:
            return text[: match.start()]
    return text


def _reading_off(text: str) -> str:
    """A name without how it is read, behind it: recognition loses the brackets. A given name in kana is no reading,
    so that a whole name in kanji must stand before it."""
    found = _NAME_AND_READING.fullmatch(text)
    if found is None or (len(found[1].split()) < 2 and len(found[1]) < 4):
        return text
    return found[1]
