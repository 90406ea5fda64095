"""`sommai worker` and `sommai jobs …`: work that outlives the command that asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Text
from service.cli import options as o
from service.cli.options import example, say

if TYPE_CHECKING:
    from sqlalchemy import Engine

WORKER_HELP = example(
    "Làm các công việc đang chờ; có thể chạy nhiều tiến trình cùng lúc.",
    "Does the jobs that wait; several may run at once.",
    "sommai worker",
    "sommai worker --until-idle",
)
JOBS_HELP = say("Công việc: xem, thêm, hủy, làm lại.", "Jobs: see, add, cancel, retry.")
LIST_HELP = example("Liệt kê công việc, mới nhất trước.", "Lists jobs, the newest first.", "sommai jobs list")
SHOW_HELP = example(
    "Một công việc, các bước đã xong, kết quả hoặc lỗi.",
    "One job, its done steps, its result or error.",
    "sommai jobs show 01a211c2f3767be964a7",
)
ADD_HELP = example(
    "Thêm một công việc; `sommai worker` sẽ làm.",
    "Adds a job; `sommai worker` does it.",
    "sommai jobs add import folder=/srv/tables",
)
CANCEL_HELP = example(
    "Hủy một công việc đang chờ hoặc đang chạy; những gì đã lưu vẫn giữ nguyên.",
    "Cancels a waiting or running job; what is stored already stays.",
    "sommai jobs cancel 01a211c2f3767be964a7",
)
RETRY_HELP = example(
    "Làm lại một công việc bị lỗi hoặc đã hủy, tiếp từ bước đã xong.",
    "Tries a failed or cancelled job again, from the last done step on.",
    "sommai jobs retry 01a211c2f3767be964a7",
)
STATES = {
    "queued": Text("đang chờ", "waiting"),
    "running": Text("đang chạy", "running"),
    "done": Text("đã xong", "done"),
    "failed": Text("bị lỗi", "failed"),
    "cancelled": Text("đã hủy", "cancelled"),
}
JobId = Annotated[str, typer.Argument(metavar="ID", help=say("Mã công việc", "The job's id"))]
KindName = Annotated[str, typer.Argument(metavar="KIND", help=say("Loại công việc", "Kind of job"))]
WishList = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME=VALUE]…", help=say("Yêu cầu của công việc", "What is asked of it"))
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=say("Người yêu cầu", "Who asks"))]
Key = Annotated[
    str | None,
    typer.Option("--key", help=say("Cùng khóa thì cùng một công việc", "The same key is the same job")),
]
State = Annotated[
    str | None,
    typer.Option("--state", metavar="|".join(STATES), help=say("Chỉ trạng thái này", "Only this state")),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help=say("Nhiều nhất bao nhiêu", "At most how many"))]
UntilIdle = Annotated[
    bool, typer.Option("--until-idle", help=say("Dừng khi không còn việc chờ", "Stop when nothing waits"))
]
MemoryMib = Annotated[
    int | None,
    typer.Option("--memory-mib", min=64, help=say("Bộ nhớ tối đa của một bước", "Most memory that a step may take")),
]


def family() -> typer.Typer:
    """Return the commands `sommai jobs …`."""
    made = typer.Typer(help=JOBS_HELP, no_args_is_help=True, rich_markup_mode=None)
    made.command("list", help=LIST_HELP)(list_jobs)
    made.command("show", help=SHOW_HELP)(show)
    made.command("add", help=ADD_HELP)(add)
    made.command("cancel", help=CANCEL_HELP)(cancel)
    made.command("retry", help=RETRY_HELP)(retry)
    return made


def worker(
    until_idle: UntilIdle = False,
    memory_mib: MemoryMib = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service import logs
    from service.configuration import settings_of
    from service.jobs.worker import Worker
    from service.settings import home_folder

    place = home_folder(home)
    settings = settings_of(place)
    logs.configure(level=settings.log_level)
    working = Worker(database(place), place, memory_mib=memory_mib or settings.job_memory_mib)
    working.obey_signals()
    working.run(until_idle=until_idle)


def list_jobs(
    state: State = None,
    limit: Limit = 50,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.cli import terminal
    from service.jobs import kinds, records, repository
    from service.outputs import notation
    from service.settings import home_folder
    from service.store.database import reading

    if state is not None and state not in STATES:
        names = ", ".join(STATES)
        raise WrongUse(what_vi=f"Trạng thái cần là một trong: {names}.", what_en=f"A state is one of: {names}.")
    with reading(database(home_folder(home))) as connection:
        found = [records.record(row) for row in repository.page(connection, state=state, limit=limit)]
    if as_json:
        terminal.as_json({"jobs": found})
        return
    headings = [say("Mã", "Id"), say("Loại", "Kind"), say("Trạng thái", "State"), "%", say("Yêu cầu lúc", "Asked at")]
    rows = [
        (
            job["id"],
            kinds.label_of(job["kind"], o.LANGUAGE),
            in_words(job),
            f"{job['share_done']:.0%}",
            notation.moment(job["asked_at"]),
        )
        for job in found
    ]
    terminal.as_table(headings, rows)


def show(
    job_id: JobId, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False
) -> None:
    from service.jobs import repository
    from service.settings import home_folder
    from service.store.database import reading

    with reading(database(home_folder(home))) as connection:
        row, steps = repository.get(connection, job_id), repository.steps(connection, job_id)
    tell(row, steps, as_json)


def add(
    kind: KindName,
    wishes: WishList = None,
    by: By = None,
    key: Key = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.jobs import kinds, repository
    from service.settings import home_folder
    from service.store.persons import person_of

    asked = kinds.checked(kind, dict(pair(wish) for wish in wishes or ()))
    with database(home_folder(home)).begin() as connection:
        asked_by = person_of(connection, by) if by else None
        job_id = repository.add(connection, kind, asked, asked_by=asked_by, key=key)
        row = repository.get(connection, job_id)
    tell(row, [], as_json)


def cancel(
    job_id: JobId, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False
) -> None:
    from service.jobs import repository
    from service.settings import home_folder

    with database(home_folder(home)).begin() as connection:
        repository.cancel(connection, job_id)
        row, steps = repository.get(connection, job_id), repository.steps(connection, job_id)
    tell(row, steps, as_json)


def retry(
    job_id: JobId, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False
) -> None:
    from service.jobs import repository
    from service.settings import home_folder

    with database(home_folder(home)).begin() as connection:
        repository.retry(connection, job_id)
        row, steps = repository.get(connection, job_id), repository.steps(connection, job_id)
    tell(row, steps, as_json)


def database(home: Any) -> Engine:
    """Return the engine of a home, migrated."""
    from service.store.database import engine_for
    from service.store.preparing import prepared

    return prepared(engine_for(home))


def pair(wish: str) -> tuple[str, str]:
    """Return name and value of ``NAME=VALUE``; raises ``WrongUse``."""
    name, equals, value = wish.partition("=")
    if not equals:
        raise WrongUse(
            what_vi=f"Viết yêu cầu dạng TÊN=GIÁ_TRỊ, không phải {wish!r}.", what_en=f"Write NAME=VALUE, not {wish!r}."
        )
    return name, value


def in_words(job: dict[str, Any]) -> str:
    """Return a job's state for people."""
    state = STATES[job["state"]].in_(o.LANGUAGE)
    stopping = say("đang hủy", "being cancelled")
    return stopping if job["cancel_asked"] and job["state"] == "running" else state


def tell(row: dict[str, Any], steps: list[dict[str, Any]], as_json: bool) -> None:
    """Print one job."""
    from service.cli import terminal
    from service.jobs import kinds, records
    from service.outputs import notation

    job = records.record(row, steps)
    if as_json:
        terminal.as_json(job)
        return
    print(f"{job['id']}  {kinds.label_of(job['kind'], o.LANGUAGE)}: {in_words(job)}, {job['share_done']:.0%}")
    for step in job["steps"]:
        print(f"  {notation.moment(step['done_at'])}  {step['step']}")
    if job["error"]:
        print(f"  {job['error'][o.LANGUAGE]}")
    if job["result"] is not None:
        terminal.as_json(job["result"])
