// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/stores/database_under_test.h"

#include "tests/support/fresh_database.h"

namespace dropseal::test {
namespace {

class SqliteUnderTest final : public DatabaseUnderTest {
public:
    stores::UnitOfWork& work() override { return *m_database; }
    void restart() override { m_database.reopen(); }

private:
    FreshDatabase m_database;
};

} // namespace

const std::vector<DatabaseKind>& databaseKinds() {
    static const std::vector<DatabaseKind> kinds{
        {"sqlite", [] { return std::make_unique<SqliteUnderTest>(); }},
    };
    return kinds;
}

} // namespace dropseal::test
