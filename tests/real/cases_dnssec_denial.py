# SPDX-License-Identifier: BSD-2-Clause
"""Cases of denial: NSEC and NSEC3, wildcards, empty names, opt-out, iterations and salt; and proofs that prove nothing."""
import damage
import resign
from cases import dns_only, dns_zone
from cases_dnssec_keys import UNSIGNED
from cases_dnssec_signatures import TLSA_BROKEN
from world import RESOLVER_PLAIN, Host, Ns, Zone

NO_TLSA = {"verdict": "unprotected", "tlsa": ""}

# --- NSEC3 parameters --------------------------------------------------------------------------------------------

PRICE = ("ours is the limit of 50 of newer BINDs, PowerDNS and Knot Resolver; this Unbound and delv go to 150, and "
         "RFC 9276 §3.2 leaves the number to the validator")
PRICED = {"unbound TLSA": ("secure", PRICE), "delv TLSA": ("secure", PRICE)}
OPT_OUT = ("delv does not look at the opt-out bit of the NSEC3 record that covers the name; RFC 5155 §9.2 forbids to call "
           "such an answer secure")
for iterations, host, peers in (
        (0, {}, {}), (1, {}, {}), (50, {}, {}),
        (51, {"tlsa": "insecure"}, PRICED),
        (150, {"tlsa": "insecure"}, PRICED),
        (151, {"tlsa": "insecure"}, {})):
    dns_only(f"iterations-{iterations}", f"No TLSA, denied by NSEC3 with {iterations} iterations.",
             f"iterations-{iterations}.org", zone={"denial": "nsec3", "iterations": iterations}, host=host, peers=peers,
             findings=("TLSA_NONE", *(["DNSSEC_NSEC3_ITERATIONS"] if 0 < iterations <= 50 else []),
                       *(["DNSSEC_NSEC3_LIMIT"] if iterations > 50 else [])),
             **NO_TLSA)
dns_only("salt-long", "No TLSA, denied by NSEC3 with a salt of 32 octets.", "salt-long.org",
         zone={"denial": "nsec3", "salt": "ab" * 32}, findings=("TLSA_NONE", "DNSSEC_NSEC3_SALT"), **NO_TLSA)
dns_only("optout-own", "No TLSA, in a zone that opts out: absent, and not for certain (RFC 5155 §9.2).", "optout-own.com",
         zone={"farm": "bind", "denial": "optout"}, host={"tlsa": "insecure"},
         peers={"delv TLSA": ("secure", OPT_OUT)}, findings=("TLSA_NONE", "DNSSEC_NSEC3_OPT_OUT"), **NO_TLSA)

# --- wildcards and empty names -----------------------------------------------------------------------------------

MX = "@ MX 10 mx\nmx A 10.79.0.99\n"
TLSA = "TLSA {other 3 1 1}"
for denial in ("nsec", "nsec3"):
    dns_only(f"wildcard-tlsa-{denial}", f"The TLSA set comes from a wildcard, with {denial.upper()} to prove it.",
             f"wildcard-{denial}.com", zones=[Zone(f"wildcard-{denial}.com", f"{MX}*._tcp.mx {TLSA}", farm="bind",
                                                   denial=denial)])
    dns_only(f"wildcard-nodata-{denial}", f"A wildcard matches and has no TLSA: {denial.upper()} proves that.",
             f"wildcard-no-{denial}.nl", zones=[Zone(f"wildcard-no-{denial}.nl", f"{MX}*.mx TXT any", denial=denial)],
             verdict="unprotected", findings=("TLSA_NONE",))
    dns_only(f"empty-name-{denial}", f"TLSA for another port: the name between is empty, the one asked for absent, by "
             f"{denial.upper()}.", f"empty-{denial}.org",
             zones=[Zone(f"empty-{denial}.org", f"{MX}_465._tcp.mx {TLSA}", denial=denial)],
             verdict="unprotected", findings=("TLSA_NONE",))
    dns_only(f"wildcard-bare-{denial}", f"The TLSA set comes from a wildcard, and no {denial.upper()} record proves that it "
             "may.", f"wildcard-bare-{denial}.com",
             zones=[Zone(f"wildcard-bare-{denial}.com", f"{MX}*._tcp.mx {TLSA}", denial=denial,
                         servers=[Ns("ns1", fate="no-proof"), Ns("ns2", fate="no-proof")])],
             findings=("TLSA_LOOKUP_FAILED", "DNSSEC_WILDCARD_PROOF_MISSING"), **TLSA_BROKEN)
dns_only("wildcard-alias", "The host is an alias from a wildcard.", "wildcard-alias.nl",
         zones=[Zone("wildcard-alias.nl", "@ MX 10 any.hosts\n*.hosts CNAME mx\nmx A 10.79.0.99\n_25._tcp.mx " + TLSA)],
         hosts=[Host("any.hosts.wildcard-alias.nl", "not-probed", "secure", base="mx.wildcard-alias.nl")],
         findings=("MX_HOST_ALIAS",))
dns_only("empty-name-denied", "The servers say of an empty name that it does not exist, and nothing below it either "
         "(RFC 8020).", "empty-denied.nl",
         zones=[Zone("empty-denied.nl", f"{MX}_25._tcp.mx {TLSA}", servers=[
             Ns(f"ns{i}", fate="nxdomain:_tcp.mx.empty-denied.nl") for i in (1, 2)])],
         varies="Unbound asks for _tcp first (QNAME minimisation); what it then believes of the names below depends on "
                "what it has asked before", servers_say=("DNSSEC_DENIAL_EMPTY_NONTERMINAL",))
TURNED = "Unbound turns NXDOMAIN into \"no such record\", which the proof fits; whoever takes the servers at their word may not"
dns_only("hash-unknown", "No TLSA, denied by NSEC3 with a hash that nobody knows: such records are passed over, and nothing "
         "is proved (RFC 5155 §8.1).",
         "hash-unknown.nl", tlsa="", zone={"denial": "nsec3", "servers": [
             Ns(f"ns{i}", fate="hash-unknown:hash-unknown.nl") for i in (1, 2)]},
         findings=("DNSSEC_NSEC3_HASH_UNKNOWN",), **TLSA_BROKEN)
dns_only("name-denied", "The servers say NXDOMAIN where there is only no TLSA: the proof says otherwise.", "name-denied.nl",
         zones=[Zone("name-denied.nl", f"{MX}_25._tcp.mx TXT here", servers=[
             Ns(f"ns{i}", fate="nxdomain:_25._tcp.mx.name-denied.nl") for i in (1, 2)])],
         verdict="unprotected", peers={"delv TLSA": ("bogus", TURNED)}, varies=TURNED, servers_say=("DNSSEC_NAME_DENIED",))
dns_only("name-denied-here", "Likewise, by a resolver that hands the reply code on.", "name-denied-here.nl",
         zones=[Zone("name-denied-here.nl", f"{MX}_25._tcp.mx TXT here", servers=[
             Ns(f"ns{i}", fate="nxdomain:_25._tcp.mx.name-denied-here.nl") for i in (1, 2)])],
         verdict="unprotected", resolver=RESOLVER_PLAIN, peers={"delv TLSA": ("bogus", TURNED)},
         findings=("TLSA_NONE", "DNSSEC_NAME_DENIED"))
ALONE = ("BIND's validator looks at each set by itself, and passes strays over; Unbound refuses the message for them, and mail "
         "from behind it is held back")
dns_only("stray-record", "Beside the TLSA set stands an NSEC record that nobody has signed.", "stray-record.nl",
         zones=[Zone("stray-record.nl", f"{MX}_25._tcp.mx {TLSA}", servers=[
             Ns(f"ns{i}", fate="stray:TLSA") for i in (1, 2)])],
         findings=("TLSA_LOOKUP_FAILED", "DNSSEC_STRANGER"), peers={"delv TLSA": ("secure", ALONE)}, **TLSA_BROKEN)
dns_only("record-denied", "The TLSA set comes with the reply code NXDOMAIN.", "record-denied.nl",
         zones=[Zone("record-denied.nl", f"{MX}_25._tcp.mx {TLSA}", servers=[
             Ns(f"ns{i}", fate="denies:TLSA") for i in (1, 2)])],
         findings=("TLSA_LOOKUP_FAILED", "DNSSEC_CONTRADICTION"),
         peers={"delv TLSA": ("indeterminate", "delv takes NXDOMAIN with a record for a failure to answer, and so for no word "
                              "on DNSSEC")}, **TLSA_BROKEN)

# --- the same, asked label by label as many resolvers do (RFC 9156) ---------------------------------------------

BY_LABEL = {"options": ("--qname-min",)}
FOUND = {"verdict": "secured", "deliverable": "yes", "dnssec": "secure", "mx": "secure"}
STOPS = "Unbound asks label by label too, and what it then believes depends on what it asked before"
for way, options in (("", {}), ("-by-label", BY_LABEL)):
    name = f"trap-tlsa{way}"
    dns_only(name, "The servers deny the empty name between a host and its TLSA record.", f"{name}.nl",
             zones=[Zone(f"{name}.nl", f"{MX}_25._tcp.mx {TLSA}", servers=[
                 Ns(f"ns{i}", fate=f"nxdomain:_tcp.mx.{name}.nl") for i in (1, 2)])], varies=STOPS, iterate={**FOUND, **options},
             servers_say=("DNSSEC_DENIAL_EMPTY_NONTERMINAL", *(["DNS_SERVER_DENIES_EMPTY"] if options else [])))
    name = f"trap-host{way}"
    dns_only(name, "The servers deny the empty name between the domain and a host two labels down.", f"{name}.com",
             zones=[Zone(f"{name}.com", f"@ MX 10 mx.post\nmx.post A 10.79.0.99\n_25._tcp.mx.post {TLSA}", farm="bind", servers=[
                 Ns(f"ns{i}", fate=f"nxdomain:post.{name}.com") for i in (1, 2)])],
             hosts=[Host(f"mx.post.{name}.com", "not-probed", "secure")], varies=STOPS, iterate={**FOUND, **options},
             servers_say=("DNS_SERVER_DENIES_EMPTY",) if options else ())
    name = f"trap-zone{way}"
    dns_only(name, "The servers deny the empty name above a zone of its own.", f"sub.ent.{name}.org", zones=[
        Zone(f"{name}.org", "", servers=[Ns(f"ns{i}", fate=f"nxdomain:ent.{name}.org") for i in (1, 2)]),
        dns_zone(f"sub.ent.{name}.org")], varies=STOPS, iterate={**FOUND, **options}, servers_say=("DNS_SERVER_DENIES_EMPTY",))

# --- proofs that prove nothing -----------------------------------------------------------------------------------

dns_only("nsec-claims-type", "\"No TLSA\", and the NSEC record says that there is one.", "nsec-claims.nl",
         zones=[Zone("nsec-claims.nl", f"{MX}_25._tcp.mx TXT here", damage=resign.signed_anew(
             "_25._tcp.mx.nsec-claims.nl", "NSEC", alter=resign.with_type("TLSA")))],
         findings=("TLSA_LOOKUP_FAILED", "DNSSEC_DENIAL_INVALID"), **TLSA_BROKEN)
dns_only("nsec-too-short", "\"No such name\", and the NSEC record does not reach that far.", "nsec-short.nl",
         zones=[Zone("nsec-short.nl", MX, damage=resign.signed_anew(
             "mx.nsec-short.nl", "NSEC", alter=resign.next_name("\\000.mx.nsec-short.nl.")))],
         findings=("TLSA_LOOKUP_FAILED", "DNSSEC_DENIAL_INVALID"), **TLSA_BROKEN)
dns_only("nsec-forged", "\"No such name\", and the signature over the NSEC record does not verify.", "nsec-forged.nl",
         zones=[Zone("nsec-forged.nl", MX, damage=damage.forged("mx.nsec-forged.nl", "NSEC"))],
         findings=("TLSA_LOOKUP_FAILED",), **TLSA_BROKEN)
dns_only("nsec3-stripped", "\"No such name\", with NSEC3 records whose signatures are gone.", "nsec3-stripped.com",
         zones=[Zone("nsec3-stripped.com", MX, denial="nsec3",
                     servers=[Ns("ns1", fate="no-sigs:NSEC3"), Ns("ns2", fate="no-sigs:NSEC3")])],
         findings=("TLSA_LOOKUP_FAILED",), **TLSA_BROKEN)
dns_only("mx-hidden", "The servers say that there is no MX; they prove nothing.", "mx-hidden.nl",
         zones=[dns_zone("mx-hidden.nl", servers=[Ns("ns1", fate="nodata:MX"), Ns("ns2", fate="nodata:MX")])],
         verdict="broken", deliverable="no", mx="bogus", findings=("MX_LOOKUP_FAILED", "DNSSEC_DENIAL_MISSING"), hosts=[])
dns_only("nsec-denies-what-is", "The NSEC record of the host says that nothing follows it; the TLSA set does, and is signed: "
         "whoever remembers that record (RFC 8198) asks no further.", "nsec-denies.nl",
         zone={"damage": resign.signed_anew("mx.nsec-denies.nl", "NSEC", alter=resign.next_name("ns1.nsec-denies.nl."))},
         varies="Unbound answers from NSEC records that it remembers (RFC 8198), if it has seen them before",
         servers_say=("DNSSEC_DENIAL_FALSE",))
dns_only("nsec-denies-plain", "The same through a resolver that remembers no proofs.", "nsec-plain.nl", resolver=RESOLVER_PLAIN,
         zone={"damage": resign.signed_anew("mx.nsec-plain.nl", "NSEC", alter=resign.next_name("ns1.nsec-plain.nl."))},
         peers={"unbound TLSA": ("failed|insecure|secure", "it may have seen such a record before, and remember")},
         findings=("DNSSEC_DENIAL_FALSE",))
dns_only("empty-name-denied-unsigned", "Likewise in an unsigned zone: resolvers that go label by label stop there.",
         "empty-unsigned.nl", zones=[dns_zone("empty-unsigned.nl", sign="no", servers=[
             Ns(f"ns{i}", fate="nxdomain:_tcp.mx.empty-unsigned.nl") for i in (1, 2)])],
         **UNSIGNED)
