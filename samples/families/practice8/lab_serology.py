"""Autoantibodies, virus serology, and an English report with an earlier date beside the result."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from reportlab.lib.pagesizes import letter

from mappers.model import DocumentType
from samples.families.practice8 import bank_a as bank
from samples.families.practice8.bank_a import Test, found, roman, surname
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

LAB = DocumentType.LAB_REPORT

_ANTI: tuple[tuple[str, str, float, float, int], ...] = (
    ("リウマトイド因子定量", "IU/mL", 15, 3, 0),
    ("抗CCP抗体", "U/mL", 4.4, 0.5, 1),
    ("MMP-3", "ng/mL", 121, 20, 1),
    ("抗dsDNA抗体IgG", "IU/mL", 12.0, 1.0, 1),
    ("抗Sm抗体", "U/mL", 9.9, 1.0, 1),
    ("抗RNP抗体", "U/mL", 9.9, 2.0, 1),
    ("抗SS-A/Ro抗体", "U/mL", 9.9, 1.0, 1),
    ("抗SS-B/La抗体", "U/mL", 9.9, 1.0, 1),
    ("抗Scl-70抗体", "U/mL", 9.9, 1.0, 1),
    ("抗Jo-1抗体", "U/mL", 9.9, 1.0, 1),
    ("抗セントロメア抗体", "U/mL", 9.9, 2.0, 1),
    ("MPO-ANCA", "U/mL", 3.4, 1.0, 1),
    ("PR3-ANCA", "U/mL", 3.4, 1.0, 1),
    ("抗ミトコンドリアM2抗体", "U/mL", 6.9, 1.5, 1),
)


def _kotai_list(doc: Doc, rows: list[list[Cell] | str], y: float) -> float:
    """The table of the others, started in `rows`; where it ends."""
    return doc.table(
        36,
        y + 34,
        (160, 90, 24, 70, 86, 92),
        rows,
        align="lrclcl",
        size=9,
        step=19,
        rules="rows",
        fill=STRIPE,
    )


def _kotai_tables(doc: Doc, rng: Random) -> float:
    """Nuclear antibodies and the others; where they end."""
    titres = ("40", "80", "160", "320", "640", "1280")
    rows: list[list[Cell] | str] = [["検査項目", "結果", "単位", "基準値"]]
    best = rng.choice(("40未満", *titres))
    flag = "H" if best not in ("40未満", "40") else ""
    rows.append(
        ["抗核抗体", R(best, "抗核抗体", "倍", "40未満", flag, pre="▲ " if flag else ""), "倍", "40未満"]
    )
    for name in ("Homogeneous", "Speckled", "Nucleolar", "Centromere", "Peripheral"):
        seen = best != "40未満" and rng.random() < 0.4
        value = rng.choice(titres[: titres.index(best) + 1]) if seen else rng.choice(("(-)", "(-)", "―"))
        rows.append(
            [
                "　" + name,
                value if value == "―" else R(value, name, "倍" if seen else ""),
                "倍" if seen else "",
                "",
            ]
        )
    y = doc.table(
        36, 118, (170, 110, 70, 110), rows, align="lrlc", size=9.5, step=18, rules="grid", fill=PALE
    )
    doc.text(36, y + 26, "２．その他の自己抗体", 10.5, bold=True)
    rows = [["検査項目", "結果", "", "単位", "基準値", "測定法"]]
    for name, unit, limit, least, digits in _ANTI:
        if rng.random() < 0.15:
            continue
        value = f"{limit * rng.choice((0.3, 0.5, 0.8, 1.5, 4, 12)) * rng.uniform(0.8, 1.2):.{digits}f}"
        if rng.random() < 0.3:
            value = f"{least:.{digits}f}未満"
        mark = "H" if "未満" not in value and float(value) > limit else ""
        ref = f"{limit:.{digits}f}以下"
        rows.append(
            [
                name,
                R(value, name, unit, ref, mark),
                mark,
                unit,
                ref,
                rng.choice(("CLEIA法", "FEIA法", "ラテックス法")),
            ]
        )
    for name, value in (
        ("直接クームス試験", rng.choice(("陰性", "陽性(1+)"))),
        ("クリオグロブリン", rng.choice(("(-)", "(+)"))),
    ):
        rows.append([name, R(value, name, "", "陰性"), "", "", "陰性", "目視"])
    return _kotai_list(doc, rows, y)


def kotai(rng: Random) -> Sheet:
    """Autoantibodies: the nuclear ones with titres a pattern in a box of its own, then a list with kinds of limits."""
    doc = Doc(rng, LAB)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 42, "免疫学検査　結果報告", 15, bold=True, align="centre")
    doc.along(
        36,
        66,
        [f"患者ID:{doc.pid()}", f"氏名:{doc.name()} 様", f"性別:{doc.sex()}", f"年齢:{doc.age()}歳"],
        size=9.5,
    )
    doc.along(
        36,
        82,
        [
            f"採血日:{day(doc.when, 'kanji')}",
            f"報告日:{day(doc.when + timedelta(days=4), 'kanji')}",
            rng.choice(("リウマチ膠原病科", "皮膚科", "呼吸器内科")),
            f"{surname(rng)}医師",
        ],
        size=9,
    )
    doc.text(36, 110, "１．抗核抗体（蛍光抗体法）", 10.5, bold=True)
    y = _kotai_tables(doc, rng)
    doc.prose(
        36,
        y + 22,
        520,
        "判定基準: 抗Sm抗体 10.0未満(-) 10.0～29.9(±) 30.0以上(+)　抗CCP抗体 4.5以上で陽性。"
        "弱陽性の場合は3か月後の再検査をお勧めします。",
        size=8,
        step=12,
    )
    doc.foot(f"{rng.choice(bank.LABS)}　免疫検査室　TEL 000-{bank.number(rng, 3)}-{bank.number(rng, 4)}")
    return doc.sheet()


def _hepatitis(rng: Random) -> list[list[Cell] | str]:
    rows: list[list[Cell] | str] = [["検査項目", "測定値", "単位", "定性", "陰性基準"]]
    for name, unit, low, high, limit, digits in (
        ("HBs抗原", "IU/mL", 0.0, 260.0, 0.05, 2),
        ("HBs抗体", "mIU/mL", 0.0, 700.0, 10.0, 1),
        ("HBc抗体", "S/CO", 0.03, 9.0, 1.0, 2),
        ("HBe抗原", "S/CO", 0.1, 0.6, 1.0, 2),
        ("HCV抗体", "S/CO", 0.02, 12.0, 1.0, 2),
        ("HIV抗原・抗体", "S/CO", 0.04, 0.4, 1.0, 2),
        ("梅毒TP抗体", "S/CO", 0.05, 8.0, 1.0, 2),
        ("RPR", "R.U.", 0.0, 9.0, 1.0, 1),
        ("HTLV-1抗体", "S/CO", 0.04, 2.0, 1.0, 2),
    ):
        positive = rng.random() < 0.22 and high > limit
        value = f"{rng.uniform(limit * 1.3, high) if positive else rng.uniform(low, limit * 0.7):.{digits}f}"
        if name == "HBs抗原" and not positive and rng.random() < 0.5:
            value = "0.05未満"
        elif name == "HBs抗体" and positive and rng.random() < 0.2:
            value = ">1000.0"
        ref = f"{limit:.{digits}f}未満"
        sign = "(+)" if positive else "(-)"
        rows.append([name, R(value, name, unit, ref), unit, R(sign, f"{name} 定性"), ref])
    return rows


def _uirusu_titres(doc: Doc, rng: Random, y: float) -> None:
    """Titres, and nucleic acids in words."""
    doc.text(36, y + 26, "ウイルス抗体価（EIA法）", 10.5, bold=True)
    rows: list[list[Cell] | str] = [["ウイルス", "IgM", "IgG", "IgG基準"]]
    for name in (
        "麻疹",
        "風疹",
        "水痘・帯状疱疹",
        "ムンプス",
        "EBウイルスVCA",
        "サイトメガロ",
        "単純ヘルペス",
    ):
        if rng.random() < 0.15:
            continue
        igm: Cell = R(rng.choice(("<0.80", num(rng, 0.1, 0.7, 2), num(rng, 1.3, 8, 2))), f"{name} IgM")
        if rng.random() < 0.25:
            igm = "/"
        value = rng.choice(("<2.0", num(rng, 2.1, 60, 1), num(rng, 4, 128, 1)))
        rows.append([name, igm, R(value, f"{name} IgG", "", "2.0未満"), "2.0未満"])
    y = doc.table(
        36, y + 34, (150, 90, 90, 90), rows, align="lrrc", size=9.5, step=18, rules="grid", fill=PALE
    )
    doc.text(36, y + 26, "核酸定量", 10.5, bold=True)
    for name, choices, unit in (
        ("HBV-DNA定量", ("検出せず", "1.0未満", num(rng, 1.3, 8.4, 1)), "LogIU/mL"),
        ("HCV-RNA定量", ("検出せず", num(rng, 1.2, 7.2, 1)), "LogIU/mL"),
        ("CMV-DNA定量", ("検出せず", "測定不能", str(rng.randrange(150, 9000, 10))), "IU/mL"),
    ):
        y += 17
        value = rng.choice(choices)
        doc.text(46, y + 26, name + " :", 10)
        end = doc.result(150, y + 26, R(value, name, unit if value[0].isdigit() else ""), 10)
        if value[0].isdigit():
            doc.text(end + 5, y + 26, unit, 9)
    doc.text(
        36,
        800,
        "ワクチン接種基準(医療従事者): 麻疹 IgG 16.0以上, 風疹 8.0以上, 水痘 4.0以上, ムンプス 4.0以上",
        7.5,
        colour=GREY,
    )


def uirusu(rng: Random) -> Sheet:
    """Virus serology: a value and a sign a row, then IgM and IgG as columns, then loads of nucleic acid in words."""
    doc = Doc(rng, LAB)
    doc.effective = moment(doc.when)
    doc.text(36, 42, "感染症検査報告書", 16, bold=True)
    doc.text(559, 34, f"ラベル番号 {bank.number(rng, 10)}", 8, align="right")
    doc.text(559, 46, f"採血 {day(doc.when, 'slash')} {doc.when:%H:%M}", 9, align="right")
    doc.table(
        36,
        56,
        (62, 120, 62, 90, 62, 127),
        [
            ["患者番号", doc.pid(), "病棟", rng.choice(bank.WARDS), "依頼医", surname(rng)],
            [
                "氏名",
                f"{doc.name()}",
                "性別",
                doc.sex("性"),
                "生年月日",
                f"{doc.born('slash')} ({doc.age()}歳)",
            ],
        ],
        size=9,
        step=19,
        rules="grid",
        head=0,
    )
    doc.text(36, 118, "肝炎・性感染症", 10.5, bold=True)
    y = doc.table(
        36,
        124,
        (130, 96, 74, 76, 100),
        _hepatitis(rng),
        align="lrlcc",
        size=9.5,
        step=18,
        rules="head",
        fill=SKY,
    )
    _uirusu_titres(doc, rng, y)
    doc.text(36, 814, f"{rng.choice(bank.HOSPITALS)} 臨床検査科　承認 {surname(rng)}", 8)
    return doc.sheet()


_ENGLISH: tuple[tuple[str, tuple[tuple[str, Test], ...]], ...] = (
    (
        "HEMATOLOGY",
        tuple(
            zip(
                ("WBC", "RBC", "Hemoglobin", "Hematocrit", "MCV", "MCH", "MCHC", "Platelets"),
                bank.CBC,
                strict=True,
            )
        ),
    ),
    (
        "CHEMISTRY",
        (
            ("Sodium", bank.SALTS[0]),
            ("Potassium", bank.SALTS[1]),
            ("Chloride", bank.SALTS[2]),
            ("Urea Nitrogen", bank.KIDNEY[0]),
            ("Creatinine", bank.KIDNEY[1]),
            ("Glucose", bank.SUGAR[0]),
            ("Calcium", bank.SALTS[3]),
            ("Total Protein", bank.PROTEIN[0]),
            ("Albumin", bank.PROTEIN[1]),
            ("Bilirubin, Total", bank.LIVER[0]),
            ("AST (SGOT)", bank.LIVER[2]),
            ("ALT (SGPT)", bank.LIVER[3]),
            ("Alkaline Phosphatase", bank.LIVER[5]),
            ("Hemoglobin A1c", bank.SUGAR[1]),
        ),
    ),
    ("COAGULATION", (("INR", bank.COAG[0]), ("aPTT", bank.COAG[1]), ("Fibrinogen", bank.COAG[2]))),
)


def _english_page(doc: Doc, rng: Random) -> None:
    """The head and the list."""
    doc.text(
        36,
        40,
        rng.choice(("Imaginary International Hospital", "Minato Fictional Medical Center")),
        14,
        bold=True,
    )
    doc.text(
        36,
        54,
        f"Clinical Laboratories, {rng.randint(1, 99)} Harbor Road, Imaginary City   CLIA 00D{bank.number(rng, 7)}",
        8,
    )
    doc.text(576, 40, "LABORATORY REPORT - FINAL", 10, bold=True, align="right")
    doc.rule(36, 62, 576, 1.2)
    doc.pairs(
        36,
        78,
        (
            ("Patient", doc.name(", ")),
            ("MRN", doc.pid()),
            ("DOB / Age", f"{doc.born('en')} ({doc.age()} y)"),
            ("Sex", doc.sex("Sex")),
        ),
        size=9,
        step=13,
        gap=64,
        mark=":",
    )
    seen = doc.when + timedelta(minutes=rng.randint(20, 80))
    doc.pairs(
        330,
        78,
        (
            ("Collected", f"{day(doc.when, 'en')} {doc.when:%H:%M}"),
            ("Received", f"{day(seen, 'en')} {seen:%H:%M}"),
            ("Ordering MD", f"Dr. {roman(rng)}"),
            ("Accession", f"H{bank.number(rng, 2)}-{bank.number(rng, 6)}"),
        ),
        size=9,
        step=13,
        gap=70,
        mark=":",
    )


def english(rng: Random) -> Sheet:
    """English, letter size: result, flag, units, interval, and a column headed by the date of the draw before."""
    doc = Doc(rng, LAB, size=letter, latin=True)
    doc.effective = moment(doc.when)
    earlier = doc.when - timedelta(days=rng.randint(20, 120))
    _english_page(doc, rng)
    rows: list[list[Cell] | str] = [
        ["Test", "Result", "Flag", "Units", "Reference Interval", day(earlier, "en")]
    ]
    told = {"10^3/μL": "K/uL", "10^6/μL": "M/uL", "秒": "sec", "μg/mL": "ug/mL"}
    for head, tests in _ENGLISH:
        rows.append(head)
        for name, test in tests:
            f, unit = found(rng, test, doc.person.sex, " - "), told.get(test.unit, test.unit)
            critical = f.flag and rng.random() < 0.12
            shown = f.flag * 2 if critical else f.flag
            now: Cell = R(f.value, name, unit, f.ref, f.flag)
            if rng.random() < 0.03:
                now, shown = R("Hemolyzed", name, unit, f.ref), ""
            old = found(rng, test, doc.person.sex, " - ")
            when = earlier.strftime("%Y-%m-%d")
            before: Cell = "--" if rng.random() < 0.2 else R(old.value, name, unit, f.ref, "", when)
            rows.append(["  " + name, now, shown, unit, f.ref, before])
    end = doc.table(
        36,
        140,
        (150, 80, 44, 70, 116, 80),
        rows,
        align="lrclcr",
        size=9,
        step=18.5,
        rules="head",
        fill=STRIPE,
    )
    doc.prose(
        36,
        end + 18,
        540,
        "H = high, L = low, HH/LL = critical, called and read back. eGFR below 60 for 3 months suggests "
        "chronic kidney disease. Specimens are kept for 7 days.",
        size=8,
        step=11,
    )
    doc.text(36, 770, f"Printed {day(doc.when + timedelta(days=1), 'en')}  by LAB{bank.number(rng, 3)}", 7.5)
    doc.text(576, 770, "Page 1 of 1", 7.5, align="right")
    return doc.sheet()


FAMILIES = (
    Family("lab-report-autoantibodies", LAB, kotai),
    Family("lab-report-virus-serology", LAB, uirusu),
    Family("lab-report-english-prior", LAB, english, "en"),
)
