# SPDX-License-Identifier: BSD-2-Clause
"""Zones: the text, the delegation above it, and signing it with the tools that
come with the servers (ldns-signzone for NSD's zones, dnssec-signzone for
BIND's; Knot and BIND's dnssec-policy sign by themselves)."""
import os
import re
import subprocess
import time

import certs
import dnswire
from world import FARMS

TTL = 300


def signs_itself(zone):
    """Is the zone given to its server unsigned, to be signed there?"""
    return zone.sign == "policy" or zone.sign == "yes" and FARMS[zone.farm][0] == "knotd"


def absolute(zone, label):
    return f"{label}." if zone.name == "." else f"{label}.{zone.name}."


def name_servers(zone):
    """[(name, address)], all within the zone."""
    return [(absolute(zone, f"ns{i}"), address) for i, address in enumerate(FARMS[zone.farm][1], 1)]


def _address_rr(name, address):
    return f"{name} {TTL} IN {'AAAA' if ':' in address else 'A'} {address}"


def server_records(zone):
    """NS set and addresses: the zone's own, and its parent's referral."""
    owner = zone.name if zone.name == "." else zone.name + "."
    lines = []
    for name, address in name_servers(zone):
        lines += [f"{owner} {TTL} IN NS {name}", _address_rr(name, address)]
    return lines


def fill(text, mail):
    """The zone's text with `{label}`, `{label/6}` and `{label u s m}` filled in.
    mail: {label: object with .v4, .v6, .leaf, .ca}"""
    def value(match):
        label, six, usage, selector, matching = match.groups()
        if usage is None:
            return mail[label].v6 if six else mail[label].v4
        shown = mail.get(label)
        certificate = shown and (shown.ca if usage in "02" else shown.leaf)
        return certs.tlsa(int(usage), int(selector), int(matching), certificate)
    return re.sub(r"\{([\w-]+)(/6)?(?: (\d+) (\d+) (\d+))?\}", value, text)


def compose(zone, body):
    """The whole unsigned zone."""
    origin = zone.name if zone.name == "." else zone.name + "."
    head = [f"$ORIGIN {origin}", f"$TTL {TTL}",
            f"{origin} {TTL} IN SOA {absolute(zone, 'ns1')} {absolute(zone, 'hostmaster')} "
            f"{int(time.time())} 3600 600 1209600 {TTL}"]
    lines = [re.sub(r"^\s+", "", line) for line in body.splitlines() if line.strip()]
    return "\n".join(head + server_records(zone) + lines) + "\n"


def _stamp(days):
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + days * 86400))


def _tool(*words, cwd):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr or done.stdout}")
    return done.stdout.split()


def _keygen(tool, zone, directory):
    """A KSK, or key for both, and if the zone wants it a ZSK; returns what the tool says."""
    command = {"ldns": ["ldns-keygen", "-r", "/dev/urandom"], "bind": ["dnssec-keygen", "-q"]}[tool]
    entry = {"ldns": ["-k"], "bind": ["-f", "KSK"]}[tool]
    command += ["-a", zone.algorithm, "-b", str(zone.bits)]
    keys = _tool(*command, *entry, zone.name, cwd=directory)
    return keys + (_tool(*command, zone.name, cwd=directory) if zone.split else [])


def _sign_ldns(zone, source, directory):
    keys = _keygen("ldns", zone, directory)
    denial = []
    if zone.denial != "nsec":
        denial = ["-n", "-t", str(zone.iterations)] + (["-s", zone.salt] if zone.salt else [])
    _tool("ldns-signzone", *denial, "-i", _stamp(zone.days[0]), "-e", _stamp(zone.days[1]),
          "-f", f"{source}.signed", source, *keys, cwd=directory)


def _sign_bind(zone, source, directory):
    _keygen("bind", zone, directory)
    denial = []
    if zone.denial != "nsec":
        denial = ["-3", zone.salt or "-", "-H", str(zone.iterations)] + (["-A"] if zone.denial == "optout" else [])
    verify = [] if zone.days[0] < 0 < zone.days[1] else ["-P"]
    _tool("dnssec-signzone", "-S", "-q", *verify, "-O", "full", *([] if zone.split else ["-z"]), *denial,
          "-s", _stamp(zone.days[0]), "-e", _stamp(zone.days[1]), "-K", directory,
          "-o", zone.name, "-f", f"{source}.signed", source, cwd=directory)


def write(zone, body, directory):
    """Writes the zone, signed unless its server does that; returns the file to be served."""
    directory = f"{directory}/{zone.name if zone.name != '.' else 'root'}"
    os.makedirs(directory)
    source = f"{directory}/zone"
    with open(source, "w") as f:
        f.write(compose(zone, body))
    if zone.sign == "no" or signs_itself(zone):
        return source
    bind = zone.signer == "bind" or not zone.signer and FARMS[zone.farm][0] == "named"
    (_sign_bind if bind else _sign_ldns)(zone, source, directory)
    if zone.damage:
        with open(f"{source}.signed") as f:
            text = zone.damage(zone.name, f.read())
        with open(f"{source}.signed", "w") as f:
            f.write(text)
    return f"{source}.signed"


def keys_in(lines):
    """RDATA of the DNSKEYs in lines of presentation format."""
    found = []
    for line in lines:
        words = line.split(";")[0].split()
        if "DNSKEY" in words and "RRSIG" not in words:
            flags, protocol, algorithm, *key = words[words.index("DNSKEY") + 1:]
            found.append(dnswire.dnskey_rdata(flags, protocol, algorithm, "".join(key)))
    return found


def served_keys(zone):
    """The DNSKEY set as the zone's first server gives it."""
    out = subprocess.run(["dig", f"@{FARMS[zone.farm][1][0]}", "+noall", "+answer", "+norec", "+nosplit",
                          "+nocookie", zone.name, "DNSKEY"], capture_output=True, text=True).stdout
    return keys_in(out.splitlines())


def entry_keys(keys):
    return [key for key in keys if key[1] & 1]


def _stranger(key):
    """A key with another tag: one octet of it counted up."""
    at = len(key) - 1
    return bytes(key[:at]) + bytes([(key[at] + 1) % 256])


def ds_records(zone, keys):
    """What the parent publishes about the zone's keys, according to zone.ds."""
    if zone.ds == "stale":          # of a time when the zone was signed
        return [f"{zone.name}. {TTL} IN DS 4711 13 2 {'5A' * 32}"]
    if zone.sign == "no" or zone.ds == "none":
        return []
    if zone.ds == "other-key":      # of a key that was never in this zone
        keys = [_stranger(key) for key in keys]
    good = [dnswire.ds_rdata(zone.name, key, zone.digest) for key in entry_keys(keys)]
    if zone.ds == "other-digest":   # right tag and algorithm, digest of something else
        good = [f"{ds[:-8]}{'00000000' if ds[-8:] != '00000000' else '11111111'}" for ds in good]
    if zone.ds == "unknown-digest":
        good = [" ".join([*ds.split()[:2], "200", ds.split()[3]]) for ds in good]
    return [f"{zone.name}. {TTL} IN DS {ds}" for ds in good]


def delegation(zone, keys):
    """The records that the parent has about the zone."""
    return server_records(zone) + ds_records(zone, keys)
