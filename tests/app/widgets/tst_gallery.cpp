// SPDX-License-Identifier: GPL-3.0-or-later
// Renders every component and state in every theme and both directions; people look at the pictures, the test
// only sees to it that each is drawn and is not one flat colour.
#include "app/widgets/theme.h"
#include "tests/app/widgets/gallery_pages.h"

#include <QtCore/QDir>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <set>

using namespace dropseal;

namespace {

app::ThemeSource theme(app::ThemeSource::Choice choice, bool dark) {
    return {choice, dark, false, true};
}

std::size_t colorsIn(const QImage& image) {
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3) {
            colors.insert(image.pixel(x, y));
        }
    }
    return colors.size();
}

} // namespace

class GalleryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 10));
        QVERIFY(QDir().mkpath(QStringLiteral(GALLERY_FOLDER)));
    }

    void everyPage_data() {
        using Choice = app::ThemeSource::Choice;
        QTest::addColumn<int>("page");
        QTest::addColumn<QString>("look");
        QTest::addColumn<int>("choice");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("mirrored");
        struct Row {
            const char* look;
            Choice choice;
            bool dark;
            bool mirrored;
        };
        constexpr Row Rows[] = {{"light", Choice::Light, false, false},
                                {"dark", Choice::Dark, true, false},
                                {"contrast-light", Choice::HighContrast, false, false},
                                {"contrast-dark", Choice::HighContrast, true, false},
                                {"light-rtl", Choice::Light, false, true}};
        const auto pages = gallery::pages();
        for (std::size_t page = 0; page < pages.size(); ++page) {
            for (const Row& row : Rows) {
                QTest::addRow("%s %s", pages.at(page).name, row.look)
                    << static_cast<int>(page) << QString::fromLatin1(row.look) << static_cast<int>(row.choice)
                    << row.dark << row.mirrored;
            }
        }
    }

    void everyPage() {
        QFETCH(int, page);
        QFETCH(QString, look);
        QFETCH(int, choice);
        QFETCH(bool, dark);
        QFETCH(bool, mirrored);
        app::Theme::apply(theme(static_cast<app::ThemeSource::Choice>(choice), dark));
        QApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        const gallery::Page shown = gallery::pages().at(static_cast<std::size_t>(page));
        const std::unique_ptr<QWidget> widget(shown.make());
        widget->resize(shown.size);
        widget->show();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        QCoreApplication::processEvents();
        const QPixmap picture = widget->grab();
        const int scale = qRound(picture.devicePixelRatio());
        QCOMPARE(picture.size(), shown.size * scale);
        QVERIFY(colorsIn(picture.toImage()) > 8);
        const QString file = QStringLiteral("%1/%2-%3-%4x.png")
                                 .arg(QStringLiteral(GALLERY_FOLDER), QString::fromLatin1(shown.name), look)
                                 .arg(scale);
        QVERIFY(picture.save(file));
    }
};

QTEST_MAIN(GalleryTest)
#include "tst_gallery.moc"
