-- Double entry. Entries and postings are only ever inserted; debit is +, credit is -.
CREATE SCHEMA accounting;
CREATE TABLE accounting.account (
    code VARCHAR PRIMARY KEY, parent VARCHAR, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, type VARCHAR NOT NULL,
    normal_side VARCHAR NOT NULL, kind VARCHAR NOT NULL, dimension VARCHAR NOT NULL DEFAULT '', is_cash BOOLEAN NOT NULL DEFAULT false,
    report_class VARCHAR NOT NULL DEFAULT '', control BOOLEAN NOT NULL DEFAULT false, note VARCHAR NOT NULL DEFAULT '');
CREATE TABLE accounting.role (role VARCHAR PRIMARY KEY, account VARCHAR NOT NULL);
CREATE TABLE accounting.tax_code (
    code VARCHAR NOT NULL, name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, rate DECIMAL(9,6) NOT NULL, inclusive BOOLEAN NOT NULL,
    valid_from DATE NOT NULL, valid_to DATE, category VARCHAR NOT NULL DEFAULT '', is_default BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (code, valid_from));
-- kind: customer | supplier | employee | platform | other
CREATE TABLE accounting.party (
    id INTEGER PRIMARY KEY, kind VARCHAR NOT NULL, name VARCHAR NOT NULL, phone VARCHAR NOT NULL DEFAULT '',
    terms_days INTEGER NOT NULL DEFAULT 0, doc BIGINT NOT NULL, UNIQUE (kind, name));
-- voucher number = month (yyyymm of the business date) + number, gap-free per month in posting order.
CREATE TABLE accounting.journal_entry (
    id BIGINT PRIMARY KEY, month INTEGER NOT NULL, number INTEGER NOT NULL, business_date DATE NOT NULL, kind VARCHAR NOT NULL,
    memo VARCHAR NOT NULL, doc BIGINT NOT NULL, reverses BIGINT, UNIQUE (month, number));
CREATE TABLE accounting.posting (
    entry BIGINT NOT NULL, line INTEGER NOT NULL, account VARCHAR NOT NULL, amount DECIMAL(18,2) NOT NULL, party INTEGER,
    tax_code VARCHAR NOT NULL DEFAULT '', cash_flow VARCHAR NOT NULL DEFAULT '', memo VARCHAR NOT NULL DEFAULT '', doc BIGINT NOT NULL);
-- The latest row per month says whether it is open, soft (the owner may reopen) or hard (never).
CREATE TABLE accounting.period_lock (month INTEGER NOT NULL, state VARCHAR NOT NULL, doc BIGINT NOT NULL, PRIMARY KEY (month, doc));
CREATE VIEW accounting.v_period AS
    SELECT month, arg_max(state, doc) AS state FROM accounting.period_lock GROUP BY month;
CREATE VIEW accounting.v_account AS
    SELECT a.*, r.roles FROM accounting.account a
    LEFT JOIN (SELECT account, string_agg(role, ' ' ORDER BY role) AS roles FROM accounting.role GROUP BY account) r ON r.account = a.code;
CREATE VIEW accounting.v_party AS SELECT * FROM accounting.party;
CREATE VIEW accounting.v_role AS SELECT * FROM accounting.role;
CREATE VIEW accounting.v_posting AS
    SELECT p.entry, p.line, e.month, e.number, printf('%06d-%03d', e.month, e.number) AS voucher, e.business_date, e.kind, e.doc,
           p.account, p.amount, p.party, p.tax_code, p.cash_flow, p.memo, e.memo AS entry_memo, e.reverses
    FROM accounting.posting p JOIN accounting.journal_entry e ON e.id = p.entry;
