"""A document without values: a form of questions and consent for an examination by magnetic resonance."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, MERGED, Cell, Doc, day
from samples.making.truth import Sheet

OTHER = DocumentType.OTHER

_QUESTIONS = (
    "心臓ペースメーカーまたは植込み型除細動器がありますか",
    "脳動脈瘤クリップ、人工内耳、人工関節がありますか",
    "妊娠中またはその可能性がありますか",
    "狭い場所が苦手ですか",
    "造影剤で気分が悪くなったことがありますか",
    "喘息、じんましんなどのアレルギーがありますか",
    "腎臓の働きが悪いと言われたことがありますか（eGFR 30未満の方は造影できません）",
    "刺青、アートメイク、カラーコンタクトがありますか",
)


def consent(rng: Random) -> Sheet:
    """MRI検査 問診票・同意書: questions with circled answers, dose and times in prose, a line to sign."""
    doc = Doc(rng, OTHER)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    hospital = rng.choice(bank.HOSPITALS)
    doc.text(297, 46, "造影MRI検査 問診票 兼 同意書", 15, bold=True, align="centre")
    doc.text(555, 66, f"説明日 {day(doc.when, 'kanji')}", 10, align="right")
    who: list[list[Cell]] = [
        ["診察券番号", doc.pid(), "氏名", f"{doc.name()} 様"],
        ["生年月日", doc.born("era"), "性別", doc.sex("性")],
        [
            "検査予約",
            f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日 {rng.randint(9, 16)}時30分",
            "診療科",
            "脳神経内科",
        ],
    ]
    y = doc.table(40, 76, (74, 190, 60, 191), who, size=10, step=20, rules="grid", head=0) + 22
    doc.text(40, y, "次の質問にお答えください（あてはまるほうに○）。", 10)
    rows: list[list[Cell]] = [["", "質問", "回答"]]
    for n, question in enumerate(_QUESTIONS, 1):
        rows.append([str(n), question, rng.choice(("はい・〇いいえ", "〇はい・いいえ", "はい・いいえ"))])
    rows.append(["", "体重　　　　kg　　身長　　　　cm（看護師記入）", MERGED])
    y = doc.table(40, y + 8, (28, 397, 90), rows, align="clc", size=9.5, step=21, rules="grid") + 24
    doc.text(40, y, "検査の説明", 11, bold=True)
    y = doc.prose(
        50,
        y + 18,
        500,
        "検査時間は約30分です。造影剤（ガドリニウム製剤）は体重1kgあたり0.1mLを静脈から注射します。副作用として"
        "吐き気、発疹などが100人に1人程度、重いものが1万人に1人程度みられることがあります。検査の4時間前から"
        "食事をお控えください。水分は200mL程度まで飲んでかまいません。変更は平日9時から17時に予約係（内線 2345）まで。",
        size=10,
        step=17,
    )
    doc.text(
        50,
        y + 20,
        "私は、上記検査の必要性と危険性について説明を受け、理解しましたので、検査を受けることに同意します。",
        9.5,
    )
    for n, label in enumerate(
        ("同意日　　　　　年　　　月　　　日", "本人署名", "代理人署名（続柄　　　　）")
    ):
        doc.text(250, y + 50 + 28 * n, label, 10)
        doc.rule(250, y + 56 + 28 * n, 545, 0.4)
    doc.text(40, y + 140, f"説明医師　{bank.family(rng)}", 10)
    doc.seal(150, y + 136, bank.family(rng))
    doc.foot(f"{hospital}　様式第12-3号　2024年4月改訂")
    doc.text(40, 812, "1枚目 病院控え", 8, colour=GREY)
    return doc.sheet()


FAMILIES = (Family("other-mri-consent", OTHER, consent),)
