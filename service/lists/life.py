"""The life of a list: draft → approved → published → closed, and what may be done in each state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Language, Text
from outreach.costs import MINUTES_AN_HOUR
from service.outputs import notation
from service.problems import Problem

State = Literal["draft", "approved", "published", "closed"]
Kind = Literal["made", "nominated", "put_off", "approved", "published", "closed"]
LONGEST_REASON = 2000
SHOWN_TEAMS = 3

STATES: dict[str, Text] = {
    "draft": Text("bản nháp", "draft"),
    "approved": Text("đã duyệt", "approved"),
    "published": Text("đã công bố", "published"),
    "closed": Text("đã đóng", "closed"),
}
KINDS: dict[str, Text] = {
    "made": Text("lập", "made"),
    "nominated": Text("đề cử một hộ", "a household nominated"),
    "put_off": Text("hoãn một hộ", "a household put off"),
    "approved": Text("duyệt", "approved"),
    "published": Text("công bố", "published"),
    "closed": Text("đóng", "closed"),
}
ALLOWED: dict[str, tuple[State, ...]] = {
    "approved": ("draft",),
    "published": ("approved",),
    "closed": ("draft", "approved", "published"),
    "nominated": ("draft", "approved", "published"),
    "put_off": ("draft", "approved", "published"),
}
"""In which states each change may be made. What was approved and is changed after that is a draft again; of what is
published an officer may put off a household, or add one that the hours allow."""


class WrongState(Problem):
    """A change that can't be made in the list's state."""

    code = "wrong-list-state"
    http_status = 409
    title = Text("Danh sách không ở trạng thái phù hợp", "The list isn't in the right state")
    text = Text(
        "Danh sách {list_id} {state_vi}, nên không làm được việc này ({kind_vi}); chỉ làm được khi: {needed_vi}.",
        "List {list_id} is {state_en}, so this can't be done ({kind_en}); it can be while: {needed_en}.",
    )
    next_step = Text("Xem `sommai lists show {list_id}`.", "See `sommai lists show {list_id}`.")
    web_step = Text("Hãy đọc lại danh sách rồi quyết định.", "Read the list again and decide anew.")


class SamePerson(Problem):
    """The person who approved a list wants to publish it."""

    code = "same-person"
    http_status = 409
    title = Text("Cần một người khác", "Another person is needed")
    text = Text(
        "Người công bố danh sách {list_id} phải khác người đã duyệt.",
        "List {list_id} has to be published by another person than the one who approved it.",
    )
    next_step = Text("Hãy nhờ một người khác công bố.", "Ask somebody else to publish it.")


class ReachesFurther(Problem):
    """A planner of some communes wants to approve, publish or close a list that holds households elsewhere."""

    code = "list-reaches-further"
    http_status = 403
    title = Text("Danh sách vượt ra ngoài các xã của bạn", "The list reaches beyond your communes")
    text = Text(
        "Danh sách {list_id} có cả hộ ở ngoài các xã của bạn, nên bạn không duyệt, công bố hay đóng được.",
        "List {list_id} holds households outside your communes too, so you can't approve, publish or close it.",
    )
    next_step = Text(
        "Hãy nhờ người lập kế hoạch của cả tỉnh; hộ ở xã của bạn thì bạn vẫn hoãn được.",
        "Ask a planner of the whole province; you can still put off households of your own communes.",
    )


class LongerThanTheHours(Problem):
    """A list asks for more time than the teams have."""

    code = "longer-than-the-hours"
    http_status = 409
    title = Text("Danh sách dài hơn số giờ", "The list is longer than the hours")
    text = Text(
        "Danh sách {list_id} cần nhiều giờ hơn các tổ có: {told_vi}.",
        "List {list_id} needs more hours than the teams have: {told_en}.",
    )
    next_step = Text(
        "Hãy hoãn bớt hộ (`sommai lists put-off`), thêm giờ, hoặc lập danh sách mới theo giờ (`sommai plan`).",
        "Put households off (`sommai lists put-off`), find more hours, or plan anew by hours (`sommai plan`).",
    )
    web_step = Text(
        "Hãy hoãn bớt hộ, thêm giờ, hoặc lập danh sách mới theo giờ.",
        "Put households off, find more hours, or plan a new list by hours.",
    )


class NobodyToVisit(Problem):
    """Households on a list that no team serves."""

    code = "no-team-for-households"
    http_status = 409
    title = Text("Có hộ chưa có tổ nào thăm", "Some households have no team")
    text = Text(
        "{count} hộ trong danh sách {list_id} không có tổ nào phụ trách xã của hộ.",
        "{count} households on list {list_id} live where no team goes.",
    )
    next_step = Text(
        "Hãy hoãn các hộ đó, hoặc ghi tổ phụ trách vào bảng team_communes rồi lập lại.",
        "Put them off, or enter a team for their communes in team_communes and plan again.",
    )


class ListChanged(Problem):
    """Somebody else changed the list first."""

    code = "list-changed"
    http_status = 409
    title = Text("Danh sách vừa thay đổi", "The list has changed")
    text = Text(
        "Danh sách {list_id} vừa được người khác thay đổi: nay là bản {version} ({kind_vi}). Thay đổi của bạn chưa "
        "được ghi.",
        "Somebody else has just changed list {list_id}: it is at version {version} now ({kind_en}). Your change hasn't "
        "been made.",
    )
    next_step = Text(
        "Xem lại `sommai lists show {list_id}` rồi quyết định.",
        "Look at `sommai lists show {list_id}` and decide again.",
    )
    web_step = Text(
        "Hãy đọc lại danh sách (và ETag mới của nó) rồi quyết định.",
        "Read the list (and its new ETag) again and decide anew.",
    )


class AlreadyListed(Problem):
    """A nominated household that is on the list already."""

    code = "already-listed"
    http_status = 409
    title = Text("Hộ đã có trong danh sách", "The household is listed already")
    text = Text("Hộ {household_id} đã có trong danh sách {list_id}.", "Household {household_id} is on list {list_id}.")


class NotListed(Problem):
    """A household that isn't on the list."""

    code = "not-listed"
    http_status = 404
    title = Text("Hộ không có trong danh sách", "The household isn't listed")
    text = Text(
        "Hộ {household_id} không có trong danh sách {list_id}.", "Household {household_id} isn't on list {list_id}."
    )


class InCare(Problem):
    """A nominated household whose children are all under case management."""

    code = "in-care"
    http_status = 409
    title = Text("Hộ đang được quản lý ca", "The household is under case management")
    text = Text(
        "Mọi trẻ của hộ {household_id} đang được quản lý ca, nên hộ không vào danh sách thăm hỏi.",
        "All children of household {household_id} are under case management, so it isn't put on an outreach list.",
    )
    next_step = Text("Hãy báo người quản lý ca.", "Tell the case manager.")


class TimeIsOver(Problem):
    """A household is to be put off or nominated on a list whose time is over."""

    code = "list-time-over"
    http_status = 409
    title = Text("Danh sách đã hết hạn", "The list's time is over")
    text = Text(
        "Danh sách {list_id} đã hết hạn dùng ngày {until}, nên không thay đổi được nữa.",
        "List {list_id} was in use until {until}, so it isn't changed any more.",
    )
    next_step = Text(
        "Hãy đóng danh sách này và lập danh sách mới; hộ được đề cử vào đó.",
        "Close it and make a new list; nominate the household there.",
    )


class ListOver(Problem):
    """A list whose time is over, or that isn't published."""

    code = "list-not-in-use"
    http_status = 409
    title = Text("Danh sách không còn dùng", "The list isn't in use")
    text = Text(
        "Danh sách {list_id} chưa được công bố hoặc đã hết hạn ({until}), nên không phát phiếu thăm.",
        "List {list_id} isn't published, or its time is over ({until}), so no workbooks are handed out.",
    )
    next_step = Text("Hãy công bố, hoặc lập danh sách mới.", "Publish it, or make a new one.")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a list is: its version and state, who approved it, from when to when it is used."""

    list_id: str
    version: int
    state: State
    content_hash: str
    entries: int
    approved_by: str | None = None
    published_on: dt.date | None = None
    valid_until: dt.date | None = None

    def in_use(self, today: dt.date) -> bool:
        """Whether the list is published and its time isn't over."""
        return self.state == "published" and self.valid_until is not None and today <= self.valid_until

    def expired(self, today: dt.date) -> bool:
        """Whether the list was published and its time is over."""
        return self.valid_until is not None and today > self.valid_until


def standing_of(list_id: str, changes: Sequence[Mapping[str, object]], valid_days: int) -> Standing:
    """Return where a list is after its changes (rows of ``list_changes`` in the order of their versions)."""
    last = changes[-1]
    approved = next((c for c in reversed(changes) if c["kind"] == "approved"), None)
    published = next((c for c in changes if c["kind"] == "published"), None)
    on = published["on_day"] if published else None
    return Standing(
        list_id=list_id,
        version=int(str(last["version"])),
        state=last["to_state"],  # type: ignore[arg-type]
        content_hash=str(last["content_hash"]),
        entries=int(str(last["entries"])),
        approved_by=str(approved["person_id"]) if approved and last["to_state"] != "draft" else None,
        published_on=on if isinstance(on, dt.date) else None,
        valid_until=on + dt.timedelta(days=valid_days) if isinstance(on, dt.date) else None,
    )


def next_state(kind: Kind, standing: Standing) -> State:
    """Return the state after a change; raises ``WrongState``."""
    if standing.state not in ALLOWED[kind]:
        needed = [STATES[name] for name in ALLOWED[kind]]
        raise WrongState(
            list_id=standing.list_id,
            state_vi=STATES[standing.state].vi, state_en=STATES[standing.state].en,
            kind_vi=KINDS[kind].vi, kind_en=KINDS[kind].en,
            needed_vi=", ".join(t.vi for t in needed), needed_en=", ".join(t.en for t in needed),
        )  # fmt: skip
    if kind in ("nominated", "put_off"):
        return "draft" if standing.state == "approved" else standing.state
    return kind  # type: ignore[return-value]


def check_time(standing: Standing, today: dt.date) -> None:
    """Raise ``TimeIsOver`` where households of a list whose time is over are to be changed."""
    if standing.expired(today) and standing.valid_until is not None:
        raise TimeIsOver(list_id=standing.list_id, until=notation.day(standing.valid_until))


def check_seen(standing: Standing, seen: int | None, last_kind: str) -> None:
    """Raise ``ListChanged`` where somebody looked at another version than the present one."""
    if seen is not None and seen != standing.version:
        raise list_changed(standing.list_id, standing.version, last_kind)


def list_changed(list_id: str, version: int, kind: str) -> ListChanged:
    """Return the error for the one who came second."""
    return ListChanged(list_id=list_id, version=version, kind_vi=KINDS[kind].vi, kind_en=KINDS[kind].en)


def check_hours(list_id: str, minutes: Mapping[str, float], budgets: Mapping[str, float], without_team: int) -> None:
    """Raise where a list can't be walked: ``minutes`` by team against ``budgets``, households that no team serves.

    Without teams in the register there are no hours to hold it against.
    """
    if not budgets:
        return
    if without_team:
        raise NobodyToVisit(list_id=list_id, count=without_team)
    over = {team: needed for team, needed in minutes.items() if needed > budgets.get(team, 0.0) + 1e-6}
    if not over:
        return
    worst = sorted(over, key=lambda team: budgets.get(team, 0.0) - over[team])

    def told(language: Language) -> str:
        parts = [
            Text("tổ {team} cần {needed} giờ, có {has}", "team {team} needs {needed} hours of {has}")
            .in_(language)
            .format(
                team=team,
                needed=notation.number(over[team] / MINUTES_AN_HOUR, language, 1),
                has=notation.number(budgets.get(team, 0.0) / MINUTES_AN_HOUR, language, 1),
            )
            for team in worst[:SHOWN_TEAMS]
        ]
        more = len(worst) - SHOWN_TEAMS
        if more > 0:
            parts.append(Text(f"và {more} tổ khác", f"and {more} other teams").in_(language))
        return "; ".join(parts)

    raise LongerThanTheHours(list_id=list_id, told_vi=told("vi"), told_en=told("en"))


def tidy_reason(reason: str) -> str:
    """Return a reason without blanks around it; raises ``WrongUse`` for an empty or an endless one."""
    tidy = " ".join(reason.split())
    if not 0 < len(tidy) <= LONGEST_REASON:
        raise WrongUse(
            what_vi=f"Cần nêu lý do, từ 1 đến {LONGEST_REASON} ký tự.",
            what_en=f"A reason is needed, of 1 to {LONGEST_REASON} characters.",
        )
    return tidy
