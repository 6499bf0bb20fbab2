// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/entry.h"

namespace dropseal::app {

namespace {

template <class Try>
void end(std::unique_ptr<Try>& running, QObject& parent) {
    if (!running)
        return;
    running->disconnect(&parent);
    running->cancel();
    running->setParent(&parent);
    running.release()->deleteLater(); // perhaps it is just telling us something
}

} // namespace

void Entry::stop(QObject& parent) {
    end(upload, parent);
    end(download, parent);
    meter.reset();
}

void Entry::forgetFailures() {
    failures = 0;
    mismatches = 0;
    changes = 0;
    due = {};
    row.transfer.fault.reset();
}

} // namespace dropseal::app
