// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/folder.h"

#include <mutex>
#include <string>

namespace dropseal::server {

/// The token that makes the first admin. Lies in `setup-token` of the data folder while there is no admin, so
/// that it is the same after a restart; a token that goes to a pipe lies nowhere. Thread-safe.
class SetupToken {
public:
    /// `folder` outlives it.
    explicit SetupToken(const blobs::Folder& folder) : m_folder(folder) {}

    /// Takes the token from the file, or makes one.
    Result<void> keepInFile();
    /// Makes one that is only in memory; a file of an earlier start goes.
    void keepInMemory();
    /// There is an admin: the token and its file go. Does nothing where there is none.
    void end();
    /// Empty where there is none.
    std::string text() const;

private:
    const blobs::Folder& m_folder;
    mutable std::mutex m_mutex;
    std::string m_text; ///< guarded by m_mutex
};

} // namespace dropseal::server
