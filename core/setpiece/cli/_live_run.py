"""``setpiece live run``: the show itself, from the terminal."""

from __future__ import annotations

import signal
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from . import _output as show
from ._live import HERE, Folder, SceneNumber, live_app

if TYPE_CHECKING:
    from ..live.control import ControlServer
    from ..live.desk import LogLine
    from ..live.run import Loaded, Runner

Host = Annotated[str, typer.Option(help="Address for OSC and the page; 127.0.0.1 is this computer only.")]
Allow = Annotated[list[str] | None, typer.Option(help="Another computer that may control: 10.0.0.5 or 10.0.0.0/24.")]
Token = Annotated[
    str, typer.Option(envvar="SETPIECE_TOKEN", help="Whoever says this word may control, from wherever it is heard.")
]
Framing = Annotated[str, typer.Option(help="How OSC over TCP is framed: slip (QLab) or length (Eos 3032).")]
_END_S = 5.0


@live_app.command()
def run(
    folder: Folder = HERE,
    scene: SceneNumber = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="OSC over UDP; 0 lets the system choose.")] = 53000,
    tcp_port: Annotated[int | None, typer.Option(min=0, max=65535, help="OSC over TCP as well.")] = None,
    tcp_framing: Framing = "slip",
    host: Host = "127.0.0.1",
    allow: Allow = None,
    token: Token = "",
    web: Annotated[bool, typer.Option("--web", help="The operator's page.")] = False,
    web_port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 lets the system choose.")] = 8080,
    rate: Annotated[float, typer.Option(min=1, max=1000, help="Frames a second.")] = 60.0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin at the top, whatever the journal says.")] = False,
    end: Annotated[bool, typer.Option("--end", help="End the show: the next run begins at its top.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Log lines as JSON objects.")] = False,
) -> None:
    """Run a show. Ctrl-C keeps its journal: the next run goes on where this one stood, as it does after a crash.

    Example: setpiece live run my_film --web
    """
    from ..live.run import load

    if end:
        _end(folder, scene)
        return
    loaded = load(folder, scene)
    options: dict[str, Any] = {
        "host": host, "allow": allow or [], "token": token, "port": port, "tcp_port": tcp_port,
        "framing": _framing(tcp_framing), "web_port": web_port if web else None,
    }  # fmt: skip
    run_loaded(loaded, rate, fresh, json, options)


def _framing(name: str) -> Literal["slip", "length"]:
    from ..errors import InputError

    framings: dict[str, Literal["slip", "length"]] = {"slip": "slip", "length": "length"}
    if name in framings:
        return framings[name]
    raise InputError(f"there is no framing {name!r}.", where="--tcp-framing", remedy="slip or length.")


def run_loaded(loaded: Loaded, rate: float, fresh: bool, json: bool, options: dict[str, Any]) -> None:
    """Run a show that is loaded, until Ctrl-C or its end."""
    from ..live.run import Runner, hold_lock

    with ExitStack() as stack:
        stack.enter_context(hold_lock(loaded.folder))
        log = _Printer(json)
        stack.callback(log.close)
        runner = Runner(loaded, rate_hz=rate, fresh=fresh, listener=log.put, second_of_day=_second_of_day)
        _open(stack, runner, loaded, options, json)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: runner.stop())
        runner.run()


def _open(stack: ExitStack, runner: Runner, loaded: Loaded, options: dict[str, Any], json: bool) -> None:
    """Everything that listens, said on the terminal and written down for `--end`."""
    from ..live.control import Access, ControlServer
    from ..live.run import Running, write_running

    host = options["host"]
    # Who comes from the address that is listened on is this computer.
    own = [] if host == "0.0.0.0" else [host]  # noqa: S104
    access = Access([*own, *options["allow"]], options["token"])
    control = ControlServer(
        runner, loaded.show.scene, access, host, options["port"], options["tcp_port"], options["framing"],
        loaded.folder,
    ).start()  # fmt: skip
    stack.callback(control.close)
    page_port = 0
    if options["web_port"] is not None:
        from ..live.web import WebServer

        page = WebServer(runner, access, host, options["web_port"]).start()
        stack.callback(page.close)
        page_port = page.port
    write_running(loaded.folder, Running(host, control.udp_port, control.tcp_port, page_port))
    if not json:
        _greet(runner, loaded, control, host, page_port)


def _greet(runner: Runner, loaded: Loaded, control: ControlServer, host: str, page_port: int) -> None:
    begun = "goes on where it stood" if runner.resumed else "begins at its top"
    show.line(f"{loaded.production}, {loaded.scene}: {begun}")
    show.line(f"OSC on {host}, UDP port {control.udp_port}" + (f", TCP {control.tcp_port}" if control.tcp_port else ""))
    if page_port:
        show.line(f"Operator page: http://{'127.0.0.1' if host == '0.0.0.0' else host}:{page_port}/")  # noqa: S104
    show.line("Ctrl-C stops and keeps the journal; `setpiece live run --end` ends the show.")


def _second_of_day() -> float:
    now = time.localtime()
    return now.tm_hour * 3600.0 + now.tm_min * 60.0 + now.tm_sec


class _Printer:
    """Log lines to the terminal, in a thread of its own: a terminal that is held must not hold the show."""

    def __init__(self, json: bool) -> None:
        self._json = json
        self._lines: SimpleQueue[LogLine | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="show log", daemon=True)
        self._thread.start()

    def put(self, line: LogLine) -> None:
        if self._lines.qsize() < 1000:
            self._lines.put(line)

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            with suppress(OSError, ValueError):
                if self._json:
                    show.json_line(line)
                    sys.stdout.flush()
                else:
                    show.line(f"{line.at_s:9.2f}  {line.kind:9} {line.what}  {line.text}".rstrip())

    def close(self) -> None:
        self._lines.put(None)
        self._thread.join(timeout=1.0)


def _end(folder: Path, scene: str) -> None:
    """End a show on purpose: the one that runs by a message to it, one that does not by its journal."""
    from ..errors import ProductionError
    from ..live.run import end_show, load, read_running

    running = read_running(folder)
    try:
        ended = end_show(load(folder, scene))
    except ProductionError:
        if running is None:
            raise
        _ask_to_end(running.host, running.udp_port)
        until = time.monotonic() + _END_S
        while read_running(folder) is not None:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        ended = True
    show.line("The show is ended; the next run begins at its top." if ended else "There was no show to end.")


def _ask_to_end(host: str, port: int) -> None:
    from ..tracking import Sender
    from ..tracking.osc import encode_message

    with Sender("127.0.0.1" if host == "0.0.0.0" else host, port) as sender:  # noqa: S104
        sender.send([encode_message("/setpiece/end", "end")])
