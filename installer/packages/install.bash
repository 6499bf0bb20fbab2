# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by installer/start and tests/run: installs what package lists name and the machine lacks.

# dropseal_missing_packages LIST... : prints the packages of the lists that dpkg does not know as installed.
dropseal_missing_packages() {
    local package
    while read -r package; do
        dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done < <(cat -- "$@" | sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' | sort -u)
}

# dropseal_install_packages LIST... : asks dpkg first, so that a second run needs no network; says what it installs.
# Everything goes to stderr. Returns 69 where apt cannot do it and 77 where there is no right to.
dropseal_install_packages() {
    local -a missing as_root=()
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        echo "error: this machine has no apt; install the packages of installer/packages by hand on Debian 12" >&2
        return 69
    fi
    mapfile -t missing < <(dropseal_missing_packages "$@")
    [ "${#missing[@]}" -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "error: packages are missing and there is no sudo; as root run: apt-get install ${missing[*]}" >&2
            return 77
        fi
        as_root=(sudo)
    fi
    echo "installing through apt: ${missing[*]}" >&2
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
    # A list that cannot be refreshed is no reason to stop: the packages may be in the lists that are there.
    "${as_root[@]}" update >&2 </dev/null || echo "warning: apt-get update failed; trying with the lists as they are" >&2
    if ! "${as_root[@]}" install -y --no-install-recommends "${missing[@]}" >&2 </dev/null; then
        echo "error: apt could not install them; look at its messages above, then run: apt-get install ${missing[*]}" >&2
        return 69
    fi
}
