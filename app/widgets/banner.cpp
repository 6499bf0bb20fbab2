// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/banner.h"

#include "app/widgets/buttons.h"
#include "app/widgets/icon_view.h"
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/text_label.h"

#include <QtGui/QTextLayout>
#include <QtWidgets/QHBoxLayout>

namespace dropseal::app {

/// Plain text whose beginning is bold; wraps. A QLabel, so that readers find a label with that text.
class BannerText : public TextLabel {
public:
    BannerText() : TextLabel(QString()) {
        setWrapping(true);
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
        setValueName(Banner::tr("Banner"));
    }

    void say(const QString& lead, const QString& sentence) {
        m_lead_length = lead.size();
        setText(lead.isEmpty() || sentence.isEmpty() ? lead + sentence : lead + QLatin1Char(' ') + sentence);
    }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return qCeil(layOut(width, nullptr)); }
    QSize sizeHint() const override {
        return {fontMetrics().horizontalAdvance(text()) + static_cast<int>(m_lead_length),
                fontMetrics().height()};
    }
    QSize minimumSizeHint() const override {
        return {fontMetrics().averageCharWidth() * 12, fontMetrics().height()};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(Theme::color(ColorRole::Text));
        painter.translate(0, qMax(0.0, (height() - layOut(width(), nullptr)) / 2));
        layOut(width(), &painter);
    }

private:
    /// The height of the text in that width; draws it too where there is a painter.
    double layOut(int width, QPainter* painter) const {
        QTextLayout layout(text(), font());
        QTextOption option;
        option.setWrapMode(QTextOption::WordWrap);
        option.setTextDirection(Qt::LayoutDirectionAuto); // of the words; where they stand follows the layout
        option.setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft));
        layout.setTextOption(option);
        QTextLayout::FormatRange bold;
        bold.start = 0;
        bold.length = static_cast<int>(m_lead_length);
        bold.format.setFontWeight(QFont::DemiBold);
        layout.setFormats({bold});
        double y = 0;
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            line.setPosition({0, y});
            y += line.height();
        }
        layout.endLayout();
        if (painter) {
            layout.draw(painter, {});
        }
        return y;
    }

    qsizetype m_lead_length = 0;
};

namespace {

struct Colors {
    ColorRole ground;
    ColorRole icon;
};

Colors colorsOf(Banner::Level level) {
    switch (level) {
    case Banner::Level::Warning:
        return {ColorRole::WarningSoft, ColorRole::Warning};
    case Banner::Level::Danger:
        return {ColorRole::DangerSoft, ColorRole::Danger};
    case Banner::Level::Info:
        break;
    }
    return {ColorRole::InfoSoft, ColorRole::Info};
}

} // namespace

Banner::Banner(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconView(QString(), metrics::RowIcon, ColorRole::Info))
    , m_text(new BannerText)
    , m_act(makeButton(QString(), ButtonRole::Raised))
    , m_close(makeIconButton(QStringLiteral("x"), tr("Close banner"))) {
    m_act->setProperty("small", true);
    m_close->setProperty("small", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pageMargin(), metrics::space(2), metrics::space(3), metrics::space(2));
    row->setSpacing(metrics::space(3));
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_act);
    row->addWidget(m_close);
    setMinimumHeight(metrics::bannerHeight());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_act, &QPushButton::clicked, this, &Banner::acted);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    hide();
}

void Banner::say(Level level, const QString& icon_name, const QString& lead, const QString& sentence,
                 const QString& act, const QString& act_icon) {
    m_level = level;
    m_icon->setIcon(icon_name, colorsOf(level).icon);
    m_text->say(lead, sentence);
    m_act->setText(act);
    m_act->setAccessibleName(act);
    m_act->setIcon(act_icon.isEmpty() ? QIcon() : icon(act_icon));
    m_act->setVisible(!act.isEmpty());
    m_close->setVisible(level != Level::Danger);
    show();
    update();
}

void Banner::dismiss() {
    hide();
}

QString Banner::text() const {
    return m_text->text();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::color(colorsOf(m_level).ground));
    drawHairline(painter, rect(), Qt::BottomEdge);
}

} // namespace dropseal::app
