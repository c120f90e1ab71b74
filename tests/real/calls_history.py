# SPDX-License-Identifier: BSD-2-Clause
"""The history over real servers: a TLSA record is changed between two checks, and put right again."""
import re
import signal
import sqlite3
import time

import zonefile

OTHER = "5A" * 32       # the digest of a key that nobody has


def checked(runner, case, home):
    """A check that keeps its look: exit status, first line."""
    status, out, err = runner.call("check", *runner.common(case, "iterate"), "--history", "always", case.domain,
                                   wrapper=("env", f"XDG_STATE_HOME={home}"))
    return status, (out + err).split("\n", 1)[0]


def publish(runner, zone, change):
    """Another text of the zone, which BIND takes up."""
    zonefile.rewrite(zone, change, f"{runner.world.dir}/zones")
    next(process for name, process in runner.world.processes.running if name == zone.farm).send_signal(signal.SIGHUP)


def until(runner, case, home, wanted):
    """Checks until the exit status is this one; complaints."""
    for _ in range(40):
        status, line = checked(runner, case, home)
        if status == wanted:
            return []
        time.sleep(0.25)
    return [f"exit status {status} instead of {wanted}: {line}"]


def forgotten(runner, case):
    """Well, then a TLSA record that names another key, then well again: three periods, with what changed."""
    home, zone = f"{runner.world.dir}/state", case.zones[0]
    texts = []

    def break_it(text):
        texts.append(text)
        return re.sub(r"(TLSA 3 0 1 )\w+", lambda match: match[1] + OTHER, text)

    wrong = until(runner, case, home, 0)
    checked(runner, case, home)
    publish(runner, zone, break_it)
    wrong += until(runner, case, home, 2)
    publish(runner, zone, lambda text: re.sub(r"TLSA 3 0 1 \w+", re.search(r"TLSA 3 0 1 \w+", texts[0])[0], text))
    wrong += until(runner, case, home, 0)
    with sqlite3.connect(f"{home}/danescope/history.db") as db:
        periods = db.execute("SELECT verdict, looks, seen FROM period ORDER BY id").fetchall()
    db.close()
    if [period[0] for period in periods] != ["secured", "broken", "secured"] or periods[0][1] < 2:
        return wrong + [f"periods: {[period[:2] for period in periods]}"]
    well, broken, mended = (set(period[2].splitlines()) for period in periods)
    if not any(line.startswith("tlsa\t") and OTHER.lower() in line for line in broken - well):
        wrong.append(f"the record is not among what changed: {broken - well}")
    if not any(line.startswith("error\t") and "TLSA_MISMATCH" in line for line in broken - well):
        wrong.append(f"the fault is not among what changed: {broken - well}")
    if well != mended:
        wrong.append(f"mended is not as before: {well ^ mended}")
    return wrong
