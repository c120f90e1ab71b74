# SPDX-License-Identifier: BSD-2-Clause
"""NSD, BIND, Knot and Unbound: their configurations and processes.

All run in the foreground as children of ours, as root, within the scratch
directory: the namespace is their cage.
"""
import os
import shutil
import subprocess
import time

import dnswire
from world import FARMS, RESOLVER, RESOLVER_PLAIN
from zonefile import signs_itself

NSD = """server:
  ip-address: {listen}
  username: ""
  chroot: ""
  database: ""
  server-count: 1
  zonesdir: "{dir}"
  pidfile: "{dir}/nsd.pid"
  xfrdfile: "{dir}/xfrd.state"
  xfrdir: "{dir}"
  zonelistfile: "{dir}/zone.list"
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  zonefiles-check: no
remote-control:
  control-enable: no
{zones}"""

NAMED = """options {{
  directory "{dir}";
  pid-file none;
  session-keyfile none;
  managed-keys-directory "{dir}";
  listen-on {{ {v4} }};
  listen-on-v6 {{ {v6} }};
  recursion no;
  notify no;
  dnssec-validation no;
  minimal-responses yes;
  check-integrity no;
}};
controls {{ }};
{policies}
{zones}"""

NAMED_POLICY = """dnssec-policy "{name}" {{
  keys {{ {keys} }};
  {denial}
}};
"""

KNOT = """server:
  rundir: "{dir}"
  listen: [ {listen} ]
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: "{dir}/db"
log:
  - target: stderr
    any: warning
policy:
{policies}
zone:
{zones}"""

UNBOUND = """server:
  interface: {address}
  port: 53
  num-threads: 1
  username: ""
  chroot: ""
  directory: "{dir}"
  pidfile: "{dir}/unbound.pid"
  use-syslog: no
  verbosity: 1
  val-log-level: 1
  ede: yes
  access-control: 10.79.0.0/16 allow
  do-not-query-localhost: no
  root-hints: "{hints}"
  {anchor}
  module-config: "{modules}"
  outgoing-range: 512
  cache-max-ttl: 604800
  num-queries-per-thread: 256
remote-control:
  control-enable: no
"""


class Processes:
    """The servers we started; stop() ends each by its pid."""

    def __init__(self, directory):
        self.dir = directory
        self.running = []

    def start(self, name, *command):
        log = open(f"{self.dir}/{name}.log", "wb")
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
        log.close()
        self.running.append((name, process))
        return process

    def fallen(self):
        """Names of the servers that are no longer there."""
        return [name for name, process in self.running if process.poll() is not None]

    def stop(self):
        for _, process in reversed(self.running):
            if process.poll() is None:
                process.terminate()
        for _, process in self.running:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Farms:
    """The name servers of the plan, one process each."""

    def __init__(self, directory, processes):
        self.dir = directory
        self.processes = processes

    def _binary(self, name):
        """A copy of the server: distributions confine named and unbound by the path
        of the binary to the directories of the system's own service."""
        copy = f"{self.dir}/bin/{name}"
        if not os.path.exists(copy):
            os.makedirs(f"{self.dir}/bin", exist_ok=True)
            shutil.copy(shutil.which(name), copy)
        return copy

    def _configure(self, name, text):
        directory = f"{self.dir}/{name}"
        os.makedirs(f"{directory}/db", exist_ok=True)
        config = f"{directory}/conf"
        with open(config, "w") as f:
            f.write(text)
        return config

    def start(self, farm, zones):
        """zones: [(Zone, file)]"""
        program, addresses = FARMS[farm]
        config = self._configure(farm, {"nsd": nsd, "named": named, "knotd": knot}[program](
            f"{self.dir}/{farm}", addresses, zones))
        flags = {"nsd": ["-d"], "named": ["-g", "-n", "1"], "knotd": []}[program]
        self.processes.start(farm, self._binary(program), *flags, "-c", config)

    def start_unbound(self, name, address, hints, anchor):
        validating = address == RESOLVER
        config = self._configure(name, UNBOUND.format(
            address=address, dir=f"{self.dir}/{name}", hints=hints,
            anchor=f'trust-anchor-file: "{anchor}"' if validating else "",
            modules="validator iterator" if validating else "iterator"))
        self.processes.start(name, self._binary("unbound"), "-d", "-c", config)

    def start_resolvers(self, hints, anchor):
        self.start_unbound("unbound", RESOLVER, hints, anchor)
        self.start_unbound("unbound-plain", RESOLVER_PLAIN, hints, anchor)


def nsd(directory, addresses, zones):
    return NSD.format(dir=directory, listen="\n  ip-address: ".join(addresses), zones="".join(
        f'zone:\n  name: "{zone.name}"\n  zonefile: "{file}"\n' for zone, file in zones))


def named(directory, addresses, zones):
    policies, stanzas = "", ""
    for zone, file in zones:
        signing = ""
        if signs_itself(zone):
            roles = ["ksk", "zsk"] if zone.split else ["csk"]
            keys = " ".join(f"{role} lifetime unlimited algorithm {zone.algorithm.lower()};" for role in roles)
            denial = "" if zone.denial == "nsec" else "nsec3param iterations 0 optout no salt-length 0;"
            policies += NAMED_POLICY.format(name=zone.name, keys=keys, denial=denial)
            signing = f' dnssec-policy "{zone.name}"; inline-signing yes; key-directory "{os.path.dirname(file)}";'
        stanzas += f'zone "{zone.name}" {{ type primary; file "{file}";{signing} }};\n'
    return NAMED.format(dir=directory, policies=policies, zones=stanzas,
                        v4="".join(f"{a}; " for a in addresses if ":" not in a),
                        v6="".join(f"{a}; " for a in addresses if ":" in a) or "none;")


def knot(directory, addresses, zones):
    policies, stanzas = "", ""
    for zone, file in zones:
        stanzas += (f'  - domain: "{zone.name}"\n    file: "{file}"\n    zonefile-sync: -1\n    zonefile-load: whole\n'
                    f'    journal-content: none\n')
        if signs_itself(zone):
            policies += (f'  - id: "{zone.name}"\n    algorithm: {zone.algorithm.lower()}\n'
                         f'    single-type-signing: {"off" if zone.split else "on"}\n')
            if zone.denial != "nsec":
                policies += f"    nsec3: on\n    nsec3-iterations: {zone.iterations}\n    nsec3-salt-length: 0\n"
            stanzas += f'    dnssec-signing: on\n    dnssec-policy: "{zone.name}"\n'
    return KNOT.format(dir=directory, listen=", ".join(f'"{a}@53"' for a in addresses), policies=policies, zones=stanzas)


def ready(zone, processes, deadline):
    """Waits until the zone is served by every address, and signed if it is to be."""
    for address in FARMS[zone.farm][1]:
        signing = signs_itself(zone) and zone.sign != "no"
        want = "DNSKEY" if signing else "SOA"
        while True:
            answer = dnswire.ask(address, zone.name, want, timeout=1.0, tries=1)
            if answer and answer.authoritative and answer.answers:
                denial = zone.denial != "nsec" and signing
                third = denial and dnswire.ask(address, zone.name, "NSEC3PARAM", timeout=1.0, tries=1)
                if not denial or third and third.answers:
                    break
            if processes.fallen() or time.monotonic() > deadline:
                raise RuntimeError(f"{zone.name} is not served at {address} (ended: {processes.fallen()})")
            time.sleep(0.1)


def resolves(resolver, name, deadline):
    """Waits until the resolver has an answer."""
    while True:
        answer = dnswire.ask(resolver, name, "SOA", timeout=2.0, tries=1)
        if answer and answer.rcode == dnswire.NOERROR and answer.answers:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"the resolver {resolver} knows no {name}")
        time.sleep(0.1)
