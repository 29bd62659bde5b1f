-- Every table keeps the whole record as JSON in body. The other columns are
-- what is filtered, sorted, joined or unique; the same statement writes both.
-- Instants are milliseconds UTC (…_at), days are YYYY-MM-DD (…_on), flags 0/1.
-- AUTONUMBER is the one word that a dialect replaces; see dialect.go.

-- +goose Up

CREATE TABLE departments (
	id TEXT PRIMARY KEY,
	external_id TEXT NOT NULL,
	name TEXT NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE UNIQUE INDEX departments_external ON departments (external_id) WHERE external_id <> '';

CREATE TABLE staff (
	id TEXT PRIMARY KEY,
	username TEXT NOT NULL,
	external_id TEXT NOT NULL,
	name TEXT NOT NULL,
	voided INTEGER NOT NULL,
	password TEXT NOT NULL DEFAULT '',
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE UNIQUE INDEX staff_username ON staff (username) WHERE username <> '' AND voided = 0;
CREATE UNIQUE INDEX staff_external ON staff (external_id) WHERE external_id <> '' AND voided = 0;

CREATE TABLE accounts (
	id TEXT PRIMARY KEY,
	code TEXT NOT NULL,
	external_id TEXT NOT NULL,
	name TEXT NOT NULL,
	name_en TEXT NOT NULL,
	search TEXT NOT NULL, -- lower-case name, twin and code
	phase TEXT NOT NULL,
	owner TEXT NOT NULL,
	voided INTEGER NOT NULL,
	updated_at BIGINT NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE UNIQUE INDEX accounts_external ON accounts (external_id) WHERE external_id <> '' AND voided = 0;
CREATE INDEX accounts_by_name ON accounts (name, id) WHERE voided = 0;
CREATE INDEX accounts_by_code ON accounts (code, id) WHERE voided = 0;
CREATE INDEX accounts_by_updated ON accounts (updated_at, id) WHERE voided = 0;
CREATE INDEX accounts_by_owner ON accounts (owner, name, id) WHERE voided = 0;

CREATE TABLE contacts (
	id TEXT PRIMARY KEY,
	account TEXT NOT NULL,
	weight INTEGER NOT NULL,
	voided INTEGER NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX contacts_of_account ON contacts (account, weight, id) WHERE voided = 0;

CREATE TABLE coaches (
	contact TEXT PRIMARY KEY,
	account TEXT NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX coaches_of_account ON coaches (account, contact);

CREATE TABLE members (
	account TEXT NOT NULL,
	place INTEGER NOT NULL,
	staff TEXT NOT NULL,
	role TEXT NOT NULL,
	PRIMARY KEY (account, place)
);

-- The flattened relations: who stands how to which account (or to which deal
-- without one). Every scope is a join with this table.
CREATE TABLE relations (
	staff TEXT NOT NULL,
	record TEXT NOT NULL,
	kinds TEXT NOT NULL, -- such as "head,owner"
	PRIMARY KEY (staff, record)
);
CREATE INDEX relations_of_record ON relations (record, staff);

CREATE TABLE products (
	id TEXT PRIMARY KEY,
	external_id TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	name_en TEXT NOT NULL,
	voided INTEGER NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE UNIQUE INDEX products_external ON products (external_id) WHERE external_id <> '' AND voided = 0;
CREATE INDEX products_by_code ON products (code, id) WHERE voided = 0;

CREATE TABLE opportunities (
	id TEXT PRIMARY KEY,
	external_id TEXT NOT NULL,
	scope_key TEXT NOT NULL, -- account, or the own id without one
	product TEXT NOT NULL,
	name TEXT NOT NULL,
	search TEXT NOT NULL, -- lower-case name and twin
	commander TEXT NOT NULL,
	minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	state TEXT NOT NULL,
	stage TEXT NOT NULL,
	expected_on TEXT NOT NULL, -- '~' for none, so that none sorts last
	waiting INTEGER NOT NULL,
	import TEXT NOT NULL,
	voided INTEGER NOT NULL,
	updated_at BIGINT NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE UNIQUE INDEX opportunities_external ON opportunities (external_id) WHERE external_id <> '' AND voided = 0;
CREATE INDEX opportunities_by_updated ON opportunities (updated_at, id) WHERE voided = 0;
CREATE INDEX opportunities_by_amount ON opportunities (minor, id) WHERE voided = 0;
CREATE INDEX opportunities_by_expected ON opportunities (expected_on, id) WHERE voided = 0;
CREATE INDEX opportunities_by_name ON opportunities (name, id) WHERE voided = 0;
CREATE INDEX opportunities_of_commander_by_amount ON opportunities (commander, minor, id) WHERE voided = 0;
CREATE INDEX opportunities_of_commander_by_updated ON opportunities (commander, updated_at, id) WHERE voided = 0;
CREATE INDEX opportunities_by_scope ON opportunities (scope_key, state, stage, currency, minor) WHERE voided = 0;
CREATE INDEX opportunities_by_state ON opportunities (state, stage, currency, minor, scope_key) WHERE voided = 0;
CREATE INDEX opportunities_waiting ON opportunities (updated_at, id) WHERE voided = 0 AND waiting = 1;
CREATE INDEX opportunities_of_import ON opportunities (import, id) WHERE voided = 0 AND import <> '';

-- What an import could not attach, so that a late account finds its deals.
CREATE TABLE waiting (
	import TEXT NOT NULL,
	kind TEXT NOT NULL,
	value TEXT NOT NULL,
	opportunity TEXT NOT NULL,
	PRIMARY KEY (import, kind, value, opportunity)
);
CREATE INDEX waiting_of_opportunity ON waiting (opportunity);

CREATE TABLE evidence (
	id TEXT PRIMARY KEY,
	opportunity TEXT NOT NULL,
	at BIGINT NOT NULL,
	withdrawn INTEGER NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX evidence_of_opportunity ON evidence (opportunity, at, id) WHERE withdrawn = 0;

CREATE TABLE reviews (
	id TEXT PRIMARY KEY,
	opportunity TEXT NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX reviews_of_opportunity ON reviews (opportunity, id);

CREATE TABLE samples (
	id TEXT PRIMARY KEY,
	opportunity TEXT NOT NULL,
	number TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE UNIQUE INDEX samples_number ON samples (number) WHERE number <> '';
CREATE INDEX samples_of_opportunity ON samples (opportunity, created_at, id);

CREATE TABLE releases (
	hash TEXT PRIMARY KEY,
	chart TEXT NOT NULL,
	version INTEGER NOT NULL,
	body TEXT NOT NULL
);
CREATE UNIQUE INDEX releases_version ON releases (chart, version);

-- body is a cache of the fold of the journal; '' after it was dropped.
CREATE TABLE runs (
	id TEXT PRIMARY KEY,
	chart TEXT NOT NULL,
	release TEXT NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	started_at BIGINT NOT NULL,
	voided INTEGER NOT NULL DEFAULT 0, -- its subject was undone
	seq BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX runs_of_subject ON runs (subject_kind, subject_id, started_at, id);

CREATE TABLE journal (
	run TEXT NOT NULL,
	seq BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (run, seq)
);

CREATE TABLE tasks (
	id TEXT PRIMARY KEY,
	run TEXT NOT NULL,
	record TEXT NOT NULL, -- key for scopes
	assignee TEXT NOT NULL,
	queue TEXT NOT NULL,
	opened_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL, -- the greatest BIGINT for none, so that none sorts last
	closed_at BIGINT NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX tasks_of_run ON tasks (run, opened_at, id) WHERE closed_at = 0;
CREATE INDEX tasks_of_assignee ON tasks (assignee, due_at, opened_at, id) WHERE closed_at = 0;
CREATE INDEX tasks_of_queue ON tasks (queue, due_at, opened_at, id) WHERE closed_at = 0 AND assignee = '';

CREATE TABLE sessions (
	hash TEXT PRIMARY KEY, -- of the secret
	staff TEXT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX sessions_of_staff ON sessions (staff);

CREATE TABLE files (
	id TEXT PRIMARY KEY,
	hash TEXT NOT NULL,
	parent TEXT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX files_of_parent ON files (parent, id);

CREATE TABLE playbooks (
	version INTEGER PRIMARY KEY,
	body TEXT NOT NULL
);

CREATE TABLE settings (
	name TEXT PRIMARY KEY,
	body TEXT NOT NULL
);

CREATE TABLE imports (
	id TEXT PRIMARY KEY,
	at BIGINT NOT NULL,
	rev BIGINT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX imports_by_time ON imports (at, id);

-- no is the order of all changes, so that the newest one of a record is found.
CREATE TABLE changes (
	no AUTONUMBER,
	import TEXT NOT NULL,
	seq BIGINT NOT NULL,
	kind TEXT NOT NULL,
	record TEXT NOT NULL,
	body TEXT NOT NULL
);
CREATE UNIQUE INDEX changes_of_import ON changes (import, seq);
CREATE INDEX changes_of_record ON changes (record, kind, no);

CREATE TABLE numbers (
	series TEXT PRIMARY KEY,
	last BIGINT NOT NULL
);

-- seq and chain are NULL until the sequencer has linked the line. body is the
-- hashed content; subject, record and author repeat parts of it for filters.
CREATE TABLE audit (
	no AUTONUMBER,
	id TEXT NOT NULL,
	subject TEXT NOT NULL,
	record TEXT NOT NULL,
	author TEXT NOT NULL,
	body TEXT NOT NULL,
	hash TEXT NOT NULL,
	seq BIGINT,
	chain TEXT
);
CREATE UNIQUE INDEX audit_id ON audit (id);
CREATE UNIQUE INDEX audit_seq ON audit (seq);
CREATE INDEX audit_unlinked ON audit (no) WHERE seq IS NULL;
CREATE INDEX audit_of_subject ON audit (subject, no) WHERE subject <> '';
CREATE INDEX audit_of_record ON audit (record, no) WHERE record <> '';
CREATE INDEX audit_of_author ON audit (author, no) WHERE author <> '';

-- One row: the head of the audit chain. Whoever has it locked is the sequencer.
CREATE TABLE audit_head (
	id INTEGER PRIMARY KEY,
	seq BIGINT NOT NULL,
	chain TEXT NOT NULL,
	linked_at BIGINT NOT NULL
);
INSERT INTO audit_head (id, seq, chain, linked_at) VALUES (1, 0, '', 0);
