// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/link_copier.h"

#include "app/pages/page_context.h"
#include "app/pages/page_words.h"
#include "app/widgets/toast.h"
#include "app/words/display_text.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>

namespace dropseal::app {

LinkCopier::LinkCopier(PageContext& context, QObject* parent) : QObject(parent), m_context(context) {
}

void LinkCopier::toClipboard(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

void LinkCopier::copy(const QString& link) {
    toClipboard(link);
    m_context.toast.say(tr("Link copied."));
}

void LinkCopier::copyNew(const std::vector<FileEntry>& files, std::chrono::seconds life) {
    if (files.empty())
        return;
    std::vector<FileId> ids;
    ids.reserve(files.size());
    for (const FileEntry& file : files)
        ids.push_back(file.id);
    const QString name = safeFileName(files.front().name);
    m_context.links.makeLinks(
        ids, life, this, [this, files, life, name](const ApiResult<QStringList>& links) {
            if (!links) {
                const QString why = errorText(m_context, links.error(), ErrorContext::Place::Files);
                m_context.toast.say(tr("No link was copied. %1").arg(why),
                                    {tr("Try again"), [this, files, life] { copyNew(files, life); }, false});
                return;
            }
            toClipboard(links->join(u'\n'));
            const QString for_long = lifeText(life);
            m_context.toast.say(
                links->size() == 1
                    ? tr("Link to %1 copied. It works for %2.", "file, time").arg(isolated(name), for_long)
                    : tr("%1 links copied. They work for %2.", "number, time")
                          .arg(QLocale().toString(links->size()), for_long));
        });
}

} // namespace dropseal::app
