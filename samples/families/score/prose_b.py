"""Narratives: a CT report, an English MRI report, a rehabilitation summary, a reply to the referring doctor."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import PALE, STRIPE, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

PROSE = DocumentType.NARRATIVE
Rows = list[list[Cell] | str]
_SCALES = (
    ("FIM運動項目", "点", 28, 88, 0), ("FIM認知項目", "点", 16, 35, 0), ("Barthel Index", "点", 20, 100, 0),
    ("MMSE", "点", 14, 30, 0), ("握力（右）", "kg", 8, 32, 1), ("握力（左）", "kg", 8, 32, 1), ("10m歩行",
    "秒", 8, 32, 1),
    ("TUG", "秒", 9, 38, 1), ("BBS", "点", 18, 56, 0), ("6分間歩行距離", "m", 90, 420, 0),
    ("MMT 膝伸展（右）", "", 3, 5, 0), ("体重", "kg", 42, 72, 1),
)  # fmt: skip


def tomography(rng: Random) -> Sheet:
    """画像診断報告書 (CT): 所見 in prose, measures as labels, 診断 as numbered lines."""
    doc = Doc(rng, PROSE)
    doc.effective = day(doc.when, "dash")
    doc.text(297, 46, "画 像 診 断 報 告 書", 15, bold=True, align="centre")
    doc.table(
        40, 58, (64, 116, 64, 116, 60, 95),
        [["患者番号", doc.pid(), "患者氏名", doc.name(), "性　別", doc.sex()],
         ["検査日", day(doc.when, "slash"), "生年月日", doc.born("slash"), "年　齢", f"{doc.age()}歳"],
         ["検査種別", rng.choice(("造影CT", "単純CT")), "撮影部位", rng.choice(("胸部～骨盤",
             "胸部～上腹部")), "依頼科", rng.choice(bank.DEPARTMENTS)]],
        rules="grid", head=0, size=9, step=18,
    )  # fmt: skip
    y = 136.0
    doc.text(40, y, "【検査目的】", 10, bold=True)
    doc.text(108, y, rng.choice(("健診胸部異常影の精査", "術後経過観察", "体重減少の原因検索")), 9.5)
    y += 24
    doc.text(40, y, "【所見】", 10, bold=True)
    y = doc.prose(
        52, y + 18, 490,
        "右肺上葉に辺縁不整な結節を認めます。胸膜陥入像を伴っています。縦隔・肺門リンパ節に有意な腫大はみられません。"
        "肝には境界明瞭な低吸収域が散在し、嚢胞と考えられます。胆嚢・膵・脾・両側腎に特記すべき所見を認めません。",
        size=9.5, step=16,
    )  # fmt: skip
    doc.text(40, y + 10, "【計測】", 10, bold=True)
    y += 28
    for label, value, unit in (
        ("結節径", f"{rng.randint(11, 29)}×{rng.randint(8, 22)}", "mm"), ("CT値", num(rng, 18, 62), "HU"),
        ("大動脈最大径", num(rng, 26, 42), "mm"), ("脾長径", num(rng, 70, 116), "mm"),
    ):  # fmt: skip
        doc.text(52, y, f"{label}：", 9.5)
        end = doc.result(52 + doc.width(f"{label}：", 9.5), y, R(value, label, unit), 9.5)
        doc.text(end + 3, y, unit, 9.5)
        y += 16
    doc.text(40, y + 10, "【診断】", 10, bold=True)
    y += 28
    words = ("右肺上葉結節、原発性肺癌の疑い", "多発肝嚢胞", "縦隔リンパ節転移を示唆する所見なし", "胆石症",
             "陳旧性炎症性変化", "軽度の肺気腫")  # fmt: skip
    for n, said in enumerate(rng.sample(words, rng.randint(2, 4))):
        y = doc.statement(52, y, 480, said + "。", "診断", size=10, step=17, number=f"{n + 1}.")
    doc.text(555, y + 28, f"読影医　{rng.choice(bank.STAFF_FULL)}", 9.5, align="right")
    doc.foot(rng.choice(bank.HOSPITALS) + "　放射線科")
    return doc.sheet()


def resonance(rng: Random) -> Sheet:
    """An English MRI report in capitals for headings: findings in prose, impression numbered over broken lines."""
    doc = Doc(rng, PROSE, size=(612, 792), latin=True)
    doc.effective = moment(doc.when)
    doc.text(54, 54, rng.choice(bank.HOSPITALS_EN), 12, bold=True)
    doc.text(54, 70, "Department of Diagnostic Radiology", 9.5)
    doc.rule(54, 78, 558, 1)
    doc.pairs(54, 96, (("Patient Name", doc.name(", ")), ("MRN", doc.pid()), ("Date of Birth", doc.born("us"))),
              size=9.5, gap=84, mark=":")  # fmt: skip
    doc.pairs(320, 96, (("Exam Date", f"{day(doc.when, 'us')} {doc.when:%H:%M}"), ("Sex", doc.sex("letter")),
                        ("Referring", rng.choice(bank.STAFF_EN))), size=9.5, gap=72, mark=":")  # fmt: skip
    y = 158.0
    for head, text in (
        ("EXAMINATION", "MRI of the brain without contrast."),
        ("HISTORY", rng.choice(("Gait disturbance and headache.", "Follow-up after stroke.",
        "Transient dizziness."))),
        ("FINDINGS", "The ventricles and sulci are mildly prominent. Scattered foci of high signal are seen in the "
         "periventricular white matter. No restricted diffusion is seen. The major flow voids are preserved. The "
         "paranasal sinuses are clear."),
    ):  # fmt: skip
        doc.text(54, y, f"{head}:", 10, bold=True)
        y = doc.prose(54, y + 15, 490, text, size=9.5, step=14) + 10
    doc.text(54, y, "MEASUREMENTS:", 10, bold=True)
    y += 16
    for label, value, unit in (("Third ventricle width", num(rng, 4.0, 9.8, 1), "mm"), ("Evans index",
        num(rng, 0.22, 0.34, 2), ""),
                               ("Pituitary height", num(rng, 3.5, 8.0, 1), "mm")):  # fmt: skip
        doc.text(64, y, f"{label}:", 9.5)
        end = doc.result(204, y, R(value, label, unit), 9.5)
        doc.text(end + 3, y, unit, 9.5)
        y += 15
    y += 12
    doc.text(54, y, "IMPRESSION:", 10, bold=True)
    y += 16
    words = (
        "No acute infarction or intracranial haemorrhage.",
            "Mild chronic small vessel ischaemic change, most likely related to "
        "long standing hypertension in this patient.", "Old lacunar infarct in the left basal ganglia.",
        "Possible normal pressure hydrocephalus; clinical correlation is suggested.",
            "Mild generalised cerebral atrophy.",
    )  # fmt: skip
    for n, said in enumerate(rng.sample(words, rng.randint(2, 4))):
        y = doc.statement(60, y, 400, said, "IMPRESSION", size=9.5, step=14, number=f"{n + 1}.")
    doc.text(54, y + 24, f"Electronically signed by {rng.choice(bank.STAFF_EN)}", 9)
    return doc.sheet()


def rehabilitation(rng: Random) -> Sheet:
    """リハビリテーションサマリー: scales at admission and discharge in columns, 主病名 as entries, course in prose."""
    doc = Doc(rng, PROSE)
    doc.effective = day(doc.when, "dash")
    entry = doc.when - timedelta(days=rng.randint(28, 96))
    doc.text(40, 44, "リハビリテーションサマリー", 15, bold=True)
    doc.text(555, 44, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.table(
        40, 54, (60, 140, 60, 130, 50, 75),
        [["氏　名", doc.name(), "患者ID", doc.pid(), "性別", doc.sex("性")],
         ["入院日", day(entry, "kanji"), "退院日", day(doc.when, "kanji"), "年齢", f"{doc.age()}歳"]],
        rules="grid", head=0, size=9, step=18,
    )  # fmt: skip
    y = 112.0
    doc.text(40, y, "主病名", 10, bold=True)
    y += 17
    named = (
        "右大腿骨頸部骨折術後",
        "左被殻出血",
        "脳梗塞（右中大脳動脈領域）",
        "腰部脊柱管狭窄症術後",
        "廃用症候群",
    )
    for said in rng.sample(named, rng.randint(1, 2)):
        y = doc.statement(52, y, 480, said, "主病名", size=9.5, step=16, number="・")
    y += 10
    doc.text(40, y, "機能評価", 10, bold=True)
    rows: Rows = [["評価項目", "入院時", "退院時", "単位"]]
    for label, unit, low, high, digits in _SCALES:
        if rng.random() < 0.12:
            continue
        row: list[Cell] = [label]
        for head in ("入院時", "退院時"):
            gone = head == "入院時" and label in ("10m歩行", "TUG", "6分間歩行距離") and rng.random() < 0.3
            value = "実施困難" if gone else num(rng, low, high, digits)
            row.append(R(value, f"{label} {head}", unit))
        rows.append([*row, unit])
    y = (
        doc.table(
            40, y + 8, (150, 100, 100, 80), rows, rules="grid", size=9, step=17, align="lccc", fill=STRIPE
        )
        + 24
    )
    doc.text(40, y, "経過", 10, bold=True)
    y = doc.prose(52, y + 17, 490,
        "入院翌日より関節可動域訓練と立位訓練を開始した。疼痛の軽減とともに歩行器歩行へ移行し、"
                  "病棟内ADLは見守りまで改善した。自宅退院に向け家屋調査を実施した。", size=9.5, step=16)  # fmt: skip
    doc.text(40, y + 10, "今後の方針", 10, bold=True)
    doc.prose(52, y + 27, 490, "訪問リハビリテーションの継続を依頼する。", size=9.5)
    doc.text(
        555,
        y + 60,
        f"理学療法士　{rng.choice(bank.STAFF)}　　作業療法士　{rng.choice(bank.STAFF)}",
        9,
        align="right",
    )
    return doc.sheet()


def reply(rng: Random) -> Sheet:
    """診療情報提供書（返書）: a letter with 診断名 as entries, history in prose, this day's results as labels."""
    doc = Doc(rng, PROSE)
    doc.effective = day(doc.when, "dash")
    doc.text(297, 50, "診療情報提供書（ご報告）", 15, bold=True, align="centre")
    doc.text(550, 74, day(doc.when, "kanji"), 10, align="right")
    doc.text(46, 92, rng.choice(bank.CLINICS), 10.5)
    doc.text(46, 108, f"{rng.choice(bank.STAFF)} 先生 御侍史", 10.5)
    doc.text(550, 126, rng.choice(bank.HOSPITALS), 9.5, align="right")
    doc.text(
        550, 141, f"{rng.choice(bank.DEPARTMENTS)}　医師　{rng.choice(bank.STAFF_FULL)}", 9.5, align="right"
    )
    doc.table(
        46, 152, (70, 180, 70, 184),
        [["患者氏名", f"{doc.name()}　様", "患者番号", doc.pid()],
         ["生年月日", f"{doc.born('era')}　（{doc.age()}歳）", "性　別", doc.sex()]],
        rules="grid", head=0, size=9.5, step=19, fill=None,
    )  # fmt: skip
    y = 214.0
    doc.text(46, y, "診断名", 10.5, bold=True)
    y += 18
    named = (
        "慢性心不全の増悪",
        "発作性心房細動",
        "高血圧症",
        "2型糖尿病",
        "慢性腎臓病 G3b",
        "睡眠時無呼吸症候群の疑い",
    )
    for n, said in enumerate(rng.sample(named, rng.randint(2, 4))):
        y = doc.statement(58, y, 470, said, "診断名", size=10, step=17, number=f"({n + 1})")
    doc.text(46, y + 8, "経過", 10.5, bold=True)
    y = doc.prose(58, y + 26, 480,
        "平素より大変お世話になっております。ご紹介いただきました患者様につき、外来にて精査を行いました。"
                  "利尿薬の調整により浮腫は軽減し、息切れも改善しています。引き続き貴院での加療をお願い申し上げます。",
                  size=10, step=17)  # fmt: skip
    doc.text(46, y + 8, "検査結果", 10.5, bold=True)
    y += 28
    given = [
        ("血圧", f"{rng.randint(102, 158)}/{rng.randint(56, 90)}", "mmHg"), ("脈拍", num(rng, 56, 98), "/分"),
        ("体重", num(rng, 44, 78, 1), "kg"),
        ("BNP", num(rng, 42, 620, 1), "pg/mL"), ("Cr", num(rng, 0.7, 2.0, 2), "mg/dL"), ("eGFR", num(rng, 28,
        70, 1), "mL/min/1.73m²"),
        ("HbA1c", num(rng, 5.8, 8.4, 1), "%"), ("K", num(rng, 3.5, 5.4, 1), "mmol/L"), ("LVEF", num(rng, 34,
        66), "%"),
    ]  # fmt: skip
    if rng.random() < 0.4:
        del given[6]
    for n, (label, value, unit) in enumerate(given):
        x, at = 58 + 240 * (n % 2), y + 17 * (n // 2)
        doc.text(x, at, label, 10)
        end = doc.result(x + 60, at, R(value, label, unit), 10)
        doc.text(end + 3, at, unit, 10)
    y += 17 * ((len(given) + 1) // 2) + 12
    doc.text(46, y, "処方", 10.5, bold=True)
    doc.band(54, y + 6, 540, y + 42, PALE)
    doc.text(60, y + 20, "フロセミド錠　朝食後　／　ビソプロロール錠　朝食後", 9.5)
    doc.text(60, y + 35, "変更なし。残薬を確認のうえ継続をお願いします。", 9.5)
    doc.text(550, y + 68, "敬具", 10, align="right")
    return doc.sheet()


FAMILIES = (
    Family("narrative-ct-report-hinoki", PROSE, tomography),
    Family("narrative-mri-report-hinoki", PROSE, resonance, "en"),
    Family("narrative-rehabilitation-hinoki", PROSE, rehabilitation),
    Family("narrative-reply-letter-hinoki", PROSE, reply),
)
