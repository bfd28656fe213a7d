"""Certificates for tests of TLS, by openssl."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest


def self_signed(folder: Path, name: str = "server") -> Path:
    """A key and a self-signed certificate for 127.0.0.1 in one PEM file; skips the test without openssl."""
    file, key = folder / f"{name}.pem", folder / f"{name}.key"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-keyout", str(key), "-out", str(file), "-days", "2", "-subj", f"/CN={name}"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed: TLS is not tested")
    file.write_text(file.read_text() + key.read_text())
    return file


def server_context(certificate: Path, clients: Path | None = None) -> ssl.SSLContext:
    """What a server with that certificate speaks; `clients`: who must show one of theirs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if clients:
        context.load_verify_locations(clients)
        context.verify_mode = ssl.CERT_REQUIRED
    return context
