"""`sitegen publish`: the built site carried to where readers find it, so that nobody meets half of it.

What is there is known from its manifest, and the difference of two manifests is all that is carried: first what is new,
pages last, then what has changed, then removals, and the manifest at the end. So a connection that breaks leaves pages,
old or new, whose links lead somewhere, and the next run begins from the same manifest. The carrying is rsync's or
rclone's; a folder of this machine is switched in one moment.
"""

from __future__ import annotations

import glob
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from sitegen.check.published import ManifestError
from sitegen.disk.write import PART
from sitegen.model.pages import MANIFEST

Change: TypeAlias = Literal["new", "changed", "removed"]


class PublishError(Exception):
    """What is built cannot be published: why, of which program or folder, and in its own words."""

    def __init__(
        self, reason: Literal["unbuilt", "folder", "missing", "failed"], name: object, detail: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason, self.name, self.detail = reason, str(name), detail


def files(manifest: bytes) -> dict[str, str]:
    """Give the SHA-256 of each file of a site by its path, the manifest's own too; ManifestError where it is none."""
    named = json.loads(manifest)["files"]
    if not all(isinstance(mark, str) and not {"", "..", "."} & {*path.split("/")} for path, mark in named.items()):
        raise ManifestError
    return {**named, MANIFEST: hashlib.sha256(manifest).hexdigest()}


def built(output: Path) -> dict[str, str]:
    """Give the files of a built site as its manifest has them; all of it must be there."""
    try:
        named = files((output / MANIFEST).read_bytes())
        whole = all(hashlib.sha256((output / path).read_bytes()).hexdigest() == mark for path, mark in named.items())
    except (OSError, ValueError, LookupError) as problem:
        raise PublishError("unbuilt", output) from problem
    if not whole:
        raise PublishError("unbuilt", output)
    return named


@dataclass(frozen=True, slots=True)
class Step:
    """Files that are carried, or removed, before the next step begins."""

    change: Change
    paths: tuple[str, ...]


def steps(before: Mapping[str, str], now: Mapping[str, str]) -> list[Step]:
    """Give what makes a site of one manifest's files that of another's; no page goes before what it leads to.

    What is taken away goes the other way round.
    """
    groups: tuple[tuple[Change, list[str]], ...] = (
        ("new", [path for path in now if path not in before]),
        ("changed", [path for path, mark in now.items() if before.get(path, mark) != mark]),
        ("removed", [path for path in before if path not in now]),
    )
    ordered = [
        Step(change, tuple(path for path in paths if path.endswith(".html") == page and path != MANIFEST))
        for change, paths in groups
        for page in ((True, False) if change == "removed" else (False, True))
    ]
    ordered += [Step(change, (MANIFEST,)) for change, paths in groups if MANIFEST in paths]
    return [step for step in ordered if step.paths]


# --- a folder of this machine -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Folder:
    """A link on this machine to the folder of one release, beside it; the release before stays, for a way back."""

    link: Path

    def manifest(self) -> bytes | None:
        """Give the manifest of what is there; None where nothing is."""
        if self.link.exists() and not self.link.is_symlink():
            raise PublishError("folder", self.link)
        file = self.link / MANIFEST
        return file.read_bytes() if file.is_file() else None

    def publish(self, output: Path, _steps: Sequence[Step]) -> None:
        """Copy the whole site beside the link, then turn the link to it."""
        release_of = re.compile(re.escape(self.link.name) + "-[0-9a-f]{12}")
        for rest in self.link.parent.iterdir():
            if rest.name.endswith(PART) and release_of.fullmatch(rest.name.removesuffix(PART)):
                shutil.rmtree(rest)
        earlier = self.link.readlink().name if self.link.is_symlink() else ""
        mark = hashlib.sha256((output / MANIFEST).read_bytes()).hexdigest()[:12]
        release = self.link.with_name(f"{self.link.name}-{mark}")
        if not release.exists():
            part = release.with_name(release.name + PART)
            shutil.copytree(output, part)
            part.rename(release)
        turned = self.link.with_name(self.link.name + PART)
        turned.unlink(missing_ok=True)
        turned.symlink_to(release.name)
        turned.replace(self.link)
        for other in self.link.parent.iterdir():
            ours = release_of.fullmatch(other.name) and (other / MANIFEST).is_file()
            if ours and other.name not in (release.name, earlier):
                shutil.rmtree(other.rename(other.with_name(other.name + PART)))


# --- a host -----------------------------------------------------------------------------------------------------------

_COMMANDS: dict[str, dict[str, tuple[str, ...]]] = {
    "rsync": {
        "list": ("--list-only", "--", "{to}/"),
        "fetch": ("--", "{to}/" + MANIFEST, "{folder}/"),
        # Compared by what is in it, since a build made anew has other times; renamed together when all are there.
        "carry": (
            *("--files-from=-", "--from0", "--checksum", "--times", "--compress", "--delay-updates"),
            *("--perms", "--chmod=D755,F644", "--", "{folder}/", "{to}/"),
        ),
        # What is named is removed where the built site does not have it, a folder when nothing is left in it.
        "remove": ("--recursive", "--delete", "--from0", "--include-from=-", "--exclude=*", "--", "{folder}/", "{to}/"),
    },
    "rclone": {
        "list": ("lsf", "--", "{to}"),
        "fetch": ("copy", "--", "{to}/" + MANIFEST, "{folder}"),
        "carry": ("copy", "--files-from-raw=-", "--ignore-times", "--no-traverse", "--", "{folder}", "{to}"),
        "remove": ("delete", "--files-from-raw=-", "--", "{to}"),
    },
}
"""What each program is called with; paths come on its standard input."""


@dataclass(frozen=True, slots=True)
class Host:
    """A folder that a program carries to: of rsync USER@HOST:PATH, of rclone REMOTE:PATH."""

    program: str
    to: str

    def manifest(self) -> bytes | None:
        """Give the manifest of what is there; None where the folder is there, and nothing of ours in it."""
        listed = self._run("list", Path())
        if MANIFEST not in (line.split()[-1] for line in listed.splitlines() if line.strip()):
            return None
        with tempfile.TemporaryDirectory() as folder:
            self._run("fetch", Path(folder))
            return Path(folder, MANIFEST).read_bytes()

    def publish(self, output: Path, steps: Sequence[Step]) -> None:
        """Carry the steps in their order."""
        for step in steps:
            if step.change != "removed":
                self._run("carry", output, step.paths)
            elif self.program == "rsync":
                above = {f"{parent}/" for path in step.paths for parent in PurePosixPath(path).parents[:-1]}
                self._run("remove", output, [f"/{glob.escape(path)}" for path in (*above, *step.paths)])
            else:
                self._run("remove", output, step.paths)

    def _run(self, task: str, folder: Path, paths: Sequence[str] = ()) -> str:
        program = shutil.which(self.program)
        if program is None:
            raise PublishError("missing", self.program)
        arguments = [argument.format(folder=folder, to=self.to) for argument in _COMMANDS[self.program][task]]
        ends = "\0" if self.program == "rsync" else "\n"
        names = "".join(path + ends for path in paths).encode()
        done = subprocess.run([program, *arguments], input=names, capture_output=True, check=False)  # noqa: S603
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
            raise PublishError("failed", self.program, lines[0])
        return done.stdout.decode("utf-8", "replace")


def place(to: str) -> Folder | Host:
    """Give where a site is published to: `rsync:…`, `rclone:…`, or a link on this machine."""
    program, _, rest = to.partition(":")
    return Host(program, rest.rstrip("/")) if program in _COMMANDS and rest else Folder(Path(to))
