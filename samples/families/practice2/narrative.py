"""Reports in prose: pathology, radiology, discharge summary, English endoscopy and radiology."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2 import narrative_words as words
from samples.families.practice2.paper import Paper, Val
from samples.generating.family import Family
from samples.making.truth import Sheet


def _heading(paper: Paper, x: float, y: float, text: str, form: str) -> float:
    """A heading; returns the baseline below it."""
    paper.text(x, y, form.format(text), font=paper.bold, size=paper.body + 0.5)
    return y + paper.body * 1.8


def _entries(paper: Paper, x: float, y: float, name: str, said: list[str], *, prose: bool = False) -> float:
    """Statements as numbered entries, as lines, or as one paragraph of sentences."""
    rng, width = paper.rng, paper.width - x - 50
    if prose:
        return paper.flow(x, y, width, [Val(s, name, after="。") for s in said])
    numbers = (
        rng.choice(("{}. ", "#{} ", "{}) ", "（{}）" if paper.language == "ja" else "{}. ", ""))
        if len(said) > 1
        else ""
    )
    end = rng.choice(("", "。")) if paper.language == "ja" else rng.choice(("", "."))
    for number, text in enumerate(said, 1):
        closing = end if paper.language == "en" or not text.isascii() else ""
        y = paper.flow(
            x, y, width, [Val(text, name, before=numbers.format(number), after=closing)], hang=paper.body
        )
    return y


def _pathology(rng: Random) -> Sheet:
    """Clinical data, diagnosis first or last, macroscopic and microscopic findings, a list of labelled values."""
    paper = Paper(rng, DocumentType.NARRATIVE, body=rng.choice((9.5, 10.5)), timed=0.1)
    hd.title(paper, 50, rng.choice(("病理組織検査報告書", "病理診断報告書", "病理組織診断書")))
    told = hd.fields(paper, "id", "name", "birth", "sexage", "ward", "collected", "reported", "doctor")
    told.insert(
        3,
        (
            rng.choice(("臓器", "提出材料", "検体")),
            rng.choice(("胃（生検）", "S状結腸（ESD）", "右乳腺（手術材料）", "肝（針生検）")),
        ),
    )
    y = hd.arranged(paper, 50, 64, paper.width - 100, told, styles="grid stacked above") + 16
    form = rng.choice(("【{}】", "■{}", "{}", "＜{}＞"))
    diagnosis = rng.choice(("病理診断", "病理組織診断", "組織診断", "診断"))
    first, prose = rng.random() < 0.5, rng.random() < 0.3
    said = rng.sample(words.PATHOLOGY[3:] if prose else words.PATHOLOGY, rng.choice((1, 2, 2)))
    y = _heading(paper, 50, y, rng.choice(("臨床情報", "依頼内容")), form)
    y = (
        paper.flow(62, y, paper.width - 112, ["健診で異常を指摘され精査目的に紹介。既往に特記事項なし。"])
        + 10
    )
    if first:
        y = _entries(paper, 62, _heading(paper, 50, y, diagnosis, form), diagnosis, said, prose=prose) + 10
    y = _heading(paper, 50, y, rng.choice(("組織所見", "病理所見", "肉眼・組織所見")), form)
    y = paper.flow(62, y, paper.width - 112, [rng.choice(words.PATHOLOGY_FINDINGS)]) + 10
    if not first:
        y = _entries(paper, 62, _heading(paper, 50, y, diagnosis, form), diagnosis, said, prose=prose) + 10
    if rng.random() < 0.75:
        size = rng.choice(
            (
                str(rng.randrange(5, 62)),
                f"{rng.randrange(20, 60)}×{rng.randrange(10, 30)}",
                f"{rng.randrange(20, 40)}×18×9",
            )
        )
        labelled = [
            ("腫瘍径", size, "mm"),
            ("深達度", rng.choice(("pT1a", "pT1b(SM2)", "pT2", "pT3")), ""),
            ("組織型", rng.choice(("tub1", "tub2>por1", "sig")), ""),
        ]
        labelled += [
            ("リンパ管侵襲", rng.choice(("Ly0", "Ly1a")), ""),
            ("静脈侵襲", rng.choice(("V0", "V1b")), ""),
            ("Ki-67", str(rng.randrange(4, 70)), "%"),
        ]
        colon = rng.choice(("：", ":", "　"))
        for name, value, unit in rng.sample(labelled, rng.randrange(3, 6)):
            paper.cell(62, y, Val(value, name, unit, before=f"{name}{colon}", after=unit and f" {unit}"))
            y += paper.body * 1.6
    paper.text(paper.width - 50, y + 20, f"病理診断医　{hd.doctor(rng)}　　{hd.doctor(rng)}", align="right")
    hd.footer(paper, hd.hospital(rng) + " 病理診断科")
    return paper.sheet()


def _radiology(rng: Random) -> Sheet:
    """A letter in large type or a dense sheet: request, findings, impression."""
    paper = Paper(rng, DocumentType.NARRATIVE, body=rng.choice((9.0, 10.5, 12.0)), timed=0.3)
    house = hd.hospital(rng)
    paper.text(54, 40, house + "　放射線科", size=9)
    hd.title(paper, 62, rng.choice(("画像診断報告書", "CT検査 読影レポート", "放射線読影報告書")))
    told = hd.fields(paper, "id", "name", "sex", "age", "birth", "examined", "ward", "doctor")
    told.append(
        (rng.choice(("検査種別", "検査内容")), rng.choice(("CT 胸腹部単純", "MRI 頭部", "CT 胸部造影")))
    )
    y = hd.arranged(paper, 54, 74, paper.width - 108, told) + 18
    form = rng.choice(("【{}】", "● {}", "{}：", "{}"))
    y = _heading(paper, 54, y, rng.choice(("検査目的", "依頼目的", "臨床経過")), form)
    y = (
        paper.flow(
            64, y, paper.width - 116, ["咳嗽の精査をお願いいたします。転移の有無についてもご教示ください。"]
        )
        + 10
    )
    sections = [
        ("f", rng.choice(("所見", "画像所見", "読影所見"))),
        ("i", rng.choice(("診断", "画像診断", "結論", "Impression", "インプレッション"))),
    ]
    if rng.random() < 0.25:
        sections.reverse()
    for kind, name in sections:
        y = _heading(paper, 54, y, name, form)
        if kind == "f":
            y = (
                paper.flow(
                    64,
                    y,
                    paper.width - 116,
                    [" ".join(rng.sample(words.RADIOLOGY_FINDINGS, rng.choice((1, 2))))],
                )
                + 12
            )
        else:
            said = [s for s in rng.sample(words.RADIOLOGY, rng.randrange(1, 4)) if "。" not in s] or [
                words.RADIOLOGY[1]
            ]
            y = _entries(paper, 64, y, name, said, prose=rng.random() < 0.35) + 12
    paper.text(paper.width - 54, y + 20, f"読影医：{hd.doctor(rng)}　確定", align="right")
    hd.footer(paper, house)
    return paper.sheet()


def _discharge(rng: Random) -> Sheet:
    """Diseases in a list or a ruled part, admission and discharge, course, drugs."""
    paper = Paper(rng, DocumentType.NARRATIVE, body=rng.choice((9.0, 10.0, 11.0)), timed=0.0)
    hd.title(paper, 50, rng.choice(("退院時サマリー", "退院サマリ", "退院時要約", "入院診療要約")))
    told = hd.fields(paper, "id", "name", "kana", "birth", "sexage", "ward", "doctor")
    told.append(
        (
            rng.choice(("入院日", "入院年月日")),
            paper.day(paper.collected - timedelta(days=rng.randrange(5, 40))),
        )
    )
    told.append((rng.choice(("退院日", "退院年月日")), paper.day(paper.collected)))
    told.append((rng.choice(("作成日", "記載日")), paper.day(paper.collected + timedelta(days=2))))
    y = hd.arranged(paper, 48, 64, paper.width - 96, told, styles="grid above stacked") + 18
    main, other = rng.choice(("主病名", "主病名", "退院時主病名")), rng.choice(("副病名", "併存病名"))
    beside, form = rng.random() < 0.5, rng.choice(("【{}】", "■ {}", "{}"))
    for name, said in (
        (main, [rng.choice(words.DISEASES)]),
        (other, rng.sample(words.SECONDARY, rng.randrange(1, 4))),
    ):
        if beside:
            paper.text(50, y, form.format(name), font=paper.bold)
            y = _entries(paper, 140, y, name, said) + 4
        else:
            y = _entries(paper, 62, _heading(paper, 50, y, name, form), name, said) + 6
    if rng.random() < 0.5:
        for name, value in (
            ("TNM", rng.choice(("cT2N0M0", "pT3N1M0", "T1bN0M0"))),
            ("Stage", rng.choice(("IIA", "IB", "IIIC"))),
        ):
            paper.cell(62, y, Val(value, name, before=f"{name}{rng.choice(('：', ': '))}"))
            y += paper.body * 1.6
    y += 8
    for name, text in (
        (
            rng.choice(("現病歴", "入院までの経過")),
            "数日前より症状が出現し、改善しないため当院を受診、精査加療目的に入院となった。",
        ),
        (rng.choice(("入院経過", "入院後経過")), rng.choice(words.COURSE)),
        (
            rng.choice(("退院時処方", "退院処方")),
            "アムロジピン錠5mg 1錠 朝食後、フロセミド錠20mg 1錠 朝食後 28日分",
        ),
        (
            rng.choice(("退院後方針", "今後の予定")),
            "2週間後に外来を予約した。かかりつけ医での内服継続をお願いする。",
        ),
    ):
        y = _heading(paper, 50, y, name, form)
        y = paper.flow(62, y, paper.width - 112, [text]) + 8
    hd.footer(paper, hd.hospital(rng))
    return paper.sheet()


def _english(rng: Random) -> Sheet:
    """Endoscopy or CT."""
    scope = rng.random() < 0.6
    paper = Paper(rng, DocumentType.NARRATIVE, body=rng.choice((9.5, 10.5, 11.5)), language="en", timed=0.3)
    paper.text(56, 50, hd.hospital(rng, "en"), size=13, font=paper.bold)
    hd.title(
        paper,
        72,
        rng.choice(("Endoscopy Report", "ENDOSCOPY REPORT"))
        if scope
        else rng.choice(("Radiology Report", "CT REPORT: CHEST")),
        x=56,
    )
    told = hd.fields(paper, "name", "id", "birth", "sex", "examined", "doctor")
    y = hd.arranged(paper, 56, 86, paper.width - 112, told, styles="stacked grid above inline") + 18
    form = rng.choice(("{}", "{}:", "{}"))
    upper = rng.random() < 0.4
    impression = rng.choice(("Impression", "Conclusion", "Diagnosis"))
    said = rng.sample(words.ENDOSCOPY if scope else words.CT_EN, rng.randrange(2, 5))
    for name, text in (
        (
            "Indication",
            "Abdominal discomfort for two months." if scope else "Persistent cough, rule out malignancy.",
        ),
        (
            "Findings",
            rng.choice(words.ENDOSCOPY_FINDINGS) if scope else words.CT_FINDINGS_EN,
        ),
    ):
        y = _heading(paper, 56, y, name.upper() if upper else name, form)
        y = paper.flow(66, y, paper.width - 122, [text]) + 10
    if scope:
        labelled = [
            ("Polyp size", str(rng.randrange(3, 24)), "mm"),
            ("Boston Bowel Preparation Scale", str(rng.randrange(5, 10)), ""),
            ("Paris classification", rng.choice(("0-Is", "0-IIa", "0-Ip")), ""),
        ]
        for name, value, unit in rng.sample(labelled, rng.randrange(1, 4)):
            paper.cell(66, y, Val(value, name, unit, before=f"{name}: ", after=unit and f" {unit}"))
            y += paper.body * 1.6
        y += 8
    shown = impression.upper() if upper else impression
    y = _entries(paper, 66, _heading(paper, 56, y, shown, form), shown, said)
    paper.text(56, y + 26, f"Signed: {hd.doctor(rng, 'en')}", size=9)
    hd.footer(paper, "Confidential")
    return paper.sheet()


FAMILIES = (
    Family("narrative-pathology", DocumentType.NARRATIVE, _pathology),
    Family("narrative-radiology", DocumentType.NARRATIVE, _radiology),
    Family("narrative-discharge", DocumentType.NARRATIVE, _discharge),
    Family("narrative-english", DocumentType.NARRATIVE, _english, "en"),
)
