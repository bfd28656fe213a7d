"""Vital signs: a temperature board, a day in intensive care, nursing records, a dialysis session."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import MERGED, PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

VITALS = DocumentType.VITALS


def _pressure(rng: Random, least: int = 98, most: int = 162) -> str:
    high = rng.randint(least, most)
    return f"{high}/{int(high * rng.uniform(0.52, 0.66))}"


def _board_rows(rng: Random, days: list[datetime], warm: list[float]) -> list[list[Cell]]:
    """Twice a day, then once a day."""
    clocks: list[Cell] = ["時刻", ""]
    rows: list[list[Cell]] = [clocks]
    for _ in days:
        clocks += ["6:00", "14:00"]
    times = [at.replace(hour=hour) for at in days for hour in (6, 14)]
    each = (
        ("体温", "℃", lambda n: f"{warm[n]:.1f}"),
        ("脈拍", "回/分", lambda _: num(rng, 58, 108)),
        ("呼吸数", "回/分", lambda _: num(rng, 12, 26)),
        ("血圧", "mmHg", lambda _: _pressure(rng)),
        ("SpO2", "%", lambda _: num(rng, 91, 99)),
    )
    for name, unit, made in each:
        row: list[Cell] = [name, unit]
        for n, at in enumerate(times):
            row.append(
                "" if name != "体温" and rng.random() < 0.1 else R(made(n), name, unit, when=moment(at))
            )
        rows.append(row)
    for name, unit, low, high in (
        ("尿量", "mL/日", 700, 2300), ("便", "回", 0, 3), ("水分摂取量", "mL", 400, 1800), ("体重", "kg", 48, 52),
    ):  # fmt: skip
        row = [name, unit]
        for at in days:
            value = num(rng, low, high, 1 if name == "体重" else 0)
            said: Cell = R(value, name, unit, when=at.strftime("%Y-%m-%d"))
            row += ["" if name == "体重" and rng.random() < 0.5 else said, MERGED]
        rows.append(row)
    return rows


def board(rng: Random) -> Sheet:
    """経過表: days across, two times a day, a graph above and the numbers in rows below; sums once a day."""
    doc = Doc(rng, VITALS, size=landscape(A4))
    doc.when = doc.when.replace(hour=14, minute=0)
    days = [doc.when - timedelta(days=n) for n in range(6, -1, -1)]
    doc.effective = moment(days[-1])
    doc.text(28, 32, "経 過 表", 15, bold=True)
    doc.along(
        120,
        32,
        [
            doc.pid(),
            f"{doc.name()} 様",
            doc.sex("性"),
            f"{doc.born('era.')} ({doc.age()}歳)",
            rng.choice(bank.WARDS),
        ],
        size=9.5,
    )
    doc.text(814, 32, f"{day(days[0], 'slash')} ～ {day(days[-1], 'slash')}", 9, align="right")
    left, wide = 118.0, 99.4
    doc.text(62, 52, "月日", 9)
    for n, at in enumerate(days):
        doc.text(left + wide * (n + 0.5), 52, day(at, "month"), 9.5, align="centre")
    doc.axes(left, 58, wide * 7, 150, grid=7)
    for n, label in enumerate(("40", "39", "38", "37", "36", "35")):
        doc.text(110, 66 + n * 27, label, 7.5, align="right")
    warm = [rng.uniform(36.1, 38.6) for _ in range(14)]
    doc.curve(left + wide / 4, 58, wide * 6.5, 150, [(t - 35) / 5.4 for t in warm])
    rows = _board_rows(rng, days, warm)
    doc.table(
        28,
        216,
        (50, 40, *[wide / 2] * 14),
        rows,
        align="lc" + "c" * 14,
        size=8.5,
        step=20,
        rules="grid",
        fill=SKY,
    )
    doc.text(28, 440, "記事", 9)
    doc.text(66, 440, "術後3日目 ドレーン抜去。歩行訓練開始。", 8.5)
    doc.foot(rng.choice(bank.HOSPITALS))
    return doc.sheet()


_INTENSIVE = (
    (
        "循環",
        (
            ("HR", "bpm", 60, 130, 0),
            ("ABP", "mmHg", 0, 0, 0),
            ("ABPm", "mmHg", 55, 105, 0),
            ("CVP", "mmHg", 2, 14, 0),
            ("BT", "℃", 36.0, 38.9, 1),
        ),
    ),
    (
        "呼吸",
        (
            ("RR", "/min", 10, 30, 0),
            ("SpO2", "%", 90, 100, 0),
            ("FiO2", "", 0.3, 0.6, 2),
            ("PEEP", "cmH2O", 5, 12, 0),
            ("VT", "mL", 340, 560, 0),
            ("EtCO2", "mmHg", 30, 46, 0),
        ),
    ),
    ("IN/OUT", (("尿量", "mL/h", 10, 180, 0), ("ドレーン", "mL", 0, 60, 0), ("輸液", "mL/h", 40, 160, 0))),
    ("その他", (("RASS", "", -4, 1, 0), ("瞳孔 右", "mm", 2, 4, 1), ("瞳孔 左", "mm", 2, 4, 1))),
)


def intensive(rng: Random) -> Sheet:
    """ICU: the hours of one day across, groups down, small print, hourly urine and settings of the ventilator."""
    doc = Doc(rng, VITALS, size=landscape(A4))
    doc.when = doc.when.replace(hour=0, minute=0)
    hours = rng.choice((range(12), range(8, 20), range(16)))
    at = [doc.when.replace(hour=h) for h in hours]
    doc.effective = moment(at[-1])
    doc.text(24, 30, "ICU 重症経過表", 13, bold=True)
    doc.text(24, 48, f"{day(doc.when, 'kanji')}　　入室 {rng.randint(2, 9)}日目", 9.5)
    doc.along(
        190,
        48,
        [f"ID:{doc.pid()}", f"氏名:{doc.name()}", f"{doc.sex()}", f"{doc.age()}歳", f"{doc.born('slash')}"],
        size=9,
    )
    lead = 96.0
    wide = (798 - lead - 44) / len(at)
    rows: list[list[Cell] | str] = [["項目", "単位", *(f"{t:%H}:00" for t in at)]]
    for head, given in _INTENSIVE:
        rows.append(head)
        for name, unit, low, high, digits in given:
            row: list[Cell] = [name, unit]
            for n, t in enumerate(at):
                value = _pressure(rng, 84, 170) if name == "ABP" else num(rng, low, high, digits)
                if name == "RASS":
                    value = str(rng.randint(-4, 1))
                seldom = name in ("RASS", "瞳孔 右", "瞳孔 左", "BT", "PEEP") and n % 2
                row.append("" if seldom or rng.random() < 0.06 else R(value, name, unit, when=moment(t)))
            rows.append(row)
    doc.table(
        22,
        60,
        (lead, 44, *[wide] * len(at)),
        rows,
        align="lc" + "c" * len(at),
        size=8,
        step=19,
        rules="grid",
        fill=PALE,
    )
    doc.text(22, 540, f"担当看護師 {bank.family(rng)}　　医師サイン", 8.5)
    doc.seal(220, 536, bank.family(rng), 11)
    return doc.sheet()


_NOTES = (
    "夜間良眠されていた。創部痛の訴えなし。",
    "「少し息苦しい」と訴えあり。体位変換し経過観察とする。",
    "清拭施行。皮膚トラブルなし。",
    "家族面会あり。退院後の生活について説明する。",
    "トイレ歩行時ふらつきなし。見守りを継続する。",
)


def notes(rng: Random) -> Sheet:
    """看護記録: date and time at the left, vital signs in a running line, notes below them."""
    doc = Doc(rng, VITALS)
    count = rng.randint(6, 8)
    first = doc.when.replace(hour=6, minute=0)
    moments = [first + timedelta(hours=6 * n, minutes=rng.randrange(0, 50, 5)) for n in range(count)]
    doc.effective = moment(moments[-1])
    doc.text(297, 42, "看 護 記 録", 15, bold=True, align="centre")
    doc.ink.box(36, 52, 559, 74, width=0.7)
    doc.along(
        42,
        67,
        [f"患者番号 {doc.pid()}", f"氏名 {doc.name()}", doc.sex(), f"{doc.age()}歳", rng.choice(bank.WARDS)],
        size=9.5,
    )
    doc.text(42, 90, "日時", 9.5, bold=True)
    doc.text(140, 90, "記録内容", 9.5, bold=True)
    doc.text(510, 90, "署名", 9.5, bold=True)
    y = 96.0
    doc.rule(36, y, 559)
    for at in moments:
        doc.text(42, y + 16, f"{day(at, 'slash')} {at:%H:%M}", 9)
        x, when = 140.0, moment(at)
        for label, value, unit in (
            ("T", num(rng, 36.0, 38.4, 1), "℃"),
            ("P", num(rng, 60, 104), "回/分"),
            ("BP", _pressure(rng), "mmHg"),
            ("SpO2", num(rng, 92, 99), "%"),
            ("R", num(rng, 12, 24), "回/分"),
        ):
            if label == "R" and rng.random() < 0.4:
                continue
            doc.text(x, y + 16, f"{label}:", 9.5)
            x += doc.width(f"{label}:", 9.5) + 1
            x = doc.result(x, y + 16, R(value, label, unit, when=when, post=unit), 9.5) + 10
        end = doc.prose(140, y + 32, 360, rng.choice(_NOTES), size=9.5)
        doc.text(512, y + 16, bank.family(rng), 9.5)
        y = end + 2
        doc.rule(36, y, 559, 0.3)
    for x in (36, 134, 504, 559):
        doc.ink.line(x, 76, x, y, 0.4)
    doc.foot(rng.choice(bank.HOSPITALS) + "　看護部　　1 頁")
    return doc.sheet()


def _weights(rng: Random, start: datetime) -> list[list[Cell]]:
    """Labels, and under them the values of the day."""
    dry = rng.uniform(44, 70)
    before = dry + rng.uniform(1.5, 3.4)
    boxes: list[list[Cell]] = [
        ["DW", "前体重", "後体重", "増加量", "除水量", "血流量"],
        [
            R(f"{dry:.1f}", "DW", "kg", post=" kg", when=start.strftime("%Y-%m-%d")),
            R(f"{before:.1f}", "前体重", "kg", post=" kg", when=start.strftime("%Y-%m-%d")),
            R(f"{dry + 0.1:.1f}", "後体重", "kg", post=" kg", when=start.strftime("%Y-%m-%d")),
            R(f"{before - dry:.1f}", "増加量", "kg", post=" kg", when=start.strftime("%Y-%m-%d")),
            R(f"{before - dry + 0.2:.1f}", "除水量", "L", post=" L", when=start.strftime("%Y-%m-%d")),
            R(
                rng.choice(("180", "200", "220")),
                "血流量",
                "mL/min",
                post=" mL/min",
                when=start.strftime("%Y-%m-%d"),
            ),
        ],
    ]
    return boxes


def session(rng: Random) -> Sheet:
    """透析記録: weights in boxes above, then half-hours down with pressures and amounts across."""
    doc = Doc(rng, VITALS)
    start = doc.when.replace(hour=9, minute=rng.choice((0, 10, 20)))
    doc.effective = start.strftime("%Y-%m-%d")
    doc.text(36, 42, "透析記録用紙", 14, bold=True)
    doc.text(559, 42, f"透析日 {day(start, 'kanji')}　ベッド No.{rng.randint(1, 30)}", 9.5, align="right")
    doc.along(
        36,
        62,
        [f"患者ID {doc.pid()}", f"{doc.name()} 殿", doc.sex("性"), f"生年月日 {doc.born('slash')}"],
        size=10,
    )
    boxes = _weights(rng, start)
    y = doc.table(36, 74, (87.1,) * 6, boxes, align="c" * 6, size=10, step=21, rules="grid", fill=SKY) + 14
    rows: list[list[Cell]] = [
        ["時刻", "血圧", "脈拍", "体温", "静脈圧", "TMP", "除水積算", "処置・備考"],
        ["", "mmHg", "/分", "℃", "mmHg", "mmHg", "L", ""],
    ]
    taken = 0.0
    for n in range(rng.randint(8, 10)):
        at = start + timedelta(minutes=30 * n)
        when = moment(at)
        warm: Cell = R(num(rng, 35.9, 37.0, 1), "体温", "℃", when=when) if n % 4 == 0 else ""
        rows.append(
            [
                f"{at:%H:%M}",
                R(_pressure(rng, 92, 168), "血圧", "mmHg", when=when),
                R(num(rng, 58, 92), "脈拍", "/分", when=when),
                warm,
                R(num(rng, 70, 160), "静脈圧", "mmHg", when=when),
                R(num(rng, 20, 90), "TMP", "mmHg", when=when),
                R(f"{taken:.2f}", "除水積算", "L", when=when),
                "開始" if n == 0 else rng.choice(("", "", "生食100mL", "足つりあり")),
            ]
        )
        taken += rng.uniform(0.2, 0.4)
    wide = (54, 74, 50, 50, 60, 54, 64, 117)
    end = doc.table(36, y, wide, rows, align="ccccccrl", size=9.5, step=22, rules="grid", head=2, fill=SKY)
    doc.text(36, end + 18, f"穿刺 {bank.family(rng)}　　回収 {bank.family(rng)}　　止血 良好", 9)
    doc.foot(rng.choice(bank.HOSPITALS))
    return doc.sheet()


FAMILIES = (
    Family("vitals-keikahyo", VITALS, board),
    Family("vitals-icu-hours", VITALS, intensive),
    Family("vitals-nursing-record", VITALS, notes),
    Family("vitals-dialysis-session", VITALS, session),
)
