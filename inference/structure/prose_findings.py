"""Findings told in prose above a conclusion: what was seen, no statements of their own.

所見  左室は拡大している。右心系に拡大はみられない。      <- sentences run on in a line
診断  ・ 高血圧性心疾患の疑い                              <- what is concluded
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from inference.readable import fold
from inference.structure.blocks import Block

_FINDINGS = re.compile(r"(?:検査|心電図|ecg|心?エコー|超音波|読影|コメント)?所見(?:コメント)?|findings?")


def is_prose(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a block tells findings in sentences that share a line, beside a block that concludes."""
    if not _FINDINGS.fullmatch(fold(block.name)):
        return False
    concluded = any(not _FINDINGS.fullmatch(fold(other.name)) for other in blocks)
    return concluded and any(
        abs(a.tokens[-1].y - b.tokens[0].y) < a.tokens[-1].height / 2 for a, b in pairwise(block.statements)
    )
