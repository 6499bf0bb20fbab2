// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "tests/support/app/answers.h"
#include "tests/support/app/fake_network.h"

#include <QtCore/QUrlQuery>

#include <algorithm>
#include <set>

namespace dropseal::app::test {

/// The server's files as API.md has them (search, sort, keyset pages, trash, presign), answered through a
/// FakeNetwork; and all that can go wrong with them.
class FakeFiles {
public:
    explicit FakeFiles(FakeNetwork& network) {
        network.script = [this](FakeCall& call) { arrived(call); };
    }

    std::vector<api::File> files;
    int page_size = 200;
    std::map<FileId, ErrorCode> refused;        ///< DELETE, restore, PATCH and presign of these
    std::optional<ApiError::Kind> unreachable;  ///< every call fails like this
    std::function<bool(const FakeCall&)> holds; ///< true: it hangs until release()
    std::function<void(api::FileList&)> lies;   ///< changes what a list says
    std::function<void(const FakeCall&)> seen;  ///< before it is answered
    std::vector<QPointer<FakeCall>> held;
    std::vector<QString> list_queries;
    int in_flight = 0; ///< of changes that are held
    int most_in_flight = 0;
    qint64 used_bytes = 0;
    std::optional<qint64> quota;

    const api::File& add(const QString& name, qint64 size = 1000) {
        api::File file;
        ++m_made;
        file.created_at = Timestamp(std::chrono::milliseconds(1'700'000'000'000 + m_made * 1000));
        file.id = FileId::make(file.created_at);
        file.filename = name.toStdString();
        file.key = "1-0123abcd-" + file.filename;
        file.size = size;
        file.sha256 = std::string(64, 'a');
        file.content_type = "text/plain";
        files.push_back(file);
        return files.back();
    }
    void addMany(int count) {
        for (int i = 0; i < count; ++i)
            add(QStringLiteral("file %1.txt").arg(i, 5, 10, QLatin1Char('0')), 100 + i);
    }
    api::File* find(const FileId& id) {
        const auto file = std::ranges::find(files, id, &api::File::id);
        return file == files.end() ? nullptr : &*file;
    }
    void drop(const FileId& id) {
        std::erase_if(files, [&id](const api::File& file) { return file.id == id; });
    }

    using Key = std::pair<std::string, FileId>;
    /// In the order in which the server lists them.
    std::vector<api::File> listed(const QString& sort, const QString& search = {}, bool trash = false) const {
        const bool down = sort.startsWith(QLatin1Char('-'));
        std::vector<std::pair<Key, const api::File*>> keyed;
        for (const api::File& file : files) {
            const bool matches = search.isEmpty() ||
                                 QString::fromStdString(file.filename).contains(search, Qt::CaseInsensitive);
            if (file.deleted_at.has_value() == trash && matches)
                keyed.emplace_back(keyOf(file, sort), &file);
        }
        std::ranges::sort(keyed, [down](const auto& one, const auto& other) {
            return down ? other.first < one.first : one.first < other.first;
        });
        std::vector<api::File> found;
        for (const auto& [key, file] : keyed)
            found.push_back(*file);
        return found;
    }

    /// Answers what was held, from the `at`-th on, and `count` of it.
    void release(std::size_t at = 0, std::size_t count = SIZE_MAX) {
        std::vector<QPointer<FakeCall>> chosen;
        while (at < held.size() && count-- > 0) {
            chosen.push_back(held[at]);
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(at));
        }
        for (const QPointer<FakeCall>& call : chosen) {
            if (call)
                answer(*call);
        }
    }

    void answer(FakeCall& call) {
        const QByteArray& method = call.request.method;
        const QStringList path = QString::fromUtf8(call.path()).split(QLatin1Char('/'));
        if (unreachable)
            return call.fail(*unreachable);
        if (call.path() == "/api/v1/auth/me")
            return answerMe(call);
        if (call.path() == "/api/v1/presign")
            return presign(call);
        if (path.size() == 4 && method == "GET")
            return list(call);
        const auto id = path.size() > 4 ? FileId::parse(path[4].toStdString()) : std::nullopt;
        api::File* const file = id ? find(*id) : nullptr;
        if (file == nullptr)
            return call.problem(ErrorCode::not_found);
        if (refused.contains(*id))
            return call.problem(refused.at(*id));
        if (method == "DELETE")
            return remove(call, *file);
        if (method == "POST") {
            file->deleted_at.reset();
        } else if (method == "PATCH") {
            const auto change = api::decodeChangeFileRequest(call.request.body.toStdString());
            file->filename = change->filename;
        }
        call.answer(200, encoded(*file));
    }

private:
    static Key keyOf(const api::File& file, const QString& sort) {
        if (sort.endsWith(QLatin1String("filename")))
            return {file.filename, file.id};
        const qint64 number =
            sort.endsWith(QLatin1String("size")) ? file.size : file.created_at.time_since_epoch().count();
        return {QString::number(number).rightJustified(20, QLatin1Char('0')).toStdString(), file.id};
    }

    void arrived(FakeCall& call) {
        if (seen)
            seen(call);
        if (!holds || !holds(call))
            return answer(call);
        held.emplace_back(&call);
        const auto hanging = std::ranges::count_if(held, [](const auto& one) { return one != nullptr; });
        most_in_flight = std::max(most_in_flight, static_cast<int>(hanging));
    }

    void answerMe(FakeCall& call) {
        api::User me = user();
        me.used_bytes = used_bytes;
        if (quota)
            me.quota_bytes = *quota;
        call.answer(200, encoded(me));
    }

    void list(FakeCall& call) {
        const QUrlQuery query(call.request.url);
        list_queries.push_back(query.toString());
        const auto value = [&query](const char* name) {
            return query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
        };
        const QString sort = value("sort");
        const bool down = sort.startsWith(QLatin1Char('-'));
        const QString cursor = value("cursor");
        const QString after_key = cursor.section(QLatin1Char('|'), 0, -2);
        const auto after_id = FileId::parse(cursor.section(QLatin1Char('|'), -1).toStdString());
        api::FileList page;
        for (const api::File& file : listed(sort, value("q"), value("trash") == QLatin1String("true"))) {
            const auto key = keyOf(file, sort);
            if (after_id) {
                const Key after(after_key.toStdString(), *after_id);
                if (down ? !(key < after) : !(after < key))
                    continue;
            }
            if (static_cast<int>(page.items.size()) == page_size) {
                const auto last = keyOf(page.items.back(), sort);
                page.next_cursor = last.first + "|" + last.second.toString();
                break;
            }
            page.items.push_back(file);
        }
        if (lies)
            lies(page);
        call.answer(200, encoded(page));
    }

    void remove(FakeCall& call, api::File& file) {
        if (call.request.url.hasQuery())
            drop(file.id);
        else
            file.deleted_at = SystemClock().now();
        call.answer(204, {});
    }

    void presign(FakeCall& call) {
        const auto request = api::decodePresignRequest(call.request.body.toStdString());
        const FileId id = request->file_id.value_or(FileId());
        if (refused.contains(id))
            return call.problem(refused.at(id));
        api::PresignAnswer link;
        link.url = "https://files.example.org/d/" + id.toString();
        link.expires_at = SystemClock().now() + request->expires_in;
        call.answer(200, encoded(link));
    }

    int m_made = 0;
};

/// A signed-in client before a FakeFiles.
struct FakeServer {
    FakeServer() {
        const QUrl base(QStringLiteral("http://127.0.0.1:8000"));
        client.setServer(base);
        tokens.setServer(base);
        tokens.setTokens({"access-1", "refresh-1", std::chrono::seconds(900)});
    }

    FakeNetwork network;
    TokenKeeper tokens{network};
    ApiClient client{network, tokens};
    FakeFiles files{network};
};

} // namespace dropseal::app::test
