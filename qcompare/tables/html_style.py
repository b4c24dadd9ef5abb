"""The style sheet of the web page, its colours taken from the one palette."""

from __future__ import annotations

from collections.abc import Mapping

from qcompare.palette import DARK, LIGHT, Palette

_LIGHT = {"base": "FFFFFF", "band1": "E4E7EA", "band2": "EFF1F3", "rule": "BDBDB8", "text": "1B1C1E", "quiet": "575A5E"}
_DARK = {"base": "1D1F21", "band1": "363A3F", "band2": "2A2D31", "rule": "53575C", "text": "E6E4DF", "quiet": "A9ACB0"}

_RULES = """
:root{color-scheme:light dark}
body{margin:0 16px 32px;background:var(--base);color:var(--text);
font:14px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","微软雅黑","黑体",sans-serif}
h1{font-size:22px;margin:16px 0 0}h2{font-size:17px;margin:28px 0 8px}h3{font-size:14px;margin:20px 0 6px}
header p{margin:2px 0 8px}p{margin:4px 0}
nav{display:flex;flex-wrap:wrap;gap:6px 18px;padding:6px 0;border-top:1px solid var(--rule);
border-bottom:1px solid var(--rule);margin-bottom:10px}
nav a{color:var(--moved)}
label{cursor:pointer}label::before{content:"☐ "}
#changes:checked~nav .c::before,#variants:checked~nav .v::before{content:"☑ "}
#changes,#variants{position:absolute;opacity:0}
#changes:focus-visible~nav .c,#variants:focus-visible~nav .v{outline:2px solid var(--moved)}
#changes:checked~main #t1+table .same{display:none}
table{border-collapse:collapse;width:100%;border-top:2px solid var(--text);border-bottom:2px solid var(--text)}
th,td{border:1px solid var(--rule);padding:5px 8px 6px;vertical-align:top;text-align:left}
th{position:sticky;top:0;background:var(--band1);font-weight:700;text-align:center;vertical-align:middle}
td.text{font:15px/1.55 "Noto Serif CJK SC","Source Han Serif SC","SimSun","宋体",serif;min-width:18em;
overflow-wrap:anywhere;line-break:strict}
td.note,td.label,td.plan,td.opinion{overflow-wrap:anywhere}td.note{min-width:7em}td.opinion{min-width:9em}
td.situation{min-width:7em;font-size:12.5px;color:var(--quiet)}
td.path{min-width:5.5em;color:var(--quiet)}
th.number,th.kind,th.share{min-width:3em}
td.number,td.count,td.share,td.kind{text-align:center;white-space:nowrap;font-variant-numeric:tabular-nums}
td.kind{font-weight:700}
tr.band1>td{background:var(--band1);font-weight:700}tr.band2>td{background:var(--band2);font-weight:700}
b,ins,del,span{text-decoration-skip-ink:none;text-decoration-thickness:1.5px;text-underline-offset:3px}
b.replaced{background:var(--replaced-ground);text-decoration:underline 1.5px var(--replaced)}
b.replaced.base{font-weight:inherit;text-decoration:underline wavy 1.3px var(--replaced)}
ins{background:var(--inserted-ground);text-decoration:underline 1.5px var(--inserted)}
ins.whole{background:var(--inserted-whole);text-decoration-thickness:1px}
del{background:var(--deleted-ground);text-decoration:line-through 1px var(--deleted)}
del.whole{background:var(--deleted-whole)}
span.localised{text-decoration:underline dashed 1.5px var(--localised)}
#variants:checked~main span.variant{text-decoration:underline dotted 1.5px var(--variant)}
b.figure{border:1.5px solid var(--inserted);padding:0 1px}b.figure.weaker{border-color:var(--deleted)}
b.figure.up::after{content:"↑"}b.figure.down::after{content:"↓"}
span.furniture{color:var(--furniture)}
span.moved{text-decoration:underline double 1.4px var(--moved);text-underline-offset:4px}
small.from{color:var(--moved);font:12px "Noto Sans CJK SC","Microsoft YaHei","黑体",sans-serif;margin:0 2px}
@page{size:A4 landscape;margin:15mm}
@media print{body{margin:0;font-size:10pt}nav,input{display:none}td.text{font-size:10.5pt;min-width:0}
th{position:static}thead{display:table-header-group}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}h2{break-after:avoid}}
"""


def _variables(palette: Palette, page: Mapping[str, str]) -> str:
    named = dict(page) | {"moved": palette.moved}
    for mark, look in palette.marks.items():
        named |= {mark.value: look.line, f"{mark.value}-ground": look.ground, f"{mark.value}-whole": look.whole_ground}
    return ":root{" + "".join(f"--{name}:#{colour};" for name, colour in named.items() if colour) + "}"


def _kinds(palette: Palette) -> str:
    return "".join(f"td.k-{kind.value}{{color:#{colour}}}" for kind, colour in palette.kinds.items())


STYLE = (
    f"{_variables(LIGHT, _LIGHT)}{_kinds(LIGHT)}{_RULES}"
    # On paper the page is light whatever the screen is.
    "@media screen and (prefers-color-scheme:dark){"
    f"{_variables(DARK, _DARK)}{_kinds(DARK)}}}"
)
"""The whole style sheet; nothing in it comes from a plan."""
