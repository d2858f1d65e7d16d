"""Transcripts: what is typed and what must come back, to the character, in a plain text file.

    # a comment
    --- pos.csv              a file in the folder; its lines follow, up to ---
    ---
    $ lstbo import sales pos.csv
    what stands on stdout
    ! what stands on stderr
    [3]                      the exit code, when it is not 0
    % LSTBO_LANG=zh          from here on

A call's answer ends at a blank line before the next `$`, `#`, `%` or `---`. With UPDATE_TRANSCRIPTS=1 the files are written
anew: read the difference before it is kept.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field

from tests.command import Said, Terminal

_STARTS = ("$ ", "# ", "% ", "--- ")


@dataclass
class Step:
    """One part of a transcript: a comment, a setting, a file, or a call with its answer."""

    head: str
    body: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the part as it stands in the file."""
        end = ["---"] if self.head.startswith("--- ") else []
        return "\n".join([self.head, *self.body, *end])


def read(text: str) -> list[Step]:
    """Return the parts of a transcript."""
    steps: list[Step] = []
    in_file = False
    for line in text.splitlines():
        if in_file:
            in_file = line != "---"
            if in_file:
                steps[-1].body.append(line)
        elif line.startswith(_STARTS) and (not steps or _is_over(steps[-1])):
            steps.append(Step(line))
            in_file = line.startswith("--- ")
        else:
            steps[-1].body.append(line)
    for step in steps:
        while step.body and not step.body[-1]:
            step.body.pop()
    return steps


def _is_over(step: Step) -> bool:
    """A call's answer goes on until a blank line; anything else ends with its own line."""
    return not step.head.startswith("$ ") or step.body[-1:] in ([], [""])


def play(steps: list[Step], terminal: Terminal) -> list[Step]:
    """Do what a transcript says and return it as it went."""
    env: dict[str, str] = {}
    played = []
    for step in steps:
        if step.head.startswith("$ "):
            words = shlex.split(step.head[2:])
            assert words[0] == "lstbo", step.head
            step = Step(step.head, _answer(terminal(*words[1:], env=env), terminal))
        elif step.head.startswith("--- "):
            terminal.write(step.head[4:], "\n".join([*step.body, ""]))
        elif step.head.startswith("% "):
            name, _equals, value = step.head[2:].partition("=")
            env[name] = value
        played.append(step)
    return played


def written(steps: list[Step]) -> str:
    """Return a transcript as text: one blank line between its parts, none between a comment and its call."""
    parts = []
    for step in steps:
        parts.append(step.text() + ("\n" if step.head.startswith("# ") and not step.body else "\n\n"))
    return "".join(parts).rstrip("\n") + "\n"


def _answer(said: Said, terminal: Terminal) -> list[str]:
    out = re.sub(r"\n\n+", "\n", said.out.replace(str(terminal.folder), "{folder}").removeprefix("\ufeff"))
    err = said.err.replace(str(terminal.folder), "{folder}")
    lines = [*out.splitlines(), *(f"! {line}" for line in err.splitlines())]
    return [*lines, f"[{said.exit_code}]"] if said.exit_code else lines
