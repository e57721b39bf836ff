"""Sitegen: a static site generator for multilingual education announcements."""

__version__ = "0.1.0"
