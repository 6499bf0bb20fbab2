// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/link_store.h"

#include <QtCore/QSaveFile>

#include <algorithm>

namespace dropseal::app {

namespace {

// A line is "@" and the account, or an id, a blank and the end in seconds; 0 takes the id out again.
constexpr char AccountMark = '@';
constexpr std::int64_t Removed = 0;
constexpr qint64 LongestLine = 1024;
/// So long "Expired" is worth more than "No link".
constexpr std::int64_t KeptAfterEnd = std::int64_t{30} * 24 * 3600;

QByteArray lineOf(const FileId& id, std::int64_t expires) {
    return QByteArray::fromStdString(id.toString()) + ' ' + QByteArray::number(qint64{expires}) + '\n';
}

QByteArray lineOf(const QString& account) {
    return AccountMark + account.toUtf8() + '\n';
}

} // namespace

LinkStore::LinkStore(const QString& file, std::int64_t now) : m_path(file), m_file(file) {
    load();
    for (auto& [account, expiries] : m_accounts) {
        const auto gone =
            std::erase_if(expiries, [now](const auto& entry) { return entry.second + KeptAfterEnd < now; });
        m_dead += static_cast<int>(gone);
    }
    std::erase_if(m_accounts, [](const auto& entry) { return entry.second.empty(); });
    if (m_dead > 0)
        rewrite();
}

void LinkStore::load() {
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    QString account;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine(LongestLine);
        if (line.isEmpty())
            return; // a folder, or a disk that fails
        readLine(line.trimmed(), account);
    }
}

/// What makes no sense (a line that was cut off by the end of the power) is left out.
void LinkStore::readLine(const QByteArray& line, QString& account) {
    if (line.startsWith(AccountMark)) {
        account = QString::fromUtf8(line.mid(1));
        return;
    }
    const qsizetype blank = line.indexOf(' ');
    const auto id = FileId::parse(line.left(qMax<qsizetype>(0, blank)).toStdString());
    bool is_number = false;
    const qint64 expires = line.mid(blank + 1).toLongLong(&is_number);
    if (!id || !is_number || expires < 0 || account.isEmpty()) {
        ++m_dead;
        return;
    }
    Expiries& expiries = m_accounts[account];
    const bool replaces = expiries.contains(*id);
    if (replaces || expires == Removed)
        ++m_dead;
    if (expires == Removed)
        expiries.erase(*id);
    else
        expiries[*id] = expires;
}

void LinkStore::rewrite() {
    m_file.close();
    m_written.reset();
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    for (const auto& [account, expiries] : m_accounts) {
        file.write(lineOf(account));
        for (const auto& [id, expires] : expiries)
            file.write(lineOf(id, expires));
    }
    if (file.commit())
        m_dead = 0;
}

void LinkStore::append(const QString& account, const FileId& id, std::int64_t expires) {
    if (!m_file.isOpen()) {
        const QIODevice::OpenMode mode = QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered;
        if (!m_file.open(mode))
            return;
        m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    QByteArray text;
    if (m_written != account) // a line that was cut off must not swallow this one: hence the empty one
        text = '\n' + lineOf(account);
    m_written = account;
    m_file.write(text + lineOf(id, expires));
}

std::optional<std::int64_t> LinkStore::find(const QString& account, const FileId& id) const {
    const auto expiries = m_accounts.find(account);
    if (expiries == m_accounts.end())
        return std::nullopt;
    const auto found = expiries->second.find(id);
    return found == expiries->second.end() ? std::nullopt : std::optional(found->second);
}

void LinkStore::set(const QString& account, const FileId& id, std::int64_t expires) {
    m_accounts[account][id] = expires;
    append(account, id, expires);
}

bool LinkStore::remove(const QString& account, const FileId& id) {
    const auto expiries = m_accounts.find(account);
    if (expiries == m_accounts.end() || expiries->second.erase(id) == 0)
        return false;
    append(account, id, Removed);
    return true;
}

int LinkStore::countAfter(const QString& account, std::int64_t now) const {
    const auto expiries = m_accounts.find(account);
    if (expiries == m_accounts.end())
        return 0;
    return static_cast<int>(
        std::ranges::count_if(expiries->second, [now](const auto& entry) { return entry.second > now; }));
}

} // namespace dropseal::app
