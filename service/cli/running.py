"""`sommai run`: all of it in one go."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from data.vocabulary.language import Language
from service.cli import options as o
from service.cli.options import example, say

RUN_HELP = example(
    "Đọc một thư mục bảng, xếp thứ tự các hộ, nêu lý do, lập kế hoạch thăm hỏi và ghi mọi tệp kết quả.",
    "Reads a folder of tables, ranks households, says why, plans visits and writes every output file.",
    "sommai run tables/ --out out/",
    "sommai run tables/ --as-of 2025-12-31 --hours 400 --lang en --out out/",
)
Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help=say("Thư mục chứa các bảng", "Folder of tables"), show_default=False)
]
Out = Annotated[
    Path, typer.Option("--out", metavar="OUT", help=say("Nơi ghi các tệp kết quả", "Where the files are written"))
]


def run(
    folder: Folder,
    out: Out,
    as_of: o.AsOf = None,
    model: o.Model = "champion",
    lang: o.Lang = None,
    hours: o.Hours = None,
    count: o.Count = None,
    months: o.Months = 1.0,
    policy: o.PolicyFile = None,
    seed: o.Seed = 0,
    today: o.Today = None,
    max_rejects: o.MaxRejects = 0.05,
    home: o.Home = None,
    as_json: o.AsJson = False,
    debug: o.Debug = False,
) -> None:
    from service.cli import terminal
    from service.cli.telling import tell_run
    from service.runs.options import RunOptions
    from service.runs.province import run_province
    from service.settings import DEFAULT_LANGUAGE, home_folder

    files: Language = lang.value if lang else DEFAULT_LANGUAGE
    asked = RunOptions(
        home=home_folder(home),
        today=today or dt.date.today(),
        as_of=as_of,
        model=model,
        language=files,
        hours=hours,
        count=count,
        months=months,
        policy_text=policy.read_text(encoding="utf-8-sig") if policy else None,
        seed=seed,
        max_rejects=max_rejects,
    )
    with terminal.progress(o.LANGUAGE, quiet=as_json) as shown:
        result = run_province(folder, out, asked, shown)
    if as_json:
        terminal.as_json({"run": result.run_id, "out": str(result.out), **result.summary})
    else:
        tell_run(result, o.LANGUAGE)
