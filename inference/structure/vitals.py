"""Vital signs: charts of wards (times across or down) and lists of one visit; blood pressure as two items.

`血圧 128/76` becomes `血圧 収縮期` 128 and `血圧 拡張期` 76 (`BP systolic`, `BP diastolic` under Latin names). The
names are a hand-made list of what nursing charts print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.readable import PageWords, fold, listed
from inference.structure.charts import ChartCell, across, unit_like
from inference.structure.charts_down import down
from inference.structure.conditions import Cell, under_conditions
from inference.structure.dates import find_date, find_time, is_date
from inference.structure.geometry import (
    Row,
    Token,
    around,
    cells_of,
    join,
    mean_confidence,
    rows_of,
    tokens_of,
)
from inference.structure.matrix import Vocabulary
from inference.structure.measurements import Profile, read_measurements
from inference.structure.names import Names
from inference.structure.pairs import Pair
from inference.structure.person import read_head
from inference.structure.sections import without
from inference.structure.upright import without_strips
from inference.structure.values import parse_value
from mappers.model import Box, Flag, Item

TITLES = listed("""
バイタルサイン バイタルサイン記録 バイタルサイン表 バイタル記録 バイタル測定記録 バイタル測定表 バイタル一覧
バイタルチェック表 バイタル表 バイタル 温度板 体温表 検温表 熱型表 経過表 経過一覧表 経過観察表 経過記録表
観察記録 観察表 観察チャート 看護記録 看護経過記録 看護観察記録 看護観察表 看護日誌 病棟経過表 フローシート
重症経過表 重症記録 icu経過表 icuチャート 集中治療経過表 術後経過表 術後観察記録 救急外来記録 救急記録
トリアージ記録 訪問看護記録 訪問看護記録書 訪問看護報告書 身体計測 身体測定 身体測定記録 血圧手帳 血圧記録表
血圧測定記録 家庭血圧記録 血圧日誌 健康観察記録 透析記録 透析経過表 透析治療記録 透析経過記録 透析記録表
in-out表 水分出納表 分娩経過表 血圧・脈拍測定記録 vitalsigns vitalsign vitalsignschart vitalsignsrecord
vitalsflowsheet vitalsignsflowsheet vitalsrecord vitals nursingflowsheet nursingchart nursingrecord
nursingnotes observationchart observationschart observations temperaturechart tprchart flowsheet
bedsidechart icuflowsheet news2chart earlywarningscore triagenote triagerecord bloodpressurelog
bloodpressurerecord bloodpressurediary intakeandoutput tabulartrend tabulartrends numerictrend numerictrends vitaltrend
vitaltrends vitalsignstrend vitalsignstrends trendtable 数値トレンド 数値トレンド表 トレンド一覧 トレンド表
バイタルトレンド 生体情報トレンド 生体情報モニタ記録
""")
NAMES = listed("""
体温 体温(腋窩) 腋窩温 直腸温 口腔温 膀胱温 深部体温 深部温 BT KT T Temp Temp. Temperature bodytemperature
BodyTemp 熱 皮膚温 脈拍 脈拍数 脈 PR P 心拍数 心拍 HR 心拍数(HR) Pulse pulserate heartrate PULSE 橈骨動脈拍
心尖拍 血圧 血圧(BP) 血圧値 BP NIBP NBP 非観血血圧 観血血圧 観血的動脈圧 ABP ART IBP bloodpressure
Blood_Pressure 血圧(右) 血圧(左) 血圧(臥位) 血圧(座位) 血圧(立位) 血圧右 血圧左 右上肢血圧 左上肢血圧
臥位血圧 座位血圧 立位血圧 朝血圧 夜血圧 家庭血圧 診察室血圧 収縮期血圧 最高血圧 血圧(上) 血圧上 最大血圧
SBP BPs sBP 収縮期 最高 systolic systolicBP BPsys SYS 拡張期血圧 最低血圧 血圧(下) 血圧下 最小血圧 DBP BPd
dBP 拡張期 最低 diastolic diastolicBP BPdia DIA 平均血圧 MAP MBP 平均動脈圧 meanBP mean 脈圧 PP 呼吸 呼吸数
呼吸回数 RR R Resp Resp. respiration respirations respiratoryrate resprate resp_rate SpO2 SPO2 SpO₂
経皮的酸素飽和度 酸素飽和度 動脈血酸素飽和度 経皮的動脈血酸素飽和度 O2Sat O2sat oxygensaturation SaO2 Sat
EtCO2 ETCO2 CVP 中心静脈圧 ICP 頭蓋内圧 PAP PCWP CO CI SvO2 ScvO2 BIS TOF PI 酸素 酸素流量 酸素投与
酸素投与量 O2 O2流量 O2投与 酸素量 吸入酸素濃度 FiO2 FIO2 oxygen oxygenflow O2flow supplementaloxygen
投与酸素 O2delivery O2Device 酸素デバイス 意識 意識レベル 意識レベル(JCS) 意識レベル(GCS) 意識状態 JCS GCS
LOC AVPU ACVPU consciousness levelofconsciousness glasgowcomascale mentalstatus 瞳孔 瞳孔径 瞳孔(右)
瞳孔(左) 瞳孔径(右) 瞳孔径(左) 瞳孔径右 瞳孔径左
瞳孔右 瞳孔左 瞳孔R 瞳孔L 対光反射 対光反射(右) 対光反射(左) 尿量 尿 尿回数
排尿 排尿回数 排尿量 尿量合計 時間尿量 1日尿量 便 便回数 排便 排便回数 便性状 便量 UO urineoutput urine
urinevolume stool stools bowelmovement bowelmovements BM output totaloutput intake fluidintake oralintake
ivintake totalintake 水分量 飲水量 飲水 水分 水分摂取量 輸液 輸液量 点滴 点滴量 総輸液量 IN OUT IN合計
OUT合計 in量 out量 インバランス バランス 水分バランス 水分出納 balance fluidbalance netbalance 総摂取量
総排泄量 不感蒸泄 ドレーン ドレーン量 ドレーン排液 ドレーン排液量 排液量 胃管排液 胃管排液量 嘔吐 嘔吐回数
嘔吐量 出血量 輸血量 体重増加量 体重増加 総除水量 除水積算 透析時間 透析液温 透析液温度 Kt/V spKt/V eKt/V
手術時間 麻酔時間
drain drainoutput 除水量 目標除水量 食事 食事量 食事摂取 食事摂取量 食事(主/副) 食事摂取(主/副) 主食
副食 食事摂取 朝食 昼食 夕食 食事(朝) 食事(昼) 食事(夕) meal meals diet mealintake 経管栄養 間食 体重 身長
BMI 腹囲 胸囲 頭囲 weight bodyweight height Wt Ht BW BH 前体重 後体重 透析前体重 透析後体重 ドライウェイト
DW girth waist 体格指数 体表面積 BSA 体脂肪率 血糖 血糖値 BS 簡易血糖 BG 血糖(朝) 血糖(昼) 血糖(夕)
血糖(眠前) 血糖朝食前 デキスター CBG bloodglucose glucose bloodsugar POCglucose インスリン インスリン量 疼痛
疼痛スケール 疼痛NRS 疼痛(NRS) 疼痛スコア 痛み 痛みスケール 疼痛レベル NRS VAS painscore pain painscale 創痛
FLACC フェイススケール 鎮静 鎮静スコア 鎮静スケール RASS RASSスコア BPS CPOT NEWS NEWSスコア NEWS2
NEWS2スコア MEWS EWS 早期警戒スコア totalscore earlywarningscore qSOFA Braden ブレーデンスケール braden転倒
転倒リスク 睡眠 睡眠時間 活動量 歩数 静脈圧 透析液流量 血流量 血液流量 限外濾過率 ECMO流量 1回換気量 PEEP
陣痛間隔 陣痛発作 児心音 胎児心拍数 FHR 子宮底 ピークフロー PEF 嘔気 浮腫 咳嗽 喀痰 喀痰量 呼吸音 腸蠕動音
末梢冷感 チアノーゼ 心電図 リズム モニター rhythm capillaryrefill CRT
""")
_UNSPECIFIC = frozenset(
    fold(word)
    for word in listed("""
手術時間 麻酔時間 輸血量 体重増加
身長 体重 BMI 体表面積 BSA weight height 体格指数 glucose 血糖 血糖値 尿量 出血量 輸液 輸液量 bodyweight
食事 朝食 昼食 夕食 睡眠 リズム rhythm モニター 心電図 stool urine mean 最高 最低 output intake balance 水分
酸素 意識 呼吸 疼痛 痛み meal meals diet CRT 嘔吐 浮腫 咳嗽 喀痰
""")
)
"""Names that other documents print, too: they say nothing of the type."""
VOCABULARY = tuple(
    n.replace("_", " ")
    for n in NAMES
    if fold(n) not in _UNSPECIFIC
    and (len(n) > 2 or (not n.isascii() and len(n) > 1) or n in ("BT", "KT", "BP", "RR"))
)
_KEYS = frozenset(fold(n.replace("_", " ")) for n in NAMES)
_PRESSURE = re.compile(r"(?:血圧|圧|bp|bloodpressure|^art$)", re.IGNORECASE)
_COMPOSITE = re.compile(r"(\d{2,3})\s?[/／]\s?(\d{1,3})(?:\s?[(（]\s?(\d{2,3})\s?[)）])?")
_RUN_INTO = re.compile(r"\d[/／]\d{4}")  # a pressure that touches the next column's number
_BLANK = re.compile(r"[-−–—―‐*/.・…‥ー~～〃“”„«»\s]*|未測定|未実施|測定せず|/+|n/?a", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"([<>≦≧≤≥]?\s?[+\-−±]?\d+(?:[.,]\d+)*(?:\s?[/／]\s?\d+(?:\.\d+)?)*)\s*(.*)")
_OF_WHEN = re.compile(
    r"^(?:最高|最低|平均|朝|昼|夕|夜間?|起床時|就寝前|安静時|労作時|運動[前後]|右|左|入室時|退室時|来院時|透析[前後]|術[前後]|max|min|mean|resting)"
)
_HEAD_LINES = 4  # of a page, among which a day without a label is the chart's
_UNDER = 2.5  # line heights that a day may stand aside of the label above it
_WITHOUT_UNIT = frozenset(("kt/v", "spkt/v", "ekt/v"))
_AWAKE = re.compile(r"意識|jcs|conscious")
_SCORE = re.compile(r"(?:score|スコア|点数)$")
_LONE_KANJI = re.compile(r"[一-鿿](?<![有無整良可否多少中軟硬普正弱強清浅深赤黄白不済])")
_LONGEST = 18
_FEWEST_CELLS = 4  # that make a page a chart
_MOST_CONFIDENT = 0.99


def is_name(text: str) -> bool:
    """Whether a printed name is one of bedside charts, brackets aside."""
    key = fold(text).strip(":・*■□◆●○◎▪•")
    if key in _KEYS:
        return True
    bare = re.sub(r"[(\[].*?[)\]]", "", key)
    return bool(bare) and (bare in _KEYS or _OF_WHEN.sub("", bare) in _KEYS)


_JCS = (
    f"{grade}-{point}"
    for grade, points in (("I", "123"), ("II", (10, 20, 30)), ("III", (100, 200, 300)))
    for point in points
)
_GCS = (f"E{e}V{v}M{m}" for e in "1234C" for v in (*"12345", "T", "A") for m in "123456")
_COMA = frozenset(map(fold, (*_JCS, *_GCS)))
"""Japan and Glasgow coma scales as charts print them."""

_PROFILE = Profile(
    names=Names(NAMES),
    columns=Vocabulary(),
    settings=frozenset(map(fold, ("年齢", "病日", "入院日数", "術後日数", "age", "hospital day", "POD"))),
    answers=_COMA
    | frozenset(
        fold(word)
        for word in listed("""
清明 傾眠 昏迷 昏睡 半昏睡 alert verbal voice pain unresponsive roomair ra 室内気 なし あり 有 無 整 不整
""")
    ),
    keep=lambda pair: pair.known,
)  # fmt: skip


def _is_told_beside(pair: Pair) -> bool:
    """Whether a pair outside the chart is a result: a known name or a colon, and a unit; a name and a colon do, too."""
    if not pair.unit:
        return pair.known and (pair.separated or fold(pair.name) in _WITHOUT_UNIT)
    return pair.known or (pair.separated and (len(pair.unit) > 1 or pair.unit in "%L"))


_BESIDE = replace(_PROFILE, keep=_is_told_beside)


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """Every measured value, by page and line, with the time of its column or line."""
    head = read_head(pages)
    day = _chart_day(pages, year)
    items: list[Item] = []
    fallback = day or (head.effective or "")[:10] or None
    for page in pages:
        found = _page_items(replace(page, placement=None), year, fallback)
        place = page.placement
        items += [replace(i, box=place.box(i.box)) if place and i.box else i for i in found]
    clock = _head_clock(pages)
    when = (day or (head.effective or "")[:10]) if clock and "T" not in (head.effective or "") else ""
    return tuple(replace(i, effective=f"{when}T{clock}") if when and not i.effective else i for i in items)


def _page_items(page: PageWords, year: int | None, day: str | None) -> list[Item]:
    """A page's items, read as it lies flat, so that what a chart took can be left out of the rest."""
    rows = rows_of(without_strips(tokens_of(page)))
    rows = [_pressure_named(row) for row in rows] if page.recognised else rows
    known_year = year or _year(rows)
    cells = across(rows, is_name, known_year) or down(rows, is_name, known_year)
    charted = len(cells) >= _FEWEST_CELLS
    items = [i for cell in cells if charted for i in _cell_items(cell, page, cell.stamp.iso(day))]
    return items + _beside_charts(
        page, [t for c in cells for t in c.used] if charted else [], charted=charted
    )


def _beside_charts(page: PageWords, taken: Sequence[Token], *, charted: bool) -> list[Item]:
    """What a page says outside its chart: tables of conditions and pairs; beside a chart only pairs with a colon or
    a unit, no notes."""
    rest = without(page, taken)
    items: list[Item] = []
    compared = under_conditions(rows_of(without_strips(tokens_of(rest))), is_name)
    for one in compared:
        items += _cell_items(one, page, None)
    rest = without(rest, [t for one in compared for t in one.used])
    found = [_unit_off_score(item) for item in read_measurements([rest], _BESIDE if charted else _PROFILE)]
    return items + [part for item in found for part in split_pressure(item)]


def _pressure_named(row: Row) -> Row:
    """A line of pressures whose name recognition read half (血) with its name whole."""
    first = row[0]
    told = first.text == "血" and any(
        t.text in ("mmHg", "(mmHg)") or _COMPOSITE.fullmatch(t.text) for t in row
    )
    return (replace(first, text="血圧"), *row[1:]) if told else row


def _unit_off_score(item: Item) -> Item:
    """A score beside a measured value has no part in its unit."""
    return replace(item, unit=None) if _SCORE.search(fold(item.name)) else item


def _year(rows: Sequence[Row]) -> int | None:
    """The latest year that the page prints in full (a birth's is never the latest)."""
    years = [int(y) for row in rows for y in re.findall(r"(?<!\d)(20\d\d)(?=[/.\-年])", join(row))]
    return max(years, default=None)


_DAY_LABEL = re.compile(
    r"(?:記録日|測定日|日付|実施日|観察日|検温日|訪問日|来院日|受診日|date|day)\s?(?:時)?\s?[:：]?",
    re.IGNORECASE,
)
_CLOCK_LABEL = re.compile(
    r"(?:測定|検温|記録|訪問|観察|来院|計測|開始)(?:時刻|時間)\s?[:：]?\s?(\d{1,2}\s?[:：時]\s?\d{2}分?)"
    r"|(?:time (?:taken|recorded|measured)|(?:measurement|visit) time)\s?[:：]?\s?(\d{1,2}:\d{2})",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"生年月日|誕生|birth|dob|生まれ|入院日|手術日|発行|印刷|出力|admi", re.IGNORECASE)


def _chart_day(pages: Sequence[PageWords], year: int | None) -> str | None:
    """The day that a page's head names for the whole chart."""
    for page in pages:
        rows = rows_of(tokens_of(page))
        for number, row in enumerate(rows):
            text = join(row)
            for match in _DAY_LABEL.finditer(text):
                if _BIRTH.search(text[max(0, match.start() - 8) : match.end()]):
                    continue
                found = find_date(text[match.end() : match.end() + 24], year)
                if found is not None and found.start <= 3:
                    return found.day
            below = _day_below(row, rows[number + 1 : number + 2], year)
            if below is not None:
                return below
    return _day_alone(pages, year)


def _day_alone(pages: Sequence[PageWords], year: int | None) -> str | None:
    """The day that begins a line of the first page's head without a label (`2026年4月12日  入室 4日目`)."""
    for row in rows_of(tokens_of(pages[0]))[:_HEAD_LINES] if pages else ():
        first = join(cells_of(row, 1.0)[0])
        if is_date(first, year) and find_date(first) is not None and not _BIRTH.search(join(row[:3])):
            found = find_date(first)
            return found.day if found else None
    return None


def _head_clock(pages: Sequence[PageWords]) -> str | None:
    """The time of day that a page names for all its values (`測定時刻: 07:33`), HH:MM; None for none or several."""
    found = {
        find_time(match[1] or match[2])
        for page in pages
        for row in rows_of(tokens_of(page))
        for match in _CLOCK_LABEL.finditer(join(row))
    }
    return found.pop() if len(found) == 1 else None


def _day_below(row: Row, below: Sequence[Row], year: int | None) -> str | None:
    """The day that stands under its label, in a head of boxes."""
    for label in cells_of(row, 1.0):
        if not _DAY_LABEL.fullmatch(join(label)) or _BIRTH.search(join(label)):
            continue
        for cell in (c for line in below for c in cells_of(line, 1.0)):
            found = find_date(join(cell), year)
            if found is not None and abs(cell[0].x0 - label[0].x0) <= _UNDER * label[0].height:
                return found.day
    return None


def _cell_items(cell: ChartCell | Cell, page: PageWords, effective: str | None) -> list[Item]:
    """The items of a chart's cell: one, two for a blood pressure, none for a placeholder or a note."""
    text = join(cell.tokens)
    if _BLANK.fullmatch(text) or (_PRESSURE.search(fold(cell.name)) and _RUN_INTO.search(text)):
        return []
    if page.recognised and _LONE_KANJI.fullmatch(text):
        return []  # a digit or a mark that was read as a character
    made = _value_of(_coma_put_right(text) if page.recognised and _AWAKE.search(fold(cell.name)) else text)
    if made is None:
        return []
    value, unit, flag = made
    item = Item(
        name=cell.name,
        value=value,
        page=page.number,
        box=around(cell.tokens),
        confidence=round(min(mean_confidence(cell.tokens), _MOST_CONFIDENT), 4),
        verified=False,
        unit=unit or cell.unit or None,
        flag=flag,
        effective=effective,
    )
    return split_pressure(item)


def _coma_put_right(text: str) -> str:
    """A step of the Japan coma scale whose Roman grade was read as ones: `11-10` to `II-10`."""
    grade, _, point = text.partition("-")
    read = f"{re.sub(r'[1l|Ⅰ]', 'I', grade)}-{point}"
    return read if fold(read) in _COMA else text


def _value_of(text: str) -> tuple[str, str, Flag | None] | None:
    """Value, unit and mark of a cell's text; None where it is a note."""
    plain = parse_value(text)
    if plain is not None and not _COMPOSITE.search(text):
        return plain.text, plain.unit or "", plain.flag
    match = _NUMBER_FIRST.fullmatch(text)
    if match:
        rest = match[2].strip("()（） ")
        flag = None
        if rest and not unit_like(rest):
            marked = parse_value(f"1 {rest}")
            flag = marked.flag if marked else None
            if flag is None and len(text) > _LONGEST:
                return None
            if flag is None:
                return (text, "", None) if len(text) <= _LONGEST else None
            rest = (marked.unit or "") if marked else ""
        return match[1].strip(), rest, flag
    return (text, "", None) if len(text) <= _LONGEST and "。" not in text else None


def split_pressure(item: Item) -> list[Item]:
    """A blood pressure as its parts in order (systolic, diastolic, mean where printed); others as they are."""
    match = _COMPOSITE.fullmatch(item.value) if _PRESSURE.search(fold(item.name)) else None
    if match is None:
        return [item]
    latin = item.name.isascii()
    names = ("systolic", "diastolic", "mean") if latin else ("収縮期", "拡張期", "平均")
    parts = []
    for group, name in enumerate(names, 1):
        if match[group]:
            box = _share_of(item.box, match.start(group), match.end(group), len(item.value))
            parts.append(replace(item, name=f"{item.name} {name}", value=match[group], box=box))
    return parts


def _share_of(box: Box | None, start: int, end: int, total: int) -> Box | None:
    if box is None:
        return None
    width = (box.x1 - box.x0) / total
    return replace(box, x0=box.x0 + start * width, x1=box.x0 + end * width)
