"""Words of urinalyses: titles, strip tests, sediment. Hand-made from how strip readers and laboratories print them."""

from __future__ import annotations

from inference.readable import listed

TITLES = listed("""
尿検査報告書 尿検査結果報告書 尿検査結果 尿検査 尿一般検査 尿一般検査報告書 尿一般 尿定性検査 尿定性 尿定性・沈渣
尿沈渣検査 尿沈渣 尿沈渣検査報告書 尿定性・尿沈渣 尿検査成績 尿検査成績書 一般検査報告書 尿一般・沈渣
尿定性・尿沈渣検査 尿化学検査 urinalysis urinalysisreport urinalysiscomplete completeurinalysis urinalysisresults
urinemicroscopy urineanalysis urinetest urinalysiswithmicroscopy routineurinalysis urinedipstick urinesediment
""")

_STRIP = """
色調 色 尿色調 外観 尿外観 混濁 濁度 清濁 尿混濁 透明度 臭気 比重 尿比重 pH 尿pH PH 蛋白 尿蛋白 蛋白定性 尿蛋白定性
蛋白質 タンパク 糖 尿糖 糖定性 尿糖定性 ブドウ糖 グルコース ケトン ケトン体 尿ケトン体 アセトン アセトン体 潜血 尿潜血
潜血反応 尿潜血反応 ヘモグロビン ビリルビン 尿ビリルビン ウロビリノーゲン ウロビリノゲン 尿ウロビリノーゲン
尿ウロビリノゲン 亜硝酸塩 尿亜硝酸塩 亜硝酸 白血球反応 尿白血球 尿白血球反応 白血球エステラーゼ エステラーゼ
白血球(試験紙) 潜血(試験紙) アルブミン クレアチニン 蛋白/クレアチニン比 P/C比 A/C比 尿量 1日尿量 蛋白定量 糖定量
尿蛋白定量 尿クレアチニン 食塩 推定食塩摂取量 微量アルブミン 尿アルブミン 浸透圧 尿浸透圧 尿定性pH
UBG ERY
URO BLD PRO GLU KET BIL NIT LEU SG S.G. S.G CRE ALB VC Color Colour Appearance Clarity Turbidity Odor
SpecificGravity Sp.Gravity Sp.Gr. Protein Glucose Ketone Ketones KetoneBodies Blood OccultBlood Bilirubin
Urobilinogen Nitrite Nitrites LeukocyteEsterase Leukocytes LeukEsterase Leukocyteesterase WBCEsterase Acetone
Hemoglobin Ascorbicacid アスコルビン酸 P/C A/C Creatinine Albumin
"""
_SEDIMENT = """
赤血球 白血球 扁平上皮 扁平上皮細胞 尿路上皮 尿路上皮細胞 移行上皮 移行上皮細胞 尿細管上皮 尿細管上皮細胞 上皮細胞
小円形上皮 円柱上皮細胞 円柱上皮 大食細胞 卵円形脂肪体 細胞質内封入体細胞 封入体細胞 核内封入体細胞 異型細胞 円柱
硝子円柱 ガラス円柱 顆粒円柱 上皮円柱 赤血球円柱 白血球円柱 ろう様円柱 ロウ様円柱 蝋様円柱 脂肪円柱 フィブリン円柱
空胞変性円柱 血小板円柱 幅広円柱 細菌 真菌 酵母 酵母様真菌 カンジダ 原虫 トリコモナス 膣トリコモナス 精子 粘液糸
粘液 結晶 塩類 無晶性塩類 無晶性尿酸塩 無晶性リン酸塩 シュウ酸Ca シュウ酸Ca結晶 シュウ酸カルシウム
シュウ酸カルシウム結晶 蓚酸カルシウム 尿酸結晶 尿酸塩 尿酸塩結晶 リン酸塩 リン酸塩結晶 リン酸Ca リン酸Ca結晶
リン酸カルシウム リン酸アンモニウムMg リン酸アンモニウムマグネシウム リン酸アンモニウムMg結晶
リン酸アンモニウムマグネシウム結晶 炭酸Ca 炭酸カルシウム シスチン結晶 コレステロール結晶 ビリルビン結晶 脂肪球
変形赤血球 赤血球形態 均一赤血球 糸球体型赤血球 非糸球体型赤血球 赤血球形 その他の円柱 その他の結晶 その他円柱
RBC WBC SQEC NSEC NSE SQE EC BACT CAST HYAL PATH YLC X'TAL XTAL YEAST MUCUS SPERM TEC UEC RTEC SRC Hy.CAST Path.CAST
RedBloodCells WhiteBloodCells Bacteria EpithelialCells SquamousEpithelialCells SquamousEpithelial Squamous
SquamousEpi SquamousCells TransitionalEpithelialCells TransitionalEpithelial RenalEpithelialCells
RenalTubularEpithelial RenalTubularEpithelialCells RenalEpithelial Casts HyalineCasts HyalineCast GranularCasts
GranularCast WaxyCasts CellularCasts RBCCasts WBCCasts FattyCasts Crystals CalciumOxalateCrystals CalciumOxalate
UricAcidCrystals UricAcid TriplePhosphate TriplePhosphateCrystals AmorphousCrystals AmorphousUrates
AmorphousPhosphates
Amorphous AmorphousSediment Yeast Mucus MucusThreads Trichomonas Sperm Spermatozoa Squam.Epi Epithelial
"""
_KANA = """
イロ シキチョウ ガイカン コンダク ダクド トウメイド ヒジュウ タンパク タンパクシツ トウ ブドウトウ グルコース
ケトン ケトンタイ センケツ
ビリルビン ウロビリノーゲン ウロビリノゲン アショウサンエン アショウサン ハッケッキュウ ハッケッキュウハンノウ
アルブミン
クレアチニン セッケッキュウ ヘンペイジョウヒ ジョウヒ ジョウヒサイボウ エンチュウ ショウシエンチュウ
カリュウエンチュウ サイキン シンキン
ケッショウ ネンエキ
"""
APPEARANCE = listed("""
色調 色 尿色調 外観 尿外観 混濁 濁度 清濁 尿混濁 透明度 臭気 イロ シキチョウ ガイカン コンダク トウメイド Color
Colour Appearance Clarity
Turbidity Odor
""")
VOCABULARY = listed(_STRIP + _SEDIMENT + _KANA)
ANSWERS = listed("""
チャイロ チャカッショク タンオウショク タンコウショク オウショク キイロ オウカッショク カッショク セキショク
アカイロ ムショク
コハクイロ ダイダイイロ トウメイ セイチョウ
ビダク コンダク セイジョウ インセイ ヨウセイ ギヨウセイ
認めず 認めない 少数 少量 中等数 中等量 多数 多量 極少数 無数 全視野 視野全面 正常 淡黄色 黄色 黄褐色 褐色 赤色
赤褐色 無色 混濁 微濁 軽度混濁 強度混濁 透明 清 やや混濁 (清) 白濁 淡黄 黄 橙 橙色 赤 茶褐色 緑色 淡黄褐色 麦わら色
トレース nil norm norm. neg neg. pos
few occasional rare moderate many numerous packed tntc none nonseen noneseen notseen trace negative
positive normal small large yellow straw amber colorless paleyellow darkyellow lightyellow brown red orange clear
hazy slightlycloudy slightlyhazy cloudy turbid present absent abundant marked 非糸球体型 糸球体型 混在型 均一
""")
