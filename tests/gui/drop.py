# SPDX-License-Identifier: GPL-3.0-or-later
"""A real drag: a window of another program gives files, the pointer carries them, XDND hands them over."""
import os
import select
import subprocess
import time
from pathlib import Path

import processes

SOURCE = Path(os.environ.get("DROPSEAL_DRAG_SOURCE", Path(__file__).resolve().parents[2] / "build/dev/bin/drag_source"))
STEPS = 10


def drag(desktop, paths, target, *, hover=None, at=(0.5, 0.5)):
    """Drags files from a small window onto the X window `target`, at that part of it; what the other side did with
    them: "copy", "ignore". `hover` is called while they hang over it."""
    source = desktop.spawn([SOURCE, *paths], stdout=subprocess.PIPE, text=True)
    try:
        words = source.stdout.readline().split()
        if words[:1] != ["ready"]:
            raise AssertionError("the source of the drag did not start:\n" + desktop.said())
        x, y = int(words[1]), int(words[2])
        left, top, width, height = desktop.geometry(target)
        _carry(desktop, (x, y), (left + int(width * at[0]), top + int(height * at[1])))
        if hover:
            time.sleep(0.3)
            hover()
        desktop.output(["xdotool", "mouseup", "1"], check=True)
        ready, _, _ = select.select([source.stdout], [], [], 15)
        if not ready:
            raise AssertionError("the drag did not end")
        return source.stdout.readline().strip().removeprefix("dropped ")
    except BaseException:
        processes.end(source)  # else it lives a little, to give the data
        raise


def _carry(desktop, start, end):
    (x, y), (to_x, to_y) = start, end
    desktop.output(["xdotool", "mousemove", x, y, "sleep", "0.1", "mousedown", "1"], check=True)
    for step in range(1, 6):  # over the distance at which a press becomes a drag
        _move(desktop, x + 2 * step, y + 2 * step)
    for step in range(1, STEPS + 1):
        _move(desktop, x + (to_x - x) * step // STEPS, y + (to_y - y) * step // STEPS)
    time.sleep(0.2)


def _move(desktop, x, y):
    desktop.output(["xdotool", "mousemove", x, y], check=True)
    time.sleep(0.03)
