// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_context.h"
#include "app/pages/settings_group.h"
#include "app/session/session.h"
#include "app/widgets/buttons.h"
#include "app/widgets/file_delegate.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtGui/QStandardItemModel>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QTreeView>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

constexpr int ShownRows = 6;

/// The servers that were used.
class ServersSettings final : public SettingsGroup {
public:
    explicit ServersSettings(PageContext& context)
        : SettingsGroup(QStringLiteral("servers"), tr("Servers"), QStringLiteral("server"))
        , m_context(context)
        , m_model(new QStandardItemModel(this))
        , m_view(new QTreeView)
        , m_forget(makeButton(tr("Forget server"), ButtonRole::Raised)) {
        makeTable(m_view, tr("Servers"));
        m_view->setModel(m_model);
        m_view->setSortingEnabled(false);
        m_view->setSelectionMode(QAbstractItemView::SingleSelection);
        m_view->setFrameShape(QFrame::StyledPanel);
        m_view->setFixedHeight(metrics::header() + ShownRows * metrics::row());
        addSection(tr("Known servers"));
        auto* content = new QWidget;
        auto* column = new QVBoxLayout(content);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(metrics::space(3));
        column->addWidget(m_view);
        column->addWidget(m_forget, 0, Qt::AlignLeading);
        auto* help = new TextLabel(tr("Forgetting a server signs you out of it here. Your files there stay."),
                                   TextRole::Small, ColorRole::TextMuted);
        help->setWrapping(true);
        column->addWidget(help);
        addWide({}, content, tr("Known servers") + u' ' + m_forget->text());
        connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
                &ServersSettings::updateForget);
        connect(m_forget, &QPushButton::clicked, this, &ServersSettings::forget);
        connect(&context.session, &Session::stateChanged, this, &ServersSettings::load);
        load();
    }

    bool hasDefaults() const override { return false; }

    void load() override {
        m_servers = m_context.profiles.all();
        const auto current = m_context.profiles.current();
        m_model->clear();
        m_model->setHorizontalHeaderLabels({tr("Server"), tr("E-mail"), tr("State")});
        for (const ServerProfile& server : m_servers) {
            const bool in_use = current && current->bundled == server.bundled && current->base == server.base;
            m_model->appendRow({new QStandardItem(server.displayName()), new QStandardItem(server.last_login),
                                new QStandardItem(in_use ? tr("In use") : QString())});
            m_model->item(m_model->rowCount() - 1)->setData(in_use);
        }
        QHeaderView* header = m_view->header();
        header->setStretchLastSection(false);
        header->setSectionResizeMode(0, QHeaderView::Stretch);
        header->setSectionResizeMode(1, QHeaderView::Stretch);
        updateForget();
    }

private:
    int chosen() const {
        const QModelIndexList rows = m_view->selectionModel()->selectedRows();
        return rows.isEmpty() ? -1 : rows.first().row();
    }

    void updateForget() {
        const int row = chosen();
        const bool in_use = row >= 0 && m_model->item(row)->data().toBool();
        setEnabledOrWhy(m_forget, row >= 0 && !in_use,
                        row < 0 ? tr("Select a server first.")
                                : tr("This server is in use. Use another one first."));
    }

    void forget() {
        const int row = chosen();
        if (row < 0)
            return;
        m_context.session.forgetServer(m_servers.at(static_cast<std::size_t>(row)));
        load();
        m_view->setCurrentIndex(m_model->index(qMin(row, m_model->rowCount() - 1), 0));
        m_view->setFocus(Qt::OtherFocusReason);
    }

    PageContext& m_context;
    QStandardItemModel* m_model;
    QTreeView* m_view;
    QPushButton* m_forget;
    std::vector<ServerProfile> m_servers;
};

} // namespace

SettingsGroup* makeServersSettings(PageContext& context) {
    return new ServersSettings(context);
}

} // namespace dropseal::app
