// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

/// Published known answers in tests/data; DROPSEAL_TEST_DATA is that folder, set by the test's CMakeLists.
namespace dropseal::test {

/// The rows of a file: arrays of values, in the order that its "columns" names. A missing file ends the test.
inline nlohmann::json vectorRows(const std::string& name) {
    std::ifstream file(std::string(DROPSEAL_TEST_DATA "/") + name);
    const auto content = nlohmann::json::parse(file, nullptr, false);
    if (content.is_discarded() || !content.contains("rows") || content["rows"].empty()) {
        std::fprintf(stderr, "cannot read the test data %s\n", name.c_str());
        std::abort();
    }
    return content["rows"];
}

} // namespace dropseal::test
