"""Which words head statements: the type's own list, and what vendors compose (自動解析所見, 総合判定, 医師診断).

Compounds are read by their parts, because every vendor composes its own. A bare コメント or 備考 is a remark, no
statement of findings (samples/families, "Conventions").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inference.readable import fold

_WHO = "自動|医師|判読医|判読|読影医|読影|担当医|循環器医|循環器|主治医|専門医|コンピューター?|機械|装置|ecg"
_WHAT = "心電図|心エコー|エコー|超音波|心臓|検査|呼吸機能|肺機能|換気|心機能|測定|計測|波形|運動|負荷|弁膜|不整脈|臨床"
_HOW = "コメント|総合|最終|確定|暫定|主要|異常|参考|今回|全体|簡易"
_CORE = "所見|診断|判定|判読|解析|結論|結語|総括|評価|まとめ|要約|印象|解釈"
_COMPOUND = re.compile(
    rf"(?:{_WHO}|{_WHAT}|{_HOW}|{_CORE}|の|による|・|/)*(?:{_CORE})(?:結果|名|内容|欄|文|コード|区分|コメント)?"
)
_ENGLISH = re.compile(
    r"(?:final|preliminary|automat(?:ed|ic)|auto|computer(?:ized)?|physician'?s?|cardiologist'?s?|clinical|ecg|ekg|echo"
    r"(?:cardiographic)?|overall|machine|interpretive|diagnostic|summaryof|principal|key|doctor'?s?)*"
    r"(?:interpretation|conclusion|impression|diagnos[ie]s|finding|statement|summary|assessment|reading|opinion)s?"
    r"(?:and(?:conclusion|recommendation|impression)s?)?"
)
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]$")
_OPENED = re.compile(r"[^()（）]+([(（])[^()（）]+")
_CLOSING = {"(": ")", "（": "）"}
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[).．:、]|[①-⑳]|(?:[Ⅰ-Ⅻ]|[ivxIVX]{1,4})[.)．）、])\s?")
_DECORATION = " 　【】[]［］<>＜＞〈〉《》■□◆◇●○◎▪•・*※★☆▶▷◉:：()（）〔〕『』「」|#"


@dataclass(frozen=True, slots=True)
class Headings:
    """`words` are folded; with `compounds`, words composed of the parts above count, too."""

    words: frozenset[str]
    compounds: bool = False

    def __contains__(self, text: str) -> bool:
        """Whether a heading's text, without the marks around it, heads statements."""
        key = fold(text)
        return any(
            word in self.words
            or (self.compounds and bool(_COMPOUND.fullmatch(word) or _ENGLISH.fullmatch(word)))
            for word in {key, _IN_BRACKETS.sub("", key)}
            if word
        )


def heading_text(text: str) -> str:
    """A heading without number and the marks around it: `【所見】`, `3) 所見` to `所見`, `■ 診断：` to `診断`."""
    bare = _NUMBERED.sub("", text.strip(_DECORATION)).strip(_DECORATION)
    return bare + _CLOSING.get(_OPENED.sub(r"\1", bare), "") if _OPENED.fullmatch(bare) else bare
