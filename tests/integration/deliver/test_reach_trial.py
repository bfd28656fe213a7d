"""`kartebridge check --connect` for destinations other than FHIR servers: no result is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.deliver import kinds
from gateway.deliver.answer import Trial
from gateway.settings_destinations import AnyDestination, WebhookDestination
from gateway.settings_network import Network
from tests.integration.deliver import (
    test_dicom_destination,
    test_folder_destination,
    test_hl7_destination,
    test_webhook_destination,
)
from tests.integration.deliver.test_dicom_destination import scp
from tests.peers.certificates import self_signed, server_context
from tests.peers.http_receiver import HttpReceiver
from tests.peers.mllp_receiver import ScriptedReceiver, accept

make = test_webhook_destination.make
# pynetdicom leaves a socket that never connected to the garbage collector (transport._shutdown_socket).
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
)


def trial(destination: AnyDestination) -> Trial:
    return kinds.trial(destination, Network())


def test_hl7() -> None:
    receiver = ScriptedReceiver(accept)
    assert trial(test_hl7_destination.destination(receiver.port)) == Trial(("receiver: takes a connection",))
    receiver.stop()
    assert receiver.messages == []
    (wrong,) = trial(test_hl7_destination.destination(receiver.port)).wrong
    assert "firewall" in wrong


def test_dicom() -> None:
    with scp() as (port, received):
        assert trial(test_dicom_destination.destination(port)).wrong == ()
        assert received == []
    with scp(sop_class="1.2.840.10008.5.1.4.1.1.2") as (port, _):
        (wrong,) = trial(test_dicom_destination.destination(port)).wrong
        assert "Comprehensive SR" in wrong
    with scp(require="OTHER") as (port, _):
        (wrong,) = trial(test_dicom_destination.destination(port)).wrong
        assert "calling_ae_title" in wrong


def test_folder(tmp_path: Path) -> None:
    assert trial(test_folder_destination.destination(tmp_path)).wrong == ()
    (wrong,) = trial(test_folder_destination.destination(tmp_path / "none")).wrong
    assert "there is no folder" in wrong


def test_webhook(make: Callable[..., WebhookDestination], tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    with HttpReceiver(test_webhook_destination.good, tls=server_context(certificate)) as peer:
        assert trial(make(peer.url, ca_file=certificate)).wrong == ()
        (wrong,) = trial(make(peer.url)).wrong
        assert "ca_file" in wrong
        assert peer.requests == []
        url = peer.url
    (wrong,) = trial(make(url)).wrong
    assert "cannot connect" in wrong
