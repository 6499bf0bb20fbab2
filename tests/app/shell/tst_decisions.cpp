// SPDX-License-Identifier: GPL-3.0-or-later
// The decisions of the shell as tables: look, banner, page, leaving, command line.
#include "app/shell/appearance.h"
#include "app/shell/banner_facts.h"
#include "app/shell/command_line.h"
#include "app/shell/leaving.h"
#include "app/shell/page_choice.h"

#include <QtTest/QtTest>

using namespace dropseal::app;
using State = Session::State;

Q_DECLARE_METATYPE(dropseal::app::BannerFacts)

class DecisionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void look_data() {
        QTest::addColumn<ThemeSetting>("setting");
        QTest::addColumn<QByteArray>("desktop"); // dark, contrast, reduced motion: 1, 0, or - for not said
        QTest::addColumn<bool>("dark_palette");
        QTest::addColumn<ThemeName>("theme");
        const auto row = [](ThemeSetting setting, const char* desktop, bool dark_palette, ThemeName theme) {
            QTest::addRow("%d %s %d", static_cast<int>(setting), desktop, dark_palette)
                << setting << QByteArray(desktop) << dark_palette << theme;
        };
        using S = ThemeSetting;
        using T = ThemeName;
        row(S::System, "---", false, T::Light);
        row(S::System, "---", true, T::Dark);
        row(S::System, "1--", false, T::Dark);
        row(S::System, "0--", true, T::Light);
        row(S::System, "11-", false, T::ContrastDark);
        row(S::System, "01-", false, T::ContrastLight);
        row(S::System, "-1-", true, T::ContrastDark);
        row(S::System, "10-", false, T::Dark);
        row(S::Light, "11-", true, T::Light);
        row(S::Dark, "00-", false, T::Dark);
        row(S::HighContrast, "0--", false, T::ContrastLight);
        row(S::HighContrast, "1--", false, T::ContrastDark);
    }
    void look() {
        QFETCH(const ThemeSetting, setting);
        QFETCH(const QByteArray, desktop);
        QFETCH(const bool, dark_palette);
        const DesktopLooks looks = DesktopLooks::fromBytes(desktop);
        QCOMPARE(looks.toBytes(), desktop);
        QTEST(themeFor(themeSourceFor(setting, false, looks, dark_palette)), "theme");
    }

    void motion() {
        const auto reduced = [](bool setting, const char* desktop) {
            return themeSourceFor(ThemeSetting::System, setting, DesktopLooks::fromBytes(desktop), false)
                .reduced_motion;
        };
        QVERIFY(!reduced(false, "---"));
        QVERIFY(!reduced(false, "--0"));
        QVERIFY(reduced(false, "--1"));
        QVERIFY(reduced(true, "--0"));
    }

    void portalValues() {
        DesktopLooks looks;
        const QString scheme = QStringLiteral("color-scheme");
        QVERIFY(looks.take(scheme, 1) && looks.dark == true);
        QVERIFY(looks.take(scheme, 2) && looks.dark == false);
        QVERIFY(looks.take(scheme, 0) && !looks.dark.has_value());
        QVERIFY(looks.take(scheme, 7) && !looks.dark.has_value());
        QVERIFY(looks.take(QStringLiteral("contrast"), 1) && looks.high_contrast == true);
        QVERIFY(looks.take(QStringLiteral("reduced-motion"), 1) && looks.reduced_motion == true);
        QVERIFY(!looks.take(QStringLiteral("accent-color"), 1));
        QVERIFY(DesktopLooks::fromBytes("rubbish") == DesktopLooks());
    }

    void banner_data() {
        QTest::addColumn<BannerFacts>("facts");
        QTest::addColumn<QString>("lead");
        QTest::addColumn<QString>("act");
        BannerFacts local;
        local.state = State::SignedIn;
        local.bundled = true;
        local.server = QStringLiteral("This computer");
        local.backend = BackendProcess::State::Running;
        BannerFacts remote;
        remote.state = State::SignedIn;
        remote.server = QStringLiteral("files.example.org");
        const auto row = [](const char* name, BannerFacts facts, const char* lead, const char* act,
                            const std::function<void(BannerFacts&)>& change = {}) {
            if (change)
                change(facts);
            QTest::newRow(name) << facts << QString::fromUtf8(lead) << QString::fromUtf8(act);
        };
        row("local only", local, "This computer is the server.", "Share on this network");
        row("remote: nothing to say", remote, "", "");
        row("not signed in", local, "", "", [](BannerFacts& facts) { facts.state = State::SignedOut; });
        row("shared", local, "Shared on this network.", "Stop sharing", [](BannerFacts& facts) {
            facts.shared = true;
            facts.shared_address = QStringLiteral("192.168.1.20");
        });
        row("shared, no network", local, "This computer is in no network now.", "Stop sharing",
            [](BannerFacts& facts) { facts.shared = true; });
        row("offline", remote, "No connection to files.example.org.", "",
            [](BannerFacts& facts) { facts.offline = true; });
        row("local offline", local, "The server on this computer does not answer.", "",
            [](BannerFacts& facts) { facts.offline = true; });
        row("failed", local, "The server on this computer has stopped and does not start.", "Try again",
            [](BannerFacts& facts) {
                facts.offline = true;
                facts.backend = BackendProcess::State::Failed;
            });
        row("failed, but elsewhere", remote, "", "",
            [](BannerFacts& facts) { facts.backend = BackendProcess::State::Failed; });
        row("locked keyring", local, "Your keyring is locked, so Dropseal cannot stay signed in.", "Unlock",
            [](BannerFacts& facts) { facts.keyring = KeyringFault::Locked; });
        row("no keyring", remote, "This computer has no keyring, so Dropseal cannot stay signed in.",
            "Try again", [](BannerFacts& facts) { facts.keyring = KeyringFault::Missing; });
        row("certificate outweighs", remote,
            "files.example.org shows another certificate than the one that was trusted.",
            "Show the certificate", [](BannerFacts& facts) {
                facts.certificate_changed = true;
                facts.offline = true;
                facts.keyring = KeyringFault::Locked;
            });
    }
    void banner() {
        QFETCH(const BannerFacts, facts);
        const auto holding = standingFacts(facts);
        const BannerWords words = holding.empty() ? BannerWords() : bannerWords(holding.front(), facts);
        QTEST(words.lead, "lead");
        QTEST(words.act, "act");
        QCOMPARE(words.sentence.isEmpty(), holding.empty());
    }

    void everyStateSaysWhoCanOpenALink() {
        BannerFacts facts;
        facts.server = QStringLiteral("files.example.org");
        QCOMPARE(whoCanOpenLinks(facts), QStringLiteral("Links open wherever files.example.org is reached"));
        facts.bundled = true;
        QCOMPARE(whoCanOpenLinks(facts), QStringLiteral("Links open on this computer only"));
        facts.shared = true;
        QCOMPARE(whoCanOpenLinks(facts), QStringLiteral("Links open on this computer only"));
        facts.shared_address = QStringLiteral("192.168.1.20");
        QCOMPARE(whoCanOpenLinks(facts), QStringLiteral("Links open on this network"));
    }

    void page_data() {
        QTest::addColumn<State>("state");
        QTest::addColumn<State>("before");
        QTest::addColumn<int>("current"); // -1: none yet
        QTest::addColumn<int>("target");  // -1: stay
        constexpr int None = -1;
        const auto at = [](PageId page) { return static_cast<int>(page); };
        const auto row = [](const char* name, State state, State before, int current, int target) {
            QTest::newRow(name) << state << before << current << target;
        };
        row("first start", State::NoServer, State::NoServer, None, at(PageId::Welcome));
        row("next start", State::StartingBackend, State::NoServer, None, at(PageId::Connecting));
        row("still coming up", State::Connecting, State::StartingBackend, at(PageId::Connecting), None);
        row("said again while one types", State::Connecting, State::Connecting, at(PageId::ChooseServer),
            None);
        row("first account", State::SetupRequired, State::Connecting, at(PageId::Connecting),
            at(PageId::FirstAccount));
        row("first account refused", State::SetupRequired, State::SigningIn, at(PageId::FirstAccount), None);
        row("signed out", State::SignedOut, State::Connecting, at(PageId::Connecting), at(PageId::SignIn));
        row("signing in", State::SigningIn, State::SignedOut, at(PageId::SignIn), None);
        row("wrong password", State::SignedOut, State::SigningIn, at(PageId::SignIn), None);
        row("registration refused", State::SignedOut, State::SigningIn, at(PageId::CreateAccount), None);
        row("signed in", State::SignedIn, State::SigningIn, at(PageId::SignIn), at(PageId::Files));
        row("ended in Settings", State::Ended, State::SignedIn, at(PageId::Settings),
            at(PageId::SessionEnded));
        row("signed out in Settings", State::SignedOut, State::SignedIn, at(PageId::Settings),
            at(PageId::SignIn));
        row("another server answers", State::Connecting, State::SignedIn, at(PageId::ChooseServer),
            at(PageId::Connecting));
    }
    void page() {
        QFETCH(const State, state);
        QFETCH(const State, before);
        QFETCH(const int, current);
        const auto target =
            pageFor(state, before, current < 0 ? std::nullopt : std::optional(static_cast<PageId>(current)));
        QTEST(target ? static_cast<int>(*target) : -1, "target");
    }

    void sidebar() {
        QVERIFY(hasSidebar(PageId::Files, State::SignedIn));
        QVERIFY(hasSidebar(PageId::Settings, State::SignedIn));
        QVERIFY(!hasSidebar(PageId::Settings, State::SignedOut));
        QVERIFY(!hasSidebar(PageId::ChooseServer, State::SignedIn));
    }

    void leaving_data() {
        QTest::addColumn<bool>("by_quit");
        QTest::addColumn<bool>("tray");
        QTest::addColumn<bool>("keep");
        QTest::addColumn<bool>("bundled");
        QTest::addColumn<int>("links");
        QTest::addColumn<int>("sending");
        QTest::addColumn<Leave>("leave");
        const auto row = [](const char* name, bool by_quit, bool tray, bool keep, bool bundled, int links,
                            int sending, Leave leave) {
            QTest::newRow(name) << by_quit << tray << keep << bundled << links << sending << leave;
        };
        row("nothing to lose", false, true, true, true, 0, 0, Leave::Quit);
        row("nothing to lose, no tray", false, false, true, true, 0, 0, Leave::Quit);
        row("links, tray", false, true, true, true, 3, 0, Leave::HideToTray);
        row("links, no tray", false, false, true, true, 3, 0, Leave::Ask);
        row("links, not in the tray", false, true, false, true, 3, 0, Leave::Ask);
        row("links of another server", false, false, true, false, 3, 0, Leave::Quit);
        row("sending, tray", false, true, true, false, 0, 2, Leave::HideToTray);
        row("sending, no tray", false, false, true, false, 0, 2, Leave::Ask);
        row("quit, links", true, true, true, true, 3, 0, Leave::Ask);
        row("quit, sending, tray", true, true, true, false, 0, 2, Leave::Quit);
        row("quit, sending, no tray", true, false, true, false, 0, 2, Leave::Ask);
        row("quit, sending, not in the tray", true, true, false, false, 0, 2, Leave::Ask);
        row("quit, nothing", true, false, false, true, 0, 0, Leave::Quit);
    }
    void leaving() {
        QFETCH(const bool, by_quit);
        QFETCH(const bool, tray);
        QFETCH(const bool, keep);
        QFETCH(const bool, bundled);
        QFETCH(const int, links);
        QFETCH(const int, sending);
        QTEST(leaveBy({by_quit ? LeaveBy::Quit : LeaveBy::CloseWindow, tray, keep, bundled, links, sending}),
              "leave");
    }

    void commandLine_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<CommandLine::Act>("act");
        QTest::addColumn<QStringList>("files");
        using Act = CommandLine::Act;
        const auto list = [](const char* words) {
            return QString::fromUtf8(words).split(u'|', Qt::SkipEmptyParts);
        };
        const auto row = [&list](const char* words, Act act, const char* files) {
            QTest::newRow(words) << list(words) << act << list(files);
        };
        row("", Act::Run, "");
        row("a|/b|../c", Act::Run, "/start/here/a|/b|/start/c");
        row("file:///x/a%20b", Act::Run, "/x/a b");
        row("--|--help", Act::Run, "/start/here/--help");
        row("-reverse|a", Act::Run, "/start/here/a");
        row("-platform|offscreen|a", Act::Run, "/start/here/a");
        row("--style|fusion", Act::Run, "");
        row("--help", Act::Help, "");
        row("--version", Act::Version, "");
        row("--frobnicate|a", Act::Refuse, "");
    }
    void commandLine() {
        QFETCH(const QStringList, arguments);
        const CommandLine line = CommandLine::parse(arguments, QStringLiteral("/start/here"));
        QTEST(line.act, "act");
        QTEST(line.files, "files");
    }
};

QTEST_GUILESS_MAIN(DecisionsTest)
#include "tst_decisions.moc"
