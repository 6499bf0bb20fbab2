// SPDX-License-Identifier: GPL-3.0-or-later
// The larger parts of a window: sidebar, header, action row, drop zone, link chip.
#include "app/widgets/action_row.h"
#include "app/widgets/buttons.h"
#include "app/widgets/drop_zone.h"
#include "app/widgets/empty_state.h"
#include "app/widgets/link_chip.h"
#include "app/widgets/metrics.h"
#include "app/widgets/page_header.h"
#include "app/widgets/sidebar.h"

#include <QtCore/QMimeData>
#include <QtCore/QTimer>
#include <QtCore/QUrl>
#include <QtGui/QAccessible>
#include <QtGui/QDragEnterEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>

using namespace dropseal::app;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

QAccessibleInterface* reader(QWidget* widget) {
    return QAccessible::queryAccessibleInterface(widget);
}

QString nameOf(QWidget* widget) {
    return reader(widget)->text(QAccessible::Name);
}

std::vector<PlaceList::Place> places() {
    return {{text("files"), text("Files"), text("file-stack"), {}},
            {text("transfers"), text("Transfers"), text("arrow-up-from-line"), {}},
            {text("server"), text("Server"), text("server"), text("Administration")}};
}

bool hasColor(const QImage& image, const QColor& color) {
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == color) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

class PlacesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 10));
        Theme::apply({ThemeSource::Choice::Light, false, false, true});
    }

    void sidebarIsAListOfPages() {
        Sidebar sidebar;
        sidebar.places()->setPlaces(places());
        sidebar.show();
        QAccessibleInterface* list = reader(sidebar.places());
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(nameOf(sidebar.places()), text("Pages"));
        QCOMPARE(list->childCount(), 3); // a group's heading is no item
        QCOMPARE(list->child(1)->text(QAccessible::Name), text("Transfers"));
        QCOMPARE(nameOf(sidebar.account()), text("Account menu"));
    }

    void selectionGoesThere() {
        PlaceList list(text("Pages"));
        list.setPlaces(places());
        list.choose(text("files"));
        const QSignalSpy chosen(&list, &PlaceList::chosen);
        // As AT-SPI's Toggle does: select without making current.
        list.selectionModel()->select(list.model()->index(1, 0), QItemSelectionModel::ClearAndSelect);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(list.chosenKey(), text("transfers"));
        list.selectionModel()->clearSelection(); // a second Toggle
        QCoreApplication::processEvents();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(list.selectionModel()->selectedIndexes(), QModelIndexList{list.model()->index(1, 0)});
        list.choose(text("server"));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(list.chosenKey(), text("server"));
    }

    void sidebarCollapsesToIcons() {
        Sidebar sidebar;
        sidebar.places()->setPlaces(places());
        QCOMPARE(sidebar.maximumWidth(), metrics::sidebarMax());
        sidebar.setIconsOnly(true);
        QCOMPARE(sidebar.maximumWidth(), metrics::sidebarCollapsed());
        QCOMPARE(sidebar.places()->model()->index(0, 0).data(Qt::ToolTipRole).toString(), text("Files"));
        sidebar.setIconsOnly(false);
        QCOMPARE(sidebar.minimumWidth(), metrics::sidebarMin());
    }

    void accountSaysItsState() {
        AccountButton account;
        account.setAccount(text("Ada Ostwald"), text("files.example.org"), AccountButton::Connection::Offline,
                           text("Offline"));
        QCOMPARE(nameOf(&account), text("Account menu"));
        QCOMPARE(reader(&account)->text(QAccessible::Description),
                 text("Ada Ostwald, files.example.org, Offline"));
        account.resize(200, 52);
        QVERIFY(hasColor(account.grab().toImage(), Theme::color(ColorRole::Warning)));
    }

    void headerHasItsControls() {
        PageHeader header(text("Files"));
        SearchField* search = header.addSearch(text("Search files"));
        QMenu menu;
        QToolButton* button = header.addMenu(&menu);
        QCOMPARE(nameOf(search), text("Search files"));
        QCOMPARE(reader(search)->role(), QAccessible::EditableText);
        QCOMPARE(nameOf(button), text("Menu"));
        QVERIFY(button->menu() == &menu);
        QCOMPARE(header.height(), metrics::pageHeader());
        QCOMPARE(reader(button)->childCount(), 0);
        header.show();
        const QSignalSpy closed(&menu, &QMenu::aboutToHide);
        QTimer::singleShot(std::chrono::milliseconds(100), &menu, [&menu, button] {
            QVERIFY(menu.isVisible());
            QCOMPARE(reader(button)->child(0)->object(), &menu);
            menu.close();
        });
        QCOMPARE(reader(button)->actionInterface()->actionNames(),
                 QStringList{QAccessibleActionInterface::showMenuAction()});
        reader(button)->actionInterface()->doAction(QAccessibleActionInterface::showMenuAction());
        QTRY_COMPARE(closed.count(), 1);
        QVERIFY(!search->acceptDrops());
        search->setText(text("abc"));
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(search->text(), QString());
    }

    void actionRowKeepsItsButtons() {
        ActionRow row;
        row.setSummary(text("1 file selected"));
        row.addAct(makeButton(text("Copy link"), ButtonRole::Raised));
        row.addAct(makeButton(text("Download"), ButtonRole::Flat));
        row.addDestructiveAct(makeButton(text("Delete"), ButtonRole::Danger));
        row.resize(600, row.height());
        row.show();
        QStringList order;
        auto buttons = row.findChildren<QPushButton*>();
        std::sort(buttons.begin(), buttons.end(), [](auto* a, auto* b) { return a->x() < b->x(); });
        for (QPushButton* button : buttons) {
            order << nameOf(button);
        }
        QCOMPARE(order, (QStringList{text("Copy link"), text("Download"), text("Delete")}));
        QVERIFY(buttons.last()->geometry().right() > 560);
    }

    void dropZoneIsAButton() {
        DropZone zone;
        zone.content()->setTexts(text("Drop a file, get a sealed link"), text("One sentence."));
        QPushButton* add = makeButton(text("Add files"), ButtonRole::Primary);
        zone.content()->addButton(add);
        zone.resize(600, 500);
        zone.show();
        QCOMPARE(reader(&zone)->role(), QAccessible::PushButton);
        QCOMPARE(nameOf(&zone), text("Drop zone"));
        const QSignalSpy pressed(&zone, &DropZone::clicked);
        reader(&zone)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QTRY_COMPARE(pressed.count(), 1); // Qt presses a button for a moment, to be seen
        const QSignalSpy added(add, &QPushButton::clicked);
        QTest::mouseClick(add, Qt::LeftButton);
        QCOMPARE(added.count(), 1);
        QCOMPARE(pressed.count(), 1);
    }

    void dropIsHandedOver() {
        QWidget page;
        page.resize(400, 300);
        page.show();
        DropCover cover(&page);
        const QSignalSpy dropped(&cover, &DropCover::dropped);
        QMimeData mime;
        mime.setUrls({QUrl(text("file:///a")), QUrl(text("file:///b"))});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page, &enter);
        QVERIFY(enter.isAccepted());
        QVERIFY(cover.isVisible());
        QCOMPARE(cover.size(), page.size());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction | Qt::MoveAction, &mime, Qt::LeftButton,
                        Qt::NoModifier);
        QCoreApplication::sendEvent(&page, &drop);
        QVERIFY(!cover.isVisible());
        QCOMPARE(dropped.count(), 1);
        QCOMPARE(drop.dropAction(),
                 Qt::CopyAction); // never a move: the file manager would delete the originals
    }

    void whatCannotBeTakenIsRefused() {
        QWidget page;
        page.show();
        DropCover cover(&page);
        const QSignalSpy dropped(&cover, &DropCover::dropped);
        QMimeData mime;
        mime.setData(text("application/x-something"), "x");
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page, &enter);
        QVERIFY(!enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page, &drop);
        QCOMPARE(dropped.count(), 0);
    }

    void chipCopies() {
        LinkChip chip;
        chip.setLink(text("https://files.example/s/1"), SealState::Filled);
        chip.resize(chip.sizeHint());
        chip.show();
        auto* copy = chip.findChild<QPushButton*>();
        QCOMPARE(nameOf(copy), text("Copy link"));
        const QSignalSpy asked(&chip, &LinkChip::copyRequested);
        QTest::mouseClick(copy, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        const QImage before = chip.grab().toImage();
        chip.showCopied();
        QVERIFY(chip.grab().toImage() != before);
        chip.setLink({}, SealState::Dashed);
        QVERIFY(!copy->isEnabled());
    }
};

QTEST_MAIN(PlacesTest)
#include "tst_places.moc"
