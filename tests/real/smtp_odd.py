# SPDX-License-Identifier: BSD-2-Clause
"""Mail servers of every temper, each by a script: what Postfix cannot do wrong.

A script is a list of steps, [verb, argument...]:

    say TEXT        sends it (Latin-1: any octets)
    drip TEXT       sends it octet by octet
    flood TEXT N    sends it N times, or until the client has had enough
    hear            waits for a line; a client that says QUIT is sent away with 221
    wait SECONDS    does nothing for so long
    liked WORDS     ends the script, politely, unless the last line heard ends with one of these words
    tls             shakes hands as a server, with the server's certificate
    serve           answers EHLO and QUIT until the client leaves
    stall           waits until the client leaves
    close, reset    hangs up, politely or not

Run on its own: smtp_odd.py PLAN, a file of JSON: a list of {"address", "script", "bundles", "tls"}.
"""
import json
import os
import selectors
import socket
import ssl
import struct
import subprocess
import sys
import threading

PATIENCE = 20       # seconds that a client may stay silent
LINE_MAX = 4096
AFTER_TLS = "250-mx\r\n250 SIZE 1000\r\n"

# --- scripts for the cases ---------------------------------------------------------------------------------------

GREET = ["say", "220 mx.example ESMTP\r\n"]
HEAR = ["hear"]
OFFER = ["say", "250-mx.example\r\n250-SIZE 1000\r\n250 STARTTLS\r\n"]
NO_OFFER = ["say", "250-mx.example\r\n250 SIZE 1000\r\n"]
GO = ["say", "220 2.0.0 go\r\n"]
TLS = ["tls"]
SERVE = ["serve"]
STALL = ["stall"]
CLOSE = ["close"]
RESET = ["reset"]
TO_EHLO = [GREET, HEAR]
TO_STARTTLS = [*TO_EHLO, OFFER, HEAR]
TO_TLS = [*TO_STARTTLS, GO]
GOOD = [*TO_TLS, TLS, SERVE]


def say(text):
    return ["say", text]


# --- the servers -------------------------------------------------------------------------------------------------

VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2,
            "1.3": ssl.TLSVersion.TLSv1_3}


def dh_file(bits):
    """A group of so many bits, in a file beside the plan."""
    file = f"{sys.argv[1]}.dh{bits}"
    if not os.path.exists(file):
        with open(f"{file}.new", "wb") as made:
            subprocess.run(["openssl", "dhparam", "-dsaparam", str(bits)], check=True, stdout=made, stderr=subprocess.DEVNULL)
        os.rename(f"{file}.new", file)
    return file


def context(server):
    """tls: {"only": version, "ciphers": list, "demand": ask for a certificate of the client's,
    "need_name": refuse those that ask for no name, "dh": bits of Diffie-Hellman}"""
    wishes = server.get("tls", {})
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers(wishes.get("ciphers", "ALL:@SECLEVEL=0"))
    if "only" in wishes:
        made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        made.maximum_version = made.minimum_version = VERSIONS[wishes["only"]]
    if wishes.get("need_name"):
        made.sni_callback = lambda stream, name, _: None if name else ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    if wishes.get("demand"):
        made.verify_mode = ssl.CERT_REQUIRED
    if "dh" in wishes:
        made.load_dh_params(dh_file(wishes["dh"]))
    for bundle in server["bundles"]:
        made.load_cert_chain(bundle)
    return made


class Over(Exception):
    """The dialogue ends here."""


class Dialogue:
    def __init__(self, stream, server):
        self.stream, self.server, self.heard, self.rest = stream, server, b"", b""
        stream.settimeout(PATIENCE)

    def run(self):
        try:
            for verb, *arguments in self.server["script"]:
                getattr(self, verb)(*arguments)
            self.stream.close()
        except (Over, OSError, ssl.SSLError, ValueError):
            self.stream.close()

    def say(self, text):
        self.stream.sendall(text.encode("latin-1"))

    def drip(self, text):
        self.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for octet in text.encode("latin-1"):
            self.stream.sendall(bytes([octet]))
            threading.Event().wait(0.002)

    def flood(self, text, times):
        piece = text.encode("latin-1") * max(1, 65536 // len(text))
        for _ in range(times * len(text) // len(piece) + 1):
            self.stream.sendall(piece)

    def line(self):
        while b"\n" not in self.rest:
            piece = self.stream.recv(LINE_MAX)
            if not piece or len(self.rest) > LINE_MAX:
                raise Over
            self.rest += piece
        line, self.rest = self.rest.split(b"\n", 1)
        return line.strip()

    def hear(self):
        self.heard = self.line()
        if self.heard.upper() == b"QUIT":
            self.say("221 bye\r\n")
            raise Over

    def liked(self, *words):
        if not self.heard.endswith(tuple(word.encode() for word in words)):
            self.say("250 mx.example\r\n")
            self.hear()
            raise Over

    def wait(self, seconds):
        threading.Event().wait(seconds)

    def tls(self):
        self.stream = context(self.server).wrap_socket(self.stream, server_side=True)
        self.rest = b""

    def serve(self):
        while True:
            self.hear()
            self.say(AFTER_TLS)

    def stall(self):
        while self.stream.recv(LINE_MAX):
            pass

    def close(self):
        raise Over

    def reset(self):
        self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Over


def serve(plan):
    selector = selectors.DefaultSelector()
    for server in plan:
        family = socket.AF_INET6 if ":" in server["address"] else socket.AF_INET
        door = socket.create_server((server["address"], 25), family=family, backlog=64)
        selector.register(door, selectors.EVENT_READ, server)
    while True:
        for key, _ in selector.select():
            stream = key.fileobj.accept()[0]
            threading.Thread(target=Dialogue(stream, key.data).run, daemon=True).start()


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        serve(json.load(file))
