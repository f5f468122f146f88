"""The frame loop: one thread owns the show; everybody else hands it events and reads its looks."""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue

import msgspec

from .._engine import Engine
from .._events import Clock, Effect, Event
from .._show import Show
from .._status import Status
from ..desk import Done, Foreseen, LogLine, Look, Stage
from ..outputs import GuardedOutput
from ._foresee import foreseen
from ._load import Loaded
from ._log import Log
from ._pace import Pace
from ._stage import stage_of
from ._trackers import Trackers

_LOOK_NS = 100_000_000
_SYNC_S = 1.0
_SWITCH_S = 0.0005
_MOST_WAITING = 2000
_SECOND_NS = 1_000_000_000
_Work = tuple[Event, Done | None]


class Runner:
    """A show that runs. It is a ``Desk``.

    Args:
        loaded: What is run.
        rate_hz: Frames a second.
        fresh: Begin at the top whatever the journal says.
        clock: Monotonic nanoseconds.
        listener: Gets every log line, in the show's thread.
        second_of_day: The stage's clock, for rules that wait for a time of day.

    Raises:
        FormatError: The journal was written by a newer Setpiece.
    """

    def __init__(
        self,
        loaded: Loaded,
        *,
        rate_hz: float = 60.0,
        fresh: bool = False,
        clock: Callable[[], int] = time.monotonic_ns,
        listener: Callable[[LogLine], None] | None = None,
        second_of_day: Callable[[], float] | None = None,
    ) -> None:
        self._clock = clock
        self._begun_ns = clock()
        self._log = Log(listener)
        self._work: SimpleQueue[_Work | None] = SimpleQueue()
        self._nudged = False
        self._told: list[tuple[Done, tuple[Effect, ...]]] = []
        self._stopping = threading.Event()
        self._finishing = False
        self._watchers: tuple[Callable[[Look], None], ...] = ()
        self._notes: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self._pace = Pace(rate_hz, self._begun_ns)
        self._outputs: Sequence[GuardedOutput] = loaded.outputs
        self._show = loaded.show
        self._trackers = Trackers(loaded.sources, loaded.volume, loaded.show, self._nudge, self._note)
        self._second_of_day = second_of_day if _tells_time(loaded.show) else None
        self._second_ns = 0
        self._stage = stage_of(loaded, rate_hz)
        self._engine = Engine(loaded.show, self._begun_ns, loaded.journal_folder, fresh=fresh)
        self._journal_fault = ""
        self._looked_ns = 0
        self._look = self._looked(self._begun_ns)

    # --- the desk: any thread --------------------------------------------------------------

    @property
    def stage(self) -> Stage:
        """See ``Desk``."""
        return self._stage

    @property
    def listens(self) -> frozenset[str]:
        """See ``Desk``."""
        return self._show.listens

    @property
    def resumed(self) -> bool:
        """Whether this goes on with a show that was cut off."""
        return self._engine.resumed

    def press(self, event: Event, done: Done | None = None) -> None:
        """See ``Desk``."""
        if self._work.qsize() >= _MOST_WAITING:
            if done is not None:
                done((Effect("refused", type(event).__name__.upper(), "the show is behind with its events"),))
            return
        self._work.put((event, done))

    def finish(self) -> None:
        """See ``Desk``."""
        self._finishing = True
        self.stop()

    def look(self) -> Look:
        """See ``Desk``."""
        return self._look

    def watch(self, watcher: Callable[[Look], None]) -> None:
        """See ``Desk``."""
        self._watchers = (*self._watchers, watcher)

    def preview(self, list_id: str = "", cue: str | None = None) -> tuple[Foreseen, ...]:
        """See ``Desk``. States are frozen and the show is pure: no thread has to wait for another here."""
        engine = self._engine
        return foreseen(self._show.scene, engine.full(), engine.preview(list_id, cue))

    def stop(self) -> None:
        """Let ``run`` return; the journal is kept, so that the next run goes on."""
        self._stopping.set()
        self._work.put(None)

    def _nudge(self) -> None:
        if not self._nudged:
            self._nudged = True
            self._work.put(None)

    def _note(self, what: str, text: str) -> None:
        self._notes.put((what, text))

    # --- the loop: one thread --------------------------------------------------------------

    def run(self) -> None:
        """Run until ``stop``. Whatever fails in here is told of, and the show goes on."""
        switching_s = sys.getswitchinterval()
        # Receivers hand samples to this thread: it must not wait the usual 5 ms for a page that is being encoded.
        sys.setswitchinterval(_SWITCH_S)
        self._log.add(0.0, "resumed" if self.resumed else "started", "show", self._stage.scene)
        syncing = threading.Thread(target=self._keep_syncing, name="show journal", daemon=True)
        syncing.start()
        self._trackers.start()
        for output in self._outputs:
            output.update(self._engine.full())
            output.reassert()
        try:
            while not self._stopping.is_set():
                self._turn()
        finally:
            self._stopping.set()
            syncing.join()
            self._close()
            sys.setswitchinterval(switching_s)

    def _turn(self) -> None:
        """Wait for the next frame or the next event, whichever is first, and do it."""
        worked = self._take(self._pace.wait_s(self._clock()))
        now_ns = self._clock()
        due = self._pace.due(now_ns)
        if worked or due:
            self._frame(now_ns)
        if self._told or now_ns - self._looked_ns >= _LOOK_NS:
            self._publish(now_ns)
        # Only now: whoever is told that a key was done, and looks, finds it done.
        told, self._told = self._told, []
        for done, effects in told:
            with suppress(Exception):
                done(effects)

    def _take(self, wait_s: float) -> bool:
        """Do the events that wait, until a frame is due, or wait for one. True when something came of it."""
        worked = False
        try:
            work = self._work.get(timeout=wait_s) if wait_s > 0 else self._work.get_nowait()
            while True:
                if work is not None:
                    self._handle(*work)
                    worked = True
                elif self._nudged:
                    self._nudged = False
                    worked = self._sense() or worked
                if self._pace.wait_s(self._clock()) <= 0:  # a flood of events holds no frame up
                    break
                work = self._work.get_nowait()
        except Empty:
            pass
        return worked

    def _sense(self) -> bool:
        try:
            events = self._trackers.drain()
        except Exception as e:  # noqa: BLE001  what one tracker says must not end the show
            self._fault_once("trackers", f"what came failed: {e!r}")
            return False
        for event in events:
            self._handle(event, None)
        return bool(events)

    def _handle(self, event: Event, done: Done | None) -> None:
        try:
            effects = self._engine.handle(event, self._clock())
        except Exception as e:  # noqa: BLE001  whatever goes wrong with one event must not end the show
            effects = (Effect("refused", type(event).__name__.upper(), f"it failed: {e!r}"),)
        self._log.effects(self._at_s(), effects)
        if done is not None:
            self._told.append((done, effects))

    def _frame(self, now_ns: int) -> None:
        try:
            self._tick(now_ns)
            frame = self._engine.frame(now_ns)
        except Exception as e:  # noqa: BLE001  the next frame is another chance
            self._fault_once("frame", f"a frame failed: {e!r}")
            return
        self._log.effects(self._at_s(), frame.effects)
        for output in self._outputs:
            try:
                if frame.changed:
                    output.update(frame.changed)
                told = output.send(now_ns)
            except Exception as e:  # noqa: BLE001  one output must not take the others down
                told = ""
                self._fault_once(output.name, f"{output.name} failed: {e!r}")
            if told:
                self._log.add(self._at_s(), "fault" if output.status(now_ns).fault else "note", output.name, told)
        while not self._notes.empty():
            self._log.add(self._at_s(), "note", *self._notes.get())

    def _tick(self, now_ns: int) -> None:
        if self._second_of_day is not None and now_ns - self._second_ns >= _SECOND_NS // 10:
            self._second_ns = now_ns
            self._engine.handle(Clock(self._second_of_day()), now_ns)

    def _fault_once(self, what: str, text: str) -> None:
        lines = self._log.lines()
        if not lines or lines[-1].text != text:
            self._log.add(self._at_s(), "fault", what, text)

    def _at_s(self) -> float:
        return (self._clock() - self._begun_ns) / 1e9

    def _keep_syncing(self) -> None:
        while not self._stopping.wait(_SYNC_S):
            try:
                self._engine.sync()
            except (OSError, ValueError) as e:  # the disk is full or gone; ValueError: it was just renewed
                if isinstance(e, OSError) and not self._journal_fault:
                    self._journal_fault = str(e)
                    self._note("journal", f"the disk does not take it: {e}")
            else:
                self._journal_fault = ""

    def _close(self) -> None:
        self._trackers.close()
        for output in self._outputs:
            output.close()
        with suppress(OSError):
            if self._finishing:
                self._engine.end()
            else:
                self._engine.close()

    # --- looks -----------------------------------------------------------------------------

    def _publish(self, now_ns: int) -> None:
        self._looked_ns = now_ns
        try:
            self._look = look = self._looked(now_ns)
        except Exception as e:  # noqa: BLE001  a page without news is better than a show that stops
            self._fault_once("look", f"the page's news failed: {e!r}")
            return
        for watcher in self._watchers:
            with suppress(Exception):
                watcher(look)

    def _looked(self, now_ns: int) -> Look:
        trackers = self._trackers.looks(now_ns)
        values = self._engine.full()
        status: Status = self._engine.status()
        return Look(
            uptime_s=(now_ns - self._begun_ns) / 1e9,
            frames=self._pace.frames,
            rate_hz=self._pace.rate_hz(now_ns),
            late=self._pace.late,
            status=status,
            values=values,
            digest=digest_of(values),
            outputs=tuple(o.status(now_ns) for o in self._outputs),
            receivers=self._trackers.receivers(),
            trackers=trackers,
            latency=self._trackers.latency(trackers),
            view=self._engine.state.view,
            log=self._log.lines(),
            journal=self._journal_fault,
            resumed=self._engine.resumed,
        )


def digest_of(values: dict[str, object]) -> str:
    """A fingerprint of what is shown: eight hexadecimal digits."""
    return hashlib.blake2b(msgspec.json.encode(values, order="deterministic"), digest_size=4).hexdigest()


def _tells_time(show: Show) -> bool:
    return any(rule.kind == "time" for rule in show.ground.program.rules.values())
