"""Lets `python -m qcompare` do what `qcompare` does."""

import sys

from qcompare.cli import main

if __name__ == "__main__":
    sys.exit(main())
