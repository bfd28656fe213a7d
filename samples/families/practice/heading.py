"""The top of a sheet: hospital, title, and the patient in the ways vendors print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from samples.families.practice.dates import Dating
from samples.families.practice.paper import Paper, Printed
from samples.families.practice.persons import DEPARTMENTS, WARDS, somebody, staff
from samples.making.people import Person

_ID = (
    "患者番号",
    "患者ID",
    "ID",
    "ID番号",
    "カルテ番号",
    "診察券番号",
    "患者No.",
    "登録番号",
    "カルテNo",
    "患者ＩＤ",
)
_NAME = ("氏名", "患者名", "患者氏名", "お名前", "漢字氏名", "氏　名", "患者様氏名")
_KANA = ("フリガナ", "カナ氏名", "カナ", "ふりがな", "ﾌﾘｶﾞﾅ")
_BIRTH = ("生年月日", "生年月日", "生年月日", "誕生日")
_SEX = ("性別", "性別", "性")
STYLES = ("inline", "inline", "ruled", "ruled", "stack", "strip", "boxes")


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what stands at it; `key` is id, name, kana, sex, birth, age or other."""

    key: str
    label: str
    text: str


def title(paper: Paper, y: float, text: str, hospital: str = "", *, pt: float = 15) -> float:
    """A heading over the page and the hospital's name; returns the y under them."""
    style = paper.rng.choice(("centre", "left", "centre-under"))
    small = paper.pt * 0.95
    margin = min(45.0, paper.width * 0.07)
    room = paper.measure(text, pt, paper.face.heading) + paper.measure(hospital, small) + 2 * margin + 20
    if style == "left" and room < paper.width:
        paper.write(margin, y, text, pt=pt, font=paper.face.heading)
        paper.write(paper.width - margin, y, hospital, align="right", pt=small)
        return y + pt
    paper.write(paper.width / 2, y, text, pt=pt, font=paper.face.heading, align="centre")
    if not hospital:
        return y + pt
    if style == "centre":
        paper.write(paper.width - margin, y + pt * 1.1, hospital, align="right", pt=small)
    else:
        paper.write(paper.width / 2, y + pt * 1.1, hospital, align="centre", pt=small)
    return y + pt * 1.1 + small * 1.2


def patient(
    paper: Paper,
    x: float,
    y: float,
    width: float,
    day: date,
    dating: Dating,
    *,
    style: str = "",
    person: Person | None = None,
    extra: tuple[tuple[str, str], ...] = (),
    lean: bool = False,
) -> tuple[Printed, float]:
    """Print a patient block with its top at `y`; `extra` are more labelled texts (dates, numbers).

    `lean` leaves more out. Returns who is printed and the y under the block.
    """
    rng = paper.rng
    person = person or somebody(rng)
    fields, name = _fields(rng, person, day, dating, lean)
    style = style or rng.choice(STYLES)
    if style == "strip":
        y = _strip(paper, x, y, width, fields)
        y = _inline(paper, x, y, width, [Field("other", *e) for e in extra]) if extra else y
    else:
        fields += [Field("other", *e) for e in extra]
        y = {"inline": _inline, "ruled": _ruled, "stack": _stack, "boxes": _boxes}[style](
            paper, x, y, width, fields
        )
    keys = {f.key for f in fields}
    missing = {"id", "name", "sex", "birth_date"} - {{"birth": "birth_date"}.get(k, k) for k in keys}
    return Printed(person, name, frozenset(missing)), y


def _fields(rng: Random, person: Person, day: date, dating: Dating, lean: bool) -> tuple[list[Field], str]:
    name = person.printed_name(rng.choice(("　", " ", "　", "")))
    who = [Field("id", rng.choice(_ID), person.id)]
    shown = name + rng.choice(("", "", " 様", "　殿", " 様"))
    if rng.random() < 0.4:
        who.append(
            Field("kana", rng.choice(_KANA), person.kana[0] + rng.choice((" ", "　")) + person.kana[1])
        )
    who.append(Field("name", rng.choice(_NAME), shown))
    if rng.random() < 0.2:
        who.sort(key=lambda f: f.key != "name")
    sex = rng.choice((person.sex_ja, person.sex_ja, person.sex_ja + "性", person.sex_letter))
    born = dating.birth(person.birth)
    age = f"{person.age_on(day)}{rng.choice(('歳', '才', ' 歳'))}"
    rest = []
    chance = 0.5 if lean else 0.9
    if rng.random() < chance:
        rest.append(Field("sex", rng.choice(_SEX), sex))
    if rng.random() < chance:
        rest.append(Field("birth", rng.choice(_BIRTH), f"{born} ({age})" if rng.random() < 0.4 else born))
    if rng.random() < 0.5 and not any("(" in f.text for f in rest):
        rest.append(Field("age", "年齢", age))
    rng.shuffle(rest)
    if rng.random() < 0.5:
        rest.append(Field("other", rng.choice(("診療科", "科名", "依頼科", "科")), rng.choice(DEPARTMENTS)))
    if rng.random() < 0.35:
        rest.append(Field("other", rng.choice(("病棟", "入外", "病棟・病室")), rng.choice(WARDS)))
    if rng.random() < 0.4:
        rest.append(Field("other", rng.choice(("主治医", "依頼医", "担当医", "依頼医師")), staff(rng)))
    return who + rest, name


def _inline(paper: Paper, x: float, y: float, width: float, fields: list[Field]) -> float:
    colon = paper.rng.choice(("：", ":", " ", "： "))
    gap, at = paper.pt * 1.8, x
    y += paper.pt
    for field in fields:
        text = f"{field.label}{colon}{field.text}"
        wide = paper.measure(text)
        if at > x and at + wide > x + width:
            at, y = x, y + paper.pt * 1.55
        paper.write(at, y, text)
        at += wide + gap
    return y + paper.pt * 1.3


def _ruled(paper: Paper, x: float, y: float, width: float, fields: list[Field]) -> float:
    pairs = paper.rng.choice((2, 3)) if width > 350 else paper.rng.choice((1, 2))
    tall, pt = paper.pt * 1.75, paper.pt * 0.95
    column = width / pairs
    label = min(column * 0.4, max(paper.measure(f.label, pt) for f in fields) + 8)
    for number, field in enumerate(fields):
        left, top = x + column * (number % pairs), y + tall * (number // pairs)
        paper.ink.box(left, top, left + label, top + tall, width=0.4, fill=(0.94, 0.94, 0.94))
        paper.ink.box(left + label, top, left + column, top + tall, width=0.4)
        paper.write(left + 3, top + tall * 0.68, field.label, pt=pt, within=label - 5)
        paper.write(left + label + 4, top + tall * 0.68, field.text, pt=pt, within=column - label - 6)
    return y + tall * (-(-len(fields) // pairs)) + 4


def _stack(paper: Paper, x: float, y: float, width: float, fields: list[Field]) -> float:
    """One field a line, labels in a column; two columns of them where there are many."""
    colon = paper.rng.choice(("", "：", ":"))
    label = max(paper.measure(f.label + colon) for f in fields) + paper.pt
    half = -(-len(fields) // 2) if len(fields) > 5 and width > 350 else len(fields)
    for number, field in enumerate(fields):
        left = x + (width * 0.52 if number >= half else 0)
        top = y + paper.pt * (1 + 1.5 * (number % half))
        paper.write(left, top, field.label + colon)
        paper.write(left + label, top, field.text)
    return y + paper.pt * (1.5 * half + 0.6)


def _strip(paper: Paper, x: float, y: float, width: float, fields: list[Field]) -> float:
    """Without labels: number, name, then the rest; kana before or above the name."""
    texts = []
    for field in fields:
        if field.key == "birth" and "(" not in field.text:
            texts.append(field.text + paper.rng.choice(("生", " 生")))
        elif field.key != "other":
            texts.append(field.text)
    y += paper.pt * 1.2
    at = x
    for text in texts:
        wide = paper.measure(text, paper.pt * 1.1)
        if at > x and at + wide > x + width:
            at, y = x, y + paper.pt * 1.6
        paper.write(at, y, text, pt=paper.pt * 1.1)
        at += wide + paper.pt * 1.5
    return y + paper.pt * 1.4


def _boxes(paper: Paper, x: float, y: float, width: float, fields: list[Field]) -> float:
    """Labels in a row above, values in a row under them; two rows of boxes where there are many."""
    per = 4 if width > 350 else 3
    small = paper.pt * 0.8
    for start in range(0, len(fields), per):
        row = fields[start : start + per]
        weights = [max(paper.measure(f.text), paper.measure(f.label, small), 30.0) + 12 for f in row]
        at = x
        for field, weight in zip(row, weights, strict=True):
            wide = width * weight / sum(weights)
            paper.ink.box(at, y, at + wide, y + small * 1.4, width=0.4, fill=(0.93, 0.95, 0.93))
            paper.ink.box(at, y + small * 1.4, at + wide, y + small * 1.4 + paper.pt * 1.7, width=0.4)
            paper.write(
                at + wide / 2, y + small * 1.05, field.label, pt=small, align="centre", within=wide - 3
            )
            paper.write(at + 4, y + small * 1.4 + paper.pt * 1.2, field.text, within=wide - 6)
            at += wide
        y += small * 1.4 + paper.pt * 1.7
    return y + 4


def patient_en(
    paper: Paper,
    x: float,
    y: float,
    width: float,
    day: date,
    dating: Dating,
    *,
    person: Person | None = None,
    extra: tuple[tuple[str, str], ...] = (),
    style: str = "",
) -> tuple[Printed, float]:
    """The English block: names as FAMILY, Given and the like."""
    rng = paper.rng
    person = person or somebody(rng)
    family, given = person.roman
    name = rng.choice((f"{family.upper()}, {given}", f"{given} {family}", f"{family}, {given}",
                       f"{family.upper()} {given.upper()}"))  # fmt: skip
    sex = rng.choice((person.sex.capitalize(), person.sex_letter))
    fields = [
        Field("name", rng.choice(("Name", "Patient", "Patient Name", "Patient name")), name),
        Field("id", rng.choice(("MRN", "Patient ID", "ID", "Patient No.", "Hospital No.")), person.id),
        Field("sex", rng.choice(("Sex", "Gender")), sex),
    ]
    born = dating.birth(person.birth)
    if rng.random() < 0.85:
        fields.append(Field("birth", rng.choice(("DOB", "Date of Birth", "Birth date", "D.O.B.")), born))
    if rng.random() < 0.4:
        fields.append(Field("age", "Age", f"{person.age_on(day)} {rng.choice(('y', 'years', 'yrs'))}"))
    fields += [Field("other", *e) for e in extra]
    style = style or rng.choice(("inline", "ruled", "stack", "boxes"))
    y = {"inline": _inline, "ruled": _ruled, "stack": _stack, "boxes": _boxes}[style](
        paper, x, y, width, fields
    )
    keys = {f.key for f in fields}
    return Printed(person, name, frozenset(() if "birth" in keys else {"birth_date"})), y
