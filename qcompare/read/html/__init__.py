"""A saved web page → the text of its main block, the portal's own text as furniture."""

from __future__ import annotations

from qcompare.document import NOWHERE, BlockKind, CautionKind, Document, Format, Place
from qcompare.errors import ReadError
from qcompare.read.blocklist import BlockList
from qcompare.read.html.encoding import decode_page
from qcompare.read.html.flow import Flow, flow_of
from qcompare.read.html.main import main_lines
from qcompare.read.html.tables import Cell, Grid

_MOST_TAGS = 600_000
"""Tags of a page: a table of 3,000 rows as Word saves it has 250,000."""

_MOST_BYTES = 40_000_000
"""Bytes of a page, as many as a package's part may have."""


def read_html(content: bytes, name: str) -> Document:
    """Return the document in the bytes of a .html file. Raises ReadError where they are damaged or beyond a limit."""
    return read_page(content, name, BlockList(), Format.HTML)


def read_page(content: bytes, name: str, blocks: BlockList, form: Format, declared: str = "") -> Document:
    """Return the document of a page that stands alone or in another file, which `declared` its encoding.

    `blocks` is empty but for what there is to look at already.
    """
    if len(content) > _MOST_BYTES or content.count(b"<") > _MOST_TAGS:
        raise ReadError(
            "网页过大，超过可读入的上限", place=name, advice="请确认选对了文件，或将正文另存为文本文件（.txt）再导入"
        )
    text, encoding, cautions = decode_page(content, name, declared)
    for kind, count in cautions:
        blocks.caution(kind, count)
    flow = flow_of(text)
    if not flow.lines and any(kind is CautionKind.REFERENCES for _, kind, _ in flow.left_out):
        raise ReadError(
            "网页的正文在框架里，不在这个文件中", place=name, advice="请在浏览器中单独打开正文所在的框架，再另存网页"
        )
    _Writer(flow, blocks).write()
    return blocks.document(form, name, encoding=encoding)


class _Writer:
    """Puts a page's lines into the list of blocks."""

    def __init__(self, flow: Flow, blocks: BlockList) -> None:
        self._flow, self._blocks = flow, blocks
        self._numbers: dict[int, int] = {}  # table → its number, as they come
        self._settle_tables()
        self._main = main_lines(flow)

    def write(self) -> None:
        for line, main in zip(self._flow.lines, self._main, strict=True):
            box = self._flow.boxes[line.box]
            if main:
                kind = BlockKind.CELL if box.cell and box.kind is BlockKind.TEXT else box.kind
                self._blocks.add(line.text, kind, self._place(box.cell), box.level)
            else:
                self._blocks.add(line.text, BlockKind.NAVIGATION)
        self._cautions()

    def _cautions(self) -> None:
        """Note what was left out of the text itself; what a portal hides round it is nobody's business."""
        shown = [number for number, main in enumerate(self._main) if main]
        for before, kind, count in self._flow.left_out:
            if shown and shown[0] <= before <= shown[-1] + 1:
                self._blocks.caution(kind, count)

    def _place(self, cell: Cell | None) -> Place:
        if cell is None:
            return NOWHERE
        number = self._numbers.setdefault(id(cell.grid), len(self._numbers) + 1)
        return Place(table=number, row=cell.row, column=cell.column)

    def _settle_tables(self) -> None:
        """Give each box the cell it belongs to: of the outermost table around it that is one, and no arrangement."""
        sizes = [0]
        for line in self._flow.lines:
            sizes.append(sizes[-1] + line.size)
        boxes = self._flow.boxes
        layouts: dict[int, bool] = {}

        def size(number: int) -> int:
            return sizes[boxes[number].end] - sizes[boxes[number].start]

        def is_layout(grid: Grid) -> bool:
            if id(grid) not in layouts:
                layouts[id(grid)] = grid.is_layout(size)
            return layouts[id(grid)]

        for box in boxes:
            around = boxes[box.parent].cell if box.parent >= 0 else None
            if around and box.grid:
                self._blocks.caution(CautionKind.NESTED_TABLES)
            box.cell = around or (box.cell if box.cell and not is_layout(box.cell.grid) else None)
