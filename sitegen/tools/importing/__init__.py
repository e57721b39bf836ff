"""Importing: a document of another program goes in, a proposed announcement and a report of every change come out.

Nothing is guessed and nothing is lost silently: what the text states goes into its fields, what is required and not
stated stands open, what is cut or changed is told, with its place.
"""

from sitegen.tools.importing.proposing import Ground, Proposal, propose
from sitegen.tools.importing.reading import ENDINGS, MOST_BYTES, available
from sitegen.tools.importing.values import Finding, RefusedError

__all__ = ["ENDINGS", "MOST_BYTES", "Finding", "Ground", "Proposal", "RefusedError", "available", "propose"]
