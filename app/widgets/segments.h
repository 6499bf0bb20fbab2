// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

#include <vector>

class QButtonGroup;
class QHBoxLayout;

namespace dropseal::app {

/// A few choices side by side, of which one holds. They are radio buttons to readers and to the keyboard
/// (arrows move).
class Segments : public QWidget {
    Q_OBJECT
public:
    /// `accessible_name` names the group: "Protect with a password".
    explicit Segments(const QString& accessible_name, QWidget* parent = nullptr);

    void setChoices(const QStringList& names);
    int chosen() const;     ///< index, -1 when none
    void choose(int index); ///< silent

Q_SIGNALS:
    void chosenByPerson(int index);

private:
    QButtonGroup* m_group;
    QHBoxLayout* m_row;
};

} // namespace dropseal::app
