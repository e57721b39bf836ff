"""Foreign programs that checks need. Where one is missing the test is skipped; under CI=true it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TypeVar

import pytest

from sitegen.build import engine

SIZES = ("", "middle", "full")
PROOF = os.environ.get("SITEGEN_PROOF", "")
"""How much is proven of what has no end: by default a little of each kind, `middle` in CI, `full` for hours."""
SMALL, FULL = PROOF == "", PROOF == "full"
T = TypeVar("T")


def size(small: T, middle: T, full: T) -> T:
    """Choose by what is to be proven; a test that does so is marked as a proof."""
    return (small, middle, full)[SIZES.index(PROOF)]


ROOT = Path(__file__).parent.parent
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Find the browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return _needed(next(filter(None, map(shutil.which, names)), None), "Chromium (Debian: apt install chromium)")


def java() -> str:
    """Find the Java that runs the Nu HTML checker."""
    return _needed(shutil.which("java"), "a Java runtime (Debian: apt install default-jre-headless)")


PACKAGES = {"nginx": "nginx-light", "apache2": "apache2-bin", "sshd": "openssh-server", "zbarimg": "zbar-tools"}
PACKAGES |= dict.fromkeys(("msgfmt", "msgcat"), "gettext")
PACKAGES |= dict.fromkeys(("pdfdetach", "pdffonts", "pdfimages", "pdfinfo", "pdftoppm", "pdftotext"), "poppler-utils")


def program(name: str) -> str:
    """Find a program of Debian's; web servers are not on everybody's path."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
    return _needed(shutil.which(name, path=path), f"{name} (Debian: apt install {PACKAGES.get(name, name)})")


def indexer() -> str:
    """Name what makes the search index."""
    return _needed(engine.indexer() or None, "Pagefind (pip install 'sitegen-bulletin[search]')")


def node() -> str:
    """Find the Node that runs checkers from npm."""
    return _needed(shutil.which("node"), "Node (Debian: apt install nodejs npm)")


def node_module(path: str) -> str:
    """Find a file of an npm package, below SITEGEN_NODE_MODULES or the checkout's node_modules."""
    file = Path(os.environ.get("SITEGEN_NODE_MODULES") or ROOT / "node_modules") / path
    package = "/".join(path.split("/")[: 2 if path.startswith("@") else 1])
    return _needed(
        str(file) if file.is_file() else None, f"{package} (npm install --ignore-scripts --no-save {package})"
    )


def run(name: str, *arguments: str | Path, fine: tuple[int, ...] = (0,)) -> str:
    """Run a program of Debian's and give what it says; `fine` are the exit codes that it may have."""
    done = subprocess.run([program(name), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode in fine, (done.returncode, done.stderr)
    return done.stdout


def raster(file: Path, resolution: int = 150) -> list[Path]:
    """Draw the pages of a PDF as pixels."""
    run("pdftoppm", "-r", str(resolution), "-png", file, file.with_suffix(""))
    return sorted(file.parent.glob(f"{file.stem}-*.png"))


def scanned(picture: Path) -> list[str]:
    """Read the QR codes in a picture, as a telephone would."""
    given = ("--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture)
    return run("zbarimg", *given, fine=(0, 4)).split()  # 4: there is none


def paper() -> None:
    """Find WeasyPrint with the libraries and a font that it needs."""
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        _needed(None, "weasyprint (extra: pdf)")
    except OSError:
        _needed(None, "Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)")
    from sitegen.disk import load

    _needed("there" if load.fonts() else None, "a font (Debian: apt install fonts-noto-core)")


def _needed(found: str | None, what: str) -> str:
    if found is None:
        missing = f"install {what}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found
