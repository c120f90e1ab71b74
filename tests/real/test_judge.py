#!/usr/bin/python3 -B
# SPDX-License-Identifier: BSD-2-Clause
"""Do the comparisons notice?  Offline: a sound report passes, and each way of
spoiling it, or of a peer disagreeing, is caught."""
import copy
import pathlib
import re
import unittest

import contract
import gather
import judge
import peers
import raised
import who_says

DIGEST = "ab" * 32
LINK = {"zone": ".", "status": "secure", "parent": None, "servers": [], "ds": [], "dnskey": [], "rrsigs": [],
        "denial": None}
REPORT = {
    "schema": "danescope.report/1", "domain": "ee-spki.nl", "domain_unicode": "ee-spki.nl",
    "started": "2026-01-31T09:00:00.000Z", "elapsed_ms": 1.5, "probed": True, "mode": "resolver", "verdict": "secured",
    "deliverable": "yes", "summary": "Protected.",
    "dnssec": {"status": "secure", "chain": [LINK, {**LINK, "zone": "nl", "parent": ".", "denial": "nsec3", "nsec3": {
        "iterations": 0, "salt": "", "opt_out": False}}]},
    "mx": {"status": "secure", "kind": "mx", "records": [{"preference": 10, "host": "mx.ee-spki.nl"}],
           "resolver": {"outcome": "ok", "rcode": 0, "ad": True, "ede": None, "ede_text": None, "ede_meaning": None}},
    "hosts": [{
        "host": "mx.ee-spki.nl", "preference": 10, "policy": "dane-verified", "provider": None, "cname": [],
        "address_status": "secure", "addresses": ["10.79.25.1"], "chain": [LINK],
        "tlsa": {"base": "mx.ee-spki.nl", "name": "_25._tcp.mx.ee-spki.nl", "cname": [], "status": "secure", "records": [
            {"usage": 3, "selector": 1, "matching": 1, "data": DIGEST, "ttl": 300, "usable": True, "reason": None,
             "matches": [{"address": "10.79.25.1", "depth": 0}]}], "resolver": None},
        "resolver": {"a": None, "aaaa": None},
        "probes": [{
            "address": "10.79.25.1", "port": 25, "sni": "mx.ee-spki.nl", "connect": "ok", "starttls": "ok", "error": None,
            "tls": {"version": "TLSv1.3", "cipher": "TLS_AES_256_GCM_SHA384", "group": "X25519", "bits": 256},
            "certificates": [{
                "subject": "CN=mx.ee-spki.nl", "issuer": "CN=mx.ee-spki.nl", "names": [], "key": "EC P-256",
                "not_before": "2026-01-01T00:00:00Z", "not_after": "2027-01-01T00:00:00Z", "cert_sha256": DIGEST,
                "spki_sha256": DIGEST}],
            "dane": "verified", "pkix": "self-signed",
            "transcript": [{"ms": 0.0, "from": "local", "text": "connecting"}, {"ms": 1, "from": "server", "text": "220"}]}],
    }],
    "findings": [{"code": "TLSA_NO_ROLLOVER", "severity": "info", "at": None, "text": "One.", "fix": None, "ref": None}],
    "queries": {"sent": 3, "tcp": 0, "retries": 0, "ms": 1.0},
    "self": {"ok": True, "fault": None, "anchors": {"held": [1], "seen": [1], "trusted": 1},
             "clock": {"ok": True, "off_s": 0}, "udp": "works", "tcp": None, "ipv4": "works", "ipv6": None},
}
CASES = gather.all_cases()
CASE = next(case for case in CASES if case.name == "ee-spki")


def spoiled(path, value):
    """The report with one thing changed; path: keys and indices, separated by spaces."""
    report = copy.deepcopy(REPORT)
    *way, last = [int(key) if key.isdigit() else key for key in path.split()]
    at = report
    for key in way:
        at = at[key]
    if value is KeyError:
        del at[last]
    else:
        at[last] = value
    return report


class FakeOpinions:
    """Peers that agree with the report, but for what is given."""

    def __init__(self, **other):
        self.other = other

    def delv(self, name, kind):
        return self.other.get("delv", "secure")

    def unbound(self, name, kind):
        return self.other.get("unbound", "secure")

    def matched(self, target):
        return self.other.get("matched", {})

    def finger_words(self, target, family="all"):
        return "said so"

    def finger(self, target, family="all"):
        return self.other.get("finger", "verified")

    def keys(self, zone):
        return self.other.get("keys", [])

    def contents(self, name, kind):
        known = {"MX": {"10 mx.ee-spki.nl."}, "A": {"10.79.25.1"}, "TLSA": {f"3 1 1 {DIGEST}"}}
        return self.other.get("contents", known).get(kind, set())


class Contract(unittest.TestCase):
    def test_sound(self):
        self.assertEqual(contract.complaints(REPORT), [])

    def test_more_keys_are_fine(self):
        self.assertEqual(contract.complaints(spoiled("mx more", 1)), [])

    def test_every_key_is_needed(self):
        def paths(value, path):
            members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            for key, inner in members:
                if isinstance(value, dict):
                    yield [*path, str(key)]
                yield from paths(inner, [*path, str(key)])
        for path in paths(REPORT, []):
            with self.subTest(path=path):
                self.assertTrue(contract.complaints(spoiled(" ".join(path), KeyError)))

    def test_spoiled(self):
        for path, value in (
                ("verdict", "fine"), ("schema", "danescope.report/2"), ("domain", "EE-spki.nl"), ("domain", "ee-spki.nl."),
                ("started", "2026-01-31 09:00:00"), ("elapsed_ms", "1.5"), ("probed", 1), ("summary", ""),
                ("summary", "At  nobody."),
                ("summary", "red \x1b[31m"), ("hosts", None), ("hosts 0 policy", "ok"), ("hosts 0 policy", None), ("hosts 0 tlsa status", "ok"),
                ("hosts 0 tlsa records 0 data", DIGEST.upper()), ("hosts 0 addresses 0", "10.79.025.1"),
                ("hosts 0 probes 0 address", "10.79.25.2"), ("hosts 0 probes 0 starttls", "none"),
                ("hosts 0 probes 0 tls", None),
                ("hosts 0 probes 0 certificates", []), ("hosts 0 probes 0 transcript 0 ms", 9),
                ("hosts 0 probes 0 transcript 0 from", "us"), ("hosts 0 tlsa records 0 usable", False),
                ("hosts 0 tlsa records 0 matches 0 address", "10.79.25.3"), ("hosts 0 tlsa name", "_25._tcp.elsewhere.nl"),
                ("dnssec chain 1 parent", "com"), ("dnssec chain 0 zone", "nl"), ("dnssec chain 1 nsec3", None),
                ("findings 0 code", "tlsa"),
                ("findings 0 text", "There is no {1}."), ("findings 0 text", "There is no  at all."),
                ("findings 0 severity", "error"), ("queries sent", -1),
                ("hosts 0 probes 0 port", True), ("mx records 0 preference", "10")):
            with self.subTest(path=path, value=value):
                self.assertTrue(contract.complaints(spoiled(path, value)))

    def test_hosts_twice_or_out_of_order(self):
        other = {**copy.deepcopy(REPORT["hosts"][0]), "host": "mx2.ee-spki.nl", "preference": 5}
        self.assertTrue(contract.complaints(spoiled("hosts", REPORT["hosts"] * 2)))
        self.assertTrue(contract.complaints(spoiled("hosts", [*REPORT["hosts"], other])))


class Expected(unittest.TestCase):
    def test_sound(self):
        self.assertEqual(judge.as_expected(CASE, REPORT, 0), [])

    def test_spoiled(self):
        for path, value in (
                ("domain", "ee-cert.com"), ("verdict", "partial"), ("deliverable", "no"), ("dnssec status", "insecure"),
                ("mx status", "bogus"), ("mx kind", "implicit"), ("hosts 0 policy", "opportunistic"), ("hosts", []),
                ("hosts 0 address_status", "insecure"), ("hosts 0 tlsa status", None), ("hosts 0 tlsa base", "ee-spki.nl"),
                ("findings 0 severity", "error")):
            with self.subTest(path=path, value=value):
                self.assertTrue(judge.as_expected(CASE, spoiled(path, value), 0))

    def test_exit_status(self):
        self.assertTrue(judge.as_expected(CASE, REPORT, 1))

    def test_findings(self):
        case = copy.copy(CASE)
        case.findings = ("TLSA_MISMATCH",)
        self.assertTrue(judge.as_expected(case, REPORT, 0))
        case.findings, case.absent = (), ("TLSA_NO_ROLLOVER",)
        self.assertTrue(judge.as_expected(case, REPORT, 0))


class Peers(unittest.TestCase):
    def agree(self, case=CASE, report=REPORT, **other):
        return judge.peers_agree(case, judge.Claims.of_report(report), FakeOpinions(**other))

    def test_sound(self):
        self.assertEqual(self.agree(), [])

    def test_each_peer_counts(self):
        for peer, word in (("delv", "insecure"), ("delv", "bogus"), ("unbound", "failed"), ("unbound", "insecure"),
                           ("finger", "mismatch"), ("finger", "unclear"), ("finger", "no-dane")):
            with self.subTest(peer=peer, word=word):
                self.assertTrue(self.agree(**{peer: word}))

    def test_unexplained_difference(self):
        case = copy.deepcopy(CASE)
        case.peer_mx = {"delv": ("insecure", "a reason")}
        self.assertTrue(self.agree(case))       # delv agrees after all: the reason is out of date
        case = copy.deepcopy(CASE)
        case.hosts[0].finger, case.hosts[0].finger_why = "mismatch", "a reason"
        self.assertTrue(self.agree(case))

    def test_contents(self):
        self.assertEqual(judge.contents_agree(REPORT, FakeOpinions()), [])
        for kind in ("MX", "A", "TLSA"):
            with self.subTest(kind=kind):
                known = {"MX": {"10 mx.ee-spki.nl."}, "A": {"10.79.25.1"}, "TLSA": {f"3 1 1 {DIGEST}"}}
                self.assertTrue(judge.contents_agree(REPORT, FakeOpinions(contents={**known, kind: {"other"}})))

    def test_matches(self):
        address = REPORT["hosts"][0]["probes"][0]["address"]
        for depth, digest, agrees in ((0, DIGEST, True), (1, DIGEST, False), (0, "cd" * 32, False)):
            with self.subTest(depth=depth, digest=digest):
                opinions = FakeOpinions(matched={address: {(depth, f"3 1 1 {digest}")}})
                self.assertEqual(judge.matches_agree(REPORT, opinions) == [], agrees)
        self.assertEqual(peers.matched("posttls-finger: mx[192.0.2.1]:25: Matched DANE TA public key at depth 1: 2 1 1 AB\n"),
                         {"192.0.2.1": {(1, "2 1 1 ab")}})

    def test_chain(self):
        self.assertTrue(judge.contents_agree(REPORT, FakeOpinions(keys=[b"\x01\x01\x03\x0dkey"])))
        ds = {"key_tag": 1, "algorithm": 13, "digest_type": 2, "digest": DIGEST, "matches_key": True}
        self.assertTrue(judge.contents_agree(spoiled("dnssec chain 1 ds", [ds]), FakeOpinions()))

    def test_opinion_of_the_resolver(self):
        good = {"ad": True, "outcome": "ok", "ede_meaning": None}
        self.assertEqual(judge.resolver_agrees(spoiled("mx resolver", good), FakeOpinions()), [])
        for opinion, said in ((good, "failed"), ({**good, "ad": False}, "secure"), ({**good, "ad": False, "outcome": "servfail"}, "secure")):
            self.assertTrue(judge.resolver_agrees(spoiled("mx resolver", opinion), FakeOpinions(unbound=said)))
        bogus = spoiled("mx resolver", {**good, "ad": False, "outcome": "servfail"})
        bogus["mx"]["status"] = "bogus"
        self.assertTrue(judge.resolver_agrees(bogus, FakeOpinions(unbound="failed")))

    def test_ways_differ(self):
        self.assertEqual(judge.same_diagnosis("iterate", REPORT, REPORT), [])
        for path, value in (("verdict", "partial"), ("mx status", "insecure"), ("hosts 0 policy", "opportunistic"),
                            ("findings 0 severity", "warning")):
            self.assertTrue(judge.same_diagnosis("iterate", REPORT, spoiled(path, value)))


class WhoSays(unittest.TestCase):
    """Nobody differs without a reason."""
    REPORTS = {"resolver": REPORT, "iterate": REPORT}

    def words(self, **known):
        opinions = FakeOpinions()
        opinions.known = {(peer, "ee-spki.nl", "MX"): word for peer, word in known.items()}
        return opinions

    def test_agreed(self):
        for known in ({}, {"delv": "secure", "unbound": "secure"}):
            self.assertEqual(who_says.unexplained(CASE, self.REPORTS, self.words(**known)), [])
        self.assertTrue(who_says.agreed({"resolver": "bogus", "unbound": "failed"}))
        self.assertTrue(who_says.agreed({"resolver": "indeterminate", "unbound": "failed"}))

    def test_differences(self):
        for known in ({"delv": "bogus"}, {"unbound": "failed"}, {"delv": "secure", "unbound": "insecure"}):
            with self.subTest(known=known):
                self.assertTrue(who_says.unexplained(CASE, self.REPORTS, self.words(**known)))
        other = {**self.REPORTS, "iterate": spoiled("mx status", "bogus")}
        self.assertTrue(who_says.unexplained(CASE, other, self.words()))

    def test_reason(self):
        case = copy.deepcopy(CASE)
        case.peers = {"delv MX": ("bogus", "a reason")}
        opinions = self.words(delv="bogus")
        self.assertEqual(who_says.unexplained(case, self.REPORTS, opinions), [])
        self.assertEqual([row[-1] for row in who_says.rows(case, self.REPORTS, opinions) if row[1] == "MX"], ["a reason"])


class Codes(unittest.TestCase):
    """The account of which case raised which code."""
    CATALOGUE = ["TLSA_MISMATCH", *(f"{start}X" if start.endswith("_") else start
                                    for excuses in raised.CANNOT.values() for start in excuses)]

    WHOLE = {"severity": "error", "at": "a.nl", "text": "t", "who": "you", "fix": "f", "ref": "r", "expected": "e", "seen": "s"}

    def account(self, *more, without=()):
        """Complaints where each code was raised where it can be, and those of (way, code) too, or not."""
        account = raised.Raised()
        for way, mode in (("resolver", "resolver"), ("iterate", "iterate")):
            codes = [code for code in self.CATALOGUE if not raised.excuse(way, code)]
            codes = [code for code in codes if (way, code) not in without] + [code for w, code in more if w == way]
            account.note("some-case", {"mode": mode, "findings": [{**self.WHOLE, "code": code} for code in codes]})
        self.assertEqual(len(list(account.rows(self.CATALOGUE))), len(self.CATALOGUE))
        return account.complaints(self.CATALOGUE)

    def test_all_is_well(self):
        self.assertEqual(self.account(), [])

    def test_bare(self):
        self.assertEqual(raised.bare({**self.WHOLE, "code": "TLSA_NONE"}), [])
        self.assertEqual(raised.bare({**self.WHOLE, "code": "MX_NULL", "severity": "info", "expected": None}), [])
        for key in ("at", "text", "who", "fix", "ref", "expected", "seen"):
            self.assertEqual(raised.bare({**self.WHOLE, "code": "TLSA_NONE", key: None}), [key])
        self.assertEqual(raised.bare({**self.WHOLE, "code": "DNSSEC_SIG_EXPIRED", "seen": "valid until ?"}), ["seen"])
        account = raised.Raised()
        account.note("a-case", {"mode": "resolver", "findings": [{**self.WHOLE, "code": "TLSA_NONE", "fix": ""}]})
        self.assertIn("TLSA_NONE comes without fix in a-case", account.complaints(["TLSA_NONE"]))

    def test_raised_nowhere(self):
        self.assertEqual(self.account(without=both_ways("TLSA_MISMATCH")), ["TLSA_MISMATCH is raised nowhere"])

    def test_raised_one_way(self):
        self.assertEqual(self.account(without=both_ways("TLSA_MISMATCH")[:1]), ["TLSA_MISMATCH is never raised by resolver"])
        self.assertEqual(self.account(without=both_ways("DNS_NO_SERVER")[1:]), ["DNS_NO_SERVER is raised nowhere"])

    def test_excuse_that_no_longer_holds(self):
        self.assertIn("which cannot be", self.account(("resolver", "DNS_NO_SERVER"))[0])

    def test_excuse_for_no_code(self):
        self.CATALOGUE = [code for code in self.CATALOGUE if not code.startswith("RESOLVER_")]
        self.assertEqual(self.account(), ["no code begins with RESOLVER_"])

    def test_no_code_is_let_off_both_ways(self):
        for code in self.CATALOGUE:
            self.assertFalse(all(raised.excuse(way, code) for way in raised.WAYS), code)


def both_ways(code):
    return [(way, code) for way in raised.WAYS]


class Cases(unittest.TestCase):
    def test_names_and_domains_are_used_once(self):
        for what in ([c.name for c in CASES], [c.domain for c in CASES],
                     [z.name for c in CASES for z in c.zones]):
            self.assertEqual(len(what), len(set(what)))

    def test_every_difference_has_a_reason(self):
        for case in CASES:
            self.assertTrue(all(why for _, why in case.all_peers().values()), case.name)
            if case.no_smtp:
                continue
            implied = judge.implied_finger(judge.Claims.of_case(case, {}))[1]
            if case.finger and case.finger not in implied | {"no-mx"}:
                self.assertTrue(case.finger_why, case.name)
            for host in case.hosts:
                self.assertEqual(bool(host.finger), bool(host.finger_why), case.name)

    def test_every_rule_is_shown(self):
        """The last table of docs/SENDER-RULES.md: all rules, by cases and tests that exist."""
        root = pathlib.Path(__file__).resolve().parents[2]
        table = (root / "docs/SENDER-RULES.md").read_text().split("## Every rule")[1]
        rows = re.findall(r"^\| ([0-9–, ]+) \| (.*) \|$", table, re.M)
        rules = []
        for numbers, _ in rows:
            for part in numbers.split(", "):
                first, _, last = part.partition("–")
                rules += range(int(first), int(last or first) + 1)
        self.assertEqual(sorted(rules), list(range(1, 90)))
        files = sorted((root / "tests/unit").glob("test_*.c"))
        units = " ".join([file.stem for file in files] + [file.read_text() for file in files])
        cases = {case.name for case in CASES}
        for numbers, shown in rows:
            by_case, _, by_unit = shown.partition("; ")
            for name in re.findall(r"`([a-z0-9-]+)`", by_case):
                self.assertIn(name, cases, numbers)
            for name in re.findall(r"`([a-z0-9_]+)`", by_unit):
                self.assertRegex(units, rf"\b{name}\b", numbers)


if __name__ == "__main__":
    unittest.main()
