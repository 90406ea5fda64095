"""`sommai train` and `sommai models`: learning from the register, and who decides which model serves."""

from __future__ import annotations

from typing import Annotated

import typer

from data.vocabulary.errors import WrongUse
from service.cli import options as o
from service.cli.options import example, say

TRAIN_HELP = example(
    "Học từ sổ, hiệu chỉnh, thử trên những năm chưa thấy và ghi mô hình tốt nhất làm ứng viên. Bị ngắt giữa chừng thì "
    "chạy lại cùng lệnh để làm tiếp.",
    "Learns from the register, calibrates, tests on years not seen, and records the best model as challenger. Killed "
    "half way, the same command goes on where it was.",
    "sommai train --as-of 2025-12-31 --policy policy.toml",
    'sommai train --promote --by "Nguyễn Thị An" --reason "tốt hơn ở xã xa" --accept "06=chưa đủ ca ở vùng III"',
)
MODELS_HELP = say("Sổ đăng ký mô hình: xem, đưa vào dùng, quay lại", "The model registry: look, promote, roll back")
LIST_HELP = example("Liệt kê các mô hình đã học.", "Lists the models that were learned.", "sommai models list")
SHOW_HELP = example(
    "Cho thấy một mô hình: kết quả thử, kiểm tra phát hành, nguồn gốc, ai đã quyết định.",
    "Shows one model: backtest, release checks, lineage, who decided.",
    "sommai models show 3f2a",
)
PROMOTE_HELP = example(
    "Đưa một mô hình vào dùng. Kiểm tra không đạt thì không được; chưa đủ bằng chứng thì người quyết định viết lý do "
    "chấp nhận từng mục.",
    "Lets a model serve. A failed check forbids it; one without enough evidence needs the promoter's words.",
    'sommai models promote 3f2a --by "Nguyễn Thị An" --reason "tốt hơn ở xã xa" --accept "06=chưa đủ ca"',
)
ROLLBACK_HELP = example(
    "Quay lại mô hình được dùng trước đó.",
    "Lets the champion before the present one serve again.",
    'sommai models rollback --by "Nguyễn Thị An" --reason "xã báo sai nhiều"',
)
By = Annotated[str, typer.Option("--by", metavar="NAME", help=say("Người quyết định", "Who decides"))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=say("Vì sao", "Why"))]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="CHECK=TEXT",
        help=say(
            "Chấp nhận một kiểm tra chưa đủ bằng chứng, kèm lý do", "Accept a check without enough evidence, and why"
        ),
    ),
]
Promote = Annotated[
    bool, typer.Option("--promote", help=say("Đưa vào dùng ngay nếu được phép", "Let it serve at once if allowed"))
]
ModelId = Annotated[str, typer.Argument(metavar="ID", help=say("Mã mô hình hoặc phần đầu", "Id, or its beginning"))]


def train(
    as_of: o.AsOf = None,
    snapshot: o.Snapshot = None,
    promote: Promote = False,
    by: By = "",
    reason: Reason = "",
    accept: Accept = None,
    policy: o.PolicyFile = None,
    seed: o.Seed = 0,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from outreach.policy_file import read_policy
    from service.cli import telling_models, terminal
    from service.registry import account_of
    from service.runs.lessons import Promotion, lesson_of, teach
    from service.settings import home_folder

    decided = read_policy(policy.read_text(encoding="utf-8-sig")) if policy else None
    accepted = _accepted(accept)
    wanted = Promotion(by=_named(by, "--by"), reason=_named(reason, "--reason"), accepted=accepted) if promote else None
    place = home_folder(home)
    with terminal.steps(o.LANGUAGE, quiet=as_json) as tell:
        taught = teach(lesson_of(place, snapshot, as_of, seed, decided), wanted, tell)
    if as_json:
        terminal.as_json(telling_models.taught_record(taught))
    else:
        telling_models.tell_taught(taught, account_of(place, taught.trained.id, o.LANGUAGE), o.LANGUAGE)


def list_models(home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    from service.cli import telling_models, terminal
    from service.runs.lessons import registry_of
    from service.settings import home_folder

    entries = registry_of(home_folder(home)).entries()
    if as_json:
        terminal.as_json([telling_models.entry_record(entry) for entry in entries])
    else:
        telling_models.tell_entries(entries, o.LANGUAGE)


def show(model_id: ModelId, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    from service.cli import telling_models, terminal
    from service.registry import account_of
    from service.runs.lessons import registry_of
    from service.settings import home_folder

    place = home_folder(home)
    entry = registry_of(place).show(model_id)
    if as_json:
        terminal.as_json(telling_models.entry_record(entry))
    else:
        telling_models.tell_entry(entry, account_of(place, entry.id, o.LANGUAGE), o.LANGUAGE)


def promote(
    model_id: ModelId,
    by: By = "",
    reason: Reason = "",
    accept: Accept = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    debug: o.Debug = False,
) -> None:
    from models.shelf import Shelf
    from service.cli import telling_models
    from service.runs.lessons import registry_of
    from service.settings import home_folder

    who, why, accepted = _named(by, "--by"), _named(reason, "--reason"), _accepted(accept)
    place = home_folder(home)
    identity = Shelf(place).find(model_id)
    telling_models.tell_decision(registry_of(place).promote(identity, who, why, accepted), o.LANGUAGE, as_json)


def rollback(
    by: By = "", reason: Reason = "", home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False
) -> None:
    from service.cli import telling_models
    from service.runs.lessons import registry_of
    from service.settings import home_folder

    who, why = _named(by, "--by"), _named(reason, "--reason")
    telling_models.tell_decision(registry_of(home_folder(home)).rollback(who, why), o.LANGUAGE, as_json)


def family() -> typer.Typer:
    """Return `sommai models` with its commands."""
    models = typer.Typer(help=MODELS_HELP, no_args_is_help=True, rich_markup_mode=None)
    models.command("list", help=LIST_HELP)(list_models)
    models.command("show", help=SHOW_HELP)(show)
    models.command("promote", help=PROMOTE_HELP)(promote)
    models.command("rollback", help=ROLLBACK_HELP)(rollback)
    return models


def _named(text: str, option: str) -> str:
    if not text.strip():
        raise WrongUse(what_vi=f"Thiếu {option}.", what_en=f"{option} is missing.")
    return text


def _accepted(given: list[str] | None) -> dict[str, str]:
    found = {}
    for text in given or []:
        number, sign, why = text.partition("=")
        if not sign or not why.strip():
            raise WrongUse(
                what_vi=f"Viết --accept số=lý_do, không phải {text[:40]!r}.",
                what_en=f"Write --accept number=reason, not {text[:40]!r}.",
            )
        found[number.strip()] = why
    return found
