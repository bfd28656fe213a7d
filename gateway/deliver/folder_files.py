"""What a body becomes in a folder: its path below the root, made from the body alone."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from mappers.hl7 import compose_ssmix2

_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a body is written, and which names in that folder it takes the place of (they become inactive)."""

    path: PurePosixPath
    replaces: re.Pattern[str] | None = None


def ndjson(body: bytes) -> Placed:
    """<day>/<time>_<document>_<digest>.ndjson: names sort by when the document was read; no patient data in them."""
    made, document = "", ""
    for line in body.splitlines():
        resource = json.loads(line)
        if resource["resourceType"] == "Provenance":
            made = max(made, resource.get("recorded", ""))  # earlier readings keep theirs
        elif resource["resourceType"] == "DocumentReference":
            document = resource["id"]  # earlier versions come first
    digits = _DIGITS.sub("", made.partition(".")[0].partition("+")[0])[:14] or "-"
    digest = hashlib.sha256(body).hexdigest()[:16]
    return Placed(PurePosixPath(digits[:8], f"{digits}_{document or '-'}_{digest}.ndjson"))


def ss_mix2(body: bytes, patient_id_digits: int) -> Placed:
    """Where SS-MIX2's standardised storage has it; an earlier reading of the same document becomes inactive."""
    found = compose_ssmix2.storage_file(body, patient_id_digits)
    return Placed(found.folder / found.name, found.replaces)
