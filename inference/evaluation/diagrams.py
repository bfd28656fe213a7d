"""Diagrams as inline SVG: no script, no font file, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from inference.evaluation.calibration import SURE, Calibration
from inference.evaluation.scoring import Score

SIZE, EDGE = 320, 54  # pixels: the square of a diagram, and what its labels take at left and below
_PLOT = SIZE - EDGE - 14


def reliability(found: Calibration) -> str:
    """Share right against confidence, a bar a bin; the diagonal is perfect, the number is how many items."""
    parts = [_frame("confidence", "share right", 1.0, 1.0), _line([(0, 0), (1, 1)], "ideal")]
    for b in found.bins:
        x0, x1, y = _x(b.low), _x(b.high), _y(b.right)
        title = f"{b.low:.1f}–{b.high:.1f}: {b.count} items, {100 * b.right:.1f}% right"
        parts.append(
            f'<rect class="bar" x="{x0 + 1:.1f}" y="{y:.1f}" width="{x1 - x0 - 2:.1f}" '
            f'height="{_y(0) - y:.1f}"><title>{title}</title></rect>'
            f'<text class="count" x="{(x0 + x1) / 2:.1f}" y="{max(y - 3, 10):.1f}">{_short(b.count)}</text>'
        )
    return _svg("Reliability diagram", parts)


def risk_coverage(curves: Mapping[str, Calibration]) -> str:
    """Share wrong among the most sure items, as more and more of them are kept; a line an engine."""
    top = max([risk for c in curves.values() for _, risk, _ in c.curve] + [0.01]) * 1.1
    parts = [_frame("coverage", "risk", 1.0, top)]
    for number, (label, found) in enumerate(curves.items()):
        points = [(coverage, risk / top) for coverage, risk, _ in found.curve]
        if len(points) == 1:
            points = [(0.0, points[0][1]), *points]
        parts.append(_line(points, f"engine{number}"))
        kept = [p for p in found.curve if p[2] >= SURE]
        if kept:
            x, y = _x(kept[-1][0]), _y(kept[-1][1] / top)
            title = f"{escape(label)}: {100 * kept[-1][0]:.1f}% given {SURE} or more, {100 * kept[-1][1]:.2f}% wrong"
            parts.append(
                f'<circle class="engine{number}" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{title}</title></circle>'
            )
    return _svg("Risk–coverage curve", parts)


def bars(title: str, groups: Sequence[Mapping[str, Score]]) -> str:
    """Item F1 of each group, a bar an engine."""
    names = list(dict.fromkeys(name for scores in groups for name in scores))
    step, left, width = 16 * len(groups) + 8, 130, 300
    height = step * len(names) + 24
    out = [
        f'<svg class="bars" viewBox="0 0 {left + width + 60} {height}" role="img" aria-label="{escape(title)}">'
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + width * share
        out.append(f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{height - 18}"/>')
        out.append(f'<text class="count" x="{x}" y="{height - 5}">{share:g}</text>')
    for row, name in enumerate(names):
        y = row * step + 4
        out.append(f'<text class="name" x="{left - 6}" y="{y + 8 * len(groups) + 4}">{escape(name)}</text>')
        for number, scores in enumerate(groups):
            f1 = scores[name].f1 if name in scores else 0.0
            top = y + 16 * number
            out.append(
                f'<rect class="engine{number}" x="{left}" y="{top}" width="{width * f1:.1f}" height="13"/>'
            )
            out.append(f'<text class="value" x="{left + width * f1 + 4:.1f}" y="{top + 11}">{f1:.3f}</text>')
    return "".join(out) + "</svg>"


def _x(share: float) -> float:
    return EDGE + _PLOT * share


def _y(share: float) -> float:
    return 14 + _PLOT * (1 - share)


def _frame(across: str, up: str, most_x: float, most_y: float) -> str:
    marks = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _x(share), _y(share)
        marks.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(1):.1f}" y2="{_y(0):.1f}"/>')
        marks.append(f'<line class="grid" x1="{_x(0):.1f}" x2="{_x(1):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        marks.append(f'<text class="count" x="{x:.1f}" y="{_y(0) + 13:.1f}">{share * most_x:.3g}</text>')
        marks.append(f'<text class="name" x="{EDGE - 4}" y="{y + 4:.1f}">{share * most_y:.2g}</text>')
    middle = (_y(0) + _y(1)) / 2
    marks.append(f'<text class="axis" x="{(_x(0) + _x(1)) / 2:.1f}" y="{SIZE - 3}">{across}</text>')
    marks.append(
        f'<text class="axis" transform="rotate(-90 10 {middle:.1f})" x="10" y="{middle:.1f}">{up}</text>'
    )
    return "".join(marks)


def _line(points: Sequence[tuple[float, float]], name: str) -> str:
    path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    return f'<polyline class="{name}" points="{path}"/>'


def _short(count: int) -> str:
    return str(count) if count < 10_000 else f"{count / 1000:.0f}k"


def _svg(title: str, parts: Sequence[str]) -> str:
    head = f'<svg class="plot" viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="{escape(title)}">'
    return head + "".join(parts) + "</svg>"
