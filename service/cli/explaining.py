"""`sommai score` and `sommai explain`: every household's risk, and why one stands where it does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from data.vocabulary.errors import WrongUse
from service.cli import options as o
from service.cli.options import example, say

SCORE_HELP = example(
    "Tính nguy cơ của mọi hộ trong bản chụp, không lập danh sách.",
    "Scores every household of a snapshot, without a list.",
    "sommai score --as-of 2025-12-31 --out scores/",
)
EXPLAIN_HELP = example(
    "Giải thích chính xác vì sao một hộ có nguy cơ như vậy, vì sao hộ này đứng trước hộ kia, hoặc nếu hồ sơ khác đi "
    "thì sao. Lý do riêng tư được viết đầy đủ ở đây.",
    "Says exactly why a household's risk is what it is, why one stands before another, or what another record would "
    "do. Private reasons are written out here.",
    "sommai explain H0001234",
    "sommai explain H0001234 --against H0005678",
    "sommai explain H0001234 --if poverty_level=poor --if travel_min_school=null",
)
Household = Annotated[
    str, typer.Argument(metavar="HOUSEHOLD_ID", help=say("Mã hộ", "The household's id"), show_default=False)
]
Against = Annotated[
    str | None, typer.Option("--against", metavar="OTHER", help=say("Mã hộ để so sánh", "A household to compare with"))
]
If = Annotated[
    list[str] | None,
    typer.Option(
        "--if",
        metavar="FEATURE=VALUE",
        help=say("Nếu hồ sơ ghi khác đi (null: chưa ghi nhận)", "If the record said otherwise (null: not recorded)"),
    ),
]
RunId = Annotated[
    str, typer.Option("--run", metavar="ID", help=say("Lần tính (mặc định: mới nhất)", "Scoring run (the newest)"))
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="OUT", help=say("Nơi ghi các tệp nguy cơ", "Where scores are written"))
]


def score(
    as_of: o.AsOf = None,
    snapshot: o.Snapshot = None,
    model: o.Model = "champion",
    out: Out = None,
    seed: o.Seed = 0,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.cli import terminal
    from service.cli.telling_why import tell_scores
    from service.runs.options import RunOptions
    from service.runs.scoring import score_snapshot
    from service.settings import home_folder

    asked = RunOptions(home=home_folder(home), today=dt.date.today(), as_of=as_of, model=model, seed=seed)
    with terminal.progress(o.LANGUAGE, quiet=as_json) as shown:
        made = score_snapshot(asked, snapshot, out, shown)
    if as_json:
        terminal.as_json({"scoring": made.id, "out": str(out) if out else None, **made.summary, "bands": made.bands})
    else:
        tell_scores(made, o.LANGUAGE)


def explain(
    household_id: Household,
    against: Against = None,
    if_: If = None,
    run: RunId = "newest",
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.access import AT_THE_MACHINE
    from service.cli import telling_why, terminal
    from service.households import comparing
    from service.runs.scoring import opened
    from service.settings import home_folder

    found = opened(home_folder(home), run)
    if against is not None and if_:
        raise WrongUse(what_vi="Chọn một trong hai: --against hoặc --if.", what_en="Choose one: --against or --if.")
    if against is not None:
        difference = comparing.against(found, household_id, against, AT_THE_MACHINE)
        lines = telling_why.contrast_lines(found, difference, o.LANGUAGE)
        record = comparing.contrast_record(difference)
    elif if_:
        change = comparing.if_the_record_said(found, household_id, if_, AT_THE_MACHINE)
        lines, record = telling_why.what_if_lines(change, o.LANGUAGE), comparing.what_if_record(change)
    else:
        lines = telling_why.why_lines(found, household_id, o.LANGUAGE)
        record = telling_why.why_record(found, household_id, o.LANGUAGE)
    if as_json:
        terminal.as_json(record)
    else:
        print("\n".join(lines))
