"""Build the site: the same as `sitegen build`, for a checkout."""

import sys

from sitegen.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
