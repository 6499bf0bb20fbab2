// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/menus.h"

#include "app/pages/actions.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>

namespace dropseal::app {

namespace {

/// Null stands for a separator.
std::unique_ptr<QMenu> makeMenu(const char* title, const std::vector<QAction*>& actions) {
    auto menu = std::make_unique<QMenu>(QCoreApplication::translate("Menus", title));
    for (QAction* const action : actions) {
        if (action != nullptr)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    return menu;
}

} // namespace

Menus::Menus(Actions& a) : m_button(std::make_unique<QMenu>()) {
    m_parts.push_back(makeMenu(QT_TRANSLATE_NOOP("Menus", "File"),
                               {a.add_files, a.add_folder, a.paste, nullptr, a.download, nullptr,
                                a.switch_server, a.share_on_network, nullptr, a.quit}));
    m_parts.push_back(
        makeMenu(QT_TRANSLATE_NOOP("Menus", "Edit"), {a.undo, nullptr, a.copy_link, a.rename, a.delete_files,
                                                      nullptr, a.select_all, a.find, nullptr, a.settings}));
    m_parts.push_back(
        makeMenu(QT_TRANSLATE_NOOP("Menus", "Transfers"),
                 {a.pause, a.resume, a.retry, a.cancel_transfer, nullptr, a.move_up, a.move_down, nullptr,
                  a.retry_failed, a.pause_all, a.resume_all, a.clear_done, a.copy_paths}));
    m_parts.push_back(makeMenu(QT_TRANSLATE_NOOP("Menus", "View"),
                               {a.go_files, a.go_transfers, nullptr, a.reload, nullptr, a.compact_rows,
                                a.show_menu_bar, nullptr, a.next_area, a.previous_area}));
    m_parts.push_back(makeMenu(QT_TRANSLATE_NOOP("Menus", "Help"), {a.help, a.server_log, nullptr, a.about}));
    for (const auto& part : m_parts)
        m_button->addMenu(part.get());
    m_account = makeMenu("", {a.settings, a.switch_server, a.sign_out, nullptr, a.about});
}

Menus::~Menus() = default;

void Menus::fill(QMenuBar& bar) const {
    for (const auto& part : m_parts)
        bar.addMenu(part.get());
}

} // namespace dropseal::app
