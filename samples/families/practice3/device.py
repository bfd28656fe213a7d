"""Implantable devices and monitors: a clinic sheet, an English remote report in blocks, weekly trends."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.kit import GREY, PALE, Cell, Doc, V
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.DEVICE_REPORT
_LEADS: tuple[tuple[str, ...], ...] = (("RA", "RV"), ("RA", "RV", "LV"), ("心房", "心室"))


def clinic(rng: Random) -> Sheet:
    """Leads in columns, programmed settings in a box beside the battery, pacing and events below."""
    doc = Doc(rng)
    heads.title(
        doc,
        38,
        rng.choice(
            ("ペースメーカ外来 点検記録", "植込みデバイスチェック報告書", "CIEDフォローアップレポート")
        ),
        14,
    )
    doc.when = doc.at.date().isoformat()
    extra = [
        (rng.choice(("点検日", "チェック日", "検査日")), doc.day(doc.at.date())),
        ("植込日", doc.day((doc.at - timedelta(days=1400)).date())),
        ("機種", f"Kakuu DR-{rng.randint(100, 900)}"),
        ("シリアルNo.", f"PJN{rng.randint(100000, 999999)}"),
    ]
    y = heads.cells(doc, 36, 50, 523, heads.person(doc) + extra, 3) + 22
    leads = rng.choice(_LEADS)
    y = _leads(doc, _battery_and_settings(doc, y), leads)
    doc.t(36, y, "4. ペーシング率・イベント", 10.5)
    rest = [(f"{lead}ペーシング率", f"{rng.uniform(0, 99.9):.1f}", "%") for lead in leads]
    rest += [
        ("AT/AF時間率", rng.choice(("<0.1", "3.2", "12.4")), "%"),
        ("VTエピソード", str(rng.choice((0, 0, 1, 4))), "回"),
    ]
    rows: list[list[Cell]] = [[name, V(value, name, unit), unit] for name, value, unit in rest]
    y = doc.table(36, y + 6, (150, 70, 40), rows, aligns="lrl", heads=0, step=17, rule="rows") + 24
    doc.t(36, y, "コメント：リード位置に変化なし。次回点検は6か月後とします。", 9)
    heads.foot(doc, f"臨床工学技士　{doc.doctor}")
    return doc.sheet(KIND)


def _battery_and_settings(doc: Doc, y: float) -> float:
    rng = doc.rng
    doc.t(36, y, "1. バッテリー", 10.5)
    battery: list[tuple[str, str, str]] = [
        ("電池電圧", f"{rng.uniform(2.6, 3.1):.2f}", "V"),
        ("電池抵抗", str(rng.randint(180, 2400)), "Ω"),
        ("推定寿命", f"{rng.uniform(1, 12):.1f}", "年"),
    ]
    rows: list[list[Cell]] = [[name, V(value, name, unit, post=f" {unit}")] for name, value, unit in battery]
    end = doc.table(36, y + 6, (90, 100), rows, aligns="lr", heads=0, step=17)
    doc.t(300, y, "2. 設定", 10.5)
    mode = rng.choice(("DDD", "DDDR", "VVI", "AAI⇔DDD"))
    settings = [
        ("モード", mode, ""),
        ("下限レート", str(rng.choice((50, 60, 70))), "bpm"),
        ("上限レート", str(rng.choice((110, 120, 130))), "bpm"),
        ("AVディレイ", str(rng.choice((150, 180, 200))), "ms"),
    ]
    rows = [[name, V(value, name, unit, post=f" {unit}" if unit else "")] for name, value, unit in settings]
    return max(end, doc.table(300, y + 6, (100, 120), rows, aligns="lr", heads=0, step=17)) + 24


def _leads(doc: Doc, y: float, leads: tuple[str, ...]) -> float:
    rng = doc.rng
    doc.t(36, y, "3. リード測定", 10.5)
    rows: list[list[Cell]] = [["項目", "単位", *leads]]
    rows.append(
        ["リード抵抗", "Ω", *(V(str(rng.randint(290, 1100)), f"リード抵抗 {lead}", "Ω") for lead in leads)]
    )
    wave = rng.choice(("波高値", "自己波高", "センシング"))
    sensed: list[Cell] = []
    for lead in leads:
        text = "測定不能" if rng.random() < 0.15 else f"{rng.uniform(0.8, 14):.1f}"
        sensed.append("-" if lead == "LV" else V(text, f"{wave} {lead}", "mV"))
    rows.append([wave, "mV", *sensed])
    rows.append(
        [
            "ペーシング閾値",
            "V",
            *(V(f"{rng.uniform(0.4, 2.6):.2f}", f"ペーシング閾値 {lead}", "V") for lead in leads),
        ]
    )
    rows.append(
        [
            "パルス幅",
            "ms",
            *(V(rng.choice(("0.40", "0.50", "1.00")), f"パルス幅 {lead}", "ms") for lead in leads),
        ]
    )
    rows.append(
        ["出力", "V", *(V(rng.choice(("1.50", "2.00", "2.50")), f"出力 {lead}", "V") for lead in leads)]
    )
    return doc.table(36, y + 6, (130, 50, *[90] * len(leads)), rows, aligns="lcrrr", step=18, fill=PALE) + 24


def remote(rng: Random) -> Sheet:
    """English remote transmission: one block a lead, label and value on a line; threshold with pulse width."""
    doc = Doc(rng, en=True)
    doc.ink.box(0, 0, doc.w, 34, width=0, fill=GREY)
    doc.t(30, 23, "Remote Transmission Report", 14, bold=True)
    doc.t(565, 23, "HomeLink (fictitious)", 9, "right")
    extra = [
        ("Device", f"Orion CRT-D {rng.randint(2000, 4000)}"),
        ("Serial", f"RX{rng.randint(10000, 99999)}"),
        ("Session date", doc.stamp()),
        ("Implanted", doc.day((doc.at - timedelta(days=900)).date())),
    ]
    y = heads.runs(doc, 30, 56, 530, heads.person(doc) + extra, 2) + 14
    doc.t(30, y, "Battery", 11, bold=True)
    y = (
        _lines(
            doc,
            36,
            y + 18,
            [
                V(f"{rng.uniform(2.7, 3.2):.2f}", "Voltage", "V"),
                V(f"{rng.uniform(0.8, 11):.1f}", "Remaining longevity", "years"),
                V(f"{rng.uniform(7, 11):.1f}", "Last charge time", "s"),
            ],
        )
        + 12
    )
    y = _lead_blocks(doc, y)
    doc.t(30, y, "Parameters", 11, bold=True)
    doc.t(300, y, "Counters since last session", 11, bold=True)
    mode = rng.choice(("DDD", "DDDR", "VVIR"))
    left = _lines(
        doc,
        36,
        y + 18,
        [
            V(mode, "Mode"),
            V(str(rng.choice((50, 60, 70))), "Lower rate", "bpm"),
            V(str(rng.choice((120, 130, 140))), "Upper tracking rate", "bpm"),
            V(str(rng.choice((171, 188, 200))), "VT zone", "bpm"),
        ],
    )
    right = _lines(
        doc,
        306,
        y + 18,
        [
            V(f"{rng.uniform(0, 60):.0f}", "Atrial pacing", "%"),
            V(f"{rng.uniform(80, 99.9):.1f}", "BiV pacing", "%"),
            V(f"{rng.uniform(0, 20):.1f}", "AT/AF burden", "%"),
            V(f"{rng.uniform(0.5, 6):.1f}", "Patient activity", "h/day"),
            V(str(rng.randint(0, 3)), "Shocks delivered"),
        ],
    )
    doc.t(30, max(left, right) + 18, "Transmissions are not monitored at night.", 8)
    heads.foot(doc)
    return doc.sheet(KIND)


def _lead_blocks(doc: Doc, y: float) -> float:
    rng = doc.rng
    ends = []
    names = ("Atrial (RA)", "Right ventricular (RV)", "Left ventricular (LV)")
    short = rng.random() < 0.5
    for k, name in enumerate(names):
        x = 30 + k * 180
        lead = name[name.index("(") + 1 : -1] if short else name
        doc.ink.box(x, y, x + 172, y + 18, width=0.4, fill=PALE)
        doc.t(x + 6, y + 13, lead, 10, bold=True)
        found = [V(str(rng.randint(280, 1300)), f"Pacing impedance {lead}", "ohm")]
        if k < 2:
            found.append(V(f"{rng.uniform(0.9, 15):.1f}", f"Sensing {lead}", "mV"))
        end = _lines(doc, x + 4, y + 34, found, lead, 112)
        doc.t(x + 4, end, "Threshold", 9)
        at = doc.put(x + 92, end, V(f"{rng.uniform(0.5, 2.5):.2f}", f"Threshold {lead}", "V"), 8.5)
        doc.put(
            at,
            end,
            V(
                rng.choice(("0.4", "0.5", "1.0")),
                f"Threshold {lead} pulse width",
                "ms",
                pre=" V @ ",
                post=" ms",
            ),
            8.5,
        )
        ends.append(end + 15)
    return max(ends) + 16


def _lines(doc: Doc, x: float, y: float, found: list[V], lead: str = "", gap: float = 130) -> float:
    for v in found:
        doc.t(x, y, v.name.removesuffix(lead).strip() if lead else v.name, 9)
        end = doc.put(x + gap, y, v, 9)
        doc.t(end + 3, y, v.unit, 9)
        y += 15
    return y


def trends(rng: Random) -> Sheet:
    """Weekly trends of a heart monitor: dates down, quantities across with units, the newest summary above."""
    doc = Doc(rng)
    heads.title(
        doc,
        44,
        rng.choice(
            (
                "植込み型心臓モニタ 週次レポート",
                "遠隔モニタリング定期レポート",
                "心不全モニタ トレンドレポート",
            )
        ),
        14,
        "left",
    )
    y = (
        heads.honoured(
            doc, 36, 66, [("データ送信日時", doc.stamp()), ("機器番号", f"KM-{rng.randint(10000, 99999)}")]
        )
        + 12
    )
    doc.ink.line(36, y - 6, 559, y - 6)
    summary = [
        V(f"{rng.uniform(2.6, 3.1):.2f}", "電池電圧", "V"),
        V(f"{rng.uniform(0.4, 6.5):.1f}", "アクティビティレベル", "時間"),
        V(str(rng.randint(11, 26)), "呼吸数", "min⁻¹"),
        V(str(rng.randint(48, 98)), "夜間平均心拍数", "min⁻¹"),
        V(f"{rng.uniform(40, 140):.0f}", "心拍変動", "ms"),
        V(f"{rng.uniform(0, 40):.1f}", "心房細動負荷", "%"),
    ]
    size = rng.choice((9.5, 10.5))
    for n, v in enumerate(summary):
        x, at = 44 + (n % 2) * 262, y + 14 + n // 2 * 20
        doc.t(x, at, v.name, size)
        end = doc.put(x + 190, at, v, size, "right")
        doc.t(end + 4, at, v.unit, size)
    y += 96
    _weeks(doc, y)
    heads.foot(doc, f"確認医　{doc.doctor}")
    return doc.sheet(KIND)


def _weeks(doc: Doc, y: float) -> None:
    rng = doc.rng
    doc.t(36, y, "過去の推移（週平均）", 11)
    days = [doc.at.date() - timedelta(days=7 * n) for n in range(1, rng.randint(6, 10))]
    if rng.random() < 0.5:
        days.reverse()
    rows: list[list[Cell]] = [
        ["週", "日中心拍数 (min⁻¹)", "胸郭インピーダンス (Ω)", "ペーシング率 (%)", "PVC (回/時)"]
    ]
    for day in days:
        when = day.isoformat()
        row: list[Cell] = [doc.day(day)]
        row.append(V(str(rng.randint(58, 104)), "日中心拍数", "min⁻¹", when=when))
        row.append(V(f"{rng.uniform(52, 96):.1f}", "胸郭インピーダンス", "Ω", when=when))
        row.append(V(f"{rng.uniform(0, 100):.0f}", "ペーシング率", "%", when=when))
        row.append("--" if rng.random() < 0.15 else V(str(rng.randint(0, 210)), "PVC", "回/時", when=when))
        rows.append(row)
    doc.table(
        36,
        y + 8,
        (110, 100, 120, 100, 92),
        rows,
        aligns="lrrrr",
        size=9,
        step=17,
        rule=rng.choice(("ends", "grid")),
        fill=PALE,
    )


FAMILIES = (
    Family("device-report-clinic", KIND, clinic),
    Family("device-report-remote", KIND, remote, "en"),
    Family("device-report-trends", KIND, trends),
)
