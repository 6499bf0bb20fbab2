// SPDX-License-Identifier: GPL-3.0-or-later
// Every page before the sign-in, in every state and theme, right to left, and with texts 1.4 times as long.
// People look at the pictures; the test sees to it that each is drawn and that no text is cut off.
#include "app/widgets/theme.h"
#include "tests/app/pages/account_shots.h"

#include <QtCore/QDir>
#include <QtCore/QTranslator>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

#include <set>

using namespace dropseal;

namespace {

struct Look {
    const char* name;
    app::ThemeSource source;
    Qt::LayoutDirection direction = Qt::LeftToRight;
};

std::vector<Look> looks() {
    using Choice = app::ThemeSource::Choice;
    return {{"light", {Choice::Light, false, false, true}},
            {"dark", {Choice::Dark, true, false, true}},
            {"contrast-light", {Choice::HighContrast, false, false, true}},
            {"contrast-dark", {Choice::HighContrast, true, false, true}},
            {"light-rtl", {Choice::Light, false, false, true}, Qt::RightToLeft}};
}

/// A language whose words are longer, as German's are.
class LongWords : public QTranslator {
public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override {
        QString longer;
        for (const QString& word : QString::fromUtf8(text).split(u' ')) {
            longer += longer.isEmpty() ? word : u' ' + word;
            const bool has_blank = word.contains(u'%');
            if (!has_blank && word.size() > 2)
                longer += word.mid(word.size() / 3, (word.size() * 2 + 4) / 5).toLower();
        }
        return longer;
    }
};

std::size_t colorsIn(const QImage& image) {
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            colors.insert(image.pixel(x, y));
    }
    return colors.size();
}

/// Texts that have less room than they need. (What elides is made to.)
QStringList cutTexts(const QWidget& page) {
    QStringList cut;
    for (const QLabel* label : page.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty() || label->inherits("dropseal::app::ElidedLabel"))
            continue;
        const int needed =
            label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        const bool narrow = !label->wordWrap() && label->sizeHint().width() > label->width();
        if (label->height() < needed || narrow)
            cut += label->text();
    }
    for (const QPushButton* button : page.findChildren<QPushButton*>()) {
        const bool is_plain = !button->hasHeightForWidth();
        if (button->isVisible() && is_plain && button->sizeHint().width() > button->width())
            cut += button->text();
    }
    return cut;
}

/// Controls of which a part lies outside what they stand in.
QStringList cutControls(const QWidget& page) {
    QStringList cut;
    for (const QWidget* child : page.findChildren<QWidget*>()) {
        const bool is_control = child->focusPolicy() != Qt::NoFocus;
        if (is_control && child->isVisible() && !child->parentWidget()->rect().contains(child->geometry()))
            cut += child->accessibleName();
    }
    return cut;
}

/// Texts that something else lies upon.
QStringList coveredTexts(const QWidget& page) {
    QStringList covered;
    for (const QLabel* label : page.findChildren<QLabel*>()) {
        for (const QWidget* other :
             label->parentWidget()->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
            if (other != label && other->isVisible() && label->isVisible() &&
                other->geometry().intersects(label->geometry()))
                covered += label->text();
        }
    }
    return covered;
}

QStringList faultsOf(const QWidget& page) {
    return cutTexts(page) + cutControls(page) + coveredTexts(page);
}

} // namespace

class AccountPagesGallery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 10));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        QVERIFY(QDir().mkpath(QStringLiteral(GALLERY_FOLDER)));
    }

    void everyState_data() {
        QTest::addColumn<int>("number");
        const auto shots = gallery::accountShots();
        for (std::size_t number = 0; number < shots.size(); ++number)
            QTest::newRow(shots.at(number).name) << static_cast<int>(number);
    }

    void everyState() {
        QFETCH(int, number);
        app::Theme::apply(looks().front().source);
        const gallery::Shot shot = gallery::accountShots().at(static_cast<std::size_t>(number));
        app::test::PageFixture fixture;
        const auto page = shot.make(fixture);
        for (const Look& look : looks()) {
            app::Theme::apply(look.source);
            QApplication::setLayoutDirection(look.direction);
            picture(*page, shot, look.name);
        }
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void longWords_data() { everyState_data(); }

    void longWords() {
        QFETCH(int, number);
        app::Theme::apply(looks().front().source);
        LongWords words;
        QCoreApplication::installTranslator(&words);
        const gallery::Shot shot = gallery::accountShots().at(static_cast<std::size_t>(number));
        app::test::PageFixture fixture;
        const auto page = shot.make(fixture); // acts by name do nothing here: the page in its first state
        QCoreApplication::removeTranslator(&words);
        picture(*page, shot, "long");
    }

private:
    static void picture(QWidget& page, const gallery::Shot& shot, const char* look) {
        if (shot.size.isValid())
            page.resize(shot.size);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTest::qWait(50);
        QTRY_COMPARE(faultsOf(page), QStringList()); // layouts settle in a few rounds
        const QPixmap shown = page.grab();
        QVERIFY(colorsIn(shown.toImage()) > 8);
        const QString file =
            QStringLiteral("%1/account-%2-%3-%4x.png")
                .arg(QStringLiteral(GALLERY_FOLDER), QLatin1String(shot.name), QLatin1String(look))
                .arg(qRound(shown.devicePixelRatio()));
        QVERIFY(shown.save(file));
    }
};

QTEST_MAIN(AccountPagesGallery)
#include "tst_account_pages_gallery.moc"
