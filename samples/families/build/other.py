"""Documents without results: consent, bill, appointment, questionnaire, prescription, leaflet, fax cover, forms."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mappers.model import DocumentType
from samples.families.build.ward_sheet import WardSheet
from samples.generating.family import Family
from samples.making.truth import Sheet

_KIND = DocumentType.OTHER


def _lines(sheet: WardSheet, y: float, lines: tuple[str, ...], step: float = 17.0, x: float = 50.0) -> float:
    for line in lines:
        sheet.put(x, y, line)
        y += step
    return y


def consent(random: Random) -> Sheet:
    """A consent form that names an examination and its risks, with numbers in prose."""
    sheet = WardSheet(random)
    what = random.choice(
        (
            "上部消化管内視鏡検査",
            "造影CT検査",
            "心臓カテーテル検査",
            "輸血",
            "病理組織検査",
            "ペースメーカ植込み術",
        )
    )
    y = sheet.head(
        f"{what} {random.choice(('同意書', '説明・同意書', 'に関する同意書'))}",
        random.choice(("説明日", "同意日")),
    )
    y = _lines(
        sheet,
        y,
        (
            f"私は、{what}の目的、方法、危険性について説明を受け、",
            "十分に理解しましたので、その実施に同意します。",
            "",
            "1. 目的：病変の診断および治療方針の決定",
            "2. 合併症：出血（0.1％）、穿孔（0.05％）、アレルギー反応（約3％）",
            "3. 検査前に血圧、脈拍、SpO2 を測定します。",
            "",
            "□ 理解しました　　□ さらに説明を希望します",
            "",
        ),
    )
    _lines(
        sheet,
        y,
        (
            "同意年月日　　　　年　　月　　日",
            "患者氏名（自署）＿＿＿＿＿＿＿＿＿＿",
            "代諾者＿＿＿＿＿＿＿＿　続柄（　　）",
            "説明医師　架空 太郎",
        ),
        24,
    )
    return sheet.sheet(_KIND)


def bill(random: Random) -> Sheet:
    """A bill: names beside amounts, some of them laboratory's."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("診療費請求書兼領収書", "診療明細書", "領収証")), random.choice(("発行日", "請求日"))
    )
    sheet.put(50, y, "区分")
    sheet.put(140, y, "項目名")
    sheet.put(380, y, "点数", align="right")
    sheet.put(450, y, "回数", align="right")
    for section, name, points in (
        ("検査", "末梢血液一般検査", 21),
        ("検査", "AST、ALT、γ-GT、クレアチニン", 103),
        ("検査", "CRP", 16),
        ("画像", "胸部単純撮影 デジタル", 154),
        ("投薬", "アムロジピン錠5mg", 12),
        ("初・再診料", "外来診療料", 76),
    ):
        y += 18
        sheet.put(50, y, section)
        sheet.put(140, y, name)
        sheet.put(380, y, str(points + random.randrange(9)), align="right")
        sheet.put(450, y, "1", align="right")
    total = random.randrange(1200, 28000)
    _lines(
        sheet,
        y + 34,
        (
            f"合計点数　　{total // 10:,} 点",
            f"負担割合　　{random.choice((1, 2, 3))}割",
            f"今回請求額　{total:,} 円",
            "領収印",
        ),
    )
    return sheet.sheet(_KIND)


def appointment(random: Random) -> Sheet:
    """An appointment slip that tells of an examination to come."""
    sheet = WardSheet(random)
    y = sheet.head(random.choice(("検査予約票", "診察予約票", "予約のご案内", "次回予約票")), "発行日")
    what = random.choice(
        ("心臓超音波検査", "呼吸機能検査", "腹部CT検査", "24時間ホルター心電図検査", "採血・採尿")
    )
    _lines(
        sheet,
        y,
        (
            f"予約日時：{sheet.date(sheet.day)} {random.randrange(8, 17)}:{random.choice(('00', '15', '30'))}",
            f"検査内容：{what}",
            "受付場所：1階 2番窓口",
            "",
            "【注意事項】",
            "・検査当日は朝食をとらずにお越しください（水は 200 mL まで可）。",
            "・検査の 30 分前までに受付を済ませてください。",
            "・体重 40 kg 未満の方はお申し出ください。",
            "持ち物：診察券、保険証",
            "お問い合わせ：000-000-0000",
        ),
        20,
    )
    return sheet.sheet(_KIND)


def questionnaire(random: Random) -> Sheet:
    """A questionnaire, partly filled in."""
    sheet = WardSheet(random)
    y = sheet.head(random.choice(("問診票", "内科問診票", "健康調査票")), random.choice(("記入日", "受診日")))
    _lines(
        sheet,
        y,
        (
            "1. 本日はどのような症状で来院されましたか。",
            "　　□ 発熱　□ 咳　□ 腹痛　□ その他（　　　　　　）",
            "2. いつからですか。　（　　　日前から）",
            "3. 今までにかかった病気はありますか。　□ いいえ　□ はい（高血圧・糖尿病・喘息）",
            "4. お薬のアレルギーはありますか。　□ いいえ　□ はい",
            f"5. 喫煙　□ しない　□ する（1日 {random.randrange(5, 40)} 本 × {random.randrange(3, 40)} 年）",
            "6. 飲酒　□ しない　□ する（週　　回）",
            "7. 妊娠の可能性　□ なし　□ あり",
        ),
        24,
    )
    return sheet.sheet(_KIND)


def prescription(random: Random) -> Sheet:
    """A prescription: drugs with doses and days."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("処方箋", "院外処方せん", "お薬の説明書", "薬剤情報提供書")),
        random.choice(("交付年月日", "処方日", "調剤日")),
    )
    for number, drug in enumerate(
        random.sample(
            (
                "アムロジピン錠 5mg",
                "メトホルミン塩酸塩錠 250mg",
                "ロスバスタチン錠 2.5mg",
                "ランソプラゾールOD錠 15mg",
                "酸化マグネシウム錠 330mg",
            ),
            3,
        ),
        1,
    ):
        sheet.put(60, y, f"{number}) {drug}")
        sheet.put(330, y, f"{random.randrange(1, 7)} 錠")
        sheet.put(80, y + 15, f"1日{random.randrange(1, 4)}回 毎食後　{random.choice((14, 28, 30))}日分")
        y += 36
    _lines(
        sheet,
        y + 10,
        (
            "処方箋の使用期間：交付の日を含めて4日以内",
            "保険者番号　00000000　　記号・番号　00・000",
            "保険医氏名　架空 太郎",
        ),
    )
    return sheet.sheet(_KIND)


def fax(random: Random) -> Sheet:
    """A fax cover or order form: few words."""
    sheet = WardSheet(random)
    y = sheet.head(
        random.choice(("FAX送信票", "FAX送付状", "検査依頼書", "送付状")), random.choice(("送信日", "依頼日"))
    )
    _lines(
        sheet,
        y,
        (
            "送信先：架空第二病院 地域連携室",
            f"枚数：本状を含め {random.randrange(2, 9)} 枚",
            "件名：検査結果のご送付",
            "",
            "平素より大変お世話になっております。",
            "下記のとおりお送りいたしますので、ご査収ください。",
            "・血液検査結果　1部",
            "・心電図　1部",
            "・診療情報提供書　1部",
        ),
        22,
    )
    return sheet.sheet(_KIND)


def english_form(random: Random) -> Sheet:
    """English consent, invoice or appointment letter."""
    sheet = WardSheet(random, language="en")
    title, lines = random.choice(
        (
            (
                "INFORMED CONSENT FOR COLONOSCOPY",
                (
                    "I have been informed of the nature and the risks of the procedure,",
                    "including bleeding (1 in 1,000) and perforation (1 in 2,000).",
                    "I consent to the procedure described above.",
                    "",
                    "Signature ____________________   Date ____________",
                    "Witness ____________________",
                ),
            ),
            (
                "INVOICE",
                (
                    "Description                                 Quantity        Amount",
                    "Complete blood count                          1             12.50",
                    "Electrocardiogram                             1             38.00",
                    "Chest radiograph                              1             54.20",
                    "Total due: 104.70 EUR",
                    "Payment due within 30 days.",
                ),
            ),
            (
                "Appointment Confirmation",
                (
                    "Dear patient,",
                    "your appointment for an echocardiogram is on Tuesday at 09:30.",
                    "Please bring your insurance card and arrive 15 minutes early.",
                    "Do not eat or drink for 4 hours before the test.",
                ),
            ),
        )
    )
    y = sheet.head(title, "Date")
    _lines(sheet, y, lines, 20)
    return sheet.sheet(_KIND)


def leaflet(random: Random) -> Sheet:
    """A page for patients about an examination: its names and normal values in prose."""
    sheet = WardSheet(random)
    title, lines = random.choice(
        (
            (
                "肺機能検査を受けられる方へ",
                (
                    "この検査では、肺活量（VC）や1秒量（FEV1.0）を測ります。",
                    "鼻をつまみ、マウスピースをくわえて大きく息を吸い、吐きます。",
                    "検査時間は約15分です。",
                    "検査前の食事や飲水の制限はありません。",
                ),
            ),
            (
                "検査値の見かた（ご案内）",
                (
                    "AST・ALTは肝臓の細胞に含まれる酵素です。",
                    "HbA1cは過去1～2か月の血糖の平均を表します。",
                    "クレアチニンは腎臓の働きを示します。",
                    "詳しくは主治医におたずねください。",
                ),
            ),
            (
                "ペースメーカを植込まれた方へ",
                (
                    "定期的にペースメーカ外来を受診してください。",
                    "電池の寿命はおよそ7～10年です。",
                    "携帯電話は植込み部位から15 cm以上離してお使いください。",
                    "手帳を必ず携帯してください。",
                ),
            ),
        )
    )
    y = sheet.head(title, "発行日")
    _lines(sheet, y, lines, 24)
    return sheet.sheet(_KIND)


def blank(random: Random) -> Sheet:
    """Hardly anything: a page number, a letterhead."""
    sheet = WardSheet(random)
    y = sheet.head(random.choice(("", "みなと架空総合病院", "（余白）")), "印刷日")
    _lines(sheet, y + 600, ("このページは余白です。", "2 / 2"))
    return sheet.sheet(_KIND)


def _plain(draw: Callable[[Random], Sheet]) -> Callable[[Random], Sheet]:
    """The drawing, checked to claim no items."""

    def drawn(random: Random) -> Sheet:
        sheet = draw(random)
        assert not sheet.truth.items
        return sheet

    return drawn


FAMILIES = tuple(
    Family(f"other-{draw.__name__.replace('_', '-')}", _KIND, _plain(draw), language)
    for draw, language in (
        (consent, "ja"),
        (bill, "ja"),
        (appointment, "ja"),
        (questionnaire, "ja"),
        (prescription, "ja"),
        (fax, "ja"),
        (leaflet, "ja"),
        (blank, "ja"),
        (english_form, "en"),
    )
)
