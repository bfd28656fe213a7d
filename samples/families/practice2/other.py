"""Documents without results: an invoice, a consent form, an appointment slip, a blank questionnaire."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Cell, Paper
from samples.families.practice2.table import Column, Style, table
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet


def _invoice(rng: Random) -> Sheet:
    """Points and yen: numbers, but no findings."""
    paper = Paper(rng, DocumentType.OTHER, size=SMALL, body=8.5)
    hd.title(paper, 36, rng.choice(("診療費請求書 兼 領収書", "診療費領収書", "請求書（外来）")))
    told = [
        *hd.fields(paper, "id", "name", "ward"),
        (rng.choice(("診療日", "発行日")), paper.day(paper.collected)),
    ]
    y = hd.arranged(paper, 40, 48, paper.width - 80, told, styles="grid above inline") + 8
    columns = [Column("区分", 110), Column("保険（点）", 80, "right"), Column("自費（円）", 80, "right")]
    rows: list[list[Cell]] = [
        [
            name,
            str(rng.randrange(20, 1800)),
            "0" if rng.random() < 0.7 else f"{rng.randrange(1, 9)},{rng.randrange(100):02d}0",
        ]
        for name in rng.sample(
            ("初・再診料", "検査", "画像診断", "投薬", "注射", "処置", "医学管理等", "リハビリテーション"),
            rng.randrange(4, 8),
        )
    ]
    total = rng.randrange(400, 4000)
    rows.append(["合計", str(total), "0"])
    y = table(paper, 44, y, columns, rows, Style("grid", pitch=17))
    paper.text(340, y - 40, f"負担割合　{rng.choice((1, 2, 3))}割")
    paper.text(340, y - 20, f"領収金額　{total * 3:,} 円", size=12, font=paper.bold)
    paper.text(44, y + 20, hd.hospital(rng) + "　領収印のないものは無効です。", size=8)
    return paper.sheet()


def _consent(rng: Random) -> Sheet:
    """Long text, empty boxes to tick, lines to sign."""
    paper = Paper(rng, DocumentType.OTHER, body=rng.choice((10.0, 11.0)))
    what = rng.choice(("上部消化管内視鏡検査", "造影CT検査", "輸血療法", "心臓カテーテル検査"))
    hd.title(paper, 60, f"{what} 説明書・同意書")
    told = hd.fields(paper, "id", "name", "birth", drop=0.3)
    y = hd.arranged(paper, 56, 78, paper.width - 112, told, styles="stacked inline grid") + 16
    for text in (
        f"このたび予定されている{what}について、目的、方法、起こりうる合併症を以下のとおり説明いたします。",
        "1. 目的：病状を詳しく調べ、治療方針を決めるために行います。所要時間はおよそ30分です。",
        "2. 合併症：まれに出血（約0.1%）、アレルギー反応（約1～3%）などが起こることがあります。",
        "3. 代替手段：検査を受けない場合の不利益についても担当医がご説明します。",
        "4. 同意はいつでも撤回できます。撤回によって不利益を受けることはありません。",
    ):
        y = paper.flow(56, y, paper.width - 112, [text], lead=1.7, hang=12) + 6
    for text in ("説明を受け、理解しました。", "同意します。", "同意しません。"):
        paper.ink.box(60, y - 8, 69, y + 1, width=0.7)
        paper.text(76, y, text)
        y += 20
    for label in ("患者署名", "代理人署名（続柄）", "説明医師"):
        paper.text(56, y + 18, f"{label}")
        paper.line(180, y + 20, 420, y + 20)
        y += 30
    paper.text(56, y + 20, f"説明日　{paper.day(paper.collected)}")
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _appointment(rng: Random) -> Sheet:
    """Dates and rooms."""
    paper = Paper(rng, DocumentType.OTHER, size=rng.choice((SMALL, (340.0, 500.0))), body=10.0)
    hd.title(paper, 40, rng.choice(("予 約 票", "次回予約のご案内", "検査予約票")))
    y = hd.stacked(paper, 36, 66, hd.fields(paper, "id", "name"), label=84) + 8
    rows: list[list[Cell]] = []
    for _ in range(rng.randrange(1, 4)):
        day = paper.collected + timedelta(days=rng.randrange(7, 90))
        rows.append(
            [
                paper.day(day),
                f"{rng.randrange(9, 16)}:{rng.choice(('00', '30', '15'))}",
                rng.choice(("内科 再診", "採血・採尿", "腹部超音波", "心電図", "MRI")),
            ]
        )
    y = table(
        paper,
        30,
        y,
        [Column("日付", 110), Column("時刻", 56, "centre"), Column("内容", 112)],
        rows,
        Style("grid", pitch=22),
    )
    for text in (
        "・予約時間の15分前までに2階受付へお越しください。",
        "・採血のある日は朝食をとらないでください。",
        "・変更は平日14時～16時にお電話ください。",
    ):
        y += 18
        paper.text(34, y + 4, text, size=8.5)
    paper.text(34, y + 34, hd.hospital(rng) + "　TEL 000-000-0000", size=8.5)
    hd.barcode(paper, 34, y + 44)
    return paper.sheet()


def _questionnaire(rng: Random) -> Sheet:
    """English, blank but for the name."""
    paper = Paper(rng, DocumentType.OTHER, body=10.0, language="en")
    paper.text(54, 52, hd.hospital(rng, "en"), size=13, font=paper.bold)
    hd.title(paper, 76, rng.choice(("New Patient Questionnaire", "Pre-visit Health Questionnaire")), x=54)
    y = hd.stacked(paper, 54, 102, hd.fields(paper, "name", "id", drop=0.5), label=110) + 14
    for number, question in enumerate(
        rng.sample(
            (
                "Do you smoke?",
                "Do you have any allergies?",
                "Are you taking medicines regularly?",
                "Have you had surgery before?",
                "Do you drink alcohol?",
                "Is there heart disease in your family?",
            ),
            5,
        ),
        1,
    ):
        paper.text(54, y, f"{number}. {question}")
        for at, text in enumerate(("Yes", "No", "Not sure")):
            paper.ink.box(300 + at * 70, y - 8, 309 + at * 70, y + 1, width=0.7)
            paper.text(314 + at * 70, y, text)
        paper.text(70, y + 20, "If yes, please describe:")
        paper.line(190, y + 22, 520, y + 22, 0.4)
        y += 46
    paper.text(54, y + 20, "Signature")
    paper.line(120, y + 22, 300, y + 22)
    return paper.sheet()


FAMILIES = (
    Family("other-invoice", DocumentType.OTHER, _invoice),
    Family("other-consent", DocumentType.OTHER, _consent),
    Family("other-appointment", DocumentType.OTHER, _appointment),
    Family("other-questionnaire", DocumentType.OTHER, _questionnaire, "en"),
)
