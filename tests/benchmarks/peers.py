"""The peers: what a line or character diff at hand makes of two texts. `python -m tests.benchmarks.peers NAME BASE TARGET`.

Each is given what it needs to be right: difflib without its shortcut for frequent characters, diff-match-patch without
its deadline, after which it would return a worse answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

Stretches = Iterator[tuple[int, int, int]]
"""Base offset, target offset and length of each stretch said to be equal, in order."""


def difflib_stretches(base: str, target: str) -> Stretches:
    from difflib import SequenceMatcher

    for found in SequenceMatcher(None, base, target, autojunk=False).get_matching_blocks():
        yield found.a, found.b, found.size


def diff_match_patch_stretches(base: str, target: str) -> Stretches:
    from diff_match_patch import diff_match_patch

    peer = diff_match_patch()
    peer.Diff_Timeout = 0
    a = b = 0
    for operation, text in peer.diff_main(base, target, checklines=False):
        if operation == 0:
            yield a, b, len(text)
        a += len(text) if operation <= 0 else 0
        b += len(text) if operation >= 0 else 0


PEERS: dict[str, Callable[[str, str], Stretches]] = {
    "difflib": difflib_stretches,
    "diff-match-patch": diff_match_patch_stretches,
}


def main() -> None:
    """Compare two files and say how many characters are equal."""
    name, *files = sys.argv[1:]
    base, target = (Path(file).read_text(encoding="utf-8") for file in files)
    print(sum(length for _, _, length in PEERS[name](base, target)))


if __name__ == "__main__":
    main()
