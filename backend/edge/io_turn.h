// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/channel.h"
#include "backend/edge/io_pool.h"
#include "backend/edge/mailbox.h"

#include <memory>
#include <utility>

namespace dropseal::edge {

/// Turns of an I/O thread for one connection: the channel and the work travel together, and come back to
/// the worker through its mailbox when the work needs the client or has come to its end. `Work::turn(channel,
/// buffer)` gives a `Work::Outcome`; `Again` puts it at the end of the queue, so that every body gets on.
template <class Owner, class Work>
class IoTurn {
public:
    using Outcome = typename Work::Outcome;
    using Back = void (Owner::*)(Channel, std::unique_ptr<Work>, Outcome);

    IoTurn(IoPool& pool, std::shared_ptr<Mailbox> mailbox, std::weak_ptr<Owner> owner, Back back)
        : m_pool(pool), m_mailbox(std::move(mailbox)), m_owner(std::move(owner)), m_back(back) {}

    static void start(IoTurn turn, Channel channel, std::unique_ptr<Work> work) {
        turn.m_channel = std::move(channel);
        turn.m_work = std::move(work);
        queue(std::move(turn));
    }

private:
    static void queue(IoTurn turn) {
        IoPool& pool = turn.m_pool;
        pool.post([turn = std::move(turn)](IoPool::Buffer buffer) mutable { run(std::move(turn), buffer); });
    }

    static void run(IoTurn turn, IoPool::Buffer buffer) {
        const Outcome outcome = turn.m_work->turn(turn.m_channel, buffer);
        if (outcome == Outcome::Again)
            return queue(std::move(turn));
        const auto mailbox = turn.m_mailbox;
        mailbox->post([turn = std::move(turn), outcome]() mutable {
            if (const auto owner = turn.m_owner.lock())
                ((*owner).*turn.m_back)(std::move(turn.m_channel), std::move(turn.m_work), outcome);
        });
    }

    IoPool& m_pool;
    std::shared_ptr<Mailbox> m_mailbox;
    std::weak_ptr<Owner> m_owner;
    Back m_back;
    Channel m_channel;
    std::unique_ptr<Work> m_work;
};

} // namespace dropseal::edge
