"""One resource after another, for servers that take no Bundle: what is referred to goes first.

Where the server makes the ids, they are learnt from its answers and put into what refers to them. What is stored is
left out of the next try, and what is still to go already names the server's ids: both stand in `Answer.remaining`,
so that they outlive this process.

    a resource's answer      what follows
    stored                   the next
    may heal                 RETRY: it and everything after it
    refused for good         what refers to it is not sent; the others are; then DEAD: it and what refers to it
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote

from gateway.deliver.answer import Answer, Result
from gateway.deliver.fhir_judging import CREATED, judge_failure, unconfirmed
from gateway.deliver.http import Reply
from mappers import fhir
from mappers.fhir import requests

Entry = dict[str, Any]


class Call(Protocol):
    """A request below the base URL, logged in."""

    def __call__(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply | Answer:
        """An Answer where no whole answer came, or the login failed."""
        ...


def send(call: Call, body: bytes, now: datetime) -> Answer:
    """Write each entry of the Bundle."""
    bundle = fhir.loads(body)
    places: dict[str, str] = {}  # fullUrl or conditional reference → Type/id at the server
    left: list[Entry] = []
    missing: set[str] = set()  # what those in `left` are referred to by
    refused: list[Answer] = []
    for number, entry in enumerate(bundle["entry"]):
        if missing & set(requests.references(entry["resource"])):
            left.append(entry)
            missing |= _names(entry)
            continue
        answer = _write(call, entry, places, now)
        if answer.result is Result.RETRY:
            rest = [*left, *bundle["entry"][number:]]
            return (
                answer
                if len(rest) == len(bundle["entry"])
                else replace(answer, remaining=_body(rest, places))
            )
        if answer.result is Result.DEAD:
            refused.append(answer)
            left.append(entry)
            missing |= _names(entry)
    if not refused:
        return Answer(Result.DELIVERED)
    reason = (
        f"{len(left)} of {len(bundle['entry'])} resources were not stored, {len(refused)} of them refused: read the "
        f"OperationOutcome, correct, then resend; the first: {refused[0].reason}"
    )
    outcome = (
        refused[0].outcome
        if len(refused) == 1
        else json.dumps([a.outcome for a in refused], ensure_ascii=False)
    )
    return Answer(Result.DEAD, reason, outcome, remaining=_body(left, places))


def _write(call: Call, entry: Entry, places: dict[str, str], now: datetime) -> Answer:
    """Store one resource; its place goes to `places`."""
    resource, request = entry["resource"], entry["request"]
    for url in requests.references(resource):
        if "?" in url and url not in places:  # to what went in an earlier body
            kind, _, condition = url.partition("?")
            found = _find(call, kind, condition, now)
            if isinstance(found, Answer):
                return found
            places[url] = found
    kind = resource["resourceType"]
    sent = requests.rewritten(resource, lambda url: places.get(url) or url)
    headers = {"If-None-Exist": request["ifNoneExist"]} if "ifNoneExist" in request else {}
    answer = _confirmed(call(request["method"], _path(request["url"]), _json(sent), headers), kind, now)
    if isinstance(answer, Answer):
        return answer
    if request["method"] == "PUT" and "?" not in request["url"]:
        return Answer(Result.DELIVERED)
    at = _place(answer, kind) or _find(
        call, kind, request.get("ifNoneExist") or request["url"].partition("?")[2], now
    )
    if isinstance(at, Answer):
        return at
    places[entry["fullUrl"]] = at
    if request["method"] == "PUT" or answer.status == CREATED or kind in requests.SHARED:
        return Answer(Result.DELIVERED)
    again = requests.update(entry, at, places)  # it was there: a correction must arrive too
    answer = _confirmed(call("PUT", at, _json(again["resource"]), {}), kind, now)
    return answer if isinstance(answer, Answer) else Answer(Result.DELIVERED)


def _confirmed(reply: Reply | Answer, kind: str, now: datetime) -> Reply | Answer:
    """The reply where it says that the resource is stored; else what it means."""
    if isinstance(reply, Answer):
        return reply
    if not 200 <= reply.status < 300:
        answer = judge_failure(reply, now)
        return replace(answer, reason=f"{kind}: {answer.reason}")
    named = any(name in reply.headers for name in ("etag", "location", "content-location", "last-modified"))
    shown = _object(reply.body).get("resourceType") in (kind, "OperationOutcome")
    if "html" not in reply.kind and (shown or (not reply.body and (named or reply.status in (CREATED, 204)))):
        return reply
    return unconfirmed(reply)


def _find(call: Call, kind: str, condition: str, now: datetime) -> str | Answer:
    """Where the server holds what a condition finds. By POST: a condition may hold a patient's number."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = call("POST", f"{kind}/_search", condition.replace("|", "%7C").encode(), form)
    if isinstance(reply, Answer):
        return reply
    if reply.status != 200:
        answer = judge_failure(reply, now)
        return replace(answer, reason=f"searching {kind}: {answer.reason}")
    entries = _object(reply.body).get("entry") or []
    found = [
        e["resource"] for e in entries if _object_type(e) == kind and isinstance(e["resource"].get("id"), str)
    ]
    if len(found) == 1:
        return f"{kind}/{found[0]['id']}"
    reason = f"the server has {len(found)} {kind} of our identifier where there should be one: " + (
        "resend what was refused earlier, then this"
        if not found
        else "have its administrator join the doubled ones"
    )
    return Answer(Result.DEAD if not found else Result.RETRY, reason, slow=True)


def _place(reply: Reply, kind: str) -> str:
    for name in ("location", "content-location"):
        if at := requests.place(reply.headers.get(name, ""), kind):
            return at
    resource = _object(reply.body)
    known = resource.get("resourceType") == kind and isinstance(resource.get("id"), str)
    return f"{kind}/{resource['id']}" if known else ""


def _names(entry: Entry) -> set[str]:
    return {entry["fullUrl"], entry["request"]["url"]}


def _body(entries: list[Entry], places: Mapping[str, str]) -> bytes:
    """What is still to go, with the places that are known."""
    known = [
        {**entry, "resource": requests.rewritten(entry["resource"], lambda url: places.get(url) or url)}
        for entry in entries
    ]
    return _json({"resourceType": "Bundle", "type": "batch", "entry": known})


def _path(url: str) -> str:
    """The request's URL below the base; what R4 leaves readable in a Bundle is encoded in a request line."""
    path, mark, query = url.partition("?")
    return path + mark + quote(query, safe="=&%:/.-_~")


def _json(value: Any) -> bytes:
    return fhir.dumps(value).encode()


def _object(body: bytes) -> dict[str, Any]:
    try:
        return fhir.loads(body)
    except (ValueError, RecursionError):
        return {}


def _object_type(entry: Any) -> object:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    return resource.get("resourceType") if isinstance(resource, dict) else None
