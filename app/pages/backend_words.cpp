// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/backend_words.h"

namespace dropseal::app {

BackendWords backendWords(BackendProcess::Fault fault, int port) {
    using Fault = BackendProcess::Fault;
    switch (fault) {
    case Fault::ProgramMissing:
        return {
            BackendProcess::tr("Its program is missing or cannot be run. Install Dropseal again, then try "
                               "again."),
            true};
    case Fault::PortTaken:
        return {BackendProcess::tr("Another program uses its port, %1. Close that program and try again, or "
                                   "use another port: links that you gave away then stop working.")
                    .arg(port),
                false};
    case Fault::FolderLocked:
        return {
            BackendProcess::tr("Another Dropseal server uses its folder. Close that one, then try again."),
            false};
    case Fault::FolderUnwritable:
        return {
            BackendProcess::tr("It cannot write to its folder. Check the folder's permissions and the free "
                               "space, then try again."),
            true};
    case Fault::None:
    case Fault::Other:
        break;
    }
    return {BackendProcess::tr("It stopped. Try again; if it stays so, its log says more."), true};
}

} // namespace dropseal::app
