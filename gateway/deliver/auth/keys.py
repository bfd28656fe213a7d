"""Our signing keys for SMART Backend Services: a JWKS file with private keys, oldest first (RFC 7517).

Rotation needs no appointment: `add` puts a new key at the end, its public half is given to the server, and until
the server knows it the older key goes on to sign (`gateway.deliver.auth.grants`). SMART App Launch 2 §6.2.1 wants
RS384 or ES384; RSA of 2048 bits or more, EC on P-384.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey

from gateway.errors import SiteError
from gateway.settings import read_secret

Algorithm = Literal["ES384", "RS384"]
RSA_BITS = 3072
LEAST_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key that makes RS384 or ES384 signatures."""

    kid: str
    algorithm: Algorithm
    _key: RSAKey | ECKey = field(repr=False)

    def sign(self, claims: dict[str, Any]) -> str:
        """The claims as a compact JWT; the header names algorithm and `kid`."""
        header = {"alg": self.algorithm, "kid": self.kid, "typ": "JWT"}
        return jwt.encode(header, claims, self._key, algorithms=[self.algorithm])

    def public(self) -> dict[str, Any]:
        """The public JWK."""
        return dict(self._key.as_dict(private=False))


def read(path: Path, key: str) -> tuple[SigningKey, ...]:
    """The private keys of a JWKS file, oldest first. Raises SiteError that begins with `key` and says what is wrong."""
    text = read_secret(path, key)
    try:
        loaded = json.loads(text)
        if isinstance(loaded, dict) and "kty" in loaded:  # one key without a set around it
            loaded = {"keys": [loaded]}
        keys = KeySet.import_key_set(loaded).keys
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        # `from None`: what the library says may quote the file, and the file is secret.
        raise SiteError(
            f'{key}: {path} is no JWKS ({{"keys": [...]}}); make one with `kartebridge smart-keys create`'
        ) from None
    found = tuple(_signing(one, number, path, key) for number, one in enumerate(keys, 1))
    kids = [one.kid for one in found]
    if len(set(kids)) != len(kids):
        raise SiteError(f"{key}: {path} has two keys of the same kid; give each its own")
    return found


def create(algorithm: Algorithm) -> SigningKey:
    """A new key pair; its `kid` is its thumbprint (RFC 7638)."""
    about: KeyParameters = {"use": "sig", "alg": algorithm}
    key: RSAKey | ECKey
    if algorithm == "RS384":
        key = RSAKey.generate_key(RSA_BITS, about, private=True, auto_kid=True)
    else:
        key = ECKey.generate_key("P-384", about, private=True, auto_kid=True)
    return SigningKey(str(key.kid), algorithm, key)


def private_jwks(keys: tuple[SigningKey, ...]) -> str:
    """The file's text: secret."""
    return json.dumps({"keys": [dict(one._key.as_dict(private=True)) for one in keys]}, indent=2) + "\n"


def public_jwks(keys: tuple[SigningKey, ...]) -> str:
    """What the authorization server is given."""
    return json.dumps({"keys": [one.public() for one in keys]}, indent=2) + "\n"


def _signing(key: object, number: int, path: Path, name: str) -> SigningKey:
    where = f"{name}: key {number} of {path}"
    if not isinstance(key, RSAKey | ECKey):
        raise SiteError(f"{where} is neither RSA nor EC; SMART takes RS384 and ES384")
    if not key.is_private:
        raise SiteError(f"{where} is only the public half; keep the file that `smart-keys create` made")
    algorithm: Algorithm = "RS384" if isinstance(key, RSAKey) else "ES384"
    if isinstance(key, RSAKey) and key.private_key is not None and key.private_key.key_size < LEAST_RSA_BITS:
        raise SiteError(f"{where} has fewer than {LEAST_RSA_BITS} bits; make a new one")
    if isinstance(key, ECKey) and key.curve_name != "P-384":
        raise SiteError(f"{where} is on the curve {key.curve_name}; ES384 needs P-384")
    if key.get("alg") not in (None, algorithm):
        raise SiteError(f"{where} is for {key.get('alg')}; SMART takes RS384 and ES384")
    key.ensure_kid()
    return SigningKey(str(key.kid), algorithm, key)
