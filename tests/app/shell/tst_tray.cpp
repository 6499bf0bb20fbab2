// SPDX-License-Identifier: GPL-3.0-or-later
// What the tray's menu offers and says; that it appears needs a desktop.
#include "app/models/transfers_model.h"
#include "app/pages/actions.h"
#include "app/shell/tray.h"
#include "tests/support/app/fake_queue.h"

#include <QtGui/QAction>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>

using namespace dropseal::app;
using dropseal::app::test::FakeQueue;

class TrayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itsMenu() {
        Actions actions;
        FakeQueue queue;
        TransfersModel transfers(queue);
        const Tray tray(actions, transfers);
        QStringList items;
        for (const QAction* item : tray.menu()->actions()) {
            if (!item->isSeparator())
                items += item->text();
        }
        const QStringList wanted{QStringLiteral("Nothing is being sent"),
                                 QStringLiteral("Copy newest link"),
                                 QString::fromUtf8("Add files…"),
                                 QStringLiteral("Paste"),
                                 QStringLiteral("Pause all"),
                                 QStringLiteral("Resume all"),
                                 QStringLiteral("Open Dropseal"),
                                 QStringLiteral("Quit")};
        QCOMPARE(items, wanted);
        QVERIFY(!tray.menu()->actions().first()->isEnabled());
    }

    void itsStateLine() {
        Actions actions;
        FakeQueue queue;
        TransfersModel transfers(queue);
        Tray tray(actions, transfers);
        const QAction* const state = tray.menu()->actions().first();
        tray.setLiveLinks(1);
        QCOMPARE(state->text(), QStringLiteral("1 link works"));
        tray.setLiveLinks(3);
        QCOMPARE(state->text(), QStringLiteral("3 links work"));

        const TransferNumber half = queue.add(TransferState::Sending, 200);
        queue.change(half, [](Transfer& transfer) { transfer.done = 100; });
        QTRY_COMPARE(state->text(), QStringLiteral("Sending 1 file, 50 %"));
        queue.add(TransferState::Waiting, 200);
        QTRY_COMPARE(state->text(), QStringLiteral("Sending 2 files, 25 %"));
    }
};

QTEST_MAIN(TrayTest)
#include "tst_tray.moc"
