"""Spirometry: a desk machine's print, a full English laboratory print, a strip of a small meter."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import MERGED, PALE, Cell, Doc, R, day, half, moment, num
from samples.making.truth import Sheet

SPIRO = DocumentType.SPIROMETRY


def _loop(doc: Doc, x: float, y: float, width: float, height: float) -> None:
    doc.axes(x, y, width, height, grid=6)
    doc.curve(x, y, width, height, [0.1, 0.75, 0.92, 0.8, 0.66, 0.52, 0.4, 0.29, 0.2, 0.13, 0.1])


def _numbers(rng: Random, low: float, high: float, digits: int, share: float) -> tuple[str, str, str]:
    """Measured, predicted, percent."""
    wanted = rng.uniform(low, high)
    got = wanted * share * rng.uniform(0.94, 1.06)
    return f"{got:.{digits}f}", f"{wanted:.{digits}f}", f"{got / wanted * 100:.1f}"


_SLOW = (
    ("VC", "L", 2.4, 4.6, 2), ("TV", "L", 0.5, 0.9, 2), ("ERV", "L", 0.7, 1.8, 2), ("IRV", "L", 1.1, 2.2, 2),
    ("IC", "L", 1.7, 2.9, 2),
)  # fmt: skip
_FORCED = (
    ("FVC", "L", 2.3, 4.5, 2), ("FEV1.0", "L", 1.8, 3.8, 2), ("FEV1.0%(G)", "%", 72, 84, 1),
    ("PEF", "L/s", 5.2, 9.9, 2), ("V50", "L/s", 2.6, 5.4, 2), ("V25", "L/s", 0.8, 2.4, 2),
    ("V50/V25", "", 2.1, 3.4, 2),
)  # fmt: skip
_ALONE = {"TV", "ERV", "IRV", "IC", "V50/V25"}
"""Measured without a predicted value."""


def _desk_rows(
    rng: Random, given: tuple[tuple[str, str, float, float, int], ...], share: float
) -> list[list[Cell]]:
    rows: list[list[Cell]] = [["項目", "単位", "実測値", "予測値", "%予測値"]]
    for name, unit, low, high, digits in given:
        got, wanted, part = _numbers(rng, low, high, digits, share)
        row: list[Cell] = [name, unit, R(got, name, unit), "", ""]
        if name not in _ALONE:
            row[3] = R(wanted, f"{name} 予測値", unit)
            if name != "FEV1.0%(G)":
                row[4] = R(part, f"{name} %予測値", "%", post=" %")
        rows.append(row)
    return rows


def desk(rng: Random) -> Sheet:
    """Two tables (VC and FVC) with 実測値, 予測値 and %予測値, curves, an automatic judgement, age of the lungs."""
    doc = Doc(rng, SPIRO)
    doc.effective = moment(doc.when)
    doc.text(36, 42, "呼吸機能検査報告書", 15, bold=True)
    doc.text(559, 42, rng.choice(bank.HOSPITALS), 9, align="right")
    doc.ink.box(36, 52, 559, 92, width=0.7)
    doc.along(
        42,
        67,
        [
            f"ID {doc.pid()}",
            f"氏名 {doc.name()} ({half(doc.kana())})",
            f"性別 {doc.sex()}",
            f"年齢 {doc.age()} 歳",
        ],
        size=9,
    )
    doc.along(
        42,
        84,
        [f"検査日時 {day(doc.when, 'slash')} {doc.when:%H:%M}", "予測式 JRS2014", "依頼科 呼吸器内科"],
        size=9,
    )
    share = rng.choice((0.98, 0.86, 0.68))
    form = (96, 50, 70, 70, 80)
    rows = _desk_rows(rng, _SLOW, share)
    end = doc.table(36, 104, form, rows, align="lcrrr", size=9.5, step=18, rules="grid", fill=PALE)
    rows = _desk_rows(rng, _FORCED, share)
    end = doc.table(36, end + 12, form, rows, align="lcrrr", size=9.5, step=18, rules="grid", fill=PALE)
    _loop(doc, 420, 104, 139, 120)
    _loop(doc, 420, 236, 139, 110)
    doc.text(42, end + 26, "肺年齢", 10)
    doc.result(110, end + 26, R(str(doc.age() + rng.randint(-4, 26)), "肺年齢", "歳", post=" 歳"), 11)
    doc.text(42, end + 46, "自動判定", 10)
    doc.statement(
        110,
        end + 46,
        300,
        {0.98: "正常範囲", 0.86: "閉塞性換気障害の疑い", 0.68: "拘束性換気障害"}[share],
        "自動判定",
        size=11,
    )
    doc.text(42, end + 76, "コメント：努力は良好。検査者 " + bank.family(rng), 9)
    return doc.sheet()


def _full_rows(rng: Random, share: float) -> list[list[Cell] | str]:
    """Of all sections, the spirometry before and after."""
    rows: list[list[Cell] | str] = [
        ["", "Pred", "Pre-Bronch", MERGED, "Post-Bronch", MERGED, MERGED],
        ["", "", "Actual", "%Pred", "Actual", "%Pred", "%Chng"],
        "SPIROMETRY",
    ]
    for name, unit, low, high, digits in (
        ("FVC", "L", 2.4, 4.6, 2), ("FEV1", "L", 1.9, 3.8, 2),
        ("FEV1/FVC", "%", 72, 84, 0), ("FEF 25-75%", "L/sec", 1.6, 3.9, 2),
        ("FEF Max", "L/sec", 5.1, 9.9, 2), ("FET", "sec", 5.9, 9.5, 2),
    ):  # fmt: skip
        wanted = rng.uniform(low, high)
        pre = wanted * share * rng.uniform(0.95, 1.05)
        post = pre * rng.uniform(0.98, 1.18)
        label = f"{name} ({unit})"
        cells: list[Cell] = [
            R(f"{wanted:.{digits}f}", f"{name} Pred", unit),
            R(f"{pre:.{digits}f}", f"{name} Pre-Bronch", unit),
            R(f"{pre / wanted * 100:.0f}", f"{name} Pre-Bronch %Pred", "%"),
            R(f"{post:.{digits}f}", f"{name} Post-Bronch", unit),
            R(f"{post / wanted * 100:.0f}", f"{name} Post-Bronch %Pred", "%"),
            R(f"{(post / pre - 1) * 100:+.0f}", f"{name} Post-Bronch %Chng", "%"),
        ]
        if name == "FET":
            cells = ["", cells[1], "", cells[3], "", ""]
        rows.append([label, *cells])
    for head, given in (
        ("LUNG VOLUMES", (
            ("SVC", "L", 2.5, 4.6), ("IC", "L", 1.7, 3.0), ("ERV", "L", 0.6, 1.5), ("TGV", "L", 2.4, 3.6),
            ("RV (Pleth)", "L", 1.5, 2.6), ("TLC (Pleth)", "L", 4.4, 6.8),
        )),
        ("DIFFUSION", (
            ("DLCOunc", "ml/min/mmHg", 15.0, 29.0), ("DL/VA", "ml/min/mmHg/L", 3.4, 5.6), ("VA", "L", 4.1, 6.2),
        )),
    ):  # fmt: skip
        rows.append(head)
        for name, unit, low, high in given:
            got, wanted_text, part = _numbers(rng, low, high, 2, share)
            rows.append(
                [
                    f"{name} ({unit})",
                    R(wanted_text, f"{name} Pred", unit),
                    R(got, f"{name} Pre-Bronch", unit),
                    R(part.split(".")[0], f"{name} Pre-Bronch %Pred", "%"),
                    "",
                    "",
                    "",
                ]
            )
    return rows


def full(rng: Random) -> Sheet:
    """An English laboratory: pre and post with predicted, percents and change, then volumes and diffusion."""
    doc = Doc(rng, SPIRO, latin=True)
    doc.effective = day(doc.when, "dash")
    doc.text(36, 40, rng.choice(bank.HOSPITALS_EN), 12, bold=True)
    doc.text(36, 54, "Pulmonary Function Laboratory", 9)
    doc.text(559, 40, "PULMONARY FUNCTION REPORT", 11, align="right")
    doc.rule(36, 62, 559, 1)
    doc.along(
        36,
        76,
        [f"Name: {doc.name(', ')}", f"ID: {doc.pid()}", f"Sex: {doc.sex('Sex')}", f"DOB: {doc.born('us')}"],
        size=9,
    )
    doc.along(
        36,
        90,
        [
            f"Date: {day(doc.when, 'us')}",
            f"Age: {doc.age()}",
            "Race: Asian",
            "Physician: " + rng.choice(bank.DOCTORS_EN),
        ],
        size=9,
    )
    share = rng.choice((0.95, 0.8, 0.64))
    rows = _full_rows(rng, share)
    end = doc.table(
        36, 104, (145, 60, 66, 60, 66, 60, 66), rows, align="lrrrrrr", size=9, step=17, rules="grid", head=2
    )
    _loop(doc, 60, end + 20, 200, 150)
    _loop(doc, 320, end + 20, 200, 150)
    doc.text(36, end + 200, "Interpretation", 10.5, bold=True)
    said = {
        0.95: "Spirometry is within normal limits.",
        0.8: "Mild airflow obstruction.",
        0.64: "Moderate restrictive defect.",
    }
    y = doc.statement(36, end + 217, 500, said[share], "Interpretation", size=9.5)
    doc.statement(36, y, 500, "No significant response to bronchodilator.", "Interpretation", size=9.5)
    return doc.sheet()


def strip(rng: Random) -> Sheet:
    """A small meter's strip of 112 mm: best of three trials beside predicted and percent, trials below."""
    doc = Doc(rng, SPIRO, size=(317.5, 400))
    doc.font = doc.bold = "gothic"
    doc.effective = moment(doc.when)
    doc.text(158, 22, "スパイロメータ SP-000", 10, align="centre")
    doc.text(16, 40, f"ID : {doc.pid()}", 9)
    doc.text(16, 53, f"名前: {doc.name()}", 9)
    doc.text(170, 40, f"{day(doc.when, 'slash')} {doc.when:%H:%M}", 9)
    doc.text(170, 53, f"{doc.sex()} {doc.age()}才", 9)
    doc.text(16, 68, "=" * 62, 9)
    share = rng.choice((1.0, 0.84, 0.7))
    rows: list[list[Cell]] = [["ｺｳﾓｸ", "ｿｸﾃｲﾁ", "ﾖｿｸﾁ", "%"]]
    for name, unit, low, high, digits in (
        ("FVC", "L", 2.3, 4.5, 2), ("FEV1", "L", 1.8, 3.8, 2), ("FEV1%", "%", 71, 84, 1), ("PEF", "L/S", 5.2, 9.9, 2),
        ("FEF25-75", "L/S", 1.6, 3.9, 2), ("FEV6", "L", 2.2, 4.3, 2),
    ):  # fmt: skip
        got, wanted, part = _numbers(rng, low, high, digits, share)
        rows.append(
            [
                f"{name}({unit})",
                R(got, name, unit),
                R(wanted, f"{name} ﾖｿｸﾁ", unit),
                R(part.split(".")[0], f"{name} %", "%"),
            ]
        )
    end = doc.table(16, 74, (105, 66, 62, 50), rows, align="lrrr", size=10, step=16)
    doc.text(16, end + 10, "-" * 62, 9)
    rows = [["", "#1", "#2", "#3"]]
    for name, low, high in (("FVC", 2.0, 4.2), ("FEV1", 1.6, 3.5)):
        rows.append([f"{name}(L)", *(R(num(rng, low, high, 2), f"{name} #{n}", "L") for n in (1, 2, 3))])
    end = doc.table(16, end + 16, (105, 66, 62, 50), rows, align="lrrr", size=10, step=16)
    _loop(doc, 16, end + 14, 170, 100)
    doc.text(200, end + 30, "ﾊﾝﾃｲ:", 10)
    doc.statement(200, end + 46, 100, {1.0: "正常", 0.84: "閉塞性", 0.7: "混合性"}[share], "ﾊﾝﾃｲ", size=12)
    return doc.sheet()


FAMILIES = (
    Family("spirometry-desk-ja", SPIRO, desk),
    Family("spirometry-laboratory-en", SPIRO, full, "en"),
    Family("spirometry-meter-strip", SPIRO, strip),
)
