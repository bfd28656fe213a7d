"""Vital signs: a board with its times downwards, a monitor's trend, a list of entries, a dialysis record."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, MERGED, PALE, SKY, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

VITALS = DocumentType.VITALS


def _meals(rng: Random, days: list[datetime]) -> list[list[Cell]]:
    """What was eaten and passed, a line a day under nested headings."""
    rows: list[list[Cell]] = [
        ["月日", "食事摂取", MERGED, MERGED, "排泄", MERGED, "体重", "備考"],
        ["", "朝", "昼", "夕", "尿 (mL)", "便 (回)", "(kg)", ""],
    ]
    heavy = rng.uniform(42, 74)
    for n, at in enumerate(days):
        when = at.strftime("%Y-%m-%d")
        row: list[Cell] = [day(at, "month")]
        for meal in ("朝", "昼", "夕"):
            said = f"{rng.randint(2, 10)}/{rng.randint(1, 10)}"
            row.append(R(said, f"食事摂取 {meal}", when=when))
        row.append(R(num(rng, 600, 2100), "排泄 尿", "mL", when=when))
        row.append(R(str(rng.randint(0, 3)), "排泄 便", "回", when=when))
        row.append("" if n % 2 else R(f"{heavy + rng.uniform(-0.6, 0.6):.1f}", "体重", "kg", when=when))
        rows.append([*row, rng.choice(("", "シャワー浴", "清拭", "検査のため延食"))])
    return rows


def ondoban(rng: Random) -> Sheet:
    """温度板 with the days and times downwards, the date printed once a day, blank cells; meals below."""
    doc = Doc(rng, VITALS)
    doc.when = doc.when.replace(hour=19, minute=0)
    days = [doc.when - timedelta(days=n) for n in range(4, -1, -1)]
    doc.effective = moment(days[-1])
    doc.text(40, 44, "温　度　板", 16, bold=True)
    doc.text(555, 32, rng.choice(bank.HOSPITALS), 8, align="right")
    doc.text(555, 46, f"期間 {day(days[0], 'bare')} - {day(days[-1], 'bare')}", 8.5, align="right")
    who: list[list[Cell]] = [
        ["患者ID", doc.pid(), "氏名", doc.name(), "性別", doc.sex()],
        ["生年月日", doc.born("era"), "病棟", rng.choice(bank.WARDS), "年齢", f"{doc.age()}歳"],
    ]
    y = doc.table(40, 56, (56, 120, 46, 155, 40, 98), who, size=9.5, step=18, rules="grid", head=0) + 10
    spo2 = rng.choice(("SpO2", "ＳｐＯ２"))
    rows: list[list[Cell]] = [
        ["月日", "時刻", "体温", "脈拍", "呼吸", "血圧", spo2, "酸素", "サイン"],
        ["", "", "(℃)", "(回/分)", "(回/分)", "(mmHg)", "(％)", "(L/分)", ""],
    ]
    for at in days:
        for n, hour in enumerate((6, 10, 14, 19)):
            when = moment(at.replace(hour=hour))
            row: list[Cell] = [day(at, "month") if n == 0 else "", f"{hour}:00"]
            row.append(R(num(rng, 35.9, 38.7, 1), "体温", "℃", when=when))
            row.append(R(num(rng, 56, 112), "脈拍", "回/分", when=when))
            row.append("" if n in (1, 3) else R(num(rng, 12, 24), "呼吸", "回/分", when=when))
            row.append("" if rng.random() < 0.2 else R(bank.pressure(rng), "血圧", "mmHg", when=when))
            row.append(R(num(rng, 91, 99), spo2, "%", when=when))
            row.append(R(rng.choice("123"), "酸素", "L/分", when=when) if rng.random() < 0.3 else "")
            rows.append([*row, bank.family(rng)])
    wide = (44, 46, 56, 60, 60, 76, 52, 56, 65)
    y = doc.table(40, y, wide, rows, align="c" * 9, size=9.5, step=17.5, rules="grid", head=2, fill=PALE)
    doc.text(40, y + 20, "■ 食事・排泄　（食事は 主食/副食 の割合、10が全量）", 9)
    across = (44, 62, 62, 62, 70, 62, 68, 85)
    y = doc.table(
        40, y + 26, across, _meals(rng, days), align="c" * 8, size=9.5, step=17.5, rules="grid", head=2
    )
    doc.text(40, y + 18, "※ 38.5℃以上 指示薬①使用、収縮期 90mmHg以下 Dr.Call", 8.5, colour=GREY)
    return doc.sheet()


def monitor(rng: Random) -> Sheet:
    """A ward monitor's tabular trend in English: past midnight, dashes for nothing, stars at alarms."""
    doc = Doc(rng, VITALS, latin=True)
    step = rng.choice((10, 15, 30))
    start = doc.when.replace(hour=22, minute=0) + timedelta(minutes=step * rng.randint(0, 3))
    times = [start + timedelta(minutes=step * n) for n in range(30)]
    doc.effective = moment(times[-1])
    doc.text(36, 40, "TABULAR TREND", 14, bold=True)
    doc.text(559, 40, f"Interval {step} min", 9, align="right")
    doc.text(36, 58, f"BED {rng.randint(301, 620)}-{rng.randint(1, 4)}", 10, bold=True)
    doc.along(110, 58, [f"ID {doc.pid()}", doc.name(" "), f"{doc.sex('Sex')}", f"{doc.age()} y"], size=9.5)
    doc.text(
        559,
        58,
        f"Printed {day(times[-1], 'dash')} {times[-1] + timedelta(minutes=4):%H:%M}",
        8,
        align="right",
    )
    rows: list[list[Cell] | str] = [
        ["TIME", "HR", "VPC", "SpO2", "PR", "", "NIBP", "", "RESP", "T1"],
        ["", "bpm", "/min", "%", "bpm", "S", "D", "M", "/min", "°C"],
        ["", "", "", "", "", "", "mmHg", "", "", ""],
    ]
    shown = ""
    for n, at in enumerate(times):
        if day(at, "en") != shown:
            shown = day(at, "en")
            rows.append(shown)
        when = moment(at)
        rate = rng.randint(52, 128)
        row: list[Cell] = [f"{at:%H:%M}"]
        alarm = rate > 120
        row.append(R(str(rate), "HR", "bpm", flag="A" if alarm else "", when=when, pre="*" if alarm else ""))
        row.append(R(str(rng.choice((0, 0, 0, 1, 2, 5))), "VPC", "/min", when=when))
        off = rng.random() < 0.1
        row.append("---" if off else R(num(rng, 89, 100), "SpO2", "%", when=when))
        row.append("---" if off else R(str(rate + rng.randint(-1, 1)), "PR", "bpm", when=when))
        if n % 3 == 0:
            high = rng.randint(92, 160)
            for part, value in (("S", high), ("D", int(high * 0.55)), ("M", int(high * 0.7))):
                row.append(R(str(value), f"NIBP {part}", "mmHg", when=when))
        else:
            row += ["---", "---", "---"]
        row.append(R(num(rng, 10, 28), "RESP", "/min", when=when))
        row.append(R(num(rng, 36.0, 38.2, 1), "T1", "°C", when=when))
        rows.append(row)
    wide = (60, 56, 46, 52, 52, 46, 46, 46, 56, 63)
    y = doc.table(36, 70, wide, rows, align="l" + "r" * 9, size=9, step=18.5, rules="head", head=3)
    doc.text(36, y + 16, "* alarm   --- no measurement   Alarm limits HR 50-120, SpO2 90-100", 7.5)
    doc.foot("Page 1 / 1      Central Station CS-000")
    return doc.sheet()


def _entries(rng: Random, at: datetime) -> list[R]:
    """What one round of the ward wrote down."""
    when = moment(at)
    given = [
        R(num(rng, 35.8, 38.9, 1), "体温（腋窩）", "℃", when=when),
        R(num(rng, 54, 110), "脈拍数", "回/min", when=when),
        R(bank.pressure(rng), "血圧", "mmHg", when=when),
        R(num(rng, 90, 99), "SpO₂", "%", when=when),
        R(num(rng, 12, 26), "呼吸数", "回/min", when=when),
        R(rng.choice(("0", "Ⅰ-1", "Ⅰ-2", "Ⅱ-10")), "意識レベル（JCS）", when=when),
        R(rng.choice(("(-)", "(+)")), "嘔気", when=when),
        R(str(rng.randint(0, 8)), "NRS", when=when),
        R("測定不能" if rng.random() < 0.2 else num(rng, 82, 240), "血糖（簡易）", "", when=when),
        R(num(rng, 80, 520), "尿量", "mL", when=when),
        R(num(rng, 10, 140), "ドレーン排液量", "mL", when=when),
    ]
    kept = [r for n, r in enumerate(given) if n < 3 or rng.random() < 0.5]
    return [
        R(r.value, r.name, "mg/dL", when=when) if r.name.startswith("血糖") and r.value[0].isdigit() else r
        for r in kept
    ]


def entries(rng: Random) -> Sheet:
    """看護観察項目一覧: an entry a line (time, item, value, unit, nurse), time printed once a round, two pages."""
    doc = Doc(rng, VITALS)
    first = doc.when.replace(hour=0, minute=0)
    rounds = [first + timedelta(hours=h, minutes=rng.randrange(0, 40)) for h in (1, 6, 9, 12, 15, 18, 21, 23)]
    blocks = [(at, _entries(rng, at)) for at in rounds]
    doc.effective = moment(rounds[-1])
    hospital, pid, name = rng.choice(bank.HOSPITALS), doc.pid(), doc.name()
    born, sex = doc.born("slash"), doc.sex("性")
    wide = (108, 130, 86, 64, 60, 75)
    pages = (blocks[:4], blocks[4:])
    for number, part in enumerate(pages, 1):
        if number > 1:
            doc.ink.next_page()
        doc.text(36, 38, "観察項目一覧（看護記録）", 12, bold=True)
        doc.text(559, 38, f"{number}/{len(pages)} ページ", 8.5, align="right")
        doc.along(36, 56, [f"[{pid}]", f"{name} 様", f"{born}生", sex, "入院"], size=9.5, gap=14)
        rows: list[list[Cell]] = [["記録日時", "観察項目", "値", "単位", "入力者", "備考"]]
        for at, given in part:
            nurse = bank.family(rng)
            for n, r in enumerate(given):
                stamp = f"{day(at, 'slash')} {at:%H:%M}" if n == 0 else ""
                note = rng.choice(("", "", "", "", "", "再検済", "Dr報告済"))
                rows.append([stamp, r.name, r, r.unit, nurse if n == 0 else "〃", note])
        y = doc.table(36, 66, wide, rows, align="llrlll", size=9, step=15.5, rules="rows", fill=STRIPE)
        doc.text(36, min(y + 16, 812), f"出力 {day(rounds[-1], 'slash')} 23:58　{hospital}", 7.5, colour=GREY)
    return doc.sheet()


def _course(rng: Random, start: datetime, count: int) -> list[list[Cell]]:
    """The hours across."""
    times = [start + timedelta(minutes=60 * n) for n in range(count)]
    rows: list[list[Cell]] = [["項目", "単位", *(f"{t:%H:%M}" for t in times)]]
    for name, unit in (
        ("血圧", "mmHg"), ("脈拍", "bpm"), ("静脈圧", "mmHg"), ("動脈圧", "mmHg"), ("TMP", "mmHg"),
        ("血流量", "mL/min"), ("除水速度", "L/h"), ("除水量", "L"), ("透析液温度", "℃"), ("ΔBV", "%"),
    ):  # fmt: skip
        row: list[Cell] = [name, unit]
        for n, t in enumerate(times):
            value = {
                "血圧": bank.pressure(rng, 92, 172),
                "脈拍": num(rng, 56, 94),
                "静脈圧": num(rng, 80, 170),
                "動脈圧": "-" + num(rng, 40, 140),
                "TMP": num(rng, 12, 70),
                "血流量": rng.choice(("200", "220", "230")),
                "除水速度": num(rng, 0.3, 0.9, 2),
                "除水量": f"{0.62 * n:.2f}",
                "透析液温度": num(rng, 35.8, 36.9, 1),
                "ΔBV": f"-{1.7 * n + 0.4:.1f}",
            }[name]
            skipped = name == "ΔBV" and n == 0
            row.append("--" if skipped else R(value, name, unit, when=moment(t)))
        rows.append(row)
    return rows


def _conditions(doc: Doc, dry: float, gain: float) -> None:
    """The settings of the session, as pairs in two columns."""
    rng = doc.rng
    doc.text(320, 82, "治療条件", 10, bold=True)
    settings = [
        bank.put(f"{dry:.1f}", "DW", "kg"),
        bank.put(rng.choice(("4.0", "4.5", "5.0")), "治療時間", "時間"),
        bank.put(f"{gain + 0.3:.2f}", "目標除水量", "L"),
        bank.put("500", "透析液流量", "mL/min"),
    ]
    bank.labelled(doc, 320, 100, settings, gap=86, size=10, step=18, mark="：")
    settings = [
        bank.put(rng.choice(("500", "600", "800")), "抗凝固薬 持続量", "単位/h"),
        bank.put(rng.choice(("1000", "1500")), "抗凝固薬 初回量", "単位"),
    ]
    bank.labelled(doc, 540, 100, settings, gap=110, size=10, step=18, mark="：")
    doc.text(540, 138, "ダイアライザ：PES-19架空　　穿刺針：16G", 9.5)


def dialysis(rng: Random) -> Sheet:
    """血液透析経過記録: before and after as columns, settings as pairs, the hours across, a nursing note."""
    doc = Doc(rng, VITALS, size=landscape(A4))
    start = doc.when.replace(hour=rng.choice((8, 13)), minute=rng.choice((30, 45)))
    doc.effective = start.strftime("%Y-%m-%d")
    doc.text(30, 36, "血液透析経過記録", 15, bold=True)
    doc.text(
        812,
        36,
        f"{day(start, 'kanji')}　{rng.choice(('月水金', '火木土'))}　第{rng.randint(200, 1900)}回",
        9.5,
        align="right",
    )
    doc.along(
        30,
        56,
        [f"ID：{doc.pid()}", f"氏名：{doc.name()} 様", f"性別：{doc.sex()}", f"生年月日：{doc.born('era.')}"],
        size=10,
    )
    dry = rng.uniform(42, 72)
    gain = rng.uniform(1.2, 3.5)
    rows: list[list[Cell]] = [["", "透析前", "透析後"]]
    for name, unit, before, after in (
        ("体重", "kg", f"{dry + gain:.2f}", f"{dry + 0.05:.2f}"),
        ("体温", "℃", num(rng, 35.8, 36.9, 1), num(rng, 35.9, 37.2, 1)),
        ("血圧", "mmHg", bank.pressure(rng, 120, 176), bank.pressure(rng, 100, 150)),
        ("脈拍", "bpm", num(rng, 58, 92), num(rng, 58, 92)),
    ):
        rows.append([f"{name} ({unit})", R(before, f"{name} 透析前", unit), R(after, f"{name} 透析後", unit)])
    doc.table(30, 70, (90, 80, 80), rows, align="lcc", size=10, step=20, rules="grid", fill=SKY)
    _conditions(doc, dry, gain)
    count = rng.randint(5, 6)
    wide = (90, 56, *[636 / count] * count)
    y = doc.table(
        30,
        186,
        wide,
        _course(rng, start, count),
        align="lc" + "c" * count,
        size=10,
        step=24,
        rules="grid",
        fill=SKY,
    )
    doc.text(30, y + 22, "看護記録", 10, bold=True)
    doc.text(92, y + 22, "終了前 下肢つりあり、生食100mL注入し軽快。シャント音良好。次回採血予定。", 9.5)
    doc.text(
        30, y + 44, f"開始者 {bank.family(rng)}　　終了者 {bank.family(rng)}　　医師 {bank.family(rng)}", 9.5
    )
    doc.foot(rng.choice(bank.HOSPITALS) + " 透析室")
    return doc.sheet()


FAMILIES = (
    Family("vitals-ondoban-downwards", VITALS, ondoban),
    Family("vitals-monitor-trend", VITALS, monitor, "en"),
    Family("vitals-observation-list", VITALS, entries),
    Family("vitals-hemodialysis-course", VITALS, dialysis),
)
