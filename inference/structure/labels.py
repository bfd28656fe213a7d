"""Labels of a report's head: who, when, by whom. They name the printed person and dates, never results."""

from __future__ import annotations

import re
from enum import StrEnum

from inference.readable import fold
from inference.structure.kana_readings import half_width


class Label(StrEnum):
    """What a label announces."""

    ID = "id"
    VISIT = "visit"  # a number that is the patient's where the page prints none that is surely so
    NAME = "name"
    KANA = "kana"
    BIRTH = "birth"
    SEX = "sex"
    COLLECTED = "collected"
    TESTED = "tested"
    RECEIVED = "received"
    REPORTED = "reported"
    OTHER = "other"


_WORDS: dict[Label, str] = {
    Label.ID: (
        "患者ID 患者番号 患者No 患者No. カルテ番号 カルテNo カルテNo. カルテID 診察券番号 診察券No "
        "診療録番号 ID番号 ID patientid patientno patientno. mrn medicalrecordno "
        "medicalrecordnumber chartno patientnumber 受診者番号 個人番号 IDNo. IDNo ID№ 患者№ カルテ№ "
        "患者コード 診察番号 患者識別番号 受診者ID 診察券 カルテ 診察券ID "
        "個人ID 患者ID番号 カンジャID カンジャバンゴウ patientidno chart# mrn# uhid pid hn hospitalno. hospitalno "
        "hospitalnumber unitno. unitno unitnumber hospitalid 利用者番号 利用者ID 利用者No 利用者No. medicalrecord"
    ),
    Label.VISIT: (
        "受診番号 受診No 受診No. 登録番号 登録No 登録No. 会員番号 健診番号 健診No 健診No. 受診票番号 "
        "recordno recordno. recordnumber"
    ),
    Label.NAME: (
        "患者氏名 患者名 氏名 お名前 名前 受診者名 受診者氏名 受診者 被検者名 被検者氏名 漢字氏名 患者 "
        "patientname nameofpatient patient name fullname 患者様氏名 患者様名 受検者名 受検者氏名 "
        "利用者氏名 利用者名 ナマエ シメイ カンジャメイ カンジャシメイ surname,firstname lastname,firstname "
        "氏名漢字 氏名(漢字) 患者漢字氏名 漢字名 患者氏名(漢字) patient'sname subject namepatient"
    ),
    Label.KANA: (
        "フリガナ ふりがな カナ氏名 カナ 氏名カナ カナ名 患者カナ 患者カナ名 氏名(カナ) 患者名カナ カナ患者名 "
        "ﾌﾘｶﾞﾅ ｶﾅ氏名 ｶﾅ 氏名ｶﾅ 患者ｶﾅ"
    ),
    Label.BIRTH: (
        "生年月日 誕生日 出生日 dateofbirth birthdate birthday dob d.o.b. d.o.b born 出生年月日 生年月 "
        "誕生年月日 セイネンガッピ birth dob/sex dateofbirth/sex 生年月日/性別 生年月日・性別"
    ),
    Label.SEX: (
        "セイベツ "
        "性別 性 sex gender 年齢/性別 年齢・性別 age/sex age/gender 年齢性別 年齢/性 年齢・性 性別/年齢 性別・年齢 "
        "sex/age gender/age"
    ),
    Label.COLLECTED: (
        "採取日時 採血日時 採取日 採血日 検体採取日 検体採取日時 採取年月日 採血年月日 採取 採血 採尿日時 "
        "採尿日 採便日 採痰日 採取時刻 collected collectiondate collectiontime collectiondatetime dateofcollection "
        "collectiondate/time datecollected collectedon specimendate specimencollected sampledate drawn "
        "datedrawn sampled sampledon sampletaken samplingdate samplingtime samplingdate/time"
    ),
    Label.TESTED: (
        "ケンサビ ケンサニチジ ソクテイビ ソクテイニチジ "
        "検査日 検査日時 検査実施日 測定日時 測定日 検査年月日 実施日 実施日時 testdate dateoftest testeddate "
        "撮影日 撮影日時 施行日 施行日時 手術日 手術年月日 記録日 記録日時 観察日 観察日時 訪問日 来院日 送信日 "
        "透析日 透析実施日 治療日 "
        "点検日 チェック日 計測日 計測日時 装着日 装着日時 データ取得日 データ取得日時 受診日 受診年月日 診療日 健診日 "
        "記録開始 記録開始日時 記録開始日 測定開始 測定開始日時 検査開始 検査開始日時 装着開始 装着開始日時 "
        "recordingdate recordingstart recordingstarted startofrecording hookupdate hookupdate/time scandate "
        "調剤日 記入日 説明日 examdate dateofexam examinationdate dateofexamination studydate "
        "dateofstudy dateofprocedure proceduredate dateofsurgery dateofcheck checkdate recorded recordedon"
    ),
    Label.RECEIVED: (
        "受付日時 受付日 受領日 受領日時 検体受付日 検体到着日時 到着日時 依頼日 依頼日時 received "
        "receiveddate datereceived オーダ日 receiveddate/time"
    ),
    Label.REPORTED: (
        "報告日時 報告日 報告年月日 発行日 発行日時 作成日 作成日時 出力日時 出力日 印刷日時 印刷日 "
        "最終報告日 読影日 読影日時 診断日 診断年月日 記載日 記載日時 "
        "reported reportdate reporteddate datereported reportdate/time printed reportdatetime "
        "issued"
    ),
    Label.OTHER: (
        "入院日 退院日 入院年月日 退院年月日 入院期間 "
        "ネンレイ 年齢 診療科 科 科名 病棟 病室 病棟・病室 病棟/病室 入外 入外区分 所属 検査種別 受付no "
        "主治医 依頼医 依頼医師 担当医 医師 検査責任者 検査者 "
        "承認者 病院名 施設名 材料 検体 身長 体重 電話 tel fax 住所 保険 依頼番号 検体番号 受付番号 "
        "伝票番号 オーダ番号 ページ 頁 依頼元 診断名 依頼科 臨床診断 age physician doctor "
        "orderingphysician department ward location accession accessionno page clinic hospital phone "
        "requestedby orderedby specimen sampleid specimenid referringphysician address labno account "
        "orderno 検査技師 血液型 コメント 備考 署名 承認 検印 担当者 担当 責任者 年令 検査室 採取者 透析 "
        "妊娠 食事 担当医師 担当医名 主治医名 検査技師名 臨床検査技師 報告者 検査担当 検査担当者 "
        "検査実施者 判読医 読影医 診断医 病理医 紹介元 紹介医 紹介先 "
        "紹介元医師 宛先 送付先 保護者 連絡先 緊急連絡先 続柄 執刀医 術者 助手 記載者 記載医 作成者 "
        "発行者 発行医 責任医師 確認者 入力者 "
        "採血者 依頼者 依頼施設 依頼医療機関 提出医 提出元 院長 医療機関名 医療機関 施設長 検査所 "
        "薬剤師 看護師 受持医 "
        "検査責任医師 承認医 診療科名 世帯主 被保険者 orderedby orderingprovider orderingdoctor "
        "保険医氏名 医師氏名 担当医氏名 主治医氏名 処方医氏名 依頼医氏名 担当者氏名 記入者氏名 検査者氏名 薬剤師氏名 "
        "attending attendingphysician "
        "consultant reportedby verifiedby technologist technician provider referredby refby ref.by reviewedby "
        "approvedby collectedby performedby signedby pathologist guarantor nextofkin emergencycontact clinician "
        "client facility laboratory requestingdoctor requestingphysician ref.doctor nurse"
    ),
}
_WITH_IDS = (
    "lab laboratory specimen sample order request requisition accession report study series test case exam visit "
    "encounter episode session document device machine instrument analyzer analyser system monitor station operator "
    "user staff doctor physician provider nurse technician facility site clinic department ward room bed account "
    "検体 検査 材料 依頼 オーダ オーダー 受付 予約 報告書 文書 伝票 装置 機器 機種 端末 測定 システム 操作者 担当者 "
    "ユーザ ユーザー 職員 医師 看護師 技師 施設 医療機関 病棟 診療科"
)
"""What has an id that is not the patient's: `Lab ID`, `検体ID`."""
_WORDS[Label.OTHER] += " " + " ".join(f"{word}id" for word in _WITH_IDS.split())
LEXICON: dict[str, Label] = {fold(word): label for label, words in _WORDS.items() for word in words.split()}
_NEVER_LABEL_ALONE = frozenset(("科", "性", "頁", "採取", "採血", "検体", "材料", "体重", "身長", "血液型"))
_BEFORE_SEPARATOR = frozenset(
    [
        "patient",
        "name",
        "born",
        "birth",
        "subject",
        "client",
        "pid",
        "hn",
        "laboratory",
        "medicalrecord",
        "nurse",
        "technician",
        "provider",
        "患者",
        "受診者",
        "名前",
        "診察券",
        "カルテ",
        "院長",
        "助手",
        "術者",
        "連絡先",
        "看護師",
    ]
)
"""Words of prose, titles and table heads (`Patient Information`, `Test Name`): labels only where nothing is
written before them and a colon or a gap follows."""
_SEPARATED = re.compile(r"\s*[:：\t]|\s*$")


_KANA_LIKE = str.maketrans("力口二工夕卜八", "カロニエタトハ")
"""Kanji that recognition reads for katakana (力ナ)."""


def _spelled(word: str) -> str:
    """The word as a pattern: spaces may stand between its characters, 0 may stand for O."""
    return r"\s?".join("[o0]" if c in "oO" else re.escape(c) for c in word)


_PRINTED = {w for ws in _WORDS.values() for w in ws.split()} - _NEVER_LABEL_ALONE
_ALL = sorted(_PRINTED | set(map(half_width, _PRINTED)), key=len, reverse=True)
_PATTERN = re.compile(rf"(?<![A-Za-z])({'|'.join(map(_spelled, _ALL))})(?![A-Za-z])", re.IGNORECASE)
_SHORT_CELL = re.compile(rf"(?:^|(?<=\t))\s*({'|'.join(sorted(_NEVER_LABEL_ALONE))})\s*(?=[:：\t]|$)")
_SEX_SHORT = re.compile(r"(?:^|(?<=[\s/・]))性\s*[:：]?\s*(?=(?:男|女|[MF])(?![A-Za-z]))")
_LATIN_NAME_BEHIND = re.compile(r"\s+[A-Z][A-Za-z'’\-]+,?(?:\s[A-Z][A-Za-z'’\-]*\.?){1,3}\s*(?:\t|$)")
_LATIN_ALONE = re.compile(
    r"\s*(?i:patient|name)\s+[A-Z][A-Za-z'’\-]+,\s[A-Z][A-Za-z'’\-]+(?:\s[A-Z]\.?)?\s*$"
)
_COLLECTED_SHORT = re.compile(
    r"(?:採取|採血|採尿|採便|採痰)(?=[\s:：]*(?:\d{2,4}\s?[/.年-]|令和|平成|[RH]\d))"
)
"""Words too short to be a label anywhere but right before a date."""
_WORDS_OF_TIME = (
    r"[A-Za-z一-龥ぁ-んァ-ヶー]{1,10}(?:日時|年月日|日付|時刻|日)|(?:[A-Za-z]+[\s\-/]){1,3}(?:date\s?/\s?time|date|time)"
    r"|date(?:\s?/\s?time)?|日付|日時|date(?:\s?/\s?time)?\s(?:of\s)?[A-Za-z]+|[A-Za-z]{4,14}\s(?:on|at)"
)
_TIME_LABEL = re.compile(
    rf"(?<![A-Za-z一-龥ぁ-んァ-ヶー])({_WORDS_OF_TIME})\s*[:：]?[\s\t]*"
    r"(?=(?:(?:19|20)\d\d|令和|平成|[RH]\.?\d|\d{1,2}[\s\-/.](?:\d|[A-Z])|[A-Z][a-z]{2,8}\.?\s\d))",
    re.IGNORECASE,
)
_ANOTHER_TIME = re.compile(
    r"植え?込|移植|次回|予定|予約|前回|前々回|初回|初診|入院|退院|期限|有効|発症|死亡|登録|開始|導入|交換|装着"
    r"|(?<!受)診断|出生|誕生|生年|月経|分娩|更新|保険"
    r"|implant|next|previous|last|prior|first|admi|discharg|expir|onset|start|replace|birth|born|due|schedul|death"
    r"|menstr|valid|follow",
    re.IGNORECASE,
)
_OF_REPORT = re.compile(r"出力|印刷|発行|作成|報告|print|report|issue|generat|creat|sign", re.IGNORECASE)


def is_label(text: str) -> bool:
    """Whether the text is a label of a report's head, so never an item's name."""
    key = fold(text)
    return key == "no" or (key.strip(":()") in LEXICON and key not in _NEVER_LABEL_ALONE)


def begins_with_label(text: str) -> bool:
    """Whether the text is a label of the person or a time, perhaps with what it announces run against it."""
    match = _PATTERN.match(text)
    if is_label(text) or match is None:
        return is_label(text)
    return _meaning(match[1]) is not Label.OTHER and _stands_as_label(match)


def whole_label(text: str) -> Label | None:
    """What a text announces that is a label and nothing else; None for any other text."""
    key = fold(text).strip(":()")
    return LEXICON.get(key) or LEXICON.get(key.translate(_KANA_LIKE))


def time_label(text: str) -> Label | None:
    """What a date in no list that a text announces is of: `Session date`, `データ取込日時`; OTHER for what was at
    another time (植込日, Next visit date), None where the text is no such label."""
    text = text.strip(" :：()（）[]")
    if re.fullmatch(_WORDS_OF_TIME, text, re.IGNORECASE) is None:
        return None
    if _ANOTHER_TIME.search(text):
        return Label.OTHER
    return Label.REPORTED if _OF_REPORT.search(text) else Label.TESTED


def labels_in(text: str) -> list[tuple[int, int, Label]]:
    """The labels in a line's text: start, end and kind, left to right, longest first where they overlap."""
    matches = list(_PATTERN.finditer(text))
    found = [(m.start(), m.end(), _meaning(m[1])) for m in matches if _stands_as_label(m)]
    if any(label in (Label.ID, Label.BIRTH, Label.SEX) for _, _, label in found) or _LATIN_ALONE.match(text):
        found += [(m.start(), m.end(), Label.NAME) for m in matches if _before_latin_name(m)]
    found += [(m.start(), m.end(), Label.COLLECTED) for m in _COLLECTED_SHORT.finditer(text)]
    found += [(m.start(), m.end(), Label.SEX) for m in _SEX_SHORT.finditer(text)]
    found += [(m.start(1), m.end(1), _meaning(m[1])) for m in _SHORT_CELL.finditer(text)]
    told = [(start, end) for start, end, _ in found]
    for match in _TIME_LABEL.finditer(text):
        own = time_label(match[1])
        if own is not None and not any(a < match.end(1) and match.start(1) < b for a, b in told):
            found.append((match.start(1), match.end(1), own))
    return sorted(set(found))


def _stands_as_label(match: re.Match[str]) -> bool:
    if fold(match[1]) not in _BEFORE_SEPARATOR:
        return True
    before = match.string[: match.start()].rstrip(" ")[-1:]
    return _SEPARATED.match(match.string, match.end()) is not None and not before.isalpha()


def _before_latin_name(match: re.Match[str]) -> bool:
    """`Name DOE, JANE`: without a colon, at the start of a cell, with nothing in the cell but the name."""
    begins = match.string[: match.start()].rstrip(" ")[-1:] in ("", "\t")
    named = begins and not _stands_as_label(match) and _meaning(match[1]) is Label.NAME
    return named and _LATIN_NAME_BEHIND.match(match.string, match.end()) is not None


def _meaning(word: str) -> Label:
    key = fold(word)
    return LEXICON[key] if key in LEXICON else LEXICON[key.replace("0", "o")]
