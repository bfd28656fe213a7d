"""Rarer laboratory reports: drug levels, bone marrow, allergy of children, maternity."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_a as bank
from samples.families.score.bank_a import T
from samples.generating.family import Family
from samples.generating.kit import PALE, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT

_DRUGS = (
    T("バンコマイシン", "VCM", "μg/mL", 10.0, 20.0, 1), T("テイコプラニン", "TEIC", "μg/mL", 15.0, 30.0, 1),
    T("ゲンタマイシン", "GM", "μg/mL", 0, 1.0, 1), T("ジゴキシン", "DGX", "ng/mL", 0.5, 0.9, 2),
    T("テオフィリン", "TEO", "μg/mL", 8.0, 15.0, 1), T("フェニトイン", "PHT", "μg/mL", 10.0, 20.0, 1),
    T("バルプロ酸", "VPA", "μg/mL", 50.0, 100.0, 1), T("カルバマゼピン", "CBZ", "μg/mL", 4.0, 12.0, 1),
    T("フェノバルビタール", "PB", "μg/mL", 10.0, 40.0, 1), T("レベチラセタム", "LEV", "μg/mL", 12.0, 46.0, 1),
    T("タクロリムス", "FK506", "ng/mL", 5.0, 15.0, 1), T("シクロスポリン", "CyA", "ng/mL", 100, 250),
    T("リチウム", "Li", "mEq/L", 0.40, 1.00, 2), T("ボリコナゾール", "VRCZ", "μg/mL", 1.0, 4.0, 1),
)  # fmt: skip


def _drugs_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(40, 38, "薬物血中濃度測定結果", 14, bold=True)
    doc.text(556, 38, f"{rng.choice(bank.HOSPITALS)}　薬剤部 TDM室", 9, align="right")
    doc.table(
        40,
        48,
        (60, 100, 60, 130, 60, 106),
        (
            ("患者ID", doc.pid(), "患者名", doc.name(), "性別・年齢", f"{doc.sex()}　{doc.age()}歳"),
            (
                "診療科",
                rng.choice(bank.DEPARTMENTS),
                "採血日時",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
                "主治医",
                rng.choice(bank.DOCTORS),
            ),
        ),
        size=8.5,
        step=18,
        rules="grid",
        head=0,
    )


def drugs(rng: Random) -> Sheet:
    """薬物血中濃度: beside the measured value the previous one, the sampling point, the therapeutic range."""
    doc = Doc(rng, LAB, size=(595.3, 419.5))
    doc.effective = moment(doc.when)
    _drugs_head(doc)
    rows: list[list[Cell] | str] = [["薬剤名", "採血時期", "測定値", "判定", "単位", "有効治療域", "前回値"]]
    for test in sorted(rng.sample(_DRUGS, rng.randint(4, 7)), key=_DRUGS.index):
        value, flag = test.draw(rng, 0.45)
        ref = test.ref("～")
        before: Cell = R(test.draw(rng, 0.4)[0], f"{test.ja} 前回値", test.unit, ref)
        rows.append(
            [
                test.ja,
                rng.choice(("トラフ", "トラフ", "ピーク", "投与前")),
                R(value, test.ja, test.unit, ref, flag),
                {"H": "高", "L": "低", "": ""}[flag],
                test.unit,
                ref,
                before if rng.random() < 0.6 else "-",
            ]
        )
    end = doc.table(
        40,
        100,
        (120, 64, 64, 40, 66, 92, 70),
        rows,
        align="lcrcccr",
        size=9.5,
        step=22,
        rules="grid",
        fill=PALE,
    )
    doc.text(40, end + 20, "コメント", 9, bold=True)
    doc.prose(
        40,
        end + 35,
        510,
        "現行の投与設計で継続可能と考えます。腎機能の変動にご注意のうえ、次回は3～4日後の採血をお勧めします。",
        size=9,
    )
    doc.text(556, 400, f"担当薬剤師　{rng.choice(bank.TECHNICIANS)}", 9, align="right")
    return doc.sheet()


_MARROW = (
    (("骨髄芽球", 0.2, 1.9), ("前骨髄球", 1.0, 4.1), ("骨髄球", 5.0, 14.0), ("後骨髄球", 6.0, 16.0),
     ("桿状核好中球", 9.0, 18.0), ("分葉核好中球", 9.0, 22.0), ("好酸球", 0.5, 4.5), ("好塩基球", 0.0, 0.4),
     ("単球", 1.0, 4.4), ("リンパ球", 9.0, 24.0), ("形質細胞", 0.2, 2.4)),
    (("前赤芽球", 0.1, 0.8), ("好塩基性赤芽球", 0.6, 2.4), ("多染性赤芽球", 8.0, 22.0), ("正染性赤芽球", 1.0, 6.2),
     ("巨核球", 0.0, 0.4), ("マクロファージ", 0.0, 0.8), ("異型細胞", 0.0, 1.0), ("その他", 0.0, 0.6)),
)  # fmt: skip


def _marrow_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(297, 44, "骨 髄 像 検 査 報 告 書", 15, bold=True, align="centre")
    doc.pairs(
        44,
        76,
        (("患者ID", doc.pid()), ("氏　名", f"{doc.name()} 殿"), ("生年月日", doc.born("dot"))),
        mark=" :",
    )
    doc.pairs(
        320,
        76,
        (
            ("性　別", doc.sex()),
            ("採取日", day(doc.when, "dot")),
            ("採取部位", rng.choice(("右後腸骨稜", "左後腸骨稜", "胸骨"))),
        ),
        mark=" :",
    )
    doc.rule(44, 116, 551)


def marrow(rng: Random) -> Sheet:
    """骨髄像検査: granulocytes and erythroblasts beside each other, counts above, findings as prose below."""
    doc = Doc(rng, LAB)
    doc.effective = day(doc.when, "dash")
    _marrow_head(doc)
    counts = (
        ("有核細胞数", num(rng, 6, 28, 1), "×10^4/μL", "10.0 - 25.0"),
        ("巨核球数", num(rng, 20, 190), "/μL", "50 - 150"),
        ("M/E比", num(rng, 1.4, 4.2, 2), "", "1.50 - 3.30"),
        ("分類細胞数", "500", "個", ""),
    )
    for n, (name, value, unit, ref) in enumerate(counts):
        x, y = 44.0 + 258 * (n % 2), 134.0 + 18 * (n // 2)
        doc.text(x, y, name, 9.5)
        end = doc.result(x + 116, y, R(value, name, unit, ref), 9.5, "right")
        doc.text(end + 4, y, unit, 8.5)
        doc.text(x + 176, y, f"({ref})" if ref else "", 8.5)
    tables = []
    for column in _MARROW:
        rows: list[list[Cell] | str] = [["細胞種", "%", "基準値"]]
        for name, low, high in column:
            ref = f"{low:.1f} - {high:.1f}"
            rows.append([name, R(num(rng, low * 0.6, high * 1.2, 1), name, "%", ref), ref])
        tables.append(rows)
    for x, rows in zip((44.0, 302.0), tables, strict=True):
        doc.table(x, 168, (110, 58, 82), rows, align="lrc", size=9, step=19, rules="grid", fill=STRIPE)
    lower = 168.0 + 19 * 12
    doc.text(44, lower + 26, "特殊染色", 10, bold=True)
    y = lower + 44.0
    for name, said in (
        ("ペルオキシダーゼ染色", ("陰性", "陽性(98%)")),
        ("エステラーゼ染色", ("陰性", "弱陽性")),
        ("鉄染色", ("正常", "減少")),
        ("PAS染色", ("陰性",)),
    ):
        if rng.random() < 0.75:
            doc.text(52, y, name, 9.5)
            doc.result(190, y, R(rng.choice(said), name), 9.5)
            y += 17
    doc.text(44, y + 14, "細胞所見", 10, bold=True)
    doc.prose(
        52,
        y + 32,
        490,
        "有核細胞は軽度増加し、顆粒球系は各成熟段階に分布する。赤芽球系に明らかな異形成を認めない。巨核球の形態は保たれている。",
        size=9.5,
        step=16,
    )
    doc.text(
        551,
        806,
        f"報告者 {rng.choice(bank.TECHNICIANS)}　判読医 {rng.choice(bank.DOCTORS)}",
        9,
        align="right",
    )
    return doc.sheet()


_ALLERGENS = (
    "ヤケヒョウヒダニ", "コナヒョウヒダニ", "ハウスダスト1", "スギ", "ヒノキ", "カモガヤ", "ブタクサ", "ヨモギ",
    "シラカンバ", "アルテルナリア", "ネコ皮屑", "イヌ皮屑", "卵白", "オボムコイド", "牛乳", "カゼイン", "小麦",
    "ω-5グリアジン", "大豆", "ピーナッツ", "Ara h 2", "クルミ", "カシューナッツ", "ソバ", "エビ", "カニ", "サケ",
    "イクラ", "キウイ", "ゴマ", "ゼラチン", "ラテックス",
)  # fmt: skip
_CLASSES = ((0.35, "0"), (0.70, "1"), (3.50, "2"), (17.5, "3"), (50.0, "4"), (100.0, "5"))


def allergy(rng: Random) -> Sheet:
    """小児科の特異的IgE: two columns of allergens, each with the class before the value and a bar of signs."""
    doc = Doc(rng, LAB, size=(515.9, 728.5))
    years = rng.randint(1, 13)
    doc.person = replace(
        doc.person, birth=(doc.when - timedelta(days=365 * years + rng.randrange(300))).date()
    )
    doc.effective = day(doc.when, "dash")
    doc.text(30, 38, "アレルギー検査結果のお知らせ", 14, bold=True)
    doc.text(486, 38, f"{rng.choice(('ひだまり', 'こぐま', 'わかば'))}こどもクリニック", 10, align="right")
    doc.rule(30, 46, 486, 1)
    doc.along(30, 64, (f"診察券番号 {doc.pid()}", f"お名前 {doc.name()} ちゃん", f"{doc.sex('性')}"), size=10)
    doc.along(
        30,
        82,
        (f"生年月日 {doc.born('kanji')}（{doc.age()}歳）", f"採血日 {day(doc.when, 'kanji')}"),
        size=10,
    )
    doc.text(30, 106, "非特異的IgE", 10, bold=True)
    doc.result(120, 106, R(num(rng, 12, 980), "非特異的IgE", "IU/mL", "170以下"), 11)
    doc.text(160, 106, "IU/mL", 9)
    doc.text(210, 106, "基準値 170以下", 9)
    chosen = sorted(rng.sample(range(len(_ALLERGENS)), rng.choice((18, 22, 26))))
    half_way = len(chosen) // 2
    bars = rng.random() < 0.5
    for x, part in zip((30.0, 262.0), (chosen[:half_way], chosen[half_way:]), strict=True):
        rows: list[list[Cell] | str] = [["アレルゲン", "クラス", "測定値(UA/mL)", ""]]
        for n in part:
            name, level = _ALLERGENS[n], rng.choice((0.05, 0.1, 0.2, 0.5, 1.5, 8.0, 30.0, 70.0, 120.0))
            level *= rng.uniform(0.8, 1.2)
            grade = next((g for limit, g in _CLASSES if level < limit), "6")
            value = "<0.10" if level < 0.1 else ">100" if level > 100 else f"{level:.2f}"
            rows.append(
                [name, R(grade, f"{name} クラス"), R(value, name, "UA/mL"), "■" * int(grade) if bars else ""]
            )
        end = doc.table(
            x, 118, (92, 34, 62, 36), rows, align="lcrl", size=8.5, step=21, rules="grid", fill=PALE
        )
    doc.prose(
        30,
        end + 20,
        456,
        "クラス0は陰性、1は疑陽性、2以上は陽性です。数値が高くても食べられることがあります。自己判断で除去せず医師にご相談ください。",
        size=8.5,
        step=13,
    )
    return doc.sheet()


def _maternity_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(210, 38, "妊娠初期血液検査　結果", 14, bold=True, align="centre")
    doc.pairs(
        36,
        64,
        (
            ("ID", doc.pid()),
            ("氏名", f"{doc.name()} 様　（{doc.kana()}）"),
            ("生年月日", f"{doc.born('era')}（{doc.age()}歳）"),
            ("採血日", f"{day(doc.when, 'kanji')}　　妊娠{rng.randint(8, 13)}週{rng.randrange(7)}日"),
        ),
        size=9.5,
        step=15,
        gap=52,
        mark="：",
    )


def maternity(rng: Random) -> Sheet:
    """妊娠初期検査: label and result on one line with dotted leaders, no units' column, no table."""
    doc = Doc(rng, LAB, size=(419.5, 595.3))
    born = doc.when - timedelta(days=rng.randint(20 * 365, 42 * 365))
    if doc.person.sex == "male":
        doc.person = replace(
            doc.person, sex="female", kanji=(doc.person.kanji[0], "美月"), kana=(doc.person.kana[0], "ミヅキ")
        )
    doc.person = replace(doc.person, birth=born.date())
    doc.effective = day(doc.when, "dash")
    _maternity_head(doc)
    low = rng.random() < 0.35
    haemoglobin = num(rng, 9.2, 10.8, 1) if low else num(rng, 11.4, 13.5, 1)
    given: list[tuple[str, str, str, str, str]] = [
        ("血液型 ABO式", rng.choice(("A型", "B型", "O型", "AB型")), "", "", ""),
        ("血液型 Rh(D)", rng.choice(("陽性", "陽性", "陰性")), "", "", ""),
        ("不規則抗体", "陰性", "", "", ""),
        ("白血球", num(rng, 5200, 9800), "/μL", "3500～9100", ""),
        ("ヘモグロビン", haemoglobin, "g/dL", "11.3～15.2", "↓" if low else ""),
        ("ヘマトクリット", num(rng, 34.6, 39, 1), "%", "33.4～44.9", ""),
        ("血小板", num(rng, 16, 33, 1), "万/μL", "13.0～36.9", ""),
        ("随時血糖", num(rng, 76, 99), "mg/dL", "", ""),
        ("HBs抗原", "陰性", "", "", ""),
        ("HCV抗体", "陰性", "", "", ""),
        ("HIVスクリーニング", "陰性", "", "", ""),
        ("梅毒 RPR法", rng.choice(("陰性", "陰性", "陽性")), "", "", ""),
        ("梅毒 TPHA法", "陰性", "", "", ""),
        ("風疹HI抗体価", rng.choice(("8未満", "16", "32", "128", "256")), "倍", "", ""),
        ("HTLV-1抗体", "陰性", "", "", ""),
        ("トキソプラズマIgG", rng.choice(("6未満", "12", "160")), "IU/mL", "", ""),
        ("サイトメガロIgG", rng.choice(("陽性", "陰性")), "", "", ""),
        ("TSH", num(rng, 0.6, 3.8, 2), "μIU/mL", "0.50～5.00", ""),
        ("子宮頸部細胞診", rng.choice(("NILM", "ASC-US")), "", "", ""),
    ]
    y = 142.0
    for name, value, unit, ref, mark in given:
        if name in ("サイトメガロIgG", "TSH", "トキソプラズマIgG") and rng.random() < 0.35:
            continue
        doc.text(44, y, name, 10)
        doc.dots(48 + doc.width(name, 10), 196, y, 9)
        end = doc.result(204, y, R(value, name, unit, ref, "L" if mark else ""), 10.5)
        end += 5
        doc.text(end, y, unit, 9)
        if mark:
            doc.text(end + doc.width(unit, 9) + 6, y, mark, 10)
        doc.text(384, y, f"（{ref}）" if ref else "", 8.5, align="right")
        y += 20.5
    doc.text(36, 560, "次回健診時に医師より説明いたします。大切に保管してください。", 8.5)
    doc.text(384, 576, "つきの森レディースクリニック", 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-drug-levels-kaede", LAB, drugs),
    Family("lab-report-marrow-kaede", LAB, marrow),
    Family("lab-report-child-allergy-kaede", LAB, allergy),
    Family("lab-report-maternity-leaders-kaede", LAB, maternity),
)
