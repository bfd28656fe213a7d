"""The code systems of the tables by the short names that the tables use, as FHIR names them."""

from __future__ import annotations

LOINC = "http://loinc.org"
JLAC10 = "http://medis.or.jp/CodeSystem/master-JLAC10-17digits"
JLAC10_DIGITS = 17
"""A whole code: analyte, identification, specimen, method and kind of result; fewer digits leave some of these out."""

SYSTEMS = {
    "MDC": "urn:iso:std:iso:11073:10101",
    "MEDIS": "http://medis.or.jp/CodeSystem/master-nursingObservationKeyCode",
    "JP_ObservationBodyMeasurementCode_CS": (
        "http://jpfhir.jp/fhir/core/CodeSystem/JP_ObservationBodyMeasurementCode_CS"
    ),
    "JANIS_ORGANISM": "urn:oid:1.2.392.100495.10.3.100.5.27.6.1",
    "JANIS_DRUG": "urn:oid:1.2.392.100495.10.3.100.5.11.5.2",
}
