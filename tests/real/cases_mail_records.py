# SPDX-License-Identifier: BSD-2-Clause
"""Cases of MX and TLSA records: what may be in them, and where they may be."""
from cases import CASES, TLSA_OF_NOBODY, ca, case, one_host
from world import NO_MACHINE, NO_WAY, Host, Ns, Smtp, Zone

GOOD = ("secured", "yes", "dane-verified")
OTHER = "ab" * 32


def records(name, why, outcome, lines, smtp=None, findings=(), **more):
    """One host under nl whose zone has these lines beside MX and address."""
    smtp = smtp or Smtp("mx")
    one_host(name, why, f"{name}.nl", [], *outcome, smtp=smtp, findings=findings, **more)
    CASES[-1].zones[0].text += "\n" + "\n".join(lines)


ENCRYPTED = ("partial", "yes", "encrypt-only")

# --- what is in a TLSA record ------------------------------------------------------------------------------------

records("usage-unknown", "Usage 7 is nobody's.", ENCRYPTED, [f"_25._tcp.mx TLSA 7 1 1 {OTHER}"],
        findings=("TLSA_USAGE_UNKNOWN", "TLSA_ALL_UNUSABLE"))
records("usage-private", "Usage 255 is for private use: unusable to everybody else (RFC 7218).", ENCRYPTED,
        [f"_25._tcp.mx TLSA 255 1 1 {OTHER}"], findings=("TLSA_USAGE_UNKNOWN", "TLSA_ALL_UNUSABLE"))
records("selector-unknown", "Selector 4 is nobody's.", ENCRYPTED, [f"_25._tcp.mx TLSA 3 4 1 {OTHER}"],
        findings=("TLSA_SELECTOR_UNKNOWN", "TLSA_ALL_UNUSABLE"))
records("full-nonsense", "3 0 0 with data that is no certificate.", ENCRYPTED, ["_25._tcp.mx TLSA 3 0 0 01020304"],
        findings=("TLSA_DATA_INVALID", "TLSA_ALL_UNUSABLE"))
records("length-sha512", "A SHA2-512 record of 32 octets.", ENCRYPTED, [f"_25._tcp.mx TLSA 3 1 2 {OTHER}"],
        findings=("TLSA_LENGTH", "TLSA_ALL_UNUSABLE"))
records("all-kinds", "Every parameter set that fits, side by side.", GOOD,
        [f"_25._tcp.mx TLSA {{mx {u} {s} {m}}}" for u in (2, 3) for s in (0, 1) for m in (1, 2)], smtp=ca())
records("one-of-five", "Four old keys, and the one that is shown.", GOOD,
        [f"_25._tcp.mx TLSA 3 1 1 {i:064x}" for i in range(1, 5)] + ["_25._tcp.mx TLSA {mx 3 1 1}"],
        findings=("TLSA_RECORD_UNMATCHED",))
records("agility-both", "3 1 1 stale, 3 1 2 fits: the stronger one counts, and it is right.", GOOD,
        [f"_25._tcp.mx TLSA 3 1 1 {OTHER}", "_25._tcp.mx TLSA {mx 3 1 2}"], findings=("TLSA_PARAMETERS_UNMATCHED",))
records("agility-sets", "Agility is within one usage and selector: 3 0 2 stale does not outdo 3 1 1 (RFC 7671 §9).", GOOD,
        ["_25._tcp.mx TLSA 3 0 2 " + "ab" * 64, "_25._tcp.mx TLSA {mx 3 1 1}"], findings=("TLSA_PARAMETERS_UNMATCHED",))
records("agility-full", "Full data is not outdone by a digest: 3 1 0 fits, 3 1 2 is stale.", GOOD,
        ["_25._tcp.mx TLSA {mx 3 1 0}", "_25._tcp.mx TLSA 3 1 2 " + "ab" * 64], findings=("TLSA_PARAMETERS_UNMATCHED",))
records("leaf-as-issuer", "2 1 1 with the server's own key: usage 2 names an issuer.", ("broken", "no", "dane-failed"),
        ["_25._tcp.mx TLSA {mx/leaf 2 1 1}"], smtp=ca(), findings=())
records("issuer-as-leaf", "3 1 1 with the issuer's key: usage 3 names the server's own.", ("broken", "no", "dane-failed"),
        ["_25._tcp.mx TLSA {mx/issuer 3 1 1}"], smtp=ca(), findings=("TLSA_MISMATCH",))
records("twelve", "Twelve records, the last of which fits; the answer does not fit in a datagram of 512 octets.", GOOD,
        [f"_25._tcp.mx TLSA 3 1 2 {i:0128x}" for i in range(1, 12)] + ["_25._tcp.mx TLSA {mx 3 1 2}"],
        findings=("TLSA_RECORD_UNMATCHED",))
records("rollover-early", "A new key in use, its record signed just now, the old record beside it: caches may hold the old set.", GOOD,
        ["_25._tcp.mx TLSA {mx 3 1 1}", f"_25._tcp.mx TLSA 3 1 1 {OTHER}"], smtp=Smtp("mx", valid=(0, 90)),
        zone={"days": (-0.01, 20)}, findings=("TLSA_ROLLOVER_TOO_EARLY",))
records("ttl-two-days", "A TTL of two days.", GOOD, ["_25._tcp.mx 172800 TLSA {mx 3 1 1}"], findings=("TLSA_TTL_LONG",))

# --- where it is -------------------------------------------------------------------------------------------------

records("tlsa-wildcard", "The record comes from a wildcard, *._tcp.", GOOD, ["*._tcp.mx TLSA {mx 3 1 1}"])
records("tlsa-wildcard-above", "A wildcard at the host's own level: *.mx.", GOOD, ["*.mx TLSA {mx 3 1 1}"])
records("tlsa-port-465", "A record for another port is of no account.", ("unprotected", "yes", "opportunistic"),
        ["_465._tcp.mx TLSA {mx 3 1 1}"], findings=("TLSA_NONE",))
records("tlsa-udp", "_udp where _tcp belongs.", ("unprotected", "yes", "opportunistic"), ["_25._udp.mx TLSA {mx 3 1 1}"],
        findings=("TLSA_NONE",))
case("tlsa-alias-unsigned", "_25._tcp is an alias into an unsigned zone: the records count for nothing (RFC 7672 §2.2.3).",
     "tlsa-alias-unsigned.nl", "unprotected", "yes",
     zones=[Zone("tlsa-alias-unsigned.nl", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx CNAME shared.tlsa-alias-open.org."),
            Zone("tlsa-alias-open.org", "shared TLSA {mx 3 1 1}", sign="no")],
     mail=[Smtp("mx")], hosts=[Host("mx.tlsa-alias-unsigned.nl", "opportunistic", "insecure")], findings=("TLSA_INSECURE",))
case("tlsa-alias-nowhere", "_25._tcp is an alias to a name that does not exist: as if there were no record.",
     "tlsa-alias-nowhere.com", "unprotected", "yes",
     zones=[Zone("tlsa-alias-nowhere.com", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx CNAME gone", farm="bind")],
     mail=[Smtp("mx")], hosts=[Host("mx.tlsa-alias-nowhere.com", "opportunistic", "secure")], findings=("TLSA_NONE",))
case("tlsa-dname", "_tcp of the host is a DNAME to a common tree.", "tlsa-dname.com", "secured", "yes",
     zones=[Zone("tlsa-dname.com", "@ MX 10 mx\nmx A {mx}\n_tcp.mx DNAME common\n_25.common TLSA {mx 3 1 1}", farm="bind")],
     mail=[Smtp("mx")], hosts=[Host("mx.tlsa-dname.com", "dane-verified", "secure")])
case("alias-both-bases", "The host is an alias; records at its end and at itself: the end decides (RFC 7672 §2.2.3).",
     "alias-both.nl", "broken", "no",
     zones=[Zone("alias-both.nl", f"@ MX 10 mx\nmx CNAME real\nreal A {{mx}}\n_25._tcp.real TLSA 3 1 1 {OTHER}\n"
                 "_25._tcp.mx TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")], hosts=[Host("mx.alias-both.nl", "dane-failed", "secure", base="real.alias-both.nl")],
     findings=("TLSA_MISMATCH", "MX_HOST_ALIAS"))
case("alias-middle", "Records at an alias in the middle: no sender asks there (RFC 7672 §2.2.3).", "alias-middle.nl",
     "unprotected", "yes",
     zones=[Zone("alias-middle.nl", "@ MX 10 mx\nmx CNAME middle\nmiddle CNAME real\nreal A {mx}\n_25._tcp.middle TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")], hosts=[Host("mx.alias-middle.nl", "opportunistic", "secure")],
     findings=("MX_HOST_ALIAS", "TLSA_WRONG_OWNER"))

# --- MX ----------------------------------------------------------------------------------------------------------

case("null-mixed", "A null MX beside a real one: a mistake; the host counts (RFC 7505 §3).", "null-mixed.nl", "secured", "yes",
     zones=[Zone("null-mixed.nl", "@ MX 0 .\n@ MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")], hosts=[Host("mx.null-mixed.nl", "dane-verified", "secure")], findings=("MX_NULL_MIXED",),
     finger="no-mx", finger_why="Postfix takes the null MX as one although it is not alone, which RFC 7505 §3 forbids to publish "
     "and does not say how to read")
case("null-preference", "A null MX with a preference: no mail all the same (RFC 7505 §3).", "null-preference.com", "no-mail", "no",
     kind="null", zones=[Zone("null-preference.com", "@ MX 10 .", farm="bind")], findings=("MX_NULL_PREFERENCE",), finger="no-mx")
case("implicit-open", "No MX, and no TLSA at the domain's own address.", "implicit-open.org", "unprotected", "yes", kind="implicit",
     zones=[Zone("implicit-open.org", "@ A {mx}", farm="knot")], mail=[Smtp("mx")],
     hosts=[Host("implicit-open.org", "opportunistic", "secure")], findings=("MX_IMPLICIT", "TLSA_NONE"))
case("implicit-six", "No MX, and the domain's own address is IPv6 alone.", "implicit-six.com", "secured", "yes", kind="implicit",
     zones=[Zone("implicit-six.com", "@ AAAA {mx/6}\n_25._tcp TLSA {mx 3 1 1}", farm="bind")], mail=[Smtp("mx", family="6")],
     hosts=[Host("implicit-six.com", "dane-verified", "secure")], findings=("MX_IMPLICIT",))
case("same-host-twice", "One host under two preferences is one host.", "same-host-twice.nl", "secured", "yes",
     zones=[Zone("same-host-twice.nl", "@ MX 10 mx\n@ MX 20 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")], hosts=[Host("mx.same-host-twice.nl", "dane-verified", "secure")])
case("one-host-gone", "Of two hosts one does not exist: mail still finds the other.", "one-host-gone.org", "partial", "yes",
     zones=[Zone("one-host-gone.org", "@ MX 10 gone\n@ MX 20 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}", farm="knot")],
     mail=[Smtp("mx")], hosts=[Host("gone.one-host-gone.org", "no-address"), Host("mx.one-host-gone.org", "dane-verified", "secure")],
     findings=("MX_HOST_MISSING",))
case("underscore", "A host name with an underscore: none by the rules, and it works.", "underscore.nl", "secured", "yes",
     zones=[Zone("underscore.nl", "@ MX 10 my_mx\nmy_mx A {mx}\n_25._tcp.my_mx TLSA {mx 3 1 1}")],
     mail=[Smtp("mx", names=("my-mx.underscore.nl",))], hosts=[Host("my_mx.underscore.nl", "dane-verified", "secure")])
case("name-invalid", "Of two MX records one names what cannot be a host name: senders leave it out.", "name-invalid.nl", "partial", "yes",
     zones=[Zone("name-invalid.nl", "@ MX 10 mail!host\n@ MX 20 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}\n"
                 "mail!host A {mx}\n_25._tcp.mail!host TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")],
     hosts=[Host("mail!host.name-invalid.nl", "no-address", address=None, finger="unclear", finger_why="it does not take such a name for a host"),
            Host("mx.name-invalid.nl", "dane-verified", "secure")],
     findings=("MX_HOST_INVALID",), recorded=True)
case("no-ipv6", "A host with IPv4 alone.", "no-ipv6.com", "secured", "yes",
     zones=[Zone("no-ipv6.com", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}", farm="bind")],
     mail=[Smtp("mx")], hosts=[Host("mx.no-ipv6.com", "dane-verified", "secure")], findings=("MX_HOST_NO_IPV6",))
case("one-no-way", "Two addresses, to one of which no way leads, though ways lead to others like it: that address is at fault.",
     "one-no-way.org", "secured", "yes",
     zones=[Zone("one-no-way.org", f"@ MX 10 mx\nmx A {{mx}}\nmx A {NO_WAY}\n_25._tcp.mx TLSA {{mx 3 1 1}}", farm="knot")],
     mail=[Smtp("mx")], hosts=[Host("mx.one-no-way.org", "dane-verified", "secure")], findings=("SMTP_UNREACHABLE",),
     absent=("SELF_NO_ROUTE",))
case("one-family-fails", "That there is no IPv6 address is not proved; the IPv4 address is, and that is enough (RFC 7672 §2.2.2).",
     "one-family-fails.nl", "secured", "yes",
     zones=[Zone("one-family-fails.nl", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}",
                 servers=[Ns(f"ns{i}", fate="no-proof:AAAA") for i in (1, 2)])],
     mail=[Smtp("mx")], hosts=[Host("mx.one-family-fails.nl", "dane-verified", "secure")], findings=("DNSSEC_DENIAL_MISSING",))
case("no-machine", "At the one address there is no machine: the last router says so.", "no-machine.org", "unknown", "unknown",
     zones=[Zone("no-machine.org", f"@ MX 10 mx\nmx A {NO_MACHINE}\n_25._tcp.mx {TLSA_OF_NOBODY}", farm="knot")],
     hosts=[Host("mx.no-machine.org", "unreachable", "secure")], findings=("SMTP_UNREACHABLE",), slow=True, timeout=8)
case("forty-hosts", "Forty MX hosts, all of them the same server: those over the bound are left out, and that is said.",
     "forty-hosts.nl", "secured", "yes",
     zones=[Zone("forty-hosts.nl", "\n".join(f"@ MX {i} mx{i:02}\nmx{i:02} A {{mx}}\n_25._tcp.mx{i:02} TLSA {{mx 3 1 1}}"
                                             for i in range(40)), servers=[Ns("ns1"), Ns("ns2"), Ns("ns3")])],
     mail=[Smtp("mx")], hosts=[Host(f"mx{i:02}.forty-hosts.nl", "dane-verified", "secure") for i in range(32)],
     findings=("MX_TOO_MANY",), iterate={"findings": ("MX_TOO_MANY", "LIMIT_REACHED")},
     iterate_why="thirty-two hosts at every server of every zone: over two hundred messages, so that what is only nice to know is "
     "left out")
case("second-fails", "The preferred host is right, the second shows another key: half of the mail is held back when the first is "
     "down.", "second-fails.com", "broken", "degraded",
     zones=[Zone("second-fails.com", "@ MX 10 mx1\n@ MX 20 mx2\nmx1 A {one}\nmx2 A {two}\n_25._tcp.mx1 TLSA {one 3 1 1}\n"
                 "_25._tcp.mx2 TLSA {one 3 1 1}", farm="bind")],
     mail=[Smtp("one", names=("mx1.second-fails.com",)), Smtp("two", names=("mx2.second-fails.com",))],
     hosts=[Host("mx1.second-fails.com", "dane-verified", "secure"), Host("mx2.second-fails.com", "dane-failed", "secure")],
     findings=("TLSA_MISMATCH",))
case("host-lookup-fails", "The preferred host's zone is bogus: that host is left out, the other is used (RFC 7672 §2.1.2).",
     "host-lookup-fails.nl", "broken", "degraded",
     zones=[Zone("host-lookup-fails.nl", "@ MX 10 mx.host-bogus.org.\n@ MX 20 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}"),
            Zone("host-bogus.org", "mx A {mx}", farm="knot", ds="other-digest")],
     mail=[Smtp("mx", names=("mx.host-lookup-fails.nl",))],
     hosts=[Host("mx.host-bogus.org", "dns-failed", address="bogus"), Host("mx.host-lookup-fails.nl", "dane-verified", "secure")],
     findings=("MX_HOST_LOOKUP_FAILED",))
case("hosts-silent", "Two hosts, and no connection to either: port 25 is blocked here, more likely than there.", "hosts-silent.org", "unknown", "unknown",
     zones=[Zone("hosts-silent.org", "@ MX 10 mx1\n@ MX 20 mx2\nmx1 A {one}\nmx2 A {two}\n_25._tcp.mx1 TLSA {one 3 1 1}\n"
                 "_25._tcp.mx2 TLSA {two 3 1 1}", farm="knot")],
     mail=[Smtp("one", kind="dropped"), Smtp("two", kind="dropped")],
     hosts=[Host("mx1.hosts-silent.org", "unreachable", "secure"), Host("mx2.hosts-silent.org", "unreachable", "secure")],
     findings=("SMTP_TIMEOUT", "SMTP_PORT_BLOCKED"), slow=True)
case("nothing-there", "The name exists, with neither MX nor address: it takes no mail.", "nothing-there.com", "no-mail", "no",
     kind="none", zones=[Zone("nothing-there.com", "@ TXT nothing", farm="bind")], findings=("MX_NONE",), finger="no-address")
case("gone", "The name does not exist.", "gone.nothing-there.nl", "no-mail", "no", kind="none",
     zones=[Zone("nothing-there.nl", "@ TXT nothing")], findings=("MX_DOMAIN_MISSING",), finger="no-address")
case("expired-open", "An expired certificate, and no TLSA: encrypted all the same.", "expired-open.nl", "unprotected", "yes",
     zones=[Zone("expired-open.nl", "@ MX 10 mx\nmx A {mx}")], mail=[ca(valid="expired")],
     hosts=[Host("mx.expired-open.nl", "opportunistic", "secure")], findings=("TLS_CERT_EXPIRED", "TLSA_NONE"))
