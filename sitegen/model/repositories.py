"""Where the content is kept: addresses at a code host at which a file is written or changed in the browser."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

BRANCH = "main"
_LONGEST = 6000
"""Characters of an address that hosts take; what is longer is left to be pasted."""


def new(repository: str, path: str, text: str) -> str:
    """Give the address of a form for a new file, filled in; empty where the host is none that we know.

    GitLab's form takes the name, and in some versions ignores the text (its issue 594214): pages show that too.
    """
    host, root = _host(repository), repository.removesuffix("/")
    if host == "github":
        form, filled = f"{root}/new/{BRANCH}", {"filename": path, "value": text}
    elif host == "gitlab":
        form, filled = f"{root}/-/new/{BRANCH}", {"file_name": path, "content": text}
    else:
        return ""
    address = f"{form}?{urlencode(filled, quote_via=quote)}"
    return address if len(address) <= _LONGEST else f"{form}?{urlencode([*filled.items()][:1], quote_via=quote)}"


def edit(repository: str, path: str) -> str:
    """Give the address at which a file is changed; empty where the host is none that we know."""
    ways = {"github": "edit", "gitlab": "-/edit"}
    way = ways.get(_host(repository), "")
    return way and f"{repository.removesuffix('/')}/{way}/{BRANCH}/{quote(path)}"


def upload(repository: str, folder: str) -> str:
    """Give the address at which files are put into a folder (GitLab: the folder's); empty for a host not known."""
    way = {"github": "upload", "gitlab": "-/tree"}.get(_host(repository), "")
    return way and f"{repository.removesuffix('/')}/{way}/{BRANCH}/{quote(folder)}"


def backend(repository: str) -> dict[str, str]:
    """Say where an editing screen keeps what is written: as Decap and Sveltia name code hosts.

    Of no host that we know, in the browser alone.
    """
    kind, parts = _host(repository), urlsplit(repository)
    if not kind:
        return {"name": "test-repo"}
    settings = {"name": kind, "repo": parts.path.strip("/").removesuffix(".git"), "branch": BRANCH}
    if parts.hostname == f"{kind}.com":
        return settings
    root = f"{parts.scheme}://{parts.netloc}"
    return {**settings, "base_url": root, "api_root": f"{root}/api/{'v4' if kind == 'gitlab' else 'v3'}"}


def _host(repository: str) -> str:
    """Say which program a host runs, by its name."""
    host = urlsplit(repository).hostname or ""
    return next((name for name in ("github", "gitlab") if name in host.split(".")), "")
