"""Device reports: an interrogation, remote monitoring of a failing heart, CPAP, glucose and pump."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT


def _leads(rng: Random, leads: tuple[str, ...]) -> list[list[Cell]]:
    """Measurements with the leads across; two items where a threshold has its pulse width."""
    rows: list[list[Cell]] = [["Lead Measurements", *leads]]
    sense: list[Cell] = ["Sensing amplitude"]
    impedance: list[Cell] = ["Pacing impedance"]
    limit: list[Cell] = ["Capture threshold"]
    output: list[Cell] = ["Programmed output"]
    for lead in leads:
        shown = rng.choice((num(rng, 1.2, 4.8, 1), ">12.0")) if lead == "RV" else num(rng, 1.0, 4.8, 1)
        sense.append("--" if lead == "LV" else bank.put(shown, f"Sensing amplitude {lead}", "mV"))
        impedance.append(bank.put(num(rng, 300, 820), f"Pacing impedance {lead}", "Ω"))
        for row, name, low in ((limit, "Capture threshold", 0.5), (output, "Programmed output", 1.5)):
            volts = rng.choice((low, low + 0.25, low + 0.5, low + 1))
            width = rng.choice(("0.4", "0.5"))
            row.append(
                (
                    R(f"{volts:.2f}", f"{name} {lead}", "V", post=" V @ "),
                    bank.put(width, f"{name} {lead} pulse width", "ms"),
                )
            )
    shock: list[Cell] = ["Shock impedance", *[""] * len(leads)]
    shock[1 + leads.index("RV")] = bank.put(num(rng, 38, 82), "Shock impedance RV", "Ω")
    return [*rows, sense, impedance, limit, output, shock]


def _tachy(doc: Doc, y: float) -> None:
    """Zones at the left, counters at the right."""
    rng = doc.rng
    doc.text(38, y, "Tachy Detection", 10.5, bold=True)
    rows: list[list[Cell]] = [["Zone", "Rate"]]
    for zone, rate in (
        ("VF", rng.choice(("200", "207"))),
        ("FVT", "240"),
        ("VT", rng.choice(("171", "182"))),
    ):
        rows.append([zone, bank.put(rate, f"{zone} Rate", "bpm")])
    doc.table(30, y + 8, (70, 110), rows, align="lc", size=9.5, step=18, rules="grid")
    doc.text(300, y, f"Counters since {day(doc.when - timedelta(days=92), 'en')}", 10.5, bold=True)
    counts = [
        bank.put(rng.choice(("<0.1", num(rng, 0.2, 60, 1))), "AP", "%"),
        bank.put(num(rng, 88, 99.9, 1), "BiV pacing", "%"),
        bank.put(rng.choice(("0", "<1", num(rng, 2, 40))), "AT/AF burden", "%"),
        bank.put(str(rng.randint(0, 9)), "VT/VF episodes"),
        bank.put(str(rng.randint(0, 2)), "Shocks delivered"),
        bank.put(str(rng.randint(0, 14)), "Nonsustained VT"),
    ]
    bank.labelled(doc, 308, y + 18, counts, gap=130, step=16, size=9.5)


def interrogation(rng: Random) -> Sheet:
    """A programmer's English summary: battery left and settings right, leads across with V @ ms, zones, episodes."""
    doc = Doc(rng, DEVICE, latin=True)
    doc.effective = moment(doc.when)
    doc.band(30, 26, 565, 54, PALE)
    doc.text(38, 45, "Quick Summary - Interrogation", 14, bold=True)
    doc.text(557, 45, f"{day(doc.when, 'en')} {doc.when:%H:%M}", 9.5, align="right")
    doc.text(38, 72, f"Patient: {doc.name(' ')}", 9.5)
    doc.text(38, 87, f"ID: {doc.pid()}    DOB: {doc.born('en')}", 9.5)
    doc.text(300, 72, "Device: Fictiva CRT-D 0000    SN: XYZ000123", 9.5)
    doc.text(300, 87, f"Implanted: {day(doc.when - timedelta(days=rng.randint(400, 2500)), 'en')}", 9.5)
    doc.rule(30, 96, 565)
    doc.text(38, 114, "Battery", 10.5, bold=True)
    battery = [
        bank.put(num(rng, 2.6, 3.1, 2), "Voltage", "V"),
        bank.put(num(rng, 1.2, 9.8, 1), "Remaining longevity", "years"),
        bank.put(rng.choice(("OK", "RRT")), "Battery status"),
        bank.put(num(rng, 7.6, 12.5, 1), "Charge time", "s"),
    ]
    bank.labelled(doc, 46, 132, battery, gap=130, step=16, size=9.5)
    doc.text(300, 114, "Parameters", 10.5, bold=True)
    settings = [
        bank.put(rng.choice(("DDDR", "DDD", "VVIR", "AAI<=>DDD")), "Mode"),
        bank.put(rng.choice(("50", "60", "70")), "Lower rate", "bpm"),
        bank.put(rng.choice(("120", "130", "140")), "Upper tracking rate", "bpm"),
        bank.put(rng.choice(("120", "150", "180")), "Paced AV delay", "ms"),
        bank.put(rng.choice(("100", "130")), "Sensed AV delay", "ms"),
    ]
    bank.labelled(doc, 308, 132, settings, gap=130, step=16, size=9.5)
    leads = ("RA", "RV", "LV")
    y = doc.table(
        30,
        216,
        (145, 130, 130, 130),
        _leads(rng, leads),
        align="lccc",
        size=9.5,
        step=20,
        rules="grid",
        fill=SKY,
    )
    _tachy(doc, y + 24)
    y += 174
    doc.text(
        38, y, "Comments: next remote transmission in 3 months. Threshold trend stable since 2 visits.", 9
    )
    doc.foot("Software version 0.0 (1)    Printed by programmer 0000    Page 1")
    return doc.sheet()


def _trend(doc: Doc, x: float, y: float, least: str, most: str) -> None:
    """A small curve of thirteen months with numbers at its axis."""
    doc.axes(x, y, 130, 34, grid=0)
    doc.curve(x + 2, y + 2, 126, 30, [doc.rng.uniform(0.2, 0.8) for _ in range(27)])
    doc.text(x - 3, y + 8, most, 6.5, align="right", colour=GREY)
    doc.text(x - 3, y + 34, least, 6.5, align="right", colour=GREY)


_REMOTE = (
    ("アクティビティレベル", "時間", 0.4, 5.2, 1, "0", "6"),
    ("呼吸数", "min⁻¹", 12, 24, 0, "5", "30"),
    ("平均心拍数", "bpm", 58, 88, 0, "40", "120"),
    ("夜間心拍数", "bpm", 50, 78, 0, "40", "120"),
    ("心拍変動 (SDANN)", "ms", 40, 140, 0, "0", "200"),
    ("睡眠時上体角度", "°", 8, 48, 0, "0", "90"),
    ("胸郭インピーダンス", "Ω", 44, 78, 0, "20", "100"),
    ("心不全指数", "", 2, 22, 0, "0", "30"),
    ("体重", "kg", 46, 78, 1, "40", "90"),
)


def _state(doc: Doc, y: float) -> None:
    """State of the device at the left, rhythm at the right."""
    rng = doc.rng
    doc.text(36, y, "デバイスの状態", 11, bold=True)
    doc.text(310, y, "不整脈・ペーシング（前回送信以降）", 11, bold=True)
    state = [
        bank.put(num(rng, 22, 100), "電池残量", "%"),
        bank.put(num(rng, 1.5, 9.5, 1), "推定寿命", "年"),
        bank.put(num(rng, 340, 720), "リード抵抗 RA", "Ω"),
        bank.put(num(rng, 340, 720), "リード抵抗 RV", "Ω"),
        bank.put(num(rng, 380, 980), "リード抵抗 LV", "Ω"),
        bank.put(num(rng, 36, 78), "ショック抵抗", "Ω"),
    ]
    bank.labelled(doc, 44, y + 20, state, gap=120, step=17, size=9.5)
    events = [
        bank.put(rng.choice(("<1", "0", num(rng, 2, 38))), "AT/AF時間比率", "%"),
        bank.put(str(rng.randint(0, 6)), "VTエピソード", "回"),
        bank.put(str(rng.randint(0, 2)), "VFエピソード", "回"),
        bank.put(num(rng, 86, 100), "両室ペーシング率", "%"),
        bank.put(rng.choice(("<0.1", num(rng, 2, 60))), "心房ペーシング率", "%"),
        bank.put(num(rng, 2, 240, 1), "PVC頻度", "回/時"),
    ]
    bank.labelled(doc, 318, y + 20, events, gap=130, step=17, size=9.5)


def remote(rng: Random) -> Sheet:
    """遠隔モニタリングレポート: a week's values in a large print beside small trends with axis numbers, events."""
    doc = Doc(rng, DEVICE)
    doc.effective = moment(doc.when)
    doc.text(36, 40, "遠隔モニタリング 心不全管理レポート", 14, bold=True)
    doc.text(559, 40, f"最終送信 {day(doc.when, 'slash')} {doc.when:%H:%M}", 9, align="right")
    doc.rule(36, 48, 559, 1.5)
    doc.along(36, 66, [f"患者 {doc.name()}", f"ID {doc.pid()}", f"生年月日 {doc.born('kanji')}"], size=10)
    doc.along(
        36,
        84,
        [
            "デバイス VIRTUA CRT-D M000",
            "製造番号 000456",
            f"植込み日 {day(doc.when - timedelta(days=rng.randint(300, 2400)), 'kanji')}",
        ],
        size=9,
    )
    y = 112.0
    doc.text(36, y, "心不全パラメータ（直近7日間の平均）", 11, bold=True)
    doc.text(440, y, "トレンド（6ヶ月）", 9, colour=GREY)
    y += 12
    for name, unit, low, high, digits, least, most in _REMOTE:
        row = bank.put(num(rng, low, high, digits), name, unit)
        if rng.random() < 0.12:
            row = R("データ不足", name)
        doc.text(44, y + 22, name, 10)
        doc.result(220, y + 22, row, 12)
        _trend(doc, 429, y + 2, least, most)
        y += 40
        doc.rule(36, y, 559, 0.25)
    y += 26
    _state(doc, y)
    doc.text(
        36,
        y + 136,
        "心不全指数 16以上で警告。アクティビティは1日あたりの体動時間を示します。",
        8,
        colour=GREY,
    )
    doc.foot(f"{rng.choice(bank.HOSPITALS)}　循環器内科　ページ 1 / 1")
    return doc.sheet()


def _treated(doc: Doc, y: float) -> float:
    """Statistics across and events in a line; the line of the events' heading."""
    rng = doc.rng
    doc.text(40, y, "■ 治療データ", 11, bold=True)
    table: list[list[Cell]] = [["", "中央値", "95パーセンタイル", "最大"]]
    for name, unit, low, digits in (
        ("圧力", "cmH2O", 5.0, 1),
        ("リーク", "L/分", 0.5, 1),
        ("1回換気量", "mL", 310.0, 0),
        ("呼吸数", "回/分", 11.0, 0),
    ):
        row_cells: list[Cell] = [f"{name} ({unit})"]
        for n, head in enumerate(("中央値", "95パーセンタイル", "最大")):
            value = low * rng.uniform(1 + 0.4 * n, 1.3 + 0.4 * n)
            row_cells.append(R(f"{value:.{digits}f}", f"{name} {head}", unit))
        table.append(row_cells)
    y = (
        doc.table(
            40, y + 10, (155, 120, 120, 120), table, align="lccc", size=10, step=21, rules="grid", fill=PALE
        )
        + 28
    )
    doc.text(40, y, "■ 1時間あたりのイベント数", 11, bold=True)
    x = 56.0
    for name, high in (("AHI", 9.0), ("AI", 5.0), ("HI", 3.0), ("閉塞型AI", 3.0), ("中枢型AI", 2.0)):
        row = R(num(rng, 0.1, high, 1), name)
        doc.text(x, y + 22, f"{name}:", 10)
        x = doc.result(x + doc.width(f"{name}:", 10) + 5, y + 22, row, 10) + 26
    return y


def cpap(rng: Random) -> Sheet:
    """CPAP使用状況レポート: a month's usage as sentences of label and value, then median, 95 % and greatest across."""
    doc = Doc(rng, DEVICE)
    end = doc.when
    start = end - timedelta(days=29)
    doc.effective = end.strftime("%Y-%m-%d")
    doc.text(40, 46, "CPAP 治療レポート", 17, bold=True)
    doc.text(555, 34, rng.choice(bank.CLINICS), 9, align="right")
    doc.text(555, 48, "架空県架空市本町3-5-12　TEL 000-000-0000", 8, align="right")
    doc.text(40, 74, f"{doc.name()} 様", 12)
    doc.text(220, 74, f"患者ID: {doc.pid()}　生年月日: {doc.born('slash')}　年齢: {doc.age()}歳", 9.5)
    doc.band(40, 84, 555, 104, SKY)
    doc.text(48, 98, f"測定期間: {day(start, 'slash')} - {day(end, 'slash')}（30日間）", 10, bold=True)
    used = rng.randint(18, 30)
    rows = [
        bank.put(f"{used}/30", "使用日数", "日"),
        bank.put(f"{100 * used / 30:.0f}", "使用率", "%", gap=""),
        bank.put(str(rng.randint(10, used)), "4時間以上使用した日数", "日"),
        bank.put(num(rng, 2.8, 7.9, 1), "平均使用時間（全日）", "時間"),
        bank.put(num(rng, 4.0, 8.2, 1), "平均使用時間（使用日）", "時間"),
    ]
    y = 128.0
    doc.text(40, y, "■ 使用状況", 11, bold=True)
    for row in rows:
        y += 19
        doc.text(56, y, row.name, 10)
        doc.dots(60 + doc.width(row.name, 10), 300, y, 9)
        doc.result(400, y, row, 10, "right")
    y += 34
    doc.text(40, y, "■ 機器設定", 11, bold=True)
    x = 56.0
    for row in (
        R(rng.choice(("オート", "固定")), "モード"),
        bank.put(num(rng, 4, 6, 1), "最低圧", "cmH2O"),
        bank.put(num(rng, 9, 14, 1), "最高圧", "cmH2O"),
    ):
        doc.text(x, y + 20, row.name, 10)
        x = doc.result(x + doc.width(row.name, 10) + 8, y + 20, row, 10) + 30
    y += 50
    y = _treated(doc, y)
    y += 44
    doc.axes(60, y, 480, 110, grid=10)
    for n in range(30):
        doc.band(62 + n * 16, y + 110 - rng.uniform(0, 90), 72 + n * 16, y + 110, GREY)
    doc.text(54, y + 8, "10時間", 7, align="right")
    doc.text(300, y + 124, "日別使用時間（目標 4時間）", 8, align="centre")
    doc.foot("ページ 1/3　レポート作成 自動")
    return doc.sheet()


def _days(rng: Random, last: list[str]) -> list[list[Cell]]:
    """The pump's totals, days downwards."""
    rows: list[list[Cell]] = [["Date", "Total daily dose", "Basal", "Bolus", "Carbs", "Avg glucose"]]
    rows.append(["", "U", "U", "U", "g", "mg/dL"])
    for when in last:
        basal, bolus = rng.uniform(9, 24), rng.uniform(8, 30)
        rows.append(
            [
                when,
                R(f"{basal + bolus:.1f}", "Total daily dose", "U", when=when),
                R(f"{basal:.1f}", "Basal", "U", when=when),
                R(f"{bolus:.1f}", "Bolus", "U", when=when),
                "--" if rng.random() < 0.15 else R(num(rng, 70, 280), "Carbs", "g", when=when),
                R(num(rng, 98, 212), "Avg glucose", "mg/dL", when=when),
            ]
        )
    return rows


def glucose(rng: Random) -> Sheet:
    """An English report of a glucose sensor and pump: statistics, times in ranges beside a bar, days downwards."""
    doc = Doc(rng, DEVICE, latin=True)
    end = doc.when
    doc.effective = end.strftime("%Y-%m-%d")
    doc.text(40, 44, "CGM and Insulin Pump Report", 16, bold=True)
    doc.text(40, 62, f"{day(end - timedelta(days=13), 'us')} - {day(end, 'us')} (14 days)", 10)
    doc.text(555, 44, doc.name(" "), 12, bold=True, align="right")
    doc.text(555, 60, f"DOB {doc.born('us')}   ID {doc.pid()}", 9, align="right")
    doc.rule(40, 72, 555, 2)
    doc.text(40, 94, "Glucose Statistics", 11.5, bold=True)
    stats = [
        bank.put(num(rng, 118, 212), "Average glucose", "mg/dL"),
        bank.put(num(rng, 6.1, 8.6, 1), "GMI", "%", gap=""),
        bank.put(num(rng, 24, 46, 1), "Coefficient of variation", "%", gap=""),
        bank.put(num(rng, 34, 78), "Standard deviation", "mg/dL"),
        bank.put(num(rng, 72, 99), "Time CGM active", "%", gap=""),
        bank.put(num(rng, 1.8, 6.2, 1), "Sensor changes per week"),
    ]
    bank.labelled(doc, 48, 116, stats, gap=166, step=18, size=10)
    doc.text(320, 94, "Time in Ranges", 11.5, bold=True)
    shares = [rng.randint(0, 9), rng.randint(10, 32), 0, rng.randint(1, 6), rng.choice((0, 0, 1, 2))]
    shares[2] = 100 - sum(shares)
    y = 116.0
    doc.ink.box(320, 106, 342, 206, width=0.6)
    doc.band(320, 106, 342, 136, PALE)
    for name, share in zip(("Very High", "High", "Target Range", "Low", "Very Low"), shares, strict=True):
        shown = "<1" if share == 0 else str(share)
        doc.text(354, y, name, 10)
        doc.result(500, y, bank.put(shown, name, "%", gap=""), 10, "right")
        y += 20
    doc.text(320, 224, "Very High above 250, High 181-250, Target 70-180,", 7.5, colour=GREY)
    doc.text(320, 235, "Low 54-69, Very Low below 54 mg/dL", 7.5, colour=GREY)
    doc.text(40, 258, "Ambulatory Glucose Profile", 11.5, bold=True)
    doc.axes(70, 268, 470, 130, grid=8)
    doc.curve(70, 272, 470, 120, [rng.uniform(0.25, 0.75) for _ in range(25)])
    for n, label in enumerate(("350", "250", "180", "70")):
        doc.text(64, 278 + n * 36, label, 7, align="right")
    for n, label in enumerate(("12am", "6am", "12pm", "6pm", "12am")):
        doc.text(70 + n * 117.5, 410, label, 7, align="centre")
    last = [(end - timedelta(days=n)).strftime("%Y-%m-%d") for n in range(7)]
    doc.text(40, 436, "Daily Totals", 11.5, bold=True)
    wide = (95, 110, 75, 75, 75, 85)
    y = (
        doc.table(40, 444, wide, _days(rng, last), align="lrrrrr", size=10, step=19, rules="head", head=2)
        + 28
    )
    doc.text(40, y, "Pump Settings", 11.5, bold=True)
    settings = [
        bank.put(num(rng, 0.4, 1.2, 2), "Basal rate", "U/h"),
        bank.put(f"1:{rng.randint(6, 18)}", "Carb ratio", "U:g"),
        bank.put(rng.choice(("100", "110", "120")), "Target glucose", "mg/dL"),
        bank.put(rng.choice(("3:00", "4:00")), "Active insulin time", "h"),
    ]
    bank.labelled(doc, 48, y + 20, settings, gap=166, step=17, size=10)
    doc.foot("Page 1 of 2    Data source: imaginary device cloud")
    return doc.sheet()


FAMILIES = (
    Family("device-report-quick-summary", DEVICE, interrogation, "en"),
    Family("device-report-remote-failure", DEVICE, remote),
    Family("device-report-cpap-month", DEVICE, cpap),
    Family("device-report-glucose-pump", DEVICE, glucose, "en"),
)
