// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/credential_store.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <map>

namespace dropseal::app::test {

/// A keyring that works, is locked, is missing, or never answers.
class FakeCredentials final : public CredentialStore {
public:
    std::map<QString, QByteArray> kept;
    std::optional<KeyringFault> fault;
    bool hangs = false;
    int removed = 0;
    int written = 0;

    void read(const QString& account, QObject* context, std::function<void(ReadResult)> callback) override {
        later(context, [this, account, callback = std::move(callback)] {
            const auto found = kept.find(account);
            const bool is_there = !fault && found != kept.end();
            callback({is_there ? std::optional(found->second) : std::nullopt, fault});
        });
    }
    void write(const QString& account, const QByteArray& token, QObject* context,
               std::function<void(std::optional<KeyringFault>)> callback) override {
        ++written;
        if (!fault && !hangs)
            kept[account] = token;
        later(context, [this, callback = std::move(callback)] { callback(fault); });
    }
    void remove(const QString& account) override {
        ++removed;
        if (!fault)
            kept.erase(account);
    }

private:
    void later(QObject* context, std::function<void()> act) {
        if (!hangs)
            QTimer::singleShot(0, context, std::move(act));
    }
};

} // namespace dropseal::app::test
