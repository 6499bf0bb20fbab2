// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_words.h"

#include "app/pages/page_context.h"
#include "app/session/session.h"
#include "app/words/display_text.h"

#include <QtCore/QCoreApplication>

namespace dropseal::app {

QString serverInWords(const PageContext& context) {
    const ServerProfile& profile = context.session.profile();
    return profile.bundled ? QCoreApplication::translate("PageWords", "this computer")
                           : profile.displayName();
}

QString errorText(const PageContext& context, const ApiError& error, ErrorContext::Place place,
                  const QString& file) {
    ErrorContext about;
    about.place = place;
    about.server = serverInWords(context);
    about.file = safeFileName(file);
    return errorWords(error, about).text;
}

QString lifeText(std::chrono::seconds life) {
    using std::chrono::hours;
    const qint64 whole_hours = std::chrono::duration_cast<hours>(life).count();
    constexpr qint64 DayHours = 24;
    if (whole_hours < DayHours) {
        return whole_hours == 1 ? QCoreApplication::translate("PageWords", "1 hour")
                                : QCoreApplication::translate("PageWords", "%1 hours").arg(whole_hours);
    }
    const qint64 days = whole_hours / DayHours;
    return days == 1 ? QCoreApplication::translate("PageWords", "1 day")
                     : QCoreApplication::translate("PageWords", "%1 days").arg(days);
}

} // namespace dropseal::app
