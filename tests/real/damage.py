# SPDX-License-Identifier: BSD-2-Clause
"""What goes wrong with signed zones in practice, done to the signed text.

Every function returns one that takes (zone name, text, folder of the keys) and
gives the text back, one record a line; each insists that it changed something.
"""
import base64

import dnswire


def fields(line):
    """owner, ttl, class, type, rest of a record"""
    words = line.split(None, 4)
    return words if len(words) == 5 and words[2] == "IN" else (None,) * 5


def edit(zone, text, wanted, change):
    """The text with change() done to each line whose (owner, type, rest) is wanted; None removes it."""
    lines, hits = [], 0
    for line in text.splitlines():
        owner, _, _, kind, rest = fields(line)
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
    return lambda zone, text, keys: edit(zone, text, _signature_over(owner, kind), _flip)


def unsigned(owner, kind):
    """The set has lost its signature."""
    return lambda zone, text, keys: edit(zone, text, _signature_over(owner, kind), lambda line: None)


def no_denial():
    """No NSEC or NSEC3 record is left: nothing can be denied."""
    def gone(owner, kind, rest):
        return kind in ("NSEC", "NSEC3") or kind == "RRSIG" and rest.split()[0] in ("NSEC", "NSEC3")
    return lambda zone, text, keys: edit(zone, text, gone, lambda line: None)


def renumbered(algorithm):
    """Keys and signatures of an algorithm that nobody knows, otherwise whole."""
    def change(zone, text, keys):
        tags = {}
        for line in text.splitlines():
            _, _, _, kind, rest = fields(line)
            if kind == "DNSKEY":
                flags, protocol, old, key = rest.split(";")[0].split(None, 3)
                key = key.replace(" ", "")
                tags[dnswire.key_tag(dnswire.dnskey_rdata(flags, protocol, old, key))] = dnswire.key_tag(
                    dnswire.dnskey_rdata(flags, protocol, algorithm, key))

        def renumber(line):
            owner, ttl, _, kind, rest = fields(line)
            words = rest.split(";")[0].split()
            if kind == "DNSKEY":
                words[2] = str(algorithm)
            else:
                words[1], words[6] = str(algorithm), str(tags[int(words[6])])
            return f"{owner} {ttl} IN {kind} {' '.join(words)}"
        return edit(zone, text, lambda o, kind, r: kind in ("DNSKEY", "RRSIG"), renumber)
    return change


def in_turn(*damages):
    """One damage after the other."""
    def change(zone, text, keys):
        for one in damages:
            text = one(zone, text, keys)
        return text
    return change


def without(owner, kind):
    """The set and its signature are gone, as they are when somebody forgets them."""
    def gone(o, k, rest):
        return o == owner and (k == kind or k == "RRSIG" and rest.split()[0] == kind)
    return lambda zone, text, keys: edit(zone, text, gone, lambda line: None)


def longer_ttl(owner, kind, ttl):
    """The set has a longer TTL than was signed."""
    def change(line):
        name, _, _, its_kind, rest = fields(line)
        return f"{name} {ttl} IN {its_kind} {rest}"
    return lambda zone, text, keys: edit(zone, text, lambda o, k, rest: o == owner and k == kind, change)


def signatures_by(algorithm):
    """Only signatures of this algorithm are left, but for those over the keys."""
    def other(owner, kind, rest):
        return kind == "RRSIG" and rest.split()[0] != "DNSKEY" and rest.split()[1] != str(algorithm)
    return lambda zone, text, keys: edit(zone, text, other, lambda line: None)


def no_signatures():
    """Keys, and not one signature."""
    return lambda zone, text, keys: edit(zone, text, lambda o, kind, rest: kind == "RRSIG", lambda line: None)


def no_keys():
    """Signatures, and no key that could check them."""
    def gone(owner, kind, rest):
        return kind == "DNSKEY" or kind == "RRSIG" and rest.split()[0] == "DNSKEY"
    return lambda zone, text, keys: edit(zone, text, gone, lambda line: None)


def keys_not_signed_by(wanted):
    """The first key in the text with these flags signs the keys no longer."""
    def change(zone, text, keys):
        for line in text.splitlines():
            _, _, _, kind, rest = fields(line)
            if kind == "DNSKEY" and rest.startswith(f"{wanted} "):
                flags, protocol, algorithm, key = rest.split(";")[0].split(None, 3)
                tag = dnswire.key_tag(dnswire.dnskey_rdata(flags, protocol, algorithm, key.replace(" ", "")))
                break
        return edit(zone, text, lambda o, kind, rest: kind == "RRSIG" and rest.split()[0] == "DNSKEY"
                    and rest.split()[6] == str(tag), lambda line: None)
    return change
