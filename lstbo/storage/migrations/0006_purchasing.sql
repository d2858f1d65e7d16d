-- Buying: goods receipts, supplier bills, payments. Only ever inserted.
CREATE SCHEMA purchasing;
-- amount: the goods without freight. paid_from: the account code, '' = owed. batch: the import it came with.
CREATE TABLE purchasing.receipt (
    doc BIGINT PRIMARY KEY, number VARCHAR NOT NULL, supplier INTEGER, received_at TIMESTAMP, event_date DATE NOT NULL, business_date DATE NOT NULL,
    paid_from VARCHAR NOT NULL, amount DECIMAL(18,2) NOT NULL, freight DECIMAL(18,2) NOT NULL DEFAULT 0, batch BIGINT);
-- amount = quantity x unit_cost; landed = amount + its share of the freight, whether that is stock or expense.
CREATE TABLE purchasing.receipt_line (
    doc BIGINT NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL, quantity DECIMAL(18,3) NOT NULL, unit_cost DECIMAL(18,6) NOT NULL,
    amount DECIMAL(18,2) NOT NULL, landed DECIMAL(18,2) NOT NULL, row_no INTEGER);
CREATE TABLE purchasing.receipt_end (receipt BIGINT PRIMARY KEY, why VARCHAR NOT NULL, doc BIGINT NOT NULL);
CREATE TABLE purchasing.bill (
    doc BIGINT PRIMARY KEY, number VARCHAR NOT NULL, supplier INTEGER NOT NULL, business_date DATE NOT NULL, amount DECIMAL(18,2) NOT NULL,
    receipt BIGINT, goods_difference DECIMAL(18,2) NOT NULL, due DATE);
CREATE TABLE purchasing.payment (
    doc BIGINT PRIMARY KEY, supplier INTEGER NOT NULL, business_date DATE NOT NULL, amount DECIMAL(18,2) NOT NULL, paid_from VARCHAR NOT NULL,
    discount DECIMAL(18,2) NOT NULL, bill BIGINT);
CREATE VIEW purchasing.v_bill AS
    SELECT b.* FROM purchasing.bill b ANTI JOIN storage.document d ON d.reverses = b.doc;
CREATE VIEW purchasing.v_payment AS
    SELECT p.* FROM purchasing.payment p ANTI JOIN storage.document d ON d.reverses = p.doc;
CREATE VIEW purchasing.v_receipt AS
    SELECT r.* FROM purchasing.receipt r ANTI JOIN purchasing.receipt_end e ON e.receipt = r.doc;
CREATE VIEW purchasing.v_receipt_line AS
    SELECT l.*, r.number, r.supplier, r.business_date, r.event_date, r.paid_from FROM purchasing.receipt_line l JOIN purchasing.v_receipt r ON r.doc = l.doc;
