"""Electrocardiograms: rate, intervals, axes, voltages, and what the analysis or a physician says of them.

The words are hand-made lists of what Japanese and English reports print. Composites (`QT/QTc 380/410`,
`P-R-T 軸 60/45/30`) stay one item as printed.
"""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords, fold
from inference.structure.matrix import Vocabulary
from inference.structure.measurements import Profile, folded, read_measurements
from inference.structure.names import Names
from inference.structure.pairs import Pair
from mappers.model import Item

TITLES = (
    "心電図", "心電図検査", "心電図報告書", "標準12誘導心電図", "12誘導心電図", "安静時心電図",
    "負荷心電図", "負荷心電図検査", "運動負荷心電図検査", "運動負荷試験", "運動負荷検査",
    "トレッドミル負荷試験", "トレッドミル", "マスター負荷試験", "エルゴメータ負荷試験", "exercise stress test",
    "treadmill test", "ホルター心電図", "electrocardiogram", "12-lead ECG", "12 lead ECG", "ECG report",
    "resting ECG", "EKG", "electrocardiography", "holter",
)  # fmt: skip
_NAMES = """
心拍数 心拍 脈拍数 HR 心室拍数 心房拍数 心室レート 心房レート 平均心拍数 最大心拍数 最小心拍数 Heart_Rate
HeartRate Rate Vent._Rate Vent.Rate Vent_Rate Ventricular_Rate Atrial_Rate V-Rate VentRate Mean_HR 調律
リズム Rhythm PR P-R PR間隔 PR時間 P-R間隔 P-R時間 PQ P-Q PQ間隔 PQ時間 P-Q間隔 P-Q時間 PR_Interval PR_int
PR_int. PR-Interval P-R_Interval PRI PQ_Interval PR/PQ QRS QRS幅 QRS時間 QRS間隔 QRS_Duration QRS_Width
QRS_dur QRS_dur. QRSD QRS-Duration QRS_Interval QRS持続時間 QT QTc QT/QTc QT/QTcB QT/QTcF QT-QTc QT/QTc間隔
QT間隔 QT時間 QTc間隔 QTc時間 QTcB QTcF QTcH QTc(B) QTc(F) QTc(Bazett) QTc(Fridericia) QT_Interval
QTc_Interval QTcE QTcM QTd QTcd QTcBaz QTcFri QTc-B QTc-F 補正QT 補正QT間隔 修正QT 修正QT時間 QTc_(Bazett)
QTc_(Fridericia) QT/QTc_Interval QTcBazett QTcFridericia RR R-R RR間隔 RR時間 R-R間隔 PP P-P間隔 PP間隔
RR_Interval PP_Interval 平均RR mean_RR 軸 電気軸 P軸 QRS軸 T軸 ST軸 QRS電気軸 P-R-T軸 P-R-T_軸 P/QRS/T軸
P/QRS/T P-QRS-T軸 P-QRS-T P-QRS-T_Axes P-R-T_axes P-R-T P/QRS/T_Axis P/R/T Axis P_Axis QRS_Axis R_Axis
T_Axis ST_Axis 平均電気軸 P-R-T_Axis P/R/T軸 Axes PRT軸 PRT_axes 前額面QRS軸 QRS-T夾角 QRS-T_angle
P/QRS/T_Axes RV5 RV6 SV1 SV2 RV1 SV5 SV6 RaVL RI RII RIII SIII RV5+SV1 SV1+RV5 RV5/SV1 RV6/SV1 R/S R+S R(V5)
S(V1) R(V5)+S(V1) RV5(6) RV5(6)+SV1 SV1+RV6 RV6+SV1 RV5-V6 R-V5 S-V1 RaVL+SV3 SV3 Sokolow Sokolow-Lyon
Cornell R_V5 S_V1 Sokolow-Lyon_index RV5/RV6 RV5_Amp. SV1_Amp. RV5振幅 SV1振幅 RV5_amplitude SV1_amplitude
RV5波高 SV1波高 R(V5)/S(V1) P P幅 P時間 P波幅 P波時間 P波 P_Duration PD P_Dur P波高 P-duration P_Wave ST
ST値 STレベル ST_Level STj ST変化 T波 T波高 J点 VAT QRS振幅 PTF PTFV1 Minnesota_Code Minnesotaコード
ミネソタコード ミネソタ ミネソタ分類 総心拍数 総心拍 心室期外収縮 上室期外収縮
心室期外収縮総数 上室期外収縮総数 心室性期外収縮 上室性期外収縮
PVC PAC VPC APC SVPC 最長RR 最大RR 最大RR間隔 最小RR間隔 移行帯 回転 SDNN pNN50 LF/HF rMSSD RMSSD CVRR
CV_R-R VPC総数 SVPC総数 総VPC 総SVPC 総PVC 総PAC Total_Beats 運動耐容能 最大運動耐容能 METs 二重積
ダブルプロダクト Double_Product Rate_Pressure_Product RPP 運動時間 負荷時間 最大負荷量 最大負荷 目標心拍数
到達率 目標心拍数到達率 最大血圧 最大収縮期血圧 Exercise_time Workload Target_HR Peak_HR Max_HR Peak_BP
上室頻拍 心室頻拍 上室性頻拍 心室性頻拍 ポーズ Pause Duke_score Dukeスコア
"""
VOCABULARY = tuple(
    word.replace("_", " ")
    for word in (
        _NAMES
        + "洞調律 洞性徐脈 洞性頻脈 左軸偏位 右軸偏位 心房細動 完全右脚ブロック 陰性T波 ST低下 左室肥大 "
        "sinus_rhythm sinus_bradycardia atrial_fibrillation bundle_branch_block axis_deviation normal_ECG abnormal_ECG "
        "T_wave_abnormality aVR aVL aVF V1 V2 V3 V4 V5 V6 mm/mV mm/s 25mm/s 10mm/mV"
    ).split()
)
_LEADS = folded("""
I II III Ⅰ Ⅱ Ⅲ aVR aVL aVF V1 V2 V3 V4 V5 V6 V3R V4R 第I誘導 第II誘導 第III誘導 -aVR
""")
_COLUMNS = folded("""
前回 前回値 前々回 今回との差 変化 median mean 平均 最大 最小 max min p qrs t st p波 t波 qrs波 r s q r波 s波
q波 stj st60 st80 負荷前 負荷後 安静時 ピーク時 運動前 運動後 直後 1分後 2分後 3分後 4分後 5分後 6分後
previous before after rest peak
""")
_HEADINGS = """
所見 心電図所見 検査所見 ECG所見 自動診断 自動解析 自動解析結果 自動解析所見 自動判読 自動判定 解析結果
解析所見 解析診断 コンピュータ診断 コンピュータ判定 コンピュータ解析 判定 総合判定 判読 判読所見 判読結果
医師所見 医師判読 医師判定 医師診断 確定診断 確定所見 診断 心電図診断 診断名 結論 総合所見 総合診断 総合評価
まとめ 印象 調律 リズム 心電図判定 ミネソタコード Minnesotaコード Minnesota_Code Interpretation
Interpretations ECG_Interpretation Conclusion Conclusions Impression Impressions Diagnosis Findings
Statement Statements Summary Assessment Analysis Rhythm Computer_Interpretation Automated_Interpretation
Automatic_Interpretation Auto_Interpretation Interpretive_Statements Interpretation_Statements
Physician_Interpretation ECG_Diagnosis Diagnostic_Statements Computer_Analysis 自動計測所見 異常所見
主要所見 判定区分 診断区分 判定結果 前回との比較 前回比較 Comparison 比較 Preliminary_Interpretation
Final_Interpretation Overall Reading 読影所見 解読 解読所見
"""
_STOPS = folded("""
コメント 備考 医師コメント 依頼コメント 依頼目的 検査目的 臨床診断 病名 主訴 既往歴 既往 服薬 投薬 薬剤
記録条件 検査条件 測定値 計測値 計測結果 基本計測 計測項目 心電図計測値 波形 計測 症状 血圧 comment comments
remarks note notes reason indication clinical_information history medications measurements ecg_measurements
技師コメント 検査者コメント 署名 確認 承認 依頼内容 basic_measurements intervals
""")
_SETTINGS = folded("""
記録時間 測定時間 検査時間 解析時間 有効記録時間
年齢 年令 身長 体重 bmi 血圧 bp age height weight 感度 紙送り 紙送り速度 記録速度 フィルタ フィルター
ハムフィルタ 筋電フィルタ ドリフトフィルタ 校正 gain speed sensitivity filter limb chest paper_speed
送り速度 速度 掃引速度 ac dft emg sampling サンプリング 機種 装置 胸部 四肢 limb_leads chest_leads 校正波形
時定数 no no. id room 室 科 性別 sex 歳 device hpf lpf ac_filter 波形感度 肢誘導 胸部誘導 誘導
""")
_MEASURED = folded("計測値 実測値 測定値 今回 今回値 計測 計測結果 結果 値 value measured result current")
_LABELS = folded("計測項目 計測 誘導 項目 測定項目 lead leads measurement parameter 心電図計測 波形")
_ANSWERS = folded("""
正常 境界 境界域 異常 正常範囲 正常範囲内 要精査 要観察 洞調律 整 不整 normal abnormal borderline 正常洞調律
心房細動 sinus_rhythm normal_sinus_rhythm 正常軸 左軸偏位 右軸偏位 A B C D E 正常心電図 異常なし なし あり
時計回転 反時計回転
""")


def _is_result(pair: Pair) -> bool:
    measured = len(pair.unit) > 1 or pair.unit in ("%", "拍", "回", "秒", "連", "個")
    return pair.known or (measured and "/" not in pair.unit)


_PROFILE = Profile(
    names=Names(_NAMES.split()),
    columns=Vocabulary(
        measured=lambda text: fold(text) in _MEASURED,
        named=lambda text: fold(text) in _LEADS or fold(text) in _COLUMNS,
        label=lambda text: fold(text) in _LABELS,
        fewest=3,
    ),
    headings=folded(_HEADINGS),
    stops=_STOPS,
    answers=_ANSWERS,
    settings=_SETTINGS,
    keep=_is_result,
)


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """All results of an electrocardiogram: measurements with units, and one item a statement."""
    return read_measurements(pages, _PROFILE)
