# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for one test: home, screen, window manager, session bus, keyring; nothing of the person's."""
import os
import subprocess
from pathlib import Path

import processes

PICTURES = Path(os.environ.get("DROPSEAL_GUI_PICTURES", "/tmp/dropseal-gui-pictures"))
PASSWORD = b"keyring-password"

# Only what a test wants is there: no desktop's own services, no keyring that starts by itself.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><servicedir>{services}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""
ACCESSIBILITY = """[D-BUS Service]
Name=org.a11y.Bus
Exec=/usr/libexec/at-spi-bus-launcher
"""
# Windows come where they are asked for; keys of openbox's own are none, so that all reach the program.
WINDOW_MANAGER = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
<focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
<placement><policy>Smart</policy><center>yes</center></placement>
<desktops><number>1</number></desktops>
<keyboard></keyboard>
<mouse><context name="Client"><mousebind button="Left" action="Press">
<action name="Focus"/><action name="Raise"/></mousebind></context></mouse>
</openbox_config>
"""


class Desktop:
    """keyring: "unlocked", "locked" or "absent". screen: width, height."""

    def __init__(self, place, *, keyring="unlocked", screen=(1600, 1000)):
        self.place = Path(place)
        self.home = self.place / "home"
        self.keyring = keyring
        self.screen = screen
        self.environment = {}
        self.log = None
        self.keyring_process = None

    def __enter__(self):
        processes.adopt_orphans()
        self.make_home()
        self.log = open(self.place / "desktop.log", "w+b")
        try:
            self.start_screen()
            self.start_bus()
            self.start_keyring()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        processes.end_all()
        self.log.close()

    def make_home(self):
        run = self.place / "run"
        for folder in (self.home, run):
            folder.mkdir(mode=0o700)
        self.data_home, self.config_home = self.home / "data", self.home / "config"
        kept = {name: os.environ[name] for name in ("TMPDIR",) if name in os.environ}
        self.environment = dict(
            kept, PATH="/usr/sbin:/usr/bin:/sbin:/bin", HOME=str(self.home), XDG_RUNTIME_DIR=str(run),
            XDG_DATA_HOME=str(self.data_home),
            XDG_CONFIG_HOME=str(self.config_home), XDG_CACHE_HOME=str(self.home / "cache"),
            XDG_STATE_HOME=str(self.home / "state"), LANG="C.UTF-8", LANGUAGE="en", TZ="UTC", QT_QPA_PLATFORM="xcb",
            QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", ASAN_OPTIONS="detect_leaks=0")

    def start_screen(self):
        reader, writer = os.pipe()
        width, height = self.screen
        self.spawn(["Xvfb", "-displayfd", writer, "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
                    "-noreset"], pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise AssertionError("Xvfb did not start:\n" + self.said())
        self.environment["DISPLAY"] = ":" + number
        config = self.place / "openbox.xml"
        config.write_text(WINDOW_MANAGER)
        self.spawn(["openbox", "--sm-disable", "--config-file", config])
        if not processes.wait_until(lambda: "window id" in self.output(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"])):
            raise AssertionError("openbox did not start:\n" + self.said())

    def start_bus(self):
        services = self.place / "services"
        services.mkdir()
        (services / "org.a11y.Bus.service").write_text(ACCESSIBILITY)
        config = self.place / "bus.conf"
        config.write_text(BUS.format(folder=self.environment["XDG_RUNTIME_DIR"], services=services))
        reader, writer = os.pipe()
        self.spawn(["dbus-daemon", f"--config-file={config}", "--nofork", f"--print-address={writer}"],
                   pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            address = answer.readline().strip()
        if not address:
            raise AssertionError("dbus-daemon did not start:\n" + self.said())
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address

    def start_keyring(self):
        if self.keyring == "absent":
            return
        self.run_keyring(["--unlock"])
        if self.keyring == "locked":  # the keyring exists now; a daemon that was not told the password locks it
            processes.end(self.keyring_process)
            self.run_keyring(["--start"])

    def run_keyring(self, arguments):
        daemon = self.spawn(["gnome-keyring-daemon", "--foreground", "--components=secrets", *arguments],
                            stdin=subprocess.PIPE)
        if "--unlock" in arguments:
            daemon.stdin.write(PASSWORD)
        daemon.stdin.close()
        self.keyring_process = daemon
        if not processes.wait_until(lambda: self.has_service("org.freedesktop.secrets")):
            raise AssertionError("gnome-keyring did not start:\n" + self.said())

    def has_service(self, name):
        return "boolean true" in self.output(
            ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
             "org.freedesktop.DBus.NameHasOwner", f"string:{name}"])

    def spawn(self, command, *, environment=None, **options):
        """Starts a program on this desktop; what it says goes into the desktop's log."""
        options.setdefault("stdout", self.log)
        options.setdefault("stderr", self.log)
        return processes.start(command, environment=dict(self.environment, **(environment or {})), **options)

    def output(self, command, *, seconds=30, check=False, **options):
        """What a short program on this desktop says."""
        done = subprocess.run([str(word) for word in command], env=self.environment, cwd="/", capture_output=True,
                              text=True, timeout=seconds, check=check, **options)
        return done.stdout

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-8000:]

    # What a person does with hands and eyes.

    def window_of(self, pid, seconds=20):
        """The X window that the process shows; 0 where there is none."""
        def largest():
            best = (0, 0)
            for window in self.output(["xdotool", "search", "--onlyvisible", "--pid", pid]).split():
                left, top, width, height = self.geometry(window)
                best = max(best, (width * height, int(window)))
            return best[1]
        return processes.wait_until(largest, seconds)

    def geometry(self, window):
        """(left, top, width, height) on the screen, without the frame (xdotool counts its title bar twice)."""
        said = self.output(["xwininfo", "-id", window]).splitlines()
        words = dict(line.split(":")[:2] for line in said if ":" in line)
        words = {name.strip(): value for name, value in words.items()}
        return tuple(int(words.get(name, 0)) for name in ("Absolute upper-left X", "Absolute upper-left Y", "Width",
                                                          "Height"))

    def keys(self, *names):
        """Key presses on whatever has the focus: "Tab", "ctrl+l", "Return"."""
        self.output(["xdotool", "key", "--clearmodifiers", "--delay", "30", *names], check=True)

    def type(self, text):
        self.output(["xdotool", "type", "--clearmodifiers", "--delay", "12", text], check=True)

    def click(self, x, y, button=1):
        self.output(["xdotool", "mousemove", x, y, "click", button], check=True)

    def focus(self, window):
        self.output(["xdotool", "windowactivate", "--sync", window])

    def clipboard(self):
        return self.output(["xclip", "-selection", "clipboard", "-o"], seconds=10)

    def set_clipboard(self, data, target="UTF8_STRING"):
        holder = self.spawn(["xclip", "-selection", "clipboard", "-i", "-t", target], stdin=subprocess.PIPE)
        holder.stdin.write(data if isinstance(data, bytes) else data.encode())
        holder.stdin.close()
        processes.wait_until(lambda: holder.poll() is not None, 10)  # it has gone into the background

    def picture(self, name, crop=None):
        """A PNG of the screen, or of a part of it ("WxH+X+Y"), in the folder of pictures; its path."""
        path = PICTURES / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = ["-crop", crop, "+repage"] if crop else []
        self.output(["import", "-silent", "-window", "root", *part, path], check=True)
        return path
