"""The page's server: a thread with Starlette and uvicorn in it, fed by the show's looks."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from typing import Any

import msgspec

from ...errors import InputError, MissingExtraError
from ...resources import text
from ...tracking.receive import listen_tcp
from .._events import Effect
from ..control import Access
from ..desk import Desk, Look
from ._feed import Feed, Tidied, stage_message, tidied
from ._gate import COOKIE, admitted, own_name, same_origin
from ._messages import Ask, Told, event_of, preview_of, read_message

DEFAULT_PORT = 8080
_PAGES = 24
_EVERY_S = 0.1
_ALIVE_S = 1.0
_LONGEST = 4096
_FILES = {"/": ("page.html", "text/html"), "/page.css": ("page.css", "text/css"),
          "/page.js": ("page.js", "text/javascript"), "/plan.js": ("plan.js", "text/javascript"),
          "/manifest.json": ("manifest.json", "application/manifest+json"),
          "/icon.svg": ("icon.svg", "image/svg+xml")}  # fmt: skip
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class WebServer:
    """Serves the page until it is closed.

    Args:
        desk: The show.
        access: Who may come in besides this computer.
        host, port: Where to listen; port 0 lets the system choose.

    Raises:
        MissingExtraError: The extra ``web`` is not installed.
        InputError: The port is in use.
    """

    def __init__(self, desk: Desk, access: Access, host: str = "127.0.0.1", port: int = DEFAULT_PORT) -> None:
        try:
            import uvicorn
        except ImportError as e:
            raise MissingExtraError(
                "the operator's page needs a web server", remedy='pip install "setpiece[web]"'
            ) from e
        self._desk, self._access, self._host = desk, access, host
        self._socket = listen_tcp(host, port)
        self._socket.setblocking(False)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pages: set[_Page] = set()
        self._newest: tuple[Look, Tidied] | None = None
        self._tidied_s = 0.0
        config = uvicorn.Config(
            self._application(), log_level="critical", lifespan="off", ws="websockets-sansio", ws_max_size=_LONGEST,
            ws_ping_interval=10.0, ws_ping_timeout=10.0, ws_per_message_deflate=False, access_log=False,
            timeout_graceful_shutdown=1, server_header=False,
        )  # fmt: skip
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="show page", daemon=True)

    @property
    def port(self) -> int:
        """The port really listened to."""
        return int(self._socket.getsockname()[1])

    def start(self) -> WebServer:
        """Begin to serve; returns itself."""
        self._thread.start()
        self._desk.watch(self._news)
        return self

    def close(self) -> None:
        """Stop serving; safe to call twice."""
        self._uvicorn.should_exit = True
        if self._thread.is_alive():
            self._thread.join(timeout=5.0)
        self._socket.close()

    def _run(self) -> None:
        self._uvicorn.run(sockets=[self._socket])

    # --- news, from the show's thread --------------------------------------------------------

    def _news(self, look: Look) -> None:
        loop = self._loop
        if loop is None or not self._pages:
            self._newest = None
            return
        now_s = time.monotonic()
        if now_s - self._tidied_s < _EVERY_S * 0.9:
            return
        self._tidied_s = now_s
        with suppress(RuntimeError):  # the loop is closing
            loop.call_soon_threadsafe(self._spread, look)

    def _spread(self, look: Look) -> None:
        self._newest = (look, tidied(look))
        for page in self._pages:
            page.fresh.set()

    def _current(self) -> tuple[Look, Tidied]:
        newest = self._newest
        if newest is None:
            look = self._desk.look()
            newest = self._newest = (look, tidied(look))
        return newest

    # --- the application ---------------------------------------------------------------------

    def _application(self) -> Any:
        from starlette.applications import Starlette
        from starlette.routing import Route, WebSocketRoute

        routes = [Route(path, self._file) for path in _FILES]
        return Starlette(routes=[*routes, WebSocketRoute("/show", self._show)])

    async def _file(self, request: Any) -> Any:
        from starlette.responses import PlainTextResponse, RedirectResponse, Response

        client = request.client.host if request.client else ""
        if not own_name(request.headers.get("host", ""), self._host):
            return PlainTextResponse("This is not my name.", 421, _HEADERS)
        token = request.query_params.get("token", "")
        if token and self._access.knows(token):
            # Into a cookie, so that it does not stay in the address bar and in screenshots of it.
            answer = RedirectResponse("/", 303, _HEADERS)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return answer
        if not admitted(self._access, client, request.cookies):
            say = "This show is not open to you. Open the address with ?token=... or ask for --allow.\n"
            return PlainTextResponse(say, 403, _HEADERS)
        name, kind = _FILES[request.url.path]
        return Response(text("live/web", name), media_type=kind, headers=_HEADERS)

    async def _show(self, socket: Any) -> None:
        from starlette.websockets import WebSocketDisconnect

        client = socket.client.host if socket.client else ""
        headers = socket.headers
        fine = own_name(headers.get("host", ""), self._host) and same_origin(headers)
        if not fine or not admitted(self._access, client, socket.cookies) or len(self._pages) >= _PAGES:
            await socket.close(4403)
            return
        await socket.accept()
        self._loop = asyncio.get_running_loop()
        page = _Page(socket)
        self._pages.add(page)
        feeding = asyncio.create_task(self._feed(page))
        try:
            while True:
                await self._pressed(page, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass
        finally:
            self._pages.discard(page)
            feeding.cancel()

    async def _feed(self, page: _Page) -> None:
        """Push to one page. A page that reads slowly skips looks; it delays nobody."""
        feed = Feed()
        with suppress(Exception):
            await page.say(stage_message(self._desk.stage))
            while True:
                look, tidy = self._current()
                # An empty object is a sign of life: a page that hears nothing for long says so loudly.
                await page.say(feed.message(tidy, look) or b"{}")
                page.fresh.clear()
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(page.fresh.wait(), _ALIVE_S)

    async def _pressed(self, page: _Page, message: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            press = read_message(message)
            if isinstance(press, Ask):
                rows = self._desk.preview(press.list, press.cue or None)
                await page.say(msgspec.json.encode(preview_of(press, rows)))
                return
        except InputError as e:
            await page.say(msgspec.json.encode(Told(0, str(e))))
            return
        told: asyncio.Future[str] = loop.create_future()

        def answer(refused: str) -> None:
            if not told.done():
                told.set_result(refused)

        def done(effects: tuple[Effect, ...]) -> None:
            refused = next((e.text for e in effects if e.kind == "refused"), "")
            loop.call_soon_threadsafe(answer, refused)

        self._desk.press(event_of(press), done)
        with suppress(asyncio.TimeoutError):
            refused = await asyncio.wait_for(told, 2.0)
            await page.say(msgspec.json.encode(Told(press.number, refused)))


class _Page:
    """One connection; messages do not overlap."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._lock = asyncio.Lock()
        self.fresh = asyncio.Event()

    async def say(self, message: bytes) -> None:
        async with self._lock:
            await self._socket.send_text(message.decode("utf-8"))
