"""What a person reads of lists on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.vocabulary.language import Text
from service.cli import options as o
from service.cli import terminal
from service.cli.options import say
from service.cli.telling_plans import SHOWN, unmet
from service.lists import KINDS, STATES
from service.outputs import names, notation
from service.outputs.naming import told_apart
from service.report.list_record import ListAccount, account_record, not_told, notices
from service.report.list_section import list_section
from service.report.list_words import NOT_TOLD

CROWDED = Text(
    "Thôn bản {hamlet} (xã {commune_code}): {households} hộ, vượt mức {most} của chính sách vì có {nominated} hộ được "
    "đề cử.",
    "Hamlet {hamlet} (commune {commune_code}): {households} households, above the policy's {most} because {nominated} "
    "of them were nominated.",
)
GONE = Text(
    "Lần tính của danh sách không còn được lưu, nên danh sách không tự nói thêm về mình được.",
    "The list's run is no longer kept, so that the list can't say more of itself.",
)
MORE = Text("và {n} dòng khác: xem --json.", "and {n} more: see --json.")
EXPIRED = Text(", đã hết hạn", ", its time is over")


def state_word(told: Mapping[str, Any]) -> str:
    """Return a list's state in words."""
    return STATES[told["state"]].in_(o.LANGUAGE) + (EXPIRED.in_(o.LANGUAGE) if told["expired"] else "")


def lists(told: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """Print every list, or what to do where there is none."""
    if as_json:
        terminal.as_json({"items": told})
        return
    if not told:
        print(
            say(
                "Chưa có danh sách nào. Lập bản nháp: sommai lists draft --by TÊN --reason LÝ_DO",
                "There is no list yet. Make a draft: sommai lists draft --by NAME --reason TEXT",
            )
        )
        return
    headings = [
        say("Danh sách", "List"), say("Trạng thái", "State"), say("Bản", "Version"), say("Số hộ", "Households"),
        say("Tính đến", "As of"), say("Dùng đến", "In use until"),
    ]  # fmt: skip
    rows = [
        (row["id"], state_word(row), row["version"], row["entries"], notation.day(row["as_of"]),
         notation.day(row["valid_until"]))
        for row in told
    ]  # fmt: skip
    terminal.as_table(headings, rows)


def changed(told: Mapping[str, Any], as_json: bool) -> None:
    """Print where a list is after a change, and its id, which the next command asks for."""
    if as_json:
        terminal.as_json(told)
        return
    until = notation.day(told["valid_until"])
    use = say(f", dùng đến {until}", f", in use until {until}") if until else ""
    print(
        say(
            f"Danh sách {told['id']}: {state_word(told)}, bản {told['version']}, {told['entries']} hộ{use}.",
            f"List {told['id']}: {state_word(told)}, version {told['version']}, {told['entries']} households{use}.",
        )
    )
    if told.get("note"):
        print(told["note"].in_(o.LANGUAGE))


def one(told: Mapping[str, Any], as_json: bool) -> None:
    """Print one list: where it is, every change with its reason, the teams' time, the first households, and what it
    says of itself."""
    account, called = told["account"] or (None, {})
    if as_json:
        terminal.as_json({**told, "account": account and account_record(account, called, o.LANGUAGE)})
        return
    changed(told, False)
    language = o.LANGUAGE
    print(say("Lập từ: ", "Made from: ") + ", ".join(
        f"{name} {told[key]}" for name, key in (
            (say("lần tính", "run"), "run"), (say("bản chụp", "snapshot"), "snapshot"),
            (say("mô hình", "model"), "model"), (say("hạt giống", "seed"), "seed"),
        )
    ))  # fmt: skip
    print()
    rows = [
        (c["version"], KINDS[c["kind"]].in_(language), c["household_id"] or "", c["by"], notation.moment(c["at"]),
         c["reason"])
        for c in told["changes"]
    ]  # fmt: skip
    headings = [say("Bản", "Version"), say("Việc", "Change"), say("Hộ", "Household"), say("Người làm", "By"),
                say("Lúc", "At"), say("Lý do", "Reason")]  # fmt: skip
    terminal.as_table(headings, rows)
    if told["teams"]:
        teams = told_apart({t["team_id"]: t["name"] for t in told["teams"]})
        print()
        terminal.as_table(
            [say("Tổ", "Team"), say("Giờ có", "Hours"), say("Giờ cần", "Hours needed")],
            [(teams[t["team_id"]], notation.number(t["hours"], language, 1), notation.number(t["needed"], language, 1))
             for t in told["teams"]],
        )  # fmt: skip
    if told["crowded"]:
        print()
    for row in told["crowded"]:
        print(CROWDED.in_(language).format(most=told["most_of_a_hamlet"], **row))
    print()
    for row in told["first"]:
        reasons = "; ".join(row[name] for name in names.REASONS if row[name])
        chosen = notation.CHOSEN_FOR[row["chosen_for"]].in_(language)
        print(f"{row['position']:>4}  {row['household_id']}  [{chosen}]  {reasons}")
    print()
    if account:
        itself(account, called)
    else:
        print(GONE.in_(language))


def itself(account: ListAccount, called: Mapping[str, str]) -> None:
    """Print what a list says of itself, as its page does."""
    language = o.LANGUAGE
    section = list_section(account.facts, called, language)
    word = section["w"]
    print(word["itself"])
    for sentence in (*notices(account, language), section["reached"], section["burden"]):
        print(sentence)
    if section["relaxed"]:
        print(f"\n{word['relaxed']}")
        unmet(account.facts["relaxed"])
    for heading, says, headings, rows in (
        ("below", "below_say", ("household", "commune", "risk"), section["below"]),
        ("deciles", "deciles_say", ("part", "listed", "resting", "no_team", "no_hours_left"), section["deciles"]),
        ("missed", "", ("place", "expected", "left"), section["missed"]),
        ("missed_communes", "", ("commune", "listed", "expected", "left"), section["communes"]),
    ):
        if rows:
            print(f"\n{word[heading]}")
            if says:
                print(word[says])
            terminal.as_table([word[name] for name in headings], rows[:SHOWN])
            if len(rows) > SHOWN:
                print(MORE.in_(language).format(n=len(rows) - SHOWN))
    if section["shares"]:
        print(f"\n{word['shares']}")
    for group in section["shares"]:
        print()
        terminal.as_table([group["kind"], word["of_need"], word["of_list"]], group["rows"])
    left_out = not_told(account, language)
    if left_out:
        print(f"\n{NOT_TOLD.in_(language)}")
    for _, _, text in left_out:
        print(f"- {text}")
    print(f"\n{section['rests']}")
