"""Headings in several lines: which columns stand under a group whose names come once (`心拍数` over 平均, 最小, 最大).

      心拍数 (bpm)     上室性  心室性        Time   HR     NIBP      RESP
    平均  最小  最大    (拍)    (拍)                bpm   S  D  M    /min
                                                         mmHg

A group is centred over its columns; its unit, or the one centred below them, is theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from inference.readable import fold, listed
from inference.structure.charts import bare_name
from inference.structure.column_groups import under_groups
from inference.structure.geometry import Row, join

_ASIDE = 0.35  # of a column's pitch that a group's middle may be away from its columns' middle
_FEWEST = 2  # columns of a group

Span = tuple[float, float]
Placed = dict[int, Row]
"""Heading cells by the column they stand over."""

_PARTS = frozenset(
    fold(word)
    for word in listed("""
S D M Sys Sys. Dia Dia. Mean Max Min Avg Ave max. min. systolic diastolic 収縮 拡張 収縮期 拡張期 最高 最低 平均 最大
最小 上 下 中央 中央値 朝 昼 夕 夜 右 左 主 副 主食 副食 R L Rt Lt 前 後 開始 終了 回数 量 性状
""")
)
"""Names that say nothing without the group above them."""


@dataclass(slots=True)
class Heads:
    """What is found over the columns, from the lowest line upwards."""

    columns: Sequence[Span]
    names: Placed
    units: Placed = field(default_factory=dict)
    ranges: dict[int, str] = field(default_factory=dict)
    groups: list[Row] = field(default_factory=list)
    prefix: dict[int, str] = field(default_factory=dict)
    shared: dict[int, str] = field(default_factory=dict)  # units of a whole group
    spare: Placed = field(default_factory=dict)  # words that may be units over words that are
    level: dict[int, int] = field(default_factory=dict)  # the line that named a column

    def add_units(self, placed: Placed) -> None:
        """A line's units; the lowest of a column counts."""
        self.spare = {i: c for i, c in placed.items() if i in self.units and i not in self.names} | self.spare
        self.units = placed | self.units

    def add_names(self, placed: Placed, unplaced: Sequence[Row], line: int) -> bool:
        """A line's names, and whether some are groups over columns that have names: then no line above counts."""
        self.groups = [*unplaced, *(c for i, c in placed.items() if i in self.names)]
        self.level |= {i: line for i in placed if i not in self.names}
        self.names = placed | self.names
        return bool(self.groups)

    def middle(self, run: Sequence[int]) -> float:
        """The middle of neighbouring columns' own headings."""
        first, last = (self.names.get(i) or self.units[i] for i in (run[0], run[-1]))
        return (first[0].x0 + last[-1].x1) / 2

    def centred(self, cell: Row, run: Sequence[int]) -> bool:
        """Whether a cell stands over the middle of neighbouring columns."""
        pitch = min(b[0] + b[1] - a[0] - a[1] for a, b in pairwise(self.columns)) / 2
        return abs((cell[0].x0 + cell[-1].x1) / 2 - self.middle(run)) <= _ASIDE * pitch


def nested(heads: Heads) -> Heads:
    """The headings with those groups in front that stand over names that come once."""
    for at in sorted(heads.names):
        if run := _unnamed_around(heads, at):
            _name_by_units(heads, at, run)
    for run in _runs(heads):
        inside = [g for g in heads.groups if _within(heads, g, run)]
        for group, part in _shares(heads, inside, run):
            if len({join(heads.names[i]) for i in part}) == len(part) > 1:
                _grouped(heads, group, part)
    _each_its_own(heads)
    return heads


def _each_its_own(heads: Heads) -> None:
    """A word over one column alone in front of a name that says nothing without it: `VE` over `total`, `Pauses` over
    `(>2 s)`."""
    told = Counter(fold(join(c)) for c in heads.names.values())
    for at, name in heads.names.items():
        key = fold(join(name))
        over = next((g for g in heads.groups if heads.centred(g, [at])), None)
        if over and at not in heads.prefix and (told[key] > 1 or key in _PARTS or key[0] in "(["):
            _grouped(heads, over, [at])


def _unnamed_around(heads: Heads, at: int) -> list[int]:
    """The columns under a heading that stands over the middle of them, where all but one have no name and each has
    a word that was taken for a unit; [] where a heading is its column's alone."""
    lone = {i for i in range(len(heads.columns)) if i not in heads.names and i in heads.units}
    start, stop = at, at
    while start - 1 in lone:
        start -= 1
    while stop + 1 in lone:
        stop += 1
    run = list(range(start, stop + 1))
    words = [heads.spare.get(i) or heads.units.get(i) for i in run]
    if len(run) < _FEWEST or None in words:
        return []
    below = replace(heads, names={i: word for i, word in zip(run, words, strict=True) if word})
    return run if below.centred(heads.names[at], run) else []


def _name_by_units(heads: Heads, at: int, run: Sequence[int]) -> None:
    """Columns named by the words below their group's heading, which then is in front of each."""
    group = heads.names[at]
    below = [heads.units[i] for i in run if i in heads.spare]
    for i in run:
        heads.names[i] = heads.spare.get(i) or heads.units[i]
        heads.units.pop(i)
    _grouped(heads, group, run)
    if len(below) == 1:
        heads.shared |= dict.fromkeys(run, join(below[0]))


def _runs(heads: Heads) -> Iterator[list[int]]:
    """Neighbouring columns that one line names."""
    for _, run in groupby(sorted(heads.names), key=heads.level.get):
        columns = list(run)
        if len(columns) >= _FEWEST:
            yield columns


def _within(heads: Heads, group: Row, run: Sequence[int]) -> bool:
    first, last = (heads.names[i] for i in (run[0], run[-1]))
    return first[0].x0 < (group[0].x0 + group[-1].x1) / 2 < last[-1].x1


def _shares(heads: Heads, groups: Sequence[Row], run: Sequence[int]) -> list[tuple[Row, list[int]]]:
    """The columns under each group of a run: all of them where lines above name its neighbours; where nothing parts
    them, the most around the group's middle whose names say nothing without one."""
    if not groups:
        return []
    if len(run) == len(heads.names):
        return [(group, _parts_around(heads, group, run)) for group in groups]
    spans = [(join(c), c[0].x0, c[-1].x1) for c in (heads.names[i] for i in run)]
    told = under_groups(spans, groups)
    parts = [
        (group, [i for i, name in zip(run, told, strict=True) if name == join(group)]) for group in groups
    ]
    return [(group, part) for group, part in parts if len(part) >= _FEWEST and heads.centred(group, part)]


def _parts_around(heads: Heads, group: Row, run: Sequence[int]) -> list[int]:
    runs = [run[a:b] for a in range(len(run)) for b in range(a + _FEWEST, len(run) + 1)]
    fitting = [
        list(part)
        for part in runs
        if heads.centred(group, part)
        and all(fold(bare_name(join(heads.names[i]))[0]) in _PARTS for i in part)
    ]
    return max(fitting, key=len, default=[])


def _grouped(heads: Heads, group: Row, run: Sequence[int]) -> None:
    """The group in front of its columns' names, and its unit, or the one centred under it, theirs."""
    name, unit = bare_name(join(group))
    heads.prefix |= dict.fromkeys(run, name)
    given = [heads.units[i] for i in run if i in heads.units]
    if unit and not given:
        heads.shared |= dict.fromkeys(run, unit)
    elif len(given) == 1 and heads.centred(given[0], run):
        heads.shared |= dict.fromkeys(run, join(given[0]))
