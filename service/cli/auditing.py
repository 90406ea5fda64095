"""`sommai audit verify`: whether the record of who saw and did what is whole."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say

AUDIT = say("Nhật ký: ai đã xem và làm gì", "The audit: who saw and did what")
VERIFY_HELP = example(
    "Kiểm tra nhật ký còn nguyên vẹn; ghi lại số và dấu cuối ở nơi khác để lần sau so lại.",
    "Checks that the audit is whole; note its number and last mark elsewhere, to compare next time.",
    "sommai audit verify",
)
Expected = Annotated[
    str | None,
    typer.Option("--expect", metavar="NUMBER:MARK", help=say("Số và dấu đã ghi lần trước", "What was noted last time")),
]


def family() -> typer.Typer:
    """Return the family of commands."""
    app = typer.Typer(help=AUDIT, no_args_is_help=True)
    app.command("verify", help=VERIFY_HELP)(verify)

    @app.callback()
    def _only_family() -> None:
        """Keep `verify` a command of its own, though it is the only one."""

    return app


def verify(expect: Expected = None, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    from service import audit, looks
    from service.cli import terminal
    from service.settings import home_folder
    from service.store.database import engine_for, reading
    from service.store.preparing import prepared

    place = home_folder(home)
    engine = prepared(engine_for(place))
    try:
        looks.join(place, engine)
        with reading(engine) as connection:
            count, mark = audit.verify(connection)
            if expect:
                audit.check_noted(connection, expect)
    finally:
        engine.dispose()
    if as_json:
        terminal.as_json({"events": count, "mark": mark})
        return
    print(say(f"Nhật ký nguyên vẹn: {count} sự kiện", f"The audit is whole: {count} events"))
    print(f"{count}:{mark}")
