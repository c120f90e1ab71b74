# SPDX-License-Identifier: BSD-2-Clause
"""Cases of chains of trust: those that break, and those that hold and want attention."""
import damage
from cases import case, one_host
from world import Host, Smtp, Zone

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

