"""Drugs on a page: runs of tokens that name an antimicrobial, and names that stand in line with known ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.readable import fold, listed
from inference.structure.culture_words import DRUG_BEGINNINGS, DRUG_ENDINGS, DRUGS
from inference.structure.geometry import Row, Token, join, row_y
from inference.structure.heading_words import role_of
from inference.structure.kana_names import plain
from inference.structure.labels import is_label
from inference.structure.letters import Answer, AnswerKind, answers_of, letter_of
from inference.structure.organisms import is_organism
from inference.structure.pieces import cut

_LONGEST = 5
_WORD_GAP = 0.8  # line heights between words of one name
_NAME_GAP = 16  # line heights from a name to its abbreviation
_ALIGNED = 0.7
_FIVE = "5"
_ONES = ("1", ".1")  # what an I is read as
_REACH = 6.0
_FEWEST_LETTERS = 3
_LONGEST_CODE = 7
_TRIM = re.compile(r"^[\s・●○◎■□◆◇▪•*※★☆]+|[\s:：=.…‥・*※]+$")
_CLASS = re.compile(r"系(?:抗菌薬|抗生物質|抗生剤|薬剤?)?$|sporins?$")  # `セフェム系` heads drugs
_MIC = re.compile(r"\bMIC\b")  # `MIC in` is no -micin
_GLUED = re.compile(r"(.*[^\d<>=≦≧≤≥.:：\s])([<>≦≧≤≥]?=?\d.*|[SIR])")
_ANSWER = re.compile(r"[<>≦≧≤≥]?=?\d[\d.]*")  # of the drug at the left, close to the next name
_NUMBERING = re.compile(r"^(?:[(（]?\d{1,2}[.)）]\s?)(?=\D)")
_HEADINGS = frozenset(
    fold(w)
    for w in listed("""
薬剤名 薬剤 抗菌薬 抗菌剤 抗生剤 抗生物質 略号 略称 薬剤略号 薬品名 antibiotic antibiotics antimicrobial antimicrobials
antimicrobialagent drug drugs agent drugname
""")
)
_LONG_DRUGS = frozenset(
    part
    for drug in DRUGS
    for part in re.split(r"[/+・-]", drug)
    if part.isascii() and len(part) > _LONGEST_CODE
) | {"sulbactam", "clavulanate", "avibactam", "sulfamethoxazole"}
"""Names and parts of names, but for abbreviations."""
_KANA = re.compile(r"[ァ-ヺー]{5,}")
_PAIRS = {drug.replace("/", ""): drug for drug in DRUGS if "/" in drug and not drug.isascii()}
_IN_KANA = frozenset(part for drug in DRUGS for part in drug.split("/") if _KANA.fullmatch(part))
_BY_PLAIN = {
    plain(drug): drug for drug in _IN_KANA if sum(plain(other) == plain(drug) for other in _IN_KANA) == 1
}
_FORMS = re.compile(
    r"\((?:髄膜炎|非髄膜炎|経口|注射|注|meningitis|nonmeningitis|non-meningitis|oral|iv|urine|尿路)[^)]*\)"
)


@dataclass(frozen=True, slots=True)
class DrugRow:
    """A drug and the pieces that follow it on its line, up to the next drug."""

    name: str
    tokens: Row
    answers: tuple[Answer, ...]
    number: int  # of its line on the page, from the top

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.tokens[0].x0

    @property
    def x(self) -> float:
        """Horizontal centre."""
        return (self.tokens[0].x0 + self.tokens[-1].x1) / 2

    @property
    def y(self) -> float:
        """Centre of the line."""
        return row_y(self.tokens)

    @property
    def height(self) -> float:
        """Height of the print."""
        return max(t.height for t in self.tokens)

    @property
    def answered(self) -> bool:
        """Whether a MIC, a letter or a tick follows."""
        return any(a.kind not in (AnswerKind.OTHER, AnswerKind.UNIT) for a in self.answers)


def is_drug(text: str) -> bool:
    """Whether a text names an antimicrobial: in the list, or formed as such names are."""
    key = _FORMS.sub("", fold(_clean(text)))
    if not key or key.isdigit() or _CLASS.search(key) or _MIC.search(text):
        return False
    if key in DRUGS:
        return True
    bare, inside = re.sub(r"\(.*?\)", "", key), re.findall(r"\((.*?)\)", key)
    if bare in DRUGS or (inside and inside[0] in DRUGS and bool(bare)):
        return True
    parts = [p for p in re.split(r"[/+・-]", key) if p]
    if len(parts) > 1 and all(p in DRUGS or _formed(p) or _shortened(p) for p in parts):
        return True
    return _formed(bare)


def is_drug_heading(text: str) -> bool:
    """Whether a text heads a column of drugs (`薬剤名`)."""
    return fold(text).strip("()[]:・■□") in _HEADINGS


def _shortened(key: str) -> bool:
    """Whether a part of a combination begins an antimicrobial's name: `Trimeth/Sulfa`, `Pip/Tazo`."""
    return len(key) >= _FEWEST_LETTERS and key.isascii() and any(drug.startswith(key) for drug in _LONG_DRUGS)


def _formed(key: str) -> bool:
    """Formed like an antimicrobial's name."""
    long_enough = len(key) >= 5 and not any(c.isdigit() for c in key)
    return long_enough and (key.endswith(DRUG_ENDINGS) or key.startswith(DRUG_BEGINNINGS)) and len(key) <= 24


def _clean(text: str) -> str:
    return _NUMBERING.sub("", _TRIM.sub("", text)).strip()


def drug_rows(rows: Sequence[Row]) -> list[DrugRow]:
    """The drugs of a page with what follows each, line by line."""
    spans = [_spans(row) for row in rows]
    lefts = [row[start] for row, found in zip(rows, spans, strict=True) for start, _ in found]
    lines: list[list[DrugRow]] = []
    for number, (row, known) in enumerate(zip(rows, spans, strict=True)):
        found = sorted([*known, *_aligned(row, known, lefts)])
        line = []
        for place, (start, end) in enumerate(found):
            stop = found[place + 1][0] if place + 1 < len(found) else len(row)
            name = _clean(join(row[start:end]))
            line.append(DrugRow(name, row[start:end], tuple(answers_of(row[end:stop])), number))
        lines.append(line)
    short = [b for line in lines for a, b in pairwise(line) if _abbreviated(a, b) and _near(a, b)]
    return [drug for line in lines for drug in _left_names(line, short)]


def letters_repaired(drugs: Sequence[DrugRow]) -> list[DrugRow]:
    """Recognised drugs with I read as 1 put right: where letters are printed and no MIC but 1 anywhere, and where a 1
    stands in a column of letters; so does a 5, which is an S there."""
    answers = [a for d in drugs for a in d.answers]
    letters = [a for a in answers if a.kind is AnswerKind.LETTER]
    mics = [a for a in answers if a.mic]
    everywhere = all(a.mic in _ONES for a in mics) and len(letters) >= max(_FEWEST_LETTERS, len(mics))

    def mended(answer: Answer) -> Answer:
        if answer.kind is not AnswerKind.MIC or answer.mic not in (*_ONES, _FIVE):
            return answer
        among = sum(_in_column(answer, other) for other in letters) >= _FEWEST_LETTERS
        column = among and not any(a.mic not in (*_ONES, _FIVE) and _in_column(answer, a) for a in mics)
        alone = everywhere and answer.mic != _FIVE
        return _as_letter(answer, "S" if answer.mic == _FIVE else "I") if alone or column else answer

    return [replace(d, answers=tuple(map(mended, d.answers))) for d in drugs]


def names_repaired(drugs: Sequence[DrugRow]) -> list[DrugRow]:
    """Recognised drugs with the names that they can only be: the stroke between two put back
    (`タゾバクタムピペラシリン`), and voicing marks (`タソバクタム`)."""
    return [replace(d, name=_PAIRS.get(name, name)) for d in drugs for name in [_KANA.sub(_voiced, d.name)]]


def _voiced(match: re.Match[str]) -> str:
    """The only drug of the list that is spelt so but for its voicing marks, or the word as it is."""
    return match[0] if match[0] in _IN_KANA else _BY_PLAIN.get(plain(match[0]), match[0])


def _in_column(answer: Answer, other: Answer) -> bool:
    return abs(answer.x - other.x) <= 0.7 * answer.tokens[0].height


def _as_letter(answer: Answer, letter: str) -> Answer:
    return replace(answer, kind=AnswerKind.LETTER, mic="", letter=letter, printed=letter)


def drugs_cut(tokens: Sequence[Token]) -> list[Token]:
    """Tokens that are a drug with its answer against it (`メロペネム<=2`, `CEZ>16`) as two."""
    out: list[Token] = []
    for token in tokens:
        match = _GLUED.fullmatch(token.text)
        if match and is_drug(match[1]) and not is_drug(token.text):
            out += cut(token, match[1], match[2])
        else:
            out.append(token)
    return out


def _left_names(line: Sequence[DrugRow], short: Sequence[DrugRow]) -> list[DrugRow]:
    """Of a name and an abbreviation in two columns (`アンピシリン  ABPC`) the left one, with the other's answers; far
    from a short name the abbreviation stands where those of other lines, `short`, do."""
    out: list[DrugRow] = []
    if not any(d.answered for d in line):
        return list(line)  # a heading line of drugs
    for drug in line:
        near = bool(out) and (
            _near(out[-1], drug)
            or (_abbreviated(out[-1], drug) and any(_same_column(drug, other) for other in short))
        )
        if near and not out[-1].answers and not (_short(out[-1]) and _short(drug)):
            out[-1] = DrugRow(out[-1].name, out[-1].tokens, drug.answers, drug.number)
        else:
            out.append(drug)
    return out


def _near(left: DrugRow, right: DrugRow) -> bool:
    return right.x0 - left.tokens[-1].x1 < _NAME_GAP * right.height


def _abbreviated(left: DrugRow, right: DrugRow) -> bool:
    """Whether a name without an answer has an abbreviation right of it."""
    return not left.answers and not _short(left) and _short(right)


def _same_column(a: DrugRow, b: DrugRow) -> bool:
    return a.x0 < b.tokens[-1].x1 and b.x0 < a.tokens[-1].x1


def _short(drug: DrugRow) -> bool:
    """Whether a drug is named by its abbreviation: two of them are two drugs, one without an answer."""
    return re.fullmatch(r"[A-Z/\-]{2,8}", drug.name) is not None


def _spans(row: Row) -> list[tuple[int, int]]:
    out = []
    at = 0
    while at < len(row):
        best = at
        for end in range(at + 1, min(len(row), at + _LONGEST) + 1):
            if end - at > 1 and row[end - 1].x0 - row[end - 2].x1 > _WORD_GAP * row[end - 1].height:
                break
            if is_drug(join(row[at:end])) and not (
                _ANSWER.fullmatch(row[at].text) and is_drug(join(row[at + 1 : end]))
            ):
                best = end
        if best > at:
            out.append((at, best))
        at = max(best, at + 1)
    return out


def _aligned(row: Row, known: Sequence[tuple[int, int]], lefts: Sequence[Token]) -> list[tuple[int, int]]:
    """Names in no list that stand where known drugs begin and are followed by a MIC or letter."""
    out = []
    for at, token in enumerate(row):
        if any(start <= at < end for start, end in known) or (
            at and token.x0 - row[at - 1].x1 < token.height
        ):
            continue
        near = [
            t
            for t in lefts
            if abs(t.x0 - token.x0) <= _ALIGNED * token.height
            and 0.5 * token.height < abs(t.y - token.y) <= _REACH * token.height
        ]
        end = at + 1
        while (
            end < len(row)
            and row[end].x0 - row[end - 1].x1 <= _WORD_GAP * token.height
            and _wordy(row[end].text)
        ):
            end += 1
        text = _clean(join(row[at:end]))
        if len(near) < 2 or end >= len(row) or not _could_be(text):
            continue
        following = answers_of(row[end : end + 2])
        if following and following[0].kind in (AnswerKind.MIC, AnswerKind.LETTER, AnswerKind.BOTH):
            out.append((at, end))
    return out


def _wordy(text: str) -> bool:
    return any(c.isalpha() for c in text) and not letter_of(text)


def _could_be(text: str) -> bool:
    if sum(c.isalpha() for c in text) < 2 or len(text) > 30 or letter_of(text) or fold(text) in _HEADINGS:
        return False
    legend = role_of(text.partition(" ")[0])  # `判定 S:感性`
    return not (
        is_organism(text) or is_label(text) or role_of(text) or legend or any(c in "。、:：" for c in text)
    )
