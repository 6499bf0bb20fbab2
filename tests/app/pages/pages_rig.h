// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"
#include "app/widgets/metrics.h"
#include "tests/support/app/fake_files.h"
#include "tests/support/app/page_fixture.h"

#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QTreeView>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app::test {

/// A signed-in program with one page in its window, and a server that has files.
struct PagesRig {
    PagesRig() : is_signed_in(fixture.signIn()), server(fixture.world.network) {
        fixture.links.setAccount(QStringLiteral("https://files.example.org ada"));
        fixture.window.resize(916, 726);
    }

    /// Puts it into the window and shows that.
    template <class SomePage>
    SomePage& show() {
        auto* made = new SomePage(fixture.context, &fixture.window);
        auto* column = new QVBoxLayout(&fixture.window);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(made);
        page = made;
        fixture.window.show();
        fixture.toast.setRoomBelow(made->roomBelow() + metrics::space(4));
        made->entered();
        return *made;
    }
    /// Loads the list and waits for it.
    bool load() {
        fixture.files.reload();
        return QTest::qWaitFor([this] { return fixture.files.state() == FilesModel::State::Ready; });
    }
    QTreeView* tree(const char* name) const {
        for (QTreeView* view : fixture.window.findChildren<QTreeView*>()) {
            if (view->accessibleName() == QLatin1String(name))
                return view;
        }
        return nullptr;
    }
    /// As AT-SPI's Toggle does: selects the row and makes nothing current.
    static void toggle(QTreeView& view, int row) {
        view.selectionModel()->select(view.model()->index(row, 0),
                                      QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
    }
    bool press(const char* name) const {
        QAbstractButton* button = shownButton(*page, name);
        if (!button || !button->isEnabled())
            return false;
        button->click();
        return true;
    }
    /// A transfer in that state, with all else as given.
    TransferNumber addTransfer(const Transfer& wanted) {
        Transfer& made = fixture.queue.make();
        const TransferNumber number = made.number;
        made = wanted;
        made.number = number;
        Q_EMIT fixture.queue.added({number});
        return number;
    }
    bool says(const QString& notice) const {
        return QTest::qWaitFor([&] { return fixture.toast.text() == notice; });
    }

    PageFixture fixture;
    bool is_signed_in;
    FakeFiles server;
    Page* page = nullptr;
};

inline QString utf8(const char* text) {
    return QString::fromUtf8(text);
}

} // namespace dropseal::app::test
