"""Sitegen: a static site generator for multilingual education announcements."""

__version__ = "0.1.0"
DISTRIBUTION = "sitegen-bulletin"
"""What pip calls it; on the index, `sitegen` is another project."""


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Mark a message as one to be translated where it is said."""
    return message
