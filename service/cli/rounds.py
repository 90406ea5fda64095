"""`sommai rounds …`: what a round of visits found, and the stepped order of communes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say
from service.cli.people_named import By, Reason

ROUNDS_HELP = say("Đợt thăm hỏi: kết quả, thứ tự xã.", "Rounds of visits: what they found, the order of communes.")
REPORT_HELP = example(
    "Báo cáo một đợt thăm: tìm thấy gì so với dự kiến, giờ dự kiến và đã dùng (HTML hoặc JSON).",
    "A round's report: found against expected, hours planned and used (HTML or JSON).",
    "sommai rounds report newest --out round.html",
    "sommai rounds report newest --json",
)
ORDER_HELP = example(
    "Cho các xã bắt đầu lần lượt theo bốc thăm; không ai khẩn cấp hay bắt buộc phải chờ.",
    "Lets communes begin step by step, by lot; nobody urgent or mandatory waits.",
    "sommai rounds order newest --steps 3 --days 14 --by 'Lê Thu Hà' --reason 'Để biết thăm hỏi thay đổi gì'",
)
Id = Annotated[
    str, typer.Argument(metavar="ID", help=say("Mã danh sách của đợt, hoặc newest", "The round's list, or newest"))
]
ToFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help=say("Tệp .html hoặc .json", "A file, .html or .json"))
]
Steps = Annotated[int, typer.Option("--steps", min=2, help=say("Số đợt bắt đầu", "Number of steps"))]
Days = Annotated[int, typer.Option("--days", min=1, help=say("Số ngày mỗi đợt", "Days of each step"))]
Starts = Annotated[
    str | None, typer.Option("--starts", metavar="D", help=say("Ngày bắt đầu (hôm nay)", "First day (today)"))
]


def family() -> typer.Typer:
    """Return the family of commands."""
    app = typer.Typer(help=ROUNDS_HELP, no_args_is_help=True, rich_markup_mode=None)
    app.command("report", help=REPORT_HELP)(report)
    app.command("order", help=ORDER_HELP)(order)
    return app


def report(
    list_id: Id, out: ToFile = None, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import terminal
    from service.report.round_page import record
    from service.runs.round_report import round_facts, write_round_report
    from service.settings import DEFAULT_LANGUAGE, home_folder

    if as_json and out is None:
        terminal.as_json(record(round_facts(home_folder(home), list_id)))
        return
    language = lang.value if lang else DEFAULT_LANGUAGE
    facts, target = write_round_report(home_folder(home), list_id, out, language)
    if as_json:
        terminal.as_json(record(facts) | {"out": str(target)})
    else:
        print(say(f"Báo cáo đợt thăm của {facts.list_id}: {target}", f"The round of {facts.list_id}: {target}"))


def order(
    list_id: Id, by: By, reason: Reason, steps: Steps = 3, days: Days = 14, starts: Starts = None, seed: o.Seed = 0,
    home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import terminal
    from service.outputs import notation
    from service.runs import listing
    from service.runs.round_order import decide_order
    from service.settings import home_folder

    with listing.opened(home_folder(home)) as engine:
        when = listing.moment()
        told = decide_order(
            engine, listing.found(engine, list_id), steps=steps, days_each=days,
            starts_on=o.day(starts) if starts else when.today, seed=seed, actor=listing.named(engine, by),
            reason=reason, moment=when,
        )  # fmt: skip
    if as_json:
        terminal.as_json(told)
        return
    headings = [say("Đợt", "Step"), say("Từ ngày", "From"), say("Các xã", "Communes")]
    rows = [(step["step"], notation.day(step["from"]), " ".join(step["communes"])) for step in told["steps"]]
    terminal.as_table(headings, rows)
