# SPDX-License-Identifier: BSD-2-Clause
"""Signatures that the tools refuse to make: by another signer's name, with too
many labels, over an NSEC record that lies.  All with the zone's own key (P-256).

Each function returns a damage (see damage.py).
"""
import base64
import calendar
import time

import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

import damage
import dnswire
from zonefile import key_files

STAMP = "%Y%m%d%H%M%S"


class Key:
    """A private key in a folder, as BIND's and ldns's tools write it."""

    def __init__(self, file):
        with open(f"{file}.key") as f:
            line = next(line for line in f if line.strip() and not line.startswith(";"))
        flags, protocol, algorithm, *key = line.split(";")[0].split("DNSKEY")[1].split()
        self.rdata = dnswire.dnskey_rdata(flags, protocol, algorithm, "".join(key))
        self.flags, self.algorithm = int(flags), int(algorithm)
        with open(f"{file}.private") as f:
            fields = dict(line.strip().split(": ", 1) for line in f if ": " in line)
        secret = int.from_bytes(base64.b64decode(fields["PrivateKey"]), "big")
        self.private = ec.derive_private_key(secret, ec.SECP256R1())

    def sign(self, data):
        r, s = utils.decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def keys_of(folder):
    """The keys of P-256 in the folder, those for records before the one for keys."""
    return sorted((Key(file) for file in key_files(folder) if "+013+" in file), key=lambda key: key.flags & 1)


def rsa_key(octets):
    """The data of a zone key with a modulus of so many octets, of which nobody knows the factors."""
    field = b"\3\1\0\1" + b"\xc5" * octets
    return f"256 3 8 {base64.b64encode(field).decode()}"


def tag_of(key):
    """The tag of a key in presentation format."""
    return dnswire.key_tag(dnswire.dnskey_rdata(*key.split()))


def _wire(kind, words):
    return dns.rdata.from_text(dns.rdataclass.IN, kind, words, dns.name.root, relativize=False).to_digestable()


def rrsig(key, owner, ttl, kind, datas, signer, labels=None, days=(-1, 20), tag=None, algorithm=None):
    """The text of an RRSIG over the set; what is given instead of what is right makes it wrong."""
    now = time.time()
    stamps = [time.strftime(STAMP, time.gmtime(now + d * 86400)) for d in days]
    right = len([label for label in owner.rstrip(".").split(".") if label and label != "*"])
    labels = right if labels is None else labels
    tag = dnswire.key_tag(key.rdata) if tag is None else tag
    algorithm = key.algorithm if algorithm is None else algorithm
    inception, expiration = (calendar.timegm(time.strptime(s, STAMP)) for s in stamps)
    number = dns.rdatatype.from_text(kind)
    head = b"".join((number.to_bytes(2, "big"), bytes([algorithm, labels]), ttl.to_bytes(4, "big"),
                     expiration.to_bytes(4, "big"), inception.to_bytes(4, "big"), tag.to_bytes(2, "big"),
                     dnswire.wire_name(signer)))
    fixed = dnswire.wire_name(owner) + number.to_bytes(2, "big") + b"\0\1" + ttl.to_bytes(4, "big")
    records = b"".join(fixed + len(data).to_bytes(2, "big") + data for data in sorted({_wire(kind, d) for d in datas}))
    signature = base64.b64encode(key.sign(head + records)).decode()
    return (f"{owner.rstrip('.')}. {ttl} IN RRSIG {kind} {algorithm} {labels} {ttl} {stamps[1]} {stamps[0]} {tag} "
            f"{signer.rstrip('.')}. {signature}")


def signed_anew(owner, kind, alter=None, entry=False, beside=False, **wrong):
    """The set at owner signed by us.  alter: a function of the RDATA texts; entry: with the key that the DS names;
    beside: its other signatures stay; wrong: see rrsig()."""
    def change(zone, text, folder):
        keys = keys_of(folder)
        key = keys[-1] if entry else keys[0]
        rest, datas, ttl = [], [], 300
        for line in text.splitlines():
            name, its_ttl, _, its_kind, data = damage.fields(line)
            here = name and name.rstrip(".").lower() == owner
            if here and its_kind == kind:
                datas.append(data.split(";")[0].strip())
                ttl = int(its_ttl)
            elif not (here and its_kind == "RRSIG" and data.split()[0] == kind and not beside):
                rest.append(line)
        if not datas:
            raise RuntimeError(f"{zone}: no {kind} at {owner}")
        datas = alter(datas) if alter else datas
        rest += [f"{owner}. {ttl} IN {kind} {data}" for data in datas]
        rest.append(rrsig(key, owner, ttl, kind, datas, **{"signer": zone, **wrong}))
        return "\n".join(rest) + "\n"
    return change


def keys_with_flags(old, new):
    """Keys with these flags get others; the DNSKEY set is signed anew, by the key with a tag for its new flags."""
    def change(zone, text, folder):
        key = next(k for k in keys_of(folder) if k.flags == old)
        key.rdata = new.to_bytes(2, "big") + key.rdata[2:]

        def alter(line):
            words = line.split(None, 5)
            return " ".join([*words[:4], str(new), words[5]]) if words[4] == str(old) else line
        text = damage.edit(zone, text, lambda o, k, r: k == "DNSKEY" and r.split()[0] == str(old), alter)
        text = damage.edit(zone, text, lambda o, k, r: k == "RRSIG" and r.split()[0] == "DNSKEY", lambda line: None)
        datas = [damage.fields(line)[4].split(";")[0].strip() for line in text.splitlines()
                 if damage.fields(line)[3] == "DNSKEY"]
        return text + rrsig(key, zone, 300, "DNSKEY", datas, signer=zone) + "\n"
    return change


def with_type(kind):
    """NSEC data that claims one more type."""
    return lambda datas: [f"{data} {kind}" for data in datas]


def without_type(kind):
    """NSEC data that keeps quiet about a type."""
    return lambda datas: [" ".join(word for word in data.split() if word != kind) for data in datas]


def next_name(name):
    """NSEC data with another next name."""
    return lambda datas: [" ".join([name, *data.split()[1:]]) for data in datas]
