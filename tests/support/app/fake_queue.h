// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/transfer_queue.h"

#include <algorithm>
#include <map>

namespace dropseal::app::test {

/// A queue that does what the test says, and writes down what it was told.
class FakeQueue final : public TransferQueue {
public:
    std::vector<TransferNumber> numbers;
    std::map<TransferNumber, Transfer> transfers;
    QStringList told;              ///< "pause 3"
    std::vector<QByteArray> bytes; ///< of addUploadOfBytes()
    mutable int finds = 0;

    Transfer& make(TransferState state = TransferState::Waiting, qint64 size = 1000) {
        Transfer transfer;
        transfer.number = ++m_last;
        transfer.state = state;
        transfer.name = QStringLiteral("file %1.txt").arg(m_last);
        transfer.size = size;
        numbers.push_back(m_last);
        return transfers[m_last] = transfer;
    }
    TransferNumber add(TransferState state = TransferState::Waiting, qint64 size = 1000) {
        const TransferNumber number = make(state, size).number;
        Q_EMIT added({number});
        return number;
    }
    void addMany(int count) {
        std::vector<TransferNumber> fresh;
        for (int i = 0; i < count; ++i)
            fresh.push_back(make().number);
        Q_EMIT added(fresh);
    }
    template <class Change>
    void change(TransferNumber number, Change act) {
        act(transfers.at(number));
        Q_EMIT changed(number);
    }
    void remove(const std::vector<TransferNumber>& which) {
        for (const TransferNumber number : which) {
            std::erase(numbers, number);
            transfers.erase(number);
        }
        Q_EMIT removed(which);
    }

    std::vector<TransferNumber> order() const override { return numbers; }
    std::optional<Transfer> find(TransferNumber number) const override {
        ++finds;
        const auto found = transfers.find(number);
        return found == transfers.end() ? std::nullopt : std::optional(found->second);
    }

    void addUploads(const QStringList& paths) override { note("addUploads", paths.join(QLatin1Char('|'))); }
    void addUploadOfBytes(const QString& name, const QByteArray& given) override {
        bytes.push_back(given);
        note("addBytes", name);
    }
    void addDownload(const FileId&, const QString& name, qint64, const QString&,
                     const QString& target_path) override {
        note("addDownload", name + QLatin1Char('|') + target_path);
    }
    void pause(TransferNumber number) override { note("pause", QString::number(number)); }
    void resume(TransferNumber number) override { note("resume", QString::number(number)); }
    void cancel(TransferNumber number) override { note("cancel", QString::number(number)); }
    void retry(TransferNumber number) override { note("retry", QString::number(number)); }
    void startNow(TransferNumber number) override { note("startNow", QString::number(number)); }
    void move(TransferNumber number, int places) override {
        note("move", QStringLiteral("%1 %2").arg(number).arg(places));
    }
    void clearDone() override { note("clearDone"); }
    void pauseAll() override { note("pauseAll"); }
    void resumeAll() override { note("resumeAll"); }
    void retryFailed() override { note("retryFailed"); }
    void setAccount(const QString& account) override { note("setAccount", account); }
    void setOffline(bool offline) override { note("setOffline", QString::number(int(offline))); }
    void flush() override { note("flush"); }

private:
    void note(const char* what, const QString& about = {}) {
        told.push_back((QLatin1String(what) + QLatin1Char(' ') + about).trimmed());
    }

    TransferNumber m_last = 0;
};

} // namespace dropseal::app::test
