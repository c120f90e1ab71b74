# SPDX-License-Identifier: BSD-2-Clause
"""Runs the cases and prints the table."""
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import calls
import calls_tlsa
import contract
import judge
import peers
import raised
import who_says
from world import RESOLVER, RESOLVER_PLAIN

COLUMNS = ("case", "expected", "resolver", "iterate", "posttls-finger", "note")
WIDTHS = (24, 26, 26, 26, 17, 0)
LIMIT = 60          # seconds that one call of the program may take


class Runner:
    def __init__(self, world, program, ways):
        self.world, self.ways = world, [way for way in ways if way]
        self.program = None if program == "-" else program
        self.anchor = f"{world.dir}/anchor"
        self.ca = f"{world.dir}/certs/ca.pem"
        self.raised = raised.Raised()
        self.env = {**os.environ, "SSL_CERT_FILE": self.ca, "SSL_CERT_DIR": f"{world.dir}/certs/trusted"}

    def call(self, *arguments, wrapper=(), name=None, program=None):
        """(exit status, standard output, standard error) of the program; reports count for what is called name."""
        done = subprocess.run([*wrapper, program or self.program, *arguments], capture_output=True, text=True,
                              errors="replace", stdin=subprocess.DEVNULL, timeout=LIMIT, env=self.env)
        if name:
            self.note(name, done.stdout)
        return done.returncode, done.stdout, done.stderr

    def note(self, name, out):
        """Keeps account of the codes in a report."""
        try:
            self.raised.note(name, json.loads(out))
        except (ValueError, LookupError, TypeError):
            return              # whoever called it says so

    def codes(self):
        """Every code that the program says it has."""
        return [entry["code"] for entry in json.loads(self.call("codes", "--json")[1])]

    def common(self, case, way="resolver"):
        where = {"resolver": ["--resolver", case.resolver or RESOLVER], "plain": ["--resolver", RESOLVER_PLAIN],
                 "iterate": ["--iterate", "--root-hints", f"{self.world.dir}/{case.hints}"]}[way]
        return [*where, "--trust-anchor", self.anchor, "--timeout", str(case.timeout) if case.slow else "10",
                *(["--no-smtp"] if case.no_smtp else [])]

    def check(self, case, way="resolver", *more):
        """(report or None, exit status, line, complaints)"""
        status, out, err = self.call("check", "--json", *self.common(case, way), *case.options, *more, case.ask_as or case.domain,
                                     name=case.name)
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

    def other_ways(self, case, reports):
        """The other ways to look: adds their reports, returns complaints."""
        wrong = []
        for way in self.ways:
            if way == "plain" and (case.varies or case.resolver):
                continue
            expected = case.by(way)
            report, status, _, complaints = self.check(expected, way)
            wrong += complaints
            if not report:
                continue
            if way == "iterate":
                reports[way] = report
                wrong += [f"{way}: {complaint}" for complaint in judge.as_expected(expected, report, status)]
            if not (case.varies or case.iterate or case.resolver):
                wrong += judge.same_diagnosis(way, reports["resolver"], report)
        return wrong

    def opinions(self):
        return judge.Opinions(peers, f"{self.world.dir}/anchor.delv", f"{self.world.dir}/postfix/etc", self.ca)

    def run(self, case, opinions, wrong, reports):
        """Adds to the complaints, and to the reports."""
        servers = self.world.mail[case.name]
        if not self.program:
            wrong += judge.peers_agree(case, judge.Claims.of_case(case, servers), opinions)
            return
        report, status, _, complaints = self.check(case)
        wrong += complaints
        if report is None:
            return
        reports["resolver"] = report
        if case.varies:             # what comes through a resolver is shown, and nobody is held to it
            judge.peers_agree(case, judge.Claims.of_report(report), opinions)
        else:
            wrong += judge.as_expected(case, report, status)
            wrong += judge.peers_agree(case, judge.Claims.of_report(report), opinions)
            wrong += judge.contents_agree(report, opinions) if not case.resolver else []
            wrong += judge.resolver_agrees(report, opinions) if not case.resolver else []
        wrong += judge.certificates_agree(report, servers, opinions)
        wrong += judge.matches_agree(report, opinions) if report["probed"] else []
        wrong += self.other_ways(case, reports)
        wrong += who_says.unexplained(case, reports, opinions)
        if case.recorded:
            wrong += calls.replays(self, case)

    def guarded(self, case):
        """({way: report}, opinions, complaints), whatever the program or a peer does."""
        reports, opinions, wrong = {}, self.opinions(), []
        try:
            self.run(case, opinions, wrong, reports)
        except (subprocess.TimeoutExpired, RuntimeError, LookupError, TypeError, AttributeError) as error:
            wrong.append(f"{type(error).__name__}: {error}")
        return reports, opinions, wrong

    def account(self):
        """Prints which case raised which code; returns complaints."""
        codes = self.codes()
        print("\nwhich case raised which code:")
        for cells in [raised.HEAD, *self.raised.rows(codes)]:
            print(raised.line(cells))
        return self.raised.complaints(codes)

    def run_all(self, everything=True):
        """Prints as it goes; returns how many failed.  everything: no cases were chosen, so no code may be missing."""
        cases = self.world.cases
        print_row(COLUMNS)
        failures, passed, table = [], 0, []
        with ThreadPoolExecutor(6) as pool:
            for case, (reports, opinions, wrong) in zip(cases, pool.map(self.guarded, cases)):
                print_row(row(case, reports, opinions, wrong))
                table += who_says.rows(case, reports, opinions)
                failures += [(case.name, wrong)] if wrong else []
                passed += not wrong
        if self.program:
            for name, wrong in calls.all_of(self) + calls_tlsa.all_of(self):
                print_row((name, "", "", "", "", "FAILED" if wrong else ""))
                failures += [(name, wrong)] if wrong else []
                passed += not wrong
        if self.program and everything:
            wrong = self.account()
            failures += [("codes", wrong)] if wrong else []
            passed += not wrong
        print("\nwho says what of which answer (our two ways, and the peers):")
        for cells in [who_says.HEAD, *table]:
            print(who_says.line(cells))
        for name, wrong in failures:
            print(f"\n{name}:")
            for complaint in wrong:
                print(f"  {complaint}")
        print(f"\nreal: {passed} passed, {len(failures)} failed", flush=True)
        return len(failures)


def print_row(cells):
    print(" | ".join(f"{cell:{width}}" if width else cell for cell, width in zip(cells, WIDTHS)).rstrip(), flush=True)


def row(case, reports, opinions, wrong):
    """Verdict and first host's policy, as expected and both ways; what posttls-finger made of it."""
    def short(verdict, hosts):
        return " ".join([verdict, *dict.fromkeys(policy or "-" for policy in hosts)])

    def ours(way):
        report = reports.get(way)
        return short(report["verdict"], [h["policy"] for h in report["hosts"]]) if report else "-"
    finger = "/".join(dict.fromkeys(word[0] for (who, *_), word in opinions.known.items() if who == "finger"))
    reasons = dict.fromkeys(filter(None, [case.finger_why, *[h.finger_why for h in case.hosts]]))
    return (case.name, short(case.verdict, [h.policy for h in case.hosts]), ours("resolver"), ours("iterate"), finger,
            "FAILED" if wrong else "; ".join(reasons))
