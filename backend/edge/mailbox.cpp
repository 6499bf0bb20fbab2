// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/mailbox.h"

#include <sys/eventfd.h>

namespace dropseal::edge {

Mailbox::Mailbox() : m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
}

bool Mailbox::post(Letter letter) {
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return false;
        first = m_letters.empty();
        m_letters.push_back(std::move(letter));
    }
    if (first) // one wake is enough for all that wait
        ::eventfd_write(m_wake.get(), 1);
    return true;
}

void Mailbox::deliver() {
    eventfd_t count = 0;
    ::eventfd_read(m_wake.get(), &count);
    std::vector<Letter> letters;
    {
        const std::lock_guard lock(m_mutex);
        letters.swap(m_letters);
    }
    for (Letter& letter : letters)
        letter();
}

void Mailbox::close() {
    std::vector<Letter> letters;
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    letters.swap(m_letters);
}

} // namespace dropseal::edge
