"""What an HTTP answer means for a delivery: each row of the table in gateway.deliver.fhir_judging."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import httpx
import pytest

from gateway.deliver.answer import Result
from gateway.deliver.deliverer import Backoff
from gateway.deliver.fhir_judging import MAX_OUTCOME_CHARS, judge
from gateway.deliver.http_answer import MAX_RETRY_AFTER_S

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FHIR = httpx.Headers({"content-type": "application/fhir+json; charset=utf-8"})


def response_bundle(*statuses: object) -> bytes:
    entries = [{"response": {"status": status}} for status in statuses]
    return json.dumps({"resourceType": "Bundle", "type": "transaction-response", "entry": entries}).encode()


def test_every_entry_stored_is_delivered() -> None:
    assert (
        judge(200, FHIR, response_bundle("201 Created", "200 OK", "200", "304"), NOW).result
        is Result.DELIVERED
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>portal</html>",
        b'{"resourceType":"OperationOutcome"}',
        b'{"resourceType":"Bundle","type":"searchset","entry":[{"response":{"status":"200"}}]}',
        response_bundle(),
        response_bundle("200 OK", None),
        response_bundle("200 OK", "fine"),
        response_bundle("200 OK", 201),
        b'{"resourceType":"Bundle","type":"transaction-response","entry":[7]}',
        b'{"resourceType":"Bundle","type":"transaction-response","entry":{"response":1}}',
        b"[" * 100_000,
    ],
)
def test_2xx_that_confirms_nothing_is_never_a_success(body: bytes) -> None:
    answer = judge(200, FHIR, body, NOW)
    assert (answer.result, answer.slow, answer.server_works) == (Result.RETRY, True, False)


def test_entry_refused_inside_a_2xx() -> None:
    refused = judge(200, FHIR, response_bundle("201 Created", "422 Unprocessable"), NOW)
    assert refused.result is Result.DEAD
    assert "1 of 2 entries" in refused.reason
    assert judge(200, FHIR, response_bundle("201 Created", "503"), NOW).result is Result.RETRY
    assert judge(200, FHIR, response_bundle("201 Created", "409 Conflict"), NOW).result is Result.RETRY
    assert judge(200, FHIR, response_bundle("101"), NOW).result is not Result.DELIVERED


@pytest.mark.parametrize("status", [408, 409, 412, 423, 425, 429, 500, 502, 503, 504, 599])
def test_passing_trouble_is_tried_again(status: int) -> None:
    answer = judge(status, FHIR, b"{}", NOW)
    assert (answer.result, answer.slow) == (Result.RETRY, False)
    assert str(status) in answer.reason


@pytest.mark.parametrize("status", [301, 302, 307, 401, 403, 404, 405, 407, 410])
def test_what_the_site_must_correct_waits_the_longest_time(status: int) -> None:
    answer = judge(status, FHIR, b"{}", NOW)
    assert (answer.result, answer.slow) == (Result.RETRY, True)
    assert str(status) in answer.reason


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_refused_for_good_keeps_the_outcome_but_not_in_the_reason(status: int) -> None:
    outcome = '{"resourceType":"OperationOutcome","issue":[{"diagnostics":"山田 花子 is wrong"}]}'
    answer = judge(status, FHIR, outcome.encode(), NOW)
    assert (answer.result, answer.outcome, answer.server_works) == (Result.DEAD, outcome, True)
    assert "山田" not in answer.reason


def test_outcome_is_bounded_and_text_only() -> None:
    assert len(judge(400, FHIR, "あ".encode() * MAX_OUTCOME_CHARS * 2, NOW).outcome) == MAX_OUTCOME_CHARS
    assert judge(400, httpx.Headers({"content-type": "text/html"}), b"<p>portal</p>", NOW).outcome == ""
    assert "\x00" not in judge(400, FHIR, b"a\x00b", NOW).outcome


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("999999999999", MAX_RETRY_AFTER_S),
        ("Fri, 20 Nov 2026 12:01:30 GMT", 90.0),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    headers = httpx.Headers({"content-type": "text/plain", "retry-after": header})
    assert judge(429, headers, b"", NOW).retry_after_s == seconds
    assert judge(503, headers, b"", NOW).retry_after_s == seconds


def test_backoff_doubles_to_its_bound_and_is_jittered_downwards() -> None:
    backoff = Backoff(first_s=2, max_s=600)
    assert [backoff.wait_s(n, 0) for n in (1, 2, 3, 9, 10, 100_000)] == [2, 4, 8, 512, 600, 600]
    assert backoff.wait_s(3, 1) == 4
