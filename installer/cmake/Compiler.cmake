# SPDX-License-Identifier: GPL-3.0-or-later
# The compiler's rules, in one INTERFACE target that every room links: Dropseal::Rules.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# Qt adds -fPIC to every target, executables too, so that one precompiled header serves all; executables link as PIE.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_SKIP_RPATH ON)

set(DROPSEAL_SANITIZE "" CACHE STRING "Sanitizers for every target: address,undefined or thread")
option(DROPSEAL_COVERAGE "Count executed lines with gcov" OFF)

find_program(DROPSEAL_CCACHE ccache)
if(DROPSEAL_CCACHE)
    # The sloppiness that a precompiled header needs (ccache manual, "Precompiled headers").
    set(DROPSEAL_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${DROPSEAL_CCACHE}")
    set(CMAKE_C_COMPILER_LAUNCHER ${DROPSEAL_LAUNCHER})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${DROPSEAL_LAUNCHER})
endif()

add_library(dropseal_rules INTERFACE)
add_library(Dropseal::Rules ALIAS dropseal_rules)
target_include_directories(dropseal_rules INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(dropseal_rules INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Werror
    -fstack-protector-strong -fstack-clash-protection -fcf-protection -ftrivial-auto-var-init=zero
    -fno-omit-frame-pointer)
# g++ 12 sees overlapping copies in "text" + std::string where there are none (GCC bug 105651), at -O2 only.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(dropseal_rules INTERFACE -Wno-restrict)
endif()
target_compile_definitions(dropseal_rules INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH QT_NO_KEYWORDS QT_NO_CONTEXTLESS_CONNECT
    QT_DISABLE_DEPRECATED_BEFORE=0x060400 _GLIBCXX_ASSERTIONS
    DROPSEAL_VERSION="${PROJECT_VERSION}")
target_link_options(dropseal_rules INTERFACE -Wl,-z,relro,-z,now,--fatal-warnings)

if(DROPSEAL_SANITIZE)
    target_compile_options(dropseal_rules INTERFACE "-fsanitize=${DROPSEAL_SANITIZE}" -g1)
    target_link_options(dropseal_rules INTERFACE "-fsanitize=${DROPSEAL_SANITIZE}")
    if(DROPSEAL_SANITIZE MATCHES "undefined")
        target_compile_options(dropseal_rules INTERFACE -fno-sanitize-recover=undefined)
    endif()
elseif(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_options(dropseal_rules INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
if(DROPSEAL_COVERAGE)
    target_compile_options(dropseal_rules INTERFACE --coverage -fprofile-update=atomic)
    target_link_options(dropseal_rules INTERFACE --coverage)
endif()
