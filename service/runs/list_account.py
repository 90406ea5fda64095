"""What a list says of itself, with what it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import polars as pl

from outreach.facts import list_facts
from outreach.policy import Policy
from service.outputs import names
from service.outputs.list_content import content_hash

from .asked import Asked
from .options import RunOptions
from .results import Results


def policy_hash(policy_text: str | None, policy: Policy) -> str:
    """Return the hash of a policy: of its file, or of the default where there is none."""
    return hashlib.sha256((policy_text or repr(policy)).encode()).hexdigest()


def facts_of_list(
    groups: pl.DataFrame, results: Results, summary: dict[str, Any], policy: Policy, options: RunOptions
) -> dict[str, Any]:
    """Return ``list_facts.json``: what ``outreach.facts`` tells, and ``provenance``; ``groups`` are the audit's."""
    return {
        **list_facts(results.plan, results.scores, groups),
        "provenance": rests_on(summary, policy, options, content_hash(results.rows.select(names.LIST))),
    }


def rests_on(
    summary: Mapping[str, Any], policy: Policy, asked: RunOptions | Asked, content_hash: str | None
) -> dict[str, Any]:
    """Return what a list of this content rests on: data, model, policy, and what was asked for."""
    return {
        "snapshot": summary["snapshot"],
        "model": summary["model"],
        "as_of": summary["as_of"],
        "policy_hash": policy_hash(asked.policy_text, policy),
        "policy_owner": policy.owner,
        "policy_decided_on": policy.decided_on,
        "seed": asked.seed,
        "months": asked.months,
        "hours": asked.hours,
        "count": asked.count,
        "content_hash": content_hash,
    }
