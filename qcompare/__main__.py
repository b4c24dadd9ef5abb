"""Lets `python -m qcompare` do what `qcompare` does; frozen, the same program is the process that reads files for it too."""

import sys

if __name__ == "__main__":
    from qcompare.built import free_children

    free_children()
    if sys.argv[1:] == ["--read-apart"]:  # first of all: the reading process knows neither window nor library
        from qcompare.read.child import main as read_files

        read_files()
    from qcompare.cli import main

    sys.exit(main())
