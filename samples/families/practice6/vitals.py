"""Vital signs: triage, an intensive ward's hours, a diary of blood pressure at home, a monitor's list."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice6 import bank
from samples.families.practice6.kit import MERGED, SHADE, Cell, Doc, R, day, moment, number
from samples.generating.family import Family
from samples.making.truth import Sheet

VITALS = DocumentType.VITALS


def triage(rng: Random) -> Sheet:
    """An emergency room's sheet: boxes with a small label above and a large number below, words to circle."""
    doc = Doc(rng, VITALS)
    doc.effective = moment(doc.when)
    doc.text(40, 48, "救急外来 トリアージ記録", 16, bold=True)
    doc.text(555, 48, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.table(
        40,
        60,
        (75, 180, 75, 185),
        [
            ["患者ID", doc.pid(), "来院手段", rng.choice(("救急車", "独歩", "車椅子"))],
            ["氏名", f"{doc.name()}　{doc.sex()}", "生年月日", f"{doc.born('kanji')}　{doc.age()}歳"],
            [
                "主訴",
                rng.choice(("胸痛", "腹痛", "めまい", "発熱")),
                "測定日時",
                f"{day(doc.when, 'kanji')} {doc.when:%H:%M}",
            ],
        ],
        size=10,
        step=24,
        rules="grid",
        head=0,
    )
    signs = (
        ("血圧", f"{rng.randrange(84, 196)}/{rng.randrange(44, 108)}", "mmHg"),
        ("脈拍数", str(rng.randrange(48, 138)), "回/分"),
        ("呼吸数", str(rng.randrange(12, 32)), "回/分"),
        ("体温", number(rng, 35.4, 39.6, 1), "℃"),
        ("SpO2", str(rng.randrange(86, 101)), "%"),
        ("GCS合計", str(rng.randrange(9, 16)), "点"),
        ("血糖値", str(rng.randrange(62, 320)), "mg/dL"),
        ("疼痛NRS", str(rng.randrange(0, 10)), ""),
    )
    for n, (name, value, unit) in enumerate(signs):
        x, y = 40 + n % 4 * 128.75, 156 + n // 4 * 74
        doc.ink.box(x, y, x + 128.75, y + 74, width=0.6)
        doc.band(x + 0.5, y + 0.5, x + 128, y + 18, SHADE)
        doc.text(x + 6, y + 13, name, 9.5)
        end = doc.result(x + 14, y + 52, R(value, name, unit), 20)
        doc.text(end + 5, y + 52, unit, 9)
    doc.text(40, 334, "緊急度（JTAS）", 10.5, bold=True)
    doc.along(140, 334, ["□ 蘇生", "□ 緊急", "□ 準緊急", "□ 低緊急", "□ 非緊急"], size=10)
    doc.text(40, 364, "観察記録", 10.5, bold=True)
    said = rng.choice(
        (
            "会話可能。顔色不良、冷汗あり。末梢冷感軽度。付き添いの家族より昨夜からの症状とのこと。",
            "歩行にて入室。嘔吐2回あり。腹部は平坦、軟。アレルギー歴は不明。",
        )
    )
    doc.prose(40, 384, 510, said, size=10.5, step=18)
    doc.text(555, 450, f"トリアージ看護師　{bank.doctor(rng)}", 10, align="right")
    return doc.sheet()


_HOURLY = (
    (
        "循環",
        (
            ("心拍数", "bpm", 56, 124, 0),
            ("ABP収縮期", "mmHg", 82, 164, 0),
            ("ABP拡張期", "mmHg", 40, 72, 0),
            ("ABP平均", "mmHg", 56, 110, 0),
            ("CVP", "mmHg", 3, 16, 0),
            ("CI", "L/min/m2", 1.8, 4.2, 1),
        ),
    ),
    (
        "呼吸",
        (
            ("呼吸数", "/min", 10, 30, 0),
            ("SpO2", "%", 90, 100, 0),
            ("FiO2", "%", 25, 60, 0),
            ("PEEP", "cmH2O", 5, 12, 0),
            ("一回換気量", "mL", 320, 560, 0),
        ),
    ),
    ("体温", (("膀胱温", "℃", 35.2, 38.9, 1), ("末梢温", "℃", 31.2, 36.0, 1))),
    ("水分", (("時間尿量", "mL", 5, 210, 0), ("ドレーン", "mL", 0, 60, 0), ("輸液量", "mL", 40, 180, 0))),
)


def intensive(rng: Random) -> Sheet:
    """An intensive ward's day on a landscape page: eight hours across, groups named upright, units apart."""
    doc = Doc(rng, VITALS, size=landscape(A4))
    doc.when = doc.when.replace(hour=0, minute=0)
    first = rng.choice((0, 6, 8, 12))
    hours = [doc.when + timedelta(hours=first + n) for n in range(8)]
    doc.effective = moment(hours[-1])
    doc.text(30, 34, "ICU経過記録", 15, bold=True)
    doc.text(150, 34, f"{day(doc.when, 'kanji')}", 12)
    doc.text(812, 34, f"Bed {rng.randrange(1, 13):02d}　{rng.choice(bank.HOSPITALS)}", 8.5, align="right")
    doc.along(
        30,
        52,
        [
            f"ID {doc.pid()}",
            f"{doc.name()} 様",
            doc.sex("性"),
            f"{doc.born('slash')} 生",
            f"入室 {rng.randrange(2, 9)}日目",
            f"担当医 {rng.choice(bank.DOCTORS)}",
        ],
        size=9.5,
    )
    left, top, step = 30.0, 62.0, 24.0
    label, units, wide = left + 22, left + 112, 79.0
    edges = [left, label, units, *(left + 164 + n * wide for n in range(9))]
    doc.band(left, top, edges[-1], top + step, SHADE)
    doc.ink.line(left, top + step, edges[-1], top + step, 0.8)
    doc.text(label + 4, top + 16, "項目", 9)
    doc.text(units + 4, top + 16, "単位", 9)
    for hour, x in zip(hours, edges[3:], strict=False):
        doc.text(x + wide / 2, top + 16, f"{hour.hour}時", 9, align="centre")
    y, bases = top + step, dict[str, float]()
    for group, rows in _HOURLY:
        start = y
        for name, unit, low, high, digits in rows:
            doc.text(label + 4, y + 16, name, 9)
            doc.cell(units, edges[3], y + 16, unit, 8, "l", bold=False)
            base = rng.uniform(low, high)
            if name == "ABP平均":
                base = (bases["ABP収縮期"] + 2 * bases["ABP拡張期"]) / 3
            bases[name] = base
            for hour, x in zip(hours, edges[3:], strict=False):
                if rng.random() < (0.45 if name in ("CI", "末梢温", "一回換気量") else 0.06):
                    continue
                value = min(max(base + rng.uniform(-0.06, 0.06) * (high - low), low), high)
                r = R(f"{value:.{digits}f}", name, unit, "", "", moment(hour))
                doc.result(x + wide / 2, y + 16, r, 9.5, "centre")
            y += step
            doc.ink.line(label, y, edges[-1], y, 0.3, 0.5)
        doc.upright(left + 11, start + (y - start) / 2 - 1, group, 9)
        doc.ink.line(left, y, edges[-1], y, 0.8)
    for x in edges:
        doc.ink.line(x, top, x, y, 0.4)
    doc.ink.box(left, top, edges[-1], y)
    doc.text(30, y + 16, "申し送り：体位変換2時間毎。鎮静はRASS -1を目標。", 8.5)
    return doc.sheet()


def diary(rng: Random) -> Sheet:
    """Blood pressure at home: a line a day, morning and evening as groups of columns, month and day only."""
    doc = Doc(rng, VITALS)
    first = doc.when = doc.when.replace(day=1)
    count = rng.randint(9, 16)
    doc.effective = (first + timedelta(days=count - 1)).strftime("%Y-%m-%d")
    doc.text(297, 46, "家庭血圧・体重 記録表", 16, bold=True, align="centre")
    doc.text(297, 66, f"{first.year}年{first.month}月", 12, align="centre")
    doc.text(50, 86, f"お名前　{doc.name()}　様", 10.5)
    doc.text(270, 86, f"診察券番号　{doc.pid()}", 10)
    doc.text(545, 86, f"生年月日　{doc.born('era')}", 10, align="right")
    signs = (("最高血圧", 104, 168), ("最低血圧", 58, 99), ("脈拍", 52, 92))
    rows: list[list[Cell]] = [
        ["日付", "朝", MERGED, MERGED, "夜", MERGED, MERGED, "体重"],
        ["", *(name for _ in range(2) for name, _, _ in signs), ""],
        ["", *("拍/分" if name == "脈拍" else "mmHg" for _ in range(2) for name, _, _ in signs), "kg"],
    ]
    weight = rng.uniform(42, 84)
    for n in range(count):
        at = first + timedelta(days=n)
        row: list[Cell] = [day(at, "month")]
        for part in ("朝", "夜"):
            if rng.random() < 0.12:
                row += ["", "", ""]
                continue
            for name, low, high in signs:
                unit = "拍/分" if name == "脈拍" else "mmHg"
                row.append(
                    R(str(rng.randrange(low, high)), f"{part} {name}", unit, "", "", at.strftime("%Y-%m-%d"))
                )
        weight += rng.uniform(-0.4, 0.4)
        row.append(R(f"{weight:.1f}", "体重", "kg", "", "", at.strftime("%Y-%m-%d")))
        rows.append(row)
    end = doc.table(
        50,
        98,
        (55, 62, 62, 62, 62, 62, 62, 68),
        rows,
        align="cccccccc",
        size=10,
        step=22,
        rules="grid",
        head=3,
    )
    doc.text(50, end + 16, "起床後1時間以内と就寝前に、座って測りましょう。", 8.5)
    return doc.sheet()


def _line(rng: Random) -> tuple[str, ...]:
    """Rate, beats, pressures, saturation, breaths, temperature."""
    systolic = rng.randrange(88, 172)
    diastolic = round(systolic * rng.uniform(0.48, 0.66))
    return (
        str(rng.randrange(52, 128)),
        str(rng.randrange(0, 9)),
        str(systolic),
        str(diastolic),
        str(round((systolic + 2 * diastolic) / 3)),
        str(rng.randrange(90, 101)),
        str(rng.randrange(10, 28)),
        number(rng, 35.8, 38.8, 1),
    )


def monitor(rng: Random) -> Sheet:
    """A bedside monitor's list in English: a bar for the day, times below it, newest at the top."""
    doc = Doc(rng, VITALS, latin=True)
    doc.text(36, 40, "Tabular Trend", 14, bold=True)
    doc.text(560, 40, rng.choice(bank.HOSPITALS_EN), 8.5, align="right")
    doc.along(
        36,
        58,
        [
            doc.name(", "),
            f"ID {doc.pid()}",
            f"DOB {doc.born('en')}",
            doc.sex("Sex"),
            f"Bed {rng.randrange(1, 30)}",
        ],
        size=9.5,
    )
    heads: list[Cell] = ["Time", "HR", "PVC", "NIBP S", "NIBP D", "NIBP M", "SpO2", "RR", "T1"]
    units = ("", "bpm", "/min", "mmHg", "mmHg", "mmHg", "%", "rpm", "°C")
    step = rng.choice((15, 30, 60))
    at = doc.when.replace(hour=rng.randrange(1, 5), minute=0)
    rows: list[list[Cell] | str] = [heads, list(units)]
    last = ""
    doc.effective = moment(at)
    for _ in range(rng.randint(11, 17)):
        if (today := day(at, "en")) != last:
            rows.append(today)
            last = today
        pressed = rng.random() < 0.6
        row: list[Cell] = [f"{at:%H:%M}"]
        for name, unit, value in zip(heads[1:], units[1:], _line(rng), strict=True):
            dropped = (str(name).startswith("NIBP") and not pressed) or rng.random() < 0.04
            row.append("---" if dropped else R(value, str(name), unit, "", "", moment(at)))
        rows.append(row)
        at -= timedelta(minutes=step)
    doc.table(
        36,
        70,
        (60, *([58] * 8)),
        rows,
        align="l" + "r" * 8,
        size=9,
        step=17,
        rules="rows",
        head=2,
        fill=SHADE,
    )
    doc.text(36, 806, f"Interval {step} min    Printed at central station", 8)
    return doc.sheet()


FAMILIES = (
    Family("vitals-triage", VITALS, triage),
    Family("vitals-intensive", VITALS, intensive),
    Family("vitals-diary", VITALS, diary),
    Family("vitals-monitor", VITALS, monitor, "en"),
)
