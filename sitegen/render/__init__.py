"""Stage 5: views and bodies in, bytes out: pages, data, calendars, PDF, the search index."""
