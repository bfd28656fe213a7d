"""Blobs in an S3-compatible store, by obstore: for several nodes that share their bytes.

Durability is the store's promise: a PUT that was answered is kept. The body's SHA-256 travels with the
request, so that a store which checks it refuses a damaged transfer; what is read back is checked here.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.errors import SiteError, StorageFull, StoreAway
from gateway.settings import Blobs, read_secret
from gateway.store.blobs import Room, checked, digest_of_file, intact, lost
from gateway.store.incoming import Incoming, translate

try:
    from obstore.exceptions import BaseError, NotFoundError
    from obstore.store import S3Store
except ModuleNotFoundError as missing:
    raise SiteError("blobs.kind: 's3' needs its library; install kartebridge[s3]") from missing

if TYPE_CHECKING:
    from obstore.store import S3Config

_FULL_SIGNS = ("507", "insufficientstorage", "storagefull", "quotaexceeded", "quota exceeded")
"""How S3-compatible servers say that they are full: status 507, XMinioStorageFull, Ceph's QuotaExceeded."""


def open_s3(blobs: Blobs, incoming: Path, min_free_bytes: int) -> S3BlobStore:
    """The store of the settings. Without an access key requests go unsigned: none is looked for elsewhere."""
    secret = blobs.secret_access_key.get_secret_value()
    if blobs.secret_access_key_file:
        secret = read_secret(blobs.secret_access_key_file, "blobs.secret_access_key_file")
    key = blobs.access_key_id.get_secret_value()
    # Said even where it is the default, so that AWS_ENDPOINT_URL in the environment cannot lead elsewhere.
    endpoint = blobs.endpoint or f"https://s3.{blobs.region}.amazonaws.com"
    signing = {"access_key_id": key, "secret_access_key": secret} if key else {"skip_signature": True}
    encryption: S3Config = {}
    if blobs.server_side_encryption:
        encryption["server_side_encryption"] = blobs.server_side_encryption
    if blobs.kms_key_id:
        encryption["sse_kms_key_id"] = blobs.kms_key_id
    store = S3Store(
        blobs.bucket,
        config=encryption,
        prefix=blobs.prefix or None,
        endpoint=endpoint,
        region=blobs.region,
        virtual_hosted_style_request=False,
        checksum_algorithm="SHA256",
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=5),
            "timeout": timedelta(seconds=60),
        },
        # A sender waits for its answer: better a quick "away" and its resend than minutes of trying here.
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        **signing,
    )
    return S3BlobStore(store, incoming, min_free_bytes)


class S3BlobStore:
    """Blobs as objects `ab/cd/<digest>` below the prefix; large ones gather in a local folder first."""

    def __init__(self, store: S3Store, incoming: Path, min_free_bytes: int = 0) -> None:
        self._store = store
        self._incoming = Incoming(incoming)
        self._room = Room(incoming, min_free_bytes, time.monotonic)

    def put(self, data: bytes) -> str:
        """See BlobStore."""
        digest = hashlib.sha256(data).hexdigest()
        with _translated(digest):
            if not self._there(digest, len(data)):
                self._store.put(_key(digest), data)
        return digest

    def put_file(self, path: Path, digest: str | None = None) -> str:
        """See BlobStore."""
        try:
            name = checked(digest) if digest is not None else digest_of_file(path)
            with _translated(name):
                if not self._there(name, path.stat().st_size):
                    self._store.put(_key(name), path)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise translate(error) from error
        return name

    def get(self, digest: str) -> bytes:
        """See BlobStore."""
        with _translated(checked(digest)):
            data = bytes(self._store.get(_key(digest)).bytes())
        return intact(data, digest)

    def open_path(self, digest: str) -> Path | None:
        """See BlobStore: there are no files here."""
        checked(digest)
        return None

    def exists(self, digest: str) -> bool:
        """See BlobStore."""
        with _translated(checked(digest)):
            return self._there(digest, None)

    def delete(self, digest: str) -> None:
        """See BlobStore."""
        with _translated(checked(digest)):
            self._store.delete(_key(digest))

    def incoming_path(self) -> Path:
        """See BlobStore."""
        return self._incoming.path()

    def require_room(self, size_bytes: int = 0) -> None:
        """See BlobStore: room of the local folder; the store itself says when it is full."""
        self._room.require(size_bytes)

    def close(self) -> None:
        """See BlobStore."""
        self._incoming.close()

    def _there(self, digest: str, size_bytes: int | None) -> bool:
        try:
            found = self._store.head(_key(digest))
        except (FileNotFoundError, NotFoundError):
            return False
        return size_bytes is None or found["size"] == size_bytes


def _key(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


@contextmanager
def _translated(digest: str) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        if "NoSuchBucket" in str(error):
            raise StoreAway("the S3 bucket does not exist; check blobs.bucket and blobs.endpoint") from error
        raise lost(digest) from error
    except (BaseError, OSError) as error:
        said = str(error).lower()
        if any(sign in said for sign in _FULL_SIGNS):
            raise StorageFull("the S3 store is full; make room there, intake resumes by itself") from error
        raise StoreAway(
            f"the S3 store does not answer ({type(error).__name__}); "
            "check blobs.endpoint, blobs.bucket and the keys"
        ) from error
