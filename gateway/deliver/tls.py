"""TLS as a client: whom to trust, and our own certificate where a peer asks for one."""

from __future__ import annotations

import ssl
from pathlib import Path

from gateway.errors import SiteError


def context(
    key: str, ca_file: Path | None, certificate: Path | None = None, private_key: Path | None = None
) -> ssl.SSLContext:
    """A context that checks the peer's name and chain. `key` is the settings' table, for the words of errors.

    Raises SiteError where a file cannot be read.
    """
    try:
        made = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as error:  # ssl.SSLError is one
        raise SiteError(
            f"{key}.ca_file: {ca_file} is not a readable PEM certificate; check path and content"
        ) from error
    if certificate:
        try:
            made.load_cert_chain(certificate, private_key)
        except OSError as error:
            raise SiteError(
                f"{key}.tls_certificate: {certificate} and {private_key} are no readable PEM pair that belongs "
                "together; check both"
            ) from error
    return made
