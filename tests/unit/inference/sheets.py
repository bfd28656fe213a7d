"""Laboratory sheets for tests: texts placed on an A4 page with their truth, as words or as a picture.

All patients are invented. `words` gives what a perfect text layer would (no font needed); `picture` draws with a
Japanese font of the system and is None where there is none.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from inference.readable import PageWords
from inference.types import OpenedDocument, Page, Word
from mappers.model import (
    Box,
    DocumentType,
    EngineInfo,
    Extraction,
    Flag,
    Item,
    PrintedPatient,
    Sex,
)

WIDTH, HEIGHT = 595.0, 842.0  # points
FONTS = [
    Path("/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf"),
    Path("/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/ipafont-mincho/ipam.ttf"),
]


def font_path(which: int = 0) -> Path | None:
    """A Japanese font of this machine, or None."""
    there = [f for f in FONTS if f.exists()]
    return there[which % len(there)] if there else None


@dataclass(frozen=True)
class Text:
    x: float  # left, or right where `right`
    y: float  # baseline
    text: str
    size: float = 9.0
    right: bool = False

    @property
    def width(self) -> float:
        em = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in self.text)
        return em * self.size

    @property
    def left(self) -> float:
        return self.x - self.width if self.right else self.x


@dataclass(frozen=True)
class Sheet:
    name: str
    texts: tuple[Text, ...]
    items: tuple[Item, ...]
    patient: PrintedPatient
    effective: str | None
    kind: DocumentType = DocumentType.LAB_REPORT
    language: str = "ja"
    rules: tuple[tuple[float, float, float, float], ...] = ()

    @property
    def truth(self) -> Extraction:
        return Extraction(self.kind, self.language, self.patient, self.items, 1, EngineInfo("", ""))

    def words(self) -> PageWords:
        """One word a run without spaces, as C's text layer gives them."""
        words = []
        for t in self.texts:
            at = t.left
            for piece in t.text.replace("　", " ").split(" "):
                w = Text(0, 0, piece, t.size).width
                if piece:
                    box = Box(
                        at / WIDTH,
                        (t.y - 0.88 * t.size) / HEIGHT,
                        (at + w) / WIDTH,
                        (t.y + 0.12 * t.size) / HEIGHT,
                    )
                    words.append(Word(piece, box))
                at += w + t.size * 0.5
        random.Random(7).shuffle(words)
        return PageWords(1, int(WIDTH), int(HEIGHT), tuple(words))

    def picture(self, dpi: int, font: Path, degrees: float = 0.0) -> np.ndarray:
        """The page drawn, RGB, turned by `degrees` anticlockwise about its middle."""
        s = dpi / 72
        image = Image.new("RGB", (int(WIDTH * s), int(HEIGHT * s)), "white")
        pen = ImageDraw.Draw(image)
        for t in self.texts:
            pen.text(
                (t.x * s, t.y * s), t.text, font=ImageFont.truetype(str(font), int(t.size * s)), fill="black",
                anchor="rs" if t.right else "ls",
            )  # fmt: skip
        for x0, y0, x1, y1 in self.rules:
            pen.line((x0 * s, y0 * s, x1 * s, y1 * s), fill=(90, 90, 90), width=max(1, int(s / 2)))
        if degrees:
            image = image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
        return np.asarray(image)


def opened(pixels: np.ndarray) -> OpenedDocument:
    height, width = pixels.shape[:2]
    return OpenedDocument("image/png", (Page(1, width, height, lambda: pixels),))


# name, value, mark, unit, range, earlier value
ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("総蛋白", "6.8", "", "g/dL", "6.6-8.1", "7.0"),
    ("アルブミン", "3.5", "L", "g/dL", "4.1-5.1", "3.6"),
    ("総ビリルビン", "0.70", "", "mg/dL", "0.40-1.50", "0.65"),
    ("AST(GOT)", "45", "H", "U/L", "13-30", "33"),
    ("ALT(GPT)", "22", "", "U/L", "10-42", "21"),
    ("γ-GTP", "80", "H", "U/L", "13-64", "66"),
    ("LD(IFCC)", "210", "", "U/L", "124-222", ""),
    ("CRP", "<0.10", "", "mg/dL", "0.00-0.14", "0.20"),
    ("白血球数", "8.50", "", "10^3/μL", "3.3-8.6", "7.2"),
    ("赤血球数", "450", "", "万/μL", "435-555", "440"),
    ("ヘモグロビン", "13.2", "L", "g/dL", "13.7-16.8", "13.3"),
    ("血小板数", "251", "", "10^3/μL", "158-348", "240"),
    ("HbA1c(NGSP)", "5.8", "", "%", "4.9-6.0", "5.9"),
    ("eGFR", "62.5", "", "mL/min/1.73m2", "60以上", ""),
    ("PT-INR", "1.02", "", "", "0.90-1.10", ""),
    ("HBs抗原", "(-)", "", "", "(-)", "(-)"),
    ("尿蛋白", "1+", "*", "", "(-)", "(-)"),
    ("ナトリウム", "141", "", "mmol/L", "138-145", "140"),
    ("カリウム", "4.1", "", "mmol/L", "3.6-4.8", "4.4"),
    ("HCV抗体", "陰性", "", "", "陰性", ""),
    ("Dダイマー", "0.5未満", "", "μg/mL", "1.0以下", ""),
    ("BNP", "1,234.5", "H", "pg/mL", "18.4以下", "980.0"),
)
ENGLISH: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("Glucose", "105", "H", "mg/dL", "70-99", ""),
    ("Urea Nitrogen (BUN)", "18", "", "mg/dL", "7-20", ""),
    ("Creatinine", "0.92", "", "mg/dL", "0.60-1.20", ""),
    ("Sodium", "139", "", "mmol/L", "136-145", ""),
    ("Potassium", "3.3", "L", "mmol/L", "3.5-5.1", ""),
    ("Carbon Dioxide", "25", "", "mmol/L", "22-29", ""),
    ("White Blood Cell Count", "7.2", "", "10^3/uL", "4.0-11.0", ""),
    ("Hemoglobin", "14.1", "", "g/dL", "13.5-17.5", ""),
    ("C-Reactive Protein", "<0.3", "", "mg/dL", "<0.5", ""),
    ("Hepatitis B Surface Antigen", "Negative", "", "", "Negative", ""),
)
PERSON = PrintedPatient("00012345", "山田 太郎", "1960-04-05", Sex.MALE)
COLLECTED = "2024-03-05T08:15"
_FLAGS = {"H": Flag.HIGH, "L": Flag.LOW, "*": Flag.ABNORMAL, "": None}


def _head(title: str = "臨床検査報告書") -> list[Text]:
    return [
        Text(220, 40, title, 16),
        Text(40, 70, "患者ID：00012345"),
        Text(190, 70, "氏名：山田　太郎　様"),
        Text(350, 70, "生年月日：昭和35年4月5日"),
        Text(505, 70, "性別：男"),
        Text(40, 86, "採取日時：2024/03/05 08:15"),
        Text(300, 86, "報告日時：2024/03/05 11:40"),
    ]


def _item(row: tuple[str, ...], effective: str | None = COLLECTED, flag: bool = True) -> Item:
    name, value, mark, unit, reference, _ = row
    return Item(
        name,
        value,
        1,
        None,
        1.0,
        True,
        unit or None,
        reference or None,
        _FLAGS[mark] if flag else None,
        effective,
    )


def _sheet(name: str, texts: Sequence[Text], items: Sequence[Item], **more: object) -> Sheet:
    return Sheet(name, tuple(texts), tuple(items), PERSON, COLLECTED, **more)  # type: ignore[arg-type]


def plain() -> Sheet:
    """One table with all columns and an earlier result."""
    texts = _head()
    columns = (
        (40, "検査項目"),
        (190, "結果"),
        (230, "判定"),
        (265, "単位"),
        (350, "基準値"),
        (450, "前回値"),
    )
    texts += [Text(x, 112, t) for x, t in columns]
    for i, (name, value, mark, unit, reference, earlier) in enumerate(ROWS):
        y = 130 + 15 * i
        texts += [Text(40, y, name), Text(215, y, value, right=True), Text(238, y, mark), Text(265, y, unit)]
        texts += [Text(350, y, reference), Text(480, y, earlier, right=True)]
    earlier = [
        replace(_item(r, effective=None, flag=False), name=f"{r[0]} 前回値", value=r[5]) for r in ROWS if r[5]
    ]
    return _sheet("plain", [t for t in texts if t.text], [*(_item(r) for r in ROWS), *earlier])


def two_panels() -> Sheet:
    """Two tables side by side, sections between the rows, the second one shifted by half a line."""
    texts, items = _head("検査結果報告書"), []
    half = len(ROWS) // 2
    for x0, dy, rows in ((30.0, 0.0, ROWS[:half]), (310.0, 6.0, ROWS[half:])):
        offsets = ((0, "項目名"), (100, "結果値"), (150, "単位"), (205, "基準範囲"))
        texts += [Text(x0 + dx, 112, t, 8) for dx, t in offsets]
        y = 128 + dy
        for i, row in enumerate(rows):
            if i % 5 == 0:
                texts.append(Text(x0 - 4, y, f"【{'生化学' if i else '血液検査'}】", 8))
                y += 13
            name, value, mark, unit, reference, _ = row
            texts += [
                Text(x0, y, name, 8),
                Text(x0 + 130, y, value, 8, right=True),
                Text(x0 + 134, y, mark, 8),
            ]
            texts += [
                Text(x0 + 150, y, unit, 8),
                Text(x0 + 205 + (8 if unit.startswith("mL") else 0), y, reference, 8),
            ]
            items.append(_item(row))
            y += 13
    return _sheet("two-panels", [t for t in texts if t.text], items)


def series() -> Sheet:
    """Dates across, newest first, some results missing."""
    texts, items = _head("検査値時系列"), []
    dates = ("2024/03/05", "2024/02/20", "2024/01/09")
    texts += [Text(40, 112, "検査項目"), Text(160, 112, "単位"), Text(250, 112, "基準値")]
    texts += [Text(330 + 80 * k, 112, d) for k, d in enumerate(dates)]
    draw = random.Random(3)
    for i, row in enumerate(r for r in ROWS if r[1].replace(".", "").isdigit()):
        y = 130 + 16 * i
        texts += [Text(40, y, row[0]), Text(160, y, row[3]), Text(250, y, row[4])]
        for k, date in enumerate(dates):
            if draw.random() < 0.2:
                continue
            digits = len(row[1].partition(".")[2])
            value = f"{float(row[1]) * draw.uniform(0.8, 1.2):.{digits}f}"
            mark = draw.choice(("", "", "H", "L"))
            texts.append(Text(370 + 80 * k, y, value, right=True))
            texts.append(Text(374 + 80 * k, y, mark))
            items.append(
                replace(_item(row, date.replace("/", "-"), flag=False), value=value, flag=_FLAGS[mark])
            )
    return _sheet("series", [t for t in texts if t.text], items)


def no_headings() -> Sheet:
    """Name, value, unit and range without any heading."""
    texts = _head("血液検査結果")
    rows = [r for r in ROWS if r[3]]
    for i, (name, value, mark, unit, reference, _) in enumerate(rows):
        y = 120 + 17 * i
        texts += [Text(60, y, name, 10), Text(240, y, value, 10, right=True), Text(245, y, mark, 10)]
        texts += [Text(270, y, unit, 10), Text(380, y, f"({reference})", 10)]
    return _sheet("no-headings", [t for t in texts if t.text], [_item(r) for r in rows])


def marks_against() -> Sheet:
    """The mark printed against the value, the unit after the range, codes and sections as columns."""
    texts = _head()
    columns = (
        (30, "分類"),
        (90, "コード"),
        (150, "検査項目名"),
        (300, "基準値"),
        (380, "単位"),
        (480, "検査結果"),
    )
    texts += [Text(x, 112, t) for x, t in columns]
    for i, (name, value, mark, unit, reference, _) in enumerate(ROWS):
        y = 131 + 16 * i
        if i % 6 == 0:
            texts.append(Text(30, y, ("生化学", "血液学", "凝固", "免疫")[i // 6]))
        shown = {"H": f"H {value}", "L": f"L {value}", "*": f"*{value}", "": value}[mark]
        texts += [Text(90, y, f"{3010 + i}"), Text(150, y, name), Text(300, y, reference), Text(380, y, unit)]
        texts.append(Text(525, y, shown, right=True))
    return _sheet("marks-against", [t for t in texts if t.text], [_item(r) for r in ROWS])


def english() -> Sheet:
    """An English report."""
    texts = [
        Text(200, 40, "LABORATORY REPORT", 16),
        Text(40, 70, "Patient Name: Sample, Alex"),
        Text(250, 70, "Patient ID: ZZ-448812"),
        Text(400, 70, "DOB: 07/19/1971"),
        Text(520, 70, "Sex: F"),
        Text(40, 86, "Collected: 2024-05-02 07:45"),
        Text(300, 86, "Reported: 2024-05-02 12:10"),
    ]
    for x, t in ((40, "Test"), (220, "Result"), (270, "Flag"), (310, "Units"), (400, "Reference Range")):
        texts.append(Text(x, 112, t))
    for i, (name, value, mark, unit, reference, _) in enumerate(ENGLISH):
        y = 130 + 18 * i
        texts += [
            Text(40, y, name),
            Text(220, y, value),
            Text(275, y, mark),
            Text(310, y, unit),
            Text(400, y, reference),
        ]
    person = PrintedPatient("ZZ-448812", "Sample, Alex", "1971-07-19", Sex.FEMALE)
    when = "2024-05-02T07:45"
    items = tuple(_item(r, when) for r in ENGLISH)
    return Sheet("english", tuple(t for t in texts if t.text), items, person, when, language="en")


def ruled() -> Sheet:
    """A full grid of rules, small print."""
    base = plain()
    bottom = 136 + 15 * (len(ROWS) - 1)
    lines = [(35.0, 118.0 + 15 * i, 520.0, 118.0 + 15 * i) for i in range(len(ROWS) + 1)]
    lines += [(x, 100.0, x, float(bottom)) for x in (35.0, 180.0, 228.0, 258.0, 345.0, 440.0, 520.0)]
    return replace(base, name="ruled", rules=tuple(lines))


def letter() -> Sheet:
    """A referral letter with numbers in prose: a narrative without items."""
    lines = (
        "診療情報提供書", "山川医院　御中", "患者氏名：山田　太郎　様　　患者ID：00012345",
        "平素より大変お世話になっております。上記患者様をご紹介申し上げます。",
        "3月5日の採血ではヘモグロビン 10.2 g/dL と貧血を認め、CRP 3.4 mg/dL でした。",
        "血圧は 128/76 mmHg、脈拍 72 回/分、体温 36.8℃ でした。", "電話 03-1234-5678　担当医　鈴木",
    )  # fmt: skip
    texts = [Text(60, 60 + 26 * i, line, 10) for i, line in enumerate(lines)]
    return replace(_sheet("letter", texts, ()), kind=DocumentType.NARRATIVE)


LAYOUTS: tuple[Callable[[], Sheet], ...] = (
    plain, two_panels, series, no_headings, marks_against, english, ruled,
)  # fmt: skip
