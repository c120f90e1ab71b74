# SPDX-License-Identifier: BSD-2-Clause
"""Runs the cases and prints the table."""
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import calls
import contract
import judge
import peers
from world import RESOLVER, RESOLVER_PLAIN

COLUMNS = ("case", "expected", "danescope", "delv", "unbound", "posttls-finger", "note")
WIDTHS = (20, 26, 26, 17, 17, 17, 0)
LIMIT = 60          # seconds that one call of the program may take


class Runner:
    def __init__(self, world, program, ways):
        self.world, self.ways = world, [way for way in ways if way]
        self.program = None if program == "-" else program
        self.anchor = f"{world.dir}/anchor"
        self.ca = f"{world.dir}/certs/ca.pem"
        self.env = {**os.environ, "SSL_CERT_FILE": self.ca, "SSL_CERT_DIR": f"{world.dir}/certs/trusted"}

    def call(self, *arguments, wrapper=()):
        """(exit status, standard output, standard error) of the program."""
        done = subprocess.run([*wrapper, self.program, *arguments], capture_output=True, text=True, errors="replace",
                              stdin=subprocess.DEVNULL, timeout=LIMIT, env=self.env)
        return done.returncode, done.stdout, done.stderr

    def common(self, case, way="resolver"):
        where = {"resolver": ["--resolver", RESOLVER], "plain": ["--resolver", RESOLVER_PLAIN]}[way]
        return [*where, "--trust-anchor", self.anchor, "--timeout", "3" if case.slow else "10"]

    def check(self, case, way="resolver", *more):
        """(report or None, exit status, line, complaints)"""
        status, out, err = self.call("check", "--json", *self.common(case, way), *case.options, *more, case.ask_as or case.domain)
        try:
            report = json.loads(out)
        except ValueError:
            return None, status, out, [f"{way}: exit status {status}, no JSON: {(out + err).strip()[:200]!r}"]
        with open(f"{self.world.dir}/reports/{case.name}.{way}{''.join(more).replace('/', '_')}.json", "w") as f:
            f.write(out)
        wrong = [f"{way}: {complaint}" for complaint in contract.complaints(report)]
        if out.count("\n") != 1:
            wrong.append(f"{way}: {out.count(chr(10))} lines on standard output instead of one")
        return report, status, out, wrong

    def other_ways(self, case, report):
        wrong = []
        for way in self.ways:
            other, _, _, complaints = self.check(case, way)
            wrong += complaints
            if other:
                wrong += judge.same_diagnosis(way, report, other)
        return wrong

    def opinions(self):
        return judge.Opinions(peers, f"{self.world.dir}/anchor.delv", f"{self.world.dir}/postfix/etc", self.ca)

    def run(self, case, opinions, wrong):
        """Adds to the complaints; returns the report, if there is one."""
        servers = self.world.mail[case.name]
        if not self.program:
            wrong += judge.peers_agree(case, judge.Claims.of_case(case, servers), opinions)
            return None
        report, status, _, complaints = self.check(case)
        wrong += complaints
        if report is None:
            return None
        wrong += judge.as_expected(case, report, status)
        wrong += judge.peers_agree(case, judge.Claims.of_report(report), opinions)
        wrong += judge.contents_agree(report, opinions)
        wrong += judge.certificates_agree(report, servers, opinions)
        wrong += self.other_ways(case, report)
        if case.recorded:
            wrong += calls.replays(self, case)
        return report

    def guarded(self, case):
        """(report or None, opinions, complaints), whatever the program or a peer does."""
        report, opinions, wrong = None, self.opinions(), []
        try:
            report = self.run(case, opinions, wrong)
        except (subprocess.TimeoutExpired, RuntimeError, LookupError, TypeError, AttributeError) as error:
            wrong.append(f"{type(error).__name__}: {error}")
        return report, opinions, wrong

    def run_all(self):
        """Prints as it goes; returns how many failed."""
        cases = self.world.cases
        print_row(COLUMNS)
        failures, passed = [], 0
        with ThreadPoolExecutor(6) as pool:
            for case, (report, opinions, wrong) in zip(cases, pool.map(self.guarded, cases)):
                print_row(row(case, report, opinions, wrong))
                failures += [(case.name, wrong)] if wrong else []
                passed += not wrong
        if self.program:
            for name, wrong in calls.all_of(self):
                print_row((name, "", "", "", "", "", "FAILED" if wrong else ""))
                failures += [(name, wrong)] if wrong else []
                passed += not wrong
        for name, wrong in failures:
            print(f"\n{name}:")
            for complaint in wrong:
                print(f"  {complaint}")
        print(f"\nreal: {passed} passed, {len(failures)} failed", flush=True)
        return len(failures)


def print_row(cells):
    print(" | ".join(f"{cell:{width}}" if width else cell for cell, width in zip(cells, WIDTHS)).rstrip(), flush=True)


def row(case, report, opinions, wrong):
    """The verdict and the first host's policy; of the peers, what they said of MX and of the host."""
    def short(verdict, hosts):
        return " ".join([verdict, *dict.fromkeys(hosts)])
    expected = short(case.verdict, [h.policy for h in case.hosts])
    ours = short(report["verdict"], [h["policy"] for h in report["hosts"]]) if report else "-"
    said = {peer: "/".join(dict.fromkeys(word if isinstance(word, str) else word[0]
                                         for (who, *_), word in opinions.known.items() if who == peer))
            for peer in ("delv", "unbound", "finger")}
    reasons = dict.fromkeys(filter(None, [case.finger_why, *[h.finger_why for h in case.hosts],
                                          *[why for _, why in case.peer_mx.values()]]))
    note = "FAILED" if wrong else "; ".join(reasons)
    return case.name, expected, ours, said["delv"], said["unbound"], said["finger"], note
