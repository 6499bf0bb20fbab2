-- SPDX-License-Identifier: GPL-3.0-or-later
-- The bytes of small files, beside their rows: durable with the same commit.

CREATE TABLE small_blobs (
    blob_id TEXT NOT NULL PRIMARY KEY,
    bytes BYTEA NOT NULL
);
