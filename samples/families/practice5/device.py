"""Checks of pacemakers and defibrillators."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.kit import SHADE, Cell, Doc, R, day, moment
from samples.generating.family import Family
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT


_LEADS = (
    ("波高値", "mV", 0.8, 14, 1),
    ("リード抵抗", "Ω", 320, 980, 0),
    ("閾値", "V", 0.4, 1.9, 2),
    ("パルス幅", "ms", 0, 0, 0),
    ("出力", "V", 2, 3.5, 1),
    ("感度", "mV", 0.3, 2.8, 1),
    ("ペーシング率", "%", 0.1, 99.9, 1),
)


def _form(doc: Doc) -> None:
    rng = doc.rng
    doc.table(
        40,
        56,
        (60, 120, 60, 110, 60, 105),
        [
            ["ID", doc.pid(), "氏名", doc.name(), "生年月日", doc.born("bare")],
            [
                "検査日",
                day(doc.when, "bare"),
                "性別／年齢",
                f"{doc.sex()}／{doc.age()}",
                "担当CE",
                rng.choice(bank.DOCTORS),
            ],
            [
                "機種",
                rng.choice(("Kakuu DR-300", "Soramimi SR MRI", "Yume Quad CRT-P")),
                "製造番号",
                f"PX{rng.randrange(10**6)}",
                "植込日",
                day(doc.when - timedelta(days=rng.randrange(400, 3000)), "bare"),
            ],
        ],
        step=19,
        rules="grid",
        head=0,
    )


def _settings(doc: Doc) -> None:
    rng = doc.rng
    doc.text(40, 134, "■電池・設定", 10, bold=True)
    left = (
        ("電池電圧", f"{rng.uniform(2.6, 3.1):.2f}", "V"),
        ("電池抵抗", f"{rng.uniform(0.3, 4):.1f}", "kΩ"),
        ("推定寿命", f"{rng.uniform(1, 12):.1f}", "年"),
        ("マグネットレート", rng.choice(("85", "100", "98.5")), "ppm"),
    )
    right = (
        ("モード", rng.choice(("DDD", "DDDR", "VVI", "AAI⇔DDD")), ""),
        ("下限レート", rng.choice(("50", "60", "70")), "ppm"),
        ("上限トラッキングレート", rng.choice(("110", "120", "130")), "ppm"),
        ("AV間隔", rng.choice(("150/180", "180/200")), "ms"),
    )
    for x, given in ((40, left), (310, right)):
        doc.table(
            x,
            140,
            (130, 60, 50),
            [[n, R(v, n, u), u] for n, v, u in given],
            align="lrl",
            step=17,
            rules="rows",
            head=0,
        )


def clinic(rng: Random) -> Sheet:
    """A pacemaker clinic's form: battery and settings in two columns, leads as columns of a table."""
    doc = Doc(rng, DEVICE)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 42, "ペースメーカ外来　チェック記録", 15, bold=True, align="centre")
    _form(doc)
    _settings(doc)
    doc.text(40, 232, "■リード測定", 10, bold=True)
    leads = ("RA", "RV", "LV") if rng.random() < 0.35 else ("RA", "RV")
    rows: list[list[Cell]] = [["項目", "単位", *leads]]
    for name, unit, low, high, digits in _LEADS:
        said = [
            rng.choice(("0.4", "0.5")) if name == "パルス幅" else f"{rng.uniform(low, high):.{digits}f}"
            for _ in leads
        ]
        rows.append(
            [name, unit, *(R(v, f"{name} {lead}", unit) for v, lead in zip(said, leads, strict=True))]
        )
    end = doc.table(
        40,
        238,
        (110, 50, *([85] * len(leads))),
        rows,
        align="lc" + "r" * len(leads),
        step=18,
        rules="grid",
        fill=SHADE,
    )
    doc.text(40, end + 22, "■イベント", 10, bold=True)
    events = (
        ("AT/AFバーデン", f"{rng.uniform(0, 30):.1f}", "%"),
        ("高頻度心房レート回数", str(rng.randrange(0, 300)), "回"),
        ("PVC数", str(rng.randrange(0, 9000)), "回"),
    )
    end = doc.table(
        40,
        end + 28,
        (150, 70, 40),
        [[n, R(v, n, u), u] for n, v, u in events],
        align="lrl",
        step=17,
        rules="rows",
        head=0,
    )
    doc.text(40, end + 20, f"コメント：設定変更なし。次回{rng.choice(('6か月', '12か月'))}後。", 9)
    return doc.sheet()


def _status(doc: Doc) -> None:
    rng = doc.rng
    doc.rule(36, 110, 560)
    doc.text(36, 130, "Device Status", 11, bold=True)
    status: list[tuple[str, str, str]] = [
        ("Battery voltage", f"{rng.uniform(2.6, 3.2):.2f}", "V"),
        ("Remaining longevity", f"{rng.uniform(0.8, 11):.1f}", "years"),
        ("Last charge time", f"{rng.uniform(3, 12):.1f}", "s"),
    ]
    y = 148.0
    for name, value, unit in status:
        doc.text(46, y, name)
        doc.result(180, y, R(value, name, unit, post=f" {unit}"))
        y += 15
    doc.text(310, 130, "Parameters", 11, bold=True)
    y = 148.0
    for name, value, unit in (
        ("Mode", rng.choice(("VVI", "DDDR", "DDD")), ""),
        ("Lower rate", rng.choice(("40", "50", "60")), "bpm"),
        ("Upper sensor", rng.choice(("110", "120", "130")), "bpm"),
        ("VF detection", rng.choice(("188", "200", "222")), "bpm"),
    ):
        doc.text(320, y, name)
        doc.result(440, y, R(value, name, unit, post=f" {unit}" if unit else ""))
        y += 15


def _by_lead(doc: Doc, leads: tuple[str, ...]) -> list[list[Cell]]:
    rng = doc.rng
    rows: list[list[Cell]] = [["", *leads]]
    for name, unit, low, high, digits in (
        ("Sensing", "mV", 0.9, 15, 1),
        ("Pacing impedance", "ohms", 300, 950, 0),
        ("Pacing percentage", "%", 0.1, 99.8, 1),
    ):
        row: list[Cell] = [name]
        for lead in leads:
            row.append(R(f"{rng.uniform(low, high):.{digits}f}", f"{name} {lead}", unit, post=f" {unit}"))
        rows.append(row)
    rows.append(
        [
            "Capture threshold",
            *(
                (
                    R(f"{rng.randrange(2, 8) * 0.25:.2f}", f"Capture threshold {lead}", "V", post=" V @ "),
                    R(rng.choice(("0.4", "0.5")), f"Capture threshold {lead} pulse width", "ms", post=" ms"),
                )
                for lead in leads
            ),
        ]
    )
    return rows


def remote(rng: Random) -> Sheet:
    """A maker's remote transmission in English: leads as columns, thresholds with their width in one cell."""
    doc = Doc(rng, DEVICE, latin=True)
    doc.effective = moment(doc.when)
    doc.ink.box(0, 0, 596, 50, width=0, fill=SHADE)
    doc.text(36, 32, "Quick Look  Remote Transmission", 15, bold=True)
    doc.text(560, 24, "Kakuu CareSync(TM) Network", 8.5, align="right")
    doc.text(560, 38, rng.choice(bank.HOSPITALS_EN), 8.5, align="right")
    doc.pairs(
        36,
        70,
        (("Patient", doc.name(", ")), ("Patient ID", doc.pid()), ("Date of birth", doc.born("en"))),
        gap=90,
        mark=":",
    )
    doc.pairs(
        310,
        70,
        (
            ("Device", rng.choice(("Aozora XT VR ICD", "Kumo HF CRT-D"))),
            ("Serial number", f"KS{rng.randrange(10**7)}"),
            ("Interrogated", f"{day(doc.when, 'en')} {doc.when:%H:%M}"),
        ),
        gap=90,
        mark=":",
    )
    _status(doc)
    doc.text(36, 224, "Lead Measurements", 11, bold=True)
    leads = ("RA", "RV", "LV") if rng.random() < 0.4 else ("RA", "RV")
    rows = _by_lead(doc, leads)
    end = doc.table(36, 232, (130, *([120] * len(leads))), rows, step=19, rules="head")
    doc.text(46, end + 18, "Defib impedance")
    doc.result(180, end + 18, R(str(rng.randrange(35, 90)), "Defib impedance", "ohms", post=" ohms"))
    doc.text(36, end + 46, "Episodes since last session", 11, bold=True)
    rows = [
        [name, R(str(rng.randrange(0, top)), name)]
        for name, top in (("VF", 2), ("VT", 4), ("AT/AF", 90), ("NSVT", 12))
    ]
    end = doc.table(46, end + 54, (130, 60), rows, align="lr", step=15, head=0)
    doc.text(36, 800, "This report is a summary. See full report for details. Page 1 of 1", 7.5)
    return doc.sheet()


_PARTS = (
    ("本体", (("電池電圧", "V", 2.5, 3.2, 2), ("充電時間", "秒", 7, 13, 1))),
    ("RA", (("P波高", "mV", 0.8, 4.5, 1), ("抵抗", "Ω", 320, 700, 0), ("閾値", "V", 0.4, 1.5, 2))),
    (
        "RV",
        (
            ("R波高", "mV", 4, 18, 1),
            ("抵抗", "Ω", 320, 700, 0),
            ("閾値", "V", 0.4, 1.5, 2),
            ("ショック抵抗", "Ω", 38, 80, 0),
        ),
    ),
)


def _zones(doc: Doc) -> None:
    rng = doc.rng
    x = 40.0
    for name, value, unit in (
        ("モード", rng.choice(("DDD", "DDI", "AAI")), ""),
        ("基本レート", rng.choice(("40", "50", "60")), "bpm"),
        ("VTゾーン", "171", "bpm"),
        ("VFゾーン", "200", "bpm"),
    ):
        doc.text(x, 104, name, 9.5)
        x = (
            doc.result(
                x + doc.width(name, 9.5) + 8, 104, R(value, name, unit, post=f" {unit}" if unit else ""), 9.5
            )
            + 24
        )


def trend(rng: Random) -> Sheet:
    """A follow-up list: a table of dates across for every lead, settings in a line above."""
    doc = Doc(rng, DEVICE)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    visits = [doc.when - timedelta(days=182 * n + rng.randrange(20)) if n else doc.when for n in range(4)][
        ::-1
    ]
    doc.text(40, 40, "植込みデバイス経過一覧表", 14, bold=True)
    doc.text(555, 40, f"{rng.choice(bank.HOSPITALS)} 臨床工学科", 8.5, align="right")
    doc.rule(40, 48, 555, 1)
    doc.along(
        40,
        64,
        [f"{doc.pid()}", f"{doc.name()} 様", doc.sex("性"), f"{doc.born('slash')}生", f"{doc.age()}歳"],
        size=10,
    )
    doc.along(
        40,
        80,
        [
            f"ICD  {rng.choice(('Aozora XT DR', 'Hoshi ICD-D'))}",
            f"S/N {rng.randrange(10**8)}",
            f"最終チェック {day(doc.when, 'slash')}",
        ],
    )
    _zones(doc)
    y = 116.0
    for part, rows_of in _PARTS:
        rows: list[list[Cell]] = [[part, *(day(v, "slash") for v in visits)]]
        for name, unit, low, high, digits in rows_of:
            full = name if part == "本体" else f"{name} {part}"
            rows.append(
                [
                    f"{name}（{unit}）",
                    *(
                        R(f"{rng.uniform(low, high):.{digits}f}", full, unit, "", "", v.strftime("%Y-%m-%d"))
                        if rng.random() < 0.93
                        else "―"
                        for v in visits
                    ),
                ]
            )
        y = (
            doc.table(
                40,
                y,
                (115, *([100] * len(visits))),
                rows,
                align="l" + "r" * len(visits),
                step=17,
                rules="grid",
                fill=SHADE,
            )
            + 10
        )
    doc.text(40, y + 8, "※リード抵抗の急な変化（30%以上）は担当医に連絡", 8)
    return doc.sheet()


FAMILIES = (
    Family("device-report-clinic", DEVICE, clinic),
    Family("device-report-remote", DEVICE, remote, "en"),
    Family("device-report-trend", DEVICE, trend),
)
