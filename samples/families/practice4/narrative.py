"""Narratives: pathology, endoscopy, radiology, a discharge summary, and a radiology letter in English."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice4 import heads
from samples.families.practice4.kit import Doc, Val
from samples.generating.family import Family
from samples.making.truth import Sheet

NARRATIVE = DocumentType.NARRATIVE


def section(doc: Doc, x: float, y: float, name: str, text: str, width: float, size: float = 10) -> float:
    """A heading and prose that makes no item."""
    doc.text(x, y, name, size + 0.5, font=doc.strong)
    return doc.paragraph(x + 12, y + size * 1.7, text, width - 12, size) + size * 0.8


def pathology(rng: Random) -> Sheet:
    """A ruled head, macroscopy as prose, the diagnosis numbered, staging as label and value."""
    doc = Doc(rng, NARRATIVE)
    doc.dated(time=False)
    heads.title(doc, 46, "病理組織検査報告書", 17)
    told = heads.pairs(
        doc, ("氏名", "namesama"), ("患者ID", "id"), ("生年月日", "birth-era"), ("性別", "sexja")
    )
    told += [("採取日", doc.day("slash")), ("病理番号", f"H26-{rng.randrange(1000, 9999)}")]
    y = heads.block(doc, 40, 62, told, doc.width - 80, size=9.5) + 26
    organ = rng.choice(("胃", "横行結腸", "右乳腺"))
    y = section(doc, 40, y, "臨床情報", f"{organ}の病変に対し生検を行いました。", 500)
    doc.text(40, y, "病理組織学的診断", 10.5, font=doc.strong)
    grade = rng.choice(("高分化", "中分化", "低分化"))
    first = rng.choice(
        (f"{organ}の{grade}腺癌を認める", f"{organ}に悪性所見を認めない", f"{organ}の異型細胞、悪性の疑い")
    )
    others = (
        "切除断端は陰性である",
        "リンパ管侵襲を認めない",
        "静脈侵襲が疑われる",
        "慢性炎症細胞浸潤を伴う",
    )
    y += 18
    for n, said in enumerate((first, *rng.sample(others, 2))):
        y = doc.statement(52, y, Val(said, "病理組織学的診断", pre=f"{n + 1}) ", post="。"), 480, 10) + 2
    y += 10
    labels = (
        ("腫瘍径", f"{rng.randrange(6, 60)}×{rng.randrange(5, 40)}", "mm"),
        ("深達度", rng.choice(("pT1a", "pT1b", "pT2", "pT3")), ""),
        ("TNM", f"T{rng.randrange(1, 4)}N{rng.randrange(2)}M0", ""),
        ("Stage", rng.choice(("IA", "IB", "IIA", "IIIB")), ""),
    )
    for name, value, unit in labels:
        doc.text(52, y, f"{name}：", 10)
        doc.put(130, y, Val(value, name, unit, post=f" {unit}" if unit else ""), 10)
        y += 18
    prose = (
        "提出された検体はホルマリン固定組織3個で、いずれも灰白色調を呈しています。"
        "標本上は粘膜固有層から筋板にかけて観察されます。"
    )
    y = section(doc, 40, y + 12, "肉眼・組織所見", prose, 515)
    doc.text(doc.width - 60, y + 40, f"病理診断医　{doc.doctor}　印", 10, align="r")
    heads.foot(doc, doc.hospital, "病理診断科")
    return doc.sheet()


def endoscopy(rng: Random) -> Sheet:
    """Two columns: pictures at the right, prose and the diagnosis (lines without numbers) at the left."""
    doc = Doc(rng, NARRATIVE)
    doc.dated(time=True)
    doc.ink.box(36, 26, doc.width - 36, 52, width=0, fill=(0.88, 0.93, 0.9))
    doc.text(44, 44, "上部消化管内視鏡検査 レポート", 14, font=doc.strong)
    told = heads.pairs(doc, ("ID", "id"), ("患者名", "name"), ("生年月日", "birth-slash"), ("性別", "sexja"))
    told += [("検査日時", f"{doc.day('slash')} {doc.clock()}"), ("施行医", doc.doctor)]
    y = heads.strip(doc, 44, 70, told, 9, colon="：") + 14
    for n in range(3):
        top = y + n * 130
        doc.ink.box(380, top, 550, top + 120, width=0.6, fill=(0.93, 0.9, 0.88))
        doc.text(465, top + 64, f"画像{n + 1}", 9, align="c")
    y = section(doc, 44, y + 8, "検査目的", "心窩部不快感の精査", 310)
    prose = (
        "食道胃接合部に発赤を認めます。"
        "胃体部の粘膜は萎縮調で、前庭部大彎に隆起性病変を認め生検を行いました。"
        "十二指腸球部に異常はありません。"
    )
    y = section(doc, 44, y, "内視鏡所見", prose, 310)
    doc.text(44, y, "内視鏡診断", 10.5, font=doc.strong)
    choices = (
        "逆流性食道炎（LA分類 Grade A）",
        "萎縮性胃炎",
        "胃ポリープ",
        "早期胃癌の疑い",
        "十二指腸潰瘍瘢痕",
        "食道裂孔ヘルニア",
    )
    y += 18
    for said in rng.sample(choices, rng.randint(2, 4)):
        doc.put(56, y, Val(said, "内視鏡診断"), 10)
        y += 17
    y = section(doc, 44, y + 12, "処置", "前庭部より生検を行いました。", 310)
    doc.text(44, y, "ピロリ菌迅速検査", 10)
    doc.put(150, y, Val(rng.choice(("陰性", "陽性")), "ピロリ菌迅速検査"), 10)
    heads.foot(doc, doc.hospital, "内視鏡センター")
    return doc.sheet()


def radiology(rng: Random) -> Sheet:
    """CT: findings prose, then the diagnosis as sentences one after another in a box."""
    doc = Doc(rng, NARRATIVE)
    doc.dated(time=False)
    doc.text(40, 44, doc.hospital, 9.5)
    heads.title(doc, 66, "CT検査 画像診断報告書", 16)
    told = heads.pairs(
        doc, ("患者氏名", "name"), ("患者ID", "id"), ("生年月日", "birth-dot"), ("性別", "sexsei")
    )
    told += [("検査日", doc.day("dot")), ("検査部位", "胸部～骨盤 造影")]
    y = heads.block(doc, 40, 82, told, doc.width - 80, size=9.5) + 26
    y = section(doc, 40, y, "【検査目的】", "術後経過観察", 515)
    prose = (
        "前回と比較しました。両肺野に新たな結節影は見られません。"
        "肝S6に低吸収域があり、前回から大きさは不変です。"
        "腹水貯留なし。撮像範囲の骨に溶骨性変化はみられません。"
    )
    y = section(doc, 40, y, "【所見】", prose, 515)
    doc.text(40, y, "【診断】", 10.5, font=doc.strong)
    top = y + 6
    y += 24
    choices = (
        "明らかな再発・転移を認めない",
        "肝嚢胞",
        "左腎結石",
        "右下葉の陳旧性炎症性変化の疑い",
        "縦隔リンパ節の腫大は認められず、前回の検査から3か月の経過において明らかな増大傾向を示す病変は指摘できない",
        "胆嚢結石症",
    )
    for said in rng.sample(choices, 3):
        y = doc.statement(52, y, Val(said, "診断", post="。"), 490, 10) + 2
    doc.ink.box(40, top, doc.width - 40, y + 2, width=0.7)
    doc.text(
        doc.width - 48,
        y + 30,
        f"読影医：{doc.doctor}　報告日：{doc.day('dot', doc.moment + timedelta(days=1))}",
        9.5,
        align="r",
    )
    heads.foot(doc, "放射線診断科", "1/1")
    return doc.sheet()


def discharge(rng: Random) -> Sheet:
    """A summary in a ruled form: diagnoses by label, admission and discharge, course as prose."""
    doc = Doc(rng, NARRATIVE)
    heads.title(doc, 46, "退院時要約", 18)
    out = doc.moment
    doc.when = out.date().isoformat()
    told = heads.pairs(
        doc, ("患者ID", "id"), ("氏名", "name"), ("生年月日", "birth-kanji"), ("性別", "sexja")
    )
    told += [
        ("入院日", doc.day("kanji", out - timedelta(days=rng.randrange(5, 30)))),
        ("退院日", doc.day("kanji")),
    ]
    told += [("診療科", rng.choice(("消化器内科", "循環器内科"))), ("担当医", doc.doctor)]
    y = heads.block(doc, 40, 62, told, doc.width - 80, size=9.5) + 24
    main = rng.choice(("急性心不全", "右尿管結石症", "誤嚥性肺炎", "上行結腸癌", "急性膵炎"))
    doc.text(40, y, "主病名", 10.5, font=doc.strong)
    doc.put(110, y, Val(main, "主病名"), 10.5)
    y += 20
    doc.text(40, y, "副病名", 10.5, font=doc.strong)
    for n, said in enumerate(
        rng.sample(("高血圧症", "2型糖尿病", "脂質異常症", "慢性腎臓病", "睡眠時無呼吸症候群の疑い"), 3)
    ):
        doc.put(110, y, Val(said, "副病名", pre=f"#{n + 1} "), 10.5)
        y += 18
    y = section(
        doc,
        40,
        y + 10,
        "現病歴",
        "数日前から症状が出現し、外来を受診されました。精査加療のため入院となりました。",
        515,
    )
    y = section(
        doc,
        40,
        y,
        "入院後経過",
        "入院後は点滴と内服で加療し、経過は良好でした。食事を再開後も症状の再燃なく、退院となりました。退院後は外来で経過をみます。",
        515,
    )
    section(doc, 40, y, "退院時処方", "アムロジピン錠5mg 1回1錠 1日1回 朝食後 28日分", 515)
    heads.foot(doc, doc.hospital, "退院サマリ")
    return doc.sheet()


def letter(rng: Random) -> Sheet:
    """In English: findings prose and a numbered IMPRESSION, lines that break."""
    doc = Doc(rng, NARRATIVE, english=True)
    doc.dated(time=False)
    doc.text(doc.width / 2, 44, doc.hospital, 13, align="c", font=doc.strong)
    doc.text(doc.width / 2, 60, "Diagnostic Imaging Report", 11, align="c")
    told = heads.pairs(doc, ("Patient", "name"), ("MRN", "id"), ("DOB", "birth-dmy"), ("Sex", "sexen"))
    told += [("Exam", "CT chest without contrast"), ("Exam date", doc.day("dmy"))]
    y = heads.lines(doc, 50, 88, told, 10, colon=":") + 14
    y = section(doc, 50, y, "CLINICAL HISTORY", "Cough for three weeks.", 490)
    prose = (
        "The lungs are well aerated. There is a small nodule in the right upper lobe. "
        "The heart size is within normal limits. The visualized upper abdomen is unremarkable."
    )
    y = section(doc, 50, y, "FINDINGS", prose, 490)
    doc.text(50, y, "IMPRESSION", 10.5, font=doc.strong)
    y += 18
    choices = (
        "No acute cardiopulmonary abnormality",
        "Right upper lobe nodule measuring 6 mm, for which follow-up CT in six months is recommended "
        "according to current guidelines",
        "Mild emphysema",
        "Possible bronchitis",
    )
    for n, said in enumerate(rng.sample(choices, 3)):
        y = doc.statement(62, y, Val(said, "IMPRESSION", pre=f"{n + 1}. ", post="."), 470, 10) + 2
    doc.text(50, y + 40, f"Electronically signed: {doc.doctor}", 10)
    return doc.sheet()


FAMILIES = (
    Family("narrative-histology", NARRATIVE, pathology),
    Family("narrative-gastroscopy", NARRATIVE, endoscopy),
    Family("narrative-ct", NARRATIVE, radiology),
    Family("narrative-summary", NARRATIVE, discharge),
    Family("narrative-imaging", NARRATIVE, letter, "en"),
)
