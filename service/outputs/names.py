"""The output files by name, and the columns of each, in order."""

from __future__ import annotations

SCORES = (
    "household_id", "commune_code", "risk", "risk_low", "risk_high", "rank", "band", "log_odds", "all_in_care",
)  # fmt: skip
REASONS = ("reason_1", "reason_2", "reason_3", "reason_4", "reason_5")
LIST = (
    "position", "household_id", "commune_code", "hamlet", "team_id", "risk", "band", "children", "chosen_for",
    "propensity", "cost_min", *REASONS, "actions",
)  # fmt: skip
URGENT = ("household_id", "commune_code", "sign", "recorded_on")
QUARANTINE = ("table", "file", "row", "column", "value", "rule", "message")

SUMMARY_FILE = "summary.json"
FILES = (
    "scores.csv", "scores.parquet", "contributions.parquet", "priority_list.csv", "priority_list.xlsx",
    "urgent.csv", "quarantine.csv", "report.html", SUMMARY_FILE,
)  # fmt: skip
