# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that a test starts, and that end with it for certain: also daemons that let go of their parent."""
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """From now on a daemon that forks away becomes a child of this process, where end_all() finds it."""
    if _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def die_with_parent():
    """For preexec_fn: even a killed test leaves nothing behind."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def start(command, *, environment, **options):
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.Popen([str(word) for word in command], env=environment, cwd="/", preexec_fn=die_with_parent,
                            **options)


def _stat(pid):
    """(state, parent) of a process, or None."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    state, parent = text[text.rindex(")") + 2:].split()[:2]
    return state, int(parent)


def is_alive(pid):
    found = _stat(pid)
    return found is not None and found[0] not in "ZX"


def descendants(of=None):
    """The pids of all living processes below this one."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (found := _stat(entry)) and found[0] not in "ZX":
            parents.setdefault(found[1], []).append(int(entry))
    found, rest = [], [of or os.getpid()]
    while rest:
        children = parents.get(rest.pop(), [])
        found += children
        rest += children
    return found


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def running(name, below=None):
    """The pids below this process whose program has that file name."""
    return [pid for pid in descendants(below) if os.path.basename((command_line(pid) or [""])[0]) == name]


def end(process, patience=5):
    """Asks it to end and makes sure; its exit code."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode


def end_all(patience=2):
    """Ends every process below this one."""
    limit = time.monotonic() + patience
    sign = signal.SIGTERM
    while left := descendants():
        for pid in left:
            try:
                os.kill(pid, sign)
            except ProcessLookupError:
                continue
        time.sleep(0.05)
        reap()
        if time.monotonic() > limit:
            sign = signal.SIGKILL
    reap()


def reap():
    """Takes up the ends of adopted processes."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return


def wait_until(condition, seconds=20, every=0.05):
    """The first true value of the condition, or its last one."""
    limit = time.monotonic() + seconds
    while not (value := condition()) and time.monotonic() < limit:
        time.sleep(every)
    return value
