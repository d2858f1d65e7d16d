"""Every statement of the accounting room. Parameters in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lstbo.storage import Transaction

Row = tuple[Any, ...]
FOREVER = 2**62


def insert_accounts(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of the chart."""
    columns = (
        "code", "parent", "name_zh", "name_en", "type", "normal_side", "kind", "dimension", "is_cash", "report_class", "control", "note",
    )
    tx.insert("accounting.account", columns, rows)


def insert_roles(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert role -> account."""
    tx.insert("accounting.role", ("role", "account"), rows)


def insert_tax_codes(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert dated tax rates."""
    columns = ("code", "name_zh", "name_en", "rate", "inclusive", "valid_from", "valid_to", "category", "is_default")
    tx.insert("accounting.tax_code", columns, rows)


def roles(tx: Transaction) -> dict[str, str]:
    """Return role -> account code."""
    return tx.kept(
        "accounting.role",
        ["accounting.role"],
        lambda: dict(tx.rows("SELECT role, account FROM accounting.role ORDER BY role")),
    )


def posting_accounts(tx: Transaction) -> dict[str, tuple[bool, bool]]:
    """Return code -> (is cash, is control) of every account that may be posted to."""

    def load() -> dict[str, tuple[bool, bool]]:
        found = tx.rows("SELECT code, is_cash, control FROM accounting.account WHERE kind = 'posting' ORDER BY code")
        return {code: (cash, control) for code, cash, control in found}

    return tx.kept("accounting.account", ["accounting.account"], load)


def all_accounts(tx: Transaction) -> list[Row]:
    """Return the chart in code order."""
    return tx.rows(
        "SELECT code, parent, name_zh, name_en, type, normal_side, kind, dimension, is_cash, report_class, control, coalesce(roles, '') "
        "FROM accounting.v_account ORDER BY code"
    )


def last_numbers(tx: Transaction) -> tuple[int, dict[int, int]]:
    """Return the last entry id used, and month -> last voucher number used."""
    found = tx.rows("SELECT month, max(number), max(id) FROM accounting.journal_entry GROUP BY month ORDER BY month")
    return max((row[2] for row in found), default=0), {row[0]: row[1] for row in found}


def insert_entries(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert journal entries."""
    columns = ("id", "month", "number", "business_date", "kind", "memo", "doc", "reverses")
    tx.insert("accounting.journal_entry", columns, rows)


def insert_postings(tx: Transaction, rows: Iterable[Sequence[object]]) -> None:
    """Insert postings."""
    columns = ("entry", "line", "account", "amount", "party", "tax_code", "cash_flow", "memo", "doc")
    tx.insert("accounting.posting", columns, rows)


def insert_entry(tx: Transaction, row: Sequence[object], postings: Sequence[Sequence[object]]) -> None:
    """Insert one entry with its postings in two statements."""
    tx.execute("INSERT INTO accounting.journal_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    values = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?)"] * len(postings))
    tx.execute(
        f"INSERT INTO accounting.posting VALUES {values}",  # noqa: S608
        [value for posting in postings for value in posting],
    )


def document_postings(tx: Transaction, docs: Sequence[int]) -> list[Row]:
    """Return (entry, date, kind, memo, doc, account, amount, party, tax code, cash-flow line, memo) of some documents."""
    return tx.rows(
        "SELECT e.id, e.business_date, e.kind, e.memo, e.doc, p.account, p.amount, p.party, p.tax_code, p.cash_flow, p.memo "
        "FROM accounting.posting p JOIN accounting.journal_entry e ON e.id = p.entry "
        "WHERE p.doc IN (SELECT unnest(?::BIGINT[])) ORDER BY p.entry, p.line",
        [list(docs)],
    )


def lock_states(tx: Transaction) -> dict[int, str]:
    """Return month (yyyymm) -> open | soft | hard, for months that were ever locked."""
    return tx.kept(
        "accounting.period",
        ["accounting.period_lock"],
        lambda: dict(tx.rows("SELECT month, state FROM accounting.v_period ORDER BY month")),
    )


def insert_lock(tx: Transaction, month: int, state: str, doc: int) -> None:
    """Record that a month changed its state."""
    tx.execute("INSERT INTO accounting.period_lock VALUES (?, ?, ?)", [month, state, doc])


def find_party(tx: Transaction, kind: str, name: str) -> int | None:
    """Return the id of a party by its exact name."""
    found = tx.scalar("SELECT id FROM accounting.party WHERE kind = ? AND name = ?", [kind, name])
    return None if found is None else int(found)


def parties(tx: Transaction, kind: str | None) -> list[Row]:
    """Return (id, kind, name, phone, terms_days)."""
    return tx.rows(
        "SELECT id, kind, name, phone, terms_days FROM accounting.party WHERE ? IS NULL OR kind = ? ORDER BY kind, name", [kind, kind]
    )


def insert_party(tx: Transaction, row: Sequence[object]) -> None:
    """Insert one party: id, kind, name, phone, terms_days, doc."""
    tx.execute("INSERT INTO accounting.party VALUES (?, ?, ?, ?, ?, ?)", row)


def tax_codes(tx: Transaction) -> list[Row]:
    """Return (code, rate, inclusive, valid_from, valid_to, is_default)."""
    return tx.rows(
        "SELECT code, rate, inclusive, valid_from, valid_to, is_default FROM accounting.tax_code ORDER BY code, valid_from"
    )


def turnover(tx: Transaction, start: date | None, end: date | None, known_at: int | None) -> list[Row]:
    """Return (account, opening, debit, credit, closing) of every account with postings up to `end`."""
    return tx.rows(
        """SELECT account,
                  coalesce(sum(amount) FILTER (WHERE business_date < $start), 0)::DECIMAL(18,2),
                  coalesce(sum(amount) FILTER (WHERE business_date >= $start AND amount > 0), 0)::DECIMAL(18,2),
                  coalesce(-sum(amount) FILTER (WHERE business_date >= $start AND amount < 0), 0)::DECIMAL(18,2),
                  sum(amount)::DECIMAL(18,2)
           FROM accounting.v_posting WHERE business_date <= $end AND doc <= $known
           GROUP BY account ORDER BY account""",
        {"start": start or date(1, 1, 1), "end": end or date(9999, 12, 31), "known": _known(known_at)},  # type: ignore[arg-type]
    )


def party_balances(tx: Transaction, end: date | None, known_at: int | None) -> list[Row]:
    """Return (account, party, balance) per account and party, debit +; party may be None."""
    return tx.rows(
        """SELECT account, party, sum(amount)::DECIMAL(18,2) FROM accounting.v_posting
           WHERE business_date <= ? AND doc <= ? GROUP BY account, party ORDER BY account, party""",
        [end or date(9999, 12, 31), _known(known_at)],
    )


def flow(tx: Transaction, start: date, end: date, known_at: int | None, skip_kinds: Sequence[str]) -> list[Row]:
    """Return (account, sum) of the postings in a period, entries of `skip_kinds` left out."""
    return tx.rows(
        """SELECT account, sum(amount)::DECIMAL(18,2) FROM accounting.v_posting
           WHERE business_date BETWEEN ? AND ? AND doc <= ? AND NOT list_contains(?::VARCHAR[], kind)
           GROUP BY account ORDER BY account""",
        [start, end, _known(known_at), list(skip_kinds)],
    )


def cash_flow(tx: Transaction, start: date, end: date, known_at: int | None) -> list[Row]:
    """Return (cash-flow line, sum of the cash movements that carry it, in +)."""
    return tx.rows(
        """SELECT cash_flow, sum(amount)::DECIMAL(18,2) FROM accounting.v_posting
           WHERE cash_flow <> '' AND business_date BETWEEN ? AND ? AND doc <= ? GROUP BY cash_flow ORDER BY cash_flow""",
        [start, end, _known(known_at)],
    )


def journal(
    tx: Transaction, start: date | None, end: date | None, known_at: int | None, accounts: Sequence[str] | None, limit: int | None
) -> list[Row]:
    """Return postings in voucher order: (entry, month, number, date, kind, doc, memo, line, account, amount, party name, cash-flow line, reverses)."""
    return tx.rows(
        """SELECT v.entry, v.month, v.number, v.business_date, v.kind, v.doc, v.entry_memo, v.line, v.account, v.amount,
                  coalesce(y.name, ''), v.cash_flow, v.reverses, v.memo
           FROM accounting.v_posting v LEFT JOIN accounting.party y ON y.id = v.party
           WHERE v.business_date BETWEEN ? AND ? AND v.doc <= ?
             AND (?::VARCHAR[] IS NULL OR v.entry IN (SELECT entry FROM accounting.posting WHERE list_contains(?::VARCHAR[], account)))
           ORDER BY v.month, v.number, v.line LIMIT ?""",
        [
            start or date(1, 1, 1), end or date(9999, 12, 31), _known(known_at),
            None if accounts is None else list(accounts), None if accounts is None else list(accounts), limit or FOREVER,
        ],
    )


def ledger(tx: Transaction, accounts: Sequence[str], start: date | None, end: date | None, known_at: int | None) -> list[Row]:
    """Return (date, month, number, entry memo, amount, party name, doc, account, entry) of the postings of some accounts, by date."""
    return tx.rows(
        """SELECT v.business_date, v.month, v.number, CASE WHEN v.memo = '' THEN v.entry_memo ELSE v.memo END, v.amount, coalesce(y.name, ''),
                  v.doc, v.account, v.entry
           FROM accounting.v_posting v LEFT JOIN accounting.party y ON y.id = v.party
           WHERE list_contains(?::VARCHAR[], v.account) AND v.business_date BETWEEN ? AND ? AND v.doc <= ?
           ORDER BY v.business_date, v.month, v.number, v.line""",
        [list(accounts), start or date(1, 1, 1), end or date(9999, 12, 31), _known(known_at)],
    )


def balance(tx: Transaction, accounts: Sequence[str], end: date | None, known_at: int | None, party: int | None = None) -> Decimal:
    """Return the balance of some accounts together (debit +), of one party when given."""
    found = tx.scalar(
        """SELECT coalesce(sum(amount), 0)::DECIMAL(18,2) FROM accounting.v_posting
           WHERE list_contains(?::VARCHAR[], account) AND business_date <= ? AND doc <= ? AND (? IS NULL OR party = ?)""",
        [list(accounts), end or date(9999, 12, 31), _known(known_at), party, party],
    )
    return Decimal(found)


def reversal_of(tx: Transaction, doc: int) -> int | None:
    """Return the document that reverses `doc`, if there is one."""
    found = tx.scalar("SELECT min(seq) FROM storage.v_document WHERE reverses = ?", [doc])
    return None if found is None else int(found)


def document(tx: Transaction, doc: int) -> Row | None:
    """Return (room, kind, business_date, title, reverses, posted_at, actor, command) of a document."""
    return tx.one(
        "SELECT room, kind, business_date, title, reverses, posted_at, actor, command FROM storage.v_document WHERE seq = ?", [doc]
    )


def count_after(tx: Transaction, docs: Sequence[int], since: int) -> Row | None:
    """Return (count, its day) of the first live cash count after document `since` whose expected cash some documents change."""
    return tx.one(
        """WITH counted AS (
               SELECT d.seq, d.business_date, coalesce((SELECT min(p.account) FROM accounting.posting p JOIN accounting.account a ON a.code = p.account
                   WHERE p.doc = d.seq AND a.is_cash), (SELECT min(account) FROM accounting.role WHERE role = 'till_cash')) AS account
               FROM storage.v_document d ANTI JOIN storage.v_document r ON r.reverses = d.seq
               WHERE d.kind = 'till_count' AND d.reverses IS NULL AND d.seq > ?)
           SELECT c.seq, c.business_date FROM counted c
           JOIN accounting.v_posting p ON p.account = c.account AND p.business_date <= c.business_date
           WHERE p.doc IN (SELECT unnest(?::BIGINT[])) GROUP BY ALL HAVING sum(p.amount) <> 0 ORDER BY c.seq LIMIT 1""",
        [since, list(docs)],
    )


def first_month(tx: Transaction) -> int | None:
    """Return the first month (yyyymm) with an entry."""
    found = tx.scalar("SELECT min(month) FROM accounting.journal_entry")
    return None if found is None else int(found)


def _known(known_at: int | None) -> int:
    return FOREVER if known_at is None else known_at


def opening_flow(tx: Transaction, accounts: Sequence[str], before: date | None, known_at: int | None) -> Decimal:
    """Return the balance of some accounts before a day (debit +); 0 without a day."""
    if before is None:
        return Decimal("0.00")
    found = tx.scalar(
        """SELECT coalesce(sum(amount), 0)::DECIMAL(18,2) FROM accounting.v_posting
           WHERE list_contains(?::VARCHAR[], account) AND business_date < ? AND doc <= ?""",
        [list(accounts), before, _known(known_at)],
    )
    return Decimal(found)


def last_day(tx: Transaction, known_at: int | None) -> date | None:
    """Return the last business date with an entry."""
    found: date | None = tx.scalar(
        "SELECT max(business_date) FROM accounting.journal_entry WHERE doc <= ?", [_known(known_at)]
    )
    return found


def profit_and_loss(tx: Transaction, end: date) -> list[Row]:
    """Return (account, balance) of the income and expense accounts that are not zero at the end of a day."""
    return tx.rows(
        """SELECT p.account, sum(p.amount)::DECIMAL(18,2) AS balance FROM accounting.v_posting p
           JOIN accounting.account a ON a.code = p.account AND a.type IN ('income', 'expense')
           WHERE p.business_date <= ? GROUP BY p.account HAVING sum(p.amount) <> 0 ORDER BY p.account""",
        [end],
    )


def closing_entries(tx: Transaction, start: date, end: date) -> list[Row]:
    """Return (entry, day, memo) of the closing entries of some days that no later entry reverses, newest first."""
    return tx.rows(
        """SELECT e.id, e.business_date, e.memo FROM accounting.journal_entry e
           WHERE e.kind = 'closing' AND e.reverses IS NULL AND e.business_date BETWEEN ? AND ?
             AND e.id NOT IN (SELECT reverses FROM accounting.journal_entry WHERE reverses IS NOT NULL)
           ORDER BY e.business_date DESC, e.id DESC""",
        [start, end],
    )


def entry_postings(tx: Transaction, entry: int) -> list[Row]:
    """Return (account, amount) of an entry."""
    return tx.rows("SELECT account, amount FROM accounting.posting WHERE entry = ? ORDER BY line", [entry])


# What a search finds, for the journal (e) and for postings (l): every branch is a plain text test, no index.
_ENTRY_FOUND = """($text = '' OR contains(lower(e.memo), $text) OR ($voucher AND contains(printf('%06d-%03d', e.month, e.number), $text))
    OR e.id IN (SELECT p.entry FROM accounting.posting p LEFT JOIN accounting.party y ON y.id = p.party
                JOIN accounting.account a ON a.code = p.account
                WHERE abs(p.amount) = $amount::DECIMAL(18,2) OR contains(lower(p.memo), $text)
                   OR contains(lower(coalesce(y.name, '')), $text) OR ($account AND starts_with(a.code, $text))
                   OR contains(lower(a.name_zh || ' ' || a.name_en), $text)))"""
_ENTRIES = f"""FROM accounting.journal_entry e
    WHERE e.business_date BETWEEN $start AND $end AND e.doc <= $known AND {_ENTRY_FOUND}"""
_POSTING_FOUND = """($text = '' OR contains(lower(l.text), $text) OR contains(lower(l.party), $text)
    OR ($voucher AND contains(printf('%06d-%03d', l.month, l.number), $text)) OR abs(l.amount) = $amount::DECIMAL(18,2)
    OR ($account AND starts_with(l.account, $text))
    OR l.account IN (SELECT code FROM accounting.account WHERE contains(lower(name_zh || ' ' || name_en), $text)))"""
_POSTINGS = """SELECT v.entry, v.line, v.month, v.number, v.business_date,
        CASE WHEN v.memo = '' THEN v.entry_memo ELSE v.memo END AS text, coalesce(y.name, '') AS party, v.account, v.amount,
        v.doc, v.reverses
    FROM accounting.v_posting v LEFT JOIN accounting.party y ON y.id = v.party
    WHERE list_contains($accounts::VARCHAR[], v.account) AND v.business_date BETWEEN $start AND $end AND v.doc <= $known"""


def _order(prefix: str, newest_first: bool, line: bool) -> str:
    columns = [f"{prefix}.business_date", f"{prefix}.month", f"{prefix}.number", *([f"{prefix}.line"] if line else [])]
    return ", ".join(column + (" DESC" if newest_first else "") for column in columns)


def entry_count(tx: Transaction, asked: Mapping[str, object]) -> int:
    """Return how many entries there are. `asked` has start, end, known, text (lower case), amount, and
    whether the text may be part of a voucher or account."""
    return int(tx.scalar(f"SELECT count(*) {_ENTRIES}", asked))  # type: ignore[arg-type]


def entry_page(tx: Transaction, asked: Mapping[str, object], newest_first: bool, offset: int, limit: int) -> list[Row]:
    """Return some entries: (entry, month, number, date, kind, memo, doc, reverses, party, debits, first account
    debited, first account credited, document that reverses theirs)."""
    return tx.rows(
        f"""WITH page AS (SELECT e.* {_ENTRIES} ORDER BY {_order("e", newest_first, False)} LIMIT $limit OFFSET $offset),
            part AS (SELECT p.entry, coalesce(max(y.name), '') AS party,
                            sum(p.amount) FILTER (WHERE p.amount > 0) AS debits,
                            arg_min(p.account, p.line) FILTER (WHERE p.amount > 0) AS debit,
                            arg_min(p.account, p.line) FILTER (WHERE p.amount < 0) AS credit
                     FROM accounting.posting p LEFT JOIN accounting.party y ON y.id = p.party
                     WHERE p.entry IN (SELECT id FROM page) GROUP BY p.entry),
            back AS (SELECT d.reverses, min(d.seq) AS seq FROM storage.v_document d
                     WHERE d.reverses IN (SELECT doc FROM page) GROUP BY d.reverses)
            SELECT e.id, e.month, e.number, e.business_date, e.kind, e.memo, e.doc, e.reverses, coalesce(part.party, ''),
                   coalesce(part.debits, 0)::DECIMAL(18,2), part.debit, part.credit, back.seq
            FROM page e LEFT JOIN part ON part.entry = e.id LEFT JOIN back ON back.reverses = e.doc
            ORDER BY {_order("e", newest_first, False)}""",  # noqa: S608
        {**asked, "limit": limit, "offset": offset},  # type: ignore[arg-type]
    )


def posting_sums(tx: Transaction, accounts: Sequence[str], asked: Mapping[str, object]) -> tuple[int, Decimal, Decimal]:
    """Return (how many, debits, credits) of the postings of some accounts, credits positive."""
    found = tx.one(
        f"""SELECT count(*), coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0)::DECIMAL(18,2),
                   coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)::DECIMAL(18,2)
            FROM ({_POSTINGS}) l WHERE {_POSTING_FOUND}""",  # noqa: S608
        {**asked, "accounts": list(accounts)},  # type: ignore[arg-type]
    )
    assert found is not None
    return int(found[0]), found[1], found[2]


def posting_page(
    tx: Transaction, accounts: Sequence[str], asked: Mapping[str, object], newest_first: bool, offset: int, limit: int
) -> list[Row]:
    """Return some postings: (entry, line, month, number, date, text, party, account, amount, sum up to and with it, doc,
    reverses, document that reverses theirs). The sums count what a search leaves out."""
    return tx.rows(
        f"""WITH line AS (SELECT l.*, sum(l.amount) OVER (ORDER BY l.business_date, l.month, l.number, l.line, l.entry
                                 ROWS UNBOUNDED PRECEDING)::DECIMAL(18,2) AS running FROM ({_POSTINGS}) l),
            page AS (SELECT l.* FROM line l WHERE {_POSTING_FOUND}
                     ORDER BY {_order("l", newest_first, True)} LIMIT $limit OFFSET $offset),
            back AS (SELECT d.reverses, min(d.seq) AS seq FROM storage.v_document d
                     WHERE d.reverses IN (SELECT doc FROM page) GROUP BY d.reverses)
            SELECT l.entry, l.line, l.month, l.number, l.business_date, l.text, l.party, l.account, l.amount, l.running, l.doc,
                   l.reverses, back.seq
            FROM page l LEFT JOIN back ON back.reverses = l.doc ORDER BY {_order("l", newest_first, True)}""",  # noqa: S608
        {**asked, "accounts": list(accounts), "limit": limit, "offset": offset},  # type: ignore[arg-type]
    )


def entries_of(tx: Transaction, documents: Sequence[int], day: date | None) -> list[Row]:
    """Return the postings of some documents in voucher order, as `journal` does; of one day when given."""
    return tx.rows(
        """SELECT v.entry, v.month, v.number, v.business_date, v.kind, v.doc, v.entry_memo, v.line, v.account, v.amount,
                  coalesce(y.name, ''), v.cash_flow, v.reverses, v.memo
           FROM accounting.v_posting v LEFT JOIN accounting.party y ON y.id = v.party
           WHERE v.doc IN (SELECT unnest(?::BIGINT[])) AND (?::DATE IS NULL OR v.business_date = ?)
           ORDER BY v.month, v.number, v.line""",
        [list(documents), day, day],
    )
