// SPDX-License-Identifier: GPL-3.0-or-later
// Renders the pages behind the sign-in in each state and theme; people look at the pictures beside the mocks,
// the test only sees to it that each state can be reached and is not one flat colour.
#include "app/widgets/theme.h"
#include "tests/app/pages/pages_gallery.h"

#include <QtCore/QDir>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>

#include <set>

using namespace dropseal;
using Choice = app::ThemeSource::Choice;

namespace {

struct Look {
    const char* name;
    Choice choice;
    bool dark;
    bool mirrored;
};
constexpr Look Looks[] = {{"light", Choice::Light, false, false},
                          {"dark", Choice::Dark, true, false},
                          {"contrast", Choice::HighContrast, false, false},
                          {"light-rtl", Choice::Light, false, true}};

std::vector<gallery::State> states() {
    std::vector<gallery::State> all = gallery::fileStates();
    for (const gallery::State& state : gallery::otherStates())
        all.push_back(state);
    return all;
}

std::size_t colorsIn(const QImage& image) {
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            colors.insert(image.pixel(x, y));
    }
    return colors.size();
}

} // namespace

class PagesGalleryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 10));
        QVERIFY(QDir().mkpath(QStringLiteral(GALLERY_FOLDER)));
    }

    void everyState_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("look");
        const auto all = states();
        for (int state = 0; state < static_cast<int>(all.size()); ++state) {
            for (int look = 0; look < static_cast<int>(std::size(Looks)); ++look)
                QTest::addRow("%s %s", all.at(std::size_t(state)).name, Looks[look].name) << state << look;
        }
    }

    void everyState() {
        QFETCH(int, state);
        QFETCH(int, look);
        const Look& wanted = Looks[look];
        app::Theme::apply({wanted.choice, wanted.dark, false, true});
        QApplication::setLayoutDirection(wanted.mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        const gallery::State made = states().at(static_cast<std::size_t>(state));
        app::test::PagesRig rig;
        QVERIFY(rig.is_signed_in);
        QVERIFY(made.make(rig));
        QCoreApplication::processEvents();
        const QPixmap picture = rig.fixture.window.grab();
        QVERIFY(colorsIn(picture.toImage()) > 8);
        QVERIFY(picture.save(QStringLiteral("%1/page-%2-%3.png")
                                 .arg(QStringLiteral(GALLERY_FOLDER), QString::fromLatin1(made.name),
                                      QString::fromLatin1(wanted.name))));
    }
};

QTEST_MAIN(PagesGalleryTest)
#include "tst_pages_gallery.moc"
