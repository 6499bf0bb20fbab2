// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/app/page_fixture.h"

#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>

namespace dropseal::app::test {

PageFixture::PageFixture()
    : world(folder.filePath(QStringLiteral("servers")))
    , settings(folder.filePath(QStringLiteral("settings")))
    , links(world.client, folder.filePath(QStringLiteral("links")))
    , files(world.client, links)
    , transfers(queue)
    , storage(world.client)
    , intake(queue, &window)
    , transfer_acts(actions, queue, transfers)
    , toast(&window)
    , context{world.session, world.client, queue,   settings, world.profiles, backend,   links, files,
              transfers,     storage,      actions, intake,   transfer_acts,  navigator, toast} {
    world.network.script = honest;
}

bool PageFixture::connectTo(const QString& address) {
    const std::size_t before = world.states.size();
    world.session.connectTo(address, &window, [](const ApiResult<api::RootInfo>&) {});
    return QTest::qWaitFor([this, before] {
        return world.states.size() > before && world.session.state() == Session::State::SignedOut;
    });
}

bool PageFixture::signIn() {
    if (!connectTo())
        return false;
    world.session.signIn(QStringLiteral("ada@example.org"), QStringLiteral("secret"), true, &window,
                         [](const ApiResult<Nothing>&) {});
    return QTest::qWaitFor([this] { return world.session.state() == Session::State::SignedIn; });
}

QWidget* shown(const QWidget& page, const char* name) {
    for (QWidget* child : page.findChildren<QWidget*>()) {
        if (child->isVisibleTo(&page) && child->accessibleName() == QLatin1String(name))
            return child;
    }
    return nullptr;
}

QAbstractButton* shownButton(const QWidget& page, const char* name) {
    return qobject_cast<QAbstractButton*>(shown(page, name));
}

QLineEdit* shownInput(const QWidget& page, const char* name) {
    return qobject_cast<QLineEdit*>(shown(page, name));
}

QStringList shownValues(const QWidget& page, const char* description) {
    QStringList texts;
    for (const QLabel* label : page.findChildren<QLabel*>()) {
        if (label->isVisibleTo(&page) && label->accessibleDescription() == QLatin1String(description))
            texts += label->text();
    }
    return texts;
}

QStringList namingFaults(const QWidget& page) {
    QStringList names;
    QStringList faults;
    for (const QWidget* child : page.findChildren<QWidget*>()) {
        const bool is_control = qobject_cast<const QAbstractButton*>(child) != nullptr ||
                                qobject_cast<const QLineEdit*>(child) != nullptr ||
                                qobject_cast<const QPlainTextEdit*>(child) != nullptr;
        // What is typed into a number is part of its spin box, also to readers.
        const bool is_part = child->objectName() == QLatin1String("qt_spinbox_lineedit");
        if (!is_control || is_part || !child->isVisibleTo(&page))
            continue;
        auto name = child->accessibleName();
        if (const auto* button = qobject_cast<const QAbstractButton*>(child); button && name.isEmpty())
            name = QString(button->text()).remove(u'&');
        if (name.isEmpty())
            faults += QStringLiteral("no name: ") + QLatin1String(child->metaObject()->className());
        else if (names.contains(name))
            faults += QStringLiteral("twice: ") + name;
        names += name;
    }
    return faults;
}

} // namespace dropseal::app::test
