"""Words of microbiology reports: titles, organisms, drugs, smears. Hand-made names, no codes and no breakpoints."""

from __future__ import annotations

from inference.readable import fold, listed

TITLES = listed("""
細菌検査報告書 細菌検査結果報告書 細菌検査結果 細菌検査 細菌培養検査 細菌培養・同定 細菌培養
微生物検査報告書 微生物検査結果報告書 微生物検査結果 微生物検査 一般細菌検査 一般細菌検査成績書
一般細菌培養 培養・感受性検査 培養同定・感受性検査 培養同定検査 薬剤感受性検査 薬剤感受性検査報告書
薬剤感受性 薬剤感受性成績 抗酸菌検査 抗酸菌検査報告書 抗酸菌検査結果 抗酸菌培養検査 抗酸菌塗抹検査
抗酸菌塗抹・培養検査 結核菌検査 結核菌検査報告書 結核菌検査結果 結核菌培養検査
抗酸菌培養・同定 血液培養検査 血液培養検査報告書 血液培養
細菌学的検査 細菌塗抹検査 塗抹・培養検査 真菌検査 感受性検査 培養検査 培養検査報告書 microbiology
microbiologyreport microbiologyculturereport culturereport cultureandsensitivity culture&sensitivity
susceptibilityreport antimicrobialsusceptibility bloodculture bloodculturereport urineculture
urineculturereport sputumculture woundculture antibiogram bacteriology bacteriologyreport
""")

GENERA = frozenset(
    fold(w)
    for w in listed("""
Escherichia Klebsiella Enterobacter Citrobacter Serratia Proteus Morganella Providencia Salmonella
Shigella Yersinia Pseudomonas Acinetobacter Stenotrophomonas Burkholderia Achromobacter Chryseobacterium
Elizabethkingia Alcaligenes Staphylococcus Streptococcus Enterococcus Micrococcus Listeria Bacillus
Corynebacterium Haemophilus Moraxella Neisseria Campylobacter Helicobacter Vibrio Aeromonas Plesiomonas
Pasteurella Legionella Bordetella Bacteroides Prevotella Porphyromonas Fusobacterium Clostridium
Clostridioides Peptostreptococcus Finegoldia Parvimonas Cutibacterium Propionibacterium Actinomyces
Lactobacillus Bifidobacterium Eubacterium Veillonella Gardnerella Mycobacterium Mycobacteroides Nocardia
Candida Cryptococcus Aspergillus Trichosporon Penicillium Mucor Rhizopus Fusarium Saccharomyces Malassezia
Raoultella Pantoea Hafnia Edwardsiella Kluyvera Leclercia Cronobacter Abiotrophia Granulicatella Gemella
Rothia Aerococcus Leuconostoc Pediococcus Capnocytophaga Eikenella Kingella Aggregatibacter Brevundimonas
Comamonas Delftia Ralstonia Sphingomonas Ochrobactrum Brucella Francisella Bartonella Mycoplasma
Ureaplasma Chlamydia Nakaseomyces Pichia Clavispora Meyerozyma Dermabacter Eggerthella Alistipes
Parabacteroides Anaerococcus Peptoniphilus Arcanobacterium Trueperella Erysipelothrix Weissella Kocuria
Dermacoccus Ewingella Shewanella Rhodococcus Tsukamurella Gordonia Exophiala Scedosporium Trichophyton
Microsporum Geotrichum
""")
)
ORGANISM_WORDS = frozenset(
    fold(w)
    for w in listed("""
大腸菌 病原大腸菌 腸管出血性大腸菌 肺炎桿菌 緑膿菌 黄色ブドウ球菌 ブドウ球菌 表皮ブドウ球菌 腐生ブドウ球菌
コアグラーゼ陰性ブドウ球菌 メチシリン耐性黄色ブドウ球菌 腸球菌 肺炎球菌 溶血性連鎖球菌 化膿レンサ球菌
化膿連鎖球菌 A群溶連菌 B群溶連菌 A群溶血性連鎖球菌 B群溶血性連鎖球菌 A群β溶連菌 B群β溶連菌 溶連菌
緑色連鎖球菌 緑色レンサ球菌 α溶連菌 α-溶血性連鎖球菌 α連鎖球菌 インフルエンザ菌 モラクセラ セラチア
エンテロバクター クレブシエラ プロテウス シトロバクター アシネトバクター バクテロイデス カンジダ
カンジダ属 カンピロバクター サルモネラ 赤痢菌 腸炎ビブリオ コレラ菌 レジオネラ 淋菌 髄膜炎菌 百日咳菌
結核菌 結核菌群 非結核性抗酸菌 アスペルギルス 常在菌 正常細菌叢 口腔内常在菌 口腔常在菌
上気道常在菌 皮膚常在菌 腸内常在菌 腸内細菌 常在菌叢 嫌気性菌 ブドウ糖非発酵菌
ブドウ糖非発酵グラム陰性桿菌 コリネバクテリウム ナイセリア属 ナイセリア バシラス バチルス MRSA MSSA MRSE
MSSE MRCNS MSCNS CNS VRE CRE MDRP MDRA GBS GAS BLNAR BLNAS PRSP PSSP PISP NTM MAC Normalflora
Normaloralflora Normalrespiratoryflora Normalskinflora Mixedflora Mixedurogenitalflora Mixedskinflora Oralflora
Coagulase-negativestaphylococci CoagulasenegativeStaphylococcus α-Streptococcus
γ-Streptococcus β-Streptococcus α-hemolyticStreptococcus α-Streptococcussp. GNF-GNR NF-GNR
ViridansStreptococci Viridansgroupstreptococci
""")
)
"""Folded names of organisms that are no Latin pairs of words."""

NO_ORGANISMS = frozenset(
    fold(w)
    for w in listed("""
検出菌 分離菌 同定菌 起炎菌 菌 菌名 一般細菌 細菌 グラム陽性球菌 グラム陰性球菌 グラム陽性桿菌
グラム陰性桿菌 抗酸菌 抗菌 殺菌 検出菌名 分離菌名 同定菌名 総菌 病原菌 真菌 好気性菌 酵母様真菌様 生菌
滅菌 静菌 原因菌 目的菌 発育菌 推定菌 主要菌
""")
)

DRUGS = frozenset(
    fold(w)
    for w in listed("""
PCG PC-G PIPC ABPC AMPC MPIPC MCIPC ABPC/SBT SBT/ABPC ABPC/S A/S SBTABPC SBT/A CVA/AMPC AMPC/CVA AMPC/C
C/A CVA TAZ/PIPC PIPC/TAZ T/P TAZ/P P/T CEZ CTM CMZ CTX CTRX CAZ CFPM CPR CZOP CPZ SBT/CPZ CPZ/SBT S/C
CPZ/S FMOX LMOX CFX CFDN CPDX CPDX-PR CFPN CFPN-PI CDTR CDTR-PI CCL CEX CFTM CFTM-PI CXM CXM-AX CAZ/AVI
AVI/CAZ CZA CTLZ/TAZ TAZ/CTLZ C/T CFDC IPM IPM/CS REL/IPM IPM/REL MEPM DRPM BIPM PAPM TBPM FRPM ERPM AZT
GM TOB AMK KM SM ABK ISP SPCM MINO DOXY TC TGC EM CAM AZM RKM JM CLDM LCM VCM TEIC LZD TZD DAP DPT QPR/DPR
LVFX CPFX OFLX NFLX TFLX STFX GRNX MFLX PZFX LSFX NA GFLX ST SXT TMP-SMX TMP/SMX S/T CP FOM CL CL-B PL-B
PLB RFP RIF MUP FA FUS NFT NIT MNZ MTZ INH EB PZA TH CS PAS EVM LVX CIP MXF CLR AMB AMPH-B 5-FC FLCZ ITCZ
VRCZ MCFG CPFG MCZ PSCZ FRPM CFX CTT CMNX CET CXM ASPC NTF BC GM500 SM1000 GMHLR SMHLR アンピシリン
ペニシリンG ベンジルペニシリン ペニシリン アモキシシリン ピペラシリン オキサシリン メチシリン
クロキサシリン アンピシリン/スルバクタム スルバクタム/アンピシリン アモキシシリン/クラブラン酸
クラブラン酸/アモキシシリン タゾバクタム/ピペラシリン ピペラシリン/タゾバクタム セファゾリン セフォチアム
セフメタゾール セフォタキシム セフトリアキソン セフタジジム セフェピム セフピロム セフォゾプラン
セフォペラゾン セフォペラゾン/スルバクタム スルバクタム/セフォペラゾン フロモキセフ ラタモキセフ
セフォキシチン セフジニル セフポドキシム セフカペン セフジトレン セファクロル セファレキシン セフロキシム
セフテラム イミペネム イミペネム/シラスタチン メロペネム ドリペネム ビアペネム パニペネム テビペネム
ファロペネム アズトレオナム ゲンタマイシン トブラマイシン アミカシン カナマイシン ストレプトマイシン
アルベカシン ミノサイクリン ドキシサイクリン テトラサイクリン チゲサイクリン エリスロマイシン
クラリスロマイシン アジスロマイシン クリンダマイシン リンコマイシン バンコマイシン テイコプラニン
リネゾリド テジゾリド ダプトマイシン キヌプリスチン/ダルホプリスチン レボフロキサシン シプロフロキサシン
オフロキサシン ノルフロキサシン トスフロキサシン シタフロキサシン ガレノキサシン モキシフロキサシン
パズフロキサシン ナリジクス酸 ST合剤 スルファメトキサゾール/トリメトプリム
スルファメトキサゾール・トリメトプリム トリメトプリム クロラムフェニコール ホスホマイシン コリスチン
ポリミキシンB リファンピシン ムピロシン フシジン酸 メトロニダゾール ニトロフラントイン イソニアジド
エタンブトール ピラジナミド アムホテリシンB フルシトシン フルコナゾール イトラコナゾール ボリコナゾール
ミカファンギン カスポファンギン Ampicillin Penicillin PenicillinG Benzylpenicillin Amoxicillin Oxacillin
Cloxacillin Methicillin Piperacillin Ticarcillin Ampicillin/Sulbactam Ampicillin-Sulbactam
Amoxicillin/Clavulanate Amoxicillin-Clavulanate Amoxicillin/ClavulanicAcid Amox/Clav
Piperacillin/Tazobactam Piperacillin-Tazobactam Pip/Tazo Pip-Tazo Ticarcillin/Clavulanate Cefazolin
Cephalothin Cephalexin Cefuroxime Cefoxitin Cefotetan Cefmetazole Cefotaxime Ceftriaxone Ceftazidime
Cefepime Ceftaroline Cefiderocol Cefixime Cefpodoxime Ceftazidime/Avibactam Ceftazidime-Avibactam
Ceftolozane/Tazobactam Ceftolozane-Tazobactam Cefoperazone Cefoperazone/Sulbactam Imipenem
Imipenem/Cilastatin Meropenem Ertapenem Doripenem Aztreonam Gentamicin Tobramycin Amikacin Streptomycin
Kanamycin GentamicinSynergy Tetracycline Doxycycline Minocycline Tigecycline Erythromycin Clarithromycin
Azithromycin Clindamycin Vancomycin Teicoplanin Linezolid Tedizolid Daptomycin Quinupristin/Dalfopristin
Ciprofloxacin Levofloxacin Ofloxacin Moxifloxacin Norfloxacin NalidixicAcid Trimethoprim
Trimethoprim/Sulfamethoxazole Trimethoprim-Sulfamethoxazole Trimethoprim/Sulfa
Trimethoprim+Sulfamethoxazole Sulfamethoxazole/Trimethoprim Sulfamethoxazole-Trimethoprim Co-trimoxazole
Cotrimoxazole Chloramphenicol Fosfomycin Colistin PolymyxinB Rifampin Rifampicin Mupirocin FusidicAcid
Nitrofurantoin Metronidazole Isoniazid Ethambutol Pyrazinamide AmphotericinB Flucytosine Fluconazole
Itraconazole Voriconazole Micafungin Caspofungin Anidulafungin Posaconazole
""")
)
DRUG_ENDINGS = listed("""
シリン ペネム セフェム フロキサシン マイシン サイクリン バクタム タキシム ジジム コナゾール ファンギン
マイシンB cillin penem floxacin mycin micin cycline bactam conazole fungin oxazole trimoxazole
""")
DRUG_BEGINNINGS = ("セフ", "cef", "ceph")

SMEAR = listed("""
グラム陽性球菌 グラム陰性球菌 グラム陽性桿菌 グラム陰性桿菌 グラム陽性双球菌 グラム陰性双球菌
グラム陽性連鎖球菌 グラム陽性ブドウ状球菌 ブドウ球菌様 連鎖球菌様 GPC GNR GPR GNC GPB GNB GPC-cluster
GPC-chain GPC(cluster) GPC(chain) 白血球 好中球 多核白血球 扁平上皮 扁平上皮細胞 上皮細胞 円柱上皮
円柱上皮細胞 線毛上皮 肺胞マクロファージ マクロファージ 赤血球 フィブリン 粘液 貪食像 貪食 酵母 酵母様真菌
酵母様真菌(塗抹) 酵母様 真菌 糸状菌 菌糸 仮性菌糸 抗酸菌 抗酸菌塗抹 蛍光法 チール・ネルゼン Ziehl-Neelsen
チールネルゼン法 チール・ネールゼン チールネールゼン チール・ネールゼン染色 チールネルゼン染色
チール・ネルゼン染色 ガフキー号数 ガフキー相当号数 ガフキー相当 ガフキー
Geckler分類 Geckler Gecklerの分類 ゲックラー分類 Miller&Jones分類
Miller&Jones Miller-Jones分類 M&J分類 陽性日数 検出日数 陽転日数 陽性までの日数 陽転までの日数 培養日数 喀痰性状
検体性状 外観 品質評価 喀痰品質評価 WBC RBC Epithelialcells
Squamousepithelialcells Whitebloodcells PMN PMNs Polymorphonuclearleukocytes Gram-positivecocci
Grampositivecocci Gram-negativerods Gramnegativerods Gram-positiverods Grampositiverods Gram-negativecocci
Gramnegativecocci Gram-positivebacilli Gram-negativebacilli Gramnegativebacilli Gramnegativediplococci
Gram-negativediplococci Grampositivebacilli Grampositivecocciinclusters Grampositivecocciinchains
Gram-positivecocciinclusters Gram-positivecocciinpairs Gram-positivecocciinchains Yeastcells Buddingyeast
Neutrophils Acid-fastbacilli AFB AFBsmear Leukocytes Redbloodcells Mucus Puscells クラスター 連鎖状
らせん菌 嫌気性菌様 放線菌様 抗酸菌染色 染色結果
""")
STATEMENTS = listed("""
塗抹 塗抹検査 塗抹鏡検 鏡検 鏡検結果 グラム染色 塗抹結果 塗抹所見 塗抹検査結果 一般細菌塗抹 抗酸菌塗抹
抗酸菌培養 培養 培養結果 培養検査 培養成績 一般培養 一般細菌培養 嫌気培養 嫌気性培養 好気培養 好気性培養
増菌培養 真菌培養 血液培養 培養・同定 培養同定 培養判定 総合判定 最終結果 中間報告 最終報告結果 CDトキシン
CDトキシンA/B CD抗原 GDH GDH抗原 CDトキシンB遺伝子 毒素 便中毒素 ベロ毒素 ノロウイルス 迅速抗原 ESBL
ESBL産生 ESBL確認試験 ESBL確認検査 ESBL検査 MBL確認試験
カルバペネマーゼ産生 カルバペネマーゼ確認試験 カルバペネマーゼ
メタロβラクタマーゼ β-ラクタマーゼ βラクタマーゼ Beta-lactamase mCIM MBL AmpC
D-test Dテスト 誘導型耐性 mecA MRSAスクリーニング 結核菌PCR MAC-PCR PCR 結核菌群PCR TRC LAMP 結核菌LAMP
同定 同定検査 菌種同定 抗酸菌同定検査 核酸増幅検査 核酸増幅法 小川培地 固形培地 液体培地 液体培養 固形培養
小川法 MGIT 小川培養 MGIT培養 T-SPOT T-SPOT.TB QFT QFT-Plus QFT-3G
クオンティフェロン T-スポット 抗酸菌PCR MACPCR 抗酸菌同定 集菌法 直接法 蛍光染色 肺炎球菌抗原
肺炎球菌尿中抗原 尿中肺炎球菌抗原 レジオネラ抗原 レジオネラ尿中抗原 尿中レジオネラ抗原 A群溶連菌抗原
総菌数 菌数 コロニー数 総菌量 生菌数 培養陽性時間 陽性検出時間 検出時間 検出までの時間 好気ボトル
嫌気ボトル 陽性ボトル Aerobicbottle Anaerobicbottle Aerobic Anaerobic Gramstain Gramstainresult Culture
Cultureresult Finalresult Finalreport Preliminaryresult Bloodculture Urineculture AFBculture Fungalculture
Timetopositivity Colonycount C.difficiletoxin GDHantigen ESBLscreen
""")
VOCABULARY = (
    *listed("""
検出菌 菌名 同定菌 分離菌 菌量 塗抹 培養 同定 感受性 薬剤名 薬剤 抗菌薬 MIC 判定 グラム染色 感性 耐性 中間
CFU/mL 検体 材料 organism organisms isolate isolates antibiotic antimicrobial drug susceptibility
susceptible resistant intermediate growth gramstain colonycount cfu/ml MIC(μg/mL) MIC(ug/mL) MIC値
"""),
    *listed("""
ABPC PIPC CEZ CTM CMZ CTX CTRX CAZ CFPM FMOX IPM IPM/CS MEPM GM AMK MINO LVFX CPFX FOM VCM TEIC LZD CLDM
EM AZT PCG MPIPC アンピシリン ピペラシリン セファゾリン セフメタゾール セフトリアキソン セフタジジム
セフェピム イミペネム メロペネム ゲンタマイシン アミカシン ミノサイクリン レボフロキサシン
シプロフロキサシン ホスホマイシン バンコマイシン テイコプラニン リネゾリド クリンダマイシン
エリスロマイシン アズトレオナム ST合剤 ampicillin cefazolin ceftriaxone cefepime meropenem gentamicin
amikacin ciprofloxacin levofloxacin vancomycin linezolid nitrofurantoin 大腸菌 緑膿菌 黄色ブドウ球菌
肺炎桿菌 腸球菌 MRSA Escherichiacoli Klebsiellapneumoniae Pseudomonasaeruginosa Staphylococcusaureus
Enterococcusfaecalis 小川培地 液体培養 ガフキー号数
抗酸菌塗抹 結核菌群PCR T-SPOT.TB グラム陽性球菌 グラム陰性桿菌 グラム陽性桿菌 グラム陰性球菌 GPC GNR Geckler分類
"""),
)
ORGANISM_TESTS = listed("""
PCR PCR法 リアルタイムPCR LAMP LAMP法 TRC TRC法 TMA DNA RNA rRNA 核酸 核酸増幅 核酸増幅検査 核酸検出 核酸同定 遺伝子
遺伝子検査 抗原 抗原検査 尿中抗原 抗体 毒素 トキシン DDH NAAT antigen toxin antibody gene culture smear DNA-PCR
培養 培養検査 塗抹 塗抹検査 鏡検 染色 同定 スクリーニング
""")
"""Behind an organism's name these make it the name of a test (`結核菌群 PCR`), folded or not."""
ORGANISM_HEADINGS = listed("""
検出菌 検出菌名 分離菌 分離菌名 同定菌 同定菌名 菌名 菌種 菌種名 起炎菌 起炎菌名 同定結果 培養同定結果
培養結果 培養同定 同定 結果 検出された菌 推定起炎菌 organism organisms isolate isolates organismname selectedorganism
organismidentified identification organismisolated isolatedorganism organism(s)
""")
AMOUNT_HEADINGS = listed("""
菌量 菌数 コロニー数 集落数 量 発育量 分離菌量 菌量/菌数 菌数(CFU/mL) 検出量 定量 発育 発育度 quantity
amount growth colonycount count cfu/ml cfu
""")
AMOUNTS = listed("""
少数 少量 中等数 中等量 中等度 多数 多量 極少数 極少量 微量 極めて少数 ごく少数 わずか 数コロニー 増菌のみ
増菌培養で陽性 増菌 検出 陽性 陰性 認めず 認めない 菌を認めず 菌認めず 検出せず 発育を認めず 発育せず
発育なし 菌陰性 (菌陰性) few rare scant light moderate heavy many abundant occasional noneseen none
lightgrowth moderategrowth heavygrowth fewcolonies scantgrowth raregrowth numerous nogrowth notseen
positive negative ガフキー0号 G0 G1 G2 G3 G4 G5 G6 G7 G8 G9 G10 0号 1号 2号 3号 4号 5号 6号 7号 8号 9号 10号
M1 M2 P1 P2 P3
""")
LETTERS = {
    **dict.fromkeys(
        ("s", "感性", "感受性", "感受性あり", "susceptible", "sensitive", "suscept", "sens", "ss"), "S"
    ),
    **dict.fromkeys(("i", "中間", "中等度", "中間耐性", "intermediate", "inter", "sdd", "s-dd", "inte"), "I"),
    **dict.fromkeys(("r", "耐性", "resistant", "resist", "res", "ns"), "R"),
}
"""How a report prints the interpretation, folded, and its letter."""
NOTHING_FOUND = listed("""
検出せず 検出されず 検出なし 検出しない 検出されません 検出されませんでした 認めず 認めない 認めません
菌を認めず 発育せず
発育を認めず 発育なし 陰性 (-) なし 菌検出せず 病原菌を検出せず 病原菌検出せず 有意菌なし NoneIsolated
Notdetected Nogrowth
Noorganismisolated Noorganismsisolated Nopathogensisolated Negative
""")
