"""Stage 2: one file, one announcement at a time, without knowing the others; it runs in workers."""
