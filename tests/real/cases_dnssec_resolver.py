# SPDX-License-Identifier: BSD-2-Clause
"""Cases of the resolver between us and the servers: one that validates is what all other cases are asked through; here
are one that does not, one that strips, and one that lies.  --iterate asks none of them."""
import damage
from cases import dns_only
from cases_dnssec_keys import BROKEN
from world import RESOLVER_LIES, RESOLVER_PLAIN, RESOLVER_STRIPS, Host

ASKED_OTHERS = "we asked a resolver that keeps DNSSEC to itself; the peers asked others"
NONE = "there is no resolver in between"
HIDDEN = {"iterate": {"findings": ("DNSSEC_SIG_EXPIRED",)}, "iterate_why": NONE}

dns_only("resolver-plain", "A resolver that does not validate: what it brings can be proved all the same.",
         "resolver-plain.nl", resolver=RESOLVER_PLAIN)
dns_only("resolver-plain-bogus", "A resolver that does not validate hands on what is bogus.", "resolver-bogus.nl",
         zone={"days": (-30, -7)}, resolver=RESOLVER_PLAIN, findings=("DNSSEC_SIG_EXPIRED", "RESOLVER_NOT_VALIDATING"), **HIDDEN,
         **BROKEN)
dns_only("resolver-lies", "A resolver that sets AD on everything: nothing is believed for that.", "resolver-lies.com",
         zone={"days": (-30, -7)}, resolver=RESOLVER_LIES, findings=("DNSSEC_SIG_EXPIRED", "RESOLVER_DISAGREES"),
         **HIDDEN, **BROKEN)
dns_only("resolver-strips", "A resolver that strips signatures: nothing can be proved, and that is not the domain's doing.",
         "resolver-strips.nl", verdict="unknown", deliverable="unknown", dnssec="bogus", mx="bogus",
         resolver=RESOLVER_STRIPS, findings=("RESOLVER_NO_DNSSEC",), kind="mx|none", hosts=[],
         peers={f"{peer} {kind}": ("secure", ASKED_OTHERS) for peer in ("delv", "unbound") for kind in ("MX", "A")},
         iterate_why=NONE,
         iterate={"verdict": "secured", "deliverable": "yes", "dnssec": "secure", "mx": "secure", "kind": "mx", "findings": (),
                  "peers": {}, "hosts": [Host("mx.resolver-strips.nl", "not-probed", "secure")]})
