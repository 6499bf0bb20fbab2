// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"

#include <QtWidgets/QWidget>

class QPushButton;
class QToolButton;

namespace dropseal::app {

class BannerText;
class IconView;

/// A standing fact under the title bar, full width: icon, one sentence, one button, Close unless it is a
/// danger. Its label has the accessible description "Banner", Close is named "Close banner", the act by its
/// text.
class Banner : public QWidget {
    Q_OBJECT
public:
    enum class Level { Info, Warning, Danger };
    explicit Banner(QWidget* parent = nullptr); ///< hidden until say()

    /// `lead` is its bold beginning ("This computer is the server.") and may be empty; `act` too, then there
    /// is no button.
    void say(Level level, const QString& icon_name, const QString& lead, const QString& sentence,
             const QString& act = {}, const QString& act_icon = {});
    void dismiss();
    QString text() const; ///< lead and sentence

Q_SIGNALS:
    void acted();  ///< its button was pressed; it stays until dismiss()
    void closed(); ///< Close was pressed; it is hidden by then

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Level m_level = Level::Info;
    IconView* m_icon;
    BannerText* m_text;
    QPushButton* m_act;
    QToolButton* m_close;
};

} // namespace dropseal::app
