"""Laboratory results of special kinds: allergy, load test, a letter in sentences, blood group, bone marrow."""

from __future__ import annotations

import itertools
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import GREY, NAVY, RED, SHADE, WHITE, Cell, Doc, R, day, moment, number
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT
_BREATHED = (
    "ヤケヒョウヒダニ",
    "ハウスダスト1",
    "スギ",
    "ヒノキ",
    "ハンノキ",
    "カモガヤ",
    "オオアワガエリ",
    "ブタクサ",
    "ヨモギ",
    "ネコ皮屑",
    "イヌ皮屑",
    "アスペルギルス",
    "アルテルナリア",
    "ゴキブリ",
)
_EATEN = (
    "卵白",
    "オボムコイド",
    "ミルク",
    "小麦",
    "大豆",
    "ピーナッツ",
    "そば",
    "エビ",
    "カニ",
    "サバ",
    "マグロ",
    "キウイ",
    "バナナ",
    "ゴマ",
)
_STEPS = (0.35, 0.70, 3.5, 17.5, 50.0, 100.0)


def allergy(rng: Random) -> Sheet:
    """Specific IgE in two halves: concentration, class, and a bar of squares; `<0.10` where nothing was found."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.band(0, 0, 596, 60, NAVY)
    doc.text(40, 38, "特異的IgE抗体検査 報告書", 17, bold=True, colour=WHITE)
    doc.text(555, 38, rng.choice(bank.LABORATORIES), 9, align="right", colour=WHITE)
    doc.pairs(40, 82, (("患者氏名", f"{doc.name()} 様"), ("患者ID", doc.pid())), gap=56, size=10)
    doc.pairs(
        250, 82, (("生年月日", doc.born("slash")), ("性別", f"{doc.sex()}　{doc.age()}歳")), gap=56, size=10
    )
    told = doc.when + timedelta(days=3)
    doc.pairs(430, 82, (("採血日", day(doc.when, "slash")), ("報告日", day(told, "slash"))), gap=50, size=10)
    doc.ink.box(40, 106, 555, 130, width=0.6, fill=SHADE)
    total = rng.randrange(20, 900)
    doc.text(50, 122, "非特異的IgE", 10)
    high = "H" if total > 170 else ""
    doc.result(200, 122, R(str(total), "非特異的IgE", "IU/mL", "170以下", high), 10, "right")
    doc.text(210, 122, f"IU/mL　{high}", 10)
    doc.text(300, 122, "基準値　170以下", 10)
    for left, title, names in ((40.0, "吸入系", _BREATHED), (302.0, "食物系", _EATEN)):
        doc.text(left, 152, f"■{title}アレルゲン", 10, bold=True)
        rows: list[list[Cell]] = [["アレルゲン", "測定値(UA/mL)", "クラス", "0  1  2  3  4  5  6"]]
        classes = []
        for name in names:
            amount = 0.0 if rng.random() < 0.45 else 10 ** rng.uniform(-1, 2.1)
            said = "<0.10" if amount < 0.1 else ">100" if amount > 100 else f"{amount:.2f}"
            grade = sum(amount >= step for step in _STEPS)
            classes.append(grade)
            rows.append([name, R(said, name, "UA/mL"), R(str(grade), f"{name} クラス"), ""])
        doc.table(left, 160, (100, 48, 38, 67), rows, align="lrcl", size=8.5, step=19, rules="rows")
        for n, grade in enumerate(classes):
            y = 160 + 19 * (n + 1)
            for k in range(grade + 1):
                doc.band(left + 189 + k * 8.8, y + 5, left + 196 + k * 8.8, y + 14, (0.55, 0.62, 0.75))
    end = 160.0 + 19 * (len(_EATEN) + 1)
    doc.text(40, end + 22, "クラス判定（UA/mL）", 8.5, bold=True)
    rules = (
        "0：0.35未満",
        "1：0.35～0.69",
        "2：0.70～3.49",
        "3：3.50～17.4",
        "4：17.5～49.9",
        "5：50.0～99.9",
        "6：100以上",
    )
    doc.along(40, end + 38, rules, size=7.5, gap=9)
    doc.text(40, end + 56, "測定法：蛍光酵素免疫測定法（FEIA）", 7.5)
    return doc.sheet()


def tolerance(rng: Random) -> Sheet:
    """A glucose load: times of blood sampling across, what was measured down, a curve, indices below."""
    doc = Doc(rng, LAB)
    doc.when = doc.when.replace(hour=8, minute=rng.choice((30, 40, 45, 50)))
    doc.effective = moment(doc.when + timedelta(minutes=120))
    doc.text(50, 52, "75g経口ブドウ糖負荷試験　結果", 15, bold=True)
    doc.rule(50, 60, 545, 1.4)
    doc.text(50, 80, f"{doc.name()} 様　　{doc.sex('性')}　{doc.age()}歳　（{doc.born('kanji')}生）", 11)
    doc.text(50, 98, f"診察券番号 {doc.pid()}　　検査日 {day(doc.when, 'kanji')}", 10)
    steps = (("負荷前", 0), ("30分", 30), ("60分", 60), ("120分", 120))
    times = [doc.when + timedelta(minutes=m) for _, m in steps]
    heads: list[Cell] = ["", *(s for s, _ in steps), "単位"]
    rows: list[list[Cell]] = [heads, ["採血時刻", *(f"{t:%H:%M}" for t in times), ""]]
    sugars = [rng.randrange(*span) for span in ((84, 126), (130, 215), (120, 240), (95, 215))]
    for name, unit, values in (
        ("血糖", "mg/dL", [str(s) for s in sugars]),
        ("インスリン", "μU/mL", [number(rng, *s, 1) for s in ((2, 12), (20, 80), (25, 95), (15, 90))]),
        ("C-ペプチド", "ng/mL", [number(rng, *s, 2) for s in ((0.8, 2.4), (3, 7), (4, 9), (3, 9))]),
        ("尿糖", "", [rng.choice(("(-)", "(±)", "(1+)")) for _ in steps]),
    ):
        cells: list[Cell] = [
            R(v, f"{name} {s}", unit, "", "", moment(t))
            for v, (s, _), t in zip(values, steps, times, strict=True)
        ]
        rows.append([name, *cells, unit])
    y = doc.table(50, 116, (100, 80, 80, 80, 80, 75), rows, align="lccccc", size=10.5, step=25, rules="grid")
    spots = [(90 + m * 3.2, y + 180 - sugars[n] * 0.55) for n, (_, m) in enumerate(steps)]
    for (x0, y0), (x1, y1) in itertools.pairwise(spots):
        doc.ink.line(x0, y0, x1, y1, 1.2)
    doc.ink.line(84, y + 30, 84, y + 180)
    doc.ink.line(84, y + 180, 500, y + 180)
    for x, (_, m) in zip((s[0] for s in spots), steps, strict=True):
        doc.text(x, y + 192, f"{m}", 8, align="centre")
    y += 222
    for name, value in (
        ("HOMA-IR", number(rng, 0.8, 3.9, 1)),
        ("HOMA-β", number(rng, 25, 110, 1)),
        ("インスリン分泌指数", number(rng, 0.1, 1.2, 2)),
    ):
        doc.text(60, y, f"{name} ＝", 10.5)
        doc.result(
            72 + doc.width(f"{name} ＝", 10.5),
            y,
            R(value, name, "%" if name == "HOMA-β" else "", post=" %" if name == "HOMA-β" else ""),
            10.5,
        )
        y += 20
    doc.text(50, y + 24, "＊負荷2時間の判定区分：正常型 140未満、糖尿病型 200以上（mg/dL）", 8, colour=GREY)
    doc.text(545, 800, f"{rng.choice(bank.HOSPITALS)}　糖尿病内科", 9, align="right")
    return doc.sheet()


_SENTENCES = (
    (
        "血糖の状態については、",
        ("ヘモグロビンA1c", "%", "4.6～6.2", 5.2, 8.4, 1),
        ("空腹時血糖", "mg/dL", "70～109", 84, 162, 0),
    ),
    ("肝機能は、", ("AST", "U/L", "10～40", 14, 66, 0), ("ALT", "U/L", "5～45", 9, 80, 0)),
    (
        "腎機能は、",
        ("クレアチニン", "mg/dL", "0.47～1.09", 0.5, 1.5, 2),
        ("eGFR", "mL/分/1.73m2", "60以上", 38, 92, 1),
    ),
    (
        "脂質では、",
        ("LDLコレステロール", "mg/dL", "70～139", 82, 188, 0),
        ("中性脂肪", "mg/dL", "50～149", 60, 260, 0),
    ),
    (
        "貧血の検査では、",
        ("ヘモグロビン", "g/dL", "11.3～16.0", 9.8, 15.4, 1),
        ("フェリチン", "ng/mL", "12～250", 8, 190, 0),
    ),
    ("腫瘍マーカーは、", ("CEA", "ng/mL", "5.0以下", 0.8, 7.2, 1), ("CA19-9", "U/mL", "37以下", 3, 52, 0)),
)


def notice(rng: Random) -> Sheet:
    """A letter to the patient: results in sentences, name and value with the bounds in brackets behind."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(545, 60, day(doc.when + timedelta(days=6), "era"), 10.5, align="right")
    doc.text(60, 92, f"{doc.name()}　様", 13)
    doc.text(60, 108, f"（診察券番号 {doc.pid()}　{doc.born('era')}生）", 9)
    doc.text(545, 130, rng.choice(bank.HOSPITALS), 10.5, align="right")
    doc.text(545, 146, f"担当医　{bank.doctor(rng)}", 10.5, align="right")
    doc.text(297, 184, "血液検査の結果のお知らせ", 14, bold=True, align="centre")
    opening = (
        f"先日（採血日：{day(doc.when, 'era')}）お受けいただいた検査の結果をお知らせいたします。"
        "括弧内は基準値です。"
    )
    y = doc.prose(60, 214, 480, opening, size=11, step=20) + 12
    for lead, *pair in rng.sample(_SENTENCES, 5):
        doc.text(60, y, f"・{lead}", 11)
        y += 20
        x = 78.0
        for n, (name, unit, ref, low, high, digits) in enumerate(pair):
            doc.text(x, y, f"{name} ", 11)
            x += doc.width(f"{name} ", 11)
            tail = f" {unit}（{ref}）" + ("、" if n == 0 else "でした。")
            x = doc.result(x, y, R(number(rng, low, high, digits), name, unit, ref, post=tail), 11)
        y += 28
    closing = (
        "ご不明な点がございましたら、次回の診察の際に担当医までお尋ねください。"
        "今後も定期的な受診をお願いいたします。"
    )
    doc.prose(60, y + 8, 480, closing, size=11, step=20)
    return doc.sheet()


def transfusion(rng: Random) -> Sheet:
    """Half a sheet about the blood group: ruled pairs of label and word, a red stamp."""
    doc = Doc(rng, LAB, size=SMALL)
    doc.effective = moment(doc.when)
    doc.text(297, 36, "輸血関連検査 結果票", 14, bold=True, align="centre")
    doc.table(
        30,
        48,
        (50, 110, 40, 150, 50, 135),
        [
            ["ＩＤ", doc.pid(), "氏名", f"{doc.name()}（{doc.sex()}）", "生年月日", doc.born("era")],
            [
                "病棟",
                rng.choice(bank.WARDS),
                "医師",
                bank.doctor(rng),
                "採血日時",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
            ],
        ],
        size=8.5,
        step=20,
        rules="grid",
        head=0,
    )
    group = rng.choice(("A", "B", "O", "AB"))
    anti = {"A": ("4+", "0"), "B": ("0", "4+"), "O": ("0", "0"), "AB": ("4+", "4+")}[group]
    back = {"A": ("0", "4+"), "B": ("4+", "0"), "O": ("4+", "4+"), "AB": ("0", "0")}[group]
    rows: list[list[Cell]] = [
        [
            "ABO血液型",
            R(f"{group}型", "ABO血液型"),
            "Rh(D)抗原",
            R(rng.choice(("陽性", "陽性", "陰性")), "Rh(D)抗原"),
        ],
        ["抗A血清", R(anti[0], "抗A血清"), "抗B血清", R(anti[1], "抗B血清")],
        ["A1赤血球", R(back[0], "A1赤血球"), "B赤血球", R(back[1], "B赤血球")],
        [
            "不規則抗体",
            R(rng.choice(("陰性", "陰性", "陽性")), "不規則抗体"),
            "直接抗グロブリン試験",
            R(rng.choice(("(-)", "(1+)")), "直接抗グロブリン試験"),
        ],
        [
            "ヘモグロビン",
            R(number(rng, 5.8, 11.2, 1), "ヘモグロビン", "g/dL", post=" g/dL"),
            "血小板数",
            R(number(rng, 1.2, 16, 1), "血小板数", "万/μL", post=" 万/μL"),
        ],
    ]
    y = doc.table(30, 104, (120, 147, 140, 128), rows, align="lclc", size=11, step=34, rules="grid", head=0)
    doc.text(30, y + 20, "注）血液型は異なる時点で採血した2検体により確定します。", 8)
    doc.ink.box(470, y + 16, 548, y + 42, width=1.2)
    doc.text(509, y + 34, "輸血部　済", 11, align="centre", colour=RED)
    doc.text(30, y + 40, f"{rng.choice(bank.HOSPITALS)} 輸血部　報告者 {rng.choice(bank.DOCTORS)}", 8.5)
    return doc.sheet()


_MARROW = (
    (
        "顆粒球系",
        (
            ("骨髄芽球", 0.2, 2),
            ("前骨髄球", 1, 5),
            ("骨髄球", 6, 14),
            ("後骨髄球", 7, 15),
            ("桿状核球", 10, 20),
            ("分葉核球", 8, 20),
            ("好酸球", 0.4, 4),
            ("好塩基球", 0, 0.6),
        ),
    ),
    (
        "赤芽球系",
        (("前赤芽球", 0.2, 1.5), ("好塩基性赤芽球", 1, 4), ("多染性赤芽球", 10, 22), ("正染性赤芽球", 1, 7)),
    ),
    (
        "その他",
        (
            ("リンパ球", 8, 22),
            ("形質細胞", 0.4, 3),
            ("単球", 1, 5),
            ("細網細胞", 0.2, 1.8),
            ("異常細胞", 0, 3),
        ),
    ),
)


def _cells(doc: Doc, y: float) -> float:
    """Cell lines and their cells from the top `y`; where the table ends."""
    rng, top = doc.rng, y
    doc.text(70, y + 12, "細 胞 分 類", 9)
    doc.text(232, y + 12, "結果(%)", 9, align="right")
    y += 17
    doc.ink.line(40, y, 245, y, 0.6)
    for line, cells in _MARROW:
        start = y
        for name, low, high in cells:
            y += 21
            doc.text(70, y - 6, name, 10)
            doc.result(232, y - 6, R(number(rng, low, high, 1), name, "%"), 10, "right")
            doc.ink.line(62, y, 245, y, 0.3, 0.6)
        doc.upright(51, start + (y - start) / 2 - len(line) * 5.4 + 9, line, 10)
        doc.ink.line(40, y, 245, y, 0.6)
    doc.ink.box(40, top, 245, y, width=0.8)
    doc.ink.line(62, top + 17, 62, y, 0.4)
    return y


def marrow(rng: Random) -> Sheet:
    """Counts of the bone marrow: cell lines named upright at the left, per cent only, a remark beside the list."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 46, "骨髄像検査報告書（ミエログラム）", 14, bold=True)
    doc.text(555, 46, rng.choice(bank.LABORATORIES), 8.5, align="right")
    doc.table(
        40,
        58,
        (60, 115, 60, 120, 60, 100),
        [
            ["患者番号", doc.pid(), "患者名", doc.name(), "生年月日", doc.born("dot")],
            [
                "性別",
                doc.sex(),
                "採取部位",
                rng.choice(("右腸骨", "左腸骨", "胸骨")),
                "採取日",
                day(doc.when, "dot"),
            ],
        ],
        size=9,
        step=19,
        rules="grid",
        head=0,
    )
    y = 120.0
    for name, low, high, digits, unit, ref in (
        ("有核細胞数(NCC)", 3.2, 24, 1, "×10^4/μL", "10.0～25.0"),
        ("巨核球数(MgK)", 10, 180, 0, "/μL", "50～150"),
        ("M/E比", 1.1, 4.2, 2, "", "1.50～3.30"),
    ):
        doc.text(48, y, name, 10)
        doc.result(200, y, R(number(rng, low, high, digits), name, unit, ref), 10, "right")
        doc.text(208, y, unit, 10)
        doc.text(262, y, f"［{ref}］", 10)
        y += 17
    y, top = y + 6, y + 6
    y = _cells(doc, y)
    doc.text(265, top + 14, "＜コメント＞", 10, bold=True)
    remark = rng.choice(
        (
            "正形成性骨髄です。3系統とも分化成熟がみられ、明らかな形態異常は認めません。",
            "やや低形成性の骨髄です。巨核球は散在性に認められます。芽球の増加はありません。",
        )
    )
    doc.prose(265, top + 34, 285, remark, size=10, step=17)
    doc.text(265, top + 120, "ペルオキシダーゼ染色", 10)
    doc.result(400, top + 120, R(rng.choice(("(+)", "(-)")), "ペルオキシダーゼ染色"), 10)
    doc.text(265, top + 138, "鉄染色", 10)
    doc.result(400, top + 138, R(rng.choice(("(1+)", "(2+)", "(-)")), "鉄染色"), 10)
    doc.text(555, y + 22, f"鏡検者　{bank.doctor(rng)}", 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-allergy", LAB, allergy),
    Family("lab-report-tolerance", LAB, tolerance),
    Family("lab-report-notice", LAB, notice),
    Family("lab-report-transfusion", LAB, transfusion),
    Family("lab-report-marrow", LAB, marrow),
)
