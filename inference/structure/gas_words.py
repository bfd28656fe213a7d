"""Words of blood-gas reports: titles, parameters, settings. Hand-made from how analysers and hospitals print them."""

from __future__ import annotations

from inference.readable import listed
from inference.structure.kana_readings import kana_forms

TITLES = listed("""
血液ガス分析報告書 血液ガス分析結果 血液ガス分析 血液ガス検査 血液ガス検査結果 血液ガス検査報告書 血液ガス 血ガス
血ガス検査 動脈血ガス分析 動脈血液ガス分析 動脈血ガス 静脈血ガス分析 動脈血液ガス 血液ガス結果 血液ガス測定結果
bloodgas bloodgasreport bloodgasanalysis arterialbloodgas arterialbloodgasanalysis abg abgreport
venousbloodgas vbg bloodgasresults arterialbloodgasreport bloodgasanalyzer pointofcarebloodgas
""")

_BASES = """
pH pCO2 pO2 HCO3 HCO3- HCO3act HCO3std cHCO3 cHCO3- SBC SB BE B.E. ABE SBE cBase cBase(B) cBase(Ecf) BEecf
BE(ecf) BE-ecf BE-B BB sO2 SaO2 SvO2 ScvO2 O2Sat O2SAT O2飽和度 酸素飽和度 tCO2 TCO2 ctCO2 T-CO2 ctO2 tO2 O2CT
O2ct Ct-O2 caO2 CaO2 tHb ctHb Hb THb Hgb HGB HHb FHHb FO2Hb O2Hb COHb FCOHb MetHb FMetHb RHb SulfHb HbF Hct Htc
HCT Ht Na Na+ cNa+ cNa K K+ cK+ cK Cl Cl- cCl- cCl Ca Ca++ Ca2+ iCa iCa++ iCa2+ cCa2+ cCa++ Mg++ Mg2+ iMg Glu
GLU cGlu Glucose グルコース 血糖 血糖値 Lac LAC Lactate cLac 乳酸 乳酸値 Crea cCrea Urea BUN tBil ctBil AG A-G
AnionGap AnionGap,K AnionGap,K+ AnionGap(K) AnionGap(K+) AnGap AG(K) アニオンギャップ Osm mOsm OSM Osmolality
p50 P50 P/F P/F比 PF比 P/Fratio PaO2/FiO2 pO2/FiO2
PaO2/FIO2 A-aDO2 AaDO2 A-aDO2 AaDpO2 pO2(A-a) pO2(a/A) a/A RI Qs/Qt Shunt シャント率 PaO2 PaCO2 PvO2 PvCO2 ScO2
pO2(A-a)/ 重炭酸 重炭酸イオン 重炭酸塩 塩基過剰 過剰塩基 ベースエクセス ナトリウム カリウム クロール カルシウム
イオン化カルシウム イオン化Ca ヘモグロビン 総ヘモグロビン ヘマトクリット 酸素分圧 二酸化炭素分圧 炭酸ガス分圧
酸素含量 一酸化炭素ヘモグロビン メトヘモグロビン 酸化ヘモグロビン 還元ヘモグロビン 動脈血酸素分圧
動脈血二酸化炭素分圧 動脈血酸素飽和度 肺胞気動脈血酸素分圧較差 BaseExcess Bicarbonate OxygenSaturation
Oxyhemoglobin Carboxyhemoglobin Methemoglobin Deoxyhemoglobin Sodium Potassium Chloride IonizedCalcium
Hemoglobin Haemoglobin TotalHemoglobin TotalHb Hematocrit Haematocrit StandardBicarbonate ActualBicarbonate
cBase(B)c cBase(Ecf)c AnionGapc AnionGap(K+)c cHCO3-(P)c cHCO3-(P,st)c ctO2c Hctc mOsmc
BUN/Urea PHC nCa Ca(7.4) Ca++(7.4) Ca2+(7.4) Li+ NH3 pHst 尿素窒素 クレアチニン Creatinine iCalcium
"""
_SETTINGS = """
体温 患者体温 体温設定 温度 T Temp Temp. Temperature PatientTemp PatientTemperature PatientTemp. T(pt) PtTemp FiO2
FIO2 FO2 FO2(I) FO2I FI O2 吸入酸素濃度 酸素濃度 酸素流量 O2流量 O2Flow Flow 流量 PEEP RR VT TV 大気圧 気圧 Baro
BP(B) pAtm Barometric BarometricPressure Pbaro pBaro P(atm) Baro. CPAP PS Ppeak PIP MAP
"""
VOCABULARY = listed(_BASES)
SETTINGS = (*listed(_SETTINGS), *kana_forms(listed(_SETTINGS)))

MEASURED = listed("""
測定値 実測値 実測 測定 計測値 測定結果 結果 result results measured measuredvalue measuredvalues actual 37℃
37.0℃ 37°c 37.0°c 37c 37.0c at37℃ at37 37℃測定値 37℃値 標準値 血液ガス値 血液ガス
""")
CORRECTED = listed("""
体温補正値 体温補正 体温補正後 体温補正結果 補正値 温度補正値 温度補正 温度補正後 補正 補正後 患者体温補正値
患者体温補正 患者体温 患者温度 実体温 補正データ 体温換算値
temperaturecorrected temp.corrected tempcorrected corrected correctedvalue
correctedvalues temp-corrected temperature-corrected correctedto patienttemperature tcorr corr. corr corrected(t)
temp.correctedvalues patienttemp patienttemp. tempcorr. temp.corr. temperaturecorrectedvalues
""")
