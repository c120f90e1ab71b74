# SPDX-License-Identifier: BSD-2-Clause
"""Cases of keys: algorithms, DS digests, roll-overs, flags, and what a zone asks its parent to publish."""
import damage
import delegation
import resign
from cases import dns_only, one_host
from world import Host, Zone

BROKEN = {"verdict": "broken", "deliverable": "no", "dnssec": "bogus", "mx": "bogus",
          "host": {"policy": "dns-failed", "address": "bogus", "tlsa": None}}
UNSIGNED = {"verdict": "unprotected", "dnssec": "insecure", "mx": "insecure",
            "host": {"address": "insecure", "tlsa": None}}
P256 = "-a ECDSAP256SHA256"
SPLIT = {"split": True, "signer": "bind"}

# --- algorithms and digests --------------------------------------------------------------------------------------

for number, algorithm, farm, denial in ((5, "RSASHA1", "bind", "nsec"), (7, "NSEC3RSASHA1", "nsd", "nsec3"),
                                        (8, "RSASHA256", "knot", "nsec"), (10, "RSASHA512", "knot", "nsec3"),
                                        (13, "ECDSAP256SHA256", "knot", "nsec3"), (14, "ECDSAP384SHA384", "nsd", "nsec"),
                                        (15, "ED25519", "bind", "nsec3"), (16, "ED448", "bind", "nsec")):
    dns_only(f"algorithm-{number}", f"Signed with algorithm {number}, {algorithm}.", f"algorithm-{number}.nl",
             zone={"farm": farm, "algorithm": algorithm, "denial": denial, "split": True,
                   **({} if farm == "knot" else {"signer": "bind"})},
             findings=("DNSSEC_ALGORITHM_DEPRECATED",) if number in (5, 7) else ())
dns_only("p384-ten-hosts", "Ten hosts in a zone that signs with P-384, the dearest of all: more than one has, and all is checked.",
         "p384-ten-hosts.nl", zones=[Zone("p384-ten-hosts.nl", "\n".join(
             f"@ MX {i} mx{i}\nmx{i} A 10.79.0.99\n_25._tcp.mx{i} TLSA {{other 3 1 1}}" for i in range(10)),
             algorithm="ECDSAP384SHA384", denial="nsec3", split=True)],
         hosts=[Host(f"mx{i}.p384-ten-hosts.nl", "not-probed", "secure") for i in range(10)], absent=("LIMIT_REACHED",))
dns_only("ds-sha384", "A DS with a SHA-384 digest.", "ds-sha384.org", zone={"digest": 4})
dns_only("ds-ttl-long", "A DS that caches keep for two days.", "ds-ttl-long.nl", zone={"ds_ttl": 172800},
         servers_say=("DNSSEC_DS_TTL_LONG",))
dns_only("ds-sha1-forged", "A wrong SHA-1 digest beside a good SHA-256 one: nobody looks at the weaker one (RFC 4509 §3).",
         "ds-sha1-forged.com", zone={"ds": delegation.weaker_digest_wrong})
dns_only("ds-and-stranger", "A good DS beside one of a key that is gone: the good one leads on.", "ds-stranger.nl",
         zone={"ds": delegation.also_stranger}, findings=("DNSSEC_DS_NO_KEY",))
dns_only("ds-and-unknown-digest", "A good DS beside one of a digest type that nobody knows.", "ds-and-unknown.org",
         zone={"ds": delegation.also_unknown_digest})
dns_only("ds-unknown-algorithm", "A DS of an algorithm that nobody knows, above a zone that is signed well.",
         "ds-unknown-algorithm.com", zone={"ds": delegation.fixed(f"4711 200 2 {'5A' * 32}")},
         findings=("DNSSEC_ALGORITHM_UNSUPPORTED",), **UNSIGNED)
dns_only("algorithms-two", "Two algorithms, each with a DS, and every set signed with both.", "algorithms-two.nl",
         zone={**SPLIT, "more_keys": ("-a RSASHA256 -b 2048 -f KSK", "-a RSASHA256 -b 2048")})
dns_only("algorithm-incomplete", "Two algorithms in the DS set; one of them signs nothing but the keys (RFC 6840 §5.11).",
         "algorithm-half.nl",
         zone={**SPLIT, "more_keys": ("-a RSASHA256 -b 2048 -f KSK", "-a RSASHA256 -b 2048"),
               "damage": damage.signatures_by(13)}, findings=("DNSSEC_ALGORITHM_INCOMPLETE",))

# --- roll-overs --------------------------------------------------------------------------------------------------

dns_only("rollover-double", "Two entry keys, both in the DS set, both signing: a roll-over on its way.",
         "rollover-double.com", zone={**SPLIT, "more_keys": (f"{P256} -f KSK",)})
dns_only("rollover-double-ds", "The DS of the next key is there before the key (RFC 7583 §2.2).", "rollover-ds.org",
         zone={**SPLIT, "ds": delegation.also_stranger}, findings=("DNSSEC_DS_NO_KEY",))
dns_only("rollover-standby", "A key that waits: published, signing nothing yet.", "rollover-standby.nl",
         zone={**SPLIT, "more_keys": (f"{P256} -P now -A +30d",)})
dns_only("rollover-double-signature", "Two zone keys, both signing everything.", "rollover-zsk.com",
         zone={**SPLIT, "more_keys": (P256,)})
dns_only("rollover-missed", "The DS names an entry key that is still there and no longer signs the keys.",
         "rollover-missed.nl", zone={**SPLIT, "more_keys": (f"{P256} -f KSK",), "ds": delegation.first_only,
                                     "damage": damage.keys_not_signed_by(257)},
         findings=("DNSSEC_DNSKEY_NOT_SIGNED_BY_DS", "MX_LOOKUP_FAILED"), **BROKEN)
dns_only("one-key-for-both", "One key for both duties, with the SEP flag.", "one-key.com", zone={"farm": "bind"})

# --- keys that will not do ---------------------------------------------------------------------------------------

dns_only("ds-names-zsk", "The DS names the zone key, which does not sign the keys.", "ds-names-zsk.nl",
         zone={**SPLIT, "ds": delegation.of_flags(256), "damage": damage.keys_not_signed_by(256)},
         findings=("DNSSEC_DNSKEY_NOT_SIGNED_BY_DS", "MX_LOOKUP_FAILED"), **BROKEN)
dns_only("key-no-sep", "The DS names a key without the SEP flag: allowed, and told.", "key-no-sep.nl",
         zone={**SPLIT, "ds": delegation.of_flags(256)}, findings=("DNSSEC_KEY_NOT_SEP",))
dns_only("key-revoked", "The only entry key says of itself that it is revoked (RFC 5011 §2.1).", "key-revoked.nl",
         zone={"damage": resign.keys_with_flags(257, 385)}, findings=("DNSSEC_KEY_REVOKED",), **BROKEN)
dns_only("key-revoked-beside", "An old key is published as revoked beside the one that the DS names.", "key-revoked-old.com",
         zone={**SPLIT, "more_keys": (f"{P256} -f KSK -R now -A -60d -P -60d",), "ds": delegation.of_flags(257)})
dns_only("key-not-of-zone", "The key in the DS lacks the ZONE flag, so it may not sign (RFC 4034 §2.1.1).",
         "key-not-of-zone.nl", zone={"damage": resign.keys_with_flags(257, 1), "ds": delegation.of_flags(1)},
         findings=("DNSSEC_KEY_NOT_ZONE_KEY",), **BROKEN)
dns_only("keys-missing", "Signatures and a DS, and no key.", "keys-missing.com", zone={"damage": damage.no_keys(), "ds": "stale"},
         findings=("DNSSEC_DS_NO_CHILD_KEYS", "MX_LOOKUP_FAILED"), **BROKEN)
dns_only("keys-unsigned", "Keys that nobody signed.", "keys-unsigned.nl", findings=("DNSSEC_SIG_MISSING",),
         zone={"damage": damage.unsigned("keys-unsigned.nl", "DNSKEY")}, **BROKEN)
dns_only("keys-forged", "The signature over the keys does not verify.", "keys-forged.com", findings=("DNSSEC_SIG_INVALID",),
         zone={"damage": damage.forged("keys-forged.com", "DNSKEY")}, **BROKEN)
dns_only("keys-expired", "Only the signature over the keys ran out.", "keys-expired.nl", findings=("DNSSEC_SIG_EXPIRED",),
         zone={"damage": resign.signed_anew("keys-expired.nl", "DNSKEY", entry=True, days=(-30, -3))}, **BROKEN)
one_host("keys-expired-soon", "The keys' signature ends in two days, everything else later.", "keys-soon.com",
         ["mx 3 1 1"], "secured", "yes", "dane-verified", findings=("DNSSEC_SIG_EXPIRES_SOON",),
         zone={"damage": resign.signed_anew("keys-soon.com", "DNSKEY", entry=True, days=(-10, 2))})

dns_only("key-tiny", "RSA keys of 512 bits: validators still compute with them, and anybody can break them.",
         "key-tiny.nl", findings=("DNSSEC_KEY_SMALL",), zone={"algorithm": "RSASHA256", "bits": 512})

NO_KEY = "delv cannot make a key of that, and gives up without saying whether the signature is wrong; it is, whatever the key"
for name, why, octets, outcome in (
        ("key-too-short", "The MX set is signed by an RSA key of 160 bits, which nobody takes for one.", 20,
         {"verdict": "broken", "deliverable": "no", "mx": "bogus", "peers": {"delv MX": ("indeterminate", NO_KEY)}}),
        ("key-too-long", "The MX set is signed by an RSA key of 8,192 bits, so dear that it is refused: what was not checked is "
         "neither good nor forged.", 1024,
         {"verdict": "unknown", "deliverable": "unknown", "mx": "indeterminate", "findings": ("LIMIT_REACHED",)})):
    strange = resign.rsa_key(octets)
    outcome["findings"] = ("DNSSEC_KEY_REFUSED", *outcome.get("findings", ("MX_LOOKUP_FAILED",)))
    dns_only(name, why, f"{name}.nl", text=f"@ DNSKEY {strange}", kind="none|mx", at={"DNSSEC_KEY_REFUSED": f"{name}.nl"},
             zone={"damage": resign.signed_anew(f"{name}.nl", "MX", tag=resign.tag_of(strange), algorithm=8)}, **outcome)

# --- what a zone asks its parent to publish (RFC 7344, RFC 8078) -------------------------------------------------

dns_only("cds-other-key", "CDS names a key that the zone does not have: a parent that obeyed would break the chain.",
         "cds-other-key.nl", text=f"@ CDS 4711 13 2 {'5A' * 32}", findings=("DNSSEC_CDS_MISMATCH",))
dns_only("cds-delete", "CDS asks the parent to remove the DS (RFC 8078 §4).", "cds-delete.com", text="@ CDS 0 0 0 00",
         findings=("DNSSEC_CDS_DELETE",))
dns_only("cds-unsigned", "CDS that has lost its signature.", "cds-unsigned.nl", text=f"@ CDS 4711 13 2 {'5A' * 32}",
         zone={"damage": damage.unsigned("cds-unsigned.nl", "CDS")}, findings=("DNSSEC_CDS_UNSIGNED",))
