"""Narratives: pathology, imaging, endoscopy, discharge summary, referral letter, operation record, two in English."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from mappers.model import DocumentType
from samples.families.build import narrative_content as content
from samples.families.build.ward_sheet import WardSheet
from samples.generating.family import Family
from samples.making.ink import PageBox
from samples.making.truth import Sheet

_KIND = DocumentType.NARRATIVE
_MARKS = ("【{}】", "■ {}", "{}：", "〔{}〕", "＜{}＞", "{}", "● {}", "◆{}")


def _wrap(sheet: WardSheet, text: str, width: float) -> list[str]:
    """Lines no wider than `width` points; Latin text at spaces, Japanese anywhere but before 。 and 、."""
    lines, line = [], ""
    pieces = text.split(" ") if text.isascii() else list(text)
    space = " " if text.isascii() else ""
    for piece in pieces:
        longer = f"{line}{space if line else ''}{piece}"
        if line and sheet.ink.text_width(longer, sheet.font, sheet.size) > width and piece not in "。、）":
            lines.append(line)
            line = piece
        else:
            line = longer
    return [*lines, line]


def _prose(sheet: WardSheet, x: float, y: float, text: str, width: float) -> float:
    for line in _wrap(sheet, text, width):
        sheet.put(x, y, line)
        y += sheet.size * 1.6
    return y


def _around(boxes: Sequence[PageBox]) -> PageBox:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _statement(
    sheet: WardSheet, name: str, text: str, x: float, y: float, width: float, before: str, stop: str
) -> float:
    """One statement, wrapped under itself; gives the y below."""
    indent = sheet.ink.text_width(before, sheet.font, sheet.size)
    boxes = []
    for number, line in enumerate(_wrap(sheet, text + stop, width - indent)):
        if number == 0 and before:
            sheet.put(x, y, before)
        boxes.append(sheet.put(x + indent, y, line))
        y += sheet.size * 1.6
    sheet.remember(name, text, _around(boxes), with_time=False)
    return y


def _statements(sheet: WardSheet, name: str, texts: Sequence[str], x: float, y: float, width: float) -> float:
    style = sheet.random.choice(("{}. ", "{}）", "・", "#{} ", "({}) ", ""))
    stop = sheet.random.choice(("。", "")) if style else "。"
    for number, text in enumerate(texts, 1):
        y = _statement(sheet, name, text, x, y, width, style.format(number), stop)
    return y


def _labelled(
    sheet: WardSheet, rows: Sequence[tuple[str, str, str]], x: float, y: float, separator: str
) -> float:
    for name, value, unit in rows:
        glued = sheet.random.choice(("", " ")) + unit if unit else ""
        if separator == " ":
            sheet.put(x, y, name)
            sheet.value(name, value, (x + 120, y), unit=unit, with_time=False, printed=value + glued)
        else:
            box = sheet.put(x, y, name + separator + value + glued)
            before = sheet.ink.text_width(name + separator, sheet.font, sheet.size) / sheet.ink.width
            width = sheet.ink.text_width(value, sheet.font, sheet.size) / sheet.ink.width
            inside = (box[0] + before, box[1], box[0] + before + width, box[3])
            sheet.remember(name, value, inside, unit=unit, with_time=False)
        y += sheet.size * 1.65
    return y


def pathology(random: Random) -> Sheet:
    """Headings over their text; a list of the resected tumour's stage."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("病理組織診断報告書", "病理診断報告書", "病理検査報告書")),
        random.choice(("報告日", "診断日", "受付日")),
        (("依頼科", "外科"), ("提出材料", "胃切除標本")),
    )
    mark = random.choice(_MARKS)
    conclude = random.choice(("病理診断", "病理組織診断", "診断", "組織診断"))
    sections = [("肉眼所見", "prose"), (conclude, "items"), ("組織所見", "prose")]
    if random.random() < 0.5:
        sections[1], sections[2] = sections[2], sections[1]
    for name, kind in sections:
        sheet.put(44, y, mark.format(name))
        y += sheet.size * 1.7
        if kind == "prose":
            y = _prose(sheet, 56, y, content.findings(random, 3), 470)
        else:
            y = _statements(sheet, name, content.conclusions(random, random.choice((1, 2, 3))), 56, y, 470)
        y += 10
    if random.random() < 0.7:
        sheet.put(44, y, mark.format(random.choice(("腫瘍因子", "取扱い規約事項"))))
        y = _labelled(
            sheet, content.staging(random), 60, y + sheet.size * 1.7, random.choice(("：", " ", ": "))
        )
    sheet.put(551, y + 30, f"病理診断医：{random.choice(('架空 太郎', '見本 花子'))}", align="right")
    return sheet.sheet(_KIND)


def imaging(random: Random) -> Sheet:
    """A label column and a text column, ruled."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("画像診断報告書", "放射線科読影報告書", "CT検査報告書", "読影レポート")),
        random.choice(("検査日", "読影日", "撮影日")),
    )
    conclude = random.choice(("診断", "結論", "読影診断", "印象", "診断（Impression）", "まとめ"))
    for name, kind in (
        ("検査部位", "胸部～骨盤 造影CT"),
        ("臨床情報", "健診異常。精査目的。"),
        ("所見", "prose"),
        (conclude, "items"),
    ):
        sheet.ink.line(40, y - 12, 555, y - 12, 0.4)
        sheet.put(46, y, name)
        if kind == "prose":
            y = _prose(sheet, 140, y, content.findings(random, 4), 400)
        elif kind == "items":
            y = _statements(sheet, name, content.conclusions(random, random.choice((2, 3))), 140, y, 400)
        else:
            sheet.put(140, y, kind)
            y += 18
        y += 10
    sheet.put(46, y + 10, f"読影医　{random.choice(('架空 太郎', '見本 花子'))}")
    return sheet.sheet(_KIND)


def endoscopy(random: Random) -> Sheet:
    """Findings by organ, endoscopic diagnosis, labelled classes; headings before a colon on the text's line."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("上部消化管内視鏡検査報告書", "内視鏡検査報告書", "内視鏡検査レポート")),
        random.choice(("検査日", "施行日")),
        (("使用機種", "GX-架空290"),),
    )
    colon = random.choice(("：", ": "))
    for organ in ("食道", "胃", "十二指腸"):
        y = _prose(sheet, 46, y, f"{organ}{colon}{content.findings(random, 2)}", 500)
    y += 8
    name = random.choice(("内視鏡診断", "内視鏡的診断", "診断"))
    texts = content.conclusions(random, random.choice((1, 2, 3)))
    if len(texts) == 1:
        y = _statement(sheet, name, texts[0], 46, y, 500, f"{name}{colon}", "")
    else:
        sheet.put(46, y, f"{name}{colon}")
        y = _statements(sheet, name, texts, 60, y + sheet.size * 1.7, 480)
    y += 6
    rows = [
        ("木村・竹本分類", random.choice(("C-1", "C-3", "O-2")), ""),
        ("LA分類", random.choice(("Grade A", "Grade B", "M")), ""),
        ("H.pylori", random.choice(("陽性", "陰性", "未感染")), ""),
    ]
    _labelled(sheet, random.sample(rows, 2), 46, y, "：")
    return sheet.sheet(_KIND)


def discharge(random: Random) -> Sheet:
    """Main and other diagnoses, then course and medication."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("退院時サマリー", "退院サマリ", "退院時要約", "入院診療要約")),
        random.choice(("作成日", "記載日")),
        (("入院日", "2025/01/02"), ("診療科", "内科")),
    )
    mark = random.choice(_MARKS)
    beside = random.random() < 0.5
    chosen = random.sample(content.DIAGNOSES, 4)
    names = random.choice(
        (("主病名", "併存症"), ("退院時診断", "併存病名"), ("主病名", "副病名"), ("確定診断", "合併症"))
    )
    for name, texts in zip(names, (chosen[:1], chosen[1 : random.choice((2, 3, 4))]), strict=True):
        sheet.put(44, y, mark.format(name))
        if beside:
            y = _statements(sheet, name, texts, 150, y, 390)
        else:
            y = _statements(sheet, name, texts, 60, y + sheet.size * 1.7, 480)
        y += 8
    for name, text in (
        ("主訴", "発熱、呼吸困難"),
        ("現病歴", content.COURSE[1]),
        ("入院経過", "".join(random.sample(content.COURSE, 3))),
        ("退院時処方", "アムロジピン錠5mg 1錠 分1 朝食後 14日分"),
    ):
        sheet.put(44, y, mark.format(name))
        at = (150.0, y) if beside else (60.0, y + sheet.size * 1.7)
        y = _prose(sheet, *at, text, 390 if beside else 480) + 8
    return sheet.sheet(_KIND)


def referral(random: Random) -> Sheet:
    """A letter to another house: ruled form of names, course in prose."""
    sheet = WardSheet(random)
    title = random.choice(("診療情報提供書", "紹介状（診療情報提供書）", "診療情報提供書（紹介状）"))
    y = sheet.head(title, random.choice(("作成日", "発行日")))
    sheet.put(44, y, "架空第二病院　循環器内科　見本 先生　御机下")
    y += 24
    name = random.choice(("傷病名", "診断名", "病名", "主病名"))
    for label, kind in (
        (name, "items"),
        ("紹介目的", "精査加療のお願い"),
        ("既往歴", "特記すべきことなし"),
        ("症状経過及び検査結果", "prose"),
        ("現在の処方", "アスピリン100mg 1錠 分1"),
    ):
        sheet.ink.line(40, y - 13, 555, y - 13, 0.4)
        sheet.put(46, y, label, 8.5)
        if kind == "items":
            y = _statements(
                sheet, name, random.sample(content.DIAGNOSES, random.choice((1, 2, 3))), 160, y, 380
            )
        elif kind == "prose":
            y = _prose(sheet, 160, y, "".join(random.sample(content.COURSE, 2)), 380)
        else:
            sheet.put(160, y, kind)
            y += 18
        y += 12
    return sheet.sheet(_KIND)


def operation(random: Random) -> Sheet:
    """An operation's record: diagnoses before and after, measured loss and time."""
    sheet = WardSheet(random)
    y = sheet.head(random.choice(("手術記録", "手術報告書")), "手術日", (("術者", "架空 太郎"),))
    colon = random.choice(("：", ": "))
    for name in ("術前診断", "術後診断"):
        y = _statement(
            sheet,
            name,
            content.conclusions(random, 1)[0] if name == "術前診断" else random.choice(content.DIAGNOSES),
            46,
            y,
            490,
            f"{name}{colon}",
            "",
        )
    y = _labelled(
        sheet,
        [("出血量", str(random.randrange(5, 900)), "mL"), ("手術時間", str(random.randrange(40, 400)), "分")],
        46,
        y,
        colon,
    )
    y = _prose(sheet, 46, y, "術式" + colon + "腹腔鏡下S状結腸切除術、D3郭清", 490) + 6
    sheet.put(46, y, "【手術所見】")
    _prose(sheet, 46, y + 16, content.findings(random, 3) + "閉腹して手術を終了した。", 490)
    return sheet.sheet(_KIND)


def english_imaging(random: Random) -> Sheet:
    """Radiology in English: upper-case headings, numbered impression."""
    sheet = WardSheet(random, language="en")
    y = sheet.head(
        random.choice(("CT Report", "Radiology Report", "Diagnostic Imaging Report")),
        random.choice(("Exam date", "Date of exam")),
    )
    conclude = random.choice(("IMPRESSION", "Impression", "CONCLUSION", "Conclusion"))
    for name, kind in (
        ("CLINICAL INDICATION", "Abnormal screening radiograph."),
        ("TECHNIQUE", "Contrast-enhanced CT of the chest and abdomen."),
        ("FINDINGS", "prose"),
        (conclude, "items"),
    ):
        sheet.put(44, y, f"{name}:")
        y += sheet.size * 1.7
        if kind == "items":
            texts = random.sample(content.ENGLISH, random.choice((2, 3)))
            style = random.choice(("{}. ", "- ", "{}) "))
            for number, text in enumerate(texts, 1):
                y = _statement(sheet, name, text, 56, y, 460, style.format(number), ".")
        else:
            text = " ".join(random.sample(content.ENGLISH_FINDINGS, 3)) if kind == "prose" else kind
            y = _prose(sheet, 56, y, text, 460)
        y += 8
    sheet.put(44, y + 14, "Electronically signed by: A. Imaginary, MD")
    return sheet.sheet(_KIND)


def english_pathology(random: Random) -> Sheet:
    """Pathology in English: final diagnosis and a synoptic list."""
    sheet = WardSheet(random, language="en")
    y = sheet.head(
        random.choice(("Surgical Pathology Report", "PATHOLOGY REPORT", "Histopathology Report")),
        random.choice(("Reported", "Date received")),
    )
    name = random.choice(("FINAL DIAGNOSIS", "Final Diagnosis", "DIAGNOSIS"))
    sheet.put(44, y, random.choice(("{}", "{}:")).format(name))
    y += sheet.size * 1.7
    for text in random.sample(content.ENGLISH, 2):
        y = _statement(sheet, name, text, 56, y, 460, random.choice(("- ", "")), ".")
    y += 8
    rows = [
        ("Tumor size", f"{random.uniform(0.5, 6):.1f}", "cm"),
        ("Histologic grade", random.choice(("2", "3", "G2")), ""),
        ("Gleason score", random.choice(("3+4=7", "4+3=7")), ""),
        ("Ki-67", str(random.randrange(2, 70)), "%"),
        ("Pathologic stage", random.choice(("pT2N0", "pT1cN1a")), ""),
        ("Margins", random.choice(("Negative", "Positive")), ""),
    ]
    y = _labelled(sheet, random.sample(rows, 4), 56, y, random.choice((": ", " "))) + 8
    sheet.put(44, y, "MICROSCOPIC DESCRIPTION:")
    _prose(sheet, 56, y + sheet.size * 1.7, " ".join(content.ENGLISH_FINDINGS[1:3]), 460)
    return sheet.sheet(_KIND)


FAMILIES = (
    Family("narrative-pathology", _KIND, pathology),
    Family("narrative-imaging", _KIND, imaging),
    Family("narrative-endoscopy", _KIND, endoscopy),
    Family("narrative-discharge", _KIND, discharge),
    Family("narrative-referral", _KIND, referral),
    Family("narrative-operation", _KIND, operation),
    Family("narrative-english-imaging", _KIND, english_imaging, "en"),
    Family("narrative-english-pathology", _KIND, english_pathology, "en"),
)
