// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/common_passwords.h"

#include <algorithm>
#include <array>
#include <string>

namespace dropseal::services {

namespace {

/// The front of every published list, from the minimum of eight characters on. Lower case.
constexpr std::array<std::string_view, 66> Common = {
    "00000000",  "0987654321", "11111111",  "1111111111", "11223344",   "12121212",    "12312312",
    "123123123", "12341234",   "123454321", "123456789",  "1234567890", "12345678",    "123456789a",
    "12345678a", "1234qwer",   "123qweasd", "1q2w3e4r",   "1q2w3e4r5t", "1qaz2wsx",    "22222222",
    "66666666",  "77777777",   "87654321",  "88888888",   "987654321",  "99999999",    "a1234567",
    "a12345678", "a123456789", "aa123456",  "aaaaaaaa",   "abc12345",   "abcd1234",    "abcdefgh",
    "admin123",  "adminadmin", "asdfasdf",  "asdfghjk",   "asdfghjkl",  "baseball",    "changeme",
    "computer",  "football",   "iloveyou",  "jennifer",   "letmein1",   "michelle",    "passw0rd",
    "password",  "password!",  "password1", "password1!", "password12", "password123", "princess",
    "q1w2e3r4",  "qwer1234",   "qwerty12",  "qwerty123",  "qwertyui",   "qwertyuiop",  "starwars",
    "sunshine",  "superman",   "welcome1"};

} // namespace

bool isCommonPassword(std::string_view password) {
    std::string lower(password);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::find(Common.begin(), Common.end(), lower) != Common.end();
}

} // namespace dropseal::services
