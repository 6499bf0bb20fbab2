# SPDX-License-Identifier: GPL-3.0-or-later
# The house: which room may use which. A room is one folder, one CMake target and one alias
# (backend/services = Dropseal::BackendServices). dropseal_room() refuses an edge that this table does not have;
# tests/architecture reads the same table and refuses an #include that it does not have.
#
# Each line: room | the rooms it may use. shared/core is open to all; backend/metrics to every backend room.
set(DROPSEAL_ROOM_TABLE
    "shared/core|"
    "shared/json|shared/core"
    "shared/api|shared/core shared/json"
    "shared/crypto|shared/core"
    "shared/picture|shared/core"
    "backend/metrics|shared/core"
    "backend/config|shared/core"
    "backend/edge|shared/core shared/crypto backend/metrics"
    "backend/http|shared/core shared/json shared/api backend/edge backend/metrics"
    "backend/routes|shared/core shared/api backend/http backend/edge backend/services backend/security"
    "backend/services|shared/core backend/stores backend/security"
    "backend/security|shared/core shared/crypto shared/json"
    "backend/stores|shared/core"
    "backend/sql|shared/core backend/stores"
    "backend/blobs|shared/core shared/crypto backend/stores"
    "backend/cache|shared/core backend/stores"
    "backend/mail|shared/core backend/stores"
    "backend/scan|shared/core backend/stores"
    "backend/server|shared/core shared/json shared/api shared/crypto backend/metrics backend/config backend/edge backend/http backend/routes backend/services backend/security backend/stores backend/sql backend/blobs backend/cache backend/mail backend/scan"
    "app/api_client|shared/core shared/api"
    "app/session|shared/core app/api_client"
    "app/transfers|shared/core app/api_client app/session"
    "app/words|shared/core"
    "app/models|shared/core app/session app/transfers app/api_client app/words"
    "app/backend_process|shared/core"
    "app/widgets|shared/core shared/picture app/words"
    "app/pages|shared/core shared/api shared/picture app/words app/widgets app/models app/transfers app/session app/api_client app/backend_process"
    "app/shell|shared/core shared/api shared/picture app/pages app/words app/widgets app/models app/transfers app/session app/api_client app/backend_process"
)

# Turns backend/api_client into dropseal_backend_api_client and Dropseal::BackendApiClient.
function(dropseal_room_names room target_out alias_out)
    string(REPLACE "/" "_" flat "${room}")
    set(alias "")
    string(REPLACE "_" ";" words "${flat}")
    foreach(word IN LISTS words)
        string(SUBSTRING "${word}" 0 1 head)
        string(TOUPPER "${head}" head)
        string(SUBSTRING "${word}" 1 -1 tail)
        string(APPEND alias "${head}${tail}")
    endforeach()
    set(${target_out} "dropseal_${flat}" PARENT_SCOPE)
    set(${alias_out} "Dropseal::${alias}" PARENT_SCOPE)
endfunction()

# The rooms that `room` may use, from the table; stops where the table has no such room.
function(dropseal_room_allowed room allowed_out)
    foreach(line IN LISTS DROPSEAL_ROOM_TABLE)
        string(FIND "${line}" "|" bar)
        string(SUBSTRING "${line}" 0 ${bar} name)
        if(name STREQUAL room)
            math(EXPR rest "${bar} + 1")
            string(SUBSTRING "${line}" ${rest} -1 uses)
            string(REPLACE " " ";" uses "${uses}")
            if(room MATCHES "^backend/" AND NOT room STREQUAL "backend/metrics")
                list(APPEND uses backend/metrics)
            endif()
            set(${allowed_out} "${uses}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(FATAL_ERROR "There is no room '${room}' in installer/cmake/Rooms.cmake: add it to the table with what it may use.")
endfunction()

# One precompiled header for all rooms: what nearly every file includes anyway.
add_library(dropseal_pch OBJECT "${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp")
target_link_libraries(dropseal_pch PRIVATE Dropseal::Rules)
function(dropseal_finish_pch)
    target_link_libraries(dropseal_pch PRIVATE Qt6::Core)
    target_precompile_headers(dropseal_pch PRIVATE
        <algorithm> <array> <atomic> <chrono> <cstdint> <functional> <memory> <mutex> <optional> <span> <string>
        <string_view> <unordered_map> <utility> <variant> <vector> <QtCore/QObject> <QtCore/QString>
        <QtCore/QByteArray> <QtCore/QVariant> <QtCore/QThread>)
endfunction()

# dropseal_room(<room> SOURCES <files...> [USES <rooms...>] [USES_PRIVATE <rooms...>] [LINK <targets...>]
#               [LINK_PRIVATE <targets...>] [MOC])
# USES and LINK are seen by whoever links the room (its public headers need them); the _PRIVATE ones are not.
function(dropseal_room room)
    cmake_parse_arguments(PARSE_ARGV 1 ROOM "MOC" "" "SOURCES;USES;USES_PRIVATE;LINK;LINK_PRIVATE")
    if(ROOM_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "dropseal_room(${room}): unknown words ${ROOM_UNPARSED_ARGUMENTS}")
    endif()
    dropseal_room_names("${room}" target alias)
    dropseal_room_allowed("${room}" allowed)
    add_library(${target} STATIC ${ROOM_SOURCES})
    add_library(${alias} ALIAS ${target})
    target_precompile_headers(${target} REUSE_FROM dropseal_pch)
    target_link_libraries(${target} PUBLIC Qt6::Core ${ROOM_LINK} PRIVATE Dropseal::Rules ${ROOM_LINK_PRIVATE})
    if(ROOM_MOC)
        set_target_properties(${target} PROPERTIES AUTOMOC ON)
    endif()
    foreach(scope IN ITEMS USES USES_PRIVATE)
        foreach(used IN LISTS ROOM_${scope})
            if(NOT used IN_LIST allowed)
                message(FATAL_ERROR "${room} may not use ${used}: installer/cmake/Rooms.cmake has no such edge.")
            endif()
            dropseal_room_names("${used}" used_target used_alias)
            if(scope STREQUAL "USES")
                target_link_libraries(${target} PUBLIC ${used_alias})
            else()
                target_link_libraries(${target} PRIVATE ${used_alias})
            endif()
        endforeach()
    endforeach()
endfunction()

# What every test gets from ctest: a limit in seconds, labels (`long` only runs with tests/run --long), Qt without GLib,
# and a failure where Qt Test skipped something: a test that did not run is not a test that passed.
function(dropseal_test_properties name timeout labels environment)
    if(environment MATCHES "\\\\;") # one argument "A=1;B=2" would be one variable with a long value
        message(FATAL_ERROR "${name}: each variable of ENVIRONMENT is an argument of its own.")
    endif()
    if(NOT timeout)
        set(timeout 300)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${timeout} LABELS "${labels}"
        ENVIRONMENT "QT_NO_GLIB=1;${environment}" FAIL_REGULAR_EXPRESSION "(^|\n)SKIP[ ]*:")
endfunction()

# dropseal_test(<name> SOURCES <files...> LINK <targets...> [LABELS <labels...>] [TIMEOUT <seconds>] [ENVIRONMENT <K=V...>])
# One Qt Test executable; it links only the room that it tests, and tests/support where it asks for it. Moc always runs.
function(dropseal_test name)
    cmake_parse_arguments(PARSE_ARGV 1 TEST "MOC" "TIMEOUT" "SOURCES;LINK;LABELS;ENVIRONMENT")
    if(TEST_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "dropseal_test(${name}): unknown words ${TEST_UNPARSED_ARGUMENTS}")
    endif()
    add_executable(${name} ${TEST_SOURCES})
    target_precompile_headers(${name} REUSE_FROM dropseal_pch)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE Dropseal::Rules Qt6::Core Qt6::Test ${TEST_LINK})
    add_test(NAME ${name} COMMAND ${name})
    dropseal_test_properties(${name} "${TEST_TIMEOUT}" "${TEST_LABELS}" "${TEST_ENVIRONMENT}")
endfunction()

# dropseal_script_test(<name> COMMAND <program> <arguments...> [LABELS <labels...>] [TIMEOUT <seconds>] [ENVIRONMENT <K=V...>])
# A test that is a script (Python, bash): it fails by its exit code, in its own source folder.
function(dropseal_script_test name)
    cmake_parse_arguments(PARSE_ARGV 1 TEST "" "TIMEOUT" "COMMAND;LABELS;ENVIRONMENT")
    if(TEST_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "dropseal_script_test(${name}): unknown words ${TEST_UNPARSED_ARGUMENTS}")
    endif()
    add_test(NAME ${name} COMMAND ${TEST_COMMAND} WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    dropseal_test_properties(${name} "${TEST_TIMEOUT}" "${TEST_LABELS}" "${TEST_ENVIRONMENT}")
endfunction()
