"""Echocardiography: a worksheet of two columns, a hospital's ruled report, an English print of a machine."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import B5, PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

ECHO = DocumentType.ECHOCARDIOGRAPHY
_M = (
    ("IVSd", "mm", 7, 14, 0, "7-11"), ("LVPWd", "mm", 7, 13, 0, "7-11"), ("LVDd", "mm", 40, 62, 0, "40-55"),
    ("LVDs", "mm", 22, 48, 0, "22-40"), ("LAD", "mm", 28, 52, 0, "20-40"), ("AoD", "mm", 26, 40, 0, "20-37"),
    ("EF(Teich)", "%", 32, 74, 0, "55-80"), ("%FS", "%", 18, 44, 0, "30-50"),
)  # fmt: skip
_D = (
    ("E波", "cm/s", 42, 120, 0), ("A波", "cm/s", 40, 110, 0), ("E/A", "", 0.6, 1.9, 2), ("DcT", "ms", 130, 290, 0),
    ("e'(中隔)", "cm/s", 3.5, 11.0, 1), ("E/e'", "", 6.0, 19.0, 1), ("TRPG", "mmHg", 15, 48, 0),
    ("IVC径", "mm", 9, 23, 0),
    ("LAVI", "mL/m2", 20, 58, 1),
)  # fmt: skip
_SAID = (
    "左室壁運動は良好です。", "軽度の左房拡大を認めます。", "軽度僧帽弁逆流を認めます。", "左室拡張障害が疑われます。",
    "心嚢液貯留は認めません。", "下壁に壁運動低下を認めます。", "肺高血圧を示唆する所見はありません。",
)  # fmt: skip


def _valves(rng: Random) -> list[list[Cell]]:
    """A row a valve."""
    rows: list[list[Cell]] = [["", "逆流", "狭窄", "最大流速"]]
    for valve in ("僧帽弁", "大動脈弁", "三尖弁", "肺動脈弁"):
        row: list[Cell] = [
            valve,
            R(rng.choice(("なし", "trivial", "軽度", "中等度")), f"{valve} 逆流"),
            R(rng.choice(("なし", "なし", "軽度")), f"{valve} 狭窄"),
        ]
        row.append(
            R(num(rng, 0.7, 2.9, 1), f"{valve} 最大流速", "m/s", post=" m/s") if valve == "大動脈弁" else ""
        )
        rows.append(row)
    return rows


def worksheet(rng: Random) -> Sheet:
    """A worksheet: label, colon, value and unit in two columns; valves as words; conclusions in a box."""
    doc = Doc(rng, ECHO)
    doc.effective = day(doc.when, "dash")
    doc.text(297, 44, "心臓超音波検査報告書", 15, bold=True, align="centre")
    doc.along(
        40,
        68,
        [f"患者ID：{doc.pid()}", f"氏名：{doc.name()}", f"性別：{doc.sex()}", f"年齢：{doc.age()}才"],
        size=9.5,
        gap=20,
    )
    doc.along(
        40,
        84,
        [
            f"検査日：{day(doc.when, 'kanji')}",
            f"依頼科：{rng.choice(bank.DEPARTMENTS)}",
            "検査機器：Vivoid E99",
        ],
        size=9.5,
        gap=20,
    )
    doc.rule(36, 92, 559, 1)
    doc.text(40, 110, "＜Mモード・断層＞", 10.5, bold=True)
    doc.text(310, 110, "＜ドプラ＞", 10.5, bold=True)
    y = 130.0
    for label, unit, low, high, digits, ref in _M:
        doc.text(50, y, f"{label}：", 10)
        doc.result(170, y, R(num(rng, low, high, digits), label, unit, ref), 10, "right")
        doc.text(176, y, unit, 10)
        doc.text(214, y, f"({ref})", 9)
        y += 19
    y = 130.0
    for label, unit, low, high, digits in _D:
        doc.text(320, y, f"{label}：", 10)
        doc.result(460, y, R(num(rng, low, high, digits), label, unit), 10, "right")
        doc.text(466, y, unit, 10)
        y += 19
    doc.text(40, y + 14, "＜弁＞", 10.5, bold=True)
    rows = _valves(rng)
    end = doc.table(
        50, y + 22, (110, 110, 110, 130), rows, align="lccc", size=9.5, step=18, rules="grid", fill=PALE
    )
    doc.ink.box(40, end + 18, 555, end + 124, width=0.7)
    doc.text(46, end + 34, "結論", 10.5, bold=True)
    y = end + 52
    for number, said in enumerate(rng.sample(_SAID, rng.randint(2, 4)), 1):
        y = doc.statement(56, y, 480, said, "結論", size=10, number=f"{number}）", step=18)
    doc.text(40, 800, f"検査者 {bank.family(rng)}　　判読医 {bank.family(rng)}", 9)
    doc.seal(300, 796, bank.family(rng), 12)
    return doc.sheet()


def ruled(rng: Random) -> Sheet:
    """B5: a ruled table of three pairs in a row with ranges in small print, findings as prose, diagnosis below."""
    doc = Doc(rng, ECHO, size=B5)
    doc.effective = moment(doc.when)
    doc.band(30, 26, 486, 46, SKY)
    doc.text(36, 41, "経胸壁心エコー図検査", 12, bold=True)
    doc.text(480, 41, rng.choice(bank.HOSPITALS), 8, align="right")
    head: list[list[Cell]] = [
        ["ID", doc.pid(), "氏名", f"{doc.name()} 様"],
        ["生年月日", doc.born("kanji0"), "性別", doc.sex("性")],
        ["検査日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}", "病棟", rng.choice(bank.WARDS)],
    ]
    doc.table(30, 52, (60, 168, 60, 168), head, size=9, step=17, rules="grid", head=0)
    given = [
        *((a, b, c, d, e) for a, b, c, d, e, _ in _M),
        ("LVEF(MOD)", "%", 30, 70, 0), ("EDV(MOD)", "mL", 70, 170, 0), ("ESV(MOD)", "mL", 24, 90, 0), *_D,
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for n in range(0, len(given) - len(given) % 2, 2):
        row: list[Cell] = []
        for label, unit, low, high, digits in given[n : n + 2]:
            row += [label, R(num(rng, low, high, digits), label, unit), unit]
        rows.append(row)
    end = doc.table(30, 114, (86, 80, 62) * 2, rows, align="lrl" * 2, size=9.5, step=18, rules="grid", head=0)
    doc.text(30, end + 20, "所見コメント", 10, bold=True)
    y = doc.prose(
        36,
        end + 36,
        440,
        "音響条件はやや不良。大動脈弁は三尖、軽度の石灰化あり。心内血栓は明らかでない。",
        size=9,
    )
    doc.text(30, y + 10, "診断", 10, bold=True)
    y += 28
    for said in rng.sample(_SAID, rng.randint(2, 3)):
        doc.text(36, y, "・", 9.5)
        y = doc.statement(48, y, 420, said, "診断", size=9.5, step=16)
    doc.foot(f"検査担当：{bank.doctor(rng)}")
    return doc.sheet()


_MACHINE = (
    (
        ("2D / M-MODE", (
            ("IVSd", "cm", 0.7, 1.4, 2), ("LVIDd", "cm", 3.9, 6.2, 2), ("LVPWd", "cm", 0.7, 1.3, 2),
            ("LVIDs", "cm", 2.2, 4.8, 2), ("LA dimension", "cm", 2.7, 5.2, 2), ("Ao root diam", "cm", 2.5, 4.0, 2),
            ("EDV(Teich)", "ml", 70, 190, 1), ("ESV(Teich)", "ml", 20, 110, 1), ("EF(Teich)", "%", 32, 74, 1),
            ("FS", "%", 17, 44, 1),
        )),
        ("LV MASS", (("LV mass", "g", 110, 290, 1), ("LV mass index", "g/m2", 62, 160, 1))),
    ),
    (
        ("MITRAL VALVE", (
            ("MV E Vmax", "m/s", 0.4, 1.2, 2), ("MV A Vmax", "m/s", 0.4, 1.1, 2), ("MV E/A", "", 0.6, 1.9, 2),
            ("MV DecT", "ms", 130, 290, 0), ("E/E' Sept", "", 6, 20, 1),
        )),
        ("AORTIC VALVE", (
            ("AV Vmax", "m/s", 0.9, 4.1, 2), ("AV maxPG", "mmHg", 4, 66, 1), ("AV meanPG", "mmHg", 2, 40, 1),
            ("AVA (VTI)", "cm2", 0.7, 2.4, 2), ("LVOT Vmax", "m/s", 0.6, 1.3, 2),
        )),
        ("TRICUSPID VALVE", (
            ("TR Vmax", "m/s", 1.9, 3.4, 2), ("TR maxPG", "mmHg", 14, 46, 1), ("RVSP", "mmHg", 19, 52, 1),
        )),
    ),
)  # fmt: skip


def machine(rng: Random) -> Sheet:
    """An English print of a machine: sections of 2D, M-mode and Doppler, values in right-justified columns."""
    doc = Doc(rng, ECHO, latin=True)
    doc.effective = day(doc.when, "dash")
    doc.text(36, 40, "Adult Echo Report", 15, bold=True)
    doc.text(559, 40, rng.choice(bank.HOSPITALS_EN), 10, align="right")
    doc.rule(36, 48, 559, 1)
    doc.along(
        36,
        64,
        [
            f"Name: {doc.name(' ')}",
            f"ID: {doc.pid()}",
            f"DOB: {doc.born('dash')}",
            f"Gender: {doc.sex('Sex')}",
        ],
        size=9,
        gap=18,
    )
    doc.along(
        36,
        78,
        [
            f"Study date: {day(doc.when, 'dash')}",
            "Sonographer: SY",
            "Referring: " + rng.choice(bank.DOCTORS_EN),
        ],
        size=9,
        gap=18,
    )
    for n, blocks in enumerate(_MACHINE):
        x, y = 36.0 + n * 272, 108.0
        for head, given in blocks:
            doc.band(x, y - 11, x + 250, y + 4, PALE)
            doc.text(x + 4, y, head, 9, bold=True)
            y += 20
            for label, unit, low, high, digits in given:
                doc.text(x + 8, y, label, 9)
                doc.result(x + 180, y, R(num(rng, low, high, digits), label, unit), 9, "right")
                doc.text(x + 186, y, unit, 9)
                y += 15
            y += 12
    doc.text(36, 400, "Conclusions", 11, bold=True)
    y = 418.0
    for said in rng.sample(
        (
            "Normal left ventricular size and systolic function.",
            "Mild mitral regurgitation.",
            "Mild left atrial enlargement.",
            "No pericardial effusion.",
            "Impaired relaxation pattern of left ventricular filling.",
        ),
        rng.randint(2, 4),
    ):
        y = doc.statement(44, y, 500, said, "Conclusions", size=10, step=16)
    doc.foot("Page 1 of 1")
    return doc.sheet()


FAMILIES = (
    Family("echocardiography-label-value", ECHO, worksheet),
    Family("echocardiography-b5-ruled", ECHO, ruled),
    Family("echocardiography-machine-en", ECHO, machine, "en"),
)
