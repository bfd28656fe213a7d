"""How the samples are made: people, laboratory items, page designs, scanning, DICOM and HL7 v2 wrappers."""
