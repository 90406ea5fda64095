"""The short way of reads: from the path straight to the endpoint, past what the framework works out anew each time.

Only for ``GET`` on endpoints that take nothing but the request; everything else goes the framework's way, and so does
whatever isn't found here. The entrance is the same on both ways.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data.vocabulary.errors import SommaiError
from service.access import Need, need_of

from .entrance import Guarded, Handler, passed
from .guard import PATTERN

Told = Callable[[Request, Exception], Awaitable[Response]]
Way = tuple[Need, Handler, Any, tuple[tuple[int, str], ...], str]
"""What a route needs, its endpoint, the route, where in the path its parameters stand, and the path's pattern."""


class QuickWay:
    """Plain ASGI before the framework's router. ``told`` makes an error into an answer, as the framework would."""

    def __init__(self, app: ASGIApp, owner: FastAPI, told: Told, told_database: Told) -> None:
        self.app = app
        self.owner = owner
        self.told, self.told_database = told, told_database
        self._fixed: dict[str, Way] = {}
        self._open: dict[tuple[str | None, ...], Way] = {}
        self._places: dict[int, list[int]] = {}
        self._known = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the short way where there is one."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        if not self._known:
            self._learn()
        way = self._fixed.get(scope["path"]) or self._found(scope)
        if way is None:
            await self.app(scope, receive, send)
            return
        need, endpoint, route, _, pattern = way
        scope["app"], scope["route"], scope[PATTERN] = self.owner, route, pattern
        scope.setdefault("path_params", {})
        scope.setdefault("state", {})
        request = Request(scope, receive, send)
        try:
            response = await passed(request, need, endpoint)
        except SommaiError as error:
            response = await self.told(request, error)
        except DBAPIError as error:
            response = await self.told_database(request, error)
        await response(scope, receive, send)

    def _found(self, scope: Scope) -> Way | None:
        """Return the way of a path with one parameter, which it puts into the scope."""
        parts = scope["path"].split("/")
        for place in self._places.get(len(parts), ()):
            part = parts[place]
            way = self._open.get((*parts[:place], None, *parts[place + 1 :]))
            if way is not None and part:
                scope["path_params"] = {way[3][0][1]: part}
                return way
        return None

    def _learn(self) -> None:
        """Read the application's routes, once they are all there; of two for one path the first counts."""
        for found in iter_route_contexts(self.owner.routes):
            route = found.original_route
            if not isinstance(route, Guarded) or "GET" not in (found.methods or ()):
                continue
            endpoint: Any = route.endpoint
            if not inspect.iscoroutinefunction(endpoint) or list(inspect.signature(endpoint).parameters) != ["request"]:
                continue
            need, path = need_of(endpoint), found.path
            if need is None or path is None:
                continue
            parts = path.split("/")
            names = tuple((i, part[1:-1]) for i, part in enumerate(parts) if part.startswith("{"))
            if not names:
                self._fixed.setdefault(path, (need, endpoint, route, (), path))
            elif len(names) == 1 and ":" not in path:
                key = tuple(None if part.startswith("{") else part for part in parts)
                self._open.setdefault(key, (need, endpoint, route, names, path))
        for key in self._open:
            places = self._places.setdefault(len(key), [])
            if key.index(None) not in places:
                places.append(key.index(None))
                places.sort()
        self._known = True
