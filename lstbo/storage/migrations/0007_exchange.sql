-- Files that came in: batches with their outcomes, problems row by row, and the file itself in compressed blocks.
CREATE SCHEMA exchange;
-- doc: the document the batch posted as (NULL when it posted nothing); id: its own number.
CREATE TABLE exchange.batch (
    id BIGINT PRIMARY KEY, doc BIGINT NOT NULL, kind VARCHAR NOT NULL, file VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, profile VARCHAR NOT NULL,
    layout VARCHAR NOT NULL, options VARCHAR NOT NULL, rows INTEGER NOT NULL, accepted INTEGER NOT NULL, duplicate INTEGER NOT NULL, superseded INTEGER NOT NULL,
    held INTEGER NOT NULL, rejected INTEGER NOT NULL, ignored INTEGER NOT NULL, result VARCHAR NOT NULL);
CREATE TABLE exchange.batch_end (batch BIGINT PRIMARY KEY, why VARCHAR NOT NULL, doc BIGINT NOT NULL);
CREATE TABLE exchange.problem (
    batch BIGINT NOT NULL, row_no INTEGER NOT NULL, receipt VARCHAR NOT NULL, severity VARCHAR NOT NULL, code VARCHAR NOT NULL, field VARCHAR NOT NULL,
    value VARCHAR NOT NULL, raw VARCHAR NOT NULL, doc BIGINT NOT NULL);
-- data: zstandard-compressed UTF-8 text of physical lines first_line .. first_line + lines - 1 of the source.
CREATE TABLE exchange.source_block (
    sha256 VARCHAR NOT NULL, first_line INTEGER NOT NULL, lines INTEGER NOT NULL, data BLOB NOT NULL, batch BIGINT NOT NULL);
-- One row per kept source, chained: kept is what v_source gave when its blocks were written.
CREATE TABLE exchange.source_text (sha256 VARCHAR NOT NULL, kept VARCHAR NOT NULL, doc BIGINT NOT NULL, PRIMARY KEY (sha256, doc));
CREATE VIEW exchange.v_source AS
    SELECT sha256, sha256(string_agg(concat_ws(':', first_line, lines, sha256(data)), chr(10) ORDER BY first_line)) AS kept
    FROM exchange.source_block GROUP BY sha256;
CREATE TABLE exchange.profile (
    name VARCHAR NOT NULL, kind VARCHAR NOT NULL, body VARCHAR NOT NULL, doc BIGINT NOT NULL, PRIMARY KEY (name, doc));
CREATE TABLE exchange.alias (
    kind VARCHAR NOT NULL, text VARCHAR NOT NULL, target VARCHAR NOT NULL, doc BIGINT NOT NULL, PRIMARY KEY (kind, text, doc));
-- Rows without a document number of their own (expenses, openings): what they say, and the how-many-th equal one in its file.
-- A key belongs to its batch: undoing the batch frees it. doc is what the row was posted as.
CREATE TABLE exchange.row_key (
    kind VARCHAR NOT NULL, key VARCHAR NOT NULL, ordinal INTEGER NOT NULL, batch BIGINT NOT NULL, doc BIGINT NOT NULL);
CREATE VIEW exchange.v_batch AS SELECT * FROM exchange.batch;
