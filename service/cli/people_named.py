"""Who acts on the command line: a person named by ``--by``, from the table that accounts use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.options import say

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from service.lists import Actor

By = Annotated[
    str, typer.Option("--by", metavar="NAME", help=say("Tên người làm việc này", "Name of the person who does this"))
]
ByIfAny = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help=say("Tên người làm việc này", "Name of who does this"))
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=say("Lý do", "The reason"))]
Seen = Annotated[
    int | None,
    typer.Option(
        "--version",
        min=1,
        help=say("Bản mà bạn đã xem; nay đã khác thì dừng", "The version you looked at; stops where it has changed"),
    ),
]


def store(home: Path) -> Engine:
    """Return the home's database, made where there is none yet."""
    from service.store.database import engine_for
    from service.store.preparing import prepared

    return prepared(engine_for(home))


def actor(engine: Engine, name: str | None) -> Actor:
    """Return who acts: the person of that name, or nobody named."""
    from service.lists import NOBODY_NAMED, Actor
    from service.store.persons import person_of

    if name is None:
        return NOBODY_NAMED
    with engine.begin() as connection:
        return Actor(person_id=person_of(connection, name))
