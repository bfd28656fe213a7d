"""How a statement holds what it says: affirmed, negated or suspected. Patterns of Japanese and English reports."""

from __future__ import annotations

import re

from inference.readable import fold
from mappers.model import Certainty

_SUSPECTED = re.compile(
    r"疑い|疑う|疑っ|疑われ|疑診|の疑|疑$|疑[)）]|susp|うたがい|可能性|示唆|考慮|否定でき(?:ない|ず|ません)|否定は?しえ|除外でき(?:ない|ず)|鑑別|"
    r"確定でき|断定でき|推定|推測|\?|？|r/o|ruleout|probabl|possibl|likely|cannotbe(?:excluded|ruledout)|cannotexclude|"
    r"notexcluded|equivocal|indeterminate|concerningfor|suggest|considered?$|versus|vs\.|差し?支え|保留|境界"
)
_NEGATED = re.compile(
    r"(?:認め(?:ない|ず|られ(?:ない|ず|ません)|ません)|みとめ(?:ない|ず)|(?:で|では|は|が|も)?(?:ない|ありません|なし|無し|ございません)[。．.]?$|"
    r"[なな]し[、,)]|なし$|陰性$|否定的|否定[。.]?$|否定され|除外され|みられ(?:ない|ず|ません)|見られ(?:ない|ず|ません)|"
    r"指摘でき(?:ない|ず|ません)|指摘され(?:ない|ず)|検出され(?:ない|ず)|検出せず|無所見|ではない)"
)
_NEGATED_EN = re.compile(
    r"(?:^|[\s(])(?:no|not|without|negative\s+for|absence\s+of|absent|free\s+of|denies|ruled\s+out|unremarkable|nor)(?:[\s,.;)]|$)",
    re.IGNORECASE,
)


def certainty_of(statement: str) -> Certainty:
    """The statement's certainty; suspicion goes before negation (`悪性を否定できない` is suspected)."""
    key = fold(statement)
    if _SUSPECTED.search(key):
        return Certainty.SUSPECTED
    if _NEGATED.search(key) or (key.isascii() and _NEGATED_EN.search(statement)):
        return Certainty.NEGATED
    return Certainty.AFFIRMED
