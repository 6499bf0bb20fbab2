// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/create_account_page.h"

#include "app/pages/connection_truth.h"
#include "app/pages/form_checks.h"
#include "app/session/session.h"
#include "app/widgets/buttons.h"
#include "app/widgets/form_field.h"
#include "app/widgets/password_field.h"

#include <QtWidgets/QLineEdit>

namespace dropseal::app {

CreateAccountPage::CreateAccountPage(PageContext& context, QWidget* parent)
    : FormPage(tr("Create account"), parent)
    , m_session(context.session)
    , m_navigator(context.navigator)
    , m_email(new QLineEdit)
    , m_password(new PasswordField)
    , m_truth(new TruthLine) {
    m_email_field = addField(tr("E-mail"), m_email, {QStringLiteral("email")}, wrongEmail);
    m_password_field = addField(tr("Password"), m_password, {QStringLiteral("password")}, wrongNewPassword);
    m_password_field->setHelp(tr("At least 8 characters."));
    m_create = addButtons(tr("Create account"), tr("Creating the account"));
    QPushButton* back = addLine({}, tr("Back to sign in"));
    footer()->row()->addWidget(m_truth, 1);
    connect(back, &QPushButton::clicked, this, &CreateAccountPage::leave);
    connect(&m_session, &Session::stateChanged, this, &CreateAccountPage::showServer);
    showServer();
}

QString CreateAccountPage::title() const {
    return tr("Create account");
}

void CreateAccountPage::showServer() {
    const QString server = m_session.profile().displayName();
    if (server != m_server || m_session.state() == Session::State::SignedIn) {
        m_server = server;
        m_email->clear();
        m_password->clear();
        clearErrors();
    }
    const bool open = !m_session.root() || m_session.root()->registration == "open";
    setSentence(open ? tr("on %1").arg(serverInSentence(m_session))
                     : tr("This server takes no new accounts. Ask its administrator."));
    m_email_field->setVisible(open);
    m_password_field->setVisible(open);
    m_create->setVisible(open);
    m_truth->say(connectionTruth(m_session, false));
}

void CreateAccountPage::entered() {
    showServer();
    FormPage::entered();
}

void CreateAccountPage::submit() {
    setWorking(true);
    const bool stay = true;
    m_session.registerAndSignIn(m_email->text(), m_password->text(), stay, this,
                                [this](const ApiResult<Nothing>& result) { answered(result); });
}

void CreateAccountPage::cancel() {
    m_session.cancelSignIn();
}

void CreateAccountPage::leave() {
    if (!isWorking())
        m_navigator.show(PageId::SignIn);
}

void CreateAccountPage::answered(const ApiResult<Nothing>& result) {
    setWorking(false);
    if (result)
        return;
    const ApiError& error = result.error();
    m_truth->say(connectionTruth(m_session, error.kind == ApiError::Kind::NoConnection));
    ErrorContext about;
    about.place = ErrorContext::Place::CreateAccount;
    about.server = serverInSentence(m_session);
    showError(error, about);
}

FormField* CreateAccountPage::fieldOf(ErrorCode code) const {
    return code == ErrorCode::email_taken ? m_email_field : nullptr;
}

} // namespace dropseal::app
