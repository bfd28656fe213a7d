"""Other machines' reports: CPAP compliance, a ventilator's check sheet, an insulin pump, a bedside monitor's list."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import BLUE, GREY, PALE, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT
Rows = list[list[Cell] | str]


def _percentiles(doc: Doc, y: float) -> float:
    """Pressure and leak; where the table ends."""
    rng = doc.rng
    rows: Rows = [["", "中央値", "95パーセンタイル", "最大"]]
    for label, unit, low in (("圧力", "cmH2O", rng.uniform(5, 8)), ("リーク", "L/分", rng.uniform(0, 8))):
        row: list[Cell] = [f"{label}（{unit}）"]
        value = low
        for head in ("中央値", "95パーセンタイル", "最大"):
            row.append(R(f"{value:.1f}", f"{label} {head}", unit))
            value += rng.uniform(1, 6)
        rows.append(row)
    return doc.table(52, y, (110, 90, 110, 90), rows, rules="grid", size=9, step=18, align="lrrr", fill=PALE)


def _events(doc: Doc, y: float) -> None:
    """The indices in rows of three."""
    rng = doc.rng
    doc.text(44, y, "イベント", 11, bold=True)
    y += 18
    x = 52.0
    for label, high in (
        ("AHI", 9),
        ("AI", 5),
        ("HI", 4),
        ("中枢性無呼吸指数", 2),
        ("閉塞性無呼吸指数", 4),
        ("RERA指数", 2),
    ):
        doc.text(x, y, label, 9)
        end = doc.result(x + 84, y, R(num(rng, 0, high, 1), label, "回/時間"), 10)
        doc.text(end + 2, y, "回/時間", 8)
        x += 168
        if x > 480:
            x, y = 52, y + 18
    doc.text(44, y + 26, "チェーンストークス呼吸", 9)
    doc.result(160, y + 26, R(num(rng, 0, 12), "チェーンストークス呼吸", "%"), 9)
    doc.text(178, y + 26, "%", 9)


def cpap(rng: Random) -> Sheet:
    """CPAP 使用状況レポート: labels at the left pressure and leak in percentile columns."""
    doc = Doc(rng, DEVICE)
    doc.effective = day(doc.when, "dash")
    days = rng.choice((28, 30, 31))
    doc.text(
        44,
        48,
        rng.choice(("コンプライアンスレポート", "治療レポート（CPAP）", "使用状況レポート")),
        16,
        colour=BLUE,
    )
    doc.text(551, 48, f"作成日：{day(doc.when, 'slash')}", 9, align="right")
    doc.rule(44, 56, 551, 1.2)
    doc.text(44, 74, f"{doc.name()} 様", 12)
    doc.text(44, 90, f"患者ID：{doc.pid()}　　生年月日：{doc.born('slash')}　　年齢：{doc.age()}", 9)
    doc.text(44, 106, f"装置：Somnova Auto 10　シリアル番号 {rng.randrange(10**10, 10**11)}", 9)
    used = rng.randint(18, days)
    long = rng.randint(12, used)
    y = 132.0

    def line(label: str, value: str, unit: str = "", indent: int = 0) -> None:
        nonlocal y
        doc.text(52 + indent, y, label, 9)
        doc.result(300, y, R(value, label, unit), 9, "right")
        doc.text(304, y, unit, 9)
        doc.ink.line(52, y + 4, 340, y + 4, 0.3, 0.7)
        y += 17

    doc.text(44, y, "使用状況", 11, bold=True)
    y += 18
    line("使用日数", str(used), "日")
    line("4時間以上使用した日数", str(long), "日")
    line("4時間以上の使用率", f"{100 * long // days}", "%")
    line("平均使用時間（全日）", f"{rng.randint(2, 6)}時間{rng.randint(0, 59)}分")
    line("平均使用時間（使用日）", f"{rng.randint(4, 7)}時間{rng.randint(0, 59)}分")
    y += 10
    doc.text(44, y, "設定", 11, bold=True)
    y += 18
    line("モード", rng.choice(("CPAP", "AutoSet", "APAP")))
    line("最低治療圧", num(rng, 4, 6, 1), "cmH2O")
    line("最高治療圧", num(rng, 10, 16, 1), "cmH2O")
    line("EPR", rng.choice(("オフ", "フルタイム", "ランプのみ")))
    y += 10
    doc.text(44, y, "治療データ", 11, bold=True)
    _events(doc, _percentiles(doc, y + 8) + 22)
    doc.foot(rng.choice(bank.CLINICS), 8)
    return doc.sheet()


def ventilator(rng: Random) -> Sheet:
    """人工呼吸器使用中点検表: set and measured values in two columns a check, the day's checks side by side."""
    doc = Doc(rng, DEVICE)
    times = [doc.when.replace(hour=h, minute=rng.choice((0, 5, 15))) for h in (9, 17)]
    doc.effective = moment(times[-1])
    doc.text(40, 44, "人工呼吸器 使用中点検表", 14, bold=True)
    doc.text(555, 44, f"{rng.choice(bank.HOSPITALS)}　ME室", 8.5, align="right")
    doc.table(
        40, 54, (60, 120, 50, 130, 50, 105),
        [["点検日", day(doc.when, "kanji"), "病 棟", rng.choice(bank.WARDS), "機 種", "Ventica 840i"],
         ["患者番号", doc.pid(), "患者名", doc.name(), "性 別", doc.sex()]],
        rules="grid", head=0, size=9, step=18,
    )  # fmt: skip
    rows: Rows = [
        ["点検時刻", f"{times[0]:%H:%M}", "\0", f"{times[1]:%H:%M}", "\0", "単位"],
        ["", "設定", "実測", "設定", "実測", ""],
    ]
    mode = rng.choice(("SIMV+PS", "A/C (PC)", "CPAP+PS", "A/C (VC)"))
    rows.append(
        ["換気モード", *(c for at in times for c in (R(mode, "換気モード 設定", when=moment(at)), "―")), ""]
    )
    for label, unit, low, high, digits, both in (
        ("FiO2", "%", 25, 60, 0, "sm"), ("一回換気量", "mL", 360, 500, 0, "sm"), ("呼吸回数", "回/分", 10, 22,
        0, "sm"),
        ("分時換気量", "L/min", 5.2, 9.8, 1, "m"), ("PEEP", "cmH2O", 4, 10, 0, "sm"), ("PS圧", "cmH2O", 5, 12,
        0, "s"),
        ("最高気道内圧", "cmH2O", 14, 28, 0, "m"), ("平均気道内圧", "cmH2O", 7, 14, 0, "m"), ("吸気時間",
        "秒", 0.8, 1.3, 2, "s"),
        ("I:E比", "", 0, 0, 0, "m"), ("トリガー感度", "L/min", 1, 3, 1, "s"), ("コンプライアンス", "mL/cmH2O",
        24, 58, 0, "m"),
        ("気道抵抗", "cmH2O/L/s", 6, 18, 0, "m"), ("加温加湿器温度", "℃", 36, 40, 1, "sm"), ("カフ圧",
        "cmH2O", 20, 30, 0, "m"),
    ):  # fmt: skip
        row: list[Cell] = [label]
        for at in times:
            for column, head in (("s", f"{label} 設定"), ("m", label)):
                value = f"1:{rng.uniform(1.4, 3.0):.1f}" if label == "I:E比" else num(rng, low, high, digits)
                row.append(R(value, head, unit, when=moment(at)) if column in both else "―")
        rows.append([*row, unit])
    end = doc.table(40, 100, (115, 80, 80, 80, 80, 80), rows, rules="grid", head=2, size=9, step=19, align="lccccl",
                    fill=STRIPE)  # fmt: skip
    doc.text(40, end + 20, "外観・回路・アラーム　☑ 異常なし　□ 要対応", 9)
    doc.text(40, end + 38, f"点検者　{rng.choice(bank.STAFF_FULL)}", 9)
    doc.seal(545, end + 28, rng.choice(bank.STAFF), 14)
    return doc.sheet()


def pump(rng: Random) -> Sheet:
    """An insulin pump's and sensor's report in Japanese: labels and values on four cards."""
    doc = Doc(rng, DEVICE, size=(841.9, 595.3))
    doc.effective = day(doc.when, "dash")
    doc.text(40, 42, "インスリンポンプ・CGM サマリー", 15, bold=True)
    doc.text(800, 42, f"データ取得日 {day(doc.when, 'kanji')}", 9, align="right")
    doc.along(40, 62, [f"氏名: {doc.name()}", f"カルテ番号: {doc.pid()}", f"生年月日: {doc.born('slash')}",
                       f"性別: {doc.sex('性')}"], size=9.5)  # fmt: skip
    basal = rng.randint(36, 58)
    tir = rng.randint(48, 78)
    low = rng.randint(0, 5)
    cards = (
        ("グルコース", (("平均グルコース値", num(rng, 132, 198), "mg/dL"), ("標準偏差", num(rng, 34, 70), "mg/dL"),
                   ("変動係数", num(rng, 26, 44, 1), "%"), ("GMI", num(rng, 6.4, 8.2, 1), "%"),
                   ("センサー装着率", num(rng, 68, 99), "%"))),
        ("目標範囲", (("高血糖（>250）", num(rng, 1, 9), "%"), ("高血糖（181-250）", str(95 - tir - low), "%"),
                  ("目標範囲内（70-180）", str(tir), "%"), ("低血糖（54-69）", str(low), "%"),
                  ("低血糖（<54）", num(rng, 0, 1), "%"))),
        ("インスリン", (("1日総インスリン量", num(rng, 24, 62, 1), "単位"), ("基礎インスリン比率", str(basal), "%"),
                   ("ボーラス比率", str(100 - basal), "%"), ("1日ボーラス回数", num(rng, 3, 8, 1), "回"),
                   ("糖質入力量", num(rng, 120, 260), "g/日"))),
        ("設定", (("ベーサルレート", num(rng, 0.45, 1.2, 3), "単位/時"), ("糖質比", num(rng, 6, 14), "g/単位"),
                ("インスリン効果値", num(rng, 28, 70), "mg/dL/単位"), ("残存インスリン時間",
                rng.choice(("3", "4", "5")), "時間"),
                ("目標グルコース", rng.choice(("100", "110", "120")), "mg/dL"))),
    )  # fmt: skip
    for n, (head, given) in enumerate(cards):
        x, y = 40 + 385 * (n % 2), 82 + 210 * (n // 2)
        doc.ink.box(x, y, x + 370, y + 190, width=0.5)
        doc.band(x, y, x + 370, y + 22, PALE)
        doc.text(x + 8, y + 15, head, 10.5, bold=True)
        for k, (label, value, unit) in enumerate(given):
            base = y + 46 + 29 * k
            doc.text(x + 14, base, label, 10)
            doc.result(x + 270, base, R(value, label, unit), 12, "right")
            doc.text(x + 276, base, unit, 9, colour=GREY)
    doc.foot("架空メドテック レポート　1/1")
    return doc.sheet()


def trend(rng: Random) -> Sheet:
    """ベッドサイドモニタ トレンド表: recorder paper lying down, times down."""
    doc = Doc(rng, DEVICE, size=(595.3, 419.5))
    doc.font = doc.bold
    step = rng.choice((5, 10, 30))
    count = rng.randint(9, 12)
    start = doc.when.replace(minute=0)
    doc.text(30, 32, "ベッドサイドモニタ　トレンド表", 12, bold=True)
    doc.text(565, 32, f"BSM-6700F  BED {rng.randint(1, 18):02d}", 9, align="right")
    doc.along(
        30,
        50,
        [doc.pid(), doc.name(), doc.sex(), f"{doc.age()}歳", f"{day(start, 'slash')}", f"間隔 {step}分"],
        size=9,
    )
    heads = ["HR", "VPC", "ABP", "PAP", "CVP", "SpO2", "RR", "T1", "CO"]
    units = {"HR": "bpm", "VPC": "/min", "ABP": "mmHg", "PAP": "mmHg", "CVP": "mmHg", "SpO2": "%", "RR": "/min",
             "T1": "℃", "CO": "L/min"}  # fmt: skip
    if rng.random() < 0.5:
        heads.remove("VPC")
    rows: Rows = [["時刻", *heads], ["", *(units[h] for h in heads)]]
    for n in range(count):
        at = start + timedelta(minutes=step * n)
        doc.effective = moment(at)
        up, pulm = rng.randint(86, 158), rng.randint(20, 44)
        made = {
            "HR": num(rng, 58, 118), "VPC": num(rng, 0, 6), "ABP": f"{up}/{round(up * 0.55)}",
            "PAP": f"{pulm}/{pulm // 2}", "CVP": num(rng, 3, 14), "SpO2": num(rng, 92, 100), "RR": num(rng, 12, 24),
            "T1": num(rng, 35.8, 38.4, 1), "CO": num(rng, 3.2, 6.6, 1),
        }  # fmt: skip
        row: list[Cell] = [f"{at:%H:%M}"]
        for head in heads:
            gone = head in ("CO", "PAP") and rng.random() < 0.15
            row.append("---" if gone else R(made[head], head, units[head], when=moment(at)))
        rows.append(row)
    wide = 535 / (len(heads) + 1)
    end = doc.table(30, 60, [wide] * (len(heads) + 1), rows, rules=rng.choice(("rows", "head")), head=2, size=9,
                    step=21, align="c" * (len(heads) + 1))  # fmt: skip
    doc.text(30, end + 14, "--- : 測定値なし", 7.5)
    return doc.sheet()


FAMILIES = (
    Family("device-report-cpap-hinoki", DEVICE, cpap),
    Family("device-report-ventilator-check-hinoki", DEVICE, ventilator),
    Family("device-report-insulin-pump-hinoki", DEVICE, pump),
    Family("device-report-monitor-trend-hinoki", DEVICE, trend),
)
