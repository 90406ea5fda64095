"""What a person reads of a plan and of a simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from data.vocabulary.language import Text
from outreach.policy_file import ORDER
from service.cli import options as o
from service.cli import terminal
from service.cli.options import say
from service.outputs import names, notation
from service.outputs.naming import told_apart
from service.outputs.unmet_words import why_unmet
from service.runs.replanning import Planned

SHOWN = 12
PLANNED = Text(
    "{listed} hộ trong danh sách, ước tính {expected} hộ có thể cần hỗ trợ; {used} trong {hours} giờ; cách kế hoạch "
    "tốt nhất không quá {gap}.",
    "{listed} households listed, about {expected} may come to need support; {used} of {hours} hours; within {gap} of "
    "the best plan.",
)
SHORT = Text(
    "Chưa giữ được: {rule}: yêu cầu {asked}, được {got}; {why}", "Not kept: {rule}: asked {asked}, got {got}; {why}"
)
NEXT = Text(
    "Lập bản nháp: sommai lists draft --run {run} --by TÊN --reason LÝ_DO",
    "Make it a draft: sommai lists draft --run {run} --by NAME --reason TEXT",
)
DRAFTED = Text("Bản nháp: {list_id}", "Draft: {list_id}")


def number(value: float | None, decimals: int = 1) -> str:
    """Return a number in the system's language; a dash where there is none."""
    return "–" if value is None else notation.number(value, o.LANGUAGE, decimals)


def planned(made: Planned, list_id: str | None, as_json: bool) -> None:
    """Print a plan."""
    if as_json:
        terminal.as_json({**asdict(made), "list_id": list_id})
        return
    told = made.allocation
    print(
        PLANNED.in_(o.LANGUAGE).format(
            listed=made.listed, expected=number(told["expected_reached"]), used=number(told["hours_used"]),
            hours=number(told["hours"]), gap=f"{number(100 * told['gap'], 2)} %",
        )
    )  # fmt: skip
    unmet(made.relaxed)
    for row in made.top:
        reasons = "; ".join(row[name] for name in names.REASONS if row[name])
        print(f"{row['position']:>4}  {row['household_id']}  {reasons}")
    last = DRAFTED.in_(o.LANGUAGE).format(list_id=list_id) if list_id else NEXT.in_(o.LANGUAGE).format(run=made.run_id)
    print(last)


def unmet(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print which promises of the policy a list doesn't keep, and why; nothing where it keeps all."""
    for row in rows[:SHOWN]:
        print(SHORT.in_(o.LANGUAGE).format(
            rule=row[f"rule_{o.LANGUAGE}"], asked=number(row["asked"], 0), got=number(row["got"], 0),
            why=why_unmet(row, o.LANGUAGE)))  # fmt: skip
    if len(rows) > SHOWN:
        more = len(rows) - SHOWN
        print(
            say(
                f"và {more} quy định khác: xem report.html, hoặc --json.",
                f"and {more} more: see report.html, or --json.",
            )
        )
    if rows:
        print(ORDER.in_(o.LANGUAGE))


def simulated(told: dict[str, Any], as_json: bool) -> None:
    """Print a simulation: the curve, the teams and the communes where another hour brings most."""
    if as_json:
        terminal.as_json(told)
        return
    communes = told_apart({r["commune_code"]: r["commune_name"] for r in told["communes"]})
    worth = say("Thêm một giờ", "Another hour adds")
    terminal.as_table(
        [say("Số giờ", "Hours"), say("Hộ đến được", "Reached"), say("Lượt thăm", "Visits"), worth],
        [
            (number(r["hours"]), number(r["expected"], 2), number(r["visits"], 0), number(r["worth_of_hour"], 4))
            for r in told["curve"]
        ],
    )
    print()
    terminal.as_table(
        [say("Tổ", "Team"), say("Tên", "Name"), say("Số giờ", "Hours"), worth],
        [
            (r["team_id"], r["team_name"], number(r["hours"]), number(r["worth_of_hour"], 4))
            for r in told["teams"][:SHOWN]
        ],
    )
    print()
    terminal.as_table(
        [say("Xã", "Commune"), worth, say("Chưa tới", "Not reached")],
        [
            (communes[r["commune_code"]], number(r["worth_of_hour"], 4), number(r["unlisted_expected"], 1))
            for r in told["communes"][:SHOWN]
        ],
    )
    if "what_if" in told:
        found = told["what_if"]
        print()
        print(say(
            f"Nếu vậy: {number(found['hours'])} giờ, {number(found['expected'], 2)} hộ đến được "
            f"({number(found['more_expected'], 2)} hộ thêm).",
            f"Then: {number(found['hours'])} hours, {number(found['expected'], 2)} households reached "
            f"({number(found['more_expected'], 2)} more)."))  # fmt: skip
