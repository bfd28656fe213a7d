"""Documents without results: a referral, a receipt, a questionnaire, a prescription; and a film of a chest."""

from __future__ import annotations

import io
from random import Random

import numpy as np
from PIL import Image

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import SHADE, Doc, Grid, Row
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

OTHER = DocumentType.OTHER


def receipt(rng: Random) -> Sheet:
    """A receipt with points and yen."""
    doc = Doc(rng, OTHER, SMALL)
    doc.dated(time=False)
    heads.title(doc, 38, "診療費領収証", 16)
    told = heads.pairs(doc, ("患者番号", "id"), ("氏名", "namesama"))
    told += [("診療日", doc.day("era")), ("負担割合", "3割")]
    y = heads.block(doc, 36, 50, told, doc.width - 72, size=9.5) + 12
    rows: list[Row] = []
    total = 0
    for name in ("初・再診料", "医学管理等", "検査", "画像診断", "投薬", "処置"):
        points = rng.randrange(40, 900)
        total += points
        rows.append([name, f"{points} 点", ""])
    rows.append(["合計", f"{total} 点", f"{total * 3} 円"])
    doc.grid(60, y, Grid((160, 120, 120), "lrr", 20, 9.5, "all", SHADE), ("区分", "点数", "金額"), rows)
    doc.text(doc.width - 50, doc.height - 50, f"{doc.hospital}　領収印", 9.5, align="r")
    return doc.sheet()


def questionnaire(rng: Random) -> Sheet:
    """A questionnaire before an examination, with boxes to tick."""
    doc = Doc(rng, OTHER)
    doc.dated(time=False)
    heads.title(doc, 50, "MRI検査 問診票・同意書", 17)
    told = heads.pairs(
        doc, ("お名前", "namesama"), ("ID", "id"), ("生年月日", "birth-era"), ("記入日", f"={doc.day('era')}")
    )
    y = heads.block(doc, 40, 70, told, doc.width - 80, size=10) + 34
    asked = (
        "心臓ペースメーカーを使用していますか",
        "手術を受けたことがありますか",
        "閉所恐怖症がありますか",
        "妊娠の可能性がありますか",
        "アレルギーがありますか",
        "入れ墨がありますか",
    )
    for n, question in enumerate(asked):
        doc.text(44, y, f"{n + 1}. {question}", 10.5)
        yes = rng.random() < 0.3
        doc.text(390, y, f"{'☑' if yes else '□'} はい", 10.5)
        doc.text(460, y, f"{'□' if yes else '☑'} いいえ", 10.5)
        doc.ink.line(40, y + 10, doc.width - 40, y + 10, 0.3)
        y += 32
    y = doc.paragraph(
        44,
        y + 14,
        "検査の内容と起こりうる合併症について説明を受け、十分に理解しましたので検査を受けることに同意します。",
        500,
        10.5,
    )
    doc.text(doc.width - 60, y + 40, "署名 ＿＿＿＿＿＿＿＿＿＿＿＿", 11, align="r")
    heads.foot(doc, doc.hospital)
    return doc.sheet()


def booking(rng: Random) -> Sheet:
    """In English: a letter that confirms an appointment."""
    doc = Doc(rng, OTHER, english=True)
    doc.dated(time=False)
    doc.text(50, 50, doc.hospital, 14, font=doc.strong)
    doc.text(50, 100, doc.day("dmy"), 10)
    told = heads.pairs(doc, ("Patient", "namegiven"), ("Hospital number", "id"), ("DOB", "birth-dmy"))
    y = heads.lines(doc, 50, 130, told, 10.5, colon=":") + 20
    doc.text(50, y, "APPOINTMENT CONFIRMATION", 12, font=doc.strong)
    words = (
        f"This letter confirms your appointment in the outpatient department, room {rng.randrange(1, 30)}. "
        "Please arrive 15 minutes early and bring your insurance card and your list of medicines. "
        "If you cannot attend, call us at 000-000-0000."
    )
    y = doc.paragraph(50, y + 26, words, 490, 10.5)
    doc.text(50, y + 40, "Sincerely,", 10.5)
    doc.text(50, y + 66, doc.doctor, 10.5)
    return doc.sheet()


def film(rng: Random) -> Sheet:
    """A chest as noise, ribs and burned-in words."""
    doc = Doc(rng, DocumentType.RADIOGRAPH, (430, 520))
    doc.dated(time=False)
    size = (430, 520)
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(float)
    u, v = (x - 215) / 215, (y - 260) / 260
    picture = 60 + 120 * np.exp(-((u / 0.2) ** 2)) + 90 * np.exp(-(((v - 0.9) / 0.25) ** 2))
    for side in (-0.42, 0.42):
        picture -= 70 * np.exp(-(((u - side) / 0.26) ** 2) - ((v / 0.55) ** 2))
    picture += 12 * np.sin(20 * v + 6 * np.abs(u) + rng.random())
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, 6, picture.shape)
    data = io.BytesIO()
    Image.fromarray(np.clip(picture + noise, 0, 255).astype(np.uint8)).save(data, "JPEG", quality=88)
    doc.ink.picture(data.getvalue())
    white = (1.0, 1.0, 1.0)
    doc.text(14, 22, heads.field(doc, "id"), 11, colour=white)
    doc.text(14, 38, heads.field(doc, "name"), 11, colour=white)
    doc.text(416, 22, doc.day("slash"), 11, align="r", colour=white)
    doc.text(400, 70, rng.choice(("R", "L")), 20, colour=white)
    doc.text(14, 506, "CHEST PA 立位", 10, colour=white)
    return doc.sheet()


FAMILIES = (
    Family("other-receipt", OTHER, receipt),
    Family("other-questionnaire", OTHER, questionnaire),
    Family("other-confirmation", OTHER, booking, "en"),
    Family("radiograph-chest", DocumentType.RADIOGRAPH, film),
)
