"""Ultrasound: two transthoracic reports in Japanese, the arteries of the neck, an English page, the belly."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.families.score.bank_b import M
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

ECHO = DocumentType.ECHOCARDIOGRAPHY
Rows = list[list[Cell] | str]
_LV = (
    M("AoD", "mm", 20, 37), M("LAD", "mm", 24, 40), M("IVST", "mm", 7, 11, 1), M("PWT", "mm", 7, 11, 1),
    M("LVDd", "mm", 39, 55), M("LVDs", "mm", 22, 40), M("EF(Teich)", "%", 55, 77), M("EF(MOD)", "%", 55, 75),
    M("%FS", "%", 28, 44), M("LVMI", "g/m²", 50, 115), M("LAVI", "mL/m²", 16, 34), M("IVC径", "mm", 8, 20),
)  # fmt: skip
_FLOW = (
    M("E波", "cm/s", 50, 100), M("A波", "cm/s", 45, 95), M("E/A", "", 0.8, 1.5, 2), M("DcT", "ms", 150, 240),
    M("e'(中隔)", "cm/s", 7.0, 12.0, 1), M("E/e'", "", 5.0, 14.0, 1), M("TRPG", "mmHg", 12, 30), M("TAPSE",
        "mm", 17, 26),
    M("推定RVSP", "mmHg", 18, 35), M("AV Vmax", "m/s", 0.9, 1.8, 2), M("LVOT VTI", "cm", 17, 24, 1),
)  # fmt: skip
_ENDS = (
    "左室収縮能は保たれています", "左室壁運動に局所的な異常を認めません", "左室拡張能低下（グレードI）を認めます",
    "左房拡大を認めます", "中等度の僧帽弁逆流を認めます", "肺高血圧を示唆する所見を認めません",
    "大動脈弁硬化を認めますが狭窄はありません", "心嚢液貯留を認めません",
)  # fmt: skip


def columns(rng: Random) -> Sheet:
    """心臓超音波検査報告書: measures in three columns of label, value and unit, valves as a table, conclusions."""
    doc = Doc(rng, ECHO)
    doc.effective = day(doc.when, "dash")
    doc.text(36, 42, "心臓超音波検査 報告書", 15, bold=True)
    doc.text(560, 42, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.rule(36, 50, 560, 1)
    doc.along(36, 66, [f"患者ID {doc.pid()}", f"氏名 {doc.name()}", f"{doc.sex('性')}", f"{doc.age()}歳",
                       f"生年月日 {doc.born('slash')}"], size=9.5, gap=14)  # fmt: skip
    doc.text(
        36,
        82,
        f"検査日 {day(doc.when, 'slash')}　依頼科 {rng.choice(bank.DEPARTMENTS)}　検者 {rng.choice(bank.STAFF)}",
        9.5,
    )
    tall, heavy = rng.uniform(148, 178), rng.uniform(42, 82)
    doc.text(36, 108, "■ 体格", 10, bold=True)
    x, y = 50.0, 108.0
    for label, value, unit in (
        ("身長", f"{tall:.1f}", "cm"), ("体重", f"{heavy:.1f}", "kg"),
        ("BSA", f"{0.007184 * tall**0.725 * heavy**0.425:.2f}", "m²"), ("血圧",
        f"{rng.randint(98, 158)}/{rng.randint(52, 92)}", "mmHg"),
    ):  # fmt: skip
        doc.text(x, y + 17, label, 9)
        end = doc.result(x + 32, y + 17, R(value, label, unit), 9)
        doc.text(end + 3, y + 17, unit, 9)
        x += 125
    y += 44
    for head, tests in (("■ Mモード・Bモード計測", _LV), ("■ ドプラ計測", _FLOW)):
        doc.text(36, y, head, 10, bold=True)
        kept = [t for t in tests if rng.random() < 0.92]
        high = (len(kept) + 2) // 3
        for n, test in enumerate(kept):
            value, _ = test.draw(rng)
            cx, cy = 50 + 172 * (n // high), y + 17 + 16 * (n % high)
            doc.text(cx, cy, test.name, 9)
            doc.result(cx + 94, cy, R(value, test.name, test.unit), 9, "right")
            doc.text(cx + 98, cy, test.unit, 9)
        y += 17 + 16 * high + 12
    doc.text(36, y, "■ 弁膜", 10, bold=True)
    rows: Rows = [["", "狭窄", "逆流", "石灰化"]]
    for valve in ("大動脈弁", "僧帽弁", "三尖弁", "肺動脈弁"):
        rows.append([
            valve,
            R(rng.choice(("なし", "なし", "軽度")), f"{valve} 狭窄"),
            R(rng.choice(("なし", "trivial", "mild", "moderate")), f"{valve} 逆流"),
            R(rng.choice(("なし", "あり")), f"{valve} 石灰化") if rng.random() < 0.8 else "－",
        ])  # fmt: skip
    y = (
        doc.table(
            50, y + 8, (110, 110, 110, 110), rows, rules="grid", size=9, step=17, align="lccc", fill=PALE
        )
        + 24
    )
    doc.text(36, y, "■ 結論", 10, bold=True)
    y += 17
    for n, said in enumerate(rng.sample(_ENDS, rng.randint(3, 4))):
        y = doc.statement(50, y, 500, said + "。", "結論", size=9.5, step=16, number=f"{n + 1})")
    doc.text(560, y + 20, f"報告医　{rng.choice(bank.STAFF_FULL)}", 9.5, align="right")
    return doc.sheet()


def ranged(rng: Random) -> Sheet:
    """心エコー計測結果: two ruled tables side by side with ranges and arrows, wall motion in words, 所見 as lines."""
    doc = Doc(rng, ECHO)
    doc.effective = moment(doc.when)
    doc.text(297, 40, "心 エ コ ー 検 査 結 果", 14, bold=True, align="centre")
    doc.table(
        36, 52, (56, 118, 56, 118, 56, 120),
        [["ID番号", doc.pid(), "氏名", doc.name(), "検査日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"],
         ["性別", doc.sex(), "生年月日", doc.born("slash"), "体表面積", R(num(rng, 1.38, 1.95, 2), "体表面積",
             "m²", post=" m²")]],
        rules="grid", head=0, size=8.5, step=18,
    )  # fmt: skip
    ends = []
    for n, (head, tests) in enumerate((("左室・左房", _LV), ("ドプラ", _FLOW))):
        rows: Rows = [[head, "実測値", "", "正常値"]]
        for test in tests:
            value, flag = test.draw(rng, 0.3)
            ref = test.ref("-")
            label = f"{test.name} ({test.unit})" if test.unit else test.name
            rows.append(
                [label, R(value, test.name, test.unit, ref, flag), {"H": "↑", "L": "↓", "": ""}[flag], ref]
            )
        ends.append(doc.table(36 + 266 * n, 104, (98, 62, 22, 76), rows, rules="grid", size=8.5, step=17.5,
                              align="lrcc", fill=SKY))  # fmt: skip
    y = max(ends) + 24
    rows = []
    for label, words in (("壁運動", ("正常", "前壁中隔 hypokinesis", "下壁 akinesis", "びまん性低下")),
        ("心嚢液", ("なし", "少量")),
                         ("左室肥大", ("なし", "求心性", "遠心性")), ("血栓", ("認めず",)), ("IVC呼吸性変動",
                         ("良好", "不良"))):  # fmt: skip
        rows.append([label, R(rng.choice(words), label)])
    y = doc.table(36, y, (110, 414), rows, rules="grid", head=0, size=9, step=18) + 26
    doc.text(36, y, "所見", 10.5, bold=True)
    y += 18
    for said in rng.sample(_ENDS, rng.randint(2, 4)):
        y = doc.statement(48, y, 500, said + "。", "所見", size=9.5, step=16)
    doc.text(36, y + 18, f"検査者：{rng.choice(bank.STAFF)}　　判読医：{rng.choice(bank.STAFF)}", 9)
    doc.foot(rng.choice(bank.HOSPITALS) + "　超音波センター")
    return doc.sheet()


def neck(rng: Random) -> Sheet:
    """頸動脈超音波検査: right and left columns under each vessel's rows, plaque measures, 診断 at the end."""
    doc = Doc(rng, ECHO)
    doc.effective = day(doc.when, "dash")
    doc.text(40, 44, "頸動脈超音波検査 報告書", 15, bold=True)
    doc.pairs(
        40,
        68,
        (("患者ID", doc.pid()), ("患者氏名", f"{doc.name()}　({doc.kana()})")),
        size=9.5,
        gap=66,
        mark="：",
    )
    doc.pairs(330, 68, (("検査日", day(doc.when, "kanji0")), ("生年月日", f"{doc.born('kanji0')}　{doc.sex()}")),
              size=9.5, gap=66, mark="：")  # fmt: skip
    rows: Rows = [["計測項目", "単位", "右", "左"]]
    for label, unit, low, high, digits in (
        ("CCA IMT max", "mm", 0.6, 1.6, 1), ("CCA IMT mean", "mm", 0.5, 1.2, 1), ("Bulb IMT max", "mm", 0.8, 2.8, 1),
        ("ICA IMT max", "mm", 0.6, 2.2, 1), ("CCA径", "mm", 5.6, 7.9, 1), ("CCA PSV", "cm/s", 48, 104, 0),
        ("CCA EDV", "cm/s", 9, 26, 0), ("CCA PI", "", 1.1, 2.2, 2), ("ICA PSV", "cm/s", 40, 210, 0),
        ("ICA EDV", "cm/s", 12, 60, 0),
        ("VA PSV", "cm/s", 30, 72, 0), ("VA径", "mm", 2.4, 4.4, 1),
    ):  # fmt: skip
        if rng.random() < 0.1:
            continue
        rows.append(
            [label, unit, *(R(num(rng, low, high, digits), f"{label} {side}", unit) for side in ("右", "左"))]
        )
    y = doc.table(40, 104, (160, 80, 130, 130), rows, rules=rng.choice(("grid", "rows")), size=9.5, step=19,
                  align="lccc", fill=STRIPE) + 26  # fmt: skip
    doc.text(40, y, "プラーク", 10.5, bold=True)
    y += 18
    for label, value, unit in (
        ("最大プラーク厚", num(rng, 1.2, 3.8, 1), "mm"), ("狭窄率（ECST）", num(rng, 15, 74), "%"),
        ("プラーク性状", rng.choice(("等輝度・均一", "低輝度・不均一", "高輝度・石灰化")), ""),
        ("可動性", rng.choice(("なし", "なし", "あり")), ""),
    ):  # fmt: skip
        doc.text(52, y, f"{label}：", 9.5)
        end = doc.result(52 + doc.width(f"{label}：", 9.5), y, R(value, label, unit), 9.5)
        doc.text(end + 2, y, unit, 9.5)
        y += 16
    doc.text(40, y + 14, "診断", 10.5, bold=True)
    y += 32
    words = ("両側内膜中膜複合体の肥厚を認める", "右内頸動脈起始部に軽度狭窄を認める", "有意狭窄を認めない",
             "左総頸動脈に不安定プラークが疑われる", "椎骨動脈の血流は順行性である")  # fmt: skip
    for n, said in enumerate(rng.sample(words, 3)):
        y = doc.statement(52, y, 480, said + "。", "診断", size=10, step=17, number="①②③"[n])
    doc.text(555, y + 30, f"{rng.choice(bank.HOSPITALS)}　検査科　{rng.choice(bank.STAFF)}", 9, align="right")
    return doc.sheet()


def english(rng: Random) -> Sheet:
    """An English report: measures in two columns with normal values in brackets behind, numbered conclusions."""
    doc = Doc(rng, ECHO, size=(612, 792), latin=True)
    doc.effective = moment(doc.when)
    doc.text(306, 44, rng.choice(bank.HOSPITALS_EN), 13, bold=True, align="centre")
    doc.text(306, 62, "Transthoracic Echocardiogram Report", 11, align="centre")
    doc.table(
        44, 76, (262, 262),
        [[f"Name: {doc.name(', ')}", f"Study Date: {day(doc.when, 'us')} {doc.when:%H:%M}"],
         [f"MRN: {doc.pid()}", f"DOB: {doc.born('us')}   Age: {doc.age()}"],
         [f"Gender: {doc.sex('Sex')}", f"Reading: {rng.choice(bank.STAFF_EN)}"]],
        rules="frame", head=0, size=9, step=15,
    )  # fmt: skip
    left = (
        M("IVSd", "cm", 0.6, 1.0, 2), M("LVIDd", "cm", 3.9, 5.5, 2), M("LVPWd", "cm", 0.6, 1.0, 2), M("LVIDs",
            "cm", 2.3, 3.9, 2),
        M("LV mass index", "g/m2", 44, 102), M("LA diameter", "cm", 2.7, 4.0, 2), M("LA vol index", "ml/m2", 16, 34),
        M("Ao root", "cm", 2.5, 3.7, 2), M("EF (biplane)", "%", 54, 74), M("GLS", "%", 18.0, 24.0, 1),
    )  # fmt: skip
    right = (
        M("MV E vel", "m/s", 0.5, 1.1, 2), M("MV A vel", "m/s", 0.4, 0.9, 2), M("MV E/A", "", 0.8, 2.0, 2),
            M("MV decel time", "ms", 140, 240),
        M("Lateral e'", "cm/s", 10.0, 16.0, 1), M("Septal e'", "cm/s", 7.0, 12.0, 1), M("AV max PG", "mmHg",
            3.0, 12.0, 1),
        M("AV area (VTI)", "cm2", 2.0, 4.0, 2), M("TR max vel", "m/s", 1.6, 2.8, 2), M("RVSP", "mmHg", 18, 35),
    )  # fmt: skip
    for n, (head, tests) in enumerate((("2D Measurements", left), ("Doppler Measurements", right))):
        x = 44 + 268 * n
        doc.text(x, 148, head, 10, bold=True)
        for k, test in enumerate(tests):
            y = 166.0 + 16 * k
            value, _ = test.draw(rng)
            ref = test.ref("-")
            doc.text(x + 6, y, test.name, 9)
            end = doc.result(x + 98, y, R(value, test.name, test.unit, ref), 9)
            end = end + 3 + doc.width(test.unit, 9)
            doc.text(end, y, test.unit, 9, align="right")
            doc.text(x + 168, y, f"({ref})", 8, colour=GREY)
    y = 352.0
    doc.text(44, y, "Valves", 10, bold=True)
    rows: Rows = [["", "Stenosis", "Regurgitation"]]
    for valve in ("Aortic", "Mitral", "Tricuspid", "Pulmonic"):
        rows.append([valve, R(rng.choice(("None", "None", "Mild")), f"{valve} Stenosis"),
                     R(rng.choice(("None", "Trace", "Mild", "Moderate")), f"{valve} Regurgitation")])  # fmt: skip
    y = doc.table(50, y + 8, (110, 120, 120), rows, rules="rows", size=9, step=17, align="lcc") + 26
    doc.text(44, y, "Conclusions", 10.5, bold=True)
    y += 18
    words = (
        "Normal left ventricular size with preserved systolic function.", "Grade I diastolic dysfunction.",
        "Mild concentric left ventricular hypertrophy.", "No pericardial effusion.",
        "Mildly dilated left atrium with mild mitral regurgitation and no evidence of mitral stenosis on this study.",
        "Estimated right ventricular systolic pressure is within normal limits.",
    )  # fmt: skip
    for n, said in enumerate(rng.sample(words, rng.randint(3, 5))):
        y = doc.statement(50, y, 420, said, "Conclusions", size=9.5, step=14, number=f"{n + 1}.")
    doc.foot("Electronically signed - page 1 of 1")
    return doc.sheet()


def belly(rng: Random) -> Sheet:
    """腹部超音波検査: organ by organ in a ruled form, measures with units in the cell, findings in words, 判定."""
    doc = Doc(rng, ECHO, size=(515.9, 728.5))
    doc.effective = day(doc.when, "dash")
    doc.text(258, 40, "腹部超音波検査 所見用紙", 14, bold=True, align="centre")
    doc.text(
        30,
        62,
        f"受付番号 {rng.randrange(1000, 9999)}　ID {doc.pid()}　氏名 {doc.name()}　{doc.sex()}　{doc.age()}才",
        9,
    )
    doc.text(30, 78, f"検査日 {day(doc.when, 'era.')}", 9)
    rows: Rows = [["計測部位", "計測値"]]
    for label, unit, low, high, digits in (
        ("肝右葉最大径", "mm", 104, 152, 0), ("門脈径", "mm", 8.0, 13.5, 1), ("胆嚢長径", "mm", 48, 86, 0),
        ("胆嚢壁厚", "mm", 1.5, 4.2, 1),
        ("総胆管径", "mm", 3.0, 9.2, 1), ("主膵管径", "mm", 1.2, 3.4, 1), ("脾臓", "mm", 0, 0, 0),
        ("右腎長径", "mm", 82, 116, 0),
        ("左腎長径", "mm", 84, 118, 0), ("腹部大動脈径", "mm", 15, 34, 0), ("残尿量", "mL", 0, 88, 0),
    ):  # fmt: skip
        value = (
            f"{rng.randint(70, 118)}×{rng.randint(30, 48)}"
            if label == "脾臓"
            else num(rng, low, high, digits)
        )
        if label == "残尿量" and rng.random() < 0.4:
            continue
        rows.append([label, R(value, label, unit, post=f" {unit}")])
    y = doc.table(30, 90, (150, 120), rows, rules="grid", size=9.5, step=20, align="lr", fill=PALE)
    doc.ink.box(312, 90, 486, y, width=0.6)
    doc.text(318, 104, "シェーマ", 8, colour=GREY)
    doc.curve(330, 130, 140, 120, [0.2, 0.5, 0.8, 0.9, 0.85, 0.6, 0.4, 0.3, 0.2])
    y += 26
    doc.text(30, y, "超音波診断", 10.5, bold=True)
    y += 18
    words = ("脂肪肝", "胆嚢ポリープ", "肝嚢胞", "左腎結石疑い", "膵描出不良", "腹部大動脈瘤なし", "胆石症")
    for said in rng.sample(words, rng.randint(2, 4)):
        y = doc.statement(42, y, 420, said, "超音波診断", size=10, step=17, number="・")
    doc.text(30, y + 16, "判定", 10.5, bold=True)
    doc.statement(
        72,
        y + 16,
        200,
        rng.choice(("A 異常なし", "B 軽度所見", "C 要経過観察", "D 要精密検査")),
        "判定",
        size=10,
    )
    doc.text(486, y + 60, f"技師 {rng.choice(bank.STAFF)}　医師 {rng.choice(bank.STAFF)}", 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("echocardiography-three-columns-hinoki", ECHO, columns),
    Family("echocardiography-ranged-tables-hinoki", ECHO, ranged),
    Family("echocardiography-neck-arteries-hinoki", ECHO, neck),
    Family("echocardiography-bracketed-norms-hinoki", ECHO, english, "en"),
    Family("echocardiography-belly-form-hinoki", ECHO, belly),
)
