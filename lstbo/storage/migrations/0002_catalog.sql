-- The item master. Items keep their id for ever; names and status change, prices have history.
CREATE SCHEMA catalog;
CREATE TABLE catalog.category (
    id INTEGER PRIMARY KEY, name VARCHAR NOT NULL UNIQUE, parent INTEGER, doc BIGINT NOT NULL);
-- kind: goods | service | placeholder (the value of a category's opening stock, quantity 0).
-- status: new (made from a line, to review) | active | run-out | dead. code is what the shop's files call the item.
-- search: lower-case name, full pinyin, initials and heteronym variants, separated by blanks.
CREATE TABLE catalog.item (
    id INTEGER PRIMARY KEY, code VARCHAR NOT NULL UNIQUE, name VARCHAR NOT NULL, category INTEGER,
    unit VARCHAR NOT NULL DEFAULT '', kind VARCHAR NOT NULL DEFAULT 'goods', status VARCHAR NOT NULL DEFAULT 'new',
    tax_code VARCHAR NOT NULL DEFAULT '', supplier INTEGER, shelf_life_days INTEGER,
    pinyin VARCHAR NOT NULL DEFAULT '', initials VARCHAR NOT NULL DEFAULT '', search VARCHAR NOT NULL DEFAULT '',
    reference_cost DECIMAL(18,4), doc BIGINT NOT NULL);
-- key: the GTIN padded to 14 digits, or the cleaned code itself when it is no GTIN.
CREATE TABLE catalog.barcode (
    key VARCHAR NOT NULL, code VARCHAR NOT NULL, item INTEGER NOT NULL, pack_quantity DECIMAL(18,3) NOT NULL DEFAULT 1,
    doc BIGINT NOT NULL, PRIMARY KEY (key, item));
CREATE TABLE catalog.price (
    item INTEGER NOT NULL, valid_from DATE NOT NULL, price DECIMAL(18,4) NOT NULL, doc BIGINT NOT NULL);
-- Other names of an item, learnt by mapping a held row: profile '' = everywhere.
CREATE TABLE catalog.alias (
    profile VARCHAR NOT NULL, text VARCHAR NOT NULL, item INTEGER NOT NULL, doc BIGINT NOT NULL,
    PRIMARY KEY (profile, text));
-- In-store codes: digits match prefix and length; item and value are 1-based spans of the code.
CREATE TABLE catalog.code_pattern (
    id INTEGER PRIMARY KEY, prefix VARCHAR NOT NULL, length INTEGER NOT NULL, item_from INTEGER NOT NULL, item_length INTEGER NOT NULL,
    value_from INTEGER NOT NULL, value_length INTEGER NOT NULL, decimals INTEGER NOT NULL, meaning VARCHAR NOT NULL,
    active BOOLEAN NOT NULL DEFAULT true);
CREATE VIEW catalog.v_item AS
    SELECT i.*, c.name AS category_name FROM catalog.item i LEFT JOIN catalog.category c ON c.id = i.category;
CREATE VIEW catalog.v_barcode AS SELECT * FROM catalog.barcode;
-- One price per item and first day it is valid; the latest document wins. The first price an item ever had also holds before
-- its day (is_first): a price list made today prices the sales of last year.
CREATE VIEW catalog.v_price AS
    SELECT item, valid_from, arg_max(price, doc) AS price,
           lead(valid_from, 1, DATE '9999-12-31') OVER (PARTITION BY item ORDER BY valid_from) AS valid_to,
           row_number() OVER (PARTITION BY item ORDER BY valid_from) = 1 AS is_first
    FROM catalog.price GROUP BY item, valid_from;
