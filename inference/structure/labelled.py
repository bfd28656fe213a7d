"""Labelled values of narratives: `腫瘍径：23 mm`, `深達度 pT2`, `Gleason score 3+4=7`, `pStage IIA`.

A label is one of a hand-made list, or any short label before a colon or gap whose value is a length, weight, volume or
percentage. The value is what stands behind it in its cell or the next one, when it looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from inference.readable import PageWords, fold, listed
from inference.structure.geometry import Row, Token, around, cells_of, join, mean_confidence
from inference.structure.labels import begins_with_label, is_label
from inference.structure.narrative_blocks import Line, after, heading_key
from inference.structure.narrative_words import CONCLUDING_KEYS, PLAIN_KEYS
from inference.structure.units import is_unit
from inference.structure.values import parse_value
from mappers.model import Item

_WORDS = listed("""
腫瘍径 最大腫瘍径 腫瘍最大径 腫瘍の大きさ 腫瘍サイズ 最大径 長径 短径 病変径 病変の大きさ 大きさ サイズ
浸潤径 浸潤部径 浸潤部最大径 浸潤巣 病巣径 全体径 充実成分径 充実径 結節径 ポリープ径 標本サイズ
標本の大きさ 標本径 検体サイズ 検体の大きさ 重量 標本重量 摘出重量 切除重量 前立腺重量 腫瘍重量 深達度
壁深達度 浸潤深度 浸潤距離 SM浸潤距離 sm浸潤度 組織型 組織分類 組織学的分類 主組織型 分化度 分化 肉眼型
肉眼分類 肉眼的分類 病型 占居部位 占拠部位 亜型 組織学的異型度 異型度 核異型度 核異型スコア 核分裂像
核分裂像スコア 核分裂数 核グレード 核Grade 組織学的グレード 組織グレード 組織学的grade 悪性度 グレード
グレード分類 WHO_grade WHOグレード 腺管形成スコア 核分裂スコア Fuhrman_grade ISUP_grade ISUPグレード
グレードグループ Grade_Group NHG NG NSAS TNM TNM分類 pTNM cTNM ypTNM UICC UICC_Stage UICC分類 UICC-TNM
病理学的TNM 臨床的TNM 病期 病期分類 臨床病期 病理病期 病理学的病期 進行度 進行度分類 ステージ Stage pStage
cStage ypStage fStage 病理学的Stage 臨床Stage 臨床的Stage 最終Stage Stage分類 T N M pT pN pM cT cN cM ypT
ypN T因子 N因子 M因子 T分類 N分類 M分類 AJCC_Stage AJCC 病理Stage デュークス分類 Dukes分類 Dukes FIGO
FIGO分類 FIGO_Stage Ann_Arbor分類 Clark分類 Clark_level Breslow_thickness リンパ管侵襲 静脈侵襲 脈管侵襲
神経侵襲 神経周囲浸潤 リンパ節転移 リンパ節転移個数 転移リンパ節 転移リンパ節数 郭清リンパ節 郭清リンパ節数
郭清度 根治度 切離断端 切除断端 断端 断端距離 水平断端 垂直断端 口側断端 肛門側断端 近位断端 遠位断端
剥離断端 側方断端 深部断端 外科的剥離面 漿膜浸潤 胸膜浸潤 被膜浸潤 被膜外浸潤 間質量 間質 浸潤様式
浸潤増殖様式 INF budding 簇出 簇出度 Ly V ly v Pn HM VM PM DM RM CRM BD UL 潰瘍 潰瘍瘢痕 R分類 遺残度
腫瘍遺残 治療効果 組織学的治療効果 組織学的効果判定 効果判定 EC CY P H Gleason_score Gleasonスコア
グリソンスコア グリーソンスコア Gleason_sum Gleason Gleason_grade Ki-67 Ki67 MIB-1 Ki-67_index Ki-67標識率
Ki-67陽性率 MIB-1_index MIB-1標識率 Ki-67_LI MIB-1_LI ER PgR PR HER2 HER-2 HER2/neu HER2スコア ER陽性率
PgR陽性率 ERスコア Allred_score Allredスコア PD-L1 TPS CPS MSI MMR EGFR ALK ROS1 BRAF KRAS RAS p53 p16 CD20
CD3 CD10 BCL2 chromogranin synaptophysin サブタイプ Group グループ分類 胃生検Group分類 Group分類
細胞診クラス クラス分類 クラス Class パパニコロウ分類 Papanicolaou ベセスダ分類 ベセスダシステム Bethesda
細胞診判定区分 判定区分 A因子 F因子 線維化 炎症 活動度 線維化ステージ 新犬山分類 NAS スコア NAS_score
Brunt分類 BI-RADS BI-RADSカテゴリー BI-RADS_category カテゴリー カテゴリ category Lung-RADS PI-RADS LI-RADS
TI-RADS LI-RADSカテゴリー PI-RADSスコア SUVmax SUV CT値 Agatston_score カルシウムスコア 椎体高 骨密度 YAM
Tスコア T-score Zスコア 心胸郭比 CTR 心胸比 胸郭係数 LA分類 ロサンゼルス分類 LA_classification
検体の適否 標本の適否 検体適否 検体の適正
木村・竹本分類 木村竹本分類 木村分類 萎縮 萎縮分類 京都分類 Forrest分類 Forrest パリ分類 Paris分類
Paris_classification JNET JNET分類 NBI分類 pit_pattern pitパターン ピットパターン 拡大内視鏡分類 食道静脈瘤
静脈瘤 Mayo_score Mayoスコア Mayo内視鏡スコア UCEIS MES 前処置スコア BBPS Boston_bowel_preparation_scale
盲腸到達時間 到達時間 抜去時間 観察時間 検査時間 挿入時間 挿入長 反応時間 迅速ウレアーゼ試験 迅速ウレアーゼ
H.pylori H.pylori検査 H._pylori ピロリ菌 ピロリ ピロリ菌迅速検査 ヘリコバクター・ピロリ ヘリコバクター・ピロリ菌
ピロリ菌検査
生検個数 出血量 術中出血量 手術時間 麻酔時間 輸血量 術中輸血量 輸液量 術中輸液量 術中尿量 尿量 ASA ASA分類
ASA-PS PS ECOG_PS Performance_status KPS NYHA NYHA分類 Killip分類 Child-Pugh Child-Pugh分類 Child-Pughスコア
A-DROP CURB-65 CHADS2 CHADS2スコア CHA2DS2-VASc NIHSS mRS GCS JCS MMSE HDS-R FIM Barthel_Index Barthel_index
バーセルインデックス BI BMI 障害高齢者の日常生活自立度 認知症高齢者の日常生活自立度 要介護度 在院日数
入院日数 栄養状態 転帰 退院時転帰 転帰区分 退院転帰 outcome discharge_outcome
HbA1c LVEF EF tumor_size tumour_size size_of_tumor tumor_diameter tumor_dimensions
greatest_dimension greatest_tumor_dimension maximum_dimension maximum_diameter max_diameter
tumor_greatest_dimension size invasive_tumor_size nodule_size lesion_size polyp_size mass_size specimen_size
specimen_weight weight specimen_dimensions histologic_type histological_type histology histologic_grade
histological_grade grade nuclear_grade nottingham_grade nottingham_score nottingham_histologic_score
overall_grade tumor_grade differentiation who_grade gleason_pattern grade_group mitotic_count mitotic_rate
mitoses mitotic_index tubule_formation nuclear_pleomorphism primary_tumor primary_tumor_(pt)
regional_lymph_nodes regional_lymph_nodes_(pn) distant_metastasis pathologic_stage pathological_stage
pathologic_staging pathological_tnm pathologic_tnm tnm_stage tnm_staging ptnm_stage clinical_stage
ajcc_stage stage_group stage_grouping overall_stage ajcc_tnm pathologic_stage_(ajcc) tumor_stage figo_stage
depth_of_invasion extent_of_invasion margins margin margin_status surgical_margins resection_margin
resection_margins closest_margin lymphovascular_invasion lymph-vascular_invasion perineural_invasion
vascular_invasion lymphatic_invasion venous_invasion lymph_nodes lymph_nodes_examined lymph_nodes_involved
nodes_examined nodes_positive number_of_nodes number_of_lymph_nodes number_of_positive_nodes
lymph_node_status positive_lymph_nodes extranodal_extension estrogen_receptor progesterone_receptor
ki-67_proliferation_index ki-67_labeling_index ki-67_(mib-1) her2_score ihc_score pd-l1_tps msi_status
allred tumor_budding response treatment_effect birads bi-rads_assessment bi-rads_category_
lung-rads_category pi-rads_category pi-rads_score suv_max cardiothoracic_ratio ct_ratio los_angeles_grade
la_grade los_angeles_classification forrest_class boston_bowel_preparation_score bowel_preparation_score
bbps_score withdrawal_time cecal_intubation_time insertion_time procedure_time rapid_urease_test clo_test
mayo_endoscopic_score estimated_blood_loss blood_loss ebl operative_time operating_time duration_of_surgery
anesthesia_time asa_class asa_score ecog nyha_class ejection_fraction lvef length_of_stay
""")
LABELS = frozenset(fold(word.replace("_", " ")) for word in _WORDS)
_SHORT = 3
_SHORT_LABELS = frozenset(word for word in _WORDS if len(word) <= _SHORT)
"""Labels so short that their case counts: `cT` is a stage, `CT` a picture."""
_MEASURED = re.compile(
    r"(?:約|<|>|≦|≧)?\s?\d+(?:\.\d+)?(?:\s?[x×X*✕]\s?\d+(?:\.\d+)?){0,2}\s?(?:mm|㎜|cm|㎝|μm|um|g|kg|ml|mL|cc|%|％)"
)
_NUMBER_AND_UNIT = re.compile(
    r"((?:約|<|>|≦|≧|≤|≥)?\s?\d[\d,]*(?:\.\d+)?(?:\s?[x×X*✕]\s?\d+(?:\.\d+)?){0,2})\s?"
    r"(mm|㎜|cm|㎝|μm|um|g|kg|ml|mL|ML|cc|L|%|％|個|分|秒|時間|日|点|HU|度|mm2|mm²|/10\s?HPF|/HPF|歳|U|単位|min|minutes|hours|sec|h|days)?"
)
_CODE = re.compile(r"[(（]?(?:[0-9XxIV]|is)[0-9a-zA-Z+\-()（）. ]{0,8}")  # of a stage: `1b`, `X`, `0 (i-)`
_ENDS_AS_MEASURE = re.compile(
    r"(?:分類|スコア|score|grade|グレード|stage|ステージ|病期|因子|カテゴリー?|category|class|クラス|[^半直]径|サイズ|大きさ"
    r"|size|diameter|重量|個数|深さ|厚さ|距離|指数|index|率|型|度)$"
)
_CODE_OR_NUMBER = re.compile(
    r"(?:Grade|Stage|Class|Type|Group|Score)?\s?[A-Za-z]{0,3}[-+]?(?:\d[\d.,+/=-]*|[IVX]{1,4}|[A-D])[a-z]?[+-]?"
    r"(?:\s?(?:個|点|%|mm|cm|g|型|期|度))?"
)
_MARKER = re.compile(r"[A-Za-zα-ωκλ][A-Za-z0-9α-ωκλ/.\-]{1,14}")
_STAINED = re.compile(
    r"(?:(?:一部|弱|強|びまん性|部分的|focal(?:ly)?|weak(?:ly)?|diffuse(?:ly)?)\s?)?"
    r"(?:陽性|陰性|positive|negative|pos|neg)|(?:発現)?(?:消失|保持|低下)|発現(?:あり|なし)"
    r"|(?:retained|preserved|intact|lost|loss)(?:\s(?:of\s)?expression)?"
    r"|[(（][+\-−±]{1,3}[)）]",
    re.IGNORECASE,
)
"""How a stain's answer is printed behind its antibody: `MLH1 消失`, `TTF-1 (+)`, `PMS2 retained`."""
_SHORT_LABEL = 14
_CELL_GAP = 1.5  # line heights
_DASH = re.compile(r"[-−–—―*/.・\s]*")
_BULLET = re.compile(r"^[\s・●○◎■□◆◇▪•＊*※‣▶►\-]+|^[(（]?\d{1,2}[.)．）]\s?|^[①-⑳]\s?")
_BRACKETED = re.compile(r"^[【\[<〈《](.{1,20}?)[】\]>〉》]\s*([^:：\s].*)$")  # `【転帰】軽快`
_SEPARATOR = re.compile(r"\s*[:：=＝]\s*")
_LONGEST_VALUE = 40
_LONGEST_LABEL = 36
_MOST_CONFIDENT = 0.98


def labelled_items(lines: Sequence[Line], page: PageWords) -> tuple[list[Item], set[int]]:
    """The labelled values of a page's lines, and the ids of the tokens that make them."""
    items: list[Item] = []
    used: set[int] = set()
    for _, group in groupby(lines, key=lambda line: line.y):
        cells = [line.tokens for line in group]
        for name, value, tokens in _pairs_of_line(cells):
            item = labelled_item(name, value, page)
            if item is not None:
                items.append(item)
                used.update(id(t) for t in tokens)
    return items, used


def _pairs_of_line(cells: Sequence[Row]) -> list[tuple[str, Row, Row]]:
    """Label, value tokens and all tokens of each pair on a line."""
    pieces = [piece for cell in cells for piece in _cut(cell)]
    out = []
    place = 0
    while place < len(pieces):
        tokens = pieces[place]
        following = pieces[place + 1] if place + 1 < len(pieces) else ()
        if not is_value_label(join(tokens)) and not _told_by(join(tokens), join(following)):
            pair = _inside(tokens)
        elif place + 1 < len(pieces) and _fits(join(tokens), join(pieces[place + 1])):
            value = _without_colon(pieces[place + 1])
            pair = (label_text(join(tokens)), value, (*tokens, *pieces[place + 1])) if value else None
            place += 1
        else:
            pair = None
        if pair is not None:
            out.append(pair)
        place += 1
    return out


def _told_by(label: str, value: str) -> bool:
    """Whether a label of no list and the cell behind it say by their looks that they go together: a length, weight or
    share behind any short label; a number or code behind one that ends as measures and classes do (病変サイズ)."""
    bare = label_text(label)
    if not value or is_value_label(value) or len(bare) > _SHORT_LABEL or any(c in bare for c in "。、はがを"):
        return False
    if parse_value(bare) is not None or not any(c.isalpha() for c in bare):
        return False
    if _may_be_label(label, value):
        return True
    key = heading_key(bare)
    plain = key in PLAIN_KEYS or key in CONCLUDING_KEYS or is_label(bare) or begins_with_label(bare)
    return (
        not plain
        and _ENDS_AS_MEASURE.search(key) is not None
        and _CODE_OR_NUMBER.fullmatch(value) is not None
    )


def _fits(label: str, value: str) -> bool:
    """Whether the next cell's text can be a label's value: no label itself, and a code behind a lone letter (M, V)."""
    if is_label(value) or begins_with_label(value) or heading_key(value) in CONCLUDING_KEYS | PLAIN_KEYS:
        return False
    return len(label_text(label)) > 1 or _CODE.fullmatch(value) is not None


def _cut(cell: Row) -> list[Row]:
    """A cell cut at commas between labelled values (`pT2、pN1` stays: only where a label follows)."""
    pieces: list[list[Token]] = [[]]
    for token in cell:
        begins = _SEPARATOR.search(token.text) and is_value_label(_SEPARATOR.split(token.text)[0])
        if begins and any(_SEPARATOR.search(t.text) for t in pieces[-1]):
            pieces.append([])
        pieces[-1].append(token)
    return [tuple(p) for p in pieces if p]


def label_text(text: str) -> str:
    """A label as printed without bullets and colon."""
    return _BULLET.sub("", text).strip(" 　:：=＝【】[]<>■")


def is_value_label(text: str) -> bool:
    """Whether a text is a label of the list."""
    bare = label_text(text)
    key = fold(bare)
    if len(key) <= _SHORT and bare not in _SHORT_LABELS:
        return False
    return key in LABELS or re.sub(r"[(（].*?[)）]", "", key) in LABELS


def _inside(cell: Row) -> tuple[str, Row, Row] | None:
    """The pair that one cell prints: label, separator or space, value."""
    for size in range(1, min(len(cell), 6)):
        text = join(cell[:size])
        if text[-1:] in ":：=＝" or cell[size].text[0] in ":：=＝":
            if _may_be_label(text, join(cell[size:]).lstrip(":：=＝ ")):
                return label_text(text), _without_colon(cell[size:]), cell
            return None
    first = join(cell)
    match = _BRACKETED.match(first) or re.match(r"^(.{1,36}?)[:：=＝]\s*(.+)$", first)
    if match and _may_be_label(match[1], match[2]):
        value = after(cell, first, match.start(2))
        return (label_text(match[1]), value, cell) if value else None
    for size in range(min(len(cell) - 1, 5), 0, -1):
        if is_value_label(join(cell[:size])) and _short_value(join(cell[size:])):
            return label_text(join(cell[:size])), cell[size:], cell
    if len(cell) > 1 and _MARKER.fullmatch(cell[0].text) and _STAINED.fullmatch(join(cell[1:])):
        return cell[0].text, cell[1:], cell
    return None


def _may_be_label(label: str, value: str) -> bool:
    bare = label_text(label)
    if not bare or len(bare) > _LONGEST_LABEL or not value:
        return False
    key = heading_key(bare)
    if key in CONCLUDING_KEYS:
        return False
    if is_value_label(bare):
        return len(value) <= _LONGEST_VALUE
    if key in PLAIN_KEYS or is_label(bare) or begins_with_label(bare):
        return False
    return _MEASURED.fullmatch(value.strip().rstrip("。.")) is not None and "。" not in bare


def _short_value(text: str) -> bool:
    """A value beside its label without a colon: a code, a grade, a number; no sentence."""
    return (
        len(text) <= 16
        and "。" not in text
        and "、" not in text
        and not text.endswith((".", "は", "を", "に"))
    )


def _without_colon(tokens: Row) -> Row:
    first = tokens[0]
    if first.text in ":：=＝":
        return tokens[1:]
    if first.text[0] in ":：=＝":
        return after(tokens, join(tokens), 1)
    return tokens


def with_unit_cells(lines: Sequence[Line]) -> list[Line]:
    """The lines, a number and the unit in the cell behind it made one (`Spleen length  104  mm`)."""
    out: list[Line] = []
    for line in lines:
        number = out and out[-1].y == line.y and _NUMBER_AND_UNIT.fullmatch(out[-1].text)
        if number and not number[2] and is_unit(line.text, in_unit_column=True):
            out[-1] = Line((*out[-1].tokens, *line.tokens), line.y)
        else:
            out.append(line)
    return out


def labelled_item(name: str, value: Row, page: PageWords) -> Item | None:
    """The item of a label and the tokens of its value; None where they make none."""
    text = join(value).strip().rstrip("。")
    if not text or _DASH.fullmatch(text) or len(text) > _LONGEST_VALUE or not any(c.isalpha() for c in name):
        return None
    unit = None
    name, own = _unit_off(name)
    match = _NUMBER_AND_UNIT.fullmatch(text)
    if match:
        text, unit = match[1].strip(), match[2]
    elif (told := parse_value(text)) is not None and told.unit:
        text, unit = told.text, told.unit  # `136/70 mmHg`, `4.4 10^3/µL`
    carriers = tuple(t for t in value if t.text in text or text in t.text) or value
    cells = cells_of(value, _CELL_GAP)
    if len(cells) > 2 or (len(cells) == 2 and not is_unit(join(cells[1]), in_unit_column=True)):
        return None
    return Item(
        name=name,
        value=text,
        page=page.number,
        box=around(carriers),
        confidence=round(min(mean_confidence(value), _MOST_CONFIDENT), 4),
        verified=False,
        unit=unit or own,
    )


def _unit_off(name: str) -> tuple[str, str | None]:
    """`腫瘍径(mm)` as name and unit."""
    match = re.fullmatch(r"(.*\S)\s?[(（]\s?(mm|cm|㎜|㎝|g|ml|mL|%|％|分|個|μm)\s?[)）]", name)
    return (match[1], match[2]) if match else (name, None)
