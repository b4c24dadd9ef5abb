"""Remarks that come back (读回审核意见): what was written into a table becomes opinions of the library; what cannot be placed is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from qcompare.decisions import VERDICT_WORDS, Change, Opinion, Verdict
from qcompare.keys import Anchor, RowKey, read_key, said_digest
from qcompare.quotes import Place, Quoter, placed
from qcompare.store import Library
from qcompare.written import WrittenRemark

_VERDICTS = {word: verdict for verdict, word in VERDICT_WORDS.items()}
_PART = 200
"""Characters of the shortest part of a note that was too long for a cell; a remark so long is not part of another by chance."""

_CUT = 500
"""Characters of a note that goes on in the next line: a cell of the narrowest column holds about so many."""

_BEHIND_VERDICT = "：:，,。；;、 \t\n"


class Fate(StrEnum):
    """What becomes of a remark that was read back."""

    PLACED = "placed"  # 已存入
    MERGED = "merged"  # 合并
    UNCHANGED = "unchanged"  # 未改动
    EMPTIED = "emptied"  # 清空未删
    WAITING = "waiting"  # 已存入（待挂接）
    UNPLACED = "unplaced"  # 未能放置


FATE_WORDS = {
    Fate.PLACED: "已存入",
    Fate.MERGED: "合并",
    Fate.UNCHANGED: "未改动",
    Fate.EMPTIED: "清空未删",
    Fate.WAITING: "已存入（待挂接）",
    Fate.UNPLACED: "未能放置",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one remark, and why, where that is not plain."""

    fate: Fate
    remark: WrittenRemark
    why: str = ""

    @property
    def words(self) -> str:
        """Where it stood, what it says and what became of it: all that is needed to place it by hand."""
        where = f"{self.remark.place}（{self.remark.clause}）" if self.remark.clause else self.remark.place
        return f"{where}　{FATE_WORDS[self.fate]}{f'，{self.why}' if self.why else ''}：{self.remark.words or '（空）'}"


@dataclass(frozen=True, slots=True)
class Returned:
    """The changes that remarks make to the library's opinions, to be made in this order, and what became of each remark."""

    changes: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]

    def of(self, *fates: Fate) -> tuple[Outcome, ...]:
        """Return the remarks that met one of these fates, in the file's order."""
        return tuple(outcome for outcome in self.outcomes if outcome.fate in fates)

    @property
    def told(self) -> tuple[Outcome, ...]:
        """What a person should look at: all that did not simply go where it belongs, or stayed as it was."""
        return tuple(o for o in self.outcomes if o.fate is not Fate.UNCHANGED and (o.fate is not Fate.PLACED or o.why))

    @property
    def words(self) -> str:
        """How many met which fate: 读回 12 条：已存入 9 条，合并 2 条，未能放置 1 条；未改动 30 条."""
        counts = {fate: len(self.of(fate)) for fate in Fate}
        read = sum(counts.values()) - counts[Fate.UNCHANGED]
        said = "，".join(f"{FATE_WORDS[f]} {n} 条" for f, n in counts.items() if n and f is not Fate.UNCHANGED)
        same = f"；未改动 {counts[Fate.UNCHANGED]} 条" if counts[Fate.UNCHANGED] else ""
        return (f"读回审核意见 {read} 条：{said}" if read else "没有新填写的审核意见") + same


def returned(library: Library, remarks: Sequence[WrittenRemark]) -> Returned:
    """Return what remarks make of the library's opinions; nothing is changed yet.

    A cell as it was sent out changes nothing. What was written takes the place of what had been sent out; where the library
    says something else by now, it is added below. An emptied cell deletes nothing. An opinion lands on the newest versions
    of its plans where the sentence still stands there.
    """
    desk = _Desk(library)
    outcomes: list[tuple[int, Outcome]] = []
    rows: defaultdict[tuple[RowKey, int], list[tuple[int, RowKey, WrittenRemark]]] = defaultdict(list)
    for at, remark in enumerate(remarks):
        key = read_key(remark.key)
        if key is not None and remark.target is not None:
            rows[key.of_part(1, 1), remark.target].append((at, key, remark))
        elif remark.words:
            outcomes.append((at, Outcome(Fate.UNPLACED, remark, _why_unknown(remark, key))))
    for (key, target), held in rows.items():
        outcomes += _of_row(desk, key, target, held)
    told = sorted(outcomes, key=lambda outcome: outcome[0])
    return Returned(tuple(desk.changes), tuple(outcome for _, outcome in told))


def _why_unknown(remark: WrittenRemark, key: RowKey | None) -> str:
    if remark.comment:
        return "批注不能读回，请抄到“审核意见”栏或在窗口中写意见"
    if not remark.key:
        return "这一行没有行标识（可能是新插入的行）"
    return "行标识被改动，认不出是哪一行" if key is None else "分不清这一栏是对哪个对照的意见"


def _of_row(
    desk: _Desk, key: RowKey, target: int, held: Sequence[tuple[int, RowKey, WrittenRemark]]
) -> Iterator[tuple[int, Outcome]]:
    """Yield what becomes of what stands under one key for one target: one remark, cut in parts where it was long."""
    parts: dict[int, tuple[int, RowKey, WrittenRemark]] = {}
    doubled = False
    for line in held:
        first = parts.setdefault(line[1].part, line)
        doubled = doubled or said_digest(first[2].words) != said_digest(line[2].words)
    if doubled:
        for at, _, remark in held:
            same = said_digest(remark.words) == key.said[target]
            if remark.words:
                why = "" if same else "同一行标识出现在几行，意见各不相同"
                yield at, Outcome(Fate.UNCHANGED if same else Fate.UNPLACED, remark, why)
        return
    lines = [parts[part] for part in sorted(parts)]
    at, last, remark = lines[0]
    said, several = key.said[target], ""
    if len(lines) > 1:
        remark, several = _joined([r for *_, r in lines], said)
    if said_digest(remark.words) == said:
        if said:
            yield at, Outcome(Fate.UNCHANGED, remark)
    elif not remark.words:
        yield at, Outcome(Fate.EMPTIED, remark, "库中的意见没有删除")
    else:
        outcome = desk.outcome(key, target, remark, whole=len(lines) == last.parts)
        yield at, replace(outcome, why="；".join(filter(None, (outcome.why, several))))


def _joined(parts: Sequence[WrittenRemark], sent: str) -> tuple[WrittenRemark, str]:
    """Return what stands in the lines of one row as one remark, and what is to be told of it.

    A note that was cut comes together again as it was sent; what was typed in several lines stays in lines of its own, and
    a verdict that differs from the first opens its line.
    """
    verdict = next((part.verdict for part in parts if part.verdict), "")
    whole = replace(parts[0], verdict=verdict, note="".join(part.note for part in parts))
    differ = len({part.verdict for part in parts if part.verdict}) > 1
    typed = sum(bool(part.note) for part in parts) > 1
    if not differ and (not typed or said_digest(whole.words) == sent or any(len(part.note) >= _CUT for part in parts)):
        return whole, ""
    told = [part.note if part.verdict in ("", verdict) else part.words for part in parts]
    why = "同一行的各续行结论不同，后面的写在意见中" if differ else "同一行的各续行都有意见，已分行合并"
    return replace(whole, note="\n".join(filter(None, told))), why


@dataclass(frozen=True, slots=True)
class _Said:
    """What a remark says, read: `why` tells where a word that is no verdict became part of the note.

    `emptied` tells which of its cells was emptied and is taken as it stands in the library.
    """

    verdict: Verdict | None
    note: str
    why: str = ""
    emptied: str = ""

    @property
    def words(self) -> str:
        return Opinion(None, None, verdict=self.verdict, note=self.note).words


class _Desk:
    """Places remarks one after the other; each finds what those before it said."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.changes: list[Change] = []
        self._plan_of = cache(library.find_text)
        self._quoter = cache(lambda plan: Quoter(library.plan(plan)))
        self._newest = cache(self._find_newest)
        self._known = cache(self._read_known)

    def outcome(self, key: RowKey, target: int, remark: WrittenRemark, *, whole: bool) -> Outcome:
        """Place a remark and return what became of it; one that is not `whole` takes no other's place."""
        ours, theirs = (self._plan_of(digest) for digest in key.plans(target))
        anchor = key.anchors[target]
        if ours is None or theirs is None:
            return Outcome(Fate.UNPLACED, remark, "规划库里没有这张表所比对的规划文本，请先导入再读回")
        if anchor is None:
            return Outcome(Fate.UNPLACED, remark, "这一行没有该对照的条款，也没有与它相比的条款")
        sentence = self._sentence(ours if anchor.base else theirs, anchor)
        if sentence is None:
            return Outcome(Fate.UNPLACED, remark, "规划库里的文本切分方法已变，原来的句子找不到了")
        sent = key.said[target] if whole else None
        newest = self._newest(ours, theirs)
        standing = self._standing((ours, theirs), newest, anchor, sentence)
        if standing is not None:
            outcome = self._say(newest, _place(anchor, standing), remark, sent)
            doubt = self._doubt((ours, theirs), newest, anchor, (sentence, standing))
            return replace(outcome, why="；".join(filter(None, (outcome.why, doubt))))
        self._say((ours, theirs), _place(anchor, sentence), remark, sent)
        why = "原句在新版中已改动或删去，请在“决定 → 不再适用的旧决定”中挂到别的行"
        return Outcome(Fate.WAITING, remark, why)

    def _find_newest(self, ours: int, theirs: int) -> tuple[int, int]:
        """Return the newest versions of two plans; two versions of one plan stay what they are."""
        entries = {entry.id: entry for entry in self._library.plans()}
        if entries[ours].family == entries[theirs].family:
            return ours, theirs
        found = (
            max((e.version, e.id) for e in entries.values() if e.family == entries[plan].family)[1]
            for plan in (ours, theirs)
        )
        return next(found), next(found)

    def _sentence(self, plan: int, anchor: Anchor) -> int | None:
        text = self._quoter(plan).plan
        at = text.sentence_at(anchor.offset)
        return at if at >= 0 and text.sentences[at].span.start == anchor.offset else None

    def _standing(self, pair: tuple[int, int], newest: tuple[int, int], anchor: Anchor, sentence: int) -> int | None:
        """Return the sentence that opens the clause in which a sentence stands in the newest version; None where none says it."""
        before, after = (plans[0] if anchor.base else plans[1] for plans in (pair, newest))
        if before == after:
            return sentence
        quoter = self._quoter(after)
        found = quoter.find(self._quoter(before).quote(sentence))
        if found is None:
            return None
        return quoter.plan.clauses[quoter.plan.sentences[found].clause].sentences.start

    def _doubt(self, pair: tuple[int, int], newest: tuple[int, int], anchor: Anchor, sentences: tuple[int, int]) -> str:
        """Return what is to be told where one of several clauses that open alike was taken, and its path is another."""
        before, after = (self._quoter(plans[0] if anchor.base else plans[1]) for plans in (pair, newest))
        quote, path = (
            before.quote(sentences[0]),
            after.plan.clauses[after.plan.sentences[sentences[1]].clause].path,
        )
        if before is after or quote.path == path or (before.is_only(quote) and after.is_only(quote)):
            return ""
        return f"文本中有几处这样开头的条款，存入新版的{path}，请核对"

    def _say(self, pair: tuple[int, int], place: Place, remark: WrittenRemark, sent: str | None) -> Outcome:
        """Say a remark of a place; `sent` is the digest of what had been sent out, None where that is not known."""
        known, said = self._known(*pair), _read(remark)
        before = known.get(place)
        standing = before or self._blank(pair, place)
        said = said if remark.together or said_digest(standing.words) != sent else _kept(standing, said)
        after, fate = _said_after(standing, said, sent)
        fate = Fate.EMPTIED if said.emptied and fate is Fate.UNCHANGED else fate
        if after != before:
            known[place] = after
            self.changes.append(Change(*pair, before, after))
        added = "库中的意见此后改过，添在其后" if fate is Fate.MERGED else ""
        return Outcome(fate, remark, "；".join(filter(None, (added, said.emptied, said.why))))

    def _read_known(self, base: int, target: int) -> dict[Place, Opinion]:
        return dict(placed(self._quoter(base), self._quoter(target), self._library.decisions(base, target)).opinions)

    def _blank(self, pair: tuple[int, int], place: Place) -> Opinion:
        base = None if place.base is None else self._quoter(pair[0]).quote(place.base)
        own = None if place.target is None else self._quoter(pair[1]).quote(place.target)
        return Opinion(base, own, whole=place.whole)


def _place(anchor: Anchor, sentence: int) -> Place:
    return Place(sentence, None) if anchor.base else Place(None, sentence)


def _read(remark: WrittenRemark) -> _Said:
    """Return what a remark says; where the verdict opens the note it is taken from there.

    >>> _read(WrittenRemark("", "", "", 0, note="需修改：请说明测算依据", together=True))
    _Said(verdict=<Verdict.REVISE: 'revise'>, note='请说明测算依据', why='', emptied='')
    >>> _read(WrittenRemark("", "", "", 0, note="结论：需修改 意见：请说明测算依据", together=True)).note
    '请说明测算依据'
    >>> _read(WrittenRemark("", "", "", 0, verdict="原则同意", note="请核数字")).note
    '原则同意：请核数字'
    """
    if remark.together:
        note = remark.note.removeprefix("结论").lstrip("：: ") if remark.note.startswith("结论") else remark.note
        for word, verdict in _VERDICTS.items():
            rest = note.removeprefix(word)
            if rest != note and (not rest or rest[0] in _BEHIND_VERDICT):
                said = rest.lstrip(_BEHIND_VERDICT)
                return _Said(verdict, said.removeprefix("意见：").removeprefix("意见:"))
        return _Said(None, remark.note)
    word = "".join(remark.verdict.split()).rstrip("。.")
    if not word or word in _VERDICTS:
        return _Said(_VERDICTS.get(word), remark.note)
    known = "、".join(_VERDICTS)
    return _Said(None, remark.words, f"结论“{remark.verdict}”不是{known}之一，作为意见存入")


def _kept(standing: Opinion, said: _Said) -> _Said:
    """Return what is said with what stands in the library in the place of an emptied cell."""
    gone = [
        word
        for word, before, after in (("结论", standing.verdict, said.verdict), ("意见", standing.note, said.note))
        if before and not after
    ]
    if not gone or said.why:
        return said
    emptied = f"{'、'.join(gone)}已清空，库中的没有删除"
    return replace(said, verdict=said.verdict or standing.verdict, note=said.note or standing.note, emptied=emptied)


def _said_after(before: Opinion, said: _Said, sent: str | None) -> tuple[Opinion, Fate]:
    """Return an opinion after what was written, and what that was: in its place, added to it, or said there already."""
    now = said_digest(before.words)
    if now == said_digest(said.words):
        return before, Fate.UNCHANGED
    if now in ("", sent):
        return replace(before, verdict=said.verdict, note=said.note), Fate.PLACED
    verdict = before.verdict or said.verdict
    note = said.note if said.verdict in (None, verdict) else said.words
    cut = sent is None and len(note) >= _PART and "".join(note.split()) in "".join(before.note.split())
    if not cut and not _holds(before.note, note):
        after = replace(before, verdict=verdict, note="\n".join(filter(None, (before.note, note))))
        return after, Fate.MERGED
    after = replace(before, verdict=verdict)
    return after, Fate.UNCHANGED if after == before else Fate.MERGED


def _holds(note: str, other: str) -> bool:
    """Whether a note says another one already, in whole lines: 不同意下调 does not say 同意下调."""
    lines, others = (["".join(line.split()) for line in text.splitlines() if line.strip()] for text in (note, other))
    return any(lines[at : at + len(others)] == others for at in range(len(lines) - len(others) + 1))


def tell(outcomes: Iterable[Outcome]) -> str:
    """Return outcomes as a list that can be kept: nobody has to write again what could not be placed."""
    return "\n".join(outcome.words for outcome in outcomes)
