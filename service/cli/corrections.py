"""`sommai corrections …`: a record that a household questioned, put right until the register's export agrees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from data.vocabulary.language import Text
from service.cli import options as o
from service.cli.options import example, say

FAMILY_HELP = say(
    "Sửa hồ sơ: một ô hoặc cả dòng; bỏ chỗ sửa, xem.", "Corrections of records: a cell or a whole row; lift, list."
)
ADD_HELP = example(
    "Sửa một ô của sổ cho đến khi sổ tự sửa; nguy cơ được tính lại, bản cũ vẫn giữ. VALUE là null: chưa ghi nhận.",
    "Puts a cell of the register right until its export agrees; scores are made again, the old ones stay. "
    "VALUE null: not recorded.",
    'sommai corrections add households H0000001 travel_min_school 45 --by "Lê Thị Hoa" --reason "Gia đình báo sai"',
    'sommai corrections add school_records HC0000001,2024-2025 absent_days null --by Hoa --reason "Nhầm học sinh"',
)
WITHDRAW_HELP = example(
    "Bỏ cả một dòng, và những gì ghi kèm theo nó, cho đến khi sổ không còn dòng này; nguy cơ được tính lại.",
    "Has a whole row, and what hangs from it, count as never recorded, until the register has it no more; scores are "
    "made again.",
    'sommai corrections withdraw child_events E0004417 --by "Lê Thị Hoa" --reason "Là cháu trùng tên ở xóm khác"',
)
ADD_ROW_HELP = example(
    "Thêm một dòng sổ còn thiếu, tính từ hôm nay, cho đến khi sổ ghi như vậy. Mã của dòng có thể để trống.",
    "Adds a row that the register lacks, counted from today on, until its export says so. Its id may be left out.",
    "sommai corrections add-row guardian_events guardian_id=G0001977 event=support_received event_date=2025-03-01 "
    '--by "Lê Thị Hoa" --reason "Xã đã chi trả"',
)
LIFT_HELP = example(
    "Bỏ một chỗ sửa: những gì sổ ghi có hiệu lực trở lại.",
    "Lifts a correction: what the register says counts again.",
    'sommai corrections lift 3f9a1c2b7d4e --by "Lê Thị Hoa" --reason "Sổ đã đúng"',
)
LIST_HELP = example(
    "Những chỗ sửa còn hiệu lực và sổ mới nhất có khớp không.",
    "Corrections that stand, and whether the newest snapshot agrees.",
    "sommai corrections list",
)
HOW = {
    "contradicted": Text("sổ còn ghi khác", "the register says otherwise"),
    "agreed": Text("sổ đã khớp", "the register agrees"),
    "gone": Text("sổ không còn chỗ cho dòng này", "the register has no place for it"),
    "lifted": Text("đã bỏ", "lifted"),
}
TableName = Annotated[str, typer.Argument(metavar="TABLE", help=say("Bảng", "Table"))]
Key = Annotated[str, typer.Argument(metavar="KEY", help=say("Khóa của dòng (nhiều phần: dấu phẩy)", "The row's key"))]
ColumnName = Annotated[str, typer.Argument(metavar="COLUMN", help=say("Cột", "Column"))]
Value = Annotated[str, typer.Argument(metavar="VALUE", help=say("Giá trị đúng", "What it should read"))]
Cells = Annotated[
    list[str], typer.Argument(metavar="COLUMN=VALUE...", help=say("Các ô của dòng", "The cells of the row"))
]
CorrectionId = Annotated[str, typer.Argument(metavar="ID", help=say("Mã chỗ sửa", "The correction's id"))]
By = Annotated[str, typer.Option("--by", metavar="NAME", help=say("Ai sửa", "Who corrects"))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=say("Vì sao", "Why"))]
Dispute = Annotated[
    int | None, typer.Option("--dispute", metavar="ID", help=say("Ý kiến được trả lời", "The dispute it answers"))
]
Household = Annotated[str | None, typer.Option("--household", metavar="ID", help=say("Chỉ hộ này", "This one alone"))]
Every = Annotated[bool, typer.Option("--all", help=say("Kể cả đã hết hiệu lực", "Those that ended too"))]


def family() -> typer.Typer:
    """Return the commands `sommai corrections …`."""
    made = typer.Typer(help=FAMILY_HELP, no_args_is_help=True, rich_markup_mode=None)
    made.command("add", help=ADD_HELP)(add)
    made.command("withdraw", help=WITHDRAW_HELP)(withdraw)
    made.command("add-row", help=ADD_ROW_HELP)(add_row)
    made.command("lift", help=LIFT_HELP)(lift)
    made.command("list", help=LIST_HELP)(list_corrections)
    return made


def add(
    table: TableName,
    key: Key,
    column: ColumnName,
    value: Value,
    by: By,
    reason: Reason,
    dispute: Dispute = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.corrections.service import correct

    with correcting(home, by) as now:
        made = correct(
            now.connection, now.snapshot.tables(), now.snapshot.id, table=table, key=key.split(","), column=column,
            value=None if value == "null" else value, reason=reason, person_id=now.person_id, today=dt.date.today(),
            override_id=dispute,
        )  # fmt: skip
        job_id = now.score_anew({})
    tell_made(made, job_id, as_json)


def withdraw(
    table: TableName,
    key: Key,
    by: By,
    reason: Reason,
    dispute: Dispute = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.corrections import whole_rows

    with correcting(home, by) as now:
        made = whole_rows.withdraw(
            now.connection, now.snapshot.tables(), now.snapshot.id, table=table, key=key.split(","), reason=reason,
            person_id=now.person_id, override_id=dispute,
        )  # fmt: skip
        job_id = now.score_anew({})
    tell_made(made, job_id, as_json)


def add_row(
    table: TableName,
    cells: Cells,
    by: By,
    reason: Reason,
    dispute: Dispute = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.corrections import whole_rows

    today = dt.date.today()
    with correcting(home, by) as now:
        made = whole_rows.add_row(
            now.connection, now.snapshot.tables(), now.snapshot.id, table=table,
            cells={name: value for name, _, value in (cell.partition("=") for cell in cells)}, reason=reason,
            person_id=now.person_id, today=today, override_id=dispute,
        )  # fmt: skip
        job_id = now.score_anew({"as_of": today})
    tell_made(made, job_id, as_json)


@dataclass(frozen=True)
class Correcting:
    """One transaction in which a person corrects what the newest snapshot says."""

    connection: Any
    snapshot: Any
    person_id: str

    def score_anew(self, wishes: dict[str, Any]) -> str:
        """Ask for the scores anew and return the job."""
        from service.jobs import ask_for

        return ask_for(self.connection, "score", wishes, self.person_id)


@contextmanager
def correcting(home: Path | None, by: str) -> Iterator[Correcting]:
    """Open the home for a person who corrects: all of it is done, or nothing."""
    from data.snapshots import Snapshots
    from service.settings import home_folder
    from service.store.database import engine_for
    from service.store.persons import person_of
    from service.store.preparing import prepared

    place = home_folder(home)
    snapshot = Snapshots(place).newest()
    with prepared(engine_for(place)).begin() as connection:
        yield Correcting(connection, snapshot, person_of(connection, by))


def tell_made(made: Any, job_id: str, as_json: bool) -> None:
    """Print a correction that was just made, and how the scores come to follow it."""
    if as_json:
        from service.cli import terminal

        terminal.as_json({**record(made), "job": job_id})
        return
    print(shown(made))
    household = made.household_id
    print(
        say(
            f"Công việc {job_id} tính lại nguy cơ: `sommai worker --until-idle`, rồi `sommai explain {household}`.",
            f"Job {job_id} makes scores again: `sommai worker --until-idle`, then `sommai explain {household}`.",
        )
    )


def lift(
    correction_id: CorrectionId,
    by: By,
    reason: Reason,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.cli import terminal
    from service.corrections import service

    with correcting(home, by) as now:
        one = service.lift(now.connection, correction_id, reason=reason, person_id=now.person_id)
        job_id = now.score_anew({})
    if as_json:
        terminal.as_json({**record(one, "lifted"), "job": job_id})
    else:
        print(say(f"Đã bỏ chỗ sửa {correction_id}.", f"Correction {correction_id} is lifted."))


def list_corrections(
    household: Household = None,
    every: Every = False,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from data.snapshots import Snapshots
    from service.cli import terminal
    from service.corrections import compared
    from service.corrections.repository import history
    from service.settings import home_folder
    from service.store.database import engine_for, reading
    from service.store.preparing import prepared

    place = home_folder(home)
    with reading(prepared(engine_for(place))) as connection:
        found = [(one, ended) for one, ended in history(connection, None, household) if every or ended is None]
    stands = compared(Snapshots(place).newest().tables(), [one for one, _ in found]) if found else {}
    how = {one.correction_id: ended["kind"] if ended else stands[one.correction_id] for one, ended in found}
    if as_json:
        terminal.as_json({"corrections": [record(one, how[one.correction_id]) for one, _ in found]})
        return
    headings = [say("Mã", "Id"), say("Hộ", "Household"), say("Ô hoặc dòng", "Cell or row"), say("Sổ ghi", "Register"),
                say("Sửa thành", "Reads"), say("Ai", "By"), say("Tình trạng", "State")]  # fmt: skip
    rows = [
        (one.correction_id, one.household_id, where(one), *reads(one), one.by,
         HOW[how[one.correction_id]].in_(o.LANGUAGE))
        for one, _ in found
    ]  # fmt: skip
    terminal.as_table(headings, rows)


def where(one: Any) -> str:
    """Return which cell or row is meant."""
    return f"{one.table}[{','.join(one.key)}]" + (f".{one.column}" if one.column else "")


def reads(one: Any) -> tuple[str, str]:
    """Return what the register read, and what counts instead."""
    there, not_there = say("(có dòng)", "(the row)"), say("(không có dòng)", "(no row)")
    if one.change == "row_added":
        return not_there, there
    return (there, not_there) if one.change == "row_withdrawn" else (cell(one.was), cell(one.value))


def cell(value: str | None) -> str:
    """Return a cell for people."""
    from service.outputs import notation

    if value is None:
        return say("(chưa ghi nhận)", "(not recorded)")
    return notation.day(value) if notation.is_day(value) else value


def shown(one: Any) -> str:
    """Return a correction in one line."""
    return f"{one.correction_id}  {where(one)}: {' → '.join(reads(one))}"


def record(one: Any, state: str = "contradicted") -> dict[str, Any]:
    """Return a correction for machines."""
    return {**one.record(), "state": state}
