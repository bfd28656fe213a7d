"""Fixtures that every test may use."""

from tests.peers.fhir_server import fhir_server, fhir_server_process
from tests.peers.scripted_model import scripted_model

__all__ = ["fhir_server", "fhir_server_process", "scripted_model"]
