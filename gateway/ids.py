"""Deterministic ids: the same content always gets the same id, so doing a thing twice changes nothing."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid5

NAMESPACE = UUID("5a1b7a3e-6d0f-5c51-9d5f-1c3f6f0a9b11")
"""Kartebridge's own UUID namespace (RFC 9562 §5.5)."""


def sha256(data: bytes) -> str:
    """Hex SHA-256."""
    return hashlib.sha256(data).hexdigest()


def derive(kind: str, *parts: str) -> str:
    """UUIDv5 of a kind and its parts; lengths are written in, so that ("a", "bc") is not ("ab", "c")."""
    return str(uuid5(NAMESPACE, kind + "".join(f"\x1f{len(p)}:{p}" for p in parts)))


def in_order(seq: int, name: str) -> str:
    """A derived id with a place in an order of arrival in front (UUIDv8, RFC 9562 §5.8): 48 bits of it, 74 of the id.

    Such ids are appended to an index, where derived ones fall everywhere.
    """
    return str(UUID(f"{seq % 2**48:012x}8{UUID(name).hex[13:]}"))


def message_id(source: str, sender: str, control_id: str, digest: str) -> str:
    """Id of a received message: a resend with the same control id and the same bytes is the same message."""
    return derive("message", source, sender, control_id, digest)


def document_id(patient_system: str, patient_id: str, digest: str) -> str:
    """Id of a document: the same bytes for the same patient are one document, however they came."""
    return derive("document", patient_system, patient_id, digest)
