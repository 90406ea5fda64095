"""The peer: a FastAPI route that gives a JSON text of so many bytes and does nothing else.

python -m benchmarks.bare_route BYTES PORT
"""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Response


def application(size: int) -> FastAPI:
    """Return the application."""
    app = FastAPI(openapi_url=None)
    body = b'"' + b"x" * (size - 2) + b'"'

    @app.get("/bare")
    async def bare() -> Response:
        return Response(body, media_type="application/json")

    return app


if __name__ == "__main__":
    uvicorn.run(application(int(sys.argv[1])), port=int(sys.argv[2]), log_level="warning", access_log=False)
