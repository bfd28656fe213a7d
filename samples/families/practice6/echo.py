"""Echocardiography: boxes of label and number, wall motion by segment, a worksheet of repeated measurements."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import MINT, SHADE, Cell, Doc, R, day, number
from samples.generating.family import Family
from samples.making.truth import Sheet

ECHO = DocumentType.ECHOCARDIOGRAPHY
_BOXES = (
    ("LVDd", "mm", 38, 62, 0),
    ("LVDs", "mm", 22, 36, 0),
    ("IVS", "mm", 7, 14, 0),
    ("PW", "mm", 7, 14, 0),
    ("LAD", "mm", 28, 52, 0),
    ("AoD", "mm", 26, 40, 0),
    ("EF(Teich)", "%", 36, 78, 1),
    ("EF(MOD)", "%", 34, 72, 1),
    ("FS", "%", 18, 46, 1),
    ("LAVI", "mL/m2", 18, 58, 1),
    ("LVMI", "g/m2", 66, 148, 1),
    ("SV", "mL", 42, 98, 0),
    ("E", "m/s", 0.4, 1.3, 2),
    ("A", "m/s", 0.3, 1.2, 2),
    ("E/A", "", 0.5, 2.2, 2),
    ("DcT", "ms", 130, 290, 0),
    ("e'(sep)", "cm/s", 3.4, 11, 1),
    ("E/e'", "", 5.2, 19, 1),
    ("TAPSE", "mm", 13, 27, 0),
    ("IVC", "mm", 8, 23, 0),
)
_ENDINGS = (
    "左室収縮能は正常範囲",
    "左室壁運動異常なし",
    "左房の軽度拡大",
    "軽度の僧帽弁逆流",
    "弛緩障害型の拡張能低下を疑う",
    "心嚢液貯留なし",
    "肺高血圧を示唆する所見なし",
)


def boxes(rng: Random) -> Sheet:
    """A grid of small boxes: label and unit above, number below; valves as words; a conclusion in lines."""
    doc = Doc(rng, ECHO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(40, 48, "経胸壁心エコー図検査", 15, bold=True)
    doc.text(555, 40, rng.choice(bank.HOSPITALS), 9, align="right")
    doc.text(555, 54, "生理検査室", 9, align="right")
    doc.table(
        40,
        64,
        (45, 95, 45, 130, 60, 140),
        [
            [
                "ID",
                doc.pid(),
                "氏名",
                f"{doc.name()}　{doc.sex()}",
                "生年月日",
                f"{doc.born('slash')}（{doc.age()}歳）",
            ],
            [
                "検査日",
                day(doc.when, "slash"),
                "病棟",
                rng.choice(bank.WARDS),
                "検査目的",
                rng.choice(("心不全精査", "術前評価", "心雑音")),
            ],
        ],
        size=9,
        step=19,
        rules="grid",
        head=0,
    )
    seen: dict[str, float] = {}
    for n, (name, unit, low, high, digits) in enumerate(_BOXES):
        value = number(rng, low, high, digits)
        if name == "E/A":
            value = f"{seen['E'] / seen['A']:.2f}"
        elif name == "FS":
            value = f"{100 * (1 - seen['LVDs'] / seen['LVDd']):.1f}"
        seen[name] = float(value)
        x, y = 40 + n % 5 * 103, 118 + n // 5 * 44
        doc.ink.box(x, y, x + 103, y + 44, width=0.5)
        doc.text(x + 5, y + 13, f"{name} ({unit})" if unit else name, 8.5)
        doc.result(x + 96, y + 35, R(value, name, unit), 13, "right")
    y = 316.0
    doc.text(40, y, "弁膜", 11, bold=True)
    x = 84.0
    for valve in ("AR", "MR", "TR", "PR"):
        doc.text(x, y, valve, 10.5)
        doc.result(x + 24, y, R(rng.choice(("none", "trivial", "mild", "moderate")), valve), 10.5)
        x += 112
    doc.text(40, y + 30, "結論", 11, bold=True)
    y += 30
    for said in rng.sample(_ENDINGS, rng.randint(2, 4)):
        doc.statement(84, y, 440, said, "結論", size=10.5)
        y += 19
    doc.text(555, y + 40, f"検査者 {rng.choice(bank.DOCTORS)}　　判読医 {bank.doctor(rng)}", 9, align="right")
    return doc.sheet()


_WALLS = ("前壁中隔", "前壁", "側壁", "後壁", "下壁", "中隔")


_SEEN = (
    "前壁中隔から心尖部にかけての壁運動低下",
    "陳旧性心筋梗塞の疑い",
    "左室内血栓なし",
    "左室収縮能の軽度低下",
    "有意な弁膜症なし",
)


def walls(rng: Random) -> Sheet:
    """Wall motion in scores: walls down, levels across; a few measurements beside; index below."""
    doc = Doc(rng, ECHO)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 46, "心臓超音波検査　壁運動評価", 15, bold=True, align="centre")
    doc.rule(40, 54, 555, 0.8)
    doc.pairs(44, 72, (("患者氏名", f"{doc.name()} 殿"), ("患者番号", doc.pid())), gap=60, size=10, step=16)
    doc.pairs(
        300,
        72,
        (("生年月日", f"{doc.born('era')}　{doc.sex()}"), ("検査日", day(doc.when, "era"))),
        gap=60,
        size=10,
        step=16,
    )
    doc.text(44, 122, "壁運動スコア（1 正常　2 低収縮　3 無収縮　4 奇異性収縮）", 10, bold=True)
    rows: list[list[Cell]] = [["", "基部", "中部", "心尖部"]]
    scores = []
    for wall in _WALLS:
        row: list[Cell] = [wall]
        for level in ("基部", "中部", "心尖部"):
            if wall == "後壁" and level == "心尖部":
                row.append("―")
                continue
            score = rng.choice((1, 1, 1, 2, 3))
            scores.append(score)
            row.append(R(str(score), f"{wall} {level}"))
        rows.append(row)
    end = doc.table(
        44, 132, (95, 75, 75, 75), rows, align="lccc", size=10.5, step=24, rules="grid", fill=MINT
    )
    doc.text(60, end + 24, "WMSI", 11)
    doc.result(110, end + 24, R(f"{sum(scores) / len(scores):.2f}", "WMSI"), 11)
    y = 142.0
    doc.text(400, y, "計測", 10.5, bold=True)
    full, share = rng.randrange(72, 190), rng.randrange(32, 70)
    for name, unit, value in (
        ("LVEDV", "mL", str(full)),
        ("LVESV", "mL", str(round(full * (1 - share / 100)))),
        ("LVEF", "%", str(share)),
        ("GLS", "%", number(rng, -22, -9, 1)),
        ("LVDd", "mm", str(rng.randrange(46, 64))),
        ("LVDs", "mm", str(rng.randrange(26, 45))),
    ):
        y += 21
        doc.text(400, y, name, 10.5)
        doc.result(505, y, R(value, name, unit), 10.5, "right")
        doc.text(511, y, unit, 10.5)
    y = end + 64
    doc.text(44, y, "【診断】", 11, bold=True)
    for n, said in enumerate(
        rng.sample(
            _SEEN,
            3,
        )
    ):
        y += 20
        doc.statement(60, y, 470, said, "診断", size=10.5, number=f"{n + 1}.")
    doc.text(555, 790, f"{rng.choice(bank.HOSPITALS)}　{bank.doctor(rng)}", 9, align="right")
    return doc.sheet()


_SHEET = (
    (
        "2D / M-mode",
        (
            ("IVSd", "cm", 0.7, 1.4, 2),
            ("LVIDd", "cm", 3.9, 6.1, 2),
            ("LVPWd", "cm", 0.7, 1.3, 2),
            ("LVIDs", "cm", 2.3, 4.5, 2),
            ("LA diam", "cm", 2.8, 5.0, 2),
        ),
    ),
    (
        "Doppler",
        (
            ("MV E Vel", "m/s", 0.4, 1.3, 2),
            ("MV A Vel", "m/s", 0.3, 1.2, 2),
            ("MV DecT", "ms", 130, 280, 0),
            ("AV Vmax", "m/s", 0.9, 4.1, 2),
            ("LVOT VTI", "cm", 13, 26, 1),
            ("TR Vmax", "m/s", 1.9, 3.6, 2),
        ),
    ),
)


_CLOSING = (
    "Normal left ventricular systolic function.",
    "Mild concentric left ventricular hypertrophy.",
    "Mild to moderate aortic stenosis.",
    "Trace tricuspid regurgitation.",
    "No pericardial effusion.",
)


def worksheet(rng: Random) -> Sheet:
    """A machine's worksheet in English: value and its single measurements #1 to #3, derived values, statements."""
    doc = Doc(rng, ECHO, latin=True)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(36, 42, rng.choice(bank.HOSPITALS_EN), 11, bold=True)
    doc.text(36, 56, "Adult Echo Worksheet", 10)
    doc.pairs(330, 42, (("Name", doc.name(", ")), ("Patient Id", doc.pid())), gap=66, mark=":")
    doc.pairs(36, 78, (("DOB", f"{doc.born('slash')}  {doc.sex('letter')}"),), gap=66, mark=":")
    doc.pairs(330, 70, (("Study Date", day(doc.when, "slash")),), gap=66, mark=":")
    rows: list[list[Cell] | str] = [["Measurement", "Value", "Unit", "#1", "#2", "#3", "Method"]]
    means: dict[str, float] = {}
    for title, given in _SHEET:
        rows.append(title)
        for name, unit, low, high, digits in given:
            base = rng.uniform(low, high)
            count = rng.choice((1, 2, 3))
            single = [f"{base * rng.uniform(0.97, 1.03):.{digits}f}" for _ in range(count)]
            mean = f"{sum(map(float, single)) / count:.{digits}f}"
            means[name] = float(mean)
            cells: list[Cell] = [R(v, f"{name} #{n + 1}", unit) for n, v in enumerate(single)]
            cells += [""] * (3 - count)
            rows.append([f"  {name}", R(mean, name, unit), unit, *cells, "Avg." if count > 1 else ""])
    rows.append("Calculated")
    for name, unit, low, high, digits in (
        ("EF (Teich)", "%", 38, 74, 1),
        ("LV Mass Index", "g/m2", 64, 142, 1),
        ("AVA (VTI)", "cm2", 0.8, 3.2, 2),
        ("RVSP", "mmHg", 19, 58, 0),
    ):
        rows.append([f"  {name}", R(number(rng, low, high, digits), name, unit), unit, "", "", "", ""])
    ratio = f"{means['MV E Vel'] / means['MV A Vel']:.2f}"
    rows.append(["  MV E/A", R(ratio, "MV E/A"), "", "", "", "", ""])
    end = doc.table(
        36,
        96,
        (130, 65, 60, 65, 65, 65, 74),
        rows,
        align="lrlrrrl",
        size=9.5,
        step=18,
        rules="head",
        fill=SHADE,
    )
    doc.text(36, end + 24, "Conclusions", 11, bold=True)
    y = end + 42
    for said in rng.sample(
        _CLOSING,
        3,
    ):
        y = doc.statement(50, y, 490, said, "Conclusions", size=10, number="-")
    doc.text(
        36,
        806,
        f"Sonographer: {rng.choice(bank.DOCTORS_EN)[3:]}     Reading physician: {rng.choice(bank.DOCTORS_EN)}",
        8.5,
    )
    return doc.sheet()


FAMILIES = (
    Family("echocardiography-boxes", ECHO, boxes),
    Family("echocardiography-walls", ECHO, walls),
    Family("echocardiography-worksheet", ECHO, worksheet, "en"),
)
