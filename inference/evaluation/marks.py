"""The marks that the issue sets, beside what was measured. A mark of which nothing was measured is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.evaluation.calibration import SURE, calibration
from inference.evaluation.cases import CLEAN
from inference.evaluation.judging import Judged
from inference.evaluation.runs import Run
from inference.evaluation.scoring import Score, total

TEXT_LAYER = ("clean-pdf", "pdf")
_F1 = {"clean-pdf": 0.97, "clean-image": 0.95, "scan": 0.90, "fax": 0.90, "photo": 0.85}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: what is wanted, what was measured, whether that meets it (None: nothing to measure it on)."""

    name: str
    wanted: str
    measured: str
    met: bool | None


def marks(run: Run) -> tuple[Mark, ...]:
    """Every mark of a run."""
    noises = run.by_noise()
    out = [_at_least(f"item F1, {n}", m, noises[n].f1) for n, m in _F1.items() if n in noises]
    out += _invented(run.documents)
    whole = run.whole
    out.append(_at_least("places right of places there", 0.96, whole.recall))
    out.append(_at_least("document type", 0.97, whole.type_accuracy))
    out += _persons(whole)
    found = calibration(whole.sure)
    out.append(_at_least(f"right, of items given {SURE} or more", 0.99, found.sure_right))
    out.append(_at_least(f"items given {SURE} or more", 0.80, found.sure_share))
    out += _speed(run.documents)
    if run.peak_bytes:
        gigabytes = run.peak_bytes / 1e9
        name = f"peak memory, {len(run.process_peaks)} worker(s)"
        out.append(Mark(name, "< 2 GB", f"{gigabytes:.2f} GB", gigabytes < 2 if run.jobs >= 2 else None))
    return tuple(out)


def _at_least(name: str, wanted: float, measured: float | None) -> Mark:
    if measured is None:
        return Mark(name, f"≥ {wanted:g}", "–", None)
    return Mark(name, f"≥ {wanted:g}", f"{measured:.4f}", measured >= wanted)


def _below(name: str, wanted: float, unit: str, measured: float | None) -> Mark:
    if measured is None:
        return Mark(name, f"< {wanted:g} {unit}", "–", None)
    return Mark(name, f"< {wanted:g} {unit}", f"{measured:.3f} {unit}", measured < wanted)


def _invented(documents: Sequence[Judged]) -> list[Mark]:
    clean = [d for d in documents if d.case.noise in CLEAN]
    others = [d for d in documents if d.case.noise and d.case.noise not in CLEAN]
    out = []
    if clean:
        score = total(clean)
        out.append(
            Mark("invented values, clean", "0", f"{score.invented} of {score.read}", score.invented == 0)
        )
    if others:
        score = total(others)
        share = f"{score.invented} of {score.read} ({100 * score.invented_share:.2f}%)"
        out.append(Mark("invented values, others", "< 0.5%", share, score.invented_share < 0.005))
    return out


def _persons(score: Score) -> list[Mark]:
    caught = f"{score.mismatches_caught} of {score.mismatches_there}"
    false = f"{score.mismatches_false} of {score.matches_there}"
    all_caught = score.mismatches_caught == score.mismatches_there
    return [
        Mark("other patients caught", "all", caught, all_caught if score.mismatches_there else None),
        Mark("false alarms", "< 1%", false, score.false_alarms < 0.01 if score.matches_there else None),
    ]


def _speed(documents: Sequence[Judged]) -> list[Mark]:
    text = total([d for d in documents if d.case.noise in TEXT_LAYER])
    image = total([d for d in documents if d.case.noise and d.case.noise not in TEXT_LAYER])
    out = []
    if text.documents:
        out.append(_below("text-layer page, median", 0.15, "s", text.seconds_median))
    if image.documents:
        out.append(_below("image page, median", 1.6, "s", image.seconds_median))
        out.append(_below("image page, p95", 3.0, "s", image.seconds_p95))
    return out
