"""Every setting, read once into a frozen tree and passed on.

`conf/gateway.toml` repeats each key with its default and reason; a test keeps the two and
docs/configuration.md in agreement. Unknown keys, missing values and impossible combinations raise `SiteError`
that names each key. A value may come from the environment as KARTEBRIDGE_<SECTION>__<KEY>.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from gateway.errors import SiteError
from gateway.settings_api import ApiClient, ResultsApi
from gateway.settings_destinations import AnyDestination
from gateway.settings_fields import AETitle, Guide, Port, Seconds, Section, TimeZone
from gateway.settings_models import Engine, Model, mistakes_between
from gateway.settings_network import Network
from gateway.settings_patients import Patients

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Site(Section):
    """Who runs this gateway."""

    name: str = Field("Kartebridge", description="shown on the console and as the FHIR Device owner")
    institution_code: str = Field(
        "",
        pattern=r"^(\d{10})?$",
        description="10-digit medical institution code; makes the patient identifier system",
    )
    time_zone: TimeZone = Field(
        "Asia/Tokyo", description="zone of dates on pages and in messages without one"
    )


class Data(Section):
    """Where the gateway keeps everything that is not in a database or an object store elsewhere."""

    directory: Path = Field(Path("data"), description="folder of the database, blobs and token")
    min_free_bytes: int = Field(
        256 * 1024 * 1024, ge=0, description="bytes; below this much free space new messages are refused"
    )


class Store(Section):
    """The database of messages, documents, findings, resources and deliveries."""

    url: SecretStr = Field(
        SecretStr(""),
        description="SQLAlchemy URL; empty: SQLite in data.directory; postgresql+psycopg://… for many nodes",
    )
    url_file: Path | None = Field(None, description="file with the URL, for secrets managers")


class BlobKind(StrEnum):
    """Where received bytes and page pictures live."""

    FILE = "file"
    S3 = "s3"


class Blobs(Section):
    """Content-addressed bytes: messages as received, documents, page pictures."""

    kind: BlobKind = Field(
        BlobKind.FILE, description="file: data.directory/blobs; s3: any S3-compatible store"
    )
    bucket: str = Field("", description="S3 bucket")
    prefix: str = Field("", description="folder inside the bucket")
    endpoint: str = Field("", description="URL of the S3-compatible store; empty: the region's own")
    region: str = Field("us-east-1", description="S3 region")
    access_key_id: SecretStr = Field(SecretStr(""), description="S3 access key")
    secret_access_key: SecretStr = Field(SecretStr(""), description="S3 secret key")
    secret_access_key_file: Path | None = Field(None, description="file with the S3 secret key")
    server_side_encryption: Literal["", "AES256", "aws:kms"] = Field(
        "",
        description="how the S3 store is asked to encrypt each object at rest: AES256 with its own key, aws:kms with "
        "kms_key_id; empty: as the bucket's default says",
    )
    kms_key_id: str = Field("", description="key for aws:kms; empty: the store's default key")


class Dicom(Section):
    """The DICOM storage SCP."""

    enabled: bool = Field(True, description="listen for associations")
    host: str = Field("0.0.0.0", description="address to listen on; 127.0.0.1 for this machine only")
    port: Port = 11112
    ae_title: AETitle = Field("KARTEBRIDGE", description="our AE title")
    check_called_ae: bool = Field(False, description="refuse associations called by another title")
    calling_ae_titles: tuple[AETitle, ...] = Field((), description="titles that may call; empty: any")
    max_pdu_bytes: int = Field(
        131072, ge=16384, le=1048576, description="bytes; 128 KiB: a third faster than 16"
    )
    max_associations: int = Field(50, ge=1, description="associations at once; more are refused, transiently")
    max_object_bytes: int = Field(2 * 1024**3, ge=1024, description="bytes; larger objects get A700")
    idle_timeout_s: Seconds = Field(60.0, description="a silent association is aborted after this long")


class Mllp(Section):
    """The HL7 v2 receiver."""

    enabled: bool = Field(True, description="listen for MLLP connections")
    host: str = Field("0.0.0.0", description="address to listen on; 127.0.0.1 for this machine only")
    port: Port = 2575
    max_message_bytes: int = Field(
        64 * 1024**2, ge=1024, description="bytes; larger messages end the connection"
    )
    max_connections: int = Field(200, ge=1, description="connections at once; more are closed at accept")
    idle_timeout_s: Seconds = Field(3600.0, description="a connection silent between messages is closed")
    message_timeout_s: Seconds = Field(60.0, description="a message begun must end within this long")
    default_charset: str = Field(
        "iso2022_jp_ext", description="Python codec where MSH-18 is empty and no escape shows"
    )


class Pipeline(Section):
    """Work after the ack."""

    workers: int = Field(
        2, ge=1, le=64, description="processes that open and read pages; each needs 0.5 to 1 GB"
    )
    worker_idle_s: Seconds = Field(
        60.0, description="an idle worker leaves after this long and frees its memory"
    )
    worker_memory_bytes: int = Field(
        4 * 1024**3,
        ge=0,
        description="address space of a worker process; one that needs more fails its document alone; 0: unbounded",
    )
    page_deadline_s: Seconds = Field(60.0, description="a worker that needs longer for one page is stopped")
    retry_first_s: Seconds = Field(
        2.0, description="wait before a failed stage runs again; doubles each time"
    )
    retry_max_s: Seconds = Field(300.0, description="longest wait between tries")
    retry_attempts: int = Field(6, ge=1, description="tries of a stage before the message waits for a person")
    concurrency: int = Field(8, ge=1, description="messages worked on at once")
    node_name: str = Field(
        "node-1",
        pattern=r"^[A-Za-z0-9._-]{1,60}$",
        description="this node among several on one database; keep it",
    )


class Pages(Section):
    """Bounds on documents, so that one hostile file cannot take the machine."""

    max_pages: int = Field(500, ge=1, description="pages of a document; more is refused with a reason")
    max_pixels: int = Field(100_000_000, ge=1_000_000, description="pixels of a decoded page")
    max_bytes: int = Field(200 * 1024**2, ge=1024, description="bytes of a document")
    render_dpi: int = Field(200, ge=72, le=600, description="dots an inch at which PDF pages become pictures")


class Routing(Section):
    """Where the rules are."""

    file: Path | None = Field(
        None, description="routes.toml; none: every message with a document is processed"
    )
    profiles: Path | None = Field(
        None, description="folder of the document profiles that rules name; none: rules can name none"
    )


class Web(Section):
    """Console and results API."""

    enabled: bool = Field(True, description="serve the console and the results API")
    host: str = Field(
        "127.0.0.1", description="address; patient data is shown, so other than loopback needs TLS"
    )
    port: Port = 8440
    tls_certificate: Path | None = Field(None, description="PEM file with the certificate chain")
    tls_key: Path | None = Field(None, description="PEM file with the private key")
    behind_tls_proxy: bool = Field(
        False, description="a proxy in front ends TLS: allows other hosts without it here"
    )

    @model_validator(mode="after")
    def _patient_data_needs_tls(self) -> Self:
        if bool(self.tls_certificate) != bool(self.tls_key):
            raise ValueError("tls_certificate and tls_key go together: give both or neither")
        if self.host not in LOOPBACK and not (self.tls_certificate or self.behind_tls_proxy):
            raise ValueError(
                f"host {self.host} is reachable from the network and shows patient data: "
                "give tls_certificate and tls_key, or set behind_tls_proxy = true"
            )
        return self


class Fhir(Section):
    """How results look in FHIR."""

    profile: Guide = Field(
        "jp-core-1.1.2",
        description="profiles that resources claim at the results API and, unless set, everywhere",
    )
    patient_system: str = Field(
        "", description="identifier.system of patients; empty: JP Core's OID with site.institution_code"
    )
    binary_max_bytes: int = Field(
        10 * 1024**2,
        ge=0,
        description="bytes; documents up to this size travel in the Bundle as Binary, larger ones by URL",
    )
    base_url: str = Field(
        "http://127.0.0.1:8440/fhir", description="address under which others reach the results API"
    )


class Terminology(Section):
    """The hospital's own names and codes of results, beside the tables of the program (docs/terminology.md)."""

    folder: Path | None = Field(
        None,
        description="folder of the hospital's masters, CSV files with local code, name, JLAC10 and unit; "
        "`kartebridge terms import` writes there; none: terminology in data.directory",
    )
    local_system: str = Field(
        "",
        pattern=r"^((https?|urn):\S+)?$",
        description="URI of the hospital's own code system; empty: local codes are not posted, only JLAC10 and LOINC",
    )


class Logs(Section):
    """Structured logs; never with patient data."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="least level written")
    format: Literal["json", "text"] = Field("json", description="json for collectors, text for people")


class Settings(BaseSettings):
    """The whole tree."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="KARTEBRIDGE_",
        env_nested_delimiter="__",
        validate_default=True,
    )

    site: Site = Site()
    data: Data = Data()
    store: Store = Store()
    blobs: Blobs = Blobs()
    dicom: Dicom = Dicom()
    mllp: Mllp = Mllp()
    pipeline: Pipeline = Pipeline()
    pages: Pages = Pages()
    engine: Engine = Engine()
    network: Network = Network()
    routing: Routing = Routing()
    web: Web = Web()
    fhir: Fhir = Fhir()
    results_api: ResultsApi = ResultsApi()
    terminology: Terminology = Terminology()
    patients: Patients = Patients()
    logs: Logs = Logs()
    destinations: tuple[AnyDestination, ...] = ()
    models: tuple[Model, ...] = ()
    api_clients: tuple[ApiClient, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, so that one image serves many sites."""
        return env_settings, init_settings

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names = [d.name for d in self.destinations]
        for name in {n for n in names if names.count(n) > 1}:
            raise ValueError(f"destinations: the name {name!r} is used twice")
        for key, values in (
            ("name", [c.name for c in self.api_clients]),
            ("token_sha256", [c.token_sha256 for c in self.api_clients]),
        ):
            if len(values) != len(set(values)):
                raise ValueError(f"api_clients: one {key} is used twice; each system needs its own")
        if self.blobs.kind is BlobKind.S3 and not self.blobs.bucket:
            raise ValueError("blobs.bucket: kind = 's3' needs a bucket")
        if self.blobs.server_side_encryption and self.blobs.kind is not BlobKind.S3:
            raise ValueError(
                "blobs.server_side_encryption: only an S3 store encrypts by itself; encrypt the volume of "
                "data.directory, or set kind = 's3'"
            )
        if self.blobs.kms_key_id and self.blobs.server_side_encryption != "aws:kms":
            raise ValueError("blobs.kms_key_id: needs server_side_encryption = 'aws:kms'")
        if not self.site.institution_code:
            for key in self._keys_that_say_jp_clins():
                raise ValueError(
                    f"{key} = 'jp-clins' needs site.institution_code: each result names its institution"
                )
        if found := tuple(mistakes_between(self.engine, self.models)):
            raise ValueError("\n".join(found))
        return self

    def _keys_that_say_jp_clins(self) -> Iterator[str]:
        if self.fhir.profile == "jp-clins":
            yield "fhir.profile"
        for destination in self.destinations:
            if getattr(destination, "profile", None) == "jp-clins":
                yield f"destinations.{destination.name}.profile"

    @property
    def store_url(self) -> str:
        """SQLAlchemy URL in clear: for the store alone, never for a log."""
        if self.store.url_file:
            return read_secret(self.store.url_file, "store.url_file")
        return self.store.url.get_secret_value() or f"sqlite:///{self.data.directory / 'kartebridge.db'}"

    @property
    def terminology_folder(self) -> Path:
        """Where the hospital's masters are."""
        return self.terminology.folder or self.data.directory / "terminology"


def read_secret(path: Path, key: str) -> str:
    """The secret in a file, without the trailing newline."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SiteError(
            f"{key}: cannot read {path} ({error.strerror}); check the path and its owner"
        ) from error
    except UnicodeDecodeError:
        raise SiteError(f"{key}: {path} is no text; give the secret as UTF-8, certificates as PEM") from None


def load(path: Path | None) -> Settings:
    """Settings from a TOML file (none: defaults and environment); relative paths start at the working folder.

    Raises SiteError with one line a mistake, each beginning with its key.
    """
    table: dict[str, object] = {}
    if path is not None:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SiteError(f"{path}: cannot be read ({error.strerror}); give --config FILE") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SiteError(f"{path}: not valid TOML: {error}") from error
    try:
        settings = Settings(**table)  # type: ignore[arg-type]  # pydantic checks what the file holds
    except ValidationError as error:
        raise SiteError("\n".join(_mistakes(error))) from error
    return settings


def _mistakes(error: ValidationError) -> list[str]:
    lines = []
    for mistake in error.errors(include_url=False, include_context=False, include_input=False):
        key = ".".join(str(part) for part in _place(mistake["loc"])) or "settings"
        message = mistake["msg"].removeprefix("Value error, ")
        if mistake["type"] == "extra_forbidden":
            message = "no such setting; see docs/configuration.md for the keys there are"
        lines.append(f"{key}: {message}")
    return lines


def _place(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Where a mistake is, without the kind of destination that pydantic writes behind the table's number."""
    return loc[:2] + loc[3:] if loc[:1] == ("destinations",) and len(loc) > 2 else loc
