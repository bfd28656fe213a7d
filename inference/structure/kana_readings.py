"""Names as printers without kanji print them: `電池電圧` is ﾃﾞﾝﾁﾃﾞﾝｱﾂ. The readings of the words are a hand-made list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from inference.readable import listed

_READINGS = dict(
    pair.split("=")
    for pair in listed("""
電池=デンチ 電圧=デンアツ 残容量=ザンヨウリョウ 残量=ザンリョウ 残存=ザンゾン 寿命=ジュミョウ 推定=スイテイ
内部=ナイブ 抵抗=テイコウ
閾値=シキイチ 波高値=ハコウチ 波高=ハコウ 振幅=シンプク 幅=ハバ 出力=シュツリョク 感度=カンド 極性=キョクセイ
基本=キホン 下限=カゲン
上限=ジョウゲン 最大=サイダイ 最小=サイショウ 最高=サイコウ 最低=サイテイ 平均=ヘイキン 率=リツ 回数=カイスウ
心拍数=シンパクスウ
心拍=シンパク 心房=シンボウ 心室=シンシツ 右房=ウボウ 右室=ウシツ 左房=サボウ 左室=サシツ 間隔=カンカク
設定=セッテイ 刺激=シゲキ
自己=ジコ 充電=ジュウデン 時間=ジカン 検出=ケンシュツ 不応期=フオウキ 頻拍=ヒンパク 頻脈=ヒンミャク
徐脈=ジョミャク 細動=サイドウ
期外収縮=キガイシュウシュク 洞停止=ドウテイシ 心停止=シンテイシ 治療=チリョウ 体温=タイオン 患者=カンジャ
血圧=ケツアツ
収縮期=シュウシュクキ 拡張期=カクチョウキ 呼吸数=コキュウスウ 呼吸=コキュウ 脈拍数=ミャクハクスウ
脈拍=ミャクハク 体重=タイジュウ
身長=シンチョウ 酸素=サンソ 濃度=ノウド 流量=リュウリョウ 圧力=アツリョク 圧=アツ 使用=シヨウ 日数=ニッスウ
活動=カツドウ
睡眠=スイミン 歩数=ホスウ 換気量=カンキリョウ 分時=フンジ 一回=イッカイ 1回=1カイ 肺活量=ハイカツリョウ
努力=ドリョク 秒量=ビョウリョウ
秒率=ビョウリツ 大気圧=タイキアツ 温度=オンド
""")
)
_WORDS = re.compile("|".join(sorted(map(re.escape, _READINGS), key=len, reverse=True)))
_KANJI = re.compile(r"[々一-鿿]")


def kana_forms(names: Iterable[str]) -> tuple[str, ...]:
    """The names whose every kanji has a reading here, in katakana; those without kanji give none."""
    read = (_WORDS.sub(lambda m: _READINGS[m[0]], name) for name in names if _KANJI.search(name))
    return tuple(name for name in read if not _KANJI.search(name))


def half_width(text: str) -> str:
    """The text with its katakana as half-width print has them (`シメイ` as ｼﾒｲ), other characters as they are."""
    return "".join(_half_letters().get(c, c) for c in text)


@cache
def _half_letters() -> dict[str, str]:
    halves = [chr(code) for code in range(0xFF66, 0xFF9E)]
    marked = [half + mark for half in halves for mark in "ﾞﾟ"]
    full = ((half, unicodedata.normalize("NFKC", half)) for half in (*halves, *marked))
    return {whole: half for half, whole in full if len(whole) == 1}
