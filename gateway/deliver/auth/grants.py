"""What is sent to a token endpoint: a client with its secret (RFC 6749 §4.4), or with a signed assertion (RFC 7523).

Secrets and keys are read from their files each time a token is fetched, so a new one needs no restart.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import quote_plus, urlencode
from uuid import uuid4

from gateway.deliver.answer import Answer, Result
from gateway.deliver.auth import keys
from gateway.deliver.auth.discovery import Guard, SmartServer, discover
from gateway.deliver.auth.endpoint import WHO, error_code, token_of
from gateway.deliver.auth.keys import SigningKey
from gateway.deliver.auth.tokens import NoToken, Token
from gateway.deliver.http import Http, Reply
from gateway.errors import SiteError
from gateway.settings import read_secret
from gateway.settings_auth import OAuth2Auth, SmartAuth

_T = TypeVar("_T")

ASSERTION_LIFE_S = 240
"""SMART App Launch 2 §6.2.2: exp at most five minutes ahead; a minute is left to clocks that differ."""
PASS_OVER_S = 600.0
"""A key that the server does not know is asked about again after this long, so that its log is not filled."""
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class ClientSecret:
    """Tokens for a client id and a secret."""

    def __init__(
        self,
        auth: OAuth2Auth,
        key: str,
        http: Http,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        """`key` is that of the auth table (`destinations.NAME.auth`). Raises SiteError for the secret's file."""
        self._auth, self._key, self._http = auth, key, http
        self._clock, self._monotonic = clock, monotonic
        self._secret()

    def fetch(self) -> Token:
        """A new token; raises NoToken."""
        auth = self._auth
        form = {"grant_type": "client_credentials", **auth.parameters}
        if auth.scope:
            form["scope"] = auth.scope
        headers = {}
        secret = _now(self._secret)
        if auth.client_authentication == "client_secret_basic":
            # RFC 6749 §2.3.1: each half is form-encoded before base64.
            pair = f"{quote_plus(auth.client_id)}:{quote_plus(secret)}"
            headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode()
        else:
            form |= {"client_id": auth.client_id, "client_secret": secret}
        asked_s = self._monotonic()
        return token_of(_post(self._http, auth.token_url, form, headers), asked_s, self._clock())

    def _secret(self) -> str:
        file = self._auth.client_secret_file
        if file is None:
            return self._auth.client_secret.get_secret_value()
        secret = read_secret(file, f"{self._key}.client_secret_file")
        if not secret:
            raise SiteError(f"{self._key}.client_secret_file: {file} is empty; put the secret there")
        return secret


class SignedAssertion:
    """Tokens for an assertion that one of our keys signed: the newest key that the server takes."""

    def __init__(
        self,
        auth: SmartAuth,
        key: str,
        base_url: str,
        http: Http,
        guard: Guard,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        """`key` is that of the auth table, `base_url` the FHIR server's. Raises SiteError for the keys' file."""
        self._auth, self._key, self._base_url, self._http, self._guard = auth, key, base_url, http, guard
        self._clock, self._monotonic = clock, monotonic
        self._passed_over: dict[str, float] = {}  # kid → until when others are tried first, monotonic
        self._keys()

    def fetch(self) -> Token:
        """A new token; raises NoToken. A key that the server does not know yet is passed over."""
        server = SmartServer(self._auth.token_url) if self._auth.token_url else self._discovered()
        usable = [k for k in _now(self._keys) if not server.algorithms or k.algorithm in server.algorithms]
        if not usable:
            reason = f"{WHO} takes none of our keys' algorithms: `kartebridge smart-keys create` makes RS384 or ES384"
            raise NoToken(Answer(Result.RETRY, reason, slow=True, server_works=False))
        refused: Reply | None = None
        for key in self._order(usable):
            asked_s = self._monotonic()
            reply = _post(self._http, server.token_url, self._form(key, server), {})
            if reply.status in (400, 401) and error_code(reply) in _KEY_UNKNOWN:
                self._passed_over[key.kid] = asked_s + PASS_OVER_S
                refused = refused or reply
                continue
            return token_of(reply, asked_s, self._clock())
        assert refused is not None  # there was one usable key at least
        return token_of(
            refused, 0.0, self._clock()
        )  # raises: the newest key's refusal says best what is wrong

    def _order(self, usable: list[SigningKey]) -> list[SigningKey]:
        """Newest first, so that a new key is used as soon as the server knows it; those refused lately last."""
        now_s = self._monotonic()
        newest_first = list(reversed(usable))
        newest_first.sort(key=lambda k: self._passed_over.get(k.kid, 0.0) > now_s)
        return newest_first

    def _discovered(self) -> SmartServer:
        return discover(self._http, self._base_url, self._guard)

    def _form(self, key: SigningKey, server: SmartServer) -> dict[str, str]:
        now = self._clock()
        claims = {
            "iss": self._auth.client_id,
            "sub": self._auth.client_id,
            "aud": self._auth.audience or server.token_url,
            "jti": str(uuid4()),
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(seconds=ASSERTION_LIFE_S)).timestamp()),
        }
        return {
            "grant_type": "client_credentials",
            "scope": self._auth.scope or ("system/*.cu" if server.smart_2 else "system/*.write"),
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": key.sign(claims),
        }

    def _keys(self) -> tuple[SigningKey, ...]:
        found = keys.read(self._auth.keys_file, f"{self._key}.keys_file")
        if not self._auth.kid:
            return found
        chosen = tuple(k for k in found if k.kid == self._auth.kid)
        if not chosen:
            raise SiteError(f"{self._key}.kid: {self._auth.keys_file} has no key of this kid")
        return chosen


_KEY_UNKNOWN = {"invalid_client", "invalid_grant", "invalid_request"}
"""How servers say that they cannot check an assertion: RFC 7523 §3.2 says invalid_client, not all read it."""


def _now(read: Callable[[], _T]) -> _T:
    """What a file holds now; one that went away since the start is the site's to mend, not a reason to stop."""
    try:
        return read()
    except SiteError as error:
        raise NoToken(Answer(Result.RETRY, str(error), slow=True, server_works=False)) from None


def _post(http: Http, url: str, form: dict[str, str], headers: dict[str, str]) -> Reply:
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", **headers}
    reply = http.ask("POST", url, sent, urlencode(form).encode(), WHO)
    if isinstance(reply, Answer):
        raise NoToken(reply)
    return reply
