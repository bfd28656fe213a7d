"""TLS as a client: whom to trust, and our own certificate where a peer asks for one."""

from __future__ import annotations

import ssl
from pathlib import Path

from gateway.errors import SiteError
from gateway.settings import read_secret


def context(
    key: str,
    ca_file: Path | None,
    certificate: Path | None = None,
    private_key: Path | None = None,
    key_password_file: Path | None = None,
) -> ssl.SSLContext:
    """A context that checks the peer's name and chain. `key` is the settings' table, for the words of errors.

    Without `private_key` it is in `certificate`. Raises SiteError where a file cannot be read.
    """
    try:
        made = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as error:  # ssl.SSLError is one
        raise SiteError(
            f"{key}.ca_file: {ca_file} is not a readable PEM certificate; check path and content"
        ) from error
    if certificate:
        password = read_secret(key_password_file, f"{key}.tls_key_password_file") if key_password_file else ""
        try:
            # A password in any case: without one OpenSSL would ask for it at the terminal.
            made.load_cert_chain(certificate, private_key, password=lambda: password)
        except OSError as error:
            pair = f"{certificate} and {private_key} are" if private_key else f"{certificate} is"
            raise SiteError(
                f"{key}.tls_certificate: {pair} no readable PEM pair that belongs together; check both, and the "
                "password of an encrypted key"
            ) from error
    return made
