"""Build the site: the same as `sitegen build`, for a checkout."""

import sys

from sitegen.__main__ import run

if __name__ == "__main__":
    run(["build", *sys.argv[1:]])
