// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

class QMenu;
class QMenuBar;

namespace dropseal::app {

class Actions;

/// The menus over the one set of acts: behind the Menu button, in the menu bar (which is also what a desktop
/// with a global menu shows), and behind the account button.
class Menus {
public:
    explicit Menus(Actions& actions);
    ~Menus();

    QMenu* button() const { return m_button.get(); }
    QMenu* account() const { return m_account.get(); }
    void fill(QMenuBar& bar) const;

private:
    std::vector<std::unique_ptr<QMenu>> m_parts;
    std::unique_ptr<QMenu> m_button;
    std::unique_ptr<QMenu> m_account;
};

} // namespace dropseal::app
