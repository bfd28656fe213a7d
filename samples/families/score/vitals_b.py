"""Vitals: a ward's three-day chart, a dialysis record, an anaesthesia summary, a triage sheet, an English chart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import B5, GREY, MERGED, PALE, SKY, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

VITALS = DocumentType.VITALS
_WEEK = "月火水木金土日"
Rows = list[list[Cell] | str]


def _pressure(rng: Random, low: int = 92, high: int = 176) -> str:
    upper = rng.randint(low, high)
    return f"{upper}/{round(upper * rng.uniform(0.48, 0.66))}"


def _day_totals(doc: Doc, y: float, heads: list[str], days: list[datetime]) -> float:
    """What is measured once a day; where the table ends."""
    rng = doc.rng
    rows: Rows = [["", *heads]]
    for label, name, unit, low, high, digits in (
        ("体重(kg)", "体重", "kg", 44, 76, 1), ("経口摂取(mL)", "経口摂取", "mL", 300, 1500, 0),
        ("輸液量(mL)", "輸液量", "mL", 500, 1900, 0), ("尿量(mL)", "尿量", "mL", 620, 2200, 0),
        ("排便(回)", "排便", "回", 0, 3, 0), ("血糖 朝食前(mg/dL)", "血糖 朝食前", "mg/dL", 88, 212, 0),
    ):  # fmt: skip
        row: list[Cell] = [label]
        row += [R(num(rng, low, high, digits), name, unit, when=day(at, "dash")) for at in days]
        rows.append(row)
    rows.append(
        ["食事 主/副", *(R(f"{rng.randint(3, 10)}/{rng.randint(2, 10)}", "食事 主/副", when=day(at, "dash"))
                     for at in days)]
    )  # fmt: skip
    return doc.table(36, y, (112, 137, 137, 137), rows, align="lccc", rules="grid", size=8.5, step=18)


def ward(rng: Random) -> Sheet:
    """経過表: three days across with three times each, day totals in a second table, empty cells here and there."""
    doc = Doc(rng, VITALS)
    first = doc.when.replace(hour=6, minute=0)
    times = [
        first + timedelta(days=d, hours=h, minutes=rng.choice((0, 0, 10, 30)))
        for d in range(3)
        for h in (0, 8, 14)
    ]
    doc.text(36, 40, rng.choice(("経　過　表", "看護経過表", "フローシート（温度板）")), 15, bold=True)
    doc.text(560, 40, f"印刷日 {day(first + timedelta(days=3), 'slash')}", 8, align="right")
    doc.table(
        36, 50, (42, 92, 34, 126, 30, 34, 36, 40, 30, 60),
        [["患者ID", doc.pid(), "氏名", doc.name() + " 様", "性別", doc.sex(), "年齢", f"{doc.age()}歳", "病棟",
          rng.choice(bank.WARDS)]],
        rules="grid", head=0, size=8.5, step=18, align="lclclclclc",
    )  # fmt: skip
    seen = (
        ["slash", "slash", "slash"]
        if rng.random() < 0.5 or times[-1].year > first.year
        else ["slash", "month", "month"]
    )
    dates: list[Cell] = [""]
    for n in range(3):
        at = times[3 * n]
        dates += [f"{day(at, seen[n])}({_WEEK[at.weekday()]})", MERGED, MERGED]
    rows: Rows = [dates, ["項目", *(f"{at:%-H:%M}" for at in times)]]
    made: dict[str, tuple[str, str, Callable[[], str]]] = {
        "体温(℃)": ("体温", "℃", lambda: num(rng, 36.0, 38.6, 1)),
        "脈拍(回/分)": ("脈拍", "回/分", lambda: num(rng, 56, 108)),
        "血圧(mmHg)": ("血圧", "mmHg", lambda: _pressure(rng)),
        "呼吸数(回/分)": ("呼吸数", "回/分", lambda: num(rng, 12, 26)),
        "SpO2(%)": ("SpO2", "%", lambda: num(rng, 91, 99)),
        "酸素流量(L/分)": ("酸素流量", "L/分", lambda: rng.choice(("1", "2", "3"))),
        "NRS": ("NRS", "", lambda: num(rng, 0, 7)),
        "意識レベル(JCS)": ("意識レベル(JCS)", "", lambda: rng.choice(("0", "I-1", "I-2", "I-3", "II-10"))),
    }
    for label, (name, unit, draw) in made.items():
        if name in ("酸素流量", "NRS") and rng.random() < 0.3:
            continue
        row: list[Cell] = [label]
        for at in times:
            gone = name not in ("体温", "脈拍", "血圧") and rng.random() < 0.25
            row.append("" if gone else R(draw(), name, unit, when=moment(at)))
        rows.append(row)
    end = doc.table(36, 84, (82, *[49] * 9), rows, align="l" + "c" * 9, rules="grid", head=2, size=8, step=18,
                    fill=PALE)  # fmt: skip
    doc.text(36, end + 26, "In／Out・その他（1日量）", 10, bold=True)
    end = _day_totals(doc, end + 32, [f"{day(times[3 * n], seen[n])}" for n in range(3)], times[::3])
    doc.text(36, end + 22, "看護記録", 9, bold=True)
    doc.prose(
        36,
        end + 38,
        520,
        "夜間は良眠。朝方に咳嗽あり、痰は白色少量。離床をすすめ病棟内歩行を見守った。",
        size=8.5,
    )
    doc.effective = moment(times[-1])
    return doc.sheet()


def dialysis(rng: Random) -> Sheet:
    """血液透析記録: B5, prescription at the top, weights, then an hourly table with the machine's pressures."""
    doc = Doc(rng, VITALS, size=B5)
    start = doc.when.replace(minute=rng.choice((0, 10, 25)))
    doc.effective = day(start, "dash")
    doc.text(258, 34, "血 液 透 析 記 録", 14, bold=True, align="centre")
    doc.text(28, 54, f"透析日：{day(start, 'kanji')}", 9)
    doc.text(488, 54, f"{rng.choice(bank.HOSPITALS)}", 8, align="right")
    doc.text(28, 70, f"患者番号：{doc.pid()}　氏名：{doc.name()}　（{doc.sex('性')}）　{doc.age()}歳", 9)
    dry = rng.uniform(42, 74)
    gain = rng.uniform(1.2, 3.4)
    after = dry + rng.choice((0, 0.1, 0.2, -0.1))
    given = (
        ("ドライウェイト", f"{dry:.1f}", "kg"), ("前体重", f"{dry + gain:.1f}", "kg"), ("後体重",
        f"{after:.1f}", "kg"),
        ("体重増加量", f"{gain:.1f}", "kg"), ("目標除水量", f"{gain + 0.2:.2f}", "L"),
        ("総除水量", f"{gain + 0.3:.2f}", "L"),
        ("透析時間", rng.choice(("4.0", "4.5", "3.5")), "時間"), ("透析液温", num(rng, 35.8, 36.8, 1), "℃"),
        ("Kt/V", num(rng, 1.2, 1.8, 2), ""),
    )  # fmt: skip
    for n, (label, value, unit) in enumerate(given):
        x, y = 28 + 154 * (n % 3), 94 + 17 * (n // 3)
        doc.text(x, y, label, 9)
        end = doc.result(x + 76, y, R(value, label, unit), 9)
        doc.text(end + 3, y, unit, 9)
    doc.text(28, 150, "ダイアライザ：FX-21S　　抗凝固薬：ヘパリン　　穿刺：左前腕内シャント", 8.5)
    heads = ("時刻", "血圧", "脈拍", "体温", "血流量", "静脈圧", "TMP", "除水速度", "除水積算")
    units = ("", "mmHg", "/分", "℃", "mL/min", "mmHg", "mmHg", "L/h", "L")
    rows: Rows = [list(heads), list(units)]
    hours, total = 5, 0.0
    flow = rng.choice((180, 200, 220, 250))
    for n in range(hours):
        at = start + timedelta(minutes=60 * n + rng.choice((0, 0, 2, 5)))
        total += gain / 4 if n else 0
        cells = (
            _pressure(rng, 98, 178), num(rng, 58, 96), num(rng, 35.9, 37.1, 1) if n in (0, 4) else "", str(flow),
            num(rng, 70, 165), num(rng, 8, 70), f"{gain / 4:.2f}" if n < 4 else "", f"{total:.2f}",
        )  # fmt: skip
        row: list[Cell] = [f"{at:%H:%M}"]
        for head, unit, value in zip(heads[1:], units[1:], cells, strict=True):
            row.append(R(value, head, unit, when=moment(at)) if value else "")
        rows.append(row)
    end = doc.table(28, 164, (44, 56, 44, 44, 50, 50, 50, 60, 62), rows, align="lcrrrrrrr", rules="grid",
                    head=2, size=8.5, step=18, fill=STRIPE)  # fmt: skip
    doc.text(28, end + 18, "処置・観察", 9, bold=True)
    doc.prose(28, end + 34, 460, "開始時 下肢のつりなし。シャント音良好、返血後 止血 10 分で確認。", size=8.5)
    doc.text(
        488, end + 78, f"担当 {rng.choice(bank.STAFF)}　確認 {rng.choice(bank.STAFF)}", 8.5, align="right"
    )
    return doc.sheet()


def anaesthesia(rng: Random) -> Sheet:
    """麻酔記録（要約）: quarter hours across, parameters down with their units, the balance in a block of its own."""
    doc = Doc(rng, VITALS, size=(841.9, 595.3))
    start = doc.when.replace(hour=rng.choice((9, 10, 13)), minute=0)
    count = rng.choice((9, 10, 12))
    times = [start + timedelta(minutes=15 * n) for n in range(count)]
    doc.effective = moment(times[-1])
    doc.text(40, 36, "麻 酔 記 録 （要約）", 14, bold=True)
    doc.along(40, 56, [f"ID: {doc.pid()}", f"患者名: {doc.name()}", f"性別: {doc.sex()}",
                       f"生年月日: {doc.born('slash')}（{doc.age()}歳）",
                       f"手術日: {day(start, 'slash')}"], size=9)  # fmt: skip
    doc.text(40, 72, f"術式: {rng.choice(('腹腔鏡下胆嚢摘出術', '人工股関節置換術', '胸腔鏡下肺部分切除術'))}"
             f"　麻酔法: 全身麻酔＋硬膜外麻酔　麻酔科医: {rng.choice(bank.STAFF_FULL)}", 9)  # fmt: skip
    rows: Rows = [["", *(f"{at:%H:%M}" for at in times)]]
    for label, unit, low, high, digits in (
        ("HR", "bpm", 54, 96, 0), ("NIBP", "mmHg", 0, 0, 0), ("SpO2", "%", 96, 100, 0),
        ("EtCO2", "mmHg", 31, 44, 0),
        ("直腸温", "℃", 35.6, 37.3, 1), ("BIS", "", 36, 58, 0), ("セボフルラン", "%", 1.0, 2.2, 1),
        ("PIP", "cmH2O", 13, 24, 0),
        ("一回換気量", "mL", 380, 520, 0), ("FiO2", "%", 38, 60, 0),
    ):  # fmt: skip
        row: list[Cell] = [f"{label} [{unit}]" if unit else label]
        for n, at in enumerate(times):
            value = _pressure(rng, 84, 146) if label == "NIBP" else num(rng, low, high, digits)
            gone = label in ("直腸温", "セボフルラン") and n in (0, count - 1)
            row.append("" if gone else R(value, label, unit, when=moment(at)))
        rows.append(row)
    end = doc.table(40, 86, (104, *[650 / count] * count), rows, align="l" + "c" * count, rules="rows", size=8.5,
                    step=19, fill=SKY)  # fmt: skip
    doc.text(40, end + 24, "出納バランス", 10, bold=True)
    date = day(start, "dash")
    for n, (label, low, high) in enumerate(
        (("輸液量", 800, 2400), ("輸血量", 0, 0), ("出血量", 10, 520), ("尿量", 90, 700))
    ):
        x = 40 + n * 160
        doc.text(x, end + 42, label, 9)
        at_x = doc.result(x + 46, end + 42, R(num(rng, low, high), label, "mL", when=date), 9)
        doc.text(at_x + 3, end + 42, "mL", 9)
    for n, (label, low, high) in enumerate((("手術時間", 48, 240), ("麻酔時間", 90, 300))):
        x = 40 + n * 160
        doc.text(x, end + 60, label, 9)
        at_x = doc.result(x + 46, end + 60, R(num(rng, low, high), label, "分", when=date), 9)
        doc.text(at_x + 3, end + 60, "分", 9)
    doc.text(40, end + 84, "覚醒良好、抜管後に病棟へ帰室。", 9)
    doc.text(800, 570, rng.choice(bank.HOSPITALS) + "　手術部", 8, align="right", colour=GREY)
    return doc.sheet()


def triage(rng: Random) -> Sheet:
    """救急外来トリアージ記録: A5, boxed labels in three columns, one measurement of each."""
    doc = Doc(rng, VITALS, size=(419.5, 595.3))
    doc.effective = moment(doc.when)
    doc.text(30, 36, "救急外来 トリアージ記録用紙", 13, bold=True)
    doc.table(
        30, 46, (58, 122, 58, 122),
        [["患者番号", doc.pid(), "来院方法", rng.choice(("救急車", "独歩", "車椅子"))],
         ["氏　名", doc.name(), "性　別", doc.sex("性")],
         ["生年月日", doc.born("kanji"), "年　齢", f"{doc.age()} 歳"],
         ["測定日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}", "トリアージ者", rng.choice(bank.STAFF)]],
        rules="grid", head=0, size=9, step=18,
    )  # fmt: skip
    doc.text(30, 142, "バイタルサイン", 10.5, bold=True)
    given = [
        ("体温", num(rng, 36.1, 39.4, 1), "℃"), ("脈拍", num(rng, 58, 132), "bpm"),
        ("血圧（右上腕）", _pressure(rng), "mmHg"), ("呼吸回数", num(rng, 12, 30), "回/分"),
        ("SpO₂", num(rng, 88, 99), "%"), ("酸素投与", rng.choice(("室内気", "2L カヌラ", "5L マスク")), ""),
        ("GCS", rng.choice(("E4V5M6", "E3V4M6", "E4V4M6")), ""), ("疼痛スケール", f"{rng.randint(0, 9)}/10", ""),
        ("簡易血糖", num(rng, 82, 260), "mg/dL"), ("身長", num(rng, 148, 178), "cm"),
        ("体重", num(rng, 42, 82, 1), "kg"),
        ("瞳孔径 右", rng.choice(("2.5", "3.0", "3.5")), "mm"), ("瞳孔径 左", rng.choice(("2.5", "3.0",
        "3.5")), "mm"),
    ]  # fmt: skip
    if rng.random() < 0.5:
        del given[9:11]
    for n, (label, value, unit) in enumerate(given):
        x, y = 30 + 120 * (n % 3), 150 + 40 * (n // 3)
        doc.ink.box(x, y, x + 120, y + 40, width=0.5)
        doc.text(x + 4, y + 12, label, 7.5, colour=GREY)
        mid = doc.result(x + 60, y + 31, R(value, label, unit), 13, "centre")
        doc.text(max(mid + 4, x + 84), y + 31, unit, 8)
    y = 150 + 40 * ((len(given) + 2) // 3) + 24
    doc.text(30, y, "主訴", 9.5, bold=True)
    doc.prose(64, y, 330, rng.choice(("昨夜からの発熱と咳嗽、食思不振。", "突然の胸部不快感、冷汗を伴う。",
                                      "自宅で転倒し右股関節痛あり。")))  # fmt: skip
    doc.foot(rng.choice(bank.HOSPITALS) + "　救命救急センター")
    return doc.sheet()


def observations(rng: Random) -> Sheet:
    """An English observation chart: one set a line, units under the headings, the track-and-trigger score last."""
    doc = Doc(rng, VITALS, latin=True)
    doc.text(40, 42, rng.choice(bank.HOSPITALS_EN), 12, bold=True)
    doc.text(40, 60, "Observation Chart - Adult (NEWS2)", 11)
    doc.along(40, 82, [f"Hospital No: {doc.pid()}", f"Patient: {doc.name(', ')}", f"DOB: {doc.born('en')}",
                       f"Sex: {doc.sex('Sex')}"], size=9)  # fmt: skip
    heads = ("Resp rate", "SpO2", "O2 flow", "BP", "Pulse", "ACVPU", "Temp", "Pain score", "NEWS2")
    units = ("/min", "%", "L/min", "mmHg", "bpm", "", "°C", "", "")
    rows: Rows = [["Date / Time", *heads], ["", *(f"({u})" if u else "" for u in units)]]
    at = doc.when
    for _ in range(rng.randint(7, 11)):
        cells = (
            num(rng, 12, 25), num(rng, 90, 99), rng.choice(("-", "2", "1", "-")), _pressure(rng), num(rng, 54, 118),
            rng.choice(("A", "A", "A", "C")), num(rng, 36.0, 38.8, 1), num(rng, 0, 6), num(rng, 0, 8),
        )  # fmt: skip
        row: list[Cell] = [f"{day(at, 'en')} {at:%H:%M}"]
        for head, unit, value in zip(heads, units, cells, strict=True):
            row.append(value if value == "-" else R(value, head, unit, when=moment(at)))
        rows.append(row)
        doc.effective = moment(at)
        at += timedelta(hours=rng.choice((4, 4, 6)), minutes=rng.choice((-10, 0, 5, 15)))
    end = doc.table(40, 96, (92, 48, 40, 44, 54, 42, 44, 42, 58, 46), rows, align="l" + "c" * 9,
                    rules=rng.choice(("grid", "rows")), head=2, size=8.5, step=18, fill=PALE)  # fmt: skip
    doc.text(40, end + 20, "A alert, C confusion, V voice, P pain, U unresponsive", 7.5, colour=GREY)
    return doc.sheet()


FAMILIES = (
    Family("vitals-three-days-hinoki", VITALS, ward),
    Family("vitals-dialysis-hinoki", VITALS, dialysis),
    Family("vitals-anaesthesia-hinoki", VITALS, anaesthesia),
    Family("vitals-triage-hinoki", VITALS, triage),
    Family("vitals-news-chart-hinoki", VITALS, observations, "en"),
)
