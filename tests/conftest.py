"""Fixtures that every test may use."""

from tests.peers.fhir_server import fhir_server, fhir_server_process

__all__ = ["fhir_server", "fhir_server_process"]
