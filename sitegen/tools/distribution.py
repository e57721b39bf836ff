"""The distribution that runs: where others can fetch it from, or else packed as a wheel, for a site to keep.

Its name is on no index, where anybody could take it; so no site ever asks one for it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sitegen import DISTRIBUTION, __version__
from sitegen.disk import load
from sitegen.model.sources import LOCALES, TEMPLATES

_WHEEL = "Wheel-Version: 1.0\nGenerator: sitegen\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_SCP = re.compile(r"(?:([\w.-]+)@)?([\w.-]{2,}):(?!/)(.+)")
_URL = re.compile(r"(https?|ssh|git)://(?:([^/@]*)@)?([^/@]+)/(.+)")


class Origin(NamedTuple):
    """A repository, as pip takes it, and a commit in it; `changed` if what runs is not what the repository holds."""

    url: str
    commit: str
    changed: bool = False


def origin() -> Origin | None:
    """Give the repository that this Sitegen was fetched from (PEP 610), or whose clone it is; None if none is known."""
    noted = _noted()
    vcs = noted.get("vcs_info")
    if isinstance(vcs, dict):
        url = reachable(str(noted["url"]))
        return Origin(f"{vcs['vcs']}+{url}", vcs["commit_id"]) if url else None
    root = _clone(noted)
    url, commit = reachable(_git(root, "config", "--get", "remote.origin.url")), _git(root, "rev-parse", "HEAD")
    if not url or not commit:
        return None
    own = (Path(__file__).parents[1].name, TEMPLATES, LOCALES, "pyproject.toml")
    kept = _git(root, "for-each-ref", "--contains", commit, "refs/remotes/origin")
    changed = not kept or bool(_git(root, "status", "--porcelain", "--", *own)) or _code(root / own[0]) != _code()
    return Origin(f"git+{url}", commit, changed)


def _clone(noted: Mapping[str, object]) -> Path:
    """Give the folder that this Sitegen runs in, or was installed from; not that of another's clone around it."""
    root = Path(__file__).parents[2]
    if load.defaults() != root and "dir_info" in noted:
        path = unquote(urlsplit(str(noted["url"])).path)
        return Path(re.sub(r"^/(?=[A-Za-z]:)", "", path))  # as Windows has it
    return root


def _code(package: Path = Path(__file__).parents[1]) -> dict[str, bytes]:
    files = load.tree(package)[0]
    return {path: data for path, data in files.items() if path.endswith(".py") and not path.startswith("defaults/")}


def reachable(url: str) -> str:
    """Give a repository's URL as others may read it: without a password or a token; nothing of a path of this disk."""
    if spoken := _URL.fullmatch(url):
        scheme, user, host, path = spoken.groups()
        name = (user or "").partition(":")[0]
        return f"{scheme}://{name}@{host}/{path}" if scheme == "ssh" and name else f"{scheme}://{host}/{path}"
    if (spoken := _SCP.fullmatch(url)) and "/" not in spoken[2]:
        return f"ssh://{spoken[1]}@{spoken[2]}/{spoken[3]}" if spoken[1] else f"ssh://{spoken[2]}/{spoken[3]}"
    return ""


def wheel() -> tuple[str, bytes] | None:
    """Pack what runs, give the wheel's name and bytes; None where it was never installed, so nothing says its needs."""
    try:
        installed = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return None
    needs = installed.read_text("METADATA")
    if not needs or installed.version != __version__:
        return None
    package = Path(__file__).parents[1]
    files = {f"{package.name}/{path}": data for path, data in load.tree(package)[0].items() if path.isascii()}
    if load.defaults() != package / "defaults":
        for folder in (TEMPLATES, LOCALES):
            named = load.tree(load.defaults() / folder)[0]
            files |= {f"{package.name}/defaults/{folder}/{path}": data for path, data in named.items()}
    stem = f"{DISTRIBUTION.replace('-', '_')}-{__version__}"
    about = {
        "METADATA": needs,
        "WHEEL": _WHEEL,
        "entry_points.txt": installed.read_text("entry_points.txt") or "",
    }
    files |= {f"{stem}.dist-info/{name}": text.encode() for name, text in about.items()}
    files = {path: data for path, data in sorted(files.items()) if "__pycache__" not in path}
    files[f"{stem}.dist-info/RECORD"] = _record(files, stem)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return f"{stem}-py3-none-any.whl", packed.getvalue()


def _record(files: dict[str, bytes], stem: str) -> bytes:
    """Write what a wheel holds, as its installer checks it."""
    hashed = {path: base64.urlsafe_b64encode(hashlib.sha256(data).digest()) for path, data in files.items()}
    lines = [f"{path},sha256={hashed[path].decode().rstrip('=')},{len(data)}" for path, data in files.items()]
    return "\n".join([*lines, f"{stem}.dist-info/RECORD,,", ""]).encode()


def _noted() -> dict[str, object]:
    try:
        noted = json.loads(metadata.distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _git(root: Path, *asked: str) -> str:
    """Ask git about a clone; where there is no git, or it knows nothing, that is nothing."""
    import subprocess

    command = ["git", f"--git-dir={root / '.git'}", f"--work-tree={root}", *asked]
    try:
        answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()
