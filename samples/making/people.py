"""The invented patients and the invented hospital. Any likeness to a person is chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.making import names

HOSPITAL = "みなと架空総合病院"
HOSPITAL_DEPARTMENT = "中央検査部"
HOSPITAL_ADDRESS = "〒000-0000 架空県みなと市海岸通1-2-3　TEL 000-000-0000"
HOSPITAL_EN = "Minato Imaginary General Hospital"

_ERAS = ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H"), (date(1926, 12, 25), "昭和", "S"))


@dataclass(frozen=True, slots=True)
class Person:
    """An invented patient; names are (family, given)."""

    id: str
    kanji: tuple[str, str]
    kana: tuple[str, str]  # full-width katakana
    roman: tuple[str, str]
    birth: date
    sex: str  # "male" or "female"

    @property
    def sex_ja(self) -> str:
        """男 or 女."""
        return "男" if self.sex == "male" else "女"

    @property
    def sex_letter(self) -> str:
        """M or F, as DICOM PatientSex and HL7 table 0001 write it."""
        return "M" if self.sex == "male" else "F"

    def age_on(self, day: date) -> int:
        """Whole years lived on a day."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))

    def printed_name(self, gap: str = "　") -> str:
        """Family and given name as a page prints them."""
        return gap.join(self.kanji)


def era(day: date, *, short: bool = False) -> str:
    """A date in the Japanese calendar: 昭和33年3月4日, or S33.03.04."""
    for start, name, letter in _ERAS:
        if day >= start:
            year = day.year - start.year + 1
            if short:
                return f"{letter}{year:02d}.{day.month:02d}.{day.day:02d}"
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError("no era for this day")


def _person(id_: str, kanji: str, kana: str, roman: str, birth: tuple[int, int, int], sex: str) -> Person:
    def two(name: str) -> tuple[str, str]:
        family, given = name.split()
        return family, given

    return Person(id_, two(kanji), two(kana), two(roman), date(*birth), sex)


AOYAMA = _person("00104471", "青山 健一", "アオヤマ ケンイチ", "Aoyama Kenichi", (1958, 3, 4), "male")
IGARASHI = _person(
    "00257103", "五十嵐 京子", "イガラシ キョウコ", "Igarashi Kyouko", (1971, 11, 23), "female"
)
SUZUHARA = _person("00318826", "鈴原 美咲", "スズハラ ミサキ", "Suzuhara Misaki", (1994, 7, 15), "female")
TODOROKI = _person("00420359", "轟 大輔", "トドロキ ダイスケ", "Todoroki Daisuke", (1983, 1, 30), "male")
MANDAI = _person("00533940", "万代 文子", "マンダイ フミコ", "Mandai Fumiko", (1947, 9, 8), "female")
KITAHARA = _person("00648215", "北原 蓮", "キタハラ レン", "Kitahara Ren", (2019, 8, 2), "male")
MIYASHIRO = _person("00751684", "宮城 昭夫", "ミヤシロ アキオ", "Miyashiro Akio", (1939, 12, 1), "male")
NAKASONO = _person("00862097", "中園 さくら", "ナカゾノ サクラ", "Nakasono Sakura", (2001, 4, 1), "female")
HOSHIKAWA = _person("00970538", "星川 浩二", "ホシカワ コウジ", "Hoshikawa Kouji", (1965, 6, 18), "male")
OGATA = _person("01083762", "緒方 貴子", "オガタ タカコ", "Ogata Takako", (1989, 2, 9), "female")


def invented(rng: Random, *, adult: bool = False) -> Person:
    """Anybody, aged 0 to 98 in 2026 (mostly old, as in hospitals; from 20 on with `adult`)."""
    sex = rng.choice(("male", "female"))
    family, given = rng.choice(names.FAMILY), rng.choice(names.GIVEN[sex])
    age = round(rng.triangular(20 if adult else 0, 98, 72))
    birth = date(2025 - age, 1, 1) + timedelta(days=rng.randrange(365))
    kanji, kana, roman = zip(family, given, strict=True)
    return Person(_patient_id(rng), kanji, kana, roman, birth, sex)


def _patient_id(rng: Random) -> str:
    """A patient number in one of the forms in use: with leading zeros, hyphens, a check digit, a letter."""
    form, number = rng.random(), rng.randrange(1_000, 10_000_000)
    if form < 0.35:
        return f"{number:0{rng.choice((8, 8, 10))}d}"
    if form < 0.55:
        return str(number + 1_000_000)
    if form < 0.7:
        return f"{number % 10_000:04d}-{number // 1_000:04d}"
    if form < 0.82:
        return f"{number:07d}-{_check_digit(number)}"
    if form < 0.92:
        return f"{number // 100_000:02d}-{number % 100_000:05d}-{_check_digit(number)}"
    return f"{rng.choice('ACKMNP')}{number:07d}"


def _check_digit(number: int) -> int:
    """Modulus 10, weights 3 and 1 from the right, as in EAN."""
    total = sum(int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(reversed(str(number))))
    return -total % 10
