"""Addresses of profiles, code systems and extensions: each written down once, with where it was read.

JP Core 1.1.2 (package `jp-core.r4-1.1.2-url`), HL7 Terminology, and HL7's AI Transparency on FHIR
(`HL7/aitransparency-ig`, example `EX_Doc_ingest`). Our own extensions are described in docs/fhir.md.
"""

from __future__ import annotations

JP_CORE = "http://jpfhir.jp/fhir/core/StructureDefinition/"
JP_PATIENT = JP_CORE + "JP_Patient"
JP_OBSERVATION_LAB_RESULT = JP_CORE + "JP_Observation_LabResult"
JP_OBSERVATION_COMMON = JP_CORE + "JP_Observation_Common"
JP_DIAGNOSTIC_REPORT_LAB_RESULT = JP_CORE + "JP_DiagnosticReport_LabResult"
JP_DIAGNOSTIC_REPORT_COMMON = JP_CORE + "JP_DiagnosticReport_Common"
JP_DOCUMENT_REFERENCE = JP_CORE + "JP_DocumentReference"
JP_DEVICE = JP_CORE + "JP_Device"
JP_BINARY = JP_CORE + "JP_Binary"

JP_OBSERVATION_CATEGORY = "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS"
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

DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
NAME_REPRESENTATION = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"

OWN = "http://kartebridge.org/fhir/"
EVIDENCE = OWN + "StructureDefinition/evidence"
UNREAD_PAGE = OWN + "StructureDefinition/unread-page"
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
ENGINE_SYSTEM = OWN + "NamingSystem/engine"
