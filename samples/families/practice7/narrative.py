"""Narratives: pathology, CT, an endoscopy sheet, a discharge summary of two pages, an English pathology report."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice7 import bank
from samples.generating.family import Family
from samples.generating.kit import PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

TEXT = DocumentType.NARRATIVE


def _tumour(rng: Random) -> list[list[Cell]]:
    """Labels and values of the tumour."""
    rows: list[list[Cell]] = []
    for label, value, unit in (
        ("腫瘍径", f"{rng.randint(14, 62)}×{rng.randint(10, 40)}×{rng.randint(4, 18)}", "mm"),
        ("深達度", rng.choice(("pT1b", "pT2", "pT3")), ""),
        ("リンパ管侵襲", rng.choice(("Ly0", "Ly1a", "Ly1b")), ""),
        ("静脈侵襲", rng.choice(("V0", "V1a", "V1b")), ""),
        ("近位断端", "PM0", ""),
        ("遠位断端", "DM0", ""),
        ("リンパ節", rng.choice(("pN0 (0/18)", "pN1 (2/21)")), ""),
        ("pStage", rng.choice(("I", "IIA", "IIIA")), ""),
    ):
        rows.append([label, R(value, label, unit, post=f" {unit}".rstrip())])
    return rows


def pathology(rng: Random) -> Sheet:
    """病理組織検査報告書: a ruled head, diagnosis first, findings, then the tumour's labelled values in a table."""
    doc = Doc(rng, TEXT)
    doc.effective = day(doc.when, "dash")
    doc.text(297, 44, "病理組織検査報告書", 16, bold=True, align="centre")
    head: list[list[Cell]] = [
        ["患者ID", doc.pid(), "病理番号", f"P{doc.when:%y}-{rng.randrange(10000):05d}"],
        ["患者名", f"{doc.name()} 様", "採取日", day(doc.when, "slash")],
        [
            "生年月日",
            f"{doc.born('era')}（{doc.age()}歳）",
            "報告日",
            day(doc.when + timedelta(days=9), "slash"),
        ],
        ["性別", doc.sex("性"), "提出科", rng.choice(bank.DEPARTMENTS)],
    ]
    doc.table(40, 60, (64, 210, 64, 177), head, size=9.5, step=19, rules="grid", head=0)
    organ, cancer = rng.choice(
        (
            ("胃，幽門側胃切除", "高分化管状腺癌 (tub1)"),
            ("S状結腸，切除", "中分化管状腺癌 (tub2)"),
            ("右乳腺，部分切除", "浸潤性乳管癌，硬性型"),
        )
    )
    doc.text(40, 162, "【病理診断】", 11, bold=True)
    y = doc.statement(52, 182, 490, f"{organ}：{cancer}。", "病理診断", size=10.5, number="1.", step=17)
    y = doc.statement(
        52,
        y,
        490,
        rng.choice(("切除断端に癌の露出は認めない。", "リンパ節転移を認める。")),
        "病理診断",
        size=10.5,
        number="2.",
        step=17,
    )
    doc.text(40, y + 12, "【肉眼・組織所見】", 11, bold=True)
    y = doc.prose(
        52,
        y + 32,
        490,
        "提出された標本には境界不明瞭な白色調の病変が見られます。組織学的には異型細胞が不整な腺管を形成しながら浸潤性に"
        "増殖しており、間質には線維化と軽度のリンパ球浸潤を伴っています。免疫染色の結果は別紙をご参照ください。",
        size=10,
        step=16,
    )
    doc.text(40, y + 12, "【腫瘍情報】", 11, bold=True)
    rows = _tumour(rng)
    end = doc.table(52, y + 22, (120, 170), rows, size=10, step=18, rules="grid", head=0)
    doc.text(40, end + 30, f"病理診断医　{bank.doctor(rng)}", 10)
    doc.seal(210, end + 26, bank.family(rng), 13)
    doc.foot(rng.choice(bank.HOSPITALS) + "　病理診断科")
    return doc.sheet()


_CT = (
    ("右肺上葉に20mm大の充実性結節を認め、原発性肺癌が疑われます。", "縦隔リンパ節の腫大は認めません。"),
    ("肝S8に動脈相で濃染する結節を認め、肝細胞癌を疑います。", "門脈腫瘍栓は認めません。"),
    ("S状結腸憩室炎が疑われます。", "明らかな膿瘍形成は認めません。", "胆嚢結石を認めます。"),
    ("急性期の頭蓋内出血は認めません。", "慢性虚血性変化を認めます。"),
)


def ct(rng: Random) -> Sheet:
    """画像診断報告書: a box for the request, findings as prose, the impression in a shaded box, who read it."""
    doc = Doc(rng, TEXT)
    doc.effective = moment(doc.when)
    doc.band(36, 26, 559, 50, SKY)
    doc.text(44, 43, "放射線画像診断報告書", 13, bold=True)
    doc.text(552, 43, rng.choice(bank.HOSPITALS), 8.5, align="right")
    doc.pairs(
        42,
        68,
        (("患者番号", doc.pid()), ("患者氏名", f"{doc.name()}　様"), ("生年月日", doc.born("slash"))),
        size=9.5,
        step=16,
    )
    doc.pairs(
        310,
        68,
        (
            ("検査日", f"{day(doc.when, 'slash')} {doc.when:%H:%M}"),
            ("検査種別", rng.choice(("CT 胸腹部 造影", "CT 頭部 単純", "MRI 上腹部"))),
            ("性別/年齢", f"{doc.sex()} / {doc.age()}歳"),
        ),
        size=9.5,
        step=16,
    )
    doc.rule(36, 110, 559)
    doc.text(42, 128, "臨床診断・検査目的", 10, bold=True)
    y = doc.prose(54, 146, 490, "健診で異常を指摘された。精査をお願いいたします。", size=10)
    doc.text(42, y + 10, "所見", 10, bold=True)
    y = doc.prose(
        54,
        y + 28,
        490,
        "既往画像との比較はありません。両側肺に明らかな浸潤影なし。胸水貯留なし。"
        f"腎嚢胞が散見されます（最大径{rng.randint(8, 34)}mm）。骨条件で明らかな転移を疑う所見は指摘できません。"
        "撮像範囲内の大動脈に壁在石灰化を認めます。",
        size=10,
        step=16,
    )
    said = rng.choice(_CT)
    doc.band(36, y + 8, 559, y + 36 + 20 * len(said), PALE)
    doc.text(42, y + 26, "診断", 10.5, bold=True)
    y += 46
    for number, line in enumerate(said, 1):
        y = doc.statement(54, y, 480, line, "診断", size=10.5, number=f"#{number}", step=18)
    doc.text(
        552,
        y + 40,
        f"読影医：{bank.doctor(rng)}　　確定 {day(doc.when + timedelta(days=1), 'slash')}",
        9,
        align="right",
    )
    return doc.sheet()


def _seen(doc: Doc, y: float) -> None:
    """Labels and values beside the pictures."""
    rng = doc.rng
    for label, value in (
        ("萎縮", rng.choice(("C-1", "C-2", "O-1", "O-2"))),
        ("逆流性食道炎", rng.choice(("LA-N", "LA-M", "LA-A", "LA-B"))),
        ("裂孔ヘルニア", rng.choice(("なし", "あり"))),
        ("ピロリ菌", rng.choice(("未検", "陰性(除菌後)", "陽性"))),
        ("前処置", rng.choice(("良好", "不良"))),
        ("生検", rng.choice(("なし", "2個", "1個"))),
    ):
        doc.text(46, y, label, 10)
        doc.text(126, y, "：", 10)
        doc.result(140, y, R(value, label), 10)
        y += 20


def endoscopy(rng: Random) -> Sheet:
    """上部消化管内視鏡: frames for pictures at the right, labelled values at the left, diagnosis below in a list."""
    doc = Doc(rng, TEXT)
    doc.effective = day(doc.when, "dash")
    doc.text(36, 42, "上部消化管内視鏡検査レポート", 14, bold=True)
    doc.rule(36, 50, 559, 1)
    doc.along(
        36,
        66,
        [f"ID:{doc.pid()}", f"{doc.name()} 殿", doc.sex(), f"{doc.age()}歳", f"{doc.born('kanji')}生"],
        size=10,
        gap=12,
    )
    doc.text(36, 82, f"検査日 {day(doc.when, 'kanji')}　　施行医 {bank.doctor(rng)}　　スコープ GIF-X000", 9)
    for n in range(4):
        x, y = 340 + (n % 2) * 112, 96 + (n // 2) * 104
        doc.band(x, y, x + 104, y + 96, (0.35, 0.22, 0.2))
    _seen(doc, 110.0)
    doc.text(36, 318, "所見", 11, bold=True)
    y = doc.prose(
        46,
        336,
        500,
        "食道：下部食道に粘膜傷害を認める。胃：体部から前庭部にかけて萎縮性変化あり。前庭部小弯に発赤調の小びらんを認める。"
        "十二指腸：球部、下行脚に異常所見を認めない。",
        size=10,
        step=16,
    )
    doc.text(36, y + 12, "内視鏡診断", 11, bold=True)
    y += 32
    for number, said in zip(
        "①②③④",
        rng.sample(
            (
                "萎縮性胃炎",
                "びらん性胃炎",
                "逆流性食道炎",
                "胃底腺ポリープ",
                "十二指腸潰瘍瘢痕",
                "早期胃癌の疑い",
            ),
            rng.randint(2, 4),
        ),
        strict=False,
    ):
        y = doc.statement(48, y, 480, said, "内視鏡診断", size=10.5, number=number, step=18)
    doc.text(36, y + 14, "指示：1年後に再検をお勧めします。", 9.5)
    doc.foot(rng.choice(bank.HOSPITALS) + "　内視鏡センター")
    return doc.sheet()


def _second_page(doc: Doc, house: str) -> None:
    """What the person left with."""
    rng = doc.rng
    doc.ink.next_page()
    doc.text(40, 40, f"退院時要約（続き）　{doc.name()} 様　ID {doc.pid()}", 10)
    doc.rule(40, 46, 555)
    doc.text(40, 66, "【退院時現症】", 11, bold=True)
    y = 84.0
    for label, value, unit in (
        ("体温", num(rng, 36.0, 36.9, 1), "℃"),
        ("血圧", f"{rng.randint(104, 138)}/{rng.randint(58, 84)}", "mmHg"),
        ("脈拍", num(rng, 58, 88), "回/分"),
        ("SpO2", num(rng, 95, 99), "%"),
        ("体重", num(rng, 45, 80, 1), "kg"),
    ):
        doc.text(56, y, f"{label}：", 10)
        doc.result(110, y, R(value, label, unit, post=f" {unit}"), 10)
        y += 17
    doc.text(40, y + 10, "【退院時処方】", 11, bold=True)
    y = doc.prose(56, y + 28, 480, "別紙の処方箋をご参照ください。", size=10)
    doc.text(40, y + 10, "【転帰】", 11, bold=True)
    doc.result(56, y + 28, R(rng.choice(("軽快", "治癒", "寛解")), "転帰"), 10)
    doc.text(40, y + 52, "【今後の方針】", 11, bold=True)
    doc.prose(
        56,
        y + 70,
        480,
        "2週間後に当科外来を受診予定です。かかりつけ医での内服継続をお願いいたします。",
        size=10,
    )
    doc.text(40, 812, house, 8)
    doc.text(559, 812, "2 / 2", 8, align="right")


def discharge(rng: Random) -> Sheet:
    """退院時サマリー: two pages, main and further diagnoses, course as prose, labelled values on discharge."""
    doc = Doc(rng, TEXT)
    left = doc.when - timedelta(days=rng.randint(6, 30))
    doc.effective = day(doc.when, "dash")
    house = rng.choice(bank.HOSPITALS)
    doc.text(297, 44, "退 院 時 要 約", 16, bold=True, align="centre")
    head: list[list[Cell]] = [
        ["氏名", f"{doc.name()}", "ID", doc.pid()],
        ["生年月日", doc.born("kanji"), "性別", f"{doc.sex()}　{doc.age()}歳"],
        ["入院日", day(left, "kanji"), "退院日", day(doc.when, "kanji")],
        ["診療科", rng.choice(bank.DEPARTMENTS), "主治医", bank.doctor(rng)],
    ]
    doc.table(40, 58, (60, 200, 60, 195), head, size=10, step=20, rules="grid", head=0)
    main, course = rng.choice(
        (
            (
                "急性心筋梗塞（前壁）",
                "緊急冠動脈造影で左前下行枝の閉塞を認め、ステント留置術を行った。術後の経過は良好であった。",
            ),
            ("市中肺炎", "抗菌薬の点滴を開始し、第3病日に解熱した。酸素投与は第5病日に終了した。"),
            ("胆石性胆嚢炎", "腹腔鏡下胆嚢摘出術を施行した。術後合併症なく経過した。"),
        )
    )
    doc.text(40, 160, "【主病名】", 11, bold=True)
    y = doc.statement(56, 178, 480, main, "主病名", size=10.5)
    doc.text(40, y + 8, "【副病名】", 11, bold=True)
    y += 26
    for number, said in enumerate(
        rng.sample(("高血圧症", "2型糖尿病", "脂質異常症", "慢性腎臓病", "陳旧性脳梗塞"), rng.randint(2, 3)),
        1,
    ):
        y = doc.statement(56, y, 480, said, "副病名", size=10.5, number=f"{number}）", step=16)
    for title, said in (
        ("【主訴】", "胸部不快感、倦怠感"),
        (
            "【現病歴】",
            "入院数日前より症状が出現し、徐々に増悪したため当院を受診した。精査加療目的に入院となった。",
        ),
        (
            "【入院後経過】",
            course + "食事摂取も良好となり、日常生活動作は自立した。内服薬を調整のうえ退院とした。" * 2,
        ),
    ):
        doc.text(40, y + 10, title, 11, bold=True)
        y = doc.prose(56, y + 28, 480, said, size=10, step=16)
    doc.text(559, 812, "1 / 2", 8, align="right")
    _second_page(doc, house)
    return doc.sheet()


def _summary(doc: Doc, y: float) -> float:
    """Labels and values of the tumour; the next base line."""
    rng = doc.rng
    doc.text(40, y + 12, "TUMOR SUMMARY", 11, bold=True)
    y += 30
    pair = rng.choice(("3+4=7", "4+3=7", "3+3=6", "4+4=8"))
    for label, value, unit in (
        ("Gleason score", pair, ""),
        ("Grade group", {"3+3=6": "1", "3+4=7": "2", "4+3=7": "3", "4+4=8": "4"}[pair], ""),
        ("Positive cores", f"{rng.randint(1, 5)}/6", ""),
        ("Greatest tumor length", num(rng, 2, 12, 1), "mm"),
        ("Perineural invasion", rng.choice(("Present", "Not identified")), ""),
    ):
        doc.text(52, y, f"{label}:", 10)
        doc.result(190, y, R(value, label, unit, post=f" {unit}".rstrip()), 10)
        y += 16
    return y


_APEX = (
    "Prostate, right apex, needle biopsy: benign prostatic tissue, negative for malignancy.",
    "Prostate, right apex, needle biopsy: high-grade prostatic intraepithelial neoplasia.",
)


def biopsy_en(rng: Random) -> Sheet:
    """An English surgical pathology report: capitals as headings, a diagnosis of parts A and B, a synoptic list."""
    doc = Doc(rng, TEXT, latin=True)
    doc.effective = day(doc.when, "dash")
    doc.text(40, 42, rng.choice(bank.HOSPITALS_EN), 13, bold=True)
    doc.text(40, 58, "Department of Pathology  -  Surgical Pathology Report", 9.5)
    doc.rule(40, 66, 555, 1.2)
    doc.pairs(
        40,
        84,
        (("Patient", doc.name(", ")), ("MRN", doc.pid()), ("DOB", doc.born("us"))),
        size=9.5,
        gap=56,
        mark=":",
    )
    doc.pairs(
        310,
        84,
        (
            ("Accession", f"S{doc.when:%y}-{rng.randrange(1000, 9999)}"),
            ("Collected", day(doc.when, "us")),
            ("Sex", doc.sex("Sex")),
        ),
        size=9.5,
        gap=60,
        mark=":",
    )
    doc.text(40, 142, "DIAGNOSIS", 11, bold=True)
    y = doc.statement(
        52,
        160,
        490,
        "Prostate, left base, needle biopsy: adenocarcinoma.",
        "DIAGNOSIS",
        size=10,
        number="A.",
        step=16,
    )
    y = doc.statement(
        52,
        y,
        490,
        rng.choice(_APEX),
        "DIAGNOSIS",
        size=10,
        number="B.",
        step=16,
    )
    y = _summary(doc, y)
    doc.text(40, y + 12, "GROSS DESCRIPTION", 11, bold=True)
    y = doc.prose(
        52,
        y + 30,
        490,
        "Received in formalin are multiple cores of tan-white tissue, submitted entirely in two cassettes.",
        size=10,
    )
    doc.text(40, y + 30, f"Electronically signed: {rng.choice(bank.DOCTORS_EN)}", 9)
    return doc.sheet()


FAMILIES = (
    Family("narrative-pathology-table", TEXT, pathology),
    Family("narrative-ct-report", TEXT, ct),
    Family("narrative-gastroscopy", TEXT, endoscopy),
    Family("narrative-discharge-two-pages", TEXT, discharge),
    Family("narrative-prostate-en", TEXT, biopsy_en, "en"),
)
