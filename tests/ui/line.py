# SPDX-License-Identifier: BSD-2-Clause
"""A program on a pseudo-terminal with an emulator behind it, for the tests of the console."""
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import tempfile
import termios
import time

import pyte

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
PROGRAM = os.environ.get("DANESCOPE", os.path.join(TOP, "danescope"))
ALONE = ["--resolver", "127.0.0.1@9", "--timeout", "1"]     # nobody listens there
UP, QUIET = 20, 0.3
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m")


class Screen(pyte.Screen):
    """The emulator, with what it lacks and terminals of the xterm family have: scrolling by so many
    lines (SU, SD) and repeating a character (REP)."""

    def draw(self, data):
        super().draw(data)
        self.drawn = data[-1:]

    def repeat(self, count=None, **_):
        self.draw(self.drawn * (count or 1))

    def scroll(self, count, edge, step):
        top, bottom = self.margins or pyte.screens.Margins(0, self.lines - 1)
        place = self.cursor.y
        self.cursor.y = bottom if edge == "bottom" else top
        for _ in range(min(count or 1, bottom - top + 1)):
            step()
        self.cursor.y = place

    def scroll_up(self, count=None, **_):
        self.scroll(count, "bottom", self.index)

    def scroll_down(self, count=None, **_):
        self.scroll(count, "top", self.reverse_index)


class Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "S": "scroll_up", "T": "scroll_down", "b": "repeat"}
    events = pyte.ByteStream.events | {"scroll_up", "scroll_down", "repeat"}


class Line:
    """A program on a pseudo-terminal, with everything that it wrote."""

    def __init__(self, words, columns=80, rows=24, env=None, program=PROGRAM, home=None, directory=None):
        self.home, self.kept = home or tempfile.mkdtemp(prefix="danescope-ui-"), home is not None
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes = termios.tcgetattr(self.slave)
        self.screen = Screen(columns, rows)
        self.stream = Stream(self.screen)
        self.raw = b""
        clean = {key: value for key, value in os.environ.items()
                 if key not in ("LINES", "COLUMNS", "TMUX", "NO_COLOR", "LANGUAGE")}
        self.env = {**clean, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": self.home,
                    "XDG_CONFIG_HOME": self.home, "XDG_STATE_HOME": self.home, **(env or {})}
        self.child = subprocess.Popen([program, *words], stdin=self.slave, stdout=self.slave, stderr=self.slave,
                                      cwd=directory or self.home, env=self.env, start_new_session=True,
                                      preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        os.close(self.master)
        os.close(self.slave)
        if not self.kept:
            shutil.rmtree(self.home)

    def read(self, seconds):
        """Takes in what is written until it has been quiet for so long; returns the octets."""
        came = b""
        while select.select([self.master], [], [], seconds)[0]:
            came += os.read(self.master, 65536)
        self.raw += came
        self.stream.feed(came)
        return came

    def text(self):
        return "\n".join(self.screen.display)

    def until(self, text, seconds=UP):
        """Waits until this stands on the screen."""
        end = time.monotonic() + seconds
        while text not in self.text():
            if time.monotonic() > end or self.child.poll() is not None:
                raise AssertionError(f"{text!r} does not appear:\n{self.text()}")
            self.read(0.05)

    def keys(self, keys, quiet=QUIET):
        os.write(self.master, keys.encode())
        return self.read(quiet)

    def resize(self, columns, rows):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)
        return self.read(QUIET)

    def end(self):
        """Waits for its end; returns the status as a shell tells it."""
        deadline = time.monotonic() + 10
        while self.child.poll() is None and time.monotonic() < deadline:
            self.read(0.05)
        self.read(0.05)
        return self.child.returncode if self.child.returncode is None or self.child.returncode >= 0 \
            else 128 - self.child.returncode

    def restored(self):
        """Nothing is left behind: modes, the other screen, the cursor, brackets around what is pasted."""
        assert termios.tcgetattr(self.slave) == self.modes, "the modes of the terminal are others than before"
        for begin, finish in ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?2004h", b"\x1b[?2004l"),
                              (b"\x1b[?25l", b"\x1b[?25h")):
            assert self.raw.rfind(begin) <= self.raw.rfind(finish), f"{begin!r} is not undone"
