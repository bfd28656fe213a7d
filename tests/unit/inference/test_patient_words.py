"""The filed person's id or name among the words of a page whose reader took others for it. People are invented."""

from __future__ import annotations

import pytest

from inference.patient_words import stands_elsewhere
from mappers.model import PatientIdentity, PersonName, PrintedPatient
from tests.unit.inference.sheets import PERSON, Sheet, Text

FILED = PatientIdentity(
    "00012345", "", PersonName("Takasaki Kenjirou", "高崎 健次郎", "タカサキ ケンジロウ"), "1960-04-05"
)


def _stands(field: str, printed: PrintedPatient, *lines: str, y: float = 40) -> bool:
    texts = tuple(Text(40, y + 16 * n, line) for n, line in enumerate(lines))
    return stands_elsewhere(field, printed, FILED, [Sheet("page", texts, (), PERSON, None).words()])


@pytest.mark.parametrize("line", ["照会 000-12345", "No.12345 外来", "12345 高崎 健次郎"])
def test_the_filed_id_may_stand_anywhere(line: str) -> None:
    printed = PrintedPatient("889001", "高崎 健次郎", None)
    assert _stands("id", printed, "受付 889001", line, y=700)


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        (PrintedPatient("889001", "高崎 健次郎", None), "照会 12346"),
        (PrintedPatient("889001", None, None), "照会 12345"),  # nothing else agrees
        (PrintedPatient("889001", "中村 良子", None), "照会 12345"),
    ],
)
def test_another_id_or_one_without_support_is_not_the_filed_one(printed: PrintedPatient, line: str) -> None:
    assert not _stands("id", printed, line)


@pytest.mark.parametrize("line", ["材揚 様 高崎 健次郎 性別 男", "高崎健次郎 女", "髙﨑　健次郎 様"])
def test_the_filed_name_may_stand_in_the_head(line: str) -> None:
    assert _stands("name", PrintedPatient("12345", "材揚", None), line)


@pytest.mark.parametrize(
    ("printed", "line", "y"),
    [
        (PrintedPatient("12345", "中村 良子", None), "主治医 高崎 健次郎", 40),
        (PrintedPatient("12345", "中村 良子", None), "高崎 健次郎 先生", 40),
        (PrintedPatient("12345", "中村 良子", None), "高崎 健次郎", 700),  # a signature
        (PrintedPatient("12345", "中村 良子", None), "大高崎 健次郎", 40),
        (PrintedPatient(None, "中村 良子", None), "高崎 健次郎", 40),  # nothing else agrees
        (PrintedPatient("12345", "中村 良子", None), "高崎", 40),
    ],
)
def test_a_namesake_on_the_staff_or_a_part_is_not_the_patient(
    printed: PrintedPatient, line: str, y: float
) -> None:
    assert not _stands("name", printed, line, y=y)
