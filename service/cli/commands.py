"""Which commands there are. Each family is thin; engines are imported when a command runs, not before."""

from __future__ import annotations

import typer

from service.cli import running


def register(app: typer.Typer) -> None:
    """Add every command to the application, in the order of help."""
    app.callback()(lambda: None)  # one command alone is a command too
    app.command("run", help=running.RUN_HELP)(running.run)
