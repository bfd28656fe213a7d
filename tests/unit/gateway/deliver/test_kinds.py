"""What each kind of destination is sent of one document's results, and what the kinds cost a daemon."""

from __future__ import annotations

import subprocess
import sys
from typing import get_args

import pytest

from gateway.deliver import kinds
from gateway.settings_destinations import FhirDestination
from gateway.settings_fields import Guide as GuideName
from mappers import fhir
from tests.unit.mappers.fhir.example import INPUT

LAB_RESULT = "JP_Observation_LabResult"


@pytest.mark.parametrize(
    ("profile", "claimed"),
    [
        (None, f"core/StructureDefinition/{LAB_RESULT}"),
        ("jp-core-1.2.0", f"core/StructureDefinition/{LAB_RESULT}"),
        ("jp-clins", f"eCS/StructureDefinition/{LAB_RESULT}_eCS"),
        ("r4", None),
    ],
)
def test_a_fhir_server_gets_the_profiles_it_is_set_to(profile: GuideName | None, claimed: str | None) -> None:
    destination = FhirDestination(name="ehr", url="http://127.0.0.1/fhir", profile=profile)
    (body,) = kinds.bodies(destination, INPUT, fhir.results(INPUT))
    bundle = fhir.loads(body)
    first = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Observation")
    profiles = first["meta"].get("profile", [])
    assert len(profiles) == (1 if claimed else 0)
    assert claimed is None or profiles[0].endswith(claimed)


def test_the_settings_name_every_guide() -> None:
    assert list(get_args(GuideName)) == [guide.value for guide in fhir.Guide]


def test_libraries_of_other_kinds_are_loaded_when_they_are_used() -> None:
    """The start-up of a daemon, and its memory, must not grow by what only one kind needs."""
    code = (
        "import sys\n"
        "import gateway.deliver.kinds, gateway.deliver.deliverer, gateway.stages\n"
        "print(*sorted({'hl7apy', 'highdicom', 'pynetdicom', 'pydicom'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
