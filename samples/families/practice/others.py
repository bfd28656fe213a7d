"""Papers that hold no results: consent forms, bills, appointment slips, questionnaires, medicines, letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice.opening import Opened, opened
from samples.families.practice.persons import DEPARTMENTS, staff, staff_en
from samples.families.practice.table import Column, Row, any_look, table
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

OTHER = DocumentType.OTHER


def _closed(sheet: Opened) -> Sheet:
    return sheet.paper.finish(sheet.printed, OTHER)


def _consent(rng: Random) -> Sheet:
    """A consent form: numbered explanations, boxes to tick, a place to sign."""
    act = rng.choice(("造影CT検査", "上部消化管内視鏡検査", "輸血", "全身麻酔", "心臓カテーテル検査", "手術"))
    sheet = opened(
        rng,
        (f"{act}に関する説明・同意書", f"{act} 同意書", f"{act}を受けられる方へ（説明書・同意書）"),
        ("説明日",),
        timed=False,
    )
    paper, y = sheet.paper, sheet.y
    explained = rng.sample(
        (
            f"{act}の目的：病気の診断や治療方針の決定のために行います。",
            "方法：検査台に横になっていただき、約30分で終了します。検査前は絶食をお願いします。",
            "合併症：まれに（0.1%以下）かゆみ、吐き気、血圧低下などが起こることがあります。",
            "同意されない場合でも、今後の診療に不利益を受けることはありません。",
            "費用：健康保険が適用されます。3割負担の方で約9,000円です。",
            "検査当日の血圧が180mmHg以上の場合は延期することがあります。",
            "お薬を服用中の方は、事前に主治医にお申し出ください。",
        ),
        rng.randint(4, 6),
    )
    for number, text in enumerate(explained, 1):
        y = paper.paragraph(sheet.x, y + paper.pt, sheet.width, text, before=f"{number}. ") - paper.pt * 0.3
    y += 20
    for text in rng.sample(
        (
            "説明を受け、理解しました。",
            "同意します。",
            "同意しません。",
            "セカンドオピニオンについて説明を受けました。",
        ),
        3,
    ):
        paper.write(sheet.x, y, f"□ {text}")
        y += paper.pt * 1.7
    for label in ("患者署名", "代理人署名（続柄）", "説明医師"):
        y += 22
        paper.write(sheet.x, y, label)
        paper.rule(sheet.x + 110, y + 2, sheet.x + 330)
    paper.write(sheet.x + 120, y, staff(rng))
    return _closed(sheet)


def _bill(rng: Random) -> Sheet:
    """An invoice: points and yen in a table."""
    titles = ("診療費請求書兼領収書", "領収証", "医療費請求書", "外来診療費 領収書")
    sheet = opened(
        rng, titles, ("診療日", "請求日", "発行日"), timed=False, size=rng.choice(((595.3, 841.9), SMALL))
    )
    paper = sheet.paper
    names = (
        "初・再診料",
        "医学管理等",
        "投薬",
        "注射",
        "処置",
        "検査",
        "画像診断",
        "リハビリテーション",
        "入院料等",
    )
    picked = [names[n] for n in sorted(rng.sample(range(len(names)), rng.randint(4, 8)))]
    points = [rng.randrange(0, 2400) for _ in picked]
    rows: list[Row] = [[name, f"{p:,}", f"{p * 10:,}"] for name, p in zip(picked, points, strict=True)]
    total = sum(points) * 10
    rows += [
        ["合計", f"{sum(points):,}", f"{total:,}"],
        ["負担率", "", "3割"],
        ["請求金額", "", f"{round(total * 0.3, -1):,.0f}円"],
    ]
    columns = [
        Column(rng.choice(("区分", "項目")), 2),
        Column("点数", 1, "right"),
        Column("金額（円）", 1.2, "right"),
    ]
    y = table(
        paper,
        sheet.x,
        sheet.y,
        sheet.width * rng.uniform(0.6, 0.9),
        columns,
        rows,
        any_look(rng, pt=paper.pt),
        bottom=20,
    )
    paper.write(sheet.x, min(y + 24, paper.height - 16), "上記の金額を領収いたしました。　領収印", pt=8.5)
    return _closed(sheet)


def _appointment(rng: Random) -> Sheet:
    """An appointment slip with instructions."""
    sheet = opened(
        rng,
        ("診察予約票", "次回予約のご案内", "検査予約票"),
        ("発行日",),
        timed=False,
        size=rng.choice((SMALL, (595.3, 841.9), (300.0, 420.0))),
    )
    paper, y = sheet.paper, sheet.y + 4
    later = sheet.when + timedelta(days=rng.randrange(7, 90))
    lines = [
        ("予約日時", f"{sheet.dates.day(later.date())} {rng.randrange(9, 16)}:{rng.choice(('00', '30'))}"),
        ("診療科", rng.choice(DEPARTMENTS)),
        ("担当医", staff(rng)),
        ("受付場所", f"{rng.randint(1, 4)}階 {rng.randint(1, 30)}番窓口"),
        ("予約番号", f"{rng.randrange(1, 400)}"),
    ]
    for label, text in lines[: rng.randint(3, 5)]:
        paper.write(sheet.x, y + paper.pt, label)
        paper.write(sheet.x + 90, y + paper.pt, text)
        y += paper.pt * 1.9
    notes = (
        "当日は予約時間の15分前までに受付をお済ませください。",
        "検査前日の21時以降は食事をしないでください。",
        "お薬手帳と保険証をご持参ください。",
        "ご都合が悪くなった場合は、000-000-0000までご連絡ください。",
    )
    for text in rng.sample(notes, rng.randint(2, 4)):
        y = paper.paragraph(sheet.x, y + paper.pt, sheet.width, text, before="※") - paper.pt * 0.5
    return _closed(sheet)


def _questionnaire(rng: Random) -> Sheet:
    """Questions with boxes, nothing ticked or written."""
    sheet = opened(
        rng, ("問診票", "初診問診票", "入院時アンケート", "MRI検査 問診票"), ("記入日",), timed=False
    )
    paper, y = sheet.paper, sheet.y + 6
    lettered, mark = rng.random() < 0.5, rng.choice(("□", "・", "○"))
    asked: Sequence[tuple[str, Sequence[str]]] = (
        ("今日はどのような症状で来院されましたか", ("発熱", "咳", "腹痛", "頭痛", "その他（　　　　　）")),
        ("いつ頃からですか", ("（　　　）日前", "（　　　）週間前")),
        ("現在治療中の病気はありますか", ("なし", "高血圧", "糖尿病", "心臓病", "その他")),
        ("お薬のアレルギーはありますか", ("はい", "いいえ")),
        ("たばこを吸いますか", ("吸わない", "吸う（1日　　本）", "やめた")),
        ("お酒を飲みますか", ("飲まない", "ときどき", "毎日")),
        ("体の中に金属はありますか", ("なし", "ペースメーカ", "人工関節", "その他")),
        ("妊娠の可能性はありますか", ("はい", "いいえ", "わからない")),
        ("身長・体重をご記入ください", ("身長（　　　　cm）", "体重（　　　　kg）")),
    )
    for number, n in enumerate(sorted(rng.sample(range(len(asked)), rng.randint(5, 9))), 1):
        question, answers = asked[n]
        y = paper.paragraph(
            sheet.x,
            y + paper.pt,
            sheet.width,
            question,
            before=f"Q{number}. " if lettered else f"{number}) ",
        )
        paper.write(sheet.x + 20, y, "　　".join(f"{mark} {a}" for a in answers), within=sheet.width - 20)
        y += paper.pt * 1.2
    return _closed(sheet)


def _prescription(rng: Random) -> Sheet:
    """A list of medicines with doses: numbers with units that are no results."""
    sheet = opened(
        rng, ("お薬の説明書", "処方内容のご案内", "薬剤情報提供書"), ("処方日", "調剤日"), timed=False
    )
    medicines = (
        "アムロジピン錠5mg",
        "ロスバスタチン錠2.5mg",
        "ランソプラゾールOD錠15mg",
        "メトホルミン塩酸塩錠250mg",
        "アスピリン腸溶錠100mg",
        "フロセミド錠20mg",
        "レボチロキシンNa錠50μg",
        "酸化マグネシウム錠330mg",
    )
    rows: list[Row] = []
    for name in rng.sample(medicines, rng.randint(2, 6)):
        rows.append(
            [
                name,
                rng.choice(("1日1回 朝食後", "1日2回 朝・夕食後", "1日3回 毎食後", "1日1回 就寝前")),
                f"{rng.choice((7, 14, 28, 30))}日分",
                rng.choice(
                    ("血圧を下げる薬です。", "胃酸をおさえる薬です。", "血液を固まりにくくする薬です。")
                ),
            ]
        )
    columns = [Column("薬品名", 2), Column("用法・用量", 1.6), Column("日数", 0.8), Column("説明", 2)]
    table(sheet.paper, sheet.x, sheet.y, sheet.width, columns, rows, any_look(rng, pt=8.6))
    return _closed(sheet)


def _cover(rng: Random) -> Sheet:
    """An English letter or fax cover without results."""
    sheet = opened(
        rng,
        ("Appointment Letter", "FAX COVER SHEET", "Patient Consent Form", "Statement of Account"),
        ("Date",),
        english=True,
        timed=False,
    )
    paper, y = sheet.paper, sheet.y
    texts = (
        "Please bring your insurance card and a list of current medications to your visit.",
        "Your appointment has been scheduled with the outpatient clinic. Please arrive 15 minutes early.",
        "I have read and understood the information above and I consent to the procedure described to me.",
        "The balance of your account is due within 30 days of the date of this statement. Amount due: $120.50.",
        "This transmission contains confidential information intended only for the person named above.",
    )
    for text in rng.sample(texts, 3):
        y = paper.paragraph(sheet.x, y + paper.pt * 1.4, sheet.width, text)
    paper.write(sheet.x, y + 40, f"Sincerely, {staff_en(rng)}")
    return _closed(sheet)


FAMILIES = (
    Family("other-consent", OTHER, _consent),
    Family("other-bill", OTHER, _bill),
    Family("other-appointment", OTHER, _appointment),
    Family("other-questionnaire", OTHER, _questionnaire),
    Family("other-medicines", OTHER, _prescription),
    Family("other-letter", OTHER, _cover, "en"),
)
