# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by installer/start and tests/run: configures and builds one preset.

# As many compilers as there are processors, but no more than the free memory holds at 1 GiB each.
dropseal_build_jobs() {
    local processors memory_gib
    processors=$(nproc)
    memory_gib=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
    [ "${memory_gib:-1}" -ge 1 ] || memory_gib=1
    echo $((processors < memory_gib ? processors : memory_gib))
}

# dropseal_build ROOT PRESET [CMAKE-ARGUMENT...] : builds ROOT/build/PRESET, everything in it, and says so on stderr.
# A lock keeps two runs from building the same folder at once. Returns 70 where CMake or the compiler refuses.
dropseal_build() {
    local root=$1 preset=$2 folder="$1/build/$2"
    shift 2
    if ! mkdir -p "$folder" 2>/dev/null || [ ! -w "$folder" ]; then
        echo "error: cannot write $folder; run this as the owner of the folder" >&2
        return 73
    fi
    (
        flock 9
        cd "$root" || exit 74
        # A folder that was moved or copied keeps the old path in its cache, and CMake refuses it: begin anew.
        if [ -f "$folder/CMakeCache.txt" ] &&
            ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" "$folder/CMakeCache.txt"; then
            rm -f "$folder/CMakeCache.txt" "$folder/build.ninja"
        fi
        # Ninja runs CMake again by itself when a CMakeLists.txt changes; only the presets it does not know.
        if [ "$#" -gt 0 ] || [ ! -f "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
            if ! cmake --preset "$preset" "$@" >"$folder/configure.log" 2>&1; then
                cat "$folder/configure.log"
                echo "error: CMake could not configure $preset; its message is above"
                exit 70
            fi
        fi
        if ! ninja -C "$folder" -j "$(dropseal_build_jobs)"; then
            echo "error: the build of $preset failed; the compiler's message is above"
            exit 70
        fi
    ) 9>"$folder/.lock" >&2 </dev/null
}
