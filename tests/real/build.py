# SPDX-License-Identifier: BSD-2-Clause
"""Builds the little internet from what the cases publish, and starts it.

Zones are written from the bottom up, since a parent holds its children's DS:
the test domains, then nl, com and org, then the root.
"""
import dataclasses
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import certs
import delegation
import mail
import nameservers
import zonefile
from world import (FARMS, NOBODY, PUBLIC_HOST, PUBLIC_ROOT, RESOLVER, RESOLVER_LIES, RESOLVER_TELLS, RESOLVER_PLAIN,
                   RESOLVER_STRIPS, RESOLVER_UDP, ROOT_STRIPS, Zone)

TOP = [Zone("nl", "", farm="nl", algorithm="RSASHA256", split=True, denial="optout", signer="bind"),
       Zone("com", "", farm="com", algorithm="ECDSAP256SHA256", split=True, denial="nsec3"),
       Zone("org", "", farm="org", algorithm="ECDSAP256SHA256"),
       Zone("microsoft", "", farm="org", algorithm="ECDSAP256SHA256")]
ROOT = Zone(".", "", farm="root", algorithm="RSASHA256", split=True)


RESOLVER_FRONTS = {RESOLVER_STRIPS: [RESOLVER_PLAIN, "strips"], RESOLVER_LIES: [RESOLVER_PLAIN, "sets-ad"],
                   RESOLVER_UDP: [RESOLVER, "no-tcp"], RESOLVER_TELLS: [RESOLVER_PLAIN, "authority:as-told.nl"],
                   ROOT_STRIPS: [FARMS["root"][1][0], "strips"]}


def depth(name):
    return name.count(".") + 1


def version_of(zone, version):
    """The zone as another farm has it."""
    return dataclasses.replace(zone, **{"farm": version.farm, "own_keys": version.own_keys, "base": zone, "versions": [],
                                        **version.changes})


class World:
    def __init__(self, directory, cases, processes):
        self.dir, self.cases, self.processes = directory, cases, processes
        self.farms = nameservers.Farms(directory, processes)
        self.zones = [zone for case in cases for zone in case.zones]
        self.versions = [version_of(zone, version) for zone in self.zones for version in zone.versions]
        self.fronts = dict(RESOLVER_FRONTS)
        self.bodies, self.files, self.keys = {}, {}, {}
        self.mail = {}          # case name: {label: mail.Server}
        self.deadline = None    # when the servers must be there
        os.makedirs(f"{directory}/reports")

    def build(self):
        self._name_servers()
        self._own({RESOLVER, RESOLVER_PLAIN, NOBODY, PUBLIC_HOST, *self.fronts,
                   *[a for _, addresses in FARMS.values() for a in addresses]})
        self._start_fronts()
        self._mail()
        self._write_domains()
        self.deadline = time.monotonic() + 120
        self._start(["nsd", "bind", "knot", "alt", "alt2"], self.zones + self.versions)
        for zone in TOP:
            self._write(zone, self._children(zone))
        self._start(["nl", "com", "org"], TOP)
        self._write(ROOT, self._children(ROOT))
        self._start(["root"], [ROOT])
        self._anchors()
        self.farms.start_resolvers(f"{self.dir}/root.hints", f"{self.dir}/anchor")
        self._wait_for_mail()
        for zone in TOP:
            for address in (RESOLVER, RESOLVER_PLAIN):
                nameservers.resolves(address, zone.name, self.deadline)

    def _name_servers(self):
        """Gives every name server that is named one by one its addresses."""
        for zone in self.zones:
            taken = []
            for ns in [*(zone.servers or []), *(zone.listed or [])]:
                if ns.name.endswith(".") or ns.addresses:
                    continue
                farm = FARMS[ns.farm or zone.farm][1]
                for family in ns.family:
                    reals = [a for a in farm if (":" in a) == (family == "6")]
                    real = next((a for a in reals if a not in taken), reals[0])
                    taken += [] if ns.fate else [real]
                    ns.addresses.append(self._front(reals[0], ns.fate) if ns.fate else real)

    def _front(self, backend, fate):
        """The address of a new front of that server."""
        number = len(self.fronts)
        address = f"fd79::40:{number:x}" if ":" in backend else f"10.79.{40 + number // 250}.{number % 250 + 1}"
        self.fronts[address] = [backend, fate]
        return address

    def _start_fronts(self):
        plan = f"{self.dir}/fronts.json"
        with open(plan, "w") as f:
            json.dump(self.fronts, f)
        here = os.path.dirname(os.path.abspath(__file__))
        self.processes.start("fronts", sys.executable, "-B", f"{here}/fronts.py", plan)

    def _own(self, addresses):
        """Gives the namespace these addresses."""
        batch = "".join(f"addr add {a}/{128 if ':' in a else 32} dev lo\n" for a in addresses)
        subprocess.run(["ip", "-batch", "-"], input=batch, text=True, check=True)

    def _mail(self):
        authority = certs.Authority(f"{self.dir}/certs")
        number = 0
        for case in self.cases:
            servers = self.mail[case.name] = {}
            for smtp in case.mail:
                servers[smtp.label] = mail.Server(smtp, number)
                servers[smtp.label].others = servers
                number += 1
        everyone = [(case, server) for case in self.cases for server in self.mail[case.name].values()]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda cs: cs[1].certify(authority, f"{cs[0].name}-{cs[1].smtp.label}",
                                                   f"{cs[1].smtp.label}.{cs[0].domain}"), everyone))
        servers = [server for _, server in everyone]
        self._own([a for server in servers for a in (server.v4, server.v6)])
        mail.Postfix(self.dir, self.processes).start(servers)
        mail.start_odd(self.dir, servers, self.processes)
        self.silent, self.dropped = mail.Silent(servers), mail.Dropped(servers)

    def _wait_for_mail(self):
        for servers in self.mail.values():
            for server in servers.values():
                for address in server.listens() if server.smtp.kind in ("postfix", "odd") else ():
                    while not mail.greets(address):
                        if time.monotonic() > self.deadline:
                            raise RuntimeError(f"no smtpd at {address}")
                        time.sleep(0.1)

    def _write_domains(self):
        """The test domains, children before parents."""
        for case in self.cases:
            for zone in [*case.zones, *[v for v in self.versions if v.base in case.zones]]:
                self.bodies[zone.name, zone.farm] = zonefile.fill(zone.text, self.mail[case.name])
        depths = sorted({depth(zone.name) for zone in self.zones}, reverse=True)
        with ThreadPoolExecutor(4) as pool:
            for level in depths:
                for kind in (self.zones, self.versions):
                    zones = [z for z in kind if depth(z.name) == level and FARMS[z.farm][0]]
                    list(pool.map(lambda z: self._write(z, self._children(z)), zones))

    def _children(self, parent):
        """The delegations that belong into the parent."""
        suffix = "" if parent.name == "." else "." + parent.name
        below = [z for z in self.zones if z.name.endswith(suffix)]
        if parent is ROOT:
            below = TOP + [z for z in below if depth(z.name) == 1]
        lines = []
        for zone in below:
            nearer = [z for z in self.zones if z.name.endswith(suffix) and zone.name.endswith("." + z.name)]
            if parent is ROOT or not nearer:
                lines += delegation.delegation(zone, self.keys.get(zone.name, []), parent)
        return lines

    def _write(self, zone, delegations):
        body = self.bodies.get((zone.name, zone.farm), "") + "\n" + "\n".join(delegations)
        file = self.files[zone.name, zone.farm] = zonefile.write(zone, body, f"{self.dir}/zones")
        if zone.sign != "no" and not zonefile.signs_itself(zone) and not zone.base:
            with open(file) as f:
                self.keys[zone.name] = delegation.keys_in(f)

    def _start(self, names, zones):
        for farm in names:
            self.farms.start(farm, [(z, self.files[z.name, z.farm]) for z in zones if z.farm == farm])
        for zone in zones:
            if zone.farm in names:
                nameservers.ready(zone, self.processes, self.deadline)
                if zonefile.signs_itself(zone):
                    self.keys[zone.name] = delegation.served_keys(zone)

    def _anchors(self):
        """The root's DS and addresses, in the forms that the programs read."""
        ds = delegation.ds_records(ROOT, self.keys["."])[0].split(" DS ")[1]
        tag, algorithm, digest_type, digest = ds.split()
        with open(f"{self.dir}/anchor", "w") as f:
            f.write(f". {delegation.TTL} IN DS {ds}\n")
        with open(f"{self.dir}/anchor.delv", "w") as f:
            f.write(f'trust-anchors {{ . static-ds {tag} {algorithm} {digest_type} "{digest}"; }};\n')
        with open(f"{self.dir}/root.hints", "w") as f:
            f.write("\n".join(delegation.server_records(ROOT, delegation.parents_view(ROOT), ".")) + "\n")
        with open(f"{self.dir}/root.public", "w") as f:
            f.write(f". 300 IN NS public.\npublic. 300 IN A {PUBLIC_ROOT}\n")
