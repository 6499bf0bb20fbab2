# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour of pictures.py in every look. `--all`: dark, high contrast, twice the size and right to left too."""
import sys

from case import main
from pictures import Tour

# name, theme (AppSettings), scale, arguments, only with --all
LOOKS = [
    ("light-1x", 1, 1, (), False),
    ("dark-1x", 2, 1, (), True),
    ("contrast-1x", 3, 1, (), True),
    ("light-2x", 1, 2, (), True),
    ("dark-2x", 2, 2, (), True),
    ("contrast-2x", 3, 2, (), True),
    ("right-to-left", 1, 1, ("-reverse",), True),
]


def _make(name, look_theme, look_scale, look_arguments):
    class Look(Tour):
        look = name
        theme = look_theme
        scale = look_scale
        arguments = look_arguments

        def test_pictures(self):
            self.tour()
    Look.__name__ = Look.__qualname__ = "Look_" + name.replace("-", "_")
    return Look


ALL = "--all" in sys.argv
sys.argv[1:] = [word for word in sys.argv[1:] if word != "--all"]
for look in LOOKS:
    if ALL or not look[4] or any(name.startswith("Look_") for name in sys.argv[1:]):
        made = _make(*look[:4])
        globals()[made.__name__] = made
del Tour, look, made

if __name__ == "__main__":
    main()
