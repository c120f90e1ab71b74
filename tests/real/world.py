# SPDX-License-Identifier: BSD-2-Clause
"""The plan of the little internet: addresses, top-level domains, and the
shapes in which a case says what it publishes and what must come of it."""
from dataclasses import dataclass, field, replace

RESOLVER = "10.79.0.53"         # Unbound, validating
RESOLVER_PLAIN = "10.79.0.54"   # Unbound, not validating
RESOLVER_STRIPS = "10.79.0.55"  # a front of Unbound that keeps DNSSEC records to itself
RESOLVER_LIES = "10.79.0.56"    # a front of the one that does not validate: sets AD
RESOLVER_UDP = "10.79.0.58"     # a front of the validating one: truncates, and has no TCP
RESOLVER_TELLS = "10.79.0.59"   # a front of the one that does not validate: hands on aliases that go nowhere, as BIND does
ROOT_STRIPS = "10.79.0.57"      # a front of a root server, likewise
NOBODY = "10.79.0.99"           # nothing listens here
NO_MACHINE = "198.51.100.1"     # on a wire at which nobody has this address
NO_WAY = "203.0.113.1"          # no way leads there
WIRE = "198.51.100.254/24"
# Addresses of the Internet, as far as anybody in here can tell; all others are private ones.
PUBLIC_ROOT = "9.79.0.1"
PUBLIC_HOST = "9.79.0.25"       # nothing listens here

# Users from whom this machine keeps something: the kernel says that no way leads there.
NO_IPV6 = 64206
NO_TCP = 64207

# Which program serves which addresses.  A parent and its children never share
# a process: a server that has both would answer where it should refer.
FARMS = {
    "root": ("nsd", ["10.79.0.1", "10.79.0.2", "fd79::1", PUBLIC_ROOT]),
    "nl": ("nsd", ["10.79.1.1", "10.79.1.2", "fd79::1:1"]),
    "com": ("named", ["10.79.2.1", "10.79.2.2"]),
    "org": ("knotd", ["10.79.3.1", "10.79.3.2"]),
    "nsd": ("nsd", ["10.79.11.1", "10.79.11.2", "fd79::11:1"]),
    "bind": ("named", ["10.79.12.1", "10.79.12.2", "fd79::12:1"]),
    "knot": ("knotd", ["10.79.13.1", "10.79.13.2", "fd79::13:1"]),
    "alt": ("nsd", ["10.79.15.1", "fd79::15:1"]),   # other versions of zones that are served elsewhere too
    "alt2": ("named", ["10.79.16.1", "fd79::16:1"]),
    "lame": (None, ["10.79.11.1"]),     # NSD, which knows nothing of these zones and says REFUSED
}

TOOLS = {
    "ip": "iproute2", "openssl": "openssl", "dig": "bind9-dnsutils", "delv": "bind9-dnsutils",
    "dnssec-signzone": "bind9-utils", "dnssec-keygen": "bind9-utils", "named": "bind9", "nsd": "nsd",
    "ldns-signzone": "ldnsutils", "ldns-keygen": "ldnsutils", "knotd": "knot", "unbound": "unbound",
    "postfix": "postfix", "posttls-finger": "postfix", "unshare": "util-linux",
    "faketime": "faketime",
}


@dataclass
class Ns:
    """One name server of a zone, where not all addresses of the zone's farm are.

    Without a fate it is the farm's server itself.  With one it is a front (fronts.py) with addresses of its own,
    which passes questions on to the farm and spoils what comes back.  A name that ends with a dot is written as
    it is and has no address here: another zone has it, or nobody."""
    name: str
    farm: str = None            # None: the zone's
    fate: str = None            # see fronts.py
    family: str = "4"           # "4", "6", "46"
    glue: bool = True           # does the parent know the address?
    addresses: list = field(default_factory=list)   # given out by build.py


@dataclass
class Version:
    """The same zone as another farm serves it, signed with the same keys, but for these fields of Zone."""
    farm: str = "alt"
    changes: dict = field(default_factory=dict)
    own_keys: bool = False


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
    ds: object = "yes"          # what the parent publishes: see delegation.py
    digest: int = 2
    ds_ttl: int = 300
    days: tuple = (-1, 20)      # signatures are valid from .. to, in days from now
    damage: object = None       # what is done to the signed text: see damage.py
    signer: str = None          # "bind" or "ldns", where not the tool that goes with the server
    more_keys: tuple = ()       # further keys (signer "bind"): the words for dnssec-keygen, one string a key
    servers: list = None        # [Ns]; None: every address of the farm
    listed: list = None         # [Ns] that the zone itself lists, where not those of its parent
    versions: list = field(default_factory=list)
    base: object = None         # of a version: the zone of which it is one
    own_keys: bool = False      # of a version: signed with keys that the zone does not have


@dataclass
class Smtp:
    """A mail server.  Each has an address of its own."""
    label: str
    # "postfix"; "odd" (smtp_odd.py); "closed" (nothing listens), "dropped" (no connection comes about), "silent"
    # (accepts, says nothing); "certificate" (no server: for `also` and `sni` of another)
    kind: str = "postfix"
    family: str = "4"           # "4", "6", "46"
    tls: bool = True
    names: tuple = ()           # of the certificate; none: the name of the case's domain with the label in front
    issuer: str = "self"        # "self", "ca", or "inter": an intermediate of that, which is sent, the root being not
    send_issuer: object = True  # "anyway": the authority's certificate, although it did not issue this one
    key: str = "P-256"          # "P-256", "P-384", "RSA"
    valid: str = "now"          # "now", "expired"
    options: dict = field(default_factory=dict)     # of smtpd
    also: tuple = ()            # labels of further certificates, of other key types, that this server has too
    sni: dict = field(default_factory=dict)         # {name: label of the certificate for it}
    repeat: int = 0             # so many times more the issuer's certificate at the end of the chain
    md: str = "sha256"          # of the signature over the certificate
    script: tuple = ()          # of kind "odd": what it says and does
    odd_tls: dict = field(default_factory=dict)     # ... and its TLS


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
    peers: dict = field(default_factory=dict)       # {"delv MX"|"unbound A"|...: (status, why)}: the same for any type
    varies: str = None          # why a resolver's answers differ from time to time: only --iterate is held to the case
    iterate: dict = field(default_factory=dict)     # what --iterate finds otherwise: fields of Case
    iterate_why: str = None     # ... and why
    servers_say: tuple = ()     # codes that --iterate must find (a resolver hides them)
    at: dict = field(default_factory=dict)          # {code: where it must be found}
    hints: str = "root.hints"   # root servers that --iterate is told of: that file, or root.public
    resolver: str = None        # asked through another resolver: an address of world.py
    no_smtp: bool = False       # only the DNS is looked at
    ask_as: str = None          # what is typed on the command line, where not the domain
    options: tuple = ()         # further words on the command line
    slow: bool = False          # something here stays silent: a short --timeout is given
    timeout: int = 3            # that one, seconds
    recorded: bool = False      # also recorded and replayed without a network

    def all_peers(self):
        """What peers and peer_mx give, in the form of the former."""
        return {**{f"{peer} MX": said for peer, said in self.peer_mx.items()}, **self.peers}

    def by(self, way):
        """The case as it must come out that way."""
        if way != "iterate":
            return self
        changed = replace(self, **self.iterate)
        changed.findings = (*changed.findings, *self.servers_say)
        return changed
