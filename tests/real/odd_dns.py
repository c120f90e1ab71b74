# SPDX-License-Identifier: BSD-2-Clause
"""A name server that is wrong about TLSA, as real ones have been: it answers
NOTIMP, SERVFAIL or nothing to that one type.  NSD, BIND and Knot cannot be
told to do that."""
import socket
import struct
import threading

import dnswire
import zonefile

FATE = {"notimp": dnswire.NOTIMP, "servfail": dnswire.SERVFAIL, "drop": None}


def rdata(kind, words):
    if kind == "A":
        return socket.inet_pton(socket.AF_INET, words[0])
    if kind == "AAAA":
        return socket.inet_pton(socket.AF_INET6, words[0])
    if kind == "NS":
        return dnswire.wire_name(words[0])
    if kind == "MX":
        return struct.pack("!H", int(words[0])) + dnswire.wire_name(words[1])
    if kind == "SOA":
        return dnswire.wire_name(words[0]) + dnswire.wire_name(words[1]) + struct.pack("!5I", *map(int, words[2:]))
    raise ValueError(kind)


class OddZone:
    """One unsigned zone held as {(name, type): [rdata]}; fate: what becomes of questions about TLSA."""

    def __init__(self, zone, text, fate):
        self.name, self.fate, self.data = zone.name, fate, {}
        for line in zonefile.compose(zone, text).splitlines():
            if line.startswith("$"):
                continue
            owner, *rest = [word for word in line.split() if word not in ("IN", str(zonefile.TTL))]
            owner = owner.rstrip(".") if owner.endswith(".") else f"{owner}.{zone.name}" if owner != "@" else zone.name
            kind, *words = rest
            words = [w if w.endswith(".") or w[0].isdigit() or ":" in w else f"{w}.{zone.name}" for w in words]
            if kind == "SOA":
                words = (words + [str(zonefile.TTL)])[:7]
            self.data.setdefault((owner.lower(), dnswire.TYPES[kind]), []).append(rdata(kind, words))

    def reply(self, query):
        name, at = dnswire.read_name(query, 12)
        kind, _ = struct.unpack("!2H", query[at:at + 4])
        question = query[12:at + 4]
        records, rcode = self.data.get((name, kind), []), dnswire.NOERROR
        if kind == dnswire.TYPES["TLSA"]:
            rcode = FATE[self.fate]
            if rcode is None:
                return None
        elif not any(owner == name or owner.endswith("." + name) for owner, _ in self.data):
            rcode = dnswire.NXDOMAIN
        negative = not records and rcode in (dnswire.NOERROR, dnswire.NXDOMAIN)
        body = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, zonefile.TTL, len(r)) + r for r in records)
        if negative:
            soa = self.data[(self.name, dnswire.TYPES["SOA"])][0]
            body = dnswire.wire_name(self.name) + struct.pack("!HHIH", 6, 1, zonefile.TTL, len(soa)) + soa
        edns = b"\0" + struct.pack("!HHIH", 41, 1232, 0x8000, 0)
        head = query[:2] + struct.pack("!5H", 0x8400 | rcode, 1, len(records), int(negative), 1)
        return head + question + body + edns


class OddServer(threading.Thread):
    """Serves odd zones over UDP at one address."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.zones = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 53))

    def zone_of(self, query):
        name, _ = dnswire.read_name(query, 12)
        fits = [zone for zone in self.zones if name == zone.name or name.endswith("." + zone.name)]
        return max(fits, key=lambda zone: len(zone.name), default=None)

    def run(self):
        while True:
            query, client = self.socket.recvfrom(4096)
            try:
                zone = self.zone_of(query)
                reply = zone and zone.reply(query)
            except (IndexError, struct.error):
                continue
            if reply:
                self.socket.sendto(reply, client)
