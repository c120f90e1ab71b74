# SPDX-License-Identifier: BSD-2-Clause
"""The cases: what is published, and what must come of it by the contract
(verdict, policy) and the RFCs it rests on.  Shapes: see world.py.

Domains lie under nl (NSD; NSEC3 with opt-out), com (BIND; NSEC3) and org
(Knot; NSEC); their zones are spread over NSD, BIND and Knot farms.
"""
import damage
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
         [], "unprotected", "yes", "opportunistic", findings=("TLSA_NONE",))
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

# --- no TLSA, no DNSSEC ------------------------------------------------------------------------------------------

one_host("no-tlsa-nsec", "Signed, no TLSA, proved by NSEC.", "no-tlsa-nsec.org", [], "unprotected", "yes", "opportunistic",
         zone=KNOT, findings=("TLSA_NONE",))
one_host("no-tlsa-nsec3", "Signed, no TLSA, proved by NSEC3 with salt and iterations that RFC 9276 advises against.",
         "no-tlsa-nsec3.nl", [], "unprotected", "yes", "opportunistic", recorded=True,
         zone={"denial": "nsec3", "iterations": 5, "salt": "ab12"},
         findings=("TLSA_NONE", "DNSSEC_NSEC3_ITERATIONS", "DNSSEC_NSEC3_SALT"))
one_host("self-signed", "No DANE at all; the self-signed certificate is no fault.", "self-signed.com",
         [], "unprotected", "yes", "opportunistic", zone=BIND, findings=("TLS_CERT_SELF_SIGNED",))
one_host("plain-mail", "No TLSA, no STARTTLS: mail goes in clear text.", "plain-mail.nl", [], "unprotected", "yes",
         "opportunistic", smtp=Smtp("mx", tls=False), findings=("STARTTLS_MISSING",))
one_host("unsigned-optout", "Unsigned below nl, whose NSEC3 records opt out of naming it.", "unsigned-optout.nl",
         [], "unprotected", "yes", "opportunistic", zone={"sign": "no"}, dnssec="insecure", mx="insecure",
         host={"address": "insecure", "tlsa": None}, findings=("DNSSEC_UNSIGNED", "DNSSEC_NSEC3_OPT_OUT"))
one_host("unsigned-nsec", "Unsigned below org, whose NSEC record says so.", "unsigned-nsec.org",
         [], "unprotected", "yes", "opportunistic", zone={"sign": "no", "farm": "knot"}, dnssec="insecure", mx="insecure",
         host={"address": "insecure", "tlsa": None}, findings=("DNSSEC_UNSIGNED",))
one_host("ds-missing", "Keys and signatures, and no DS at the parent: unsigned to everybody else.", "ds-missing.com",
         ["mx 3 1 1"], "unprotected", "yes", "opportunistic", zone={"ds": "none"}, dnssec="insecure", mx="insecure",
         host={"address": "insecure", "tlsa": None}, findings=("DNSSEC_DS_MISSING",))
case("half-dane", "Unsigned domain, protected host: an attacker can swap the host (RFC 7672 §2.2.1).", "half-dane.nl",
     "partial", "yes", dnssec="insecure", mx="insecure",
     zones=[Zone("half-dane.nl", "@ MX 10 mx.half-dane-host.com.", sign="no"),
            Zone("half-dane-host.com", "mx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}", farm="bind")],
     mail=[Smtp("mx", names=("mx.half-dane-host.com",))],
     hosts=[Host("mx.half-dane-host.com", "dane-verified", "secure")], findings=("MX_INSECURE",))
case("half-dane-fails", "Unsigned domain, host with a record that does not match: Postfix defers all the same.",
     "half-dane-fails.org", "broken", "no", dnssec="insecure", mx="insecure",
     zones=[Zone("half-dane-fails.org", "@ MX 10 mx.half-fails-host.nl.", sign="no"),
            Zone("half-fails-host.nl", "mx A {mx}\n_25._tcp.mx TLSA {other 3 1 1}")],
     mail=[Smtp("mx", names=("mx.half-fails-host.nl",))],
     hosts=[Host("mx.half-fails-host.nl", "dane-failed", "secure")], findings=("TLSA_MISMATCH", "MX_INSECURE"))
case("host-unsigned", "Signed domain, host in an unsigned zone with TLSA that no sender looks at (RFC 7672 §2.2.2).",
     "host-unsigned.org", "unprotected", "yes",
     zones=[Zone("host-unsigned.org", "@ MX 10 mx.host-unsigned-net.nl.", farm="knot"),
            Zone("host-unsigned-net.nl", "mx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}", sign="no")],
     mail=[Smtp("mx")],
     hosts=[Host("mx.host-unsigned-net.nl", "opportunistic", address="insecure")], findings=("TLSA_INSECURE",))
for fate, said in (("notimp", "NOTIMP"), ("servfail", "SERVFAIL"), ("drop", "nothing")):
    case(f"odd-{fate}", f"The host's zone is unsigned and its server answers {said} to TLSA: nobody asks, so no harm.",
         f"odd-{fate}.nl", "unprotected", "yes",
         zones=[Zone(f"odd-{fate}.nl", f"@ MX 10 mx.odd-{fate}-host.org."),
                Zone(f"odd-{fate}-host.org", "mx A {mx}", farm="odd", sign="no", fate=fate)],
         mail=[Smtp("mx")],
         hosts=[Host(f"mx.odd-{fate}-host.org", "opportunistic", address="insecure")],
         absent=("TLSA_LOOKUP_FAILED",), slow=fate == "drop")

# --- chains of trust that break ----------------------------------------------------------------------------------

one_host("ds-other-key", "The DS names a key that the zone does not have.", "ds-other-key.nl",
         ["mx 3 1 1"], "broken", "no", "dns-failed", zone={"ds": "other-key"}, dnssec="bogus", mx="bogus",
         host={"address": "bogus", "tlsa": None}, findings=("MX_LOOKUP_FAILED", "DNSSEC_DS_NO_KEY"))
one_host("ds-other-digest", "Tag and algorithm of the DS fit, the digest does not.", "ds-other-digest.com",
         ["mx 3 1 1"], "broken", "no", "dns-failed", zone={"ds": "other-digest", "farm": "bind"}, dnssec="bogus", mx="bogus",
         host={"address": "bogus", "tlsa": None}, findings=("MX_LOOKUP_FAILED", "DNSSEC_DS_DIGEST_MISMATCH"), recorded=True)
one_host("ds-no-keys", "A DS above a zone that is not signed.", "ds-no-keys.org",
         ["mx 3 1 1"], "broken", "no", "dns-failed", zone={"sign": "no", "ds": "stale", "farm": "knot"},
         dnssec="bogus", mx="bogus", host={"address": "bogus", "tlsa": None},
         findings=("MX_LOOKUP_FAILED", "DNSSEC_DS_NO_CHILD_KEYS"))
one_host("expired", "Every signature of the zone ran out a week ago.", "expired.nl",
         ["mx 3 1 1"], "broken", "no", "dns-failed", zone={"days": (-30, -7)}, dnssec="bogus", mx="bogus",
         host={"address": "bogus", "tlsa": None}, findings=("MX_LOOKUP_FAILED", "DNSSEC_SIG_EXPIRED"))
one_host("not-yet", "Every signature starts next week.", "not-yet.com",
         ["mx 3 1 1"], "broken", "no", "dns-failed", zone={"days": (7, 30), "farm": "bind"}, dnssec="bogus", mx="bogus",
         host={"address": "bogus", "tlsa": None}, findings=("MX_LOOKUP_FAILED", "DNSSEC_SIG_NOT_YET_VALID"))
one_host("mx-forged", "The zone is sound, the signature over its MX set is not.", "mx-forged.nl",
         ["mx 3 1 1"], "broken", "no", "dane-verified", zone={"damage": damage.forged("mx-forged.nl", "MX")}, mx="bogus",
         findings=("MX_LOOKUP_FAILED", "DNSSEC_SIG_INVALID"))
one_host("mx-unsigned", "The MX set alone lost its signature.", "mx-unsigned.nl",
         ["mx 3 1 1"], "broken", "no", "dane-verified", zone={"damage": damage.unsigned("mx-unsigned.nl", "MX")}, mx="bogus",
         findings=("MX_LOOKUP_FAILED", "DNSSEC_SIG_MISSING"))
one_host("tlsa-forged", "The signature over the TLSA set is not sound: the host is left out (RFC 7672 §2.2).",
         "tlsa-forged.nl", ["mx 3 1 1"], "broken", "no", "dns-failed", host={"tlsa": "bogus"},
         zone={"damage": damage.forged("_25._tcp.mx.tlsa-forged.nl", "TLSA")},
         findings=("TLSA_LOOKUP_FAILED", "DNSSEC_SIG_INVALID"), recorded=True)
one_host("address-forged", "The signature over the address is not sound.", "address-forged.nl",
         ["mx 3 1 1"], "broken", "no", "dns-failed", host={"address": "bogus", "tlsa": None},
         zone={"damage": damage.forged("mx.address-forged.nl", "A")}, findings=("DNSSEC_SIG_INVALID",))
one_host("denial-missing", "No TLSA, and nothing that proves it.", "denial-missing.com",
         [], "broken", "no", "dns-failed", host={"tlsa": "bogus"}, zone={"damage": damage.no_denial()},
         findings=("TLSA_LOOKUP_FAILED", "DNSSEC_DENIAL_MISSING"))
case("tlsa-lame", "_tcp is delegated, signed, to a server that refuses to know it: the host is left out.", "tlsa-lame.org",
     "broken", "no",
     zones=[Zone("tlsa-lame.org", f"""
        @ MX 10 mx
        mx A {{mx}}
        _tcp.mx NS lame
        _tcp.mx DS 4711 13 2 {'5A' * 32}
        lame A 10.79.11.1""", farm="knot")],
     mail=[Smtp("mx")], hosts=[Host("mx.tlsa-lame.org", "dns-failed", "indeterminate")],
     findings=("TLSA_LOOKUP_FAILED",))
case("domain-lame", "The domain's own server refuses to know it.", "domain-lame.nl", "broken", "no",
     dnssec="insecure|indeterminate", mx="indeterminate", kind="none",
     zones=[Zone("domain-lame.nl", "", farm="lame", sign="no")], findings=("MX_LOOKUP_FAILED",), finger="no-address")
one_host("digest-unknown", "A DS of a digest type that nobody knows: as if unsigned (RFC 6840 §5.2).", "digest-unknown.com",
         ["mx 3 1 1"], "unprotected", "yes", "opportunistic", zone={"ds": "unknown-digest", "farm": "bind"},
         dnssec="insecure", mx="insecure", host={"address": "insecure", "tlsa": None},
         findings=("DNSSEC_DS_DIGEST_UNSUPPORTED",))
one_host("algorithm-unknown", "Keys of an algorithm that nobody knows: as if unsigned (RFC 4035 §5.2).",
         "algorithm-unknown.nl", ["mx 3 1 1"], "unprotected", "yes", "opportunistic",
         zone={"damage": damage.renumbered(200)}, dnssec="insecure", mx="insecure",
         host={"address": "insecure", "tlsa": None}, findings=("DNSSEC_ALGORITHM_UNSUPPORTED",))

# --- chains of trust that hold, and want attention ---------------------------------------------------------------

one_host("iterations-200", "NSEC3 with 200 iterations: more than validators do, so its denials prove nothing "
         "(RFC 9276 §3.2).", "iterations-200.com", [], "unprotected", "yes", "opportunistic",
         zone={"denial": "nsec3", "iterations": 200}, host={"tlsa": "insecure"}, findings=("DNSSEC_NSEC3_LIMIT",))
one_host("ends-soon", "Signatures that end tomorrow.", "ends-soon.nl",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", zone={"days": (-10, 1)}, findings=("DNSSEC_SIG_EXPIRES_SOON",))
one_host("ds-sha1", "A DS with a SHA-1 digest: good, and out of date.", "ds-sha1.com",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", zone={"digest": 1, "farm": "bind"},
         findings=("DNSSEC_DS_DIGEST_DEPRECATED",))
one_host("small-key", "Keys of 1,024 bits.", "small-key.nl",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", zone={"algorithm": "RSASHA256", "bits": 1024, "split": True},
         findings=("DNSSEC_KEY_SMALL",))

# --- names that are none, or others ------------------------------------------------------------------------------

case("null-mx", "A null MX: the domain takes no mail (RFC 7505).", "null-mx.org", "no-mail", "no", kind="null",
     zones=[Zone("null-mx.org", "@ MX 0 .", farm="knot")], findings=("MX_NULL",), finger="no-mx", recorded=True)
case("implicit-mx", "No MX: the domain's own address is used, and TLSA sought there.", "implicit-mx.com", "secured", "yes",
     kind="implicit",
     zones=[Zone("implicit-mx.com", "@ A {mx}\n_25._tcp TLSA {mx 3 1 1}", farm="bind")], mail=[Smtp("mx")],
     hosts=[Host("implicit-mx.com", "dane-verified", "secure")], findings=("MX_IMPLICIT",))
case("nxdomain", "The name does not exist, proved by com.", "nowhere-at-all.com", "no-mail", "no", kind="none",
     finger="no-address")
case("nxdomain-optout", "The name does not exist, as far as nl's opt-out lets anyone prove.", "nowhere-at-all.nl",
     "no-mail", "no", kind="none", mx="insecure", finger="no-address",
     peer_mx={"delv": ("secure", "delv does not look at the opt-out bit of the NSEC3 record that covers the name; "
                       "RFC 5155 §9.2 forbids to call such an answer secure")})
case("no-mail-at-all", "The name exists and has neither MX nor address.", "no-mail-at-all.nl", "no-mail", "no", kind="none",
     zones=[Zone("no-mail-at-all.nl", "@ TXT nothing", denial="nsec3")], finger="no-address")
case("mx-missing", "The one MX host does not exist.", "mx-missing.com", "broken", "no",
     zones=[Zone("mx-missing.com", "@ MX 10 gone", farm="bind")],
     hosts=[Host("gone.mx-missing.com", "no-address")], findings=("MX_HOST_MISSING",), finger="no-address")
case("mx-no-address", "The one MX host exists and has no address.", "mx-no-address.org", "broken", "no",
     zones=[Zone("mx-no-address.org", "@ MX 10 mx\nmx TXT nothing", farm="knot")],
     hosts=[Host("mx.mx-no-address.org", "no-address")], findings=("MX_HOST_NO_ADDRESS",), finger="no-address")
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
case("address-literal", "An MX that names an address where a host belongs.", "address-literal.org", "broken", "no",
     zones=[Zone("address-literal.org", f"@ MX 10 {NOBODY}.", farm="knot")],
     hosts=[Host(NOBODY, "no-address", finger="unreachable", finger_why=LITERAL)],
     findings=("MX_HOST_ADDRESS_LITERAL",), finger="unreachable", finger_why=LITERAL)
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
case("idn", "A domain with letters beyond ASCII, asked for as people write it.", "xn--bcherkist-q9a.nl", "secured", "yes",
     zones=[Zone("xn--bcherkist-q9a.nl", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")], hosts=[Host("mx.xn--bcherkist-q9a.nl", "dane-verified", "secure")], ask_as="bücherkist.nl")
