// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/file_entry.h"

#include <deque>

namespace dropseal::app {

/// Deletes, purges or restores many files, a few at a time, so that a thousand do not flood the server. One
/// order after another: an undo that comes while its deletion still runs is done after it. GUI thread.
class FileActs : public QObject {
    Q_OBJECT
public:
    enum class Kind { Remove, Purge, Restore };
    using Failed = std::vector<std::pair<FileEntry, ApiError>>;
    using Each = std::function<void(const FileEntry&)>;
    using All = std::function<void(int done, Failed failed)>;

    explicit FileActs(ApiClient& client, QObject* parent = nullptr);
    ~FileActs() override;

    /// `each` for every file that was done, `all` once at the end, never before this returned. A lost
    /// connection or session ends the order: what was not asked yet fails for the same reason.
    void start(Kind kind, std::vector<FileEntry> files, Each each, All all);
    /// Those that wait or run fail as Cancelled.
    void cancelAll();

private:
    struct Order {
        Kind kind = Kind::Remove;
        std::vector<FileEntry> files;
        Each each;
        All all;
        std::size_t next = 0; ///< to be asked
        int running = 0;
        int done = 0;
        std::optional<ApiError> stop;
        std::vector<std::optional<ApiError>> faults; ///< per file
        std::vector<ApiClient::Handle> calls;
    };

    void pump();
    void ask(Order& order, std::size_t at);
    void answered(Order& order, std::size_t at, const std::optional<ApiError>& error);
    void finish(Order& order);

    ApiClient& m_client;
    std::deque<std::shared_ptr<Order>> m_orders;
    bool m_is_pumping_later = false;
};

} // namespace dropseal::app
