# SPDX-License-Identifier: BSD-2-Clause
"""Cases of hosted mail: the names of Exchange Online, old and new, and other providers."""
from cases import case
from world import Host, Smtp, Zone

OLD = "mail.protection.outlook.com"
NEW = "j-v1.mx.microsoft"
OTHER = "ab" * 32

# The provider's zones; the tenants' hosts are in them, each with a mail server of the case that needs it.
case("exo-complete", "A tenant at the new name of Exchange Online, DANE on: two records, one of which fits, as there.",
     "exo-complete.nl", "secured", "yes",
     zones=[Zone("exo-complete.nl", f"@ MX 0 exo-complete-nl.{NEW}."),
            Zone("j-v1.mx.microsoft", f"exo-complete-nl A {{mx}}\n_25._tcp.exo-complete-nl TLSA {{mx 3 1 1}}\n"
                 f"_25._tcp.exo-complete-nl TLSA 3 1 1 {OTHER}", farm="knot")],
     mail=[Smtp("mx", issuer="ca", names=("*.j-v1.mx.microsoft",))],
     hosts=[Host(f"exo-complete-nl.{NEW}", "dane-verified", "secure")], findings=("EXO_COMPLETE",))
case("exo-unsigned-domain", "The tenant's host is ready, the tenant's domain is not signed.", "exo-unsigned.nl", "partial", "yes",
     dnssec="insecure", mx="insecure",
     zones=[Zone("exo-unsigned.nl", "@ MX 0 exo-unsigned-nl.p-v1.mx.microsoft.", sign="no"),
            Zone("p-v1.mx.microsoft", "exo-unsigned-nl A {mx}\n_25._tcp.exo-unsigned-nl TLSA {mx 3 1 1}", farm="knot")],
     mail=[Smtp("mx", names=("exo-unsigned-nl.p-v1.mx.microsoft",))],
     hosts=[Host("exo-unsigned-nl.p-v1.mx.microsoft", "dane-verified", "secure")], findings=("EXO_DOMAIN_UNSIGNED", "MX_INSECURE"))
case("exo-dane-off", "A tenant at the new name, DANE not turned on; and a name that was copied from another.", "exo-off.nl",
     "unprotected", "yes",
     zones=[Zone("exo-off.nl", "@ MX 0 another-nl.o-v1.mx.microsoft."),
            Zone("o-v1.mx.microsoft", "another-nl A {mx}", farm="knot")],
     mail=[Smtp("mx", names=("another-nl.o-v1.mx.microsoft",))],
     hosts=[Host("another-nl.o-v1.mx.microsoft", "opportunistic", "secure")],
     findings=("EXO_DANE_OFF", "EXO_NAME_FOR_OTHER_DOMAIN", "TLSA_NONE"))
case("exo-old", "A tenant at the old name: its zone is not signed.", "exo-old.nl", "unprotected", "yes",
     zones=[Zone("exo-old.nl", f"@ MX 0 exo-old-nl.{OLD}."), Zone(OLD, "exo-old-nl A {mx}", sign="no")],
     mail=[Smtp("mx", names=(f"exo-old-nl.{OLD}",))],
     hosts=[Host(f"exo-old-nl.{OLD}", "opportunistic", address="insecure")], findings=("EXO_LEGACY_HOST", "MX_HOST_INSECURE"))
case("exo-both", "The move is half done: both names in the MX.", "exo-both.com", "partial", "yes",
     zones=[Zone("exo-both.com", "@ MX 0 exo-both-com.b-v1.mx.microsoft.\n@ MX 10 exo-both-com.b.mail.protection.outlook.com.",
                 farm="bind"),
            Zone("b-v1.mx.microsoft", "exo-both-com A {mx}\n_25._tcp.exo-both-com TLSA {mx 3 1 1}", farm="knot"),
            Zone("b.mail.protection.outlook.com", "exo-both-com A {old}", sign="no")],
     mail=[Smtp("mx", names=("exo-both-com.b-v1.mx.microsoft",)), Smtp("old", names=("exo-both-com.b.mail.protection.outlook.com",))],
     hosts=[Host("exo-both-com.b-v1.mx.microsoft", "dane-verified", "secure"),
            Host("exo-both-com.b.mail.protection.outlook.com", "opportunistic", address="insecure")],
     findings=("EXO_OLD_AND_NEW", "EXO_LEGACY_HOST", "MX_MIXED_PROTECTION"), absent=("EXO_COMPLETE",))
case("exo-ownership", "A record that only proved ownership of the domain, left in the MX: below invalid nobody can be (RFC 6761).", "exo-ownership.nl", "partial", "yes",
     zones=[Zone("exo-ownership.nl", "@ MX 10 mx\n@ MX 32767 ms12345678.msv1.invalid.\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}")],
     mail=[Smtp("mx")],
     hosts=[Host("mx.exo-ownership.nl", "dane-verified", "secure"), Host("ms12345678.msv1.invalid", "no-address", address="insecure")],
     findings=("EXO_OWNERSHIP_RECORD",))
case("exo-retired", "A name of Exchange Online that is gone.", "exo-retired.org", "unprotected", "yes",
     zones=[Zone("exo-retired.org", "@ MX 0 exo.mail.eo.outlook.com.", farm="knot"),
            Zone("mail.eo.outlook.com", "exo A {mx}", sign="no")],
     mail=[Smtp("mx", names=("exo.mail.eo.outlook.com",))],
     hosts=[Host("exo.mail.eo.outlook.com", "opportunistic", address="insecure")], findings=("EXO_RETIRED_HOST",))
case("provider-no-dane", "Mail at a provider that does no DANE.", "provider-no-dane.nl", "unprotected", "yes",
     zones=[Zone("provider-no-dane.nl", "@ MX 1 aspmx.l.google.com."), Zone("google.com", "aspmx.l A {mx}", sign="no")],
     mail=[Smtp("mx", names=("aspmx.l.google.com",))],
     hosts=[Host("aspmx.l.google.com", "opportunistic", address="insecure")], findings=("PROVIDER_NO_DANE",))
case("provider-ready", "Mail at a provider that is ready, of a domain that is not signed.", "provider-ready.nl", "partial", "yes",
     dnssec="insecure", mx="insecure",
     zones=[Zone("provider-ready.nl", "@ MX 10 in.zivver.com.", sign="no"),
            Zone("zivver.com", "in A {mx}\n_25._tcp.in TLSA {mx 3 1 1}", farm="bind")],
     mail=[Smtp("mx", names=("in.zivver.com",))], hosts=[Host("in.zivver.com", "dane-verified", "secure")],
     findings=("PROVIDER_READY_DOMAIN_UNSIGNED", "PROVIDER_GATEWAY"))
