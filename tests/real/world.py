# SPDX-License-Identifier: BSD-2-Clause
"""The plan of the little internet: addresses, top-level domains, and the
shapes in which a case says what it publishes and what must come of it."""
from dataclasses import dataclass, field

RESOLVER = "10.79.0.53"         # Unbound, validating
RESOLVER_PLAIN = "10.79.0.54"   # Unbound, not validating
NOBODY = "10.79.0.99"           # nothing listens here

# Which program serves which addresses.  A parent and its children never share
# a process: a server that has both would answer where it should refer.
FARMS = {
    "root": ("nsd", ["10.79.0.1", "10.79.0.2", "fd79::1"]),
    "nl": ("nsd", ["10.79.1.1", "10.79.1.2", "fd79::1:1"]),
    "com": ("named", ["10.79.2.1", "10.79.2.2"]),
    "org": ("knotd", ["10.79.3.1", "10.79.3.2"]),
    "nsd": ("nsd", ["10.79.11.1", "10.79.11.2", "fd79::11:1"]),
    "bind": ("named", ["10.79.12.1", "10.79.12.2", "fd79::12:1"]),
    "knot": ("knotd", ["10.79.13.1", "10.79.13.2", "fd79::13:1"]),
    "odd": (None, ["10.79.14.1"]),      # odd_dns.py: what real servers refuse to get wrong
    "lame": (None, ["10.79.11.1"]),     # NSD, which knows nothing of these zones and says REFUSED
}

TOOLS = {
    "ip": "iproute2", "openssl": "openssl", "dig": "bind9-dnsutils", "delv": "bind9-dnsutils",
    "dnssec-signzone": "bind9-utils", "dnssec-keygen": "bind9-utils", "named": "bind9", "nsd": "nsd",
    "ldns-signzone": "ldnsutils", "ldns-keygen": "ldnsutils", "knotd": "knot", "unbound": "unbound",
    "postfix": "postfix", "posttls-finger": "postfix", "unshare": "util-linux",
}


@dataclass
class Zone:
    """A zone and how it is served and signed.

    In `text`, `{label}` is the IPv4 address of the case's mail server of that
    label, `{label/6}` its IPv6 address, and `{label u s m}` the TLSA data for
    its certificate (for usage 0 and 2: for its issuer).  `{other u s m}` is
    the digest of a certificate that nobody shows.
    """
    name: str
    text: str
    farm: str = "nsd"
    algorithm: str = "ECDSAP256SHA256"
    bits: int = 2048            # of RSA keys
    split: bool = False         # a KSK and a ZSK, instead of one key for both
    denial: str = "nsec"        # "nsec", "nsec3", "optout"
    iterations: int = 0
    salt: str = ""
    sign: str = "yes"           # "yes", "no"; BIND also "policy": named itself signs
    ds: str = "yes"             # what the parent publishes: see delegation.py
    digest: int = 2
    days: tuple = (-1, 20)      # signatures are valid from .. to, in days from now
    damage: object = None       # what is done to the signed text: see damage.py
    signer: str = None          # "bind" or "ldns", where not the tool that goes with the server
    fate: str = None            # farm "odd": what becomes of questions about TLSA: see odd_dns.py


@dataclass
class Smtp:
    """A mail server.  Each has an address of its own."""
    label: str
    kind: str = "postfix"       # "postfix", "closed" (nothing listens), "silent" (accepts, says nothing)
    family: str = "4"           # "4", "6", "46"
    tls: bool = True
    names: tuple = ()           # of the certificate; none: the name of the case's domain with the label in front
    issuer: str = "self"        # "self", or "ca"
    send_issuer: bool = True
    key: str = "P-256"          # "P-256", "P-384", "RSA"
    valid: str = "now"          # "now", "expired"
    options: dict = field(default_factory=dict)     # of smtpd


@dataclass
class Host:
    """What must come out for one MX host."""
    name: str
    policy: str
    tlsa: object = None         # status of the TLSA answer; None: not asked, or it does not matter
    address: str = "secure"     # status of the address answer
    base: str = None            # TLSA base domain, where it is not the host
    dane: object = None         # the verdicts of the probes, as a set, where one word for all does not fit
    finger: str = None          # what posttls-finger makes of [host], where not what the policy implies
    finger_why: str = None      # ... and why we are right to differ


@dataclass
class Case:
    name: str
    why: str
    domain: str
    verdict: str
    deliverable: str
    zones: list = field(default_factory=list)
    mail: list = field(default_factory=list)
    dnssec: str = "secure"      # of the zone that holds the domain
    mx: str = "secure"          # of the MX answer
    kind: str = "mx"
    hosts: list = field(default_factory=list)
    findings: tuple = ()        # codes that must be there
    absent: tuple = ()          # codes that must not
    finger: str = None          # what posttls-finger makes of the domain, where not what the best host implies
    finger_why: str = None
    peer_mx: dict = field(default_factory=dict)     # {"delv"|"unbound": (status, why)} where they differ on MX
    ask_as: str = None          # what is typed on the command line, where not the domain
    slow: bool = False          # something here stays silent: a short --timeout is given
    recorded: bool = False      # also recorded and replayed without a network
