"""Device and monitor reports: lead tables, lead blocks, check-ups by date, remote monitors, English, ventilation."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.build.device_rows import number, pairs, piece, threshold, with_unit
from samples.families.build.ward_sheet import WardSheet
from samples.generating.family import Family
from samples.making.truth import Sheet

_KIND = DocumentType.DEVICE_REPORT


def _identity(sheet: WardSheet, y: float) -> float:
    sheet.put(
        44,
        y,
        f"機種：架空メディカル KX-{sheet.random.randrange(100, 999)} DR　　"
        f"シリアル番号：ZZ{sheet.random.randrange(10**5, 10**6)}",
    )
    return y + 15


def _battery(random: Random) -> list[tuple[str, str, str]]:
    return [
        (random.choice(("電池電圧", "バッテリー電圧")), number(random, 2.6, 3.1, 2), "V"),
        (random.choice(("推定残存期間", "電池残存年数", "推定電池寿命")), number(random, 0.8, 12, 1), "年"),
        (random.choice(("電池状態", "バッテリー状態")), random.choice(("良好", "MOL", "OK", "ERI")), ""),
    ]


def _settings(random: Random) -> list[tuple[str, str, str]]:
    return [
        (
            random.choice(("モード", "ペーシングモード")),
            random.choice(("DDD", "DDDR", "VVIR", "AAI", "VVI")),
            "",
        ),
        (
            random.choice(("下限レート", "基本レート")),
            str(random.choice((50, 60, 70))),
            random.choice(("bpm", "ppm", "min⁻¹")),
        ),
        ("上限レート", str(random.choice((110, 120, 130))), random.choice(("bpm", "min⁻¹"))),
        (random.choice(("AVディレイ", "センスAV")), str(random.choice((120, 150, 180))), "ms"),
    ]


def lead_table(random: Random) -> Sheet:
    """Leads across in a ruled table; battery and settings as pairs above and below; rates of pacing."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(
            ("ペースメーカチェックレポート", "植込み型デバイス検査報告書", "デバイス外来 点検記録")
        ),
        random.choice(("検査日", "チェック日", "実施日")),
    )
    y = _identity(sheet, y)
    sheet.put(44, y, random.choice(("■ 電池", "【バッテリー】")))
    y = pairs(sheet, y + 16, _battery(random), random.choice((1, 2, 3)), random.choice((" ", "：", ": ")))
    leads = random.choice(
        (("RA", "RV"), ("RA", "RV", "LV"), ("心房", "心室"), ("A", "V"), ("右房(RA)", "右室(RV)"))
    )
    y += 12
    sheet.put(44, y, random.choice(("■ リード測定", "【リード】", "リード情報")))
    y += 16
    if random.random() < 0.6:
        sheet.put(50, y, random.choice(("項目", "測定項目", "リード")))
    step = 300 / len(leads)
    for i, lead in enumerate(leads):
        sheet.put(210 + i * step, y, lead)
    unit_at = random.choice(("cell", "name"))
    for names, unit, low, high, decimals in (
        (
            ("リード抵抗", "ペーシング抵抗", "リードインピーダンス"),
            random.choice(("Ω", "ohms")),
            300,
            1200,
            0,
        ),
        (("閾値", "ペーシング閾値"), "V", 0, 0, 0),
        (("波高値", "センシング", "自己波高値"), "mV", 0.8, 18, 1),
        (("出力", "ペーシング出力"), "V", 1.5, 4, 1),
        (("ペーシング率",), "%", 0, 100, 1),
    ):
        y += 17
        sheet.ink.line(44, y - 12, 551, y - 12, 0.3)
        name = random.choice(names)
        plain = names[0] == "閾値"
        sheet.put(50, y, f"{name} ({unit})" if unit_at == "name" and not plain else name)
        for i, lead in enumerate(leads):
            at = (210 + i * step, y)
            if plain:
                threshold(sheet, f"{name} {lead}", at, "パルス幅")
                continue
            if random.random() < 0.1:
                sheet.put(*at, "---")
                continue
            value = number(random, low, high, decimals)
            if unit_at == "name":
                sheet.value(f"{name} {lead}", value, at, unit=unit, with_time=False)
            else:
                with_unit(sheet, f"{name} {lead}", value, unit, at, random.choice(("", " ")))
    y += 26
    sheet.put(44, y, random.choice(("■ 設定", "【プログラム設定】")))
    y = pairs(sheet, y + 16, _settings(random), 2, random.choice((" ", "：")))
    y += 12
    if random.random() < 0.7:
        _episodes(sheet, y)
    return sheet.sheet(_KIND)


def _episodes(sheet: WardSheet, y: float) -> None:
    """Counts of arrhythmias with the longest of each."""
    random = sheet.random
    sheet.put(44, y, random.choice(("■ エピソード", "【不整脈イベント】")))
    y += 16
    sheet.put(56, y, random.choice(("種類", "イベント")))
    count, longest = random.choice(("回数", "件数")), random.choice(("最長持続時間", "最長"))
    sheet.put(200, y, count)
    sheet.put(300, y, longest)
    for name in random.sample(("AT/AF", "VT", "NSVT", "SVT", "VF"), 3):
        y += 15
        sheet.put(56, y, name)
        sheet.value(f"{name} {count}", str(random.randrange(0, 240)), (200, y), with_time=False)
        if random.random() < 0.7:
            with_unit(
                sheet,
                f"{name} {longest}",
                str(random.randrange(3, 59)),
                random.choice(("分", "秒")),
                (300, y),
            )


def lead_blocks(random: Random) -> Sheet:
    """A block for each lead, one below the other or side by side."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("ペースメーカー点検記録", "CRT-Dチェック記録", "デバイスチェック")),
        random.choice(("検査日", "点検日")),
    )
    y = _identity(sheet, y)
    y = pairs(sheet, y + 8, _battery(random), 2, "：") + 14
    beside = random.random() < 0.5
    leads = random.choice((("RA", "RV"), ("心房リード", "心室リード"), ("右房", "右室", "左室")))
    top, step = y, 500 / len(leads)
    for place, lead in enumerate(leads):
        x = 44 + (place * step if beside else 0)
        y = top if beside else y
        sheet.put(x, y, random.choice(("【{}】", "■ {}", "{}")).format(lead) if not beside else lead)
        for name, unit, low, high, decimals in (
            ("リード抵抗", "Ω", 300, 1100, 0), ("閾値", "V", 0.4, 2.4, 2),
            ("波高値", "mV", 1, 18, 1), ("ペーシング率", "%", 0, 100, 0),
        ):  # fmt: skip
            y += 15
            sheet.put(x + 10, y, name)
            with_unit(
                sheet,
                f"{name} {lead}",
                number(random, low, high, decimals),
                unit,
                (x + 84, y),
                random.choice(("", " ")),
            )
        y += 24
    sheet.put(44, y, "【設定】")
    pairs(sheet, y + 16, _settings(random), 2, " ")
    return sheet.sheet(_KIND)


def check_ups(random: Random) -> Sheet:
    """Check-ups across by date."""
    sheet = WardSheet(random)
    y = sheet.head(random.choice(("ペースメーカー外来 経過表", "デバイスチェック 推移")), "出力日")
    days = [sheet.day - timedelta(days=182 * n) for n in range(random.choice((3, 4)))][::-1]
    sheet.put(44, y, random.choice(("測定日", "チェック日", "検査日")))
    for i, day in enumerate(days):
        sheet.put(230 + i * 82, y, f"{day:%Y/%m/%d}")
    for name, unit, low, high, decimals in (
        ("電池電圧", "V", 2.6, 3.0, 2), ("リード抵抗 RA", "Ω", 350, 700, 0), ("リード抵抗 RV", "Ω", 350, 900, 0),
        ("P波高値", "mV", 0.8, 5, 1), ("R波高値", "mV", 4, 18, 1),
        ("心房ペーシング率", "%", 0, 99, 0), ("心室ペーシング率", "%", 0, 99, 1),
        ("AT/AFバーデン", "%", 0, 12, 1),
    ):  # fmt: skip
        y += 18
        sheet.put(44, y, f"{name} ({unit})")
        for i, day in enumerate(days):
            if random.random() < 0.1:
                continue
            sheet.value(
                name,
                number(random, low, high, decimals),
                (230 + i * 82, y),
                unit=unit,
                effective=day,
                with_time=False,
            )
    return sheet.sheet(_KIND)


def remote(random: Random) -> Sheet:
    """A remote monitor's summary: labels and values down the page, superscripts and odd units."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(
            ("遠隔モニタリングレポート", "心不全モニタリング レポート", "ホームモニタリング サマリー")
        ),
        random.choice(("送信日", "測定日")),
    )
    rows = [
        (
            random.choice(("アクティビティレベル", "患者活動")),
            number(random, 0.3, 6, 1),
            random.choice(("時間", "時間/日")),
        ),
        ("呼吸数", str(random.randrange(10, 26)), random.choice(("min⁻¹", "回/分"))),
        (
            random.choice(("夜間心拍数", "平均夜間心拍数")),
            str(random.randrange(48, 88)),
            random.choice(("bpm", "min⁻¹")),
        ),
        ("平均心拍数", str(random.randrange(52, 98)), "bpm"),
        (random.choice(("胸郭インピーダンス", "胸部インピーダンス")), number(random, 28, 84, 1), "Ω"),
        (random.choice(("AFバーデン", "AT/AFバーデン")), number(random, 0, 30, 1), "%"),
        ("心拍変動(HRV)", str(random.randrange(30, 140)), "ms"),
        (random.choice(("電池残量", "バッテリー残量")), str(random.randrange(10, 100)), "%"),
        ("心室ペーシング率", number(random, 0, 100, 1), "%"),
        ("歩数", f"{random.randrange(400, 9800):,}", "歩"),
    ]
    style = random.choice(("wide", "colon", "table"))
    for name, value, unit in rows:
        y += 20
        if style == "table":
            sheet.ink.line(44, y - 14, 551, y - 14, 0.3)
            sheet.put(56, y, name)
            sheet.value(name, value, (330, y), unit=unit, with_time=False, align="right")
            sheet.put(350, y, unit)
        elif style == "wide":
            sheet.put(56, y, name)
            with_unit(sheet, name, value, unit, (300, y))
        else:
            whole = f"{name}：{value} {unit}"
            box = sheet.put(56, y, whole)
            sheet.remember(
                name, value, piece(sheet, box, whole, len(name) + 1, value), unit=unit, with_time=False
            )
    sheet.put(44, y + 40, "コメント：明らかな心不全増悪の所見はありません。")
    return sheet.sheet(_KIND)


def english(random: Random) -> Sheet:
    """English interrogation: battery, lead table, parameters, counters."""
    sheet = WardSheet(random, language="en")
    y = sheet.head(
        random.choice(("Pacemaker Interrogation Report", "Device Check Report", "ICD Follow-up Report")),
        random.choice(("Date of check", "Test Date")),
    )
    sheet.put(
        44,
        y,
        f"Device: Imaginary KX-{random.randrange(100, 999)} DR   Serial: ZZ{random.randrange(10**5, 10**6)}",
    )
    colon = random.choice((": ", " "))
    y = (
        pairs(
            sheet,
            y + 20,
            [
                ("Battery Voltage", number(random, 2.6, 3.1, 2), "V"),
                ("Longevity", number(random, 1, 12, 1), "years"),
                ("Battery Status", random.choice(("OK", "Good", "ERI")), ""),
            ],
            random.choice((1, 2)),
            colon,
        )
        + 14
    )
    leads = random.choice((("RA", "RV"), ("Atrial", "RV", "LV"), ("Atrial", "Ventricular")))
    if random.random() < 0.5:
        sheet.put(50, y, random.choice(("Lead", "Parameter", "Measurement")))
    for i, lead in enumerate(leads):
        sheet.put(200 + i * 110, y, lead)
    for name, unit, low, high, decimals in (
        (random.choice(("Lead Impedance", "Impedance")), "ohms", 300, 1100, 0),
        (random.choice(("Threshold", "Capture Threshold")), "V", 0, 0, 0),
        (random.choice(("Sensing", "P/R Wave")), "mV", 0.8, 17, 1), ("% Paced", "%", 0, 100, 1),
    ):  # fmt: skip
        y += 17
        sheet.put(50, y, name)
        for i, lead in enumerate(leads):
            at = (200 + i * 110, y)
            if name.endswith("hreshold"):
                threshold(sheet, f"{name} {lead}", at, "pulse width")
            else:
                with_unit(
                    sheet,
                    f"{name} {lead}",
                    number(random, low, high, decimals),
                    unit,
                    at,
                    "" if unit == "%" else " ",
                )
    rows = [
        ("Mode", random.choice(("DDD", "DDDR", "VVI")), ""),
        ("Lower Rate", "60", "bpm"),
        ("Upper Tracking Rate", "130", "bpm"),
        ("AT/AF Burden", number(random, 0, 20, 1), "%"),
        ("Mode Switches", str(random.randrange(90)), ""),
        ("VT Episodes", str(random.randrange(9)), ""),
    ]
    pairs(sheet, y + 30, rows, 2, colon)
    return sheet.sheet(_KIND)


def ventilation(random: Random) -> Sheet:
    """A sleep ventilator's report of use: pairs and a small table of pressures."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("CPAP療法レポート", "CPAP使用状況レポート", "持続陽圧呼吸療法 治療レポート")),
        random.choice(("作成日", "レポート日")),
        (("対象期間", "30日間"),),
    )
    rows = [
        (random.choice(("使用日数", "使用日数率")), str(random.randrange(10, 31)), "日"),
        (random.choice(("平均使用時間", "1日平均使用時間")), number(random, 1, 8.4, 1), "時間"),
        ("4時間以上使用率", str(random.randrange(10, 100)), "%"),
        ("AHI", number(random, 0.3, 14, 1), random.choice(("回/時", "/h"))),
        ("無呼吸指数", number(random, 0.1, 8, 1), "回/時"),
        ("低呼吸指数", number(random, 0.1, 8, 1), "回/時"),
    ]
    y = pairs(sheet, y, rows, random.choice((1, 2)), random.choice((" ", "：", ": "))) + 20
    heads = random.choice((("中央値", "95%", "最大"), ("平均", "90%", "最大値")))
    for i, head in enumerate(heads):
        sheet.put(220 + i * 90, y, head)
    for name, unit in (("圧力", "cmH2O"), ("リーク", "L/分")):
        y += 17
        sheet.put(56, y, f"{name} ({unit})")
        for i, head in enumerate(heads):
            sheet.value(
                f"{name} {head}", number(random, 3, 16, 1), (220 + i * 90, y), unit=unit, with_time=False
            )
    return sheet.sheet(_KIND)


FAMILIES = (
    Family("device-report-table", _KIND, lead_table),
    Family("device-report-blocks", _KIND, lead_blocks),
    Family("device-report-dates", _KIND, check_ups),
    Family("device-report-remote", _KIND, remote),
    Family("device-report-english", _KIND, english, "en"),
    Family("device-report-ventilation", _KIND, ventilation),
)
