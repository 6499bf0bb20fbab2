// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/unit_of_work.h"

#include <functional>
#include <memory>
#include <vector>

namespace dropseal::test {

/// A fresh, migrated database of one kind, gone with this object.
class DatabaseUnderTest {
public:
    virtual ~DatabaseUnderTest() = default;
    virtual stores::UnitOfWork& work() = 0;
    /// Closes it and opens it again, as a restart of the server does.
    virtual void restart() = 0;
};

struct DatabaseKind {
    const char* name;
    std::function<std::unique_ptr<DatabaseUnderTest>()> make;
};

/// Every database that has to keep the contract.
const std::vector<DatabaseKind>& databaseKinds();

} // namespace dropseal::test
