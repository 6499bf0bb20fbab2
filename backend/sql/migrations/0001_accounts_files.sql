-- SPDX-License-Identifier: GPL-3.0-or-later
-- Ids are lower-case UUIDs, times are UTC texts of 24 characters (their text order is the time order), truth
-- values are 0 and 1, salts are hex: the same on SQLite and PostgreSQL.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    employee_id TEXT,
    email TEXT NOT NULL,
    username TEXT,
    name TEXT,
    first_name TEXT,
    last_name TEXT,
    phone TEXT,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('user', 'moderator', 'admin')),
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
    is_verified INTEGER NOT NULL DEFAULT 0 CHECK (is_verified IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    last_login TEXT,
    is_active INTEGER GENERATED ALWAYS AS (CASE WHEN status = 'active' THEN 1 ELSE 0 END) STORED,
    is_superuser INTEGER GENERATED ALWAYS AS (CASE WHEN role = 'admin' THEN 1 ELSE 0 END) STORED,
    employee_id_verified INTEGER NOT NULL DEFAULT 0 CHECK (employee_id_verified IN (0, 1)),
    quota_bytes BIGINT CHECK (quota_bytes >= 0),
    used_bytes BIGINT NOT NULL DEFAULT 0 CHECK (used_bytes >= 0),
    suspended_at TEXT
);

CREATE INDEX users_admins ON users (status, id) WHERE role = 'admin';

-- One unique space over everything that logs in, folded: nobody takes a colleague's e-mail as user name.
CREATE TABLE login_names (
    name TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('email', 'username', 'employee_id'))
);

CREATE INDEX login_names_user ON login_names (user_id);
CREATE INDEX login_names_kind ON login_names (kind, name);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    current_jti TEXT NOT NULL,
    current_kid TEXT NOT NULL,
    current_issued_at TEXT NOT NULL,
    current_expires_at TEXT NOT NULL,
    current_hash TEXT NOT NULL,
    current_used_at TEXT,
    previous_hash TEXT,
    rotated_at TEXT,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    device_info TEXT NOT NULL,
    ip_address TEXT NOT NULL,
    ended_at TEXT,
    end_reason TEXT,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);

CREATE INDEX sessions_live ON sessions (user_id, last_used_at, id) WHERE ended_at IS NULL;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- The look-ups that the specification documents.
CREATE VIEW refresh_tokens AS
    SELECT id, user_id, CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END AS revoked,
        current_expires_at AS expires_at, created_at, device_info, ip_address
    FROM sessions;

CREATE TABLE files (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES users (id),
    key TEXT NOT NULL UNIQUE,
    filename TEXT NOT NULL,
    filename_folded TEXT NOT NULL,
    original_name TEXT NOT NULL,
    size BIGINT NOT NULL CHECK (size >= 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    content_type TEXT NOT NULL,
    blob_id TEXT NOT NULL UNIQUE,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    state TEXT NOT NULL CHECK (state IN ('stored', 'missing', 'corrupt')),
    created_at TEXT NOT NULL,
    deleted_at TEXT
);

CREATE INDEX files_owner ON files (owner_id);
CREATE INDEX files_live_created ON files (owner_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX files_live_name ON files (owner_id, filename_folded, id) WHERE deleted_at IS NULL;
CREATE INDEX files_trash ON files (deleted_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX files_owner_trash ON files (owner_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('presigned_put', 'tus')),
    state TEXT NOT NULL CHECK (state IN ('open', 'finished')),
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL CHECK (size >= 0),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    file_id TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CHECK ((state = 'finished') = (file_id IS NOT NULL))
);

CREATE INDEX uploads_owner ON uploads (owner_id, state, expires_at);
CREATE INDEX uploads_expiry ON uploads (expires_at);

-- Blobs whose file rows are gone: noted in the same transaction, removed from the blob store afterwards.
CREATE TABLE dead_blobs (
    blob_id TEXT NOT NULL PRIMARY KEY,
    died_at TEXT NOT NULL
);

CREATE INDEX dead_blobs_age ON dead_blobs (died_at, blob_id);

-- What a presigned URL of a removed file was signed with, for as long as such a URL may live: its holder hears that
-- the file is gone, and nobody else learns anything.
CREATE TABLE dead_links (
    key TEXT NOT NULL PRIMARY KEY,
    file_id TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    died_at TEXT NOT NULL
);

CREATE INDEX dead_links_age ON dead_links (died_at);
