"""Which commands there are. Each family is thin; engines are imported when a command runs, not before."""

from __future__ import annotations

import typer

from service.cli import (
    auditing,
    corrections,
    disputes,
    explaining,
    importing,
    jobs,
    learning,
    lists,
    making,
    operating,
    people,
    planning,
    rounds,
    running,
    serving,
    subjects,
    visits,
)


def register(app: typer.Typer) -> None:
    """Add every command to the application, in the order of help."""
    app.command("run", help=running.RUN_HELP)(running.run)
    app.command("demo", help=making.DEMO_HELP)(making.demo)
    app.command("synth", help=making.SYNTH_HELP)(making.synth)
    app.command("check", help=importing.CHECK_HELP)(importing.check)
    app.command("import", help=importing.IMPORT_HELP)(importing.import_tables)
    app.command("train", help=learning.TRAIN_HELP)(learning.train)
    app.add_typer(learning.family(), name="models")
    app.command("score", help=explaining.SCORE_HELP)(explaining.score)
    app.command("explain", help=explaining.EXPLAIN_HELP)(explaining.explain)
    app.add_typer(planning.plan_family(), name="plan")
    app.add_typer(planning.policy_family(), name="policy")
    app.add_typer(lists.family(), name="lists")
    app.add_typer(visits.family(), name="visits")
    app.add_typer(disputes.family(), name="disputes")
    app.add_typer(rounds.family(), name="rounds")
    app.add_typer(corrections.family(), name="corrections")
    app.command("serve", help=serving.SERVE_HELP)(serving.serve)
    app.command("worker", help=jobs.WORKER_HELP)(jobs.worker)
    app.add_typer(jobs.family(), name="jobs")
    app.command("doctor", help=operating.DOCTOR_HELP)(operating.doctor)
    app.command("backup", help=operating.BACKUP_HELP)(operating.backup)
    app.command("restore", help=operating.RESTORE_HELP)(operating.restore)
    app.command("upgrade", help=operating.UPGRADE_HELP)(operating.upgrade)
    app.add_typer(people.users(), name="users")
    app.add_typer(people.token_family(), name="token")
    app.add_typer(auditing.family(), name="audit")
    app.add_typer(subjects.family(), name="subject")
    app.add_typer(subjects.keys(), name="keys")
