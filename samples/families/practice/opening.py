"""How most sheets begin: a title, a hospital, the patient, and the day of what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from samples.families.practice.dates import Dating, dating, recent, stamp
from samples.families.practice.heading import patient, patient_en, title
from samples.families.practice.paper import Paper, Printed
from samples.families.practice.persons import hospital, hospital_en
from samples.families.practice.typefaces import Typeface, japanese, latin
from samples.making.ink import PORTRAIT
from samples.making.people import Person


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet with its top drawn; the next free y is `y`, text goes from `x` to `x + width`."""

    paper: Paper
    printed: Printed
    when: datetime
    dates: Dating
    x: float
    y: float
    width: float


def opened(
    rng: Random,
    titles: Sequence[str],
    day_labels: Sequence[str],
    *,
    english: bool = False,
    face: Typeface | None = None,
    pt: float = 9.4,
    size: tuple[float, float] = PORTRAIT,
    extra: Sequence[tuple[str, str]] = (),
    reported: Sequence[str] = (),
    timed: bool | None = None,
    style: str = "",
    lean: bool = False,
    person: Person | None = None,
    title_pt: float = 15.0,
) -> Opened:
    """Draw the top. `day_labels` name the day the values are of, `reported` the (later) day of the report."""
    paper = Paper(
        rng,
        titles[0],
        face or (latin if english else japanese)(rng),
        size=size,
        pt=pt * rng.uniform(0.94, 1.08),
        language="en" if english else "ja",
    )
    when, dates = recent(rng), dating(rng, english=english)
    with_time = rng.random() < 0.6 if timed is None else timed
    paper.effective = stamp(when, time=with_time)
    margin = 45.0 if size[0] > 350 else 12.0
    y = title(
        paper,
        46 if size[0] > 350 else 22,
        rng.choice(titles),
        (hospital_en if english else hospital)(rng),
        pt=title_pt,
    )
    said = (
        [(rng.choice(day_labels), dates.moment(when) if with_time else dates.day(when.date()))]
        if day_labels
        else []
    )
    said += extra
    if reported and rng.random() < 0.6:
        later = when + timedelta(days=rng.randrange(3), minutes=rng.randrange(20, 300))
        said.append((rng.choice(reported), dates.day(later.date())))
    width = paper.width - 2 * margin
    if english:
        printed, y = patient_en(
            paper, margin, y + 3, width, when.date(), dates, extra=tuple(said), person=person
        )
    else:
        printed, y = patient(
            paper,
            margin,
            y + 3,
            width,
            when.date(),
            dates,
            extra=tuple(said),
            style=style,
            lean=lean,
            person=person,
        )
    return Opened(paper, printed, when, dates, margin, y + paper.pt * 0.8, width)
