# SPDX-License-Identifier: BSD-2-Clause
"""Compares: the report with what the case expects, and both with what the
peers say.  Every function returns a list of complaints; none is a pass."""
import hashlib
import re

import delegation
import dnswire

EXIT = {"secured": 0, "no-mail": 0, "partial": 1, "unprotected": 1, "broken": 2, "unknown": 3}
WORST = (0, 1, 3, 2)            # of several domains 2 counts over 3 over 1 over 0

# What posttls-finger makes of a host or an address of which we say this.
FINGER_OF_POLICY = {
    "dane-verified": {"verified"},
    "dane-failed": {"mismatch", "no-starttls", "tls-failed"},
    "encrypt-only": {"unusable"},
    "opportunistic": {"no-dane"},
    "dns-failed": {"lookup-error", "no-address"},
    "no-address": {"no-address"},
    "unreachable": {"unreachable"},
}
FINGER_OF_PROBE = {
    "no-starttls": {"no-starttls"},
    "tls-failed": {"tls-failed"},
    "verified": {"verified"},
    "mismatch": {"mismatch"},
    "no-usable": {"unusable"},
    "not-applicable": {"no-dane"},
    "unreached": {"unreachable"},
}
UNSEEN = ("bogus", "indeterminate")
# Seen by further handshakes: the verdict speaks of the certificate that most senders are shown.
FURTHER = ("TLSA_ALGORITHM_UNCOVERED",)
IGNORED = ("TLSA_INSECURE",     # of an answer that no sender asks for, which is waited for only so long
           "LIMIT_REACHED")     # other bounds lie on other ways


def _family(address):
    return "6" if ":" in address else "4"


def said_of(probe, records):
    """What came of one address, in the words of FINGER_OF_PROBE."""
    if probe["starttls"] == "ok" or not records:
        return probe["dane"] if probe["starttls"] != "none" else "unreached"
    return {"none": "unreached", "not-offered": "no-starttls"}.get(probe["starttls"], "tls-failed")


class Claims:
    """What is said about one domain, by the case or by the report, in the terms that peers can confirm."""

    def __init__(self, mx, hosts):
        self.mx = mx
        self.hosts = hosts      # {name: {"policy", "address", "families", "tlsa", "tlsa_name", "dane"}}

    @classmethod
    def of_case(cls, case, servers):
        hosts = {}
        for host in case.hosts:
            base = host.base or host.name
            families = "".join(sorted(set("".join(server.smtp.family for server in servers.values()))))
            hosts[host.name] = {"policy": host.policy, "address": host.address, "families": families,
                                "tlsa": host.tlsa, "tlsa_name": f"_25._tcp.{base}", "dane": host.dane}
        return cls(case.mx, hosts)

    @classmethod
    def of_report(cls, report):
        hosts = {}
        for host in report["hosts"]:
            dane = {}
            for probe in host["probes"]:
                dane.setdefault(_family(probe["address"]), set()).add(said_of(probe, host["tlsa"]["records"]))
            hosts[host["host"]] = {
                "policy": host["policy"], "address": host["address_status"],
                "families": "".join(sorted({_family(a) for a in host["addresses"]})),
                "tlsa": host["tlsa"]["status"], "tlsa_name": host["tlsa"]["name"],
                "dane": {family: words.pop() for family, words in dane.items() if len(words) == 1}
                        if len(dane) > 1 else None}
        return cls(report["mx"]["status"], hosts)


class Opinions:
    """What the peers said, asked once for each question."""

    def __init__(self, peers, anchors, config, ca):
        self.peers, self.anchors, self.config, self.ca = peers, anchors, config, ca
        self.known = {}

    def _once(self, key, function, *args):
        if key not in self.known:
            self.known[key] = function(*args)
        return self.known[key]

    def delv(self, name, kind):
        return self._once(("delv", name, kind), self.peers.delv, self.anchors, name, kind)

    def unbound(self, name, kind):
        return self._once(("unbound", name, kind), self.peers.unbound, name, kind)

    def contents(self, name, kind):
        return self._once(("dig", name, kind), self.peers.contents, name, kind)

    def keys(self, zone):
        return delegation.keys_in(f"{zone} 0 IN DNSKEY {rdata}" for rdata in
                                self._once(("dig", zone, "DNSKEY"), self.peers.contents, zone, "DNSKEY", str))

    def pkix(self, address, host):
        return self._once(("pkix", address, host), self.peers.pkix, self.ca, address, host)

    def tls_version(self, target):
        out = self._once(("finger", target, "all"), self.peers.finger, self.config, target, "all")[1]
        found = re.search(r"TLS connection established to \S+ (TLSv[\d.]+)", out)
        return found and found.group(1)

    def matched(self, target):
        out = self._once(("finger", target, "all"), self.peers.finger, self.config, target, "all")[1]
        return self.peers.matched(out)

    def finger_words(self, target, family="all"):
        """Its last words, for a complaint."""
        out = self._once(("finger", target, family), self.peers.finger, self.config, target, family)[1]
        return " / ".join(line.split(": ", 1)[-1] for line in out.strip().splitlines()[-3:])

    def finger(self, target, family="all"):
        return self._once(("finger", target, family), self.peers.finger, self.config, target, family)[0]


def compare_status(what, name, kind, ours, opinions, documented=None):
    """documented: {"delv MX", "unbound A", ...: (what that one says instead, why)}.  Unbound tells its clients
    one word, SERVFAIL, for what we divide in bogus and indeterminate."""
    wrong = []
    for peer, said, wanted in (("delv", opinions.delv(name, kind), ours),
                               ("unbound", opinions.unbound(name, kind), "failed" if ours in UNSEEN else ours)):
        other = (documented or {}).get(f"{peer} {kind}")
        if said not in (other[0].split("|") if other else [wanted]):
            wrong.append(f"{what} {name}: {ours}, but {peer} says {said}"
                         + (f", and not {other[0]} any more ({other[1]})" if other else ""))
    return wrong


def compare_finger(target, ours, allowed, expected, why, opinions, family="all"):
    """expected: a documented difference, with its reason."""
    said = opinions.finger(target, family)
    if expected:
        allowed = set(expected.split("|"))
    if said in allowed:
        return []
    reason = f" (documented: {why})" if why else ""
    reason += f": {opinions.finger_words(target, family)}"
    return [f"{target}: {ours}, but posttls-finger says {said}{reason}"]


def implied_finger(claims):
    """(our word, what posttls-finger should find) for the domain: it ends at the first host that connects."""
    if claims.mx in UNSEEN or not claims.hosts:
        return claims.mx, {"no-address"}
    order = ("dns-failed", "no-address", "unreachable")
    policies = [host["policy"] for host in claims.hosts.values()]
    first = next((p for p in policies if p not in order), policies[0])
    if first == "dane-verified" and claims.mx == "insecure":
        return first, {"half-dane"}     # host verified, but not known to be the domain's
    return first, FINGER_OF_POLICY[first]


def peers_agree(case, claims, opinions):
    """The claims against delv, Unbound and posttls-finger."""
    peers = case.all_peers()
    wrong = compare_status("MX of", case.domain, "MX", claims.mx, opinions, peers)
    expected = {host.name: host for host in case.hosts}
    for name, host in claims.hosts.items():
        for family in host["families"]:
            wrong += compare_status("address of", name, "AAAA" if family == "6" else "A", host["address"], opinions,
                                    peers)
        if host["tlsa"]:
            wrong += compare_status("TLSA at", host["tlsa_name"], "TLSA", host["tlsa"], opinions, peers)
        known = expected.get(name)
        if case.no_smtp:
            continue
        if host["dane"]:
            for family, dane in host["dane"].items():
                differs = (known.finger, known.finger_why) if known and not known.dane else (None, None)
                wrong += compare_finger(f"[{name}]", f"{dane} over IPv{family}", FINGER_OF_PROBE[dane], *differs,
                                        opinions, f"ipv{family}")
        elif host["policy"] in FINGER_OF_POLICY:
            wrong += compare_finger(f"[{name}]", host["policy"], FINGER_OF_POLICY[host["policy"]],
                                    known and known.finger, known and known.finger_why, opinions)
    if case.no_smtp:
        return wrong
    wrong += compare_finger(case.domain, *implied_finger(claims), case.finger, case.finger_why, opinions)
    return wrong


def contents_agree(report, opinions):
    """What the report says was published against what dig gets."""
    wrong = []

    def same(what, ours, name, kind):
        theirs = opinions.contents(name, kind)
        if ours != theirs:
            wrong.append(f"{what} of {name}: {sorted(ours)}, but dig gets {sorted(theirs)}")

    if report["mx"]["kind"] == "mx":
        ours = {f"{r['preference']} {r['host'].rstrip('.')}." for r in report["mx"]["records"]}
        if "MX_TOO_MANY" not in {finding["code"] for finding in report["findings"]}:
            same("MX records", ours, report["domain"], "MX")
        elif not ours < opinions.contents(report["domain"], "MX"):
            wrong.append(f"MX records that dig does not get: {sorted(ours)}")
    for host in report["hosts"]:
        for kind, family in (("A", "4"), ("AAAA", "6")):
            ours = {a for a in host["addresses"] if _family(a) == family}
            if host["address_status"] and host["address_status"] not in UNSEEN:
                same("addresses", ours, host["host"], kind)
        if host["tlsa"]["status"] == "secure" or host["tlsa"]["records"]:
            same("TLSA records", {f"{r['usage']} {r['selector']} {r['matching']} {r['data']}"
                                  for r in host["tlsa"]["records"]}, host["tlsa"]["name"], "TLSA")
        wrong += chain_agrees(host["chain"], opinions)
    return wrong + chain_agrees(report["dnssec"]["chain"], opinions)


def resolver_agrees(report, opinions):
    """What the report says of the resolver's own opinion against what Unbound tells us."""
    asked = [("MX", report["domain"], report["mx"])]
    asked += [("TLSA", host["tlsa"]["name"], host["tlsa"]) for host in report["hosts"] if host["tlsa"]["status"]]
    wrong = []
    for kind, name, part in asked:
        opinion = part.get("resolver")
        if not opinion:
            continue
        ours = "secure" if opinion["ad"] else "insecure" if opinion["outcome"] in ("ok", "nodata", "nxdomain") else "failed"
        if ours != opinions.unbound(name, kind):
            wrong.append(f"{kind} of {name}: the report has {ours} from the resolver, which says "
                         f"{opinions.unbound(name, kind)}")
        if opinion["outcome"] == "servfail" and part["status"] == "bogus" and not opinion["ede_meaning"]:
            wrong.append(f"{kind} of {name}: the resolver's reason (EDE) is missing")
    return wrong


def chain_agrees(chain, opinions):
    """DS and DNSKEY sets of the report against what dig gets."""
    wrong = []
    for link in chain[1:]:          # of the root's DS the trust anchor is the source
        zone = link["zone"]
        ours = {f"{ds['key_tag']} {ds['algorithm']} {ds['digest_type']} {ds['digest']}" for ds in link["ds"]}
        if ours != opinions.contents(zone, "DS"):
            wrong.append(f"DS of {zone}: {sorted(ours)}, but dig gets {sorted(opinions.contents(zone, 'DS'))}")
    for link in chain:
        if link["status"] != "secure" and not link["dnskey"]:
            continue                # keys that prove nothing need not be looked at
        ours = sorted((key["flags"], key["algorithm"], key["key_tag"]) for key in link["dnskey"])
        theirs = sorted((rdata[0] << 8 | rdata[1], rdata[3], dnswire.key_tag(rdata))
                        for rdata in opinions.keys(link["zone"]))
        if ours != theirs:
            wrong.append(f"DNSKEY of {link['zone']}: {ours}, but dig gets {theirs}")
    return wrong


def matches_agree(report, opinions):
    """The TLSA records that posttls-finger matched, with their depths, against those that the report says match.
    A bare key OpenSSL tells at the certificate that it signed, and the report above that."""
    def same(depth, text, ours, record):
        return text == record[:len(text)] and ours in ((depth, depth + 1) if text.startswith("2 1 0") else (depth,))

    wrong = []
    for host in report["hosts"]:
        records = [(f"{r['usage']} {r['selector']} {r['matching']} {r['data']}", r["matches"]) for r in host["tlsa"]["records"]]
        verified = {probe["address"] for probe in host["probes"] if probe["dane"] == "verified"}
        for address, theirs in opinions.matched(f"[{host['host']}]").items():
            if address not in verified:     # whether it should be is a comparison of its own
                continue
            ours = {(m["depth"], text) for text, matches in records for m in matches if m["address"] == address}
            wrong += [f"{address}: posttls-finger matches {text} at depth {depth}, the report does not: {sorted(ours)}"
                      for depth, text in theirs if not any(same(depth, text, d, record) for d, record in ours)]
    return wrong


def certificates_agree(report, servers, opinions):
    """Certificates against the files that smtpd was given, the TLS version against posttls-finger,
    the browser's view against openssl."""
    wrong = []
    leaves = {a: {(hashlib.sha256(leaf.der).hexdigest(), hashlib.sha256(leaf.spki).hexdigest()) for leaf in server.shown()}
              for server in servers.values() for a in server.listens()}
    for host in report["hosts"]:
        for probe in host["probes"]:
            if probe["starttls"] != "ok":
                continue
            first, address = probe["certificates"][0], probe["address"]
            if (first["cert_sha256"], first["spki_sha256"]) not in leaves[address]:
                wrong.append(f"{address} shows {leaves[address]}, the report has {first['cert_sha256']}")
            theirs = opinions.pkix(address, host["host"]) if not host["cname"] else None
            if theirs is not None and (probe["pkix"] == "verified") != theirs:
                wrong.append(f"{address}: pkix {probe['pkix']!r}, openssl s_client differs")
            theirs = opinions.tls_version(f"[{host['host']}]")
            if theirs and theirs != probe["tls"]["version"]:
                wrong.append(f"{address}: {probe['tls']['version']}, posttls-finger gets {theirs}")
    return wrong


def as_expected(case, report, exit_status):
    """The report against the case."""
    wrong = []

    def same(what, ours, wanted):
        if ours not in (str(wanted).split("|") if wanted is not None else [None]):
            wrong.append(f"{what} is {ours}, expected {wanted}")

    same("domain", report["domain"], case.domain)
    if case.ask_as:
        same("domain_unicode", report["domain_unicode"], case.ask_as)
    same("verdict", report["verdict"], case.verdict)
    same("deliverable", report["deliverable"], case.deliverable)
    same("dnssec.status", report["dnssec"]["status"], case.dnssec)
    same("mx.status", report["mx"]["status"], case.mx)
    if case.mx not in UNSEEN:
        same("mx.kind", report["mx"]["kind"], case.kind)
        same("the hosts", " ".join(h["host"] for h in report["hosts"]), " ".join(h.name for h in case.hosts))
    hosts = {host["host"]: host for host in report["hosts"]}
    for expected in case.hosts:
        host = hosts.get(expected.name)
        if not host:
            continue
        same(f"{expected.name}: policy", host["policy"], expected.policy)
        same(f"{expected.name}: address_status", host["address_status"], expected.address)
        if expected.tlsa:
            same(f"{expected.name}: tlsa.status", host["tlsa"]["status"], expected.tlsa)
            if expected.policy == "dane-verified":
                same(f"{expected.name}: tlsa.base", host["tlsa"]["base"], expected.base or expected.name)
        for family, dane in (expected.dane or {}).items():
            same(f"{expected.name}: dane over IPv{family}",
                 "|".join(p["dane"] for p in host["probes"] if _family(p["address"]) == family), dane)
    codes = {finding["code"] for finding in report["findings"]}
    wrong += [f"finding {code} is not there ({' '.join(sorted(codes))})" for code in case.findings if code not in codes]
    wrong += [f"finding {code} is there" for code in case.absent if code in codes]
    for code, where in case.at.items():
        places = [finding["at"] for finding in report["findings"] if finding["code"] == code]
        if code in codes and where not in places:
            wrong.append(f"finding {code} is at {' '.join(places)}, not at {where}")
    errors = {finding["code"] for finding in report["findings"] if finding["severity"] == "error"}
    errors -= {*case.servers_say, *FURTHER}
    if report["verdict"] in ("secured", "no-mail") and errors:
        wrong.append(f"{report['verdict']}, with errors: {' '.join(sorted(errors))}")
    if report["verdict"] == "broken" and not errors:
        wrong.append("broken, without a finding that is an error")
    same("exit status", str(exit_status), EXIT.get(report["verdict"]))
    return wrong


def same_diagnosis(way, report, other):
    """The same domain looked at another way: verdict, statuses, policies and faults must not depend on it,
    but for what is said of the resolver and of single name servers."""
    def gist(r):
        faults = {f["code"] for f in r["findings"] if f["severity"] in ("error", "warning")}
        faults = sorted(code for code in faults if not code.startswith(("RESOLVER_", "DNS_")) and code not in IGNORED)
        return {"faults": faults, "verdict": r["verdict"], "deliverable": r["deliverable"], "dnssec": r["dnssec"]["status"],
                "mx": r["mx"]["status"], **{h["host"]: (h["policy"], h["address_status"]) for h in r["hosts"]}}
    ours, theirs = gist(report), gist(other)
    return [f"{way}: {key} is {theirs.get(key)}, by the resolver {ours.get(key)}"
            for key in sorted(set(ours) | set(theirs)) if ours.get(key) != theirs.get(key)]
