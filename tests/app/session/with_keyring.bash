#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# with_keyring.bash unlocked|none|no_service PROGRAM: runs it on a bus of its own, in a home of its own, with that keyring.
set -euo pipefail
keyring=$1 program=$2
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"

bus=()
if [ "$keyring" = no_service ]; then
    cat >"$home/bus.conf" <<'BUS'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
BUS
    bus=("--config-file=$home/bus.conf")
fi

# shellcheck disable=SC2016 # the inner shell expands it
env -i PATH="$PATH" HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" LANG=C.UTF-8 \
    XDG_CURRENT_DESKTOP=GNOME KEYRING="$keyring" \
    dbus-run-session "${bus[@]}" -- bash -c '
        if [ "$KEYRING" = unlocked ]; then
            printf test-pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null
        fi
        "$@"' keyring "$program"
