"""Stages 1 and 6: what is on disk, loaded as bytes and written whole."""
