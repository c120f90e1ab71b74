# SPDX-License-Identifier: BSD-2-Clause
"""Cases of signatures: over the wrong thing, by the wrong name, at the wrong time; and the parent's over the DS."""
import damage
import resign
from cases import case, dns_only, dns_zone, one_host
from cases_dnssec_keys import BROKEN, UNSIGNED
from world import Host, Zone

MX_BROKEN = {"verdict": "broken", "deliverable": "no", "mx": "bogus"}
TLSA_BROKEN = {"verdict": "broken", "deliverable": "no", "host": {"policy": "dns-failed", "tlsa": "bogus"}}

LABELS_TAKEN = ("the delv of Debian 12 before its security updates (9.18.49-1~deb12u1) takes it, those since (deb12u3) do not; RFC "
                "4035 §5.3.1 forbids it")

# --- one set of the zone -----------------------------------------------------------------------------------------

for name, why, finding, wrong in (
        ("signer-parent", "The MX set is signed in the name of nl.", "DNSSEC_SIG_WRONG_SIGNER", {"signer": "nl"}),
        ("signer-below", "The MX set is signed in the name of a zone below.", "DNSSEC_SIG_WRONG_SIGNER",
         {"signer": "mx.signer-below.nl"}),
        ("labels-more", "The signature over the MX set speaks of more labels than the name has.", "DNSSEC_SIG_LABELS",
         {"labels": 3}),
        ("key-unknown", "The MX set is signed by a key that the zone does not publish.", "DNSSEC_SIG_UNKNOWN_KEY",
         {"tag": 1}),
        ("mx-expired", "Only the signature over the MX set ran out.", "DNSSEC_SIG_EXPIRED", {"days": (-30, -3)}),
        ("mx-not-yet", "The signature over the MX set starts in three days.", "DNSSEC_SIG_NOT_YET_VALID", {"days": (3, 30)}),
        ("mx-backwards", "The signature over the MX set ends before it starts.", "DNSSEC_SIG_EXPIRED", {"days": (3, -3)}),
        ("mx-algorithm", "The signature over the MX set names another algorithm than its key has.", None,
         {"algorithm": 8})):
    dns_only(name, why, f"{name}.nl", zone={"damage": resign.signed_anew(f"{name}.nl", "MX", **wrong)}, peers=(
                 {"delv MX": ("bogus|secure", LABELS_TAKEN)} if finding == "DNSSEC_SIG_LABELS" else {}),
             findings=("MX_LOOKUP_FAILED", *([finding] if finding else [])), **MX_BROKEN)
for name, why, finding, wrong in (
        ("tlsa-expired", "Only the signature over the TLSA set ran out.", "DNSSEC_SIG_EXPIRED", {"days": (-30, -3)}),
        ("tlsa-signer", "The TLSA set is signed in the name of the host.", "DNSSEC_SIG_WRONG_SIGNER",
         {"signer": "mx.tlsa-signer.com"})):
    dns_only(name, why, f"{name}.com", zone={"damage": resign.signed_anew(f"_25._tcp.mx.{name}.com", "TLSA", **wrong)},
             findings=("TLSA_LOOKUP_FAILED", finding), **TLSA_BROKEN)
dns_only("signature-beside", "Beside a good signature one that ran out: one that holds is enough (RFC 4035 §5.3.3).",
         "signature-beside.nl",
         zone={"damage": resign.signed_anew("signature-beside.nl", "MX", beside=True, days=(-30, -3))})
dns_only("all-unsigned", "Keys and a DS, and no signature at all.", "all-unsigned.com", findings=("DNSSEC_SIG_MISSING",),
         zone={"damage": damage.no_signatures()}, **BROKEN)
dns_only("soa-forged", "The proof of absence is sound, the SOA beside it is not.", "soa-forged.nl", tlsa="",
         zone={"damage": damage.forged("soa-forged.nl", "SOA")}, **TLSA_BROKEN)
one_host("lifetime-long", "Signatures for 400 days.", "lifetime-long.nl", ["mx 3 1 1"], "secured", "yes", "dane-verified",
         zone={"days": (-1, 400)}, findings=("DNSSEC_SIG_LIFETIME_LONG",))
one_host("ttl-longer", "A TTL above the one that was signed.", "ttl-longer.com", ["mx 3 1 1"], "secured", "yes",
         "dane-verified", zone={"damage": damage.longer_ttl("ttl-longer.com", "MX", 3000)},
         servers_say=("DNSSEC_TTL_ABOVE_SIGNED",))

# --- between parent and child ------------------------------------------------------------------------------------

def below(name, why, damaged, signed=True, parent=None, **more):
    """A domain in a zone below one in which something is wrong."""
    middle = f"{name}.org"
    zones = [Zone(middle, "", **{"damage": damaged, **(parent or {})}),
             dns_zone(f"sub.{middle}", **({} if signed else {"sign": "no"}))]
    dns_only(name, why, f"sub.{middle}", zones=zones, **more)


below("ds-forged", "The signature over the DS set of a child does not verify.", damage.forged("sub.ds-forged.org", "DS"),
      findings=("DNSSEC_SIG_INVALID",), **BROKEN)
below("ds-unsigned", "The DS set of a child has lost its signature.", damage.unsigned("sub.ds-unsigned.org", "DS"),
      findings=("DNSSEC_SIG_MISSING",), **BROKEN)
below("ds-expired", "The signature over the DS set of a child ran out.",
      resign.signed_anew("sub.ds-expired.org", "DS", days=(-30, -3)), findings=("DNSSEC_SIG_EXPIRED",), **BROKEN)
below("cut-unproved", "An unsigned zone below a signed one that does not prove that there is no DS.", damage.no_denial(),
      signed=False, findings=("DNSSEC_DENIAL_MISSING",), **BROKEN)
below("unsigned-below", "An unsigned zone below a signed one, with proof.", None, signed=False,
      findings=("DNSSEC_UNSIGNED",), **UNSIGNED)
below("island", "A signed zone below an unsigned one: an island that nobody can reach.", None, parent={"sign": "no"},
      **UNSIGNED)
dns_only("one-server-for-both", "Parent and child on the same servers.", "sub.same-server.org",
         zones=[Zone("same-server.org", ""), dns_zone("sub.same-server.org")])
dns_only("one-server-unsigned", "Parent and child on the same servers, the child unsigned.", "sub.same-unsigned.org",
         zones=[Zone("same-unsigned.org", ""), dns_zone("sub.same-unsigned.org", sign="no")], **UNSIGNED)
dns_only("five-cuts", "Five zones, one below the other, on two programs.", "e.d.c.b.five-cuts.nl", zones=[
    Zone("five-cuts.nl", ""), Zone("b.five-cuts.nl", "", farm="bind", denial="nsec3"),
    Zone("c.b.five-cuts.nl", "", farm="alt"), Zone("d.c.b.five-cuts.nl", "", farm="alt2", algorithm="ECDSAP384SHA384"),
    dns_zone("e.d.c.b.five-cuts.nl")])
dns_only("top-level", "A top-level domain that takes mail.", "posttop", zones=[dns_zone("posttop")])
case("host-at-top", "The host is a name in a top-level zone of its own.", "host-at-top.nl", "secured", "yes", no_smtp=True,
     zones=[Zone("host-at-top.nl", "@ MX 10 mailtop."),
            Zone("mailtop", "@ A 10.79.0.99\n_25._tcp TLSA {other 3 1 1}", farm="alt2")],
     hosts=[Host("mailtop", "not-probed", "secure")])
