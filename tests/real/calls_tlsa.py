# SPDX-License-Identifier: BSD-2-Clause
"""danescope tlsa on the hosts of the cases: what it says to publish, against the
certificates that the servers were given, and against its own what-if."""
import json

import certs

STATUS = {"pass": 0, "fail": 2, "unknown": 3}


def wanted(usage, certificate):
    return tuple(certs.tlsa(usage, 1, 1, certificate).split())


def advises(runner, case, way, host, states):
    """states: {(usage, selector, matching, data): state}, all that may be said of records."""
    status, out, err = runner.call("tlsa", "--json", *runner.common(case, way), host)
    advice = json.loads(out)
    got = {(str(r["usage"]), str(r["selector"]), str(r["matching"]), r["data"]): r["state"] for r in advice["records"]}
    wrong = []
    if got != states:
        wrong.append(f"{way} {host}: {got} instead of {states}")
    if status != STATUS[advice["result"]] or err:
        wrong.append(f"{way} {host}: exit status {status}, {advice['result']} {err.strip()[:200]}")
    return wrong


def verifies(runner, case, result, host, *lines):
    """These planned lines, by every address and key type of the host."""
    file = f"{runner.world.dir}/reports/{case.name}.planned"
    with open(file, "w") as f:
        f.write("\n".join(lines) + "\n")
    status, out, err = runner.call("tlsa", "--json", *runner.common(case), "--verify", file, host)
    verdict = json.loads(out)
    if (verdict["result"], status) == (result, STATUS[result]):
        return []
    return [f"--verify {lines} at {host}: {verdict['result']}, exit status {status} instead of {result}: {out} {err}"]


def own_advice_passes(runner, case, host):
    """What it prints, published, would do."""
    _, out, _ = runner.call("tlsa", *runner.common(case), host)
    return verifies(runner, case, "pass", host, *out.splitlines())


def kept(runner, case, servers):
    """Two key types, both published: nothing to do."""
    host, states = f"mx.{case.domain}", {wanted(3, servers[label].leaf): "keep" for label in ("mx", "rsa")}
    return [complaint for way in ("resolver", "plain", "iterate") for complaint in advises(runner, case, way, host, states)]


def second_added(runner, case, servers):
    """Two key types, one published: the other is to be added; with it all passes, without it half fails."""
    host, first, second = f"mx.{case.domain}", wanted(3, servers["mx"].leaf), wanted(3, servers["rsa"].leaf)
    wrong = advises(runner, case, "resolver", host, {first: "keep", second: "add"})
    wrong += verifies(runner, case, "pass", host, " ".join(first), " ".join(second))
    wrong += verifies(runner, case, "fail", host, " ".join(first))
    wrong += verifies(runner, case, "fail", host, " ".join(second))
    return wrong + own_advice_passes(runner, case, host)


def replaced(runner, case, servers):
    """A stale record: the right one is added, the stale one named."""
    host, stale = f"mx.{case.domain}", wanted(3, None)
    wrong = advises(runner, case, "resolver", host, {wanted(3, servers["mx"].leaf): "add", stale: "remove"})
    return wrong + own_advice_passes(runner, case, host)


def issuer_too(runner, case, servers):
    """A chain with its issuer: 2 1 1 beside 3 1 1."""
    host = f"mx.{case.domain}"
    wrong = advises(runner, case, "resolver", host, {wanted(3, servers["mx"].leaf): "keep", wanted(2, servers["mx"].ca): "keep"})
    return wrong + verifies(runner, case, "pass", host, f"_25._tcp.{host}. IN TLSA {' '.join(wanted(2, servers['mx'].ca))}")


def none(runner, case, servers):
    """No STARTTLS: nothing to publish, and what is published has to go."""
    host = f"mx.{case.domain}"
    wrong = advises(runner, case, "resolver", host, {wanted(3, servers["mx"].leaf): "remove"})
    return wrong + verifies(runner, case, "fail", host, " ".join(wanted(3, servers["mx"].leaf)))


def all_of(runner):
    """[(name, complaints)]"""
    known = {case.name: case for case in runner.world.cases}
    tests = (("tlsa-keep", "two-keys", kept), ("tlsa-add", "two-keys-uncovered", second_added),
             ("tlsa-replace", "ee-mismatch", replaced), ("tlsa-issuer", "rollover-issuer", issuer_too),
             ("tlsa-no-tls", "no-starttls", none))
    done = []
    for name, case, function in tests:
        if case in known:
            try:
                done.append((name, function(runner, known[case], runner.world.mail[case])))
            except (ValueError, LookupError, TypeError) as error:
                done.append((name, [f"{type(error).__name__}: {error}"]))
    return done
