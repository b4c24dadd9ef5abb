"""The hidden key of a row: what it says, and that no damage to it goes unnoticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qcompare.decisions import Opinion, Verdict
from qcompare.digests import text_digest
from qcompare.dossier import Dossier
from qcompare.keys import Anchor, RowKey, find_key, heads_key, read_heads_key, read_key, row_keys, said_digest
from tests.conftest import load_seed, make_collation

DIGESTS = st.text("0123456789abcdef", min_size=12, max_size=12)
ANCHORS = st.none() | st.builds(Anchor, st.booleans(), st.integers(0, 10**6))
SAID = st.just("") | st.text("0123456789abcdef", min_size=8, max_size=8)


@st.composite
def keys(draw: st.DrawFn) -> RowKey:
    targets = draw(st.integers(1, 4))
    several = [tuple(draw(st.lists(kind, min_size=targets, max_size=targets))) for kind in (DIGESTS, ANCHORS, SAID)]
    part, more = draw(st.integers(1, 9)), draw(st.integers(0, 9))
    return RowKey(draw(DIGESTS), several[0], draw(st.booleans()), several[1], several[2], part, part + more)


@given(keys())
def test_a_key_is_read_as_it_was_written(key: RowKey) -> None:
    assert str(key).isascii()
    assert read_key(str(key)) == key
    assert find_key(f"12\n{key} ") == str(key)
    assert find_key(f"12{key}") == str(key)


@given(keys(), st.data())
def test_any_damage_to_a_key_is_found_or_harmless(key: RowKey, data: st.DataObject) -> None:
    written = str(key)
    at = data.draw(st.integers(0, len(written) - 1))
    length = data.draw(st.integers(0, 3))
    other = data.draw(st.text(st.sampled_from("0123456789abcdefbtscqx.- \n"), max_size=3))
    damaged = written[:at] + other + written[at + length :]
    assert read_key(find_key(damaged)) in (None, key)


def test_half_a_key_is_seen_to_have_been_one() -> None:
    key = str(RowKey("0f" * 6, ("a1" * 6,), False, (None,), ("",)))
    assert find_key(key[:20]) == key[:20].rstrip(".")
    assert read_key(key[:20]) is None
    assert find_key("质量强区建设方案") == ""


def test_each_row_names_its_plans_and_the_first_sentence_of_its_clause() -> None:
    made = make_collation(load_seed("chongqing-2023"), load_seed("yongchuan-2023-draft"))
    rows = list(row_keys(Dossier(made)))
    assert len(rows) == len(made.rows)
    plan = made.targets[0].plan
    for row, key in zip(made.rows, rows, strict=True):
        assert text_digest(made.base.text).startswith(key.base)
        (anchor,) = key.anchors
        assert anchor is not None
        home, clause = (made.base, row.base) if row.base is not None else (plan, row.cells[0].clauses[0])
        assert clause is not None
        assert anchor == Anchor(row.base is not None, home.clauses[clause].span.start)
    assert len({str(key) for key in rows}) == len(rows), "no two rows have one key"


def test_in_a_chain_an_opinion_hangs_on_the_neighbour() -> None:
    from qcompare.collate import collate

    names = ("chongqing-2011", "chongqing-2023", "yongchuan-2023-draft")
    base, *targets = map(load_seed, names)
    made = collate(base, targets, chained=True)
    row = next(at for at, row in enumerate(made.rows) if row.base is None and all(c.clauses for c in row.cells))
    key = list(row_keys(Dossier(made)))[row]
    neighbour = made.targets[0].plan
    assert key.anchors[1] == Anchor(True, neighbour.clauses[made.rows[row].cells[0].clauses[0]].span.start)
    assert text_digest(neighbour.text).startswith(key.plans(1)[0])
    assert key.chained


def test_an_opinion_is_known_again_however_a_file_lays_it_out() -> None:
    said = Opinion(None, None, verdict=Verdict.REVISE, note="请说明\n测算依据\x0b")
    assert said_digest(said.words) == said_digest("需修改：请说明测算依据␋ ")
    assert said_digest("请核。") != said_digest("请核？")
    assert said_digest(" \n") == ""


def test_the_heads_of_columns_of_remarks_are_told_apart() -> None:
    heads = ("审核意见（永川 2023）", "审核意见（成都 2023）")
    assert read_heads_key(f"行标识 {heads_key(heads)}") == tuple(map(said_digest, heads))
    assert read_heads_key("行标识") == ()
