"""What a list says of itself, with what it rests on."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import polars as pl

from outreach.facts import list_facts
from outreach.policy import Policy
from service.outputs import names
from service.outputs.list_content import content_hash

from .options import RunOptions
from .results import Results


def policy_hash(policy_text: str | None, policy: Policy) -> str:
    """Return the hash of a policy: of its file, or of the default where there is none."""
    return hashlib.sha256((policy_text or repr(policy)).encode()).hexdigest()


def facts_of_list(
    groups: pl.DataFrame, as_of: dt.date, results: Results, summary: dict[str, Any], policy: Policy, options: RunOptions
) -> dict[str, Any]:
    """Return ``list_facts.json``: what ``outreach.facts`` tells, and ``provenance``; ``groups`` are the audit's."""
    return {
        **list_facts(results.plan, results.scores, groups),
        "provenance": {
            "snapshot": summary["snapshot"],
            "model": summary["model"],
            "as_of": as_of.isoformat(),
            "policy_hash": policy_hash(options.policy_text, policy),
            "policy_owner": policy.owner,
            "policy_decided_on": policy.decided_on,
            "seed": options.seed,
            "months": options.months,
            "hours": options.hours,
            "count": options.count,
            "content_hash": content_hash(results.rows.select(names.LIST)),
        },
    }
