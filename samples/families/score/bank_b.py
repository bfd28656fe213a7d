"""Words of the second examiner: hospitals, wards, people of the staff, and tests with their usual spans."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from samples.generating.kit import num

HOSPITALS = (
    "医療法人社団 架空会 ひのき記念病院",
    "架空県立 川北医療センター",
    "地方独立行政法人 みずうみ市民病院",
    "社会福祉法人 想像会 八重坂病院",
    "架空大学医学部附属病院",
    "独立行政法人 夢ヶ丘労災病院",
)
CLINICS = ("ひのきハートクリニック", "架空内科循環器科医院", "つくりごと呼吸器クリニック")
HOSPITALS_EN = (
    "Hinoki Imaginary Medical Center",
    "Fictional Lakeside Hospital",
    "St. Nowhere General Hospital",
)
WARDS = ("3東病棟", "５階西", "ICU", "HCU-2", "救急病棟", "7A", "循環器内科病棟", "南4")
STAFF = ("森下", "大久保", "三枝", "桐生", "柳瀬", "古賀", "早乙女", "児島")
STAFF_FULL = ("森下 由里", "大久保 剛", "三枝 真理子", "桐生 悟", "柳瀬 直人", "古賀 聡美")
STAFF_EN = ("M. Kiryu", "S. Koga", "T. Yanase", "N. Saegusa, MD")
DEPARTMENTS = ("循環器内科", "呼吸器内科", "心臓血管外科", "総合診療科", "腎臓内科", "救急科")


@dataclass(frozen=True, slots=True)
class M:
    """A measurement: its label, unit, usual span and decimals."""

    name: str
    unit: str
    low: float
    high: float
    digits: int = 0

    def draw(self, rng: Random, astray: float = 0.25) -> tuple[str, str]:
        """A value and H or L where it lies outside the span."""
        span = self.high - self.low
        chance = rng.random()
        step = 10.0**-self.digits
        if chance < astray / 2:
            return num(rng, self.high + step, self.high + span * 0.5 + step, self.digits), "H"
        if chance < astray and self.low - span * 0.3 - step > 0:
            return num(rng, self.low - span * 0.3 - step, self.low - step, self.digits), "L"
        value = num(rng, self.low + span * 0.05, self.high - span * 0.05, self.digits)
        return (value.removeprefix("-") if float(value) == 0 else value), ""

    def ref(self, dash: str = "-") -> str:
        """The usual span as printed."""
        return f"{self.low:.{self.digits}f}{dash}{self.high:.{self.digits}f}"
