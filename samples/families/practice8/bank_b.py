"""Words and small tools that this examiner's layouts of charts, devices, curves and reports share."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples.generating.kit import Doc, R
from samples.making import names

HOSPITALS = (
    "架空県立東雲総合医療センター",
    "医療法人社団 藍青会 白浜記念病院",
    "国民健康保険 虹ヶ丘病院",
    "みどり野厚生病院",
    "学校法人架空学園 附属中央病院",
    "北峰市立市民病院",
)
CLINICS = (
    "なぎさ循環器内科クリニック",
    "さくら坂内科医院",
    "ひだまり呼吸器クリニック",
    "丘の上ハートクリニック",
)
HOSPITALS_EN = (
    "Kakuu University Hospital",
    "Shinonome Medical Center",
    "St. Imaginary International Hospital",
    "Nijigaoka Heart Institute",
)
WARDS = ("3東病棟", "西5病棟 512号室", "6階南 605-2", "HCU 3床", "B棟4階 418号")


def family(rng: Random) -> str:
    """A family name in kanji, for staff."""
    return str(rng.choice(names.FAMILY)[0])


def roman(rng: Random) -> str:
    """A family name in Latin letters, for staff."""
    return str(rng.choice(names.FAMILY)[2])


def put(
    value: str,
    name: str,
    unit: str = "",
    *,
    gap: str = " ",
    flag: str = "",
    ref: str = "",
    when: str | None = None,
) -> R:
    """A result whose unit stands behind it in the same run."""
    return R(value, name, unit, ref, flag, when, post=gap + unit if unit else "")


def pressure(rng: Random, least: int = 96, most: int = 164) -> str:
    """Systolic and diastolic."""
    high = rng.randint(least, most)
    return f"{high}/{int(high * rng.uniform(0.5, 0.66))}"


def labelled(
    doc: Doc,
    x: float,
    y: float,
    rows: Sequence[R],
    *,
    gap: float,
    size: float = 9,
    step: float = 14,
    mark: str = "",
    align: str = "left",
) -> float:
    """Labels with their results, one under the other; the next base line."""
    for row in rows:
        doc.text(x, y, row.name + mark, size)
        doc.result(x + gap, y, row, size, align)
        y += step
    return y


def wide(text: str) -> str:
    """ASCII in full width, as some people type it."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
