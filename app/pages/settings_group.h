// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

#include <vector>

class QCheckBox;
class QVBoxLayout;

namespace dropseal::app {

struct PageContext;
class TextLabel;

/// One group of settings: sections with a heading, rows of label, control and help. Changes apply at once.
class SettingsGroup : public QWidget {
    Q_OBJECT
public:
    SettingsGroup(const QString& key, const QString& name, const QString& icon_name);

    const QString& key() const { return m_key; }
    const QString& name() const { return m_name; }
    const QString& iconName() const { return m_icon_name; }
    /// From the settings into the controls, without an echo.
    virtual void load() = 0;
    /// None where the group has nothing that could be restored.
    virtual bool hasDefaults() const { return true; }
    virtual void restoreDefaults(PageContext& context);

    /// Shows the rows that match, with the group's name above them; all of them and no name for an empty
    /// text. False: none matches.
    bool filter(const QString& text);

protected:
    void addSection(const QString& heading);
    /// `label` names the control where it has no text of its own.
    void addRow(const QString& label, QWidget* control, const QString& help = {}, const QString& after = {});
    QCheckBox* addCheck(const QString& label, const QString& text, const QString& help = {});
    /// Label above (it may be empty), over the whole width; `words`: by which else the search finds it.
    void addWide(const QString& label, QWidget* content, const QString& words);

private:
    struct Row {
        QWidget* widget;
        QString words;
        std::size_t section;
    };
    struct Section {
        QWidget* head; ///< line and heading
    };

    QString m_key;
    QString m_name;
    QString m_icon_name;
    QVBoxLayout* m_column;
    TextLabel* m_title;
    std::vector<Section> m_sections;
    std::vector<Row> m_rows;
};

SettingsGroup* makeLinkSettings(PageContext& context);
SettingsGroup* makeTransferSettings(PageContext& context);
SettingsGroup* makeNotificationSettings(PageContext& context);
SettingsGroup* makeAppearanceSettings(PageContext& context);
SettingsGroup* makeServerSettings(PageContext& context);
SettingsGroup* makeServersSettings(PageContext& context);

} // namespace dropseal::app
