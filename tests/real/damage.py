# SPDX-License-Identifier: BSD-2-Clause
"""What goes wrong with signed zones in practice, done to the signed text.

Every function returns one that takes (zone name, text, folder of the keys) and
gives the text back, one record a line; each insists that it changed something.
"""
import base64

import dnswire


def _fields(line):
    """owner, ttl, class, type, rest"""
    words = line.split(None, 4)
    return words if len(words) == 5 and words[2] == "IN" else (None,) * 5


def _edit(zone, text, wanted, change):
    lines, hits = [], 0
    for line in text.splitlines():
        owner, _, _, kind, rest = _fields(line)
        if owner and wanted(owner.rstrip(".").lower(), kind, rest):
            hits += 1
            line = change(line)
        if line is not None:
            lines.append(line)
    if not hits:
        raise RuntimeError(f"{zone}: nothing to damage")
    return "\n".join(lines) + "\n"


def _flip(line):
    """Another signature of the same length: one bit of its middle turned."""
    head, _, signature = line.rpartition(" ")
    raw = bytearray(base64.b64decode(signature))
    raw[len(raw) // 2] ^= 1
    return f"{head} {base64.b64encode(raw).decode()}"


def _signature_over(owner, kind):
    return lambda o, k, rest: o == owner and k == "RRSIG" and rest.split()[0] == kind


def forged(owner, kind):
    """The signature over this set does not verify."""
    return lambda zone, text, keys: _edit(zone, text, _signature_over(owner, kind), _flip)


def unsigned(owner, kind):
    """The set has lost its signature."""
    return lambda zone, text, keys: _edit(zone, text, _signature_over(owner, kind), lambda line: None)


def no_denial():
    """No NSEC or NSEC3 record is left: nothing can be denied."""
    def gone(owner, kind, rest):
        return kind in ("NSEC", "NSEC3") or kind == "RRSIG" and rest.split()[0] in ("NSEC", "NSEC3")
    return lambda zone, text, keys: _edit(zone, text, gone, lambda line: None)


def renumbered(algorithm):
    """Keys and signatures of an algorithm that nobody knows, otherwise whole."""
    def change(zone, text, keys):
        tags = {}
        for line in text.splitlines():
            _, _, _, kind, rest = _fields(line)
            if kind == "DNSKEY":
                flags, protocol, old, key = rest.split(";")[0].split(None, 3)
                key = key.replace(" ", "")
                tags[dnswire.key_tag(dnswire.dnskey_rdata(flags, protocol, old, key))] = dnswire.key_tag(
                    dnswire.dnskey_rdata(flags, protocol, algorithm, key))

        def renumber(line):
            owner, ttl, _, kind, rest = _fields(line)
            words = rest.split(";")[0].split()
            if kind == "DNSKEY":
                words[2] = str(algorithm)
            else:
                words[1], words[6] = str(algorithm), str(tags[int(words[6])])
            return f"{owner} {ttl} IN {kind} {' '.join(words)}"
        return _edit(zone, text, lambda o, kind, r: kind in ("DNSKEY", "RRSIG"), renumber)
    return change
