"""ECG: a resting print with boxes of measurements, a Holter summary, a treadmill by stages."""

from __future__ import annotations

from random import Random

from reportlab.lib.pagesizes import A4, landscape

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import PALE, Cell, Doc, R, day, half, moment, num
from samples.making.truth import Sheet

ECG = DocumentType.ECG
_SAID = (
    "洞調律", "左室肥大の疑い", "非特異的ST-T変化", "完全右脚ブロック", "左軸偏位", "1度房室ブロック", "心房細動",
    "上室期外収縮", "陳旧性下壁梗塞の疑い", "早期再分極", "QT延長",
)  # fmt: skip
_BEAT = [0.4, 0.42, 0.5, 0.44, 0.4, 0.36, 0.98, 0.2, 0.4, 0.42, 0.5, 0.58, 0.5, 0.41, 0.4]


def _trace(doc: Doc, x: float, y: float, width: float, height: float, beats: int) -> None:
    points = [p + doc.rng.uniform(-0.01, 0.01) for _ in range(beats) for p in _BEAT]
    doc.curve(x, y, width, height, points)


def resting(rng: Random) -> Sheet:
    """12 leads on a grid: measurements in the left upper corner, findings beside them, kana under the name."""
    doc = Doc(rng, ECG, size=landscape(A4))
    doc.effective = moment(doc.when)
    doc.text(30, 30, f"ID {doc.pid()}", 10)
    doc.text(30, 45, f"{doc.name()}　{half(doc.kana())}", 10)
    doc.text(30, 60, f"{doc.age()}歳　{doc.sex()}　{doc.born('slash')}生", 9)
    doc.text(812, 30, f"{day(doc.when, 'slash')} {doc.when:%H:%M}:{rng.randrange(10, 59)}", 10, align="right")
    doc.text(812, 45, rng.choice(bank.HOSPITALS), 9, align="right")
    rate, qt = rng.randint(50, 112), rng.randint(340, 440)
    y = 30.0
    for label, value, unit in (
        ("心拍数", str(rate), "/分"),
        ("PR間隔", num(rng, 130, 230), "ms"),
        ("QRS幅", num(rng, 78, 148), "ms"),
        ("QT/QTc", f"{qt}/{int(qt * (rate / 60) ** 0.5)}", "ms"),
        ("P/QRS/T軸", f"{rng.randint(20, 75)}/{rng.randint(-40, 90)}/{rng.randint(-10, 80)}", "度"),
        ("RV5/SV1", f"{rng.uniform(0.8, 3.2):.2f}/{rng.uniform(0.4, 1.9):.2f}", "mV"),
    ):
        doc.text(250, y, label, 9)
        end = doc.result(320, y, R(value, label, unit), 9)
        doc.text(end + 5, y, unit, 9)
        y += 13
    doc.text(480, 30, "自動解析", 9)
    y = 44.0
    for said in rng.sample(_SAID, rng.randint(2, 4)):
        doc.statement(490, y, 210, said, "自動解析", size=9)
        y += 13
    doc.text(640, 98, "※ 医師の確認が必要です", 8)
    doc.axes(30, 112, 782, 440, grid=24)
    for n, lead in enumerate(("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")):
        x, y = 34 + (n // 6) * 391, 118 + (n % 6) * 72
        doc.text(x, y + 10, lead, 9)
        _trace(doc, x + 4, y, 380, 64, max(4, rate // 14))
    doc.foot("25 mm/s　10 mm/mV　Filter 35 Hz")
    return doc.sheet()


def _counted(rng: Random, total: int) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """Labels, values and units under their headings."""
    return (
        ("【心拍】", (
            ("総心拍数", str(total), "拍"), ("平均心拍数", str(total // 1440), "bpm"),
            ("最大心拍数", num(rng, 102, 158), "bpm"), ("最小心拍数", num(rng, 38, 56), "bpm"),
            ("最大RR間隔", num(rng, 1.3, 3.4, 2), "秒"), ("ポーズ(2.5秒以上)", str(rng.randint(0, 6)), "回"),
        )),
        ("【上室期外収縮】", (
            ("上室期外収縮 総数", str(rng.randint(5, 3200)), "拍"),
            ("上室期外収縮 2連発", str(rng.randint(0, 60)), "回"),
            ("上室頻拍", str(rng.randint(0, 12)), "回"), ("上室期外収縮 出現率", num(rng, 0.0, 4.0, 1), "%"),
        )),
        ("【心室期外収縮】", (
            ("心室期外収縮 総数", str(rng.randint(0, 5200)), "拍"),
            ("心室期外収縮 2連発", str(rng.randint(0, 30)), "回"),
            ("心室頻拍", str(rng.randint(0, 3)), "回"), ("心室期外収縮 出現率", num(rng, 0.0, 5.0, 1), "%"),
        )),
        ("【ST】", (
            ("ST最大低下 ch1", f"-{num(rng, 0.2, 1.9, 1)}", "mm"),
            ("ST最大上昇 ch2", num(rng, 0.2, 1.5, 1), "mm"),
        )),
    )  # fmt: skip


def holter(rng: Random) -> Sheet:
    """Holter: totals and extremes as label and value in two columns, a table of hours is left out, conclusions."""
    doc = Doc(rng, ECG)
    doc.effective = moment(doc.when)
    doc.text(36, 44, "ホルター心電図検査報告書", 15, bold=True)
    doc.rule(36, 52, 559, 1.2)
    doc.pairs(
        40,
        70,
        (("氏名", f"{doc.name()} 様"), ("ID", doc.pid()), ("性別・年齢", f"{doc.sex()}　{doc.age()}歳")),
        gap=64,
    )
    doc.pairs(
        300,
        70,
        (
            ("記録開始", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"),
            ("解析時間", f"{rng.randint(22, 24)}時間{rng.randrange(60)}分"),
            ("依頼科", rng.choice(bank.DEPARTMENTS)),
        ),
        gap=64,
    )
    total = rng.randint(78000, 132000)
    y = 128.0
    blocks = _counted(rng, total)
    for head, given in blocks:
        doc.text(40, y, head, 10, bold=True)
        y += 18
        for n, (label, value, unit) in enumerate(given):
            x = 52.0 + (n % 2) * 254
            doc.text(x, y, label, 9.5)
            doc.result(x + 160, y, R(value, label, unit), 9.5, "right")
            doc.text(x + 165, y, unit, 9)
            y += 16 * (n % 2)
        y += 12
    doc.text(40, y + 4, "【判読所見】", 10, bold=True)
    y += 22
    for number, said in enumerate(
        rng.sample(
            (
                "基本調律は洞調律です。",
                "心室期外収縮を散発性に認めます。",
                "有意なST変化は認めません。",
                "短い上室頻拍を認めます。",
                "自覚症状に一致する不整脈は認めません。",
            ),
            rng.randint(2, 4),
        ),
        1,
    ):
        y = doc.statement(52, y, 480, said, "判読所見", size=9.5, number=f"{number}.", step=16)
    doc.text(400, y + 24, f"判読医　{bank.doctor(rng)}", 9.5)
    doc.seal(520, y + 20, bank.family(rng), 12)
    doc.axes(40, 660, 515, 110, grid=12)
    doc.curve(40, 660, 515, 110, [rng.uniform(0.25, 0.7) for _ in range(96)])
    doc.text(40, 654, "心拍トレンド", 8)
    return doc.sheet()


def _stages(rng: Random) -> list[list[Cell]]:
    """A row a stage."""
    rows: list[list[Cell]] = [
        ["Stage", "Time", "Speed", "Grade", "HR", "BP", "METs", "ST II"],
        ["", "(min:s)", "(km/h)", "(%)", "(bpm)", "(mmHg)", "", "(mm)"],
    ]
    pulse = rng.randint(62, 84)
    stages = (
        ("Supine", "0.0", "0.0", 1.0),
        ("Standing", "0.0", "0.0", 1.2),
        ("Stage 1", "2.7", "10.0", 4.6),
        ("Stage 2", "4.0", "12.0", 7.0),
        ("Stage 3", "5.5", "14.0", 10.1),
        ("Recovery 1", "0.0", "0.0", 3.0),
        ("Recovery 3", "0.0", "0.0", 1.3),
    )
    for n, (stage, speed, grade, mets) in enumerate(stages):
        pulse = pulse + rng.randint(8, 26) if n < 5 else pulse - rng.randint(14, 30)
        row: list[Cell] = [stage]
        for label, value, unit in (
            ("Time", f"{rng.randint(1, 3)}:{rng.randrange(60):02d}", "min:s"),
            ("Speed", speed, "km/h"),
            ("Grade", grade, "%"),
            ("HR", str(pulse), "bpm"),
            ("BP", f"{rng.randint(112, 198)}/{rng.randint(60, 96)}", "mmHg"),
            ("METs", f"{mets + rng.uniform(-0.2, 0.2):.1f}", ""),
            ("ST II", f"{rng.uniform(-1.9, 0.6):.1f}", "mm"),
        ):
            row.append(R(value, f"{stage} {label}", unit))
        rows.append(row)
    return rows


def _reached(rng: Random, peak: int) -> tuple[tuple[str, str, str], ...]:
    """Labels, values and units."""
    return (
        ("Exercise time", f"{rng.randint(5, 11)}:{rng.randrange(60):02d}", "min"),
        ("Max HR", str(peak), "bpm"),
        ("% of target HR", num(rng, 78, 104), "%"),
        ("Max BP", f"{rng.randint(150, 218)}/{rng.randint(70, 98)}", "mmHg"),
        ("Workload", num(rng, 6.0, 13.4, 1), "METs"),
        ("Max ST depression", f"-{num(rng, 0.2, 2.4, 1)}", "mm"),
        ("Rate pressure product", num(rng, 19000, 33000), ""),
        ("Duke score", num(rng, -5, 11), ""),
    )


def treadmill(rng: Random) -> Sheet:
    """An English treadmill summary: a line of totals, stages down, conclusions under a rule."""
    doc = Doc(rng, ECG, latin=True)
    doc.effective = moment(doc.when)
    doc.text(36, 40, rng.choice(bank.HOSPITALS_EN), 13, bold=True)
    doc.text(559, 40, "Exercise Test Summary", 12, align="right")
    doc.rule(36, 48, 559, 1.2)
    doc.pairs(
        36,
        64,
        (("Name", doc.name(", ")), ("ID", doc.pid()), ("Sex / DOB", f"{doc.sex('Sex')} / {doc.born('us')}")),
        gap=62,
        mark=":",
    )
    doc.pairs(
        310,
        64,
        (
            ("Test date", f"{day(doc.when, 'us')} {doc.when:%H:%M}"),
            ("Protocol", "BRUCE"),
            ("Physician", rng.choice(bank.DOCTORS_EN)),
        ),
        gap=62,
        mark=":",
    )
    y = 122.0
    for n, (label, value, unit) in enumerate(_reached(rng, rng.randint(128, 176))):
        x = 36.0 + (n % 2) * 274
        doc.text(x, y, f"{label}:", 9.5)
        doc.result(x + 130, y, R(value, label, unit, post=f" {unit}".rstrip()), 9.5)
        y += 16 * (n % 2)
    rows = _stages(rng)
    end = doc.table(
        36,
        y + 16,
        (95, 62, 58, 58, 58, 74, 58, 60),
        rows,
        align="l" + "r" * 7,
        size=9,
        step=17,
        rules="head",
        head=2,
        fill=PALE,
    )
    doc.text(36, end + 26, "Conclusion", 11, bold=True)
    y = end + 44
    for said in rng.sample(
        (
            "Negative exercise test for ischemia.",
            "Adequate heart rate response.",
            "Horizontal ST depression in leads V4 to V6 at peak exercise.",
            "No arrhythmia was induced.",
            "Good exercise capacity.",
        ),
        rng.randint(2, 3),
    ):
        y = doc.statement(46, y, 480, said, "Conclusion", size=9.5)
    return doc.sheet()


FAMILIES = (
    Family("ecg-resting-corner", ECG, resting),
    Family("ecg-holter-totals", ECG, holter),
    Family("ecg-exercise-summary", ECG, treadmill, "en"),
)
