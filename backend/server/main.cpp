// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/run.h"

int main(int argc, char** argv) {
    return dropseal::server::run(argc, argv);
}
