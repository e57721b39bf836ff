"""Sitegen: a static site generator for multilingual education announcements."""

__version__ = "0.1.0"
DISTRIBUTION = "sitegen-bulletin"
"""What pip calls it; on the index, `sitegen` is another project."""
