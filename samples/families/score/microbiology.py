"""Cultures: two organisms beside each other, one with drugs in two columns, mycobacteria, blood cultures."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.score import bank_a as bank
from samples.generating.family import Family
from samples.generating.kit import BLUE, MERGED, PALE, SKY, Cell, Doc, R, day, moment
from samples.making.truth import Sheet

MICRO = DocumentType.MICROBIOLOGY

_RODS = (
    "Escherichia coli",
    "Klebsiella pneumoniae",
    "Enterobacter cloacae complex",
    "Proteus mirabilis",
    "Citrobacter freundii",
    "Serratia marcescens",
    "Pseudomonas aeruginosa",
)
_COCCI = (
    "Staphylococcus aureus (MRSA)",
    "Enterococcus faecalis",
    "Staphylococcus epidermidis",
    "Streptococcus agalactiae",
)
_DRUGS = (
    ("アンピシリン", "ABPC"), ("ピペラシリン", "PIPC"), ("タゾバクタム/ピペラシリン", "TAZ/PIPC"),
    ("セファゾリン", "CEZ"),
    ("セフメタゾール", "CMZ"), ("セフトリアキソン", "CTRX"), ("セフタジジム", "CAZ"), ("セフェピム", "CFPM"),
    ("メロペネム", "MEPM"), ("アズトレオナム", "AZT"), ("ゲンタマイシン", "GM"), ("アミカシン", "AMK"),
    ("ミノサイクリン", "MINO"), ("レボフロキサシン", "LVFX"), ("ST合剤", "ST"), ("ホスホマイシン", "FOM"),
)  # fmt: skip
_SLOW_DRUGS = (
    "イソニアジド",
    "リファンピシン",
    "エタンブトール",
    "ストレプトマイシン",
    "カナマイシン",
    "レボフロキサシン",
)
_SLOW = ("Mycobacterium avium", "Mycobacterium intracellulare")
_GRAM_POSITIVE = (
    ("ベンジルペニシリン", "PCG"), ("オキサシリン", "MPIPC"), ("セファゾリン", "CEZ"), ("エリスロマイシン", "EM"),
    ("クリンダマイシン", "CLDM"), ("ミノサイクリン", "MINO"), ("バンコマイシン", "VCM"), ("テイコプラニン", "TEIC"),
    ("リネゾリド", "LZD"), ("ダプトマイシン", "DAP"), ("レボフロキサシン", "LVFX"), ("リファンピシン", "RFP"),
)  # fmt: skip
_SMALL, _MIDDLE, _LARGE = ("<=0.5", "<=1", "<=2", "1", "2"), ("4", "8"), (">8", ">16", ">=32", "16")


def _mic(rng: Random) -> tuple[str, str]:
    letter = rng.choice("SSSIRR")
    return rng.choice({"S": _SMALL, "I": _MIDDLE, "R": _LARGE}[letter]), letter


def _two_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(297, 42, "細 菌 検 査 報 告 書", 15, bold=True, align="centre")
    doc.text(555, 42, "最終報告", 9, align="right")
    doc.table(
        40,
        54,
        (60, 110, 50, 140, 60, 95),
        (
            ("患者番号", doc.pid(), "氏名", doc.name(), "性別", doc.sex()),
            (
                "生年月日",
                doc.born("slash"),
                "科/病棟",
                f"{rng.choice(bank.DEPARTMENTS)} / {rng.choice(bank.WARDS)}",
                "主治医",
                rng.choice(bank.DOCTORS),
            ),
            (
                "検査材料",
                rng.choice(("喀痰", "中間尿", "膿", "胆汁")),
                "採取日時",
                f"{day(doc.when, 'slash')} {doc.when:%H:%M}",
                "報告日",
                day((doc.when + timedelta(days=3)).date(), "slash"),
            ),
        ),
        size=9,
        step=17,
        rules="grid",
        head=0,
    )
    doc.text(40, 126, "【塗抹検査】", 10, bold=True)


def two(rng: Random) -> Sheet:
    """細菌検査報告書: a list of organisms ①②, drugs down, MIC and judgement of each organism side by side."""
    doc = Doc(rng, MICRO)
    doc.effective = moment(doc.when)
    _two_head(doc)
    x = 50.0
    for name in ("グラム陽性球菌", "グラム陰性桿菌", "白血球", "扁平上皮"):
        doc.text(x, 143, name, 9.5)
        x += doc.width(name, 9.5) + 8
        x = doc.result(x, 143, R(rng.choice(("(-)", "1+", "2+", "3+")), name), 9.5) + 24
    organisms = [rng.choice(_RODS[:6]), _RODS[6]]
    doc.text(40, 170, "【培養・同定】", 10, bold=True)
    rows: list[list[Cell] | str] = [["No.", "菌名", "菌量", "コメント"]]
    for n, name in zip("①②", organisms, strict=True):
        esbl = "ESBL産生菌" if name in _RODS[:2] and rng.random() < 0.4 else ""
        rows.append([n, name, R(rng.choice(("1+", "2+", "3+", "少量")), name), esbl])
    doc.table(40, 176, (34, 240, 70, 171), rows, align="clcl", size=9.5, step=18, rules="grid", fill=PALE)
    doc.text(40, 252, "【薬剤感受性検査】 MIC（μg/mL）", 10, bold=True)
    rows = [["薬剤名", "略号", "①", MERGED, "②", MERGED], ["", "", "MIC", "判定", "MIC", "判定"]]
    for drug, code in sorted(rng.sample(_DRUGS, rng.randint(10, 15)), key=_DRUGS.index):
        row: list[Cell] = [drug, code]
        for name in organisms:
            value, letter = _mic(rng)
            tested = rng.random() < 0.88
            row += [R(value, f"{name} {drug}", "μg/mL", "", letter), letter] if tested else ["", ""]
        rows.append(row)
    end = doc.table(
        40,
        258,
        (170, 75, 70, 65, 70, 65),
        rows,
        align="lcrcrc",
        size=9.5,
        step=18,
        rules="grid",
        head=2,
        fill=PALE,
    )
    doc.text(40, end + 16, "判定　S：感性　I：中間　R：耐性　（CLSI M100準拠）", 8)
    doc.text(555, 806, rng.choice(bank.HOSPITALS) + "　微生物検査室", 9, align="right")
    return doc.sheet()


def single(rng: Random) -> Sheet:
    """A laboratory's sheet for a clinic: one organism, drugs in two columns, the letter before the MIC."""
    doc = Doc(rng, MICRO, size=(515.9, 728.5))
    doc.effective = day(doc.when, "dash")
    doc.text(28, 36, "微生物学検査報告書", 14, bold=True)
    doc.text(488, 36, rng.choice(bank.LABORATORIES), 9.5, align="right")
    doc.rule(28, 43, 488, 1.2)
    doc.pairs(
        28, 60, (("カルテ番号", doc.pid()), ("患者氏名", f"{doc.name()} 様"), ("カナ", doc.kana())), mark="："
    )
    doc.pairs(
        270,
        60,
        (
            ("性別／年齢", f"{doc.sex()}／{doc.age()}才"),
            ("採取日", day(doc.when, "slash")),
            ("材料", rng.choice(("カテーテル尿", "咽頭粘液", "耳漏", "創部膿"))),
        ),
        mark="：",
    )
    doc.band(28, 106, 488, 120, SKY)
    doc.text(34, 117, "一般細菌　培養同定", 9.5, bold=True)
    positive = rng.random() < 0.5
    organism = rng.choice(_COCCI if positive else _RODS)
    amount = rng.choice(("10^5", "10^6", "10^7以上", "10^4"))
    counted = rng.random() < 0.5
    doc.text(34, 138, "培養結果", 9.5)
    doc.result(100, 138, R("陽性", "培養結果"), 9.5)
    doc.text(34, 156, "検出菌名", 9.5)
    if counted:
        doc.text(100, 156, organism, 10)
        doc.text(330, 156, "菌数", 9.5)
        end = doc.result(362, 156, R(amount, organism, "CFU/mL"), 10)
        doc.text(end + 4, 156, "CFU/mL", 9)
    else:
        doc.result(100, 156, R(organism, "検出菌名"), 10)
    doc.band(28, 172, 488, 186, SKY)
    doc.text(34, 183, "薬剤感受性（MIC値　μg/mL）", 9.5, bold=True)
    pool = _GRAM_POSITIVE if positive else _DRUGS
    chosen = sorted(rng.sample(pool, rng.randint(9, len(pool))), key=pool.index)
    middle = (len(chosen) + 1) // 2
    for x, part in zip((28.0, 260.0), (chosen[:middle], chosen[middle:]), strict=True):
        rows: list[list[Cell] | str] = [["薬剤", "判定", "MIC"]]
        for drug, code in part:
            value, letter = _mic(rng)
            name = f"{drug}({code})"
            rows.append([name, letter, R(value, name, "μg/mL", "", letter)])
        end = doc.table(x, 192, (142, 34, 52), rows, align="lcr", size=9, step=18, rules="head")
    doc.text(34, 192 + 18 * (middle + 1) + 22, "コメント：常在菌の混入が疑われます。", 9)
    doc.foot(
        f"検査番号 {rng.randrange(10**8):08d}　報告日 {day((doc.when + timedelta(days=4)).date(), 'slash')}",
        8,
    )
    return doc.sheet()


def _acid_fast_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(40, 46, rng.choice(bank.HOSPITALS), 11)
    doc.text(40, 70, "抗酸菌検査 結果報告", 16, bold=True, colour=BLUE)
    doc.table(
        40,
        84,
        (90, 160, 90, 175),
        (
            ("患者ID", doc.pid(), "患者氏名", f"{doc.name()}（{doc.kana()}）"),
            ("生年月日", doc.born("kanji"), "性別", doc.sex("性")),
            ("採取日", day(doc.when, "kanji"), "材料", rng.choice(("喀痰", "胃液", "気管支洗浄液", "胸水"))),
        ),
        size=9.5,
        step=20,
        rules="grid",
        head=0,
    )


def _slow_growers(doc: Doc, y: float, *, tuberculosis: bool) -> float:
    """The species found and its susceptibility."""
    rng = doc.rng
    species = "Mycobacterium tuberculosis" if tuberculosis else rng.choice(_SLOW)
    doc.text(40, y, "・同定菌名", 10)
    doc.text(172, y, "：", 10)
    doc.result(188, y, R(species, "同定菌名"), 10.5)
    y += 34
    doc.text(
        40,
        y,
        "薬剤感受性試験" + ("（比率法）" if tuberculosis else "（微量液体希釈法）"),
        10.5,
        bold=True,
    )
    rows: list[list[Cell] | str]
    if tuberculosis:
        rows = [["抗結核薬", "判定"]]
        for drug in _SLOW_DRUGS:
            letter = rng.choice("SSSR")
            rows.append([drug, R(letter, drug, "", "", letter)])
    else:
        rows = [["薬剤", "MIC(μg/mL)", "判定"]]
        for drug in (
            "クラリスロマイシン",
            "リファンピシン",
            "エタンブトール",
            "アミカシン",
            "シタフロキサシン",
        ):
            value, letter = _mic(rng)
            rows.append([drug, R(value, drug, "μg/mL", "", letter), letter])
    return doc.table(
        40,
        y + 8,
        (190, 110, 80)[: len(rows[0])],
        rows,
        align="lcc",
        size=10,
        step=20,
        rules="grid",
        fill=PALE,
    )


def acid_fast(rng: Random) -> Sheet:
    """抗酸菌検査: labelled lines for smear, culture and gene tests with the weeks of culture, drugs as letters."""
    doc = Doc(rng, MICRO)
    doc.effective = day(doc.when, "dash")
    _acid_fast_head(doc)
    found = rng.random() < 0.6
    tuberculosis = rng.random() < 0.5
    smear = rng.choice(("1+", "2+", "±")) if found else "陰性"
    given = [
        (
            "塗抹検査（蛍光法）",
            smear,
            "ガフキー相当号数",
            rng.choice(("1号", "3号", "5号")) if found else "0号",
        ),
        (
            "TB-PCR",
            "検出" if found and tuberculosis else "検出せず",
            "MAC-PCR",
            "検出" if found and not tuberculosis else "検出せず",
        ),
        ("液体培養（MGIT）", "陽性" if found else "陰性", "小川培地", "陽性" if found else "陰性"),
    ]
    y = 176.0
    for left, one, right, other in given:
        for x, name, value in ((40, left, one), (300, right, other)):
            doc.text(x, y, f"・{name}", 10)
            doc.text(x + 132, y, "：", 10)
            doc.result(x + 148, y, R(value, name), 10.5)
        y += 26
    if found:
        y = _slow_growers(doc, y, tuberculosis=tuberculosis)
    doc.prose(40, y + 26, 500, "塗抹：鏡検（200倍）による。培養は8週まで観察します。", size=9)
    doc.seal(520, 770, rng.choice(bank.DOCTORS))
    doc.text(490, 774, "報告者", 9, align="right")
    return doc.sheet()


def _blood_head(doc: Doc) -> None:
    """The title and the person as printed."""
    rng = doc.rng
    doc.text(36, 36, "血液培養検査報告", 14, bold=True)
    doc.text(560, 36, rng.choice(("中間報告", "最終報告")), 10, align="right")
    doc.along(
        36,
        56,
        (f"ID {doc.pid()}", f"{doc.name()} 殿", doc.sex(), f"{doc.age()}歳", f"{rng.choice(bank.WARDS)}"),
        size=10,
    )
    doc.along(
        36,
        72,
        (
            f"採血 {day(doc.when, 'slash')} {doc.when:%H:%M}",
            f"受付 {doc.when + timedelta(minutes=47):%H:%M}",
            "部位 右肘",
        ),
        size=9,
    )
    doc.rule(36, 79, 560)


def blood(rng: Random) -> Sheet:
    """血液培養 of an automated system: bottles as rows, identification and MIC with the letter run behind."""
    doc = Doc(rng, MICRO, size=(595.3, 419.5))
    doc.effective = moment(doc.when)
    _blood_head(doc)
    grown = rng.random() < 0.75
    doc.table(
        36,
        88,
        (110, 100, 314),
        (
            ("検査", "結果", "備考"),
            (
                "好気ボトル",
                R("陽性" if grown else "陰性", "好気ボトル"),
                "陽転 14.2時間" if grown else "5日間培養",
            ),
            ("嫌気ボトル", R(rng.choice(("陽性", "陰性")) if grown else "陰性", "嫌気ボトル"), ""),
        ),
        align="lcl",
        size=9.5,
        step=18,
        rules="grid",
        fill=PALE,
    )
    if grown:
        positive = rng.random() < 0.5
        organism = rng.choice(_COCCI if positive else _RODS)
        doc.text(36, 164, "グラム染色", 9.5)
        stain = "グラム陽性球菌（ブドウ状）" if positive else "グラム陰性桿菌"
        doc.result(110, 164, R(stain, "グラム染色"), 9.5)
        doc.text(36, 182, "同定菌", 9.5)
        doc.result(110, 182, R(organism, "同定菌"), 10.5)
        doc.text(36, 206, "感受性 (MIC μg/mL)", 9.5, bold=True)
        pool = _GRAM_POSITIVE if positive else _DRUGS
        chosen = sorted(rng.sample(pool, rng.choice((9, 12))), key=pool.index)
        for n, (_, code) in enumerate(chosen):
            x, y = 36 + 178 * (n % 3), 226 + 22 * (n // 3)
            value, letter = _mic(rng)
            doc.text(x, y, code, 10)
            end = doc.result(x + 106, y, R(value, code, "μg/mL", "", letter), 10, "right")
            doc.text(end + 12, y, letter, 10)
            doc.ink.line(x, y + 6, x + 150, y + 6, 0.3, 0.6)
    else:
        doc.text(36, 164, "発育を認めず", 9.5)
    doc.text(560, 400, rng.choice(bank.HOSPITALS) + "　細菌検査", 9, align="right")
    return doc.sheet()


FAMILIES = (
    Family("microbiology-two-organisms-kaede", MICRO, two),
    Family("microbiology-drugs-beside-kaede", MICRO, single),
    Family("microbiology-acid-fast-kaede", MICRO, acid_fast),
    Family("microbiology-blood-bottles-kaede", MICRO, blood),
)
