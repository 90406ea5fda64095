"""Who may do what, where: roles × permissions × communes, declared here and enforced here for everything alike.

A route says which permission it needs by ``@needs(…)`` on its endpoint; ``service.web.entrance`` asks here before the
endpoint runs. What is inside a role's permission and outside its communes answers as if it didn't exist.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, TypeVar

from data.vocabulary.language import Text

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Permission(StrEnum):
    """What can be allowed. Reading comes first, then what changes something."""

    OWN_ACCOUNT = "own-account"
    COMMUNES_READ = "communes.read"
    URGENT_READ = "urgent.read"
    LISTS_READ = "lists.read"
    """Published lists."""
    DRAFTS_READ = "drafts.read"
    """Every version of every list, published or not."""
    LISTS_EXPORT = "lists.export"
    HOUSEHOLDS_READ = "households.read"
    """A household's standing, explanation, history and actions, private reasons in full."""
    IDENTITIES_READ = "identities.read"
    """Names, addresses and phones of households on a published list."""
    RUNS_READ = "runs.read"
    COVERAGE_READ = "coverage.read"
    PLANS_SIMULATE = "plans.simulate"
    SNAPSHOTS_READ = "snapshots.read"
    FEATURES_READ = "features.read"
    MODELS_READ = "models.read"
    FAIRNESS_READ = "fairness.read"
    VISITS_READ = "visits.read"
    DISPUTES_READ = "disputes.read"
    CORRECTIONS_READ = "corrections.read"
    """Records put right, with the values that they had and have."""
    JOBS_READ = "jobs.read"
    AUDIT_READ = "audit.read"
    USERS_READ = "users.read"
    VISITS_WRITE = "visits.write"
    DISPUTES_WRITE = "disputes.write"
    DISPUTES_ANSWER = "disputes.answer"
    CORRECTIONS_WRITE = "corrections.write"
    """Put a record right once a question was agreed to, and lift it."""
    NOMINATIONS_WRITE = "nominations.write"
    LISTS_DRAFT = "lists.draft"
    LISTS_APPROVE = "lists.approve"
    LISTS_PUBLISH = "lists.publish"
    JOBS_PLAN = "jobs.plan"
    """Start scoring and planning."""
    JOBS_TRAIN = "jobs.train"
    """Start imports and training."""
    MODELS_PROMOTE = "models.promote"
    USERS_MANAGE = "users.manage"
    KEYS_MANAGE = "keys.manage"
    OPERATIONS_READ = "operations.read"
    """Metrics and the state of the installation."""


Reach = Literal["communes", "province", "nobody"]


@dataclass(frozen=True)
class Role:
    """What a kind of user may do, and how far: in own communes, in the province (or a set of communes), to nobody."""

    name: str
    text: Text
    permissions: frozenset[Permission]
    reach: Reach


P = Permission
ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role(
            "officer", Text("cán bộ xã", "officer"),
            frozenset({
                P.OWN_ACCOUNT, P.COMMUNES_READ, P.URGENT_READ, P.LISTS_READ, P.LISTS_EXPORT, P.HOUSEHOLDS_READ,
                P.IDENTITIES_READ, P.VISITS_READ, P.VISITS_WRITE, P.DISPUTES_READ, P.DISPUTES_WRITE,
                P.CORRECTIONS_READ, P.CORRECTIONS_WRITE, P.NOMINATIONS_WRITE,
            }),
            "communes",
        ),
        Role(
            "planner", Text("người lập kế hoạch", "planner"),
            frozenset({
                P.OWN_ACCOUNT, P.COMMUNES_READ, P.URGENT_READ, P.RUNS_READ, P.COVERAGE_READ, P.PLANS_SIMULATE,
                P.LISTS_READ, P.DRAFTS_READ, P.LISTS_DRAFT, P.LISTS_APPROVE, P.LISTS_PUBLISH, P.LISTS_EXPORT,
                P.VISITS_READ, P.DISPUTES_READ, P.DISPUTES_ANSWER, P.JOBS_READ, P.JOBS_PLAN,
            }),
            "province",
        ),
        Role(
            "analyst", Text("người phân tích", "analyst"),
            frozenset({
                P.OWN_ACCOUNT, P.COMMUNES_READ, P.SNAPSHOTS_READ, P.FEATURES_READ, P.RUNS_READ, P.MODELS_READ,
                P.FAIRNESS_READ, P.JOBS_READ, P.JOBS_TRAIN, P.MODELS_PROMOTE,
            }),
            "province",
        ),
        Role(
            "auditor", Text("người kiểm tra", "auditor"),
            frozenset({
                P.OWN_ACCOUNT, P.COMMUNES_READ, P.LISTS_READ, P.DRAFTS_READ, P.AUDIT_READ, P.FEATURES_READ,
                P.MODELS_READ, P.FAIRNESS_READ,
            }),
            "province",
        ),
        Role(
            "administrator", Text("người quản trị", "administrator"),
            frozenset({P.OWN_ACCOUNT, P.USERS_READ, P.USERS_MANAGE, P.KEYS_MANAGE, P.OPERATIONS_READ}),
            "nobody",
        ),
    )
}  # fmt: skip
"""The table: exactly what the interfaces promise to each kind of user, and no more."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who has signed in, with what the account, and the token, allow.

    ``communes`` is None for the whole province. ``view`` is the same for all who are shown the same, and no others:
    answers are kept under it. ``secret`` is the cookie's value, from which the forms' tokens are made.
    """

    person_id: str
    name: str
    role: str
    permissions: frozenset[Permission]
    communes: frozenset[str] | None
    view: str
    by: Literal["session", "token"] = "session"
    must_change: bool = False
    secret: str = ""
    key: str = ""
    """What the session or token is known by here; never its secret."""

    def may(self, permission: Permission) -> bool:
        """Say whether a permission is theirs."""
        return permission in self.permissions

    def sees(self, commune_code: str | None) -> bool:
        """Say whether a commune is within their reach."""
        return self.communes is None or commune_code in self.communes


AT_THE_MACHINE = Who("", "", "command-line", frozenset(Permission), None, "command-line")
"""Whoever runs commands on the machine itself, and could read the files anyway; never a caller of the service."""


def who_of(
    person_id: str,
    name: str,
    role: str,
    *,
    whole_province: bool,
    communes: Collection[str],
    only_permissions: Collection[str] | None = None,
    only_communes: Collection[str] | None = None,
    **more: Any,
) -> Who:
    """Return who an account is, narrowed by a token; an unknown role may nothing and reaches nobody."""
    known = ROLES.get(role) or Role(role, Text(role, role), frozenset(), "nobody")
    allowed = known.permissions
    if only_permissions is not None:
        allowed = frozenset(p for p in allowed if p in set(only_permissions))
    reached = None if known.reach == "province" and whole_province else frozenset(communes)
    if known.reach == "nobody":
        reached = frozenset()
    if only_communes is not None:
        reached = frozenset(only_communes) if reached is None else reached & frozenset(only_communes)
    view = "|".join([role, ",".join(sorted(allowed)), "*" if reached is None else ",".join(sorted(reached))])
    return Who(person_id, name, role, allowed, reached, view, **more)


@dataclass(frozen=True, slots=True)
class Need:
    """What a route asks of whoever calls it, and how the call is told in the audit.

    ``permission`` None is open to strangers. ``audit`` names what is recorded when the route has answered, ``subject``
    the path parameter that says about whom or what. ``upload`` allows bodies up to the limit of uploads.
    """

    permission: Permission | None
    audit: str | None = None
    subject: str | None = None
    upload: bool = False


ATTRIBUTE = "sommai_need"


def needs(
    permission: Permission, *, audit: str | None = None, subject: str | None = None, upload: bool = False
) -> Callable[[Endpoint], Endpoint]:
    """Declare what an endpoint needs; stands right above ``async def``, below the router's decorator."""

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, ATTRIBUTE, Need(permission, audit, subject, upload))
        return endpoint

    return declare


def open_to_all(endpoint: Endpoint) -> Endpoint:
    """Declare that an endpoint answers strangers: health, signing in, what is public anyway."""
    setattr(endpoint, ATTRIBUTE, Need(None))
    return endpoint


def need_of(endpoint: Callable[..., Any]) -> Need | None:
    """Return what an endpoint declared, or None where it declared nothing."""
    need: Need | None = getattr(endpoint, ATTRIBUTE, None)
    return need
