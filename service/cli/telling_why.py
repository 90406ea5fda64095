"""What a person reads of scores, reasons, comparisons and changed records; private reasons are written out here."""

from __future__ import annotations

import json
from typing import Any

from data.vocabulary.language import Language, Text
from models.explanation.contrast import Contrast
from models.explanation.reasons import Reason
from models.explanation.what_if import OpenQuestion, WhatIf
from service.access import AT_THE_MACHINE
from service.households import comparing
from service.households.repository import explanations
from service.households.service import explanation, place_of
from service.outputs import names, notation
from service.runs.scoring import FILES, Scoring
from service.scores import Run, score_valid_until

SCORED = Text(
    "Ngày tính: {as_of}. {scored} hộ được tính nguy cơ, theo mức: {bands}.",
    "As of {as_of}. {scored} households scored, by band: {bands}.",
)
STANDS = Text(
    "Hộ {id}: {risk} như hộ này có trẻ có thể cần bảo vệ trong một năm tới ({low} đến {high}); thứ {rank} trong {of} "
    "hộ, mức {band}.",
    "Household {id}: in {risk} like this one a child may come to need protection within a year ({low} to {high}); "
    "rank {rank} of {of}, band {band}.",
)
MADE_BY = Text(
    "Theo những gì đã ghi nhận đến {day}; dùng được đến {until}; mô hình {model}.",
    "By what had been recorded on {day}; holds until {until}; model {model}.",
)
RAISES = Text("Lý do làm nguy cơ cao hơn", "Reasons that raise the risk")
LOWERS = Text("Điều thuận lợi", "Protective facts")
ASKS = Text("Chưa ghi nhận, nên hỏi trước", "Not recorded, ask these first")
OFFERS = Text("Có thể đề nghị hỗ trợ", "Support that may be offered")
NOTHING = Text("không có lý do nổi bật", "no single reason stands out")
MOVES = Text("log-odds sẽ đổi từ {low} ({low_if}) đến {high} ({high_if})",
             "log-odds would move from {low} ({low_if}) to {high} ({high_if})")  # fmt: skip
BEFORE_HAND = Text(
    "Hộ {first} (thứ {first_rank}) so với hộ {second} (thứ {second_rank}): chênh lệch log-odds {gap}, gồm:",
    "Household {first} (rank {first_rank}) against household {second} (rank {second_rank}): a difference in log-odds "
    "of {gap}, made of:",
)
PLACE = Text("hiệu chỉnh do nơi ghi chép ít", "correction for thin recording")
THE_SAME = Text("Hai hộ không khác nhau ở đặc điểm nào có điểm.", "No feature that counts tells the two apart.")
IF = Text("Nếu hồ sơ của hộ {id} ghi khác đi:", "If the record of household {id} said otherwise:")
THEN = Text(
    "Nguy cơ: {before} → {after}; thứ hạng {rank_before} → {rank_after}; log-odds {odds_before} → {odds_after}.",
    "Risk: {before} → {after}; rank {rank_before} → {rank_after}; log-odds {odds_before} → {odds_after}.",
)
RECORD_ONLY = Text(
    "Đây là điều mô hình nói về hồ sơ, không phải điều sẽ xảy ra với đứa trẻ.",
    "This is what the model says of the record, not what will happen to a child.",
)


def signed(log_odds: float, language: Language) -> str:
    """Return a contribution such as +0.412 or -0,118."""
    text = f"{log_odds:+.3f}"
    return text.replace(".", ",") if language == "vi" else text


def tell_scores(made: Scoring, language: Language) -> None:
    """Print which model scored, households by band, and the first by rank."""
    for line in (made.first_line, *made.notices):
        print(line.in_(language))
    bands = ", ".join(
        f"{t.in_(language)} {notation.number(made.bands.get(band, 0), language)}" for band, t in notation.BANDS.items()
    )
    scored = notation.number(made.summary["scored"], language)
    print(SCORED.in_(language).format(as_of=notation.day(made.summary["as_of"]), scored=scored, bands=bands))
    for row in made.top:
        print(f"{row['rank']:>6}  {row['household_id']}  {notation.per_thousand(row['risk'], language)}")
    if made.out is not None:
        print(f"{made.out}: {', '.join(FILES)}")


def standing(run: Run, household_id: str, language: Language) -> list[str]:
    """Return the lines that say where a household stands, by which model, until when."""
    place, columns = place_of(run, household_id, AT_THE_MACHINE), run.columns
    risk, low, high = (notation.per_thousand(float(columns[n][place]), language) for n in names.SCORES[2:5])
    of, rank = (notation.number(n, language) for n in (len(columns["rank"]), int(columns["rank"][place])))
    band = notation.BANDS[columns["band"][place]].in_(language)
    until = score_valid_until(run.as_of)
    return [
        STANDS.in_(language).format(id=household_id, risk=risk, low=low, high=high, rank=rank, of=of, band=band),
        MADE_BY.in_(language).format(
            day=notation.day(run.as_of), until=notation.day(until), model=run.summary["model"]
        ),
    ]


def why_lines(run: Run, household_id: str, language: Language) -> list[str]:
    """Return why a household stands where it does, and which open questions would matter most."""
    lines = standing(run, household_id, language)
    [found] = explanations(run, [household_id])
    lines += _section(RAISES, found.reasons, language) or [f"{RAISES.in_(language)}: {NOTHING.in_(language)}"]
    lines += _section(LOWERS, found.protective, language)
    asked = comparing.questions(run, household_id, AT_THE_MACHINE)
    lines += [f"{ASKS.in_(language)}:"] if asked else []
    lines += [f"  {_question(question, language)}" for question in asked]
    if found.actions:
        lines.append(f"{OFFERS.in_(language)}: {'; '.join(a.text.in_(language) for a in found.actions)}")
    return lines


def _section(title: Text, reasons: tuple[Reason, ...], language: Language) -> list[str]:
    lines = [f"  {signed(r.contribution, language)}  {r.text.in_(language)}" for r in reasons]
    return [f"{title.in_(language)}:", *lines] if lines else []


def _question(asked: OpenQuestion, language: Language) -> str:
    told = MOVES.in_(language).format(
        low=signed(asked.lowest, language), low_if=asked.lowest_if.in_(language),
        high=signed(asked.highest, language), high_if=asked.highest_if.in_(language),
    )  # fmt: skip
    return f"{asked.question.in_(language)}  [{told}]"


def why_record(run: Run, household_id: str, language: Language) -> dict[str, Any]:
    """Return the published record of an explanation, with the open questions weighed in ``would_matter_most``."""
    record: dict[str, Any] = json.loads(explanation(run, household_id, language, AT_THE_MACHINE))
    record["would_matter_most"] = comparing.question_records(comparing.questions(run, household_id, AT_THE_MACHINE))
    return record


def contrast_lines(run: Run, found: Contrast, language: Language) -> list[str]:
    """Return why one household stands before another, the largest difference first."""
    ranks = [int(run.columns["rank"][place_of(run, i, AT_THE_MACHINE)]) for i in (found.first_id, found.second_id)]
    if not found.differences and not found.base:
        return [THE_SAME.in_(language)]
    lines = [
        BEFORE_HAND.in_(language).format(
            first=found.first_id, second=found.second_id, first_rank=ranks[0], second_rank=ranks[1],
            gap=signed(found.log_odds, language),
        )
    ]  # fmt: skip
    if found.base:
        lines.append(f"  {signed(found.base, language)}  {PLACE.in_(language)}")
    for part in found.differences:
        values = f"{part.first.in_(language)} / {part.second.in_(language)}"
        lines.append(f"  {signed(part.difference, language)}  {part.label.in_(language)}: {values}")
    return lines


def what_if_lines(found: WhatIf, language: Language) -> list[str]:
    """Return what a changed record would do to risk and rank."""
    lines = [IF.in_(language).format(id=found.household_id)]
    for change in found.changes:
        values = f"{change.before.in_(language)} → {change.after.in_(language)}"
        shares = f"{signed(change.contribution_before, language)} → {signed(change.contribution_after, language)}"
        lines.append(f"  {change.label.in_(language)}: {values} ({shares})")
    risks = [notation.per_thousand(risk, language) for risk in (found.risk_before, found.risk_after)]
    return [
        *lines,
        THEN.in_(language).format(
            before=risks[0], after=risks[1], rank_before=found.rank_before, rank_after=found.rank_after,
            odds_before=signed(found.log_odds_before, language), odds_after=signed(found.log_odds_after, language),
        ),
        RECORD_ONLY.in_(language),
    ]  # fmt: skip
