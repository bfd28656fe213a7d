"""Reports in words: cytology, both breasts, stages over two pages, biopsies, an emergency room's summary."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import SHADE, Cell, Doc, R, day, moment, number
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

NARRATIVE = DocumentType.NARRATIVE


def cytology(rng: Random) -> Sheet:
    """Half a sheet about smears: labelled class and judgement in a ruled form, a remark, a diagnosis."""
    doc = Doc(rng, NARRATIVE, size=SMALL)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(28, 34, "細胞診検査報告書", 14, bold=True)
    doc.text(567, 34, rng.choice(bank.LABORATORIES), 8.5, align="right")
    kind, lines = rng.choice(
        (
            ("喀痰", ("扁平上皮細胞と塵埃細胞を認めます。異型細胞はみられません。", "悪性細胞を認めない")),
            ("自然尿", ("軽度の核腫大を示す移行上皮細胞を少数認めます。", "低異型度尿路上皮癌の疑い")),
            ("子宮頸部", ("核の腫大した表層型扁平上皮細胞を認めます。", "軽度扁平上皮内病変")),
            ("胸水", ("核小体の明瞭な異型細胞が集塊状に出現しています。", "腺癌")),
        )
    )
    doc.table(
        28,
        44,
        (60, 105, 55, 140, 60, 119),
        [
            ["患者ID", doc.pid(), "氏名", f"{doc.name()}（{doc.sex()}）", "生年月日", doc.born("kanji")],
            ["検体", kind, "採取日", day(doc.when, "kanji"), "受付番号", f"C{rng.randrange(10**5, 10**6)}"],
        ],
        size=9.5,
        step=21,
        rules="grid",
        head=0,
    )
    said, diagnosis = lines
    grade = {"悪性細胞を認めない": "Ⅰ", "腺癌": "Ⅴ"}.get(diagnosis, "Ⅲ")
    word = {"Ⅰ": "陰性", "Ⅲ": "疑陽性", "Ⅴ": "陽性"}[grade]
    rows: list[list[Cell]] = [
        [
            "検体の適否",
            R("適正", "検体の適否"),
            "判定",
            R(word, "判定"),
            "パパニコロウ分類",
            R(f"Class {grade}", "パパニコロウ分類"),
        ]
    ]
    doc.table(28, 100, (90, 80, 60, 90, 120, 99), rows, size=10.5, step=26, rules="grid", head=0)
    doc.text(28, 150, "所見", 10.5, bold=True)
    y = doc.prose(44, 168, 510, said, size=10.5, step=17)
    doc.text(28, y + 14, "診断", 10.5, bold=True)
    doc.statement(44, y + 32, 510, diagnosis, "診断", size=11)
    doc.text(28, 400, f"細胞検査士　{bank.doctor(rng)}", 9)
    doc.text(567, 400, f"細胞診専門医　{bank.doctor(rng)}", 9, align="right")
    return doc.sheet()


_SIDES = (
    ("カテゴリー", ("1", "2", "3", "4")),
    ("乳房構成", ("脂肪性", "乳腺散在", "不均一高濃度", "極めて高濃度")),
    ("腫瘤", ("なし", "なし", "あり")),
    ("石灰化", ("なし", "良性石灰化", "微小円形")),
    ("構築の乱れ", ("なし", "なし", "あり")),
    ("最大径", ("8", "12", "17", "23")),
)


def breasts(rng: Random) -> Sheet:
    """A mammography: right and left in two columns of a form, then conclusions for each side."""
    doc = Doc(rng, NARRATIVE)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 50, "マンモグラフィ読影レポート", 16, bold=True, align="centre")
    doc.ink.box(50, 64, 545, 106, width=0.6)
    doc.along(
        58,
        81,
        [
            f"氏名：{doc.name()} 様",
            f"患者番号：{doc.pid()}",
            f"{doc.born('slash')} 生（{doc.age()}歳・{doc.sex()}）",
        ],
        size=10,
    )
    doc.along(
        58,
        98,
        [f"撮影日：{day(doc.when, 'slash')}", "撮影方向：MLO・CC（両側）", rng.choice(bank.HOSPITALS)],
        size=10,
    )
    rows: list[list[Cell]] = [["", "右", "左"]]
    for name, words in _SIDES:
        row: list[Cell] = [f"{name} (mm)" if name == "最大径" else name]
        for side in ("右", "左"):
            if name == "最大径" and rng.random() < 0.5:
                row.append("―")
            else:
                row.append(R(rng.choice(words), f"{name} {side}", "mm" if name == "最大径" else ""))
        rows.append(row)
    y = doc.table(50, 124, (135, 180, 180), rows, align="lcc", size=11, step=26, rules="grid", fill=SHADE)
    doc.text(50, y + 30, "所見", 11, bold=True)
    y = doc.prose(
        66,
        y + 50,
        470,
        "両側乳腺を比較して読影した。前回撮影の画像と対比している。腋窩リンパ節に病的な腫大はみられない。",
        size=10.5,
        step=18,
    )
    doc.text(50, y + 18, "結論", 11, bold=True)
    y += 38
    for said in rng.choice(
        (
            ("右乳房：異常なし。", "左乳房：良性石灰化。", "1年後の定期検診を勧めます。"),
            ("右乳房：腫瘤の疑い、超音波検査による精査が必要です。", "左乳房：異常なし。"),
        )
    ):
        y = doc.statement(66, y, 470, said, "結論", size=11, step=20)
    doc.text(
        545,
        790,
        f"一次読影 {rng.choice(bank.DOCTORS)}　二次読影 {rng.choice(bank.DOCTORS)}",
        9.5,
        align="right",
    )
    return doc.sheet()


_CHEST = (
    "The examination was performed from the lung apices to the level of the adrenal glands with intravenous contrast.",
    "A spiculated mass is present in the right upper lobe abutting the pleura. Adjacent ground-glass opacity is noted.",
    "Enlarged lymph nodes are seen in the right hilum and in the subcarinal station. No contralateral adenopathy.",
    "The trachea and main bronchi are patent. There is mild centrilobular emphysema in both upper lobes.",
    "No pleural or pericardial effusion. The heart is not enlarged. Coronary calcification is moderate.",
    "The liver, spleen and adrenal glands are unremarkable in their imaged portions. No destructive bone lesion.",
)


def stages(rng: Random) -> Sheet:
    """A chest CT over two English pages: prose in large type first, labelled staging and impression on the second."""
    doc = Doc(rng, NARRATIVE, latin=True)
    doc.effective = moment(doc.when)
    house, reader = rng.choice(bank.HOSPITALS_EN), rng.choice(bank.DOCTORS_EN)
    for page in (1, 2):
        if page == 2:
            doc.ink.next_page()
        doc.text(60, 56, house, 12, bold=True)
        doc.text(535, 56, f"Page {page} of 2", 9, align="right")
        doc.text(60, 72, f"{doc.name(', ')}   No. {doc.pid()}   born {doc.born('en')}   {doc.sex('Sex')}", 10)
        doc.ink.line(60, 80, 535, 80, 0.8)
        y = 108.0
        if page == 1:
            doc.text(60, y, "CT CHEST WITH CONTRAST", 13, bold=True)
            doc.text(60, y + 20, f"Date of examination: {day(doc.when, 'en')} {doc.when:%H:%M}", 11)
            doc.text(60, y + 48, "Clinical question", 11.5, bold=True)
            y = doc.prose(
                60,
                y + 66,
                475,
                "Abnormal shadow on a routine chest film. Staging is requested.",
                size=11.5,
                step=17,
            )
            doc.text(60, y + 12, "Findings", 11.5, bold=True)
            y += 30
            for said in _CHEST:
                y = doc.prose(60, y, 475, said, size=11.5, step=17) + 9
            continue
        doc.text(60, y, "Staging (8th edition)", 11.5, bold=True)
        for name, value, unit in (
            ("Longest diameter", str(rng.randrange(14, 62)), "mm"),
            ("Distance to carina", number(rng, 1.5, 6, 1), "cm"),
            ("cT", rng.choice(("1c", "2a", "2b", "3")), ""),
            ("cN", rng.choice(("0", "1", "2")), ""),
            ("cM", "0", ""),
            ("Clinical stage", rng.choice(("IB", "IIA", "IIB", "IIIA")), ""),
        ):
            y += 19
            doc.text(76, y, name, 11.5)
            doc.result(220, y, R(value, name, unit, post=f" {unit}".rstrip()), 11.5)
        doc.text(60, y + 36, "Impression", 11.5, bold=True)
        y += 56
        for n, said in enumerate(
            (
                "Right upper lobe mass highly suspicious for primary lung carcinoma.",
                rng.choice(
                    (
                        "Possible involvement of the ipsilateral hilar and subcarinal lymph nodes, "
                        "to be confirmed by tissue sampling.",
                        "No evidence of mediastinal nodal disease.",
                    )
                ),
                "No distant metastasis in the imaged volume.",
            )
        ):
            y = doc.statement(60, y, 475, said, "Impression", size=11.5, step=17, number=f"({n + 1})") + 4
        doc.text(60, y + 44, f"Electronically signed by {reader}", 10)
    return doc.sheet()


_SITES = ("上行結腸", "横行結腸", "S状結腸", "直腸", "胃前庭部", "胃体部小弯", "胃噴門部")
_FOUND = (
    "管状腺腫、低異型度",
    "管状腺腫、高異型度",
    "過形成性ポリープ",
    "高分化管状腺癌",
    "慢性活動性胃炎",
    "悪性所見なし",
    "印環細胞癌の疑い",
)


def _stains(doc: Doc, y: float) -> None:
    """Stains in two columns from the base line `y`."""
    rng = doc.rng
    for n, (name, value, unit) in enumerate(
        (
            ("HER2", rng.choice(("0", "1+", "2+", "3+")), ""),
            ("p53", rng.choice(("(+)", "(-)")), ""),
            ("Ki-67陽性率", str(rng.randrange(3, 78)), "%"),
            ("H.pylori", rng.choice(("(+)", "(-)")), ""),
            ("CDX2", rng.choice(("(+)", "(-)")), ""),
            ("CPS", str(rng.randrange(0, 40)), ""),
        )
    ):
        x, line = 66 + n % 2 * 230, y + n // 2 * 20
        doc.text(x, line, name, 10.5)
        doc.result(x + 100, line, R(value, name, unit, post=f" {unit}".rstrip()), 10.5)


def biopsies(rng: Random) -> Sheet:
    """A pathology's letter: several pieces with a diagnosis each, stains as label and value in two columns."""
    doc = Doc(rng, NARRATIVE)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(54, 54, "病理組織検査結果", 16, bold=True)
    doc.text(541, 54, f"病理番号　{doc.when.year % 100}-{rng.randrange(1000, 9999)}", 10, align="right")
    doc.rule(54, 62, 541, 1.6)
    told = doc.when + timedelta(days=rng.randrange(4, 9))
    doc.pairs(
        54,
        82,
        (
            ("患者氏名", f"{doc.name()}　様"),
            ("登録番号", doc.pid()),
            ("生年月日", f"{doc.born('era')}　{doc.sex()}性"),
        ),
        gap=62,
        size=10.5,
        step=18,
    )
    doc.pairs(
        330,
        82,
        (
            ("採取日", day(doc.when, "era")),
            ("報告日", day(told, "era")),
            ("臨床医", f"{rng.choice(bank.WARDS)} {rng.choice(bank.DOCTORS)}"),
        ),
        gap=54,
        size=10.5,
        step=18,
    )
    count = rng.randint(3, 5)
    doc.text(54, 158, f"提出材料：内視鏡下生検　{count}個", 10.5)
    doc.text(54, 190, "[病理診断]", 12, bold=True)
    y = 212.0
    for n, (site, found) in enumerate(zip(rng.sample(_SITES, count), rng.sample(_FOUND, count), strict=True)):
        y = doc.statement(66, y, 460, f"{site}：{found}。", "病理診断", size=11, step=20, number=f"#{n + 1}")
    doc.text(54, y + 18, "[組織所見]", 12, bold=True)
    y = doc.prose(
        66,
        y + 38,
        470,
        "いずれも粘膜固有層から粘膜筋板までを含む検体です。腺管の密度が増し、核は紡錘形に腫大して基底側に並びます。間質にはリンパ球、形質細胞の浸潤がみられます。切片上、深部断端の評価はできません。",
        size=10.5,
        step=18,
    )
    doc.text(54, y + 18, "[免疫染色]", 12, bold=True)
    y += 40
    _stains(doc, y)
    doc.text(541, y + 96, f"病理診断医　{bank.doctor(rng)}", 10.5, align="right")
    doc.text(541, y + 114, f"{rng.choice(bank.HOSPITALS)}　病理診断科", 10.5, align="right")
    return doc.sheet()


def _left(doc: Doc) -> None:
    """The left column: what was measured, what it was."""
    rng = doc.rng
    y = 182.0
    for name, value, unit in (
        ("血圧", f"{rng.randrange(98, 186)}/{rng.randrange(52, 104)}", "mmHg"),
        ("脈拍", str(rng.randrange(54, 126)), "/分"),
        ("体温", number(rng, 35.9, 39.1, 1), "℃"),
        ("SpO2", str(rng.randrange(91, 100)), "%"),
        ("意識レベル", rng.choice(("GCS15", "GCS14", "JCS I-1")), ""),
    ):
        doc.text(52, y, name, 10)
        doc.result(120, y, R(value, name, unit, post=f" {unit}".rstrip()), 10)
        y += 17
    doc.text(40, y + 14, "最終診断", 10.5, bold=True)
    y += 32
    sets = (
        ("片頭痛", "くも膜下出血は否定的", "高血圧症"),
        ("非特異的胸痛", "急性冠症候群の疑い", "脂質異常症"),
        ("急性虫垂炎の疑い", "尿管結石は否定的"),
    )
    for said in rng.choice(sets):
        y = doc.statement(52, y, 170, said, "最終診断", size=10, step=16, number="・")


def emergency(rng: Random) -> Sheet:
    """An emergency room's summary in two columns: facts and labels left, course right; diagnoses with certainty."""
    doc = Doc(rng, NARRATIVE)
    doc.effective = moment(doc.when)
    doc.text(40, 46, "救急外来 診療サマリー", 15, bold=True)
    doc.text(555, 46, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.ink.line(40, 54, 555, 54, 1)
    doc.along(
        40,
        72,
        [f"ID {doc.pid()}", f"{doc.name()} 様", f"{doc.age()}歳 {doc.sex('性')}", f"{doc.born('kanji')}生"],
        size=10.5,
    )
    doc.text(
        40,
        90,
        f"診察日時 {day(doc.when, 'slash')} {doc.when:%H:%M}",
        10,
    )
    doc.ink.line(232, 104, 232, 640, 0.5)
    doc.text(40, 120, "主訴", 10.5, bold=True)
    doc.text(52, 137, rng.choice(("突然の頭痛", "左胸部の違和感", "右下腹部痛")), 10)
    doc.text(40, 164, "来院時所見", 10.5, bold=True)
    _left(doc)
    doc.text(246, 120, "経過", 10.5, bold=True)
    y = doc.prose(
        246,
        138,
        305,
        "夕食後より症状が出現し、改善しないため当院を受診した。診察上、神経学的異常を認めず、心音・呼吸音に異常はなかった。血液検査と画像検査を行い、緊急の処置を要する病態は認めなかった。点滴と鎮痛薬の投与により症状は軽快した。",
        size=10,
        step=17,
    )
    doc.text(246, y + 14, "説明内容", 10.5, bold=True)
    y = doc.prose(
        246,
        y + 32,
        305,
        "症状が再び強くなる場合や発熱、嘔吐を伴う場合には、夜間でも再受診するよう本人と家族に説明した。翌日以降にかかりつけ医を受診するよう勧めた。",
        size=10,
        step=17,
    )
    doc.text(246, y + 14, "処方", 10.5, bold=True)
    doc.text(258, y + 32, "アセトアミノフェン錠 500mg 1回1錠 頭痛・疼痛時", 10)
    doc.text(555, 660, f"担当医　{bank.doctor(rng)}", 10, align="right")
    return doc.sheet()


FAMILIES = (
    Family("narrative-cytology", NARRATIVE, cytology),
    Family("narrative-breasts", NARRATIVE, breasts),
    Family("narrative-stages", NARRATIVE, stages, "en"),
    Family("narrative-biopsies", NARRATIVE, biopsies),
    Family("narrative-emergency", NARRATIVE, emergency),
)
