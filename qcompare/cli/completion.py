"""The command completion: prints the script by which a shell completes our commands, options and their values."""

from __future__ import annotations

from collections.abc import Callable

from qcompare.cli.arguments import PARSERS, Option, Request, options_of
from qcompare.cli.console import say

_FILES = {
    "--memo": ("pdf",),
    "--table": ("xlsx", "docx", "csv", "html", "json"),
    "--json": ("json",),
    "--library": ("db",),
}
"""Options whose value is a file, and the types that fit; folders are offered besides."""

_FOLDERS = ("--out",)


def completion(request: Request) -> int:
    """Print the script for a shell. It is made of the parsers themselves, so it knows what this version knows."""
    say(SHELLS[request.names[0]]().rstrip("\n"))
    return 0


def _bash() -> str:
    """Return the script for bash: all is in it, so that the program is not started for each Tab."""
    values = [
        *(f"        {name}) _qcompare_files {' '.join(types)}; return ;;" for name, types in _FILES.items()),
        *(f"        {name}) _qcompare_files /; return ;;" for name in _FOLDERS),
        *(f"        {name}) _qcompare_words {words}; return ;;" for name, words in _choices().items()),
        *(f"        {name}) return ;;" for name in _free()),
    ]
    options = [f"        {command}) _qcompare_words {_names(command)} ;;" for command in PARSERS]
    return _BASH.format(
        commands=" ".join(PARSERS),
        values="\n".join(values),
        options="\n".join(options),
        skipped="|".join(sorted({option.name for option in _all() if option.takes_value})),
    )


def _zsh() -> str:
    """Return the script for zsh, which runs that of bash."""
    return f"autoload -U +X compinit bashcompinit && compinit -i && bashcompinit\n{_bash()}"


def _powershell() -> str:
    """Return the script for PowerShell: files are completed by itself wherever nothing is returned."""
    options = "\n".join(f"        '{command}' = '{_names(command)}'" for command in PARSERS)
    choices = "\n".join(f"        '{name}' = '{words}'" for name, words in _choices().items())
    return _POWERSHELL.format(commands=" ".join(PARSERS), options=options, choices=choices)


def _all() -> tuple[Option, ...]:
    found = {option.name: option for command in PARSERS for option in options_of(command)}
    return tuple(found[name] for name in sorted(found))


def _names(command: str) -> str:
    return " ".join([*(option.name for option in options_of(command)), "--help"])


def _choices() -> dict[str, str]:
    """Return the options whose value is one of a few words, with the words."""
    from qcompare.profiles import BUILT_IN
    from qcompare.report import TREAT_WORDS

    return {"--profile": " ".join(profile.name for profile in BUILT_IN), "--as": " ".join(TREAT_WORDS.values())}


def _free() -> list[str]:
    """Return the options whose value nobody can guess."""
    known = {*_FILES, *_FOLDERS, *_choices()}
    return [option.name for option in _all() if option.takes_value and option.name not in known]


SHELLS: dict[str, Callable[[], str]] = {"bash": _bash, "zsh": _zsh, "powershell": _powershell}

_BASH = r"""
# qcompare 的命令补全。换用新版程序后请重新输出一次。
_qcompare_words() {{
    local each
    for each in "$@"; do
        [[ $each == "$word"* ]] && COMPREPLY+=("$each")
    done
}}
_qcompare_files() {{
    local each type
    compopt -o filenames 2>/dev/null
    while IFS= read -r each; do
        [[ -n $each ]] && COMPREPLY+=("$each")
    done < <(
        compgen -d -- "$word"
        for type in "$@"; do
            [[ $type == / ]] || compgen -f -X "!*.$type" -- "$word"
        done
    )
}}
_qcompare() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command="" at
    COMPREPLY=()
    if [[ $word == "=" ]]; then
        word=""
    elif [[ $before == "=" ]]; then
        before=${{COMP_WORDS[COMP_CWORD-2]}}
    fi
    word=${{word//\\/}}
    word=${{word#[\'\"]}}
    case $before in
{values}
    esac
    for ((at = 1; at < COMP_CWORD; at++)); do
        case ${{COMP_WORDS[at]}} in
            {skipped}) ((at++)) ;;
            -*|=) ;;
            *) command=${{COMP_WORDS[at]}}; break ;;
        esac
    done
    case $command in
        "")
            if [[ $word == -* ]]; then
                _qcompare_words --library --help --version
            else
                _qcompare_words {commands} help
            fi
            return ;;
        help) _qcompare_words {commands}; return ;;
        completion) _qcompare_words bash zsh powershell; return ;;
    esac
    [[ $word == -* ]] || return
    case $command in
{options}
    esac
}}
complete -o bashdefault -o default -F _qcompare qcompare
"""

_POWERSHELL = r"""
# qcompare 的命令补全。在 $PROFILE 中写一行：qcompare completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName qcompare, qcompare.exe -ScriptBlock {{
    param($word, $tree, $cursor)
    $options = @{{
{options}
    }}
    $choices = @{{
{choices}
    }}
    $given = @($tree.CommandElements | Select-Object -Skip 1 | Where-Object {{ $_.Extent.EndOffset -lt $cursor }} |
        ForEach-Object {{ $_.ToString() }})
    $command = $given | Where-Object {{ $_ -notlike '-*' }} | Select-Object -First 1
    $before = if ($given) {{ $given[-1] }} else {{ '' }}
    $found = if ($choices.ContainsKey($before)) {{ $choices[$before] }}
        elseif (-not $command) {{ '{commands} help' }}
        elseif ($word -like '-*' -and $options.ContainsKey($command)) {{ $options[$command] }}
        else {{ '' }}
    $found -split ' ' | Where-Object {{ $_ -and $_ -like "$word*" }} |
        ForEach-Object {{ [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }}
}}
"""
