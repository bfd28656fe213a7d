"""Reports in prose: pathology, endoscopy, a scan in English, the summary of a stay."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice5 import bank
from samples.families.practice5.bank import measured
from samples.families.practice5.kit import SHADE, Cell, Doc, R, day
from samples.generating.family import Family
from samples.making.truth import Sheet

NARRATIVE = DocumentType.NARRATIVE

_ORGANS = (
    (
        "胃（幽門側胃切除）",
        ("Adenocarcinoma, tub1>tub2", "胃癌"),
        "胃粘膜に潰瘍を伴う隆起性病変を認め、腺管構造をとる異型細胞が粘膜下層まで浸潤している。",
    ),
    (
        "大腸（S状結腸切除）",
        ("Adenocarcinoma, moderately differentiated", "大腸癌"),
        "中分化型腺癌の増殖を認める。癌は固有筋層を越え漿膜下層に達する。周囲に線維化を伴っている。",
    ),
    (
        "乳腺（右、部分切除）",
        ("Invasive ductal carcinoma", "乳癌"),
        "硬性型の浸潤性乳管癌で、管腔形成は乏しい。背景には乳腺症性の変化がみられる。",
    ),
)


def pathology(rng: Random) -> Sheet:
    """A pathology department's report: boxes of request and person, diagnosis first, then finding and factors."""
    doc = Doc(rng, NARRATIVE)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    organ, (histology, _), seen = rng.choice(_ORGANS)
    doc.text(297, 44, "病 理 組 織 検 査 報 告 書", 15, bold=True, align="centre")
    doc.text(555, 60, f"病理番号 H{doc.when.year % 100}-{rng.randrange(10000):05d}", 9, align="right")
    head: list[list[Cell]] = [
        ["患者ID", doc.pid(), "氏名", doc.name(), "性別", doc.sex()],
        ["生年月日", doc.born("era"), "採取日", day(doc.when, "kanji"), "年齢", f"{doc.age()}歳"],
        [
            "依頼科",
            rng.choice(bank.WARDS),
            "受付日",
            day(doc.when + timedelta(days=1), "kanji"),
            "依頼医",
            rng.choice(bank.DOCTORS),
        ],
    ]
    doc.table(40, 68, (55, 130, 50, 145, 50, 85), head, step=19, rules="grid", head=0)
    doc.text(40, 146, f"検体　{organ}", 10)
    doc.text(40, 172, "【病理診断】", 11, bold=True)
    y = 190.0
    nodes = rng.choice((0, 0, 1, 3))
    said = [
        f"{histology}",
        "断端に癌の露出を認めない",
        "リンパ節転移あり" if nodes else "リンパ節に転移を認めない",
    ]
    if rng.random() < 0.5:
        said.append("神経侵襲の疑い")
    for n, one in enumerate(said):
        y = doc.statement(52, y, 480, one, "病理診断", size=10.5, step=18, number=f"{n + 1}.")
    doc.text(40, y + 12, "【組織所見】", 11, bold=True)
    y = doc.prose(52, y + 30, 480, seen + "免疫染色の結果は追加報告を参照されたい。", size=10, step=16)
    doc.text(40, y + 12, "【記載事項】", 11, bold=True)
    factors = (
        ("腫瘍径", f"{rng.randrange(8, 60)}×{rng.randrange(6, 40)}", "mm"),
        ("深達度", rng.choice(("pT1b", "pT2", "pT3")), ""),
        ("リンパ節", f"{nodes}/{rng.randrange(10, 32)}", ""),
        ("Ly", rng.choice(("Ly0", "Ly1a")), ""),
        ("V", rng.choice(("V0", "V1a")), ""),
        ("Ki-67", str(rng.randrange(3, 70)), "%"),
        ("pStage", rng.choice(("IA", "IIA", "IIIB")), ""),
    )
    y += 30
    for n, (name, value, unit) in enumerate(factors):
        x = 56 + n % 2 * 250
        doc.text(x, y, f"{name}：", 10)
        doc.result(x + 78, y, R(value, name, unit, post=f" {unit}" if unit else ""), 10)
        y += 17 if n % 2 else 0
    doc.text(
        555,
        y + 44,
        f"病理診断医　{rng.choice(bank.DOCTORS)}　／　{rng.choice(bank.DOCTORS)}",
        9.5,
        align="right",
    )
    doc.text(555, y + 59, rng.choice(bank.HOSPITALS), 9.5, align="right")
    return doc.sheet()


_SCOPED = (
    (
        "逆流性食道炎",
        "萎縮性胃炎（C-2）",
        "胃底腺ポリープ",
        "十二指腸潰瘍瘢痕",
        "早期胃癌の疑い",
        "食道裂孔ヘルニア",
        "異常なし",
    ),
    "食道：下部に粘膜障害を認めるが狭窄はない。胃：前庭部から体下部にかけて萎縮性変化を認め、発赤を伴う。十二指腸：球部に瘢痕を認める。",
)


def endoscopy(rng: Random) -> Sheet:
    """An endoscopy room's sheet: facts at the left, place for pictures at the right, a diagnosis below."""
    doc = Doc(rng, NARRATIVE)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    doc.ink.box(36, 28, 559, 52, fill=SHADE, width=0.6)
    doc.text(44, 45, "上部消化管内視鏡レポート", 13, bold=True)
    doc.text(552, 45, rng.choice(bank.HOSPITALS), 8.5, align="right")
    about = (
        ("患者ID", doc.pid()),
        ("患者氏名", doc.name()),
        ("カナ", doc.kana("　")),
        ("性別", doc.sex("性")),
        ("生年月日", f"{doc.born('slash')}（{doc.age()}才）"),
        ("検査日", day(doc.when, "slash")),
        ("術者", rng.choice(bank.DOCTORS)),
        ("使用機種", rng.choice(("GIF-X0000", "EG-K00Z"))),
        ("前処置", "キシロカインスプレー、鎮静なし"),
    )
    y = doc.pairs(44, 72, about, gap=62, step=16, size=9.5)
    for n in range(4):
        x0, y0 = 330 + n % 2 * 116, 64 + n // 2 * 82
        doc.ink.box(x0, y0, x0 + 108, y0 + 74, fill=(0.55, 0.3, 0.25), width=0.4)
        doc.ink.box(x0 + 34, y0 + 20, x0 + 70, y0 + 52, fill=(0.32, 0.12, 0.1), width=0)
    y = max(y, 234) + 12
    doc.rule(36, y - 10, 559, 0.5)
    doc.text(44, y + 6, "所見", 11, bold=True)
    y = doc.prose(56, y + 24, 486, _SCOPED[1], size=10, step=16)
    doc.text(44, y + 10, "内視鏡診断", 11, bold=True)
    y += 28
    for n, one in enumerate(rng.sample(_SCOPED[0][:6], rng.randint(1, 3))):
        y = doc.statement(56, y, 470, one, "内視鏡診断", size=10.5, step=17, number=f"#{n + 1}")
    y += 10
    for name, value in (
        ("迅速ウレアーゼ試験", rng.choice(("陽性", "陰性"))),
        ("生検個数", str(rng.randrange(1, 5))),
    ):
        doc.text(44, y, name, 10)
        doc.result(150, y, R(value, name), 10)
        y += 17
    doc.text(44, y + 12, "【指示】 抗血栓薬は翌日から再開。次回は1年後の内視鏡検査をおすすめします。", 9)
    return doc.sheet()


_SCANS = (
    (
        "CT CHEST WITH CONTRAST",
        "Cough and weight loss.",
        "The central airways are patent. There is a spiculated nodule in the right upper lobe. No enlarged hilar lymph "
        "node is seen. The heart is normal in size. Limited images of the upper abdomen show a simple cyst "
        "in the liver.",
        (
            "Spiculated nodule in the right upper lobe, suspicious for primary lung malignancy.",
            "No evidence of mediastinal or hilar lymphadenopathy.",
            "Simple hepatic cyst.",
            "Mild centrilobular emphysema in both upper lobes with apical scarring that has not "
            "changed since the prior study.",
        ),
    ),
    (
        "MRI BRAIN WITHOUT CONTRAST",
        "Sudden weakness of the left arm.",
        "Diffusion weighted images show a focus of restricted diffusion in the right corona radiata. Ventricles and "
        "sulci are age appropriate. Flow voids are preserved. There is scattered white matter signal change.",
        (
            "Acute infarct in the right corona radiata.",
            "No intracranial hemorrhage.",
            "Probable chronic small vessel ischemic disease.",
            "No significant stenosis of the major intracranial arteries on time of flight angiography.",
        ),
    ),
)


def scan(rng: Random) -> Sheet:
    """A radiologist's report in English."""
    doc = Doc(rng, NARRATIVE, latin=True)
    doc.effective = doc.when.strftime("%Y-%m-%d")
    study, history, findings, concluded = rng.choice(_SCANS)
    doc.text(50, 46, rng.choice(bank.HOSPITALS_EN), 13, bold=True)
    doc.text(50, 60, "Department of Diagnostic Imaging", 9)
    doc.rule(50, 68, 545, 1)
    doc.pairs(
        50,
        86,
        (("PATIENT", doc.name(", ")), ("MRN", doc.pid()), ("DOB", doc.born("us"))),
        gap=80,
        mark=":",
        size=10,
        step=15,
    )
    right = (
        ("EXAM DATE", day(doc.when, "us")),
        ("SEX", doc.sex("Sex")),
        ("REFERRED BY", rng.choice(bank.DOCTORS_EN)),
    )
    doc.pairs(300, 86, right, gap=90, mark=":", size=10, step=15)
    doc.rule(50, 124, 545, 1)
    y = 146.0
    technique = "Axial images were obtained according to the department protocol."
    for title, text in (
        ("EXAMINATION", study),
        ("CLINICAL HISTORY", history),
        ("TECHNIQUE", technique),
        ("FINDINGS", findings),
    ):
        doc.text(50, y, f"{title}:", 10, bold=True)
        y = doc.prose(50, y + 15, 490, text, size=10, step=14) + 8
    doc.text(50, y, "IMPRESSION:", 10, bold=True)
    y += 16
    for n, one in enumerate(rng.sample(concluded, rng.randint(2, 4))):
        y = doc.statement(56, y, 470, one, "IMPRESSION", size=10, step=14, number=f"{n + 1}.") + 2
    doc.text(50, y + 24, f"Dictated and electronically signed: {rng.choice(bank.DOCTORS_EN)}", 9)
    return doc.sheet()


_STAYS = (
    (
        "細菌性肺炎",
        ("高血圧症", "2型糖尿病"),
        "発熱と咳嗽を主訴に救急外来を受診した。胸部X線で右下肺野に浸潤影を認め入院となった。",
        "入院後より抗菌薬の点滴を開始した。第3病日に解熱し酸素投与を終了した。食事摂取も良好となり、自宅退院とした。",
    ),
    (
        "急性心筋梗塞（前壁）",
        ("脂質異常症", "慢性腎臓病", "高尿酸血症"),
        "早朝からの前胸部圧迫感が持続し救急搬送された。心電図で前胸部誘導のST上昇を認めた。",
        "緊急カテーテル検査で左前下行枝の閉塞を認め、ステントを留置した。以後は心不全なく経過し、リハビリテーションを進めた。",
    ),
)


def summary(rng: Random) -> Sheet:
    """A discharge summary: a frame of facts, names of diseases, course, last laboratory values."""
    doc = Doc(rng, NARRATIVE)
    out = doc.when
    doc.effective = out.strftime("%Y-%m-%d")
    main, others, reason, course = rng.choice(_STAYS)
    doc.text(40, 44, "退院時要約", 16, bold=True)
    doc.text(555, 44, rng.choice(bank.HOSPITALS), 9, align="right")
    head: list[list[Cell]] = [
        ["ID", doc.pid(), "氏名", doc.name(), "性別", doc.sex("性")],
        ["生年月日", doc.born("kanji"), "年齢", f"{doc.age()}歳", "病棟", rng.choice(bank.WARDS)],
        [
            "入院日",
            day(out - timedelta(days=rng.randrange(5, 30)), "kanji"),
            "退院日",
            day(out, "kanji"),
            "主治医",
            rng.choice(bank.DOCTORS),
        ],
    ]
    doc.table(40, 56, (55, 135, 50, 135, 50, 90), head, step=20, rules="grid", head=0)
    doc.text(40, 138, "主病名", 10.5, bold=True)
    doc.statement(110, 138, 420, main, "主病名", size=10.5)
    doc.text(40, 158, "副病名", 10.5, bold=True)
    y = 158.0
    for n, one in enumerate(others):
        y = doc.statement(110, y, 420, one, "副病名", size=10.5, step=16, number=f"{n + 1})")
    for title, text in (("入院までの経過", reason), ("入院後経過", course)):
        doc.text(40, y + 14, title, 10.5, bold=True)
        y = doc.prose(52, y + 32, 486, text, size=10, step=16)
    if rng.random() < 0.5:
        doc.text(555, 815, "1 / 2", 8, align="right")
        doc.ink.next_page()
        doc.text(40, 40, f"退院時要約（つづき）　{doc.person.id}　{doc.name()}", 9)
        doc.text(555, 815, "2 / 2", 8, align="right")
        y = 46.0
    doc.text(40, y + 14, "退院時検査", 10.5, bold=True)
    y += 32
    for n, a in enumerate(
        (bank.BLOOD[0], bank.BLOOD[2], bank.OTHERS[0], bank.KIDNEY[1], bank.KIDNEY[4], bank.LIVER[3])
    ):
        x = 56 + n % 3 * 165
        value, _ = measured(rng, a, doc.person.sex)
        doc.text(x, y, a.short, 10)
        doc.result(x + 40, y, R(value, a.short, a.unit, post=f" {a.unit}"), 10)
        y += 17 if n % 3 == 2 else 0
    doc.text(40, y + 14, "退院時処方", 10.5, bold=True)
    y = doc.prose(
        52,
        y + 32,
        486,
        rng.choice(("アムロジピン錠5mg 1錠 朝食後、バイアスピリン錠100mg 1錠 朝食後", "処方なし")),
        size=10,
    )
    doc.text(40, y + 12, "今後の方針", 10.5, bold=True)
    doc.prose(52, y + 30, 486, "かかりつけ医での加療を継続し、1か月後に当院外来を受診予定とする。", size=10)
    return doc.sheet()


FAMILIES = (
    Family("narrative-pathology", NARRATIVE, pathology),
    Family("narrative-endoscopy", NARRATIVE, endoscopy),
    Family("narrative-scan", NARRATIVE, scan, "en"),
    Family("narrative-summary", NARRATIVE, summary),
)
