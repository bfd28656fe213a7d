"""Sentences for reports in prose, made by hand; none is from a real report."""

from __future__ import annotations

PATHOLOGY = (
    "Adenocarcinoma of the stomach, tub2 > por1, Group 5",
    "Tubular adenoma with moderate atypia, ascending colon",
    "Chronic gastritis with intestinal metaplasia, no evidence of malignancy",
    "胃癌、高分化管状腺癌の所見である",
    "大腸腺腫内癌、断端陰性と判断する",
    "悪性所見は認めない",
    "肝細胞癌の疑い、免疫染色の結果を待って追加報告する",
    "浸潤性乳管癌、硬性型",
)
PATHOLOGY_FINDINGS = (
    "提出された検体は切除標本で、割面では灰白色調の腫瘤がみられる。腫瘍細胞は不整な腺管を形成し、筋層まで浸潤している。",
    "粘膜固有層には中等度の慢性炎症細胞浸潤があり、一部に腸上皮化生を伴う。ピロリ菌様の構造は確認できない。",
    "核の腫大した異型細胞が胞巣状に増殖している。間質には線維化が目立ち、脈管内に少数の腫瘍塞栓がみられる。",
)
RADIOLOGY = (
    "右肺上葉に径18mmの結節があり、原発性肺癌が疑われます",
    "肝転移を示唆する所見は認めません",
    "両側少量胸水、心拡大あり。うっ血性心不全に合致する所見です",
    "胆嚢結石。胆嚢炎の合併はないと考えます",
    "膵頭部の嚢胞性病変は前回と比較して著変ありません",
    "脳梗塞急性期を疑う高信号域を左放線冠に認めます",
    "明らかな頭蓋内出血はありません",
    "腰椎圧迫骨折（L2、陳旧性）",
)
RADIOLOGY_FINDINGS = (
    "前回CTと比較しました。縦隔リンパ節の有意な腫大はみられません。気管支は開存しています。甲状腺に小さな低吸収域がありますが以前と変わりません。",
    "肝の辺縁は整で、実質内に粗大な異常濃度域はありません。脾腫なし。腎に小嚢胞が散見されます。腹水は認めません。撮像範囲の骨に破壊像はありません。",
    "脳室の大きさは年齢相応です。基底核に陳旧性の小梗塞が散在しています。主幹動脈の描出は保たれています。",
)
DISEASES = (
    "右上葉肺腺癌",
    "うっ血性心不全急性増悪",
    "誤嚥性肺炎",
    "左大腿骨頸部骨折",
    "急性胆嚢炎",
    "横行結腸癌",
    "慢性腎臓病 stage 4",
    "アテローム血栓性脳梗塞",
)
SECONDARY = (
    "高血圧症",
    "2型糖尿病",
    "脂質異常症",
    "発作性心房細動",
    "骨粗鬆症",
    "慢性閉塞性肺疾患の疑い",
    "鉄欠乏性貧血",
)
COURSE = (
    "入院後は安静、補液、抗菌薬の点滴を開始した。第3病日には解熱し、炎症反応も改善傾向となった。食事摂取は良好で、リハビリを併用しADLは入院前と同程度まで回復した。",
    "術前検査で大きな問題なく、予定どおり手術を施行した。術後経過は良好で、合併症なく経口摂取を再開した。創部に感染徴候はなく、抜糸後に退院となった。",
    "利尿薬を増量し、体重は徐々に減少した。呼吸困難は軽快し、酸素投与は終了した。内服調整のうえ、自宅退院とした。",
)
ENDOSCOPY = (
    "Reflux esophagitis, Los Angeles grade B",
    "Sessile polyp in the sigmoid colon, removed by cold snare",
    "No evidence of active bleeding",
    "Suspected early gastric cancer at the lesser curvature of the antrum; biopsies were taken, histology is awaited",
    "Diverticulosis of the ascending colon without inflammation",
    "Small hiatal hernia",
)
ENDOSCOPY_FINDINGS = (
    "The scope was advanced without difficulty. The mucosa of the oesophagus showed breaks at the junction. "
    "The gastric body was unremarkable and the pylorus was patent. Retroflexion showed no further lesion.",
    "The caecum was reached and the appendiceal orifice was identified. Preparation was adequate throughout. "
    "The vascular pattern was normal apart from the areas described. Withdrawal took nine minutes.",
)
CT_FINDINGS_EN = (
    "Comparison is made with the previous study. The airways are patent. "
    "The heart size is normal and the great vessels are unremarkable."
)
CT_EN = (
    "18 mm spiculated nodule in the right upper lobe, suspicious for primary lung cancer",
    "No pulmonary embolism",
    "Stable hepatic cysts, no follow-up required",
    "Small bilateral pleural effusions, likely related to heart failure",
    "No acute intracranial hemorrhage",
)
