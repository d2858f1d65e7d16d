-- What the till did: receipts under one batch, with their lines and tenders. Only ever inserted; a receipt ends by a row in receipt_end.
CREATE SCHEMA sales;
-- batch: the import it belongs to; doc: what it was posted by, another one when undoing a change brought it back.
-- state: posted | held (posts nothing until accepted). business_date is where it posts, event_time when it happened.
-- net = gross - discount (lines, tax-inclusive as charged, refunds negative); rounding = net - paid.
CREATE TABLE sales.receipt (
    id BIGINT NOT NULL, doc BIGINT NOT NULL, batch BIGINT NOT NULL, profile VARCHAR NOT NULL, register VARCHAR NOT NULL, number VARCHAR NOT NULL,
    event_date DATE NOT NULL, event_time TIMESTAMP, business_date DATE NOT NULL, kind VARCHAR NOT NULL, cashier VARCHAR NOT NULL,
    customer INTEGER, lines INTEGER NOT NULL, gross DECIMAL(18,2) NOT NULL, discount DECIMAL(18,2) NOT NULL, net DECIMAL(18,2) NOT NULL,
    tax DECIMAL(18,2) NOT NULL, rounding DECIMAL(18,2) NOT NULL, first_row INTEGER NOT NULL);
CREATE TABLE sales.receipt_line (
    receipt BIGINT NOT NULL, line_no INTEGER NOT NULL, item INTEGER, quantity DECIMAL(18,3) NOT NULL, unit_price DECIMAL(18,4) NOT NULL,
    discount DECIMAL(18,2) NOT NULL, net DECIMAL(18,2) NOT NULL, tax_code VARCHAR NOT NULL, tax_rate DECIMAL(9,6) NOT NULL,
    text VARCHAR, row_no INTEGER NOT NULL, doc BIGINT NOT NULL);
CREATE TABLE sales.tender (
    receipt BIGINT NOT NULL, method VARCHAR NOT NULL, amount DECIMAL(18,2) NOT NULL, doc BIGINT NOT NULL);
-- Tax inside a receipt per code: base is the tax-inclusive net it was taken from; shares of an entry's tax, adding up to it.
CREATE TABLE sales.receipt_tax (
    receipt BIGINT NOT NULL, tax_code VARCHAR NOT NULL, rate DECIMAL(9,6) NOT NULL, tax DECIMAL(18,2) NOT NULL, doc BIGINT NOT NULL);
-- why: superseded (another took its place) | voided (nothing did) | undone; batch: the import that said so, or was undone.
CREATE TABLE sales.receipt_end (receipt BIGINT PRIMARY KEY, why VARCHAR NOT NULL, doc BIGINT NOT NULL, batch BIGINT NOT NULL);
-- A line or tender whose item or method is unknown: its money sits in an unmapped account until it is mapped by a later document.
-- line_no is the line (0 for a tender), code H_SKU_UNKNOWN or H_TENDER_UNKNOWN, text what the file said.
CREATE TABLE sales.held (
    receipt BIGINT NOT NULL, line_no INTEGER NOT NULL, code VARCHAR NOT NULL, text VARCHAR NOT NULL, amount DECIMAL(18,2) NOT NULL, doc BIGINT NOT NULL);
CREATE TABLE sales.held_end (receipt BIGINT NOT NULL, line_no INTEGER NOT NULL, code VARCHAR NOT NULL, target VARCHAR NOT NULL, doc BIGINT NOT NULL,
    PRIMARY KEY (receipt, line_no, code));
CREATE VIEW sales.v_receipt AS
    SELECT r.* FROM sales.receipt r ANTI JOIN sales.receipt_end e ON e.receipt = r.id;
CREATE VIEW sales.v_line AS
    SELECT l.*, r.number, r.register, r.event_date, r.event_time, r.business_date, r.kind
    FROM sales.receipt_line l JOIN sales.v_receipt r ON r.id = l.receipt;
CREATE VIEW sales.v_tender AS
    SELECT t.*, r.business_date, r.event_date, r.event_time, r.register FROM sales.tender t JOIN sales.v_receipt r ON r.id = t.receipt;
-- Receipts that an import in force called void.
CREATE VIEW sales.v_void AS
    SELECT r.*, e.batch AS voided_by FROM sales.receipt r JOIN sales.receipt_end e ON e.receipt = r.id AND e.why = 'voided'
    ANTI JOIN storage.document d ON d.reverses = e.batch;
-- Receipts of a batch that are in force no longer, or whose unknown parts were mapped since.
CREATE VIEW sales.v_ended AS
    SELECT r.batch, r.id AS receipt FROM sales.receipt r JOIN sales.receipt_end e ON e.receipt = r.id
    UNION ALL SELECT r.batch, h.receipt FROM sales.held h JOIN sales.receipt r ON r.id = h.receipt;
-- What still waits to be mapped.
CREATE VIEW sales.v_held AS
    SELECT h.*, r.batch FROM sales.held h JOIN sales.receipt r ON r.id = h.receipt ANTI JOIN sales.held_end e ON e.receipt = h.receipt AND e.line_no = h.line_no AND e.code = h.code
    ANTI JOIN sales.receipt_end x ON x.receipt = h.receipt;
