"""The doors: DICOM associations and MLLP connections. Bytes are kept, then answered; nothing is interpreted."""
