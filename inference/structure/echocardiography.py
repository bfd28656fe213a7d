"""Echocardiograms: dimensions, function, flows, valves by regurgitation and stenosis, and what is concluded.

Measurements of the belly and of arteries by ultrasound are read here too (structure.ultrasound_words).

The words are hand-made lists of what Japanese and English reports print.
"""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords, fold
from inference.structure.matrix import Vocabulary
from inference.structure.measurements import Profile, folded, read_measurements
from inference.structure.names import Names
from inference.structure.pairs import Pair
from inference.structure.ultrasound_words import NAMES as ULTRASOUND
from inference.structure.ultrasound_words import STATED as STATED_OF_ULTRASOUND
from inference.structure.ultrasound_words import TITLES as ULTRASOUND_TITLES
from mappers.model import Item

TITLES = (
    "心エコー", "心エコー図", "心臓超音波", "心臓超音波検査", "経胸壁心エコー", "経胸壁心エコー図検査",
    "経食道心エコー", "UCG", "心エコー検査報告書", "心臓エコー", "echocardiography", "echocardiogram",
    "transthoracic echo", "TTE", "cardiac ultrasound", "echo report", "超音波心臓",
    *ULTRASOUND_TITLES,
)  # fmt: skip
_ABBREVIATED = """
LVDd LVDs LVIDd LVIDs LVEDD LVESD Dd Ds IVS IVSd IVSs IVST IVSTd IVSTs PW PWd PWs PWT PWTd LVPW LVPWd LVPWs
LVPWT LVPWTd PLVW IVS/PW AoD AOD Ao AoR Ao_root Aortic_root AscAo LAD LADs LA LAd LA/Ao LAD/AoD LAVI LAV
LAVolume LA_Volume LA_Volume_Index LAVIndex RAD RA RV RVD RVDd RVDd(base) RVd RVOT EF LVEF EF(T) EF(Teich)
EF(Teichholz) EF(MOD) EF(Simpson) EF(biplane) EF_(Teich) EF_(Simpson) EF_(modified_Simpson)
EF(Biplane_Simpson) EF(MOS) EF(visual) MOD-EF Teich-EF visual_EF FS %FS LVFS EDV ESV LVEDV LVESV LVEDVI
LVESVI SV LVSV SVI CO CI LVM LVMI LVMass LV_Mass LV_Mass_Index LVMassI RWT BSA HR GLS LVGLS RVGLS E A E/A
E波 A波 E_wave A_wave E-wave A-wave E_vel A_vel MV_E MV_A MV_E/A MVE MVA DcT DCT DT Dct E-DcT EDT E_DT DecT
DecelTime Decel_Time IVRT IRT Adur A_dur PVA e' e′ a' s' e'(sep) e'(lat) e'sep e'lat e'_sept e'_lat
e'_septal e'_lateral e'_medial e'_mean e'(septal) e'(lateral) e'(medial) e'(mean) e'(中隔) e'(側壁) e'中隔
e'側壁 septal_e' lateral_e' medial_e' E/e' E/E' E/e′ E/e'(sep) E/e'(lat) E/e'(mean) E/e'(septal)
E/e'(lateral) E/e'(avg) E/e'_mean E/e'_avg E/e'_sept E/e'_lat E/e'_septal E/e'_lateral E/e'(平均) E/e'(中隔)
E/e'(側壁) E/e'_ratio avg_E/e' average_E/e' E/Ea PVS PVD PVS/PVD S/D TRPG TR-PG TR_PG TR_maxPG TR_Vmax
TR-Vmax TRV TRVmax TR_max_PG TR_velocity TR_Vel PRPG PR-EDP PRedPG PR_PG ePAP mPAP RVSP PASP sPAP eRVSP
eSPAP PAP RAP IVC IVC径 IVC(insp) IVC(exp) IVC_max IVC_min IVCmax IVCmin IVC呼気 IVC吸気 IVC(呼気) IVC(吸気)
IVCexp IVCinsp IVC呼気時 IVC吸気時 IVC_diameter TAPSE RVS' RV_S' RV-S' S' FAC RVFAC RV_FAC RVEF RIMP Tei
Tei_index AVA AVAI AVA(VTI) AVA(PLANI) AV_Vmax AVVmax AV-Vmax AV_Vel AV_PG AVPG AV_maxPG AV_max_PG AV_meanPG
AV_mean_PG AVmeanPG AVmPG AVmaxPG AoV_Vmax AoV_PG mean_PG meanPG mPG max_PG maxPG peak_PG DVI Ao_Vmax LVOT
LVOTd LVOT径 LVOT_Vmax LVOT-V LVOT_VTI LVOT-VTI VTI LVOT_PG LVOT_D MVA(PHT) MVA(plani) MV_meanPG MV_mean_PG
PHT MV_PHT PV_Vmax PA PAVmax PV_PG ACT AcT AcT/ET Qp/Qs AR MR TR PR AS MS TS PS AR-PHT ERO EROA RVol RF VC
PISA Vena_contracta STJ Valsalva バルサルバ洞 AAo 弁輪径 AVD LVOTD PFO ASD VSD PDA PE Vmax SOV ST-J R-wave
MAPSE TASV WMSI WMS LVEF(MOD) EDV(MOD) ESV(MOD) LVEDV(MOD) LVESV(MOD)
SV(MOD) EDV(Teich) ESV(Teich) LVEF(Teich) wall_motion_score_index 壁運動スコア指数 BP 血圧 Blood_Pressure
"""
_WORDED = """
左室拡張末期径 左室拡張期径 左室収縮末期径 左室収縮期径 左室内径短縮率 左室駆出率 駆出率 左室駆出分画
心室中隔厚 心室中隔壁厚 中隔厚 中隔壁厚 心室中隔 左室後壁厚 後壁厚 左室後壁 左室後壁壁厚 大動脈径
大動脈基部径 大動脈基部 大動脈弁輪径 上行大動脈径 上行大動脈 バルサルバ洞径 左房径 左房容積 左房容積係数
左房容積指数 右房径 右室径 右室基部径 右室拡張末期径 右房 左房 右室 左室 左室拡張末期容積 左室拡張末期容量
左室収縮末期容積 左室収縮末期容量 左室重量 左室心筋重量 左室重量係数 左室心筋重量係数 相対壁厚 相対的壁厚
一回拍出量 1回拍出量 心拍出量 心係数 心拍数 体表面積 拡張早期波 心房収縮波 減速時間 E波減速時間 等容弛緩時間
下大静脈径 下大静脈 推定右室圧 推定右室収縮期圧 推定肺動脈収縮期圧 推定肺動脈圧 三尖弁逆流圧較差
三尖弁逆流最大速度 三尖弁圧較差 右室収縮期圧 肺動脈収縮期圧 推定PA圧 大動脈弁口面積 大動脈弁最大血流速度
大動脈弁最高血流速度 大動脈弁最大圧較差 大動脈弁平均圧較差 僧帽弁口面積 最大圧較差 平均圧較差 最大血流速度
最高血流速度 弁口面積 有効逆流弁口面積 逆流量 逆流率 左室壁運動 壁運動 局所壁運動 壁運動異常 左室壁運動異常
左室収縮能 収縮能 左室拡張能 拡張能 右室収縮能 左室肥大 心肥大 心嚢液 心嚢水 心膜液 心膜液貯留 心嚢液貯留
胸水 血栓 左房内血栓 左室内血栓 心内血栓 疣贅 シャント 短絡 大動脈弁 僧帽弁 三尖弁 肺動脈弁 大動脈弁逆流
僧帽弁逆流 三尖弁逆流 肺動脈弁逆流 大動脈弁狭窄 僧帽弁狭窄 三尖弁狭窄 肺動脈弁狭窄 大動脈弁閉鎖不全
僧帽弁閉鎖不全 三尖弁閉鎖不全 呼吸性変動 IVC呼吸性変動 呼吸性変化 弁輪石灰化 Left_ventricle Left_atrium
Ejection_fraction LV_ejection_fraction Fractional_shortening LV_end-diastolic_diameter
LV_end-systolic_diameter LV_EDD LV_ESD Interventricular_septum Posterior_wall Aortic_root_diameter
Left_atrial_diameter Stroke_volume Cardiac_output Cardiac_index LV_internal_dimension_diastole
Aortic_regurgitation Mitral_regurgitation Tricuspid_regurgitation Pulmonic_regurgitation Aortic_stenosis
Mitral_stenosis Pericardial_effusion Wall_motion Aortic_valve Mitral_valve Tricuspid_valve Pulmonic_valve
Pulmonary_valve LV_diastolic_dimension LV_systolic_dimension
"""
VOCABULARY = tuple(
    word.replace("_", " ")
    for word in (
        _ABBREVIATED + _WORDED + "asynergy 壁運動異常 左室流入波形 断層 Mモード ドプラ M-mode Doppler"
    ).split()
    + list(ULTRASOUND)
)
_COLUMNS = folded("""
右 左 右側 左側 right left rt lt rt. lt.
性状 弁性状 器質的変化 開放 開放制限 接合不全
逆流 狭窄 逆流の程度 狭窄の程度 逆流程度 狭窄程度 程度 重症度 弁逆流 弁狭窄 形態 弁形態 石灰化 逸脱 可動性
肥厚 弁口面積 最大圧較差 平均圧較差 圧較差 最大流速 最高流速 最大血流速度 流速 regurgitation stenosis
severity grade morphology area max_pg mean_pg peak_pg vmax v_max pg regurg regurg. sten calcification
peak_velocity peak_gradient mean_gradient gradient velocity valve_area mpg mean_pressure_gradient maxpg
meanpg mobility ar mr tr pr as ms ts ps av mv tv pv 大動脈弁 僧帽弁 三尖弁 肺動脈弁 大動脈弁(av) 僧帽弁(mv)
三尖弁(tv) 肺動脈弁(pv) aortic mitral tricuspid pulmonic pulmonary aortic_valve mitral_valve tricuspid_valve
pulmonary_valve 前回 前回値 前々回 拡張期 収縮期 拡張末期 収縮末期 diastole systole diastolic systolic
体表面積補正 補正値 index indexed /bsa 係数 中隔 側壁 平均 sep lat septal lateral average avg 安静時 負荷時
負荷後 吸気 呼気 弁口面積(cm2) previous 前壁 後壁 下壁 2ch 4ch biplane teichholz simpson mod
""")
_HEADINGS = """
結論 診断 超音波診断 心エコー診断 エコー診断 検査診断 総合診断 所見 検査所見 心エコー所見 エコー所見
超音波所見 総合所見 主要所見 まとめ 総合判定 総合評価 判定 印象 医師所見 医師診断 診断所見 判読 判読所見
読影所見 所見まとめ Conclusion Conclusions Impression Impressions Interpretation Findings Summary Diagnosis
Comments_and_Conclusions Final_Impression Final_Diagnosis Comparison
"""
_STATED = """
Mitral Aortic Tricuspid Pulmonic Pulmonary
壁運動 左室壁運動 局所壁運動 左室壁運動異常 壁運動異常 弁膜 弁 弁膜症 弁所見 左室 左房 右室 右房 右心系
左心系 心膜 心嚢 心嚢液 心嚢水 心膜液 心膜液貯留 大動脈 その他 その他の所見 収縮能 拡張能 左室収縮能
左室拡張能 右室機能 左室機能 拡張機能 収縮機能 壁運動評価 血栓 シャント 前回との比較 前回比較 壁肥厚
左室壁厚 左室肥大 心腔 中隔 心房中隔 大動脈弁 僧帽弁 三尖弁 肺動脈弁 下大静脈 IVC 疣贅 胸水 Left_Ventricle
Right_Ventricle Left_Atrium Right_Atrium Pericardium Wall_Motion Aortic_Valve Mitral_Valve Tricuspid_Valve
Pulmonic_Valve Pulmonary_Valve Aorta Atria Valves LV_function RV_function Diastolic_function
Systolic_function Pericardial_effusion
"""
_STOPS = folded("""
コメント 備考 検査者コメント 技師コメント 依頼目的 検査目的 依頼コメント 臨床診断 依頼病名 病名 主訴 既往歴
既往 現病歴 臨床情報 検査条件 計測値 計測 測定値 計測結果 基本計測 計測項目 測定項目 断層 mモード
mモード計測 mode計測 ドプラ ドプラ計測 ドップラー ドプラー 弁膜評価 弁評価 左室計測 2dモード bモード m-mode
2d doppler measurements 2d/m-mode valves_and_doppler dimensions 画像評価 画質 画像 image_quality comment
comments remarks note notes reason indication clinical_information history reason_for_study indications
technique study_quality 主訴・目的
""")
_SETTINGS = folded("""
年齢 年令 身長 体重 bmi age height weight ht wt 検査者 装置 使用装置
プローブ 検査番号 依頼番号 入外 no no. 機種 病棟 画質 調律 rhythm 基準値
""")
_ANSWERS = folded("""
mild moderate severe trivial trace none mild-moderate moderate-severe mild_to_moderate moderate_to_severe
mild~moderate moderate~severe mod massive physiological minimal 軽度 中等度 高度 重度 微量 ごく軽度 極軽度
軽微 軽度~中等度 中等度~高度 なし 無し あり 有り 有 無 (-) (+) (±) - ± + 1+ 2+ 3+ 4+ 認めず 認めない 正常
正常範囲 良好 保持 保たれる 低下 軽度低下 中等度低下 高度低下 異常なし I度 II度 III度 IV度 1度 2度 3度 4度
I° II° III° IV° 1° 2° 3° 4° Ⅰ° Ⅱ° Ⅲ° Ⅳ°
Ⅰ Ⅱ Ⅲ Ⅳ Ⅰ度 Ⅱ度 Ⅲ度 Ⅳ度 I II III IV I/IV II/IV III/IV IV/IV 1/4 2/4 3/4 4/4 grade1 grade2 grade3
grade_1 grade_2 grade_3 gradeI gradeII gradeIII grade_I grade_II grade_III normal abnormal dilated preserved
reduced absent present 拡大 軽度拡大 中等度拡大 高度拡大 肥厚 軽度肥厚 石灰化 石灰化あり 逸脱 三尖 二尖
normokinesis normal_wall_motion asynergy(-) asynergy(+) asynergyなし 偽正常化 弛緩障害 弛緩遅延 拘束型
正常型 弛緩障害型 偽正常型 normal_pattern impaired_relaxation pseudonormal restrictive 有意なし 有意所見なし
生理的 生理的範囲 微小 求心性 遠心性 求心性肥大 遠心性肥大 少量 中等量 大量 不良 消失
判定不能 評価困難 計測不能 軽症 中等症 重症
""")
_MEASURED = folded("計測値 実測値 実測 測定 計測 measured value 測定値 今回 今回値 計測結果 result")
_LABELS = folded("""
弁 弁膜 弁名 項目 計測項目 測定項目 部位 valve valves 弁種 計測 measurement parameter 測定部位 疾患 弁膜症
弁疾患 名称
""")


def _is_result(pair: Pair) -> bool:
    return pair.known or (len(pair.unit) > 1 or pair.unit == "%")


_PROFILE = Profile(
    names=Names(_ABBREVIATED.split(), _WORDED.split(), ULTRASOUND),
    columns=Vocabulary(
        measured=lambda text: fold(text) in _MEASURED,
        named=lambda text: fold(text) in _COLUMNS,
        label=lambda text: fold(text) in _LABELS,
    ),
    headings=folded(_HEADINGS),
    stated=folded(_STATED) | frozenset(map(fold, STATED_OF_ULTRASOUND)),
    stops=_STOPS,
    answers=_ANSWERS,
    settings=_SETTINGS,
    keep=_is_result,
)


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """All results of an echocardiogram: measurements, grades of valves and one item a statement."""
    return read_measurements(pages, _PROFILE)
