"""Files out to break things: control characters, markup, formulas, statements, endless names, damage of every kind."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from lstbo.core.errors import BadInput
from lstbo.core.text import clean_text
from tests.shop_files import HEADER, Shop, codes, line, outcomes

EVIL = {
    "cola [/]": "cola [/]",
    "[bold red]特价[/]": "[bold red]特价[/]",
    "[@click=app.quit]x[/]": "[@click=app.quit]x[/]",
    "[link=file:///etc/passwd]x[/link]": "[link=file:///etc/passwd]x[/link]",
    "a\x1b]52;c;ZXZpbA==\x07b": "a]52;c;ZXZpbA==b",
    "a\x1b]0;PWNED\x07b": "a]0;PWNEDb",
    "a\x1b[2J\x1b[Hb": "a[2J[Hb",
    "a\x9b31m\x9d0;t\x9cb": "a31m0;tb",
    "9.99\b\b\b\b1.00": "9.991.00",
    "gum\u202egnp.exe\u2066": "gumgnp.exe",
    "'; DROP TABLE sales.receipt; --": "'; DROP TABLE sales.receipt; --",
    "$1 ? {name} %s \\": "$1 ? {name} %s \\",
    "=cmd|'/c calc'!A1": "=cmd|'/c calc'!A1",
    "émile Ñandú 👾 𠮷": "émile Ñandú 👾 𠮷",
}


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def test_evil_names_are_shown_as_they_are_without_what_a_terminal_obeys(shop: Shop) -> None:
    found = shop.give([line(f"R{number}", name=quoted(text)) for number, text in enumerate(EVIL)])
    assert outcomes(found) == {"accepted": len(EVIL)} and shop.scalar("SELECT count(*) FROM sales.receipt") == len(EVIL)
    names = {str(name) for (name,) in shop.rows("SELECT name FROM catalog.v_item WHERE id > 5")}
    assert names == set(EVIL.values())
    assert any("control" in note for note in found.notes)


def test_evil_text_in_every_other_column_is_kept_clean(shop: Shop) -> None:
    rows = [line(quoted(text)) for text in EVIL]
    for field in ("register", "cashier", "tax_code", "item", "tender"):
        rows += [line(f"{field}{number}", **{field: quoted(text)}) for number, text in enumerate(EVIL)]
    found = shop.give(rows)
    assert found.accepted + found.held == len(rows) == found.receipts, found.problems[:3]
    assert outcomes(shop.give(rows, "again.csv")) == {"duplicate": len(rows)}
    kept = shop.rows(
        """SELECT number || register || cashier FROM sales.receipt
           UNION ALL SELECT code || name FROM catalog.item UNION ALL SELECT text FROM sales.held"""
    )
    assert all(clean_text(str(text)) == str(text).strip() for (text,) in kept)


def test_one_evil_register_for_the_whole_file(shop: Shop) -> None:
    for number, text in enumerate(list(EVIL)[4::3]):
        assert outcomes(shop.give([line(f"R{number}", register=quoted(text), cashier=quoted(text))])) == {"accepted": 1}


def test_name_of_a_megabyte_is_cut(shop: Shop) -> None:
    found = shop.give([line(), line("R2", name="x" * 1_000_000), line("R3", name="y" * 20_000_000), line("R4")])
    assert outcomes(found) == {"accepted": 3, "rejected": 1} and codes(found) == [(4, "E_ROW_LONG")]
    assert shop.scalar("SELECT max(length(name)) FROM catalog.item") == 200
    assert found.rejects_file and Path(found.rejects_file).stat().st_size < 100_000


def test_file_names_are_shown_clean_and_taken_as_they_are(shop: Shop) -> None:
    for number, name in enumerate(
        ("a\nb\x1b]0;t\x07.csv", "-rf.csv", "; rm -rf .csv", "日报 [bold].csv", "x" * 120 + ".csv")
    ):
        found = shop.give([line(f"R{number}"), line(f"B{number}", quantity="x")], name)
        assert outcomes(found) == {"accepted": 1, "rejected": 1}
        assert clean_text(found.file) == found.file and found.rejects_file and Path(found.rejects_file).exists()


def test_zero_width_and_full_width_codes_are_the_same_code(shop: Shop) -> None:
    codes_read = [
        "6901028075831",
        "6901028\u200d075831",
        "\ufeff6901028075831",
        "６９０１０２８０７５８３１",
        "6901028075831\u200b",
    ]
    shop.give([line(f"R{n}", barcode=text) for n, text in enumerate(codes_read)])
    assert shop.scalar("SELECT count(*) FROM catalog.item") == 6


def test_damage_to_single_lines_touches_no_other_receipt(shop: Shop) -> None:
    chance = random.Random(11)
    rows = [
        line(f"R{number}", name=quoted(f"milk, {number} l") if number % 3 == 0 else "milk", tender="cash")
        for number in range(400)
    ]
    damaged = sorted(chance.sample(range(400), 60))
    for at in damaged:
        rows[at] = damage(rows[at], chance)
    found = shop.give("\n".join([HEADER, *rows]) + "\n")
    whole = {f"R{number}" for number in range(400) if number not in damaged}
    booked = {str(number) for (number,) in shop.rows("SELECT number FROM sales.receipt")}
    assert whole <= booked and found.rows == 400
    shop.proven()


def damage(text: str, chance: random.Random) -> str:
    """Harm one line: cut it, double or drop a comma, strew in a quote, a NUL or a letter, spoil the number."""
    at = chance.randrange(3, len(text))
    ways = (
        text[:at],
        text[:at] + '"' + text[at:],
        text[:at] + "," + text[at:],
        text[:at] + "\x00" + text[at:],
        text.replace(",", "", 1),
        text + ',"',
        text[:at] + "\ufffd" + text[at:],
        text.replace("5.00", "5.OO"),
        '"' + text,
    )
    return chance.choice(ways)


def test_bytes_of_another_encoding_in_one_line_are_refused_with_the_place(shop: Shop) -> None:
    content = "\n".join([HEADER, *[line(f"R{n}", name="牛奶") for n in range(50)]]).encode()
    broken = content[:2000] + b"\xff\xfe\xfd" + content[2000:]
    try:
        found = shop.give(broken)
    except BadInput as fault:
        assert "E_ENCODING" in str(fault) or "byte" in str(fault) or "encoding" in str(fault).lower()
    else:
        assert found.accepted == 49 and found.rejected == 1


def test_rejects_neutralise_formulas_and_keep_the_row(shop: Shop) -> None:
    found = shop.give([line("=1+1", quantity="=2+3"), line("@SUM(1)", quantity="-x", name=quoted("+1")), line("R3")])
    assert found.rejects_file is not None
    rows = list(csv.reader(Path(found.rejects_file).read_text(encoding="utf-8-sig").splitlines()))
    assert all(not cell.startswith(("=", "@")) for row in rows for cell in row)
