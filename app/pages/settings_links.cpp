// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_context.h"
#include "app/pages/page_words.h"
#include "app/pages/settings_group.h"
#include "app/session/app_settings.h"
#include "app/widgets/choice_box.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>

namespace dropseal::app {

namespace {

class LinkSettings final : public SettingsGroup {
public:
    explicit LinkSettings(AppSettings& settings)
        : SettingsGroup(QStringLiteral("links"), tr("Links"), QStringLiteral("link"))
        , m_settings(settings)
        , m_life(new ChoiceBox(tr("Expire after"))) {
        using std::chrono::hours;
        for (const std::chrono::seconds life : {hours(1), hours(24), hours(24 * 7)})
            m_life->addItem(lifeText(life), QVariant::fromValue(static_cast<qlonglong>(life.count())));
        addSection(tr("New links"));
        addRow(tr("Expire after"), m_life,
               tr("A link dies with its file: deleting the file ends it at once."));
        addSection(tr("After a drop"));
        m_copy = addCheck(tr("Link"), tr("Copy the link to the clipboard at once"));
        connect(m_life, &QComboBox::currentIndexChanged, this,
                [this] { m_settings.setLinkLife(std::chrono::seconds(m_life->currentData().toLongLong())); });
        connect(m_copy, &QCheckBox::toggled, &settings, &AppSettings::setCopyLinkAtOnce);
        load();
    }

    void load() override {
        const QSignalBlocker life(m_life);
        const QSignalBlocker copy(m_copy);
        m_life->setCurrentIndex(
            m_life->findData(QVariant::fromValue(static_cast<qlonglong>(m_settings.linkLife().count()))));
        m_copy->setChecked(m_settings.copyLinkAtOnce());
    }

private:
    AppSettings& m_settings;
    ChoiceBox* m_life;
    QCheckBox* m_copy;
};

} // namespace

SettingsGroup* makeLinkSettings(PageContext& context) {
    return new LinkSettings(context.settings);
}

} // namespace dropseal::app
