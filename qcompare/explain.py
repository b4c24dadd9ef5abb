"""What a mark means where it stands, in a sentence: what the base has there, where it came from, how much was carried."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from qcompare.citing import base_word, cited_sentence, in_one_line, labels, percent, sentences_of
from qcompare.document import Span
from qcompare.findings import Findings, RowNotes, figure_words, figures_said
from qcompare.links import Links, cited_sentences, links_of
from qcompare.marks import MOVED_WORD, REORDERED_WORD, SIGNS, WORDS
from qcompare.model import CARRIED, Collation, Edit, Op, Plan, RowKind, SentenceKind
from qcompare.reorder import reordered

_QUOTED = 60
"""Characters of the other side's wording that are quoted; what a change of more is, the columns show."""

_VARIANT_WORD = "字词转换"

_MEANINGS = {
    RowKind.INHERITED: "文字与基准相同，简繁、标点和序号不计",
    RowKind.LOCALISED: "只把地名、层级换成了本地的",
    RowKind.MODIFIED: "由基准写来，文字有增、减或改",
    RowKind.ADDED: "基准没有对应的文字",
    RowKind.DROPPED: "基准有，该对照没有写自本条的文字",
    RowKind.FURNITURE: "不属于规划正文，不参与比对",
    RowKind.NONE: "",
}


class Explainer:
    """Explains the marks of one target and of the base as seen from it; built once, asked at every place pointed at."""

    def __init__(self, collation: Collation, findings: Findings, target: int) -> None:
        self._collation, self._findings, self._at = collation, findings, target
        self._base, self._alignment = collation.base_of(target), collation.targets[target]
        self._plan = self._alignment.plan
        self._name = labels(collation)[target + 1].split(" ")[0]
        self._word = base_word(collation, target)
        self._starts = [edit.target.start for edit in self._alignment.wording]
        self._homes = {c: collation.opposite(row, target) for row in collation.rows for c in row.cells[target].clauses}

    def of_target(self, offset: int) -> tuple[str, ...]:
        """Return what is to be said of the target's wording at `offset`; nothing where it is carried as it stood."""
        sentence = self._plan.sentence_at(offset)
        if self._plan.sentences[sentence].kind is SentenceKind.FURNITURE:
            return (f"{WORDS[RowKind.FURNITURE]}：{_MEANINGS[RowKind.FURNITURE]}",)
        edit = self._edit(offset)
        said = [self._figures.get(offset, "")]
        if edit is not None:
            said += [*self._of_edit(edit, sentence), self._of_move(edit, sentence)]
        clause = self._plan.sentences[sentence].clause
        said += self._links.doubts((sentence,), (), self._homes.get(clause, ()))
        return tuple(dict.fromkeys(filter(None, said)))

    def of_base(self, offset: int) -> tuple[str, ...]:
        """Return what became of the base's wording at `offset` in this target; nothing where it is carried as it stood."""
        sentence = self._base.sentence_at(offset)
        if self._base.sentences[sentence].kind is SentenceKind.FURNITURE:
            return (f"{WORDS[RowKind.FURNITURE]}：{_MEANINGS[RowKind.FURNITURE]}",)
        if self._links.dropped(sentence):
            return (f"{WORDS[RowKind.DROPPED]}：{self._name}没有写自本句的文字",)
        uses = [e for e in self._alignment.wording if e.base is not None and e.base.start <= offset < e.base.end]
        said = [self._base_figures.get(offset, "")]
        if any(span.start <= offset < span.end for span in self._alignment.omitted):
            said.append(f"{WORDS[RowKind.DROPPED]}：{self._name}没有保留这些文字")
        elif uses and not any(edit.op is Op.EQUAL for edit in uses):
            said += [self._use(edit) for edit in uses]
        return tuple(dict.fromkeys(filter(None, said)))

    def of_row(self, row: int) -> tuple[str, ...]:
        """Return the row's kind and what it means, how much of the base's wording is carried, and why."""
        line = self._collation.rows[row]
        cell = line.cells[self._at]
        if cell.kind is RowKind.NONE:
            return (f"{self._name}在此行没有文字",)
        home = self._collation.opposite(line, self._at)
        bases = sentences_of(self._base, home)
        targets = sentences_of(self._plan, cell.clauses)
        said = [f"{SIGNS[cell.kind]} {WORDS[cell.kind]}：{_MEANINGS[cell.kind].replace('基准', self._word)}".lstrip()]
        if bases and cell.kind is not RowKind.FURNITURE:
            said.append(f"承接 {percent(cell.carried)}：{self._word}本条的文字按字计，{self._name}保留下来的比例")
        if len(bases) > 1 and cell.clauses:
            said += self._counts(targets, bases)
        said += self._links.moved_words(targets, home)
        said += self._gone_elsewhere(bases, cell.clauses, home)
        said += self._links.joining_words(bases, targets, cell.clauses, home)
        said += self._notes.of_figures(self._at, bases, targets)
        said += self._notes.of_duties(row, self._at)
        return tuple(dict.fromkeys(said))

    # inside

    @cached_property
    def _links(self) -> Links:
        return links_of(self._collation, self._at)

    @cached_property
    def _notes(self) -> RowNotes:
        return RowNotes(self._collation, self._findings)

    @cached_property
    def _figures(self) -> dict[int, str]:
        """What is to be said of the target's figures, by every place in them."""
        return dict(self._figure_notes(self._at + 1))

    @cached_property
    def _base_figures(self) -> dict[int, str]:
        return dict(self._figure_notes(self._collation.against(self._at)))

    def _figure_notes(self, plan: int) -> Iterator[tuple[int, str]]:
        table = self._findings.figures
        for row in table.rows:
            against = self._collation.against(self._at)
            cell, base = row.cells[self._at + 1], row.cells[against]
            if not base.figures or not cell.figures:
                continue
            here, was = (figures_said(self._collation, table, p, c) for p, c in ((self._at + 1, cell), (against, base)))
            word = figure_words(cell)
            for figure in (table.figures[plan][f] for f in row.cells[plan].figures):
                if here != was and word:
                    said = f"指标{word}：{row.indicator} {was}→{here}"
                    yield from ((at, said) for at in range(figure.span.start, figure.span.end))

    def _edit(self, offset: int) -> Edit | None:
        at = bisect_right(self._starts, offset) - 1
        edit = self._alignment.wording[at] if at >= 0 else None
        return edit if edit is not None and edit.target.start <= offset < edit.target.end else None

    def _of_edit(self, edit: Edit, sentence: int) -> Iterator[str]:
        here = _quoted(self._plan, edit.target)
        if edit.base is None:
            whole = not self._links.bases(sentence)
            yield f"{WORDS[RowKind.ADDED]}：{self._word}没有{'对应的句子' if whole else '这些文字'}"
            return
        there = _quoted(self._base, edit.base)
        if edit.op is Op.REPLACED:
            yield f"{WORDS[RowKind.MODIFIED]}：{self._word}作“{there}”"
        elif edit.op is not Op.EQUAL:
            word = WORDS[RowKind.LOCALISED] if edit.op is Op.LOCALISED else _VARIANT_WORD
            yield f"{word}：{there}→{here}"

    def _of_move(self, edit: Edit, sentence: int) -> str:
        """Return where carried wording stood in the base, if that is out of order."""
        if edit.base is None or edit.op not in CARRIED:
            return ""
        origin = self._base.sentence_at(edit.base.start)
        if origin in self._links.moved_bases(sentence):
            return f"{MOVED_WORD}：原在{cited_sentence(self._base, origin)}"
        own = [e for e in self._alignment.wording if self._plan.sentence_at(e.target.start) == sentence]
        return (
            f"{REORDERED_WORD}：这些文字在{self._word}的同一句中次序不同" if edit in reordered(self._base, own) else ""
        )

    def _use(self, edit: Edit) -> str:
        """Return what a target's stretch made of the base's, from the base's side."""
        here = _quoted(self._plan, edit.target)
        assert edit.base is not None
        if edit.op is Op.REPLACED:
            return f"{WORDS[RowKind.MODIFIED]}：{self._name}作“{here}”"
        word = WORDS[RowKind.LOCALISED] if edit.op is Op.LOCALISED else _VARIANT_WORD
        return f"{word}：{_quoted(self._base, edit.base)}→{here}"

    def _gone_elsewhere(self, bases: list[int], among: tuple[int, ...], home: tuple[int, ...]) -> Iterator[str]:
        """Yield where sentences of the base clause serve target clauses that stand in other rows."""
        for b in bases:
            outside = [t for t in self._links.targets(b) if self._plan.sentences[t].clause not in among]
            if outside:
                yield f"{cited_sentence(self._base, b, home)}写入{self._name}{'、'.join(cited_sentences(self._plan, outside))}"

    def _counts(self, targets: list[int], bases: list[int]) -> Iterator[str]:
        """Yield how many sentences are of each kind, where there are several."""
        kinds = [self._links.kind_of_target(t) for t in targets]
        kinds += [RowKind.DROPPED for b in bases if self._links.dropped(b)]
        counted = ((kind, kinds.count(kind)) for kind in WORDS)
        yield "，".join(f"{WORDS[kind]} {number} 句" for kind, number in counted if number)


def _quoted(plan: Plan, span: Span) -> str:
    text = in_one_line(span.of(plan.text)).strip()
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
