"""What a reviewer looks for first, in the words of every output: figures, responsible units, what was left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qcompare.citing import base_word, cited_clause, results, word_for
from qcompare.coverage import Coverage, CoverageState, coverage_of
from qcompare.document import Span
from qcompare.duty_changes import DutyCell, DutyTable, Lack, duty_table
from qcompare.figure_changes import FigureCell, FigureKind, FigureTable, figure_table
from qcompare.figures import with_operators
from qcompare.leftovers import Dropped, dropped_list
from qcompare.marks import DOWN, UP, Arrow
from qcompare.model import Collation, Relation

FIGURE_WORDS = {
    FigureKind.SAME: "不变",
    FigureKind.LOWERED: "下调",
    FigureKind.RAISED: "上调",
    FigureKind.CHANGED: "口径有变",
    FigureKind.DROPPED: "未承接",
    FigureKind.NEW: "新增",
    FigureKind.NONE: "",
}
"""The word for what became of a figure (指标)."""

FIGURE_SIGNS = {
    FigureKind.SAME: "＝",
    FigureKind.LOWERED: DOWN,
    FigureKind.RAISED: UP,
    FigureKind.CHANGED: "≠",
    FigureKind.DROPPED: "－",
    FigureKind.NEW: "＋",
    FigureKind.NONE: "",
}
"""The sign that stands beside the word."""

COVERAGE_WORDS = {
    CoverageState.INHERITED: "沿用",
    CoverageState.LOCALISED: "属地化",
    CoverageState.PARTLY: "部分承接",
    CoverageState.DROPPED: "未承接",
}
"""The word for what became of a base clause (承接情况)."""

_LACK_WORDS = {
    Lack.BASE: "对应条款有",
    Lack.SIBLINGS: "同级条款有",
    Lack.PLANS: "其他对照文本对应条款有",
    Lack.NONE: "",
}
"""Why a clause should name responsible units; the first of them is said of the base."""

_SCOPE, _YEAR = "口径有变", "年份有变"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is found about a comparison besides its wording; `coverage` and `dropped` have an entry a target.

    In a chain all of it is relative to the target's neighbour, where it says base.
    """

    figures: FigureTable
    duties: DutyTable
    coverage: tuple[Coverage, ...]
    dropped: tuple[tuple[Dropped, ...], ...]
    chained: bool = False

    def against(self, target: int) -> int:
        """Return what a target is compared with, as `Collation.against` does."""
        return target if self.chained else 0


def findings_of(collation: Collation) -> Findings:
    """Return the findings of a comparison; each output works them out for itself, from the same value."""
    targets = range(len(collation.targets))
    return Findings(
        figure_table(collation),
        duty_table(collation),
        tuple(coverage_of(collation, t) for t in targets),
        tuple(dropped_list(collation, t) for t in targets),
        collation.chained,
    )


def figure_words(cell: FigureCell) -> str:
    """Return what became of a figure: 下调，口径有变; where a lower number asks for more, that is said too.

    >>> figure_words(FigureCell((0,), FigureKind.LOWERED, weaker=True))
    '下调'
    >>> figure_words(FigureCell((0,), FigureKind.LOWERED, year=True, stronger=True))
    '下调（要求提高），年份有变'
    """
    word = FIGURE_WORDS[cell.kind]
    if cell.kind is FigureKind.LOWERED and cell.stronger:
        word += "（要求提高）"
    if cell.weaker and cell.kind in (FigureKind.RAISED, FigureKind.SAME):
        word += "（要求放宽）"
    scope = cell.scope and cell.kind is not FigureKind.CHANGED
    return "，".join([word, *[_SCOPE][:scope], *[_YEAR][: cell.year]])


def is_figure_change(cell: FigureCell) -> bool:
    """Return whether a reviewer must look at the figure: not where it is the same, or neither plan has it."""
    same = cell.kind is FigureKind.SAME and not (cell.scope or cell.year or cell.weaker)
    return cell.kind is not FigureKind.NONE and not same


def figures_said(collation: Collation, table: FigureTable, plan: int, cell: FigureCell) -> str:
    """Return the figures of a cell as printed, with their operators: 达到92以上; the same said twice stands once."""
    text = collation.plans[plan].text
    figures = [table.figures[plan][f] for f in cell.figures]
    said = (f"{with_operators(f, text)}{f'（{f.attribute}）' if f.attribute else ''}" for f in figures)
    return "；".join(dict.fromkeys(said))


def years_said(table: FigureTable, plan: int, cell: FigureCell) -> str:
    """Return the years that the figures of a cell hold for."""
    return "、".join(dict.fromkeys(filter(None, (table.figures[plan][f].year for f in cell.figures))))


def figure_clauses(collation: Collation, table: FigureTable, plan: int, cell: FigureCell) -> str:
    """Return the clauses that the figures of a cell stand in."""
    found = collation.plans[plan]
    clauses = (found.sentences[table.figures[plan][f].sentence].clause for f in cell.figures)
    return "、".join(cited_clause(found, clause) for clause in dict.fromkeys(clauses))


def gravest(table: FigureTable, target: int) -> list[int]:
    """Return the rows of the figures table that ask for less than the base, by index: what to look at first."""
    return [at for at, row in enumerate(table.rows) if row.cells[target + 1].weaker]


def figure_steps(collation: Collation, table: FigureTable, target: int) -> tuple[str, ...]:
    """Return the figures that are lower or higher than the base's, those that ask for less first: 92→90."""
    changed = [r for r in table.rows if r.cells[target + 1].kind in (FigureKind.LOWERED, FigureKind.RAISED)]
    ours = collation.against(target)
    plans = collation.plans[ours], collation.plans[target + 1]
    steps = []
    for row in sorted(changed, key=lambda row: not row.cells[target + 1].weaker):
        figures = (table.figures[p][row.cells[p].figures[0]] for p in (ours, target + 1))
        steps.append("→".join("".join(f.span.of(p.text).split()) for p, f in zip(plans, figures, strict=True)))
    return tuple(dict.fromkeys(steps))


def lack_words(collation: Collation, target: int, lack: Lack) -> str:
    """Return why a clause of a target should name responsible units, empty where it need not."""
    return f"{base_word(collation, target) if lack is Lack.BASE else ''}{_LACK_WORDS[lack]}"


def result_of_findings(findings: Findings, target: int) -> str:
    """Return what was found about one target in a sentence or two; every number is one of the findings' own."""
    against = findings.against(target)
    word = word_for(against)
    kinds = Counter(row.cells[target + 1].kind for row in findings.figures.rows)
    base = sum(bool(row.cells[against].figures) for row in findings.figures.rows)
    scope = sum(row.cells[target + 1].scope for row in findings.figures.rows)
    year = sum(row.cells[target + 1].year for row in findings.figures.rows)
    weaker = len(gravest(findings.figures, target))
    more = [f"要求低于{word}的{weaker}项"] if weaker else []
    more += [f"口径有变的{scope}项"] if scope else []
    more += [f"年份有变的{year}项"] if year else []
    counted = (FigureKind.SAME, FigureKind.LOWERED, FigureKind.RAISED, FigureKind.CHANGED, FigureKind.DROPPED)
    words = {**FIGURE_WORDS, FigureKind.CHANGED: "口径不可比"}
    said = "，".join(f"{words[k]}{kinds[k]}项" for k in counted if kinds[k] or k is not FigureKind.CHANGED)
    within = f"（其中{'，'.join(more)}）" if more else ""
    figures = f"{word}指标{base}项：{said}{within}；对照新增{kinds[FigureKind.NEW]}项。"
    if not base and not kinds[FigureKind.NEW]:
        figures = ""
    return figures + _result_of_duties(findings.duties, target, against)


def all_results(collation: Collation, findings: Findings) -> tuple[str, ...]:
    """Return for each target its sentence of counts, what became of the base's clauses, and what was found about it."""
    return tuple(f"{said}{coverage_and_findings(findings, target)}" for target, said in enumerate(results(collation)))


def coverage_and_findings(findings: Findings, target: int) -> str:
    """Return what became of the base's clauses in one target, and what was found about it."""
    said = coverage_said(findings.coverage[target], word_for(findings.against(target)))
    return said + result_of_findings(findings, target)


def _result_of_duties(table: DutyTable, target: int, against: int) -> str:
    if not any(table.duties[plan] for plan in (against, target + 1)):
        return ""
    cells = [row.cells[target + 1] for row in table.rows]
    named, lacking = sum(bool(c.duties) for c in cells), sum(bool(c.lack) for c in cells)
    changed = sum(bool(c.added or c.gone) for c in cells)
    said = [f"列明责任单位的条款{named}条"]
    said += [f"与{word_for(against)}责任单位有增减的{changed}条"] if changed else []
    led = sum(c.lead is not None for c in cells)
    said += [f"牵头有变的{led}条"] if led else []
    said += [f"可能漏列责任单位的{lacking}条"] if lacking else []
    return "，".join(said) + "。"


def lead_words(cell: DutyCell) -> str:
    """Return who leads now and who led in the base: 牵头由市商务局改为区公安局."""
    before, now = ("、".join(names) or "未列" for names in cell.lead or ((), ()))
    return f"牵头由{before}改为{now}"


def coverage_said(coverage: Coverage, base: str = "基准") -> str:
    """Return how many base clauses are in each state in a sentence, empty where there are none.

    `base` is what to call the plan compared with.

    >>> from qcompare.coverage import ClauseCoverage
    >>> coverage_said(Coverage((ClauseCoverage(0, CoverageState.PARTLY, 3, 8),), (), 3, 8))
    '基准条款1条：沿用0条，属地化0条，部分承接1条，未承接0条。'
    >>> coverage_said(Coverage((), (), 0, 0))
    ''
    """
    states = Counter(clause.state for clause in coverage.clauses)
    said = "，".join(f"{COVERAGE_WORDS[s]}{states[s]}条" for s in CoverageState)
    return f"{base}条款{len(coverage.clauses)}条：{said}。" if coverage.clauses else ""


def is_to_check(cell: FigureCell) -> bool:
    """Return whether the base has the figure and the target not the same: what 指标变动 counts."""
    return is_figure_change(cell) and cell.kind is not FigureKind.NEW


def figures_in_short(cells: Iterable[FigureCell]) -> str:
    """Return what became of several figures in a word: how many are lower, higher, of another scope or year, dropped.

    >>> figures_in_short([FigureCell((0,), FigureKind.LOWERED), FigureCell((), FigureKind.DROPPED)])
    '指标↓1 －1'
    """
    order = (FigureKind.LOWERED, FigureKind.RAISED, FigureKind.CHANGED, FigureKind.DROPPED)
    kinds = Counter(cell.kind if cell.kind in order else FigureKind.CHANGED for cell in cells)
    said = " ".join(f"{FIGURE_SIGNS[kind]}{kinds[kind]}" for kind in order if kinds[kind])
    return f"指标{said}" if said else ""


class RowNotes:
    """What is to be noted of each row about its figures and responsible units, target by target."""

    def __init__(self, collation: Collation, findings: Findings) -> None:
        self._collation, self._findings = collation, findings
        self._homes = homes_of(collation)
        self._by_sentence = [self._figure_notes(target) for target in range(len(collation.targets))]
        self._duties = {row.row: row for row in findings.duties.rows}

    def arrows(self, target: int) -> dict[Span, Arrow]:
        """Return where a target's figures stand that are lower or higher than the base's, with the arrow each bears."""
        table = self._findings.figures
        arrows: dict[Span, Arrow] = {}
        for row in table.rows:
            cell = row.cells[target + 1]
            if cell.kind in (FigureKind.LOWERED, FigureKind.RAISED):
                base = self._collation.against(target)
                was = table.figures[base][row.cells[base].figures[0]].size
                for figure in (table.figures[target + 1][f] for f in cell.figures):
                    if figure.size != was:
                        arrows[figure.span] = Arrow(DOWN if figure.size < was else UP, cell.weaker)
        return arrows

    def changed_rows(self, target: int) -> dict[int, tuple[FigureCell, ...]]:
        """Return by row of the comparison what became of the base's figures that are not the same, same ones left out.

        A figure that stands elsewhere in the target is told in both rows.
        """
        found: dict[int, list[FigureCell]] = defaultdict(list)
        base = self._collation.against(target)
        for row in self._findings.figures.rows:
            cell = row.cells[target + 1]
            if is_to_check(cell):
                homes = [self._homes[base][c] for c in self._clauses(base, row.cells[base])]
                homes += [self._homes[target + 1][c] for c in self._clauses(target + 1, cell)]
                for home in dict.fromkeys(homes):
                    found[home].append(cell)
        return {at: tuple(cells) for at, cells in found.items()}

    def _clauses(self, plan: int, cell: FigureCell) -> list[int]:
        figures = (self._findings.figures.figures[plan][f] for f in cell.figures)
        return [self._collation.plans[plan].sentences[figure.sentence].clause for figure in figures]

    def of_figures(self, target: int, base: Iterable[int], sentences: Iterable[int]) -> Iterator[str]:
        """Yield the notes about figures in these base and target sentences, each once."""
        ours, theirs = self._by_sentence[target]
        notes = [note for s in base for note in ours.get(s, ())] + [
            note for s in sentences for note in theirs.get(s, ())
        ]
        yield from dict.fromkeys(notes)

    def of_duties(self, row: int, target: int) -> Iterator[str]:
        """Yield the notes about the responsible units of one row."""
        found = self._duties.get(row)
        if found is None:
            return
        cell = found.cells[target + 1]
        if cell.lack:
            yield f"未列责任单位（{lack_words(self._collation, target, cell.lack)}）"
        base = self._collation.against(target)
        if cell.duties and not found.cells[base].duties and self._collation.rows[row].clauses(base):
            yield "责任单位新增"
        pairs = (("增加", cell.added), ("减少", cell.gone))
        changes = [f"{word}{'、'.join(names)}" for word, names in pairs if names]
        if cell.lead:
            changes.append(lead_words(cell))
        if said := "；".join(changes):
            yield f"责任单位：{said}"

    def _figure_notes(self, target: int) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
        """Return the notes about figures by base sentence and by target sentence."""
        table, base = self._findings.figures, self._collation.against(target)
        ours: dict[int, list[str]] = defaultdict(list)
        theirs: dict[int, list[str]] = defaultdict(list)
        whole = set(self._collation.targets[target].dropped)
        for row in table.rows:
            cell = row.cells[target + 1]
            if not is_figure_change(cell):
                continue
            note = self._note(target, row.indicator, row.cells[base], cell)
            for f in cell.figures:
                sentence = table.figures[target + 1][f].sentence
                if cell.kind is not FigureKind.NEW or not self._is_added(target, sentence):
                    theirs[sentence].append(note)
            homes = {self._homes[target + 1][c] for c in self._clauses(target + 1, cell)}
            place = f"（见{figure_clauses(self._collation, table, target + 1, cell)}）" if cell.figures else ""
            for f, clause in zip(row.cells[base].figures, self._clauses(base, row.cells[base]), strict=True):
                sentence = table.figures[base][f].sentence
                if self._homes[base][clause] not in homes and (cell.figures or sentence not in whole):
                    ours[sentence].append(note + place)
        return ours, theirs

    def _is_added(self, target: int, sentence: int) -> bool:
        return self._collation.targets[target].relations[sentence] is Relation.ADDED

    def _note(self, target: int, indicator: str, base: FigureCell, cell: FigureCell) -> str:
        table = self._findings.figures
        pair = ((self._collation.against(target), base), (target + 1, cell))
        values = [figures_said(self._collation, table, plan, own) for plan, own in pair]
        if cell.year:
            values = [f"{v}（{years_said(table, p, c)}年）" for v, (p, c) in zip(values, pair, strict=True)]
        return f"指标{figure_words(cell)}：{indicator} {'→'.join(filter(None, values))}"


def homes_of(collation: Collation) -> list[dict[int, int]]:
    """Return for each plan the row that each clause stands in."""
    rows = list(enumerate(collation.rows))
    base = {row.base: at for at, row in rows if row.base is not None}
    return [base, *({c: at for at, row in rows for c in row.cells[t].clauses} for t in range(len(collation.targets)))]


def clauses_named(collation: Collation, plan: int, clauses: Iterable[int]) -> str:
    """Return clauses as they are cited, in order."""
    return "、".join(cited_clause(collation.plans[plan], clause) for clause in clauses)
