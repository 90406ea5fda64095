"""The `sommai` command: one line that says what failed and what next, and exit codes that programs can rely on."""

from __future__ import annotations

import json
import sys
import traceback

import typer

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from service.cli import commands
from service.cli.options import LANGUAGE, say

UNEXPECTED = Text(
    "Lỗi không ngờ tới ({kind} tại {place}). Dữ liệu giữ nguyên trạng thái tốt gần nhất; "
    "chạy lại với --debug để xem chi tiết.",
    "Something unexpected failed ({kind} in {place}). The last good state is kept; run again with --debug for details.",
)
SYSTEM = Text(
    "Hệ thống từ chối: {why} ({what}). Kiểm tra quyền và dung lượng đĩa rồi chạy lại.",
    "The system refused: {why} ({what}). Check permissions and disk space, then run again.",
)
DATABASE = Text(
    "Không đọc hoặc ghi được cơ sở dữ liệu. Kiểm tra đĩa, quyền và kết nối rồi chạy lại; chưa có gì thay đổi.",
    "The database can't be read or written. Check disk space, permissions and the connection, then run again; nothing "
    "has been changed.",
)
STOPPED = Text(
    "Đã dừng. Chạy lại cùng lệnh để làm tiếp cho xong.", "Stopped. The same command again finishes the work."
)

app = typer.Typer(
    name="sommai",
    help=say(
        "Sớm Mai tìm những hộ có trẻ em có thể sớm cần hỗ trợ, nói rõ lý do và lập kế hoạch thăm hỏi.",
        "Sớm Mai finds households where a child may soon need help, says why, and plans the visits.",
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
commands.register(app)


def fail(message: str, code: str, exit_code: int) -> int:
    """Write one line to standard error (JSON where machines read) and return the exit code."""
    if "--json" in sys.argv:
        message = json.dumps({"error": code, "message": message}, ensure_ascii=False)
    print(" ".join(message.split("\n")), file=sys.stderr)
    return exit_code


def is_of_the_database(error: BaseException) -> bool:
    """Say whether the database itself gave way; by name, since most commands never load its library."""
    kinds = {f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__}
    return bool(kinds & {"sqlalchemy.exc.OperationalError", "sqlalchemy.exc.InterfaceError"})


def place(error: BaseException) -> str:
    """Return the innermost module and line of an error, never its values."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno}"


def main() -> int:
    """Run the command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except SommaiError as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        return fail(error.message(LANGUAGE), error.code, error.exit_code)
    except KeyboardInterrupt:
        return fail(STOPPED.in_(LANGUAGE), "stopped", 1)
    except OSError as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        facts = {"why": error.strerror or type(error).__name__, "what": error.filename or place(error)}
        return fail(SYSTEM.in_(LANGUAGE).format(**facts), "system", 1)
    except Exception as error:  # noqa: BLE001 - the last door: nothing but one line reaches a person
        if "--debug" in sys.argv:
            traceback.print_exc()
        if is_of_the_database(error):
            return fail(DATABASE.in_(LANGUAGE), "no-database", 1)
        facts = {"kind": type(error).__name__, "place": place(error)}
        return fail(UNEXPECTED.in_(LANGUAGE).format(**facts), "unexpected", 1)
    return 0
