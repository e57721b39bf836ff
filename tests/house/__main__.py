"""`python -m tests.house`: the figures of the house."""

from pathlib import Path
from runpy import run_path

run_path(str(Path(__file__).with_name("figures.py")), run_name="__main__")
