"""Laboratory results: what reference laboratories and hospitals print of one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.bank import Analyte, measured, some
from samples.families.practice5.kit import BLUE, RED, SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT


def commissioned(rng: Random) -> Sheet:
    """A reference laboratory's sheet for a practice: two halves of rows, the mark before the result."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    _to_practice(doc)
    rows = (
        some(rng, bank.BLOOD, 6)
        + some(rng, bank.LIVER, 8)
        + some(rng, bank.KIDNEY, 6)
        + some(rng, bank.FAT, 4)
    )
    rows += some(rng, bank.OTHERS, 3)
    half = (len(rows) + 1) // 2
    odd = rng.randrange(len(rows))
    for side, part in enumerate((rows[:half], rows[half:])):
        body: list[list[Cell]] = [["検査項目", "", "結 果", "単位", "基準値"]]
        for n, a in enumerate(part):
            body.append(_marked(doc, a, side * half + n == odd))
        doc.table(
            40 + side * 259,
            144,
            (84, 16, 46, 44, 66),
            body,
            align="lcrlc",
            size=8,
            step=17,
            rules="rows",
            fill=SHADE,
        )
    end = 144 + 17 * (half + 1)
    doc.text(
        42,
        end + 16,
        "【記号】 H：基準値より高値　L：基準値より低値　　基準値は性別により表示しています。",
        7.5,
    )
    doc.text(
        42, end + 29, f"コメント：{rng.choice(('溶血（弱）を認めます。', '乳び検体です。', '特になし'))}", 7.5
    )
    doc.text(555, 815, "1 / 1 頁", 7.5, align="right")
    return doc.sheet()


def _to_practice(doc: Doc) -> None:
    rng = doc.rng
    taken = day(doc.when, "era.")
    doc.text(297, 44, "臨 床 検 査 報 告 書", 16, bold=True, align="centre")
    doc.text(40, 70, f"{rng.choice(bank.HOSPITALS)}　御中", 10)
    doc.text(555, 70, rng.choice(bank.LABS), 9, align="right")
    doc.text(555, 83, f"検査責任者　{rng.choice(bank.DOCTORS)}", 8, align="right")
    doc.ink.box(40, 92, 555, 132)
    doc.ink.line(40, 112, 555, 112, 0.4)
    doc.along(
        46,
        106,
        [
            f"患者ID {doc.pid()}",
            f"患者名 {doc.name(rng.choice((' ', '　')))} 様",
            f"性別 {doc.sex()}",
            f"{doc.age()}歳",
        ],
    )
    later = day(doc.when + timedelta(days=1), "era.")
    doc.along(
        46,
        126,
        [
            f"生年月日 {doc.born('era.')}",
            f"採取日 {taken}",
            f"報告日 {later}",
            f"受付番号 {rng.randrange(10**5)}",
        ],
        gap=12,
    )


def _marked(doc: Doc, a: Analyte, odd: bool) -> list[Cell]:
    sex = doc.person.sex
    ref, unit = a.span(sex, "～"), a.unit
    if odd:
        said = doc.rng.choice(("測定不能", "再検", f"{a.text(a.high / 50 or 0.1)}未満"))
        return [a.ja, "", R(said, a.ja, unit, ref), unit, ref]
    value, flag = measured(doc.rng, a, sex)
    return [a.ja, flag, R(value, a.ja, unit, ref, flag), unit, ref]


def _compared(doc: Doc) -> list[list[Cell] | str]:
    """Now and last time, with marks of this sheet's kind."""
    rng = doc.rng
    groups = (
        ("血球", bank.BLOOD, 6),
        ("肝機能", bank.LIVER, 6),
        ("腎機能", bank.KIDNEY[:3], 2),
        ("脂質・糖", bank.FAT, 5),
    )
    rows: list[list[Cell] | str] = [
        ["", "検査項目", "単位", "今回", "", "前回", "基準値（男）", "基準値（女）"]
    ]
    up, down = rng.choice((("↑", "↓"), ("H", "L"), ("高", "低"), ("▲", "▼")))
    for group, analytes, least in groups:
        for n, a in enumerate(some(rng, analytes, least)):
            value, flag = measured(rng, a, doc.person.sex)
            before, _ = measured(rng, a, doc.person.sex)
            ref = a.span(doc.person.sex, " ～ ")
            mark = {"H": up, "L": down, "": ""}[flag]
            last: Cell = R(before, f"{a.ja} 前回", a.unit, ref) if rng.random() < 0.85 else "―"
            rows.append(
                [
                    group if n == 0 else "",
                    a.ja,
                    a.unit,
                    R(value, a.ja, a.unit, ref, flag, colour=RED if flag else (0, 0, 0)),
                    mark,
                    last,
                    a.span("male", " ～ "),
                    a.span("female", " ～ "),
                ]
            )
    return rows


def sexes(rng: Random) -> Sheet:
    """A health check-up's list: group at the left, now and last time, bounds for men and for women."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 48, "健康診断　血液検査結果のお知らせ", 15, bold=True)
    doc.rule(40, 55, 555, 1.5)
    doc.pairs(
        40,
        74,
        (
            ("氏　名", f"{doc.name()}"),
            ("生年月日", f"{doc.born('kanji')}（{doc.age()}歳）"),
            ("性　別", doc.sex("性")),
        ),
        gap=58,
    )
    doc.pairs(
        330,
        74,
        (
            ("受診日", day(doc.when, "kanji")),
            ("受診者番号", doc.pid()),
            ("健診機関", rng.choice(bank.HOSPITALS)),
        ),
        gap=58,
    )
    rows = _compared(doc)
    end = doc.table(
        40,
        122,
        (58, 104, 52, 50, 20, 50, 90, 90),
        rows,
        align="lllrcrcc",
        size=8.5,
        step=17,
        rules="grid",
        fill=SHADE,
    )
    doc.text(40, end + 20, "医師所見", 9, bold=True)
    doc.prose(
        40,
        end + 35,
        500,
        rng.choice(
            (
                "脂質の値がやや高めです。食事と運動を見直し、次回の健診で経過をみましょう。",
                "今回の検査では治療を要する異常はありません。引き続き健康管理に努めてください。",
            )
        ),
        size=8.5,
    )
    doc.text(555, end + 66, f"判定医師　{rng.choice(bank.DOCTORS)}　㊞", 9, align="right")
    return doc.sheet()


def slip(rng: Random) -> Sheet:
    """A consulting room's slip on half a sheet: dotted leaders, no units, no bounds."""
    doc = Doc(rng, LAB, size=SMALL)
    doc.effective = moment(doc.when)
    doc.text(30, 34, f"{rng.choice(bank.HOSPITALS)}", 9)
    doc.text(30, 52, "至急検査結果", 14, bold=True)
    doc.text(565, 34, f"印刷 {day(doc.when, 'slash')} {doc.when.hour + 1}:15", 8, align="right")
    doc.along(
        150,
        52,
        [f"{doc.pid()}", f"{doc.name(' ')} 殿", doc.sex(), f"{doc.age()}才", f"{doc.born('era/')}生"],
        size=10,
    )
    doc.along(
        30,
        72,
        [
            f"採血日時：{day(doc.when, 'slash')} {doc.when:%H:%M}",
            f"依頼科：{rng.choice(bank.WARDS)}",
            f"依頼医：{rng.choice(bank.DOCTORS)}",
        ],
    )
    doc.rule(30, 78, 565)
    chosen = (
        some(rng, bank.BLOOD, 5)
        + some(rng, bank.CLOTTING, 1)
        + some(rng, bank.LIVER, 6)
        + some(rng, bank.KIDNEY, 6)
    )
    chosen += [bank.OTHERS[0]]
    per = -(-len(chosen) // 3)
    doc.bold, style = doc.font, rng.choice(("after", "before"))
    for n, a in enumerate(chosen):
        x, y = 34 + n // per * 182, 98 + n % per * 20
        value, flag = measured(rng, a, doc.person.sex)
        if a.short == "CRP" and rng.random() < 0.4:
            value, flag = "<0.02", ""
        if flag and rng.random() < 0.12:
            flag = "A"
        mark = {"H": "H", "L": "L", "A": "*", "": ""}[flag]
        doc.text(x, y, a.short, 10)
        start, stop = x + doc.width(a.short, 10) + 3, x + 112 - doc.width(value, 10) - 14
        doc.text(start, y, "." * int((stop - start) / doc.width(".", 10)), 10)
        doc.result(x + 112, y, R(value, a.short, "", "", flag), 10, "right")
        if mark:
            doc.text(x + (116 if style == "after" else 101 - doc.width(value, 10)), y, mark, 10)
    doc.rule(30, 98 + per * 20 - 8, 565)
    doc.text(30, 98 + per * 20 + 6, "H:高値 L:低値 *:要確認　 緊急検査のため未承認の値を含みます", 8)
    return doc.sheet()


def _sections(doc: Doc) -> list[list[Cell] | str]:
    rng = doc.rng
    rows: list[list[Cell] | str] = [["Test", "Result", "Flag", "Units", "Reference interval"]]
    sections = (
        ("HEMATOLOGY", bank.BLOOD, 6),
        ("CHEMISTRY", bank.LIVER, 5),
        ("RENAL / ELECTROLYTES", bank.KIDNEY, 6),
        ("IMMUNOLOGY", bank.OTHERS, 3),
    )
    for title, analytes, least in sections:
        rows.append(title)
        for a in some(rng, analytes, least):
            value, flag = measured(rng, a, doc.person.sex)
            ref = a.span(doc.person.sex, " - ", "< {}")
            if a.low is None and rng.random() < 0.4:
                value, flag = f"<{a.text(a.high / 20)}" if a.digits > 1 else "<0.5", ""
            unit = a.unit.replace("秒", "s")
            rows.append([f"  {a.en}", R(value, a.en, unit, ref, flag), flag, unit, ref])
    for name in ("HBs antigen", "HCV antibody"):
        rows.append(
            [
                f"  {name}",
                R("Negative" if rng.random() < 0.9 else "Positive", name, "", "Negative"),
                "",
                "",
                "Negative",
            ]
        )
    return rows


def english(rng: Random) -> Sheet:
    """An international clinic's report in English, sections, flags after the result."""
    doc = Doc(rng, LAB, latin=True)
    doc.effective = moment(doc.when)
    doc.text(42, 46, rng.choice(bank.HOSPITALS_EN), 13, bold=True)
    doc.text(42, 60, "Department of Laboratory Medicine", 9)
    doc.text(553, 46, "FINAL REPORT", 11, bold=True, align="right")
    doc.rule(42, 68, 553, 1)
    doc.pairs(
        42,
        84,
        (
            ("Patient", doc.name(", ")),
            ("MRN", doc.pid()),
            ("DOB / Sex", f"{doc.born('en')} / {doc.sex('letter')}"),
        ),
        gap=70,
        mark=":",
    )
    doc.pairs(
        310,
        84,
        (
            ("Collected", f"{day(doc.when, 'en')} {doc.when:%H:%M}"),
            ("Received", f"{day(doc.when, 'en')} {doc.when.hour}:59"),
            ("Ordered by", rng.choice(bank.DOCTORS_EN)),
        ),
        gap=70,
        mark=":",
    )
    rows = _sections(doc)
    end = doc.table(42, 124, (170, 80, 40, 90, 131), rows, align="lrcll", size=9, step=15.5, rules="head")
    doc.prose(
        42,
        end + 16,
        500,
        "H = above, L = below the reference interval of this laboratory. Results relate only to the sample received.",
        size=7.5,
        step=10,
    )
    return doc.sheet()


def bracketed(rng: Random) -> Sheet:
    """A hospital's order-by-order print: units in brackets behind the name, bounds in words, comments below rows."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    doc.text(40, 42, f"検査結果照会　［{rng.choice(bank.WARDS)}］", 12, bold=True)
    doc.text(555, 42, f"{rng.choice(bank.HOSPITALS)}", 8, align="right")
    doc.ink.box(330, 52, 555, 102)
    doc.text(336, 65, f"ID：{doc.pid()}", 9)
    doc.text(336, 80, f"{doc.name()}　様　（{doc.sex()}）", 11)
    doc.text(336, 95, f"{doc.born('dot')} 生　{doc.age()}歳", 9)
    doc.text(40, 66, f"検体採取　{day(doc.when, 'kanji0')} {doc.when:%H:%M}", 9)
    doc.text(40, 81, f"オーダ番号　{rng.randrange(10**9, 10**10)}", 9)
    doc.text(40, 96, f"検体材料　血清／全血　　依頼医　{rng.choice(bank.DOCTORS)}", 9)
    y = 112.0
    for title, analytes, least in (
        ("血算", bank.BLOOD, 6),
        ("凝固", bank.CLOTTING, 3),
        ("生化学", bank.LIVER + bank.KIDNEY, 12),
        ("免疫", bank.OTHERS, 3),
    ):
        rows: list[list[Cell] | str] = [[f"■ {title}", "結果値", "異常", "基準範囲"]]
        rows += [_worded(doc, a) for a in some(rng, analytes, least)]
        if title == "血算" and rng.random() < 0.7:
            rows.append(["　※ 血小板凝集あり、参考値", "", "", ""])
        if title == "免疫":
            rows.append(["梅毒RPR", R(rng.choice(("(-)", "(1+)")), "梅毒RPR", "", "(-)"), "", "(-)"])
        y = (
            doc.table(
                40, y, (190, 80, 45, 200), rows, align="lrcl", size=8.5, step=14, rules="frame", fill=SHADE
            )
            + 6
        )
    doc.text(40, y + 10, "異常欄　H：高値　L：低値　!：パニック値", 7.5)
    return doc.sheet()


def _worded(doc: Doc, a: Analyte) -> list[Cell]:
    rng, sex = doc.rng, doc.person.sex
    label = f"{a.short} [{a.unit}]" if a.unit else a.short
    ref = a.span(sex, "～", rng.choice(("{}以下", "{}未満")))
    shown = f"男 {a.span('male', '～')}　女 {a.span('female', '～')}" if a.women else ref
    value, flag = measured(rng, a, sex)
    r = R(value, a.short, a.unit, ref, flag)
    mark = flag
    if rng.random() < 0.05:
        r, mark = R("検体不良", a.short, a.unit, ref), ""
    elif a.low is None and rng.random() < 0.3:
        r, mark = R(f"{a.text(a.high / 5)}未満", a.short, a.unit, ref), ""
    elif flag and rng.random() < 0.1:
        r, mark = replace(r, flag="A"), "!"
    return [f"　{label}", r if r.flag == "" else replace(r, colour=RED if flag == "H" else BLUE), mark, shown]


FAMILIES = (
    Family("lab-report-commissioned", LAB, commissioned),
    Family("lab-report-sexes", LAB, sexes),
    Family("lab-report-slip", LAB, slip),
    Family("lab-report-english", LAB, english, "en"),
    Family("lab-report-bracketed", LAB, bracketed),
)
