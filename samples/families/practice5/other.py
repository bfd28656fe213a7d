"""What is neither result nor report: a consent, a sheet about drugs, a plan of a stay, an X-ray picture."""

from __future__ import annotations

import io
from datetime import timedelta
from random import Random

import numpy as np
from PIL import Image

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import CREAM, Cell, Doc, day
from samples.generating.family import Family
from samples.making.truth import Sheet

OTHER = DocumentType.OTHER


def consent(rng: Random) -> Sheet:
    """Explanation and consent before an examination with contrast medium."""
    doc = Doc(rng, OTHER)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 56, "造影CT検査　説明・同意書", 16, bold=True, align="centre")
    doc.text(50, 88, f"患者番号　{doc.pid()}", 10)
    doc.text(230, 88, f"お名前　{doc.name()}　様", 10)
    doc.text(430, 88, f"{doc.born('kanji')}生", 10)
    y = 118.0
    for n, text in enumerate(
        (
            "この検査では、病変をよりはっきり写すためにヨード造影剤を静脈から注射します。検査時間は約20分です。",
            "吐き気、かゆみ、じんましんなどの軽い副作用が100人に3人程度みられます。ごくまれに（約40万人に1人）生命に関わることがあります。",
            "検査前4時間は食事をお控えください。水やお茶は飲んでいただいてかまいません。",
            "腎臓の働きが低下している方、喘息のある方、以前に造影剤で副作用のあった方は、必ず医師にお知らせください。",
        )
    ):
        doc.text(50, y, f"{n + 1}.", 10.5)
        y = doc.prose(68, y, 470, text, size=10.5, step=18) + 8
    for item in ("喘息の既往", "造影剤による副作用", "腎疾患", "メトホルミンの内服"):
        doc.text(68, y, f"{item}　　□ はい　　□ いいえ", 10)
        y += 19
    doc.text(50, y + 20, "上記について説明を受け、理解しましたので、検査を受けることに同意します。", 10.5)
    doc.text(300, y + 52, day(doc.when, "kanji"), 10.5)
    doc.text(300, y + 78, "ご署名　＿＿＿＿＿＿＿＿＿＿＿＿", 10.5)
    doc.text(300, y + 104, f"説明医師　{rng.choice(bank.DOCTORS)}", 10.5)
    doc.text(50, 800, rng.choice(bank.HOSPITALS), 9)
    return doc.sheet()


_DRUGS = (
    ("アムロジピンOD錠5mg", "1錠", "血圧を下げる薬です"),
    ("ロスバスタチン錠2.5mg", "1錠", "コレステロールを下げる薬です"),
    ("メトホルミン塩酸塩錠250mg", "3錠", "血糖を下げる薬です"),
    ("ランソプラゾールOD錠15mg", "1錠", "胃酸を抑える薬です"),
    ("酸化マグネシウム錠330mg", "3錠", "便を軟らかくする薬です"),
    ("アセトアミノフェン錠200mg", "2錠", "熱や痛みを抑える薬です"),
)


def drugs(rng: Random) -> Sheet:
    """A pharmacy's sheet about what was dispensed."""
    doc = Doc(rng, OTHER)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 46, "お薬の説明書", 16, bold=True)
    doc.text(555, 46, f"調剤日 {day(doc.when, 'era')}", 10, align="right")
    doc.text(40, 72, f"{doc.name()} 様　（{doc.sex()}・{doc.born('era')}生）", 11)
    doc.text(
        40,
        90,
        f"受付 {rng.randrange(1, 300)}番　　処方医　{rng.choice(bank.HOSPITALS)}　{rng.choice(bank.DOCTORS)}",
        9,
    )
    rows: list[list[Cell]] = [["お薬の名前", "1日量", "飲み方", "日数", "はたらき"]]
    for name, amount, use in rng.sample(_DRUGS, rng.randint(3, 5)):
        how = "1日1回 朝食後" if amount == "1錠" else "1日3回 毎食後" if amount == "3錠" else "痛いとき"
        rows.append([name, amount, how, f"{rng.choice((7, 14, 28))}日分", use])
    y = doc.table(
        40, 104, (150, 45, 90, 50, 180), rows, align="lcccl", size=9, step=34, rules="grid", fill=CREAM
    )
    y = doc.prose(
        40,
        y + 24,
        510,
        "他の医療機関を受診されるときは、このお薬の説明書かお薬手帳をお見せください。飲み忘れたときは2回分を一度に飲まないでください。",
        size=9.5,
        step=16,
    )
    doc.text(40, y + 24, "架空調剤薬局　駅前店　TEL 000-111-2222　薬剤師　" + rng.choice(bank.DOCTORS), 9)
    return doc.sheet()


def plan(rng: Random) -> Sheet:
    """The plan of a stay that a patient is given at admission."""
    doc = Doc(rng, OTHER)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 48, "入院診療計画書", 16, bold=True, align="centre")
    doc.text(50, 78, f"（患者氏名）　{doc.name()}　殿", 11)
    doc.text(545, 78, day(doc.when, "kanji"), 10, align="right")
    doc.text(50, 94, f"ID {doc.pid()}", 9)
    end = doc.when + timedelta(days=10)
    rows: list[list[Cell]] = [
        ["病棟（病室）", f"{rng.choice(bank.WARDS)}　{rng.randrange(300, 720)}号"],
        ["主治医以外の担当者名", f"看護師　{rng.choice(bank.DOCTORS)}　薬剤師　{rng.choice(bank.DOCTORS)}"],
        ["病名（疑いを含む）", rng.choice(("鼠径ヘルニア", "胆石症", "白内障"))],
        ["症状", rng.choice(("立位で膨隆がある", "食後の心窩部痛", "視力低下"))],
        ["治療計画", "入院翌日に手術を予定しています"],
        ["検査内容及び日程", "入院当日に採血・胸部X線・心電図"],
        ["手術内容及び日程", f"{day(doc.when + timedelta(days=1), 'kanji')}　全身麻酔"],
        ["推定される入院期間", f"約10日間（{day(end, 'kanji')}頃まで）"],
        ["特別な栄養管理の必要性", rng.choice(("有", "無"))],
        ["看護計画", "安心して手術を受けられるよう援助します"],
        ["リハビリテーション", "手術翌日から歩行練習を始めます"],
    ]
    y = doc.table(50, 106, (140, 355), rows, size=9.5, step=32, rules="grid", head=0)
    doc.text(
        50,
        y + 18,
        "注）病名等は現時点で考えられるもので、今後検査等を進めていくにしたがって変わり得るものです。",
        8.5,
    )
    doc.text(300, y + 48, f"（主治医氏名）　{rng.choice(bank.DOCTORS)}　印", 10)
    doc.text(300, y + 76, "（本人・家族）　　　　　　　　", 10)
    doc.text(50, y + 76, rng.choice(bank.HOSPITALS), 9)
    return doc.sheet()


def _knee(rng: Random) -> bytes:
    """Grey shapes like a knee from the front."""
    seed = rng.randrange(2**31)
    noise = np.random.default_rng(seed).normal(0, 5, (842, 595))
    y, x = np.mgrid[0:842, 0:595].astype(float)
    page = 12 + 70 * np.exp(-(((x - 297) / 190) ** 4))
    tilt = 297 + (y - 421) * rng.uniform(-0.05, 0.05)
    waist = 62 + 55 * np.exp(-(((y - 400) / 95) ** 2))
    page += 95 * np.exp(-(((x - tilt) / waist) ** 6)) * (1 - 0.8 * np.exp(-(((y - 430) / 9) ** 2)))
    page += 50 * np.exp(-(((x - tilt - 115) / 22) ** 4)) * (y > 520)
    out = io.BytesIO()
    Image.fromarray(np.clip(page + noise, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=60)
    return out.getvalue()


def picture(rng: Random) -> Sheet:
    """A knee with the person burnt in at the corners."""
    doc = Doc(rng, DocumentType.RADIOGRAPH, latin=rng.random() < 0.5)
    doc.effective = doc.when.strftime("%Y-%m-%dT%H:%M")
    doc.ink.picture(_knee(rng))
    white = (1.0, 1.0, 1.0)
    top = (doc.pid(), doc.name(" "), f"{doc.born('slash')}  {doc.sex('letter')}")
    for n, said in enumerate(top):
        doc.text(24, 36 + 17 * n, said, 12, colour=white)
    doc.text(571, 36, f"{day(doc.when, 'slash')} {doc.when:%H:%M}", 12, align="right", colour=white)
    doc.text(571, 53, rng.choice(("KNEE AP", "R KNEE AP STANDING")), 12, align="right", colour=white)
    doc.text(60, 430, "R", 30, bold=True, colour=white)
    doc.text(24, 820, "W 4096  L 2048", 10, colour=white)
    doc.text(571, 820, "60 kV  5 mAs", 10, align="right", colour=white)
    return doc.sheet()


FAMILIES = (
    Family("other-consent", OTHER, consent),
    Family("other-drugs", OTHER, drugs),
    Family("other-plan", OTHER, plan),
    Family("radiograph-knee", DocumentType.RADIOGRAPH, picture),
)
