"""Text as engines compare it: one folding for widths, look-alikes and forms of characters.

`printed` makes the string that goes out (as printed, full-width ASCII narrowed); the `fold_*` functions make
keys for comparing only, never for output. Pure functions of strings.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from inference.placement import Placement
from inference.types import Word

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)} | {0x3000: 0x20, 0x00A0: 0x20}

# Forms outside Japanese usage that a recogniser trained on Chinese gives for the Japanese character: well-known
# simplified forms, paired by hand. Checked by a test: each form is outside CP932, so that no Japanese document in
# it prints the form, each answer is inside, and no form stands twice. Not checked: the pairs against a published
# list (Unihan), and whether others are missing.
_FORM_PAIRS = """
查査 值値 别別 单単 项項 结結 检検 验験 类類 剂剤 员員 师師 县県 产産 业業 连連 络絡 时時 间間 问問 题題
计計 张張 谢謝 继継 续続 护護 红紅 热熱 质質 应応 对対 电電 话話 报報 历歴 诊診 疗療 级級 压圧 侧側 颜顔
东東 华華 庆慶 丽麗 泽沢 边辺 齐斉 坛壇 濑瀬 绪緒 绘絵 练練 细細 组組 织織 线線 终終 经経 统統 绿緑 缘縁
缩縮 纯純 纸紙 约約 给給 绝絶 买買 卖売 读読 译訳 语語 说説 请請 谁誰 课課 调調 论論 评評 词詞 试試 详詳
该該 认認 记記 许許 设設 访訪 变変 处処 备備 复復 头頭 宁寧 实実 审審 导導 层層 岁歳 岛島 带帯 库庫 异異
强強 归帰 录録 总総 户戸 执執 扩拡 择択 损損 换換 摇揺 权権 极極 枪槍 树樹 样様 桥橋 标標 汉漢 沟溝 泻瀉
洁潔 浆漿 测測 浓濃 润潤 涨漲 渔漁 满満 铁鉄 铜銅 阴陰 阳陽 难難 领領 预預 马馬 驹駒 鸟鳥 鹤鶴 龙竜 尔爾
赖頼 贺賀 贵貴 贝貝 贞貞 财財 责責 货貨 费費 资資 轮輪 轻軽 输輸 转転 软軟 车車 遗遺 长長 门門 闭閉 闲閑
闻聞 陆陸 须須 颈頸 风風 饭飯 饮飲 饱飽 齿歯 滨浜 涩渋 步歩 减減 铃鈴 锦錦 镰鎌 钟鐘 钱銭 银銀 针針 脑脳
脏臓 肾腎 胶膠 浊濁 维維 团団 图図 围囲 园園 圆円 场場 块塊 坚堅 术術 吴呉 启啓 响響 唤喚 囊嚢 歲歳
轴軸 药薬 肠腸 肿腫 疡瘍 肤膚 见見 规規 视視 觉覚 营営 补補 粪糞 环環 现現 烧焼 盐塩 监監 确確 离離 种種 积積
稳穏 节節 动動 劳労 势勢 协協 卫衛 发発 开開 弹弾 态態 恶悪 战戦 扫掃 摄摂 显顕 杂雑 构構 汤湯 济済 溃潰 滤濾
渐漸 缓緩 职職 苏蘇 讨討 识識 诱誘 诸諸 贫貧 购購 贮貯 趋趨 跃躍 轨軌 载載 较較 辅輔 辐輻 达達 迁遷 过過 运運
还還 进進 远遠 违違 迟遅 适適 选選 邻隣 郑鄭 酱醤 释釈 铅鉛 锐鋭 错錯 键鍵 镇鎮 镜鏡 阀閥 阶階 际際 险険 隐隠
雾霧 页頁 顶頂 顺順 额額 颗顆 飞飛 饰飾 饼餅 驱駆 驻駐 骚騒 鱼魚 鲜鮮 鸡鶏 龄齢 仪儀 优優 伤傷 众衆 传伝 债債
倾傾 偿償 储儲 关関 兴興 养養 冻凍 净浄 则則 刚剛 创創 剧劇 务務 厅庁 喷噴 圣聖 奖奨 妇婦 孙孫 宽寛 宾賓 寻尋
尘塵 庙廟 废廃 彻徹 忆憶 忧憂 怀懐 恳懇 悬懸 惊驚 惯慣 愤憤 扬揚 扰擾 拟擬 拥擁 挥揮 敌敵 晓暁 暂暫 杀殺 杨楊
栏欄 栋棟 欢歓 涡渦 滥濫 灭滅 灵霊 灾災 狱獄 盘盤 础礎 笔筆 简簡 紧緊 综綜 罗羅 罚罰 联聯 肃粛 胜勝 舰艦 艺芸
袭襲 览覧 农農 军軍 冯馮 凤鳳 刘劉 劝勧 匮匱 厕厠 叹嘆 呕嘔 哑唖 壶壷 痈癰 疮瘡 痉痙 瘘瘻 癣癬 脓膿 腊臘 胀脹
胫脛 脐臍 胪臚 颅顱 颌顎 颊頬 颚顎 饵餌 龈齦 龋齲 钾鉀 讯訊 证証 诉訴 误誤 绍紹 绷繃 缔締 缝縫 缠纏 纤繊 纹紋
频頻 绀紺 绳縄 枣棗 栀梔 苍蒼 莲蓮 萝蘿 蓝藍 鹰鷹 鸠鳩 鸭鴨 鹭鷺 鸣鳴 鲁魯 鲤鯉 荣栄 莹瑩 荫蔭 萨薩 冈岡 岗崗 嵘嶸
兰蘭 枫楓 桦樺 椭楕 伦倫 伟偉 侣侶 俭倹 偻僂 亲親 亚亜 亿億 仅僅 仓倉 伞傘 严厳 丧喪 丰豊 临臨 为為 举挙 乌烏
书書 习習 乡郷 亏虧 钓釣 钉釘 钩鈎 钢鋼 钦欽 铭銘 锻鍛 锁鎖 锅鍋 锤錘 锡錫 笺箋 宫宮
"""
_RECOGNISED_FORMS = {ord(pair[0]): pair[1] for pair in _FORM_PAIRS.split()}

_PRESSURE = re.compile(r"(?<=血)庄|庄(?=力)")  # 庄 is Japanese, but 血庄 and 庄力 are no words
# 認めす is no word: only 認めず is (the other way round, 認める, looks otherwise).
_NOT = re.compile(r"(?:(?<=認め)|(?<=[出育]せ)|(?<=られ))す(?=$|[。、)\s])")
_DOT = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff])·|·(?=[\u3040-\u30ff\u4e00-\u9fff])")
_DASHES = re.compile(r"[‐‑‒–—―−－ｰ]")
_MICRO = str.maketrans({"μ": "u", "µ": "u"})


def printed(text: str) -> str:
    """The text with full-width ASCII (digits, letters, signs) narrowed; all else as it is."""
    return " ".join(text.translate(_NARROW).split())


@lru_cache(maxsize=16_384)
def japanese_forms(text: str) -> str:
    """Recognised text with Chinese forms of characters put back into the Japanese ones (查 to 査)."""
    text = _NOT.sub("ず", _PRESSURE.sub("圧", text.translate(_RECOGNISED_FORMS)))
    return _DOT.sub("・", text) if "·" in text else text


def has_chinese_forms(text: str) -> bool:
    """Whether a character is a Chinese form that no Japanese document prints."""
    return any(ord(c) in _RECOGNISED_FORMS for c in text)


@lru_cache(maxsize=16_384)  # readers ask of the same words again and again
def fold(text: str) -> str:
    """Key for comparing words: NFKC, lower case, no spaces, one dash, Japanese forms."""
    key = unicodedata.normalize("NFKC", japanese_forms(text)).lower()
    return _DASHES.sub("-", "".join(key.split())).replace("·", "・")


@lru_cache(maxsize=4_096)
def fold_unit(text: str) -> str:
    """Key for comparing units: as `fold`, micro as u, powers without their caret (10^3, 10³, x10*3 alike)."""
    key = fold(text).translate(_MICRO)
    key = re.sub(r"^[x×✕*・]", "", key) if re.match(r"^[x×✕*・]\d", key) else key
    key = re.sub(r"(?<=10)[\^*]{1,2}(?=\d)", "", key)
    return key.replace("\u2113", "l").replace("・", ".")


@lru_cache(maxsize=4_096)
def fold_value(text: str) -> str:
    """Key for comparing values: as `fold`, one form of each comparator, thousands commas out."""
    key = fold(text).replace("≦", "<=").replace("≤", "<=").replace("≧", ">=").replace("≥", ">=")
    key = key.replace("ー", "-") if re.fullmatch(r"[(]?ー[)]?", key) else key
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", key)


def listed(words: str) -> tuple[str, ...]:
    """The words of a lexicon written as one text."""
    return tuple(words.split())


def has_letters(text: str) -> bool:
    """Whether any character is a letter, kana or kanji."""
    return any(c.isalpha() for c in text)


def japanese_share(text: str) -> float:
    """Share of kana and kanji among the letters; 0 where there are none."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return 0.0
    return sum(_is_japanese(c) for c in letters) / len(letters)


def _is_japanese(c: str) -> bool:
    return "\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" or "\uff66" <= c <= "\uff9f"


def width_units(text: str) -> float:
    """Printed width in half-width characters: wide East Asian characters count two."""
    return sum(2.0 if unicodedata.east_asian_width(c) in "WFA" else 1.0 for c in text) or 1.0


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one page, wherever they came from, on the page upright.

    `placement` takes the boxes of words to the page as it was given; None where they stand on it already. `slope`
    is how far the lines fall for each pixel to the right (dy/dx). Width and height are those of the page the words
    stand on. `recognised` says that the words were read from pixels and may hold misread characters.
    """

    number: int  # 1-based
    width_px: int
    height_px: int
    words: tuple[Word, ...]
    slope: float = 0.0
    placement: Placement | None = None
    recognised: bool = False
