"""The figures of a run as rows of text: for the terminal, docs/accuracy.md and the HTML report alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inference.evaluation.bootstrap import Difference, Interval, intervals
from inference.evaluation.calibration import calibration
from inference.evaluation.judging import FIELD_NAMES, Judged
from inference.evaluation.marks import marks
from inference.evaluation.runs import Run
from inference.evaluation.scoring import LACKING, PLACES, Score, rate


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; the first column is text, the others are figures."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def item_table(title: str, first: str, scores: Mapping[str, Score]) -> Table:
    """Items, evidence, invented values and document types, a row a group."""
    headings = (
        first,
        "docs",
        "right/there",
        f"of {PLACES}",
        "P",
        "R",
        "F1",
        "invented",
        "evidence",
        "type ok",
    )
    rows = tuple(
        (
            name,
            str(s.documents),
            f"{s.right}/{s.there}",
            f"{s.of_thirty:.1f}",
            f"{s.precision:.3f}",
            f"{s.recall:.3f}",
            f"{s.f1:.3f}",
            f"{s.invented} ({100 * s.invented_share:.2f}%)",
            _percent(rate(s.evidence)),
            f"{s.types_right}/{s.documents}",
        )
        for name, s in scores.items()
    )
    return Table(title, headings, rows)


def field_table(first: str, scores: Mapping[str, Score]) -> Table:
    """Accuracy of each field on aligned items; `–` where the truth has none."""
    rows = tuple(
        (name, *(_percent(score.accuracy(field)) for field in FIELD_NAMES)) for name, score in scores.items()
    )
    return Table("Fields right on aligned items", (first, *FIELD_NAMES), rows)


def person_table(scores: Mapping[str, Score]) -> Table:
    """Other patients caught and false alarms."""
    rows = tuple(
        (
            name,
            f"{s.mismatches_caught}/{s.mismatches_there}",
            f"{s.mismatches_false}/{s.matches_there}",
        )
        for name, s in scores.items()
        if s.mismatches_there or s.matches_there
    )
    return Table("Right patient", ("noise", "other patients caught", "false alarms"), rows)


def completeness_table(scores: Mapping[str, Score]) -> Table:
    """Documents that lack results and say so, and those that say so and lack none."""
    rows = tuple(
        (name, f"{s.lacking_told}/{s.lacking}", f"{s.complete_told}/{s.complete}")
        for name, s in scores.items()
    )
    return Table(
        "Overlooked",
        ("noise", f"told, of those lacking {LACKING} or more", "told, of those lacking none"),
        rows,
    )


def confidence_table(groups: Mapping[str, Score]) -> Table:
    """What confidence is worth, a row a group."""
    rows = []
    for name, score in groups.items():
        found = calibration(score.sure)
        rows.append(
            (
                name,
                str(found.items),
                _percent(found.sure_share if found.items else None),
                _percent(found.sure_right),
                f"{found.ece:.4f}",
                f"{found.area:.4f}",
            )
        )
    headings = ("noise", "items given", "given ≥ 0.9", "of those right", "ECE", "risk–coverage area")
    return Table("Confidence", headings, tuple(rows))


def speed_table(groups: Mapping[str, Score]) -> Table:
    """Seconds a page."""
    rows = tuple(
        (name, str(len(s.page_seconds)), f"{s.seconds_median:.3f}", f"{s.seconds_p95:.3f}")
        for name, s in groups.items()
    )
    return Table("Seconds a page", ("noise", "pages", "p50", "p95"), rows)


def mark_table(run: Run) -> Table:
    """The marks of the issue beside what was measured."""
    words = {True: "met", False: "missed", None: "open"}
    rows = tuple((m.name, m.wanted, m.measured, words[m.met]) for m in marks(run))
    return Table("Marks", ("mark", "wanted", "measured", ""), rows)


def interval_table(documents: Sequence[Judged]) -> Table:
    """Overall figures with the interval that holds 95% of bootstrap draws by document."""
    found = intervals(documents)
    rows = tuple((name, f"{i.value:.4f}", f"{i.low:.4f} – {i.high:.4f}") for name, i in found.items())
    return Table("Overall, with 95% intervals (bootstrap by document)", ("figure", "value", "95%"), rows)


def difference_table(title: str, differences: Sequence[Difference], a: str, b: str) -> Table:
    """Two engines side by side; told apart where the interval of the change leaves out zero."""
    rows = tuple(
        (
            d.name,
            _spanned(d.a),
            _spanned(d.b),
            f"{d.change.value:+.4f} [{d.change.low:+.4f}, {d.change.high:+.4f}]",
            "yes" if d.told_apart else "no",
        )
        for d in differences
    )
    return Table(title, ("figure", a, b, "B − A [95%]", "told apart"), rows)


def tables_of(run: Run) -> tuple[Table, ...]:
    """Every table of one run, in reading order."""
    noises = run.by_noise()
    by_type = run.by_type()
    out = [
        mark_table(run),
        interval_table(run.documents),
        item_table("By document type", "type", by_type),
    ]
    if len(noises) > 1:
        out.append(item_table("By noise", "noise", noises))
    out.append(field_table("type", by_type))
    if run.whole.mismatches_there or run.whole.matches_there:
        out.append(person_table(noises))
    out += [completeness_table(noises), confidence_table(noises), speed_table(noises)]
    return tuple(out)


def markdown(table: Table) -> str:
    """The table in GitHub's Markdown, without its title."""
    lines = [
        "| " + " | ".join(table.headings) + " |",
        "|---" + "|---:" * (len(table.headings) - 1) + "|",
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in table.rows),
    ]
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f}%"


def _spanned(interval: Interval) -> str:
    return f"{interval.value:.4f} [{interval.low:.4f}, {interval.high:.4f}]"
