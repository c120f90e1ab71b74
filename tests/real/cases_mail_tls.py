# SPDX-License-Identifier: BSD-2-Clause
"""Cases of TLS and certificates: Postfix, and what Postfix cannot do wrong by script."""
from cases import KNOT, OLD, ca, case, one_host
from smtp_odd import CLOSE, GOOD, STALL, TO_TLS, say
from world import Host, Smtp, Zone

GOOD_MAIL = ("secured", "yes", "dane-verified")
FAILS = ("broken", "no", "dane-failed")


def shows(name, why, outcome, smtp, tlsa=("mx 3 1 1",), **more):
    """One host under org, on Knot, with this server."""
    one_host(name, why, f"{name}.org", list(tlsa), *outcome, zone=KNOT, smtp=smtp, **more)


def odd(script=GOOD, **more):
    return Smtp("mx", kind="odd", script=tuple(script), **more)


# --- versions and ciphers ----------------------------------------------------------------------------------------

for version in ("TLSv1.2", "TLSv1.3"):
    shows(f"only-{version[-3:].replace('.', '')}", f"Postfix that speaks {version} alone.", GOOD_MAIL,
          Smtp("mx", options={"smtpd_tls_protocols": version}), absent=("TLS_VERSION_OLD",))
for version in ("1.0", "1.1"):
    shows(f"only-{version.replace('.', '')}", f"TLS {version} alone: out of date, and what it shows still matches.", GOOD_MAIL,
          odd(odd_tls={"only": version}), findings=("TLS_VERSION_OLD",), finger="tls-failed", finger_why=OLD,
          host={"finger": "tls-failed", "finger_why": OLD})
shows("no-cipher-12", "No cipher in common, in TLS 1.2.", FAILS,
      odd(odd_tls={"only": "1.2", "ciphers": "NULL:@SECLEVEL=0"}), findings=("TLS_HANDSHAKE",))
shows("rsa-kx", "TLS 1.2 with the old key exchange of RSA alone.", GOOD_MAIL,
      Smtp("mx", key="RSA", options={"smtpd_tls_protocols": "TLSv1.2", "smtpd_tls_mandatory_ciphers": "medium",
                                     "smtpd_tls_ciphers": "medium", "tls_medium_cipherlist": "AES256-SHA256"}))
shows("dh-1024", "Key exchange by Diffie-Hellman of 1,024 bits: it matches, and others could read along.", GOOD_MAIL,
      odd(key="RSA", odd_tls={"only": "1.2", "ciphers": "DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0", "dh": 1024}),
      findings=("TLS_CIPHER_WEAK",))
for curve in ("P-256", "X25519"):
    shows(f"group-{curve.lower().replace('-', '')}", f"Key exchange over {curve} alone.", GOOD_MAIL,
          Smtp("mx", options={"tls_eecdh_auto_curves": {"P-256": "prime256v1"}.get(curve, curve)}))

# --- keys --------------------------------------------------------------------------------------------------------

shows("key-rsa4096", "An RSA key of 4,096 bits.", GOOD_MAIL, Smtp("mx", key="RSA-4096"))
shows("key-ed25519", "An Ed25519 key.", GOOD_MAIL, Smtp("mx", key="ED25519"))
shows("key-rsa1024", "An RSA key of 1,024 bits: it matches, and is weak.", GOOD_MAIL,
      odd(key="RSA-1024"), findings=("TLS_CERT_WEAK_KEY",))
shows("sig-sha1", "A certificate signed with SHA-1.", GOOD_MAIL, ca(md="sha1"), findings=("TLS_CERT_WEAK_SIGNATURE", "TLS_CERT_UNTRUSTED"))

# --- two key types -----------------------------------------------------------------------------------------------

BOTH = {"also": ("rsa",)}
SECOND = [Smtp("rsa", kind="certificate", key="RSA", names=("mx.two.example",))]


def two_keys(name, why, outcome, tlsa, findings=(), **more):
    """Postfix with an ECDSA and an RSA certificate; `rsa` names the second."""
    lines = ["@ MX 10 mx", "mx A {mx}", *[f"_25._tcp.mx TLSA {{{data}}}" for data in tlsa]]
    case(name, why, f"{name}.nl", *outcome[:2], zones=[Zone(f"{name}.nl", "\n".join(lines), farm="bind")],
         mail=[Smtp("mx", **BOTH), *SECOND], hosts=[Host(f"mx.{name}.nl", outcome[2], "secure")], findings=findings, **more)


two_keys("two-keys", "ECDSA and RSA, a record for each (RFC 7672 §8.1).", GOOD_MAIL, ["mx 3 1 1", "rsa 3 1 1"])

two_keys("two-keys-uncovered", "ECDSA and RSA, a record for the first alone: senders that prefer RSA fail.", GOOD_MAIL,
         ["mx 3 1 1"], ("TLSA_ALGORITHM_UNCOVERED",))
two_keys("two-keys-rsa", "ECDSA and RSA, a record for the second alone: most senders prefer the first.", FAILS, ["rsa 3 1 1"],
         ("TLSA_MISMATCH",))
two_keys("two-keys-open", "ECDSA and RSA, no record: nothing binds.", ("unprotected", "yes", "opportunistic"), [], ("TLSA_NONE",),
         absent=("TLSA_ALGORITHM_UNCOVERED",))

# --- names asked for in TLS --------------------------------------------------------------------------------------

case("sni-map", "Two hosts on one server that shows each its own certificate, by the name asked for.", "sni-map.nl", "secured", "yes",
     zones=[Zone("sni-map.nl", """
        @ MX 10 mx1
        @ MX 20 mx2
        mx1 A {mx}
        mx2 A {mx}
        _25._tcp.mx1 TLSA {one 3 1 1}
        _25._tcp.mx2 TLSA {two 3 1 1}""")],
     mail=[Smtp("mx", names=("default.sni-map.nl",), sni={"mx1.sni-map.nl": "one", "mx2.sni-map.nl": "two"}),
           Smtp("one", kind="certificate", names=("mx1.sni-map.nl",)), Smtp("two", kind="certificate", names=("mx2.sni-map.nl",))],
     hosts=[Host("mx1.sni-map.nl", "dane-verified", "secure"), Host("mx2.sni-map.nl", "dane-verified", "secure")])
case("sni-wrong", "The certificate for the name asked for is not the one that is published; the default one is.", "sni-wrong.com",
     "broken", "no",
     zones=[Zone("sni-wrong.com", "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA {mx 3 1 1}", farm="bind")],
     mail=[Smtp("mx", sni={"mx.sni-wrong.com": "one"}), Smtp("one", kind="certificate", names=("mx.sni-wrong.com",))],
     hosts=[Host("mx.sni-wrong.com", "dane-failed", "secure")], findings=("TLSA_MISMATCH",))
case("sni-alias", "The host is an alias: the name to ask for is the TLSA base domain, its end (RFC 7672 §8.1).", "sni-alias.nl",
     "secured", "yes",
     zones=[Zone("sni-alias.nl", "@ MX 10 mx\nmx CNAME real\nreal A {mx}\n_25._tcp.real TLSA {one 3 1 1}")],
     mail=[Smtp("mx", sni={"real.sni-alias.nl": "one"}), Smtp("one", kind="certificate", names=("real.sni-alias.nl",))],
     hosts=[Host("mx.sni-alias.nl", "dane-verified", "secure", base="real.sni-alias.nl")], findings=("MX_HOST_ALIAS",))

shows("no-default", "Refuses whoever asks for no name (RFC 7672 §8.1 forbids to depend on it).", GOOD_MAIL,
      odd(odd_tls={"need_name": True}), findings=("TLS_NO_DEFAULT_CERT",))

# --- certificates of the client's --------------------------------------------------------------------------------

shows("asks-certificate", "Postfix asks for a certificate of the sender's, and does without.", GOOD_MAIL,
      Smtp("mx", options={"smtpd_tls_ask_ccert": "yes", "smtpd_tls_CAfile": "/etc/ssl/certs/ca-certificates.crt"}),
      findings=("TLS_CLIENT_CERT_REQUESTED",))
for version in ("1.2", "1.3"):
    shows(f"demands-certificate-{version[-1]}", f"Demands a certificate of the sender's, in TLS {version}: nobody has one.", FAILS,
          odd(odd_tls={"only": version, "demand": True}), findings=("TLS_HANDSHAKE",),
          **({"finger": "verified", "finger_why": "in TLS 1.3 the refusal comes after the handshake, which posttls-finger reports",
              "host": {"finger": "verified", "finger_why": "likewise"}} if version == "1.3" else {}))

# --- handshakes that break ---------------------------------------------------------------------------------------

shows("tls-alert", "A TLS alert instead of a handshake: handshake failure.", FAILS,
      odd([*TO_TLS, ["wait", 0.2], say("\x15\x03\x03\x00\x02\x02\x28"), STALL]), findings=("TLS_HANDSHAKE",))
shows("tls-alert-name", "A TLS alert: it does not know the name.", FAILS,
      odd([*TO_TLS, ["wait", 0.2], say("\x15\x03\x03\x00\x02\x02\x70"), STALL]), findings=("TLS_HANDSHAKE",))
shows("tls-garbage", "Octets without sense instead of a handshake.", FAILS,
      odd([*TO_TLS, ["wait", 0.2], say("\x16\x03\x03\x00\x10" + "\xff" * 16), STALL]), findings=("TLS_HANDSHAKE",))
shows("tls-closed", "Hangs up when the handshake is due.", FAILS, odd([*TO_TLS, CLOSE]), findings=("TLS_HANDSHAKE",))
shows("tls-half", "Half a record, and silence.", FAILS, odd([*TO_TLS, ["wait", 0.2], say("\x16\x03\x03\x00\x7a\x02\x00"), STALL]),
      findings=("SMTP_TIMEOUT",), slow=True)

# --- chains ------------------------------------------------------------------------------------------------------

shows("chain-leaf", "The issuer's record beside the key's; the issuer is not sent: the key's own record is enough.", GOOD_MAIL,
      ca(send_issuer=False), ["mx 3 1 1", "mx 2 1 1"], findings=("TLSA_PARAMETERS_UNMATCHED",))
shows("chain-repeated", "The issuer sent nine times over.", GOOD_MAIL, ca(repeat=8), ["mx 2 1 1"])
shows("chain-incomplete", "The intermediate is forgotten, as it often is: under 3 1 1 that does not matter.", GOOD_MAIL,
      Smtp("mx", issuer="inter", send_issuer=False), findings=("TLS_CHAIN_INCOMPLETE",))
shows("chain-intermediate", "2 1 1 of a public authority's intermediate alone: right, until that authority changes it.", GOOD_MAIL,
      Smtp("mx", issuer="inter"), ["mx 2 1 1"], findings=("TLSA_PUBLIC_CA_PINNED",))
shows("chain-intermediate-too", "The same beside the key: nothing depends on it.", GOOD_MAIL,
      Smtp("mx", issuer="inter"), ["mx 3 1 1", "mx 2 1 1"], absent=("TLSA_PUBLIC_CA_PINNED",))
shows("chain-big", "A chain of ninety kilobytes: absurd, and taken.", GOOD_MAIL, ca(repeat=200), ["mx 2 1 1"])
shows("chain-huge", "A chain of over a hundred kilobytes: more than OpenSSL takes.", FAILS, ca(repeat=300),
      findings=("TLS_HANDSHAKE",))
shows("chain-full", "2 0 0: the issuer's certificate in the DNS, in full.", GOOD_MAIL, ca(), ["mx 2 0 0"],
      findings=("TLSA_FULL_DATA",))
shows("chain-full-not-sent", "2 0 0, the issuer not sent: it is in the DNS, and that is enough (RFC 7671 §5.2.2).", GOOD_MAIL,
      ca(send_issuer=False), ["mx 2 0 0"])
shows("chain-key-not-sent", "2 1 0, the issuer not sent: its key is in the DNS, and that is enough.", GOOD_MAIL,
      ca(send_issuer=False), ["mx 2 1 0"])
shows("chain-unrelated", "2 1 1, the authority is sent, and it did not issue the certificate.", FAILS,
      Smtp("mx", send_issuer="anyway"), ["mx 2 1 1"], findings=("TLSA_TA_CHAIN",))
shows("chain-young", "Under 2 1 1 a certificate that is not valid yet does not do.", FAILS, ca(valid="young"), ["mx 2 1 1"])
shows("cert-young", "Under 3 1 1 it does.", GOOD_MAIL, Smtp("mx", valid="young"), findings=("TLS_CERT_NOT_YET_VALID",))
shows("cert-soon", "A certificate that ends in five days.", GOOD_MAIL, ca(valid=(-60, 5)), findings=("TLS_CERT_EXPIRES_SOON",))
shows("cert-cn", "2 1 1, and the name is in the common name alone; the certificate has no other (RFC 7672 §3.2.3).", FAILS,
      ca(names=("other.example",)), ["mx 2 1 1"], findings=("TLSA_TA_NAME",))
shows("cert-untrusted", "No TLSA, a certificate of nobody's: encrypted all the same.", ("unprotected", "yes", "opportunistic"),
      Smtp("mx", issuer="self"), [], findings=("TLSA_NONE",))

# --- several addresses -------------------------------------------------------------------------------------------

case("families-same", "IPv4 and IPv6, each its own server and key, both published.", "families-same.nl", "secured", "yes",
     zones=[Zone("families-same.nl", "@ MX 10 mx\nmx A {four}\nmx AAAA {six/6}\n"
                 "_25._tcp.mx TLSA {four 3 1 1}\n_25._tcp.mx TLSA {six 3 1 1}")],
     mail=[Smtp("four", names=("mx.families-same.nl",)), Smtp("six", family="6", names=("mx.families-same.nl",))],
     hosts=[Host("mx.families-same.nl", "dane-verified", "secure")], findings=("TLS_CERT_DIFFERS",))
case("family-no-tls", "IPv4 in order, IPv6 without STARTTLS: forgotten, as IPv6 often is.", "family-no-tls.com", "broken", "degraded",
     zones=[Zone("family-no-tls.com", "@ MX 10 mx\nmx A {four}\nmx AAAA {six/6}\n_25._tcp.mx TLSA {four 3 1 1}", farm="bind")],
     mail=[Smtp("four", names=("mx.family-no-tls.com",)), Smtp("six", family="6", tls=False)],
     hosts=[Host("mx.family-no-tls.com", "dane-failed", "secure", dane={"4": "verified", "6": "not-applicable"},
                 finger="verified|no-starttls", finger_why="it ends at the first address that answers; see [host] per family")],
     findings=("STARTTLS_MISSING",), finger="verified|no-starttls", finger_why="likewise")
case("three-addresses", "Three addresses, one of which shows an old key.", "three-addresses.nl", "broken", "degraded",
     zones=[Zone("three-addresses.nl", "@ MX 10 mx\nmx A {a}\nmx A {b}\nmx A {c}\n_25._tcp.mx TLSA {a 3 1 1}\n"
                 "_25._tcp.mx TLSA {b 3 1 1}")],
     mail=[Smtp("a"), Smtp("b"), Smtp("c")],
     hosts=[Host("mx.three-addresses.nl", "dane-failed", "secure", finger="verified|mismatch",
                 finger_why="it ends at the first address that answers, whichever that is")],
     findings=("TLSA_MISMATCH_ADDRESS", "TLS_CERT_DIFFERS"), finger="verified|mismatch", finger_why="likewise")
case("one-silent", "Two addresses, one of which is silent.", "one-silent.nl", "secured", "yes",
     zones=[Zone("one-silent.nl", "@ MX 10 mx\nmx A {up}\nmx AAAA {down/6}\n_25._tcp.mx TLSA {up 3 1 1}")],
     mail=[Smtp("up"), Smtp("down", kind="silent", family="6")],
     hosts=[Host("mx.one-silent.nl", "dane-verified", "secure")], findings=("SMTP_TIMEOUT",), slow=True,
     finger="verified|unreachable", finger_why="likewise")
case("fleet-mixed", "Three hosts: protected over both families, IPv6 alone, IPv4 alone.", "fleet-mixed.org", "secured", "yes",
     zones=[Zone("fleet-mixed.org", """
        @ MX 10 mx1
        @ MX 20 mx2
        @ MX 30 mx3
        mx1 A {one}
        mx1 AAAA {one/6}
        mx2 AAAA {two/6}
        mx3 A {three}
        _25._tcp.mx1 TLSA {one 3 1 1}
        _25._tcp.mx2 TLSA {two 3 1 1}
        _25._tcp.mx3 TLSA {three 3 1 1}""", farm="knot")],
     mail=[Smtp("one", family="46", names=("mx1.fleet-mixed.org",)), Smtp("two", family="6", names=("mx2.fleet-mixed.org",)),
           Smtp("three", names=("mx3.fleet-mixed.org",))],
     hosts=[Host(f"mx{i}.fleet-mixed.org", "dane-verified", "secure") for i in (1, 2, 3)])
