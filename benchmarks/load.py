"""A small load generator over kept-alive connections: as fast as answers come, or so many requests a second."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Sequence
from time import perf_counter

END_OF_HEAD = b"\r\n\r\n"


class WrongAnswer(Exception):
    """An answer that wasn't 200."""


class Connection(asyncio.Protocol):
    """One connection; one request at a time, its answer awaited through ``ask``."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.buffer = bytearray()
        self.wanted = -1
        self.answered: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.wanted < 0:
            head = self.buffer.find(END_OF_HEAD)
            if head < 0:
                return
            told = bytes(self.buffer[:head]).lower()
            if not told.startswith(b"http/1.1 200"):
                self.fail(WrongAnswer(told[:40].decode()))
                return
            at = told.index(b"content-length:") + 15
            self.wanted = head + 4 + int(told[at : told.find(b"\r", at) if told.find(b"\r", at) > 0 else None])
        if len(self.buffer) >= self.wanted:
            del self.buffer[: self.wanted]
            self.wanted = -1
            if self.answered and not self.answered.done():
                self.answered.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        self.fail(error or ConnectionError("closed"))

    def fail(self, error: Exception) -> None:
        """Let whoever waits know."""
        if self.answered and not self.answered.done():
            self.answered.set_exception(error)

    async def ask(self, request: bytes) -> None:
        """Send one request and wait for the whole of its answer."""
        self.answered = asyncio.get_running_loop().create_future()
        assert self.transport is not None
        self.transport.write(request)
        await self.answered


def request(path: str, headers: Sequence[str] = ()) -> bytes:
    """Return a GET as bytes."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()


def body(port: int, asked: bytes) -> bytes:
    """Return the body of one answer."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(asked.replace(END_OF_HEAD, b"\r\nConnection: close\r\n\r\n"))
        whole = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    if not whole.startswith(b"HTTP/1.1 200"):
        raise WrongAnswer(whole[:40].decode())
    return whole.partition(END_OF_HEAD)[2]


async def connected(port: int, connections: int) -> list[Connection]:
    """Return open connections."""
    loop = asyncio.get_running_loop()
    return [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(connections)]


async def as_fast_as_it_goes(port: int, turn: Iterator[bytes], seconds: float, connections: int = 8) -> float:
    """Return how many requests a second were answered."""
    pool = await connected(port, connections)
    begun = perf_counter()
    counts = await asyncio.gather(*(until(c, turn, begun + seconds) for c in pool))
    taken = perf_counter() - begun
    for c in pool:
        c.transport.close()  # type: ignore[union-attr]
    return sum(counts) / taken


async def until(connection: Connection, turn: Iterator[bytes], end: float) -> int:
    """Ask one thing after another until the end; return how many were answered."""
    count = 0
    while perf_counter() < end:
        await connection.ask(next(turn))
        count += 1
    return count


async def all_at_once(port: int, turns: Sequence[Iterator[bytes]], seconds: float) -> list[float]:
    """Return the seconds that each answer took where each of ``turns`` asks over a connection of its own."""
    pool = await connected(port, len(turns))
    taken: list[float] = []
    end = perf_counter() + seconds

    async def one(connection: Connection, turn: Iterator[bytes]) -> None:
        while (begun := perf_counter()) < end:
            await connection.ask(next(turn))
            taken.append(perf_counter() - begun)

    await asyncio.gather(*(one(c, turn) for c, turn in zip(pool, turns, strict=True)))
    for c in pool:
        c.transport.close()  # type: ignore[union-attr]
    return taken


async def at_a_rate(port: int, turn: Iterator[bytes], rate: int, seconds: float, connections: int = 32) -> list[float]:
    """Return the seconds that each answer took, from when its request was due, whether or not it could be sent then."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for c in await connected(port, connections):
        free.put_nowait(c)
    taken: list[float] = []

    async def one(due: float) -> None:
        connection = await free.get()
        await connection.ask(next(turn))
        taken.append(perf_counter() - due)
        free.put_nowait(connection)

    begun, waiting = perf_counter(), []
    for i in range(int(rate * seconds)):
        due = begun + i / rate
        await asyncio.sleep(max(due - perf_counter(), 0))
        waiting.append(asyncio.create_task(one(due)))
    await asyncio.gather(*waiting)
    return taken
