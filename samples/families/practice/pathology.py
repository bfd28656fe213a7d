"""Narrative reports of specimens and mucosa: pathology and endoscopy."""

from __future__ import annotations

from random import Random

from mappers.model import DocumentType
from samples.families.practice.opening import Opened, opened
from samples.families.practice.paper import Value
from samples.families.practice.sections import concluding, labelled, prose, signed
from samples.families.practice.table import Column, Row, any_look, table
from samples.generating.family import Family
from samples.making.truth import Sheet

NARRATIVE = DocumentType.NARRATIVE
SEPARATORS = ("：", ": ", "　", "＝")


def _pathology(rng: Random) -> Sheet:
    """Material, clinical data, gross and microscopic prose, diagnosis, labelled findings of the tumour."""
    titles = ("病理組織検査報告書", "病理診断報告書", "病理検査報告書")
    sheet = opened(
        rng,
        titles,
        ("採取日", "提出日", "採取年月日"),
        reported=("報告日", "診断日"),
        extra=[
            ("病理番号", f"{rng.randint(24, 26)}-{rng.randrange(10**4, 10**5)}"),
            ("材料", rng.choice(("胃", "大腸", "乳腺", "前立腺", "肺"))),
        ],
    )
    y = sheet.y
    if rng.random() < 0.5:
        y = prose(sheet, y, "臨床経過", "検診で異常を指摘され、精査目的に紹介となった。")
    size = rng.choice(
        (
            f"{rng.randint(5, 62)}×{rng.randint(4, 50)}",
            f"{rng.randint(5, 62)}×{rng.randint(4, 50)}×{rng.randint(3, 20)}",
            str(rng.randint(4, 65)),
        )
    )
    depth, node, spread = rng.choice(("1a", "1b", "2", "3", "4a")), rng.choice("0012"), "0"
    diagnoses = rng.sample(
        (
            "Adenocarcinoma, moderately differentiated (tub2)",
            "Tubular adenoma with low grade dysplasia",
            "Invasive ductal carcinoma",
            "Chronic gastritis with intestinal metaplasia",
            "悪性所見を認めない",
            "管状腺癌（中分化型）",
            "断端は陰性である",
            "扁平上皮癌を疑う",
            "リンパ節転移を認めない (0/12)",
            "Group 5, adenocarcinoma",
            "腺癌",
            "炎症性変化のみで、悪性像は認められません。",
        ),
        rng.randint(1, 3),
    )
    name = rng.choice(("病理診断", "組織診断", "病理組織学的診断", "診断"))
    if rng.random() < 0.5:
        y = concluding(sheet, y, name, diagnoses)
        y = _tumour(sheet, y, size, (depth, node, spread))
        y = prose(sheet, y, "肉眼所見", "切除検体が提出されている。粘膜面に境界明瞭な隆起性病変を認める。")
        y = prose(
            sheet,
            y,
            rng.choice(("組織所見", "顕微鏡所見")),
            "異型腺管の増生を認め、間質への浸潤を伴う。核は腫大し、極性の乱れがみられる。脈管内に少数の腫瘍細胞を認める。",
        )
    else:
        y = prose(
            sheet, y, "肉眼所見", "検体はホルマリン固定されている。割面は灰白色調で、境界は不明瞭である。"
        )
        y = prose(
            sheet,
            y,
            "組織学的所見",
            "腫瘍細胞は不規則な腺管構造を形成して増殖している。周囲には線維化とリンパ球浸潤を伴う。",
        )
        y = concluding(sheet, y, name, diagnoses)
        y = _tumour(sheet, y, size, (depth, node, spread))
    signed(sheet, y, rng.choice(("病理診断医", "病理医", "診断医")))
    return sheet.paper.finish(sheet.printed, NARRATIVE)


def _tumour(sheet: Opened, y: float, size: str, tnm: tuple[str, str, str]) -> float:
    """Labelled values of a tumour, as lines or as a small table."""
    rng, paper = sheet.paper.rng, sheet.paper
    depth, node, spread = tnm
    values = [Value(size, rng.choice(("腫瘍径", "腫瘍の大きさ", "大きさ", "最大径")), "mm")]
    if rng.random() < 0.6:
        values.append(
            Value(
                f"pT{depth}N{node}M{spread}" if rng.random() < 0.5 else f"pT{depth} pN{node} cM{spread}",
                rng.choice(("TNM分類", "TNM", "pTNM", "進行度")),
            )
        )
    else:
        values += [
            Value(f"pT{depth}", rng.choice(("深達度", "壁深達度", "pT"))),
            Value(f"pN{node}", "リンパ節転移"),
        ]
    values.append(
        Value(rng.choice(("IA", "IB", "ⅡA", "IIIB", "Ⅱ", "0")), rng.choice(("Stage", "病期", "pStage")))
    )
    values += rng.sample(
        [
            Value(rng.choice(("ly0", "ly1", "Ly1a")), "リンパ管侵襲"),
            Value(rng.choice(("v0", "v1")), "静脈侵襲"),
            Value(rng.choice(("陰性", "陽性", "(-)")), "切除断端"),
            Value(f"{rng.randint(5, 60)}", "Ki-67", "%"),
            Value(rng.choice(("3+4=7", "4+3=7", "4+5=9")), "Gleason score"),
            Value(rng.choice(("Grade 1", "Grade 2", "G3")), "組織学的グレード"),
        ],
        rng.randint(0, 3),
    )
    way = rng.choice(("lines", "across", "table"))
    if way == "table":
        rows: list[Row] = [
            [v.name, Value(v.text, v.name, v.unit, after=f" {v.unit}" if v.unit else "")] for v in values
        ]
        return (
            table(
                paper,
                sheet.x + 8,
                y,
                sheet.width * 0.55,
                [Column("項目", 1.4), Column("所見", 1.6)],
                rows,
                any_look(rng, pt=paper.pt, rules=("grid", "rows")),
            )
            + 10
        )
    return labelled(sheet, y, values, across=2 if way == "across" else 1, sep=rng.choice(SEPARATORS))


def _endoscopy(rng: Random) -> Sheet:
    """Endoscopy: procedure, findings by site, diagnoses, plan; sizes and classifications labelled."""
    upper = rng.random() < 0.5
    titles = (
        ("上部消化管内視鏡検査報告書", "上部内視鏡検査レポート")
        if upper
        else ("下部消化管内視鏡検査報告書", "大腸内視鏡検査報告書")
    )
    sheet = opened(
        rng,
        titles,
        ("検査日", "実施日", "検査日時"),
        extra=[("使用機種", "KB-H29")] if rng.random() < 0.4 else (),
    )
    y, paper = sheet.y, sheet.paper
    sites = ("食道", "胃", "十二指腸") if upper else ("回腸末端", "横行結腸", "S状結腸", "直腸")
    said = {
        "食道": "SCJの上昇を認めます。粘膜障害を伴います。",
        "胃": "前庭部に発赤した粘膜を認めます。体部に萎縮性変化があります。",
        "十二指腸": "球部、下行脚に異常を認めません。",
        "回腸末端": "異常を認めません。",
        "横行結腸": "ポリープを1個認め、切除しました。",
        "S状結腸": "憩室が散在しています。",
        "直腸": "内痔核を認めます。",
    }
    y = paper.headline(sheet.x, y, sheet.width, rng.choice(("所見", "内視鏡所見")))
    for site in sites:
        y = (
            paper.paragraph(sheet.x + 8, y + paper.pt, sheet.width - 16, said[site], before=f"{site}：")
            - paper.pt * 0.6
        )
    y += paper.pt
    if upper:
        values = [
            Value(rng.choice(("C-2", "O-1", "C-1", "O-3")), "木村・竹本分類"),
            Value(rng.choice(("Grade A", "Grade B", "Grade M", "N")), "LA分類"),
            Value(rng.choice(("陽性", "陰性")), rng.choice(("ピロリ菌", "H.pylori"))),
        ]
    else:
        values = [
            Value(str(rng.randint(3, 28)), rng.choice(("病変径", "大きさ", "サイズ")), "mm"),
            Value(rng.choice(("0-Is", "0-IIa", "0-Ip")), "肉眼型"),
            Value(rng.choice(("Type 1", "Type 2A", "Type 2B")), "JNET分類"),
            Value(rng.choice(("6", "7", "8", "9")), "BBPS"),
        ]
    y = labelled(
        sheet,
        y,
        rng.sample(values, rng.randint(1, len(values))),
        sep=rng.choice(SEPARATORS),
        across=rng.choice((1, 2)),
    )
    statements = (
        (
            "逆流性食道炎",
            "萎縮性胃炎",
            "胃潰瘍瘢痕",
            "早期胃癌の疑い",
            "食道裂孔ヘルニア",
            "十二指腸に異常なし",
            "胃ポリープ（過形成性）",
        )
        if upper
        else (
            "横行結腸ポリープ",
            "大腸憩室症",
            "内痔核",
            "大腸癌の疑い",
            "悪性を疑う所見なし",
            "潰瘍性大腸炎（寛解期）",
        )
    )
    y = concluding(
        sheet,
        y,
        rng.choice(("内視鏡診断", "診断", "内視鏡的診断")),
        rng.sample(statements, rng.randint(1, 4)),
    )
    if rng.random() < 0.6:
        y = prose(
            sheet, y, rng.choice(("方針", "今後の予定", "指示")), "生検の結果を確認し、外来で説明します。"
        )
    signed(sheet, y, rng.choice(("検査医", "施行医")))
    return paper.finish(sheet.printed, NARRATIVE)


FAMILIES = (
    Family("narrative-pathology", NARRATIVE, _pathology),
    Family("narrative-endoscopy", NARRATIVE, _endoscopy),
)
