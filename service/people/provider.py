"""Signing in with an identity provider: OpenID Connect, authorization code with PKCE (RFC 7636, S256).

The provider says who somebody is; what they may is the account's, which must be there already. The ID token counts
only when signed with a key that the provider publishes, for us, now, and for this very attempt.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import Connection, insert, select

from service.audit import Event, append
from service.configuration import Settings
from service.store.columns import now
from service.store.problems import WrongName
from service.store.tables import provider_subjects as bound

from . import repository, sessions
from .problems import NoProvider, ProviderFailed, SignInRefused
from .repository import Account

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
SCOPE = "openid profile"
KNOWN_FOR_SECONDS = 3600
TIMEOUT_SECONDS = 5.0
LEEWAY_SECONDS = 60
HERE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign in, kept by the browser in a cookie until the provider sends it back."""

    state: str
    nonce: str
    verifier: str
    way: str

    def written(self) -> str:
        """Return the attempt as a cookie's value."""
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, value: str) -> Attempt:
        """Return the attempt that a cookie holds; raises ``SignInRefused``."""
        try:
            told = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
            found = cls(**told)
        except (ValueError, TypeError) as why:
            raise SignInRefused() from why
        if not all(isinstance(part, str) and part for part in asdict(found).values()):
            raise SignInRefused()
        return found


class Provider:
    """The provider that the settings name; what it says of itself is asked once an hour."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer.rstrip("/")
        self.client_id = settings.oidc_client_id
        secret = settings.oidc_client_secret
        self._secret = secret.get_secret_value() if secret else ""
        self._known: tuple[float, dict[str, Any], KeySet] | None = None

    async def begin(self, back: str, way: str) -> tuple[str, Attempt]:
        """Return where to send the browser, and the attempt; raises ``NoProvider`` or ``ProviderFailed``."""
        facts, _ = await self._facts()
        attempt = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32), way)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).decode().rstrip("=")
        query = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": back, "scope": SCOPE,
            "state": attempt.state, "nonce": attempt.nonce, "code_challenge": challenge,
            "code_challenge_method": "S256",
        }  # fmt: skip
        mark = "&" if "?" in facts["authorization_endpoint"] else "?"
        return f"{facts['authorization_endpoint']}{mark}{urlencode(query)}", attempt

    async def finish(self, code: str, state: str, attempt: Attempt, back: str) -> dict[str, Any]:
        """Return what the provider says of who came back; raises ``SignInRefused`` or ``ProviderFailed``."""
        if not secrets.compare_digest(state.encode(), attempt.state.encode()):
            raise SignInRefused()
        facts, _ = await self._facts()
        asked = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": back, "client_id": self.client_id,
            "code_verifier": attempt.verifier,
        }  # fmt: skip
        if self._secret:
            asked["client_secret"] = self._secret
        answer = await self._ask("POST", facts["token_endpoint"], data=asked)
        return await self._claims(str(answer.get("id_token", "")), attempt.nonce)

    async def _claims(self, id_token: str, nonce: str) -> dict[str, Any]:
        """Return the claims of an ID token that holds; raises ``SignInRefused``."""
        for again in (False, True):
            _, keys = await self._facts(again)
            try:
                token = jwt.decode(id_token, keys, algorithms=ALGORITHMS)
                break
            except (JoseError, ValueError, KeyError) as why:
                if again:
                    raise SignInRefused() from why
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS, iss={"essential": True, "value": self.issuer}, sub={"essential": True},
            aud={"essential": True, "value": self.client_id}, exp={"essential": True}, iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        try:
            registry.validate(token.claims)
        except JoseError as why:
            raise SignInRefused() from why
        audience = token.claims["aud"]
        if isinstance(audience, list) and len(audience) > 1 and token.claims.get("azp") != self.client_id:
            raise SignInRefused()
        return dict(token.claims)

    async def _facts(self, again: bool = False) -> tuple[dict[str, Any], KeySet]:
        """Return what the provider says of itself and its keys; raises ``NoProvider`` or ``ProviderFailed``."""
        if not self.issuer or not self.client_id:
            raise NoProvider()
        if self._known is not None and not again and monotonic() - self._known[0] < KNOWN_FOR_SECONDS:
            return self._known[1], self._known[2]
        facts = await self._ask("GET", f"{self.issuer}/.well-known/openid-configuration")
        if str(facts.get("issuer", "")).rstrip("/") != self.issuer:
            raise ProviderFailed()
        try:
            addresses = [facts[f"{name}_endpoint"] for name in ("authorization", "token")]
            keys = KeySet.import_key_set(await self._ask("GET", facts["jwks_uri"]))  # type: ignore[arg-type]
        except (KeyError, ValueError, TypeError, JoseError) as why:
            raise ProviderFailed() from why
        if not all(_safe(address) for address in addresses):
            raise ProviderFailed()
        self._known = (monotonic(), facts, keys)
        return facts, keys

    async def _ask(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        if not _safe(address):
            raise ProviderFailed()
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False) as client:
                answer = await client.request(method, address, **more)
                told = answer.json()
        except (httpx.HTTPError, ValueError) as why:
            raise ProviderFailed() from why
        if answer.status_code in (400, 401) and method == "POST":  # a code that doesn't hold, or not for us
            raise SignInRefused()
        if answer.status_code != 200 or not isinstance(told, dict):
            raise ProviderFailed()
        return told


def begin_session(connection: Connection, settings: Settings, claims: dict[str, Any]) -> str:
    """Return the cookie's value of a new session of the account that the claims belong to; raises ``SignInRefused``.

    The account is the one bound to this person of the provider, else the unbound one of the name, bound now. A
    one-time password that wasn't used no longer holds.
    """
    issuer, subject = str(claims["iss"])[:200], str(claims["sub"])[:255]
    account = _account(connection, issuer, subject, claims.get(settings.oidc_name_claim))
    if account is None or not account.active:
        append(connection, Event("sign-in.refused", None, "session"))
        raise SignInRefused()
    if account.one_time_until is not None:
        repository.change_account(connection, account.person_id, password_hash=None, one_time_until=None)
    append(connection, Event("sign-in", account.person_id, "session", account.role, facts={"provider": True}))
    return sessions.begin(connection, account.person_id, settings)


def _account(connection: Connection, issuer: str, subject: str, name: object) -> Account | None:
    mine = select(bound.c.person_id).where(bound.c.issuer == issuer, bound.c.subject == subject)
    person_id = connection.execute(mine).scalar_one_or_none()
    if person_id is not None:
        return repository.account_of(connection, person_id)
    try:
        account = repository.account_named(connection, name) if isinstance(name, str) else None
    except WrongName:
        return None
    if account is None or not account.active:
        return None
    taken = select(bound.c.subject).where(bound.c.issuer == issuer, bound.c.person_id == account.person_id)
    if connection.execute(taken).first() is not None:
        return None
    row = {"issuer": issuer, "subject": subject, "person_id": account.person_id, "bound_at": now()}
    connection.execute(insert(bound).values(row))
    return account


def _safe(address: object) -> bool:
    """Say whether an address is one that secrets may go to: by TLS, or on this machine."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
