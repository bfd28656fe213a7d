"""What ADT says of one person: changed demographics count for what is made later, and a merge is not unlinked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.store import audit, resources
from gateway.store.schema import MessageState
from tests.integration.pipeline.test_corrections import run, server
from tests.integration.pipeline.test_merges import EHR, A, B, a40, hosp, report, subjects, who
from tests.peers.staged_site import StagedSite, staged_site


def adt(event: str, at: str, *pids: str) -> bytes:
    segments = [
        f"MSH|^~\\&|EHR|HOSP|KB|HOSP|20261120{at}00||ADT^{event}|{event}{at}|P|2.5",
        f"EVN||20261120{at}00",
    ]
    return ("\r".join([*segments, *pids]) + "\r").encode()


def pid(number: str, rest: str = "") -> str:
    return f"PID|1||{hosp(number)}||{rest}"


def patient(site: StagedSite, number: str) -> dict[str, Any]:
    import json

    row = resources.read(site.engine, "Patient", who(number))
    assert row is not None
    return dict(json.loads(row.body))


MARRIED = pid("A", "MARRIED^NAME||19700102|F")


@pytest.mark.parametrize("event", ["A08", "A31"])
def test_an_update_counts_for_what_is_made_later(tmp_path: Path, event: str) -> None:
    with staged_site(tmp_path, EHR) as site:
        _, update = run(site, A, adt(event, "0900", MARRIED))
        assert site.row(update).state is MessageState.DONE
        assert patient(site, "A")["name"][0]["family"] == "TEST", "what was stored says what was known then"
        assert [r.action for r in audit.recent(site.engine, limit=1)] == ["patient-updated"]
        # A report that was written before the update, and comes after it.
        run(site, report("A", "a later one", at="0830"))
        now = patient(site, "A")
        assert (now["name"][0]["family"], now["birthDate"], now["gender"]) == (
            "MARRIED",
            "1970-01-02",
            "female",
        )


def test_what_an_update_does_not_say_stays_and_an_older_one_changes_nothing(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        made = run(
            site, A, adt("A08", "0900", pid("A", "MARRIED^NAME")), adt("A08", "0700", pid("A", "OLDER^NAME"))
        )
        assert "nothing changed" in site.row(made[-1]).reason
        run(site, report("A", "a later one", at="0830"))
        now = patient(site, "A")
        assert (now["name"][0]["family"], now["birthDate"], now["gender"]) == (
            "MARRIED",
            "1970-01-01",
            "male",
        )


def test_an_update_of_nobody_known_here_is_not_kept(tmp_path: Path) -> None:
    with staged_site(tmp_path, EHR) as site:
        (update,) = run(site, adt("A08", "0900", MARRIED))
        assert site.row(update).state is MessageState.DONE
        assert "nobody here" in site.row(update).reason
        run(site, A)
        assert patient(site, "A")["name"][0]["family"] == "TEST"


def test_an_unlink_does_not_undo_a_merge_and_says_so(tmp_path: Path) -> None:
    unlink = adt("A37", "1000", pid("A"), pid("B"))
    with staged_site(tmp_path, EHR) as site:
        *_, apart = run(site, A, B, unlink)
        assert site.row(apart).state is MessageState.DONE
        assert "nothing to undo" in site.row(apart).reason
        *_, merged = run(site, a40(hosp("A"), hosp("B"), "1100"), unlink.replace(b"A371000", b"again"))
        assert site.row(merged).state is MessageState.WAITING
        assert "undoes a merge" in site.row(merged).reason
        assert subjects(server(site)) == {who("B")}
