"""Which messages need work: those that nobody began, those in work, and those asked for again."""

from __future__ import annotations

from pathlib import Path

from gateway.backlog import StoredBacklog, replay
from gateway.durable import Waiting
from gateway.store import messages
from gateway.store.schema import MessageState
from tests.peers.staged_site import StagedSite, oru, staged_site


def kept(site: StagedSite, count: int) -> list[str]:
    return [site.keep(oru("x", control_id=f"C{n}"), control_id=f"C{n}") for n in range(count)]


def test_what_was_kept_is_begun_once_and_in_order(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        made, backlog = kept(site, 3), StoredBacklog(site.engine, site.now)
        first = backlog.unstarted(2)
        assert first == [Waiting(one, 0, 0, "envelope") for one in made[:2]]
        for waiting in first:
            backlog.started(waiting)
        assert [w.message_id for w in backlog.unstarted(5)] == made[2:]
        assert sorted(w.message_id for w in backlog.in_work()) == sorted(made[:2])


def test_what_ended_is_neither_begun_nor_in_work(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        made, backlog = kept(site, 3), StoredBacklog(site.engine, site.now)
        for one, state in zip(
            made, (MessageState.DONE, MessageState.WAITING, MessageState.RETRYING), strict=True
        ):
            messages.set_state(site.engine, one, state, now=site.now(), stage="engine", tries=2)
        assert backlog.unstarted(5) == []
        assert list(backlog.in_work()) == [Waiting(made[2], 0, 2, "engine")]
        assert backlog.find(made[0]) is None
        assert backlog.find("no such message") is None
        assert backlog.find(made[2]) == Waiting(made[2], 0, 2, "engine")


def test_in_work_are_those_being_worked_on_and_those_to_be_tried_again(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        made, backlog = kept(site, 7), StoredBacklog(site.engine, site.now)
        for number, one in enumerate(made):
            state = MessageState.WORKING if number % 2 else MessageState.RETRYING
            messages.set_state(site.engine, one, state, now=site.now())
        assert sorted(w.message_id for w in backlog.in_work()) == sorted(made)


def test_a_start_that_comes_late_undoes_nothing(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        (one,), backlog = kept(site, 1), StoredBacklog(site.engine, site.now)
        (waiting,) = backlog.unstarted(1)
        messages.set_state(site.engine, one, MessageState.DONE, now=site.now())
        backlog.started(waiting)
        assert site.row(one).state is MessageState.DONE
        replay(site.engine, one, "map", site.now())
        backlog.started(waiting)  # of the run before
        assert site.row(one).state is MessageState.RECEIVED


def test_replay_begins_a_new_run_at_the_stage(tmp_path: Path) -> None:
    with staged_site(tmp_path) as site:
        (one,), backlog = kept(site, 1), StoredBacklog(site.engine, site.now)
        assert replay(site.engine, one, "map", site.now())
        assert backlog.unstarted(1) == [Waiting(one, 1, 0, "envelope")], "it has no envelope yet"
        site.run(one)
        assert replay(site.engine, one, "map", site.now())
        assert backlog.unstarted(1) == [Waiting(one, 2, 0, "map")]
        assert site.row(one).reason == ""
        assert not replay(site.engine, "no such message", "map", site.now())
