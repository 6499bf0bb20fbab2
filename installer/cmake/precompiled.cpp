// SPDX-License-Identifier: GPL-3.0-or-later
// Exists so that the shared precompiled header has a target of its own.
