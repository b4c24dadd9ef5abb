"""The whole road: files → plans → one collation of a base with its targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from qcompare.align import align
from qcompare.diff import diff, unused
from qcompare.document import Revisions, Span
from qcompare.errors import ReadError, UsageError
from qcompare.forms import PlanForm, is_regional, plan_form
from qcompare.model import (
    CARRIED,
    STRENGTH,
    Alignment,
    Collation,
    Counts,
    Edit,
    Equivalence,
    Match,
    Op,
    Plan,
    Relation,
    Ruling,
    SentenceKind,
)
from qcompare.normalize import is_wording
from qcompare.parse import parse
from qcompare.places import Places, places_of
from qcompare.read import document_from_text, read_document, sidecar
from qcompare.rows import Wordings, rows_of
from qcompare.wholes import JOINING_WORDS

ENGINE = "9"
"""Changes whenever the same plans may give another collation, so that a stored one is known to be out of date."""


def load_plan(path: Path) -> Plan:
    """Return the plan that the file holds, read and parsed. Raises ReadError when it cannot be read."""
    return parse(read_document(path), sidecar(path))


def load_revised(path: Path) -> tuple[Plan, Plan]:
    """Return the two plans that a draft with tracked changes (修订) holds: before them, and with them accepted.

    Raises ReadError when it cannot be read, or bears no changes.
    """
    before, after = (parse(read_document(path, how), sidecar(path)) for how in (Revisions.BEFORE, Revisions.ACCEPTED))
    if before.text == after.text:
        raise ReadError("文件里没有修订", place=path.name, advice="请选择带有修订标记的 Word 文档（.docx）")
    return replace(before, label=f"{before.label} 修订前"), replace(after, label=f"{after.label} 修订后")


def plan_from_text(text: str, name: str) -> Plan:
    """Return the plan in a text that comes from no file (粘贴), under a name that says where from.

    The name says nothing of the plan: a year in it is that of the pasting. Raises ReadError for a text without a word.
    """
    return replace(parse(document_from_text(text)), source=name)


def collate(  # noqa: PLR0913 (the last three say what else holds, each by name and with a usual value)
    base: Plan,
    targets: Sequence[Plan],
    progress: Callable[[int, int], None] | None = None,
    equivalences: Sequence[Equivalence] = (),
    rulings: Sequence[Sequence[Ruling]] = (),
    *,
    chained: bool = False,
) -> Collation:
    """Return the comparison of `base` with `targets`, in their order.

    Each target is compared with the base alone, so its result does not depend on the others; with `chained` each with the
    target before it, the first with the base, which is no other thing where there is but one. `progress` is called with
    the number of targets done and of all. `equivalences` are words that the user says count as one, `rulings` what a
    person said of pairs of sentences, for each target if for any. Raises UsageError without a target.
    """
    if not targets:
        raise UsageError("没有对照文本", advice="请至少选择一个对照文本")
    same, own = (_pairs(equivalences, op) for op in (Op.VARIANT, Op.LOCALISED))
    form_of = partial(plan_form, pairs=same)
    chained = is_chain(targets, chained=chained)
    forms: dict[tuple[int, bool], PlanForm] = {}
    alignments: list[Alignment] = []
    wordings: list[Wordings] = []
    any_regional = is_regional(base, *targets)
    plans, ruled = (base, *targets), rulings or [()] * len(targets)
    for at, target in enumerate(targets):
        if progress:
            progress(at, len(targets))
        against = at if chained else 0
        regional = is_regional(plans[against], target)
        if (against, regional) not in forms:
            forms[against, regional] = form_of(plans[against], regional=regional)
        form = form_of(target, regional=regional)
        places = places_of(plans[against].metadata, target.metadata, pairs=own)
        alignments.append(_aligned(forms[against, regional], form, places, ruled[at]))
        wordings.append(_wordings(form if regional == any_regional else form_of(target, regional=any_regional), places))
    if progress:
        progress(len(targets), len(targets))
    rows = rows_of(base, alignments, wordings, chained=chained)
    return Collation(base, tuple(alignments), rows, tuple(equivalences), chained)


def is_chain(targets: Sequence[object], *, chained: bool) -> bool:
    """Return whether a comparison asked to be `chained` is a chain: of one target the chain is the star."""
    return chained and len(targets) > 1


def engine_with(equivalences: Sequence[Equivalence], rulings: Sequence[Sequence[Ruling]] = ()) -> str:
    """Return what a comparison made with these words and rulings is known by in the library: the engine, and their digest.

    >>> engine_with([]) == engine_with([], [[], []]) == ENGINE
    True
    """
    said = [f"{pair.op}\t{pair.one}\t{pair.other}" for pair in equivalences]
    said += [f"{at}\t{r.base}\t{r.target}\t{r.holds}" for at, known in enumerate(rulings) for r in known]
    written = "\n".join(said).encode()
    return f"{ENGINE}+{sha256(written).hexdigest()[:12]}" if said else ENGINE


def _pairs(equivalences: Iterable[Equivalence], op: Op) -> tuple[tuple[str, str], ...]:
    return tuple((pair.one, pair.other) for pair in equivalences if pair.op is op)


def _wordings(target: PlanForm, places: Places) -> Wordings:
    return Wordings(target.letters, tuple(map(places.without_names, target.letters)))


def _aligned(base: PlanForm, target: PlanForm, places: Places, rulings: Sequence[Ruling]) -> Alignment:
    matches = align(base, target, rulings)
    wording = diff(base, target, matches, places)
    relations = _relations(base, target, matches, wording, places)
    matched = {m.base for m in matches}
    dropped = tuple(k for k in base.plan.aligned() if k not in matched)
    counts = _counts(base.plan, matches, relations, dropped, wording)
    omitted = unused(base, matched, wording)
    return Alignment(target.plan, matches, relations, dropped, wording, omitted, counts, tuple(rulings))


def _relations(
    base: PlanForm,
    target: PlanForm,
    matches: Sequence[Match],
    wording: Sequence[Edit],
    places: Places,
) -> tuple[Relation | None, ...]:
    """Return how each target sentence stands to the base.

    What it leaves out of a source counts, unless the sentences next to it, from the same source, carry that: a sentence
    split in two is inherited in both halves, one that took a few words of a title is not.
    """
    plan = target.plan
    edits: dict[int, list[Edit]] = defaultdict(list)
    for edit in wording:
        edits[plan.sentence_at(edit.target.start)].append(edit)
    relations: list[Relation | None] = [
        None if s.kind is SentenceKind.FURNITURE else Relation.ADDED for s in plan.sentences
    ]
    for source, sentences in _splits(target, matches):
        carried = (e for k in sentences for e in edits[k] if e.op in CARRIED)
        losses = [_loss(base, span, places) for span in unused(base, [source], carried)]
        for k in sentences:
            relations[k] = max(relations[k] or Relation.ADDED, Relation.INHERITED, *losses, key=STRENGTH.index)
    for k in {m.target for m in matches}:
        effects = [_effect(target, e, places) for e in edits[k] if e.target.start >= target.marker_ends[k]]
        relations[k] = max(relations[k] or Relation.ADDED, Relation.INHERITED, *effects, key=STRENGTH.index)
    return tuple(relations)


def _splits(target: PlanForm, matches: Iterable[Match]) -> Iterator[tuple[int, list[int]]]:
    """Yield each base sentence with each run of neighbouring target sentences that were written from it."""
    position = {k: at for at, k in enumerate(target.plan.aligned())}
    for source, group in groupby(sorted((m.base, m.target) for m in matches), key=lambda pair: pair[0]):
        run: list[int] = []
        for _, k in group:
            if run and position[k] != position[run[-1]] + 1:
                yield source, run
                run = []
            run.append(k)
        yield source, run


def _loss(base: PlanForm, span: Span, places: Places) -> Relation:
    letters = _letters(base, span)
    if letters in JOINING_WORDS:
        return Relation.INHERITED
    return Relation.LOCALISED if places.is_own(letters) else Relation.MODIFIED


def _effect(target: PlanForm, edit: Edit, places: Places) -> Relation:
    """Return what one edit makes of its sentence; punctuation and words that only join change nothing."""
    if edit.op is Op.LOCALISED:
        return Relation.LOCALISED
    letters = _letters(target, edit.target)
    if (
        edit.op not in (Op.REPLACED, Op.INSERTED)
        or not letters
        or (edit.op is Op.INSERTED and letters in JOINING_WORDS)
    ):
        return Relation.INHERITED
    return Relation.LOCALISED if edit.op is Op.INSERTED and places.is_own(letters) else Relation.MODIFIED


def _letters(form: PlanForm, span: Span) -> str:
    first, last = form.form.slice(span)
    text = form.plan.text
    kept = (k for k in range(first, last) if is_wording(form.form.units[k]))
    return "".join(text[form.form.starts[k] : form.form.ends[k]] for k in kept)


def _counts(
    base: Plan,
    matches: Iterable[Match],
    relations: Iterable[Relation | None],
    dropped: Sequence[int],
    wording: Iterable[Edit],
) -> Counts:
    said = list(relations)
    carried = {at for e in wording if e.op in CARRIED and e.base for at in range(e.base.start, e.base.end)}
    places = [at for k in base.aligned() for at in range(base.sentences[k].span.start, base.sentences[k].span.end)]
    visible = [at for at in places if not base.text[at].isspace()]
    return Counts(
        inherited=said.count(Relation.INHERITED),
        localised=said.count(Relation.LOCALISED),
        modified=said.count(Relation.MODIFIED),
        added=said.count(Relation.ADDED),
        dropped=len(dropped),
        moved=len({m.target for m in matches if m.moved}),
        base=len(base.aligned()),
        carried=sum(at in carried for at in visible),
        characters=len(visible),
        doubtful=len({m.target for m in matches if m.doubtful}),
    )
