"""Who may be asked for proposals: an address or a program that a person names, and nobody else."""

from __future__ import annotations

import ipaddress
import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec

from setpiece.errors import InputError, WorkerError

from ._lexicon import data
from ._proposals import MAX_REPLY_BYTES, element_categories

KEY = "SETPIECE_MODEL_KEY"
"""Environment variable with the key that an address asks for; it is written nowhere."""
_SECONDS = (0.1, 3600.0)
_CHAT = "/chat/completions"


class BreakdownBackend(Protocol):
    """Something that proposes elements for a scene."""

    @property
    def name(self) -> str:
        """Address or program, as it is written down beside its proposals."""
        ...

    @property
    def model(self) -> str:
        """The model it asks for; empty where it has one of its own."""
        ...

    def propose(self, scene: str, cast: Sequence[str]) -> bytes:
        """A JSON object ``{"elements": [...]}``, unchecked.

        Args:
            scene: The scene's text.
            cast: Names of the known characters.

        Raises:
            WorkerError: No answer, too long an answer, or not in time.
        """
        ...


@cache
def prompt() -> str:
    """What a backend is asked."""
    return str(data("proposing.toml")["prompt"]).strip()


def open_backend(where: str, model: str = "", seconds: float = 120.0, remote: bool = False) -> BreakdownBackend:
    """The backend that a person names.

    Args:
        where: ``http://`` or ``https://`` address of a service that speaks OpenAI's chat completions, or the path
            of a program that reads a JSON object and writes one.
        model: The model to ask for, where the address serves several.
        seconds: How long one scene may take, from 0.1 to 3600.
        remote: Whether the address may be another machine: the script's text goes there.

    Raises:
        InputError: No such program, no such address, or another machine without ``remote``.
    """
    low, high = _SECONDS
    if not low <= seconds <= high:
        raise InputError(f"{seconds} s is no time for an answer", where="--seconds", remedy=f"{low:g} to {high:g}.")
    if "://" in where:
        return _Service(_address(where, remote), model, seconds)
    path = Path(where)
    if not path.is_file() or not os.access(path, os.X_OK):
        raise InputError("is no program", where=where, remedy="Name an executable file, or an http:// address.")
    return _Program(path.name, model, path.resolve(), seconds)


def _address(where: str, remote: bool) -> str:
    try:
        parts = urlsplit(where)
        host, _ = parts.hostname or "", parts.port
    except ValueError as e:
        raise InputError(f"is no address: {e}", where=where, remedy="Write http://HOST:PORT/PATH.") from e
    if parts.scheme not in ("http", "https") or not host or not where.isascii() or not where.isprintable():
        raise InputError("is no http:// or https:// address", where=where, remedy="Write http://HOST:PORT/PATH.")
    if parts.username is not None or parts.query or parts.fragment:
        raise InputError(
            "the address holds more than a place", where=f"{parts.scheme}://{host}", remedy=f"Put a key into {KEY}."
        )
    if not (_is_here(host) or remote):
        raise InputError(
            "is another machine, and the script's text would go there", where=where, remedy="Add --remote to allow it."
        )
    return where.rstrip("/") + ("" if parts.path.rstrip("/").endswith(_CHAT) else _CHAT)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class _Service:
    """OpenAI-compatible chat completions over HTTP."""

    name: str
    model: str
    seconds: float

    def propose(self, scene: str, cast: Sequence[str]) -> bytes:
        asked = {
            "messages": [{"role": "system", "content": prompt()}, {"role": "user", "content": _question(scene, cast)}],
            "temperature": 0,
            "response_format": {"type": "json_object"},
            **({"model": self.model} if self.model else {}),
        }
        answer = _in_time(lambda: self._post(msgspec.json.encode(asked)), self.seconds, self.name)
        try:
            content = msgspec.json.decode(answer, type=dict[str, Any])["choices"][0]["message"]["content"]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError, IndexError, TypeError) as e:
            raise WorkerError("is no chat completion", where=self.name, remedy=_REMEDY) from e
        if not isinstance(content, str):
            raise WorkerError("the chat completion has no text", where=self.name, remedy=_REMEDY)
        return content.encode("utf-8", "replace")

    def _post(self, body: bytes) -> bytes:
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import ProxyHandler, Request, build_opener

        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        local = [ProxyHandler({})] if _is_here(urlsplit(self.name).hostname or "") else []
        opener = build_opener(_no_redirect(), *local)
        try:
            with opener.open(Request(self.name, body, headers, method="POST"), timeout=self.seconds) as reply:  # noqa: S310 -- _address let only http and https through
                return _bounded(reply.read(MAX_REPLY_BYTES + 1), self.name)
        except HTTPError as e:
            with e:
                raise WorkerError(f"answers {e.code} {e.reason}"[:200], where=self.name, remedy=_REMEDY) from e
        except (OSError, HTTPException, ValueError) as e:
            raise WorkerError(f"no answer: {e}"[:200], where=self.name, remedy=_REMEDY) from e


def _no_redirect() -> Any:
    """A redirect would carry the script to where nobody allowed it to go."""
    from urllib.request import HTTPRedirectHandler

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_: object, **__: object) -> None:
            return None

    return Stay()


@dataclass(frozen=True)
class _Program:
    """A child process: the question on its standard input, the answer on its standard output."""

    name: str
    model: str
    path: Path
    seconds: float

    def propose(self, scene: str, cast: Sequence[str]) -> bytes:
        question = _question(scene, cast, prompt=prompt(), model=self.model)
        with tempfile.TemporaryFile() as given:  # no pipe: a program that reads late, or never, blocks nobody
            given.write(question.encode())
            given.seek(0)
            try:
                child = subprocess.Popen(  # noqa: S603 -- the program a person named, and no shell
                    [str(self.path)], stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError as e:
                raise WorkerError(f"does not start: {e.strerror}", where=self.name, remedy=_REMEDY) from e
        try:
            return _in_time(lambda: self._answer(child), self.seconds, self.name)
        finally:
            child.kill()
            child.wait()

    def _answer(self, child: subprocess.Popen[bytes]) -> bytes:
        if child.stdout is None:
            raise WorkerError("has no output", where=self.name, remedy=_REMEDY)
        with child.stdout:
            answer = _bounded(child.stdout.read(MAX_REPLY_BYTES + 1), self.name)
        if (code := child.wait()) != 0:
            raise WorkerError(f"ended with {code}", where=self.name, remedy=_REMEDY)
        return answer


_REMEDY = "Look whether it runs and speaks the format of docs/scripts.md."


def _question(scene: str, cast: Sequence[str], **more: str) -> str:
    asked = {"format": "1.0", **more, "categories": element_categories(), "cast": cast, "scene": scene}
    return msgspec.json.encode(asked).decode()


def _bounded(answer: bytes, name: str) -> bytes:
    if len(answer) > MAX_REPLY_BYTES:
        raise WorkerError(f"the answer is longer than {MAX_REPLY_BYTES} bytes", where=name, remedy=_REMEDY)
    return answer


def _in_time(work: Callable[[], bytes], seconds: float, name: str) -> bytes:
    """The work's result; what is not done in time is left behind, since a socket's own limit counts each byte anew.

    Raises:
        WorkerError: Not done in time; and what the work raises.
    """
    done: queue.Queue[bytes | BaseException] = queue.Queue(1)

    def run() -> None:
        try:
            done.put(work())
        except BaseException as e:  # noqa: BLE001 -- raised again where it was asked for
            done.put(e)

    threading.Thread(target=run, daemon=True).start()
    try:
        result = done.get(timeout=seconds)
    except queue.Empty as e:
        raise WorkerError(f"no answer in {seconds:g} s", where=name, remedy=_REMEDY) from e
    if isinstance(result, BaseException):
        raise result
    return result
