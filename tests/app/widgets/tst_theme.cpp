// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/buttons.h"
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"
#include "app/widgets/theme.h"
#include "app/widgets/typography.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QVBoxLayout>

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <fstream>

using namespace dropseal::app;
using Choice = ThemeSource::Choice;

namespace {

constexpr std::array ThemeNames{"light", "dark", "contrast_light", "contrast_dark"};

nlohmann::json tokens() {
    std::ifstream file(TOKENS_JSON);
    return nlohmann::json::parse(file);
}

/// WCAG 2.2, "relative luminance".
double luminance(const QColor& color) {
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

ColorRole roleNamed(const std::string& name) {
    for (int role = 0; role < ColorRoleCount; ++role) {
        if (colorRoleName(static_cast<ColorRole>(role)).toStdString() == name) {
            return static_cast<ColorRole>(role);
        }
    }
    qFatal("no colour role %s", name.c_str());
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

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 10)); }

    void themesAreThoseOfTheFile() {
        const nlohmann::json file = tokens().at("themes");
        for (std::size_t theme = 0; theme < ThemeNames.size(); ++theme) {
            const auto& roles = file.at(ThemeNames.at(theme));
            QCOMPARE(roles.size(), std::size_t{ColorRoleCount});
            for (const auto& [name, color] : roles.items()) {
                QCOMPARE(themeColor(static_cast<ThemeName>(theme), roleNamed(name)),
                         QColor(QString::fromStdString(color.get<std::string>())));
            }
        }
    }

    void everyPairIsReadable() {
        const nlohmann::json pairs = tokens().at("contrast").at("pairs");
        int count = 0;
        for (std::size_t theme = 0; theme < ThemeNames.size(); ++theme) {
            for (const auto& pair : pairs.at(ThemeNames.at(theme))) {
                const auto name = static_cast<ThemeName>(theme);
                const double ratio =
                    contrast(themeColor(name, roleNamed(pair.at("foreground").get<std::string>())),
                             themeColor(name, roleNamed(pair.at("background").get<std::string>())));
                const std::string what = std::string(ThemeNames.at(theme)) + ": " + pair.dump();
                QVERIFY2(ratio >= pair.at("at_least").get<double>(), what.c_str());
                QVERIFY2(std::abs(ratio - pair.at("ratio").get<double>()) < 0.01, what.c_str());
                ++count;
            }
        }
        QCOMPARE(count, 218);
    }

    void sourceDecides_data() {
        QTest::addColumn<int>("choice");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("contrast");
        QTest::addColumn<int>("theme");
        const auto row = [](const char* name, Choice choice, bool dark, bool high, ThemeName theme) {
            QTest::newRow(name) << int(choice) << dark << high << int(theme);
        };
        row("system light", Choice::System, false, false, ThemeName::Light);
        row("system dark", Choice::System, true, false, ThemeName::Dark);
        row("system contrast", Choice::System, false, true, ThemeName::ContrastLight);
        row("system dark contrast", Choice::System, true, true, ThemeName::ContrastDark);
        row("the setting overrules dark", Choice::Light, true, true, ThemeName::Light);
        row("the setting overrules light", Choice::Dark, false, true, ThemeName::Dark);
        row("contrast follows the desktop's lightness", Choice::HighContrast, true, false,
            ThemeName::ContrastDark);
        row("contrast by day", Choice::HighContrast, false, false, ThemeName::ContrastLight);
    }

    void sourceDecides() {
        QFETCH(int, choice);
        QFETCH(bool, dark);
        QFETCH(bool, contrast);
        QFETCH(int, theme);
        QCOMPARE(int(themeFor({static_cast<Choice>(choice), dark, contrast, false})), theme);
    }

    void paletteCarriesTheTokens() {
        for (const ThemeName theme :
             {ThemeName::Light, ThemeName::Dark, ThemeName::ContrastLight, ThemeName::ContrastDark}) {
            const QPalette palette = themePalette(theme);
            QCOMPARE(palette.color(QPalette::Active, QPalette::Window), themeColor(theme, ColorRole::Window));
            QCOMPARE(palette.color(QPalette::Active, QPalette::Highlight),
                     themeColor(theme, ColorRole::Selection));
            QCOMPARE(palette.color(QPalette::Inactive, QPalette::Highlight),
                     themeColor(theme, ColorRole::SelectionInactive));
            QCOMPARE(palette.color(QPalette::Active, QPalette::PlaceholderText),
                     themeColor(theme, ColorRole::TextMuted));
            QCOMPARE(palette.color(QPalette::Disabled, QPalette::Text),
                     themeColor(theme, ColorRole::TextDisabled));
        }
    }

    void changeAtRunTimeRepaintsAll() {
        Theme::apply({Choice::Light, false, false, true});
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        column->addWidget(new TextLabel(QStringLiteral("words"), TextRole::Body, ColorRole::Warning));
        QPushButton* button = makeButton(QStringLiteral("Add"), ButtonRole::Primary, QStringLiteral("plus"));
        column->addWidget(button);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QIcon icon_made_in_light = icon(QStringLiteral("plus"), ColorRole::Info);
        for (const ThemeName theme : {ThemeName::Light, ThemeName::Dark, ThemeName::ContrastDark}) {
            const bool dark = theme != ThemeName::Light;
            const Choice choice = theme == ThemeName::ContrastDark ? Choice::HighContrast : Choice::System;
            Theme::apply({choice, dark, false, true});
            QCOMPARE(Theme::current(), theme);
            QCoreApplication::processEvents(); // Qt tells the widgets from its event loop
            const QImage shown = window.grab().toImage();
            QVERIFY(hasColor(shown, themeColor(theme, ColorRole::Window)));
            QVERIFY(hasColor(shown, themeColor(theme, ColorRole::Accent)));
            QVERIFY(hasColor(shown, themeColor(theme, ColorRole::Warning)));
            const QImage plus = icon_made_in_light.pixmap(24, 24).toImage();
            QVERIFY(hasColor(plus, themeColor(theme, ColorRole::Info)));
        }
    }

    void reducedMotionMakesTimesZero() {
        Theme::apply({Choice::Light, false, false, false});
        QCOMPARE(Theme::duration(metrics::QuickMs), metrics::QuickMs);
        Theme::apply({Choice::Light, false, false, true});
        QCOMPARE(Theme::duration(metrics::QuickMs), 0);
        QCOMPARE(QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration), 0);
    }

    void sizesFollowTheFont() {
        QCOMPARE(metrics::unit(), 4);
        QCOMPARE(metrics::controlHeight(), 32);
        QCOMPARE(metrics::row(), 40);
        QCOMPARE(metrics::rowTwoLine(), 56);
        QCOMPARE(metrics::sidebarWidth(), 204);
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 20));
        QVERIFY(metrics::unit() >= 8);
        QCOMPARE(metrics::row(), 10 * metrics::unit());
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 4));
        QCOMPARE(metrics::unit(), 3);
        QVERIFY(metrics::controlHeightSmall() >= metrics::SmallestHitArea);
    }

    void sizesAreThoseOfTheFile() {
        const nlohmann::json size = tokens().at("size");
        const auto is = [&](const char* name, int px) {
            return qRound(size.at(name).at("value").get<double>() * metrics::unit()) == px;
        };
        QVERIFY(is("control_height", metrics::controlHeight()));
        QVERIFY(is("control_height_small", metrics::controlHeightSmall()));
        QVERIFY(is("row", metrics::row()));
        QVERIFY(is("row_compact", metrics::rowCompact()));
        QVERIFY(is("row_two_line", metrics::rowTwoLine()));
        QVERIFY(is("chip_height", metrics::chipHeight()));
        QVERIFY(is("page_header", metrics::pageHeader()));
        QVERIFY(is("action_row", metrics::actionRow()));
        QVERIFY(is("footer", metrics::footer()));
        QVERIFY(is("sidebar_width", metrics::sidebarWidth()));
        QVERIFY(is("form_width", metrics::formWidth()));
        QVERIFY(is("window_first_width", metrics::windowFirstWidth()));
        QVERIFY(is("window_min_height", metrics::windowMinHeight()));
    }

    void typeFollowsTheFont() {
        QCOMPARE(textFont(TextRole::Hero).pointSizeF(), 15.0);
        QCOMPARE(textFont(TextRole::Body).pointSizeF(), 10.0);
        QCOMPARE(textFont(TextRole::Small).pointSizeF(), 9.0);
        QCOMPARE(textFont(TextRole::Strong).weight(), int(QFont::DemiBold));
        TextLabel label(QStringLiteral("x"), TextRole::Page);
        QCOMPARE(label.font().pointSizeF(), 13.0);
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 20));
        QCoreApplication::processEvents();
        QCOMPARE(label.font().pointSizeF(), 26.0);
    }

    void everyIconOfTheAppIsThere() {
        for (const char* name :
             {"file-stack", "plus", "eye", "eye-off", "circle-alert", "hourglass", "disc-3", "menu"}) {
            QVERIFY2(!icon(QString::fromLatin1(name)).isNull(), name);
        }
        QTest::ignoreMessage(QtWarningMsg, "no icon \"no-such\"");
        QVERIFY(icon(QStringLiteral("no-such")).isNull());
        QCOMPARE(kindIconName(QStringLiteral("A.Photo.JPG")), QStringLiteral("file-image"));
        QCOMPARE(kindIconName(QStringLiteral("photos.tar.gz")), QStringLiteral("file-archive"));
        QCOMPARE(kindIconName(QStringLiteral(".zip")), QStringLiteral("file"));
        QCOMPARE(kindIconName(QStringLiteral("README")), QStringLiteral("file"));
        QCOMPARE(kindIconName(QStringLiteral("a. ")), QStringLiteral("file"));
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
