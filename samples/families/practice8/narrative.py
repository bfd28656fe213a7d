"""Narratives: a pathology report, a radiology report."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import GREY, MERGED, Cell, Doc, R, day, moment, num
from samples.making.truth import Sheet

NARRATIVE = DocumentType.NARRATIVE

_SPECIMENS = (
    (
        "胃（幽門側胃切除術）",
        ("胃癌、中分化型管状腺癌", "脈管侵襲を伴う", "慢性胃炎、腸上皮化生を伴う"),
        "前庭部小彎に境界不明瞭な陥凹性病変を認める。組織学的には不整な腺管を形成する異型細胞が浸潤増殖している。"
        "間質反応は中等度で、先進部では小型胞巣状の浸潤をみる。背景粘膜には腸上皮化生が目立つ。",
    ),
    (
        "結腸（S状結腸切除術）",
        ("S状結腸癌、高分化型管状腺癌", "切除断端に腫瘍を認めない", "管状腺腫（併存）"),
        "隆起の明瞭な潰瘍限局型腫瘍である。大小の腺管構造を示す腺癌が固有筋層を越えて増殖する。"
        "簇出は軽度。併存する小隆起は低異型度の腺腫である。",
    ),
)


def _graded(doc: Doc, y: float) -> float:
    """Grades and margins in two columns; the next base line."""
    rng = doc.rng
    staged = rng.choice(
        (("pT1b", "pN0", "IA"), ("pT2", "pN1", "IIA"), ("pT3", "pN1", "IIIA"), ("pT3", "pN0", "IIA"))
    )
    left = [
        bank.put(f"{rng.randint(12, 64)}×{rng.randint(8, 40)}", "腫瘍径", "mm"),
        R(staged[0], "深達度"),
        R(f"Ly{rng.randint(0, 2)}", "リンパ管侵襲"),
        R(f"V{rng.randint(0, 2)}", "静脈侵襲"),
        R(rng.choice(("INFa", "INFb", "INFc")), "浸潤様式"),
    ]
    right = [
        R(staged[1], "リンパ節転移"),
        R(f"{0 if staged[1] == 'pN0' else rng.randint(1, 3)}/{rng.randint(12, 34)}", "転移個数/郭清個数"),
        R("(-)", "近位断端"),
        R("(-)", "遠位断端"),
        R(staged[2], "病理学的Stage"),
    ]
    bank.labelled(doc, 48, y, left, gap=100, size=10, step=18, mark="：")
    return bank.labelled(doc, 310, y, right, gap=120, size=10, step=18, mark="：") + 12


def pathology(rng: Random) -> Sheet:
    """病理組織検査報告書: diagnosis in a box first, then labelled grades in two columns, prose, a stamp."""
    doc = Doc(rng, NARRATIVE)
    taken = doc.when - timedelta(days=rng.randint(5, 12))
    doc.effective = taken.strftime("%Y-%m-%d")
    doc.text(297, 44, "病理組織検査報告書", 16, bold=True, align="centre")
    where, said, prose = rng.choice(_SPECIMENS)
    who: list[list[Cell]] = [
        ["病理番号", f"{taken.year % 100}-{rng.randint(1000, 9999):05d}", "採取日", day(taken, "slash")],
        ["患者ID", doc.pid(), "受付日", day(taken + timedelta(days=1), "slash")],
        ["患者氏名", f"{doc.name()}　({doc.kana()})", "報告日", day(doc.when, "slash")],
        [
            "生年月日",
            f"{doc.born('era')}　{doc.age()}歳　{doc.sex('性')}",
            "依頼科/医師",
            f"外科 {bank.family(rng)}",
        ],
        ["検体", where, MERGED, MERGED],
    ]
    y = doc.table(36, 58, (70, 240, 80, 133), who, size=9.5, step=19, rules="grid", head=0) + 14
    height = 30 + 20 * len(said)
    doc.ink.box(36, y, 559, y + height, width=1.2)
    doc.text(44, y + 18, "【病理診断】", 10.5, bold=True)
    y += 38
    for n, statement in enumerate(said, 1):
        y = doc.statement(60, y, 480, statement, "病理診断", size=10.5, step=20, number=f"{n}.")
    y += 16
    y = _graded(doc, y)
    doc.text(36, y, "【肉眼・組織所見】", 10.5, bold=True)
    y = doc.prose(48, y + 20, 500, prose, size=10, step=17) + 12
    doc.text(36, y, "【免疫染色】", 10.5, bold=True)
    marks = [
        R(rng.choice(("陽性", "陰性")), "HER2"),
        bank.put(rng.choice(("5", "10", "20", "40", "70")), "Ki-67", "%", gap=""),
        R(rng.choice(("保持", "消失")), "MLH1"),
    ]
    x = 48.0
    for row in marks:
        doc.text(x, y + 20, row.name, 10)
        x = doc.result(x + doc.width(row.name, 10) + 8, y + 20, row, 10) + 34
    doc.text(400, 760, f"病理専門医　{bank.family(rng)}", 10)
    doc.seal(530, 756, bank.family(rng))
    doc.foot(rng.choice(bank.HOSPITALS) + "　病理診断科　　報告書の転用を禁ず　1/1")
    return doc.sheet()


_CHEST = (
    ("右肺上葉結節、原発性肺癌の疑い。", "縦隔リンパ節腫大なし。", "胸水なし。"),
    ("左下葉に陳旧性炎症性変化。", "肺結節は前回と著変なし。", "肝嚢胞。", "胆石症。"),
    ("両側間質性肺炎の増悪を疑う。", "冠動脈石灰化。", "右副腎腺腫の可能性。"),
)


def _ct_head(doc: Doc) -> None:
    """The person and the examination."""
    rng = doc.rng
    doc.pairs(
        330,
        38,
        [
            ("患者番号", doc.pid()),
            ("患者名", f"{doc.name()} 様"),
            ("生年月日", f"{doc.born('kanji')}（{doc.age()}歳）"),
            ("性別", doc.sex("性")),
        ],
        size=9.5,
        step=15,
        gap=64,
        mark="：",
    )
    doc.rule(40, 96, 555, 1)
    doc.along(
        40,
        112,
        [
            f"検査日時 {day(doc.when, 'slash')} {doc.when:%H:%M}",
            "モダリティ CT",
            "部位 胸部～骨盤",
            f"オーダー {rng.randint(10**7, 10**8)}",
        ],
        size=9.5,
    )
    after = doc.when + timedelta(hours=3)
    doc.along(
        40,
        128,
        [f"読影日時 {day(after, 'slash')} {after:%H:%M}", f"依頼医 {bank.family(rng)}"],
        size=9.5,
    )


def radiology(rng: Random) -> Sheet:
    """CT読影報告書: the person at the right, dose and sizes as labelled values within prose, 診断 in a last block."""
    doc = Doc(rng, NARRATIVE)
    doc.effective = moment(doc.when)
    hospital = rng.choice(bank.HOSPITALS)
    doc.text(40, 42, "画像診断報告書", 15, bold=True)
    doc.text(40, 60, hospital + "　放射線診断科", 9, colour=GREY)
    _ct_head(doc)
    doc.text(40, 156, "検査目的", 10.5, bold=True)
    doc.prose(52, 173, 490, "肺結節影の精査。3か月前の単純写真で右上肺野に結節影。既往に高血圧。", size=10)
    y = 204.0
    doc.text(40, y, "計測", 10.5, bold=True)
    rows = [
        bank.put(f"{rng.randint(8, 34)}×{rng.randint(6, 26)}", "結節径（長径×短径）", "mm"),
        bank.put(num(rng, -20, 62), "平均CT値", "HU"),
        bank.put(num(rng, 4.2, 18, 1), "CTDIvol", "mGy"),
        bank.put(num(rng, 260, 980), "DLP", "mGy·cm"),
    ]
    y = bank.labelled(doc, 52, y + 19, rows, gap=130, size=10, step=17) + 14
    doc.text(40, y, "所見", 10.5, bold=True)
    y = doc.prose(
        52,
        y + 18,
        490,
        "右上葉S3に辺縁不整な結節を認め、胸膜陥入を伴います。内部に小さな空洞を疑います。縦隔条件で中心部は"
        "軟部濃度です。気管分岐下に短径7mmのリンパ節を認めますが、病的腫大とは言えません。肝S6に12mm大の"
        "低吸収域があり嚢胞と考えます。胆嚢、膵、脾、副腎に明らかな異常を認めません。腹水はありません。",
        size=10,
        step=17,
    )
    doc.rule(40, y, 555, 0.4)
    y += 24
    doc.text(40, y, "診断", 11, bold=True)
    y += 22
    for n, said in enumerate(rng.choice(_CHEST), 1):
        y = doc.statement(52, y, 480, said, "診断", size=10.5, step=18, number=f"#{n}")
    doc.rule(40, y + 6, 555, 0.4)
    doc.text(40, y + 30, "推奨：3か月後の胸部CT再検をご検討ください。", 10)
    doc.text(555, y + 56, f"読影医 {bank.family(rng)}　確認医 {bank.family(rng)}", 10, align="right")
    doc.foot(f"{hospital}　この報告書は電子的に確定されています　Page 1/1")
    return doc.sheet()


FAMILIES = (
    Family("narrative-pathology-boxed", NARRATIVE, pathology),
    Family("narrative-ct-measured", NARRATIVE, radiology),
)
