# SPDX-License-Identifier: BSD-2-Clause
"""Zones: the text, and signing it with the tools that come with the servers
(ldns-signzone for NSD's zones, dnssec-signzone for BIND's; Knot and BIND's
dnssec-policy sign by themselves)."""
import glob
import os
import re
import subprocess
import time

import certs
import delegation
from delegation import TTL
from world import FARMS


def signs_itself(zone):
    """Is the zone given to its server unsigned, to be signed there?"""
    return zone.sign == "policy" or zone.sign == "yes" and FARMS[zone.farm][0] == "knotd"


def fill(text, mail):
    """The zone's text with `{label}`, `{label/6}` and `{label u s m}` filled in; `{label/leaf 2 s m}` and
    `{label/issuer 3 s m}` are of the other certificate.  mail: {label: object with .v4, .v6, .leaf, .ca}"""
    def value(match):
        label, part, usage, selector, matching = match.groups()
        if usage is None:
            return mail[label].v6 if part == "6" else mail[label].v4
        shown = mail.get(label)
        part = part or ("issuer" if usage in "02" else "leaf")
        certificate = shown and (shown.ca if part == "issuer" else shown.leaf)
        return certs.tlsa(int(usage), int(selector), int(matching), certificate)
    return re.sub(r"\{([\w-]+)(?:/(6|leaf|issuer))?(?: (\d+) (\d+) (\d+))?\}", value, text)


def compose(zone, body):
    """The whole unsigned zone."""
    origin = zone.name if zone.name == "." else zone.name + "."
    servers = delegation.childs_view(zone)
    head = [f"$ORIGIN {origin}", f"$TTL {TTL}",
            f"{origin} {TTL} IN SOA {delegation.absolute(zone, servers[0].name)} "
            f"{delegation.absolute(zone, 'hostmaster')} {int(time.time()) - (60 if zone.base else 0)} 3600 600 1209600 {TTL}"]
    lines = [re.sub(r"^\s+", "", line) for line in body.splitlines() if line.strip()]
    return "\n".join(head + delegation.server_records(zone, servers, zone.name) + lines) + "\n"


def _stamp(days):
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + days * 86400))


def _tool(*words, cwd):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr or done.stdout}")
    return done.stdout.split()


def _keygen(tool, zone, directory):
    """A KSK, or key for both, if the zone wants it a ZSK, and what further keys it has."""
    command = {"ldns": ["ldns-keygen", "-r", "/dev/urandom"], "bind": ["dnssec-keygen", "-q"]}[tool]
    entry = {"ldns": ["-k"], "bind": ["-f", "KSK"]}[tool]
    kind = ["-a", zone.algorithm, "-b", str(zone.bits)]
    _tool(*command, *kind, *entry, zone.name, cwd=directory)
    if zone.split:
        _tool(*command, *kind, zone.name, cwd=directory)
    for words in zone.more_keys:
        _tool("dnssec-keygen", "-q", *words.split(), zone.name, cwd=directory)


def key_files(directory):
    """The keys in a directory, without the ends of their names."""
    return sorted(file[:-len(".private")] for file in glob.glob(f"{directory}/K*.private"))


def _sign_ldns(zone, source, directory, keys):
    denial = []
    if zone.denial != "nsec":
        denial = ["-n", "-t", str(zone.iterations)] + (["-s", zone.salt] if zone.salt else [])
    _tool("ldns-signzone", *denial, "-i", _stamp(zone.days[0]), "-e", _stamp(zone.days[1]),
          "-f", f"{source}.signed", source, *key_files(keys), cwd=directory)


def _sign_bind(zone, source, directory, keys):
    denial = []
    if zone.denial != "nsec":
        denial = ["-3", zone.salt or "-", "-H", str(zone.iterations)] + (["-A"] if zone.denial == "optout" else [])
    verify = [] if zone.days[0] < 0 < zone.days[1] and not zone.more_keys else ["-P"]
    _tool("dnssec-signzone", "-S", "-q", *verify, "-O", "full", *([] if zone.split else ["-z"]), *denial,
          "-s", _stamp(zone.days[0]), "-e", _stamp(zone.days[1]), "-K", keys,
          "-o", zone.name, "-f", f"{source}.signed", source, cwd=directory)


def _folder(zone, directory):
    return f"{directory}/{zone.name if zone.name != '.' else 'root'}"


def write(zone, body, directory):
    """Writes the zone, signed unless its server does that; returns the file to be served."""
    keys = _folder(zone.base, directory) if zone.base else _folder(zone, directory)
    directory = _folder(zone, directory) if not zone.base else f"{_folder(zone.base, directory)}/{zone.farm}"
    os.makedirs(directory)
    source = f"{directory}/zone"
    with open(source, "w") as f:
        f.write(compose(zone, body))
    if zone.sign == "no" or signs_itself(zone):
        return source
    tool = zone.signer or ("bind" if FARMS[zone.farm][0] == "named" else "ldns")
    if keys == directory or zone.own_keys:
        keys = directory
        _keygen(tool, zone, directory)
    {"bind": _sign_bind, "ldns": _sign_ldns}[tool](zone, source, directory, keys)
    if zone.damage:
        with open(f"{source}.signed") as f:
            text = zone.damage(zone.name, f.read(), keys)
        with open(f"{source}.signed", "w") as f:
            f.write(text)
    return f"{source}.signed"


def rewrite(zone, change, directory):
    """A zone of BIND's once more, with another text: signed with the keys that it has, and a serial number further."""
    folder = _folder(zone, directory)
    source = f"{folder}/zone"
    with open(source) as f:
        text = change(f.read())
    with open(source, "w") as f:
        f.write(re.sub(r"(\bSOA \S+ \S+ )(\d+)", lambda soa: soa[1] + str(int(soa[2]) + 1), text, count=1))
    _sign_bind(zone, source, folder, folder)
