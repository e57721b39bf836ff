"""Catalogue: one language's words, as templates and voices ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py

CONTEXT = "\x04"
"""Stands between context and msgid, as in gettext's own catalogues."""
_plural = cache(c2py)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Messages by msgid, or by context, `CONTEXT` and msgid. A message without a usable translation has no forms."""

    language: str
    plural: str
    messages: Mapping[str, tuple[str, ...]]

    def digest(self) -> str:
        """Give the key of all that is in it."""
        from sitegen.model.keys import key  # which a command line that only speaks has no need of

        return key(self.language, self.plural, sorted(self.messages.items()))

    def gettext(self, message: str) -> str:
        """Translate a message, or give it back."""
        forms = self.messages.get(message)
        return forms[0] if forms else message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Translate a message in the form that goes with n, or give the English one."""
        return self._form(singular, n) or (singular if n == 1 else plural)

    def pgettext(self, context: str, message: str) -> str:
        """Translate a message of a context, or give it back."""
        forms = self.messages.get(context + CONTEXT + message)
        return forms[0] if forms else message

    def npgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        """Translate a message of a context in the form that goes with n, or give the English one."""
        return self._form(context + CONTEXT + singular, n) or (singular if n == 1 else plural)

    def _form(self, key: str, n: int) -> str:
        forms = self.messages.get(key, ())
        try:
            index = _plural(self.plural)(n)
        except ArithmeticError:  # a rule that divides by zero for a number that nobody tried
            return ""
        return forms[index] if 0 <= index < len(forms) else ""
