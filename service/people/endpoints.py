"""`/me`, `/users` and `/tokens`."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from service.access import Permission, needs
from service.store.database import reading
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told, told_write
from service.web.writing import Sent, Written, version_tag, written

from . import repository, schemas, service, tokens
from .problems import ChangePasswordFirst, NotAllowed

router = guarded_router(tags=["people"])
PER_PAGE = 100
USER_PATH = {"user_id": "An account's id"}
TOKEN_PATH = {"token_id": "A token's id"}


def _paged(asked: Asked, items: list[dict[str, Any]], question: str) -> answers.Answer:
    start = answers.place_of(asked.query.get("cursor"), question)
    limit = asked.query.get("limit", PER_PAGE)
    following = answers.cursor(question, start + limit) if start + limit < len(items) else None
    return answers.as_json({"items": items[start : start + limit], "next": following})


def _me(asked: Asked) -> answers.Answer:
    who = asked.caller()
    communes = None if who.communes is None else sorted(who.communes)
    permissions = sorted(str(permission) for permission in who.permissions)
    return answers.as_json(
        {"id": who.person_id, "name": who.name, "role": who.role, "permissions": permissions, "communes": communes}
    )


def _users(asked: Asked) -> answers.Answer:
    with reading(asked.state.entrance.engine) as connection:
        accounts = repository.all_accounts(connection)
    return _paged(asked, [schemas.user_record(account) for account in accounts], "users")


def _user(asked: Asked) -> answers.Answer:
    with reading(asked.state.entrance.engine) as connection:
        account = service.found(connection, asked.names["user_id"])
    made = answers.as_json(schemas.user_record(account))
    return answers.Answer(made.body, made.media_type, tag=version_tag(account.version).encode())


def _add(sent: Sent) -> Written:
    body: schemas.NewUser = sent.body
    account, password = service.add(
        sent.connection, body.name, body.role, communes=body.communes, whole_province=body.whole_province,
        days=sent.entrance.settings.one_time_password_days, by=sent.by,
    )  # fmt: skip
    content = {**schemas.user_record(account), "password": password}
    return Written(content, 201, account.version, f"/api/v1/users/{account.person_id}", ("password",))


def _change(sent: Sent) -> Written:
    account = service.found(sent.connection, sent.names["user_id"])
    sent.check_version(account.version)
    asked = sent.body.model_dump(exclude_unset=True)
    after = service.change(sent.connection, account.person_id, **asked, by=sent.by)
    return Written(schemas.user_record(after), version=after.version)


def _reset(sent: Sent) -> Written:
    account = service.found(sent.connection, sent.names["user_id"])
    days = sent.entrance.settings.one_time_password_days
    password = service.reset(sent.connection, account.person_id, days, sent.by)
    after = service.found(sent.connection, account.person_id)
    return Written({**schemas.user_record(after), "password": password}, version=after.version, secrets=("password",))


def _tokens(asked: Asked) -> answers.Answer:
    with reading(asked.state.entrance.engine) as connection:
        rows = tokens.all_tokens(connection, asked.caller().person_id)
    return _paged(asked, [tokens.record_of(row) for row in rows], "tokens")


def _create(sent: Sent) -> Written:
    who, body = sent.who, sent.body
    if who.must_change:
        raise ChangePasswordFirst()
    if who.by != "session":  # a token that makes tokens would never run out
        raise NotAllowed()
    made, secret = tokens.create(
        sent.connection, service.found(sent.connection, who.person_id), body.label, days=body.days,
        most_days=sent.entrance.settings.token_days, permissions=body.permissions, communes=body.communes, by=sent.by,
    )  # fmt: skip
    return Written({**tokens.record_of(made), "token": secret}, 201, secrets=("token",))


def _revoke(sent: Sent) -> Written:
    row = tokens.revoke(sent.connection, sent.names["token_id"], sent.by, sent.who.person_id)
    return Written(tokens.record_of(row))


@router.get("/me", summary="Who is calling", openapi_extra=told(schema="Me", example=schemas.ME_EXAMPLE))
@needs(Permission.OWN_ACCOUNT)
async def me(request: Request) -> Response:
    """The account behind the session or token, and what it may do where; `communes` null is the whole province."""
    return await answered(request, _me, cache=answers.NO_STORE, keep=False)


@router.get(
    "/users",
    summary="All accounts, by name",
    openapi_extra=told(
        (asking.LIMIT, asking.CURSOR), schema="Users", example={"items": [schemas.USER_EXAMPLE], "next": None}
    ),
)
@needs(Permission.USERS_READ, audit="users.seen")
async def all_users(request: Request) -> Response:
    """Who may sign in, in which role, for which communes."""
    return await answered(request, _users, (asking.LIMIT, asking.CURSOR), cache=answers.NO_STORE, keep=False)


@router.post(
    "/users",
    summary="Add an account",
    status_code=201,
    openapi_extra=told_write(
        schema="NewUserRecord", example={**schemas.USER_EXAMPLE, "password": schemas.PASSWORD_EXAMPLE}, made=True,
        body="NewUser", sends=schemas.NEW_USER_EXAMPLE, also={"409": "The name has an account already"},
    ),
)  # fmt: skip
@needs(Permission.USERS_MANAGE)
async def add_user(request: Request) -> Response:
    """The one-time password is shown in this answer alone; a repeated request gets null in its place."""
    return await written(request, _add, schemas.NewUser)


@router.get(
    "/users/{user_id}",
    summary="One account",
    openapi_extra=told(schema="UserRecord", example=schemas.USER_EXAMPLE, missing="No such account", path=USER_PATH),
)
@needs(Permission.USERS_READ, audit="user.seen", subject="user_id")
async def one_user(request: Request) -> Response:
    """Its ETag is what a change sends back as `If-Match`."""
    return await answered(request, _user, cache=answers.NO_STORE, keep=False)


@router.patch(
    "/users/{user_id}",
    summary="Change an account's role, reach, or whether it may be used",
    openapi_extra=told_write(
        schema="UserRecord", example=schemas.USER_EXAMPLE, body="UserChange", sends={"active": False}, versioned=True,
        missing="No such account", path=USER_PATH, also={"409": "Nobody would be left to manage accounts"},
    ),
)  # fmt: skip
@needs(Permission.USERS_MANAGE)
async def change_user(request: Request) -> Response:
    """What isn't named stays. Every session of the account ends."""
    return await written(request, _change, schemas.UserChange)


@router.post(
    "/users/{user_id}/reset",
    summary="Give an account a new one-time password",
    openapi_extra=told_write(
        schema="NewUserRecord", example={**schemas.USER_EXAMPLE, "password": schemas.PASSWORD_EXAMPLE},
        missing="No such account", path=USER_PATH,
    ),
)  # fmt: skip
@needs(Permission.USERS_MANAGE)
async def reset_user(request: Request) -> Response:
    """The old password and every session end; the new one is shown in this answer alone."""
    return await written(request, _reset)


@router.get(
    "/tokens",
    summary="One's own tokens, the newest first",
    openapi_extra=told(
        (asking.LIMIT, asking.CURSOR), schema="Tokens", example={"items": [schemas.TOKEN_EXAMPLE], "next": None}
    ),
)
@needs(Permission.OWN_ACCOUNT)
async def own_tokens(request: Request) -> Response:
    """Without the tokens themselves, which are shown once, when they are made."""
    return await answered(request, _tokens, (asking.LIMIT, asking.CURSOR), cache=answers.NO_STORE, keep=False)


@router.post(
    "/tokens",
    summary="Make a token for oneself",
    status_code=201,
    openapi_extra=told_write(
        schema="NewTokenRecord", example={**schemas.TOKEN_EXAMPLE, "token": schemas.TOKEN_ITSELF}, made=True,
        body="NewToken", sends=schemas.NEW_TOKEN_EXAMPLE,
    ),
)  # fmt: skip
@needs(Permission.OWN_ACCOUNT)
async def create_token(request: Request) -> Response:
    """Only from a session: a token can't make tokens. It may narrow what the account may, never widen it."""
    return await written(request, _create, schemas.NewToken)


@router.delete(
    "/tokens/{token_id}",
    summary="Revoke a token of one's own",
    openapi_extra=told_write(
        schema="TokenRecord", example=schemas.TOKEN_EXAMPLE, missing="No such token", path=TOKEN_PATH
    ),
)
@needs(Permission.OWN_ACCOUNT)
async def revoke_token(request: Request) -> Response:
    """Once revoked it stays so; the record remains."""
    return await written(request, _revoke)
