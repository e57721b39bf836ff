"""The door to the disk for writing: whole files or none, what no page claims is removed, the manifest comes last."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.keys import digest
from sitegen.pages import MANIFEST

_PART = ".sitegen-part"


class RefusedError(Exception):
    """An output folder that is not ours to write to; the message says why."""


@dataclass(slots=True)
class Written:
    """What a build did to the output folder, as paths in it."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)


def manifest(output: Path) -> dict[str, str] | None:
    """Give the digests of the files that the last build left, or None when there is no manifest of ours."""
    try:
        data = json.loads((output / MANIFEST).read_bytes())
        files = data["files"]
        return {str(path): str(value) for path, value in files.items()} if data["generator"] == "sitegen" else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def refuse(output: Path, root: Path) -> None:
    """Refuse an output folder that holds other things than a site of ours, or that lies over the sources."""
    if output.is_symlink():
        raise RefusedError("link")
    full = output.resolve()
    sources = [root.resolve() / name for name in ("content", "templates", "locales", "sitegen", ".sitegen")]
    if (
        full == root.resolve()
        or full in root.resolve().parents
        or any(full == one or one in full.parents for one in sources)
    ):
        raise RefusedError("sources")
    if output.exists() and not output.is_dir():
        raise RefusedError("file")
    if (
        output.is_dir()
        and any(not inner.name.startswith(".") for inner in output.iterdir())
        and manifest(output) is None
    ):
        raise RefusedError("foreign")


def intact(output: Path, path: str, expected: str) -> bool:
    """Say whether a file in the output folder still has the bytes that it was written with."""
    try:
        return not _linked(output, path) and digest((output / path).read_bytes()) == expected
    except OSError:
        return False


def write(
    output: Path,
    files: Iterable[tuple[str, bytes]],
    kept: Mapping[str, str],
    documents: Mapping[str, Mapping[str, str]],
) -> tuple[Written, dict[str, str]]:
    """Write files, keep those that are known to be right, remove the rest; give the digests of all."""
    output.mkdir(parents=True, exist_ok=True)
    if manifest(output) is None:
        _put(output, MANIFEST, _manifest({}, {}))  # from here on the folder is known for ours
    done, digests = Written(unchanged=len(kept)), dict(kept)
    for path, data in files:
        digests[path] = digest(data)
        if intact(output, path, digests[path]):
            done.unchanged += 1
            continue
        (done.changed if (output / path).is_file() else done.new).append(path)
        _put(output, path, data)
    for path in _found(output):
        if path not in digests and path != MANIFEST:
            (output / path).unlink()
            if not path.endswith(_PART):
                done.removed.append(path)
    _prune(output)
    final = _manifest(digests, documents)
    if not intact(output, MANIFEST, digest(final)):
        _put(output, MANIFEST, final)
    return done, digests


def replace(path: Path, data: bytes) -> bool:
    """Write one file of the sources whole, if it has changed; say whether it had."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return False
    _put(path.parent, path.name, data)
    return True


def text(path: Path, text: str) -> None:
    """Write a text where the caller of the program wants it, be it a pipe."""
    path.write_text(text, "utf-8", newline="\n")


def _manifest(digests: Mapping[str, str], documents: Mapping[str, Mapping[str, str]]) -> bytes:
    data = {"generator": "sitegen", "documents": documents, "files": dict(sorted(digests.items()))}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _put(output: Path, path: str, data: bytes) -> None:
    """Write a file beside its place and rename it, so that at every moment the old one or the new one is there."""
    if path.startswith("/") or ".." in path.split("/") or "\\" in path:
        raise ValueError(path)  # nothing planned leads out of the folder; if it did, that would be our bug
    target = output / path
    _clear(output, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(digest(target.name.encode())[:16] + _PART)
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(target)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _linked(output: Path, path: str) -> bool:
    """Say whether a path in the output folder leads through a link, perhaps out of it."""
    below = output
    for name in path.split("/"):
        below /= name
        if below.is_symlink():
            return True
    return False


def _clear(output: Path, path: str) -> None:
    """Make way: a link or a file where a folder must be, a folder where a file must be."""
    below = output
    *folders, name = path.split("/")
    for folder in folders:
        below /= folder
        if below.is_symlink() or below.is_file():
            below.unlink()
    target = below / name
    if target.is_symlink():
        target.unlink()
    elif target.is_dir():
        for inner in _found(target):
            (target / inner).unlink()
        _prune(target)
        target.rmdir()


def _found(output: Path) -> Iterator[str]:
    """List the files and links in a folder, but for hidden ones at its top, which are the operator's."""
    for folder, folders, files in os.walk(output):
        here = Path(folder)
        if here == output:
            folders[:] = [name for name in folders if not name.startswith(".")]
            files = [name for name in files if not name.startswith(".") or name.endswith(_PART)]
        links = [name for name in folders if (here / name).is_symlink()]
        yield from ((here / name).relative_to(output).as_posix() for name in sorted([*files, *links]))


def _prune(output: Path) -> None:
    """Remove empty folders."""
    for folder, _folders, _files in os.walk(output, topdown=False):
        here = Path(folder)
        if here != output and not here.relative_to(output).parts[0].startswith("."):
            with suppress(OSError):
                here.rmdir()
