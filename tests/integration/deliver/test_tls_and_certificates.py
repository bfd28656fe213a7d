"""TLS by a hospital's own authority, and mutual TLS, for the FHIR server and its token endpoint."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from gateway.deliver.answer import Answer, Result
from gateway.deliver.fhir import FhirClient
from gateway.errors import SiteError
from gateway.settings_destinations import FhirDestination
from tests.integration.deliver.test_logging_in import BODY, oauth2, secret_file
from tests.peers.smart_server import SmartServer


@dataclass(frozen=True)
class Files:
    """What an authority of ours gave out, as files."""

    folder: Path
    ca: trustme.CA

    @classmethod
    def of(cls, folder: Path) -> Files:
        folder.mkdir(exist_ok=True)
        made = cls(folder, trustme.CA(key_type=trustme.KeyType.ECDSA))
        made.ca.cert_pem.write_to_path(made.ca_file)
        return made

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    def server(self, *, asks_for: trustme.CA | None = None) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert("127.0.0.1").configure_cert(context)
        if asks_for:
            context.verify_mode = ssl.CERT_REQUIRED
            asks_for.configure_trust(context)
        return context

    def client(self) -> tuple[Path, Path]:
        certificate, key = self.folder / "client.pem", self.folder / "client.key"
        issued = self.ca.issue_cert("kartebridge.hospital.example")
        issued.cert_chain_pems[0].write_to_path(certificate)
        issued.private_key_pem.write_to_path(key)
        return certificate, key


def send(server: SmartServer, **changes: Any) -> Answer:
    to = {"name": "ehr", "url": server.url, "timeout_s": 5, **changes}
    client = FhirClient(FhirDestination.model_validate(to))
    try:
        return client.send(BODY, datetime.now(UTC))
    finally:
        client.close()


def test_mutual_tls_with_a_private_authority(tmp_path: Path) -> None:
    files, other = Files.of(tmp_path / "a"), Files.of(tmp_path / "b")
    certificate, key = files.client()
    with SmartServer(tls=files.server(asks_for=files.ca)) as server:
        server.valid = Everybody()
        auth = {"method": "bearer", "token": "any"}
        known = {
            "ca_file": files.ca_file,
            "client_cert_file": certificate,
            "client_key_file": key,
            "auth": auth,
        }
        assert send(server, **known).result is Result.DELIVERED
        both = tmp_path / "both.pem"
        both.write_bytes(certificate.read_bytes() + key.read_bytes())
        assert (
            send(server, **{**known, "client_cert_file": both, "client_key_file": None}).result
            is Result.DELIVERED
        )

        untrusted = send(server, **{**known, "ca_file": other.ca_file})
        assert (untrusted.result, untrusted.slow) == (Result.RETRY, True)
        assert "TLS certificate of the server is not trusted" in untrusted.reason
        assert "ca_file" in untrusted.reason

        nobody = send(server, **{**known, "client_cert_file": None, "client_key_file": None})
        assert nobody.result is Result.RETRY
        stranger, strange_key = other.client()
        unknown = send(server, **{**known, "client_cert_file": stranger, "client_key_file": strange_key})
        assert unknown.result is Result.RETRY
        for answer in (nobody, unknown):
            assert "client_cert_file" in answer.reason or "connection broke" in answer.reason
        assert len(server.accepted) == 2, "nobody else said anything"


class Everybody(set[str]):
    def __contains__(self, value: object) -> bool:
        return True


def test_token_endpoint_is_held_to_the_same_certificates(tmp_path: Path) -> None:
    files, other = Files.of(tmp_path / "a"), Files.of(tmp_path / "b")
    certificate, key = files.client()
    with SmartServer(tls=files.server(asks_for=files.ca)) as server:
        auth = oauth2(server, tmp_path)
        known = {
            "ca_file": files.ca_file,
            "client_cert_file": certificate,
            "client_key_file": key,
            "auth": auth,
        }
        assert send(server, **known).result is Result.DELIVERED
        untrusted = send(server, **{**known, "ca_file": other.ca_file})
        assert "TLS certificate of the token endpoint is not trusted" in untrusted.reason
        assert len(server.issued) == 1


def test_encrypted_key_needs_its_password(tmp_path: Path) -> None:
    files = Files.of(tmp_path / "a")
    certificate, key = files.client()
    plain = serialization.load_pem_private_key(key.read_bytes(), None)
    key.write_bytes(
        plain.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption("合言葉".encode()),
        )
    )
    with SmartServer(tls=files.server(asks_for=files.ca)) as server:
        server.valid = Everybody()
        known: dict[str, Any] = {
            "ca_file": files.ca_file,
            "client_cert_file": certificate,
            "client_key_file": key,
            "client_key_password_file": secret_file(tmp_path, "合言葉"),
            "auth": {"method": "bearer", "token": "any"},
        }
        assert send(server, **known).result is Result.DELIVERED
        for wrong in (None, secret_file(tmp_path, "wr0ng-password", "other")):
            with pytest.raises(SiteError, match=r"destinations\.ehr\.client_cert_file: .*password") as caught:
                send(server, **{**known, "client_key_password_file": wrong})
            assert "wr0ng" not in str(caught.value)
    with pytest.raises(SiteError, match=r"client_key_password_file: cannot read"):
        send(server, **{**known, "client_key_password_file": tmp_path / "none"})
