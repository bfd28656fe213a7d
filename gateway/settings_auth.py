"""How a destination is logged in to: one class a method, chosen by `method` in `[destinations.auth]`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, SecretStr, Tag, model_validator

from gateway.settings_fields import Section

_URL = r"^(https?://\S+)?$"


class NoAuth(Section):
    """No login; also where the client certificate (client_cert_file) says who we are."""

    method: Literal["none"] = Field("none", description="no Authorization header")


class BasicAuth(Section):
    """User name and password (RFC 7617)."""

    method: Literal["basic"] = Field("basic", description="Authorization: Basic")
    username: str = Field(pattern=r"^[^:\x00-\x1f]+$", description="user name; a colon cannot be sent")
    password: SecretStr = Field(SecretStr(""), description="password")
    password_file: Path | None = Field(
        None, description="file with the password; read again when the server refuses it"
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self.password, self.password_file, "password")
        return self


class BearerAuth(Section):
    """A token that somebody made by hand (RFC 6750)."""

    method: Literal["bearer"] = Field("bearer", description="Authorization: Bearer")
    token: SecretStr = Field(SecretStr(""), description="the token")
    token_file: Path | None = Field(
        None, description="file with the token; read again when the server refuses it"
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self.token, self.token_file, "token")
        return self


class OAuth2Auth(Section):
    """OAuth2 client credentials with a shared secret (RFC 6749 §4.4)."""

    method: Literal["oauth2"] = Field(
        "oauth2", description="tokens from a token endpoint, fetched again in time"
    )
    token_url: str = Field(pattern=r"^https?://\S+$", description="token endpoint")
    client_id: str = Field(min_length=1, description="what the authorization server calls us")
    client_secret: SecretStr = Field(SecretStr(""), description="shared secret")
    client_secret_file: Path | None = Field(
        None, description="file with the secret; read each time a token is fetched"
    )
    client_authentication: Literal["client_secret_basic", "client_secret_post"] = Field(
        "client_secret_basic", description="secret in the Authorization header, or in the form"
    )
    scope: str = Field("", description="scopes, separated by spaces; empty: the server's default")
    parameters: dict[str, str] = Field(
        {}, description="further form fields that the server wants, such as audience or resource"
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self.client_secret, self.client_secret_file, "client_secret")
        return self


class SmartAuth(Section):
    """SMART Backend Services: a signed assertion instead of a secret (RFC 7523; SMART App Launch 2 §6)."""

    method: Literal["smart"] = Field("smart", description="tokens for a signed assertion; no shared secret")
    client_id: str = Field(min_length=1, description="what the authorization server calls us")
    keys_file: Path = Field(
        description="JWKS with our private keys; `kartebridge smart-keys create` makes it"
    )
    kid: str = Field(
        "",
        description="key to sign with; empty: the newest that the server takes, so that keys can be rotated",
    )
    token_url: str = Field(
        "",
        pattern=_URL,
        description="token endpoint; empty: as the server's .well-known/smart-configuration says",
    )
    audience: str = Field("", description="aud of the assertion; empty: the token endpoint, as SMART says")
    scope: str = Field(
        "", description="scopes; empty: system/*.cu, or system/*.write where the server knows only SMART 1"
    )


def _method(table: object) -> str:
    """The `method` of a table; empty where it says none."""
    return str(table.get("method", "") if isinstance(table, dict) else getattr(table, "method", ""))


Auth = Annotated[
    Annotated[NoAuth, Tag("none")]
    | Annotated[BasicAuth, Tag("basic")]
    | Annotated[BearerAuth, Tag("bearer")]
    | Annotated[OAuth2Auth, Tag("oauth2")]
    | Annotated[SmartAuth, Tag("smart")],
    Discriminator(
        _method,
        custom_error_type="auth_method",
        custom_error_message="method must be one of none, basic, bearer, oauth2, smart",
    ),
]

AUTH_METHODS: tuple[type[Section], ...] = (NoAuth, BasicAuth, BearerAuth, OAuth2Auth, SmartAuth)
"""Every method, in the order in which the configuration page shows them."""


def token_urls(auth: Auth) -> Iterator[tuple[str, str]]:
    """Key (below the destination) and URL of a token endpoint that the settings name."""
    if isinstance(auth, OAuth2Auth | SmartAuth) and auth.token_url:
        yield "auth.token_url", auth.token_url


def _exactly_one(value: SecretStr, file: Path | None, key: str) -> None:
    if bool(value.get_secret_value()) == bool(file):
        raise ValueError(f"give {key}_file (better) or {key}, one of them")
