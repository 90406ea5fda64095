"""`sommai users …` and `sommai token …`: accounts, one-time passwords, reach, tokens; each recorded in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli import options as o
from service.cli.options import example, say

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from service.audit import Event
    from service.configuration import Settings

USERS = say("Tài khoản người dùng", "Accounts of users")
TOKENS = say("Mã truy cập cho chương trình khác", "Tokens for other programs")
ADD_HELP = example(
    "Thêm một tài khoản và in mật khẩu một lần.",
    "Adds an account and prints its one-time password.",
    'sommai users add "Nguyễn Thị Mai" --role officer --commune 17329',
)
LIST_HELP = example("Liệt kê tài khoản.", "Lists the accounts.", "sommai users list")
DISABLE_HELP = example(
    "Ngừng một tài khoản; mọi phiên và mã truy cập của nó hết hiệu lực.",
    "Disables an account; its sessions and tokens no longer hold.",
    'sommai users disable "Nguyễn Thị Mai"',
)
ENABLE_HELP = example("Mở lại một tài khoản.", "Enables an account again.", 'sommai users enable "Nguyễn Thị Mai"')
RESET_HELP = example(
    "Cấp mật khẩu một lần mới.", "Gives a new one-time password.", 'sommai users reset "Nguyễn Thị Mai"'
)
SCOPE_HELP = example(
    "Đổi vai trò hoặc phạm vi của một tài khoản.",
    "Changes the role or the reach of an account.",
    'sommai users scope "Nguyễn Thị Mai" --commune 17329 --commune 16690',
)
CREATE_HELP = example(
    "Tạo mã truy cập của một tài khoản; mã chỉ hiện một lần.",
    "Makes a token of an account; it is shown this once.",
    'sommai token create --user "Nguyễn Thị Mai" --label "bảng tính" --days 90 --permission urgent.read',
)
TOKENS_HELP = example("Liệt kê mã truy cập.", "Lists the tokens.", "sommai token list")
REVOKE_HELP = example("Thu hồi một mã truy cập.", "Revokes a token.", "sommai token revoke 3f9a0c1e5b7d2468")

Name = Annotated[str, typer.Argument(metavar="NAME", help=say("Tên đăng nhập", "The person's name"))]
RoleName = Annotated[str, typer.Option("--role", help="officer | planner | analyst | auditor | administrator")]
NewRole = Annotated[str | None, typer.Option("--role", help="officer | planner | analyst | auditor | administrator")]
Communes = Annotated[list[str] | None, typer.Option("--commune", help=say("Mã xã (lặp lại được)", "A commune's code; repeat it"))]  # fmt: skip # noqa: E501
Province = Annotated[bool, typer.Option("--province", help=say("Cả tỉnh", "The whole province"))]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=say("Ai làm (mặc định: người dùng máy)", "Who does it (the system's user)"))]  # fmt: skip # noqa: E501
User = Annotated[str, typer.Option("--user", metavar="NAME", help=say("Tài khoản", "The account"))]
OfUser = Annotated[str | None, typer.Option("--user", metavar="NAME", help=say("Tài khoản", "The account"))]
Label = Annotated[str, typer.Option("--label", help=say("Dùng để làm gì", "What it is for"))]
Days = Annotated[int, typer.Option("--days", min=1, help=say("Số ngày dùng được", "Days for which it holds"))]
Permissions = Annotated[list[str] | None, typer.Option("--permission", help=say("Chỉ quyền này (lặp lại được)", "Only this permission; repeat it"))]  # fmt: skip # noqa: E501
TokenId = Annotated[str, typer.Argument(metavar="ID", help=say("Mã số trong danh sách", "Its id in the list"))]


@contextmanager
def changing(home: Path | None, by: str | None) -> Iterator[tuple[Connection, Settings, Event]]:
    """Yield a transaction on the home's database, its settings, and who does it, for the audit."""
    import getpass

    from service.audit import Event
    from service.configuration import settings_of
    from service.settings import home_folder
    from service.store.database import engine_for
    from service.store.persons import person_of
    from service.store.preparing import prepared

    place = home_folder(home)
    engine = prepared(engine_for(place))
    try:
        with engine.begin() as connection:
            person_id = person_of(connection, by or getpass.getuser())
            yield connection, settings_of(place), Event("", person_id, "command-line", "command-line")
    finally:
        engine.dispose()


@contextmanager
def acting(home: Path | None, by: str | None) -> Iterator[tuple[Path, Engine, Event]]:
    """Yield the home, its database, and who does it, for work of several transactions."""
    from service.settings import home_folder
    from service.store.database import engine_for

    with changing(home, by) as (_, _, who):
        pass
    place = home_folder(home)
    engine = engine_for(place)
    try:
        yield place, engine, who
    finally:
        engine.dispose()


def users() -> typer.Typer:
    """Return the family of commands for accounts."""
    app = typer.Typer(help=USERS, no_args_is_help=True)
    app.command("add", help=ADD_HELP)(add)
    app.command("list", help=LIST_HELP)(list_users)
    app.command("disable", help=DISABLE_HELP)(disable)
    app.command("enable", help=ENABLE_HELP)(enable)
    app.command("reset", help=RESET_HELP)(reset)
    app.command("scope", help=SCOPE_HELP)(scope)
    return app


def token_family() -> typer.Typer:
    """Return the family of commands for tokens."""
    app = typer.Typer(help=TOKENS, no_args_is_help=True)
    app.command("create", help=CREATE_HELP)(create)
    app.command("list", help=TOKENS_HELP)(list_tokens)
    app.command("revoke", help=REVOKE_HELP)(revoke)
    return app


def add(
    name: Name,
    role: RoleName,
    commune: Communes = None,
    province: Province = False,
    by: By = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    debug: o.Debug = False,
) -> None:
    from service.people import service

    with changing(home, by) as (connection, settings, who):
        account, password = service.add(
            connection, name, role, communes=commune or (), whole_province=province,
            days=settings.one_time_password_days, by=who,
        )  # fmt: skip
    tell_password(account.name, password, as_json)


def list_users(home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    from service.cli import terminal
    from service.people import repository

    with changing(home, None) as (connection, _, _):
        accounts = repository.all_accounts(connection)
    if as_json:
        terminal.as_json([_record(account) for account in accounts])
        return
    head = [say("Tên", "Name"), say("Vai trò", "Role"), say("Phạm vi", "Reach"), say("Trạng thái", "State")]
    everywhere, off = say("cả tỉnh", "province"), say("đã ngừng", "disabled")
    terminal.as_table(
        head,
        [
            (a.name, a.role, everywhere if a.whole_province else ", ".join(a.communes), "" if a.active else off)
            for a in accounts
        ],
    )


def disable(name: Name, by: By = None, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    _change(name, by, home, as_json, active=False)


def enable(name: Name, by: By = None, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    _change(name, by, home, as_json, active=True)


def scope(
    name: Name,
    role: NewRole = None,
    commune: Communes = None,
    province: Province = False,
    by: By = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    debug: o.Debug = False,
) -> None:
    _change(name, by, home, as_json, role=role, communes=commune or (), whole_province=province)


def reset(name: Name, by: By = None, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    from service.people import service

    with changing(home, by) as (connection, settings, who):
        account = service.named(connection, name)
        password = service.reset(connection, account.person_id, settings.one_time_password_days, who)
    tell_password(account.name, password, as_json)


def create(
    user: User,
    label: Label,
    days: Days = 90,
    permission: Permissions = None,
    commune: Communes = None,
    by: By = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    debug: o.Debug = False,
) -> None:
    from service.cli import terminal
    from service.people import service, tokens

    with changing(home, by) as (connection, settings, who):
        account = service.named(connection, user)
        made, secret = tokens.create(
            connection, account, label, days=days, most_days=settings.token_days, permissions=permission or None,
            communes=commune or None, by=who,
        )  # fmt: skip
    if as_json:
        terminal.as_json({"token_id": made["token_id"], "token": secret, "ends_at": made["ends_at"].isoformat()})
        return
    print(say("Mã truy cập (chỉ hiện một lần):", "The token (shown this once):"))
    print(secret)


def list_tokens(user: OfUser = None, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    from service.cli import terminal
    from service.outputs import notation
    from service.people import service, tokens

    with changing(home, None) as (connection, _, _):
        person_id = service.named(connection, user).person_id if user else None
        rows = tokens.all_tokens(connection, person_id)
    if as_json:
        terminal.as_json([tokens.record_of(row) for row in rows])
        return
    head = [say("Mã số", "Id"), say("Tài khoản", "Account"), say("Nhãn", "Label"), say("Đến ngày", "Until")]
    gone = say("đã thu hồi", "revoked")
    shown = [(r, gone if r["revoked_at"] else notation.day_of(r["ends_at"])) for r in rows]
    terminal.as_table(head, [(r["token_id"], r["name"], r["label"], until) for r, until in shown])


def revoke(
    token_id: TokenId, by: By = None, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False
) -> None:
    from service.cli import terminal
    from service.people import tokens

    with changing(home, by) as (connection, _, who):
        row = tokens.revoke(connection, token_id, who)
    if as_json:
        terminal.as_json(tokens.record_of(row))
        return
    print(say(f"Đã thu hồi {token_id}", f"{token_id} is revoked"))


def tell_password(name: str, password: str, as_json: bool) -> None:
    """Write a one-time password, this once."""
    from service.cli import terminal

    if as_json:
        terminal.as_json({"name": name, "one_time_password": password})
        return
    print(say(f"Tài khoản: {name}", f"Account: {name}"))
    print(say(f"Mật khẩu một lần (chỉ hiện một lần): {password}", f"One-time password (shown this once): {password}"))


def _change(name: str, by: str | None, home: Path | None, as_json: bool, **what: Any) -> None:
    from service.cli import terminal
    from service.people import service

    with changing(home, by) as (connection, _, who):
        account = service.named(connection, name)
        after = service.change(connection, account.person_id, **what, by=who)
    if as_json:
        terminal.as_json(_record(after))
        return
    print(say(f"Đã đổi tài khoản {after.name}", f"Account {after.name} is changed"))


def _record(account: Any) -> dict[str, Any]:
    from service.people.schemas import user_record

    return user_record(account)
