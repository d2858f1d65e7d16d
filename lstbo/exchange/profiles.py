"""Saved profiles: what a shop knows about the files of one source, so that nobody is asked twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from lstbo.core.errors import BadInput, NotFound
from lstbo.core.language import _
from lstbo.core.text import clean_text
from lstbo.exchange._sql import batches as sql
from lstbo.exchange.batches import STANDARD
from lstbo.exchange.containers import Source, open_sources
from lstbo.exchange.reading import physical_lines, read_sample, split_cells
from lstbo.exchange.sniffing import Layout, Profile, sniff
from lstbo.exchange.words import KINDS, synonyms
from lstbo.storage import Transaction

if TYPE_CHECKING:
    from pydantic import BaseModel

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Understood:
    """How a table would be read: its layout, its first rows by canonical column, their lines (1-based), as they are."""

    file: str
    layout: Layout
    rows: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...] = ()
    raw: tuple[str, ...] = ()


def save_profile(
    tx: Transaction,
    name: str,
    kind: str,
    *,
    doc: int,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    date_order: str | None = None,
    decimal_style: str | None = None,
) -> Profile:
    """Save what is known about files of `kind` under a name; a later one of the same name takes its place.

    `columns` gives the file's header for canonical columns ("" = the file has none). Raises BadInput for a name,
    kind or value that cannot be.
    """
    plain = clean_text(name, 60)
    if not plain or plain == STANDARD:
        raise BadInput(_("A profile needs a name of its own, not '{name}'.").format(name=plain))
    given = {
        "columns": dict(columns or {}),
        "encoding": encoding,
        "delimiter": delimiter,
        "date_order": date_order,
        "decimal_style": decimal_style,
    }
    profile = _profile(plain, kind, given)
    body = json.dumps({key: value for key, value in given.items() if value}, ensure_ascii=False)
    sql.insert_profile(tx, plain, kind, body, doc)
    return profile


def list_profiles(tx: Transaction) -> list[Profile]:
    """Return the saved profiles by name, each as it is now."""
    return [_profile(name, kind, json.loads(body)) for name, kind, body in sql.profiles(tx)]


def show_profile(tx: Transaction, name: str) -> Profile:
    """Return one profile. Raises NotFound."""
    for profile in list_profiles(tx):
        if profile.name == clean_text(name, 60):
            return profile
    raise NotFound(
        _("There is no profile '{name}'.").format(name=clean_text(name)), _("See: lstbo import profiles list")
    )


def test_profile(path: str, profile: Profile) -> list[Understood]:
    """Return how the tables at `path` would be read with a profile. Raises BadInput for what cannot be opened."""
    return [understood(source, profile) for source in open_sources(path)]


def understood(source: Source, profile: Profile) -> Understood:
    """Return how one table would be read with a profile. Raises BadInput when it holds nothing."""
    with source.open() as stream:
        sample = read_sample(stream, file=source.name, encoding=profile.encoding or source.encoding)
    layout = sniff(
        sample.text,
        kind=profile.kind,
        profile=profile,
        encoding=sample.encoding,
        encoding_confidence=sample.confidence,
    )
    first = _first_rows(sample.text, layout)
    lines, rows, raw = (tuple(part) for part in zip(*first, strict=True)) if first else ((), (), ())
    return Understood(source.name, layout, rows, lines, raw)


def _first_rows(text: str, layout: Layout) -> list[tuple[int, Mapping[str, str], str]]:
    lines = physical_lines(text.lstrip("\ufeff"))
    found: list[tuple[int, Mapping[str, str], str]] = []
    for number, line in enumerate(lines[layout.header_line + 1 :][: 4 * _SHOWN], layout.header_line + 2):
        row = split_cells(line, layout.delimiter) if line.strip() else []
        if len(row) == len(layout.header) and len(found) < _SHOWN:
            values = {name: clean_text(row[at]) for name, at in layout.columns.items()}
            found.append((number, values, clean_text(line.replace("\t", "  "))))
    return found


def _profile(name: str, kind: str, body: Mapping[str, Any]) -> Profile:
    """Return a profile from its stored form, checked. Raises BadInput."""
    from pydantic import ValidationError

    if kind not in KINDS:
        raise BadInput(_("There is no kind of table called {kind}.").format(kind=kind))
    try:
        values = _body().model_validate(dict(body)).model_dump()
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            _("Profile '{name}': {field} is not valid.").format(name=name, field=where), first["msg"]
        ) from None
    known = {name for name, _rank in synonyms(kind).values()}
    strange = sorted(set(values["columns"]) - known)
    if strange:
        raise BadInput(
            _("Profile '{name}': there is no column '{column}'.").format(name=name, column=strange[0]),
            _("Use one of: {columns}").format(columns=" ".join(sorted(known))),
        )
    return Profile(name, kind, **values)


@cache
def _body() -> type[BaseModel]:
    """Return the model of a profile's body; made when first needed, for pydantic takes its time to load."""
    from typing import Literal

    from pydantic import BaseModel, ConfigDict, Field

    class Body(BaseModel):
        """What is stored of a profile."""

        model_config = ConfigDict(extra="forbid", strict=True)
        columns: dict[str, str] = Field(default_factory=dict)
        encoding: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{2,20}$")
        delimiter: Literal[",", "\t", ";", "|"] | None = None
        date_order: Literal["ymd", "dmy", "mdy"] | None = None
        decimal_style: Literal[".", ","] | None = None

    return Body
