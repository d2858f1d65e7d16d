-- Goods. Quantities and money apart, both only ever inserted; in is +, out is -.
CREATE SCHEMA inventory;
CREATE TABLE inventory.stock_movement (
    item INTEGER NOT NULL, lot INTEGER, place VARCHAR NOT NULL DEFAULT '', quantity DECIMAL(18,3) NOT NULL, reason VARCHAR NOT NULL,
    register VARCHAR NOT NULL DEFAULT '', doc BIGINT NOT NULL, event_time TIMESTAMP, business_date DATE NOT NULL);
CREATE TABLE inventory.stock_value (
    item INTEGER NOT NULL, business_date DATE NOT NULL, reason VARCHAR NOT NULL, amount DECIMAL(18,2) NOT NULL,
    register VARCHAR NOT NULL DEFAULT '', doc BIGINT NOT NULL);
CREATE TABLE inventory.lot (
    id INTEGER PRIMARY KEY, item INTEGER NOT NULL, code VARCHAR NOT NULL DEFAULT '', expires DATE, doc BIGINT NOT NULL);
CREATE VIEW inventory.v_movement AS SELECT * FROM inventory.stock_movement;
CREATE VIEW inventory.v_value AS SELECT * FROM inventory.stock_value;
