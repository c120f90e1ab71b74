# SPDX-License-Identifier: BSD-2-Clause
"""Cases of alias chains across zones: an answer is as secure as its weakest link, and the first link decides whether a
sender may ask for TLSA at the alias (RFC 7672 §2.2.2)."""
import damage
from cases import case
from world import RESOLVER_TELLS, Host, Zone

HOST = "A 10.79.0.99"
TLSA = "TLSA {other 3 1 1}"
SECURED, OPEN = ("secured", "yes"), ("unprotected", "yes")


def chain(name, why, outcome, zones, host, findings=("MX_HOST_ALIAS",), **more):
    case(f"chain-{name}", why, zones[0].name, *outcome, zones=zones, hosts=[host], no_smtp=True, findings=findings, **more)


chain("three-secure", "An alias to an alias to a host, in three signed zones; TLSA at the end.", SECURED,
      [Zone("chain-a.nl", "@ MX 10 mx\nmx CNAME mx.chain-a-two.com."),
       Zone("chain-a-two.com", "mx CNAME real.chain-a-three.org.", farm="bind"),
       Zone("chain-a-three.org", f"real {HOST}\n_25._tcp.real {TLSA}", farm="knot")],
      Host("mx.chain-a.nl", "not-probed", "secure", base="real.chain-a-three.org"))
chain("middle-insecure", "Secure, then unsigned, then secure again: insecure, and TLSA counts at the alias only.", SECURED,
      [Zone("chain-b.nl", f"@ MX 10 mx\nmx CNAME mx.chain-b-two.com.\n_25._tcp.mx {TLSA}"),
       Zone("chain-b-two.com", "mx CNAME real.chain-b-three.org.", sign="no"),
       Zone("chain-b-three.org", f"real {HOST}\n_25._tcp.real {TLSA}", farm="knot")],
      Host("mx.chain-b.nl", "not-probed", "secure", address="insecure", base="mx.chain-b.nl"))
chain("end-insecure", "Secure aliases that end in an unsigned zone, no TLSA at the alias: nothing is protected.", OPEN,
      [Zone("chain-c.nl", "@ MX 10 mx\nmx CNAME mx.chain-c-two.com."),
       Zone("chain-c-two.com", f"mx {HOST}\n_25._tcp.mx {TLSA}", sign="no")],
      Host("mx.chain-c.nl", "not-probed", "secure", address="insecure"))
chain("first-insecure", "An unsigned alias to a signed alias to a signed host: no DANE (rule of the first link).", OPEN,
      [Zone("chain-d.nl", "@ MX 10 mx.chain-d-two.com."),
       Zone("chain-d-two.com", f"mx CNAME mx.chain-d-three.org.\n_25._tcp.mx {TLSA}", sign="no"),
       Zone("chain-d-three.org", f"mx {HOST}\n_25._tcp.mx {TLSA}", farm="knot")],
      Host("mx.chain-d-two.com", "not-probed", address="insecure"))
chain("middle-bogus", "The second of two aliases is signed wrongly: senders leave the host out.", ("broken", "no"),
      [Zone("chain-e.nl", f"@ MX 10 mx\nmx CNAME mx.chain-e-two.com.\n_25._tcp.mx {TLSA}"),
       Zone("chain-e-two.com", "mx CNAME real.chain-e-three.org.", damage=damage.forged("mx.chain-e-two.com", "CNAME")),
       Zone("chain-e-three.org", f"real {HOST}", farm="knot")],
      Host("mx.chain-e.nl", "dns-failed", address="bogus"), findings=("DNSSEC_SIG_INVALID",))
chain("dname-leaves", "A signed DNAME into an unsigned zone; TLSA at the alias.", SECURED,
      [Zone("chain-f.nl", f"@ MX 10 mx.old\nold DNAME chain-f-two.com.\n"),
       Zone("chain-f-two.com", f"mx {HOST}\n_25._tcp.mx {TLSA}", farm="bind")],
      Host("mx.old.chain-f.nl", "not-probed", "secure", base="mx.chain-f-two.com"))
chain("dname-insecure", "A DNAME in an unsigned zone to a signed one.", OPEN,
      [Zone("chain-g.nl", "@ MX 10 mx.old.chain-g-two.com."),
       Zone("chain-g-two.com", "old DNAME chain-g-three.org.", sign="no", farm="bind"),
       Zone("chain-g-three.org", f"mx {HOST}\n_25._tcp.mx {TLSA}", farm="knot")],
      Host("mx.old.chain-g-two.com", "not-probed", address="insecure"))
chain("tlsa-leaves", "The TLSA name is an alias into an unsigned zone: not secure, so not used.", OPEN,
      [Zone("chain-h.nl", f"@ MX 10 mx\nmx {HOST}\n_25._tcp.mx CNAME tlsa.chain-h-two.com."),
       Zone("chain-h-two.com", f"tlsa {TLSA}", sign="no")],
      Host("mx.chain-h.nl", "not-probed", "insecure"), findings=("TLSA_INSECURE",))
chain("tlsa-bogus", "The TLSA name is an alias to a set that is signed wrongly.", ("broken", "no"),
      [Zone("chain-i.nl", f"@ MX 10 mx\nmx {HOST}\n_25._tcp.mx CNAME tlsa.chain-i-two.com."),
       Zone("chain-i-two.com", f"tlsa {TLSA}", damage=damage.forged("tlsa.chain-i-two.com", "TLSA"))],
      Host("mx.chain-i.nl", "dns-failed", "bogus"), findings=("TLSA_LOOKUP_FAILED", "DNSSEC_SIG_INVALID"))
chain("tlsa-nowhere", "The TLSA name is an alias to nothing, proved: no DANE.", OPEN,
      [Zone("chain-j.nl", f"@ MX 10 mx\nmx {HOST}\n_25._tcp.mx CNAME gone.chain-j-two.com."),
       Zone("chain-j-two.com", "here TXT x", farm="bind", denial="nsec3")],
      Host("mx.chain-j.nl", "not-probed", "secure"), findings=("TLSA_NONE",))
case("chain-loop", "Two aliases, each of the other.", "chain-loop.nl", "broken", "no", no_smtp=True,
     zones=[Zone("chain-loop.nl", "@ MX 10 a\na CNAME b\nb CNAME a")], findings=("MX_HOST_LOOKUP_FAILED",),
     servers_say=("DNS_ALIAS_LOOP",), iterate={"kind": "mx"}, iterate_why="a resolver hands on nothing of a loop",
     hosts=[Host("a.chain-loop.nl", "dns-failed", address="bogus|indeterminate")])
case("chain-long", "An alias of an alias, twenty times.", "chain-long.nl", "broken", "no", no_smtp=True,
     zones=[Zone("chain-long.nl", "@ MX 10 a1\n" + "\n".join(f"a{i} CNAME a{i + 1}" for i in range(1, 21)) + f"\na21 {HOST}")],
     findings=("MX_HOST_LOOKUP_FAILED",), servers_say=("DNS_ALIAS_TOO_LONG",),
     varies="a resolver gives up on its own count, and hands on what it has or nothing",
     hosts=[Host("a1.chain-long.nl", "dns-failed", address="bogus|indeterminate")])
# Resolvers like Unbound keep such chains to themselves; through one that hands them on, as BIND does, they are seen.
for name, why, lines, code in (
        ("loop", "Two aliases, each of the other.", "@ MX 10 a1\na1 CNAME a2\na2 CNAME a1", "DNS_ALIAS_LOOP"),
        ("long", "An alias of an alias, twelve times.", "@ MX 10 a1\n" + "\n".join(f"a{i} CNAME a{i + 1}" for i in range(1, 13))
         + f"\na13 {HOST}", "DNS_ALIAS_TOO_LONG")):
    domain = f"{name}.as-told.nl"
    case(f"chain-{name}-told", f"{why} A resolver hands that on.", domain, "broken", "no", no_smtp=True, resolver=RESOLVER_TELLS,
         zones=[Zone(domain, lines)], findings=("MX_HOST_LOOKUP_FAILED", code),
         hosts=[Host(f"a1.{domain}", "dns-failed", address="bogus|indeterminate")])
