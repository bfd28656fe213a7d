"""Urine: words in running lines, a counter of particles, what a day's urine holds."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import MINT, Cell, Doc, R, day, moment, number
from samples.generating.family import Family
from samples.making.ink import SMALL
from samples.making.truth import Sheet

URINE = DocumentType.URINALYSIS


def _running(doc: Doc, x: float, y: float, right: float, given: list[tuple[str, R]], size: float) -> float:
    """Name, gap, result, unit, one after the other, in as many lines as it takes."""
    start = x
    for name, r in given:
        wide = doc.width(f"{name} {r.value}{r.post}", size)
        if x + wide > right:
            x, y = start, y + size * 2
        doc.text(x, y, name, size)
        x = doc.result(x + doc.width(f"{name} ", size), y, r, size) + size * 1.8
    return y


def running(rng: Random) -> Sheet:
    """A ward's slip: strip and sediment as running lines under two headings, units at the sediment only."""
    doc = Doc(rng, URINE, size=SMALL)
    doc.effective = moment(doc.when)
    doc.text(30, 38, "尿検査結果", 14, bold=True)
    doc.text(565, 38, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.along(
        30,
        60,
        [f"[{doc.pid()}]", f"{doc.name()} 様", doc.sex(), f"{doc.born('era/')} 生", rng.choice(bank.WARDS)],
        size=10,
    )
    doc.text(30, 78, f"採尿 {day(doc.when, 'slash')} {doc.when:%H:%M}　　随時尿　中間尿", 9.5)
    doc.rule(30, 86, 565)
    signs = ("(-)", "(-)", "(±)", "(1+)", "(2+)", "(3+)")
    strip = [
        ("色調", R(rng.choice(("淡黄色", "黄色", "黄褐色", "赤褐色")), "色調")),
        ("混濁", R(rng.choice(("(-)", "(1+)")), "混濁")),
        ("比重", R(number(rng, 1.004, 1.032, 3), "比重")),
        ("pH", R(rng.choice(("5.0", "5.5", "6.0", "6.5", "7.0", "7.5")), "pH")),
        *((name, R(rng.choice(signs), name)) for name in ("蛋白", "糖", "潜血", "ケトン体", "ビリルビン")),
        ("ウロビリノーゲン", R(rng.choice(("正常", "(1+)")), "ウロビリノーゲン")),
        ("亜硝酸塩", R(rng.choice(("(-)", "(1+)")), "亜硝酸塩")),
        ("白血球反応", R(rng.choice(signs), "白血球反応")),
    ]
    doc.text(30, 108, "《定性》", 11, bold=True)
    y = _running(doc, 48, 130, 560, strip, 11)
    doc.text(30, y + 32, "《沈渣》", 11, bold=True)
    sediment = []
    for name, unit in (
        ("赤血球", "/HPF"),
        ("白血球", "/HPF"),
        ("扁平上皮", "/HPF"),
        ("尿細管上皮", "/HPF"),
        ("硝子円柱", "/LPF"),
        ("顆粒円柱", "/LPF"),
    ):
        value = rng.choice(("1未満", "1-4", "5-9", "10-19", "20-29", "100以上", "50-99"))
        sediment.append((name, R(value, name, unit, post=f" {unit}")))
    sediment.append(("細菌", R(rng.choice(("(-)", "(1+)", "(2+)")), "細菌")))
    y = _running(doc, 48, y + 54, 560, sediment, 11)
    doc.rule(30, y + 20, 565)
    doc.text(30, y + 36, f"検査者 {rng.choice(bank.DOCTORS)}", 9)
    return doc.sheet()


def counted(rng: Random) -> Sheet:
    """A counter of particles in English: number per volume and the same per field, bounds, then the dipstick."""
    doc = Doc(rng, URINE, latin=True)
    doc.effective = moment(doc.when)
    doc.text(46, 48, "Urine Particle Analysis", 15, bold=True)
    doc.text(46, 62, rng.choice(bank.HOSPITALS_EN), 9)
    doc.pairs(
        340,
        46,
        (
            ("Name", doc.name(" ")),
            ("Patient no.", doc.pid()),
            ("Birth date", f"{doc.born('dash')}   {doc.sex('letter')}"),
            ("Sampled", f"{day(doc.when, 'dash')} {doc.when:%H:%M}"),
        ),
        gap=70,
        step=13,
    )
    rows: list[list[Cell] | str] = [["Particle", "Result", "Units", "Flag", "Reference", "Converted", ""]]
    for name, top, bound in (
        ("RBC", 220, 25),
        ("WBC", 400, 20),
        ("Epithelial cells", 60, 12),
        ("Casts", 6, 2),
        ("Bacteria", 3000, 130),
        ("Yeast", 30, 10),
    ):
        count = rng.uniform(0, top if rng.random() < 0.4 else bound)
        flag = "H" if float(f"{count:.1f}") > bound else ""
        field = "/LPF" if name == "Casts" else "/HPF"
        many = count * (2.9 if name == "Casts" else 0.18)
        rows.append(
            [
                name,
                R(f"{count:.1f}", name, "/µL", f"0.0-{bound:.1f}", flag),
                "/µL",
                flag,
                f"0.0-{bound:.1f}",
                R(f"{many:.1f}", f"{name} Converted", field),
                field,
            ]
        )
    end = doc.table(46, 110, (120, 70, 50, 40, 90, 75, 58), rows, align="lrlclrl", step=20, rules="head")
    doc.text(46, end + 28, "Dipstick", 12, bold=True)
    strip = (
        ("Specific gravity", number(rng, 1.003, 1.03, 3)),
        ("pH", rng.choice(("5.0", "6.0", "6.5", "7.0"))),
        ("Protein", rng.choice(("neg", "trace", "1+", "2+"))),
        ("Glucose", rng.choice(("normal", "1+", "3+"))),
        ("Ketones", rng.choice(("neg", "1+"))),
        ("Blood", rng.choice(("neg", "1+", "3+"))),
        ("Nitrite", rng.choice(("neg", "pos"))),
        ("Leucocyte esterase", rng.choice(("neg", "1+", "2+"))),
    )
    for n, (name, value) in enumerate(strip):
        x, y = 56 + n % 2 * 240, end + 50 + n // 2 * 19
        doc.text(x, y, name, 10)
        doc.result(x + 130, y, R(value, name), 10)
    doc.text(46, 800, "Converted values are calculated per field of view and are not measured.", 8)
    return doc.sheet()


def collected(rng: Random) -> Sheet:
    """What 24 hours of urine hold: concentration and amount a day in two columns, clearance below."""
    doc = Doc(rng, URINE)
    start = doc.when.replace(hour=7, minute=0)
    end_at = start + timedelta(days=1)
    doc.effective = moment(end_at)
    doc.text(297, 50, "蓄尿検査（24時間）報告書", 15, bold=True, align="centre")
    doc.ink.box(50, 62, 545, 116, width=0.8)
    doc.along(58, 80, [f"登録番号　{doc.pid()}", f"氏名　{doc.name()}", f"性別　{doc.sex()}"], size=10)
    doc.along(
        58, 102, [f"生年月日　{doc.born('era')}", f"年齢　{doc.age()}歳", rng.choice(bank.HOSPITALS)], size=10
    )
    doc.text(50, 140, f"蓄尿開始　{day(start, 'slash')} {start:%H:%M}", 10)
    doc.text(50, 156, f"採取日時　{day(end_at, 'slash')} {end_at:%H:%M}", 10)
    volume = rng.randrange(620, 2600, 10)
    doc.text(330, 140, "尿量", 10)
    doc.result(400, 140, R(str(volume), "尿量", "mL/日", post=" mL/日"), 10)
    doc.text(330, 156, "尿比重", 10)
    doc.result(400, 156, R(number(rng, 1.006, 1.026, 3), "尿比重"), 10)
    rows: list[list[Cell]] = [["項目", "測定値", "単位", "1日量", "単位", "1日量基準値"]]
    for name, low, high, digits, unit, per, factor, more, ref in (
        ("尿蛋白", 2, 180, 0, "mg/dL", "g/日", 1e-5, 2, "0.15以下"),
        ("尿アルブミン", 4, 300, 1, "mg/L", "mg/日", 1e-3, 1, "30未満"),
        ("尿糖", 2, 60, 0, "mg/dL", "g/日", 1e-5, 2, "0.04-0.09"),
        ("尿クレアチニン", 40, 150, 1, "mg/dL", "g/日", 1e-5, 2, "0.5-1.5"),
        ("尿素窒素", 300, 900, 0, "mg/dL", "g/日", 1e-5, 1, "6.5-13.0"),
        ("尿酸", 20, 70, 1, "mg/dL", "g/日", 1e-5, 2, "0.4-0.8"),
        ("ナトリウム", 40, 180, 0, "mEq/L", "mEq/日", 1e-3, 0, "70-250"),
        ("カリウム", 15, 70, 1, "mEq/L", "mEq/日", 1e-3, 1, "25-100"),
        ("カルシウム", 3, 20, 1, "mg/dL", "g/日", 1e-5, 2, "0.1-0.3"),
    ):
        value = rng.uniform(low, high)
        rows.append(
            [
                name,
                R(f"{value:.{digits}f}", name, unit),
                unit,
                R(f"{value * volume * factor:.{more}f}", f"{name} 1日量", per, ref),
                per,
                ref,
            ]
        )
    y = doc.table(
        50, 172, (120, 75, 65, 75, 65, 95), rows, align="lrlrlc", size=10, step=24, rules="grid", fill=MINT
    )
    for name, low, high, unit in (
        ("クレアチニンクリアランス", 32, 128, "mL/分"),
        ("推定食塩摂取量", 3.8, 13.5, "g/日"),
    ):
        y += 28
        doc.text(56, y, name, 10.5)
        doc.result(240, y, R(number(rng, low, high, 1), name, unit, post=f" {unit}"), 10.5)
    doc.seals(545, 740, (("承認", rng.choice(bank.DOCTORS)), ("検査", rng.choice(bank.DOCTORS))))
    doc.text(50, y + 40, "蓄尿中の尿もれ・捨て忘れがある場合、1日量は参考値となります。", 8.5)
    return doc.sheet()


FAMILIES = (
    Family("urinalysis-running", URINE, running),
    Family("urinalysis-counted", URINE, counted, "en"),
    Family("urinalysis-collected", URINE, collected),
)
