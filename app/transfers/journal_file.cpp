// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/journal_file.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtSql/QSqlError>

#include <atomic>
#include <fcntl.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr int Version = 1;
constexpr int PrimaryCodeMask = 0xff; // the rest of an SQLite code says where it was seen
constexpr int CorruptCode = 11;
constexpr int NotADatabaseCode = 26;

constexpr const char* Tables[] = {
    "CREATE TABLE IF NOT EXISTS transfers ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, kind INTEGER NOT NULL,"
    " state INTEGER NOT NULL, place REAL NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL,"
    " size INTEGER NOT NULL, sha256 TEXT NOT NULL, file_id TEXT NOT NULL, pasted INTEGER NOT NULL,"
    " fault_kind INTEGER, fault_code TEXT, fault_status INTEGER, fault_detail TEXT, fault_request TEXT,"
    " fault_limit INTEGER, fault_free INTEGER)",
    "CREATE TABLE IF NOT EXISTS drops ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, paths BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "PRAGMA user_version=1",
};

QString nextConnection() {
    static std::atomic<int> counter{0};
    return QStringLiteral("dropseal-journal-%1").arg(counter.fetch_add(1));
}

} // namespace

JournalFile::JournalFile(const QString& folder) : m_path(folder + QStringLiteral("/journal.sqlite")) {
}

JournalFile::~JournalFile() {
    close();
}

bool JournalFile::makeFile() {
    const int fd =
        ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0)
        ::close(fd);
    return fd >= 0;
}

JournalFile::Opened JournalFile::open() {
    close();
    m_is_corrupt = false;
    if (!makeFile())
        return Opened::No;
    m_connection = nextConnection();
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=3000"));
    m_database.setDatabaseName(m_path);
    if (!m_database.open()) {
        note(m_database.lastError());
        return m_is_corrupt ? Opened::Broken : Opened::No;
    }
    if (setUp())
        return Opened::Yes;
    const bool is_corrupt = m_is_corrupt;
    close();
    return is_corrupt ? Opened::Broken : Opened::No;
}

bool JournalFile::setUp() {
    for (const char* pragma :
         {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"}) {
        if (!run(pragma))
            return false;
    }
    QSqlQuery check = ask("PRAGMA quick_check(1)");
    if (!check.next())
        return false;
    m_is_corrupt = m_is_corrupt || check.value(0).toString() != QLatin1String("ok");
    check = ask("PRAGMA user_version");
    m_is_corrupt = m_is_corrupt || !check.next() || check.value(0).toInt() > Version;
    check.clear();
    if (m_is_corrupt)
        return false;
    for (const char* table : Tables) {
        if (!run(table))
            return false;
    }
    return true;
}

void JournalFile::close() {
    if (m_connection.isEmpty())
        return;
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
    m_connection.clear();
}

bool JournalFile::moveAside() {
    close();
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-hhmmss-zzz"));
    const QString aside = m_path + QStringLiteral(".broken-") + stamp;
    if (!QFile::rename(m_path, aside))
        return false;
    for (const char* part : {"-wal", "-shm"})
        QFile::rename(m_path + QLatin1String(part), aside + QLatin1String(part));
    qWarning("The transfer journal cannot be read; it was moved to %s.", qUtf8Printable(aside));
    return true;
}

void JournalFile::note(const QSqlError& error) {
    const int code = error.nativeErrorCode().toInt() & PrimaryCodeMask;
    m_is_corrupt = m_is_corrupt || code == CorruptCode || code == NotADatabaseCode;
    qWarning("transfer journal: %s", qUtf8Printable(error.text()));
}

bool JournalFile::exec(QSqlQuery& query) {
    if (!isOpen())
        return false;
    const bool is_done = query.exec();
    if (!is_done)
        note(query.lastError());
    return is_done;
}

QSqlQuery JournalFile::prepare(const char* sql) {
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (isOpen() && !query.prepare(QString::fromLatin1(sql)))
        note(query.lastError());
    return query;
}

QSqlQuery JournalFile::ask(const char* sql) {
    QSqlQuery query = prepare(sql);
    exec(query);
    return query;
}

bool JournalFile::run(const char* sql, const QVariantList& values) {
    QSqlQuery query = prepare(sql);
    for (const QVariant& value : values)
        query.addBindValue(value);
    return exec(query);
}

} // namespace dropseal::app
