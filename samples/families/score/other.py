"""A paper of the ward that holds no results: the plan of an admission."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_a as bank
from samples.generating.family import Family
from samples.generating.kit import PALE, Cell, Doc, day
from samples.making.truth import Sheet

OTHER = DocumentType.OTHER


def plan(rng: Random) -> Sheet:
    """入院診療計画書: the boxes that the patient signs, no result on it."""
    doc = Doc(rng, OTHER)
    doc.effective = day(doc.when, "dash")
    illness, procedure = rng.choice(
        (
            ("胆石症", "腹腔鏡下胆嚢摘出術"),
            ("鼠径ヘルニア", "鼠径ヘルニア根治術"),
            ("変形性膝関節症", "人工膝関節置換術"),
            ("白内障", "水晶体再建術"),
        )
    )
    doc.text(297, 44, "入 院 診 療 計 画 書", 16, bold=True, align="centre")
    doc.text(40, 70, f"患者番号　{doc.pid()}", 10)
    doc.text(40, 90, f"患者氏名　{doc.name()}　殿", 11)
    doc.text(300, 90, f"性別　{doc.sex('性')}　　生年月日　{doc.born('kanji')}", 10)
    doc.text(555, 70, f"説明日　{day(doc.when, 'era')}", 10, align="right")
    rows: list[list[Cell] | str] = [
        ["病棟（病室）", f"{rng.choice(bank.WARDS)}　{rng.randint(301, 728)}号室"],
        [
            "主治医以外の担当者名",
            f"看護師 {rng.choice(bank.TECHNICIANS)}　薬剤師 {rng.choice(bank.TECHNICIANS)}",
        ],
        ["病名（他に考え得る病名）", illness],
        ["症状", rng.choice(("痛み、食欲不振", "歩きにくさ", "見えにくさ", "違和感"))],
        ["治療計画", f"{procedure}を予定しています。"],
        ["検査内容及び日程", "入院時に採血、胸部X線、心電図を行います。"],
        ["手術内容及び日程", f"{day((doc.when + timedelta(days=2)).date(), 'kanji')}　{procedure}"],
        ["推定される入院期間", f"{rng.randint(4, 21)}日間"],
        ["特別な栄養管理の必要性", rng.choice(("有", "無"))],
        ["その他（看護計画）", "転倒の予防に努め、不安なく過ごせるよう援助します。"],
        ["リハビリテーション等の計画", "手術翌日より離床を開始します。"],
    ]
    end = doc.table(
        40, 104, (150, 365), rows, size=10, step=rng.choice((34, 38, 42)), rules="grid", head=0, fill=PALE
    )
    doc.prose(
        40,
        end + 24,
        510,
        "注1）病名等は現時点で考えられるものであり、今後検査等を進めていくにしたがって変わり得るものです。注2）入院期間については現時点で予想されるものです。",
        size=8.5,
    )
    doctor = rng.choice(bank.DOCTORS)
    doc.text(300, end + 80, f"主治医氏名　{doctor}", 10)
    doc.seal(420, end + 76, doctor)
    doc.text(300, end + 108, "本人・家族署名　＿＿＿＿＿＿＿＿＿＿＿＿", 10)
    doc.text(40, end + 108, rng.choice(bank.HOSPITALS), 10)
    return doc.sheet()


FAMILIES = (Family("other-admission-plan-kaede", OTHER, plan),)
