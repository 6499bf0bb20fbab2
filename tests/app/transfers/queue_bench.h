// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/session/app_settings.h"
#include "app/transfers/transfer_queue.h"
#include "tests/support/app/answers.h"
#include "tests/support/app/fake_network.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

namespace dropseal::app::test {

inline const QString Ada = QStringLiteral("https://files.example.org ada");
inline const QString Bob = QStringLiteral("https://files.example.org bob");
inline const QString Eve = QStringLiteral("https://other.example.org eve");

/// A queue with a folder, a network that the test scripts, and ears for its signals.
class QueueBench {
public:
    using Numbers = std::vector<TransferNumber>;

    explicit QueueBench(const QString& account = Ada) {
        client.setServer(QUrl(QStringLiteral("http://127.0.0.1:8000")));
        tokens.setTokens({"access-1", "refresh-1", std::chrono::seconds(900)});
        network.script = [this](FakeCall& call) { honest(call); };
        open(account);
    }

    void open(const QString& account) {
        queue = makeTransferQueue(client, settings, queueFolder());
        QObject::connect(queue.get(), &TransferQueue::added, queue.get(), [this](const Numbers& numbers) {
            added.insert(added.end(), numbers.begin(), numbers.end());
            batches.push_back(numbers.size());
        });
        QObject::connect(queue.get(), &TransferQueue::removed, queue.get(), [this](const Numbers& numbers) {
            removed.insert(removed.end(), numbers.begin(), numbers.end());
        });
        const auto listen = [this](auto signal, Numbers& heard) {
            QObject::connect(queue.get(), signal, queue.get(),
                             [&heard](TransferNumber number) { heard.push_back(number); });
        };
        listen(&TransferQueue::changed, changed);
        listen(&TransferQueue::sealed, sealed);
        listen(&TransferQueue::downloaded, downloaded);
        listen(&TransferQueue::failed, failed);
        QObject::connect(queue.get(), &TransferQueue::reset, queue.get(), [this] { ++resets; });
        queue->setAccount(account);
    }
    /// As after the end of the program.
    void reopen(const QString& account = Ada) {
        queue.reset();
        added.clear();
        open(account);
    }

    QString queueFolder() const { return folder.filePath(QStringLiteral("queue")); }
    QString write(const QString& name, const QByteArray& bytes) const {
        QFile file(folder.filePath(name));
        if (!QDir().mkpath(QFileInfo(file).absolutePath()) || !file.open(QIODevice::WriteOnly) ||
            file.write(bytes) != bytes.size())
            qFatal("cannot write the test's file");
        return file.fileName();
    }
    /// Adds files of `size` bytes, and waits until they are there.
    Numbers addFiles(int count, int size = 1000) {
        const std::size_t before = added.size();
        QStringList paths;
        for (int i = 0; i < count; ++i)
            paths += write(QStringLiteral("file-%1").arg(++m_files), someBytes(size));
        queue->addUploads(paths);
        if (!QTest::qWaitFor([&] { return added.size() == before + static_cast<std::size_t>(count); }, 30000))
            qFatal("the files were not added");
        return {added.begin() + static_cast<std::ptrdiff_t>(before), added.end()};
    }
    Transfer at(TransferNumber number) const { return queue->find(number).value_or(Transfer()); }
    TransferState state(TransferNumber number) const { return at(number).state; }
    bool reaches(TransferNumber number, TransferState wanted) const {
        return QTest::qWaitFor([&] { return queue->find(number) && state(number) == wanted; }, 20000);
    }

    /// Takes what is sent, says so truly, and makes links.
    void honest(FakeCall& call) {
        if (call.path() == "/api/v1/presign")
            presign(call);
        else if (call.request.method == "PUT")
            take(call);
        else
            call.answer(200, encoded(rootInfo()));
    }
    void take(FakeCall& call) {
        const QPointer<FakeCall> alive(&call);
        const QByteArray bytes = call.takeBody();
        if (!alive)
            return;
        arrived.push_back(call.path().mid(8));
        call.answer(200, encoded(uploadAnswer(bytes)));
    }
    static void presign(FakeCall& call) {
        api::PresignAnswer answer;
        answer.url = "http://127.0.0.1:8000/d/secret-link";
        answer.method = api::Method::Get;
        answer.expires_at = SystemClock().now() + std::chrono::hours(1);
        call.answer(200, encoded(answer));
    }
    /// Reads some of an upload and leaves it standing there.
    static void hang(FakeCall& call) { call.takeBody(400); }

    QTemporaryDir folder;
    FakeNetwork network;
    TokenKeeper tokens{network};
    ApiClient client{network, tokens};
    AppSettings settings{folder.filePath(QStringLiteral("settings.ini"))};
    std::unique_ptr<TransferQueue> queue;
    Numbers added, removed, changed, sealed, downloaded, failed;
    std::vector<std::size_t> batches;
    std::vector<QByteArray> arrived; ///< names, in the order of their arrival
    int resets = 0;

private:
    int m_files = 0;
};

} // namespace dropseal::app::test

Q_DECLARE_METATYPE(dropseal::app::TransferState)
Q_DECLARE_METATYPE(dropseal::app::ApiError::Kind)
