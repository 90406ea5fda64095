"""`sommai plan`, `sommai plan simulate` and `sommai policy`: lists of a kept run, other hours, the province's rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli import options as o
from service.cli.options import example, say
from service.cli.people_named import ByIfAny

PLAN_HELP = example(
    "Lập danh sách khác từ nguy cơ của lần tính mới nhất: số giờ, số hộ hoặc chính sách khác.",
    "Makes another list of the newest run's risks: other hours, a number of households, another policy.",
    "sommai plan --hours 400",
    "sommai plan --count 200 --by 'Nguyễn Thị Mai' --reason 'Kế hoạch tháng 1'",
)
SIMULATE_HELP = example(
    "Số hộ đến được theo số giờ, một giờ nữa của mỗi tổ và ở mỗi xã đáng giá bao nhiêu, và nếu thêm người thì sao.",
    "Households reached against hours, the worth of another hour per team and commune, and what more people would do.",
    "sommai plan simulate",
    "sommai plan simulate --more T001=40 --new 'Kỳ Sơn=80' --picture coverage.svg",
)
POLICY_HELP = say("Chính sách thăm hộ của tỉnh: viết tệp mẫu, kiểm tra tệp.", "The province's policy: write, check.")
INIT_HELP = example(
    "Viết một tệp chính sách, mọi mục đều có giải thích bằng hai ngôn ngữ.",
    "Writes a policy's file, every setting explained in both languages.",
    "sommai policy init policy.toml",
)
CHECK_HELP = example(
    "Kiểm tra một tệp chính sách; nêu tên các quy định mâu thuẫn.",
    "Checks a policy's file; names the rules that contradict one another.",
    "sommai policy check policy.toml",
)
RunId = Annotated[
    str, typer.Option("--run", metavar="ID", help=say("Lần tính (mặc định: mới nhất)", "The run (the newest)"))
]
MonthsIfAny = Annotated[
    float | None, typer.Option("--months", min=0, help=say("Số tháng của kế hoạch", "Months that it covers"))
]
SeedIfAny = Annotated[int | None, typer.Option("--seed", help=say("Hạt giống ngẫu nhiên", "Seed of what is drawn"))]
ReasonIfAny = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=say("Lý do", "The reason"))]
More = Annotated[
    list[str] | None,
    typer.Option("--more", metavar="TEAM=HOURS", help=say("Thêm (hoặc bớt) giờ của một tổ", "More hours of a team")),
]
New = Annotated[
    list[str] | None,
    typer.Option(
        "--new", metavar="COMMUNE=HOURS", help=say("Một tổ mới ở xã (tên hoặc mã)", "A new team in a commune")
    ),
]
Picture = Annotated[
    Path | None,
    typer.Option("--picture", metavar="FILE", help=say("Vẽ đường cong: .svg hoặc .html", "Draws it: .svg or .html")),
]
File = Annotated[Path, typer.Argument(metavar="FILE", help=say("Tệp chính sách (.toml)", "The policy's file (.toml)"))]


def plan_family() -> typer.Typer:
    """Return `sommai plan`, a command with one of its own below it."""
    app = typer.Typer(help=PLAN_HELP, invoke_without_command=True, rich_markup_mode=None)
    app.callback(help=PLAN_HELP)(plan)
    app.command("simulate", help=SIMULATE_HELP)(simulate)
    return app


def policy_family() -> typer.Typer:
    """Return `sommai policy`."""
    app = typer.Typer(help=POLICY_HELP, no_args_is_help=True, rich_markup_mode=None)
    app.command("init", help=INIT_HELP)(init)
    app.command("check", help=CHECK_HELP)(check)
    return app


def plan(
    context: typer.Context,
    hours: o.Hours = None,
    count: o.Count = None,
    months: MonthsIfAny = None,
    policy: o.PolicyFile = None,
    seed: SeedIfAny = None,
    run: RunId = "newest",
    by: ByIfAny = None,
    reason: ReasonIfAny = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    if context.invoked_subcommand:
        return
    from data.vocabulary.errors import WrongUse
    from service.cli import telling_plans as tell
    from service.runs.replanning import draft_of, plan_anew
    from service.settings import home_folder

    if (by is None) != (reason is None):
        raise WrongUse(
            what_vi="Để lập bản nháp cần cả --by và --reason.", what_en="A draft needs both --by and --reason."
        )
    place = home_folder(home)
    made = plan_anew(
        place, run, hours=hours, count=count, months=months, policy_text=_text(policy), seed=seed
    )  # fmt: skip
    list_id = draft_of(place, made, by, reason) if by and reason else None
    tell.planned(made, list_id, as_json)


def simulate(
    hours: o.Hours = None,
    policy: o.PolicyFile = None,
    more: More = None,
    new: New = None,
    picture: Picture = None,
    run: RunId = "newest",
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.cli import telling_plans as tell
    from service.runs.planning import WhatIf, opened, simulated
    from service.settings import home_folder

    changes = [WhatIf(hours=amount, team_id=team) for team, amount in map(_amount, more or [])]
    changes += [WhatIf(hours=amount, commune=commune) for commune, amount in map(_amount, new or [])]
    given = opened(home_folder(home), run, _text(policy), hours)
    told = simulated(given, tuple(changes))
    if picture:
        from service.outputs.coverage_picture import write_coverage

        write_coverage(told, picture, o.LANGUAGE)
    tell.simulated(told, as_json)


def init(
    file: File, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False
) -> None:
    from data.vocabulary.errors import WrongUse
    from outreach.policy_writing import write_policy
    from service.cli import terminal

    if file.exists():
        raise WrongUse(
            what_vi=f"{file} đã có; hãy chọn tên khác, tệp cũ giữ nguyên.",
            what_en=f"{file} is there already; choose another name, it was left as it is.",
        )
    file.write_text(write_policy(), encoding="utf-8")
    if as_json:
        terminal.as_json({"file": str(file)})
        return
    print(say(f"Đã viết {file}. Sửa rồi chạy: sommai policy check {file}",
              f"Written: {file}. Edit it, then: sommai policy check {file}"))  # fmt: skip


def check(
    file: File, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False
) -> None:
    from outreach.policy_file import notices, read_policy
    from service.cli import terminal

    policy = read_policy(_text(file) or "")
    rules: list[Any] = [*policy.mandatory, *policy.floors]
    told = notices(policy)
    if as_json:
        terminal.as_json({
            "owner": policy.owner, "decided_on": policy.decided_on, "rules": [rule.text.en for rule in rules],
            "notices": [text.en for text in told],
        })  # fmt: skip
        return
    print(say("Chính sách dùng được.", "The policy can be used."))
    for rule in rules:
        print(f"- {rule.text.in_(o.LANGUAGE)}")
    for text in told:
        print(text.in_(o.LANGUAGE))
    if rules:
        print(say(f"Dữ liệu của tỉnh cho phép đến đâu: sommai plan --policy {file}",
                  f"How far the province's register allows it: sommai plan --policy {file}"))  # fmt: skip


def _text(file: Path | None) -> str | None:
    return file.read_text(encoding="utf-8-sig") if file else None


def _amount(told: str) -> tuple[str, float]:
    """Read NAME=HOURS."""
    from data.vocabulary.errors import WrongUse

    name, _, hours = told.rpartition("=")
    try:
        return name.strip(), float(hours.replace(",", "."))
    except ValueError as why:
        raise WrongUse(
            what_vi=f"{told!r}: viết TÊN=SỐ GIỜ, ví dụ T001=40.",
            what_en=f"{told!r}: write NAME=HOURS, such as T001=40.",
        ) from why
