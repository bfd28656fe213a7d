"""Who and when: the patient's fields as pages print them, in several arrangements, and the pages' furniture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from samples.families.practice2.paper import Paper
from samples.making import names
from samples.making.people import era

Field = tuple[str, str]
"""Label and what stands at it."""

_PLACES = [
    "白鷺台",
    "みどりが浜",
    "東雲の杜",
    "北欅",
    "青葉坂",
    "汐見台",
    "楓ヶ丘",
    "三日月",
    "稲穂台",
    "水無瀬原",
    "鷹取野",
    "桜並木",
]
_KINDS = [
    "総合病院",
    "市民病院",
    "医療センター",
    "中央病院",
    "記念病院",
    "赤松会病院",
    "大学附属病院",
    "内科循環器クリニック",
    "病院",
]
_PLACES_EN = [
    "Shirasagi Hill",
    "Maple Ridge",
    "Aoba Slope",
    "Northbrook",
    "Silver Bay",
    "Mikazuki",
    "St. Orin",
]
_KINDS_EN = ("General Hospital", "Medical Center", "University Hospital", "Clinic", "Memorial Hospital")

_LABELS = {
    "id": ("患者ID", "患者番号", "ID", "ID番号", "カルテNo", "診察券番号", "患者コード", "登録番号", "ＩＤ"),
    "name": ("氏名", "患者氏名", "患者名", "お名前", "氏　名", "受診者氏名"),
    "kana": ("フリガナ", "カナ氏名", "ふりがな", "カナ"),
    "birth": ("生年月日", "生年月日", "生年月日", "誕生日"),
    "sex": ("性別", "性別", "性"),
    "age": ("年齢", "年令"),
    "sexage": ("性別・年齢", "性別／年齢", "性・年齢"),
    "ward": ("病棟", "入外", "診療科", "科・病棟", "依頼科"),
    "doctor": ("担当医", "主治医", "依頼医", "依頼医師"),
    "collected": ("採取日時", "採取日", "採血日時", "採血日", "検体採取日"),
    "examined": ("検査日", "検査日時", "測定日時", "実施日", "検査実施日"),
    "received": ("受付日", "受付日時", "検体受領"),
    "reported": ("報告日", "報告日時", "結果報告日", "作成日"),
    "order": ("依頼No", "受付番号", "検体番号", "オーダ番号", "検査No."),
}
_LABELS_EN = {
    "id": ("Patient ID", "MRN", "ID", "Patient No.", "Hospital No."),
    "name": ("Name", "Patient", "Patient name", "Patient Name"),
    "kana": ("Name (kana)",),
    "birth": ("Date of birth", "DOB", "Birth date", "Born"),
    "sex": ("Sex", "Gender"),
    "age": ("Age",),
    "sexage": ("Sex/Age", "Gender / Age"),
    "ward": ("Location", "Ward", "Department"),
    "doctor": ("Physician", "Ordered by", "Referring physician"),
    "collected": ("Collected", "Date collected", "Collection date", "Specimen collected"),
    "examined": ("Study date", "Date of exam", "Exam date", "Test date"),
    "received": ("Received", "Date received"),
    "reported": ("Reported", "Report date", "Date reported"),
    "order": ("Accession", "Accession No.", "Order #", "Specimen ID"),
}
_WARDS = ("内科", "外来", "循環器内科", "3階東病棟", "救急外来", "整形外科", "HCU", "西5病棟", "呼吸器内科")
_WARDS_EN = ("Outpatient", "Ward 3E", "ICU", "Cardiology", "Emergency", "Internal Medicine")


def hospital(rng: Random, language: str = "ja") -> str:
    """An invented house."""
    if language == "en":
        return f"{rng.choice(_PLACES_EN)} {rng.choice(_KINDS_EN)}"
    return rng.choice(("", "", "医療法人 ", "社会医療法人 ")) + rng.choice(_PLACES) + rng.choice(_KINDS)


def doctor(rng: Random, language: str = "ja") -> str:
    """An invented physician."""
    family, given = rng.choice(names.FAMILY), rng.choice(names.GIVEN[rng.choice(("male", "female"))])
    if language == "en":
        return f"Dr. {given[2][0]}. {family[2]}"
    return f"{family[0]}{rng.choice(('', ' ' + given[0]))}" + rng.choice(("", "", " 医師"))


def fields(paper: Paper, *keys: str, drop: float = 0.12) -> list[Field]:
    """The fields of these keys, some left out by chance; what is printed is no longer absent in the truth."""
    rng, told = paper.rng, _LABELS if paper.language == "ja" else _LABELS_EN
    kept = [
        key
        for key in keys
        if key in ("id", "name", "collected", "examined")
        or rng.random() > (drop if key in ("birth", "sex", "sexage") else 0.3)
    ]
    return [(rng.choice(told[key]), _said(paper, key)) for key in kept]


def _said(paper: Paper, key: str) -> str:
    rng, person = paper.rng, paper.person
    paper.absent -= {
        "id": {"id"},
        "name": {"name"},
        "birth": {"birth_date"},
        "sex": {"sex"},
        "sexage": {"sex"},
    }.get(key, set())
    japanese = paper.language == "ja"
    age = f"{person.age_on(paper.collected.date())}" + (rng.choice(("歳", "才")) if japanese else " y")
    sex = _sex(paper)
    later = paper.collected + timedelta(minutes=rng.randrange(35, 260))
    said = {
        "id": person.id,
        "kana": " ".join(person.kana),
        "birth": _birth(paper, age),
        "sex": sex,
        "age": age,
        "sexage": f"{sex}{rng.choice((' ', ' / ', '・' if japanese else ' / '))}{age}",
        "ward": rng.choice(_WARDS if japanese else _WARDS_EN),
        "doctor": doctor(rng, paper.language),
        "collected": paper.moment(paper.collected),
        "examined": paper.moment(paper.collected),
        "received": paper.moment(paper.collected + timedelta(minutes=25)),
        "reported": paper.moment(later + timedelta(days=rng.choice((0, 0, 1, 2)))),
        "order": f"{rng.randrange(10**6, 10**7)}",
    }
    return _name(paper) if key == "name" else said[key]


def _birth(paper: Paper, age: str) -> str:
    """The birth date; now and then with the age, or with the year of the Japanese calendar in brackets."""
    said, chance = paper.day(paper.person.birth, paper.birth_form), paper.rng.random()
    if chance < 0.15:
        return f"{said} ({age})"
    if chance < 0.25 and paper.language == "ja":
        return f"{paper.day(paper.person.birth, '%Y/%m/%d')}（{era(paper.person.birth, short=True)[:3]}）"
    return said


def _sex(paper: Paper) -> str:
    male = paper.person.sex == "male"
    if paper.language == "en":
        return paper.rng.choice((("Male", "Female"), ("M", "F"), ("male", "female")))[not male]
    return paper.rng.choice((("男", "女"), ("男性", "女性"), ("男", "女"), ("M", "F")))[not male]


def _name(paper: Paper) -> str:
    rng, person = paper.rng, paper.person
    if paper.language == "en":
        family, given = person.roman
        forms = (
            f"{family}, {given}",
            f"{given} {family}",
            f"{family.upper()} {given}",
            f"{family.upper()}, {given}",
        )
        paper.printed_name = rng.choice(forms)
        return paper.printed_name
    paper.printed_name = rng.choice(("　", " ", " ", "")).join(person.kanji)
    return paper.printed_name + rng.choice(("", "", "", " 様", "　殿"))


def stacked(
    paper: Paper, x: float, y: float, told: Sequence[Field], *, label: float = 70, size: float = 0
) -> float:
    """One field a line, values in a column. Returns the next baseline."""
    colon = paper.rng.choice(("：", ":", " :", ""))
    longest = max(
        (paper.ink.text_width(n + colon, paper.font, size or paper.body) for n, _ in told), default=0.0
    )
    label = max(label, longest + 6)
    for name, value in told:
        paper.text(x, y, name + colon, size=size)
        paper.text(x + label, y, value, size=size)
        y += (size or paper.body) * 1.6
    return y


def inline(
    paper: Paper, x: float, y: float, width: float, told: Sequence[Field], *, size: float = 0
) -> float:
    """Fields in running lines. Returns the next baseline."""
    size = size or paper.body
    colon = paper.rng.choice(("：", ": ", "　", ":"))
    at = x
    for name, value in told:
        run = f"{name}{colon}{value}"
        wide = paper.ink.text_width(run, paper.font, size)
        if at > x and at + wide > x + width:
            at, y = x, y + size * 1.7
        paper.text(at, y, run, size=size)
        at += wide + size * 2
    return y + size * 1.7


def grid(
    paper: Paper, x: float, y: float, width: float, told: Sequence[Field], *, across: int = 2, size: float = 0
) -> float:
    """Ruled cells, label left of value. Returns the bottom."""
    size = size or paper.body
    pitch, pair = size * 1.9, width / across
    label = pair * 0.34
    rows = -(-len(told) // across)
    for number in range(rows * across):
        left, top = x + (number % across) * pair, y + (number // across) * pitch
        paper.ink.box(left, top, left + label, top + pitch, width=0.5, fill=(0.92, 0.92, 0.92))
        paper.ink.box(left + label, top, left + pair, top + pitch, width=0.5)
        if number < len(told):
            base = top + pitch / 2 + size * 0.35
            paper.text(left + 3, base, told[number][0], size=size, fit=label - 5)
            paper.text(left + label + 3, base, told[number][1], size=size, fit=pair - label - 5)
    return y + rows * pitch


def above(
    paper: Paper, x: float, y: float, width: float, told: Sequence[Field], *, across: int = 4, size: float = 0
) -> float:
    """Ruled cells, a small label over each value. Returns the bottom."""
    size = size or paper.body
    pitch, wide = size * 2.7, width / across
    for number, (name, value) in enumerate(told):
        left, top = x + (number % across) * wide, y + (number // across) * pitch
        paper.ink.box(left, top, left + wide, top + pitch, width=0.5)
        paper.text(left + 3, top + size * 0.9, name, size=size * 0.72)
        paper.text(left + 6, top + size * 2.2, value, size=size, fit=wide - 9)
    return y + -(-len(told) // across) * pitch


def title(paper: Paper, y: float, text: str, *, x: float = 0.0, size: float = 15.0) -> None:
    """The document's title, centred, or from `x`."""
    if x:
        paper.text(x, y, text, size=size, font=paper.bold)
    else:
        paper.text(paper.width / 2, y, text, size=size, font=paper.bold, align="centre")


def barcode(paper: Paper, x: float, y: float, width: float = 90, height: float = 16) -> None:
    """Bars."""
    at = x
    while at < x + width:
        bar = paper.rng.choice((0.7, 0.7, 1.4, 2.1))
        paper.ink.box(at, y, at + bar, y + height, width=0, fill=(0, 0, 0))
        at += bar + paper.rng.choice((0.8, 1.5))


def footer(paper: Paper, house: str, *, page: int = 1, pages: int = 1) -> None:
    """What stands at the foot: house, print time, page number; some of it."""
    rng, y = paper.rng, paper.height - 24
    printed = paper.collected + timedelta(days=rng.randrange(1, 9), minutes=rng.randrange(400))
    left, right = house, f"{page} / {pages}"
    stamp = paper.day(printed) + printed.strftime(" %H:%M:%S")
    if paper.language == "en":
        left = rng.choice((f"Printed {stamp}", house, f"{house}   Tel 000-0000-0000"))
        right = rng.choice((f"Page {page} of {pages}", right))
    else:
        left = rng.choice((f"印刷日時 {stamp}", f"出力：{stamp}", house, f"{house} 検査科　TEL 000-000-0000"))
        right = rng.choice((f"{page}/{pages}頁", right, f"Page {page}/{pages}"))
    paper.text(36, y, left, size=6.5)
    if rng.random() < 0.8:
        paper.text(paper.width - 36, y, right, size=6.5, align="right")


def arranged(
    paper: Paper,
    x: float,
    y: float,
    width: float,
    told: Sequence[Field],
    *,
    styles: str = "stacked inline grid above",
) -> float:
    """One of the named arrangements by chance. Returns the y from which the body may go on."""
    style = paper.rng.choice(styles.split())
    if style == "grid":
        return grid(paper, x, y, width, told, across=paper.rng.choice((2, 3))) + 8
    if style == "above":
        return above(paper, x, y, width, told, across=paper.rng.choice((3, 4, 5))) + 8
    if style == "inline":
        return inline(paper, x, y + paper.body, width, told) + 4
    half = -(-len(told) // 2)
    left = stacked(paper, x, y + paper.body, told[:half])
    right = stacked(paper, x + width * 0.52, y + paper.body, told[half:])
    return max(left, right) + 4
