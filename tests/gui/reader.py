# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and works a program as a screen reader does: over AT-SPI, by role and accessible name."""
import os
import time

import processes

ANSWER_MS = 8000
LISTS = ("tree", "tree table", "table", "list")

_atspi = None


def atspi():
    """The library, once for each process: it belongs to the bus of the environment at the first use."""
    global _atspi
    if _atspi is None:
        if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
            raise AssertionError("no desktop: the session bus of this test is not known yet")
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi
        Atspi.init()
        Atspi.set_timeout(ANSWER_MS, 15000)
        _atspi = Atspi
    return _atspi


class Gone(Exception):
    """The program, or this part of it, does not answer any more."""


def _asked(call, *arguments):
    from gi.repository import GLib
    try:
        return call(*arguments)
    except GLib.Error as error:
        raise Gone(error.message) from None


class Node:
    """One accessible object."""

    def __init__(self, accessible):
        self.accessible = accessible

    def _ask(self, name, *arguments):
        return _asked(getattr(self.accessible, name), *arguments)

    @property
    def role(self):
        return self._ask("get_role_name")

    @property
    def name(self):
        return self._ask("get_name") or ""

    @property
    def description(self):
        return self._ask("get_description") or ""

    def has(self, state):
        states = self._ask("get_state_set")
        return states.contains(getattr(atspi().StateType, state.upper()))

    @property
    def showing(self):
        return self.has("showing") and self.has("visible")

    @property
    def enabled(self):
        return self.has("enabled") and self.has("sensitive")

    @property
    def checked(self):
        return self.has("checked")

    @property
    def focused(self):
        return self.has("focused")

    def children(self):
        found = []
        for index in range(self._ask("get_child_count")):
            child = self._ask("get_child_at_index", index)
            if child is not None:
                found.append(Node(child))
        return found

    def walk(self, into_lists=False):
        """This node and all below it; rows of lists only where they are asked for, there may be thousands."""
        yield self
        if self.role in LISTS and not into_lists:
            return
        for child in self.children():
            yield from child.walk(into_lists)

    def extents(self):
        box = self._ask("get_extents", atspi().CoordType.SCREEN)
        return box.x, box.y, box.width, box.height

    # acts

    def actions(self):
        return [_asked(atspi().Action.get_action_name, self.accessible, index)
                for index in range(_asked(atspi().Action.get_n_actions, self.accessible))]

    def act(self, wanted):
        names = self.actions()
        if wanted not in names:
            raise AssertionError(f"{self} has no {wanted}, only {names}")
        _asked(atspi().Action.do_action, self.accessible, names.index(wanted))

    def press(self):
        if not self.enabled:
            raise AssertionError(f"{self} is disabled: {self.description!r}")
        self.act("Press")

    def toggle(self):
        self.act("Toggle")

    def show_menu(self):
        """Some menus keep the answer back until they close."""
        atspi().set_timeout(400, 15000)
        try:
            self.act("ShowMenu")
        except Gone:
            pass
        finally:
            atspi().set_timeout(ANSWER_MS, 15000)

    def focus(self):
        _asked(atspi().Component.grab_focus, self.accessible)

    @property
    def text(self):
        return _asked(atspi().Text.get_text, self.accessible, 0, -1)

    def write(self, text):
        if not _asked(atspi().EditableText.set_text_contents, self.accessible, text):
            raise AssertionError(f"{self} takes no text")

    @property
    def value(self):
        return _asked(atspi().Value.get_current_value, self.accessible)

    # trees

    def row_count(self):
        return _asked(atspi().Table.get_n_rows, self.accessible)

    def columns(self):
        return [_asked(atspi().Table.get_column_description, self.accessible, column)
                for column in range(_asked(atspi().Table.get_n_columns, self.accessible))]

    def cell_at(self, row, column):
        found = _asked(atspi().Table.get_accessible_at, self.accessible, row, column)
        if found is None:
            raise Gone(f"no cell {row}, {column}")
        return Node(found)

    def rows(self, most=200):
        """The first rows, each a tuple of names."""
        columns = range(len(self.columns()))
        return [tuple(self.cell_at(row, column).name for column in columns)
                for row in range(min(self.row_count(), most))]

    def __str__(self):
        try:
            return f"{self.role} {self.name!r}" + (f" [{self.description}]" if self.description else "")
        except Gone:
            return "something that is gone"


class Reader:
    """Of the program with that pid."""

    def __init__(self, pid):
        self.pid = pid

    def root(self):
        from gi.repository import GLib
        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)
        desktop = atspi().get_desktop(0)
        desktop.set_cache_mask(atspi().Cache.NONE)
        desktop.clear_cache()
        for child in Node(desktop).children():
            if _asked(child.accessible.get_process_id) == self.pid:
                child.accessible.set_cache_mask(atspi().Cache.NONE)
                return child
        if not processes.is_alive(self.pid):
            raise AssertionError("the program has ended")
        raise Gone(f"no accessible program with pid {self.pid}")

    def windows(self):
        return [window for window in self.root().children() if window.showing]

    def all(self, role=None, name=None, *, description=None, showing=True, within=None):
        """Every match now."""
        found = []
        for top in [within] if within else self.root().children():
            for node in top.walk(into_lists=role in ("list item", "table cell")):
                if role and node.role != role:
                    continue
                if name is not None and not _matches(name, node.name):
                    continue
                if description is not None and node.description != description:
                    continue
                if not showing or node.showing:
                    found.append(node)
        return found

    def find(self, role, name=None, *, seconds=20, **more):
        """The one match, as soon as it is there."""
        found = wait(lambda: self.all(role, name, **more), seconds)
        if not found:
            raise AssertionError(f"no {role} {name!r} {more or ''} after {seconds} s; there is:\n{self.dump()}")
        return found[0]

    def shows(self, role, name=None, **more):
        try:
            return bool(self.all(role, name, **more))
        except Gone:
            return False

    def gone(self, role, name=None, seconds=20, **more):
        """Waits until nothing matches."""
        if not wait(lambda: not self.all(role, name, **more), seconds):
            raise AssertionError(f"{role} {name!r} is still there after {seconds} s")

    def press(self, name, **more):
        button = self.find("push button", name, **more)
        wait(lambda: button.enabled, 10)
        button.press()

    def fill(self, name, text):
        """A text field or password field by its name."""
        field = wait(lambda: self.all("text", name) + self.all("password text", name), 20)
        if not field:
            raise AssertionError(f"no field {name!r}; there is:\n{self.dump()}")
        field[0].write(text)

    def label(self, description, seconds=20):
        """The text of a label that carries a value: Notice, Banner, Error, Reason."""
        return self.find("label", description=description, seconds=seconds).name

    def label_now(self, description):
        """The same without waiting; None where it is not shown."""
        found = self.all("label", description=description)
        return found[0].name if found else None

    def label_says(self, description, part, seconds=20):
        """Waits until such a label contains these words; its text."""
        def said():
            text = self.label_now(description)
            return text if text is not None and part in text else None
        text = wait(said, seconds)
        if text is None or part not in text:
            raise AssertionError(f"{description} does not say {part!r} after {seconds} s; there is:\n{self.dump()}")
        return text

    def tree(self, name, seconds=20):
        return self.find("tree", name, seconds=seconds)

    def row(self, tree_name, first, seconds=30, **columns):
        """Waits for the row whose first cell has that name, and whose other cells begin so:
        row("Transfers", "a.txt", State="Sealed"). Gives its cells as {column: Node}."""
        seen = []

        def look():
            trees = self.all("tree", tree_name)
            if not trees:
                return None
            tree, names = trees[0], trees[0].columns()
            seen[:] = tree.rows()
            for number, row in enumerate(seen):
                cells = dict(zip(names, row))
                if row and row[0] == first and all(_begins(cells[key], text) for key, text in columns.items()):
                    return {key: tree.cell_at(number, column) for column, key in enumerate(names)}
            return None
        found = wait(look, seconds)
        if not found:
            raise AssertionError(f"{tree_name} has no row {first!r} {columns} after {seconds} s, but {seen}\n"
                                 + self.dump())
        return found

    def menu_item(self, name, seconds=5):
        return self.find("menu item", name, seconds=seconds)

    def dump(self):
        """All that is showing, indented, for messages of failed tests."""
        lines = []

        def add(node, depth):
            if len(lines) > 250:
                return
            marks = [state for state in ("focused", "checked") if node.has(state)]
            lines.append("  " * depth + str(node) + ("" if node.enabled else " (disabled)") + " ".join([""] + marks))
            children = node.children()[:40] if node.role in LISTS else node.children()
            for child in children:
                if child.showing or child.role in ("menu item", "popup menu"):
                    add(child, depth + 1)
        try:
            for window in self.root().children():
                add(window, 0)
        except (Gone, AssertionError) as gone:
            lines.append(f"({gone})")
        return "\n".join(lines)


def _matches(wanted, name):
    return bool(wanted.fullmatch(name)) if hasattr(wanted, "fullmatch") else wanted == name


def _begins(text, wanted):
    return bool(wanted.match(text)) if hasattr(wanted, "match") else text.startswith(wanted)


def wait(condition, seconds):
    """The first true answer; what is gone in between is asked for again."""
    limit = time.monotonic() + seconds
    value = None
    while True:
        try:
            value = condition()
        except Gone:
            value = None
        if value or time.monotonic() > limit:
            return value
        time.sleep(0.05)
