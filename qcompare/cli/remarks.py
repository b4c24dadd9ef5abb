"""remarks: what reviewers wrote into a table that was sent out becomes opinions of the library."""

from __future__ import annotations

from pathlib import Path

from qcompare.cli.arguments import Request
from qcompare.cli.console import Progress, say
from qcompare.cli.plans import library_to_write
from qcompare.errors import QCompareError


def remarks(request: Request) -> int:
    """Read remarks back into the library; say of each that did not simply go where it belongs what became of it.

    What could be placed is kept although something could not, which is told with exit status 2.
    """
    from qcompare.returns import Fate, returned
    from qcompare.written import read_remarks

    (name,) = request.names
    with Progress() as progress:
        progress.doing(f"正在读 {name}")
        written = read_remarks(Path(name))
        with library_to_write(request) as library:
            found = returned(library, written)
            library.decide(found.changes)
    say(f"{found.words}。")
    for outcome in found.told:
        say(f"  {outcome.words}")
    if left := found.of(Fate.UNPLACED):
        raise QCompareError(
            f"{len(left)} 条意见未能放置，其余的已存入规划库",
            place=name,
            advice="请按上面列出的位置和原文，在窗口中补录",
        )
    return 0
