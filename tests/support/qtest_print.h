// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest/QtTest>

#include <string>
#include <string_view>

/// So that a failed QCOMPARE of std::string shows both texts.
namespace QTest {

template <>
inline char* toString(const std::string& text) {
    return qstrdup(
        QByteArray::fromStdString(text).toPercentEncoding(" !\"#$&'()*+,/:;<=>?@[]^`{|}").constData());
}

template <>
inline char* toString(const std::string_view& text) {
    return toString(std::string(text));
}

} // namespace QTest
