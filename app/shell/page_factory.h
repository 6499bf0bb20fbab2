// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page_context.h"

#include <array>

class QWidget;

namespace dropseal::app {

class Page;

inline constexpr std::array AllPages{
    PageId::Welcome,       PageId::ChooseServer, PageId::Connecting, PageId::FirstAccount, PageId::SignIn,
    PageId::CreateAccount, PageId::SessionEnded, PageId::Files,      PageId::Transfers,    PageId::Settings};

Page* makePage(PageId id, PageContext& context, QWidget* parent);

} // namespace dropseal::app
