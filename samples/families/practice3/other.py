"""Papers without items: an invoice, a consent form, an English appointment letter; and a radiograph."""

from __future__ import annotations

import io
from datetime import timedelta
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.kit import PALE, Cell, Doc
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.OTHER


def invoice(rng: Random) -> Sheet:
    """診療費請求書兼領収書: many numbers that are no results."""
    doc = Doc(rng)
    heads.title(doc, 46, rng.choice(("診療費請求書兼領収書", "請求書（外来）", "医療費領収証")), 16)
    doc.bars(440, 26, 110)
    doc.when = doc.at.date().isoformat()
    y = heads.over(doc, 40, 64, 515, [*heads.person(doc), ("発行日", doc.day(doc.at.date()))], 3) + 20
    names = ("初・再診料", "医学管理等", "検査", "画像診断", "投薬", "注射", "処置", "リハビリテーション")
    points = [rng.choice((0, rng.randint(60, 2400))) for _ in names]
    rows: list[list[Cell]] = [["区分", "保険点数", "区分", "保険点数"]]
    for n in range(0, 8, 2):
        rows.append([names[n], f"{points[n]} 点", names[n + 1], f"{points[n + 1]} 点"])
    total = sum(points)
    y = doc.table(40, y, (140, 117, 140, 118), rows, aligns="lrlr", size=10, step=20, fill=PALE) + 16
    burden = rng.choice((10, 20, 30))
    rows = [
        ["合計点数", "負担割合", "請求金額"],
        [f"{total:,} 点", f"{burden}%", f"{total * burden // 10:,} 円"],
    ]
    y = doc.table(240, y, (100, 90, 125), rows, aligns="rcr", size=11, step=22, fill=PALE) + 24
    doc.para(
        40,
        y,
        510,
        "この領収書は確定申告（医療費控除）の際に必要です。再発行はいたしませんので大切に保管してください。お支払いは自動精算機をご利用ください。",
        9.5,
    )
    heads.foot(doc)
    return doc.sheet(KIND)


def consent(rng: Random) -> Sheet:
    """A consent form: prose, check boxes, lines for signatures."""
    doc = Doc(rng)
    test = rng.choice(("造影CT検査", "上部消化管内視鏡検査", "輸血療法", "中心静脈カテーテル挿入"))
    heads.title(doc, 56, f"{test} 説明・同意書", 16)
    doc.when = doc.at.date().isoformat()
    y = heads.honoured(doc, 50, 84, [("説明日", doc.day(doc.at.date())), ("説明医師", doc.doctor)]) + 16
    texts = (
        "1. 目的　　病気の診断および治療方針の決定のために行います。",
        "2. 方法　　約30分を要します。検査前4時間は絶食としてください。",
        "3. 危険性　まれに（1万人に数人程度）重い合併症が起こることがあります。その際は最善の処置を行います。",
        "4. 代替手段　他の方法を選択することもできます。",
        "5. 同意の撤回　同意はいつでも取り消すことができ、不利益を受けることはありません。",
    )
    for text in texts:
        y, _ = doc.para(50, y, 495, text, 11)
        y += 8
    for label in ("説明を受け、理解しました", "実施に同意します", "同意しません"):
        doc.ink.box(60, y - 9, 70, y + 1)
        doc.t(78, y, label, 11)
        y += 22
    for label in ("本人署名", "代諾者署名（続柄　　　）", "日付　　　　年　　月　　日"):
        y += 26
        doc.t(60, y, label, 11)
        doc.ink.line(220, y + 3, 520, y + 3)
    heads.foot(doc)
    return doc.sheet(KIND)


def appointment(rng: Random) -> Sheet:
    """English appointment letter."""
    doc = Doc(rng, en=True)
    doc.t(60, 60, doc.hospital, 14, bold=True)
    doc.t(60, 92, "Appointment confirmation", 13, bold=True)
    y = heads.columns(doc, 60, 120, 110, heads.person(doc)) + 16
    visit = doc.at + timedelta(days=rng.randint(7, 60))
    rows: list[list[Cell]] = [
        ["Department", "Date", "Time", "Room"],
        [
            rng.choice(("Cardiology", "Radiology", "Endoscopy")),
            doc.day(visit.date()),
            f"{visit:%H:%M}",
            str(rng.randint(2, 48)),
        ],
    ]
    doc.when = doc.at.date().isoformat()
    y = doc.table(60, y, (150, 120, 90, 90), rows, aligns="lccc", size=10.5, step=22, fill=PALE) + 30
    text = (
        "Please arrive 15 minutes before your appointment and bring this letter, your "
        "insurance card and a list of your medicines. If you cannot come, please call "
        "000-000-0000 at least 24 hours before."
    )
    y, _ = doc.para(60, y, 475, text, 11)
    doc.t(60, y + 14, f"Issued {doc.day(doc.at.date())}", 10)
    heads.foot(doc)
    return doc.sheet(KIND)


def chest(rng: Random) -> Sheet:
    """A chest film: soft shapes on black, a side marker and a strip with the name."""
    doc = Doc(rng, (510, 595))
    doc.when = doc.at.date().isoformat()
    picture = Image.new("L", (510, 595), 12)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((70, 60, 440, 585), 90, fill=120 + rng.randint(-15, 15))
    for x0, x1 in ((110, 235), (275, 400)):
        draw.ellipse((x0, 110, x1, 440 + rng.randint(-25, 25)), fill=45)
    draw.ellipse((205, 280, 330 + rng.randint(0, 30), 450), fill=165)
    draw.rectangle((243, 60, 268, 590), fill=185)
    for n in range(8):
        draw.arc((100, 90 + n * 42, 410, 190 + n * 42), 200, 340, fill=150, width=6)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(7)).convert("RGB").save(out, "JPEG", quality=85)
    doc.ink.picture(out.getvalue())
    white = (1.0, 1.0, 1.0)
    doc.ink.text(rng.choice((30, 470)), 60, rng.choice(("R", "L")), doc.face, 22, colour=white)
    who = doc.who
    for n, line in enumerate(
        (who.id, doc.name, f"{who.birth:%Y/%m/%d} {who.sex_letter}", f"{doc.at:%Y/%m/%d} CHEST PA")
    ):
        doc.ink.text(14, 530 + n * 15, line, doc.face, 10, colour=white)
    return doc.sheet(DocumentType.RADIOGRAPH)


FAMILIES = (
    Family("other-invoice", KIND, invoice),
    Family("other-consent", KIND, consent),
    Family("other-appointment", KIND, appointment, "en"),
    Family("radiograph-film", DocumentType.RADIOGRAPH, chest),
)
