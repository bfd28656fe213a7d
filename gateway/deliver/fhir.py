"""Send results to a FHIR server as its destination says: a transaction, a batch, or one resource after another.

A Bundle goes out as stored, never re-serialised. What its answer means: `gateway.deliver.fhir_judging`. A 401 is
asked about once more with a new token or a password read anew; then the site must act.

    interaction      what a lost answer leads to            what a partial failure leads to
    transaction      the whole again: ids or identifiers    there is none
                     make it the same
    batch            the whole again                        only what failed, again or as dead letter
    single           all from the first on again            only what failed and what refers to it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from gateway.deliver import fhir_single
from gateway.deliver.answer import Answer, Result
from gateway.deliver.auth.login import Login
from gateway.deliver.auth.tokens import NoToken
from gateway.deliver.fhir_judging import EntryAnswer, entries_of, judge, judge_entries, unconfirmed
from gateway.deliver.fhir_setup import log_in, open_http
from gateway.deliver.http import Reply
from gateway.settings_destinations import FhirDestination
from gateway.settings_network import Network
from mappers import fhir
from mappers.fhir import requests

FHIR_JSON = "application/fhir+json"
_HEADERS = {"Content-Type": FHIR_JSON, "Accept": FHIR_JSON, "Prefer": "return=minimal"}


class FhirClient:
    """A FHIR server as configured; one connection pool, safe to share between threads. Close it after use."""

    def __init__(self, destination: FhirDestination, network: Network | None = None) -> None:
        """Raises SiteError where a file that the destination names cannot be used.

        `network` says where a token endpoint that the server names may be; without it in the private networks.
        """
        self._destination = destination
        self._url = destination.url.rstrip("/")
        self._http = open_http(destination)
        try:
            self._login = log_in(destination, self._http, network or Network())
        except BaseException:
            self._http.close()
            raise

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, body: bytes, now: datetime) -> Answer:
        """Send the body and judge the answer; never raises for what a server can do.

        `now` turns a Retry-After date into seconds. Each answer must arrive whole within the timeout.
        """
        if self._destination.interaction == "single":
            return fhir_single.send(self._call, body, now)
        reply = self._call("POST", "", body, {})
        if isinstance(reply, Answer):
            return reply
        answer = judge(reply.status, reply.headers, reply.body, now)
        if self._destination.interaction == "batch":
            return _in_part(body, reply, answer)
        if answer.result is Result.DELIVERED and self._destination.write == "conditional-create":
            return self._follow_up(body, entries_of(reply.body), now)
        return answer

    def read(self, path: str) -> Reply | Answer:
        """GET below the base URL, logged in; for looking at the server, not for results."""
        return self._call("GET", path, None, {"Content-Type": "", "Prefer": ""})

    def search(self, path: str, form: bytes) -> Reply | Answer:
        """POST a search form to a path below the base URL (R4 §3.1.1.3): what is looked for stands in no address."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Prefer": ""}
        return self._call("POST", path, form, headers)

    def _follow_up(self, body: bytes, entries: tuple[EntryAnswer, ...], now: datetime) -> Answer:
        """What was there already gets what we have now: a condition alone would keep a correction out."""
        try:
            again = requests.follow_up(
                fhir.loads(body), [(entry.status, entry.location) for entry in entries]
            )
        except ValueError:
            reason = (
                "the server found results of ours already there and does not say where: "
                'a correction cannot reach it; use write = "conditional-update"'
            )
            return Answer(Result.DEAD, reason)
        if again is None:
            return Answer(Result.DELIVERED)
        reply = self._call("POST", "", fhir.dumps(again).encode(), {})
        return reply if isinstance(reply, Answer) else judge(reply.status, reply.headers, reply.body, now)

    def _call(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply | Answer:
        """One request below the base URL; an Answer where no whole answer came, or the login failed."""
        url = f"{self._url}/{path}" if path else self._url
        sent = {name: value for name, value in {**_HEADERS, **headers}.items() if value}
        for last in (False, True):
            try:
                authorization = self._login.authorization()
            except NoToken as error:
                return error.answer
            if authorization:
                sent["Authorization"] = authorization
            reply = self._http.ask(method, url, sent, body)
            if isinstance(reply, Answer) or reply.status != 401:
                return reply
            if last or not self._login.renew(authorization):
                break
        return _not_accepted(self._login)


def _not_accepted(login: Login) -> Answer:
    reason = f"the server does not accept our login (401): {login.advice}"
    return Answer(Result.RETRY, reason, slow=True, server_works=False)


def _in_part(body: bytes, reply: Reply, answer: Answer) -> Answer:
    """A batch's answer: only what failed is left. Its entries may have gone in any order (R4 §3.1.0.11.1).

    What was refused goes again while others were stored: it may refer to one of those.
    """
    entries = entries_of(reply.body) if 200 <= reply.status < 300 else ()
    if not entries:
        return answer
    bundle = fhir.loads(body)
    if len(entries) != len(bundle["entry"]):
        return unconfirmed(reply)
    failed = [sent for sent, entry in zip(bundle["entry"], entries, strict=True) if not entry.stored]
    if not failed or len(failed) == len(entries):
        return answer
    answer = replace(
        judge_entries(reply.status, entries), remaining=fhir.dumps({**bundle, "entry": failed}).encode()
    )
    if answer.result is Result.DEAD:
        return replace(
            answer, result=Result.RETRY, reason=answer.reason + "; they go once more without the others"
        )
    return answer
