"""Pure functions between standards and our own model: HL7 v2, DICOM, terminology, FHIR."""
