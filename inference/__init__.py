"""Pages in, findings with evidence out: page opening, engines, structure, verification, evaluation."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""onnxruntime's wheels report to their maker some ten seconds after they are loaded; nothing leaves the hospital. It is
read when the library is loaded, so it stands here, before any part of ours (or RapidOCR's) that loads it."""
