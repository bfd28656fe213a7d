"""The deliveries' page: conditions, buttons, who may, and what is written down."""

from __future__ import annotations

import re
from datetime import timedelta

from gateway import ids
from gateway.store import audit, deliveries, leases, pauses
from gateway.store.deliveries import NewDelivery
from gateway.store.engine import writing
from gateway.store.leases import Node
from gateway.store.schema import DeliveryState
from tests.integration.web.conftest import Served


def words(served: Served, path: str) -> str:
    text = served.api.get(path).text
    return " ".join(re.sub(r"<[^>]+>", " ", text.split("<main>")[1]).split())


def state(served: Served, destination: str) -> DeliveryState:
    row = deliveries.get_delivery(served.site.engine, served.made[f"delivery-{destination}"])
    assert row
    return row.state


def test_the_page_lists_by_the_same_conditions_as_the_command(served: Served) -> None:
    text = words(served, "/deliveries")
    assert "1 pending, 1 refused" in text
    assert "the server refused the bundle (422)" in text
    assert "Send 1 refused again" in text
    assert "山田" not in text
    for query, refused, pending in (
        ("destination=ehr", True, False),
        ("state=dead", True, False),
        ("state=pending", False, True),
        ("reason=operationoutcome", True, False),
        ("message=MSG0001", True, True),
        ("message=MSG0002", False, False),
        ("since=2026-11-20T10:30", True, True),  # the site's zone
        ("since=2026-11-20T10:31", False, False),
        ("until=2026-11-20T10:30", False, False),
        ("state=nonsense&destination=research", False, True),
    ):
        found = words(served, f"/deliveries?{query}")
        assert ("(422)" in found, "1 pending" in found.split("Show all")[1]) == (refused, pending), query
    assert "is no time" in words(served, "/deliveries?since=yesterday")
    assert "All deliveries" not in text
    assert served.stranger.get("/deliveries").status_code == 401


def test_resend_and_give_up_what_is_found(served: Served) -> None:
    api, site = served.api, served.site
    done = api.post("/deliveries/resend", data={"destination": "research"})
    assert (
        done.headers["location"] == "/deliveries?destination=research&done=0%20deliveries%20go%20out%20again"
    )
    assert api.post("/deliveries/resend", data={"since": "nonsense"}).status_code == 404, "or all would go"
    assert state(served, "ehr") is DeliveryState.DEAD
    api.post("/deliveries/resend", data={"reason": "422"})
    assert state(served, "ehr") is DeliveryState.PENDING
    assert {"ehr", "research"} <= set(site.resent)
    deliveries.mark_dead(site.engine, served.made["delivery-ehr"], now=site.now[0], reason="again")
    assert "1 deliveries are given up" in words(served, api.post("/deliveries/drop").headers["location"])
    assert state(served, "ehr") is DeliveryState.DROPPED
    acts = [(r.action, r.entity, r.outcome) for r in audit.recent(site.engine, limit=9)]
    assert ("send", "reason 422", "1 deliveries") in acts
    assert ("drop", "all", "1 deliveries") in acts


def test_the_node_that_delivers_is_named(served: Served) -> None:
    site = served.site
    assert "node-2" not in words(served, "/deliveries")
    until = site.now[0] + timedelta(minutes=1)
    assert leases.take(site.engine, "ehr", Node("its id", "node-2"), now=site.now[0], until=until)
    for path in ("/", "/deliveries"):
        assert "node-2" in words(served, path)
    site.now[0] = until
    assert "node-2" not in words(served, "/deliveries"), "its lease ran out"


def test_pause_and_resume(served: Served) -> None:
    api, site = served.api, served.site
    assert api.post("/destinations/ehr/pause").status_code == 303
    assert list(pauses.paused(site.engine)) == ["ehr"]
    for path in ("/", "/deliveries"):
        assert "paused for 0 s" in words(served, path)
    assert "ehr is paused" in words(served, "/").split("Received")[0], "so that nobody forgets it"
    api.post("/destinations/ehr/resume")
    assert pauses.paused(site.engine) == {}
    assert site.resent == ["ehr", "ehr"], "the sender is woken"
    assert api.post("/destinations/nobody/pause").status_code == 404
    acts = {(r.action, r.entity) for r in audit.recent(site.engine, limit=9)}
    assert {("pause", "destination/ehr"), ("resume", "destination/ehr")} <= acts


def test_forms_of_other_pages_do_nothing(served: Served) -> None:
    browser = served.sign_in()
    for path in ("/deliveries/resend", "/deliveries/drop", "/destinations/ehr/pause"):
        assert browser.post(path, data={"csrf": "wrong"}).status_code == 403
    browser.close()
    assert state(served, "ehr") is DeliveryState.DEAD
    assert pauses.paused(served.site.engine) == {}
    assert served.stranger.post("/destinations/ehr/pause").status_code == 401


def test_older_deliveries_are_a_page_away(served: Served) -> None:
    site = served.site
    with writing(site.engine) as connection:
        for number in range(60):
            new = NewDelivery(f"more-{number}", "ehr", f"key {number}", ids.sha256(b"x"))
            deliveries.add(connection, f"message {number}", [new], site.now[0])
    page = served.api.get("/deliveries").text
    assert page.count("<tr class") == 50
    older = re.search(r'href="([^"]+)" rel="next"', page)
    assert older
    rest = served.api.get(older[1].replace("&amp;", "&")).text
    assert rest.count("<tr class") == 12
