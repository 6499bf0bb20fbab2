// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/file_delegate.h"
#include "app/widgets/link_chip.h"
#include "app/widgets/metrics.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/theme.h"
#include "app/widgets/transfer_delegate.h"
#include "app/widgets/transfer_motion.h"
#include "app/words/display_text.h"

#include <QtGui/QAccessible>
#include <QtGui/QPainter>
#include <QtGui/QStandardItemModel>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QTreeView>

using namespace dropseal::app;
using State = TransferRowState;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

int count(const QImage& image, const QRect& where, ColorRole role) {
    const QColor color = Theme::color(role);
    int found = 0;
    for (int y = where.top(); y <= where.bottom(); ++y) {
        for (int x = where.left(); x <= where.right(); ++x) {
            found += image.rect().contains(x, y) && image.pixelColor(x, y) == color ? 1 : 0;
        }
    }
    return found;
}

/// The pixels of a colour in the one line of `where` that has most of it: the length of the bar.
int longestLine(const QImage& image, const QRect& where, ColorRole role) {
    int longest = 0;
    for (int y = where.top(); y <= where.bottom(); ++y) {
        longest = std::max(longest, count(image, QRect(where.left(), y, where.width(), 1), role));
    }
    return longest;
}

/// A list of transfers with one row of each kind that a test puts in.
class List {
public:
    explicit List(std::vector<TransferRow> shown)
        : rows(std::move(shown))
        , model(static_cast<int>(rows.size()), 3)
        , delegate([this](const QModelIndex& index) { return rows.at(std::size_t(index.row())); }, {}) {
        makeTable(&view, text("Transfers"));
        view.setModel(&model);
        delegate.installOn(&view);
        view.resize(1000, 400);
        view.show();
        QCoreApplication::processEvents();
    }

    QRect cell(int row, int column) const { return view.visualRect(model.index(row, column)); }
    QImage picture() { return view.viewport()->grab().toImage(); }

    std::vector<TransferRow> rows;
    QStandardItemModel model;
    QTreeView view;
    TransferDelegate delegate;
};

TransferRow row(State state, double fraction) {
    TransferRow made;
    made.name = text("take 3.mov");
    made.state = state;
    made.fraction = fraction;
    made.details = text("2.6 of 4.3 GB");
    return made;
}

} // namespace

class DelegatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 10));
        Theme::apply({ThemeSource::Choice::Light, false, false, true});
    }

    void cleanup() { QApplication::setLayoutDirection(Qt::LeftToRight); }

    void rowsAreAsHighAsTheySay() {
        List list({row(State::Sending, 0.5), row(State::Failed, 0)});
        QCOMPARE(list.cell(0, 0).height(), metrics::rowTwoLine());
        QCOMPARE(list.cell(1, 0).top(), metrics::rowTwoLine());
    }

    void barIsInProportion_data() {
        QTest::addColumn<double>("fraction");
        for (const double fraction : {0.0, 0.12, 0.5, 0.61, 1.0}) {
            QTest::addRow("%.2f", fraction) << fraction;
        }
    }

    void barIsInProportion() {
        QFETCH(double, fraction);
        List list({row(State::Sending, fraction)});
        const QImage picture = list.picture();
        const QRect cell = list.cell(0, 0);
        const int track = longestLine(picture, cell, ColorRole::Track);
        const int done = longestLine(picture, cell, ColorRole::Accent);
        const int room = cell.width() - metrics::space(4) - metrics::RowIcon - metrics::units(3.5);
        QVERIFY2(std::abs(done - fraction * room) <= 4, QByteArray::number(done).constData());
        QVERIFY2(std::abs(track - (1 - fraction) * room) <= 4, QByteArray::number(track).constData());
    }

    void statesLookAsTheyShould_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("bar");
        QTest::addColumn<bool>("has_bar");
        const auto add = [](const char* name, State state, ColorRole bar, bool has_bar) {
            QTest::newRow(name) << int(state) << int(bar) << has_bar;
        };
        add("sending", State::Sending, ColorRole::Accent, true);
        add("paused", State::Paused, ColorRole::Warning, true);
        add("changed", State::Changed, ColorRole::Warning, true);
        add("offline", State::Offline, ColorRole::BorderStrong, true);
        add("checking", State::Checking, ColorRole::Accent, true);
        add("sealed", State::Sealed, ColorRole::Accent, false);
        add("failed", State::Failed, ColorRole::Danger, false);
    }

    void statesLookAsTheyShould() {
        QFETCH(int, state);
        QFETCH(int, bar);
        QFETCH(bool, has_bar);
        List list({row(static_cast<State>(state), 0.5)});
        const int length = longestLine(list.picture(), list.cell(0, 0), static_cast<ColorRole>(bar));
        QCOMPARE(length > 100, has_bar);
        QVERIFY(length > 0); // without a bar the colour is that of the seal or of the sentence
    }

    void unknownLengthIsStriped() {
        List list({row(State::Sending, -1)});
        const int accent = longestLine(list.picture(), list.cell(0, 0), ColorRole::Accent);
        const int track = longestLine(list.picture(), list.cell(0, 0), ColorRole::Track);
        QVERIFY(accent > 100);
        QVERIFY(track > 100);
    }

    void failureGoesOverTheLink() {
        TransferRow failed = row(State::Failed, 0);
        failed.details =
            text("Not sent: the server has 1.2 GB free and this file needs 1.9 GB. Delete files there, "
                 "then retry, or ask somebody who can.");
        List list({failed});
        const int inked = count(list.picture(), list.cell(0, 2), ColorRole::Danger);
        QVERIFY2(inked > 3, QByteArray::number(inked).constData());
    }

    void barGrowsFromTheRightInRtl() {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        List list({row(State::Sending, 0.25)});
        const QImage picture = list.picture();
        const QRect cell = list.cell(0, 0);
        const QRect left(cell.left(), cell.top(), cell.width() / 2, cell.height());
        const QRect right(cell.center().x(), cell.top(), cell.width() / 2, cell.height());
        QCOMPARE(longestLine(picture, left, ColorRole::Accent), 0);
        QVERIFY(longestLine(picture, right, ColorRole::Accent) > 50);
        QVERIFY(list.cell(0, 0).left() > list.cell(0, 2).left());
        QVERIFY(list.cell(0, 2).left() > list.cell(0, 1).left());
    }

    void actsAreClicked() {
        List list({row(State::Sending, 0.5), row(State::Failed, 0)});
        std::vector<TransferAct> acts;
        connect(&list.delegate, &TransferDelegate::acted, this,
                [&](const QModelIndex&, TransferAct act) { acts.push_back(act); });
        for (int position = 0; position < 2; ++position) {
            const QRect button = TransferDelegate::actRect(list.cell(1, 1), position, 2, Qt::LeftToRight);
            QTest::mouseClick(list.view.viewport(), Qt::LeftButton, {}, button.center());
        }
        QCOMPARE(acts, (std::vector{TransferAct::Retry, TransferAct::Remove}));
        QVERIFY(list.view.selectionModel()->selectedIndexes().isEmpty() || list.model.rowCount() == 2);
    }

    void chipIsClicked() {
        TransferRow sealed = row(State::Sealed, 1);
        sealed.link = text("https://files.example/s/7Kq9");
        List list({sealed});
        const QSignalSpy asked(&list.delegate, &TransferDelegate::copyLinkRequested);
        const QRect chip = TransferDelegate::chipRect(list.cell(0, 2), Qt::LeftToRight);
        QTest::mouseClick(list.view.viewport(), Qt::LeftButton, {},
                          linkChipCopyRect(chip, Qt::LeftToRight).center());
        QCOMPARE(asked.count(), 1);
        QTest::mouseClick(list.view.viewport(), Qt::LeftButton, {}, chip.center() - QPoint(40, 0));
        QCOMPARE(asked.count(), 1);
    }

    void everyStateHasActsWithNamesAndIcons() {
        for (int state = 0; state <= int(State::Offline); ++state) {
            const auto acts = transferActs(static_cast<State>(state));
            QVERIFY(!acts.empty());
            for (const TransferAct act : acts) {
                QVERIFY(!transferActName(act).isEmpty());
                QVERIFY(!transferActIcon(act).isEmpty());
            }
        }
        QCOMPARE(transferActName(TransferAct::Cancel), text("Cancel transfer"));
    }

    void tableIsReadable() {
        List list({row(State::Sending, 0.5)});
        list.model.setData(list.model.index(0, 0), text("take 3.mov"));
        list.model.setData(list.model.index(0, 1), text("Sending, 61 %"));
        QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(&list.view);
        QCOMPARE(tree->role(), QAccessible::Tree);
        QCOMPARE(tree->text(QAccessible::Name), text("Transfers"));
        QAccessibleInterface* cell = tree->tableInterface()->cellAt(0, 1);
        QVERIFY(cell);
        QCOMPARE(cell->text(QAccessible::Name), text("Sending, 61 %"));
    }

    void fileCellsArePainted() {
        QTreeView view;
        makeTable(&view, text("Files"));
        QStandardItemModel model(2, 4);
        view.setModel(&model);
        FileDelegate delegate(
            [](const QModelIndex& index) {
                FileRow made{text("Model.zip"),         text("3.1 GB"),
                             text("Yesterday"),         FileRow::Link::Sealed,
                             text("Expires in 7 days"), false};
                made.link = index.row() == 0 ? FileRow::Link::Sealed : FileRow::Link::ExpiresSoon;
                return made;
            },
            {});
        delegate.installOn(&view);
        view.resize(900, 300);
        view.show();
        QCoreApplication::processEvents();
        const QImage picture = view.viewport()->grab().toImage();
        const auto cell = [&](int at, int column) { return view.visualRect(model.index(at, column)); };
        QCOMPARE(cell(0, 0).height(), metrics::row());
        QVERIFY(count(picture, cell(0, 3), ColorRole::Accent) > 30);
        QCOMPARE(count(picture, cell(0, 3), ColorRole::Warning), 0);
        QVERIFY(count(picture, cell(1, 3), ColorRole::Warning) > 10);
        QVERIFY(count(picture, cell(0, 0), ColorRole::Text) > 10);
        delegate.setCompact(true);
        QCOMPARE(delegate.sizeHint({}, model.index(0, 0)).height(), metrics::rowCompact());
    }

    void chosenRowIsWhole() {
        List list({row(State::Sending, 0.5), row(State::Waiting, 0)});
        QApplication::setActiveWindow(&list.view);
        list.view.selectionModel()->select(list.model.index(0, 0),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
        const QImage picture = list.picture();
        for (int column = 0; column < 3; ++column) {
            const QRect cell = list.cell(0, column);
            QVERIFY(count(picture, cell, ColorRole::Selection) > cell.width() * cell.height() / 2);
        }
        QCOMPARE(count(picture, list.cell(1, 2), ColorRole::Selection), 0);
    }

    void barMovesToWhatIsAcknowledged() {
        TransferMotion motion;
        QCOMPARE(motion.fraction(1, 0.2, 1000, 250), 0.2); // where it is first seen, it stands
        QCOMPARE(motion.fraction(1, 0.6, 2000, 250), 0.2);
        QVERIFY(motion.isMoving(2000));
        QCOMPARE(motion.fraction(1, 0.6, 2125, 250), 0.4);
        QCOMPARE(motion.fraction(1, 0.6, 2250, 250), 0.6);
        QCOMPARE(motion.fraction(1, 0.6, 9000, 250), 0.6); // never beyond
        QVERIFY(!motion.isMoving(2251));
        QCOMPARE(motion.fraction(1, 0.1, 9000, 250), 0.1); // a new start is no movement
        QCOMPARE(motion.fraction(1, 0.9, 9001, 0), 0.9);   // reduced motion
        QVERIFY(!motion.isMoving(9001));
    }

    void stampComesOnceAndAlone() {
        TransferMotion motion;
        QCOMPARE(motion.stamp(1, State::Sealed, 100, 180), 1.0); // sealed long ago
        motion.stamp(2, State::Checking, 100, 180);
        motion.stamp(3, State::Checking, 100, 180);
        QCOMPARE(motion.stamp(2, State::Sealed, 200, 180), 0.0);
        QCOMPARE(motion.stamp(3, State::Sealed, 210, 180), 1.0); // one at a time
        QCOMPARE(motion.stamp(2, State::Sealed, 290, 180), 0.5);
        QCOMPARE(motion.stamp(2, State::Sealed, 380, 180), 1.0);
        QCOMPARE(motion.stamp(2, State::Sealed, 999, 180), 1.0);
        motion.stamp(4, State::Checking, 1000, 0);
        QCOMPARE(motion.stamp(4, State::Sealed, 1001, 0), 1.0);
    }

    void sealIsEarned() {
        const auto ink = [](SealState state) {
            QImage image(96, 96, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            drawSeal(painter, image.rect(), state);
            painter.end();
            return count(image, image.rect(),
                         state == SealState::Filled ? ColorRole::Accent : ColorRole::BorderStrong);
        };
        const int filled = ink(SealState::Filled);
        QVERIFY(filled > 96 * 96 / 3);
        QVERIFY(ink(SealState::Dashed) < filled / 2);
        QVERIFY(ink(SealState::Cracked) < filled);
    }
};

QTEST_MAIN(DelegatesTest)
#include "tst_delegates.moc"
