"""Lung function: volumes and flows measured, predicted and in percent, before and after a bronchodilator.

The words are hand-made lists of what Japanese and English reports print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.readable import PageWords, fold
from inference.structure.matrix import Vocabulary
from inference.structure.measurements import Profile, folded, read_measurements
from inference.structure.names import Names
from inference.structure.pairs import Pair
from mappers.model import Item

TITLES = (
    "呼吸機能検査", "肺機能検査", "スパイロメトリー", "スパイロメトリ", "スパイログラム", "肺活量検査",
    "換気機能検査", "気道可逆性検査", "肺拡散能検査", "フローボリューム", "spirometry",
    "pulmonary function", "lung function", "spirogram", "PFT report", "respiratory function",
)  # fmt: skip
_ABBREVIATED = """
VC %VC FVC %FVC FEV1 FEV1.0 FEV₁ FEV1% FEV1.0% %FEV1 %FEV1.0 FEV1.0%G FEV1.0%T FEV1%G FEV1%T FEV1/FVC
FEV1.0/FVC FEV1/VC FEV6 FEV3 FEV3.0 FEV0.5 FEV1.0/FEV6 FEV1/FEV6 FIVC FIV1 SVC EVC IVC TV VT IRV ERV IC FRC
RV TLC RV/TLC FRC/TLC RV/TLC% PEF PEFR PIF PIFR MMF MMEF FEF FEF25 FEF50 FEF75 FEF25-75 FEF25-75% FEF25%-75%
FEF_25-75 MEF25 MEF50 MEF75 MMEF75/25 V50 V25 V75 V10 V̇50 V̇25 V̇75 V50/V25 V̇50/V̇25 V25/HT V25/Ht
V̇25/身長 V25/身長 MVV %MVV MV BF BR RR DLCO DLco %DLCO DLCO/VA DLco/VA KCO TLCO VA CV CC CV/VC CC/TLC
CV/VC% ΔN2 ATI AT.Index ExtrapVol EV BEV PEFT FET TPEF ExpTime ExpiratoryTime Raw sRaw Gaw sGaw R5 R20
R5-R20 X5 Fres ALX FeNO MIP MEP PImax PEmax DLCO' DLCOc FEV1reversibility ΔFEV1 PEF(L/s) lungage lung_age
"""
_WORDED = """
肺活量 %肺活量 努力性肺活量 努力肺活量 %努力性肺活量 %努力肺活量 対標準肺活量 1秒量 一秒量 %1秒量 %一秒量
対標準1秒量 1秒率 一秒率 1秒率(ゲンスラー) 1秒率(G) 1秒率(T) 一秒率(G) 一秒率(T) ゲンスラー1秒率
ティフノー1秒率 1回換気量 一回換気量 予備吸気量 予備呼気量 最大吸気量 深吸気量 機能的残気量 残気量 全肺気量
残気率 最大呼気流量 最大呼気流速 ピークフロー 最大中間呼気流量 最大中間呼気速度 最大換気量 分時最大換気量
%最大換気量 拡散能 肺拡散能 肺拡散能力 %拡散能 %肺拡散能 肺年齢 呼気時間 外挿気量 分時換気量 呼吸数 拡散能力
肺胞気量 クロージングボリューム 空気とらえ込み指数 エアートラッピング指数 気速指数 改善率 改善量 1秒量改善率
FEV1改善率 1秒量改善量 可逆性 呼気一酸化窒素 呼気NO 気道抵抗
再現性 1秒量の再現性 一秒量の再現性 努力性肺活量の再現性 FEV1の再現性 FVCの再現性
"""
VOCABULARY = tuple(
    (_ABBREVIATED + _WORDED + "実測値 予測値 %予測 対予測比 吸入前 吸入後 LLN 肺年齢 predicted %pred").split()
)

_MEASURED = folded("""
実測 ｿｸﾃｲﾁ ｿｸﾃﾁ ｼﾞｯｿｸﾁ
実測値 測定値 測定 測定結果 今回 今回値 今回測定値 結果 値 採用値 最良値 ベスト ベスト値 最大値 代表値
検査値 meas meas. measured act act. actual best observed obs obs. value result best_value actual_value
measured_value m.val bestvalue observed_value 実測値(best)
""")
_NAMED = folded("""
予測 ﾖｿｸﾁ ﾖｿｸ 予測値 予測正常値 標準値 予測標準値 標準予測値 正常予測値 pred pred. predicted predicted_value
ref_value pred_value prd 予想値 標準 reference_value %予測 %予測値 予測% 予測比 対予測 対予測比 対予測%
対予測値 %対予測 対予測値比 実測/予測 実測値/予測値 実/予 % 対標準 対標準値 対標準比 対標準% %標準 %標準値
達成率 予測比% 比率 %予測比 %pred %pred. %predicted pred% percent_predicted %prd %p 対正常比 対正常値 予測率
%ref lln lln5 lln(5%) uln 下限 正常下限 正常下限値 正常下限界 下限値(lln) 5th z z-score zscore z_score
zスコア z-スコア z値 sd sds sd値 標準偏差 sr 前回 前回値 前回実測 前回% 前々回 変化 変化量 変化率 改善率
改善量 差 %変化 %変化率 %chg %change chg% chg change delta δ δ% diff 増加率 増加量 改善度 吸入前後比
前後差 変化率% post/pre rev rev. 可逆性 吸入前 吸入後 投与前 投与後 負荷前 負荷後 前 後 pre post 薬剤吸入前
薬剤吸入後 before after baseline pre-bd post-bd pre_bd post_bd prebd postbd pre-br post-br
気管支拡張薬吸入前 気管支拡張薬吸入後 拡張薬前 拡張薬後 気管支拡張薬前 気管支拡張薬後 β2刺激薬吸入前
β2刺激薬吸入後 pre-rx post-rx 1回目 2回目 3回目 4回目 5回目 試行1 試行2 試行3 試行4 trial1 trial2 trial3
trial_1 trial_2 trial_3 #1 #2 #3 #4 #5 test1 test2 test3 t1 t2 t3 m1 m2 m3 1st 2nd 3rd 第1回 第2回 第3回 ①
② ③
""")
_GROUP = re.compile(
    r"(?:気管支拡張[薬剤])?(?:β2?刺激薬)?(?:薬剤|拡張薬|サルブタモール|負荷|メプチン)?(?:吸入|投与|負荷)?[前後](?:値|検査|測定)?"
    r"|(?:pre|post|before|after)[\s\-]?(?:bd|bronchodilator|rx|drug|dose|bronch|salbutamol|medication|inhalation|br|test)?\.?"
    r"|前回|今回|baseline|post-?bronchodilator|改善|変化|可逆性|reversibility|change|予測|predicted|(?:前回|今回)[(（].*",
    re.IGNORECASE,
)


def _is_group(text: str) -> bool:
    return bool(_GROUP.fullmatch(fold(text).strip("()[]【】<>")))


_PERCENT_OF = re.compile(
    r"[(%対]*(?:of|実測値?/|測定値?/)?[対%]?(?:予測|標準|正常|予想|predicted|pred|prd|ref)(?:正常|標準)?(?:値|量)?(?:比|率|%|\.)*[)%]*"
)
_OF_REFERENCE = re.compile(r"対基準値?[比%()]*|基準値?比[%()]*|%基準値?")
_CHANGE = re.compile(
    r"[%δ()]*(?:chn?g|change|chg|diff|difference|delta|変化|改善|増加|前後)(?:率|量|値|比|差|度|ratio|\.)*[()%l]*"
)


def _is_named(text: str) -> bool:
    key = fold(text).strip("[]【】<>:")
    if key in _NAMED or key.strip("()") in _NAMED:
        return True
    return bool(_PERCENT_OF.fullmatch(key) or _CHANGE.fullmatch(key) or _OF_REFERENCE.fullmatch(key))


_LABELS = folded("""
パラメータ パラメーター 測定項目 検査項目 指標 parameter parameters index 肺気量 項目/単位 名称 略号 略称
記号 symbol
""")
COLUMNS = Vocabulary(
    measured=lambda text: fold(text).strip("()[]【】<>:") in _MEASURED,
    named=_is_named,
    group=_is_group,
    label=lambda text: fold(text) in _LABELS,
)
HEADINGS = folded("""
結果 判定 総合判定 自動判定 換気障害 換気障害の判定 換気障害分類 換気機能障害 換気機能障害判定 換気障害判定 診断
自動診断 自動解析 所見 医師所見 医師判定 総合所見 結論 解釈 検査所見 判読 判読所見 結果判定 評価 総合評価
interpretation conclusion impression diagnosis assessment findings summary 医師診断 computer_interpretation
auto_interpretation automated_interpretation physician_interpretation 可逆性判定 気道可逆性 reversibility
気道可逆性判定 病期 病期分類 copd病期 gold分類 重症度 肺機能判定 判定結果 分類
""")
STOPS = folded("""
コメント 備考 検査時コメント 検査者コメント 技師コメント メモ 注意 注 comment comments remark remarks note
notes 検査条件 測定条件 努力の程度 協力度 quality_comment 依頼目的 臨床診断 病名 検査目的 operator_comment
technician_comment reference_values reference_equations reference_set
""")
_SETTINGS = folded("""
身長 体重 年齢 年令 bmi 気温 室温 温度 湿度 気圧 喫煙 喫煙歴 喫煙本数 喫煙指数 喫煙年数 b.i. bi 体表面積
height weight age temp temperature humidity pressure smoking pack-years 予測式 btps btps係数 ATS ht wt 体温
大気圧 barometric_pressure 人種 pack_years ブリンクマン指数
""")
_ANSWERS = folded("""
正常 拘束性 閉塞性 混合性 拘束性換気障害 閉塞性換気障害 混合性換気障害 拘束性障害 閉塞性障害 混合性障害 軽度
中等度 高度 陽性 陰性
""")


def _is_result(pair: Pair) -> bool:
    return pair.known or (bool(pair.unit) and pair.separated)


_PROFILE = Profile(
    names=Names(_ABBREVIATED.split(), _WORDED.split()),
    columns=COLUMNS,
    headings=HEADINGS,
    stops=STOPS,
    answers=_ANSWERS,
    settings=_SETTINGS,
    litres=True,
    keep=_is_result,
)


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """All results of a lung function report: name and column, value, unit; judgements as statements."""
    return read_measurements(pages, _PROFILE)
