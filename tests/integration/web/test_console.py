"""The console's pages as text: what a person reads, and what the forms set going."""

from __future__ import annotations

import re
import time
from datetime import timedelta

from gateway.model_server.seen import Seen, SeenServer
from gateway.store import audit, deliveries
from gateway.store.schema import DeliveryState, MessageState
from mappers.model import Box, Overlooked
from tests.integration.web.conftest import Served
from tests.peers.filled_site import PATIENT, T0, add_message, add_report


def words(page: str) -> str:
    """A page's text without its marks."""
    import html

    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_first_page_says_what_is_wrong_first(reading: Served) -> None:
    text = words(reading.api.get("/").text)
    problems = ["1 message waiting", "1 message quarantined", "1 refused by ehr", "research is not reachable"]
    places = [text.index(p) for p in ["Needs a person:", *problems]]
    assert places == sorted(places)
    assert places[-1] < text.index("MSG0001")
    assert "ask the sender for one without a password, then replay" in text
    assert "research not reachable 1 pending, oldest 2 h 0 min 0 refused 0 delivered" in text


def test_list_shows_no_patient(reading: Served) -> None:
    page = reading.api.get("/").text
    for part in ("山田", "YAMADA", "ヤマダ", PATIENT.id, "1960"):
        assert part not in page


def test_filter_and_search(reading: Served) -> None:
    def found(query: str) -> set[str]:
        page = reading.api.get(f"/?{query}").text
        return set(re.findall(r'href="/messages/([0-9a-f-]{36})"', page))

    everything = {v for k, v in reading.made.items() if k in {s.value for s in MessageState}}
    assert found("") == everything
    for state in (MessageState.WAITING, MessageState.QUARANTINED, MessageState.RETRYING, MessageState.DONE):
        assert found(f"state={state.value}") == {reading.made[state.value]}
    assert found("q=MSG0001") == {reading.made["done"]}
    hl7 = {"done", "quarantined", "working", "ignored"}
    assert found("q=MSG") == {reading.made[fate] for fate in hl7}
    assert found("q=1.2.392.200036.9116.2.6.1.44063.18037.2") == {reading.made["waiting"]}
    assert found(f"q={reading.made['done'][:13]}") == {reading.made["done"]}
    assert found("q=nothing-begins-so") == set()
    assert found("q=MSG&state=waiting") == set()
    assert found("state=nonsense") == everything
    assert found("before=junk") == everything
    assert "No message matches" in reading.api.get("/?q=nothing").text


def test_live_part_is_the_part_of_the_page(reading: Served) -> None:
    whole, part = reading.api.get("/?state=waiting").text, reading.api.get("/live?state=waiting").text
    assert part.strip() in whole
    assert 'data-live="/live?state=waiting"' in whole
    assert "<html" not in part


def test_message_page(reading: Served) -> None:
    page = reading.api.get(f"/messages/{reading.made['done']}").text
    text = words(page)
    for part in (
        "山田 花子",
        PATIENT.id,
        "MSG0001",
        "海辺検査センター",
        "8.50",
        "mg/dL",
        "0.00-0.14",
        "1988-5",
    ):
        assert part in text, part
    assert "1 unverified" in text
    assert "Page 2 was not read: the page is cut off" in text
    assert "read its OperationOutcome, correct, then resend" in text
    assert "Observation.status: 山田 花子" in text, "the server's own words stand here and nowhere else"
    assert page.count("<rect") == 6
    assert '"value": 8.50' in text.replace("&#34;", '"'), "pretty JSON keeps the digits too"
    assert '<tbody lang="ja">' in page


def test_overlooked_places_are_noted_and_marked_on_their_page(served: Served) -> None:
    message = add_message(served.site, "MSG0042", MessageState.WAITING, reason="look at them")
    places = tuple(Overlooked(1, Box(0.42, y, 0.56, y + 0.03)) for y in (0.7, 0.8))
    add_report(served.site, message, (), (*places, Overlooked(2, places[0].box)))
    page = served.api.get(f"/messages/{message}").text
    text = words(page)
    assert "Page 1: 2 places look like results and were not read; they are marked on the picture" in text
    assert "Page 2: 1 place looks like a result and was not read" in text
    assert "not read; it is marked" not in text, "page 2 has no picture"
    marks = re.findall(r'<rect class="overlooked"[^>]*>', page)
    assert marks == [
        '<rect class="overlooked" x="420.0" y="700.0" width="140.0" height="30.0">',
        '<rect class="overlooked" x="420.0" y="800.0" width="140.0" height="30.0">',
    ]
    assert page.count("<rect") == 6 + 2
    assert "MSG0042" in served.api.get("/?state=waiting").text
    assert "overlooked" not in served.api.get(f"/messages/{served.made['done']}").text


def test_values_are_escaped(served: Served) -> None:
    message = add_message(served.site, "<script>alert(1)</script>", MessageState.WAITING, reason="<b>x</b>")
    for path in ("/", f"/messages/{message}"):
        page = served.api.get(path).text
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page
        assert "&lt;b&gt;x" in page


def test_empty_gateway_says_what_to_do(served: Served) -> None:
    from sqlalchemy import delete

    from gateway.store.engine import writing
    from gateway.store.schema import deliveries as deliveries_table
    from gateway.store.schema import message_documents, messages

    with writing(served.site.engine) as connection:
        for table in (deliveries_table, message_documents, messages):
            connection.execute(delete(table))
    served.site.breakers.clear()
    text = words(served.api.get("/").text)
    assert "All is well. Nothing waits for a person." in text
    assert "No message yet" in text


def test_model_servers_and_what_is_wrong_with_them(served: Served) -> None:
    assert "Model servers" not in served.api.get("/").text
    served.site.model_servers += [
        SeenServer("reader", "10.0.0.5:8000", Seen.READY),
        SeenServer("reader", "10.0.0.6:8000", Seen.AWAY),
        SeenServer("own", "127.0.0.1:41000", Seen.STARTING, 3, "it ended with signal 9"),
    ]
    page = served.api.get("/").text
    text = words(page)
    assert "Model servers" in page
    assert "model server reader at 10.0.0.6:8000 is not reachable" in text
    assert "10.0.0.5:8000 is" not in text
    assert "started 3 times" in text
    assert "it ended with signal 9" in text
    assert "Model servers" in served.api.get("/live").text


def test_pictures_and_originals(reading: Served) -> None:
    document, message = reading.made["document"], reading.made["done"]
    picture = reading.api.get(f"/documents/{document}/pages/1.jpg")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8\xff")
    for gone in (
        f"/documents/{document}/pages/2.jpg",
        f"/documents/{document}/pages/9.jpg",
        "/documents/x/pages/1.jpg",
    ):
        assert reading.api.get(gone).status_code == 404
    received = reading.api.get(f"/messages/{message}/received")
    assert received.content.startswith(b"MSH|")
    assert received.headers["content-disposition"] == f'attachment; filename="{message}.hl7"'
    assert (
        reading.api.get(f"/messages/{reading.made['waiting']}/received").headers["content-type"]
        == "application/dicom"
    )
    resource = reading.api.get(f"/resources/DocumentReference/{document}")
    assert "血液検査報告書" in resource.text


def test_what_is_not_there(reading: Served) -> None:
    for path in (
        "/messages/none",
        "/messages/none/received",
        "/resources/Patient/none",
        "/nowhere",
        "/messages",
    ):
        answer = reading.api.get(path)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text
    assert reading.api.delete("/").status_code == 405


def test_replay_and_resend(served: Served) -> None:
    api, made = served.api, served.made
    assert (
        api.post(f"/messages/{made['waiting']}/replay").headers["location"]
        == f"/messages/{made['waiting']}?done=replay"
    )
    assert served.site.replayed == [made["waiting"]]
    assert api.post("/messages/none/replay").status_code == 404
    answer = api.post(f"/deliveries/{made['delivery-ehr']}/send")
    assert answer.headers["location"] == f"/messages/{made['done']}?done=send"
    row = deliveries.get_delivery(served.site.engine, made["delivery-ehr"])
    assert row
    assert row.state is DeliveryState.PENDING
    assert row.next_at == served.site.now[0]
    assert api.post("/deliveries/none/send").status_code == 404
    assert api.post("/destinations/research/send").headers["location"] == "/"
    assert served.site.resent == ["ehr", "research"]
    acts = {(r.action, r.entity) for r in audit.recent(served.site.engine, limit=10)}
    assert ("replay", f"message/{made['waiting']}") in acts
    assert ("send", f"delivery/{made['delivery-ehr']}") in acts
    assert ("send", "destination/research") in acts
    for done in ("replay", "send"):
        assert "Reload" in api.get(f"/messages/{made['done']}?done={done}").text


def test_thousands_of_messages_by_pages(served: Served) -> None:
    """Each page is quick and every message is on one page once."""
    from sqlalchemy import insert

    from gateway.store.engine import writing
    from gateway.store.schema import messages

    moment = T0 + timedelta(hours=1)
    rows = [
        {
            "id": f"00000000-0000-0000-0000-{n:012}", "source": "mllp", "sender": "LIS|X", "control_id": f"BULK{n:06}",
            "peer": "10.0.0.1", "called_ae": "", "calling_ae": "", "digest": "0" * 64, "size_bytes": 100,
            "received_at": moment, "state": "done", "stage": "", "reason": "", "tries": 0, "run": 0, "route": "",
            "changed_at": moment,
        }
        for n in range(5000)
    ]  # fmt: skip
    with writing(served.site.engine) as connection:
        connection.execute(insert(messages), rows)
    url, seen, slowest = "/?q=BULK", [], 0.0
    for _ in range(4):
        began = time.perf_counter()
        page = served.api.get(url).text
        slowest = max(slowest, time.perf_counter() - began)
        seen += re.findall(r'class="id" href="/messages/([0-9a-f-]{36})"', page)
        older = re.search(r'href="(/\?[^"]*before=\d+)" rel="next"', page)
        assert older
        url = older.group(1).replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 200
    assert "data-live" not in served.api.get(url).text, "an older page does not move under the reader"
    assert slowest < 2, f"a page took {slowest:.2f} s"
