"""Urinalysis: an analyser's strip of paper, a hospital's sheet in two blocks, a clinic's follow-up."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

URINE = DocumentType.URINALYSIS
_PAPER = (240.0, 430.0)


def _grade(rng: Random) -> str:
    return rng.choice(("(-)", "(-)", "(-)", "(-)", "(±)", "(1+)", "(2+)", "(3+)"))


def paper(rng: Random) -> Sheet:
    """What a strip reader prints: number and time, a star before what is abnormal."""
    doc = Doc(rng, URINE, size=_PAPER)
    doc.font = doc.bold = rng.choice(("gothic", "mincho"))
    doc.effective = moment(doc.when)
    doc.text(24, 34, "URINE ANALYZER  KU-720", 10)
    doc.text(24, 50, f"測定日時 {day(doc.when, 'slash')} {doc.when:%H:%M}", 9.5)
    doc.text(24, 64, f"測定番号 {rng.randrange(1, 200):04d}", 9.5)
    doc.text(24, 78, f"患者ID   {doc.pid()}", 9.5)
    if rng.random() < 0.5:
        doc.text(24, 92, f"氏名     {doc.name(' ')}", 9.5)
    doc.text(24, 106, "-" * 38, 9.5)
    y = 124.0
    for name in ("GLU", "PRO", "BIL", "URO", "PH", "S.G.", "BLD", "KET", "NIT", "LEU"):
        said = _grade(rng)
        if name == "PH":
            said = rng.choice(("5.0", "5.5", "6.0", "6.5", "7.0", "7.5"))
        elif name == "S.G.":
            said = f"1.0{rng.randrange(5, 31):02d}"
        elif name == "URO":
            said = rng.choice(("NORMAL", "NORMAL", "(1+)", "(2+)"))
        odd = said.endswith("+)")
        if odd:
            doc.text(26, y, "*", 10.5)
        doc.text(42, y, name, 10.5)
        doc.result(110, y, R(said, name, flag="A" if odd else ""), 10.5)
        y += 20
    doc.text(42, y, "色調", 10.5)
    doc.result(110, y, R(rng.choice(("黄色", "淡黄色", "黄褐色", "麦わら色")), "色調"), 10.5)
    doc.text(42, y + 20, "混濁", 10.5)
    doc.result(110, y + 20, R(_grade(rng), "混濁"), 10.5)
    doc.text(24, y + 40, "-" * 38, 9.5)
    doc.text(24, y + 54, "* : 異常値", 9)
    return doc.sheet()


_QUALITATIVE = (
    ("色調", "", "淡黄色～黄色"),
    ("混濁", "", "(-)"),
    ("比重", "", "1.005～1.030"),
    ("pH", "", "5.0～7.5"),
    ("蛋白", "", "(-)～(±)"),
    ("糖", "", "(-)"),
    ("ケトン体", "", "(-)"),
    ("潜血", "", "(-)"),
    ("ウロビリノーゲン", "", "(±)"),
    ("ビリルビン", "", "(-)"),
    ("亜硝酸塩", "", "(-)"),
    ("白血球反応", "", "(-)"),
)
_SEDIMENT = ("赤血球", "白血球", "扁平上皮", "尿細管上皮", "硝子円柱", "顆粒円柱", "細菌", "真菌")


def beside(rng: Random) -> Sheet:
    """Strip and sediment beside each other, the unit in the result's own cell."""
    doc = Doc(rng, URINE)
    doc.effective = moment(doc.when)
    doc.text(297, 44, "尿一般検査報告書", 15, bold=True, align="centre")
    doc.table(
        40,
        60,
        (60, 110, 60, 160, 50, 75),
        [
            ["患者ＩＤ", doc.pid(), "患者氏名", doc.name(), "性別", doc.sex("性")],
            [
                "生年月日",
                doc.born("era"),
                "採尿日時",
                f"{day(doc.when, 'kanji0')} {doc.when:%H時%M分}",
                "年齢",
                f"{doc.age()}歳",
            ],
            [
                "診療科",
                rng.choice(bank.WARDS),
                "検査材料",
                rng.choice(("随時尿", "早朝尿", "カテーテル尿")),
                "担当",
                rng.choice(bank.DOCTORS),
            ],
        ],
        size=9,
        step=18,
        rules="grid",
        head=0,
    )
    doc.text(40, 138, "【尿定性】", 10, bold=True)
    doc.text(320, 138, "【尿沈渣（鏡検）】", 10, bold=True)
    rows: list[list[Cell]] = [["検査項目", "結果", "基準値"]]
    for name, unit, ref in _QUALITATIVE:
        said = {
            "色調": rng.choice(("黄色", "淡黄色", "褐色")),
            "比重": f"1.0{rng.randrange(5, 31):02d}",
            "pH": rng.choice(("5.5", "6.0", "6.5", "7.0")),
            "ウロビリノーゲン": rng.choice(("(±)", "(±)", "(1+)")),
        }.get(name, _grade(rng))
        rows.append([name, R(said, name, unit, ref), ref])
    doc.table(40, 146, (110, 60, 90), rows, align="lcc", size=9, step=18, rules="grid", fill=SHADE)
    counts: list[list[Cell]] = [["項目", "結果"]]
    for name in _SEDIMENT:
        if name in ("細菌", "真菌"):
            counts.append([name, R(_grade(rng), name)])
            continue
        unit = "/LPF" if "円柱" in name else "/HPF"
        said = rng.choice(("<1", "1～4", "5～9", "10～19", "20～29", "50～99", ">=100"))
        counts.append([name, R(said, name, unit, post=unit)] if rng.random() < 0.85 else [name, ""])
    end = doc.table(320, 146, (110, 125), counts, align="lr", size=9, step=18, rules="grid", fill=SHADE)
    doc.text(320, end + 18, "HPF：強拡大(400倍)　LPF：弱拡大(100倍)", 7.5)
    doc.text(40, 402, f"備考　{rng.choice(('月経中との申告あり', '検体量少量', ''))}", 9)
    return doc.sheet()


def follow(rng: Random) -> Sheet:
    """A kidney clinic's follow-up: rows of urine tests, visits across, dates with two digits of the year."""
    doc = Doc(rng, URINE)
    visits = [doc.when - timedelta(days=28 * n) for n in range(rng.randint(3, 5))]
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 44, rng.choice(bank.HOSPITALS), 10)
    doc.text(40, 64, "尿検査 経過表", 14, bold=True)
    doc.text(300, 52, f"{doc.name()} さん（{doc.sex()}・{doc.age()}歳）", 10)
    doc.text(300, 66, f"診察券番号 {doc.pid()}　{doc.born('dot')}生", 9)
    rows: list[list[Cell] | str] = [["項目", "単位", *(day(v, "short") for v in visits)]]
    given = (
        ("尿蛋白定性", ""),
        ("尿潜血", ""),
        ("尿糖", ""),
        ("尿蛋白定量", "mg/dL"),
        ("尿クレアチニン", "mg/dL"),
        ("尿蛋白/Cr比", "g/gCr"),
        ("尿アルブミン", "mg/gCr"),
        ("尿中赤血球", "/HPF"),
        ("尿中白血球", "/HPF"),
        ("尿中Na", "mEq/L"),
    )
    for name, unit in given:
        cells: list[Cell] = []
        for v in visits:
            said = {
                "": rng.choice(("(-)", "(-)", "±", "1+", "2+", "3+")),
                "mg/dL": str(rng.randrange(8, 220)),
                "g/gCr": f"{rng.uniform(0.05, 2.5):.2f}",
                "mg/gCr": f"{rng.uniform(5, 400):.1f}",
                "mEq/L": str(rng.randrange(40, 180)),
                "/HPF": rng.choice(("1未満", "1-4", "5-9", "10-19", "20-29")),
            }[unit]
            shown = rng.random() < 0.9
            cells.append(R(said, name, unit, "", "", v.strftime("%Y-%m-%d")) if shown else "")
        rows.append([name, unit, *cells])
    end = doc.table(
        40,
        84,
        (110, 70, *(66 for _ in visits)),
        rows,
        align="ll" + "r" * len(visits),
        size=9.5,
        step=20,
        rules="rows",
    )
    doc.text(40, end + 18, "次回予約までに蓄尿検査の予定です。塩分は1日6g未満を目標に。", 9)
    return doc.sheet()


FAMILIES = (
    Family("urinalysis-paper", URINE, paper),
    Family("urinalysis-beside", URINE, beside),
    Family("urinalysis-follow", URINE, follow),
)
