// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/id.h"

#include <QtCore/QFile>
#include <QtCore/QString>

#include <map>
#include <optional>
#include <unordered_map>

namespace dropseal::app {

/// When the link of each file ends, per account, in a small text file to which changes are added: ten
/// thousand files in a row cost ten thousand short lines. It is written anew, without what is over, when it
/// is opened. A file that cannot be written costs the memory of the next start, nothing more.
class LinkStore {
public:
    /// Seconds since 1970.
    LinkStore(const QString& file, std::int64_t now);

    std::optional<std::int64_t> find(const QString& account, const FileId& id) const;
    void set(const QString& account, const FileId& id, std::int64_t expires);
    bool remove(const QString& account, const FileId& id);
    int countAfter(const QString& account, std::int64_t now) const;

private:
    using Expiries = std::unordered_map<FileId, std::int64_t>;

    void load();
    void readLine(const QByteArray& line, QString& account);
    void rewrite();
    void append(const QString& account, const FileId& id, std::int64_t expires);

    std::map<QString, Expiries> m_accounts;
    QString m_path;
    QFile m_file;
    std::optional<QString> m_written; ///< account of the last line that was added
    int m_dead = 0;
};

} // namespace dropseal::app
