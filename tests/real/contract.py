#!/usr/bin/python3 -B
# SPDX-License-Identifier: BSD-2-Clause
"""Checks the shape of reports of schema danescope.report/1: contract.py FILE...

Every key present, every value of its kind, every word from its list, and what
one part says consistent with the other.  Keys beyond the contract are allowed:
it grows by adding.
"""
import ipaddress
import json
import re
import sys

STATUS = ("secure", "insecure", "bogus", "indeterminate")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
NAME = re.compile(r"[!-@\[-~]+")            # printable, no capitals
HEX = re.compile(r"([0-9a-f]{2})*")
UNFILLED = re.compile(r"  |\{\w*(:\w+)?\}|\(null\)| [.,;:]( |$)")
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


def time(value):
    return isinstance(value, str) and TIME.fullmatch(value)


def name(value):
    return isinstance(value, str) and NAME.fullmatch(value) and (value == "." or not value.endswith("."))


def digest(value):
    return isinstance(value, str) and HEX.fullmatch(value)


def text(value):
    """Without a control character: it may end on a terminal."""
    return isinstance(value, str) and not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in value)


def words(value):
    return text(value) and value


def number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def integer(value):
    return isinstance(value, int) and number(value)


def boolean(value):
    return isinstance(value, bool)


def address(value):
    try:
        return str(ipaddress.ip_address(value)) == value
    except ValueError:
        return False


def code(value):
    return isinstance(value, str) and CODE.fullmatch(value)


class Maybe:
    def __init__(self, shape):
        self.shape = shape


# A shape: a function, a tuple of words, [shape of each member], {key: shape}, or Maybe(shape) where null is allowed.
RRSIG = {"type_covered": words, "key_tag": integer, "algorithm": integer, "inception": time, "expiration": time,
         "valid": boolean, "reason": Maybe(text)}
LINK = {
    "zone": name, "status": STATUS, "parent": Maybe(name),
    "servers": [{"name": name, "address": address, "rtt_ms": Maybe(number), "outcome": words}],
    "ds": [{"key_tag": integer, "algorithm": integer, "digest_type": integer, "digest": digest,
            "matches_key": Maybe(boolean)}],
    "dnskey": [{"key_tag": integer, "algorithm": integer, "flags": integer, "bits": integer, "sep": boolean,
                "revoked": boolean, "signs_dnskey": boolean}],
    "rrsigs": [RRSIG],
    "denial": Maybe(("nsec", "nsec3")),
}
REACH = Maybe(("works", "fails"))
SELF = {
    "ok": Maybe(boolean), "fault": Maybe(("no-answer", "no-dnssec", "trust-anchor", "clock", "root")),
    "anchors": {"held": [integer], "seen": [integer], "trusted": Maybe(integer)},
    "clock": {"ok": Maybe(boolean), "off_s": integer}, "udp": REACH, "tcp": REACH, "ipv4": REACH, "ipv6": REACH,
}
OPINION = Maybe({"outcome": words, "rcode": integer, "ad": boolean, "ede": Maybe(integer), "ede_text": Maybe(text),
                 "ede_meaning": Maybe(words)})
TLSA = {
    "usage": integer, "selector": integer, "matching": integer, "data": digest, "ttl": integer, "usable": boolean,
    "reason": Maybe(text), "matches": [{"address": address, "depth": integer}],
}
CERTIFICATE = {"subject": text, "issuer": text, "names": [text], "not_before": time, "not_after": time, "key": words,
               "cert_sha256": digest, "spki_sha256": digest}
PROBE = {
    "address": address, "port": integer, "sni": Maybe(name),
    "connect": ("ok", "refused", "timeout", "unreachable", "skipped"),
    "starttls": ("ok", "not-offered", "refused", "handshake-failed", "protocol-error", "none"),
    "error": Maybe(text),
    "tls": Maybe({"version": words, "cipher": words, "group": Maybe(text), "bits": integer}),
    "certificates": [CERTIFICATE],
    "dane": ("verified", "mismatch", "no-usable", "not-applicable"),
    "pkix": Maybe(words),
    "transcript": [{"ms": number, "from": ("local", "server", "client", "tls"), "text": text}],
}
HOST = {
    "host": name, "preference": Maybe(integer),
    "policy": Maybe(("dane-verified", "dane-failed", "encrypt-only", "opportunistic", "dns-failed", "no-address",
                     "unreachable", "not-probed")),
    "provider": Maybe(words), "cname": [name], "address_status": Maybe(STATUS), "addresses": [address], "chain": [LINK],
    "tlsa": {"base": Maybe(name), "name": Maybe(name), "cname": [name], "status": Maybe(STATUS), "records": [TLSA],
             "resolver": OPINION},
    "probes": [PROBE], "resolver": {"a": OPINION, "aaaa": OPINION},
}
REPORT = {
    "schema": ("danescope.report/1",), "domain": name, "domain_unicode": words, "started": time, "elapsed_ms": number,
    "probed": boolean, "mode": ("resolver", "iterate"),
    "verdict": ("secured", "partial", "unprotected", "broken", "no-mail", "unknown"),
    "deliverable": ("yes", "degraded", "no", "unknown"), "summary": words,
    "dnssec": {"status": STATUS, "chain": [LINK]},
    "mx": {"status": STATUS, "kind": Maybe(("mx", "implicit", "null", "none")),
           "records": [{"preference": integer, "host": name}], "resolver": OPINION},
    "hosts": [HOST],
    "findings": [{"code": code, "severity": ("error", "warning", "notice", "info"), "at": Maybe(text), "text": words,
                  "fix": Maybe(text), "ref": Maybe(text)}],
    "queries": {"sent": integer, "tcp": integer, "retries": integer, "ms": number},
    "self": SELF,
}
NSEC3 = {"iterations": integer, "salt": digest, "opt_out": boolean}


def misshapen(value, shape, path):
    if isinstance(shape, Maybe):
        return [] if value is None else misshapen(value, shape.shape, path)
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{path} is no object: {value!r}"]
        wrong = []
        for key, inner in shape.items():
            wrong += misshapen(value[key], inner, f"{path}.{key}") if key in value else [f"{path}.{key} is missing"]
        return wrong
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{path} is no list: {value!r}"]
        return [w for i, member in enumerate(value) for w in misshapen(member, shape[0], f"{path}[{i}]")]
    if isinstance(shape, tuple):
        return [] if value in shape else [f"{path} is {value!r}, not one of {', '.join(shape)}"]
    return [] if shape(value) else [f"{path} is {value!r}, which is no {shape.__name__}"]


def chain_complaints(chain, path):
    """From the root down, each link below the one before."""
    wrong = []
    for i, link in enumerate(chain):
        parent = chain[i - 1]["zone"] if i else None
        if link["parent"] != parent:
            wrong.append(f"{path}[{i}].parent is {link['parent']!r}, the link before is {parent!r}")
        if parent not in (None, ".") and not link["zone"].endswith("." + parent):
            wrong.append(f"{path}[{i}].zone {link['zone']} does not lie below {parent}")
        if link["denial"] == "nsec3":
            wrong += misshapen(link.get("nsec3"), NSEC3, f"{path}[{i}].nsec3")
    if chain and chain[0]["zone"] != ".":
        wrong.append(f"{path} starts at {chain[0]['zone']}, not at the root")
    return wrong


def host_complaints(host, probed, path):
    wrong = chain_complaints(host["chain"], f"{path}.chain")
    tlsa = host["tlsa"]
    if tlsa["base"] is not None and tlsa["name"] is not None and not tlsa["name"].endswith(f"._tcp.{tlsa['base']}"):
        wrong.append(f"{path}.tlsa.name {tlsa['name']} is not at its base {tlsa['base']}")
    for i, probe in enumerate(host["probes"]):
        here = f"{path}.probes[{i}]"
        if probe["address"] not in host["addresses"]:
            wrong.append(f"{here}.address is none of the host's")
        # A server of TLS 1.3 refuses our lack of a certificate after its handshake: what it showed stays.
        shown = [True] if probe["starttls"] == "ok" else [False, True] if probe["starttls"] == "handshake-failed" else [False]
        if (probe["tls"] is not None) not in shown:
            wrong.append(f"{here}: starttls {probe['starttls']}, tls {probe['tls']}")
        if bool(probe["certificates"]) not in shown:
            wrong.append(f"{here}: starttls {probe['starttls']}, {len(probe['certificates'])} certificates")
        if probe["dane"] == "verified" and probe["starttls"] != "ok":
            wrong.append(f"{here}: verified without STARTTLS")
        times = [line["ms"] for line in probe["transcript"]]
        if times != sorted(times):
            wrong.append(f"{here}.transcript runs backwards")
    if not probed and (host["probes"] or host["policy"] not in (None, "not-probed", "dns-failed", "no-address")):
        wrong.append(f"{path}: probed, though the report says that nothing was")
    for i, record in enumerate(tlsa["records"]):
        if not record["usable"] and not record["reason"]:
            wrong.append(f"{path}.tlsa.records[{i}] is unusable without a reason")
        if {m["address"] for m in record["matches"]} - {p["address"] for p in host["probes"]}:
            wrong.append(f"{path}.tlsa.records[{i}] matches at an address that was not probed")
    return wrong


def complaints(report):
    """All that is wrong with the shape of one report."""
    wrong = misshapen(report, REPORT, "report")
    if wrong:
        return wrong
    if report["self"]["ok"] is False and report["verdict"] != "unknown":
        wrong.append("something is wrong here, and the verdict is not unknown")
    wrong = chain_complaints(report["dnssec"]["chain"], "dnssec.chain")
    wrong += [f"the policy of {host['host']} is not known, and the verdict is" for host in report["hosts"]
              if host["policy"] is None and report["verdict"] != "unknown"]
    for i, host in enumerate(report["hosts"]):
        wrong += host_complaints(host, report["probed"], f"hosts[{i}]")
    names = [host["host"] for host in report["hosts"]]
    if len(set(names)) != len(names):
        wrong.append("a host is there twice")
    preferences = [host["preference"] for host in report["hosts"] if host["preference"] is not None]
    if preferences != sorted(preferences):
        wrong.append("the hosts are not in order of preference")
    if UNFILLED.search(report["summary"]):
        wrong.append(f"summary: something is missing in {report['summary']!r}")
    for finding in report["findings"]:
        for sentence in (finding["text"], finding["fix"] or ""):
            if UNFILLED.search(sentence):
                wrong.append(f"{finding['code']}: something is missing in {sentence!r}")
        if finding["severity"] in ("error", "warning") and not finding["fix"]:
            wrong.append(f"{finding['code']} says nothing about what to do")
    return wrong


def main():
    bad = 0
    for file in sys.argv[1:] or ["/dev/stdin"]:
        with open(file) as f:
            for number_of_line, line in enumerate(f, 1):
                try:
                    wrong = complaints(json.loads(line))
                except ValueError as error:
                    wrong = [str(error)]
                bad += bool(wrong)
                for complaint in wrong:
                    print(f"{file}:{number_of_line}: {complaint}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
