# SPDX-License-Identifier: BSD-2-Clause
"""What others say about the same world: delv (BIND's validator), Unbound's AD
bit and SERVFAIL, dig for plain contents, Postfix's posttls-finger, and openssl
for what a browser would say."""
import os
import re
import subprocess

import dnswire
from world import RESOLVER, RESOLVER_PLAIN


def _run(*command, timeout=60, env=None):
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout, env=env,
                          stdin=subprocess.DEVNULL)
    return done.stdout + done.stderr


def delv(anchors, name, kind):
    """"secure", "insecure", "bogus" or "indeterminate"; of a chain of aliases the weakest link.

    It asks the resolver that does not validate: what it says is its own."""
    out = _run("delv", f"@{RESOLVER_PLAIN}", "-a", anchors, "+root=.", name, kind)
    said = re.findall(r"^; (?:negative response, )?(fully validated|unsigned answer)", out, re.M)
    failure = re.search(r"^;; resolution failed: (.*)", out, re.M)
    if failure and not failure.group(1).startswith("ncache"):
        unreachable = re.search(r"SERVFAIL|timed out|failure$", failure.group(1))
        return "indeterminate" if unreachable else "bogus"
    if not said and "no valid signature found" in out:
        return "bogus"
    if not said:
        raise RuntimeError(f"delv {name} {kind} says neither yes nor no:\n{out}")
    return "secure" if all(word == "fully validated" for word in said) else "insecure"


def unbound(name, kind):
    """"secure", "insecure", or "failed": to Unbound's clients bogus and lost are the same SERVFAIL."""
    answer = dnswire.ask(RESOLVER, name, kind, timeout=12, tries=1)
    if answer is None or answer.rcode not in (dnswire.NOERROR, dnswire.NXDOMAIN):
        return "failed"
    return "secure" if answer.secure else "insecure"


def contents(name, kind, case=str.lower):
    """The data of an answer, validated or not, as a set of strings."""
    out = _run("dig", f"@{RESOLVER}", "+cd", "+noall", "+answer", "+nosplit", "+time=12", "+tries=1", name, kind)
    rows = [line.split(None, 4) for line in out.splitlines() if line and not line.startswith(";")]
    return {case(row[4]) for row in rows if len(row) == 5 and row[3] == kind}


def pkix(ca, address, host):
    """Would a browser that trusts this authority accept the certificate?  By openssl s_client; None where that
    does not get as far as a certificate."""
    target = f"[{address}]:25" if ":" in address else f"{address}:25"
    out = _run("openssl", "s_client", "-starttls", "smtp", "-connect", target, "-servername", host,
               "-verify_hostname", host, "-name", "mail.real.test", "-CAfile", ca, "-no-CApath", "-cipher", "DEFAULT@SECLEVEL=0", "-auth_level", "1")
    found = re.search(r"Verify return code: (\d+)", out)
    if "no peer certificate available" in out:
        return None
    return bool(found) and found.group(1) == "0"


RECORDS = r"DNSSEC-signed TLSA record"
UNUSABLE = r"(?:no usable TLSA records|all TLSA records unusable)"
MADE = r"TLS connection established"
FINGER = (      # the first that fits names the outcome
    ("verified", rf"Verified {MADE}"),
    ("half-dane", rf"MX RRset insecure: log verified as trusted.*: Trusted {MADE}"),
    ("unusable", rf"{UNUSABLE}.*{MADE}"),
    ("mismatch", rf"{RECORDS}.*(?:Untrusted|Trusted) {MADE}"),
    ("no-dane", rf"(?:Untrusted|Trusted|Anonymous) {MADE}"),
    ("lookup-error", r"TLSA lookup error|DANE TLSA lookup problem"),
    ("no-mx", r"does not accept mail \(nullMX\)"),
    ("tls-failed", r"SSL_connect error|STARTTLS rejected|(?:timeout|lost connection) while sending STARTTLS"),
    ("unreachable", r"Connection refused|Connection timed out|Network is unreachable|No route to host|EHLO rejected|SMTP service not available|(?:timeout|lost connection) while"),
    ("no-address", r"Destination address lookup failed|no MX host .* has a valid address"),
)


def matched(out):
    """{address: {(depth, "3 1 1 ab...")}}: which TLSA records posttls-finger says it matched."""
    found = {}
    for address, depth, record in re.findall(r"\[([0-9a-f.:]+)\]:25: Matched DANE \w+ [a-z ]+ at depth (\d+): "
                                             r"(\d+ \d+ \d+ [0-9A-F]+)", out):
        found.setdefault(address, set()).add((int(depth), record.lower()))
    return found


def finger(config, target, family="all"):
    """(outcome, output) of posttls-finger at level dane."""
    out = _run("posttls-finger", "-v", "-L", "verbose,routine,certmatch", "-l", "dane", "-t", "4", "-T", "4",
               "-o", "smtp_dns_support_level=dnssec", "-o", f"inet_protocols={family}", target,
               env={**os.environ, "MAIL_CONFIG": config})
    for outcome, pattern in FINGER:
        if re.search(pattern, out, re.S):
            return outcome, out
    if re.search(r"< 250[ -]", out) and "> STARTTLS" not in out:
        return "no-starttls" if re.search(f"{RECORDS}|{UNUSABLE}", out) else "no-dane", out
    return "unclear", out
