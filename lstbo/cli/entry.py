"""Where every call begins and ends: UTF-8 streams, the language, and one sentence for whatever goes wrong."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from lstbo.core.errors import LstboError, Usage, sentences
from lstbo.core.language import _
from lstbo.core.text import cell

INTERRUPTED = 130
_RARELY = 100_000  # objects between two looks for circles of garbage; loading the modules alone makes 700 too few


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused, 2 usage, 3 in part, 4 busy, 5 integrity, 130."""
    args = list(sys.argv[1:] if argv is None else argv)
    gc.set_threshold(_RARELY, 20, 20)
    if argv is None:  # a program of its own: what breaks while things are taken down goes to the log, not to the user
        sys.unraisablehook = _log_quietly
    _stand_in_for_closed_streams()
    _speak_utf8()
    try:
        code = _answer(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        return _nobody_listens()
    except KeyboardInterrupt:
        return _say(_interrupted(), INTERRUPTED)
    except LstboError as fault:
        return _say(str(fault), fault.exit_code)
    except OSError as fault:
        if fault.errno in (errno.EPIPE, errno.EINVAL) and not fault.filename:
            return _nobody_listens()
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            return _say(sentences(_("The disk is full."), _("Make room and try again.")), 1)
        return _unexpected(fault)
    except Exception as fault:
        return _say(_interrupted(), INTERRUPTED) if _was_stopped(fault) else _unexpected(fault)


def _was_stopped(fault: Exception) -> bool:
    """Whether Ctrl-C came while the engine was at work: then it says so itself, in a fault of its own kind."""
    return type(fault).__name__ == "InterruptException" or str(fault) == "Query interrupted"


def _answer(args: list[str]) -> int:
    from lstbo.cli.run import speak

    chosen = _asked_language(args)
    if chosen is not None:
        speak(chosen)
    from lstbo.cli.root import run_command
    from lstbo.cli.usage import Asked, explained

    try:
        return run_command(args)
    except Asked as fault:
        raise Usage(*explained(fault)) from None


def _asked_language(args: list[str]) -> str | None:
    """The value of --lang, which also the help and the errors of the command line itself must speak."""
    words = args[: args.index("--")] if "--" in args else args
    for at, word in enumerate(words):
        if word.startswith("--lang="):
            return word[7:]
        if word == "--lang" and at + 1 < len(words):
            return words[at + 1]
    return None


def _stand_in_for_closed_streams() -> None:
    """Where a stream was closed before the call began, read nothing and write to nowhere.

    The number of a closed stream would be given to the next file that is opened: the book must not become stdout.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is not None:
            continue
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False))


def _speak_utf8() -> None:
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


def _say(text: str, code: int) -> int:
    with suppress(OSError):
        print(cell(text), file=sys.stderr)
    return code


def _interrupted() -> str:
    """What Ctrl-C left behind: storage knows what was posted before it, when it was asked to open a book at all."""
    storage = sys.modules.get("lstbo.storage")
    asked = getattr(storage, "posted_here", None)  # none yet when the interrupt came while it was loaded
    posted = asked() if asked else None
    if posted is None:
        return _("Interrupted: nothing was posted.")
    if posted[0] == posted[1]:
        return _("Interrupted, but document {number} was posted before; nothing is half-written.").format(
            number=posted[0]
        )
    text = _("Interrupted, but documents {first} to {last} were posted before; nothing is half-written.")
    return text.format(first=posted[0], last=posted[1])


def _nobody_listens() -> int:
    """The reader of a pipe went away: be quiet, also when Python flushes at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _log_quietly(broken: sys.UnraisableHookArgs) -> None:
    from lstbo.cli.faults import log_fault

    if broken.exc_value is not None:
        log_fault(broken.exc_value)


def _unexpected(fault: BaseException) -> int:
    from lstbo.cli.faults import log_fault

    where = log_fault(fault)
    text = _("Something went wrong inside lstbo. What was acknowledged is safe; the details are in {file}.")
    return _say(text.format(file=where), 1)
