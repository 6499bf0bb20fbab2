// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/journal.h"

#include <QtSql/QSqlQuery>

namespace dropseal::app {

/// The columns of `transfers`, in the order in which both statements name them.
extern const char* const SelectRows;
extern const char* const StoreRow;

/// Nothing where the row says what this version does not know.
std::optional<JournalRow> rowOf(const QSqlQuery& query);
void bindRow(QSqlQuery& query, const JournalRow& row);

QByteArray packPaths(const QStringList& paths);
QStringList unpackPaths(const QByteArray& packed);

} // namespace dropseal::app
