"""Names of common laboratory items: to tell a laboratory report from other tables, and to put right one
misread character of a name read from pixels. Codes are no business of this module (mappers.terminology).
"""

from __future__ import annotations

import re
from functools import lru_cache

from inference.readable import fold

_NAMES = """
総蛋白 TP アルブミン Alb ALB A/G比 総ビリルビン T-Bil 直接ビリルビン D-Bil 間接ビリルビン AST(GOT) AST
ALT(GPT) ALT GOT GPT γ-GTP γ-GT γGTP ALP LD LDH LD(IFCC) ALP(IFCC) コリンエステラーゼ ChE アミラーゼ
AMY リパーゼ CK CPK CK-MB 尿素窒素 BUN クレアチニン Cre CRE eGFR eGFRcreat 尿酸 UA ナトリウム Na カリウム
K クロール Cl カルシウム Ca 無機リン IP リン マグネシウム Mg 鉄 Fe 血清鉄 UIBC TIBC フェリチン
総コレステロール T-Cho TC HDLコレステロール HDL-C LDLコレステロール LDL-C 中性脂肪 TG
non-HDLコレステロール 血糖 グルコース Glu 血糖値 HbA1c HbA1c(NGSP) HbA1c(JDS) グリコアルブミン インスリン
CRP C反応性蛋白 高感度CRP 白血球数 WBC 赤血球数 RBC ヘモグロビン Hb HGB ヘモグロビン量 血色素量
ヘマトクリット Ht HCT ヘマトクリット値 MCV MCH MCHC 血小板数 PLT 血小板 白血球 赤血球 網状赤血球
網赤血球数 好中球 好酸球 好塩基球 リンパ球 単球 桿状核球 分葉核球 RDW MPV NEUT LYMPH MONO EOSINO BASO PT
PT-INR PT(%) PT活性 PT時間 プロトロンビン時間 APTT フィブリノゲン フィブリノーゲン Fib FDP Dダイマー
D-ダイマー D-dimer AT-III アンチトロンビン アンチトロンビンIII BNP NT-proBNP トロポニンT トロポニンI
ミオグロビン プロカルシトニン PCT KL-6 SP-D TSH FT3 FT4 遊離T3 遊離T4 コルチゾール ACTH AFP CEA CA19-9
CA125 CA15-3 PSA SCC CYFRA NSE ProGRP PIVKA-II HBs抗原 HBs抗体 HCV抗体 HIV抗体 梅毒TP抗体 TPHA RPR HBe抗原
HBc抗体 IgG IgA IgM IgE C3 C4 CH50 RF リウマトイド因子 抗核抗体 抗CCP抗体 MMP-3 ASO 血沈 赤沈 尿蛋白 尿糖
尿潜血 尿比重 尿pH 尿ケトン体 ウロビリノーゲン ウロビリノゲン 尿ビリルビン 尿白血球 尿亜硝酸塩 アンモニア
NH3 乳酸 浸透圧 ビタミンB12 葉酸 亜鉛 銅 25-OHビタミンD PTH intactPTH プロラクチン LH FSH エストラジオール
テストステロン hCG シスタチンC β2-ミクログロブリン トランスフェリン プレアルブミン ハプトグロビン
セルロプラスミン RBP バルプロ酸 ジゴキシン テオフィリン フェニトイン バンコマイシン タクロリムス
ロイシンアミノペプチダーゼ LAP ZTT TTT albumin totalprotein bilirubin bilirubintotal totalbilirubin
creatinine urea ureanitrogen bun sodium potassium chloride calcium glucose cholesterol triglycerides
hemoglobin haemoglobin hematocrit haematocrit platelets plateletcount whitebloodcells whitebloodcellcount
redbloodcells redbloodcellcount neutrophils lymphocytes monocytes eosinophils basophils
alkalinephosphatase gammaglutamyltransferase lactatedehydrogenase uricacid phosphorus phosphate magnesium
protein,total bilirubin,total bilirubin,direct directbilirubin bilirubindirect cholesterol,total
totalcholesterol t4,free freet4 t3,free freet3 creatinekinase cholinesterase hemoglobina1c haemoglobina1c
immunoglobulinG immunoglobulina immunoglobulinm carcinoembryonicantigen cortisol homocysteine lipase
magnesium,serum calcium,total albumin/globulinratio a/gratio bun/creatinineratio egfr(ckd-epi)
absoluteneutrophils absolutelymphocytes absolutemonocytes absoluteeosinophils absolutebasophils
neutrophilcount lymphocytecount procalcitonin transferrin transferrinsaturation vitaminb12 folate
iron ferritin hdlcholesterol ldlcholesterol creactiveprotein c-reactiveprotein fibrinogen d-dimer
prothrombintime inr aptt troponini troponint wbc rbc hgb hct plt mcv mch mchc rdw alt ast alp ggt ldh crp
A/G UN UIBC GA グリコヘモグロビン SAA SAA蛋白 血清アミロイドA sIL-2R 可溶性IL-2レセプター 可溶性IL-2R
CYFRA21-1 シフラ β-Dグルカン
エンドトキシン 抗SS-A抗体 抗SS-B抗体 抗DNA抗体 抗dsDNA抗体 抗ミトコンドリア抗体 抗TPO抗体 抗Tg抗体 TRAb
サイログロブリン
Tg カルシトニン 骨型ALP BAP TRACP-5b 尿素 尿中アルブミン 尿中クレアチニン 1,5-AG ケトン体 総ケトン体
3-OHBA アルドステロン レニン活性
レニン ガストリン DHEA-S DUPAN-2 SPan-1 STN エラスターゼ1 トリプシン PSTI 補正カルシウム 補正Ca Ca(補正)
血清アミラーゼ
S-AMY P-AMY P型アミラーゼ 膵アミラーゼ 総胆汁酸 TBA ICG ヒアルロン酸 4型コラーゲン M2BPGi リポ蛋白(a) Lp(a) アポ蛋白A1
ApoB アポ蛋白B RLP-C 血清補体価 補体価 寒冷凝集素 寒冷凝集反応 HTLV-1抗体 サイトメガロウイルスIgG 風疹抗体 麻疹抗体
水痘抗体 トキソプラズマ抗体 アスペルギルス抗原 クリプトコッカス抗原 インフルエンザ抗原
マイコプラズマ抗体 ASLO ASK 血小板凝集能
出血時間 凝固時間 ヘパプラスチンテスト HPT トロンボテスト TT PIC TAT SFMC プラスミノゲン プロテインC プロテインS
vWF 第VIII因子 クームス試験 直接クームス 不規則抗体 ABO血液型 Rh血液型 ABO式血液型 Rh(D) 便潜血 便中ヘモグロビン
リチウム カルバマゼピン フェノバルビタール ゾニサミド レベチラセタム シクロスポリン メトトレキサート
テイコプラニン ゲンタマイシン
HOMA-IR HOMA-R HOMA-β インスリン分泌指数 ABO血液型 Rh(D)抗原 抗A血清 抗B血清 A1赤血球 B赤血球
直接抗グロブリン試験 間接抗グロブリン試験 直接クームス試験 間接クームス試験 不規則抗体スクリーニング 交差適合試験
CD1a CD2 CD3 CD4 CD5 CD7 CD8 CD10 CD11b CD11c CD13 CD14 CD15 CD16 CD19 CD20 CD22 CD23 CD25 CD33 CD34 CD38 CD41
CD41a CD42b CD45 CD56 CD57 CD61 CD64 CD71 CD79a CD103 CD117 CD138 HLA-DR TdT MPO FMC7 κ鎖 λ鎖 CD4/CD8比
異型リンパ球 桿状核好中球 分葉核好中球 骨髄芽球 前骨髄球 骨髄球 後骨髄球 赤芽球 有核赤血球 破砕赤血球 Stab Seg Band
幼若血小板 RDW-CV RDW-SD PDW P-LCR IRF Ret 網赤血球 赤血球容積粒度分布幅 推算GFR eGFRcys 推算GFRcys クレアチンキナーゼ
ALP/IFCC LD/IFCC 乳酸脱水素酵素 アルカリホスファターゼ アルカリフォスファターゼ 尿素窒素(BUN)
クレアチニン(Cr) Cr 空腹時血糖
随時血糖 FBS HDL LDL nonHDL L/H比 動脈硬化指数 CRP定量 ハイセンシティブCRP hs-CRP Zn Cu Se マンガン セレン
アポA1 ミクロアルブミン NAG β2MG α1MG BMG 血清β2MG FE2+ トランスサイレチン TTR レチノール結合蛋白
absoluteeosinophilcount immatureGranulocytes nrbc mpv esr sedrate sedimentationrate urinalysis specificgravity
bilirubin,total proteintotal albumin,serum creatinine,serum glucose,serum glucose,fasting sodium,serum potassium,serum
chloride,serum calcium,serum globulin,total alkalinephosphatase,s bilirubin,total,serum ast(sgot) alt(sgpt) ggtp
iron,total ironbindingcapacity tibc ferritin,serum folate(folicacid) vitamind,25-hydroxy
25-hydroxyvitamind testosterone
estradiol progesterone prolactin pth,intact insulin c-peptide hemoglobina1c hba1c lipoprotein(a) apolipoproteinb
nonhdlcholesterol non-hdlcholesterol vldlcholesterol chol/hdlcratio psa,total rheumatoidfactor anascreen ammonia
lacticacid lactate troponin ck-mb nt-probnp ptt pt ureanitrogen(bun) urea,serum estimatedgfr egfrnon-afr.american
tsh ft4 ft3 hba1c bun egfr bnp psa cea afp carbondioxide bicarbonate aniongap amylase lipase globulin co2
"""
NAMES: dict[str, str] = {fold(name): name for name in _NAMES.split()}

_LOOK_ALIKES = """
o0Oｏ i1lI| γyYｙr ツッ ヤャ ユュ ヨョ アァ イィ ウゥ エェ工 オォ ー一-
ロ口 カ力 ニ二 タ夕 ト卜 ハ八バパ ヒビピ フブプ ヘへベペべぺ ホボポ
"""
_CONFUSABLE = str.maketrans({c: group[0] for group in _LOOK_ALIKES.split() for c in group[1:]})


def blurred(name: str) -> str:
    """Key under which look-alike characters are one: for finding a misread name, never for output."""
    return fold(name).translate(_CONFUSABLE)


_BLURRED: dict[str, set[str]] = {}
for _name in NAMES.values():
    _BLURRED.setdefault(blurred(_name), set()).add(_name)

_KATAKANA = "ァ-ヺー"
_KANA_LIKE = dict(zip("一口力二工夕卜八へべぺ", "ーロカニエタトハヘベペ", strict=True))
_BETWEEN_KANA = re.compile(rf"(?<=[{_KATAKANA}])([一口力二工夕卜八へべぺ])(?=[{_KATAKANA}])")
_AFTER_KANA = re.compile(rf"(?<=[{_KATAKANA}][{_KATAKANA}])([一])(?![{_KATAKANA}])")


@lru_cache(maxsize=4096)
def is_analyte(name: str) -> bool:
    """Whether the name is in the list, brackets and spaces aside."""
    key = fold(name)
    if key in NAMES:
        return True
    bare = re.sub(r"[(\[].*?[)\]]", "", key)
    return bool(bare) and bare in NAMES


def repair_recognised_name(name: str) -> str:
    """A name read from pixels with look-alikes put right: kanji amid katakana, and y for γ in a known name."""
    name = _BETWEEN_KANA.sub(lambda m: _KANA_LIKE[m[1]], name)
    name = _AFTER_KANA.sub(lambda m: _KANA_LIKE[m[1]], name)
    if fold(name) in NAMES:
        return name
    known = _BLURRED.get(blurred(name), set())
    if len(known) == 1:
        (proper,) = known
        if len(proper) == len(name):
            return proper
    return name
