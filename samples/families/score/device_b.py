"""Implanted devices: a hospital's own pacemaker sheet, an English ICD summary, remote monitoring of a CRT-D, and
a programmer's printer paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, Cell, Doc, R, day, half, moment, num
from samples.making.truth import Sheet

DEVICE = DocumentType.DEVICE_REPORT
Rows = list[list[Cell] | str]


def _volt(rng: Random, low: float = 0.4, high: float = 1.6, step: float = 0.125) -> str:
    return f"{low + step * rng.randint(0, round((high - low) / step)):.2f}"


def _at(rng: Random, name: str, suffix: str) -> tuple[R, R]:
    """A threshold with its pulse width, in one cell."""
    width = rng.choice(("0.4", "0.4", "0.5"))
    return (
        R(_volt(rng, 0.5), name, "V", post=" V @ "),
        R(width, f"{name} {suffix}", "ms", post=" ms"),
    )


def _leads(doc: Doc, y: float) -> float:
    """The table of leads; where it ends."""
    rng, leads = doc.rng, ("RA", "RV")
    doc.text(40, y, "３．リード測定", 10.5, bold=True)
    rows: Rows = [["測定項目", *leads]]
    for name in ("P波高値", "R波高値"):
        there = "RA" if name[0] == "P" else "RV"
        value = num(rng, 1.2, 4.9, 1) if there == "RA" else num(rng, 5, 19, 1)
        rows.append(
            [name, *(R(value, f"{name} {d}", "mV", post=" mV") if d == there else "―" for d in leads)]
        )
    rows.append(["ペーシング閾値", *(_at(rng, f"ペーシング閾値 {lead}", "パルス幅") for lead in leads)])
    rest: tuple[tuple[str, str, Callable[[], str]], ...] = (
        ("リード抵抗", "Ω", lambda: num(rng, 340, 760)),
        ("出力", "V", lambda: rng.choice(("2.0", "2.5", "3.0"))),
        ("感度", "mV", lambda: rng.choice(("0.3", "0.5", "2.0"))),
        ("ペーシング率", "%", lambda: num(rng, 0, 99.9, 1)),
    )
    for name, unit, draw in rest:
        rows.append([name, *(R(draw(), f"{name} {lead}", unit, post=f" {unit}") for lead in leads)])
    return doc.table(40, y + 8, (134, 190, 190), rows, rules="grid", size=9, step=19, align="lcc", fill=PALE)


def _counters(doc: Doc, y: float) -> float:
    """Events one after the other and a remark under them."""
    rng = doc.rng
    doc.text(40, y + 30, "４．イベント", 10.5, bold=True)
    x = 40.0
    for label, value, unit in (("AT/AFバーデン", num(rng, 0, 12, 1), "%"), ("HVRエピソード", num(rng, 0, 6), "件"),
                               ("モードスイッチ回数", num(rng, 0, 140), "回")):  # fmt: skip
        doc.text(x, y + 48, f"{label}：", 9)
        end = doc.result(x + doc.width(f"{label}：", 9), y + 48, R(value, label, unit), 9)
        doc.text(end + 2, y + 48, unit, 9)
        x = end + 50
    doc.text(40, y + 74, "備考：自己脈の確認は 40 ppm まで下げて実施。設定変更なし。", 9)
    return y


def sheet(rng: Random) -> Sheet:
    """ペースメーカチェック記録: a hospital's form of ruled blocks, leads in columns, threshold at a pulse width."""
    doc = Doc(rng, DEVICE)
    doc.effective = day(doc.when, "dash")
    doc.text(297, 42, rng.choice(("ペースメーカ チェック記録", "ペースメーカー外来 点検表")), 15, bold=True,
             align="centre")  # fmt: skip
    doc.table(
        40, 54, (66, 110, 50, 136, 50, 102),
        [["検査日", day(doc.when, "kanji"), "患者ID", doc.pid(), "性別", doc.sex("性")],
         ["氏名", doc.name() + " 様", "フリガナ", doc.kana(), "生年月日", doc.born("slash")],
         ["植込み日", day(doc.when.date() - timedelta(days=rng.randint(300, 3000)), "slash"), "機種",
             "FICTA DR-2 MRI",
          "製造番号", f"PZ{rng.randrange(100000, 999999)}"]],
        rules="grid", head=0, size=8.5, step=18,
    )  # fmt: skip
    doc.text(40, 132, "１．電池", 10.5, bold=True)
    battery = [
        ("電池電圧", num(rng, 2.7, 3.05, 2), "V"), ("電池抵抗", num(rng, 180, 1900), "Ω"),
        ("推定残存期間", num(rng, 2, 11, 1), "年"), ("マグネットレート", rng.choice(("85", "98.6", "100")), "ppm"),
    ]  # fmt: skip
    if rng.random() < 0.4:
        del battery[1]
    rows: Rows = [[label, R(value, label, unit, post=f" {unit}")] for label, value, unit in battery]
    y = doc.table(40, 140, (120, 120), rows, rules="grid", head=0, size=9, step=17, align="lr")
    doc.text(300, 132, "２．設定", 10.5, bold=True)
    rows = []
    for label, value, unit in (
        ("モード", rng.choice(("DDD", "DDDR", "AAI⇔DDD", "VVI")), ""), ("下限レート", rng.choice(("50", "60",
        "70")), "ppm"),
        ("上限レート", rng.choice(("120", "130")), "ppm"), ("AVディレイ", rng.choice(("180/150", "200/170")), "ms"),
    ):  # fmt: skip
        rows.append([label, R(value, label, unit, post=f" {unit}" if unit else "")])
    doc.table(300, 140, (130, 124), rows, rules="grid", head=0, size=9, step=17, align="lr")
    y += 40 if len(battery) == 4 else 57
    y = _counters(doc, _leads(doc, y - 8))
    doc.text(
        554,
        y + 110,
        f"臨床工学技士 {rng.choice(bank.STAFF)}　／　医師 {rng.choice(bank.STAFF)}",
        9,
        align="right",
    )
    return doc.sheet()


def icd(rng: Random) -> Sheet:
    """An English ICD summary: battery and settings as labels at the left, leads in a table, episode counters."""
    doc = Doc(rng, DEVICE, size=(612, 792), latin=True)
    doc.effective = moment(doc.when)
    doc.band(36, 30, 576, 54, (0.12, 0.2, 0.38))
    doc.text(44, 47, "Device Interrogation Summary", 13, bold=True, colour=(1, 1, 1))
    doc.text(568, 47, "Fictronic  Aegis VR/DR", 9, align="right", colour=(1, 1, 1))
    doc.pairs(40, 72, (("Patient", doc.name(", ")), ("ID", doc.pid()), ("Date of Birth", doc.born("en"))), size=9,
              gap=76, mark=":")  # fmt: skip
    doc.pairs(
        320, 72,
        (("Interrogated", f"{day(doc.when, 'en')} {doc.when:%H:%M}"), ("Serial No.", f"AEG{rng.randrange(10**6)}H"),
         ("Implanted", day(doc.when.date() - timedelta(days=rng.randint(200, 2500)), "en"))), size=9, gap=86,
         mark=":",
    )  # fmt: skip
    doc.rule(36, 110, 576)
    blocks = (
        ("Battery", (("Battery voltage", num(rng, 2.6, 3.2, 2), "V"), ("Longevity estimate", num(rng, 1, 10,
        1), "years"),
                     ("Last charge time", num(rng, 7, 11, 1), "s"))),
        ("Bradycardia settings", (("Mode", rng.choice(("VVI", "DDD", "DDIR", "AAI<=>DDD")), ""),
                                  ("Lower rate", rng.choice(("40", "50", "60")), "bpm"),
                                  ("Upper tracking rate", rng.choice(("120", "130")), "bpm"),
                                  ("Paced AV delay", rng.choice(("180", "220")), "ms"))),
        ("Tachycardia settings", (("VF detection", rng.choice(("200", "222", "230")), "bpm"),
                                  ("VT detection", rng.choice(("171", "182")), "bpm"),
                                  ("Max shock energy", rng.choice(("35", "40")), "J"))),
    )  # fmt: skip
    y = 128.0
    for head, given in blocks:
        doc.text(40, y, head, 10, bold=True)
        for label, value, unit in given:
            y += 15
            doc.text(50, y, label, 9)
            end = doc.result(190, y, R(value, label, unit), 9)
            doc.text(end + 3, y, unit, 9)
        y += 24
    leads = ("RA", "RV")
    shock = R(num(rng, 38, 82), "Shock impedance RV", "ohms", post=" ohms")
    rows: Rows = [
        ["Lead", *leads],
        ["Threshold", *(_at(rng, f"Threshold {lead}", "pulse width") for lead in leads)],
        ["Sensing", *(R(num(rng, 1.5, 14, 1), f"Sensing {lead}", "mV", post=" mV") for lead in leads)],
        [
            "Pacing impedance",
            *(R(num(rng, 320, 720), f"Pacing impedance {lead}", "ohms", post=" ohms") for lead in leads),
        ],
        ["Shock impedance", "--", shock],
        ["Percent paced", *(R(num(rng, 0, 99), f"Percent paced {lead}", "%", post=" %") for lead in leads)],
    ]
    doc.table(300, 120, (92, 90, 90), rows, rules="rows", size=8.5, step=19, align="lcc", fill=PALE)
    doc.text(300, 262, "Episodes since last session", 10, bold=True)
    rows = []
    for label in ("VF", "VT", "VT-NS", "AT/AF", "SVT"):
        rows.append([label, R(str(rng.choice((0, 0, 1, 2, 5, 14))), label)])
    doc.table(300, 270, (92, 90), rows, rules="rows", size=8.5, step=17, align="lc", head=0)
    doc.text(40, max(y, 400), "Reviewed by " + rng.choice(bank.STAFF_EN), 9)
    doc.foot(rng.choice(bank.HOSPITALS_EN) + "   Page 1 of 1")
    return doc.sheet()


def remote(rng: Random) -> Sheet:
    """遠隔モニタリング: this and the last transmission in dated columns, leads as blocks, heart failure trends."""
    doc = Doc(rng, DEVICE)
    last = doc.when - timedelta(days=rng.randint(80, 100))
    doc.effective = day(doc.when, "dash")
    doc.text(40, 44, "遠隔モニタリング 解析レポート（CRT-D）", 14, bold=True)
    doc.text(555, 44, rng.choice(bank.CLINICS), 8.5, align="right", colour=GREY)
    doc.along(40, 66, [f"患者ID　{doc.pid()}", f"氏名　{doc.name()}", f"性別　{doc.sex()}",
                       f"生年月日　{doc.born('era')}"], size=9)  # fmt: skip
    doc.text(40, 82, f"送信日　{day(doc.when, 'slash')}　　（前回送信日　{day(last, 'slash')}）", 9)
    rows: Rows = [["", "単位", day(doc.when, "slash"), day(last, "slash")]]

    def add(label: str, unit: str, low: float, high: float, digits: int = 0, block: str = "") -> None:
        name = f"{label} {block}".strip()
        rows.append([
            label, unit,
            R(num(rng, low, high, digits), name, unit),
            R(num(rng, low, high, digits), name, unit, when=day(last, "dash")),
        ])  # fmt: skip

    rows.append("デバイス")
    add("電池残量", "年", 2, 8, 1)
    add("電池電圧", "V", 2.8, 3.1, 2)
    add("充電時間", "秒", 7, 11, 1)
    for block in ("RA", "RV", "LV"):
        rows.append(block)
        add("閾値", "V", 0.4, 2.2, 2, block)
        add("波高値", "mV", 1.5, 17, 1, block)
        add("リード抵抗", "Ω", 340, 900, 0, block)
        add("ペーシング率", "%", 2, 99, 0, block)
    rows.append("心不全指標")
    add("アクティビティレベル", "時間/日", 0.4, 4.6, 1)
    add("夜間平均心拍数", "bpm", 54, 78)
    add("日中平均心拍数", "bpm", 60, 92)
    add("呼吸数（夜間）", "回/分", 12, 22)
    if rng.random() < 0.7:
        add("胸郭インピーダンス", "Ω", 48, 88)
    add("心拍変動（SDANN）", "ms", 48, 130)
    add("AT/AFバーデン", "%", 0, 18, 1)
    end = doc.table(40, 96, (170, 70, 110, 110), rows, align="lcrr", rules=rng.choice(("grid", "rows")), size=8.5,
                    step=17.5, fill=SKY)  # fmt: skip
    doc.text(40, end + 24, "コメント", 9.5, bold=True)
    doc.prose(40, end + 40, 500, "前回より活動量は横ばい。次回の定期送信は３か月後を予定しています。", size=9)
    doc.foot("本レポートは送信データに基づき作成されています")
    return doc.sheet()


def paper(rng: Random) -> Sheet:
    """A programmer's 112 mm paper: half-width kana labels with leaders, leads as blocks, units behind."""
    doc = Doc(rng, DEVICE, size=(318, 620))
    doc.font = doc.bold
    doc.effective = moment(doc.when)
    doc.text(14, 24, "FICTRON  PROGRAMMER 3200", 10)
    doc.text(14, 40, f"{day(doc.when, 'slash')} {doc.when:%H:%M}", 9)
    doc.text(304, 40, "ﾌｫﾛｰｱｯﾌﾟ ﾚﾎﾟｰﾄ", 9, align="right")
    doc.text(14, 56, f"ID {doc.pid()}", 9)
    doc.text(14, 70, f"{half('カンジャメイ')} {doc.name()}", 9)
    doc.text(304, 70, f"{half('セイベツ')} {doc.sex()}", 9, align="right")
    doc.rule(14, 78, 304)
    blocks = [
        ("", [("デンチデンアツ", num(rng, 2.6, 3.0, 2), "V"), ("デンチザンヨウリョウ", num(rng, 12, 98), "%"),
              ("モード", rng.choice(("DDD", "DDDR", "VVIR")), ""), ("キホンレート", rng.choice(("50", "60")), "ppm"),
              ("サイダイレート", rng.choice(("110", "130")), "ppm")]),
    ]  # fmt: skip
    for lead in ("Atrial", "Ventricular"):
        blocks.append(
            (lead, [("シキイチ", _volt(rng, 0.4), "V"), ("パルスハバ", rng.choice(("0.40", "0.50")), "ms"),
                    ("ハコウチ", num(rng, 1.4, 14, 1), "mV"), ("リードテイコウ", num(rng, 330, 780), "ohm"),
                    ("ペーシングリツ", num(rng, 0, 99), "%")])
        )  # fmt: skip
    if rng.random() < 0.6:
        blocks.append(
            ("", [("モードスイッチ", num(rng, 0, 40), "回"), ("サイコウシンパク", num(rng, 96, 164), "bpm")])
        )
    y = 94.0
    for block, given in blocks:
        if block:
            doc.text(14, y, f"[{block}]", 9.5)
            y += 15
        for label, value, unit in given:
            said = half(label)
            doc.text(20, y, said, 9)
            whole = doc.width(value, 9)
            doc.dots(24 + doc.width(said, 9), 232 - whole, y, 9, ".")
            doc.result(236, y, R(value, f"{said} {block}" if "tri" in block else said, unit), 9, "right")
            doc.text(240, y, unit, 9)
            y += 15
        y += 6
    doc.text(159, y + 16, "*** END OF REPORT ***", 8.5, align="centre")
    return doc.sheet()


FAMILIES = (
    Family("device-report-clinic-sheet-hinoki", DEVICE, sheet),
    Family("device-report-icd-summary-hinoki", DEVICE, icd, "en"),
    Family("device-report-remote-crt-hinoki", DEVICE, remote),
    Family("device-report-programmer-paper-hinoki", DEVICE, paper),
)
