"""Narrative reports in Japanese: image readings, discharge summaries, letters."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice.opening import opened
from samples.families.practice.paper import Value
from samples.families.practice.persons import hospital, staff
from samples.families.practice.sections import concluding, labelled, prose, signed
from samples.generating.family import Family
from samples.making.truth import Sheet

NARRATIVE = DocumentType.NARRATIVE
SEPARATORS = ("：", ": ", "　", "＝")


def _radiology(rng: Random) -> Sheet:
    """A reading: request, technique, findings in prose, impression in sentences or numbered entries."""
    kind = rng.choice(("CT", "MRI", "単純X線", "超音波"))
    titles = ("画像診断報告書", f"{kind}検査報告書", "放射線読影レポート", "読影報告書")
    sheet = opened(
        rng,
        titles,
        ("検査日", "撮影日", "検査日時"),
        reported=("読影日", "報告日"),
        extra=[("検査種別", rng.choice(("胸部CT 単純", "腹部造影CT", "頭部MRI", "胸部単純X線 正面")))],
    )
    y = sheet.y
    order = rng.choice(("last", "first"))
    statements = rng.sample(
        (
            "右肺上葉に結節影を認め、原発性肺癌を疑います。",
            "明らかな転移を指摘できません。",
            "肝嚢胞を認めます。",
            "左胸水貯留と下葉の無気肺を認めます。",
            "肺炎像は改善しています。",
            "急性期脳梗塞を疑う所見は認めません。",
            "大動脈瘤は前回と比較して著変ありません。",
            "胆石症を認めます。",
            "間質性肺炎の可能性は否定できません。",
            "縦隔リンパ節の腫大は認められません。",
            "骨転移の疑いがあり、骨シンチグラフィでの精査が望まれます。",
        ),
        rng.randint(1, 4),
    )
    name = rng.choice(("診断", "結論", "画像診断", "まとめ", "Impression", "印象"))
    if rng.random() < 0.7:
        y = prose(
            sheet,
            y,
            rng.choice(("検査目的", "臨床情報", "依頼内容")),
            rng.choice(
                (
                    "咳嗽が持続するため精査をお願いします。肺癌の除外をお願いします。",
                    "術後フォローアップ。再発の有無について。",
                )
            ),
        )
    findings = (
        "右肺S1に18mm大の結節影を認めます。辺縁は不整で胸膜陥入像を伴います。縦隔に有意な腫大リンパ節は指摘できません。"
        "肝右葉に低吸収域があり嚢胞を疑います。胆嚢内に小結石があります。腹水は認めません。"
    )
    if order == "first":
        y = concluding(sheet, y, name, statements)
    y = prose(sheet, y, rng.choice(("所見", "読影所見")), findings)
    values = [
        Value(str(rng.randint(6, 48)), rng.choice(("結節径", "腫瘤径", "最大径")), "mm"),
        Value(rng.choice(("4A", "4B", "3", "2")), "Lung-RADS"),
        Value(f"cT{rng.choice(('1b', '2a', '3'))}N{rng.choice('012')}M0", "TNM"),
    ]
    if rng.random() < 0.6:
        y = labelled(sheet, y, rng.sample(values, rng.randint(1, 3)), sep=rng.choice(SEPARATORS))
    if order == "last":
        y = concluding(sheet, y, name, statements)
    signed(sheet, y, rng.choice(("読影医", "放射線診断医")))
    return sheet.paper.finish(sheet.printed, NARRATIVE)


def _discharge(rng: Random) -> Sheet:
    """A discharge summary: diagnoses, course, medication; days of admission in the head."""
    sheet = opened(rng, ("退院時サマリー", "退院時要約", "退院サマリ"), (), timed=False)
    paper, y = sheet.paper, sheet.y
    stay = rng.randint(4, 40)
    out = sheet.dates.day(sheet.when.date())
    paper.write(
        sheet.x,
        y + paper.pt,
        f"入院日：{sheet.dates.day((sheet.when - timedelta(days=stay)).date())}　退院日：{out}　（{stay}日間）",
    )
    y += paper.pt * 2.2
    main = rng.sample(
        (
            "急性心筋梗塞",
            "誤嚥性肺炎",
            "右大腿骨頸部骨折",
            "うっ血性心不全",
            "胆石性胆嚢炎",
            "脳梗塞（左中大脳動脈領域）",
            "胃癌",
        ),
        1,
    )
    also = rng.sample(
        ("高血圧症", "2型糖尿病", "慢性腎臓病", "脂質異常症", "心房細動", "認知症の疑い", "骨粗鬆症"),
        rng.randint(1, 3),
    )
    y = concluding(sheet, y, rng.choice(("主病名", "退院時診断", "主診断", "確定診断")), main, numbered=False)
    y = concluding(sheet, y, rng.choice(("副病名", "併存症", "併存病名")), also)
    y = prose(sheet, y, "主訴", rng.choice(("胸痛", "発熱、呼吸困難", "腹痛", "転倒後の右股関節痛")))
    y = prose(
        sheet,
        y,
        rng.choice(("現病歴", "入院までの経過")),
        "来院前日より症状が出現し、改善がみられないため当院救急外来を受診した。精査加療目的に入院となった。",
    )
    y = prose(
        sheet,
        y,
        rng.choice(("入院経過", "経過")),
        "入院後、安静および点滴治療を開始した。第3病日には解熱し、経口摂取を再開した。リハビリテーションを行い、全身状態は安定した。"
        "合併症を認めず、自宅退院とした。今後は近医での経過観察を予定している。",
    )
    y = prose(
        sheet,
        y,
        rng.choice(("退院時処方", "処方")),
        "アムロジピン錠5mg 1錠 分1 朝食後／アスピリン腸溶錠100mg 1錠 分1 朝食後",
    )
    values = [
        Value(rng.choice(("治癒", "軽快", "寛解", "不変")), "転帰"),
        Value(rng.choice(("1", "2", "3", "0")), "ECOG PS"),
        Value(rng.choice(("Ⅱ度", "Ⅲ度")), "NYHA分類"),
    ]
    y = labelled(sheet, y, values[: rng.randint(1, 3)], sep=rng.choice(SEPARATORS))
    signed(sheet, y, "主治医")
    return paper.finish(sheet.printed, NARRATIVE)


def _letter(rng: Random) -> Sheet:
    """A referral answer: a letter in prose with diagnoses at its top."""
    sheet = opened(rng, ("診療情報提供書", "紹介状", "ご報告書"), ("作成日", "記載日", "発行日"), timed=False)
    paper, y = sheet.paper, sheet.y
    paper.write(sheet.x, y + paper.pt, f"{hospital(rng)}　{staff(rng)} 先生 御侍史")
    y += paper.pt * 2.4
    names = rng.sample(
        (
            "気管支喘息",
            "慢性閉塞性肺疾患",
            "甲状腺機能亢進症",
            "関節リウマチ",
            "狭心症の疑い",
            "鉄欠乏性貧血",
            "膵癌の疑い",
            "脂肪肝",
        ),
        rng.randint(1, 3),
    )
    y = concluding(sheet, y, rng.choice(("傷病名", "診断名", "病名")), names)
    y = prose(sheet, y, rng.choice(("紹介目的", "目的")), "精査および加療のお願い")
    y = prose(
        sheet,
        y,
        rng.choice(("症状経過及び検査結果", "経過")),
        "いつもお世話になっております。上記にて当科通院中の方です。先月より労作時の息切れが増強しております。"
        "胸部X線では心拡大を認めませんでした。悪性疾患の可能性も含め、御高診のほど何卒よろしくお願い申し上げます。",
    )
    prose(sheet, y, "現在の処方", "レボチロキシン50μg 1錠 分1")
    return paper.finish(sheet.printed, NARRATIVE)


FAMILIES = (
    Family("narrative-reading", NARRATIVE, _radiology),
    Family("narrative-discharge", NARRATIVE, _discharge),
    Family("narrative-letter", NARRATIVE, _letter),
)
