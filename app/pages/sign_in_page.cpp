// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/sign_in_page.h"

#include "app/pages/connection_truth.h"
#include "app/pages/form_checks.h"
#include "app/session/session.h"
#include "app/widgets/banner.h"
#include "app/widgets/buttons.h"
#include "app/widgets/form_field.h"
#include "app/widgets/metrics.h"
#include "app/widgets/password_field.h"
#include "app/widgets/text_label.h"

#include <QtWidgets/QCheckBox>

namespace dropseal::app {

SignInPage::SignInPage(PageContext& context, QWidget* parent)
    : FormPage(tr("Sign in"), parent)
    , m_session(context.session)
    , m_navigator(context.navigator)
    , m_login(new QLineEdit)
    , m_password(new PasswordField)
    , m_closed(new TextLabel(tr("This server takes no new accounts."), TextRole::Body, ColorRole::TextMuted))
    , m_truth(new TruthLine) {
    addField(tr("E-mail"), m_login, {QStringLiteral("login"), QStringLiteral("email")}, wrongLogin);
    m_password_field = addField(tr("Password"), m_password, {QStringLiteral("password")}, wrongPassword);
    addStaySignedIn();
    addButtons(tr("Sign in"), tr("Signing in"));
    m_create = addLine(tr("No account yet?"), tr("Create account"));
    m_closed->setAlignment(Qt::AlignHCenter);
    m_closed->setWrapping(true);
    addRow(m_closed, 0);
    QPushButton* other = makeFooterLink(tr("Use another server"));
    footer()->row()->addWidget(m_truth, 1);
    footer()->row()->addWidget(other);
    connect(m_create, &QPushButton::clicked, this, [this] { m_navigator.show(PageId::CreateAccount); });
    connect(other, &QPushButton::clicked, this, [this] { m_navigator.show(PageId::ChooseServer); });
    connect(banner(), &Banner::acted, this, [this] { m_session.retryKeyring(); });
    connect(&m_session, &Session::stateChanged, this, &SignInPage::showServer);
    connect(&m_session, &Session::keyringFaultChanged, this, &SignInPage::showKeyring);
    showServer();
    showKeyring();
}

QString SignInPage::title() const {
    return tr("Sign in");
}

void SignInPage::addStaySignedIn() {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_stay = new QCheckBox(tr("Stay signed in"));
    m_stay->setChecked(true);
    const QString help = tr("The session is kept in your keyring, not in a file.");
    m_stay->setAccessibleDescription(help);
    auto* words = new TextLabel(help, TextRole::Small, ColorRole::TextMuted);
    words->setWrapping(true);
    auto* indented = new QHBoxLayout;
    indented->addSpacing(metrics::indicator() + metrics::units(2.25));
    indented->addWidget(words, 1);
    column->addWidget(m_stay);
    column->addLayout(indented);
    addRow(box, 2.5);
}

/// Another server has other people: what was typed for the last one is of no use.
void SignInPage::showServer() {
    const QString server = m_session.profile().displayName();
    if (server != m_server) {
        m_server = server;
        m_unreachable = false;
        m_login->setText(m_session.profile().last_login);
        m_password->clear();
        clearErrors();
    }
    if (m_session.state() == Session::State::SignedIn) {
        m_password->clear();
        clearErrors();
    }
    setSentence(tr("to %1").arg(serverInSentence(m_session)));
    const bool open = !m_session.root() || m_session.root()->registration == "open";
    m_create->parentWidget()->setVisible(open);
    m_closed->setVisible(!open);
    m_truth->say(connectionTruth(m_session, m_unreachable));
}

void SignInPage::showKeyring() {
    const auto fault = m_session.keyringFault();
    if (!fault) {
        banner()->dismiss();
        return;
    }
    const QString icon = QStringLiteral("lock");
    switch (*fault) {
    case KeyringFault::Locked:
        banner()->say(Banner::Level::Warning, icon, {},
                      tr("Your keyring is locked. You will be signed out when Dropseal closes."),
                      tr("Unlock"));
        break;
    case KeyringFault::Refused:
        banner()->say(Banner::Level::Warning, icon, {},
                      tr("Your keyring was not opened. You will be signed out when Dropseal closes."),
                      tr("Unlock"));
        break;
    case KeyringFault::Missing:
        banner()->say(Banner::Level::Warning, icon, {},
                      tr("This computer has no keyring. You will be signed out when Dropseal closes."));
        break;
    }
}

void SignInPage::entered() {
    if (m_login->text().isEmpty())
        m_login->setText(m_session.profile().last_login);
    showServer();
    FormPage::entered();
}

void SignInPage::submit() {
    setWorking(true);
    m_session.signIn(m_login->text(), m_password->text(), m_stay->isChecked(), this,
                     [this](const ApiResult<Nothing>& result) { answered(result); });
}

void SignInPage::cancel() {
    m_session.cancelSignIn();
}

void SignInPage::answered(const ApiResult<Nothing>& result) {
    setWorking(false);
    m_unreachable = !result && result.error().kind == ApiError::Kind::NoConnection;
    m_truth->say(connectionTruth(m_session, m_unreachable));
    if (result)
        return; // the session says the rest
    ErrorContext about;
    about.place = ErrorContext::Place::SignIn;
    about.server = serverInSentence(m_session);
    showError(result.error(), about);
}

FormField* SignInPage::fieldOf(ErrorCode code) const {
    return code == ErrorCode::invalid_credentials ? m_password_field : nullptr;
}

} // namespace dropseal::app
