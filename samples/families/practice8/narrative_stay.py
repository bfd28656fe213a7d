"""Narratives of a stay and of a procedure: a discharge summary, an English endoscopy report."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import PALE, Doc, R, day, num
from samples.making.truth import Sheet

NARRATIVE = DocumentType.NARRATIVE

_ILL = (
    ("慢性心不全の急性増悪", ("心房細動", "高血圧症", "慢性腎臓病 G3b"), "呼吸困難"),
    ("誤嚥性肺炎", ("2型糖尿病", "脳梗塞後遺症"), "発熱"),
    ("急性胆管炎", ("総胆管結石症", "脂質異常症", "逆流性食道炎"), "腹痛"),
)
_LAST = (
    ("WBC", "/μL", 3800, 9800, 0, ""), ("Hb", "g/dL", 9.2, 14.8, 1, ""), ("CRP", "mg/dL", 0.1, 3.8, 2, ""),
    ("Cr", "mg/dL", 0.6, 2.1, 2, ""), ("K", "mEq/L", 3.4, 5.2, 1, ""), ("BNP", "pg/mL", 38, 620, 1, ""),
)  # fmt: skip


def _named(doc: Doc, y: float) -> tuple[float, str]:
    """The names of the illnesses; the next base line and what the person came with."""
    main, others, came = doc.rng.choice(_ILL)
    doc.text(40, y, "主病名", 10.5, bold=True)
    y = doc.statement(130, y, 400, main, "主病名", size=10.5, step=20)
    doc.text(40, y, "副病名", 10.5, bold=True)
    for n, said in enumerate(others, 1):
        y = doc.statement(130, y, 400, said, "副病名", size=10.5, step=17, number=f"({n})")
    return y + 8, came


def _last_day(doc: Doc) -> None:
    """The second page: values in running lines, drugs, plans."""
    rng = doc.rng
    doc.text(40, 74, "退院時検査", 10.5, bold=True)
    x, y = 52.0, 94.0
    full = rng.random() < 0.4
    for n, (name, unit, low, high, digits, _) in enumerate(_LAST):
        if n == 3:
            x, y = 52.0, 112.0
        value = num(rng, low, high, digits)
        row = bank.put(bank.wide(value), bank.wide(name), unit) if full else bank.put(value, name, unit)
        doc.text(x, y, row.name, 10)
        x = doc.result(x + doc.width(row.name, 10) + 5, y, row, 10)
        doc.text(x, y, "、" if n % 3 < 2 else "。", 10)
        x += 14
    doc.text(40, 142, "退院時処方", 10.5, bold=True)
    for n, drug in enumerate(
        (
            "架空錠A 5mg 1回1錠 朝食後 14日分",
            "架空カプセルB 20mg 1回1Cap 朝夕食後 14日分",
            "架空散C 0.5g 頓用 5回分",
        )
    ):
        doc.text(52, 162 + 17 * n, f"{n + 1}) {drug}", 10)
    doc.text(40, 230, "今後の方針", 10.5, bold=True)
    doc.prose(
        52,
        248,
        490,
        f"{day(doc.when + timedelta(days=14), 'month')} 14:30 当科外来再診予定。かかりつけ医と併診とする。"
        "体重が2kg以上増えた場合は受診を指示した。",
        size=10,
        step=17,
    )


def _stay_head(doc: Doc, doctor: str) -> None:
    """The person in two columns."""
    doc.pairs(
        40,
        72,
        [("患者ID", doc.pid()), ("氏　名", doc.name()), ("住　所", "架空県架空市東町 4-11-203")],
        size=10,
        step=17,
    )
    doc.pairs(
        300,
        72,
        [("生年月日", doc.born("era")), ("性　別", f"{doc.sex()}　（{doc.age()}歳）"), ("担当医", doctor)],
        size=10,
        step=17,
    )


def discharge(rng: Random) -> Sheet:
    """退院時サマリー: two pages; names of illnesses, course in prose, values of the last day in running lines."""
    doc = Doc(rng, NARRATIVE)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    entry = doc.when - timedelta(days=rng.randint(6, 32))
    hospital, doctor = rng.choice(bank.HOSPITALS), bank.family(rng)
    doc.band(36, 26, 559, 52, PALE)
    doc.text(44, 44, "退院時要約", 14, bold=True)
    doc.text(551, 44, hospital, 9.5, align="right")
    _stay_head(doc, doctor)
    doc.rule(36, 114, 559)
    doc.text(
        40,
        132,
        f"入院日 {day(entry, 'kanji')}　　退院日 {day(doc.when, 'kanji')}",
        10,
    )
    y, came = _named(doc, 160)
    doc.text(40, y, "入院時身体所見", 10.5, bold=True)
    x = 52.0
    for row in (
        bank.put(num(rng, 146, 176, 1), "身長", "cm", when=doc.effective),
        bank.put(num(rng, 42, 80, 1), "体重", "kg", when=doc.effective),
    ):
        doc.text(x, y + 18, row.name, 10)
        x = doc.result(x + doc.width(row.name, 10) + 6, y + 18, row, 10) + 26
    y += 44
    doc.text(40, y, "入院までの経過", 10.5, bold=True)
    y = doc.prose(
        52,
        y + 18,
        490,
        f"入院3日前より{came}が出現し、改善しないため救急外来を受診した。近医で内服加療を受けていたが増悪し、精査加療目的に同日入院となった。",
        size=10,
        step=17,
    )
    doc.text(40, y + 10, "入院後経過", 10.5, bold=True)
    y = doc.prose(
        52,
        y + 28,
        490,
        "入院後、安静と点滴治療を開始した。第4病日には症状は改善し、第6病日より食事を再開した。リハビリテーションを"
        "併用し、日常生活動作は入院前と同程度まで回復した。経過中に一過性の肝機能障害を認めたが自然に軽快した。",
        size=10,
        step=17,
    )
    doc.foot(f"{doc.person.id}　{doc.printed}　1 / 2 ページ")
    doc.ink.next_page()
    doc.text(40, 44, f"退院時要約（続き）　{doc.person.id}　{doc.printed} 様", 10)
    doc.rule(36, 50, 559)
    _last_day(doc)
    doc.text(555, 310, f"記載医 {doctor}　承認 {bank.family(rng)}", 10, align="right")
    doc.foot(f"{doc.person.id}　{doc.printed}　2 / 2 ページ")
    return doc.sheet()


_SCOPE = (
    ("Sessile polyp of the sigmoid colon, removed with cold snare.", "Internal haemorrhoids, grade I."),
    ("Diverticulosis of the ascending colon without bleeding.", "No evidence of malignancy.", "Mild melanosis coli."),
    ("Suspected early carcinoma of the rectum, biopsies were taken from the "
        "margin and from the base of the lesion.", "Two hyperplastic polyps."),
)  # fmt: skip


def _quality(doc: Doc, y: float) -> float:
    """Times and drugs in two columns."""
    rng = doc.rng
    left = [
        bank.put(num(rng, 4, 14), "Time to caecum", "min"),
        bank.put(num(rng, 6, 16), "Withdrawal time", "min"),
        bank.put(f"{rng.randint(5, 9)}/9", "Boston score"),
    ]
    right = [
        bank.put(rng.choice(("2.0", "2.5", "3.0", "4.0")), "Midazolam", "mg"),
        bank.put(rng.choice(("25", "35", "50")), "Pethidine", "mg"),
        bank.put(num(rng, 90, 99), "Lowest SpO2", "%", gap=""),
    ]
    bank.labelled(doc, 52, y + 30, left, gap=110, size=10, step=16, mark=":")
    return bank.labelled(doc, 300, y + 30, right, gap=110, size=10, step=16, mark=":") + 12


def _scope_head(doc: Doc) -> None:
    """The person and the procedure between rules."""
    rng = doc.rng
    doc.rule(44, 66, 551, 0.8)
    doc.along(44, 84, [f"Patient Name: {doc.name(', ')}", f"Medical Record No: {doc.pid()}"], size=10, gap=40)
    doc.along(
        44,
        100,
        [f"Date of Birth: {doc.born('us')}", f"Sex: {doc.sex('Sex')}", f"Age: {doc.age()}"],
        size=10,
        gap=40,
    )
    doc.along(
        44,
        116,
        [f"Procedure Date: {day(doc.when, 'us')}", f"Endoscopist: Dr. {bank.roman(rng)}"],
        size=10,
        gap=40,
    )
    doc.rule(44, 124, 551, 0.8)


def endoscopy(rng: Random) -> Sheet:
    """An English colonoscopy report: labelled values, a table of lesions, an impression of numbered sentences."""
    doc = Doc(rng, NARRATIVE, latin=True)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.text(297, 42, rng.choice(bank.HOSPITALS_EN), 13, bold=True, align="centre")
    doc.text(297, 58, "Endoscopy Unit - Colonoscopy Report", 11, align="centre")
    _scope_head(doc)
    doc.text(44, 146, "Indication", 11, bold=True)
    y = doc.prose(
        44,
        162,
        500,
        "Positive faecal blood test on two occasions, "
        "family history of colorectal cancer. Last colonoscopy 6 years ago.",
        size=10,
        step=15,
    )
    doc.text(44, y + 12, "Quality", 11, bold=True)
    y = _quality(doc, y)
    doc.text(44, y, "Findings", 11, bold=True)
    y = doc.prose(
        44,
        y + 17,
        500,
        "The scope was advanced to the terminal ileum, which looked normal over 10 cm. The preparation "
        "was good. One lesion was seen and measured as below. The "
        "remaining mucosa showed a regular vascular pattern.",
        size=10,
        step=15,
    )
    y += 12
    for row in (
        bank.put(num(rng, 4, 32), "Lesion size", "mm"),
        R(rng.choice(("0-Is", "0-Ip", "0-IIa")), "Paris classification"),
        R(rng.choice(("Type 1", "Type 2A", "Type 2B")), "JNET"),
        bank.put(num(rng, 8, 60), "Distance from anal verge", "cm"),
    ):
        doc.text(52, y, row.name + ":", 10)
        doc.result(220, y, row, 10)
        y += 16
    y += 14
    doc.text(44, y, "Impression", 11, bold=True)
    y += 18
    for n, said in enumerate(rng.choice(_SCOPE), 1):
        y = doc.statement(44, y, 480, said, "Impression", size=10, step=15, number=f"{n}.")
    doc.text(44, y + 16, "Recommendation", 11, bold=True)
    doc.prose(
        44,
        y + 33,
        500,
        "Await histology. Repeat colonoscopy in 3 years if adenoma is confirmed.",
        size=10,
        step=15,
    )
    doc.foot("Page 1 of 1    Signed electronically    Tel. 00-0000-0000")
    return doc.sheet()


FAMILIES = (
    Family("narrative-discharge-two-pages", NARRATIVE, discharge),
    Family("narrative-colonoscopy-english", NARRATIVE, endoscopy, "en"),
)
