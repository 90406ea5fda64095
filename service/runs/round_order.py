"""The stepped order of a round: decided once, by a named person, before the workbooks go out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from data.vocabulary.language import Text
from outreach.stepped import first_days, stepped_order
from service import audit
from service.lists import Actor, Moment, records, tidy_reason
from service.outputs import notation
from service.problems import NoRun, Problem
from service.scores import Runs
from service.store.database import reading
from service.store.outreach_tables import handouts, round_steps, rounds
from service.store.persons import insert_new


class OrderDecided(Problem):
    """The order of a round stands already, or workbooks have gone out."""

    code = "order-decided"
    http_status = 409
    title = Text("Thứ tự đã được quyết định", "The order is decided")
    text = Text(
        "Đợt thăm của danh sách {list_id} đã có thứ tự hoặc đã phát phiếu, nên không đổi thứ tự nữa.",
        "The round of list {list_id} has its order, or its workbooks are out, so the order stays.",
    )


class StepsPastTheList(Problem):
    """The last step would begin after the list's time is over."""

    code = "steps-past-the-list"
    http_status = 409
    title = Text("Đợt cuối quá hạn danh sách", "The last step is too late")
    text = Text(
        "Đợt cuối bắt đầu ngày {last}, sau khi danh sách hết hạn ({until}): có xã sẽ không được thăm.",
        "The last step would begin on {last}, after the list is over ({until}): a commune would get no visit.",
    )
    next_step = Text("Hãy giảm số đợt hoặc số ngày mỗi đợt.", "Take fewer steps, or shorter ones.")


def decide_order(
    engine: Engine, list_id: str, *, steps: int, days_each: int, starts_on: dt.date, seed: int, actor: Actor,
    reason: str, moment: Moment,
) -> dict[str, Any]:  # fmt: skip
    """Deal a list's communes out over steps, once, and return the order.

    Raises ``OrderDecided``, ``StepsPastTheList``, or ``WrongUse`` for impossible steps.
    """
    tidy = tidy_reason(reason)
    with engine.begin() as connection:
        facts, standing = records.facts_of(connection, list_id), records.standing(connection, list_id)
        entries = records.entries(connection, list_id)
        order = stepped_order(entries["commune_code"].unique(), steps, seed)
        first_days(entries.clear(), {}, (), starts_on, days_each)
        last = starts_on + dt.timedelta(days=(steps - 1) * days_each)
        until = standing.valid_until or moment.today + dt.timedelta(days=facts["list_valid_days"])
        if last > until:
            raise StepsPastTheList(last=notation.day(last), until=notation.day(until))
        out = connection.execute(select(handouts.c.handout_id).where(handouts.c.list_id == list_id)).first()
        row = {
            "list_id": list_id, "starts_on": starts_on, "steps": steps, "days_each": days_each, "seed": seed,
            "reason": tidy, "person_id": actor.named, "at": moment.at,
        }  # fmt: skip
        if out is not None or standing.state == "closed" or not insert_new(connection, rounds, row):
            raise OrderDecided(list_id=list_id)
        connection.execute(insert(round_steps), [{"list_id": list_id, **step} for step in order.to_dicts()])
        event = audit.Event(
            "round.ordered", actor.named, actor.via, actor.role, "list", list_id, facts={"steps": steps, "seed": seed}
        )
        audit.append(connection, event)
    return {
        "list": list_id, "starts_on": starts_on, "days_each": days_each, "seed": seed,
        "steps": [
            {"step": step, "from": starts_on + dt.timedelta(days=(step - 1) * days_each),
             "communes": order.filter(order["step"] == step)["commune_code"].to_list()}
            for step in range(1, steps + 1)
        ],
    }  # fmt: skip


def order_of(connection: Connection, list_id: str) -> tuple[dict[str, Any], dict[str, int]] | None:
    """Return the decision and the step by commune; None where the round has no order."""
    row = connection.execute(select(rounds).where(rounds.c.list_id == list_id)).mappings().first()
    if row is None:
        return None
    asked = select(round_steps.c.commune_code, round_steps.c.step).where(round_steps.c.list_id == list_id)
    return dict(row), {step.commune_code: step.step for step in connection.execute(asked)}


def not_before_of(engine: Engine, home: Path, list_id: str) -> dict[str, dt.date]:
    """Return the first day of the visits that wait by household; none where the round has no order."""
    with reading(engine) as connection:
        found = order_of(connection, list_id)
        if found is None:
            return {}
        decided, steps = found
        entries = records.entries(connection, list_id)
        run_id = records.facts_of(connection, list_id)["run_id"]
    try:
        urgent = set(Runs(home).get(run_id).frame("urgent")["household_id"])
    except NoRun:
        urgent = set(entries["household_id"])
    return first_days(entries, steps, urgent, decided["starts_on"], decided["days_each"])
