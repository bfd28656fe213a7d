"""A look at destinations other than FHIR servers without sending a result: whether the other end is there for us.

HL7 v2 and webhooks are connected to, inside TLS where set; a PACS is asked for an association for our reports; a folder
is looked at.
"""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

from gateway.deliver import folder, tls
from gateway.deliver.answer import Trial
from gateway.deliver.dicom import DicomClient
from gateway.deliver.hl7 import Hl7Client
from gateway.errors import SiteError
from gateway.settings_destination_dicom import DicomDestination
from gateway.settings_destination_folder import FolderDestination
from gateway.settings_destination_hl7 import Hl7Destination
from gateway.settings_destination_webhook import WebhookDestination

Reachable = Hl7Destination | DicomDestination | FolderDestination | WebhookDestination


def trial(destination: Reachable) -> Trial:
    """What went well, and what hospital IT must do."""
    try:
        match destination:
            case FolderDestination():
                folder.look(destination)
                return Trial(well=("folder: there, and ours to write in",))
            case WebhookDestination():
                return _web(destination)
            case Hl7Destination():
                return _asked(Hl7Client(destination), "receiver: takes a connection")
            case DicomDestination():
                return _asked(DicomClient(destination), "PACS: takes an association for our reports")
    except SiteError as error:
        return Trial(wrong=(str(error),))


def _asked(client: Hl7Client | DicomClient, well: str) -> Trial:
    try:
        answer = client.reach()
    finally:
        client.close()
    return Trial(well=(well,)) if answer is None else Trial(wrong=(answer.reason,))


def _web(destination: WebhookDestination) -> Trial:
    """A connection alone: an event that says nothing is not in the specification."""
    url = urlsplit(destination.url)
    secure = url.scheme == "https"
    address = (url.hostname or "", url.port or (443 if secure else 80))
    try:
        with socket.create_connection(address, timeout=min(10.0, destination.timeout_s)) as plain:
            if secure:
                tls.context(destination).wrap_socket(plain, server_hostname=address[0]).close()
    except ssl.SSLCertVerificationError as error:
        return Trial(
            wrong=(f"url: its TLS certificate is not trusted ({error.verify_message}): give ca_file",)
        )
    except ssl.SSLError as error:
        return Trial(wrong=(f"url: TLS failed ({error.reason}): is the port the TLS one?",))
    except OSError:
        return Trial(
            wrong=("url: cannot connect: check that the receiver runs and that the firewall lets us",)
        )
    return Trial(well=("receiver: takes a connection",))
