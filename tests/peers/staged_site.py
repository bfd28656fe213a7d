"""The stages over a real store and real mappers, with a reader that answers as told: no workers, no DBOS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine

from gateway import routing
from gateway.durable import Verdict
from gateway.observe.metrics import Metrics
from gateway.pipeline import Stage, StageRunner
from gateway.routing import RouteBook
from gateway.settings import Data, Settings, Store
from gateway.settings_destinations import AnyDestination
from gateway.stages import StageContext
from gateway.store import messages
from gateway.store.blobs import FileBlobStore
from gateway.store.engine import migrate, open_engine
from gateway.store.inbox import Inbox, NewMessage
from gateway.store.messages import MessageRow
from inference.pages import PagesSummary, PageSummary
from inference.types import DocumentRefused
from mappers.model import (
    Box,
    DocumentType,
    EngineInfo,
    Extraction,
    Item,
    Overlooked,
    PatientIdentity,
    PrintedPatient,
    Source,
    UnreadPage,
)

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ITEMS = (
    Item("総蛋白", "7.20", 1, Box(0.1, 0.2, 0.3, 0.22), 0.99, True, unit="g/dL"),
    Item("CRP", "0.10", 1, Box(0.1, 0.3, 0.3, 0.32), 0.95, True, unit="mg/dL"),
)


def oru(*texts: str, control_id: str = "A1", facility: str = "LAB", patient_id: str = "90000017") -> bytes:
    """An ORU^R01 with one text report an OBR; the patient is invented."""
    segments = [
        f"MSH|^~\\&|LIS|{facility}|KB|HOSP|20261120120000||ORU^R01|{control_id}|P|2.5",
        f"PID|1||{patient_id}^^^HOSP||TEST^TARO||19700101|M",
    ]
    for number, text in enumerate(texts, start=1):
        title = f"Report {number}"
        segments += [f"OBR|{number}|||CBC^{title}", f"OBX|1|FT|R^{title}||{text}||||||F"]
    return ("\r".join(segments) + "\r").encode()


def extraction(
    *items: Item,
    unread: tuple[UnreadPage, ...] = (),
    overlooked: tuple[Overlooked, ...] = (),
    mismatch: bool = False,
) -> Extraction:
    """What a reader says of a one-page laboratory report."""
    return Extraction(
        DocumentType.LAB_REPORT,
        "en",
        PrintedPatient(),
        items or ITEMS,
        1 + len(unread),
        EngineInfo("fake", "1"),
        patient_mismatch=mismatch,
        mismatch_reasons=("birth_date",) if mismatch else (),
        effective="2026-11-20T09:00",
        unread=unread,
        overlooked=overlooked,
    )


@dataclass
class ToldReader:
    """A `stages.PageReader`; answers by document, in the order in which documents are first seen."""

    answers: list[Extraction | Exception] = field(default_factory=list)
    unopened: dict[int, DocumentRefused] = field(default_factory=dict)  # place in that order → why
    seen: list[str] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)  # asked for, document by document

    def summarise(
        self, document_id: str, digest: str, media_type: str, on_page: Callable[[PageSummary], None]
    ) -> PagesSummary:
        place = self._place(document_id)
        if place in self.unopened:
            raise self.unopened[place]
        page = PageSummary(1, 100, 140, b"\xff\xd8 page", has_text_layer=True)
        on_page(page)
        return PagesSummary(media_type, (page,))

    def extract(
        self,
        document_id: str,
        digest: str,
        media_type: str,
        filed_under: PatientIdentity,
        pages: int,
        profile: str = "",
        modality: str = "",
    ) -> Extraction:
        self.profiles.append(profile)
        place = self._place(document_id)
        answer = self.answers[place] if place < len(self.answers) else extraction()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _place(self, document_id: str) -> int:
        if document_id not in self.seen:
            self.seen.append(document_id)
        return self.seen.index(document_id)


@dataclass
class StagedSite:
    """Messages are kept with `keep` and run with `run`; `woken` counts calls to the destinations."""

    engine: Engine
    blobs: FileBlobStore
    settings: Settings
    reader: ToldReader
    context: StageContext
    runner: StageRunner
    clock: list[datetime]
    woken: list[bool]

    def keep(self, raw: bytes, *, source: Source = Source.MLLP, control_id: str = "A1") -> str:
        """The id of the message, kept as its receiver would."""
        digest = self.blobs.put(raw)
        new = NewMessage(source, "LIS|LAB", control_id, "192.0.2.7", "", "", digest, len(raw), self.now())
        with Inbox(self.engine) as inbox:
            return inbox.keep(new).message_id

    def run(self, message_id: str, *, first: Stage = Stage.ENVELOPE) -> list[str]:
        """Run the stages until one says stop, as a workflow does; the names of those that ran."""
        ran = []
        for stage in self.runner.stages[self.runner.stages.index(first) :]:
            ran.append(str(stage))
            run = self.row(message_id).run
            if self.runner.run(message_id, run, 0, stage) is not Verdict.NEXT:
                break
        return ran

    def row(self, message_id: str) -> MessageRow:
        """The message as it stands."""
        row = messages.get(self.engine, message_id)
        assert row is not None
        return row

    def now(self) -> datetime:
        """A clock that goes on by itself."""
        self.clock[0] += timedelta(seconds=1)
        return self.clock[0]


@contextmanager
def staged_site(
    folder: Path, *destinations: AnyDestination, rules: str = "", store_url: str = ""
) -> Iterator[StagedSite]:
    """A site in a fresh folder. `rules`: text of a routes.toml; none: everything is processed.

    `store_url`: a database; none: SQLite in the folder.
    """
    settings = Settings(
        data=Data(directory=folder, min_free_bytes=0),
        destinations=destinations,
        store=Store(url=SecretStr(store_url)),
    )
    engine = open_engine(settings.store_url)
    migrate(engine)
    blobs = FileBlobStore(folder / "blobs")
    clock, woken, reader = [NOON], list[bool](), ToldReader()
    names = [one.name for one in destinations]

    def now() -> datetime:
        return site.now()

    context = StageContext(
        engine,
        blobs,
        reader,
        RouteBook(lambda: routing.parse(rules, names) if rules else routing.EVERYTHING),
        settings,
        metrics := Metrics(),
        now,
        lambda: woken.append(True),
    )
    site = StagedSite(
        engine, blobs, settings, reader, context, StageRunner(context, metrics, now), clock, woken
    )
    try:
        yield site
    finally:
        blobs.close()
        engine.dispose()
