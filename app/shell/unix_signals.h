// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>

#include <memory>

namespace dropseal::app {

/// SIGTERM, SIGINT and SIGHUP as a signal of Qt. One object at a time.
class UnixSignals : public QObject {
    Q_OBJECT
public:
    explicit UnixSignals(QObject* parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    void askedToEnd();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace dropseal::app
