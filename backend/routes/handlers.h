// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/routes/backend_state.h"

/// One function per endpoint: decode, call a service, encode. Each runs where its row of the table says.
namespace dropseal::routes {

Answer registerUser(BackendState& state, const http::Call& call);
Answer login(BackendState& state, const http::Call& call);
Answer envelopeLogin(BackendState& state, const http::Call& call);
Answer refresh(BackendState& state, const http::Call& call);
Answer logout(BackendState& state, const http::Call& call);
Answer me(BackendState& state, const http::Call& call);
Answer envelopeMe(BackendState& state, const http::Call& call);
Answer setup(BackendState& state, const http::Call& call);

Answer listUsers(BackendState& state, const http::Call& call);
Answer addUser(BackendState& state, const http::Call& call);
Answer showUser(BackendState& state, const http::Call& call);
Answer changeUser(BackendState& state, const http::Call& call);

Answer listFiles(BackendState& state, const http::Call& call);
Answer showFile(BackendState& state, const http::Call& call);
Answer changeFile(BackendState& state, const http::Call& call);
Answer deleteFile(BackendState& state, const http::Call& call);
Answer restoreFile(BackendState& state, const http::Call& call);
Answer revokeLinks(BackendState& state, const http::Call& call);

Answer storeUpload(BackendState& state, const http::Call& call);
Answer storeLinkUpload(BackendState& state, const http::Call& call);
Answer content(BackendState& state, const http::Call& call);
Answer download(BackendState& state, const http::Call& call);
Answer downloadByQuery(BackendState& state, const http::Call& call);
Answer presign(BackendState& state, const http::Call& call);
Answer openLink(BackendState& state, const http::Call& call);

Answer root(BackendState& state, const http::Call& call);
Answer health(BackendState& state, const http::Call& call);
Answer ready(BackendState& state, const http::Call& call);
Answer openApi(BackendState& state, const http::Call& call);

} // namespace dropseal::routes
