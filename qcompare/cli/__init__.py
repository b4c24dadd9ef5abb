"""The command line: arguments, exit codes, messages. Every job of the program can be done here without a window."""

from qcompare.cli.main import main

__all__ = ["main"]
