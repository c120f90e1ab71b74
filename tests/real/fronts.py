#!/usr/bin/python3 -B
# SPDX-License-Identifier: BSD-2-Clause
"""Servers that are wrong in ways in which NSD, BIND, Knot and Unbound refuse to
be: fronts of real ones, which pass questions on and spoil what comes back.

    fronts.py FILE          # {address: [address of the real server, fate]}

A fate is one word, or two joined by a colon, the second naming the one type
(TLSA) or name that it strikes:

  drop refused servfail notimp    no answer, or that answer
  no-edns         FORMERR to a question with EDNS, an answer without DNSSEC to one without
  ignores-edns    answers as if EDNS had not been asked for
  lame            a referral upwards instead of an answer, without authority
  not-authority   the right records, without authority
  malformed       the message ends within a record
  wrong-question  another name in the question
  wrong-id        another number
  no-tcp          truncates over UDP what is over 512 octets; nobody listens on TCP
  huge-udp        sends all over UDP, whatever size was allowed
  truncates       truncates everything over UDP; TCP works
  strips          leaves out RRSIG, NSEC and NSEC3
  no-proof        leaves out what the authority section proves
  no-sigs:TYPE    leaves out the signatures over that type
  denies:TYPE     the right records of that type, and NXDOMAIN
  stray:TYPE      an NSEC record that nobody signed, beside what it says of that type
  nxdomain:NAME   NXDOMAIN for a name of which it has only what lies below
  nodata:TYPE     "no such record", unsigned, for that type
  hash-unknown:ZONE   NSEC3 records of that zone with a hash that nobody knows, signed
  sets-ad         claims to have validated
  authority:ZONE  a resolver that hands on what NSD says of names in that zone, as it says it
  slow            takes its time
  well            nothing is wrong with it: one server more
"""
import json
import os
import selectors
import socket
import struct
import sys
import threading
import time

import dns.exception
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

import resign
from world import FARMS

CODES = {"refused": 5, "servfail": 2, "notimp": 4}
WAIT = 3.0          # seconds for the real server
SLOW = 0.4          # seconds
UNKNOWN_HASH = "9"
NSD = FARMS["nsd"][1][0]
EDNS_FREE = 512     # octets, what UDP carries without EDNS
PROOF = (dns.rdatatype.RRSIG, dns.rdatatype.NSEC, dns.rdatatype.NSEC3)


def question(wire):
    """(name in lower case, type, end of the question) of a query."""
    at, labels = 12, []
    while wire[at]:
        labels.append(wire[at + 1:at + 1 + wire[at]].decode("latin-1").lower())
        at += 1 + wire[at]
    return ".".join(labels), struct.unpack("!H", wire[at + 1:at + 3])[0], at + 5


def bare(query, rcode, flags=0x8000):
    """An answer of nothing but a code."""
    end = question(query)[2]
    wanted = struct.unpack("!H", query[2:4])[0] & 0x0110
    return query[:2] + struct.pack("!5H", flags | wanted | rcode, 1, 0, 0, 0) + query[12:end]


def has_edns(query):
    return struct.unpack("!H", query[10:12])[0] > 0


def without_edns(query):
    """The same question, as it was asked before EDNS."""
    return query[:10] + b"\0\0" + query[12:question(query)[2]]


def ask(backend, query, tcp):
    """The real server's answer; None when there is none."""
    family = socket.AF_INET6 if ":" in backend else socket.AF_INET
    try:
        if tcp:
            with socket.create_connection((backend, 53), WAIT) as s:
                s.sendall(struct.pack("!H", len(query)) + query)
                return read_message(s)
        with socket.socket(family, socket.SOCK_DGRAM) as s:
            s.settimeout(WAIT)
            s.connect((backend, 53))
            s.send(query)
            return s.recv(65535)
    except OSError:
        return None


def read_exactly(s, size):
    data = b""
    while len(data) < size:
        more = s.recv(size - len(data))
        if not more:
            return None
        data += more
    return data


def read_message(s):
    head = read_exactly(s, 2)
    return head and read_exactly(s, struct.unpack("!H", head)[0])


def edited(reply, keep_answer=lambda rrset: True, keep_authority=lambda rrset: True, change=None):
    """The answer with what is not kept left out."""
    message = dns.message.from_wire(reply, ignore_trailing=True)
    message.answer = [rrset for rrset in message.answer if keep_answer(rrset)]
    message.authority = [rrset for rrset in message.authority if keep_authority(rrset)]
    if change:
        change(message)
    return message.to_wire(max_size=65535)


def no_proof(rrset):
    return rrset.rdtype not in PROOF


class Front:
    """One server: an address, the real server behind it, and what it does wrong."""

    def __init__(self, address, backend, fate):
        self.address, self.backend = address, backend
        self.fate, _, self.only = fate.partition(":")

    def strikes(self, query):
        """Does the fate strike this question?"""
        name, kind, _ = question(query)
        if not self.only or self.fate in ("no-sigs", "hash-unknown"):
            return True
        if self.fate == "authority":
            return f".{name}".endswith(f".{self.only}") and kind != dns.rdatatype.DS     # which is the parent's
        if self.fate == "nxdomain":
            return name == self.only
        return kind == dns.rdatatype.from_text(self.only)

    def answer(self, query, tcp):
        """The bytes to send back, or None."""
        if not self.strikes(query):
            return ask(self.backend, query, tcp)
        function = getattr(self, "_" + self.fate.replace("-", "_"), None)
        if self.fate == "drop":
            return None
        if self.fate in CODES:
            return bare(query, CODES[self.fate])
        return function(query, tcp)

    def _no_edns(self, query, tcp):
        return bare(query, 1) if has_edns(query) else ask(self.backend, query, tcp)

    def _ignores_edns(self, query, tcp):
        return ask(self.backend, without_edns(query), tcp)

    def _lame(self, query, tcp):
        root = b"\0" + struct.pack("!HHIH", 2, 1, 300, 3) + b"\1a\0"
        reply = bare(query, 0)
        return reply[:8] + struct.pack("!2H", 1, 0) + reply[12:] + root

    def _not_authority(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and reply[:2] + bytes([reply[2] & ~0x04]) + reply[3:]

    def _malformed(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and reply[:max(question(query)[2] + 5, len(reply) * 2 // 3)]

    def _wrong_question(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and reply[:13] + bytes([reply[13] ^ 0x01]) + reply[14:]

    def _wrong_id(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and bytes([reply[0] ^ 0xff]) + reply[1:]

    def _no_tcp(self, query, tcp):
        reply = ask(self.backend, query, True)
        return reply if reply and len(reply) <= EDNS_FREE else bare(query, 0, 0x8600)

    def _huge_udp(self, query, tcp):
        return ask(self.backend, query, True)

    def _truncates(self, query, tcp):
        return ask(self.backend, query, True) if tcp else bare(query, 0, 0x8600)

    def _strips(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and edited(reply, no_proof, no_proof)

    def _no_proof(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and edited(reply, keep_authority=no_proof)

    def _no_sigs(self, query, tcp):
        covered = dns.rdatatype.from_text(self.only)

        def keep(rrset):
            return rrset.rdtype != dns.rdatatype.RRSIG or rrset.covers != covered
        reply = ask(self.backend, query, tcp)
        return reply and edited(reply, keep, keep)

    def _nxdomain(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and reply[:3] + bytes([reply[3] & 0xf0 | dns.rcode.NXDOMAIN]) + reply[4:]

    _denies = _nxdomain

    def _stray(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and edited(reply, change=self._add_stray)

    def _add_stray(self, message):
        """A record of the name's parent, unsigned."""
        owner = message.question[0].name.parent().to_text()
        message.authority.append(dns.rrset.from_text(owner, 300, "IN", "NSEC", f"z.{owner} A RRSIG NSEC"))

    def _nodata(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and edited(reply, lambda rrset: False, no_proof)

    def _hash_unknown(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and edited(reply, keep_authority=lambda rrset: rrset.rdtype != dns.rdatatype.RRSIG
                                or rrset.covers != dns.rdatatype.NSEC3, change=self._rehash)

    def _rehash(self, message):
        """Another hash algorithm in every NSEC3 record, and a signature over that."""
        for rrset in [rrset for rrset in message.authority if rrset.rdtype == dns.rdatatype.NSEC3]:
            owner, data = rrset.name.to_text(), UNKNOWN_HASH + rrset[0].to_text()[1:]
            signature = resign.rrsig(self.key(), owner, rrset.ttl, "NSEC3", [data], self.only)
            message.authority.remove(rrset)
            message.authority.append(dns.rrset.from_text(owner, rrset.ttl, "IN", "NSEC3", data))
            message.authority.append(dns.rrset.from_text(owner, rrset.ttl, "IN", "RRSIG", signature.split(" RRSIG ")[1]))

    def key(self):
        """A key of the zone, which lies beside the plan."""
        return resign.keys_of(f"{os.path.dirname(sys.argv[1])}/zones/{self.only}")[0]

    def _well(self, query, tcp):
        return ask(self.backend, query, tcp)

    def _sets_ad(self, query, tcp):
        reply = ask(self.backend, query, tcp)
        return reply and reply[:3] + bytes([reply[3] | 0x20]) + reply[4:]

    def _authority(self, query, tcp):
        """The answer with the flags of a resolver's."""
        reply = ask(NSD, query, tcp)
        return reply and reply[:2] + bytes([reply[2] & ~0x04, reply[3] | 0x80]) + reply[4:]

    def _slow(self, query, tcp):
        time.sleep(SLOW)
        return ask(self.backend, query, tcp)

    def fits(self, query, reply):
        """Over UDP: what is too large for the asker goes as a truncated answer, unless the fate is to send it."""
        if self.fate in ("huge-udp", "malformed"):
            return reply
        return reply if len(reply) <= 1232 or len(reply) <= self._allowed(query) else bare(query, 0, 0x8600)

    @staticmethod
    def _allowed(query):
        try:
            return max(EDNS_FREE, dns.message.from_wire(query).payload)
        except dns.exception.DNSException:
            return EDNS_FREE

    def datagram(self, s, query, client):
        try:
            reply = self.answer(query, False)
            if reply:
                s.sendto(self.fits(query, reply), client)
        except (IndexError, struct.error, OSError, dns.exception.DNSException):
            return

    def stream(self, connection):
        with connection:
            connection.settimeout(WAIT)
            try:
                while query := read_message(connection):
                    reply = self.answer(query, True)
                    if reply is None:
                        return
                    connection.sendall(struct.pack("!H", len(reply)) + reply)
            except (IndexError, struct.error, OSError, dns.exception.DNSException):
                return


def serve(plan):
    selector = selectors.DefaultSelector()
    for address, (backend, fate) in plan.items():
        front = Front(address, backend, fate)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        udp = socket.socket(family, socket.SOCK_DGRAM)
        udp.bind((address, 53))
        selector.register(udp, selectors.EVENT_READ, (front, False))
        if fate != "no-tcp":
            tcp = socket.create_server((address, 53), family=family, backlog=64)
            selector.register(tcp, selectors.EVENT_READ, (front, True))
    while True:
        for key, _ in selector.select():
            front, tcp = key.data
            if tcp:
                work = (front.stream, key.fileobj.accept()[:1])
            else:
                work = (front.datagram, (key.fileobj, *key.fileobj.recvfrom(4096)))
            threading.Thread(target=work[0], args=work[1], daemon=True).start()


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        serve(json.load(file))
