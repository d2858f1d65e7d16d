"""The language lstbo speaks: English or Chinese, chosen once per run.

Message ids are the English texts. Mark a text with `_` where it is shown, and with `N_` where it is only
stored; fill in values afterwards: `_("No item {code}").format(code=code)`. Catalogues are read when the
first text is shown in a language that needs one, so importing this module costs nothing.
"""

from __future__ import annotations

import gettext as _gettext
import io
import os
import sys
from pathlib import Path

LANGUAGES = ("en", "zh")
_FOLDERS = {"zh": "zh_CN"}
_LOCALE = Path(__file__).resolve().parent.parent / "locale"


class _Speaker:
    """What this process speaks: the language asked for, and the catalogue once it is needed."""

    chosen: str | None = None
    asked = False  # for this run, by the command line
    catalogue: _gettext.NullTranslations | None = None


def set_language(code: str | None) -> None:
    """Speak `code` from now on: "en", "zh", or a locale name such as "zh_CN.UTF-8".

    None goes back to what the environment says. Raises ValueError for a language lstbo does not speak.
    """
    known = None if code is None else _known(code)
    if code is not None and known is None:
        raise ValueError(code)
    _Speaker.chosen = known
    _Speaker.asked = known is not None
    _Speaker.catalogue = None


def prefer_language(code: str) -> None:
    """Speak `code`, which somebody chose earlier, unless this run was asked for a language: by `set_language` or
    LSTBO_LANG. A language lstbo does not speak is passed over."""
    if _known(code) and not _Speaker.asked and not _known(os.environ.get("LSTBO_LANG", "")):
        _Speaker.chosen = _known(code)
        _Speaker.catalogue = None


def language() -> str:
    """The language in force: the one set, else LSTBO_LANG, else LC_ALL, LC_MESSAGES, LANG; else "en"."""
    if _Speaker.chosen is None:
        _Speaker.chosen = _from_environment()
    return _Speaker.chosen


def _(message: str) -> str:
    """`message` in the language in force; the English original where no translation is finished."""
    return _catalogue().gettext(message) if message else ""


def N_(message: str) -> str:
    """Mark `message` for translation where it is written down; show it later with `_`."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for `count` things, in the language in force."""
    return _catalogue().ngettext(singular, plural, count)


def _catalogue() -> _gettext.NullTranslations:
    if _Speaker.catalogue is None:
        _Speaker.catalogue = _load(language())
    return _Speaker.catalogue


def _load(code: str) -> _gettext.NullTranslations:
    """The compiled catalogue of an installed lstbo, or a checkout's `.po` read as it stands."""
    if code not in _FOLDERS:
        return _gettext.NullTranslations()
    folder = _LOCALE / _FOLDERS[code] / "LC_MESSAGES"
    compiled, source = folder / "lstbo.mo", folder / "lstbo.po"
    if compiled.is_file():
        return _gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))
    if source.is_file():
        from lstbo.core._po import compile_po

        return _gettext.GNUTranslations(io.BytesIO(compile_po(source)))
    return _gettext.NullTranslations()


def _known(code: str) -> str | None:
    short = code.strip().replace("-", "_").split("_")[0].split(".")[0].lower()
    if short in ("c", "posix"):
        return "en"
    return short if short in LANGUAGES else None


def _from_environment() -> str:
    for name in ("LSTBO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        known = _known(os.environ.get(name, ""))
        if known is not None:
            return known
    return _from_windows() or "en"


def _from_windows() -> str | None:
    """The language of the Windows desktop, which sets none of the variables above."""
    if sys.platform == "win32":
        import ctypes

        primary = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
        return "zh" if primary == 0x04 else "en"
    return None
