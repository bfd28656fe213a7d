"""More laboratory reports: three columns, earlier values beside, a counter's roll, cell markers, transfusion."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_a as bank
from samples.families.score.bank_a import T, some
from samples.generating.family import Family
from samples.generating.kit import B5, GREY, PALE, RED, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT


def _three_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(30, 34, "緊急検査結果報告", 14, bold=True)
    doc.text(812, 34, f"{rng.choice(bank.HOSPITALS)}　中央検査科", 10, align="right")
    doc.table(
        30,
        42,
        (60, 110, 50, 150, 40, 50, 60, 100, 60, 102),
        (
            (
                "患者番号",
                doc.pid(),
                "患者名",
                doc.name(),
                "性別",
                doc.sex(),
                "生年月日",
                doc.born("slash"),
                "依頼医",
                rng.choice(bank.DOCTORS),
            ),
            (
                "採血時刻",
                f"{day(doc.when, 'bare')} {doc.when:%H:%M}",
                "病棟",
                rng.choice(bank.WARDS),
                "年齢",
                f"{doc.age()}歳",
                "至急区分",
                "緊急",
                "検査者",
                rng.choice(bank.TECHNICIANS),
            ),
        ),
        size=9,
        step=18,
        rules="grid",
        head=0,
    )


def three(rng: Random) -> Sheet:
    """緊急検査: three narrow ruled columns on A4 across, the unit in brackets behind the name, no ranges."""
    doc = Doc(rng, LAB, size=(841.9, 595.3))
    doc.effective = moment(doc.when)
    _three_head(doc)
    columns = (
        (*bank.CBC[:8], *bank.DIFF, *some(rng, bank.COAG[:4], 2)),
        (*bank.LIVER[:10], *bank.KIDNEY[:3]),
        (*bank.SALT[:6], *bank.ENZYME[:4], *bank.SUGAR[:1], *bank.IMMUNE[:1]),
    )
    mark = rng.random() < 0.5
    for n, given in enumerate(columns):
        rows: list[list[Cell] | str] = [["項目（単位）", "結果", "判定"]]
        for test in given:
            if rng.random() < 0.1:
                continue
            value, flag = test.draw(rng, 0.35)
            label = f"{test.ja}（{test.unit}）" if test.unit else test.ja
            shown = ({"H": "↑", "L": "↓", "": ""} if mark else {"H": "H", "L": "L", "": ""})[flag]
            rows.append([label, R(value, test.ja, test.unit, "", flag), shown])
        doc.table(
            30 + 264 * n, 92, (150, 68, 36), rows, align="lrc", size=9.5, step=24, rules="grid", fill=PALE
        )
    doc.text(30, 572, "パニック値は電話にて連絡済み", 8.5)
    return doc.sheet()


def earlier(rng: Random) -> Sheet:
    """診療情報の印刷: the previous result and the one before at the right, ranges at the very left."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    doc.text(36, 36, "検査結果照会", 13, bold=True)
    doc.text(560, 36, f"出力：{rng.choice(bank.DOCTORS)}", 8, align="right", colour=GREY)
    doc.rule(36, 42, 560)
    doc.text(36, 58, f"{doc.pid()}　{doc.name()}　（{doc.kana()}）　様", 11)
    doc.text(
        36, 74, f"{doc.born('kanji')}生　{doc.age()}歳　{doc.sex('性')}　{rng.choice(bank.DEPARTMENTS)}", 9
    )
    doc.text(560, 74, f"採取日時：{day(doc.when, 'kanji')} {doc.when:%H:%M}", 9, align="right")
    before = rng.random() < 0.6
    heads: list[Cell] = ["基準範囲", "検査名称", "結果値", "", "単位", "前回値"]
    rows: list[list[Cell] | str] = [[*heads, "前々回値"] if before else heads]
    for head, given in (
        ("血算", some(rng, bank.CBC, 6)),
        ("生化学", (*some(rng, bank.LIVER, 7), *bank.KIDNEY[:2], *some(rng, bank.SALT[:5], 3))),
        ("脂質・糖代謝", (*some(rng, bank.LIPID, 2), *bank.SUGAR[:2])),
        ("腫瘍マーカー", some(rng, bank.TUMOUR, 4)),
    ):
        rows.append(head)
        for test in given:
            value, flag = test.draw(rng)
            ref = test.ref("-")
            row: list[Cell] = [ref, test.ja, R(value, test.ja, test.unit, ref, flag), flag, test.unit]
            for column in ("前回値", "前々回値")[: 2 if before else 1]:
                old = R(test.draw(rng)[0], f"{test.ja} {column}", test.unit, ref)
                row.append(old if rng.random() < 0.8 else "--")
            rows.append(row)
    widths = (90, 150, 70, 22, 64, 64, 64) if before else (90, 150, 80, 28, 96, 80)
    doc.table(
        36,
        84,
        widths,
        rows,
        align="llrclrr"[: len(widths)],
        size=9,
        step=min(18, 690 / len(rows)),
        rules="head",
        fill=STRIPE,
    )
    doc.foot(f"{rng.choice(bank.HOSPITALS)}　- 1 -")
    return doc.sheet()


_COUNTER = (
    T("WBC", "", "10^3/uL", 3.5, 9.7, 1), T("RBC", "", "10^6/uL", 3.76, 5.70, 2), T("HGB", "", "g/dL", 11.2, 18.0, 1),
    T("HCT", "", "%", 34.3, 52.0, 1), T("MCV", "", "fL", 80.0, 101.0, 1), T("MCH", "", "pg", 26.4, 34.3, 1),
    T("MCHC", "", "g/dL", 31.3, 36.1, 1), T("PLT", "", "10^3/uL", 140, 379), T("LYM%", "", "%", 18.0, 50.0, 1),
    T("MXD%", "", "%", 1.0, 15.0, 1), T("NEUT%", "", "%", 42.0, 74.0, 1), T("RDW-CV", "", "%", 11.5, 14.5, 1),
    T("PDW", "", "fL", 9.8, 18.0, 1), T("MPV", "", "fL", 9.0, 13.0, 1), T("P-LCR", "", "%", 13.0, 43.0, 1),
)  # fmt: skip


def counter(rng: Random) -> Sheet:
    """A blood counter's own roll: H and L behind the number, dashes for what failed, histograms below."""
    doc = Doc(rng, LAB, size=(226.8, 520))
    doc.font = doc.bold = "gothic"
    doc.effective = moment(doc.when)
    doc.text(12, 22, "全自動血球計数装置 KC-30", 10)
    doc.text(12, 36, f"検体番号 {rng.randrange(1, 9999):06d}", 9)
    doc.text(12, 49, f"測定 {day(doc.when, 'slash')} {doc.when:%H:%M}", 9)
    doc.text(12, 62, f"患者ID {doc.pid()}", 9)
    doc.text(12, 75, f"氏名 {doc.name()}　{doc.sex()}", 9)
    doc.rule(12, 82, 214)
    y = 96.0
    ranges = rng.random() < 0.6
    for test in _COUNTER:
        if test.ja in ("PDW", "P-LCR", "MPV") and rng.random() < 0.3:
            doc.text(12, y, test.ja, 9)
            doc.text(92, y, "----", 9, align="right")
        else:
            value, flag = test.draw(rng)
            ref = test.ref("-") if ranges else ""
            doc.text(12, y, test.ja, 9)
            doc.result(92, y, R(value, test.ja, test.unit, ref, flag), 9, "right")
            doc.text(96, y, flag, 9)
            doc.text(106, y, test.unit, 8.5)
            doc.text(214, y, ref, 8.5, align="right")
        y += 14
    for n, name in enumerate(("WBC", "RBC", "PLT")):
        x = 14 + 68 * n
        doc.text(x, y + 12, f"[{name}]", 7.5)
        doc.axes(x, y + 18, 60, 60)
        doc.curve(x, y + 18, 60, 58, [abs(rng.gauss(0.4, 0.22)) % 0.95 for _ in range(14)])
    return doc.sheet()


_MARKERS = (
    "CD1a", "CD2", "CD3", "CD4", "CD5", "CD7", "CD8", "CD10", "CD11c", "CD13", "CD14", "CD16", "CD19", "CD20",
    "CD22", "CD23", "CD25", "CD33", "CD34", "CD38", "CD41a", "CD45", "CD56", "CD79a", "CD117", "CD138", "HLA-DR",
    "κ鎖", "λ鎖", "GP-A", "TdT", "MPO",
)  # fmt: skip


def markers(rng: Random) -> Sheet:
    """細胞表面マーカー検査: markers in two columns with percents, high ones marked with a star, prose below."""
    doc = Doc(rng, LAB)
    doc.effective = day(doc.when, "dash")
    doc.text(40, 44, "造血器腫瘍細胞抗原検査（フローサイトメトリー）", 13, bold=True)
    doc.text(555, 44, rng.choice(bank.LABORATORIES), 9, align="right")
    doc.rule(40, 52, 555, 1.2)
    doc.pairs(
        40,
        70,
        (
            ("患者名", f"{doc.name()} 様"),
            ("カルテNo.", doc.pid()),
            ("性別・年齢", f"{doc.sex()}　{doc.age()}歳"),
        ),
        gap=64,
        step=15,
    )
    doc.pairs(
        310,
        70,
        (
            ("採取日", day(doc.when, "kanji0")),
            ("検査材料", rng.choice(("骨髄液", "末梢血", "リンパ節"))),
            ("ゲート", rng.choice(("CD45ゲーティング", "リンパ球領域"))),
        ),
        gap=64,
        step=15,
    )
    doc.text(40, 134, "生細胞率", 10)
    end = doc.result(140, 134, R(num(rng, 78, 99, 1), "生細胞率", "%"), 10, "right")
    doc.text(end + 4, 134, "%", 9)
    doc.text(300, 134, "解析細胞比率", 10)
    end = doc.result(430, 134, R(num(rng, 5, 88, 1), "解析細胞比率", "%"), 10, "right")
    doc.text(end + 4, 134, "%", 9)
    chosen = sorted(rng.sample(range(len(_MARKERS)), rng.choice((20, 24, 28))))
    middle = len(chosen) // 2
    for x, part in zip((40.0, 304.0), (chosen[:middle], chosen[middle:]), strict=True):
        rows: list[list[Cell] | str] = [["マーカー", "陽性率（%）", ""]]
        for n in part:
            value = rng.choice((rng.uniform(0.1, 4), rng.uniform(5, 45), rng.uniform(60, 99.5)))
            bad = value > 55
            rows.append(
                [_MARKERS[n], R(f"{value:.1f}", _MARKERS[n], "%", "", "A" if bad else ""), "*" if bad else ""]
            )
        doc.table(x, 148, (110, 90, 50), rows, align="lrc", size=9.5, step=21, rules="rows", fill=PALE)
    y = 148 + 21 * (middle + 1) + 26.0
    doc.text(40, y, "* 異常細胞集団で高率に発現", 8.5, colour=RED)
    doc.text(40, y + 26, "コメント", 10, bold=True)
    doc.prose(40, y + 44, 510, "抗原発現の解釈は臨床所見および形態診断とあわせてご判断ください。", size=9.5)
    doc.foot(f"受付No. {rng.randrange(10**9):09d}　検査責任者 {rng.choice(bank.TECHNICIANS)}", 8)
    return doc.sheet()


_BOTH = (
    ("HBs抗原", "IU/mL", 0.05, 2), ("HBs抗体", "mIU/mL", 10.0, 1), ("HBe抗原", "C.O.I.", 1.0, 1),
    ("HBe抗体", "%", 50.0, 1), ("HBc抗体", "C.O.I.", 1.0, 1), ("HCV抗体", "C.O.I.", 1.0, 1),
    ("梅毒RPR", "R.U.", 1.0, 1), ("梅毒TP抗体", "C.O.I.", 1.0, 1), ("HIV-1/2抗体", "C.O.I.", 1.0, 1),
    ("HTLV-Ⅰ抗体", "C.O.I.", 1.0, 1), ("マイコプラズマ抗体IgM", "C.O.I.", 1.0, 1), ("EBV VCA-IgG", "倍", 10, 0),
    ("水痘帯状疱疹IgG", "EIA価", 4.0, 1), ("麻疹IgG", "EIA価", 4.0, 1), ("ムンプスIgG", "EIA価", 4.0, 1),
)  # fmt: skip


def both(rng: Random) -> Sheet:
    """感染症検査報告 B5: 定性 and 定量 as columns beside each other with the unit behind, some rows with one only."""
    doc = Doc(rng, LAB, size=B5)
    doc.effective = day(doc.when, "dash")
    doc.text(30, 38, "感 染 症 検 査 報 告 書", 14, bold=True)
    doc.text(486, 38, "親展", 10, align="right", colour=RED)
    doc.rule(30, 45, 486)
    doc.pairs(
        30,
        64,
        (("受診者ID", doc.pid()), ("氏　　名", f"{doc.name()}　様"), ("生年月日", doc.born("era/"))),
        gap=62,
    )
    doc.pairs(
        290,
        64,
        (
            ("性　　別", doc.sex("性")),
            ("検体採取日", day(doc.when, "slash")),
            ("依頼医", f"{rng.choice(bank.DOCTORS)}　医師"),
        ),
        gap=66,
    )
    plus, minus = rng.choice((("(+)", "(-)"), ("陽性", "陰性")))
    rows: list[list[Cell] | str] = [["検査項目", "定性", "定量", "単位"]]
    for name, unit, cut, digits in sorted(rng.sample(_BOTH, rng.randint(9, 14)), key=_BOTH.index):
        positive = rng.random() < 0.3
        value = num(rng, *((cut * 1.2, cut * 25) if positive else (cut * 0.1, cut * 0.8)), digits)
        quality: Cell = R(plus if positive else minus, f"{name} 定性")
        quantity: Cell = R(value, f"{name} 定量", unit)
        if rng.random() < 0.2:
            rows.append([name, quality, "", ""])
        else:
            rows.append([name, quality, quantity, unit])
    end = doc.table(30, 112, (180, 90, 96, 90), rows, align="lcrl", size=10, step=23, rules="rows", fill=PALE)
    doc.text(30, end + 20, "定性：カットオフ値による判定", 8)
    doc.foot(rng.choice(bank.LABORATORIES), 9)
    return doc.sheet()


_GROUPS = {
    "A": ("4+", "0", "0", "4+"),
    "B": ("0", "4+", "4+", "0"),
    "O": ("0", "0", "4+", "4+"),
    "AB": ("4+", "4+", "0", "0"),
}


def _transfusion_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(36, 36, "輸 血 検 査 報 告 書", 14, bold=True)
    doc.text(560, 36, f"{rng.choice(bank.HOSPITALS)}　輸血部", 9, align="right")
    doc.rule(36, 43, 560, 1)
    doc.along(
        36,
        60,
        (
            f"患者ID: {doc.pid()}",
            f"氏名: {doc.name()}",
            f"性別: {doc.sex()}",
            f"生年月日: {doc.born('slash')}",
        ),
        size=10,
    )
    doc.along(
        36,
        77,
        (
            f"採血日時: {day(doc.when, 'slash')} {doc.when:%H:%M}",
            f"病棟: {rng.choice(bank.WARDS)}",
            f"検査者: {rng.choice(bank.TECHNICIANS)}",
        ),
        size=9,
    )


def transfusion(rng: Random) -> Sheet:
    """輸血検査報告書: reactions in a grid under the reagents, the group in large letters, screening as a list."""
    doc = Doc(rng, LAB, size=(595.3, 419.5))
    doc.effective = moment(doc.when)
    _transfusion_head(doc)
    group = rng.choice(("A", "A", "B", "O", "AB"))
    rh = "－" if rng.random() < 0.1 else "＋"
    heads = ("抗A", "抗B", "抗D", "Rhコントロール", "A1血球", "B血球")
    anti_a, anti_b, cell_a, cell_b = _GROUPS[group]
    reactions = (anti_a, anti_b, "4+" if rh == "＋" else "0", "0", cell_a, cell_b)
    doc.text(36, 104, "◆ 血液型", 10, bold=True)
    doc.table(
        36,
        110,
        (52, 52, 52, 84, 60, 60),
        (heads, [R(said, head) for head, said in zip(heads, reactions, strict=True)]),
        align="cccccc",
        size=9.5,
        step=20,
        rules="grid",
        fill=PALE,
    )
    doc.text(410, 124, "ABO血液型", 9)
    doc.result(490, 126, R(group, "ABO血液型"), 15)
    doc.text(410, 146, "Rh(D)", 9)
    doc.result(
        490, 148, R(f"D({rh})" if rng.random() < 0.5 else ("陽性" if rh == "＋" else "陰性"), "Rh(D)"), 13
    )
    doc.text(36, 178, "◆ 不規則抗体・その他", 10, bold=True)
    rows: list[list[Cell] | str] = [["検査項目", "結果", "備考"]]
    found = rng.random() < 0.35
    rows.append(["不規則抗体スクリーニング", R("陽性" if found else "陰性", "不規則抗体スクリーニング"), ""])
    if found:
        rows.append(
            ["同定抗体", R(rng.choice(("抗E", "抗Lea", "抗c+E", "抗M")), "同定抗体"), "過去の輸血歴あり"]
        )
        rows.append(["抗体価", R(rng.choice(("2", "4", "16")), "抗体価", "倍", post=" 倍"), ""])
    rows.append(["直接クームス試験", R(rng.choice(("陰性", "陰性", "陽性(1+)")), "直接クームス試験"), ""])
    rows.append(["間接クームス試験", R("陽性" if found else "陰性", "間接クームス試験"), ""])
    rows.append(["亜型検査", R("A1型" if group == "A" else "認めず", "亜型検査"), ""])
    doc.table(36, 184, (180, 110, 234), rows, align="lcl", size=9.5, step=19, rules="rows", fill=PALE)
    doc.text(36, 398, "輸血の際は、患者・製剤の血液型を2名で照合すること。", 8)
    return doc.sheet()


FAMILIES = (
    Family("lab-report-transfusion-kaede", LAB, transfusion),
    Family("lab-report-quality-quantity-kaede", LAB, both),
    Family("lab-report-urgent-three-columns-kaede", LAB, three),
    Family("lab-report-earlier-values-kaede", LAB, earlier),
    Family("lab-report-counter-roll-kaede", LAB, counter),
    Family("lab-report-cell-markers-kaede", LAB, markers),
)
