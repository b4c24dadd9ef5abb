"""The command treat: a person says how lines of a plan are to be taken (人工划定), or looks at what was said."""

from __future__ import annotations

import re

from qcompare.citing import name_of
from qcompare.cli.arguments import Request
from qcompare.cli.console import TITLE_COLUMNS, clipped, say
from qcompare.cli.plans import library_to_read, library_to_write
from qcompare.document import Span
from qcompare.errors import UsageError
from qcompare.model import Plan


def treat(request: Request) -> int:
    """Say how the line that holds some words is to be taken, take that back, or print what was said."""
    from qcompare.report import TREAT_WORDS, treat_lines

    name, *words = request.names
    with library_to_write(request) if words else library_to_read(request) as library:
        number = library.find_plan(name)
        plan, said = library.plan(number), library.treatments(number)
        if words:
            wanted = next((kind for kind, word in TREAT_WORDS.items() if word == request.treat), None)
            if wanted is None and request.treat:
                named = "、".join(TREAT_WORDS.values())
                raise UsageError(f"没有“{request.treat}”这种划定", advice=f"可用的有：{named}")
            said = treat_lines(plan, said, _line_with(plan, words[0]), wanted)
            library.treat(number, said)
    say(f"{name_of(plan)}：人工划定 {len(said)} 处" if said else f"{name_of(plan)}：没有人工划定")
    for treatment in said:
        place = f"（第 {treatment.nth} 处）" if treatment.nth > 1 else ""
        say(f"  {TREAT_WORDS[treatment.treat]}：{clipped(treatment.wording, TITLE_COLUMNS)}{place}")
    return 0


def _line_with(plan: Plan, words: str) -> Span:
    """Return where the words stand in the plan: once, or once as a whole line (附件 beside 附件1)."""
    places = [found.start() for found in re.finditer(re.escape(words), plan.text)]
    alone = [at for at in places if plan.text[plan.text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0].strip() == words]
    if not places:
        raise UsageError(f"文本里没有“{words}”", advice="请照原文写出那一行的文字，或其中一段")
    if len(places) > 1 and len(alone) != 1:
        raise UsageError(f"文本里不止一处有“{words}”", advice="请多写几个字，只指一行；几行完全相同的，请在窗口里划定")
    at = alone[0] if len(places) > 1 else places[0]
    return Span(at, at + len(words))
