"""The application: the API under /api/v1, the pages, the static files, and one way for errors to be told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language
from service.auditing import endpoints as auditing
from service.auditing import schemas as auditing_schemas
from service.catalogue import endpoints as catalogue
from service.catalogue import schemas as catalogue_schemas
from service.communes import endpoints as communes
from service.communes import schemas as communes_schemas
from service.configuration import Settings, settings_of
from service.corrections import endpoints as corrections
from service.corrections import schemas as corrections_schemas
from service.disputes import endpoints as disputes
from service.disputes import schemas as disputes_schemas
from service.households import endpoints as households
from service.households import schemas as households_schemas
from service.jobs import endpoints as jobs
from service.jobs import schemas as jobs_schemas
from service.jobs.requests import NewJob
from service.lists import ListsMark, ReadyLists
from service.lists import endpoints as lists
from service.lists import schemas as lists_schemas
from service.lists import writing as list_writes
from service.looks import LookFile, join, join_again
from service.people import endpoints as people
from service.people import schemas as people_schemas
from service.people.problems import ChangePasswordFirst, NotSignedIn
from service.people.recognising import Recogniser
from service.plans import endpoints as plans
from service.plans import schemas as plans_schemas
from service.problems import NoDatabase, NoPage, NoRoom, Unexpected, WrongMethod, WrongRequest
from service.registry import endpoints as registry
from service.registry import schemas as registry_schemas
from service.rounds import endpoints as rounds
from service.rounds import schemas as rounds_schemas
from service.runs.round_parts import RoundParts
from service.runs.simulations import Simulations
from service.scores import Runs
from service.scores import endpoints as scores
from service.scores import schemas as scores_schemas
from service.snapshots import endpoints as snapshots
from service.snapshots import schemas as snapshots_schemas
from service.status import endpoints as status
from service.status import schemas as status_schemas
from service.status.meters import Meters
from service.store.database import engine_for, is_disk_full
from service.store.preparing import prepared
from service.urgent import endpoints as urgent
from service.urgent import schemas as urgent_schemas
from service.vault import endpoints as vault
from service.vault import schemas as vault_schemas
from service.vault.opening import Vault
from service.visits import endpoints as visits
from service.visits import schemas as visits_schemas

from . import (
    account_pages,
    answers,
    audit_page,
    catalogue_pages,
    corrections_pages,
    household_page,
    jobs_pages,
    list_account_page,
    list_pages,
    models_pages,
    names_pages,
    override_pages,
    pages,
    people_pages,
    provider_pages,
    province_page,
    quality_page,
    rounds_page,
    row_pages,
    simulation_page,
    visit_pages,
)
from .aside import Aside
from .describing import add_what_all_share
from .entrance import Entrance, Guarded
from .guard import Guard
from .journal import Journal
from .limits import Limits
from .quick_way import QuickWay

API = "/api/v1"
STATIC = Path(__file__).parent / "static"
NOUNS = (
    registry,
    scores,
    lists,
    list_writes,
    plans,
    disputes,
    corrections,
    urgent,
    households,
    communes,
    catalogue,
    snapshots,
    jobs,
    people,
    vault,
    auditing,
    status,
    visits,
    rounds,
)
DESCRIPTION = """Which households to visit first, and exactly why.

Each caller sees what the own role and communes allow; a household elsewhere answers like none. Ids are pseudonyms;
names and addresses are at `/households/{id}/identity` alone, for officers. A household has a risk, a child has no
score. Writes take an `Idempotency-Key`; changes of a record need the `ETag` that they are based on as `If-Match`.
Errors are `application/problem+json` with a stable `type`; `title` and `detail` come in the language of `?lang=` or
`Accept-Language` (Vietnamese or English). Answers carry an `ETag`.
"""


class FieldRecord(BaseModel):
    """A part of a request that can't be taken."""

    field: str
    message: str


class ProblemRecord(BaseModel):
    """An error: RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldRecord] | None = None


SCHEMAS: tuple[type[BaseModel], ...] = (
    ProblemRecord,
    scores_schemas.RunRecords,
    scores_schemas.RunRecord,
    lists_schemas.Lists,
    lists_schemas.ListRecord,
    lists_schemas.ListAccountRecord,
    lists_schemas.Entries,
    lists_schemas.ListStep,
    lists_schemas.ListOverride,
    lists_schemas.NewDraft,
    plans_schemas.Simulation,
    visits_schemas.Visits,
    visits_schemas.VisitRecord,
    visits_schemas.NewVisit,
    rounds_schemas.Rounds,
    rounds_schemas.RoundReport,
    disputes_schemas.Disputes,
    disputes_schemas.DisputeRecord,
    disputes_schemas.NewDispute,
    disputes_schemas.NewAnswer,
    corrections_schemas.Corrections,
    corrections_schemas.CorrectionRecord,
    corrections_schemas.NewCorrection,
    corrections_schemas.NewWithdrawal,
    corrections_schemas.NewRow,
    corrections_schemas.NewLift,
    urgent_schemas.Signs,
    households_schemas.HouseholdRecord,
    households_schemas.ExplanationRecord,
    communes_schemas.Communes,
    catalogue_schemas.FeatureRecords,
    snapshots_schemas.SnapshotRecords,
    registry_schemas.ModelRecords,
    registry_schemas.ModelRecord,
    jobs_schemas.Jobs,
    jobs_schemas.JobRecord,
    NewJob,
    status_schemas.Health,
    people_schemas.Me,
    people_schemas.Users,
    people_schemas.UserRecord,
    people_schemas.NewUserRecord,
    people_schemas.NewUser,
    people_schemas.UserChange,
    people_schemas.Tokens,
    people_schemas.TokenRecord,
    people_schemas.NewTokenRecord,
    people_schemas.NewToken,
    auditing_schemas.Events,
    auditing_schemas.AuditState,
    vault_schemas.IdentityRecord,
)


class Application(FastAPI):
    """The application with its guard and its short way before the framework's own layers."""

    front: Guard | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through the guard; what isn't a request goes to the framework."""
        if self.front is None or scope["type"] != "http":
            await self.framework(scope, receive, send)
        else:
            await self.front(scope, receive, send)

    async def framework(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the framework does."""
        await super().__call__(scope, receive, send)


@asynccontextmanager
async def working(app: FastAPI) -> AsyncIterator[None]:
    """End in good order: what works aside is stopped, the looks that were written are joined."""
    try:
        yield
    finally:
        app.state.aside.stop()
        if isinstance(app, Application) and app.front is not None:
            app.front.settle()
        app.state.entrance.journal.file.close()
        with suppress(DBAPIError):  # the next start joins them
            app.state.join_looks()


def create_app(home: Path, language: Language = "vi") -> Application:
    """Return the application over the runs of ``home``; ``language`` is that of readers who ask for none.

    The home's database is made or brought to its present form. Raises ``TypeError`` for a route that doesn't pass the
    entrance, and what ``settings_of`` and ``prepared`` raise.
    """
    settings = settings_of(home)
    engine = prepared(engine_for(home))
    app = Application(
        title="Sớm Mai",
        lifespan=working,
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    equip(app, home, engine, settings, language)
    for noun in NOUNS:
        app.include_router(noun.router, prefix=API)
    app.include_router(account_pages.router, include_in_schema=False)
    app.include_router(provider_pages.router, include_in_schema=False)
    app.include_router(pages.router, include_in_schema=False)
    app.include_router(list_pages.router, include_in_schema=False)
    app.include_router(list_account_page.router, include_in_schema=False)
    app.include_router(rounds_page.router, include_in_schema=False)
    app.include_router(names_pages.router, include_in_schema=False)
    app.include_router(household_page.router, include_in_schema=False)
    app.include_router(corrections_pages.router, include_in_schema=False)
    app.include_router(row_pages.router, include_in_schema=False)
    app.include_router(people_pages.router, include_in_schema=False)
    app.include_router(visit_pages.router, include_in_schema=False)
    app.include_router(simulation_page.router, include_in_schema=False)
    app.include_router(audit_page.router, include_in_schema=False)
    app.include_router(jobs_pages.router, include_in_schema=False)
    app.include_router(models_pages.router, include_in_schema=False)
    app.include_router(override_pages.router, include_in_schema=False)
    app.include_router(province_page.router, include_in_schema=False)
    app.include_router(catalogue_pages.router, include_in_schema=False)
    app.include_router(quality_page.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(SommaiError, _told)
    app.add_exception_handler(HTTPException, _told_http)
    app.add_exception_handler(RequestValidationError, _told_path)
    app.add_exception_handler(Exception, _told)
    app.add_exception_handler(DBAPIError, _told_database)
    quick = QuickWay(app.framework, owner=app, told=_told, told_database=_told_database)
    app.front = Guard(quick, settings=settings, meters=app.state.meters)
    check_guarded(app)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def equip(app: FastAPI, home: Path, engine: Engine, settings: Settings, language: Language) -> None:
    """Give the application what its endpoints work with."""
    app.state.home = home
    app.state.engine = engine
    app.state.meters = Meters()
    app.state.language = language
    app.state.runs = Runs(home)
    app.state.scorings = Runs(home, "scores")
    app.state.simulations = Simulations(home)
    app.state.round_parts = RoundParts(home, app.state.runs.erased_at_ns)
    app.state.answers = answers.Answers()
    app.state.ready_lists = ReadyLists()
    app.state.vault = Vault(home)
    app.state.lists_mark = ListsMark(engine)
    app.state.aside = Aside()
    app.state.join_looks = partial(join, home, engine)
    journal = Journal(LookFile(home), partial(app.state.aside.run, join_again, home))
    app.state.entrance = Entrance(
        engine, settings, Recogniser(engine, settings), journal, Limits(home / "cache" / "limits")
    )


def check_guarded(app: FastAPI) -> None:
    """Raise ``TypeError`` where a route answers without passing the entrance; the API's description and the static
    files are for everybody."""
    for found in iter_route_contexts(app.routes):
        route = found.original_route
        if not isinstance(route, Guarded) and found.path not in {app.openapi_url, "/static"}:
            raise TypeError(f"{found.path}: make its router by guarded_router()")


async def _told_database(request: Request, error: Exception) -> Response:
    """Tell that the database doesn't answer; what it said may hold values and goes nowhere."""
    if isinstance(error, DataError):  # a value that no column takes, such as a text with a zero byte
        return await _told(request, WrongRequest())
    if isinstance(error, DBAPIError) and is_disk_full(error):
        return await _told(request, NoRoom())
    lost = isinstance(error, OperationalError | InterfaceError)
    return await _told(request, NoDatabase() if lost else Unexpected())


async def _told(request: Request, error: Exception) -> Response:
    """Tell an error as a problem to programs, as a page to people."""
    known = error if isinstance(error, SommaiError) else Unexpected()
    if request.scope["path"].startswith("/api/"):
        return answers.problem(known, answers.language_for(request))
    if isinstance(known, NotSignedIn):
        return account_pages.to_sign_in(request)
    if isinstance(known, ChangePasswordFirst):
        return account_pages.to_password(request)
    return pages.problem_page(request, known)


async def _told_http(request: Request, error: Exception) -> Response:
    """Tell what the framework itself refuses."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    known: SommaiError = {400: WrongRequest, 404: NoPage, 405: WrongMethod}.get(status, Unexpected)()
    return await _told(request, known)


async def _told_path(request: Request, error: Exception) -> Response:
    """Tell that a part of the address can't be read, without repeating it: nothing else is read by the framework."""
    return await _told(request, NoPage())


def _described(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, with the records that endpoints refer to."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            license_info=app.license_info,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for model in SCHEMAS:
            written = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(written.pop("$defs", {}))
            schemas[model.__name__] = written
        add_what_all_share(document, app)
        app.openapi_schema = document
    return app.openapi_schema
