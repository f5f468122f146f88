"""The running show: a state, its journal and the session it writes, driven once per frame from outside."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec

from ..scene import Session, bake
from ..scene.model import Edits, Scene
from ._events import Effect, Event
from ._journal import Entry, Header, Journal, Journalled, read_journal
from ._show import Show, Step
from ._state import NEVER, Motion, State
from ._status import Status, status_of

_RETRY_NS = 5_000_000_000
"""So long after a journal could not be written it is tried again."""


class Frame(msgspec.Struct, frozen=True):
    """What a frame brings.

    Attributes:
        now_ns: Its moment in the show's time.
        changed: The slots whose value is another than in the frame before, with their values.
        dissolves: Nodes that are partly seen, 0 to 1.
        effects: What happened by itself since the last call.
    """

    now_ns: int
    changed: dict[str, object]
    dissolves: dict[str, float]
    effects: tuple[Effect, ...]


def scene_digest(scene: Scene) -> str:
    """A fingerprint of the scene that a journal was written over."""
    return hashlib.blake2b(msgspec.json.encode(scene, order="deterministic"), digest_size=16).hexdigest()


def replayed(show: Show, found: Journalled) -> Step:
    """The state that a journal ends in, brought to this draft of the cues."""
    notes: list[Effect] = []
    if found.damaged:
        notes.append(Effect("note", "journal", f"{found.damaged} bytes behind the last whole record were left out"))
    state = found.header.state
    old = show if found.header.file == show.file else Show(found.header.file, show.scene, lenient=True)
    if found.header.scene != scene_digest(show.scene):
        notes.append(Effect("note", "journal", "the scene was built anew since: what it has no more is left out"))
        state = old.adopt(state).state
    for entry in found.entries:
        if entry.event is None:
            state = old.advance(state, entry.now_ns).state
        else:
            state = old.handle(state, entry.event, entry.now_ns).state
    adopted = show.adopt(state)
    return Step(adopted.state, (*notes, *adopted.effects))


class Engine:
    """A show that runs.

    Call ``handle`` for every event as it comes and ``frame`` once per frame, both with the caller's
    monotonic clock and from one thread. ``sync`` may be called from another.

    Args:
        show: What is run.
        now_ns: The caller's monotonic clock now.
        folder: Where the journal lies; ``None`` keeps none. A journal whose show was not ended is gone
            on with: the show's time stands still between the last record and now.
        fresh: Begin anew, whatever the journal says.
        outage_ns: Let the show's time run on by so much, where the caller knows how long it was away.
    """

    def __init__(
        self, show: Show, now_ns: int, folder: Path | None = None, *, fresh: bool = False, outage_ns: int = 0
    ) -> None:
        self.show = show
        self.session = Session(show.scene)
        found = read_journal(folder) if folder is not None and not fresh else None
        self.resumed = found is not None and not found.ended
        """Whether this goes on with a show that was cut off."""
        first = replayed(show, found) if found is not None and self.resumed else show.start()
        self._state = first.state
        self._origin_ns = now_ns - self._state.now_ns - (outage_ns if self.resumed else 0)
        self._told = list(first.effects)
        self._last: dict[str, object] = {}
        self._resting: dict[str, Motion] = {}
        self._still = False
        """Whether time alone changes nothing any more, so that a frame need not be written down."""
        self._digest = scene_digest(show.scene)
        self._folder, self._retry_ns = folder, 0
        self._journal = Journal(folder, self._header()) if folder is not None else None

    def _header(self) -> Header:
        return Header(self.show.file, self._digest, self._state)

    @property
    def state(self) -> State:
        """The state as of the last call."""
        return self._state

    def show_ns(self, now_ns: int) -> int:
        """The show's time at the caller's."""
        return max(now_ns - self._origin_ns, self._state.now_ns)

    def handle(self, event: Event, now_ns: int) -> tuple[Effect, ...]:
        """Take an event: journalled first, then done. Returns what came of it; refusals are among it."""
        heard = self.show.heard(event)
        if heard is None:
            return ()
        at_ns = self.show_ns(now_ns)
        self._write(Entry(at_ns, heard))
        step = self.show.handle(self._state, heard, at_ns)
        self._state, self._still = step.state, False
        return step.effects

    def frame(self, now_ns: int) -> Frame:
        """Let time pass to now, and bring the session up to it."""
        at_ns = self.show_ns(now_ns)
        if self._journal is None or not self._still:
            self._write(Entry(at_ns))
        step = self.show.advance(self._state, at_ns)
        self._state = step.state
        values, moving = self.show.moved(self._state, self._resting)
        last = self._last
        changed = {slot: value for slot, value in values.items() if slot not in last or last[slot] != value}
        if changed:
            self.session.stage(list(changed), list(changed.values()))
            last.update(changed)
        self._still = not moving and self._state.due_ns == NEVER
        told, self._told = self._told, []
        return Frame(at_ns, changed, self.show.dissolves(self._state), (*told, *step.effects))

    def reload(self, show: Show) -> tuple[Effect, ...]:
        """Go on under another draft of the cues, for the same scene; see ``Show.adopt``."""
        step = show.adopt(self._state)
        self.show, self._state, self._still = show, step.state, False
        self._resting.clear()
        if self._journal is not None:
            self._journal.renew(self._header())
        return step.effects

    def full(self) -> dict[str, object]:
        """Every slot that the show has touched, with its value now: what an output that has just come gets."""
        return self.show.values(self._state)

    def preview(self, list_id: str = "", cue: str | None = None) -> dict[str, object]:
        """As ``Show.preview``, from now."""
        return self.show.preview(self._state, list_id, cue)

    def status(self) -> Status:
        """The show at a glance."""
        return status_of(self.show, self._state)

    def bake(self, author: str = "") -> Edits:
        """What the session shows now as edits of the scene's nodes: "bake take"."""
        return bake(self.session, author, "live")

    def sync(self) -> None:
        """Ask the disk for the journal; see ``Journal.sync``."""
        if self._journal is not None:
            self._journal.sync()

    def end(self) -> Scene:
        """End the show on purpose: the next one begins at its top. Returns the composed scene."""
        self._write(Entry(self._state.now_ns, ended=True))
        self.close()
        return self.session.end()

    def close(self) -> None:
        """Let go of the journal without ending the show: the next run goes on with it."""
        if self._journal is not None:
            self._journal.close()
        self._folder = self._journal = None

    def _write(self, entry: Entry) -> None:
        if self._folder is None or (self._journal is None and entry.now_ns < self._retry_ns):
            return
        try:
            if self._journal is None:
                self._journal = Journal(self._folder, self._header())
                self._told.append(Effect("note", "journal", "it is written again"))
            elif self._journal.full:
                self._journal.renew(self._header())
            self._journal.append(entry)
        except OSError as e:
            # A full disk costs the journal, never the show. What was torn is never written behind:
            # the next attempt begins a segment with the whole state.
            if self._journal is not None:
                self._told.append(Effect("note", "journal", f"nothing is written down from here on: {e}"))
                with contextlib.suppress(OSError):
                    self._journal.close()
            self._journal, self._retry_ns = None, entry.now_ns + _RETRY_NS
