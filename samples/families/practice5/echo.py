"""Echocardiography: measurements in columns, in lines, and a report in English."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import CREAM, SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

ECHO = DocumentType.ECHOCARDIOGRAPHY

# label, unit, bounds, lowest, highest, decimals
_LEFT = (
    ("大動脈径 AoD", "mm", "20-37", 24, 42, 0),
    ("左房径 LAD", "mm", "25-40", 26, 56, 0),
    ("心室中隔厚 IVSTd", "mm", "7-11", 6, 17, 0),
    ("左室後壁厚 LVPWTd", "mm", "7-11", 6, 16, 0),
    ("左室拡張末期径 LVDd", "mm", "39-55", 38, 66, 0),
    ("左室収縮末期径 LVDs", "mm", "22-40", 20, 52, 0),
    ("左室駆出率 LVEF", "%", "55以上", 22, 76, 0),
    ("短縮率 %FS", "%", "30-50", 12, 48, 0),
    ("一回拍出量 SV", "mL", "", 34, 98, 0),
)
_RIGHT = (
    ("E波", "cm/s", "", 40, 120, 0),
    ("A波", "cm/s", "", 40, 110, 0),
    ("E/A", "", "0.8-2.0", 0.5, 2.2, 2),
    ("DcT", "ms", "140-220", 110, 290, 0),
    ("e'(中隔)", "cm/s", "", 3, 12, 1),
    ("E/e'", "", "8未満", 5, 22, 1),
    ("TR-PG", "mmHg", "30以下", 12, 58, 0),
    ("推定RVSP", "mmHg", "", 18, 66, 0),
    ("IVC径", "mm", "", 8, 24, 0),
)
_CONCLUDED = (
    "左室収縮能は保たれています。",
    "左室肥大を認めます。",
    "軽度の大動脈弁逆流を認めます。",
    "明らかな壁運動異常を認めません。",
    "左房拡大あり。",
    "肺高血圧の疑い。",
    "拡張障害パターンを示します。",
    "心嚢液貯留なし。",
)
_CONCLUDED_EN = (
    "Normal left ventricular size with preserved systolic function.",
    "Mild concentric left ventricular hypertrophy.",
    "Mild to moderate mitral regurgitation, likely functional in origin because of annular dilatation.",
    "No pericardial effusion.",
    "Possible pulmonary hypertension.",
    "Grade I diastolic dysfunction.",
)
_GRADES = ("none", "trivial", "mild", "moderate", "なし", "Ⅰ度", "Ⅱ度")


def _drawn(rng: Random, low: float, high: float, digits: int) -> str:
    return f"{rng.uniform(low, high):.{digits}f}"


def columns(rng: Random) -> Sheet:
    """Two tables side by side, a table of valves, conclusions with numbers."""
    doc = Doc(rng, ECHO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 44, "心臓超音波検査報告書", 15, bold=True)
    doc.text(555, 44, rng.choice(bank.HOSPITALS), 9, align="right")
    head: list[list[Cell]] = [
        ["患者番号", doc.pid(), "患者名", doc.name(), "性別", doc.sex()],
        ["検査日", day(doc.when, "kanji"), "生年月日", doc.born("era."), "年齢", f"{doc.age()}歳"],
    ]
    doc.table(40, 54, (60, 125, 60, 150, 50, 70), head, step=19, rules="grid", head=0)
    for x, title, rows_of in ((40, "計測（Bモード・Mモード）", _LEFT), (305, "ドプラ", _RIGHT)):
        doc.text(x, 112, title, 10, bold=True)
        rows: list[list[Cell]] = [["項目", "計測値", "単位", "基準値"]]
        for label, unit, ref, low, high, digits in rows_of:
            said = _drawn(rng, low, high, digits)
            rows.append([label, R(said, label, unit, ref) if rng.random() < 0.92 else "", unit, ref])
        doc.table(x, 118, (112, 44, 40, 54), rows, align="lrlc", size=8.5, step=16, rules="grid", fill=CREAM)
    doc.text(40, 298, "弁膜", 10, bold=True)
    japanese = rng.random() < 0.5
    grades = _GRADES[4:] if japanese else _GRADES[:4]
    valves: list[list[Cell]] = [["", "狭窄", "逆流"]]
    for valve in ("大動脈弁", "僧帽弁", "三尖弁", "肺動脈弁"):
        valves.append([valve, R(grades[0], f"{valve} 狭窄"), R(rng.choice(grades), f"{valve} 逆流")])
    end = doc.table(40, 304, (80, 80, 80), valves, align="lcc", step=16, rules="grid", fill=CREAM)
    doc.text(40, end + 22, "結論", 11, bold=True)
    y = end + 40
    for n, said in enumerate(rng.sample(_CONCLUDED, rng.randint(2, 4))):
        y = doc.statement(48, y, 490, said, "結論", size=10, step=17, number=f"{n + 1})")
    doc.text(
        555,
        y + 20,
        f"検査者 {rng.choice(bank.DOCTORS)}　　報告医 {rng.choice(bank.DOCTORS)}",
        9,
        align="right",
    )
    return doc.sheet()


_INLINE = (
    (("AoD", "mm", 24, 40, 0), ("LAD", "mm", 26, 55, 0), ("LAVI", "mL/m²", 18, 60, 0)),
    (("IVST", "mm", 7, 15, 0), ("PWT", "mm", 7, 14, 0), ("LVMI", "g/m²", 60, 160, 0)),
    (("LVDd", "mm", 38, 64, 0), ("LVDs", "mm", 20, 50, 0), ("FS", "%", 14, 46, 0)),
    (("EF(Teich)", "%", 24, 78, 0), ("EF(Simpson)", "%", 24, 74, 0), ("CO", "L/min", 2.6, 7, 1)),
    (("E", "m/s", 0.4, 1.3, 2), ("A", "m/s", 0.4, 1.2, 2), ("E/A", "", 0.5, 2.1, 2)),
    (("DT", "msec", 120, 290, 0), ("E/e'", "", 5, 21, 1), ("TAPSE", "mm", 11, 27, 0)),
    (("AV-Vmax", "m/s", 1, 4.4, 1), ("mean PG", "mmHg", 4, 48, 0), ("AVA", "cm²", 0.6, 2.8, 2)),
)
_FINDINGS = (
    "左室壁運動は全体に良好である。左房は軽度拡大。大動脈弁は三尖で軽度の石灰化を伴い可動性はやや低下している。",
    "左室は拡大し、前壁中隔の壁運動は低下している。右心系に有意な拡大はみられない。心嚢液を認めない。",
)


def inline(rng: Random) -> Sheet:
    """A cardiology practice's print: three measurements a line, prose, a diagnosis."""
    doc = Doc(rng, ECHO)
    doc.effective = moment(doc.when)
    doc.text(297, 46, "UCG REPORT", 16, bold=True, align="centre")
    doc.text(50, 72, f"No. {doc.pid()}", 10)
    doc.text(170, 72, f"{doc.name()} 殿", 12)
    doc.text(340, 72, f"{doc.born('era.')}生  {doc.age()}歳  {doc.sex()}", 10)
    doc.text(50, 90, f"検査日時 {day(doc.when, 'dot')} {doc.when:%H:%M}", 10)
    doc.rule(50, 98, 545, 1)
    y = 120.0
    for line in _INLINE:
        for n, (label, unit, low, high, digits) in enumerate(line):
            x = 56 + 166 * n
            doc.text(x, y, label, 10)
            doc.text(x + 64, y, "＝", 10)
            doc.result(x + 108, y, R(_drawn(rng, low, high, digits), label, unit), 10, "right")
            doc.text(x + 114, y, unit, 9)
        y += 21
    doc.rule(50, y - 6, 545, 0.5)
    doc.text(50, y + 14, "所見", 11, bold=True)
    y = doc.prose(60, y + 32, 480, rng.choice(_FINDINGS), size=10, step=16)
    doc.text(50, y + 14, "診断", 11, bold=True)
    y += 32
    for said in rng.sample(
        ("高血圧性心疾患の疑い", "大動脈弁狭窄症（軽度）", "陳旧性心筋梗塞", "僧帽弁閉鎖不全症", "正常範囲"),
        rng.randint(1, 2),
    ):
        doc.text(60, y, "・", 10)
        y = doc.statement(72, y, 460, said, "診断", size=10, step=17)
    doc.text(545, y + 24, f"{rng.choice(bank.HOSPITALS)}　{rng.choice(bank.DOCTORS)}", 9, align="right")
    return doc.sheet()


_LAB = (
    ("LVIDd", "cm", "3.8 - 5.8", 3.7, 6.4, 1),
    ("LVIDs", "cm", "2.2 - 4.0", 2.1, 5.1, 1),
    ("IVSd", "cm", "0.6 - 1.0", 0.6, 1.6, 1),
    ("LVPWd", "cm", "0.6 - 1.0", 0.6, 1.5, 1),
    ("LA dimension", "cm", "2.7 - 4.0", 2.6, 5.4, 1),
    ("Aortic root", "cm", "2.0 - 3.7", 2.3, 4.2, 1),
    ("LVEF (biplane)", "%", "52 - 74", 24, 74, 0),
    ("GLS", "%", "", -23, -9, 1),
    ("MV E velocity", "m/s", "", 0.4, 1.3, 2),
    ("MV A velocity", "m/s", "", 0.4, 1.2, 2),
    ("E/e' average", "", "< 14", 5, 22, 1),
    ("TR Vmax", "m/s", "< 2.8", 1.8, 3.9, 1),
    ("RVSP", "mmHg", "< 36", 18, 66, 0),
    ("TAPSE", "mm", "> 17", 12, 27, 0),
)


def english(rng: Random) -> Sheet:
    """A university's report in English: study facts at the left, one table, impression with numbers."""
    doc = Doc(rng, ECHO, latin=True)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 40, rng.choice(bank.HOSPITALS_EN), 12, bold=True, align="centre")
    doc.text(297, 56, "Transthoracic Echocardiogram Report", 11, align="centre")
    doc.rule(45, 64, 550)
    about = (
        ("Name", doc.name(", ")),
        ("MRN", doc.pid()),
        ("DOB", doc.born("us")),
        ("Gender", doc.sex("Sex")),
    )
    doc.pairs(45, 80, about, gap=60, mark=":")
    study = (
        ("Study date", day(doc.when, "us")),
        ("Referring", rng.choice(bank.DOCTORS_EN)),
        ("Quality", "Fair"),
    )
    doc.pairs(310, 80, study, gap=70, mark=":")
    doc.rule(45, 130, 550)
    rows: list[list[Cell]] = [["Measurement", "Value", "Unit", "Normal"]]
    for label, unit, ref, low, high, digits in _LAB:
        rows.append([label, R(_drawn(rng, low, high, digits), label, unit, ref), unit, ref])
    y = doc.table(45, 140, (150, 70, 60, 90), rows, align="lrll", step=15.5, rules="head")
    doc.text(45, y + 22, "Valves", 10, bold=True)
    valves: list[list[Cell]] = [["", "Stenosis", "Regurgitation"]]
    for valve in ("Aortic", "Mitral", "Tricuspid"):
        grade = rng.choice(_GRADES[:4])
        valves.append([valve, R("none", f"{valve} Stenosis"), R(grade, f"{valve} Regurgitation")])
    y = doc.table(45, y + 28, (90, 90, 110), valves, align="lcc", step=16, rules="grid", fill=SHADE)
    doc.text(45, y + 24, "IMPRESSION", 11, bold=True)
    y += 42
    for n, said in enumerate(rng.sample(_CONCLUDED_EN, rng.randint(2, 4))):
        y = doc.statement(52, y, 470, said, "IMPRESSION", size=10, step=14, number=f"{n + 1}.")
    doc.text(45, y + 24, f"Electronically signed by {rng.choice(bank.DOCTORS_EN)}", 9)
    return doc.sheet()


FAMILIES = (
    Family("echocardiography-columns", ECHO, columns),
    Family("echocardiography-inline", ECHO, inline),
    Family("echocardiography-english", ECHO, english, "en"),
)
