"""Bytes come back as they were put, by whatever road and on whatever store."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from gateway.errors import BlobLost, SiteError, StoreAway
from gateway.settings import BlobKind, Blobs, Data, Settings
from gateway.store.blobs import BlobStore, FileBlobStore, open_blobs
from tests.peers.s3 import S3

PUT_LOOP = """
import sys
from pathlib import Path
from gateway.store.blobs import FileBlobStore
store = FileBlobStore(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    print(store.put(f"{sys.argv[2]} {number} ".encode() * 20_000), flush=True)
"""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 4096], ids=["empty", "one byte", "1 MiB"])
def test_bytes_come_back(blobs: BlobStore, data: bytes) -> None:
    digest = blobs.put(data)
    assert digest == sha256(data)
    assert blobs.get(digest) == data
    assert blobs.exists(digest)


def test_putting_again_changes_nothing(blobs: BlobStore) -> None:
    assert blobs.put(b"same") == blobs.put(b"same")
    assert blobs.get(sha256(b"same")) == b"same"


def test_many_put_the_same_and_other_bytes_at_once(blobs: BlobStore) -> None:
    data = [f"document {n % 10}".encode() * 1000 for n in range(60)]
    with ThreadPoolExecutor(12) as pool:
        digests = list(pool.map(blobs.put, data))
    assert digests == [sha256(d) for d in data]
    assert [blobs.get(digest) for digest in digests] == data


def test_what_is_not_there_is_said_to_be_lost(blobs: BlobStore) -> None:
    digest = sha256(b"never put")
    assert not blobs.exists(digest)
    with pytest.raises(BlobLost, match="restore"):
        blobs.get(digest)


def test_deleted_bytes_are_gone_and_may_be_deleted_again(blobs: BlobStore) -> None:
    digest = blobs.put(b"short-lived")
    blobs.delete(digest)
    blobs.delete(digest)
    assert not blobs.exists(digest)
    assert blobs.put(b"short-lived") == digest
    assert blobs.get(digest) == b"short-lived"


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_digest_becomes_a_path(blobs: BlobStore, digest: str) -> None:
    for act in (blobs.get, blobs.exists, blobs.delete, blobs.open_path):
        with pytest.raises(ValueError, match="SHA-256"):
            act(digest)


@pytest.mark.parametrize("told", [True, False], ids=["digest given", "digest computed"])
def test_a_gathered_file_is_taken_over(blobs: BlobStore, told: bool) -> None:
    data = b"a large object " * 500_000  # 7.5 MB: more than one part of an S3 upload
    path = blobs.incoming_path()
    path.write_bytes(data)
    digest = blobs.put_file(path, sha256(data) if told else None)
    assert digest == sha256(data)
    assert blobs.get(digest) == data
    assert not path.exists()
    path = blobs.incoming_path()
    path.write_bytes(data)
    assert blobs.put_file(path) == digest  # again: a duplicate, and the file goes too
    assert not path.exists()


def test_incoming_files_have_names_of_their_own(blobs: BlobStore) -> None:
    paths = [blobs.incoming_path() for _ in range(100)]
    assert len(set(paths)) == 100


def test_a_path_opens_to_the_bytes_where_the_store_has_files(blobs: BlobStore) -> None:
    digest = blobs.put(b"pages")
    path = blobs.open_path(digest)
    assert path is None or path.read_bytes() == b"pages"
    assert (path is None) == (not isinstance(blobs, FileBlobStore))


def test_files_are_private_and_fanned_out(tmp_path: Path) -> None:
    store = FileBlobStore(tmp_path / "blobs")
    digest = store.put(b"patient data")
    path = store.open_path(digest)
    assert path == tmp_path / "blobs" / digest[:2] / digest
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"
    elsewhere = store.incoming_path()
    elsewhere.write_bytes(b"written with another mask")
    elsewhere.chmod(0o644)
    taken = store.open_path(store.put_file(elsewhere))
    assert taken is not None
    assert oct(taken.stat().st_mode & 0o777) == "0o600"


def test_a_file_from_another_disk_is_copied(tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("/dev/shm is not another filesystem here")
    store = FileBlobStore(tmp_path / "blobs")
    path = other / f"kartebridge-test-{store.incoming_path().name}"
    path.write_bytes(b"from afar")
    assert store.get(store.put_file(path)) == b"from afar"
    assert not path.exists()


def test_damaged_bytes_are_never_handed_out(tmp_path: Path) -> None:
    store = FileBlobStore(tmp_path / "blobs")
    digest = store.put(b"WBC 5.6")
    path = store.open_path(digest)
    assert path is not None
    path.write_bytes(b"WBC 9.6")
    with pytest.raises(BlobLost, match="damaged"):
        store.get(digest)


def test_a_file_cut_short_by_a_failing_disk_is_put_anew(tmp_path: Path) -> None:
    store = FileBlobStore(tmp_path / "blobs")
    digest = store.put(b"whole document")
    path = store.open_path(digest)
    assert path is not None
    path.write_bytes(b"whole")
    assert store.put(b"whole document") == digest
    assert store.get(digest) == b"whole document"


def test_what_was_said_put_before_a_kill_is_whole_after_and_leftovers_go(tmp_path: Path) -> None:
    directory = tmp_path / "blobs"
    said: list[str] = []
    for run in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", PUT_LOOP, str(directory), str(run)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(20)]
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.read().splitlines(keepends=True)
        said += [line.decode().strip() for line in lines if line.endswith(b"\n")]
    store = FileBlobStore(directory)
    assert len(said) >= 60
    for digest in said:
        store.get(digest)  # raises where it is not whole
    incoming = directory / "incoming"
    assert {p for p in incoming.iterdir() if p.is_dir()} == {store.incoming_path().parent}
    for path in directory.glob("??/*"):
        assert sha256(path.read_bytes()) == path.name  # also what was put and not said


def test_a_second_process_does_not_sweep_what_the_first_gathers(tmp_path: Path) -> None:
    store = FileBlobStore(tmp_path / "blobs")
    path = store.incoming_path()
    path.write_bytes(b"half of an object")
    opener = (
        "import sys, pathlib; from gateway.store.blobs import *; FileBlobStore(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", opener, str(tmp_path / "blobs")], check=True)
    assert path.read_bytes() == b"half of an object"
    store.close()
    assert not path.exists()


def test_a_store_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    pytest.importorskip("obstore")
    settings = Settings(
        data=Data(directory=tmp_path, min_free_bytes=0),
        blobs=Blobs(
            kind=BlobKind.S3,
            bucket="b",
            endpoint="http://127.0.0.1:9",  # discard: nobody listens
            access_key_id=SecretStr("key"),
            secret_access_key=SecretStr("very-secret"),
        ),
    )
    store = open_blobs(settings)
    with pytest.raises(StoreAway, match=r"blobs\.endpoint") as caught:
        store.put(b"x")
    assert "very-secret" not in str(caught.value) + str(caught.value.__cause__)
    store.close()


@pytest.mark.parametrize(
    ("asked", "key"), [("AES256", ""), ("aws:kms", ""), ("aws:kms", "a-key-of-the-hospital"), ("", "")]
)
def test_the_store_is_asked_to_encrypt_at_rest(s3: S3, tmp_path: Path, asked: str, key: str) -> None:
    plain = s3.new_bucket()
    blobs = plain.model_copy(update={"server_side_encryption": asked, "kms_key_id": key})
    store = open_blobs(Settings(data=Data(directory=tmp_path, min_free_bytes=0), blobs=blobs))
    digest = store.put(b"a result")
    file = tmp_path / "large"
    file.write_bytes(b"a large result")
    digests = [digest, store.put_file(file)]
    assert store.get(digest) == b"a result"
    store.close()
    boto3 = pytest.importorskip("boto3")  # comes with moto
    owner = boto3.client(
        "s3",
        endpoint_url=plain.endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test-secret",
    )
    for one in digests:
        head = owner.head_object(Bucket=plain.bucket, Key=f"{plain.prefix}/{one[:2]}/{one[2:4]}/{one}")
        assert head.get("ServerSideEncryption", "") == asked
        assert head.get("SSEKMSKeyId", "").endswith(key)


def test_a_missing_bucket_is_named(s3: S3, tmp_path: Path) -> None:
    blobs = s3.new_bucket().model_copy(update={"bucket": "not-there"})
    store = open_blobs(Settings(data=Data(directory=tmp_path, min_free_bytes=0), blobs=blobs))
    with pytest.raises(StoreAway, match=r"blobs\.bucket"):
        store.put(b"x")
    store.close()


def test_a_data_folder_that_cannot_be_made_stops_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises((StoreAway, SiteError), match=r"data\.directory"):
        FileBlobStore(tmp_path / "data" / "blobs")
