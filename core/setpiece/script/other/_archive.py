"""Opens a zip that may be hostile: few members are looked at, and none is unpacked beyond a limit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from ...errors import ScriptError

MAX_BYTES = 64 * 1024 * 1024
_MAX_MEMBERS = 20_000
_DAMAGED = "Open it in the program it comes from and save it again."


def member(data: bytes, name: str, wanted: Callable[[str], bool]) -> tuple[str, bytes]:
    """The first member, by name, that is ``wanted``: its name and content.

    Raises:
        ScriptError: It is no zip, it has no such member, or the member is damaged, encrypted or
            larger than 64 MiB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > _MAX_MEMBERS:
                raise ScriptError(f"the archive has {len(infos)} members", where=name, remedy=_DAMAGED)
            found = sorted((i for i in infos if wanted(i.filename)), key=lambda i: i.filename)
            if not found:
                raise ScriptError("there is no script in this archive", where=name, remedy=_DAMAGED)
            return found[0].filename, _content(archive, found[0], name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as e:
        raise ScriptError(f"the archive cannot be read: {e}", where=name, remedy=_DAMAGED) from e


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """Reads one byte more than allowed: what the directory says of the size may be a lie."""
    import zlib

    try:
        with archive.open(info) as stream:
            content = stream.read(MAX_BYTES + 1)
    except zlib.error as e:
        raise ScriptError(f"{info.filename} is damaged: {e}", where=name, remedy=_DAMAGED) from e
    if len(content) > MAX_BYTES:
        raise ScriptError(f"{info.filename} unpacks to more than 64 MiB", where=name, remedy=_DAMAGED)
    return content
