"""What holds no results: a week's menu with its calories, a safety form, an insurer's claim; a picture of bones."""

from __future__ import annotations

import io
from datetime import timedelta
from random import Random

import numpy as np
from PIL import Image

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import MINT, WHITE, Cell, Doc, day
from samples.generating.family import Family
from samples.making.truth import Sheet

OTHER = DocumentType.OTHER
_DISHES = (
    ("鮭の塩焼き", "ほうれん草のお浸し", "豆腐の味噌汁"),
    ("鶏肉の照り焼き", "切干大根の煮物", "すまし汁"),
    ("白身魚の煮付け", "小松菜の和え物", "かき玉汁"),
    ("豆腐ハンバーグ", "ブロッコリー", "野菜スープ"),
    ("卵焼き", "納豆", "わかめの味噌汁"),
)


def menu(rng: Random) -> Sheet:
    """A patient's menu for three days, with calories and salt below each meal."""
    doc = Doc(rng, OTHER)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 48, "お食事のご案内（献立表）", 17, bold=True, align="centre")
    doc.text(44, 78, f"{rng.choice(bank.WARDS)}　{rng.randrange(301, 720)}号室　{doc.name()} 様", 11)
    doc.text(
        551, 78, f"食種：{rng.choice(('常食', '減塩食', 'エネルギーコントロール食'))}", 11, align="right"
    )
    doc.text(44, 96, f"{day(doc.when, 'kanji')} 発行", 10)
    rows: list[list[Cell]] = [["", "朝食", "昼食", "夕食"]]
    y = doc.table(44, 106, (71, 145, 145, 145), rows, align="cccc", size=11, step=24, rules="grid", fill=MINT)
    for n in range(3):
        at = doc.when + timedelta(days=n)
        doc.ink.box(44, y, 550, y + 150, width=0.6)
        doc.text(79, y + 74, day(at, "month"), 12, align="centre")
        for k in range(3):
            x = 115 + k * 145
            doc.ink.line(x, y, x, y + 150, 0.4)
            for m, dish in enumerate(("ご飯", *rng.choice(_DISHES), "果物")):
                doc.text(x + 10, y + 22 + m * 20, dish, 10)
            doc.text(x + 10, y + 138, f"{rng.randrange(480, 720)}kcal　食塩{rng.uniform(1.4, 2.9):.1f}g", 8.5)
        y += 150
    doc.text(
        44,
        y + 26,
        "※ 仕入れの都合により献立を変更することがあります。アレルギーのある方は看護師へお申し出ください。",
        9.5,
    )
    doc.text(551, 800, f"{rng.choice(bank.HOSPITALS)}　栄養管理室", 10, align="right")
    return doc.sheet()


def safety(rng: Random) -> Sheet:
    """A safety form before a magnetic resonance examination: questions, boxes to tick, a line to sign."""
    doc = Doc(rng, OTHER)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(50, 56, "MRI検査 安全確認票", 17, bold=True)
    doc.table(
        50,
        70,
        (70, 178, 70, 177),
        [
            ["患者番号", doc.pid(), "記入日", day(doc.when, "kanji")],
            ["氏　　名", doc.name(), "生年月日", doc.born("kanji")],
        ],
        size=10.5,
        step=26,
        rules="grid",
        head=0,
    )
    doc.text(50, 146, "検査前に、次の項目についてお答えください。", 10.5)
    questions = [
        "心臓ペースメーカー、除細動器が入っていますか",
        "脳動脈瘤クリップの手術を受けたことがありますか",
        "人工内耳、補聴器を使用していますか",
        "体内に金属片が入っている可能性がありますか",
        "入れ墨、アートメイクをしていますか",
        "妊娠中または妊娠の可能性がありますか",
        "狭い場所が苦手ですか",
        "貼り薬（ニトログリセリン、ニコチンなど）を使用していますか",
    ]
    rows: list[list[Cell]] = [["", "質問項目", "はい", "いいえ"]]
    rows += [[str(n + 1), text, "□", "□"] for n, text in enumerate(rng.sample(questions, 7))]
    y = doc.table(50, 160, (30, 345, 60, 60), rows, align="clcc", size=10.5, step=32, rules="grid", fill=MINT)
    doc.prose(
        50,
        y + 28,
        495,
        "時計、携帯電話、カード類、かつら、義歯、ヘアピンなどは検査室に持ち込めません。検査時間は約30分で、大きな音がします。",
        size=10.5,
        step=18,
    )
    doc.text(300, y + 110, "ご記入者　＿＿＿＿＿＿＿＿＿＿", 11)
    doc.text(300, y + 140, "確認者　　＿＿＿＿＿＿＿＿＿＿", 11)
    doc.text(50, 800, f"{rng.choice(bank.HOSPITALS)}　放射線部", 9.5)
    return doc.sheet()


def claim(rng: Random) -> Sheet:
    """A travel insurer's claim in English: numbered fields, amounts of money, a bank's account."""
    doc = Doc(rng, OTHER, latin=True)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(44, 52, "MEDICAL EXPENSES CLAIM FORM", 15, bold=True)
    doc.text(551, 52, "Nowhere Mutual Travel Insurance", 9, align="right")
    doc.ink.line(44, 60, 551, 60, 1.2)
    fields = (
        ("1. Insured person", doc.name(" ")),
        ("2. Date of birth", doc.born("us")),
        ("3. Policy number", f"NM-{rng.randrange(10**7, 10**8)}"),
        ("4. Date of treatment", day(doc.when, "us")),
        ("5. Name of hospital", rng.choice(bank.HOSPITALS_EN)),
        ("6. Country", "Japan"),
    )
    rows: list[list[Cell]] = [[label, said] for label, said in fields]
    y = doc.table(44, 74, (170, 337), rows, size=10.5, step=26, rules="grid", head=0)
    doc.text(44, y + 28, "7. Expenses", 11, bold=True)
    total, rows = 0, [["Item", "Receipt no.", "Amount (JPY)"]]
    for item in ("Consultation", "Laboratory tests", "Imaging", "Medicines", "Ambulance / transport"):
        amount = rng.randrange(12, 480) * 100
        total += amount
        rows.append([item, str(rng.randrange(1000, 9999)), f"{amount:,}"])
    rows.append(["Total", "", f"{total:,}"])
    y = doc.table(44, y + 36, (250, 120, 137), rows, align="lcr", size=10.5, step=22, rules="grid")
    y = doc.prose(
        44,
        y + 30,
        507,
        "I declare that the statements made on this form are true and complete to the best of my knowledge, "
        "and I authorise the hospital to release information needed for the assessment of this claim.",
        size=10,
        step=15,
    )
    doc.text(44, y + 30, "8. Bank account: ______________________________   SWIFT: ______________", 10)
    doc.text(44, y + 70, "Signature: ______________________________   Date: ______________", 10)
    return doc.sheet()


def _hip(rng: Random) -> bytes:
    """Grey shapes like a pelvis from the front."""
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, 5, (842, 595))
    y, x = np.mgrid[0:842, 0:595].astype(float)
    page = 10 + 60 * np.exp(-(((x - 297) / 250) ** 6))
    for side in (-1, 1):
        wing = ((x - 297 - side * 135) / 95) ** 2 + ((y - 290) / 120) ** 2
        head = ((x - 297 - side * 160) / 42) ** 2 + ((y - 470) / 42) ** 2
        shaft = np.abs(x - 297 - side * 205) < 34
        page += 75 * np.exp(-(wing**2)) + 85 * np.exp(-(head**3)) + 70 * (shaft & (y > 510))
    page += 60 * np.exp(-(((x - 297) / 45) ** 4)) * (y < 400)
    out = io.BytesIO()
    Image.fromarray(np.clip(page + noise, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=60)
    return out.getvalue()


def hip(rng: Random) -> Sheet:
    """Hips from the front, the person burnt in below at the left, the house at the right."""
    doc = Doc(rng, DocumentType.RADIOGRAPH, latin=rng.random() < 0.5)
    doc.effective = doc.when.strftime("%Y-%m-%dT%H:%M")
    doc.ink.picture(_hip(rng))
    for n, said in enumerate((doc.name(" "), f"ID:{doc.pid()}", f"{doc.born('dot')} {doc.sex('letter')}")):
        doc.text(20, 780 + 17 * n, said, 12, colour=WHITE)
    doc.text(575, 780, f"{day(doc.when, 'dot')}", 12, align="right", colour=WHITE)
    doc.text(575, 797, f"{doc.when:%H:%M}", 12, align="right", colour=WHITE)
    doc.text(575, 814, "HIP JOINT A-P", 12, align="right", colour=WHITE)
    doc.text(540, 120, "L", 32, bold=True, colour=WHITE)
    return doc.sheet()


FAMILIES = (
    Family("other-menu", OTHER, menu),
    Family("other-safety", OTHER, safety),
    Family("other-claim", OTHER, claim, "en"),
    Family("radiograph-hip", DocumentType.RADIOGRAPH, hip),
)
