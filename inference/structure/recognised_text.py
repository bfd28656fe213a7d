"""What recognition does to print whatever the document: signs and characters put back before anything is read.

Only strings that no Japanese medical document prints are changed, so that a right reading stays as it is. Which ones
was seen on degraded pages of the build and first scoring layouts; the lists are hand-made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.readable import japanese_forms
from inference.structure.units import is_unit

_OLD_PAIRS = """
臟臓 數数 氣気 膽胆 體体 醫医 檢検 驗験 壓圧 續続 聲声 對対 變変 點点 發発 號号 寫写 收収 擴拡 惡悪
鹽塩 腦脳 歷歴 錄録 齡齢 滿満 實実 當当 黃黄 顯顕 靜静 藥薬 齒歯 攝摂 濕湿 巢巣 學学 會会 區区 圖図 亞亜 髓髄
增増 縣県 轉転 溫温 拔抜 產産 晝昼 狀状 虛虚 穩穏 營営 隨随 斷断 徑径 讀読 單単 證証 經経 關関 總総 樣様 綠緑 內内 值値
"""
_OLD_FORMS = {ord(pair[0]): pair[1] for pair in _OLD_PAIRS.split()}
"""Characters before the reform of 1946, which recognition gives for today's; none that families write (澤, 邊)."""

_STROKES = str.maketrans("íìĺłļ", "iilll")  # an i or l with a speck over it

_SIGNS = (
    (re.compile(r"(?<=[(（])\s?一\s?(?=[)）])"), "-"),  # `(一)`: a minus, not the character for one
    (re.compile(r"(?<=[(（])\s?([1-4]?)\s?十\s?(?=[)）])"), r"\1+"),  # `(1十)`
    (re.compile(r"^([1-4])十$"), r"\1+"),
    (re.compile(r"(?<=\d)[.,、](?=\s?[%％](?!\d))"), ""),  # `45.%`
    (re.compile(r"(?<![\d.])[%％][689](?=$|[)）\s])"), "%"),  # `(%6)`: the sign's second circle read twice
    (re.compile(r"(?<=[\d.]) [1lI|]分(?=$|[)）\s])"), " /分"),  # `14 1分`: per minute
    (re.compile(r"(?<=[(（])[1lI|]分(?=[)）])"), "/分"),
    (re.compile(r"(?<=[回拍])[1lI|]分(?=$|[)）\s])"), "/分"),
    (re.compile(r"^[·•∙⋅](?=[^\W\d])"), "・"),  # bullets before names
    (re.compile(r"^[·•∙⋅](?:\s+|$)"), ""),
    (re.compile(r"(?<![A-Za-z\d])AB0(?=式|型|[・/]Rh|$)"), "ABO"),
    (re.compile(r"(?<=[(（])0(?=-Bil)"), "D"),
    (re.compile(r"(?<!相)[関閥闘](?=値)"), "閾"),
    (re.compile(r"^[$＄]$"), "%"),
    (re.compile(r"^[$＄](?=[(（][1-5]?[+＋])"), "*"),
    (re.compile(r"^[|｜](?!度)(?=[A-Z\u3041-\u30fe\u4e00-\u9fff])"), ""),  # a rule beside a name
    (re.compile(r"(?<=\d)√$"), "▼"),  # a triangle behind a number
    (re.compile(r"^\.(?=[A-Za-zμµ])|(?<=[\u3041-\u30fe\u4e00-\u9fff])\.$"), ""),  # specks: `.mmol/L`, `細菌.`
    (re.compile(r"(?<![\d.])0[2₂](?=[投流吸])"), "O2"),  # `02投与量`
    (  # `Sp02`, `pC02`: saturations and pressures of gases
        re.compile(r"(?<![A-Za-z\d])(S[pPaAvV]|Scv|F[iI]|[Ee][Tt]C|P[av]C?|[pP]C|p)0(?=[2₂](?![\d.]))"),
        r"\1O",
    ),
    (re.compile(r"(?<=\d[%％])(?=[A-Za-z]{1,5}[:：])"), " "),  # `SpO2:92%R:21`
    (re.compile(r"(?<![\d.])((?:3\d|4[0-3])\.\d)[°゜º]?C(?!\w)"), r"\1℃"),  # `36.2C`: the ring was lost
    (re.compile(r"(?:(?<=[ァ-ヺー]{2})|^)仔$"), "イチ"),  # `ソクテ仔`: half-width letters run together
    (re.compile(r"(?<=\.\d)[号名]$"), "%"),  # `21.0号`
    (re.compile(r"リ[)）]?[一ー][下ド]"), "リード"),
    (  # `アンピシリンノスルバクタム`: a stroke between two drugs
        re.compile(
            r"(?<=[ァ-ヺー]{3})ノ(?=(?:スルバクタム|タゾバクタム|クラブラン|シラスタチン|ピペラシリン|トリメトプリム))"
        ),
        "/",
    ),
    (re.compile(r"(?<=[ァ-ヺー]{3}ン)ー$"), ""),  # what is left of leaders
    (re.compile(r"へ(?=ルニア|モグロ|モ|パリン|パトグロ|リコ|マト|ルペス|ルパー|ッド|ンレ)"), "ヘ"),
    (re.compile(r"べ(?=[ァ-ヺー])"), "ベ"),
    (re.compile(r"ぺ(?=[ァ-ヺー])"), "ペ"),
    (re.compile(r"^∆(?=[A-Z])"), "Δ"),  # the sign of a difference, which Japanese documents write in Greek
    (
        re.compile(
            r"((?<!\d)(?:20)?\d\d[/.-](?:0\d|1[0-2])[/.-](?:[0-2]\d|3[01])|-[A-Za-z]{3}-20\d\d)(?=(?:[01]\d|2[0-3]):[0-5]\d)"
        ),
        r"\1 ",
    ),  # `25/11/1113:23`: a date and its time
    (re.compile(r"(?<![A-Za-z])a-(?=[Ss]trepto)"), "α-"),
    (re.compile(r"(?<=β-)[0O](?=-グル)"), "D"),
    (re.compile(r"(?<![A-Za-z\d])m[1I|](?=/(?:min|kg|h|m|d?L|s)(?![a-z]))"), "mL"),
    (re.compile(r"(?<![A-Za-z])m{3,4}Hg"), "mmHg"),
    (re.compile(r"^△(?=BV|FEV)"), "Δ"),
    (re.compile(r"^[mnuv]{0,3}w[mnuvw]{1,3}$|^[mnuv]{1,3}w$"), "--"),  # a dash read as a wave
    (re.compile(r"^个$"), "↑"),
    (re.compile(r"^一$"), "-"),  # alone in its place: a long dash
    (re.compile(r"^[三皿而川][Ll]$"), "mL"),
    (re.compile(r"(?<![A-Za-z])cmH[2₂]0(?!\d)"), "cmH2O"),
    (re.compile(r"^[I|l]min$"), "/min"),
    (re.compile(r"^9(?=/(?:日|day|d[Ll]|L)$)"), "g"),
    (re.compile(r"^(\d{1,3}),(\d{1,2})$"), r"\1.\2"),  # `74,8`: thousands have three digits behind them
    (re.compile(r"(?<=大腸菌)(\s?)0(?=\d{2,3}(?!\d))"), r"\1O"),  # `大腸菌0157`: O antigens
    (re.compile(r"(?<=[\u3041-\u30fe\u4e00-\u9fffA-Za-z)）\d])\s?[・·･][\s・·･.…‥]*$"), ""),  # leaders
    (
        re.compile(r"(?<=[\u3041-\u30fe\u4e00-\u9fff])(?=[(（](?:[1-5]?[+＋]{1,4}|[-−±])[)）]$)"),
        " ",
    ),  # `糖(1+)`
    (re.compile(r"(?<=温)(\s?)[(（]\s?[°゜]?[cC]\s?[)）]"), r"\1(℃)"),  # `体温(C)`: the ring was lost
    (re.compile(r"(?<=インピーダンス)(\s?)[(（][0OoQ2][)）]|(?<=抵抗)(\s?)[(（][0OoQ2][)）]"), r"\1(Ω)"),
    (re.compile(r"(?<![A-Za-z])(min|sec)[-−—ー]$"), r"\1-1"),  # `16 min-`: the small 1 was lost
    (re.compile(r"(?<![\w.])[|｜l](?=度(?!\w*[CF]))"), "Ⅰ"),  # `|度`
    (re.compile(r"(T[0-4X][a-d]?\s?)NO(?=\s?M[0O1X])"), r"\1N0"),
    (re.compile(r"(T[0-4X][a-d]?\s?N[0-3X][a-c]?\s?)MO(?![A-Za-z])"), r"\1M0"),
    (re.compile(r"(?<![A-Za-z])(V|v|Ly|ly|Pn)O(?![\w₂])"), r"\g<1>0"),  # invasion: `VO`
    (re.compile(r"(?<![A-Za-z])(V|v|Ly|ly|Pn)l(?=[a-c]?(?![A-Za-z]))"), r"\g<1>1"),  # `Lyla`
    (
        re.compile(r"(?<![A-Za-z])(p?[PDRHV]M|[pcy]{1,2}[NM])O(?![A-Za-z])"),
        r"\g<1>0",
    ),  # margins, nodes: `PMO`
    (re.compile(r"^(V|v|Ly|ly|Pn)o$"), r"\g<1>0"),
    (re.compile(r"(?<=tub)l(?![a-z])"), "1"),
    (re.compile(r"^IT([ABC])$"), r"II\1"),  # a stage
    (re.compile(r"(?:^|(?<=[ぁ-ヿ一-鿿]))\s?[;；]\s?(?=\S)"), "："),
    (re.compile(r"ポリー[ブフ]"), "ポリープ"),
    (re.compile(r"漫潤"), "浸潤"),
    (re.compile(r"捕正(?!具)"), "補正"),
    (re.compile(r"(?<=補正|基準|測定|実測|正常)[道筆直植埴]$"), "値"),
    (re.compile(r"(?<![A-Za-z])(A-?a)[0OD][0O](?=[2₂](?!\d))"), r"\1DO"),  # `A-a002`
    (re.compile(r"貧食"), "貪食"),
    (re.compile(r"リン[バハ](?=[節管球])"), "リンパ"),
    (re.compile(r"(?<=S状結)[^腸節\s、。](?=[癌炎])"), "腸"),
    (re.compile(r"達位(?=断端)"), "遠位"),
    (re.compile(r"^川([ABC])$"), r"III\1"),  # a stage
    (re.compile(r"(?<![A-Za-z])((?:Hb|H(?:a?e)moglobin)\s?)A[lI|]c(?![A-Za-z])"), r"\1A1c"),
    (re.compile(r"コ[ロ口][二ニ][一ー]"), "コロニー"),
    (re.compile(r"(?<=クロール)(\s?[(（]?)C[I1|](?![A-Za-z])"), r"\1Cl"),
    (re.compile(r"^(?=秒[率量]\s?[(（]?FEV\s?1)"), "1"),  # the one was lost
    (re.compile(r"^[xX×$＄](?=(?:対)?予測)"), "%"),
    (re.compile(r"(?<=[1-9]回)[自日]$"), "目"),
    (re.compile(r"^P\.?\s?0\d{1,2}/0\d{1,2}$"), ""),  # the sender's stamp on a fax
    (
        re.compile(r"(?<![^\W_])0(?=ct(?![a-z]))|(?<=(?<![A-Za-z])N)0(?=v(?![a-z]))", re.I),
        "o",
    ),  # `26-0ct-2025`
    (re.compile(r"(?<=\d)!$"), " !"),  # a mark against its value
    (re.compile(r"(10[³⁴⁶⁹])[3469](?=/)"), r"\1"),  # `10³3/μL`
)

_SPECKS = frozenset("・･·.,'`")
_RUN_ON = re.compile(r"(\D.*[)）])([^\s()（）]{2,12})")  # `総コレステロール(T-CHO)mg/dL`: the gap was lost


_UNIT_AND_MARK = re.compile(r"(.*\d\s|)([^\d\s↑↓▲▼]\S*?)\s?([↑↓▲▼])")  # `%↓`: the gap was lost
_STAGE = re.compile(
    r"(?<![A-Za-z])([cpyra]{0,3}T(?:is|[\dOX])[a-d]?,?\s?N[\dOX][a-c]?(?:,?\s?M[\dOX])?)(?![A-Za-z])"
)
"""A stage with its tumour, nodes and metastases: where O stands for 0 (`pT1N2MO`)."""


_TRIANGLE = re.compile(r"\d[▲▼]$")
_LIKE_TRIANGLES = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)([AΛ∧Δ△VvＶ∨▽])")
_FEWEST_TRIANGLES = 3
_MORE_TRIANGLES = 2  # times as many as numbers with letters behind them: volts are no marks


def triangles_put_right(texts: Sequence[str]) -> list[str]:
    """A page's words with letters behind numbers (`9.1A`, `2.4V`) read as the triangles that others of its numbers
    bear."""
    marked = sum(bool(_TRIANGLE.search(text)) for text in texts)
    alike = sum(bool(_LIKE_TRIANGLES.fullmatch(text)) for text in texts)
    if marked < max(_FEWEST_TRIANGLES, _MORE_TRIANGLES * alike):
        return list(texts)
    return [_triangle(text) if _LIKE_TRIANGLES.fullmatch(text) else text for text in texts]


def _triangle(text: str) -> str:
    return text[:-1] + ("▲" if text[-1] in "AΛ∧Δ△" else "▼")


def put_right(text: str) -> str:
    """Recognised text with Chinese and old forms of characters and misread signs put right."""
    text = japanese_forms(text).translate(_OLD_FORMS).translate(_STROKES)
    for pattern, proper in _SIGNS:
        text = pattern.sub(proper, text)
    text = _STAGE.sub(lambda m: m[1].replace("O", "0"), text)
    if text[:1] in _SPECKS and is_unit(text[1:], in_unit_column=True):
        return text[1:]
    marked = _UNIT_AND_MARK.fullmatch(text)
    if marked and is_unit(marked[2]):
        return f"{marked[1]}{marked[2]} {marked[3]}"
    run_on = _RUN_ON.fullmatch(text)
    if run_on and "/" in run_on[2] and is_unit(run_on[2]):
        return f"{run_on[1]} {run_on[2]}"
    return text
