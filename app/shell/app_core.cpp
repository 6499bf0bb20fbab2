// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/app_core.h"

namespace dropseal::app {

AppCore::AppCore(const AppPaths& paths)
    : settings(paths.settings_file)
    , network(makeNetwork())
    , tokens(*network)
    , client(*network, tokens)
    , credentials(makeKeychainStore())
    , profiles(paths.settings_file)
    , session(client, tokens, *credentials, profiles)
    , queue(makeTransferQueue(client, settings, paths.app))
    , links(client, paths.links_file)
    , files(client, links)
    , transfers(*queue)
    , storage(client)
    , server(backend, session, settings, {paths.program, paths.server})
    , account({session, backend, *queue, links, files, transfers, storage}) {
}

} // namespace dropseal::app
