"""TLS as a client: whom to trust, and our own certificate where a peer asks for one."""

from __future__ import annotations

import ssl

from gateway.errors import SiteError
from gateway.settings import read_secret
from gateway.settings_destination import TlsDestination


def context(destination: TlsDestination) -> ssl.SSLContext:
    """A context that checks the peer's name and chain. Raises SiteError where a file cannot be read or does not fit."""
    key = f"destinations.{destination.name}"
    try:
        made = ssl.create_default_context(cafile=str(destination.ca_file) if destination.ca_file else None)
    except OSError as error:  # ssl.SSLError is one
        raise SiteError(
            f"{key}.ca_file: {destination.ca_file} is not a readable PEM certificate; check path and content"
        ) from error
    certificate = destination.client_cert_file
    if certificate is None:
        return made
    password = ""  # never None: OpenSSL would ask at the terminal
    if destination.client_key_password_file:
        password = read_secret(destination.client_key_password_file, f"{key}.client_key_password_file")
    private = destination.client_key_file or certificate
    try:
        made.load_cert_chain(certificate, private, password=lambda: password)
    except OSError as error:
        raise SiteError(
            f"{key}.client_cert_file: {certificate} and {private} are no PEM certificate with its key; an encrypted "
            "key needs client_key_password_file"
        ) from error
    return made
