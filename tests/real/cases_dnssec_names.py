# SPDX-License-Identifier: BSD-2-Clause
"""Cases of names: absent ones, aliases across zones, wildcards, deep and long names."""
from cases import ca, case
from world import Host, Smtp, Zone

case("nxdomain", "The name does not exist, proved by com.", "nowhere-at-all.com", "no-mail", "no", kind="none",
     finger="no-address")
case("nxdomain-optout", "The name does not exist, as far as nl's opt-out lets anyone prove.", "nowhere-at-all.nl",
     "no-mail", "no", kind="none", mx="insecure", finger="no-address",
     peer_mx={"delv": ("secure", "delv does not look at the opt-out bit of the NSEC3 record that covers the name; "
                       "RFC 5155 §9.2 forbids to call such an answer secure")})
case("no-mail-at-all", "The name exists and has neither MX nor address.", "no-mail-at-all.nl", "no-mail", "no", kind="none",
     zones=[Zone("no-mail-at-all.nl", "@ TXT nothing", denial="nsec3")], finger="no-address")
case("alias-target", "The MX host is an alias, TLSA at its target, all secure.", "alias-target.nl", "secured", "yes",
     zones=[Zone("alias-target.nl", "@ MX 10 mx\nmx CNAME real.alias-target-host.com."),
            Zone("alias-target-host.com", "real A {mx}\n_25._tcp.real TLSA {mx 2 1 1}", farm="bind")],
     mail=[ca(names=("real.alias-target-host.com",))],
     hosts=[Host("mx.alias-target.nl", "dane-verified", "secure", base="real.alias-target-host.com")],
     findings=("MX_HOST_ALIAS",))
case("alias-itself", "The MX host is an alias, TLSA at the alias only, all secure.", "alias-itself.com", "secured", "yes",
     zones=[Zone("alias-itself.com", "@ MX 10 mx\nmx CNAME real\nreal A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}", farm="bind")],
     mail=[Smtp("mx")],
     hosts=[Host("mx.alias-itself.com", "dane-verified", "secure", base="mx.alias-itself.com")],
     findings=("MX_HOST_ALIAS",))
case("alias-leaves", "A secure alias into an unsigned zone: TLSA is asked at the alias (RFC 7672 §2.2.2).",
     "alias-leaves.org", "secured", "yes",
     zones=[Zone("alias-leaves.org", "@ MX 10 mx\nmx CNAME real.alias-leaves-host.nl.\n_25._tcp.mx TLSA {mx 3 1 1}",
                 farm="knot"),
            Zone("alias-leaves-host.nl", "real A {mx}", sign="no")],
     mail=[Smtp("mx")],
     hosts=[Host("mx.alias-leaves.org", "dane-verified", "secure", address="insecure", base="mx.alias-leaves.org")],
     findings=("MX_HOST_ALIAS",), absent=("MX_HOST_INSECURE",), recorded=True)
case("alias-arrives", "An alias in an unsigned zone to a protected host: no DANE (RFC 7672 §2.2.2).",
     "alias-arrives.com", "unprotected", "yes",
     zones=[Zone("alias-arrives.com", "@ MX 10 mx.alias-arrives-net.nl.", farm="bind"),
            Zone("alias-arrives-net.nl", "mx CNAME real.alias-arrives-host.org.", sign="no"),
            Zone("alias-arrives-host.org", "real A {mx}\n_25._tcp.real TLSA {mx 3 1 1}", farm="knot")],
     mail=[Smtp("mx")],
     hosts=[Host("mx.alias-arrives-net.nl", "opportunistic", address="insecure")], findings=("MX_HOST_ALIAS",))
case("alias-domain", "The domain is an alias; its own name counts in a certificate (RFC 7672 §3.2.2).",
     "post.alias-domain.nl", "secured", "yes",
     zones=[Zone("alias-domain.nl", "post CNAME alias-domain-target.org."),
            Zone("alias-domain-target.org", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 2 1 1}", farm="knot")],
     mail=[ca(names=("post.alias-domain.nl",))],
     hosts=[Host("mx.alias-domain-target.org", "dane-verified", "secure", finger="mismatch",
                 finger_why="asked for [host], it knows no mail domain")])
case("dname-domain", "The domain lies below a DNAME, whose signature covers the alias made from it (RFC 7672 §2.1.3).",
     "post.old.dname-domain.com", "secured", "yes",
     zones=[Zone("dname-domain.com", "old DNAME new.dname-target.nl.", farm="bind"),
            Zone("dname-target.nl", "post.new MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")], hosts=[Host("mx.dname-target.nl", "dane-verified", "secure")])
case("tlsa-alias", "_25._tcp is an alias to one TLSA set for many hosts (RFC 7671 §7).", "tlsa-alias.com", "secured", "yes",
     zones=[Zone("tlsa-alias.com", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx CNAME shared._dane.tlsa-alias-shared.org.",
                 farm="bind", sign="policy"),
            Zone("tlsa-alias-shared.org", "shared._dane TLSA {mx 3 1 1}", farm="knot")],
     mail=[Smtp("mx")], hosts=[Host("mx.tlsa-alias.com", "dane-verified", "secure")])
case("wildcard-mx", "The MX set comes from a wildcard, with proof that nothing closer exists.", "any.wildcard-mx.nl",
     "secured", "yes",
     zones=[Zone("wildcard-mx.nl", "* MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}", denial="nsec3")],
     mail=[Smtp("mx")], hosts=[Host("mx.wildcard-mx.nl", "dane-verified", "secure")])
case("deep-host", "A host four labels down in one zone: no cuts, empty names between.", "deep-host.org", "secured", "yes",
     zones=[Zone("deep-host.org", "@ MX 10 mx.a.b.c.d\nmx.a.b.c.d A {mx}\n_25._tcp.mx.a.b.c.d TLSA {mx 3 1 1}", farm="knot",
                 denial="nsec3")],
     mail=[Smtp("mx")], hosts=[Host("mx.a.b.c.d.deep-host.org", "dane-verified", "secure")])
case("child-zone", "The host lives in a signed zone of its own below the domain.", "child-zone.com", "secured", "yes",
     zones=[Zone("child-zone.com", "@ MX 10 mx.mail", farm="bind"),
            Zone("mail.child-zone.com", "mx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}", algorithm="ECDSAP384SHA384", digest=4)],
     mail=[Smtp("mx")], hosts=[Host("mx.mail.child-zone.com", "dane-verified", "secure")])
LONG = ".".join(["l" * 63] * 3 + ["x" * 40])    # with _25._tcp. and longest.org: 253 octets, the most there is
case("long-name", "A host whose TLSA name is as long as a name can be.", "longest.org", "secured", "yes",
     zones=[Zone("longest.org", f"@ MX 10 {LONG}\n{LONG} A {{mx}}\n_25._tcp.{LONG} TLSA {{mx 3 1 1}}", farm="knot")],
     mail=[Smtp("mx", names=("mx.longest.org",))], hosts=[Host(f"{LONG}.longest.org", "dane-verified", "secure")])
