// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/page_factory.h"

#include "app/pages/choose_server_page.h"
#include "app/pages/connecting_page.h"
#include "app/pages/create_account_page.h"
#include "app/pages/files_page.h"
#include "app/pages/first_account_page.h"
#include "app/pages/session_ended_page.h"
#include "app/pages/settings_page.h"
#include "app/pages/sign_in_page.h"
#include "app/pages/transfers_page.h"
#include "app/pages/welcome_page.h"

namespace dropseal::app {

Page* makePage(PageId id, PageContext& context, QWidget* parent) {
    switch (id) {
    case PageId::Welcome:
        return new WelcomePage(context, parent);
    case PageId::ChooseServer:
        return new ChooseServerPage(context, parent);
    case PageId::Connecting:
        return new ConnectingPage(context, parent);
    case PageId::FirstAccount:
        return new FirstAccountPage(context, parent);
    case PageId::SignIn:
        return new SignInPage(context, parent);
    case PageId::CreateAccount:
        return new CreateAccountPage(context, parent);
    case PageId::SessionEnded:
        return new SessionEndedPage(context, parent);
    case PageId::Files:
        return new FilesPage(context, parent);
    case PageId::Transfers:
        return new TransfersPage(context, parent);
    case PageId::Settings:
        return new SettingsPage(context, parent);
    }
    return nullptr;
}

} // namespace dropseal::app
