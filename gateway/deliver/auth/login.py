"""What goes into the Authorization header of a destination's requests."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from gateway.deliver.auth.discovery import Guard
from gateway.deliver.auth.grants import ClientSecret, SignedAssertion
from gateway.deliver.auth.tokens import Tokens
from gateway.deliver.http import Http
from gateway.errors import SiteError
from gateway.settings import read_secret
from gateway.settings_auth import Auth, BasicAuth, BearerAuth, OAuth2Auth, SmartAuth


class Login(Protocol):
    """A way to log in; safe to share between threads."""

    advice: str
    """What hospital IT should do when the server does not accept it."""

    def authorization(self) -> str:
        """The Authorization header's value, empty for none. Raises NoToken where none can be had."""
        ...

    def renew(self, refused: str) -> bool:
        """After a 401 to this value: whether `authorization` will give another one worth a try."""
        ...


class NoLogin:
    """Nothing is sent."""

    advice = "the server wants a login: choose a method in [destinations.auth]"

    def authorization(self) -> str:
        """Nothing."""
        return ""

    def renew(self, refused: str) -> bool:
        """There is no other."""
        return False


class FixedLogin:
    """A password or token that somebody made; from its file again when it is refused."""

    def __init__(self, read: Callable[[], str], advice: str) -> None:
        """`read` gives the header's value; raises SiteError here, and later keeps what there was."""
        self._read = read
        self._value = read()
        self.advice = advice

    def authorization(self) -> str:
        """The value as of the last reading."""
        return self._value

    def renew(self, refused: str) -> bool:
        """Read again: somebody may have put a new one there."""
        try:
            self._value = self._read()
        except SiteError:
            return False
        return self._value != refused


class TokenLogin:
    """Tokens of a token endpoint."""

    advice = (
        "the server refuses tokens that its token endpoint just gave: compare scope and audience, and have its "
        "administrator look at this client's rights"
    )

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def authorization(self) -> str:
        """A token that has not ended."""
        return f"Bearer {self._tokens.get().value}"

    def renew(self, refused: str) -> bool:
        """Another is fetched at the next call."""
        self._tokens.refused(refused.removeprefix("Bearer "))
        return True


def open_login(
    auth: Auth,
    key: str,
    base_url: str,
    http: Http,
    guard: Guard,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    monotonic: Callable[[], float] = time.monotonic,
) -> Login:
    """The login of a destination; `key` is that of its auth table. Raises SiteError for files that cannot be used."""
    if isinstance(auth, BasicAuth):
        return FixedLogin(lambda: _basic(auth, key), f"put the right password in {key}.password_file")
    if isinstance(auth, BearerAuth):
        return FixedLogin(lambda: _bearer(auth, key), f"put a valid token in {key}.token_file")
    if isinstance(auth, OAuth2Auth):
        return TokenLogin(Tokens(ClientSecret(auth, key, http, clock, monotonic).fetch, monotonic))
    if isinstance(auth, SmartAuth):
        signed = SignedAssertion(auth, key, base_url, http, guard, clock, monotonic)
        return TokenLogin(Tokens(signed.fetch, monotonic))
    return NoLogin()


def _basic(auth: BasicAuth, key: str) -> str:
    password = _secret(auth.password_file, f"{key}.password_file") or auth.password.get_secret_value()
    return "Basic " + b64encode(f"{auth.username}:{password}".encode()).decode()


def _bearer(auth: BearerAuth, key: str) -> str:
    token = _secret(auth.token_file, f"{key}.token_file") or auth.token.get_secret_value()
    if not token.isascii() or any(c <= " " for c in token):
        raise SiteError(f"{key}: the bearer token holds characters that no header may carry; check its file")
    return f"Bearer {token}"


def _secret(file: Path | None, key: str) -> str:
    if file is None:
        return ""
    secret = read_secret(file, key)
    if not secret:
        raise SiteError(f"{key}: {file} is empty; put the secret there")
    return secret
