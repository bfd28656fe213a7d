"""The content tree: TID 1500 Measurement Report by highdicom, a TID 1501 measurement group a specimen.

A number with a UCUM unit is a NUM (TID 300) with its digits as printed; everything else (`<0.1`, `(+)`, sentences,
units that are no UCUM) is a TEXT in the same group, which the template lets one add (Type: Extensible, PS3.16
§6.2.5). Each has a Comment (121106, DCM) with page, box, confidence and range.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mappers.dicom_sr import codes, uids
from mappers.evidence_text import evidence_text
from mappers.fhir.device import device_id
from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.fhir.report_kind import report_kind
from mappers.fhir.value import value_x
from mappers.model import Flag, Item
from mappers.results_by_specimen import results_by_specimen

if TYPE_CHECKING:
    from highdicom.sr import (
        AlgorithmIdentification,
        CodedConcept,
        MeasurementReport,
        MeasurementsAndQualitativeEvaluations,
    )

MAX_DS_CHARS = 16
MAX_LO_CHARS = 64
Fit = Callable[[str], str]


def content(inp: MappingInput, mapped: FhirResults, fit: Fit) -> MeasurementReport:
    """The tree. `fit` makes a text fit the character set of the report."""
    from highdicom.sr import LanguageOfContentItemAndDescendants, MeasurementReport
    from pydicom.sr.codedict import codes as standard

    kind = report_kind(inp)
    groups = [
        _group(inp, specimen, items, fit) for specimen, items in results_by_specimen(inp, mapped).items()
    ]
    return MeasurementReport(
        observation_context=_observer(inp, fit),
        procedure_reported=codes.report_of(inp.extraction.document_type, fit(kind.title)),
        imaging_measurements=groups,
        title=standard.DCM.ImagingMeasurementReport,
        language_of_content_item_and_descendants=LanguageOfContentItemAndDescendants(_language(inp)),
    )


def _language(inp: MappingInput) -> CodedConcept:
    from highdicom.sr import CodedConcept

    known = {"ja": "Japanese", "en": "English"}
    language = inp.extraction.language if inp.extraction.language in known else "ja"
    return CodedConcept(language, "RFC5646", known[language])


def _observer(inp: MappingInput, fit: Fit) -> Any:
    """TID 1002 and 1004: the engine, under the id of its FHIR Device."""
    from highdicom.sr import DeviceObserverIdentifyingAttributes, ObservationContext, ObserverContext
    from pydicom.sr.codedict import codes as standard

    engine = inp.extraction.engine
    device = DeviceObserverIdentifyingAttributes(
        uid=uids.uid("device", device_id(inp)),
        name=fit(f"Kartebridge {engine.name}")[:MAX_LO_CHARS],
        manufacturer_name="Kartebridge",
        model_name=fit(engine.model or engine.name or "unknown")[:MAX_LO_CHARS],
    )
    return ObservationContext(observer_device_context=ObserverContext(standard.DCM.Device, device))


def _group(
    inp: MappingInput, specimen: str, items: list[tuple[Item, str]], fit: Fit
) -> MeasurementsAndQualitativeEvaluations:
    from highdicom.sr import MeasurementsAndQualitativeEvaluations, TrackingIdentifier

    numbers, texts = [], []
    for item, observation_id in items:
        digits = _digits(item)
        unit = codes.unit_of(item, fit(item.unit or "")) if digits else None
        if digits and unit:
            numbers.append(_number(item, observation_id, digits, unit, fit))
        elif text := _text(item, observation_id, fit):
            texts.append(text)
    group = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=TrackingIdentifier(
            uid=uids.uid("group", inp.document.results_id, specimen),
            identifier=fit(specimen or inp.document.title or "results")[:MAX_LO_CHARS] or "results",
        ),
        algorithm_id=_algorithm(inp, fit),
        measurements=numbers,
    )
    for text in texts:
        group[0].ContentSequence.append(text)
    return group


def _algorithm(inp: MappingInput, fit: Fit) -> AlgorithmIdentification:
    from highdicom.sr import AlgorithmIdentification

    engine = inp.extraction.engine
    return AlgorithmIdentification(
        fit(f"{engine.name} {engine.model}".strip() or "unknown")[:MAX_LO_CHARS],
        fit(engine.version or "unknown")[:MAX_LO_CHARS],
    )


def _digits(item: Item) -> str:
    """The number as an NUM's decimal string, with the digits as printed; empty where the value is no bare number."""
    quantity = (
        value_x(item.value.strip(), item.unit, item.ucum).get("valueQuantity") if item.value.strip() else None
    )
    if quantity is None or quantity.get("comparator"):
        return ""
    digits = f"{quantity['value']:f}"
    return digits if len(digits) <= MAX_DS_CHARS else ""


def _number(item: Item, observation_id: str, digits: str, unit: CodedConcept, fit: Fit) -> Any:
    from highdicom.sr import Measurement, MeasurementProperties, TrackingIdentifier
    from pydicom import Sequence
    from pydicom.sr.codedict import codes as standard

    normality = (
        {
            Flag.HIGH: standard.CID222.AbnormallyHigh,
            Flag.LOW: standard.CID222.AbnormallyLow,
            Flag.ABNORMAL: standard.CID222.Abnormal,
            Flag.NORMAL: standard.CID222.Normal,
        }.get(item.flag)
        if item.flag
        else None
    )
    measurement = Measurement(
        name=codes.name_of(item, fit(item.name)),
        value=float(digits),
        unit=unit,
        tracking_identifier=TrackingIdentifier(
            uid=uids.uid("observation", observation_id), identifier=observation_id
        ),
        properties=MeasurementProperties(normality=normality) if normality else None,
    )
    num = measurement[0]
    num.MeasuredValueSequence[0].NumericValue = digits  # highdicom takes a float: 8.50 would be 8.5
    if "ContentSequence" not in num:
        num.ContentSequence = Sequence()
    num.ContentSequence.append(_comment(item, observation_id, fit, "HAS PROPERTIES"))
    return measurement


def _text(item: Item, observation_id: str, fit: Fit) -> Any:
    from highdicom.sr import TextContentItem
    from pydicom import Sequence

    shown = fit(" ".join(part for part in (item.value.strip(), item.unit) if part)).strip()
    if not item.value.strip() or not shown:
        return None
    text = TextContentItem(codes.name_of(item, fit(item.name)), shown, "CONTAINS")
    text.ContentSequence = Sequence([_comment(item, observation_id, fit, "HAS PROPERTIES")])
    return text


def _comment(item: Item, observation_id: str, fit: Fit, relationship: str) -> Any:
    from highdicom.sr import TextContentItem
    from pydicom.sr.codedict import codes as standard

    beside = [
        f"reference_range={item.reference_range}" if item.reference_range else "",
        f"flag={item.flag.value}" if item.flag else "",
        f"method={item.method}" if item.method else "",
        f"comment={item.comment}" if item.comment else "",
    ]
    words = "; ".join([evidence_text(item, observation_id), *filter(None, beside)])
    return TextContentItem(standard.DCM.Comment, fit(words), relationship)
