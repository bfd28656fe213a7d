"""Words of device and monitor reports: titles, parameters, leads, settings. Hand-made lists."""

from __future__ import annotations

import re

from inference.readable import fold, listed
from inference.structure.kana_readings import kana_forms

TITLES = listed("""
ペースメーカ ペースメーカー ペースメーカチェック ペースメーカーチェック ペースメーカ点検 ペースメーカー点検
ペースメーカ外来 ペースメーカー外来 ペースメーカ検査 ペースメーカー検査 ペースメーカ検査報告書
ペースメーカー検査報告書 ペースメーカチェックレポート デバイスチェック デバイスチェックレポート デバイス点検
デバイス外来 デバイスレポート デバイス検査 デバイス検査報告書 デバイス報告書 植込み型デバイス
植込み型デバイス検査報告書 植込みデバイス 植込型デバイス 植込み型心臓電気デバイス 植込み型心臓デバイス cieds
ciedチェック 植込み型除細動器 icd点検 icdチェック icd検査報告書 crt-dチェック crt-d crt-p 心臓再同期療法
植込み型心電計 植込み型ループレコーダ ループレコーダ ループレコーダー 遠隔モニタリング
遠隔モニタリングレポート 遠隔モニタリング報告書 遠隔モニタリングサマリー ホームモニタリング
リモートモニタリング 在宅モニタリング 在宅モニター
遠隔送信 送信データ 遠隔モニター cpapレポート cpap療法レポート cpap使用状況 cpap治療レポート cpap報告書
cpap解析レポート 持続陽圧呼吸療法 asvレポート 睡眠時無呼吸治療レポート 治療コンプライアンスレポート
使用状況レポート 在宅人工呼吸器レポート 人工呼吸器レポート nppvレポート 活動量計レポート 活動量レポート
活動量報告書 ウェアラブル 生体モニタレポート 生体モニタリング モニタリングレポート 心不全モニタリング
補助人工心臓 植込型補助人工心臓 植込み型補助人工心臓 vad lvad vad外来 lvad外来 補助循環 補助循環装置
ventricularassistdevice
持続血糖測定 持続グルコースモニタ cgmレポート agpレポート インスリンポンプ 見守りセンサー 睡眠レポート
pacemakercheck pacemakerinterrogation pacemakerreport pacemakerfollow-up pacemakerevaluation
deviceinterrogation deviceinterrogationreport interrogationreport devicecheck devicereport devicefollow-up
devicefollow-upreport icdcheck icdinterrogation icdreport icdfollow-up crt-dreport crt-pfollow-up
cardiacdevicereport cardiacdevice implantablecardiacmonitor implantablelooprecorder looprecorder
looprecorderreport remotemonitoringreport remotemonitoring remotetransmission remotefollow-up
heartfailuremanagement cgmreport cgmandinsulinpumpreport insulinpumpreport insulinpump pumpreport
cardiaccompass quicklook initialinterrogation followupreport cpaptherapyreport
cpapreport therapyreport compliancereport cpapcompliance sleeptherapyreport activityreport
homemonitoringreport homemonitoring monitoringreport glucosemonitoring ambulatoryglucoseprofile
ventilatorreport ventilatorcheck ventilatorchecklist ventilatorchecksheet ventilatorflowsheet ventilatorrecord
人工呼吸器 人工呼吸器点検 人工呼吸器点検表 人工呼吸器使用中点検 人工呼吸器使用中点検表 人工呼吸器チェック表
人工呼吸器チェックリスト
人工呼吸器チェックシート 人工呼吸器管理表 人工呼吸器記録 人工呼吸器使用記録 人工呼吸器経過表
呼吸器チェックリスト 呼吸器チェック表
医療機器点検表 使用中点検表 使用中点検
生体情報モニタ 生体情報モニター ベッドサイドモニタ
ベッドサイドモニター ベッドサイドモニタリング モニタトレンド モニタートレンド トレンドレポート tabulartrend
graphicaltrend trendtable
tabulartrendreport vitalsignstrend 表形式トレンド トレンド一覧 トレンド表 トレンドデータ
セントラルモニタ セントラルモニター patientmonitor patientmonitoring patientmonitorreport
patientmonitortrendreport
monitortrend monitortrendreport trendreport bedsidemonitor bedsidemonitorreport centralmonitor 24時間血圧
24時間血圧計 24時間血圧測定 24時間血圧計測定 24時間血圧検査 24時間自由行動下血圧
24時間自由行動下血圧測定 自由行動下血圧 自由行動下血圧測定 携帯型自動血圧計 携帯型血圧計 携帯血圧計
血圧モニタリング
血圧ホルター 血圧日内変動 血圧日内変動検査 abpm abpm検査 abpmレポート 24-hourabpm ambulatorybloodpressure
ambulatorybloodpressuremonitoring ambulatorybpmonitoring ambulatorybpreport 24-hourbloodpressure
24hbloodpressure
icdチェック経過 pm/icdチェック pm/icd デバイスチェック経過 ペースメーカチェック経過 ペースメーカ経過表
デバイス経過表
デバイスフォローアップ ペースメーカフォローアップ フォローアップレポート pmチェック
""")
NAMES = listed("""
VT-NS NS-VT VT_NS NS_VT 1日ボーラス回数 ボーラス回数 1日総インスリン量 総インスリン量 1日基礎量 糖質比 インスリン効果値
T1 T2 T3 T4 Tblood Tskin Tcore Tesoph 電池 電池電圧 電池残量 電池残容量 残容量
電池残存 電池残存期間 電池残存年数 電池残寿命 電池寿命 電池推定寿命 推定電池寿命
推定残存期間 推定残存寿命 予測電池寿命 予想電池寿命 残存寿命 残寿命 推定寿命 残存年数 電池状態
電池ステータス 電池内部抵抗 電池抵抗 電池インピーダンス バッテリー バッテリ バッテリー電圧 バッテリ電圧
バッテリー残量 バッテリ残量 バッテリー状態 バッテリ状態 バッテリー寿命 バッテリ寿命 交換指標 eri予測
充電時間 最終充電時間 キャパシタ充電時間 コンデンサ充電時間 磁石レート マグネットレート リード抵抗
リードインピーダンス ペーシングリード抵抗 ペーシング抵抗 ペーシングインピーダンス 抵抗 抵抗値 インピーダンス
高電圧リード抵抗 高電圧インピーダンス ショックリード抵抗 ショック抵抗 ショックインピーダンス
除細動リード抵抗 除細動インピーダンス 高電圧リードインピーダンス SVC抵抗 HVインピーダンス HVB 閾値 刺激閾値
ペーシング閾値 捕捉閾値 ペーシング閾値電圧 キャプチャ閾値 キャプチャー閾値 心房閾値 心室閾値
心房ペーシング閾値 心室ペーシング閾値 自動閾値 閾値(自動) 閾値(手動) 閾値測定 波高値 波高 センシング
センシング値 センシング波高 センシング波高値 自己波高値 自己心内波高 自己波高 自己心拍波高値 心内波高値
心内電位 心内電位波高 心内P波 心内R波 P波 R波 P波高 R波高 P波高値 R波高値 P/R波 P/R波高値 P波波高値
R波波高値 P波波高 R波波高 P波センシング R波センシング 心房波高値 心室波高値 P波振幅 R波振幅 振幅 感度
心房感度 心室感度 センシング感度 検出感度 出力 出力電圧 出力設定 ペーシング出力 出力(振幅) 刺激出力 パルス幅
パルス振幅 心房出力 心室出力 心房パルス幅 心室パルス幅 極性 ペーシング極性 センシング極性 ペーシング率
心房ペーシング率 心室ペーシング率 両室ペーシング率 両心室ペーシング率 右室ペーシング率 左室ペーシング率
ペーシング割合 ペーシング比率 累積ペーシング率 AP率 VP率 BiVペーシング率 BVペーシング率 有効CRT
有効CRTペーシング率 AS-VS AS-VP AP-VS AP-VP AS/VS AS/VP AP/VS AP/VP AsVs AsVp ApVs ApVp As-Vs As-Vp Ap-Vs
Ap-Vp AP VP BP率 心房センシング率 心室センシング率 A_ペーシング率 V_ペーシング率 Aペーシング率 Vペーシング率
%AP %VP %BP モード ペーシングモード 設定モード 作動モード 基本モード レート応答 レートレスポンス
レート応答機能 下限レート 基本レート 最低レート 設定レート 上限レート 最大レート 上限トラッキングレート
最大トラッキングレート 最大センサレート 最大センサーレート 上限センサレート 上限センサーレート 睡眠レート
夜間レート 休止レート ヒステリシス ヒステリシスレート 介入レート AV間隔 AVディレイ AV_delay AV遅延 AV時間
センスAV ペースAV センスAV間隔 ペースAV間隔 センスAVディレイ ペースAVディレイ センスドAV ペースドAV SAV PAV
SAV間隔 PAV間隔 VV間隔 VVディレイ PVARP 不応期 心房不応期 心室不応期 モードスイッチ モードスイッチ回数
自動モードスイッチ モードスイッチレート AMS AMS回数 AMSレート AT/AF検出レート 検出レート VT検出レート
VF検出レート VTゾーン VFゾーン VT1検出レート VT2検出レート 治療 ATP ATP回数 ATP治療 ショック回数 ショック
ショック治療 除細動回数 除細動 ショックエネルギー 除細動エネルギー 心房細動 心房細動負荷 AF負荷 AF_Burden
AFバーデン AT/AF AT/AFバーデン AT/AF負荷 AT/AF_burden AT/AF時間 AT/AF持続時間 AT/AF_エピソード
AT/AFエピソード AT/AFエピソード数 AT/AF回数 心房細動時間 心房細動率 心房細動割合 心房性不整脈 心房頻拍
心房高頻拍 心房ハイレート 心房高頻度エピソード 心室高頻度エピソード 高心房レート 高心室レート AHRE VHRE AF
AT VT VT-1 VT-2 VT1 VT2 FVT NSVT VF SVT PVC PAC PVC数 PVC/時 PVC/h PVC回数 心室性期外収縮 心室期外収縮
上室性期外収縮 心室頻拍
心室細動 非持続性心室頻拍 上室頻拍 エピソード数 エピソード回数 総エピソード数 徐脈 徐脈エピソード ポーズ
心停止 心停止(ポーズ) ポーズ回数 頻拍 頻拍エピソード 頻脈 症状記録 患者起動 患者起動記録 洞停止 AF検出
VT検出 VF検出 VTエピソード VT/VFエピソード VT/VF VFエピソード NSVTエピソード SVTエピソード 最長持続時間
最長AT/AF 最長エピソード 合計時間 アクティビティ アクティビティレベル 活動レベル 患者活動 患者アクティビティ
患者活動度 患者活動量 患者活動時間 活動時間 活動量 1日活動時間 平均活動時間 日常活動 日常活動量 身体活動
歩数 1日歩数 平均歩数 消費カロリー 消費エネルギー 総消費カロリー 活動消費カロリー 移動距離 歩行距離 運動時間
運動強度 中強度活動時間 座位時間 立位時間 臥位時間 METs 睡眠時間 総睡眠時間 平均睡眠時間 深睡眠 浅睡眠
レム睡眠 深い睡眠 浅い睡眠 睡眠効率 中途覚醒 中途覚醒回数 入眠潜時 覚醒時間 睡眠スコア 就床時間 臥床時間
離床回数 体動 体動回数 心拍数 平均心拍数 心拍 最大心拍数 最小心拍数 最高心拍数 最低心拍数 最高心拍 最低心拍
夜間心拍数
夜間平均心拍数 平均夜間心拍数 日中心拍数 日中平均心拍数 平均日中心拍数 安静時心拍数 安静時心拍
平均心房レート 平均心室レート 24時間平均心拍数 心拍変動 心拍変動(HRV) 心拍変動SDANN SDANN HRV 脈拍 脈拍数
平均脈拍 呼吸数 平均呼吸数 夜間呼吸数 夜間平均呼吸数 最大呼吸数 最小呼吸数 安静時呼吸数 呼吸回数 呼吸率 体温
皮膚温 皮膚温度 深部体温 SpO2 平均SpO2 最低SpO2 最小SpO2 SpO₂ 平均SpO₂ 最低SpO₂ 酸素飽和度 血圧 収縮期血圧
拡張期血圧 体重 胸郭インピーダンス 胸腔内インピーダンス 胸部インピーダンス 胸郭内インピーダンス
経胸壁インピーダンス 体液指数 OptiVol OptiVol体液指数 CorVue HeartLogic HeartLogic指数
HeartLogicインデックス 夜間傾斜角 S3 S1 一回換気量 1回換気量 肺動脈圧 肺動脈収縮期圧 肺動脈拡張期圧
平均肺動脈圧 ストレス ストレスレベル ストレス指数 最大酸素摂取量 VO2max 血糖値 平均血糖値 平均グルコース
平均グルコース値 推定HbA1c GMI TIR TAR TBR 目標範囲内 目標範囲内時間 高血糖 低血糖 高血糖時間 低血糖時間
変動係数 標準偏差 CV% 使用時間 平均使用時間 使用日数 使用率 4時間以上使用日数 4時間以上使用 4時間以上使用率
使用日平均 1日平均使用時間 1日使用時間 平均使用時間(全日) 平均使用時間(使用日) 未使用日数 総使用時間
総使用日数 4時間以上の日数 4時間以上の使用日数 使用日数率 使用日割合 4時間以上の割合 中央値使用時間
使用時間(中央値) コンプライアンス アドヒアランス AHI 平均AHI 残存AHI AI HI RDI ODI 3%ODI 無呼吸低呼吸指数
無呼吸指数 低呼吸指数 中枢性無呼吸指数 閉塞性無呼吸指数 中枢性無呼吸 閉塞性無呼吸 不明無呼吸 CAI OAI RERA
RERA指数 CSR チェーンストークス呼吸 周期性呼吸 いびき いびき指数 フローリミテーション リーク リーク量
平均リーク 平均リーク量 リーク(中央値) リーク中央値 95%リーク 95%リーク量 リーク(95%) リーク95%
リーク95パーセンタイル 最大リーク
最大リーク量 大リーク時間 マスクリーク 圧力 圧 設定圧 設定圧力 処方圧 治療圧 治療圧力 平均圧 平均圧力 最大圧
最大圧力 最小圧 最小圧力 中央値圧 圧中央値 圧力(中央値) 圧力中央値 圧力(95%) 圧力95% 95%圧 90%圧
95パーセンタイル圧 90%タイル圧 圧95パーセンタイル 圧(中央値) 圧(最大) 最低圧 最高圧 初期圧 ランプ ランプ時間
EPR IPAP EPAP PS 呼吸回数設定 分時換気量 吸気時間 I:E比 トリガー率 自発呼吸率 自発呼吸割合 平均1回換気量
換気モード 換気様式 換気回数 吸入酸素濃度 FiO2 酸素濃度 PEEP PEEP/CPAP EEP トータルPEEP total_PEEP auto_PEEP
PS圧 PS_圧 PC圧 吸気圧
設定吸気圧 サポート圧 プレッシャーサポート 最高気道内圧 最大気道内圧 最高気道圧 最大気道圧 ピーク圧
平均気道内圧 平均気道圧 プラトー圧
PIP Ppeak Pplat Pmean Paw MAP 気道内圧 VT VTE VTI TV MVe 呼気一回換気量 吸気一回換気量 呼気分時換気量
自発呼吸回数 総呼吸回数
I:E I/E比 IE比 吸気流速 吸気流量 ピークフロー トリガー感度 トリガー 吸気トリガー フロートリガー 圧トリガー
立ち上がり時間 ライズタイム
動的コンプライアンス 静的コンプライアンス 気道抵抗 レジスタンス 加温加湿器温度 加湿器温度 加温加湿器 口元温度
チャンバー温度 回路温度 カフ圧
ventilation_mode respiratory_rate_total peak_pressure plateau_pressure mean_airway_pressure peak_airway_pressure
pressure_support inspiratory_time inspiratory_pressure trigger_sensitivity expired_tidal_volume
exhaled_tidal_volume
inspired_oxygen airway_resistance dynamic_compliance static_compliance cuff_pressure rise_time I:E_ratio
battery batteryvoltage battery_voltage batterystatus batterylongevity batterylife batteryremaining
batteryimpedance batterylevel longevity estimatedlongevity remaininglongevity estimated_battery_life
timetoERI timetoreplacement chargetime lastchargetime magnetrate voltage capacitorchargetime leadimpedance
impedance pacingimpedance pacing_lead_impedance paceimpedance shockimpedance shocklead_impedance hvimpedance
rvcoilimpedance svccoilimpedance defibimpedance hv_lead_impedance high_voltage_impedance threshold
capturethreshold pacingthreshold pace_threshold sensing sensingamplitude sensedamplitude intrinsicamplitude
pwave rwave p-wave r-wave p/rwave p/r_wave p/r-wave pwaveamplitude rwaveamplitude p-waveamplitude
r-waveamplitude amplitude sensitivity output pacingoutput pacing pulsewidth pulse_amplitude polarity pacepolarity
sensepolarity pacing_polarity sensing_polarity percentpaced %paced pacing% %pacing atrialpaced
ventricularpaced atrialpacing ventricularpacing rvpacing lvpacing bivpacing biventricularpacing biv%paced
crtpacing effectivecrt paced sensed rapaced rvpaced bvpaced a-paced v-paced as-vs as-vp ap-vs ap-vp
atrial_%_paced ventricular_%_paced ra_pacing mode pacingmode rateresponse lowerrate baserate basic_rate
lowerratelimit uppertrackingrate uppertrack uppersensorrate uppersensor uppersensor_rate maxtrackingrate
maxsensorrate maximum_tracking_rate maximum_sensor_rate sleeprate restrate hysteresis hysteresisrate avdelay
pacedav sensedav pavdelay savdelay paced_av_delay sensed_av_delay vvdelay lv-rvdelay refractoryperiod
modeswitch modeswitches modeswitch_rate ams amsepisodes ams_base_rate detectionrate vtzone vfzone
vtdetection vfdetection vt_detection_rate vf_detection_rate therapies shocks shocksdelivered atpdelivered
atp atp_sequences afburden at/afburden at/af atafburden timeinaf timeinat/af time_in_at/af
atrial_fibrillation atrialarrhythmia longestaf longest_at/af longestepisode longestduration episodes
totalepisodes at/afepisodes afepisodes vtepisodes vfepisodes nsvtepisodes svtepisodes vt/vfepisodes
pauseepisodes bradyepisodes tachyepisodes highatrialrate highventricularrate high_rate_episodes nsvt vt vf
svt pvc pvcs pvccount pvcburden pacs brady bradycardia tachy tachycardia pause pauses asystole
symptomepisodes patientactivated patient_activated symptom activity activitylevel patientactivity
dailyactivity activehours activity_hours steps dailysteps averagesteps calories distance sleepduration
sleeptime totalsleep sleepefficiency deepsleep remsleep lightsleep awakenings sleepscore heartrate
averageheartrate meanheartrate average_heart_rate avghr maxheartrate maximumheartrate minheartrate
minimumheartrate nightheartrate dayheartrate meannightheartrate restingheartrate avgventricularrate
heartratevariability hrv sdann respiratoryrate respirationrate averagerespiratoryrate mean_respiratory_rate
nightrespiratoryrate resprate respiration spo2 meanspo2 minspo2 lowestspo2 averagespo2 skintemperature
thoracicimpedance intrathoracicimpedance fluidindex heartlogicindex meanpapressure weight stress systolic
diastolic averageglucose meanglucose timeinrange timebelowrange timeaboverange glucosemanagementindicator
coefficientofvariation sensorusage usage usagehours usagedays averageusage averageusage(totaldays)
averageusage(daysused) averageusageperday mediausage medianusage dayswithusage daysused days>=4hours
daysused>=4hours days_with_usage dayswithdeviceusage percentdays>=4hours percentofdays>=4hours compliance
adherence totaldays totalhours averagehours_per_night avgnightlyuse residualahi residual_ahi
obstructiveapneaindex centralapneaindex hypopneaindex apneaindex apneaindex(ai) obstructive central hypopnea
reraindex flow_limitation snore snoreindex leak leaks averageleak medianleak 95thpercentileleak leak95%
leak(median) leak(95%) largeleak timeinlargeleak maxleak maximumleak pressure meanpressure medianpressure
95%pressure 90%pressure 95thpercentilepressure pressure95% maxpressure maximumpressure minpressure
minimumpressure setpressure pressure(median) pressure(95%) averagepressure tidalvolume minuteventilation
spontaneousbreaths ramptime periodicbreathing cheynestokes リード抵抗値 AT/AF時間率
AF時間率 AT/AF率 睡眠時上体角度 上体角度 睡眠時傾斜角 睡眠傾斜角 睡眠時角度 夜間角度 sleepincline
nightincline sleepangle 最高血圧 最低血圧 平均血圧 収縮期 拡張期 脈圧 SBP DBP MAP PR HR 夜間降圧度 夜間降圧率
夜間血圧降下率 夜間降圧 降圧度 降圧率 測定回数 有効測定回数 有効測定率 測定成功率 測定成功回数 血圧負荷
収縮期血圧負荷 拡張期血圧負荷 モーニングサージ 早朝血圧上昇 早朝血圧 早朝高血圧
nocturnaldip nocturnal_dipping dipping nightdip validreadings
successfulreadings number_of_readings readings morningsurge bpload systolicbp diastolicbp
systolic_blood_pressure diastolic_blood_pressure meanarterialpressure pulserate pulsepressure
""")
_ORDINARY = frozenset(
    fold(word)
    for word in listed("""
T1 T2 T3 T4 FiO2 PEEP PIP MAP VT TV CPAP 吸入酸素濃度 酸素濃度 ピークフロー I:E I:E比 トリガー Paw 換気回数
チャンバー温度
抵抗 圧 圧力 出力 極性 振幅 感度 治療 AP VP AI HI PS S1 S3 AT AF VT VF CSR 体重 血圧 体温 脈拍 心拍数 呼吸数
SpO2 weight activity pressure output mode usage obstructive central symptom sensed paced systolic diastolic
amplitude spo2 voltage stress 睡眠時間 収縮期血圧 拡張期血圧 脈拍数 SpO₂ 酸素飽和度 体動 呼吸回数 モード
血糖値 心拍 leak heartrate respiratoryrate 最高血圧 最低血圧 平均血圧 収縮期 拡張期 脈圧 SBP DBP MAP PR HR
早朝血圧
systolicbp diastolicbp systolic_blood_pressure diastolic_blood_pressure meanarterialpressure pulserate
pulsepressure
readings dipping
""")
)
_SPECIFIC = tuple(name for name in NAMES if fold(name) not in _ORDINARY)
VOCABULARY = tuple(name.replace("_", " ") for name in (*_SPECIFIC, *kana_forms(_SPECIFIC)))
NAMES = tuple(name.replace("_", " ") for name in (*NAMES, *kana_forms(NAMES)))

_LEAD = re.compile(
    r"(?:(?:右|左)?(?:心)?(?:房|室)|右房|右室|左室|心房|心室|ra|rv|lv|a|v|la|his|lbb|lbbap|svc|icd|atrial|atrium|ventricular|ventricle|right(?:atrium|atrial|ventricle|ventricular)"
    r"|left(?:ventricle|ventricular|atrium)|rightventricular|hv|shock|ショック|除細動|rvコイル|svcコイル|rvcoil|svccoil|冠静脈洞|cs)"
    r"(?:リード|lead|側|電極|チャンバー|channel)?(?:\((?:右房|右室|左室|心房|心室|ra|rv|lv|a|v|右心房|右心室|左心室|atrial|ventricular|hv|shock|atrium)(?:リード|lead)?\))?"
)


def is_lead(text: str) -> bool:
    """Whether a text names a lead or chamber: `RA`, `心房`, `右室リード(RV)`."""
    key = fold(text).strip(":")
    return len(key) > 0 and _LEAD.fullmatch(key) is not None


LEADS = frozenset(
    fold(word)
    for word in listed("""
リード 電極 チャンバー 部位 chamber lead leads 種類 種別 イベント エピソード 不整脈 タイプ event episode
type arrhythmia episodetype ゾーン 検出ゾーン 治療ゾーン zone zones detectionzone detectionzones
measurement measurements test item 測定 計測 計測項目 検査項目 項目 測定項目
パラメータ 設定項目 parameter setting 統計 指標
""")
)
"""What heads the rows' names."""
COLUMNS = frozenset(
    fold(word.replace("_", " "))
    for word in listed("""
回数 件数 エピソード数 累積 累計 合計 通算 前回からの回数 総数 発生回数 今回回数 累積回数 検出回数 最長
最長時間 最長持続時間 持続時間 合計時間 総時間 最大心拍 最大レート 最終発生日 時間 割合 閾値 刺激閾値
ペーシング閾値 波高値 センシング センシング値 抵抗 リード抵抗 インピーダンス ペーシング率 出力 感度 パルス幅
極性 P/R波 P/R波高値 電圧 自己波高値 出力電圧 設定 設定値 平均 平均値 最大 最大値 最小 最小値 中央値 95%
95パーセンタイル 90% 標準偏差 前回 前回値 目標 目標値 期間平均 直近7日 過去30日 過去90日 夜間 日中 7日平均
30日平均 初期値 変更前 変更後 先週 今週 レート rate cycle_length therapy therapies 治療内容
count counts number episodes total longest duration maxduration
max_rate max min average mean median 95th 95th% percentile programmed threshold impedance sensing pacing
amplitude pulse_width p/r_wave polarity output sensitivity previous last_session since_last_session
lifetime_total pacing_% %_paced 95th_percentile maximum minimum avg
""")
)
"""Value columns whose heading belongs to the name, beside leads."""
ANSWERS = frozenset(
    fold(word)
    for word in listed("""
DDD DDDR DDI DDIR VVI VVIR AAI AAIR VDD VDDR DOO VOO AOO AAI-DDD AAI<=>DDD AAIR-DDDR AAIR<=>DDDR
AAI(R)-DDD(R) MVP ODO OOO VVT AAI⇔DDD AAIR⇔DDDR DDD-CLS VVI-CLS CPAP APAP AutoSet Auto ASV S/T BiPAP
バイレベル on off オン オフ 有効 無効 入 切 あり なし 良好 正常 異常なし 要注意 交換時期 bol mol eri eol rrt
bos eos ok good normal unipolar bipolar 単極 双極 uni bi ユニポーラ バイポーラ モニタ モニタのみ monitor
A/C A/C(PC) A/C(VC) A/C(PRVC) AC PC-AC VC-AC PCV VCV PRVC VC PC VC+ SIMV SIMV+PS SIMV(PC) SIMV(VC) SIMV(PC)+PS
SIMV(VC)+PS PC-SIMV VC-SIMV PSV PSV+CPAP CPAP+PS CPAP/PS PS/CPAP SPONT APRV BIPAP BILEVEL BIPHASIC NAVA PAV
PAV+ NPPV NIV
NHF HFNC IMV CMV MMV ASB HFO HFOV 補助呼吸 補助/調節 調節呼吸 自発 自発呼吸
ランプのみ フルタイム ランプ時のみ 常時 ramponly fulltime
enabled disabled 固定 固定圧 オート 自動 手動 自動調整 オートセット fixed manual automatic
""")
)
STATED = frozenset(
    fold(word)
    for word in listed("""
電池状態 バッテリー状態 バッテリ状態 電池ステータス 極性 ペーシング極性 センシング極性 モード 換気モード
換気様式
ペーシングモード 設定モード ventilation_mode batterystatus mode pacingmode polarity
""")
)
"""Names whose value may be words."""
IDENTITY = frozenset(
    fold(word)
    for word in listed("""
機種 機種名 型式 型番 モデル モデル名 モデル番号 モデルno. 製品名 製造番号 製造元 メーカー メーカ シリアル
シリアル番号 シリアルno. s/n 植込み日 植込日 植え込み日 移植日 装着日 植込み施設 植込み医 リードモデル
リード型番 デバイス デバイス名 本体 ジェネレータ 年齢 身長 次回予定 次回予約 前回チェック日 前回検査日
ソフトウェア プログラマ 適応 適応疾患 model modelnumber serial serialnumber device devicemodel devicename
manufacturer implantdate implanted dateofimplant implantingphysician leadmodel programmer software age
height generator indication nextfollow-up lastinterrogation
""")
)
"""Labels of the device itself and the visit: never items."""
