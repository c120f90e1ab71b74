# SPDX-License-Identifier: BSD-2-Clause
"""Cases of name servers of every temper: those of one zone that differ, that refuse, that are silent, that err.

Through a resolver much of this cannot be seen: it asks one server, or tries until one pleases it.  What only
--iterate sees is in servers_say.
"""
from cases import case, dns_only, dns_zone
from cases_dnssec_keys import BROKEN
from cases_dnssec_signatures import TLSA_BROKEN
from world import PUBLIC_HOST, Host, Ns, Smtp, Version, Zone

CHANCE = "which of the servers a resolver asks is chance, and what it gets differs"
GOOD = {"verdict": "secured", "deliverable": "yes", "dnssec": "secure", "mx": "secure"}


def three(*fates, **more):
    """Three servers; those with a fate are fronts."""
    return [Ns(f"ns{i}", fate=fate, **more) for i, fate in enumerate(fates, 1)]


def tempers(name, why, *fates, domain=None, zone=None, **more):
    """A zone whose servers have these fates, None for one that is well."""
    domain = domain or f"{name}.nl"
    dns_only(name, why, domain, zone={"servers": three(*fates), **(zone or {})}, **more)


# --- one or two of three are wrong: mail goes on -----------------------------------------------------------------

for fate, said, code in (
        ("refused", "refuses", "DNS_SERVER_REFUSED"), ("servfail", "fails", "DNS_SERVER_FAILED"),
        ("lame", "refers to the root", "DNS_SERVER_LAME"), ("not-authority", "answers without authority", "DNS_SERVER_LAME"),
        ("malformed", "breaks off in the middle of a record", "DNS_SERVER_MALFORMED")):
    tempers(f"one-{fate}", f"One of three servers {said}.", None, fate, None, servers_say=(code,))
for fate, said, code in (
        ("drop", "is silent", "DNS_SERVER_TIMEOUT"), ("wrong-question", "echoes another question", "DNS_SERVER_TIMEOUT"),
        ("wrong-id", "answers under another number", "DNS_SERVER_TIMEOUT")):
    tempers(f"one-{fate}", f"One of three servers {said}.", None, fate, None, servers_say=(code,), slow=True)
tempers("one-no-tcp", "One of three servers truncates long answers and knows no TCP.", None, "no-tcp", None,
        zone={"algorithm": "RSASHA256", "split": True}, servers_say=("DNS_SERVER_NO_TCP",))
tempers("one-no-edns", "One of three servers knows no EDNS, so no DNSSEC.", None, "no-edns", None, varies=CHANCE,
        iterate=GOOD, servers_say=("DNS_SERVER_NO_EDNS", "DNS_SERVERS_DIFFER"))
tempers("one-strips", "One of three servers leaves the signatures out.", None, "strips", None, varies=CHANCE,
        iterate=GOOD, servers_say=("DNS_SERVERS_DIFFER",))
tempers("one-ignores-edns", "One of three servers answers as if nobody had asked for DNSSEC.", None, "ignores-edns", None,
        varies=CHANCE, iterate=GOOD, servers_say=("DNS_SERVERS_DIFFER",))
tempers("one-slow", "One of three servers takes its time: nobody waits for it.", None, "slow", None)
tempers("one-truncates", "One of three servers truncates everything over UDP.", None, "truncates", None)
tempers("all-truncate", "Both servers truncate everything over UDP: all goes over TCP.", "truncates", "truncates")
tempers("one-huge", "One of three servers sends over UDP whatever size it has.", None, "huge-udp", None,
        zone={"algorithm": "RSASHA256", "split": True}, servers_say=("DNS_SERVER_UDP_TOO_LARGE",))


def versions(name, why, changes, count=1, own_keys=False, **more):
    """The zone on three servers, of which one or two have another version of it."""
    farms = ("alt", "alt2")[:count]
    servers = [Ns("ns1"), *[Ns(f"ns{i}", farm) for i, farm in enumerate(farms, 2)]]
    servers += [Ns("ns3")] if count == 1 else []
    dns_only(name, why, f"{name}.com",
             zone={"servers": servers, "versions": [Version(farm, changes, own_keys) for farm in farms],
                   "signer": "bind"},
             varies=CHANCE, **{"iterate": GOOD, "servers_say": ("DNS_SERVERS_DIFFER",), **more})


OTHER_DATA = "@ MX 10 mx\nmx A 10.79.0.99\n_25._tcp.mx TLSA 3 1 1 " + "ab" * 32
versions("expired-1-of-3", "One of three servers has signatures that ran out.", {"days": (-30, -7)})
versions("expired-2-of-3", "Two of three servers have signatures that ran out.", {"days": (-30, -7)}, count=2)
versions("other-data", "One of three servers has another TLSA record, signed.", {"text": OTHER_DATA})
versions("other-keys", "One of three servers has the zone signed with keys that no DS names.", {}, own_keys=True)
versions("one-unsigned", "One of three servers has the zone unsigned.", {"sign": "no"})
versions("denial-differs", "One of three servers uses NSEC3 where the others use NSEC: each proves it, so only the "
         "serials tell.", {"denial": "nsec3"}, tlsa="", iterate={**GOOD, "verdict": "unprotected"},
         servers_say=("DNS_SERVERS_SERIAL",))

# --- all are wrong the same way ----------------------------------------------------------------------------------

LOST = {"verdict": "broken", "deliverable": "no", "dnssec": "secure|bogus|indeterminate", "mx": "indeterminate",
        "kind": "none", "hosts": []}
for fate, said in (("refused", "refuse"), ("servfail", "fail"), ("malformed", "send broken messages"),
                   ("lame", "refer to the root")):
    tempers(f"all-{fate}", f"Both servers {said}.", fate, fate, findings=("MX_LOOKUP_FAILED",),
            servers_say=("DNS_NO_SERVER",), **LOST)
tempers("all-silent", "Both servers are silent.", "drop", "drop", findings=("MX_LOOKUP_FAILED",),
        servers_say=("DNS_NO_SERVER",), slow=True, **LOST)
tempers("all-no-edns", "Both servers know no EDNS: a signed zone without a signature.", "no-edns", "no-edns",
        findings=("DNSSEC_SIG_MISSING",), **BROKEN)
tempers("all-strip", "Both servers leave the signatures out.", "strips", "strips", findings=("DNSSEC_SIG_MISSING",),
        **BROKEN)

# --- servers that stumble over one type --------------------------------------------------------------------------

for fate, said in (("notimp", "NOTIMP"), ("servfail", "SERVFAIL"), ("refused", "REFUSED")):
    tempers(f"tlsa-{fate}", f"The servers of a signed zone say {said} to TLSA: the host is left out (RFC 7672 §2.1.2).",
            f"{fate}:TLSA", f"{fate}:TLSA", findings=("TLSA_LOOKUP_FAILED",), servers_say=("DNS_SERVER_UNKNOWN_TYPE",),
            **{**TLSA_BROKEN, "host": {"policy": "dns-failed", "tlsa": "indeterminate"}})
tempers("tlsa-drop", "The servers of a signed zone are silent when asked for TLSA.", "drop:TLSA", "drop:TLSA",
        findings=("TLSA_LOOKUP_FAILED",), servers_say=("DNS_SERVER_UNKNOWN_TYPE",), slow=True,
        **{**TLSA_BROKEN, "host": {"policy": "dns-failed", "tlsa": "indeterminate"}})

# --- where the servers are ---------------------------------------------------------------------------------------

dns_only("ns-elsewhere", "The servers have names in another zone: no glue.", "ns-elsewhere.nl",
         zones=[dns_zone("ns-elsewhere.nl", servers=[Ns("ns.ns-provider.com."), Ns("ns2.ns-provider.com.")]),
                Zone("ns-provider.com", "ns A 10.79.11.1\nns2 A 10.79.11.2", farm="bind")])
dns_only("ns-elsewhere-unsigned", "The servers have names in an unsigned zone: no harm to the chain.", "ns-unsigned.nl",
         zones=[dns_zone("ns-unsigned.nl", servers=[Ns("ns.ns-unsigned-net.org.")]),
                Zone("ns-unsigned-net.org", "ns A 10.79.11.1", sign="no")])
dns_only("ns-alias", "One of the servers' names is an alias, which RFC 2181 §10.3 forbids.", "ns-alias.nl",
         servers_say=("DNS_SERVER_ALIAS",),
         zones=[dns_zone("ns-alias.nl", servers=[Ns("alias.ns-alias-net.com."), Ns("ns1")]),
                Zone("ns-alias-net.com", "alias CNAME ns\nns A 10.79.11.1", farm="bind")])
case("ns-circle", "Two zones, each with its servers' names in the other: nobody gets in.", "ns-circle-a.nl", "broken", "no",
     no_smtp=True, dnssec="secure|insecure|indeterminate|bogus", mx="indeterminate", kind="none", findings=("MX_LOOKUP_FAILED",),
     servers_say=("DNS_REFERRAL_LOOP",), zones=[dns_zone("ns-circle-a.nl", servers=[Ns("ns.ns-circle-b.nl.")]),
            dns_zone("ns-circle-b.nl", servers=[Ns("ns.ns-circle-a.nl.")])])
case("ns-nobody", "The servers' names do not exist.", "ns-nobody.nl", "broken", "no", no_smtp=True,
     dnssec="secure|insecure|indeterminate|bogus", mx="indeterminate", kind="none", findings=("MX_LOOKUP_FAILED",),
     servers_say=("DNS_SERVER_NO_ADDRESS",),
     zones=[dns_zone("ns-nobody.nl", servers=[Ns("ns1.ns-nobody-at-all.com."), Ns("ns2.ns-nobody-at-all.com.")])])
dns_only("ns-six", "A server on IPv6 only, beside one on IPv4 only.", "ns-six.nl",
         zone={"servers": [Ns("ns1", family="6"), Ns("ns2")]})
dns_only("ns-lists-differ", "The zone lists a server that its parent does not know.", "ns-lists.nl",
         zone={"servers": [Ns("ns1"), Ns("ns2", "nsd", family="6")],
               "listed": [Ns("ns1"), Ns("ns3", "nsd", family="6")]}, servers_say=("DNS_PARENT_CHILD_NS",))
dns_only("ns-parents-only", "The parent names a server that the zone does not list, and which knows nothing of it.",
         "ns-stale.nl", zone={"servers": [Ns("ns1"), Ns("ns2", "alt")], "listed": [Ns("ns1")]},
         servers_say=("DNS_SERVER_REFUSED", "DNS_PARENT_CHILD_NS"))
dns_only("six-silent", "A server that is silent over IPv6 and well over IPv4.", "six-silent.nl",
         zone={"servers": [Ns("ns1"), Ns("ns2", fate="drop", family="6"), Ns("ns3")]}, slow=True,
         servers_say=("DNS_SERVER_TIMEOUT",))
dns_only("six-expired", "Over IPv6 the zone has signatures that ran out, over IPv4 good ones.", "six-expired.com",
         zone={"servers": [Ns("ns1"), Ns("ns2", "alt", family="6")], "signer": "bind",
               "versions": [Version("alt", {"days": (-30, -7)})]},
         varies=CHANCE, iterate=GOOD, servers_say=("DNS_SERVERS_DIFFER",))
dns_only("ns-private", "One of the servers has an address that only its own network knows, by a root that has public ones.",
         "ns-private.nl", zone={"servers": [Ns("ns1"), Ns("ns2")]}, hints="root.public",
         iterate={"at": {"DNS_SERVER_PRIVATE_ADDRESS": "10.79.11.2"}}, servers_say=("DNS_SERVER_PRIVATE_ADDRESS",))
dns_only("ns-one", "One name server alone: when it falls silent, so does the domain (RFC 2182 §5).", "ns-one.nl",
         zone={"servers": [Ns("ns1")]}, servers_say=("DNS_SINGLE_SERVER",),
         iterate={"at": {"DNS_SINGLE_SERVER": "ns-one.nl"}})
case("host-private", "A host with a public address, where nothing answers, and a private one, where it does: from elsewhere "
     "nobody gets through.", "host-private.nl", "secured", "yes",
     zones=[Zone("host-private.nl", f"@ MX 10 mx\nmx A {PUBLIC_HOST}\nmx A {{mx}}\n_25._tcp.mx TLSA {{mx 3 1 1}}")],
     mail=[Smtp("mx")], hosts=[Host("mx.host-private.nl", "dane-verified", "secure")],
     findings=("MX_HOST_PRIVATE_ADDRESS", "SMTP_REFUSED"), at={"MX_HOST_PRIVATE_ADDRESS": "mx.host-private.nl"})

# --- many servers: what messages are spent on first --------------------------------------------------------------

def well(count, family="46"):
    """So many servers that are well, each with addresses of its own."""
    return [Ns(f"ns{i}", fate="well", family=family) for i in range(1, count + 1)]


def provider(name, **more):
    """A provider's zone with two hosts, behind four servers."""
    return Zone(name, "\n".join(f"mx{i} A 10.79.0.99\nmx{i} AAAA fd79::99\n_25._tcp.mx{i} TLSA {{other 3 1 1}}" for i in (1, 2)),
                servers=well(4), **more)


PROVIDED = [Host(f"mx{i}.many-{which}", "not-probed", "secure") for which in ("a.com", "b.org") for i in (1, 2)]
dns_only("many-servers", "Thirteen servers of the top-level domain, three of the domain, and four hosts at two providers with four "
         "servers each, all by IPv4 and IPv6: of the zones that mail depends on every server is compared.", "many.manytop",
         zones=[Zone("manytop", "", farm="alt2", servers=well(13)),
                Zone("many.manytop", "\n".join(f"@ MX {10 * (n + 1)} {host.name}." for n, host in enumerate(PROVIDED)),
                     servers=well(3)),
                provider("many-a.com", farm="bind"), provider("many-b.org", denial="nsec3")],
         hosts=PROVIDED, absent=("LIMIT_REACHED",))
dns_only("many-silent", "The same shape, and one server of each zone silent: the messages do for that too.", "few.fewtop",
         zones=[Zone("fewtop", "", farm="alt2", servers=well(13)),
                Zone("few.fewtop", "@ MX 10 mx1.few-a.com.", servers=[*well(2), Ns("ns3", fate="drop", family="46")]),
                Zone("few-a.com", "mx1 A 10.79.0.99\n_25._tcp.mx1 TLSA {other 3 1 1}", farm="bind",
                     servers=[*well(3), Ns("ns4", fate="drop", family="46")])],
         hosts=[Host("mx1.few-a.com", "not-probed", "secure")], servers_say=("DNS_SERVER_TIMEOUT",), absent=("LIMIT_REACHED",), slow=True)
