"""What a person reads of models: how good they are, which checks they passed, who let them serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from data.vocabulary.language import Language, Text
from models.account import Part
from models.decisions import Decision
from models.order_names import named
from models.registry import Entry
from service.cli import terminal
from service.outputs import notation
from service.runs.lessons import Taught

VERDICTS = {
    "passed": Text("đạt", "passed"),
    "failed": Text("không đạt", "failed"),
    "not_enough_evidence": Text("chưa đủ bằng chứng", "not enough evidence"),
}
ALIASES = {"champion": Text("đang dùng", "champion"), "challenger": Text("ứng viên", "challenger")}
BY_A_RUN = Text("do một lần chạy học, chưa duyệt", "learned by a run, not approved")
ACTS = {"promoted": Text("đưa vào dùng", "promoted"), "rolled back": Text("quay lại", "rolled back to")}
LEARNED = Text("Mô hình {id} ({chosen}), học từ bản chụp {snapshot} đến ngày {day}.",
               "Model {id} ({chosen}), learned from snapshot {snapshot} as of {day}.")  # fmt: skip
KNOWN = Text("Đã học từ trước; không có gì phải làm lại.", "Learned before; nothing had to be done again.")
SKILL = {
    True: Text("Trên những năm chưa thấy: tốt hơn mọi thứ tự đơn giản.",
               "On years not seen: better than every simple order."),
    False: Text("Trên những năm chưa thấy: không chắc tốt hơn các thứ tự đơn giản; bảng điểm vẫn xếp thứ tự.",
                "On years not seen: not surely better than simple orders; the scorecard keeps ranking."),
}  # fmt: skip
RECALL = Text("Danh sách {share} hộ đến được {recall} số hộ có ca ({low} đến {high}).",
              "A list of {share} of households holds {recall} of those with a case ({low} to {high}).")  # fmt: skip
CHECKS = Text("Kiểm tra phát hành", "Release checks")
DECISIONS = Text("Ai đã quyết định", "Who decided")
DECIDED = Text("{day}: {by} {act} {model}: {reason}", "{day}: {by} {act} {model}: {reason}")
NEXT = Text('Bước sau: `sommai models show {id}`, rồi `sommai models promote {id} --by … --reason …`.',
            'Next: `sommai models show {id}`, then `sommai models promote {id} --by … --reason …`.')  # fmt: skip
NONE = Text("Chưa có mô hình nào. Hãy chạy `sommai train`.", "No model yet. Run `sommai train`.")
LINEAGE = Text("Nguồn gốc", "Lineage")


TOLD_PARTS = ("lengths", "remote", "drift")


def tell_taught(taught: Taught, account: Sequence[Part], language: Language) -> None:
    """Print what a training left, the first of the model's account of itself, and what to do next."""
    made = taught.trained
    told = {
        "id": made.id,
        "chosen": named(made.chosen, language),
        "snapshot": taught.snapshot_id,
        "day": notation.day(taught.as_of),
    }
    print(LEARNED.in_(language).format(**told))
    if made.reused:
        print(KNOWN.in_(language))
    _figures(made.backtest, made.skill, language)
    _account(account)
    _checks(made.checks, language)
    if taught.decision is not None:
        tell_decision(taught.decision, language, as_json=False)
    else:
        print(NEXT.in_(language).format(id=made.id))


def taught_record(taught: Taught) -> dict[str, Any]:
    """Return what a training left as plain values."""
    made = taught.trained
    return {
        "model": made.id, "chosen": made.chosen, "candidates": list(made.candidates), "skill": made.skill,
        "snapshot": taught.snapshot_id, "as_of": taught.as_of, "reused": made.reused, "backtest": made.backtest,
        "checks": made.checks, "decision": asdict(taught.decision) if taught.decision else None,
    }  # fmt: skip


def entry_record(entry: Entry) -> dict[str, Any]:
    """Return a model of the registry as plain values."""
    return {
        "model": entry.id, "version": entry.version, "registered_at": entry.registered_at,
        "aliases": list(entry.aliases), "approved": entry.approved, "facts": dict(entry.facts),
        "checks": [dict(c) for c in entry.checks],
        "decisions": [asdict(d) for d in entry.decisions],
    }  # fmt: skip


def tell_entries(entries: Sequence[Entry], language: Language) -> None:
    """Print a line per model, the newest first."""
    if not entries:
        print(NONE.in_(language))
        return
    head = [Text("Mã", "Id"), Text("Vai trò", "Role"), Text("Loại", "Kind"), Text("Đến ngày", "As of"),
            Text("Đến được ở 2 %", "Recall at 2 %"), Text("Kiểm tra", "Checks")]  # fmt: skip
    rows = []
    for entry in entries:
        facts = entry.facts
        recall = (facts.get("backtest") or {}).get("recall_at_2pct")
        counted = [f"{VERDICTS[v].in_(language)} {n}" for v in VERDICTS
                   if (n := sum(c["verdict"] == v for c in entry.checks))]  # fmt: skip
        roles = _roles(entry, language)
        share = "" if recall is None else notation.percent(recall, language)
        rows.append(
            [entry.id, roles, _chosen(entry, language), notation.day(facts.get("as_of")), share, ", ".join(counted)]
        )
    terminal.as_table([h.in_(language) for h in head], rows)


def tell_entry(entry: Entry, account: Sequence[Part], language: Language) -> None:
    """Print everything a person decides by."""
    facts = entry.facts
    lineage = dict(facts.get("lineage", {}))
    told = {
        "id": entry.id,
        "chosen": _chosen(entry, language),
        "snapshot": lineage.get("snapshot"),
        "day": notation.day(facts.get("as_of")),
    }
    print(LEARNED.in_(language).format(**told))
    roles = _roles(entry, language)
    if roles:
        print(roles)
    if facts.get("backtest"):
        _figures(facts["backtest"], bool(facts.get("skill")), language)
    _account(account)
    _checks(entry.checks, language)
    print(f"{LINEAGE.in_(language)}:")
    for key, value in lineage.items():
        print(f"  {key}: {value}")
    if entry.decisions:
        print(f"{DECISIONS.in_(language)}:")
        for decision in entry.decisions:
            print(f"  {_decided(decision, language)}")


def _chosen(entry: Entry, language: Language) -> str:
    return named(str(entry.facts.get("chosen") or ""), language)


def _roles(entry: Entry, language: Language) -> str:
    if not entry.version:
        return BY_A_RUN.in_(language)
    return ", ".join(ALIASES[a].in_(language) for a in entry.aliases if a in ALIASES)


def tell_decision(decision: Decision, language: Language, as_json: bool) -> None:
    """Print who decided that which model serves."""
    if as_json:
        terminal.as_json(asdict(decision))
    else:
        print(_decided(decision, language))


def _decided(decision: Decision, language: Language) -> str:
    told = {"day": notation.day_of(decision.at), "by": decision.by, "model": decision.model, "reason": decision.reason}
    line = DECIDED.in_(language).format(act=ACTS[decision.act].in_(language), **told)
    accepted = "; ".join(f"{number}: {text}" for number, text in decision.accepted.items())
    return f"{line} [{accepted}]" if accepted else line


def _figures(backtest: Mapping[str, Any], skill: bool, language: Language) -> None:
    for share, label in (("1pct", 0.01), ("2pct", 0.02), ("5pct", 0.05)):
        value, low, high = (backtest[f"recall_at_{share}{end}"] for end in ("", "_low", "_high"))
        told = {n: "–" if x is None else notation.percent(x, language)
                for n, x in (("recall", value), ("low", low), ("high", high))}  # fmt: skip
        print(RECALL.in_(language).format(share=notation.percent(label, language), **told))
    print(SKILL[skill].in_(language))


def _account(account: Sequence[Part]) -> None:
    for part in account:
        if part.name in TOLD_PARTS:
            print(f"{part.title}:")
            print("\n".join(f"  {line}" for line in part.lines))


def _checks(checks: Sequence[Mapping[str, Any]], language: Language) -> None:
    if checks:
        print(f"{CHECKS.in_(language)}:")
    for check in checks:
        print(f"  {check['number']:02d} {VERDICTS[check['verdict']].in_(language)}: {check['text'][language]}")
