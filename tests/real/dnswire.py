# SPDX-License-Identifier: BSD-2-Clause
"""As much of the DNS as the tests must speak themselves: a question, the head
of an answer, the name and type asked, DS records from DNSKEYs."""
import base64
import hashlib
import os
import socket
import struct

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "MX": 15, "AAAA": 28, "DS": 43, "RRSIG": 46, "DNSKEY": 48,
         "NSEC3PARAM": 51, "TLSA": 52}
NOERROR, SERVFAIL, NXDOMAIN, NOTIMP = 0, 2, 3, 4


def wire_name(name):
    labels = [label.encode() for label in name.rstrip(".").lower().split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def read_name(message, at):
    labels = []
    while message[at]:
        labels.append(message[at + 1:at + 1 + message[at]].decode("latin-1"))
        at += 1 + message[at]
    return ".".join(labels).lower(), at + 1


class Answer:
    def __init__(self, message):
        _, flags, _, self.answers, self.authority, _ = struct.unpack("!6H", message[:12])
        self.rcode, self.secure, self.authoritative = flags & 15, bool(flags & 0x20), bool(flags & 0x400)
        self.message = message


def ask(server, name, kind, timeout=3.0, tries=2):
    """One question over UDP with RD and DO; None when nothing came."""
    query_id = os.urandom(2)
    query = (query_id + struct.pack("!5H", 0x0120, 1, 0, 0, 1) + wire_name(name) + struct.pack("!2H", TYPES[kind], 1)
             + b"\0" + struct.pack("!HHIH", 41, 4096, 0x8000, 0))
    for _ in range(tries):
        with socket.socket(socket.AF_INET6 if ":" in server else socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.settimeout(timeout)
            try:
                s.connect((server, 53))
                s.send(query)
                reply = s.recv(65535)
            except OSError:
                continue
            if reply[:2] == query_id:
                return Answer(reply)
    return None


def dnskey_rdata(flags, protocol, algorithm, key):
    return struct.pack("!HBB", int(flags), int(protocol), int(algorithm)) + base64.b64decode(key)


def key_tag(rdata):
    total = sum(octet if i & 1 else octet << 8 for i, octet in enumerate(rdata))
    return (total + (total >> 16)) & 0xffff


def ds_rdata(zone, rdata, digest_type=2):
    hashed = {1: hashlib.sha1, 2: hashlib.sha256, 4: hashlib.sha384}[digest_type](wire_name(zone) + rdata)
    return f"{key_tag(rdata)} {rdata[3]} {digest_type} {hashed.hexdigest().upper()}"
