"""Finds in a table which columns reviewers wrote in, and reads what stands there row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qcompare.keys import OPINION, VERDICT, find_key, read_heads_key, read_key, said_digest
from qcompare.written.grids import Grid, GridRow

_NUMBER_HEAD = "行"
_OTHERS = (
    "基准条款号",
    "基准原文",
    "类别",
    "对照条款号",
    "对照原文",
    "比对情况",
    "承接率",
    "改动文字",
    "附注",
    VERDICT,
)
_ENOUGH_HEADS = 2
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class WrittenRemark:
    """What stands in a returned table for one row and one target.

    `place` says where in the file, `clause` which clause that is, as a person cites it. `key` is the row's, empty where it
    has none; `target` is None where the column cannot be told to be any target's. `together` says that the verdict, if
    there is one, opens the note. A `comment` (批注) stands in no column.
    """

    place: str
    clause: str
    key: str
    target: int | None
    verdict: str = ""
    note: str = ""
    together: bool = False
    comment: bool = False

    @property
    def words(self) -> str:
        """All that is said, as `Opinion.words` has it."""
        return "：".join(filter(None, (self.verdict, self.note)))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where what stands: the columns of verdicts and of remarks by their order, with the digests of their heads."""

    verdicts: tuple[tuple[int, str], ...] = ()
    remarks: tuple[tuple[int, str], ...] = ()
    paths: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    heads: tuple[str, ...] = field(default=())

    def of_target(self, columns: Sequence[tuple[int, str]], targets: int) -> dict[int, int | None]:
        """Return for each of the columns whose it is, of so many targets: by its head, else by its order.

        The order says whose a column is only where none was removed: else it is nobody's.
        """
        heads = self.heads if len(self.heads) == targets else ()
        known = {at: heads.index(digest) for at, digest in columns if digest in heads}
        left = [target for target in range(targets) if target not in known.values()]
        unknown = [at for at, _ in columns if at not in known]
        found: dict[int, int | None] = dict(known)
        in_order = len(columns) == targets
        for nth, at in enumerate(unknown):
            found[at] = left[nth] if in_order else None
        return found


def remarks_of(grids: Iterator[Grid]) -> Iterator[WrittenRemark]:
    """Yield what stands in the columns of remarks of all tables, empty cells of keyed rows too.

    The head may be any row, and may come again. A table of keyed rows without one has the columns of the table before, of
    which it is a part that was cut off.
    """
    columns: _Columns | None = None
    for grid in grids:
        goes_on = columns is not None and any(_key(row) for row in grid.rows)
        columns = columns if goes_on else None
        for row in grid.rows:
            if _is_head(row):
                columns = _columns(row)
            elif columns is not None:
                yield from _remarks(grid, row, columns)


def _key(row: GridRow) -> str:
    return next((found for text in row.cells.values() if (found := find_key(text))), "")


def _is_head(row: GridRow) -> bool:
    """Whether a row heads the columns; whatever a reviewer writes into a row with a key does not make it one."""
    heads = [_plain(text) for text in row.cells.values()]
    if read_key(_key(row)) is not None or not any(head.startswith(OPINION) for head in heads):
        return False
    known = sum(head == _NUMBER_HEAD or head.startswith(_OTHERS) for head in heads)
    return known >= _ENOUGH_HEADS or any(read_heads_key(head) for head in heads)


def _columns(row: GridRow) -> _Columns:
    heads = sorted((at, _plain(text)) for at, text in row.cells.items())
    known = (read_heads_key(text) for text in row.cells.values())
    return _Columns(
        tuple(
            (at, said_digest(OPINION + head.removeprefix(VERDICT))) for at, head in heads if head.startswith(VERDICT)
        ),
        tuple((at, said_digest(head)) for at, head in heads if head.startswith(OPINION)),
        tuple(at for at, head in heads if "条款号" in head),
        tuple(at for at, head in heads if re.match("行($|[^标])", head)),
        next(filter(None, known), ()),
    )


def _remarks(grid: Grid, row: GridRow, columns: _Columns) -> Iterator[WrittenRemark]:
    key = _key(row)
    written = [at for at, _ in (*columns.verdicts, *columns.remarks) if row.cells.get(at, "").strip()]
    if not key and not written:
        return
    parsed = read_key(key)
    targets = len(parsed.targets) if parsed else max(len(columns.remarks), len(columns.verdicts))
    verdicts, remarks = columns.of_target(columns.verdicts, targets), columns.of_target(columns.remarks, targets)
    place, clause = f"{grid.name}第{row.number}行", _clause(row, columns)
    for target in range(targets):
        said = [_said(row, owned, target) for owned in (verdicts, remarks)]
        if parsed or any(said):
            yield WrittenRemark(place, clause, key, target, said[0], said[1], together=not columns.verdicts)
    for owned in (verdicts, remarks):
        if stray := _said(row, owned, None):
            yield WrittenRemark(place, clause, key, None, note=stray)


def _said(row: GridRow, owned: dict[int, int | None], target: int | None) -> str:
    texts = (row.cells.get(at, "").strip() for at, whose in owned.items() if whose == target)
    return "\n".join(filter(None, texts))


def _clause(row: GridRow, columns: _Columns) -> str:
    """Return the clause's path as the row has it, else the number that the row bears in the table."""
    paths = (row.cells.get(at, "").strip() for at in columns.paths)
    if path := next(filter(None, paths), ""):
        return path.split("\n")[0]
    numbers = (_NUMBER.match(row.cells.get(at, "").strip()) for at in columns.numbers)
    return next((f"对照表第{number[0]}行" for number in numbers if number), "")


def _plain(text: str) -> str:
    return "".join(text.split())
