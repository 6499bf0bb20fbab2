// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sql_stores.h"

#include <exception>

namespace dropseal::sql {

Result<void> SqlStores::call(const stores::UnitOfWork::Function& fn) {
    try {
        return fn(stores::Stores{m_users, m_sessions, m_files, m_uploads, m_small_blobs});
    } catch (const std::exception& exception) {
        return Error::internal(exception.what());
    } catch (...) {
        return Error::internal("a function in a transaction threw something that is no exception");
    }
}

} // namespace dropseal::sql
