-- The book itself: settings, documents, the audit chain. Documents, settings and audit rows are only ever inserted.
CREATE SCHEMA storage;
CREATE TABLE storage.setting (
    name VARCHAR NOT NULL, value VARCHAR NOT NULL, doc BIGINT NOT NULL, PRIMARY KEY (name, doc));
-- One row per document of any room. seq is the posting sequence (knowledge order); tx groups what one action wrote.
CREATE TABLE storage.document (
    seq BIGINT PRIMARY KEY, tx BIGINT NOT NULL, room VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    business_date DATE NOT NULL, title VARCHAR NOT NULL, reverses BIGINT,
    posted_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, host VARCHAR NOT NULL, command VARCHAR NOT NULL);
-- digest = sha256 over the document's rows in every chained table; chain = sha256(previous chain, digest).
CREATE TABLE storage.audit (seq BIGINT PRIMARY KEY, digest VARCHAR NOT NULL, chain VARCHAR NOT NULL);
-- Tables whose rows may change (items, barcodes, the chart) are proved by a digest of the whole table after each unit that
-- wrote to them; the digest belongs to the unit's last document and is chained with it.
CREATE TABLE storage.state (name VARCHAR NOT NULL, digest VARCHAR NOT NULL, doc BIGINT NOT NULL, PRIMARY KEY (name, doc));
CREATE VIEW storage.v_setting AS
    SELECT name, arg_max(value, doc) AS value FROM storage.setting GROUP BY name;
CREATE VIEW storage.v_document AS SELECT * FROM storage.document;
