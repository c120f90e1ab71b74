# SPDX-License-Identifier: BSD-2-Clause
"""What a parent has about a zone: name servers, glue and DS."""
import subprocess

import dnswire
from world import FARMS, Ns

TTL = 300


def absolute(zone, label):
    """The name of a server with its last dot."""
    if label.endswith("."):
        return label
    return f"{label}." if zone.name == "." else f"{label}.{zone.name}."


def _farm_servers(zone):
    return [Ns(f"ns{i}", addresses=[address]) for i, address in enumerate(FARMS[zone.farm][1], 1)]


def parents_view(zone):
    """[Ns] of the delegation."""
    return zone.servers or _farm_servers(zone)


def childs_view(zone):
    """[Ns] that the zone itself lists."""
    return zone.listed or parents_view(zone)


def _within(name, zone_name):
    return zone_name == "." or name.endswith(f".{zone_name}.")


def server_records(zone, servers, within, glue_only=False):
    """The NS set, and the addresses of those servers whose names lie within the zone of that name."""
    owner = zone.name if zone.name == "." else zone.name + "."
    lines = []
    for server in servers:
        name = absolute(zone, server.name)
        lines.append(f"{owner} {TTL} IN NS {name}")
        if _within(name, within) and (server.glue or not glue_only):
            lines += [f"{name} {TTL} IN {'AAAA' if ':' in a else 'A'} {a}" for a in server.addresses]
    return lines


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


def stranger(key):
    """A key with another tag: one octet of it counted up."""
    at = len(key) - 1
    return bytes(key[:at]) + bytes([(key[at] + 1) % 256])


def good_ds(zone, keys):
    return [dnswire.ds_rdata(zone.name, key, zone.digest) for key in entry_keys(keys)]


def _other_digest(ds):
    """Right tag and algorithm, digest of something else."""
    return f"{ds[:-8]}{'00000000' if ds[-8:] != '00000000' else '11111111'}"


def also_stranger(zone, keys):
    """A good DS, and one of a key that is not in the zone."""
    return good_ds(zone, keys) + good_ds(zone, [stranger(key) for key in entry_keys(keys)])


def also_wrong_digest(zone, keys):
    """The digest of one DS is wrong, beside it stands a good one of another digest type."""
    good = good_ds(zone, keys)
    return [_other_digest(ds) for ds in good] + [dnswire.ds_rdata(zone.name, key, 4) for key in entry_keys(keys)]


def also_unknown_digest(zone, keys):
    """A good DS, and the same of a digest type that nobody knows."""
    return good_ds(zone, keys) + unknown_digest(zone, keys)


def weaker_digest_wrong(zone, keys):
    """SHA-1 wrong beside SHA-256 right."""
    return good_ds(zone, keys) + [_other_digest(dnswire.ds_rdata(zone.name, key, 1)) for key in entry_keys(keys)]


def unknown_digest(zone, keys):
    return [" ".join([*ds.split()[:2], "200", ds.split()[3]]) for ds in good_ds(zone, keys)]


def of_flags(*flags):
    """DS of every key with one of these flags."""
    def choose(zone, keys):
        return [dnswire.ds_rdata(zone.name, key, zone.digest) for key in keys if key[0] << 8 | key[1] in flags]
    return choose


def of_algorithms(*algorithms):
    """DS of the entry keys with one of these algorithms."""
    def choose(zone, keys):
        return [dnswire.ds_rdata(zone.name, key, zone.digest) for key in entry_keys(keys) if key[3] in algorithms]
    return choose


def first_only(zone, keys):
    """DS of one of the entry keys."""
    return good_ds(zone, keys)[:1]


def fixed(*texts):
    """DS as written."""
    return lambda zone, keys: list(texts)


STALE = f"4711 13 2 {'5A' * 32}"        # of a time when the zone was signed
WAYS = {
    "yes": good_ds,
    "other-key": lambda zone, keys: good_ds(zone, [stranger(key) for key in keys]),
    "other-digest": lambda zone, keys: [_other_digest(ds) for ds in good_ds(zone, keys)],
    "unknown-digest": unknown_digest,
}


def ds_records(zone, keys):
    """What the parent publishes about the zone's keys, according to zone.ds: a word, or a function of (zone, keys)."""
    if zone.ds == "stale":
        texts = [STALE]
    elif callable(zone.ds):
        texts = zone.ds(zone, keys)
    elif zone.sign == "no" or zone.ds == "none":
        texts = []
    else:
        texts = WAYS[zone.ds](zone, keys)
    return [f"{zone.name}. {zone.ds_ttl} IN DS {ds}" for ds in texts]


def delegation(zone, keys, parent):
    """The records that the parent has about the zone."""
    return server_records(zone, parents_view(zone), parent.name, glue_only=True) + ds_records(zone, keys)
