# SPDX-License-Identifier: BSD-2-Clause
"""The cases: what is published, and what must come of it by the contract
(verdict, policy) and the RFCs it rests on.  Shapes: see world.py.

Domains lie under nl (NSD; NSEC3 with opt-out), com (BIND; NSEC3) and org
(Knot; NSEC); their zones are spread over NSD, BIND and Knot farms.
"""
from world import NOBODY, Case, Host, Smtp, Zone

CASES = []


def case(*args, **keywords):
    CASES.append(Case(*args, **keywords))


def one_host(name, why, domain, tlsa, verdict, deliverable, policy, smtp=None, zone=None, host=None, **more):
    """A case with the usual layout: one zone, one MX host `mx` in it.  tlsa: what the TLSA records say."""
    lines = ["@ MX 10 mx", *address_lines(smtp or Smtp("mx"))]
    lines += [f"_25._tcp.mx TLSA {{{data}}}" for data in tlsa]
    mail = [smtp or Smtp("mx")]
    expected = Host(f"mx.{domain}", policy, **{"tlsa": "secure", **(host or {})})
    case(name, why, domain, verdict, deliverable, zones=[Zone(domain, "\n".join(lines), **(zone or {}))], mail=mail,
         hosts=[expected], **more)


TLSA_OF_NOBODY = "TLSA {other 3 1 1}"


def dns_zone(name, text="", tlsa=TLSA_OF_NOBODY, **more):
    """A zone that holds one MX host, at an address where nobody listens, and its TLSA set."""
    lines = ["@ MX 10 mx", f"mx A {NOBODY}", *([f"_25._tcp.mx {tlsa}"] if tlsa else []), text]
    return Zone(name, "\n".join(lines), **more)


def dns_only(name, why, domain, verdict="secured", deliverable="yes", zone=None, host=None, text="", tlsa=TLSA_OF_NOBODY,
             **more):
    """A case of the DNS alone (--no-smtp), with one zone and one host in it, unless zones and hosts are given."""
    expected = Host(f"mx.{domain}", **{"policy": "not-probed", "tlsa": "secure", **(host or {})})
    case(name, why, domain, verdict, deliverable, no_smtp=True,
         **{"zones": [dns_zone(domain, text, tlsa, **(zone or {}))] if "zones" not in more else [],
            "hosts": [expected], **more})


def address_lines(smtp, owner="mx"):
    return ([f"{owner} A {{{smtp.label}}}"] * ("4" in smtp.family)
            + [f"{owner} AAAA {{{smtp.label}/6}}"] * ("6" in smtp.family))


def ca(label="mx", **more):
    return Smtp(label, issuer="ca", **more)


LITERAL = ("Postfix forgives it and connects to the address; the data of an MX is a host name (RFC 5321 §5.1), "
           "which this one is not, and it has no address")
OLD = ("the OpenSSL of this system refuses TLS 1.1 at its default security level, as senders on it do; others still "
       "speak it, and the fault to name is the version")
BIND = {"farm": "bind"}
KNOT = {"farm": "knot"}

# --- records that match ------------------------------------------------------------------------------------------

one_host("ee-spki", "3 1 1, the way RFC 7672 §3.1 recommends.", "ee-spki.nl",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", zone={"split": True, "denial": "nsec3"}, recorded=True)
one_host("ee-cert", "3 0 1: the whole certificate of the host.", "ee-cert.com",
         ["mx 3 0 1"], "secured", "yes", "dane-verified", smtp=Smtp("mx", key="RSA"), zone=BIND)
one_host("ee-sha512", "3 1 2: SHA2-512 counts as well (RFC 6698 §6).", "ee-sha512.org",
         ["mx 3 1 2"], "secured", "yes", "dane-verified", smtp=Smtp("mx", key="P-384"), zone=KNOT)
one_host("ee-full", "3 1 0: the key itself instead of a digest.", "ee-full.org",
         ["mx 3 1 0"], "secured", "yes", "dane-verified", zone={**KNOT, "algorithm": "ED25519"},
         findings=("TLSA_FULL_DATA",))
one_host("ta-spki", "2 1 1: the issuer's key; the chain is sent and the host's name is in the certificate.", "ta-spki.com",
         ["mx 2 1 1"], "secured", "yes", "dane-verified", smtp=ca(),
         zone={**BIND, "algorithm": "ECDSAP384SHA384", "digest": 4, "split": True})
one_host("ta-next-hop", "2 0 1, certificate for the mail domain only: a reference name where the MX answer is secure "
         "(RFC 7672 §3.2.2).", "ta-next-hop.nl",
         ["mx 2 0 1"], "secured", "yes", "dane-verified", smtp=ca(names=("ta-next-hop.nl",)),
         host={"finger": "mismatch", "finger_why": "asked for [host], posttls-finger has the host as its next hop and "
               "does not know the mail domain, whose name RFC 7672 §3.2.2 lets the certificate have"})
one_host("ta-wildcard", "A certificate for *.domain covers one label (RFC 7672 §3.2.3).", "ta-wildcard.org",
         ["mx 2 1 1"], "secured", "yes", "dane-verified", smtp=ca(names=("*.ta-wildcard.org",)), zone=KNOT)
one_host("rollover-next", "Two keys published, one shown: alternatives, not demands (RFC 7671 §8.1).", "rollover-next.nl",
         ["mx 3 1 1", "other 3 1 1"], "secured", "yes", "dane-verified", findings=("TLSA_ROLLOVER_READY",),
         absent=("TLSA_MISMATCH", "TLSA_NO_ROLLOVER"))
one_host("rollover-issuer", "Current key and issuer (RFC 7671 §8.4).", "rollover-issuer.com",
         ["mx 3 1 1", "mx 2 1 1"], "secured", "yes", "dane-verified", smtp=ca(), zone=BIND,
         findings=("TLSA_ROLLOVER_READY",))
one_host("set-unmatched", "3 1 1 matches, the whole 2 1 1 set matches nothing (RFC 7671 §8).", "set-unmatched.org",
         ["mx 3 1 1", "other 2 1 1"], "secured", "yes", "dane-verified", zone=KNOT,
         findings=("TLSA_PARAMETERS_UNMATCHED",))
one_host("ee-expired", "Under 3 1 1 the dates of the certificate do not count (RFC 7672 §3.1.1).", "ee-expired.nl",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", smtp=Smtp("mx", valid="expired"), findings=("TLSA_EE_EXPIRED",))
one_host("ee-other-name", "Under 3 1 1 the names in the certificate do not count (RFC 7672 §3.1.1).", "ee-other-name.com",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", smtp=Smtp("mx", names=("elsewhere.net",)),
         zone={"algorithm": "RSASHA256", "split": True, "farm": "bind"}, findings=("TLS_CERT_NAME",))
one_host("ipv6-only", "A host that only has an IPv6 address.", "ipv6-only.org",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", smtp=Smtp("mx", family="6"), zone=KNOT)
one_host("dual-stack", "One server on both families.", "dual-stack.nl",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", smtp=Smtp("mx", family="46"),
         zone={"farm": "bind", "sign": "policy", "denial": "nsec3"}, recorded=True)
case("one-address-closed", "Two addresses, one of which does not answer: what answers is good.", "one-closed.com",
     "secured", "yes",
     zones=[Zone("one-closed.com", "@ MX 10 mx\nmx A {up}\nmx AAAA {down/6}\n_25._tcp.mx TLSA {up 3 1 1}", farm="bind")],
     mail=[Smtp("up"), Smtp("down", kind="closed", family="6")],
     hosts=[Host("mx.one-closed.com", "dane-verified", "secure")], findings=("SMTP_REFUSED",))
one_host("tls12", "A server that stops at TLS 1.2.", "tls12.com",
         ["mx 3 1 1"], "secured", "yes", "dane-verified",
         smtp=Smtp("mx", options={"smtpd_tls_protocols": "TLSv1.2"}), zone={"farm": "bind", "sign": "policy"})
one_host("tls11", "A server that stops at TLS 1.1: out of date, and what it shows still matches.", "tls11.nl",
         ["mx 3 1 1"], "secured", "yes", "dane-verified",
         smtp=Smtp("mx", options={"smtpd_tls_protocols": "TLSv1.1"}), findings=("TLS_VERSION_OLD",),
         finger="tls-failed", finger_why=OLD, host={"finger": "tls-failed", "finger_why": OLD})
one_host("slow-greeting", "Six seconds to the greeting: slow, and still a verdict.", "slow-greeting.org",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", zone=KNOT, findings=("SMTP_GREETING_SLOW",),
         smtp=Smtp("mx", options={"smtpd_delay_reject": "no", "smtpd_client_restrictions": "sleep 6"}),
         finger="unreachable", finger_why="it is told to wait four seconds",
         host={"finger": "unreachable", "finger_why": "it is told to wait four seconds"})

# --- records that do not -----------------------------------------------------------------------------------------

one_host("ee-mismatch", "3 1 1 of another key.", "ee-mismatch.nl",
         ["other 3 1 1"], "broken", "no", "dane-failed", findings=("TLSA_MISMATCH",), recorded=True)
one_host("ta-name", "2 1 1: chain good, certificate for another name.", "ta-name.com",
         ["mx 2 1 1"], "broken", "no", "dane-failed", smtp=ca(names=("mx.elsewhere.net",)), zone=BIND,
         findings=("TLSA_TA_NAME",))
case("ta-wildcard-deep", "*.domain does not cover two labels.", "ta-wildcard-deep.org", "broken", "no",
     zones=[Zone("ta-wildcard-deep.org", "@ MX 10 mx.a\nmx.a A {mx}\n_25._tcp.mx.a TLSA {mx 2 1 1}", farm="knot")],
     mail=[ca(names=("*.ta-wildcard-deep.org",))], hosts=[Host("mx.a.ta-wildcard-deep.org", "dane-failed", "secure")],
     findings=("TLSA_TA_NAME",))
one_host("ta-not-sent", "2 1 1: the issuer is not in the chain sent (RFC 7672 §3.1.2).", "ta-not-sent.org",
         ["mx 2 1 1"], "broken", "no", "dane-failed", smtp=ca(send_issuer=False), zone=KNOT,
         findings=("TLSA_TA_NOT_SENT",))
one_host("ta-expired", "Under 2 1 1 the dates do count (RFC 7671 §5.2).", "ta-expired.nl",
         ["mx 2 1 1"], "broken", "no", "dane-failed", smtp=ca(valid="expired"), findings=("TLSA_TA_EXPIRED",))
one_host("wrong-owner", "TLSA at the host itself, without _25._tcp: no sender asks there.", "wrong-owner.nl",
         [], "unprotected", "yes", "opportunistic", findings=("TLSA_NONE", "TLSA_WRONG_OWNER"))
CASES[-1].zones[0].text += "\nmx TLSA {mx 3 1 1}"
one_host("digest-agility", "3 1 1 matches, 3 1 2 is stale: the strongest digest is the one that counts (RFC 7671 §9).",
         "digest-agility.com", ["mx 3 1 1", "other 3 1 2"], "broken", "no", "dane-failed", zone=BIND,
         findings=("TLSA_DIGEST_AGILITY",))
case("one-address-differs", "Two addresses, one certificate published: it depends on the family.", "one-address.nl",
     "broken", "degraded",
     zones=[Zone("one-address.nl", """
        @ MX 10 mx
        mx A {old}
        mx AAAA {new/6}
        _25._tcp.mx TLSA {old 3 1 1}""")],
     mail=[Smtp("old"), Smtp("new", family="6")],
     hosts=[Host("mx.one-address.nl", "dane-failed", "secure", dane={"4": "verified", "6": "mismatch"})],
     findings=("TLSA_MISMATCH_ADDRESS",),
     finger="verified|mismatch", finger_why="it looks at one address, whichever comes first; each family is compared below")

# --- records that cannot be used ---------------------------------------------------------------------------------

one_host("pkix-usage", "Usage 1 is not for mail servers: TLS without a name (RFC 7672 §3.1.3).", "pkix-usage.nl",
         ["mx 1 1 1"], "partial", "yes", "encrypt-only", findings=("TLSA_ALL_UNUSABLE", "TLSA_USAGE_PKIX"))
one_host("short-digest", "A digest of 4 octets: unusable, and still TLS is required.", "short-digest.org",
         [], "partial", "yes", "encrypt-only", findings=("TLSA_ALL_UNUSABLE", "TLSA_LENGTH"))
CASES[-1].zones[0].text += "\n_25._tcp.mx TLSA 3 1 1 01020304"
one_host("unknown-matching", "Matching type 9 is nobody's.", "unknown-matching.com",
         [], "partial", "yes", "encrypt-only", findings=("TLSA_ALL_UNUSABLE", "TLSA_MATCHING_UNKNOWN"))
CASES[-1].zones[0].text += "\n_25._tcp.mx TLSA 3 1 9 " + "ab" * 32
one_host("pkix-no-tls", "Unusable records, and no STARTTLS: not even in clear text (RFC 7672 §2.2).", "pkix-no-tls.nl",
         ["mx 0 0 1"], "broken", "no", "dane-failed", smtp=Smtp("mx", tls=False), findings=("STARTTLS_MISSING",))
one_host("one-usable", "One record unusable, one good.", "one-usable.org",
         ["mx 1 1 1", "mx 3 1 1"], "secured", "yes", "dane-verified", zone=KNOT, findings=("TLSA_USAGE_PKIX",),
         absent=("TLSA_ALL_UNUSABLE",))

# --- STARTTLS and before -----------------------------------------------------------------------------------------

one_host("no-starttls", "TLSA published, STARTTLS not offered.", "no-starttls.com",
         ["mx 3 1 1"], "broken", "no", "dane-failed", smtp=Smtp("mx", tls=False), zone=BIND,
         findings=("STARTTLS_MISSING",), recorded=True)
one_host("starttls-454", "STARTTLS offered, then 454.", "starttls-454.nl",
         ["mx 3 1 1"], "broken", "no", "dane-failed",
         smtp=Smtp("mx", options={"smtpd_tls_CAfile": "/nonexistent"}),
         findings=("STARTTLS_REFUSED",))
one_host("handshake", "No cipher in common.", "handshake.org",
         ["mx 3 1 1"], "broken", "no", "dane-failed", zone=KNOT,
         smtp=Smtp("mx", options={"smtpd_tls_protocols": "TLSv1.2", "smtpd_tls_ciphers": "null"}),
         findings=("TLS_HANDSHAKE",))
one_host("port-closed", "Nothing listens: no word on DANE can be said.", "port-closed.nl",
         ["mx 3 1 1"], "unknown", "unknown", "unreachable", smtp=Smtp("mx", kind="closed"), findings=("SMTP_REFUSED",),
         absent=("TLSA_MISMATCH",))
one_host("greeting-554", "554 instead of a greeting is no verdict on DANE.", "greeting-554.com",
         ["mx 3 1 1"], "unknown", "unknown", "unreachable", zone=BIND, findings=("SMTP_GREETING_REJECTED",),
         smtp=Smtp("mx", options={"smtpd_delay_reject": "no", "smtpd_client_restrictions": "reject"}))
one_host("silent", "The connection is made, and nobody speaks.", "silent.org",
         ["mx 3 1 1"], "unknown", "unknown", "unreachable", smtp=Smtp("mx", kind="silent"), zone=KNOT,
         findings=("SMTP_TIMEOUT",), slow=True)

# --- several hosts -----------------------------------------------------------------------------------------------

case("two-good", "Two hosts, both protected.", "two-good.nl", "secured", "yes",
     zones=[Zone("two-good.nl", """
        @ MX 10 mx1
        @ MX 20 mx2
        mx1 A {mx1}
        mx2 A {mx2}
        _25._tcp.mx1 TLSA {mx1 3 1 1}
        _25._tcp.mx2 TLSA {mx2 2 1 1}""")],
     mail=[Smtp("mx1"), ca("mx2")],
     hosts=[Host("mx1.two-good.nl", "dane-verified", "secure"), Host("mx2.two-good.nl", "dane-verified", "secure")])
case("one-fails", "Two hosts, one of which senders must leave out.", "one-fails.com", "broken", "degraded",
     zones=[Zone("one-fails.com", """
        @ MX 10 mx1
        @ MX 20 mx2
        mx1 A {mx1}
        mx2 A {mx2}
        _25._tcp.mx1 TLSA {other 3 1 1}
        _25._tcp.mx2 TLSA {mx2 3 1 1}""", farm="bind")],
     mail=[Smtp("mx1"), Smtp("mx2")],
     hosts=[Host("mx1.one-fails.com", "dane-failed", "secure"), Host("mx2.one-fails.com", "dane-verified", "secure")],
     findings=("TLSA_MISMATCH",))
case("mixed", "One host protected, one not: an attacker picks the weak one.", "mixed.org", "partial", "yes",
     zones=[Zone("mixed.org", """
        @ MX 10 mx1
        @ MX 20 mx2
        mx1 A {mx1}
        mx2 A {mx2}
        _25._tcp.mx1 TLSA {mx1 3 1 1}""", farm="knot", denial="nsec3", split=True)],
     mail=[Smtp("mx1"), Smtp("mx2")],
     hosts=[Host("mx1.mixed.org", "dane-verified", "secure"), Host("mx2.mixed.org", "opportunistic", "secure")],
     findings=("MX_MIXED_PROTECTION",), recorded=True)
case("spare-closed", "Beside a protected host one that does not answer.", "spare-closed.nl", "partial", "degraded",
     zones=[Zone("spare-closed.nl", """
        @ MX 10 mx1
        @ MX 20 mx2
        mx1 A {mx1}
        mx2 A {mx2}
        _25._tcp.mx1 TLSA {mx1 3 1 1}
        _25._tcp.mx2 TLSA {mx2 3 1 1}""")],
     mail=[Smtp("mx1"), Smtp("mx2", kind="closed")],
     hosts=[Host("mx1.spare-closed.nl", "dane-verified", "secure"), Host("mx2.spare-closed.nl", "unreachable", "secure")],
     findings=("SMTP_REFUSED",))
case("spare-missing", "Beside a protected host a name that does not exist: fails no one.", "spare-missing.com",
     "partial", "yes",
     zones=[Zone("spare-missing.com", """
        @ MX 10 gone
        @ MX 20 mx
        mx A {mx}
        _25._tcp.mx TLSA {mx 3 1 1}""", farm="bind")],
     mail=[Smtp("mx")],
     hosts=[Host("gone.spare-missing.com", "no-address"), Host("mx.spare-missing.com", "dane-verified", "secure")],
     findings=("MX_HOST_MISSING",), finger="verified")

# --- no DANE at all, and names that are none ----------------------------------------------------------------------

one_host("self-signed", "No DANE at all; the self-signed certificate is no fault.", "self-signed.com",
         [], "unprotected", "yes", "opportunistic", zone=BIND, findings=("TLS_CERT_SELF_SIGNED",))
one_host("plain-mail", "No TLSA, no STARTTLS: mail goes in clear text.", "plain-mail.nl", [], "unprotected", "yes",
         "opportunistic", smtp=Smtp("mx", tls=False), findings=("STARTTLS_MISSING",))
case("null-mx", "A null MX: the domain takes no mail (RFC 7505).", "null-mx.org", "no-mail", "no", kind="null",
     zones=[Zone("null-mx.org", "@ MX 0 .", farm="knot")], findings=("MX_NULL",), finger="no-mx", recorded=True)
case("implicit-mx", "No MX: the domain's own address is used, and TLSA sought there.", "implicit-mx.com", "secured", "yes",
     kind="implicit",
     zones=[Zone("implicit-mx.com", "@ A {mx}\n_25._tcp TLSA {mx 3 1 1}", farm="bind")], mail=[Smtp("mx")],
     hosts=[Host("implicit-mx.com", "dane-verified", "secure")], findings=("MX_IMPLICIT",))
case("mx-missing", "The one MX host does not exist.", "mx-missing.com", "broken", "no",
     zones=[Zone("mx-missing.com", "@ MX 10 gone", farm="bind")],
     hosts=[Host("gone.mx-missing.com", "no-address")], findings=("MX_HOST_MISSING",), finger="no-address")
case("mx-no-address", "The one MX host exists and has no address.", "mx-no-address.org", "broken", "no",
     zones=[Zone("mx-no-address.org", "@ MX 10 mx\nmx TXT nothing", farm="knot")],
     hosts=[Host("mx.mx-no-address.org", "no-address")], findings=("MX_HOST_NO_ADDRESS",), finger="no-address")
case("address-literal", "An MX that names an address where a host belongs.", "address-literal.org", "broken", "no",
     zones=[Zone("address-literal.org", f"@ MX 10 {NOBODY}.", farm="knot")],
     hosts=[Host(NOBODY, "no-address", finger="unreachable", finger_why=LITERAL)],
     findings=("MX_HOST_ADDRESS_LITERAL",), finger="unreachable", finger_why=LITERAL)
case("idn", "A domain with letters beyond ASCII, asked for as people write it.", "xn--bcherkist-q9a.nl", "secured", "yes",
     zones=[Zone("xn--bcherkist-q9a.nl", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")], hosts=[Host("mx.xn--bcherkist-q9a.nl", "dane-verified", "secure")], ask_as="bücherkist.nl")
