"""The words right of a row's name as pieces: which are the result, its unit, its range, its mark.

Unlike `sequences`, a span may be a result here (`1-4 /HPF` of a sediment), and ranges printed with spaces or in
brackets (`[ 35.0 - 45.0 ]`) are one piece however close they stand to the value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inference.readable import fold, width_units
from inference.structure.geometry import Token, join
from inference.structure.marks import parse_mark
from inference.structure.ranges import is_range, is_span
from inference.structure.units import is_unit, repair_recognised
from inference.structure.values import Value, ValueKind, parse_value
from mappers.model import Flag


class PieceKind(StrEnum):
    """What a piece looks like."""

    VALUE = "value"
    SPAN = "span"  # two ends: a range, or a count per field
    BOUND = "bound"  # `4以下`, `<5`: a range or a result
    UNIT = "unit"
    MARK = "mark"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring tokens that say one thing; `value` where it can be a result (mark and unit already off)."""

    kind: PieceKind
    tokens: tuple[Token, ...]
    text: str
    value: Value | None = None
    bracketed: bool = False

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.tokens[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.tokens[-1].x1


_COLONS = (":", "：")
_OPEN, _CLOSE = "([（［【〔<", ")]）］】〕>"
_NUMBER = re.compile(r"[<>≤≥≦≧]?=?[+\-−]?\d[\d,.]*")
_DASH = re.compile(r"[-~～〜－–—ー−]|to")
_OPEN_SPAN = re.compile(rf"(?!-){_NUMBER.pattern}(?:{_DASH.pattern})")
_AFTER_NUMBER = re.compile(r"(?:以下|以上|未満|超|個|\+|未満/.*|以上/.*)")
_COMPARATOR = re.compile(r"[<>≤≥≦≧]=?|=<|=>")
_COUNT = re.compile(
    r"(?P<value>(?:[<>≤≥≦≧]=?)?\d{1,4}(?:\.\d)?(?:\s?[-~～〜－–—ー−]\s?\d{1,4})?(?:以上|未満|以下)?)"
    r"\s?(?P<unit>(?:個|cells?)?\s?/\s?(?:[HL]PF|hpf|lpf|視野|各視野|全視野|WF|毎視野|F)|個/[^\s↑↓▲▼*※]{1,6}|/[^\s↑↓▲▼*※]{1,5}|個)"
    r"(?P<after>以上|未満|以下)?\s?(?P<mark>[↑↓▲▼△▽*※]{0,2})",
    re.IGNORECASE,
)
_COLONIES = re.compile(r"[<>≤≥≦≧約]?\s?\d{1,7}\s?(?:コロニー|集落|個|colonies|CFU|cfu)")
_MARKED = re.compile(r"([↑↓▲▼△▽⬆⬇*]{1,2}|[(（\[](?:HH?|LL?|高|低)[)）\]])(?=[^\d\s])(.*\w.*|[%‰])")
_UNIT_AND_RANGE = re.compile(r"([^\d(（\[［][^(（\[［]*)([(（\[［]\s?[<>≤≥≦≧]?\d.*)")
_UNIT_AND_MARK = re.compile(r"(\S+?)([(（\[](?:HH?|LL?|高|低|[↑↓])[)）\]]|[↑↓▲▼])")
_ENUMERATED = re.compile(r"(.*[^,、;；])([,、;；])")
_SHORTEST_NEXT = 3  # letters of a unit that may have run into the one before
_LONGEST_GROUP = 9
_WORDS_GAP = 0.9  # line heights between words of one answer
_ANSWERS_GAP = 0.55  # the same, where each could be an answer of its own (`陰性 (-)`)


def pieces_of(tokens: Sequence[Token], answers: frozenset[str] = frozenset()) -> list[Piece]:
    """The pieces of neighbouring tokens, left to right; `answers` (folded) are results in words."""
    out: list[Piece] = []
    at = 0
    while at < len(tokens):
        size = _group(tokens, at)
        group = tuple(tokens[at : at + size])
        at += size
        out += _classified(group)
    return _words_joined(out, answers)


def _group(tokens: Sequence[Token], at: int) -> int:
    """How many tokens from `at` are one piece: brackets to their end, `35 - 45`, `< 5`, `4 以下`."""
    text = tokens[at].text
    if text[0] in _OPEN[:-1] and not any(c in _CLOSE[:-1] for c in text[1:]):
        for end in range(at + 1, min(len(tokens), at + _LONGEST_GROUP)):
            if any(c in _CLOSE[:-1] for c in tokens[end].text):
                return end - at + 1
    following = [*(t.text for t in tokens[at + 1 : at + 3]), "", ""]
    number = bool(_NUMBER.fullmatch(text))
    if number and _DASH.fullmatch(following[0]) and _NUMBER.fullmatch(following[1]) and _near(tokens, at, 2):
        return 3
    if not _near(tokens, at, 1):
        return 1
    if _OPEN_SPAN.fullmatch(text) and _NUMBER.fullmatch(following[0]):
        return 2
    if _COMPARATOR.fullmatch(text) and following[0][:1].isdigit():
        return 2
    if number and _AFTER_NUMBER.fullmatch(following[0]) and (following[0] != "+" or text.isdigit()):
        return 2
    return 1


def _near(tokens: Sequence[Token], at: int, steps: int) -> bool:
    """Whether the tokens stand about a space apart."""
    pairs = zip(tokens[at : at + steps], tokens[at + 1 : at + steps + 1], strict=False)
    return all(b.x0 - a.x1 <= 1.2 * min(a.height, b.height) for a, b in pairs)


def _classified(group: tuple[Token, ...]) -> list[Piece]:
    text = re.sub(r"(?<=\d) (?=\+$)", "", join(group))
    bracketed = text[0] in _OPEN[:-1] and text[-1] in _CLOSE[:-1]
    if bracketed and is_unit(text[1:-1].strip()):
        return [Piece(PieceKind.UNIT, group, text[1:-1].strip(), bracketed=True)]
    if is_unit(text) and parse_value(text) is None:
        return [Piece(PieceKind.UNIT, group, text)]
    counted = _COUNT.fullmatch(text)
    if counted:
        return [_counted(group, counted)]
    key = re.sub(r"\+(?=\d)", "", text)
    if is_span(key):
        spanned = Value(text, ValueKind.NUMBER)
        return [Piece(PieceKind.SPAN, group, text, None if bracketed else spanned, bracketed)]
    value = parse_value(text)
    if value is not None:
        kind = PieceKind.BOUND if is_range(text) else PieceKind.VALUE
        return [Piece(kind, group, text, value, bracketed)]
    if parse_mark(text):
        return [Piece(PieceKind.MARK, group, text)]
    if is_range(key):
        return [Piece(PieceKind.SPAN, group, text, None, bracketed)]
    if is_unit(text, in_unit_column=True) and len(text) > 1 and fold(text) != "ca":
        return [Piece(PieceKind.UNIT, group, text)]
    apart = _marked_span(text)
    if apart is not None:
        return [Piece(PieceKind.SPAN, group, text, apart)]
    return [Piece(PieceKind.WORDS, group, text, None, bracketed)]


def _counted(group: tuple[Token, ...], match: re.Match[str]) -> Piece:
    """`5～9/HPF`, `1/HPF未満`: a count and its unit in one."""
    text = match["value"] if not match["after"] else match[0][: match.start("mark")]
    unit = None if match["after"] else match["unit"].replace(" ", "")
    kind = PieceKind.SPAN if is_span(match["value"]) else PieceKind.VALUE
    return Piece(
        kind, group, match[0], Value(text.strip(), ValueKind.NUMBER, parse_mark(match["mark"]), unit)
    )


def _marked_span(text: str) -> Value | None:
    """`H 5-9`, `10-19*`: a count with a mark against it."""
    match = re.fullmatch(r"([*※↑↓HL]*)\s?(\d{1,3}\s?[-~～〜]\s?\d{1,4})\s?([*※↑↓HL]*)", text)
    if match is None or not (match[1] or match[3]):
        return None
    flag: Flag | None = parse_mark(match[1] or match[3])
    return Value(match[2], ValueKind.NUMBER, flag=flag)


def _words_joined(pieces: list[Piece], answers: frozenset[str]) -> list[Piece]:
    """Neighbouring pieces whose words make an answer together (`None seen`, `陰性 (-)`) as one."""
    out: list[Piece] = []
    for piece in pieces:
        joined = _together(out[-1], piece, answers) if out else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(piece)
    return out


def _restates(piece: Piece) -> bool:
    """A grade or a count of colonies in brackets right behind a result says it again: `30 (1+)`, `1+ (30コロニー)`."""
    if not piece.bracketed or piece.kind not in (PieceKind.VALUE, PieceKind.WORDS):
        return False
    inner = piece.text.strip("()（）[]［］ ")
    graded = piece.value is not None and piece.value.kind is ValueKind.GRADED and "+" in inner
    return graded or bool(_COLONIES.fullmatch(inner))


def _together(last: Piece, piece: Piece, answers: frozenset[str]) -> Piece | None:
    apart = (piece.x0 - last.x1) / min(last.tokens[-1].height, piece.tokens[0].height)
    if apart <= _ANSWERS_GAP and last.value is not None and not last.bracketed and _restates(piece):
        group = (*last.tokens, *piece.tokens)
        return Piece(PieceKind.VALUE, group, join(group), replace(last.value, text=join(group)))
    if apart > (_ANSWERS_GAP if last.value is not None and piece.value is not None else _WORDS_GAP):
        return None
    worded = last.kind is PieceKind.WORDS or (
        last.value is not None and last.value.kind is not ValueKind.NUMBER
    )
    if not worded or piece.kind not in (PieceKind.WORDS, PieceKind.VALUE):
        return None
    group = (*last.tokens, *piece.tokens)
    text = join(group)
    value = parse_value(text)
    if fold(text) in answers:
        value = Value(text, ValueKind.WORD)
    if value is not None and value.kind is not ValueKind.NUMBER:
        return Piece(PieceKind.VALUE, group, text, value)
    if last.kind is PieceKind.WORDS and piece.kind is PieceKind.WORDS:
        return Piece(PieceKind.WORDS, group, text)
    return None


def units_joined(tokens: Sequence[Token]) -> list[Token]:
    """Tokens that recognition put spaces into (`m mol/L`) as one, units that it ran together (`%mmol/L`) as two."""
    out: list[Token] = []
    tokens = [part for token in tokens for part in _percent_cut(token)]
    at = 0
    while at < len(tokens):
        size = next((n for n in (4, 3, 2) if _one_unit(tokens[at : at + n], n)), 1)
        run = tokens[at : at + size]
        text = "".join(t.text for t in run)
        box = run[0].box
        for token in run[1:]:
            box = box.union(token.box)
        out.append(run[0] if size == 1 else replace(run[0], text=text, x1=run[-1].x1, box=box))
        at += size
    return out


def _percent_cut(token: Token) -> tuple[Token, ...]:
    """A per cent sign and the next column's unit, run together, as two."""
    rest = repair_recognised(token.text[1:])
    if token.text[:1] != "%" or is_unit(token.text) or len(rest) < _SHORTEST_NEXT or not is_unit(rest):
        return (token,)
    return cut(token, "%", rest)


def _one_unit(run: Sequence[Token], size: int) -> bool:
    if len(run) < size or not all(any(c.isalpha() for c in t.text) for t in run):
        return False
    text = "".join(t.text for t in run)
    return _near(run, 0, size - 1) and "/" in text and is_unit(text) and not is_unit(run[-1].text)


_CLOCK = re.compile(r"(?<![A-SU-Za-z\d])\d{1,2}[:：]\d\d")  # but `FiO2:35` is a name with its number


def labels_cut(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Tokens such as `pH:7.41` or `蛋白：(1+)` or `↑pCO2` as two; times (`12:30`) stay. A colon that stands alone, or
    touches its answer, goes to the label left of it (`塗抹      ：  陰性`, `塗抹      ：陰性`)."""
    out: list[Token] = []
    for token in _marks_cut(_without_commas(_colons_joined(tokens))):
        match = re.fullmatch(r"(.*[^\d\s:：=].*?[:：=])(.+)|(\D*[^\d\s:：=]\d?[:：=])(.+)", token.text)
        if match is None or _CLOCK.search(token.text):
            out.append(token)
            continue
        name, rest = (match[1], match[2]) if match[1] else (match[3], match[4])
        if not any(c.isalpha() for c in name) or fold(name) in ("http:", "https:"):
            out.append(token)
            continue
        label, told = cut(token, name, rest)
        out += [label, *_without_commas([told])]
    return tuple(out)


def _colons_joined(tokens: Sequence[Token]) -> list[Token]:
    tokens = [part for token in tokens for part in _colon_cut(token, tokens)]
    alone = [t for t in tokens if t.text in _COLONS]
    if not alone:
        return tokens
    labels: dict[int, str] = {}
    for colon in alone:
        label = _left_of(colon, tokens)
        if label is not None and label.text[-1] not in _COLONS:
            labels[id(label)] = f"{label.text}{colon.text}"
    return [replace(t, text=labels[id(t)]) if id(t) in labels else t for t in tokens if t.text not in _COLONS]


def _colon_cut(token: Token, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """A token such as `:陰性` behind a label as two; a colon in front of minutes or without a label stays."""
    if token.text[0] not in _COLONS or not token.text[1:].strip():
        return (token,)
    label = _left_of(token, tokens)
    if label is None or label.text[-1].isdigit() or label.text[-1] in _COLONS:
        return (token,)
    return cut(token, token.text[0], token.text[1:])


def _left_of(token: Token, tokens: Sequence[Token]) -> Token | None:
    """The token next to another one on its line, at its left."""
    line = [t for t in tokens if abs(t.y - token.y) < 0.5 * token.height and t.x1 <= token.x0 + 1]
    return max(line, key=lambda t: t.x1, default=None)


def _without_commas(tokens: Sequence[Token]) -> list[Token]:
    """Results and units of a running line (`pCO2 48.1 mmHg, pO2 62.0`) without the comma behind them."""
    out: list[Token] = []
    for token in tokens:
        match = _ENUMERATED.fullmatch(token.text)
        ends = match is not None and (is_unit(match[1]) or parse_value(match[1]) is not None)
        out.append(cut(token, match[1], match[2])[0] if match and ends else token)
    return out


def _marks_cut(tokens: Sequence[Token]) -> list[Token]:
    """Tokens such as `↑pCO2`, `↓%`, `(H)K`, `mmHg(L)` and `mmHg[80.0` as two."""
    out: list[Token] = []
    for token in tokens:
        match = _MARKED.fullmatch(token.text) or _UNIT_AND_RANGE.fullmatch(token.text)
        match = match or _UNIT_AND_MARK.fullmatch(token.text)
        if match and match.re is not _MARKED and not is_unit(match[1]):
            match = None
        out += cut(token, match[1], match[2]) if match else (token,)
    return out


def cut(token: Token, name: str, rest: str) -> tuple[Token, Token]:
    """A token as two, its width shared out by the letters' widths."""
    share = width_units(name) / width_units(token.text)
    middle = token.x0 + (token.x1 - token.x0) * share
    box = token.box
    at = box.x0 + (box.x1 - box.x0) * share
    return (
        replace(token, text=name, x1=middle, box=replace(box, x1=at)),
        replace(token, text=rest.strip(), x0=middle, box=replace(box, x0=at)),
    )
