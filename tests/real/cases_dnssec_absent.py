# SPDX-License-Identifier: BSD-2-Clause
"""Cases of what is not there: no TLSA, no DNSSEC, and the half of DANE that is left then."""
from cases import KNOT, case, one_host
from world import Host, Ns, Smtp, Zone

one_host("no-tlsa-nsec", "Signed, no TLSA, proved by NSEC.", "no-tlsa-nsec.org", [], "unprotected", "yes", "opportunistic",
         zone=KNOT, findings=("TLSA_NONE",))
one_host("no-tlsa-nsec3", "Signed, no TLSA, proved by NSEC3 with salt and iterations that RFC 9276 advises against.",
         "no-tlsa-nsec3.nl", [], "unprotected", "yes", "opportunistic", recorded=True,
         zone={"denial": "nsec3", "iterations": 5, "salt": "ab12"},
         findings=("TLSA_NONE", "DNSSEC_NSEC3_ITERATIONS", "DNSSEC_NSEC3_SALT"))
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
                Zone(f"odd-{fate}-host.org", "mx A {mx}", sign="no", servers=[Ns("ns1", fate=f"{fate}:TLSA")])],
         mail=[Smtp("mx")],
         hosts=[Host(f"mx.odd-{fate}-host.org", "opportunistic", address="insecure")],
         findings=() if fate == "drop" else ("TLSA_LOOKUP_FAILED_HARMLESS",),
         absent=("TLSA_LOOKUP_FAILED",), slow=fate == "drop")
