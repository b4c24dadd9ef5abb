"""Why sentences correspond, and what else was near."""

from __future__ import annotations

from qcompare.collate import collate
from qcompare.forms import forms_of
from qcompare.links import Links
from qcompare.reasons import Reasons
from tests.conftest import load_seed, make_collation
from tests.test_decisions import BASE, DRAFT, sentence


def test_a_match_is_explained_in_the_targets_own_words() -> None:
    base, target = load_seed("chongqing-2023"), load_seed("yongchuan-2023-draft")
    made = collate(base, [target])
    reasons = Reasons(Links(base, made.targets[0]), *forms_of(made, 0))
    found = reasons.of(target.aligned())
    assert [reason.match for reason in found] == list(made.targets[0].matches)
    for reason in found:
        assert 0 <= reason.similarity <= 1
        assert all(quote in target.wording(reason.match.target) for quote in reason.quotes)
        assert [len(quote) for quote in reason.quotes[:1]] == [max(map(len, reason.quotes))] or not reason.quotes
    same = [reason for reason in found if reason.match.score == 1.0]
    assert max(reason.similarity for reason in same) == 1.0


def test_what_else_was_near_is_no_match() -> None:
    made = make_collation(BASE, DRAFT.replace("推广服务认证，引导中小企业获得认证", "培育一批服务机构，采信第三方结果"))
    links = Links(made.base, made.targets[0])
    reasons = Reasons(links, *forms_of(made, 0))
    ours, theirs = sentence(made.base, "采信"), sentence(made.targets[0].plan, "培育一批服务机构")
    assert ours in made.targets[0].dropped
    found = reasons.alternatives([ours], [theirs])
    assert (ours, theirs) in {(a.base, a.target) for a in found}
    assert all(0 < a.share <= 1 for a in found)
    assert len({(a.base, a.target) for a in found}) == len(found)
    every = reasons.alternatives(made.base.aligned(), made.targets[0].plan.aligned())
    assert not {(a.base, a.target) for a in every} & {(m.base, m.target) for m in made.targets[0].matches}
