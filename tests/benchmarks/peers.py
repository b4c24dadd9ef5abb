"""The peers: what others make of two texts. `python -m tests.benchmarks.peers NAME BASE TARGET` runs one as a process.

Each is given what it needs to be right: difflib without its shortcut for frequent characters, diff-match-patch without
its deadline, after which it would return a worse answer, git the whole files as context and characters for words. CollateX
keeps an object for each pair of tokens, which for the characters of a plan takes more than 10 GB: its tokens are words.
Gale–Church aligns sentences by their lengths alone; the wording it carries is what difflib finds inside what it aligned.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

Stretches = Iterator[tuple[int, int, int]]
"""Base offset, target offset and length of each stretch said to be equal, in order."""

Peer = Callable[[str, str], Stretches]


def difflib_stretches(base: str, target: str) -> Stretches:
    from difflib import SequenceMatcher

    for found in SequenceMatcher(None, base, target, autojunk=False).get_matching_blocks():
        if found.size:
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


def rapidfuzz_stretches(base: str, target: str) -> Stretches:
    from rapidfuzz.distance import Indel

    for found in Indel.opcodes(base, target):
        if found.tag == "equal":
            yield found.src_start, found.dest_start, found.src_end - found.src_start


def git_stretches(base: str, target: str) -> Stretches:
    """Line breaks, of which git says only where they stand in the target, are passed over."""
    if base == target:
        yield 0, 0, len(base)
        return
    ours, theirs = (_visible(text) for text in (base, target))
    yield from _joined(_walked(ours, theirs, _git_lines(base, target)))


def _visible(text: str) -> Iterator[int]:
    return (k for k, c in enumerate(text) if c != "\n")


def _git_lines(base: str, target: str) -> Iterator[str]:
    """Yield the lines of git's word diff below its head."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("base", "target")]
        for path, text in zip(files, (base, target), strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        options = ["--no-index", "--no-ext-diff", "--no-color", "--word-diff=porcelain", "--word-diff-regex=."]
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
        command = ["git", "diff", *options, f"-U{len(base) + len(target)}", *map(str, files)]
        done = subprocess.run(command, capture_output=True, env=environment, cwd=folder, check=False)
    if done.returncode != 1:  # what git exits with where files differ
        raise RuntimeError(done.stderr.decode(errors="replace"))
    lines = iter(done.stdout.decode("utf-8").split("\n"))
    for text in lines:
        if text.startswith("@@"):
            break
    yield from lines


def _walked(ours: Iterator[int], theirs: Iterator[int], lines: Iterable[str]) -> Stretches:
    """Yield each character that git's lines keep, one by one."""
    for text in lines:
        for _ in text[1:]:
            if text[0] == " ":
                yield next(ours), next(theirs), 1
            elif text[0] in "+-":
                next(ours if text[0] == "-" else theirs)


def collatex_stretches(base: str, target: str) -> Stretches:
    import collatex

    from qcompare.words import words

    spans = {"base": words(base), "target": words(target)}
    texts = {"base": base, "target": target}
    witnesses = [
        {"id": name, "tokens": [{"t": s.of(texts[name]), "at": s.start} for s in spans[name]]} for name in texts
    ]
    table = collatex.collate({"witnesses": witnesses}, output="table", segmentation=False, near_match=False)
    yield from _joined(_same_tokens(table.columns))


def _same_tokens(columns: Iterable[object]) -> Stretches:
    for column in columns:
        tokens = [held[0].token_data for held in column.tokens_per_witness.values()]  # type: ignore[attr-defined]
        if len(tokens) == 2 and tokens[0]["t"] == tokens[1]["t"]:
            yield tokens[0]["at"], tokens[1]["at"], len(tokens[0]["t"])


def gale_church_stretches(base: str, target: str) -> Stretches:
    for ours, theirs in sentence_groups(base, target):
        for a, b, length in difflib_stretches(base[slice(*ours)], target[slice(*theirs)]):
            yield ours[0] + a, theirs[0] + b, length


def sentence_groups(base: str, target: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the start and end of the base's and of the target's sentences that Gale–Church aligns, group by group."""
    from nltk.translate.gale_church import align_blocks

    from tests.benchmarks.texts import plan_of

    ours, theirs = ([s.span for s in plan_of(text).sentences] for text in (base, target))
    links = sorted(align_blocks([len(span) for span in ours], [len(span) for span in theirs]))
    groups: list[list[tuple[int, int]]] = []
    for link in links:
        if groups and any(link[0] == b or link[1] == t for b, t in groups[-1]):
            groups[-1].append(link)
        else:
            groups.append([link])
    for group in groups:
        (first, begin), (last, end) = group[0], group[-1]
        yield (ours[first].start, ours[last].end), (theirs[begin].start, theirs[end].end)


def _joined(stretches: Stretches) -> Stretches:
    """Yield stretches of which each goes on in both texts where the one before it ends as one."""
    at = (0, 0, 0)
    for a, b, length in stretches:
        if (a, b) == (at[0] + at[2], at[1] + at[2]):
            at = (at[0], at[1], at[2] + length)
            continue
        if at[2]:
            yield at
        at = (a, b, length)
    if at[2]:
        yield at


PEERS: dict[str, Peer] = {
    "difflib": difflib_stretches,
    "rapidfuzz": rapidfuzz_stretches,
    "git": git_stretches,
    "Gale–Church": gale_church_stretches,
    "diff-match-patch": diff_match_patch_stretches,
    "CollateX": collatex_stretches,
}

SLOW, SLOWEST = "diff-match-patch", "CollateX"
"""A peer that is given few children, and one that is run once only, on one pair, and not at all when it has to be quick."""

_NEEDS = {
    "rapidfuzz": "rapidfuzz",
    "Gale–Church": "nltk",
    "diff-match-patch": "diff_match_patch",
    "CollateX": "collatex",
}


def installed() -> list[str]:
    """Return the names of the peers that can be run here."""
    here = {name for name, module in _NEEDS.items() if find_spec(module)} | {"difflib"}
    return [name for name in PEERS if name in here or (name == "git" and which("git"))]


def main() -> None:
    """Compare two files and say how long the call took and which stretches are equal."""
    name, *files = sys.argv[1:]
    base, target = (Path(file).read_text(encoding="utf-8") for file in files)
    start = time.perf_counter()
    stretches = list(PEERS[name](base, target))
    print(json.dumps({"seconds": time.perf_counter() - start, "stretches": stretches}))


if __name__ == "__main__":
    main()
