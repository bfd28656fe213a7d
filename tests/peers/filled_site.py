"""A gateway's store filled with invented messages, and the web part over it: for tests that look at pages."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import Engine

from gateway import ids
from gateway.access import Access, first_token
from gateway.model_server.seen import SeenServer
from gateway.results_api.export_jobs import export_jobs
from gateway.settings import Data, Settings, Site, Web
from gateway.settings_api import ApiClient, ResultsApi
from gateway.store import deliveries, documents, messages
from gateway.store.blobs import FileBlobStore
from gateway.store.deliveries import NewDelivery
from gateway.store.documents import PageRow
from gateway.store.engine import migrate, open_engine
from gateway.store.inbox import Inbox, NewMessage
from gateway.store.resources import StoredResource, save_results
from gateway.store.schema import DocumentState, MessageState
from gateway.web_deps import WebDeps
from mappers import fhir
from mappers.envelope_json import envelope_to_json
from mappers.model import (
    Box,
    DocumentType,
    EngineInfo,
    Envelope,
    Extraction,
    Flag,
    Item,
    Overlooked,
    PatientIdentity,
    PersonName,
    PrintedPatient,
    Sex,
    Source,
)

TOKYO = ZoneInfo("Asia/Tokyo")
T0 = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
PATIENT = PatientIdentity(
    "00123456", "", PersonName("YAMADA^HANAKO", "山田 花子", "ヤマダ ハナコ"), "1960-03-04", Sex.FEMALE
)
WIDTH, HEIGHT = 1000, 1400
ROWS = (
    ("総蛋白", "7.2", "g/dL", "6.6-8.1", None, 0.99, True, "2885-2"),
    ("アルブミン", "4.10", "g/dL", "4.1-5.1", None, 0.97, True, "1751-7"),
    ("AST(GOT)", "58", "U/L", "13-30", Flag.HIGH, 0.95, True, "1920-8"),
    ("クレアチニン", "0.46", "mg/dL", "0.46-0.79", None, 0.72, True, "2160-0"),
    ("CRP", "8.50", "mg/dL", "0.00-0.14", Flag.HIGH, 0.41, True, "1988-5"),
    ("HBs抗原", "陰性", "", "陰性", None, 0.9, False, ""),
)
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
    "/usr/share/fonts/opentype/ipafont-mincho/ipam.ttf",
)


@dataclass
class FilledSite:
    """The parts, and what the injected callables were told."""

    engine: Engine
    blobs: FileBlobStore
    settings: Settings
    token: str
    deps: WebDeps
    now: list[datetime]
    replayed: list[str] = field(default_factory=list)
    recoded: list[str] = field(default_factory=list)
    resent: list[str] = field(default_factory=list)
    breakers: dict[str, str] = field(default_factory=dict)
    model_servers: list[SeenServer] = field(default_factory=list)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
        self.blobs.close()


def open_site(
    directory: Path,
    web: Web | None = None,
    *,
    with_base_url: str = "",
    clients: tuple[ApiClient, ...] = (),
    results_api: ResultsApi | None = None,
) -> FilledSite:
    """An empty gateway store with a token."""
    tree: dict[str, Any] = {
        "data": Data(directory=directory),
        "web": web or Web(port=0),
        "site": Site(name="海辺総合病院"),
        "api_clients": clients,
        "results_api": results_api or ResultsApi(),
    }
    settings = Settings(**tree, fhir={"base_url": with_base_url}) if with_base_url else Settings(**tree)
    engine = open_engine(settings.store_url)
    migrate(engine)
    blobs = FileBlobStore(directory / "blobs")
    token = first_token(directory)
    assert token is not None
    now = [T0 + timedelta(hours=2)]
    replayed: list[str] = []
    recoded: list[str] = []
    resent: list[str] = []
    breakers: dict[str, str] = {}
    model_servers: list[SeenServer] = []

    def told(where: list[str], message_id: str) -> bool:
        if messages.get(engine, message_id) is None:
            return False
        where.append(message_id)
        return True

    deps = WebDeps(
        engine=engine,
        blobs=blobs,
        access=Access(directory, lambda: now[0]),
        subscribers_changed=lambda: None,
        exports=export_jobs(settings, engine, lambda: now[0]),
        settings=settings,
        replay=partial(told, replayed),
        recode=partial(told, recoded),
        resent=resent.append,
        breakers=lambda: breakers,
        model_servers=lambda: model_servers,
        healthy=lambda: True,
        metrics=lambda: b"kartebridge_messages 1\n",
        clock=lambda: now[0],
    )
    return FilledSite(
        engine, blobs, settings, token, deps, now, replayed, recoded, resent, breakers, model_servers
    )


def add_message(
    site: FilledSite,
    control_id: str,
    state: MessageState = MessageState.DONE,
    *,
    source: Source = Source.MLLP,
    reason: str = "",
    stage: str = "",
    tries: int = 0,
    at: datetime = T0,
    envelope: Envelope | None = None,
    data: bytes | None = None,
) -> str:
    """Keep one message as the receivers do, then set what became of it."""
    data = data or f"MSH|^~\\&|LIS|海辺検査||||||{control_id}".encode()
    new = NewMessage(
        source=source,
        sender="LIS|SEASIDE" if source is Source.MLLP else "",
        control_id=control_id,
        peer="10.1.2.3",
        called_ae="KARTEBRIDGE" if source is Source.DICOM else "",
        calling_ae="MODALITY1" if source is Source.DICOM else "",
        digest=site.blobs.put(data),
        size_bytes=len(data),
        received_at=at,
    )
    with Inbox(site.engine) as inbox:
        message_id = inbox.keep(new).message_id
    messages.set_state(
        site.engine,
        message_id,
        state,
        now=at,
        stage=stage,
        reason=reason,
        tries=tries,
        route="lab-reports",
        envelope=envelope_to_json(envelope) if envelope else None,
    )
    return message_id


def envelope(source: Source = Source.MLLP, control_id: str = "MSG0001") -> Envelope:
    """What a message about the invented patient says of itself."""
    return Envelope(
        source=source,
        control_id=control_id,
        patient=PATIENT,
        message_type="ORU^R01" if source is Source.MLLP else "",
        modality="DOC" if source is Source.DICOM else "",
        sending_facility="海辺検査センター",
        sending_application="LIS",
        document_title="血液検査報告書",
        order_number="A-20261120-7",
        document_time="2026-11-20T08:15",
    )


def items() -> tuple[Item, ...]:
    """The values on the invented report, each with the box that `picture` draws it in."""
    return tuple(
        Item(
            name=name,
            value=value,
            page=1,
            box=row_box(place),
            confidence=confidence,
            verified=verified,
            unit=unit or None,
            reference_range=reference or None,
            flag=flag,
            effective="2026-11-20T08:15",
            loinc=loinc or None,
            warnings=() if verified else ("the page's own words do not carry this value",),
        )
        for place, (name, value, unit, reference, flag, confidence, verified, loinc) in enumerate(ROWS)
    )


def row_box(place: int) -> Box:
    """Where a row's value stands, as fractions of the page."""
    top = 300 + 90 * place
    return Box(420 / WIDTH, top / HEIGHT, 560 / WIDTH, (top + 46) / HEIGHT)


def picture() -> bytes:
    """The report's page as JPEG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    path = next((p for p in _FONTS if Path(p).exists()), None)
    font = ImageFont.truetype(path, 34) if path else ImageFont.load_default(34)
    latin = path is None
    draw.text((80, 90), "Laboratory report" if latin else "血液検査報告書", "black", font)
    draw.text((80, 160), "00123456" if latin else "山田 花子 様  ID 00123456", "black", font)
    for place, row in enumerate(ROWS):
        y = 300 + 90 * place
        columns = zip((80, 430, 600, 760), row[:4], strict=True)
        for x, text in columns:
            draw.text((x, y), text if text.isascii() or not latin else "?", "black", font)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def extraction(overlooked: tuple[Overlooked, ...] = ()) -> Extraction:
    """What the engine read from the invented report."""
    return Extraction(
        document_type=DocumentType.LAB_REPORT,
        language="ja",
        patient=PrintedPatient("00123456", "山田 花子", "1960-03-04", None),
        items=items(),
        page_count=2,
        engine=EngineInfo("ocr", "0.1.0", "PP-OCRv6"),
        patient_mismatch=False,
        effective="2026-11-20T08:15",
        overlooked=overlooked,
    )


def add_report(
    site: FilledSite,
    message_id: str,
    destinations: tuple[str, ...] = ("ehr",),
    overlooked: tuple[Overlooked, ...] = (),
) -> str:
    """A read and mapped document for a message: pages, findings, resources, deliveries; gives the document's id."""
    original = b"%PDF-1.7 invented " + message_id.encode()
    digest = site.blobs.put(original)
    document_id = ids.document_id("local", PATIENT.id, digest)
    read = extraction(overlooked)
    documents.upsert_document(
        site.engine, document_id, digest=digest, size_bytes=len(original), media_type="application/pdf",
        title="血液検査報告書", now=T0,
    )  # fmt: skip
    documents.link(site.engine, message_id, 1, document_id, {"title": "血液検査報告書"})
    pages = [
        PageRow(1, WIDTH, HEIGHT, site.blobs.put(picture())),
        PageRow(2, 0, 0, "", "the page is cut off"),
    ]
    documents.save_pages(site.engine, document_id, pages)
    documents.save_findings(site.engine, document_id, read.items)
    body = read.to_json()
    del body["items"]
    documents.set_document(
        site.engine, document_id, DocumentState.MAPPED, now=T0, page_count=2, document_type="lab-report",
        extraction=body,
    )  # fmt: skip
    made = fhir.results(
        fhir.MappingInput(
            envelope=envelope(),
            document=fhir.DocumentFacts(
                document_id, digest, "application/pdf", len(original), "血液検査報告書"
            ),
            extraction=read,
            site=fhir.SiteFacts("urn:oid:1.2.3", TOKYO, "http://127.0.0.1:8440/fhir"),
            message_id=message_id,
            recorded=T0,
        )
    )
    bundle = site.blobs.put(fhir.dumps(made.bundle).encode())
    stored = [
        StoredResource(r["resourceType"], r["id"], fhir.dumps(r), fhir.index(r)) for r in made.resources
    ]
    outbox = [
        NewDelivery(ids.derive("delivery", message_id, name, bundle), name, "key-" + PATIENT.id, bundle)
        for name in destinations
    ]
    save_results(site.engine, message_id, document_id, stored, outbox, now=T0, zone=TOKYO)
    return document_id


def fill(site: FilledSite) -> dict[str, str]:
    """One message of every kind of fate; gives ids by what became of them."""
    made = {"done": add_message(site, "MSG0001", envelope=envelope(), at=T0)}
    made["document"] = add_report(site, made["done"], ("ehr", "research"))
    for delivery in deliveries.of_message(site.engine, made["done"]):
        made[f"delivery-{delivery.destination}"] = delivery.id
    outcome = (
        '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invariant",'
        '"diagnostics":"Observation.status: 山田 花子"}]}'
    )
    deliveries.mark_dead(
        site.engine, made["delivery-ehr"], now=T0,
        reason="the server refused the bundle (422): read its OperationOutcome, correct, then resend",
        outcome=outcome,
    )  # fmt: skip
    fates = (
        (MessageState.WAITING, "the PDF is encrypted: ask the sender for one without a password, then replay. "
         "The file was kept as received; nothing of it was read and nothing was posted anywhere.", "pages", 1),
        (MessageState.QUARANTINED, "the page names another patient than the header (id, name)", "verify", 1),
        (MessageState.RETRYING, "the worker ran past its time", "engine", 3),
        (MessageState.WORKING, "", "engine", 1),
        (MessageState.ACCEPTED, "", "", 0),
        (MessageState.IGNORED, "", "", 0),
        (MessageState.RECEIVED, "", "", 0),
    )  # fmt: skip
    for place, (state, reason, stage, tries) in enumerate(fates, start=2):
        dicom = place % 2 == 0
        control_id = f"1.2.392.200036.9116.2.6.1.44063.18037.{place}" if dicom else f"MSG{place:04}"
        source = Source.DICOM if dicom else Source.MLLP
        made[state.value] = add_message(
            site, control_id, state, source=source, reason=reason, stage=stage, tries=tries,
            at=T0 + timedelta(minutes=place), envelope=envelope(source, control_id),
        )  # fmt: skip
    site.breakers.update({"ehr": "closed", "research": "open"})
    return made
