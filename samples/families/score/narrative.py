"""Prose: a pathology report, an endoscopy report in two columns, a discharge summary in boxes."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_a as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, PALE, SKY, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

PROSE = DocumentType.NARRATIVE

_CASES = (
    (
        "大腸（S状結腸）",
        ("S状結腸切除標本", "腹腔鏡下S状結腸切除術"),
        ("Adenocarcinoma (tub2>tub1) of the sigmoid colon.", "リンパ節転移を認める（2/14）。"),
        "中分化型管状腺癌が固有筋層を越えて漿膜下層まで浸潤している。先進部では簇出を軽度認める。",
        (("深達度", ("pT3", "pT2", "pT4a")), ("リンパ管侵襲", ("Ly0", "Ly1a")), ("静脈侵襲", ("V0", "V1a", "V1b")),
         ("簇出", ("BD1", "BD2")), ("近位断端", ("pPM0",)), ("遠位断端", ("pDM0",)), ("pStage", ("IIIb", "IIIc"))),
    ),
    (
        "胃（前庭部）",
        ("幽門側胃切除標本", "ロボット支援下幽門側胃切除術"),
        ("Gastric adenocarcinoma, por2 with sig component.", "断端に腫瘍細胞を認めない。"),
        "印環細胞を混じる低分化腺癌が粘膜下層に広がる。背景粘膜には腸上皮化生を伴う萎縮がみられる。",
        (("深達度", ("pT1b(SM2)", "pT2")), ("浸潤増殖様式", ("INFb", "INFc")), ("リンパ管侵襲", ("Ly0", "Ly1b")),
         ("静脈侵襲", ("V0", "V1a")), ("リンパ節転移", ("pN0", "pN1")), ("pStage", ("IA", "IB", "IIA"))),
    ),
    (
        "乳腺（左C領域）",
        ("左乳房部分切除標本", "左乳房部分切除術＋センチネルリンパ節生検"),
        ("Invasive ductal carcinoma of the left breast.", "センチネルリンパ節に転移を認めない。", "DCIS成分を伴う。"),
        "浸潤部は索状から小胞巣状に増殖する腫瘍細胞からなる。周囲に面疱壊死を伴う非浸潤部を認める。",
        (("組織学的グレード", ("1", "2", "3")), ("ER", ("陽性", "陰性")), ("PgR", ("陽性", "陰性")),
         ("HER2", ("0", "1+", "2+", "3+")), ("断端", ("陰性",))),
    ),
)  # fmt: skip


def pathology(rng: Random) -> Sheet:
    """病理組織診断報告書: the diagnosis on top in a frame, the labelled factors in two columns, stamps at the foot."""
    doc = Doc(rng, PROSE)
    doc.effective = day(doc.when, "dash")
    organ, (specimen, operation), diagnoses, findings, factors = rng.choice(_CASES)
    report = (doc.when + timedelta(days=rng.randint(5, 12))).date()
    doc.text(297, 44, "病理組織診断報告書", 16, bold=True, align="centre")
    doc.text(555, 44, f"病理番号 P{doc.when:%y}-{rng.randrange(10000):05d}", 9, align="right")
    doc.table(
        40,
        56,
        (62, 140, 62, 90, 62, 99),
        (
            ("患者ID", doc.pid(), "性　別", doc.sex(), "年　齢", f"{doc.age()}歳"),
            ("患者氏名", doc.name(), "生年月日", doc.born("era."), "依頼科", rng.choice(bank.DEPARTMENTS)),
            (
                "採取日",
                day(doc.when, "slash"),
                "報告日",
                day(report, "slash"),
                "依頼医",
                rng.choice(bank.DOCTORS),
            ),
        ),
        size=9,
        step=18,
        rules="grid",
        head=0,
    )
    doc.text(40, 132, f"検体：{organ}　{operation}", 9.5)
    doc.band(40, 144, 555, 160, PALE)
    doc.text(46, 156, "病理診断", 10.5, bold=True)
    y = 178.0
    numbered = rng.random() < 0.5
    for n, said in enumerate(diagnoses, 1):
        y = doc.statement(
            52, y, 490, said, "病理診断", size=10.5, step=17, number=f"{n}." if numbered else ""
        )
    doc.ink.box(40, 144, 555, y - 4)
    y += 20
    doc.text(46, y, "病理学的所見", 10.5, bold=True)
    y = doc.prose(52, y + 20, 490, f"提出検体は{specimen}。" + findings, size=10, step=17)
    y += 14
    doc.text(46, y, "腫瘍因子", 10.5, bold=True)
    rows: list[tuple[str, str, str]] = [("腫瘍径", f"{rng.randint(30, 62)}×{rng.randint(8, 29)}", "mm")]
    rows += [(name, rng.choice(said), "") for name, said in factors]
    y += 20
    for n, (name, value, unit) in enumerate(rows):
        x, at = 52.0 + 250 * (n % 2), y + 19 * (n // 2)
        doc.text(x, at, f"{name}：", 10)
        end = doc.result(x + 104, at, R(value, name, unit), 10)
        doc.text(end + 4, at, unit, 9)
    doc.text(40, 780, rng.choice(bank.HOSPITALS) + "　病理診断科", 9.5)
    doctor = rng.choice(bank.DOCTORS)
    doc.text(440, 780, f"病理医　{doctor}", 9.5)
    doc.seal(536, 776, doctor)
    return doc.sheet()


_SCOPES = (
    (
        "上部消化管内視鏡検査",
        (("食道", "下部食道に粘膜障害を認める。切歯より38cmに接合部あり。"),
         ("胃", "体部から前庭部に萎縮を認める。胃角小弯に5mmの白苔を伴う潰瘍瘢痕あり。"),
         ("十二指腸", "球部変形なし。下行脚まで観察し異常なし。")),
        ("逆流性食道炎（LA分類 Grade B）", "萎縮性胃炎（木村・竹本分類 O-2）", "胃潰瘍瘢痕（S2）", "食道裂孔ヘルニア"),
    ),
    (
        "下部消化管内視鏡検査",
        (("盲腸・上行結腸", "上行結腸に4mm大のIsポリープを認め、コールドスネアで切除した。"),
         ("横行・下行結腸", "異常所見なし。"),
         ("S状結腸・直腸", "憩室が散在する。直腸に発赤なし。肛門管に内痔核を認める。")),
        ("上行結腸ポリープ（JNET Type 2A）", "S状結腸憩室症", "内痔核", "炎症性腸疾患の疑い"),
    ),
)  # fmt: skip


def _endoscopy_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(558, 40, rng.choice(bank.HOSPITALS), 9, align="right")
    doc.along(
        34,
        66,
        (
            f"患者ID：{doc.pid()}",
            f"氏名：{doc.name()}",
            f"性別：{doc.sex('性')}",
            f"生年月日：{doc.born('slash')}（{doc.age()}歳）",
        ),
        size=9.5,
    )
    doc.along(
        34,
        83,
        (
            f"検査日時：{day(doc.when, 'slash')} {doc.when:%H:%M}",
            f"術者：{rng.choice(bank.DOCTORS)}",
            f"機種：GX-{rng.randrange(200, 999)}",
        ),
        size=9.5,
    )
    doc.rule(30, 91, 565)
    doc.text(34, 110, "依頼目的", 10, bold=True)
    doc.text(100, 110, rng.choice(("心窩部痛の精査", "便潜血陽性", "貧血の精査", "術前スクリーニング")), 9.5)


def endoscopy(rng: Random) -> Sheet:
    """内視鏡検査レポート: pictures' frames at the right, prose by site at the left, diagnoses with bullets below."""
    doc = Doc(rng, PROSE)
    doc.effective = moment(doc.when)
    title, sites, diagnoses = rng.choice(_SCOPES)
    doc.band(30, 24, 565, 46, SKY)
    doc.text(38, 40, f"{title}　レポート", 13, bold=True)
    _endoscopy_head(doc)
    y = 136.0
    doc.text(34, y, "所見", 10, bold=True)
    y += 20
    for site, said in sites:
        doc.text(40, y, f"［{site}］", 9.5, bold=True)
        y = doc.prose(48, y + 17, 282, said, size=9.5, step=16) + 6
    for n in range(4):
        x, top = 346 + 110 * (n % 2), 120 + 106 * (n // 2)
        doc.ink.box(x, top, x + 104, top + 100, width=0.5, fill=(0.85, 0.8, 0.78))
        doc.text(x + 52, top + 54, f"画像{n + 1}", 8, align="centre", colour=GREY)
    y = max(y, 350) + 14
    doc.rule(30, y - 16, 565)
    doc.text(34, y, "内視鏡診断", 11, bold=True)
    y += 20
    for said in sorted(rng.sample(diagnoses, rng.randint(2, len(diagnoses))), key=diagnoses.index):
        y = doc.statement(44, y, 500, said, "内視鏡診断", size=10.5, step=18, number="・")
    y += 12
    if title.startswith("上部") and rng.random() < 0.7:
        name = "迅速ウレアーゼ試験"
        doc.text(34, y, name, 10, bold=True)
        doc.result(150, y, R(rng.choice(("陰性", "陽性")), name), 10)
        y += 20
    doc.text(34, y + 6, "今後の方針", 10, bold=True)
    doc.prose(
        48,
        y + 24,
        500,
        "内服継続のうえ、1年後の再検をお願いいたします。生検結果は後日ご報告します。",
        size=9.5,
    )
    doc.text(558, 812, f"報告医：{rng.choice(bank.DOCTORS)}　承認：済", 9, align="right")
    return doc.sheet()


_STAYS = (
    (
        ("誤嚥性肺炎",),
        ("慢性閉塞性肺疾患", "認知症", "高血圧症"),
        "発熱と喀痰増加で救急搬送。胸部CTで右下葉に浸潤影を認め入院となった。",
        "抗菌薬投与により解熱し、嚥下訓練を行った。第10病日に経口摂取を再開した。",
    ),
    (
        ("急性胆嚢炎",),
        ("胆嚢結石症", "2型糖尿病"),
        "夕食後からの右季肋部痛で受診。腹部超音波で胆嚢腫大と壁肥厚を認めた。",
        "緊急で腹腔鏡下胆嚢摘出術を施行した。術後経過は良好で創部に問題を認めなかった。",
    ),
    (
        ("左大腿骨頸部骨折",),
        ("骨粗鬆症", "慢性腎臓病（G3a）", "心房細動"),
        "自宅で転倒し歩行困難となり搬送された。単純X線で左大腿骨頸部に骨折を認めた。",
        "人工骨頭挿入術を施行し、翌日よりリハビリを開始した。歩行器歩行が可能となり転院とした。",
    ),
)


def _leaving(doc: Doc, y: float) -> None:
    """The state, the drugs and the plan at the end of the stay."""
    rng = doc.rng
    top = y
    doc.text(46, top + 20, "退院時所見", 10, bold=True)
    x = 118.0
    for name, value, unit in (
        ("体重", num(rng, 41, 78, 1), "kg"),
        ("BT", num(rng, 36.0, 37.0, 1), "℃"),
        ("血圧", f"{rng.randint(104, 142)}/{rng.randint(56, 88)}", "mmHg"),
        ("SpO2", str(rng.randint(94, 99)), "%"),
    ):
        doc.text(x, top + 20, name, 10)
        end = doc.result(x + doc.width(name, 10) + 6, top + 20, R(value, name, unit), 10)
        doc.text(end + 3, top + 20, unit, 9)
        x = end + doc.width(unit, 9) + 22
    y = top + 32
    doc.ink.box(40, top, 555, y)
    doc.text(46, y + 20, "退院処方", 10, bold=True)
    drugs = (
        "アムロジピン錠5mg 1錠 朝食後",
        "ランソプラゾールOD錠15mg 1錠 朝食後",
        "酸化マグネシウム錠330mg 3錠 毎食後",
    )
    at = y + 20
    for said in drugs[: rng.randint(1, 3)]:
        doc.text(118, at, said, 9.5)
        at += 17
    doc.ink.box(40, y, 555, at - 4)
    y = at - 4
    doc.text(46, y + 20, "退院後方針", 10, bold=True)
    doc.text(118, y + 20, "2週間後に当科外来を再診とし、以後はかかりつけ医での加療を依頼した。", 9.5)
    doc.ink.box(40, y, 555, y + 32)


def discharge(rng: Random) -> Sheet:
    """退院時サマリー: a form of boxes with labels in the left column, drugs and plan as prose."""
    doc = Doc(rng, PROSE)
    first = doc.when - timedelta(days=rng.randint(8, 40))
    doc.effective = day(doc.when, "dash")
    main, others, history, course = rng.choice(_STAYS)
    doc.text(297, 42, "退 院 時 サ マ リ ー", 15, bold=True, align="centre")
    rows: list[tuple[Cell, ...]] = [
        ("患者ID", doc.pid(), "診療科", rng.choice(bank.DEPARTMENTS)),
        ("氏名", f"{doc.name()}（{doc.kana()}）", "性別", doc.sex()),
        ("生年月日", f"{doc.born('kanji')}（{doc.age()}歳）", "主治医", rng.choice(bank.DOCTORS)),
        ("入院日", day(first, "kanji"), "退院日", day(doc.when, "kanji")),
    ]
    y = doc.table(40, 54, (70, 230, 70, 145), rows, size=9.5, step=20, rules="grid", head=0)
    blocks: list[tuple[str, list[str], bool]] = [
        ("主病名", list(main), True),
        ("副病名", list(others), True),
        ("現病歴", [history], False),
        ("入院後経過", [course], False),
    ]
    for head, texts, concluding in blocks:
        top = y
        y += 20
        for n, said in enumerate(texts, 1):
            if concluding:
                number = f"{n})" if len(texts) > 1 else ""
                y = doc.statement(118, y, 425, said, head, size=10, step=18, number=number)
            else:
                y = doc.prose(118, y, 425, said, size=10, step=18)
        y += 0 if concluding else 30
        doc.band(40.5, top + 0.5, 110, y - 4, PALE)
        doc.text(46, top + 20, head, 10, bold=True)
        doc.ink.box(40, top, 555, y - 4)
        y -= 4
    _leaving(doc, y)
    doc.text(555, 806, rng.choice(bank.HOSPITALS), 9.5, align="right")
    return doc.sheet()


FAMILIES = (
    Family("narrative-pathology-framed-kaede", PROSE, pathology),
    Family("narrative-endoscopy-pictures-kaede", PROSE, endoscopy),
    Family("narrative-discharge-boxes-kaede", PROSE, discharge),
)
