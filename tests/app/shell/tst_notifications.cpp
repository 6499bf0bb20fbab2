// SPDX-License-Identifier: GPL-3.0-or-later
// What is gathered into one notification, and when it comes. The clock is an argument.
#include "app/shell/notification_gatherer.h"

#include <QtTest/QtTest>

using namespace dropseal::app;
using namespace std::chrono_literals;

namespace {

using Clock = NotificationGatherer::Clock;
using Act = DesktopNotice::Act;

NoticeEvent sealed(const QString& name, bool copied = false, std::int64_t transfer = 1) {
    return {NoticeEvent::Kind::Sealed, name, {}, copied, transfer};
}
NoticeEvent notSent(const QString& name, const QString& cause, std::int64_t transfer = 1) {
    return {NoticeEvent::Kind::NotSent, name, cause, false, transfer};
}
NoticeEvent standing(NoticeEvent::Kind kind, const QString& text) {
    return {kind, {}, text, false, 0};
}

const QString A = QStringLiteral("a.jpg");
const QString B = QStringLiteral("b.jpg");
const QString Cause = QStringLiteral("Not sent: a.jpg cannot be read.");

} // namespace

class NotificationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void words_data() {
        QTest::addColumn<std::vector<NoticeEvent>>("events");
        QTest::addColumn<bool>("names");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("body");
        QTest::addColumn<std::vector<Act>>("acts");
        using Events = std::vector<NoticeEvent>;
        using Acts = std::vector<Act>;
        const auto row = [](const char* name, const Events& events, bool names, const char* title,
                            const char* body, const Acts& acts) {
            QTest::newRow(name) << events << names << QString::fromUtf8(title) << QString::fromUtf8(body)
                                << acts;
        };
        row("one", Events{sealed(A)}, true, "a.jpg is sealed", "", Acts{Act::CopyLink});
        row("one, copied", Events{sealed(A, true)}, true, "a.jpg is sealed", "Link copied.",
            Acts{Act::CopyLink});
        row("one, no names", Events{sealed(A, true)}, false, "A file is sealed", "Link copied.",
            Acts{Act::CopyLink});
        row("twelve", Events(12, sealed(A, true)), true, "12 files are sealed", "Links copied.",
            Acts{Act::Show});
        row("failed", Events{notSent(A, Cause)}, true, "a.jpg was not sent",
            "Not sent: a.jpg cannot be read.", Acts{Act::Retry, Act::Show});
        row("failed, no names", Events{notSent(A, Cause)}, false, "A file was not sent", "",
            Acts{Act::Retry, Act::Show});
        row("several failed", Events(3, notSent(A, Cause)), true, "3 files were not sent", "",
            Acts{Act::Retry, Act::Show});
        row("both", Events{sealed(A), sealed(B), notSent(A, Cause)}, true,
            "2 files are sealed · a.jpg was not sent", "Not sent: a.jpg cannot be read.",
            Acts{Act::Retry, Act::Show});
        row("signed out", Events{standing(NoticeEvent::Kind::SignedOut, {})}, true, "You were signed out", "",
            Acts{Act::SignIn});
        row("signed out outweighs",
            Events{sealed(A), standing(NoticeEvent::Kind::SignedOut, {}),
                   standing(NoticeEvent::Kind::StorageFull, QStringLiteral("full"))},
            true, "You were signed out", "a.jpg is sealed", Acts{Act::SignIn});
        row("full", Events{standing(NoticeEvent::Kind::StorageFull, QStringLiteral("Storage is 95 % full"))},
            true, "Storage is 95 % full", "", Acts{Act::Show});
        row("serving", Events{standing(NoticeEvent::Kind::StillServing, QStringLiteral("Your links work."))},
            true, "Dropseal keeps running", "Your links work.", Acts{Act::Show});
    }
    void words() {
        QFETCH(const std::vector<NoticeEvent>, events);
        QFETCH(const bool, names);
        NotificationGatherer gatherer;
        gatherer.setNamesShown(names);
        for (const NoticeEvent& event : events)
            gatherer.add(event);
        const auto told = gatherer.take(Clock::now());
        QVERIFY(told);
        QTEST(told->title, "title");
        QTEST(told->body, "body");
        QTEST(told->acts, "acts");
    }

    void atMostOneInFiveSeconds() {
        const Clock::time_point start{};
        NotificationGatherer gatherer;
        QVERIFY(!gatherer.due());
        QVERIFY(!gatherer.take(start));
        gatherer.add(sealed(A));
        QCOMPARE(gatherer.take(start)->title, QStringLiteral("a.jpg is sealed")); // the first at once

        gatherer.add(sealed(A));
        QVERIFY(!gatherer.take(start + 1s));
        QVERIFY(gatherer.due() == start + 5s);
        gatherer.add(sealed(B));
        QVERIFY(!gatherer.take(start + 4999ms));
        QCOMPARE(gatherer.take(start + 5s)->title, QStringLiteral("2 files are sealed"));
        QVERIFY(!gatherer.due());
        QVERIFY(!gatherer.take(start + 60s)); // told once

        gatherer.add(sealed(A));
        QCOMPARE(gatherer.take(start + 60s)->title, QStringLiteral("a.jpg is sealed"));
    }

    void buttonsActOnTheirTransfers() {
        NotificationGatherer gatherer;
        gatherer.add(sealed(A, false, 1));
        gatherer.add(notSent(B, Cause, 2));
        gatherer.add(notSent(B, Cause, 3));
        const std::vector<std::int64_t> failed{2, 3};
        QCOMPARE(gatherer.take(Clock::now())->transfers, failed);
    }
};

QTEST_GUILESS_MAIN(NotificationsTest)
#include "tst_notifications.moc"
