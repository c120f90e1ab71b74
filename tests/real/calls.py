# SPDX-License-Identifier: BSD-2-Clause
"""The program as others call it: recordings, several domains at once, exit
statuses, and mistakes on the command line."""
import json
import shutil
import subprocess

import calls_history
import judge
from world import NO_IPV6, NO_TCP, NOBODY, RESOLVER, RESOLVER_UDP, ROOT_STRIPS

NO_NETWORK = ("unshare", "--net")


def replays(runner, case):
    """A recording played back without any network gives the same report to the octet."""
    recording = f"{runner.world.dir}/reports/{case.name}.rec"
    _, live_status, live, wrong = runner.check(case, "resolver", "--record", recording)
    status, played, err = runner.call("check", "--json", "--replay", recording, wrapper=NO_NETWORK)
    if played != live:
        at = next((i for i, (a, b) in enumerate(zip(played, live)) if a != b), min(len(played), len(live)))
        wrong.append(f"replay differs from octet {at}: {played[at - 40:at + 60]!r} instead of {live[at - 40:at + 60]!r} "
                     f"{err.strip()[:200]}")
    if status != live_status:
        wrong.append(f"replay ends with {status}, live with {live_status}")
    return wrong


def several(runner, wanted):
    """Several domains in one call: a line for each in the order given, and the worst exit status."""
    cases = [case for case in runner.world.cases if case.name in wanted]
    names = [case.domain for case in cases]
    status, out, err = runner.call("check", "--json", *runner.common(cases[0]), *names)
    wrong = []
    reports = [json.loads(line) for line in out.splitlines()]
    if [report["domain"] for report in reports] != names:
        return [f"asked for {names}, reported on {[report['domain'] for report in reports]} {err.strip()[:200]}"]
    for case, report in zip(cases, reports):
        if report["verdict"] != case.verdict:
            wrong.append(f"{case.domain} is {report['verdict']} among others, {case.verdict} alone")
    worst = max((judge.EXIT[case.verdict] for case in cases), key=judge.WORST.index)
    if status != worst:
        wrong.append(f"exit status {status}, the worst of the domains is {worst}")
    return wrong


def refuses(runner, status, named, *arguments):
    """A mistake: one line on standard error that names it, nothing on standard output."""
    got, out, err = runner.call(*arguments)
    if got == status and not out and named in err and err.count("\n") == 1:
        return []
    return [f"{' '.join(arguments)}: exit status {got} instead of {status}, said {out!r} and {err!r}"]


def no_smtp(runner, case):
    """--no-smtp: nothing is probed, and the report says so."""
    report, status, _, wrong = runner.check(case, "resolver", "--no-smtp")
    if report:
        if report["probed"] or any(host["probes"] or host["policy"] != "not-probed" for host in report["hosts"]):
            wrong.append("--no-smtp, and something is said to have been probed")
        if (report["verdict"], status) != ("secured", 0):
            wrong.append(f"--no-smtp: {report['verdict']}, exit status {status}")
    return wrong


def at(runner, case):
    """--at: of a domain whose signatures end tomorrow; the zones above it last longer."""
    wrong = []
    for moment, verdict in (("+6h", "secured"), ("+5d", "broken")):
        report, status, _, complaints = runner.check(case, "resolver", "--at", moment)
        wrong += complaints
        if report and (report["verdict"], status) != (verdict, judge.EXIT[verdict]):
            wrong.append(f"--at {moment}: {report['verdict']}, exit status {status}")
        codes = {finding["code"] for finding in report["findings"]} if report else set()
        if ("DNSSEC_SIG_EXPIRED" in codes) != (verdict == "broken"):
            wrong.append(f"--at {moment}: {' '.join(sorted(codes))}")
    return wrong


def one_family(runner, case):
    """-4 and -6: of a host that is good over IPv4 and not over IPv6."""
    wrong = []
    for option, verdict in (("-4", "secured"), ("-6", "broken")):
        report, _, _, complaints = runner.check(case, "resolver", option)
        wrong += complaints
        if report:
            probed = {":" in probe["address"] for host in report["hosts"] for probe in host["probes"]
                      if probe["connect"] != "skipped"}
            if report["verdict"] != verdict or probed != {option == "-6"}:
                wrong.append(f"{option}: {report['verdict']}, IPv6 probed: {probed}")
    return wrong


def dead_resolver(runner, case):
    """A resolver that is not there: nothing is known, which is the network's doing and not the domain's."""
    status, out, err = runner.call("check", "--json", "--resolver", NOBODY, "--trust-anchor", runner.anchor,
                                   "--timeout", "3", case.domain, name="dead-resolver")
    report = json.loads(out)
    codes = {finding["code"] for finding in report["findings"]}
    if (report["verdict"], status) == ("unknown", 3) and "RESOLVER_UNREACHABLE" in codes:
        return []
    return [f"{report['verdict']}, exit status {status}, {' '.join(sorted(codes))} {err.strip()[:200]}"]


def judges_nobody(runner, case, code, *options, wrapper=()):
    """Something of ours is wrong, so nobody is judged: unknown, with that code, and no fault of the domain's."""
    status, out, err = runner.call("check", "--json", "--timeout", "3", "--no-smtp", *options, case.domain, wrapper=wrapper,
                                   name=f"self of {case.name}")
    report = json.loads(out)
    codes = {finding["code"] for finding in report["findings"]}
    if (report["verdict"], status) == ("unknown", 3) and code in codes and "MX_LOOKUP_FAILED" not in codes:
        return []
    return [f"{report['verdict']}, exit status {status}, {' '.join(sorted(codes))} {err.strip()[:200]}"]


def every_server(runner, case):
    """With --iterate every server of the domain's and its hosts' zones is asked what mail depends on, within the bound."""
    report, _, _, wrong = runner.check(case, "iterate")
    if not report:
        return wrong
    zones = {chain[-1]["zone"]: chain[-1] for chain in [report["dnssec"]["chain"], *(h["chain"] for h in report["hosts"])]}
    wanted = [(report["domain"], "MX"), *((zone, "DNSKEY") for zone in zones),
              *((host["tlsa"]["name"], "TLSA") for host in report["hosts"])]
    for zone, link in zones.items():
        of_zone = [(name, kind) for name, kind in wanted if name == zone or name.endswith(f".{zone}")]
        for server in link["servers"]:
            asked = {(reply["name"], reply["type"]) for reply in server["replies"]}
            wrong += [f"{server['name']} ({server['address']}) was not asked for {kind} of {name}"
                      for name, kind in of_zone if (name, kind) not in asked]
    counts = {zone: len(link["servers"]) for zone, link in zones.items()}
    print(f"{case.domain}: {report['queries']['sent']} messages, servers compared: {counts}")
    return wrong


def as_user(runner, user):
    """(wrapper, program) that run it as a user who can read hardly anything: a copy beside the zones."""
    copy = f"{runner.world.dir}/bin/danescope"
    shutil.copy(runner.program, copy)
    return ("env", f"HOME={runner.world.dir}", "setpriv", "--reuid", str(user), "--regid", str(user), "--clear-groups"), copy


def lacks(runner, case, user, code, way, verdict=None):
    """This machine lacks something: that is told.  The verdict is the case's unless another is given."""
    wrapper, program = as_user(runner, user)
    status, out, err = runner.call("check", "--json", *runner.common(case, way), case.domain, wrapper=wrapper,
                                   program=program, name=f"user of {case.name}")
    if not out:
        return [f"{way}: exit status {status}, {err.strip()[:200]}"]
    report = json.loads(out)
    codes = {finding["code"] for finding in report["findings"]}
    if report["verdict"] == (verdict or case.verdict) and code in codes:
        return []
    return [f"{way}: {report['verdict']}, exit status {status}, {' '.join(sorted(codes))} {err.strip()[:200]}"]


def self_judgement(runner, case):
    """[(name, complaints)] of what is wrong here and not there."""
    directory = runner.world.dir
    stranger, nobody, stripped = f"{directory}/anchor.other", f"{directory}/hints.nobody", f"{directory}/hints.strips"
    with open(stranger, "w") as f:
        f.write(f". 300 IN DS 4711 13 2 {'5A' * 32}\n")
    for file, address in ((nobody, NOBODY), (stripped, ROOT_STRIPS)):
        with open(file, "w") as f:
            f.write(f". 300 IN NS ns1.\nns1. 300 IN A {address}\n")
    hints = ["--iterate", "--root-hints"]
    anchor = ["--trust-anchor", runner.anchor]
    wrong = [("self-clock", judges_nobody(runner, case, "DNSSEC_CLOCK_SUSPECT", "--resolver", RESOLVER, *anchor,
                                          wrapper=("faketime", "-f", "+400d"))),
             ("self-clock-iterate", judges_nobody(runner, case, "DNSSEC_CLOCK_SUSPECT", *hints, f"{directory}/root.hints",
                                                  *anchor, wrapper=("faketime", "-f", "+400d")))]
    return wrong + [(f"self-{name}", judges_nobody(runner, case, code, *options)) for name, code, options in (
        ("anchor", "DNSSEC_ANCHOR_STALE", ["--resolver", RESOLVER, "--trust-anchor", stranger]),
        ("anchor-iterate", "DNSSEC_ANCHOR_STALE", [*hints, f"{directory}/root.hints", "--trust-anchor", stranger]),
        ("moment", "SELF_ROOT_UNPROVED", ["--resolver", RESOLVER, *anchor, "--at", "+400d"]),
        ("moment-iterate", "SELF_ROOT_UNPROVED", [*hints, f"{directory}/root.hints", *anchor, "--at", "+400d"]),
        ("no-tcp", "SELF_TCP_BLOCKED", ["--resolver", RESOLVER_UDP, *anchor]),
        ("no-root", "SELF_ROOT_UNREACHABLE", [*hints, nobody, *anchor]),
        ("root-strips", "SELF_DNSSEC_STRIPPED", [*hints, stripped, *anchor]))]


def all_of(runner):
    """[(name, complaints)]"""
    known = {case.name: case for case in runner.world.cases}
    tests = []

    def test(name, needs, function, *args):
        if all(need in known for need in needs):
            try:
                tests.append((name, function(runner, *args)))
            except (ValueError, LookupError, TypeError, subprocess.TimeoutExpired) as error:
                tests.append((name, [f"{type(error).__name__}: {error}"]))

    for wanted in (("ee-spki", "null-mx"), ("ee-spki", "mixed"), ("mixed", "port-closed"),
                   ("ee-mismatch", "mixed", "port-closed", "ee-spki")):
        test("several-" + "+".join(wanted), wanted, several, wanted)
    if "one-address-differs" in known:
        test("one-family", [], one_family, known["one-address-differs"])
    if "ends-soon" in known:
        test("at", [], at, known["ends-soon"])
    for way in ("resolver", "iterate"):
        if "dual-stack" in known:
            test(f"no-ipv6-here-{way}", [], lacks, known["dual-stack"], NO_IPV6, "SELF_NO_ROUTE", way)
    for name in ("many-servers", "many-silent"):
        test(f"every-server-{name}", [name], every_server, known.get(name))
    if "all-truncate" in known:
        test("no-tcp-here", [], lacks, known["all-truncate"], NO_TCP, "SELF_TCP_BLOCKED", "iterate", "unknown")
    if "ee-spki" in known:
        case = known["ee-spki"]
        test("no-smtp", ["ee-spki"], no_smtp, case)
        test("dead-resolver", ["ee-spki"], dead_resolver, case)
        tests += self_judgement(runner, case)
        test("no-domain", ["ee-spki"], refuses, 64, "not..a domain", "check", "not..a domain")
        test("unknown-option", ["ee-spki"], refuses, 64, "--no-such-option", "check", "--no-such-option", case.domain)
        test("no-anchor-file", ["ee-spki"], refuses, 66, "/no/such/anchor", "check", "--trust-anchor", "/no/such/anchor",
             case.domain)
        test("no-recording", ["ee-spki"], refuses, 66, "/no/such/file", "check", "--replay", "/no/such/file")
    if "ee-cert" in known:
        test("history", [], calls_history.forgotten, known["ee-cert"])
    return tests
