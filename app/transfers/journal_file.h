// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

namespace dropseal::app {

/// The SQLite file of the journal and its one connection. Exclusively ours while it is open: SQLite then
/// needs no shared memory, and a second program cannot come between.
class JournalFile {
public:
    enum class Opened { Yes, No, Broken };

    explicit JournalFile(const QString& folder);
    ~JournalFile();

    /// Broken: it is no journal, a damaged one, or one of a newer version.
    Opened open();
    void close();
    bool isOpen() const { return m_database.isOpen(); }
    /// Renames the file (and what SQLite keeps beside it) to journal.broken-<time>; false where it cannot be.
    bool moveAside();

    bool run(const char* sql, const QVariantList& values = {});
    /// The rows of a question; not active where it could not be asked.
    QSqlQuery ask(const char* sql);
    /// The same statement again and again.
    QSqlQuery prepare(const char* sql);
    bool exec(QSqlQuery& query);
    bool isCorrupt() const { return m_is_corrupt; }

private:
    bool makeFile();
    bool setUp();
    void note(const QSqlError& error);

    QString m_path;
    QString m_connection;
    QSqlDatabase m_database;
    bool m_is_corrupt = false;
};

} // namespace dropseal::app
