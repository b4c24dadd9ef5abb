"""The tables as one self-contained web page: no network, no script, the same marks, fit to print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from qcompare import __version__
from qcompare.atomic import write_whole
from qcompare.citing import CHAIN_RULE, percent, subject_of
from qcompare.dossier import UNCHANGED, Dossier
from qcompare.findings import all_results
from qcompare.marks import DOWN, UP, Mark
from qcompare.tables.alignment import narrow_table
from qcompare.tables.html_style import STYLE
from qcompare.tables.looks import printable
from qcompare.tables.readings import derivation_table, destination_table
from qcompare.tables.rows import Passage, Piece
from qcompare.tables.sheets import (
    KindCell,
    Line,
    Role,
    Situation,
    Table,
    Value,
    counts_table,
    legend_passages,
    notes,
    plans_table,
    selection_note,
    without,
)

_TAGS = {
    Mark.VARIANT: "span",
    Mark.LOCALISED: "span",
    Mark.REPLACED: "b",
    Mark.INSERTED: "ins",
    Mark.DELETED: "del",
    Mark.FURNITURE: "span",
}
_NOTED = frozenset({Role.NOTE, Role.OPINION})


def write_html(dossier: Dossier, path: Path) -> None:
    """Write the page, one line of a table at a time. Raises OutputError."""
    with write_whole(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _page(dossier))


def _page(dossier: Dossier) -> Iterator[str]:
    collation = dossier.collation
    title = f"规划文本对照表　{subject_of(collation)}"
    yield "<!DOCTYPE html>"
    yield '<html lang="zh-CN"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="generator" content="qcompare {__version__}">'
    yield f"<title>{_text(title)}</title><style>{STYLE}</style></head><body>"
    alignment = without(narrow_table(dossier), Role.KEY)
    tables = (alignment, derivation_table(collation), destination_table(collation))
    chosen = f"<p>{_text(selection_note(dossier))}</p>" if dossier.selection is not None else ""
    unchanged = sum(_unchanged(tables[0], line) for line in tables[0].lines)
    yield '<input type="checkbox" id="changes"><input type="checkbox" id="variants">'
    yield f"<header><h1>规划文本对照表</h1><p>{_text(subject_of(collation))}</p>{chosen}</header>"
    yield '<nav><a href="#t1">对照表</a><a href="#t2">溯源表</a><a href="#t3">去向表</a><a href="#about">说明</a>'
    yield f'<label for="changes" class="c">只看有变化的条款（隐藏沿用{unchanged}行）</label>'
    yield '<label for="variants" class="v">显示字词转换</label></nav><main>'
    if collation.chained:
        yield f"<p>{_text(CHAIN_RULE)}</p>"
    yield "".join(f"<p>{_text(said)}</p>" for said in all_results(collation, dossier.findings))
    yield f'<p class="legend">标记：{"　".join(_passage(passage) for passage in legend_passages(collation))}</p>'
    for number, table in enumerate(tables, start=1):
        yield f'<h2 id="t{number}">{_text(table.title)}</h2>'
        yield from _table(table)
    yield '<h2 id="about">说明</h2>'
    for table in (counts_table(collation), plans_table(collation)):
        yield f"<h3>{_text(table.title)}</h3>"
        yield from _table(table)
    yield "".join(f"<p>{_text(note)}</p>" for note in notes(dossier))
    yield "</main></body></html>"


def _table(table: Table) -> Iterator[str]:
    heads = "".join(f'<th scope="col" class="{column.role}">{_text(column.head)}</th>' for column in table.columns)
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    for line in table.lines:
        classes = [f"band{line.band}"] if line.band else []
        classes += ["same"] if _unchanged(table, line) else []
        opening = f'<tr class="{" ".join(classes)}">' if classes else "<tr>"
        cells = (
            f'<td class="{column.role}{_kind_class(value)}">{_value(value)}</td>'
            for column, value in zip(table.columns, line.cells, strict=True)
        )
        yield f"{opening}{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _unchanged(table: Table, line: Line) -> bool:
    """Tell whether the line may be hidden when only changes are wanted: inherited, nothing moved or noted, not a band."""
    kinds = [value for value in line.cells if isinstance(value, KindCell)]
    noted = any(value for column, value in zip(table.columns, line.cells, strict=True) if column.role in _NOTED)
    return (
        not line.band and not noted and bool(kinds) and all(kind.kind in UNCHANGED and not kind.moved for kind in kinds)
    )


def _kind_class(value: Value) -> str:
    return f" k-{value.kind}" if isinstance(value, KindCell) else ""


def _value(value: Value) -> str:
    if isinstance(value, Passage):
        return _passage(value)
    if isinstance(value, KindCell | Situation):
        return _text(value.text)
    if isinstance(value, float):
        return percent(value)
    return "" if value is None else _text(str(value))


def _passage(passage: Passage) -> str:
    return "".join(_piece(piece, passage.base) + _origin(piece) for piece in passage.pieces)


def _piece(piece: Piece, base: bool) -> str:
    """Return the marked stretch; a moved one lies in a span of its own, so that its line stands under the mark's own."""
    text = _text(piece.text)
    if piece.arrow is not None:
        way = {DOWN: " down", UP: " up"}.get(piece.arrow.sign, "")
        return f'<b class="figure{way}{" weaker" if piece.arrow.weaker else ""}">{text}</b>'
    tag = _TAGS.get(piece.mark)
    if tag is not None:
        classes = " ".join([piece.mark.value, *(["base"] if base else []), *(["whole"] if piece.whole else [])])
        text = f'<{tag} class="{classes}">{text}</{tag}>'
    return f'<span class="moved">{text}</span>' if piece.moved else text


def _origin(piece: Piece) -> str:
    return f'<small class="from">←{_text(piece.moved_from)}</small>' if piece.moved_from else ""


def _text(text: str) -> str:
    return escape(printable(text)).replace("\n", "<br>")
