"""Addresses of code systems and extensions: each written down once, with where it was read (profiles: guides.py).

JP Core 1.1.2 (package `jp-core.r4-1.1.2-url`), HL7 Terminology, and HL7's AI Transparency on FHIR
(`HL7/aitransparency-ig`, example `EX_Doc_ingest`). Our own extensions are described in docs/fhir/.
"""

from __future__ import annotations

JP_OBSERVATION_CATEGORY = "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS"
HL7_OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
JP_VITAL_SIGNS_CATEGORY = "http://jpfhir.jp/fhir/core/CodeSystem/JP_ObservationVitalSignsCategory_CS"
JP_BODY_MEASUREMENT_CATEGORY = (
    "http://jpfhir.jp/fhir/core/CodeSystem/JP_ObservationBodyMeasurementCategory_CS"
)
JP_MICROBIOLOGY_CATEGORY = "http://jpfhir.jp/fhir/core/CodeSystem/JP_MicrobiologyCategory_CS"
JP_DOCUMENT_CODES = "http://jpfhir.jp/fhir/core/CodeSystem/JP_DocumentCodes_CS"
JP_PATIENT_IDENTIFIER_OID = "urn:oid:1.2.392.100495.20.3.51.1"  # followed by the 10-digit institution code

LOINC = "http://loinc.org"
JLAC10 = "http://medis.or.jp/CodeSystem/master-JLAC10-17digits"
UCUM = "http://unitsofmeasure.org"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"  # holds AIAST
PARTICIPANT_TYPE = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
DATA_ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
AI_DEVICE_TYPE = "http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIdeviceTypeCS"
DICOM_UID = "urn:dicom:uid"
DICOM_ONTOLOGY = "http://dicom.nema.org/resources/ontology/DCM"
ADMINISTRATIVE_GENDER = "http://hl7.org/fhir/administrative-gender"
V2_SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074"
V2_IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203"

JP_RESOURCE_INSTANCE = "http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier"
INSTITUTION_NUMBER = "http://jpfhir.jp/fhir/clins/Extension/StructureDefinition/JP_eCS_InstitutionNumber"
INSTITUTION_SYSTEM = "http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no"
CLINS_UNCODED = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_ObsLabResult_Uncoded_CS"

DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
NAME_REPRESENTATION = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"

OWN = "http://kartebridge.org/fhir/"
EVIDENCE = OWN + "StructureDefinition/evidence"
UNREAD_PAGE = OWN + "StructureDefinition/unread-page"
OVERLOOKED_PLACES = OWN + "StructureDefinition/overlooked-places"
PROMPT_DIGEST = OWN + "StructureDefinition/prompt-digest"
TAGS = OWN + "CodeSystem/tags"
AUTHORITY_SYSTEM = OWN + "NamingSystem/patient-id/"  # followed by an assigning authority's name
LOCAL_PATIENT_SYSTEM = OWN + "NamingSystem/local-patient-id"
DOCUMENT_DIGEST_SYSTEM = OWN + "NamingSystem/document-sha256"
JLAC10_ANALYTE = OWN + "CodeSystem/jlac10-analyte-identification"
"""The first nine characters of JLAC10 (analyte and identification), where method and specimen are not printed."""
PAGE_DIGEST_SYSTEM = OWN + "NamingSystem/page-sha256"
DOCUMENT_ID_SYSTEM = OWN + "NamingSystem/document-id"
FINDING_SYSTEM = OWN + "NamingSystem/finding-id"
ORDER_SYSTEM = OWN + "NamingSystem/order-number"
ACCESSION_SYSTEM = OWN + "NamingSystem/accession-number"
VISIT_SYSTEM = OWN + "NamingSystem/visit-number"
ENGINE_SYSTEM = OWN + "NamingSystem/engine"
AGENT_SYSTEM = OWN + "NamingSystem/agent"
