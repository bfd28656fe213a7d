"""The error tree: whose fault it is, and what happens next.

    KartebridgeError
    ├── PeerError           the sender's bytes are wrong: answer the standard's error, keep them for a person
    │   ├── Unparsable
    │   └── ControlIdConflict   same control id, other bytes
    ├── SiteError           the hospital's configuration is wrong: stop start-up (or keep the old rules), name the key
    ├── DependencyAway      disk full, database or server away: true status to the peer, try again later
    │   ├── StorageFull
    │   ├── StoreAway
    │   ├── ServerAway
    │   │   ├── ModelServerAway  waited for as long as it takes: tries do not end
    │   │   └── ModelServerFailed  tries are counted: the document may be why
    │   ├── Overtaken       somebody changed the same results meanwhile: done again at once from what is there now
    │   └── WorkerLost      WorkerTimeout, WorkerDied: the same document twice is refused
    ├── Refused             a server said no for good: dead letter with its answer
    └── Defect              our own bug
        ├── JobFailed
        └── BlobLost        kept bytes are gone or damaged: a backup has them, trying again does not help

Each class knows its DICOM C-STORE status (PS3.4 Table B.2-1), HL7 acknowledgement code (table 0008), HTTP
status, whether trying again can help, and whether tries are counted. Messages tell hospital IT what to do next and
hold no patient data.
"""

from __future__ import annotations


class KartebridgeError(Exception):
    """Root of the tree."""

    dicom_status = 0xC000  # Cannot understand (generic failure)
    hl7_ack = "AE"
    http_status = 500
    retry = False
    patient = False  # tries are not counted: nothing is wrong with the message, and nobody need look at it


class PeerError(KartebridgeError):
    """The peer sent something it should not have."""

    http_status = 400


class Unparsable(PeerError):
    """The bytes are not what they claim to be."""

    dicom_status = 0xC000


class ControlIdConflict(PeerError):
    """The same MSH-10 or SOPInstanceUID arrived before with other bytes."""

    http_status = 409


class SiteError(KartebridgeError):
    """The configuration is wrong; the message names each key and what to change."""


class DependencyAway(KartebridgeError):
    """Something we lean on does not answer now; trying again later may work."""

    dicom_status = 0x0110  # Processing failure
    http_status = 503
    retry = True


class StorageFull(DependencyAway):
    """No room (or quota) left for the bytes: nothing was kept and the sender must keep them."""

    dicom_status = 0xA700  # Refused: out of resources
    http_status = 507


class StoreAway(DependencyAway):
    """The database or blob store does not answer: nothing was kept."""

    dicom_status = 0xA700


class ServerAway(DependencyAway):
    """A destination or model server does not answer."""


class ModelServerAway(ServerAway):
    """No model that may read the document answers. Receiving goes on, reading waits until one returns."""

    patient = True


class Overtaken(DependencyAway):
    """What was about to be stored was made from something that changed meanwhile: make it again."""


class ModelServerFailed(ServerAway):
    """A model server that was there broke off, failed or took too long.

    Another try may work, but a page that kills its server every time must not do so for ever.
    """


class WorkerLost(DependencyAway):
    """A worker process ended before its job did. The pipeline refuses a document that does this twice."""


class WorkerTimeout(WorkerLost):
    """The job passed its deadline; the process was killed."""


class WorkerDied(WorkerLost):
    """The process crashed, ran out of memory or was killed; `signal` says by which signal, 0 for none."""

    def __init__(self, message: str, signal: int = 0) -> None:
        super().__init__(message)
        self.signal = signal


class WorkersClosed(DependencyAway):
    """The gateway is stopping; the job runs again after the next start."""


class Refused(KartebridgeError):
    """A server rejected the request for good."""


class Defect(KartebridgeError):
    """A bug of ours; the message is kept and waits."""

    dicom_status = 0x0110


class BlobLost(Defect):
    """Bytes that were kept are missing from the store or damaged there."""


class JobFailed(Defect):
    """A worker's job raised something no one translated; the message names type and place, never values."""
