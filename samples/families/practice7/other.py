"""Pages without results: a chest radiograph and a prescription."""

from __future__ import annotations

import io
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import WHITE, Cell, Doc, day, moment
from samples.making.truth import Sheet


def _chest(rng: Random) -> bytes:
    wide, high = 700, 860
    made = Image.new("L", (wide, high), 20)
    pen = ImageDraw.Draw(made)
    pen.rounded_rectangle((60, 90, 640, 850), 150, fill=135)
    pen.ellipse((125, 150, 330, 640), fill=48)
    pen.ellipse((375, 150, 585, 640), fill=48)
    pen.rectangle((325, 60, 378, 850), fill=190)
    pen.ellipse((300, 400, 330 + rng.randint(140, 200), 660), fill=185)
    for n in range(9):
        y = 170 + n * 52
        pen.arc((95, y - 40, 350, y + 90), 190, 340, fill=112, width=9)
        pen.arc((350, y - 40, 610, y + 90), 200, 350, fill=112, width=9)
    pen.line((120, 130, 330, 165), fill=170, width=16)
    pen.line((375, 165, 590, 130), fill=170, width=16)
    soft = made.filter(ImageFilter.GaussianBlur(9))
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, 5, (high, wide))
    grain = np.clip(np.asarray(soft, dtype=float) + noise, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).save(out, "JPEG", quality=70)
    return out.getvalue()


def chest(rng: Random) -> Sheet:
    """A frontal chest film: burnt-in id and name in the corner, a mark of the side, exposure below."""
    doc = Doc(rng, DocumentType.RADIOGRAPH, size=(420, 516))
    doc.effective = moment(doc.when)
    doc.ink.picture(_chest(rng))
    doc.text(10, 18, doc.pid(), 9, colour=WHITE)
    doc.text(10, 30, doc.name(), 9, colour=WHITE)
    doc.text(10, 42, f"{doc.born('dot')} {doc.sex('letter')}", 8, colour=WHITE)
    doc.text(410, 18, f"{day(doc.when, 'dot')} {doc.when:%H:%M}", 9, align="right", colour=WHITE)
    doc.text(400, 70, "R" if rng.random() < 0.1 else "L", 20, align="right", colour=WHITE)
    doc.text(10, 506, "CHEST P→A  120kV  2.0mAs", 8, colour=WHITE)
    return doc.sheet()


def prescription(rng: Random) -> Sheet:
    """処方箋: drugs with amounts and days, no results; a stamp and insurance cells."""
    doc = Doc(rng, DocumentType.OTHER, size=(419.5, 595.3))
    doc.text(210, 40, "処　方　箋", 18, bold=True, align="centre")
    head: list[list[Cell]] = [
        ["患者番号", doc.pid(), "保険医療機関", rng.choice(bank.HOSPITALS)],
        ["氏　　名", f"{doc.name()}", "所在地", "架空県夢見市 1-2-3"],
        ["生年月日", doc.born("era"), "保険医氏名", bank.doctor(rng)],
        ["性　　別", doc.sex(), "交付年月日", day(doc.when, "era")],
    ]
    doc.table(24, 56, (52, 120, 64, 136), head, size=9, step=20, rules="grid", head=0)
    doc.ink.box(24, 150, 396, 440, width=0.8)
    doc.text(32, 168, "処方", 10, bold=True)
    y = 186.0
    drugs = (
        ("アムロジピン錠5mg", "1錠", "分1 朝食後", "28日分"),
        ("アトルバスタチン錠10mg", "1錠", "分1 夕食後", "28日分"),
        ("メトホルミン塩酸塩錠250mg", "4錠", "分2 朝夕食後", "28日分"),
        ("ランソプラゾールOD錠15mg", "1錠", "分1 朝食後", "28日分"),
        ("ロキソプロフェン錠60mg", "1錠", "疼痛時", "10回分"),
    )
    for number, (drug, amount, how, days) in enumerate(rng.sample(drugs, rng.randint(3, 5)), 1):
        doc.text(36, y, f"{number}) {drug}", 10)
        doc.text(300, y, amount, 10, align="right")
        doc.text(60, y + 16, how, 9.5)
        doc.text(300, y + 16, days, 9.5, align="right")
        y += 40
    doc.text(210, y + 6, "― 以下余白 ―", 9, align="centre")
    doc.text(24, 462, "備考　後発医薬品への変更可", 9)
    doc.text(24, 580, "処方箋の使用期間：交付の日を含めて4日以内", 8)
    doc.seal(370, 112, bank.family(rng), 9)
    doc.effective = day(doc.when, "dash")
    return doc.sheet()


FAMILIES = (
    Family("radiograph-chest-film", DocumentType.RADIOGRAPH, chest),
    Family("other-prescription", DocumentType.OTHER, prescription),
)
