// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/banner.h"
#include "app/widgets/buttons.h"
#include "app/widgets/choice_box.h"
#include "app/widgets/form_field.h"
#include "app/widgets/password_field.h"
#include "app/widgets/seal_style.h"
#include "app/widgets/segments.h"
#include "app/widgets/text_label.h"
#include "app/widgets/theme_picker.h"
#include "app/widgets/toast.h"

#include <QtGui/QAccessible>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QFocusFrame>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QVBoxLayout>

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

QString descriptionOf(QWidget* widget) {
    return reader(widget)->text(QAccessible::Description);
}

/// The label with that accessible description, if it is shown.
QLabel* shownLabel(QWidget& in, const char* description) {
    for (QLabel* label : in.findChildren<QLabel*>()) {
        if (label->isVisible() && descriptionOf(label) == text(description)) {
            return label;
        }
    }
    return nullptr;
}

template <typename Button>
Button* named(QWidget& in, const char* name) {
    for (Button* button : in.findChildren<Button*>()) {
        if (nameOf(button) == text(name)) {
            return button;
        }
    }
    return nullptr;
}

} // namespace

class ControlsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QApplication::setFont(QFont(QStringLiteral("Noto Sans"), 10));
        Theme::apply({ThemeSource::Choice::Light, false, false, true});
    }

    void buttonKeepsItsName() {
        const std::unique_ptr<QPushButton> button(makeButton(text("&Sign in"), ButtonRole::Primary));
        QCOMPARE(nameOf(button.get()), text("Sign in"));
        QCOMPARE(reader(button.get())->role(), QAccessible::PushButton);
        button->setText(text("Signing in"));
        QCOMPARE(nameOf(button.get()), text("Sign in"));
        const std::unique_ptr<QToolButton> menu(makeIconButton(text("menu"), text("Menu")));
        QCOMPARE(nameOf(menu.get()), text("Menu"));
        QVERIFY(menu->sizeHint().width() >= 24);
    }

    void buttonFollowsItsAction() {
        QAction action(text("Add files…"));
        const std::unique_ptr<QPushButton> button(
            makeActionButton(&action, text("Add files"), ButtonRole::Raised));
        const QSignalSpy triggered(&action, &QAction::triggered);
        button->click();
        QCOMPARE(triggered.count(), 1);
        action.setEnabled(false);
        QVERIFY(!button->isEnabled());
        QCOMPARE(nameOf(button.get()), text("Add files"));
        setEnabledOrWhy(button.get(), false, text("Choose a file first."));
        QCOMPARE(button->toolTip(), text("Choose a file first."));
        setEnabledOrWhy(button.get(), true, text("Choose a file first."));
        QCOMPARE(button->toolTip(), QString());
    }

    void choiceBoxIsNamedByItsLabel() {
        ChoiceBox box(text("Expire after"));
        box.addItems({text("1 hour"), text("7 days")});
        box.setCurrentIndex(1);
        QCOMPARE(reader(&box)->role(), QAccessible::ComboBox);
        QCOMPARE(nameOf(&box), text("Expire after"));
        QCOMPARE(reader(&box)->text(QAccessible::Value), text("7 days"));
        QVERIFY(reader(&box)->child(0)->object() == box.view());
        QVERIFY(reader(&box)->actionInterface()->actionNames().contains(
            QAccessibleActionInterface::showMenuAction()));
    }

    void labelsAreNeverMarkup() {
        TextLabel label(text("<a href='x'>name</a>"));
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QCOMPARE(nameOf(&label), text("<a href='x'>name</a>"));
        label.setValueName(text("Reason"));
        QCOMPARE(descriptionOf(&label), text("Reason"));
        ElidedLabel elided(text("a long text that does not fit"), Qt::ElideMiddle);
        elided.resize(40, 20);
        QCOMPARE(nameOf(&elided), text("a long text that does not fit"));
    }

    void fieldShowsAndForgetsItsError() {
        auto* line = new QLineEdit;
        FormField field(text("E-mail"), line);
        field.setHelp(text("The one you sign in with."));
        field.setCheck(
            [](const QString& typed) { return typed.contains(u'@') ? QString() : text("Type an e-mail."); });
        field.show();
        QCOMPARE(nameOf(line), text("E-mail"));
        QCOMPARE(reader(line)->role(), QAccessible::EditableText);
        QVERIFY(!shownLabel(field, "Error"));
        QVERIFY(!field.check());
        QVERIFY(shownLabel(field, "Error"));
        QCOMPARE(nameOf(shownLabel(field, "Error")), text("Type an e-mail."));
        QCOMPARE(descriptionOf(line), text("Type an e-mail."));
        QTest::keyClicks(line, text("a"));
        QVERIFY(!shownLabel(field, "Error"));
        QCOMPARE(descriptionOf(line), text("The one you sign in with."));
        QTest::keyClicks(line, text("@b"));
        QVERIFY(field.check());
    }

    void filledFieldIsCheckedOnLeaving() {
        auto* line = new QLineEdit;
        QWidget form;
        auto* column = new QVBoxLayout(&form);
        auto* field = new FormField(text("E-mail"), line);
        auto* other = new QLineEdit;
        column->addWidget(field);
        column->addWidget(other);
        field->setCheck([](const QString&) { return text("Wrong."); });
        form.show();
        QApplication::setActiveWindow(&form);
        line->setFocus();
        other->setFocus(Qt::TabFocusReason);
        QCOMPARE(field->error(), QString()); // empty: nobody is scolded for passing by
        line->setFocus();
        line->setText(text("x"));
        other->setFocus(Qt::TabFocusReason);
        QCOMPARE(field->error(), text("Wrong."));
    }

    void passwordIsShownOnDemand() {
        QWidget page;
        auto* column = new QVBoxLayout(&page);
        auto* password = new PasswordField;
        auto* field = new FormField(text("Password"), password);
        column->addWidget(field);
        page.show();
        QCOMPARE(nameOf(password), text("Password"));
        QVERIFY(reader(password)->state().passwordEdit);
        auto* toggle = named<QToolButton>(page, "Show password");
        QVERIFY(toggle);
        QCOMPARE(reader(toggle)->role(), QAccessible::CheckBox);
        toggle->click();
        QVERIFY(password->isShown());
        QVERIFY(!reader(password)->state().passwordEdit);
        QCOMPARE(nameOf(toggle), text("Show password"));
        page.hide();
        QVERIFY(!password->isShown());
        QVERIFY(!toggle->isChecked());
    }

    void capsLockIsSaid() {
        auto* password = new PasswordField;
        FormField field(text("Password"), password);
        const QSignalSpy said(password, &PasswordField::capsLockChanged);
        QKeyEvent upper(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, text("A"));
        QCoreApplication::sendEvent(password, &upper);
        QCOMPARE(said.count(), 1);
        QKeyEvent shifted(QEvent::KeyPress, Qt::Key_A, Qt::ShiftModifier, text("a"));
        QCoreApplication::sendEvent(password, &shifted);
        QCOMPARE(said.count(), 1);
        QKeyEvent lower(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, text("a"));
        QCoreApplication::sendEvent(password, &lower);
        QCOMPARE(said.count(), 2);
        QCOMPARE(password->text(), text("Aaa"));
    }

    void segmentsAreRadioButtons() {
        Segments segments(text("Protect with a password"));
        segments.setChoices({text("Never"), text("Ask each time")});
        segments.choose(1);
        const QSignalSpy chosen(&segments, &Segments::chosenByPerson);
        auto* never = named<QRadioButton>(segments, "Never");
        QVERIFY(never);
        QCOMPARE(reader(never)->role(), QAccessible::RadioButton);
        QCOMPARE(segments.chosen(), 1);
        never->click();
        QCOMPARE(segments.chosen(), 0);
        QCOMPARE(chosen.count(), 1);
    }

    void themePickerSaysItsChoice() {
        ThemePicker picker;
        picker.choose(ThemeSource::Choice::System);
        const QSignalSpy chosen(&picker, &ThemePicker::chosenByPerson);
        named<QRadioButton>(picker, "High contrast")->click();
        QCOMPARE(picker.chosen(), ThemeSource::Choice::HighContrast);
        QCOMPARE(chosen.count(), 1);
    }

    void bannerHasItsNames() {
        Banner banner;
        QVERIFY(!shownLabel(banner, "Banner"));
        banner.say(Banner::Level::Warning, text("triangle-alert"), text("Locked."),
                   text("Your keyring is locked."), text("Unlock"));
        QCOMPARE(nameOf(shownLabel(banner, "Banner")), text("Locked. Your keyring is locked."));
        const QSignalSpy acted(&banner, &Banner::acted);
        const QSignalSpy closed(&banner, &Banner::closed);
        named<QPushButton>(banner, "Unlock")->click();
        QCOMPARE(acted.count(), 1);
        named<QToolButton>(banner, "Close banner")->click();
        QCOMPARE(closed.count(), 1);
        QVERIFY(!banner.isVisible());
        banner.say(Banner::Level::Danger, text("circle-alert"), {}, text("The certificate has changed."));
        QVERIFY(!named<QToolButton>(banner, "Close banner")->isVisible()); // a danger is not waved away
    }

    void toastLivesAndUndoes() {
        QWidget page;
        page.resize(600, 400);
        page.show();
        Toast toast(&page);
        QVERIFY(!shownLabel(page, "Notice"));
        int undone = 0;
        toast.say(text("3 files deleted."), {text("Undo"), [&] { ++undone; }, true});
        QCOMPARE(nameOf(shownLabel(page, "Notice")), text("3 files deleted."));
        QVERIFY(named<QPushButton>(page, "Undo")->isVisible());
        QVERIFY(toast.undo());
        QCOMPARE(undone, 1);
        QVERIFY(!toast.isVisible());
        QVERIFY(!toast.undo());
        toast.say(text("1 file deleted."), {text("Undo"), [&] { ++undone; }, true});
        toast.announce(text("2 links copied."), {});
        QCOMPARE(toast.text(), text("1 file deleted.")); // news do not take an Undo away
        QVERIFY(toast.undo());
        QCOMPARE(undone, 2);
        QCOMPARE(toast.text(), text("2 links copied."));
        toast.say(text("Link copied."), {text("Change options"), [] {}, false});
        QVERIFY(!toast.undo());
        toast.say(text("Another."));
        QCOMPARE(toast.text(), text("Another."));
        QVERIFY(!named<QPushButton>(page, "Undo"));
        named<QToolButton>(page, "Close notice")->click();
        QVERIFY(!shownLabel(page, "Notice"));
    }

    void ringOnlyAfterTheKeyboard() {
        QWidget page;
        auto* column = new QVBoxLayout(&page);
        QPushButton* first = makeButton(text("One"), ButtonRole::Raised);
        QPushButton* second = makeButton(text("Two"), ButtonRole::Raised);
        column->addWidget(first);
        column->addWidget(second);
        page.show();
        QApplication::setActiveWindow(&page);
        first->setFocus(Qt::MouseFocusReason);
        const auto ring = [&page] { return page.findChild<QFocusFrame*>(); };
        QVERIFY(!ring() || !ring()->isVisible());
        second->setFocus(Qt::TabFocusReason);
        QVERIFY(ring());
        QCOMPARE(ring()->widget(), second);
        QVERIFY(ring()->geometry().contains(second->geometry()));
        first->setFocus(Qt::MouseFocusReason);
        QCOMPARE(ring()->widget(), nullptr);
    }
};

QTEST_MAIN(ControlsTest)
#include "tst_controls.moc"
