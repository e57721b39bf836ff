"""What is published, as a site's own host answers: the one door to the network but the preview's.

Whatever is not known to be right stops. Only a host that has neither a manifest nor a home page has nothing published.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from sitegen import N_, __version__
from sitegen.check import published
from sitegen.model import routes
from sitegen.model.pages import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPMessage
    from typing import IO

    from sitegen.model.catalogue import Catalogue

SECONDS = 30
"""How long an answer may take, whole."""
HOPS = 5
"""How often a host may send us on."""

_PROBLEMS = {
    "address": N_("write an address such as https://bulletin.example/, or a file"),
    "certificate": N_("its certificate is not valid ({detail})"),
    "connection": N_("the connection fails ({detail})"),
    "hops": N_("it leads on and on"),
    "large": N_("its manifest.json has more than {limit} bytes"),
    "manifest": N_("what it gives as manifest.json is none of a site made by Sitegen"),
    "name": N_("there is no such host"),
    "partial": N_("it has a home page, but no manifest.json"),
    "refused": N_("nothing answers there"),
    "slow": N_("there is no whole answer within {seconds} seconds"),
    "status": N_("the server answers {detail}"),
    "way": N_("it leads to {detail}, which is less safe, or no web page"),
}


class FetchError(Exception):
    """What is published could not be read: why, and in the words of the network."""

    def __init__(self, reason: str, detail: object = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, str(detail)


def manifest(address: str, words: Catalogue) -> published.Published | None:
    """Read the manifest of the site at an address; None where nothing is published yet."""
    base = address.strip().removesuffix(MANIFEST).rstrip("/") + "/"
    try:
        return _manifest(base)
    except FetchError as problem:
        details: Mapping[str, object] = {"detail": problem.detail, "limit": published.MAX_BYTES, "seconds": SECONDS}
        reason = words.gettext(_PROBLEMS[problem.reason]).format_map(details)
        message = words.gettext("What is published at {address} cannot be read: {reason}.")
        raise click.ClickException(message.format(address=base, reason=reason)) from problem


def _manifest(base: str) -> published.Published | None:
    if not routes.is_base(base):
        raise FetchError("address")
    status, body = _answer(base + MANIFEST)
    if status == 404:
        status, _home = _answer(base)
        if status == 404:
            return None
        raise FetchError("partial") if status == 200 else FetchError("status", status)
    if status != 200:
        raise FetchError("status", status)
    try:
        return published.read(body)
    except published.ManifestError as problem:
        raise FetchError("large" if len(body) > published.MAX_BYTES else "manifest") from problem


def _answer(url: str) -> tuple[int, bytes]:
    """Ask a host, and give the status of its answer and so much of its body as a manifest may have, and a byte."""
    import http.client
    import urllib.request
    import zlib
    from urllib.error import HTTPError, URLError

    class Onward(urllib.request.HTTPRedirectHandler):
        """Follow to the web only, and never out of what is encrypted."""

        max_redirections = HOPS

        def redirect_request(
            self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
        ) -> urllib.request.Request | None:
            if not newurl.startswith(("https://", "http://")[: 1 if req.type == "https" else 2]):
                fp.close()
                raise FetchError("way", newurl)
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    headers = {"Accept-Encoding": "gzip", "Cache-Control": "no-cache", "User-Agent": f"sitegen/{__version__}"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  (of the web, see `routes.is_base`)
    urllib.request.install_opener(urllib.request.build_opener(Onward()))
    end = time.monotonic() + SECONDS
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            packed = zlib.decompressobj(31) if answer.headers.get("Content-Encoding") == "gzip" else None
            body = bytearray()
            while len(body) <= published.MAX_BYTES and (part := answer.read1(1 << 16)):
                if time.monotonic() > end:
                    raise FetchError("slow")
                body += packed.decompress(part, published.MAX_BYTES + 1) if packed else part
            return answer.status, bytes(body)
    except HTTPError as problem:
        with problem:
            if problem.msg.startswith(Onward.inf_msg):
                raise FetchError("hops") from problem
            return problem.code, b""
    except zlib.error as problem:
        raise FetchError("manifest") from problem
    except (OSError, http.client.HTTPException) as problem:
        raise _failure(problem.reason if isinstance(problem, URLError) else problem) from problem


def _failure(cause: object) -> FetchError:
    """Say why there is no answer."""
    import ssl
    from socket import gaierror

    kinds = {TimeoutError: "slow", ConnectionRefusedError: "refused", gaierror: "name"}
    reason = next((reason for kind, reason in kinds.items() if isinstance(cause, kind)), "connection")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchError("certificate", cause.verify_message)
    return FetchError(reason, getattr(cause, "strerror", None) or cause)
