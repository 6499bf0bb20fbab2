// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/file_acts.h"

namespace dropseal::app {

namespace {

constexpr int AtOnce = 4;

/// The next file would hear the same.
bool endsOrder(const ApiError& error) {
    return error.kind != ApiError::Kind::Server;
}

/// Somebody else did it already.
bool isGone(const ApiError& error) {
    return error.kind == ApiError::Kind::Server &&
           (error.problem.code == ErrorCode::not_found || error.problem.code == ErrorCode::gone);
}

} // namespace

FileActs::FileActs(ApiClient& client, QObject* parent) : QObject(parent), m_client(client) {
}

FileActs::~FileActs() = default;

void FileActs::start(Kind kind, std::vector<FileEntry> files, Each each, All all) {
    auto order = std::make_shared<Order>();
    order->kind = kind;
    order->faults.resize(files.size());
    order->calls.resize(files.size());
    order->files = std::move(files);
    order->each = std::move(each);
    order->all = std::move(all);
    m_orders.push_back(std::move(order));
    if (m_is_pumping_later)
        return;
    m_is_pumping_later = true; // an order without files is answered later too
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_is_pumping_later = false;
            pump();
        },
        Qt::QueuedConnection);
}

void FileActs::cancelAll() {
    ApiError cancelled;
    cancelled.kind = ApiError::Kind::Cancelled;
    for (const auto& order : m_orders) {
        order->stop = cancelled;
        for (ApiClient::Handle& call : order->calls)
            call.cancel();
    }
    QMetaObject::invokeMethod(this, &FileActs::pump, Qt::QueuedConnection);
}

void FileActs::pump() {
    const QPointer<FileActs> alive(this);
    while (alive && !m_orders.empty()) {
        const std::shared_ptr<Order> order = m_orders.front();
        while (!order->stop && order->running < AtOnce && order->next < order->files.size())
            ask(*order, order->next++);
        if (order->running > 0)
            return;
        m_orders.pop_front();
        finish(*order); // may start another order, or destroy this
    }
}

void FileActs::ask(Order& order, std::size_t at) {
    ++order.running;
    const FileId id = order.files[at].id;
    const std::shared_ptr<Order> kept = m_orders.front();
    if (order.kind == Kind::Restore) {
        order.calls[at] = m_client.restoreFile(id, this, [this, kept, at](const ApiResult<api::File>& file) {
            answered(*kept, at, file ? std::nullopt : std::optional(file.error()));
        });
        return;
    }
    const bool purge = order.kind == Kind::Purge;
    order.calls[at] = m_client.deleteFile(id, purge, this, [this, kept, at](const ApiResult<Nothing>& done) {
        answered(*kept, at, done || isGone(done.error()) ? std::nullopt : std::optional(done.error()));
    });
}

void FileActs::answered(Order& order, std::size_t at, const std::optional<ApiError>& error) {
    --order.running;
    order.faults[at] = error;
    if (!error)
        ++order.done;
    else if (endsOrder(*error) && !order.stop)
        order.stop = error;
    const QPointer<FileActs> alive(this);
    if (!error && order.each)
        order.each(order.files[at]);
    if (alive)
        pump();
}

void FileActs::finish(Order& order) {
    Failed failed;
    for (std::size_t at = 0; at < order.files.size(); ++at) {
        if (at >= order.next && order.stop)
            failed.emplace_back(order.files[at], *order.stop);
        else if (order.faults[at])
            failed.emplace_back(order.files[at], *order.faults[at]);
    }
    if (order.all)
        order.all(order.done, std::move(failed));
}

} // namespace dropseal::app
