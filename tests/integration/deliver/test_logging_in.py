"""Logging in to a FHIR server over real sockets: every method, and every way in which a token endpoint fails."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from gateway.deliver.answer import Answer, Result
from gateway.deliver.auth import keys
from gateway.deliver.fhir import FhirClient
from gateway.errors import SiteError
from gateway.settings_destinations import FhirDestination
from gateway.settings_network import Network
from tests.peers.smart_server import SmartServer

BODY = (
    b'{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Basic"},'
    b'"request":{"method":"PUT","url":"Basic/a"}}]}'
)


def destination(url: str, auth: dict[str, Any], **changes: object) -> FhirDestination:
    return FhirDestination.model_validate(
        {"name": "ehr", "url": url, "timeout_s": 1.0, "auth": auth, **changes}
    )


def send(client: FhirClient) -> Answer:
    return client.send(BODY, datetime.now(UTC))


def secret_file(folder: Path, text: str, name: str = "secret") -> Path:
    path = folder / name
    path.write_text(text + "\n", encoding="utf-8")
    return path


def oauth2(server: SmartServer, folder: Path, **changes: object) -> dict[str, Any]:
    file = secret_file(folder, server.client_secret)
    return {
        "method": "oauth2",
        "token_url": server.token_url,
        "client_id": server.client_id,
        "client_secret_file": file,
        **changes,
    }


def smart(
    server: SmartServer, folder: Path, *algorithms: keys.Algorithm, **changes: object
) -> dict[str, Any]:
    """A keys file with a key of each algorithm, all registered at the server."""
    made = tuple(keys.create(one) for one in algorithms or ("ES384",))
    secret_file(folder, keys.private_jwks(made), "keys.json")
    server.jwks = {"keys": [one.public() for one in made]}
    return {"method": "smart", "client_id": server.client_id, "keys_file": folder / "keys.json", **changes}


@pytest.mark.parametrize("how", ["client_secret_basic", "client_secret_post"])
def test_client_secret(tmp_path: Path, how: str) -> None:
    with SmartServer() as server:
        auth = oauth2(
            server, tmp_path, client_authentication=how, scope="a b", parameters={"audience": "x&y"}
        )
        client = FhirClient(destination(server.url, auth))
        assert [send(client).result for _ in range(3)] == [Result.DELIVERED] * 3
        client.close()
        assert server.issued == ["secret-token-1"], "one token for all"
        assert server.forms[0]["scope"] == "a b"
        assert server.forms[0]["audience"] == "x&y"
        assert ("client_secret" in server.forms[0]) is (how == "client_secret_post")


@pytest.mark.parametrize("algorithm", ["ES384", "RS384"])
def test_smart_backend_services_by_discovery(tmp_path: Path, algorithm: keys.Algorithm) -> None:
    with SmartServer() as server:
        client = FhirClient(destination(server.url, smart(server, tmp_path, algorithm)))
        assert send(client).result is Result.DELIVERED
        client.close()
        assert server.forms[0]["scope"] == "system/*.cu"
        assert server.accepted == ["Bearer secret-token-1"]


def test_smart_1_server_gets_its_scope_and_only_algorithms_it_takes(tmp_path: Path) -> None:
    with SmartServer() as server:
        server.configuration = {
            "capabilities": ["permission-v1"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS384"],
        }
        client = FhirClient(destination(server.url, smart(server, tmp_path, "RS384", "ES384")))
        assert send(client).result is Result.DELIVERED
        client.close()
        assert server.forms[0]["scope"] == "system/*.write"
        assert server.kids == [keys.read(tmp_path / "keys.json", "k")[0].kid]


def test_discovered_endpoint_must_be_in_the_private_networks(tmp_path: Path) -> None:
    with SmartServer() as server:
        server.configuration = {"token_endpoint": "http://203.0.113.7/token"}
        client = FhirClient(destination(server.url, smart(server, tmp_path)))
        answer = send(client)
        client.close()
        assert (answer.result, answer.slow) == (Result.RETRY, True)
        assert "203.0.113.7 is in none of network.private_networks" in answer.reason
        server.configuration = {}
        allowed = FhirClient(
            destination(server.url, smart(server, tmp_path, token_url=server.token_url)),
            Network(allow_addresses_outside_private_networks=True),
        )
        assert send(allowed).result is Result.DELIVERED
        allowed.close()


def test_new_key_takes_over_as_soon_as_the_server_knows_it(tmp_path: Path) -> None:
    with SmartServer() as server:
        server.expires_in = 1  # each token is fetched anew before its end
        client = FhirClient(destination(server.url, smart(server, tmp_path)))
        old = keys.read(tmp_path / "keys.json", "k")
        both = (*old, keys.create("ES384"))
        secret_file(tmp_path, keys.private_jwks(both), "keys.json")
        assert send(client).result is Result.DELIVERED, "unknown to the server: the old one signs"
        assert server.kids[-1] == old[0].kid
        client.close()
        server.jwks = {"keys": [both[1].public()]}  # and the old one taken away
        again = FhirClient(destination(server.url, smart_of(tmp_path)))
        assert send(again).result is Result.DELIVERED
        assert server.kids[-1] == both[1].kid
        again.close()


def smart_of(folder: Path) -> dict[str, Any]:
    return {"method": "smart", "client_id": "kartebridge", "keys_file": folder / "keys.json"}


def test_running_client_goes_over_to_the_new_key_when_the_old_one_is_taken_away(tmp_path: Path) -> None:
    with SmartServer() as server:
        client = FhirClient(destination(server.url, smart(server, tmp_path)))
        assert send(client).result is Result.DELIVERED
        new = keys.create("RS384")
        secret_file(tmp_path, keys.private_jwks((new,)), "keys.json")
        server.jwks = {"keys": [new.public()]}
        server.valid.clear()
        assert send(client).result is Result.DELIVERED
        assert server.kids[-1] == new.kid
        client.close()


def test_chosen_key_alone_signs(tmp_path: Path) -> None:
    with SmartServer() as server:
        auth = smart(server, tmp_path, "ES384", "ES384")
        first = keys.read(tmp_path / "keys.json", "k")[0].kid
        client = FhirClient(destination(server.url, {**auth, "kid": first}))
        assert send(client).result is Result.DELIVERED
        assert server.kids == [first]
        client.close()


def test_revoked_token_is_replaced_once_and_the_request_goes_again(tmp_path: Path) -> None:
    with SmartServer() as server:
        client = FhirClient(destination(server.url, oauth2(server, tmp_path)))
        assert send(client).result is Result.DELIVERED
        server.valid.clear()
        assert send(client).result is Result.DELIVERED
        assert (len(server.issued), server.refused) == (2, 1)
        server.valid.clear()
        server.valid = NothingValid()
        answer = send(client)
        client.close()
        assert (answer.result, answer.slow, answer.server_works) == (Result.RETRY, True, False)
        assert "401" in answer.reason
        assert len(server.issued) == 3, "one new token, no more"


class NothingValid(set[str]):
    def __contains__(self, value: object) -> bool:
        return False


def test_many_threads_fetch_one_token(tmp_path: Path) -> None:
    with SmartServer() as server:
        server.gate = Event()
        client = FhirClient(destination(server.url, oauth2(server, tmp_path), timeout_s=10))
        with ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(send, client) for _ in range(8)]
            server.gate.set()
            assert {one.result().result for one in answers} == {Result.DELIVERED}
            assert (len(server.issued), server.most_at_once) == (1, 1)
            server.valid.clear()  # all of them meet a 401 together
            answers = [pool.submit(send, client) for _ in range(8)]
            assert {one.result().result for one in answers} == {Result.DELIVERED}
        client.close()
        assert server.most_at_once == 1
        assert len(server.issued) == 2, "who came late to the refusal took the new one"


@pytest.mark.parametrize(
    ("fault", "says", "slow"),
    [
        ("html", "text/html but no access token", True),
        ('json:{"token_type":"Bearer"}', "no access token", True),
        ('json:{"access_token":"a b","token_type":"Bearer"}', "no access token", True),
        ('json:{"access_token":"abc","token_type":"mac"}', "no bearer tokens", True),
        ("json:[]", "no access token", True),
        ("error:invalid_client", "invalid_client", True),
        ("error:invalid_scope", "auth.scope", True),
        ("error:s3cret", "refuses us (400)", True),
        ("404", "auth.token_url", True),
        ("redirect:http://127.0.0.1:9/elsewhere", "redirects", True),
        ("429:7", "(429)", False),
        ("503", "(503)", False),
        ("silent", "no answer within 1 s from the token endpoint", False),
        ("lost", "broke before the answer of the token endpoint", False),
    ],
)
def test_token_endpoint_that_fails_is_told_apart_and_nothing_is_lost(
    tmp_path: Path, fault: str, says: str, slow: bool
) -> None:
    with SmartServer(fault) as server:
        client = FhirClient(destination(server.url, oauth2(server, tmp_path)))
        answer = send(client)
        assert (answer.result, answer.slow, answer.server_works) == (Result.RETRY, slow, False)
        assert says in answer.reason
        assert "s3cret" not in answer.reason + answer.outcome
        assert answer.retry_after_s == (7 if fault.startswith("429") else None)
        assert server.accepted == []
        assert send(client).result is Result.DELIVERED, "the next try goes through"
        client.close()


def test_token_endpoint_that_is_not_there(tmp_path: Path) -> None:
    with SmartServer() as gone:
        pass
    with SmartServer() as server:
        auth = {**oauth2(server, tmp_path), "token_url": gone.token_url}
        client = FhirClient(destination(server.url, auth))
        answer = send(client)
        client.close()
    assert (answer.result, answer.slow) == (Result.RETRY, False)
    assert "cannot connect to the token endpoint" in answer.reason


def test_clocks_that_differ_are_named(tmp_path: Path) -> None:
    with SmartServer() as server:
        server.date_off_s = 900
        client = FhirClient(destination(server.url, smart(server, tmp_path)))
        answer = send(client)
        client.close()
        assert "clock is 900 s behind" in answer.reason or "clock is 899 s behind" in answer.reason


def test_password_and_token_files_are_read_again_when_refused(tmp_path: Path) -> None:
    with SmartServer() as server:
        server.basic, server.fixed = "kb:new:pass ü", "new-token"
        basic = {"method": "basic", "username": "kb", "password_file": secret_file(tmp_path, "old")}
        client = FhirClient(destination(server.url, basic))
        answer = send(client)
        assert (answer.result, answer.slow) == (Result.RETRY, True)
        assert "auth.password_file" in answer.reason
        secret_file(tmp_path, "new:pass ü")
        assert send(client).result is Result.DELIVERED
        client.close()
        bearer = {"method": "bearer", "token_file": secret_file(tmp_path, "old-token", "token")}
        client = FhirClient(destination(server.url, bearer))
        secret_file(tmp_path, "new-token", "token")
        assert send(client).result is Result.DELIVERED
        client.close()


def test_secrets_stand_in_no_log_line_and_no_repr(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with SmartServer("503") as server:
        to = destination(server.url, oauth2(server, tmp_path))
        client = FhirClient(to)
        refused = send(client)
        assert send(client).result is Result.DELIVERED
        shown = repr(vars(client)) + repr(client._login.__dict__) + repr(vars(client._login._tokens))  # type: ignore[attr-defined]
        shown += repr(to) + caplog.text + repr(refused)
        client.close()
    assert "POST" in caplog.text, "the HTTP library logs requests: this looks at them"
    assert server.issued == ["secret-token-1"]
    for secret in ("secret-token", "s3cret"):
        assert secret not in shown
    direct = {**oauth2(server, tmp_path), "client_secret_file": None, "client_secret": "s3cret"}
    assert (
        "s3cret"
        not in repr(destination(server.url, direct)) + destination(server.url, direct).model_dump_json()
    )
    made = keys.create("ES384")
    assert "_key" not in repr(made)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no JWKS"),
        ("-----BEGIN PRIVATE KEY-----", "no JWKS"),
        ('{"keys": []}', "no JWKS"),
        ('{"keys": [{"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0"}]}', "neither RSA nor EC"),
        ('{"keys": [{"kty": "EC", "crv": "P-384", "x": "aa", "y": "bb", "d": "c3RvbGVu"}]}', "no JWKS"),
    ],
)
def test_keys_file_that_cannot_be_used_stops_the_start_and_shows_nothing_of_it(
    tmp_path: Path, content: str, says: str
) -> None:
    file = secret_file(tmp_path, content, "keys.json")
    with pytest.raises(SiteError, match=r"destinations\.ehr\.auth\.keys_file") as caught:
        FhirClient(destination("http://127.0.0.1:9", smart_of(tmp_path)))
    assert says in str(caught.value)
    assert str(file) in str(caught.value)
    assert "c3RvbGVu" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_public_half_or_a_weak_key_is_refused(tmp_path: Path) -> None:
    secret_file(tmp_path, keys.public_jwks((keys.create("ES384"),)), "keys.json")
    with pytest.raises(SiteError, match="only the public half"):
        keys.read(tmp_path / "keys.json", "k")
    secret_file(tmp_path, keys.private_jwks((keys.create("ES384"),)), "keys.json")
    with pytest.raises(SiteError, match=r"auth\.kid"):
        FhirClient(destination("http://127.0.0.1:9", {**smart_of(tmp_path), "kid": "other"}))
