"""`sommai disputes …`: what people said against a reason or a list, and what they were answered."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say
from service.cli.people_named import By, Reason

DISPUTES_HELP = say(
    "Sổ ý kiến: lý do chưa đúng, hộ được đề cử hoặc hoãn, và câu trả lời.",
    "The ledger: reasons disputed, households nominated or put off, and the answers.",
)
ADD_HELP = example(
    "Ghi ý kiến về một lý do của hộ.",
    "Disputes a reason of a household.",
    "sommai disputes add H0001 --by 'Vi Thị Hoa' --reason 'Cháu đã đi học lại từ tháng 9'",
)
ANSWER_HELP = example(
    "Trả lời một mục trong sổ; câu trả lời trước vẫn được giữ.",
    "Answers an entry of the ledger; earlier answers stay.",
    "sommai disputes answer 3 --decision corrected --by 'Lê Thu Hà' --reason 'Đã sửa hồ sơ đi học'",
)
LIST_HELP = example("Sổ ý kiến với câu trả lời.", "The ledger with its answers.", "sommai disputes list --open")
Household = Annotated[str, typer.Argument(metavar="HOUSEHOLD_ID", help=say("Mã hộ", "The household's id"))]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help=say("Số của mục trong sổ", "The entry's number"))]
Feature = Annotated[
    str | None,
    typer.Option(
        "--feature",
        metavar="NAME",
        help=say("Lý do nào (tên trong `sommai explain --json`)", "Which reason (its name)"),
    ),
]
IfList = Annotated[str | None, typer.Option("--list", metavar="ID", help=say("Danh sách liên quan", "The list meant"))]
IfHousehold = Annotated[str | None, typer.Option("--household", metavar="ID", help=say("Chỉ hộ này", "This household"))]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="dispute|nomination|put_off", help=say("Chỉ loại này", "This kind only")),
]
Open = Annotated[bool, typer.Option("--open", help=say("Chỉ mục chưa trả lời", "Those without an answer only"))]
Decision = Annotated[
    str,
    typer.Option(
        "--decision", metavar="accepted|corrected|explained", help=say("Cách giải quyết", "How it is settled")
    ),
]


def family() -> typer.Typer:
    """Return the family of commands."""
    app = typer.Typer(help=DISPUTES_HELP, no_args_is_help=True, rich_markup_mode=None)
    app.command("add", help=ADD_HELP)(add)
    app.command("answer", help=ANSWER_HELP)(answer)
    app.command("list", help=LIST_HELP)(list_entries)
    return app


def add(
    household_id: Household, by: By, reason: Reason, feature: Feature = None, list_id: IfList = None,
    home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import terminal
    from service.runs import disputing
    from service.settings import home_folder

    number = disputing.add(home_folder(home), household_id, by, reason, feature, list_id)
    if as_json:
        terminal.as_json({"dispute": number})
    else:
        print(say(f"Đã ghi vào sổ, mục số {number}.", f"Entered in the ledger as number {number}."))


def answer(
    number: Number, by: By, reason: Reason, decision: Decision = "explained", home: o.Home = None,
    as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import terminal
    from service.runs import disputing
    from service.settings import home_folder

    disputing.answer(home_folder(home), number, decision, by, reason)
    if as_json:
        terminal.as_json({"dispute": number, "decision": decision})
    else:
        print(say(f"Đã trả lời mục số {number}.", f"Entry {number} is answered."))


def list_entries(
    household: IfHousehold = None, list_id: IfList = None, kind: Kind = None, only_open: Open = False,
    home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import terminal
    from service.disputes import ANSWERS, KINDS
    from service.outputs import notation
    from service.runs import disputing
    from service.settings import home_folder

    found = disputing.entries(home_folder(home), household, list_id, kind, only_open=only_open)
    if as_json:
        terminal.as_json({"items": [entry.record() for entry in found]})
        return
    if not found:
        print(say("Không có mục nào.", "There is no entry."))
    for entry in found:
        head = f"{entry.override_id}  {entry.household_id}  {KINDS[entry.kind].in_(o.LANGUAGE)}"
        print(f"{head}  ({entry.by}, {notation.day_of(entry.at)}): {entry.reason}")
        for told in entry.answers:
            head = f"{ANSWERS[told['decision']].in_(o.LANGUAGE)} ({told['by']}, {notation.day_of(told['at'])})"
            print(f"     {head}: {told['reason']}")
