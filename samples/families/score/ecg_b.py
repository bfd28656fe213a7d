"""Electrocardiograms: a recorder's page with curves, an English landscape page, a reported form, a Holter summary."""

from __future__ import annotations

import math
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

ECG = DocumentType.ECG
Rows = list[list[Cell] | str]
_LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
_FINDINGS = (
    "洞調律", "洞性徐脈", "左軸偏位", "完全右脚ブロック", "左室肥大の疑い", "非特異的ST-T変化", "第1度房室ブロック",
    "心室性期外収縮", "低電位差（四肢誘導）", "QT延長の疑い", "心房細動", "前壁中隔梗塞の疑い（時期不詳）",
)  # fmt: skip
_FINDINGS_EN = (
    "Sinus rhythm", "Sinus bradycardia", "Left axis deviation", "Right bundle branch block",
        "Left atrial enlargement",
    "Nonspecific T wave abnormality", "Prolonged QT", "Inferior infarct, age undetermined", "First degree A-V block",
    "Premature ventricular complexes", "Minimal voltage criteria for LVH, may be normal variant",
)  # fmt: skip


def _beat(phase: float, lead: int) -> float:
    """Height of a lead's curve at a phase of the beat."""
    size = (0.5, 0.8, 0.4, -0.7, 0.3, 0.6, -0.4, -0.2, 0.4, 0.9, 1.0, 0.8)[lead]
    waves = (
        (0.18, 0.02, 0.1),
        (0.34, 0.008, -0.1),
        (0.37, 0.01, 1.0),
        (0.40, 0.01, -0.22),
        (0.66, 0.04, 0.22),
    )
    return size * sum(high * math.exp(-(((phase - at) / wide) ** 2)) for at, wide, high in waves)


def _strip(doc: Doc, x: float, y: float, width: float, height: float, lead: int, beats: float) -> None:
    """A lead's curve with its name."""
    doc.text(x + 2, y + 8, _LEADS[lead], 7.5)
    count = int(width / 1.4)
    points = [0.35 + 0.5 * _beat(n * beats / count % 1, lead) for n in range(count)]
    doc.curve(x, y, width, height, points)


def recorder(rng: Random) -> Sheet:
    """A recorder's page: person and intervals in a band above curves on a grid, the machine's words at the right."""
    doc = Doc(rng, ECG, size=(841.9, 595.3))
    doc.effective = moment(doc.when)
    doc.text(30, 30, f"{day(doc.when, 'slash')} {doc.when:%H:%M:%S}", 9)
    doc.pairs(30, 46, (("ID", doc.pid()), ("氏名", doc.name()), ("年齢/性別", f"{doc.age()}歳 / {doc.sex('性')}")),
              size=9, step=13, gap=56, mark=":")  # fmt: skip
    rate = rng.randint(48, 98)
    quick = rng.randint(350, 440)
    wave, deep = rng.uniform(0.9, 2.6), rng.uniform(0.4, 1.5)
    given = [
        ("心拍数", str(rate), "bpm"), ("PR時間", num(rng, 132, 226), "ms"), ("QRS時間", num(rng, 82, 148), "ms"),
        ("QT/QTc", f"{quick}/{round(quick / math.sqrt(60 / rate))}", "ms"),
        ("P-QRS-T軸", f"{rng.randint(20, 70)}/{rng.randint(-40, 90)}/{rng.randint(10, 80)}", "°"),
        ("RV5", f"{wave:.2f}", "mV"), ("SV1", f"{deep:.2f}", "mV"), ("RV5+SV1", f"{wave + deep:.2f}", "mV"),
    ]  # fmt: skip
    for n, (label, value, unit) in enumerate(given):
        x, y = 238 + 155 * (n // 4), 30 + 13 * (n % 4)
        doc.text(x, y, label, 9)
        doc.text(x + 56, y, ":", 9)
        end = doc.result(x + 64, y, R(value, label, unit), 9)
        doc.text(end + 4, y, unit, 9)
    doc.text(560, 30, "自動解析", 9.5, bold=True)
    for n, said in enumerate(rng.sample(_FINDINGS, rng.randint(2, 4))):
        doc.statement(566, 44 + 13 * n, 240, said, "自動解析", size=9)
    doc.text(800, 30, "（医師未確認）", 8, align="right", colour=GREY)
    for n in range(61):
        doc.ink.line(30 + n * 13, 112, 30 + n * 13, 552, 0.2 if n % 5 else 0.5, 0.8)
    for n in range(35):
        doc.ink.line(30, 112 + n * 12.94, 810, 112 + n * 12.94, 0.2 if n % 5 else 0.5, 0.8)
    for lead in range(12):
        _strip(doc, 36 + 192 * (lead // 3), 120 + 104 * (lead % 3), 188, 96, lead, rate / 24)
    _strip(doc, 36, 440, 764, 96, 1, rate / 6)
    doc.text(30, 568, "25mm/s  10mm/mV  HPF 0.05Hz  LPF 150Hz  AC 50Hz", 8)
    doc.text(810, 568, rng.choice(bank.HOSPITALS), 8, align="right")
    return doc.sheet()


def landscape(rng: Random) -> Sheet:
    """An English page: intervals with units at the left, the interpretation beside, one column of leads below."""
    doc = Doc(rng, ECG, size=(792, 612), latin=True)
    doc.effective = moment(doc.when)
    doc.text(36, 34, doc.name(", "), 11, bold=True)
    doc.text(36, 48, f"ID:{doc.pid()}", 9)
    doc.text(250, 34, f"{day(doc.when, 'en')} {doc.when:%H:%M:%S}", 9)
    doc.text(756, 34, rng.choice(bank.HOSPITALS_EN), 9, align="right")
    doc.text(36, 64, f"{doc.born('en')} ({doc.age()} yr)", 9)
    doc.text(36, 78, doc.sex("Sex"), 9)
    rate, quick = rng.randint(46, 104), rng.randint(348, 446)
    y = 64.0
    for label, value, unit in (
        ("Vent. rate", str(rate), "BPM"), ("PR interval", num(rng, 130, 220), "ms"), ("QRS duration", num(rng,
        80, 144), "ms"),
        ("QT/QTc-Baz", f"{quick}/{round(quick / math.sqrt(60 / rate))}", "ms"),
        ("P-R-T axes", f"{rng.randint(10, 70)} {rng.randint(-40, 80)} {rng.randint(-10, 80)}", ""),
    ):  # fmt: skip
        doc.text(170, y, label, 9)
        doc.result(300, y, R(value, label, unit), 9, "right")
        doc.text(306, y, unit, 9)
        y += 13
    doc.text(370, 64, "Interpretation", 9, bold=True)
    for n, said in enumerate(rng.sample(_FINDINGS_EN, rng.randint(2, 4))):
        doc.statement(370, 78 + 13 * n, 380, said, "Interpretation", size=9)
    doc.text(36, 140, f"Technician: {rng.choice(bank.STAFF_EN)}", 8)
    doc.text(756, 140, "Unconfirmed", 8, align="right")
    for lead in range(12):
        _strip(doc, 36 + 362 * (lead // 6), 152 + 68 * (lead % 6), 350, 64, lead, rate / 13)
    doc.text(36, 586, "25mm/s   10mm/mV   40Hz", 8)
    return doc.sheet()


def reported(rng: Random) -> Sheet:
    """心電図検査報告書: a ruled form with a column of marks, findings numbered, a judgement."""
    doc = Doc(rng, ECG)
    doc.effective = moment(doc.when)
    doc.text(297, 46, "心 電 図 検 査 報 告 書", 15, bold=True, align="centre")
    doc.table(
        50, 60, (70, 178, 70, 178),
        [["患者番号", doc.pid(), "検査日時", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"],
         ["患者氏名", f"{doc.name()}　殿", "依頼科", rng.choice(bank.DEPARTMENTS)],
         ["生年月日", f"{doc.born('era')}（{doc.age()}歳）", "性別", doc.sex("性")]],
        rules="grid", head=0, size=9.5, step=20,
    )  # fmt: skip
    rows: Rows = [["計測項目", "測定値", "判定", "単位", "基準範囲"]]
    for label, unit, low, high, digits in (
        ("心拍数", "/分", 50, 100, 0), ("P幅", "ms", 80, 120, 0), ("PQ時間", "ms", 120, 200, 0), ("QRS幅",
        "ms", 60, 110, 0),
        ("QT時間", "ms", 340, 440, 0), ("QTc(B)", "ms", 360, 450, 0), ("電気軸", "度", -30, 90, 0), ("RV5",
        "mV", 0.5, 2.6, 2),
        ("SV1", "mV", 0.3, 1.6, 2), ("RV5+SV1", "mV", 0.8, 3.5, 2),
    ):  # fmt: skip
        test = bank.M(label, unit, low, high, digits)
        ref = test.ref("～")
        now, flag = test.draw(rng)
        rows.append([label, R(now, label, unit, ref, flag), flag, unit, ref])
    end = doc.table(
        50, 142, (140, 100, 50, 80, 126), rows, rules="grid", size=9.5, step=19, align="lrccc", fill=PALE
    )
    doc.text(50, end + 44, "【所見】", 10.5, bold=True)
    y = end + 62
    for n, said in enumerate(rng.sample(_FINDINGS, rng.randint(2, 3))):
        y = doc.statement(62, y, 460, said, "所見", size=10, step=16, number=f"{n + 1}.")
    doc.text(50, y + 14, "【総合判定】", 10.5, bold=True)
    word = rng.choice(("異常なし", "軽度異常", "要経過観察", "要精査"))
    doc.statement(62, y + 32, 460, word, "総合判定", size=10)
    doc.text(546, y + 70, f"判読医　{rng.choice(bank.STAFF_FULL)}", 9.5, align="right")
    doc.seal(520, y + 92, rng.choice(bank.STAFF), 13)
    doc.foot(rng.choice(bank.HOSPITALS) + "　生理検査室")
    return doc.sheet()


def holter(rng: Random) -> Sheet:
    """ホルター心電図 解析サマリー: blocks of labels in two columns, clock times in brackets behind the extremes."""
    doc = Doc(rng, ECG)
    doc.effective = moment(doc.when)
    doc.text(40, 44, "ホルター心電図 解析サマリー", 15, bold=True)
    doc.along(
        40,
        66,
        [f"ID：{doc.pid()}", f"氏名：{doc.name()}", f"性別：{doc.sex()}", f"年齢：{doc.age()}歳"],
        size=9.5,
    )
    doc.text(40, 82, f"装着日時：{day(doc.when, 'kanji')} {doc.when:%H:%M}", 9.5)
    total = rng.randint(82000, 128000)
    early, many = rng.randint(4, 900), rng.randint(2, 4200)

    def clock() -> str:
        return f"（{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}）"

    blocks = (
        ("記録", (("記録時間", f"{rng.randint(23, 24)}:{rng.randint(0, 59):02d}", "", ""),
                ("総心拍数", f"{total:,}", "拍", ""), ("アーチファクト", num(rng, 0.1, 4, 1), "%", ""))),
        ("心拍数", (("平均心拍数", num(rng, 58, 88), "bpm", ""), ("最大心拍数", num(rng, 104, 158), "bpm", clock()),
                 ("最小心拍数", num(rng, 38, 56), "bpm", clock()))),
        ("上室性不整脈", (("上室性期外収縮", str(early), "拍", ""), ("SVPC 2連発", num(rng, 0, 12), "回", ""),
                    ("SVT（3連発以上）", num(rng, 0, 6), "回", ""), ("SVPC 出現率",
                    f"{100 * early / total:.2f}", "%", ""))),
        ("心室性不整脈", (("心室性期外収縮", str(many), "拍", ""), ("VPC 2連発", num(rng, 0, 20), "回", ""),
                    ("VT（3連発以上）", num(rng, 0, 3), "回", ""), ("VPC 出現率", f"{100 * many / total:.2f}",
                    "%", ""))),
        ("徐脈・ポーズ", (("最大RR間隔", num(rng, 1.4, 2.9, 2), "秒", clock()), ("2秒以上のポーズ", num(rng,
        0, 9), "回", ""))),
        ("ST変化", (("最大ST下降 CH1", f"-{rng.uniform(0.2, 1.9):.1f}", "mm", clock()),
                  ("最大ST上昇 CH2", f"{rng.uniform(0.2, 1.4):.1f}", "mm", clock()))),
    )  # fmt: skip
    tops = [100.0, 100.0]
    for n, (head, given) in enumerate(blocks):
        x, y = 40 + 262 * (n % 2), tops[n % 2]
        doc.band(x, y, x + 250, y + 17, SKY)
        doc.text(x + 5, y + 12.5, head, 9.5, bold=True)
        for label, value, unit, at in given:
            y += 18
            doc.text(x + 8, y + 14, label, 9)
            end = doc.result(x + 160, y + 14, R(value, label, unit), 9, "right")
            doc.text(end + 4, y + 14, unit + at, 9)
        tops[n % 2] = y + 34
    y = max(tops) + 10
    doc.text(40, y, "自覚症状：動悸 2 回（行動記録カードに記載あり）", 9)
    doc.text(40, y + 28, "結論", 11, bold=True)
    y += 46
    words = ("基本調律は洞調律です。", "心室性期外収縮が散発しています。", "有意なST変化を認めません。",
             "3秒以上のポーズは認めません。")  # fmt: skip
    for said in rng.sample(words, 3):
        y = doc.statement(52, y, 480, said, "結論", size=9.5, step=16, number="・")
    doc.text(555, y + 24, f"報告医：{rng.choice(bank.STAFF_FULL)}", 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("ecg-recorder-page-hinoki", ECG, recorder),
    Family("ecg-landscape-leads-hinoki", ECG, landscape, "en"),
    Family("ecg-reported-form-hinoki", ECG, reported),
    Family("ecg-holter-summary-hinoki", ECG, holter),
)
