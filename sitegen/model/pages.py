"""What ought to be on disk, and what was made: pages, copies, the plan of them all, outputs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from sitegen.model.announcements import Announcement
from sitegen.model.keys import key

if TYPE_CHECKING:
    from sitegen.model.catalogue import Catalogue


NOT_FOUND = "404.html"
MANIFEST = "manifest.json"
HTACCESS = ".htaccess"
"""The one hidden file that is ours."""


@dataclass(frozen=True, slots=True)
class Recipe(ABC):
    """How a view is made where its page is rendered: a pure function of its fields, of the words and the whole.

    A field that holds much, or the same for many pages, is declared with `repr=False`, and known by `digests`, which
    say what they are of. All other fields are the recipe's own, and in its key by being there; none may be a set.
    """

    OWN: ClassVar[str] = "view"
    """What its own fields are called where the parts of its key are named."""
    digests: Mapping[str, str] = field(repr=False)

    @property
    def parts(self) -> Mapping[str, str]:
        """Give digests of all that the view depends on, by what they are of."""
        return {**self.digests, self.OWN: key(self)}

    @abstractmethod
    def view(self, words: Catalogue, whole: Announcement | None, /) -> object:
        """Make the view, in the words of its language; the whole is the announcement that the page names."""


@dataclass(frozen=True, slots=True)
class Page:
    """An output not yet made: its file, the template or writer that makes it, what that may see, and its language.

    `view` is a view, or the recipe for one. `announcement` and `bodies` are the digests of the whole announcement, or
    empty, and of the bodies that the view shows.
    """

    path: str
    template: str
    view: object
    language: str
    announcement: str = ""
    bodies: tuple[str, ...] = ()
    images: Mapping[str, str] = field(default_factory=dict)
    """What a paper shows: absolute addresses, and paths from the site's root."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder of files that a program makes at once of many views, none of which is a file of the site.

    `path` is the file that stands for them all, `template` a designer's file that has a part in it. `pages` gives the
    views, each as the page that it would be; `parts` are digests of all that they hold, as those of a recipe.
    """

    folder: str
    path: str
    template: str
    language: str
    parts: Mapping[str, str]
    pages: Callable[[], Sequence[Page]]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that is copied as it is: `source` is a path from the site's root, or a static file's name."""

    path: str
    source: str
    digest: str
    static: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All that ought to be on disk but the manifest; for people, the address and the title of each document."""

    pages: tuple[Page, ...]
    copies: tuple[Copy, ...]
    documents: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, Mapping[str, str]]
    bundles: tuple[Bundle, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """An output made."""

    path: str
    data: bytes
