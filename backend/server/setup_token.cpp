// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/setup_token.h"

#include "backend/server/small_file.h"
#include "shared/crypto/random.h"

namespace dropseal::server {

namespace {

constexpr const char* FileName = "setup-token";
constexpr std::size_t TokenBytes = 24; // 192 bits

} // namespace

Result<void> SetupToken::keepInFile() {
    auto stored = readPrivateFile(m_folder, FileName);
    if (!stored)
        return std::move(stored).error();
    std::string token = stored->has_value() ? std::string((*stored)->view()) : std::string();
    while (token.ends_with('\n'))
        token.pop_back();
    if (token.size() < TokenBytes) {
        token = crypto::randomToken(TokenBytes);
        DROPSEAL_TRY(writeFile(m_folder, FileName, token + "\n", Overwrite::Yes));
    }
    const std::lock_guard lock(m_mutex);
    m_text = std::move(token);
    return {};
}

void SetupToken::keepInMemory() {
    m_folder.unlink(FileName);
    const std::lock_guard lock(m_mutex);
    m_text = crypto::randomToken(TokenBytes);
}

void SetupToken::end() {
    m_folder.unlink(FileName);
    const std::lock_guard lock(m_mutex);
    wipeString(m_text);
}

std::string SetupToken::text() const {
    const std::lock_guard lock(m_mutex);
    return m_text;
}

} // namespace dropseal::server
