"""Narratives: pathology, an English radiology report, an endoscopy sheet, a discharge summary."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice3 import heads
from samples.families.practice3.kit import PALE, Doc, V
from samples.generating.family import Family
from samples.making.truth import Sheet

KIND = DocumentType.NARRATIVE


def _labelled(doc: Doc, x: float, y: float, v: V, size: float = 9.5, sep: str = "：") -> float:
    """`label：value unit` in runs; the next baseline."""
    doc.t(x, y, v.name + sep, size)
    at = x + doc.ink.text_width(v.name + sep + ("" if sep.endswith(" ") else " "), doc.face, size)
    doc.put(at, y, V(v.text, v.name, v.unit, post=f" {v.unit}" if v.unit else ""), size)
    return y + size * 1.6


def _prose(
    doc: Doc,
    x: float,
    y: float,
    width: float,
    heading: str,
    text: str,
    size: float = 9.5,
    bracket: str = "【】",
) -> float:
    """A heading and its text, none of it an item. The next baseline."""
    doc.t(x, y, bracket[0] + heading + bracket[1] if bracket else heading, size + 0.5, bold=True)
    y, _ = doc.para(x + 10, y + size * 1.7, width - 10, text, size)
    return y + 6


_ORGANS = (
    ("胃", "幽門側胃切除術"),
    ("S状結腸", "腹腔鏡下切除術"),
    ("乳腺", "乳房部分切除術"),
    ("肺", "右上葉切除術"),
)


_HISTOLOGY = "異型を示す腫瘍細胞が不整な腺管を形成し増殖している。間質には線維化とリンパ球浸潤を伴う。"


def pathology(rng: Random) -> Sheet:
    """A ruled header, clinical data, macroscopic and microscopic prose, diagnosis, labelled staging."""
    doc = Doc(rng)
    doc.lag = 8
    heads.title(doc, 40, rng.choice(("病理組織診断報告書", "病理検査報告書", "手術材料 病理診断書")), 15)
    number = f"S{doc.at:%y}-{rng.randint(1000, 9000)}"
    extra = [
        ("病理番号", number),
        ("採取日", doc.day(doc.at.date())),
        ("受付日", doc.day((doc.at + timedelta(days=1)).date())),
        ("報告日", doc.day((doc.at + timedelta(days=8)).date())),
    ]
    doc.when = doc.at.date().isoformat()
    y = heads.cells(doc, 40, 54, 515, heads.person(doc) + extra, 3) + 24
    organ, procedure = rng.choice(_ORGANS)
    y = _prose(doc, 40, y, 515, rng.choice(("臨床情報", "臨床経過")), f"{organ}腫瘍の疑い。{procedure}施行。")
    y = _prose(
        doc,
        40,
        y,
        515,
        "肉眼所見",
        f"提出された{organ}の切除検体。境界不明瞭な灰白色の隆起性病変を認める。割面は充実性。",
    )
    heading = rng.choice(("病理診断", "病理組織診断", "組織診断", "最終診断"))
    doc.t(40, y, f"【{heading}】", 10, bold=True)
    y += 17
    kind = rng.choice(("中分化管状腺癌", "低分化腺癌", "高分化腺癌", "浸潤性乳管癌", "扁平上皮癌"))
    said = [
        f"{organ}、{procedure}検体：{kind}。",
        rng.choice(("切除断端は陰性である。", "切除断端に腫瘍の露出を認める。")),
        rng.choice(
            ("リンパ節転移を認めない。", "所属リンパ節に転移を認める（2/14）。", "脈管侵襲が疑われる。")
        ),
    ]
    dot = rng.choice((". ", ") ", ""))
    for n, text in enumerate(said[: rng.randint(1, 3)]):
        y = doc.statement(50, y, 500, heading, text, f"{n + 1}{dot}" if dot else "", 10) + 2
    y += 6
    stage = rng.randint(1, 3)
    labelled = [
        V(str(rng.randint(6, 62)), "腫瘍径", "mm"),
        V(f"pT{stage}", rng.choice(("深達度", "壁深達度"))),
        V(rng.choice(("Ly0", "Ly1a", "Ly1")), "リンパ管侵襲"),
        V(rng.choice(("V0", "V1a", "V1")), "静脈侵襲"),
        V(f"pT{stage}N{rng.randint(0, 2)}M0", rng.choice(("TNM", "TNM分類"))),
        V(rng.choice(("I", "IIA", "IIB", "IIIA")), rng.choice(("Stage", "病期"))),
    ]
    for n, v in enumerate(labelled[: rng.randint(4, 6)]):
        _labelled(doc, 50 + n % 2 * 250, y + n // 2 * 17, v)
    y += 64
    y = _prose(doc, 40, y, 515, "組織所見", _HISTOLOGY)
    doc.t(555, y + 16, f"病理医　{doc.doctor}　／　{rng.choice(('三枝', '蓬田'))}", 9.5, "right")
    heads.foot(doc)
    return doc.sheet(KIND)


_EXAMS = (
    (
        "CT CHEST WITH CONTRAST",
        (
            "There is a spiculated nodule in the right upper lobe. The mediastinal nodes are not "
            "enlarged by size criteria. Heart size is normal. The visualized upper abdomen is "
            "unremarkable."
        ),
        (
            "Spiculated nodule in the right upper lobe, suspicious for primary lung cancer.",
            "No evidence of mediastinal lymphadenopathy.",
            "No pleural effusion.",
            "PET-CT is recommended for further evaluation.",
        ),
    ),
    (
        "MRI BRAIN WITHOUT CONTRAST",
        (
            "There is a focus of restricted diffusion in the left corona radiata. Ventricles and "
            "sulci are age appropriate. Major flow voids are preserved."
        ),
        (
            "Acute infarct in the left corona radiata.",
            "No intracranial hemorrhage.",
            "Chronic small vessel ischemic change.",
            "Possible old lacunar infarct in the right thalamus.",
        ),
    ),
    (
        "ULTRASOUND ABDOMEN",
        (
            "The liver is mildly echogenic. The gallbladder contains mobile echogenic foci with "
            "shadowing. The common duct is not dilated."
        ),
        (
            "Cholelithiasis without sonographic evidence of acute cholecystitis.",
            "Mild hepatic steatosis.",
            "No hydronephrosis.",
            "Probable simple cyst in the left kidney.",
        ),
    ),
)


def radiology(rng: Random) -> Sheet:
    """English letter: exam, technique, findings, impression; airy."""
    doc = Doc(rng, en=True)
    doc.lag = 2
    doc.t(60, 54, doc.hospital, 14, bold=True)
    doc.t(60, 70, "Diagnostic Imaging", 10)
    doc.ink.line(60, 78, 535, 78, 1)
    extra = [
        ("Exam date", doc.stamp()),
        ("Report date", doc.stamp(doc.at + timedelta(hours=26))),
        ("Referring", doc.doctor),
    ]
    y = heads.columns(doc, 60, 100, 100, heads.person(doc) + extra) + 14
    exam, findings, said = rng.choice(_EXAMS)
    y = _prose(doc, 60, y, 475, "EXAMINATION:", exam.title(), 10.5, "")
    y = _prose(
        doc,
        60,
        y,
        475,
        "CLINICAL HISTORY:",
        rng.choice(("Weight loss and cough.", "Sudden onset of weakness.", "Right upper quadrant pain.")),
        10.5,
        "",
    )
    y = _prose(doc, 60, y, 475, "FINDINGS:", findings, 10.5, "")
    if rng.random() < 0.6:
        label, value, unit = rng.choice(
            (
                ("Maximum diameter", str(rng.randint(6, 48)), "mm"),
                ("Lesion size", f"{rng.randint(8, 40)} x {rng.randint(6, 30)}", "mm"),
            )
        )
        doc.t(70, y, f"{label}:", 10.5)
        doc.put(
            70 + doc.ink.text_width(f"{label}: ", doc.face, 10.5) + 4,
            y,
            V(value, label, unit, post=f" {unit}"),
            10.5,
        )
        y += 24
    heading = rng.choice(("IMPRESSION", "Impression", "CONCLUSION"))
    doc.t(60, y, f"{heading}:", 11, bold=True)
    y += 18
    numbered = rng.random() < 0.7
    for n, text in enumerate(said[: rng.randint(2, 4)]):
        y = doc.statement(70, y, 465, heading, text, f"{n + 1}. " if numbered else "- ", 10.5) + 2
    doc.t(60, y + 26, f"Electronically signed by {doc.doctor}", 9.5)
    heads.foot(doc)
    return doc.sheet(KIND)


def endoscopy(rng: Random) -> Sheet:
    """A sheet of boxes: picture frames to the right, findings by organ, endoscopic diagnosis, scores."""
    doc = Doc(rng)
    heads.title(
        doc, 38, rng.choice(("上部消化管内視鏡検査報告書", "内視鏡検査レポート（上部）", "EGD 所見記録")), 14
    )
    y = (
        heads.over(doc, 36, 50, 523, [*heads.person(doc), ("検査日", doc.stamp()), ("施行医", doc.doctor)], 4)
        + 16
    )
    for n in range(3):
        doc.ink.box(410, y + n * 108, 555, y + n * 108 + 98, fill=(0.35, 0.2, 0.18))
        doc.t(416, y + n * 108 + 92, f"No.{n + 1}", 7)
    top, y = y, y + 12
    y = _prose(doc, 36, y, 355, "依頼目的", "検診の胃透視で異常を指摘された。", 9.5, "＜＞")
    y = _prose(doc, 36, y, 355, "食道", "切歯より38cmに食道胃接合部。粘膜障害を認める。", 9.5, "＜＞")
    y = _prose(
        doc,
        36,
        y,
        355,
        "胃",
        "前庭部小彎に浅い陥凹性病変を認める。体部の襞は萎縮している。胃角は変形を認めない。",
        9.5,
        "＜＞",
    )
    y = _prose(doc, 36, y, 355, "十二指腸", "球部、下行脚に特記すべき所見はない。", 9.5, "＜＞")
    heading = rng.choice(("内視鏡診断", "診断"))
    doc.t(36, y, f"＜{heading}＞", 10, bold=True)
    y += 17
    said = (
        "早期胃癌の疑い（0-IIc）",
        "萎縮性胃炎",
        "逆流性食道炎",
        "食道裂孔ヘルニア",
        "胃潰瘍瘢痕",
        "悪性所見なし",
        "十二指腸潰瘍は認めない",
        "ヘリコバクター・ピロリ未感染胃",
    )
    for n, text in enumerate(rng.sample(said, rng.randint(2, 4))):
        y = doc.statement(46, y, 340, heading, text, f"{n + 1}) ", 10) + 2
    y = max(y + 10, top + 340)
    rows = [
        ("木村・竹本分類", rng.choice(("C-1", "C-2", "O-1", "O-2"))),
        ("LA分類", rng.choice(("Grade A", "Grade B", "Grade M"))),
        ("病変サイズ", f"{rng.randint(4, 30)} mm"),
        ("生検個数", f"{rng.randint(1, 4)} 個"),
    ]
    for n, (label, said_) in enumerate(rows):
        value, unit = (said_.split(" ")[0], said_.split(" ")[1]) if n > 1 else (said_, "")
        x = 36 + n % 2 * 262
        yy = y + n // 2 * 20
        doc.ink.box(x, yy, x + 110, yy + 20, width=0.5, fill=PALE)
        doc.ink.box(x + 110, yy, x + 262, yy + 20, width=0.5)
        doc.t(x + 5, yy + 14, label, 9.5)
        doc.put(x + 116, yy + 14, V(value, label, unit, post=f" {unit}" if unit else ""), 9.5)
    doc.t(36, y + 60, f"使用機種　KAKUU-GIF{rng.randint(100, 300)}　前投薬　なし", 8.5)
    heads.foot(doc)
    return doc.sheet(KIND)


_ADMISSIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("慢性心不全急性増悪", "うっ血性心不全"),
        ("高血圧症", "2型糖尿病", "慢性腎臓病の疑い", "心房細動"),
    ),
    (("誤嚥性肺炎",), ("脳梗塞後遺症", "慢性閉塞性肺疾患", "嚥下障害", "肺癌の疑い（除外）")),
    (("総胆管結石性胆管炎",), ("胆嚢結石症", "脂質異常症", "鉄欠乏性貧血の疑い")),
)


_DRUGS = "想像錠5mg 1回1錠 1日1回朝食後、架空カプセル20mg 1回2カプセル 1日3回毎食後"


def discharge(rng: Random) -> Sheet:
    """退院時サマリー: admission and discharge days, main and other diagnoses, course, medicines."""
    doc = Doc(rng)
    heads.title(doc, 42, rng.choice(("退院時サマリー", "退院時要約", "退院サマリ")), 16)
    doc.when = doc.at.date().isoformat()
    admitted = doc.at - timedelta(days=rng.randint(4, 40))
    extra = [
        ("入院日", doc.day(admitted.date())),
        ("退院日", doc.day(doc.at.date())),
        ("診療科", rng.choice(("循環器内科", "呼吸器内科", "消化器内科"))),
        ("主治医", doc.doctor),
    ]
    y = heads.cells(doc, 40, 56, 515, heads.person(doc) + extra, 2) + 24
    sets = rng.choice(_ADMISSIONS)
    y = _diseases(doc, y, sets)
    y = _prose(doc, 40, y, 515, "主訴", rng.choice(("呼吸困難", "発熱", "右季肋部痛")), 9.5, "■ ")
    y = _prose(
        doc,
        40,
        y,
        515,
        "入院時現症",
        "意識清明。体温は微熱程度。両側下腿に浮腫を認める。腹部は平坦、軟。",
        9.5,
        "■ ",
    )
    y = _prose(
        doc,
        40,
        y,
        515,
        "入院経過",
        "入院後、安静と点滴加療を開始した。第3病日には症状は改善し、食事を再開した。以後も再燃なく経過し、リハビリテーションを継続した。本人・家族に病状を説明し、自宅へ退院となった。",
        9.5,
        "■ ",
    )
    doc.t(40, y, "■ 退院時評価", 10)
    y += 17
    found = [
        V(f"{rng.uniform(38, 82):.1f}", "退院時体重", "kg"),
        V(str(rng.randrange(40, 105, 5)), "Barthel Index", "点"),
        V(rng.choice(("Ⅰ", "Ⅱ", "Ⅲ")), "NYHA分類"),
    ]
    for v in found[: rng.randint(2, 3)]:
        y = _labelled(doc, 52, y, v)
    after = (
        ("退院時処方", _DRUGS),
        ("退院後の方針", "2週間後に当科外来を再診。かかりつけ医での内服継続を依頼した。"),
    )
    y += 8
    for heading, text in after:
        y = _prose(doc, 40, y, 515, heading, text, 9.5, "■ ")
    heads.foot(doc, f"記載者　{doc.doctor}")
    return doc.sheet(KIND)


def _diseases(doc: Doc, y: float, sets: tuple[tuple[str, ...], tuple[str, ...]]) -> float:
    rng = doc.rng
    boxed = rng.random() < 0.5
    for heading, texts in (
        ("主病名", (rng.choice(sets[0]),)),
        (rng.choice(("副病名", "併存症")), tuple(rng.sample(sets[1], rng.randint(2, 3)))),
    ):
        if boxed:
            doc.ink.box(40, y - 12, 100, y + 4, width=0, fill=PALE)
        doc.t(44, y, heading if boxed else f"■{heading}", 10)
        at = y
        for n, text in enumerate(texts):
            at = doc.statement(116, at, 430, heading, text, f"{n + 1}. " if len(texts) > 1 else "", 10) + 2
        y = at + 8
    return y


FAMILIES = (
    Family("narrative-pathology", KIND, pathology),
    Family("narrative-radiology", KIND, radiology, "en"),
    Family("narrative-endoscopy", KIND, endoscopy),
    Family("narrative-discharge", KIND, discharge),
)
