// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/form_page.h"

namespace dropseal::app {

/// Between two states that one knows: the server on this computer comes up, or the server in use is asked who
/// it is. Shows nothing for 400 ms; then what it waits for, and where it does not go on, why and what helps.
/// GUI thread.
class ConnectingPage : public FormPage {
    Q_OBJECT
public:
    explicit ConnectingPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;

private:
    /// What stands on the page, and which acts.
    struct Words {
        QString heading;
        QString sentence;
        QString cause;     ///< the error; empty while all is well
        QString own_words; ///< of the server, on one line
        QString details;
        bool again = false;
        bool other_port = false;
        bool certificate = false;
    };

    bool isOfThisComputer() const;
    Words wordsOfBackend() const;
    Words wordsOfConnection() const;
    void refresh();
    void focusFirstAct();
    void tryAgain();
    void useOtherPort();

    Session& m_session;
    BackendProcess& m_backend;
    AppSettings& m_settings;
    Navigator& m_navigator;
    FormError* m_cause;
    TextLabel* m_own_words;
    QPushButton* m_again;
    QPushButton* m_other_port;
    QPushButton* m_certificate;
    QPushButton* m_log;
    QTimer m_show;     ///< until then nothing: most starts are over before
    QTimer m_show_log; ///< from then on the log is offered
};

} // namespace dropseal::app
