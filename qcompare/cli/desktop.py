"""The command desktop: makes the program known to the desktop, or takes that back."""

from __future__ import annotations

from qcompare.cli.arguments import Request
from qcompare.cli.console import say


def desktop(request: Request) -> int:
    """Offer the program for opening plans, or no longer, and say what was done."""
    from qcompare import openwith

    for line in openwith.install() if request.names == ("install",) else openwith.remove():
        say(f"{line}。")
    return 0
