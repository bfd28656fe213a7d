"""Headings that say what of an item was measured: classes of antibodies, 定性 and 定量, the class of an allergen."""

from __future__ import annotations

import re

from inference.readable import fold, listed
from inference.structure.geometry import Row
from inference.structure.heading_words import Role, role_of

_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_MEASURES = frozenset(
    fold(word)
    for word in listed("""
IgG IgM IgA IgE IgD IgG4 IgG抗体 IgM抗体 IgA抗体 抗体 抗原 抗体価 定性 定量 力価 EIA ELISA CLIA CLEIA CF HI NT
PA LA FA RPR TPHA 濃度 活性 抗原量
比率 吸光度 インデックス S/CO COI Ct値 Ct index titer titre qualitative quantitative ratio antibody antigen
level percentile クラス class
""")
)
_GRADES = frozenset(map(fold, ("クラス", "class", "定性", "qualitative")))
"""What stands beside a measured result in a column of its own (`クラス 測定値`); `IgG 測定値` is one heading."""
_BESIDE = (Role.NAME, Role.UNIT, Role.FLAG)
"""What stands beside such headings in columns of its own; `IgG reference range` is one heading."""


def is_measure(text: str) -> bool:
    """Whether a heading says what was measured, brackets such as `(EIA)` aside."""
    return _BRACKETS.sub("", fold(text)) in _MEASURES


def measures_apart(cell: Row) -> list[Row]:
    """A cell of such a heading close to others (`定量 単位`) cut into its words, any other whole."""
    kinds = [(is_measure(token.text), role_of(token.text)) for token in cell]
    measures = [measure for measure, _ in kinds]
    roles = [role for measure, role in kinds if not measure]
    graded = roles == [Role.VALUE] and all(fold(token.text) in _GRADES for token in cell[:-1])
    apart = any(measures) and len(roles) == 1 and (roles[0] in _BESIDE or graded)
    return [(token,) for token in cell] if apart else [cell]
