"""Titles and names of ultrasound of the belly and of arteries, which are typed with echocardiograms: hand-made lists.

A title alone says little: the same heads a report in prose. The names say that something was measured.
"""

from __future__ import annotations

from inference.readable import listed

TITLES = listed("""
腹部超音波検査報告書 腹部超音波検査 腹部超音波 腹部エコー検査 腹部エコー 頸動脈超音波検査報告書 頸動脈超音波検査
頸動脈超音波 頸動脈エコー検査 頸動脈エコー 頚動脈超音波検査 頚動脈エコー 腎動脈超音波検査 腎動脈エコー 血管超音波検査
下肢動脈超音波検査 超音波検査報告書 超音波検査 超音波報告書 abdominalultrasound carotidultrasound carotidduplex
carotiddoppler vascularultrasound renalarterydoppler ultrasoundreport
""")

_BELLY = listed("""
肝右葉最大径 肝右葉径 肝右葉長径 肝左葉径 肝左葉前後径 肝左葉長径 肝右葉 肝左葉 門脈径 門脈本幹径 門脈 肝静脈径 胆嚢長径
胆嚢径 胆嚢短径 胆嚢壁厚 胆嚢壁 胆のう長径 胆のう壁厚 総胆管径 総胆管 肝内胆管径 主膵管径 主膵管 膵管径 膵頭部径
膵体部径 膵尾部径 膵頭部 膵体部 膵尾部 脾臓 脾臓径 脾長径 脾臓長径 脾index 脾指数 spleen_index 右腎長径 左腎長径
右腎短径 左腎短径 右腎径 左腎径 右腎 左腎 右腎サイズ 左腎サイズ 腹部大動脈径 腹部大動脈 前立腺容積 前立腺体積 前立腺径
残尿量 liver_span right_lobe left_lobe portal_vein portal_vein_diameter gallbladder gallbladder_length
gallbladder_wall gallbladder_wall_thickness common_bile_duct CBD main_pancreatic_duct MPD pancreatic_duct spleen
spleen_length right_kidney left_kidney abdominal_aorta
""")

_ARTERIES = listed(
    "CCA ICA ECA VA BA SCA CB Bulb BIF Bif 総頸動脈 内頸動脈 外頸動脈 椎骨動脈 球部 分岐部 腎動脈"
)
_OF_ARTERIES = listed("""
IMT max_IMT IMT_max mean_IMT IMT_mean maxIMT meanIMT IMT-C10 径 血管径 内径 diameter PSV EDV PI RI Vmax Vmean
mean_velocity TAMV 血流速度 最大血流速度 収縮期最大血流速度 拡張末期血流速度
""")
_PLAQUE = listed("""
IMT maxIMT max_IMT IMT_max meanIMT mean_IMT IMT_mean 内膜中膜複合体厚 最大内膜中膜複合体厚 PSV EDV ED_ratio ED比
プラーク プラーク厚 最大プラーク厚 プラーク性状 プラークスコア 総プラークスコア plaque_score plaque_thickness 狭窄率
狭窄度 可動性 stenosis_rate NASCET ECST
""")

NAMES = (
    *_BELLY,
    *_PLAQUE,
    *(f"{artery}{link}{of}" for artery in _ARTERIES for of in _OF_ARTERIES for link in ("", "_", "-")),
)
STATED = listed("プラーク性状 可動性")
"""Names whose value may be words."""
