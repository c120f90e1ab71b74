#!/usr/bin/python3 -B
# SPDX-License-Identifier: BSD-2-Clause
"""ttymeter - measure what a full-screen terminal program costs the line.

The program is started on a pseudo-terminal of a fixed size and fed keys.
Everything it writes is counted and timed; nothing is displayed.  Reported:

  start   first byte, end of first paint, time until --ready matched, bytes
  key     per phase: bytes per key (median, p95), time to the first answering
          byte, time to quiescence, cells changed on the emulated screen
  burst   the same keys sent in one write(): does the program coalesce?
  hold    keys at 25/s while the pty is read at 57600 bit/s: how far does the
          screen trail behind the last key?
  resize  bytes and time for SIGWINCH to another size and back
  idle    bytes and writes per second while nobody touches a key, CPU share
  memory  RSS, peak RSS and PSS of the process tree
  quit    time to exit, exit status, was the terminal put back?
  audit   which escape sequences were used (alt screen, mouse, OSC, 256/RGB
          colour, C1 bytes ...), so a "works on TERM=linux" claim can be checked

Usage:
  ttymeter.py [options] -- command [arg ...]
  ttymeter.py --suite suite.json [--only name,name] [--sizes 80x24,120x40]
  ttymeter.py --selftest

Keys (for --phase NAME=KEYS, --setup, --quit): words separated by spaces, each
an ordinary text sent as is, or one of <down> <up> <left> <right> <home> <end>
<pgdn> <pgup> <enter> <esc> <tab> <space> <bs> <del> <f1>..<f12> <c-x> (control)
<wait:0.5> (seconds), optionally repeated: j*30  <down>*10.

Needs Python >= 3.9 and nothing else.  When pyte is importable (Debian 12:
apt-get install python3-pyte, run with /usr/bin/python3) the screen is emulated,
which adds cells-changed, --ready/--expect on screen text and --dump.

Times are the wall clock as seen from the terminal's side of the pty.  "Quiet"
means no byte for --quiet ms; the quiet interval itself is never counted.
"""

import argparse
import codecs
import fcntl
import json
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time

try:
    import pyte
except ImportError:  # the meter still counts bytes and time without it
    pyte = None

NAMED = {
    "down": "\x1bOB", "up": "\x1bOA", "right": "\x1bOC", "left": "\x1bOD",
    "home": "\x1bOH", "end": "\x1bOF", "pgup": "\x1b[5~", "pgdn": "\x1b[6~",
    "ins": "\x1b[2~", "del": "\x1b[3~", "enter": "\r", "esc": "\x1b",
    "tab": "\t", "backtab": "\x1b[Z", "space": " ", "bs": "\x7f",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS",
    "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~",
    "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
}
# The Linux console and screen send CSI rather than SS3 for the arrows.
CSI_ARROWS = {"down": "\x1b[B", "up": "\x1b[A", "right": "\x1b[C",
              "left": "\x1b[D", "home": "\x1b[1~", "end": "\x1b[4~",
              "f1": "\x1b[[A", "f2": "\x1b[[B", "f3": "\x1b[[C",
              "f4": "\x1b[[D", "f5": "\x1b[[E"}

# Sent as ESC O x while the program has DECCKM set, else as ESC [ x.
CURSOR = ("down", "up", "right", "left", "home", "end")


class Cursor(bytes):
    """A cursor key in its application form; Session.send() picks the form."""


TOKEN = re.compile(r"<(wait:[0-9.]+|c-.|[a-z]+[0-9]*)>")


def parse_keys(spec, term="xterm"):
    """'j*3 <down> q' -> [b'j', b'j', b'j', b'\\x1bOB', b'q'] (floats = waits)."""
    out = []
    for word in spec.split():
        rep = 1
        m = re.match(r"^(.+)\*(\d+)$", word)
        if m:
            word, rep = m.group(1), int(m.group(2))
        seq, pos = [], 0
        while pos < len(word):
            m = TOKEN.match(word, pos)
            if not m:
                seq.append(word[pos].encode())
                pos += 1
                continue
            name = m.group(1)
            pos = m.end()
            if name.startswith("wait:"):
                seq.append(float(name[5:]))
            elif name.startswith("c-"):
                seq.append(bytes([ord(name[2].upper()) & 0x1F]))
            elif term.startswith("linux") and name in CSI_ARROWS:
                seq.append(CSI_ARROWS[name].encode())
            elif name in CURSOR:
                seq.append(Cursor(NAMED[name].encode()))
            elif name in NAMED:
                seq.append(NAMED[name].encode())
            else:
                raise SystemExit("ttymeter: unknown key <%s>" % name)
        out += seq * rep
    return out


# ---------------------------------------------------------------- audit

AUDIT = [
    ("alt_screen", re.compile(rb"\x1b\[\?(?:1049|47|1047)h")),
    ("alt_screen_off", re.compile(rb"\x1b\[\?(?:1049|47|1047)l")),
    ("cursor_hide", re.compile(rb"\x1b\[\?25l")),
    ("cursor_show", re.compile(rb"\x1b\[\?(?:12;)?25h|\x1b\[34h")),
    ("mouse_on", re.compile(rb"\x1b\[\?(?:9|100[0-6]|1015)(?:;\d+)*h")),
    ("bracketed_paste", re.compile(rb"\x1b\[\?2004h")),
    ("sync_output", re.compile(rb"\x1b\[\?2026h")),
    ("focus_events", re.compile(rb"\x1b\[\?1004h")),
    ("sgr", re.compile(rb"\x1b\[[0-9;:]*m")),
    ("sgr_256", re.compile(rb"\x1b\[[0-9;:]*[34]8[;:]5[;:]\d+")),
    ("sgr_rgb", re.compile(rb"\x1b\[[0-9;:]*[34]8[;:]2[;:]")),
    ("cursor_pos", re.compile(rb"\x1b\[[0-9;]*[HfGd]")),
    ("cursor_rel", re.compile(rb"\x1b\[[0-9]*[ABCD]")),
    ("erase_display", re.compile(rb"\x1b\[[0-3]?J")),
    ("erase_line", re.compile(rb"\x1b\[[0-2]?K")),
    ("erase_chars", re.compile(rb"\x1b\[[0-9]*X")),
    ("repeat_char", re.compile(rb"\x1b\[[0-9]*b")),
    ("ins_del_line", re.compile(rb"\x1b\[[0-9]*[LM]")),
    ("scroll_region", re.compile(rb"\x1b\[[0-9]*(?:;[0-9]+)?r")),
    ("index_up", re.compile(rb"\x1bM")),
    ("acs", re.compile(rb"\x1b\(0|\x0e")),
    ("osc", re.compile(rb"\x1b\]([0-9]+)")),
    ("dcs", re.compile(rb"\x1bP")),
    ("query", re.compile(rb"\x1b\[[>=]?0?c|\x1b\[[56]n|\x1b\[\?[0-9]+\$p|"
                         rb"\x1b\][0-9;]+;\?|\x1b\[>0?q")),
    ("bell", re.compile(rb"\x07")),
]


def audit(data):
    text = re.sub(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
                  lambda m: m.group(0).replace(b"\x07", b"\x1b\\"), data)
    found = {}
    for name, rx in AUDIT:
        hits = rx.findall(text)
        if hits:
            found[name] = len(hits)
            if name == "osc":
                found["osc_kinds"] = sorted({int(h) for h in hits})
    # 8-bit C1 controls that are not part of a UTF-8 sequence
    dec = codecs.getincrementaldecoder("utf-8")("replace")
    decoded = dec.decode(data)
    c1 = sum(1 for ch in decoded if 0x80 <= ord(ch) <= 0x9F)
    bad = decoded.count("\ufffd")
    if c1:
        found["c1_controls"] = c1
    if bad:
        found["invalid_utf8"] = bad
    found["non_ascii_chars"] = sum(1 for ch in decoded if ord(ch) >= 0xA0)
    return found


# ---------------------------------------------------------------- the pty

ANSWERS = [
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>41;379;0c"),
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"),
     b"\x1b]10;rgb:cccc/cccc/cccc\x1b\\"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"),
     b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
]


class Session:
    """One program on one pseudo-terminal."""

    def __init__(self, argv, cols, rows, term, env=None, cwd=None,
                 quiet=0.08, bps=0, answers=True, emulate=True):
        self.argv, self.cols, self.rows = argv, cols, rows
        self.quiet, self.bps, self.answers = quiet, bps, answers
        self.raw = bytearray()
        self.reads = 0
        self.eof = False
        self.status = None
        self.screen = self.stream = None
        if pyte and emulate:
            self.screen = pyte.Screen(cols, rows)
            self.stream = pyte.ByteStream(self.screen)
        full = dict(os.environ)
        for k in ("COLUMNS", "LINES", "TMUX", "STY", "COLORTERM", "NO_COLOR"):
            full.pop(k, None)
        full["TERM"] = term
        full.update(env or {})
        self.t0 = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            # the size is set before exec so that the first paint is right
            fcntl.ioctl(1, termios.TIOCSWINSZ,
                        struct.pack("HHHH", rows, cols, 0, 0))
            if cwd:
                os.chdir(cwd)
            try:
                os.execvpe(argv[0], argv, full)
            except OSError as e:
                os.write(2, ("ttymeter: %s: %s\n" % (argv[0], e)).encode())
                os._exit(127)

    def now(self):
        return time.monotonic() - self.t0

    def feed(self, data):
        self.raw += data
        if self.stream:
            try:
                self.stream.feed(self.scrub(data))
            except Exception as e:  # pyte is not complete; count on
                self.emu_error = repr(e)
        if self.answers:
            for rx, reply in ANSWERS:
                if rx.search(data):
                    os.write(self.fd, reply)

    @staticmethod
    def scrub(data):
        """Drop what pyte 0.8 does not know and would print as text."""
        data = re.sub(rb"\x1b\[[>=<][0-9;]*[A-Za-z]", b"", data)
        return re.sub(rb"\x1bP[^\x1b]*\x1b\\", b"", data)

    def read_some(self, timeout):
        """One read; returns the number of bytes (0 = nothing in time)."""
        if self.eof:
            return 0
        r, _, _ = select.select([self.fd], [], [], max(0.0, timeout))
        if not r:
            return 0
        want = 65536
        if self.bps:  # a slow line: small reads, then sleep for their time
            want = max(1, min(256, self.bps // 80))
        try:
            data = os.read(self.fd, want)
        except OSError:
            data = b""
        if not data:
            self.eof = True
            return 0
        self.reads += 1
        if self.bps:
            time.sleep(len(data) * 10.0 / self.bps)
        self.feed(data)
        return len(data)

    def settle(self, limit=5.0, quiet=None, until=None):
        """Read until quiet.  -> (bytes, t_first, t_last) relative to call."""
        quiet = self.quiet if quiet is None else quiet
        start = time.monotonic()
        n, first, last = 0, None, 0.0
        while True:
            t = time.monotonic() - start
            if t >= limit or self.eof:
                break
            got = self.read_some(min(quiet, limit - t))
            t = time.monotonic() - start
            if got:
                n += got
                last = t
                if first is None:
                    first = t
                if until and until():
                    break
            elif n or t >= limit:
                break
            elif first is None and t >= max(quiet * 6, 0.5):
                break  # the key had no visible effect
        return n, first, last

    def collect(self, seconds):
        """Read for a fixed time.  -> (bytes, bursts)."""
        end = time.monotonic() + seconds
        n = bursts = 0
        quiet_since = 0.0
        while time.monotonic() < end and not self.eof:
            got = self.read_some(end - time.monotonic())
            if got:
                t = time.monotonic()
                if t - quiet_since > 0.03:
                    bursts += 1
                quiet_since = t
                n += got
        return n, bursts

    def form(self, key):
        """The bytes a terminal in its present mode sends for this key."""
        if (isinstance(key, Cursor) and
                self.raw.rfind(b"\x1b[?1h") <= self.raw.rfind(b"\x1b[?1l")):
            return b"\x1b[" + key[2:]
        return bytes(key)

    def send(self, key):
        try:
            os.write(self.fd, self.form(key))
        except OSError:
            self.eof = True

    def resize(self, cols, rows):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, cols, 0, 0))
        try:
            os.kill(self.pid, signal.SIGWINCH)
        except ProcessLookupError:
            pass
        if self.screen:
            self.screen.resize(rows, cols)
        self.cols, self.rows = cols, rows

    def snapshot(self):
        if not self.screen:
            return None
        buf = self.screen.buffer
        return [[(c.data, c.fg, c.bg, c.bold, c.reverse, c.underscore)
                 for c in (buf[y][x] for x in range(self.cols))]
                for y in range(self.rows)]

    def text(self):
        return "\n".join(self.screen.display) if self.screen else ""

    # -- the process ---------------------------------------------------

    def tree(self):
        pids, todo = [], [self.pid]
        while todo:
            p = todo.pop()
            pids.append(p)
            try:
                for t in os.listdir("/proc/%d/task" % p):
                    with open("/proc/%d/task/%s/children" % (p, t)) as f:
                        todo += [int(c) for c in f.read().split()]
            except OSError:
                pass
        return pids

    def memory(self):
        m = {"rss_kb": 0, "hwm_kb": 0, "pss_kb": 0, "threads": 0,
             "processes": 0}
        for p in self.tree():
            try:
                with open("/proc/%d/status" % p) as f:
                    for line in f:
                        k, _, v = line.partition(":")
                        if k == "VmRSS":
                            m["rss_kb"] += int(v.split()[0])
                        elif k == "VmHWM":
                            m["hwm_kb"] += int(v.split()[0])
                        elif k == "Threads":
                            m["threads"] += int(v)
                with open("/proc/%d/smaps_rollup" % p) as f:
                    for line in f:
                        if line.startswith("Pss:"):
                            m["pss_kb"] += int(line.split()[1])
                m["processes"] += 1
            except OSError:
                pass
        return m

    def cpu(self):
        total = 0
        for p in self.tree():
            try:
                with open("/proc/%d/stat" % p) as f:
                    s = f.read().rsplit(")", 1)[1].split()
                total += int(s[11]) + int(s[12])
            except (OSError, IndexError):
                pass
        return total / os.sysconf("SC_CLK_TCK")

    def reap(self, limit=2.0):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.read_some(0.005)
            pid, st = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while not self.eof and self.read_some(0.02):
                    pass
                self.status = st
                return True
        return False

    def kill(self):
        if self.status is None:
            for sig in (signal.SIGHUP, signal.SIGKILL):
                try:
                    os.kill(self.pid, sig)
                except ProcessLookupError:
                    pass
                if self.reap(0.5):
                    break
        try:
            os.close(self.fd)
        except OSError:
            pass


# ---------------------------------------------------------------- measuring

def ms(t):
    return None if t is None else round(t * 1000, 1)


def pct(xs, p):
    xs = sorted(xs)
    return xs[min(len(xs) - 1, int(round(p * (len(xs) - 1))))] if xs else None


def changed(a, b):
    if a is None or b is None or len(a) != len(b):
        return None
    return sum(1 for ra, rb in zip(a, b) for x, y in zip(ra, rb) if x != y)


def start(cfg, cols, rows):
    return Session(cfg["cmd"], cols, rows, cfg.get("term", "xterm-256color"),
                   cfg.get("env"), cfg.get("cwd"), cfg.get("quiet", 0.08),
                   cfg.get("bps", 0), cfg.get("answers", True),
                   cfg.get("emulate", True))


def measure_start(cfg, cols, rows):
    """Fork to the end of the first paint.  The caller keeps the session."""
    s = start(cfg, cols, rows)
    ready = re.compile(cfg["ready"]) if cfg.get("ready") else None
    t_ready = None
    n, first, last = s.settle(limit=cfg.get("start_limit", 15.0),
                              quiet=cfg.get("start_quiet", 0.25))
    paint_bytes = n
    paint = last
    if ready and s.screen:
        end = time.monotonic() + cfg.get("start_limit", 15.0)
        # replay of the recorded bytes is not needed: ready is polled from the
        # first paint on, and is the paint itself when it already matches
        if ready.search(s.text()):
            t_ready = last
        while t_ready is None and time.monotonic() < end and not s.eof:
            if s.read_some(0.05) and ready.search(s.text()):
                t_ready = s.now()
        s.settle(limit=2.0)
    return s, {"first_byte_ms": ms(first), "first_paint_ms": ms(paint),
               "ready_ms": ms(t_ready), "start_bytes": paint_bytes,
               "start_bytes_until_ready": len(s.raw)}


def play(s, keys, gap=0.0):
    for k in keys:
        if isinstance(k, float):
            s.collect(k)
        else:
            s.send(k)
            s.settle(limit=3.0)
            if gap:
                s.collect(gap)


def measure_phase(s, keys):
    rows = []
    for k in keys:
        if isinstance(k, float):
            s.collect(k)
            continue
        before = s.snapshot()
        s.send(k)
        n, first, last = s.settle(limit=3.0)
        rows.append((n, first, last, changed(before, s.snapshot())))
    seen = [r for r in rows if r[1] is not None]
    out = {"keys": len(rows), "silent": len(rows) - len(seen),
           "bytes_median": pct([r[0] for r in rows], .5),
           "bytes_p95": pct([r[0] for r in rows], .95),
           "bytes_total": sum(r[0] for r in rows),
           "first_ms_median": ms(pct([r[1] for r in seen], .5)),
           "first_ms_p95": ms(pct([r[1] for r in seen], .95)),
           "settle_ms_median": ms(pct([r[2] for r in seen], .5))}
    cells = [r[3] for r in rows if r[3] is not None]
    if cells:
        out["cells_median"] = pct(cells, .5)
        if sum(cells):
            out["bytes_per_cell"] = round(
                sum(r[0] for r in rows) / max(1, sum(cells)), 2)
    return out


def measure_hold(s, cfg, term):
    """Auto-repeat on a slow line: keys at a fixed rate, the pty read slowly.

    lag_ms is the time from the last key until the screen stopped changing.
    A program that skips frames while input is waiting stays near zero.
    """
    rate = cfg.get("hold_rate", 25.0)
    keys = [k for k in parse_keys(cfg["hold"], term) if isinstance(k, bytes)]
    bps, s.bps = s.bps, cfg.get("hold_bps", 57600)
    start = time.monotonic()
    mark, sent, last_key = len(s.raw), 0, start
    while sent < len(keys) and not s.eof:
        due = start + sent / rate
        now = time.monotonic()
        if now >= due:
            s.send(keys[sent])
            sent, last_key = sent + 1, time.monotonic()
            continue
        s.read_some(min(due - now, 0.02))
    n, first, last = s.settle(limit=60.0, quiet=0.6)
    lag = (time.monotonic() - 0.6 - last_key) if n else 0.0
    out = {"keys": len(keys), "rate": rate, "bps": s.bps,
           "bytes": len(s.raw) - mark, "lag_ms": ms(max(0.0, lag))}
    s.bps = bps
    return out


def run(cfg, cols, rows, verbose=False):
    """All measurements of one program at one size."""
    term = cfg.get("term", "xterm-256color")
    res = {"name": cfg.get("name", cfg["cmd"][0]), "size": "%dx%d" % (cols, rows),
           "term": term, "cmd": cfg["cmd"]}
    # 1. start-up, several times; the last session is kept
    starts = []
    s = None
    for i in range(max(1, cfg.get("repeat", 5))):
        if s:
            finish(s, cfg, term)
        s, st = measure_start(cfg, cols, rows)
        starts.append(st)
    res["start"] = {k: (statistics.median([x[k] for x in starts
                                           if x[k] is not None])
                        if any(x[k] is not None for x in starts) else None)
                    for k in starts[0]}
    res["start"]["runs"] = len(starts)
    res["start"]["first_paint_ms_all"] = [x["first_paint_ms"] for x in starts]
    if cfg.get("dump"):
        res["screen"] = s.text()
    # 1b. a key held down on a slow line, in a session of its own so that the
    # starting point is the same whatever the phases below do
    if cfg.get("hold"):
        h, _ = measure_start(cfg, cols, rows)
        play(h, parse_keys(cfg.get("hold_setup", cfg.get("setup", "")), term))
        res["hold"] = measure_hold(h, cfg, term)
        finish(h, cfg, term)
    # 2. keys
    play(s, parse_keys(cfg.get("setup", ""), term))
    res["phases"] = {}
    for name, spec in cfg.get("phases", {}).items():
        res["phases"][name] = measure_phase(s, parse_keys(spec, term))
        if verbose:
            print(name, res["phases"][name], file=sys.stderr)
    # 3. the same keys in one write
    if cfg.get("burst"):
        keys = [k for k in parse_keys(cfg["burst"], term)
                if isinstance(k, bytes)]
        before = s.snapshot()
        s.send(b"".join(s.form(k) for k in keys))
        n, first, last = s.settle(limit=10.0)
        res["burst"] = {"keys": len(keys), "bytes": n,
                        "bytes_per_key": round(n / max(1, len(keys)), 1),
                        "settle_ms": ms(last),
                        "cells": changed(before, s.snapshot())}
    # 4. resize there and back
    if cfg.get("resize", True):
        other = (120, 40) if (cols, rows) != (120, 40) else (80, 24)
        res["resize"] = []
        for c, r in (other, (40, 10), (cols, rows)):
            s.resize(c, r)
            n, first, last = s.settle(limit=3.0, quiet=0.2)
            res["resize"].append({"to": "%dx%d" % (c, r), "bytes": n,
                                  "settle_ms": ms(last)})
        res["resize_survived"] = not s.eof
    # 5. idle
    play(s, parse_keys(cfg.get("idle_setup", ""), term))
    s.settle(limit=1.0)
    c0, w0 = s.cpu(), time.monotonic()
    secs = cfg.get("idle", 10.0)
    n, bursts = s.collect(secs)
    res["idle"] = {"seconds": secs, "bytes": n,
                   "bytes_per_s": round(n / secs, 1),
                   "paints_per_s": round(bursts / secs, 2),
                   "cpu_pct": round(100 * (s.cpu() - c0)
                                    / (time.monotonic() - w0), 2)}
    res["memory"] = s.memory()
    # 6. quit
    res["quit"] = finish(s, cfg, term)
    res["audit"] = audit(bytes(s.raw))
    res["total_bytes"] = len(s.raw)
    res["emulated"] = bool(s.screen)
    if cfg.get("raw"):
        with open(cfg["raw"], "wb") as f:
            f.write(s.raw)
    return res


def finish(s, cfg, term):
    t = time.monotonic()
    mark = len(s.raw)
    ok = False
    for k in parse_keys(cfg.get("quit", "q"), term):
        if isinstance(k, float):
            s.collect(k)
        else:
            s.send(k)
            if s.reap(0.15):
                ok = True
                break
    ok = ok or s.reap(1.5)
    took = time.monotonic() - t
    tail = bytes(s.raw[mark:])
    out = {"clean": ok, "ms": ms(took),
           "status": (None if s.status is None else
                      os.waitstatus_to_exitcode(s.status)),
           "left_alt_screen": bool(re.search(rb"\x1b\[\?(?:1049|47|1047)l", tail))
           if re.search(rb"\x1b\[\?(?:1049|47|1047)h", bytes(s.raw)) else None,
           "cursor_shown": bool(re.search(rb"\x1b\[\?(?:12;|12l\x1b\[\?)?25h|\x1b\[34h",
                                          tail))
           if re.search(rb"\x1b\[\?25l", bytes(s.raw)) else None}
    s.kill()
    return out


# ---------------------------------------------------------------- output

def table(results):
    head = ["program", "size", "first byte ms", "first paint ms", "ready ms",
            "start B", "phase", "B/key med", "B/key p95", "cells/key",
            "B/cell", "answer ms", "burst B/key", "hold lag ms", "resize B", "idle B/s",
            "paints/s", "idle CPU %", "RSS MB", "PSS MB"]
    out = ["| " + " | ".join(head) + " |",
           "|" + "|".join("---" for _ in head) + "|"]
    for r in results:
        first = True
        for name, p in (r["phases"] or {"-": {}}).items():
            f = lambda v: "" if v is None else str(v)
            st, idle, mem = r["start"], r["idle"], r["memory"]
            lead = [r["name"], r["size"], f(st["first_byte_ms"]),
                    f(st["first_paint_ms"]), f(st["ready_ms"]),
                    f(st["start_bytes"])] if first else [""] * 6
            mid = [name, f(p.get("bytes_median")), f(p.get("bytes_p95")),
                   f(p.get("cells_median")), f(p.get("bytes_per_cell")),
                   f(p.get("first_ms_median"))]
            rest = [f(r.get("burst", {}).get("bytes_per_key")),
                    f(r.get("hold", {}).get("lag_ms")),
                    f(r["resize"][0]["bytes"]) if r.get("resize") else "",
                    f(idle["bytes_per_s"]), f(idle["paints_per_s"]),
                    f(idle["cpu_pct"]), "%.1f" % (mem["rss_kb"] / 1024),
                    "%.1f" % (mem["pss_kb"] / 1024)] if first else [""] * 8
            out.append("| " + " | ".join(lead + mid + rest) + " |")
            first = False
    return "\n".join(out)


def selftest():
    prog = ("import sys,tty;tty.setraw(0);w=sys.stdout;"
            "w.write('\\x1b[?1049h\\x1b[2J\\x1b[Hready');w.flush()\n"
            "while 1:\n"
            " c=sys.stdin.read(1)\n"
            " if c=='q': w.write('\\x1b[?1049l');w.flush();break\n"
            " w.write('\\x1b[2;1H'+c*10);w.flush()\n")
    cfg = {"name": "selftest", "cmd": [sys.executable, "-c", prog],
           "ready": "ready", "phases": {"type": "a b c d"}, "burst": "x*20",
           "quit": "q", "repeat": 2, "idle": 1.0, "resize": False}
    r = run(cfg, 80, 24)
    per = len("\x1b[2;1H") + 10
    assert r["phases"]["type"]["bytes_median"] == per, r["phases"]
    if pyte:
        assert r["phases"]["type"]["cells_median"] == 10, r["phases"]
    assert r["idle"]["bytes"] == 0, r["idle"]
    assert r["quit"]["clean"] and r["quit"]["status"] == 0, r["quit"]
    assert r["quit"]["left_alt_screen"] is True, r["quit"]
    assert r["burst"]["bytes"] == per * 20, r["burst"]
    print("selftest ok (%s)" % ("pyte" if pyte else "no emulation"))


def size(text):
    c, r = text.lower().split("x")
    return int(c), int(r)


def main():
    ap = argparse.ArgumentParser(
        prog="ttymeter.py", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--suite", help="JSON file: {\"programs\": [{...}]}")
    ap.add_argument("--only", help="names from the suite, comma separated")
    ap.add_argument("--sizes", default="80x24", help="default 80x24")
    ap.add_argument("--term", help="TERM for the program")
    ap.add_argument("--env", action="append", default=[], metavar="K=V")
    ap.add_argument("--cwd")
    ap.add_argument("--name")
    ap.add_argument("--ready", help="regex that must appear on the screen")
    ap.add_argument("--setup", default="", help="keys sent before measuring")
    ap.add_argument("--phase", action="append", default=[],
                    metavar="NAME=KEYS", help="measured keys, one at a time")
    ap.add_argument("--burst", help="keys sent in one write")
    ap.add_argument("--hold", help="keys sent at 25/s on a 57600 bit/s line")
    ap.add_argument("--hold-bps", type=int, default=57600)
    ap.add_argument("--quit", default="q")
    ap.add_argument("--quiet", type=float, default=80, help="ms, default 80")
    ap.add_argument("--idle", type=float, default=10, help="seconds")
    ap.add_argument("--repeat", type=int, default=5, help="start-up runs")
    ap.add_argument("--bps", type=int, default=0,
                    help="read the pty no faster than this many bits/s")
    ap.add_argument("--no-resize", action="store_true")
    ap.add_argument("--no-emulate", action="store_true")
    ap.add_argument("--dump", action="store_true", help="print first screen")
    ap.add_argument("--raw", help="keep the byte stream in this file")
    ap.add_argument("--json", help="write results here")
    ap.add_argument("--selftest", action="store_true")
    ap.add_argument("cmd", nargs="*")
    a = ap.parse_args()
    if a.selftest:
        return selftest()
    if a.suite:
        with open(a.suite) as f:
            suite = json.load(f)
        progs = [dict(suite.get("defaults", {}), **p)
                 for p in suite["programs"]]
        if a.only:
            want = a.only.split(",")
            progs = [p for p in progs if p["name"] in want]
    elif a.cmd:
        progs = [{"name": a.name or os.path.basename(a.cmd[0]), "cmd": a.cmd,
                  "ready": a.ready, "setup": a.setup, "burst": a.burst,
                  "hold": a.hold, "hold_bps": a.hold_bps,
                  "phases": dict(p.split("=", 1) for p in a.phase),
                  "quit": a.quit, "quiet": a.quiet / 1000, "idle": a.idle,
                  "repeat": a.repeat, "cwd": a.cwd}]
    else:
        ap.error("nothing to run")
    results = []
    for p in progs:
        if a.term:
            p["term"] = a.term
        if a.env:
            p["env"] = dict(p.get("env") or {},
                            **dict(e.split("=", 1) for e in a.env))
        if a.bps:
            p["bps"] = a.bps
        if a.no_resize:
            p["resize"] = False
        if a.no_emulate:
            p["emulate"] = False
        p["dump"] = a.dump or p.get("dump")
        if a.raw:
            p["raw"] = a.raw
        for sz in a.sizes.split(","):
            c, r = size(sz)
            print("# %s %s" % (p["name"], sz), file=sys.stderr)
            res = run(p, c, r)
            if res.get("screen"):
                print(res["screen"])
            results.append(res)
    if a.json:
        with open(a.json, "w") as f:
            json.dump(results, f, indent=1)
    print(table(results))


if __name__ == "__main__":
    main()
