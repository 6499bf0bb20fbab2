#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# with_keyring.bash KEYRING PROGRAM: runs it on a bus of its own, in a home of its own, with that keyring:
#   unlocked     a gnome-keyring whose login keyring is open
#   locked       the same, made before and not opened; there is no display on which to ask for its password
#   prompted     the same, and the question for its password stands on a display, unanswered
#   none         a gnome-keyring without any login keyring
#   no_service   a bus without any secret service
#   no_glib      an open keyring, and a program whose event loop is not GLib's
set -euo pipefail
keyring=$1 program=$2
home=$(mktemp -d)
display=""
finish() {
    [ -z "$display" ] || kill "$display" || true
    rm -rf "$home"
}
trap finish EXIT
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

# on_a_bus VARIABLES... -- COMMAND...
on_a_bus() {
    local -a variables=()
    while [ "$1" != -- ]; do variables+=("$1"); shift; done
    shift
    env -i PATH="$PATH" HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" LANG=C.UTF-8 \
        XDG_CURRENT_DESKTOP=GNOME "${variables[@]}" dbus-run-session "${bus[@]}" -- "$@"
}

# shellcheck disable=SC2016 # the inner shell expands it
unlock='printf test-pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'

case "$keyring" in
    unlocked) on_a_bus KEYRING=unlocked -- bash -c "$unlock" unlock "$program" ;;
    no_glib) on_a_bus KEYRING=no_glib QT_NO_GLIB=1 -- bash -c "$unlock" unlock "$program" ;;
    none | no_service) on_a_bus KEYRING="$keyring" -- "$program" ;;
    locked | prompted)
        on_a_bus KEYRING=unlocked KEYRING_STEP=before -- bash -c "$unlock" unlock "$program" whatIsLockedIsNotLost
        shown=()
        if [ "$keyring" = prompted ]; then
            exec 9>"$home/display"
            Xvfb -displayfd 9 -screen 0 800x600x24 -nolisten tcp -noreset 2>"$home/xvfb.log" &
            display=$!
            for _ in $(seq 300); do [ -s "$home/display" ] && break; sleep 0.1; done
            shown=(DISPLAY=":$(cat "$home/display")")
        fi
        on_a_bus KEYRING="$keyring" KEYRING_STEP=locked "${shown[@]}" -- "$program"
        on_a_bus KEYRING=unlocked KEYRING_STEP=after -- bash -c "$unlock" unlock "$program" whatIsLockedIsNotLost
        ;;
    *) echo "error: there is no keyring '$keyring'" >&2; exit 64 ;;
esac
