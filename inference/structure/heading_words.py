"""Which words head which column of a table: a list, and what headings in no list most likely mean."""

from __future__ import annotations

import re
from enum import StrEnum

from inference.readable import fold


class Role(StrEnum):
    """What a column holds."""

    NAME = "name"
    VALUE = "value"
    UNIT = "unit"
    RANGE = "range"
    FLAG = "flag"
    PREVIOUS = "previous"  # an earlier result: never the current value
    DATED = "dated"  # results of the date in the heading
    CODE = "code"
    SECTION = "section"
    SPECIMEN = "specimen"
    NOTE = "note"
    NAMED = "named"  # in no lexicon: numbers there are results named by the heading, words are nothing


_WORDS: dict[Role, str] = {
    Role.NAME: (
        "検査の種類 検査の名前 ｺｳﾓｸ ｹﾝｻｺｳﾓｸ "
        "薬剤名 薬物名 薬品名 "
        "検査項目 検査項目名 検査項目名称 項目 項目名 項目名称 検査名 検査名称 検査内容 検査種目 "
        "測定項目 分析項目 依頼項目 成分 検査成分 沈渣成分 test "
        "testname tests analyte item parameter assay examination investigation component "
        "investigations components description"
    ),
    Role.VALUE: (
        "ｹｯｶ ｿｸﾃｲﾁ ｺﾝｶｲ 結果 検査結果 結果値 検査値 測定値 測定結果 今回 今回値 今回結果 成績 検査成績 数値 値 データ "
        "報告値 result results value yourresult yourvalue current currentresult observedvalue resultvalue "
        "patientresult inrange outofrange outsiderange abnormalresult normalresult 実測値 実測 判定値 "
        "陽性率 出現率 検出率 百分率 割合 "
        "検査成績値 本日 本日値 今日 最新 最新値 "
        "今回測定値 今回検査値 今回の結果 今回データ あなたの結果 あなたの値 分析値 observation measured"
    ),
    Role.UNIT: "ﾀﾝｲ 単位 unit units uom",
    Role.RANGE: (
        "ｷｼﾞｭﾝﾁ ｷｼﾞｭﾝ めやす 目安 めやすの値 "
        "基準値 基準範囲 基準値範囲 基準 正常値 正常範囲 参考値 参考基準値 参考基準範囲 施設基準値 "
        "施設基準範囲 共用基準範囲 基準値男 基準値女 基準値男性 基準値女性 男性 女性 下限 上限 下限値 "
        "上限値 基準下限 基準上限 男性基準値 女性基準値 reference referencerange refrange ref.range "
        "referenceinterval normalrange normal refinterval biologicalreferenceinterval range expectedrange "
        "reference(range) ref expected expectedvalue expectedvalues normalvalues "
        "ref.interval ref.int. referenceint. refint "
        "有効治療域 治療域 有効域 治療濃度 治療濃度域 治療濃度範囲 有効血中濃度 治療有効濃度 有効濃度域 "
        "有効治療濃度 therapeuticrange targetrange"
    ),
    Role.FLAG: (
        "判定 h/l hl l/h 異常 異常区分 フラグ 高低 マーク 記号 評価 識別 h・l 異常値 flag flags abn "
        "abnormal abnormalflag h/lflag interpretation 状態 印"
    ),
    Role.PREVIOUS: (
        "ｾﾞﾝｶｲ 前回 前回値 前回結果 前々回 前々回値 前前回 前前回値 過去値 前値 前回検査値 前回データ previous "
        "previousresult prior priorresult last lastresult prev previousvalue priorvalue"
    ),
    Role.CODE: (
        "コード 検査コード 項目コード no no. № 番号 項番 連番 整理番号 順番 順 code testcode jlac10 jlac loinc #"
    ),
    Role.SECTION: "分類 区分 検査分野 分野 検査区分 種別 category section panel department",
    Role.SPECIMEN: "材料 検体 検体種別 検査材料 検体名 specimen sample",
    Role.NOTE: (
        "採血時期 採取時期 採血時点 採血タイミング "
        "備考 コメント 注 注記 測定法 検査方法 方法 測定方法 実施日 検査日 付加コメント 点数 remarks "
        "remark comment comments note notes method methodology performed 推移 グラフ 報告状況 status "
        "報告日 略称 略号 略語 略名 英名 英語名 英略称 abbreviation abbr 検査の説明 説明 解説 "
        "検査の意味 lab 依頼区分 至急 保険点数 "
        "lablocation performinglab 委託先 実施施設"
    ),
}
LEXICON: dict[str, Role] = {fold(word): role for role, words in _WORDS.items() for word in words.split()}
_LIKELY: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.NOTE, re.compile(r".{1,6}(?:日|日付|日時|年月日|時刻|回数)|.{1,10}(?:date|time)")),
    (
        Role.PREVIOUS,
        re.compile(r"(?:前々?回|前前回|\d回前|過去|以前).{0,6}|(?:previous|prior|last|past).{0,10}"),
    ),
    (
        Role.RANGE,
        re.compile(
            r".{0,6}(?:基準|正常|参考|標準|共用).{0,6}(?:[・/&]?単位)?|.{0,5}(?:下限|上限)値?"
            r"|.{0,14}(?:ref(?:erence)?|normal|standard|expected|desirable|biological)[a-z.]*"
            r"(?:range|interval|values?|limits?|int)s?(?:(?:[&/,]|and)units?)?"
        ),
    ),
    (Role.UNIT, re.compile(r".{0,6}単位|units?(?:of.{0,10})?|.{0,8}units?")),
    (Role.FLAG, re.compile(r".{0,4}(?:判定|フラグ|異常表示)|.{0,10}flags?")),
    (
        Role.NAME,
        re.compile(r".{0,6}(?:項目|検査名)(?:名称?)?|.{0,12}(?:test|analyte|component|parameter)(?:name|s)?"),
    ),
    (Role.VALUE, re.compile(r".{0,5}(?:結果|測定値|成績|検査値|実測値)値?|.{0,12}(?:results?|values?)")),
    (Role.NOTE, re.compile(r".{0,6}(?:コメント|備考|方法|測定法)|.{0,8}(?:comments?|notes?|methods?)")),
    (Role.CODE, re.compile(r".{0,6}(?:コード|番号)|.{0,8}code")),
    (Role.SPECIMEN, re.compile(r".{0,4}(?:材料|検体).{0,2}|.{0,6}specimen.{0,4}")),
)
"""What a heading in no lexicon most likely means, first match: asked only in rows that have known headings."""
_BRACKETS = re.compile(r"[(\[<【].*?[)\]>】]")


def role_of(text: str) -> Role | None:
    """The role of a heading's text, brackets such as `(単位)` aside; None where the word is no heading."""
    key = fold(text).strip(":;*・■□◆")
    if key in LEXICON:
        return LEXICON[key]
    bare = _BRACKETS.sub("", key) or key.strip("()[]<>【】")  # `項目(単位)`, `(基準値)`
    if bare != key and bare in LEXICON:
        return LEXICON[bare]
    parts = [fold(part) for part in re.split(r"[\s/()（）・|]+", text) if part]
    roles = {LEXICON.get(part) for part in parts}  # `検査項目 Test`, `結果/Result`
    if (
        len(parts) < 2
        or len(roles) != 1
        or (Role.PREVIOUS in roles and len({p.isascii() for p in parts}) == 1)
    ):
        return None  # `前回 前々回` are two columns
    return roles.pop()


def likely_role(text: str) -> Role | None:
    """The role of an unknown heading beside known ones, by what it contains; None where it says nothing."""
    key = _BRACKETS.sub("", fold(text).strip(":;*・■□◆")) or fold(text).strip("()[]")
    return next((role for role, pattern in _LIKELY if pattern.fullmatch(key)), None)
