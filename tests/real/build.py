# SPDX-License-Identifier: BSD-2-Clause
"""Builds the little internet from what the cases publish, and starts it.

Zones are written from the bottom up, since a parent holds its children's DS:
the test domains, then nl, com and org, then the root.
"""
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import certs
import mail
import nameservers
import odd_dns
import zonefile
from world import FARMS, NOBODY, RESOLVER, RESOLVER_PLAIN, Zone

TOP = [Zone("nl", "", farm="nl", algorithm="RSASHA256", split=True, denial="optout", signer="bind"),
       Zone("com", "", farm="com", algorithm="ECDSAP256SHA256", split=True, denial="nsec3"),
       Zone("org", "", farm="org", algorithm="ECDSAP256SHA256")]
ROOT = Zone(".", "", farm="root", algorithm="RSASHA256", split=True)


def depth(name):
    return name.count(".") + 1


class World:
    def __init__(self, directory, cases, processes):
        self.dir, self.cases, self.processes = directory, cases, processes
        self.farms = nameservers.Farms(directory, processes)
        self.zones = [zone for case in cases for zone in case.zones]
        self.bodies, self.files, self.keys = {}, {}, {}
        self.mail = {}          # case name: {label: mail.Server}
        self.deadline = time.monotonic() + 25
        os.makedirs(f"{directory}/reports")

    def build(self):
        self._own({RESOLVER, RESOLVER_PLAIN, NOBODY, *[a for _, addresses in FARMS.values() for a in addresses]})
        self._mail()
        self._write_domains()
        self._start(["nsd", "bind", "knot"], self.zones)
        self._start_odd()
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
                number += 1
        everyone = [(case, server) for case in self.cases for server in self.mail[case.name].values()]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda cs: cs[1].certify(authority, f"{cs[0].name}-{cs[1].smtp.label}",
                                                   f"{cs[1].smtp.label}.{cs[0].domain}"), everyone))
        servers = [server for _, server in everyone]
        self._own([a for server in servers for a in (server.v4, server.v6)])
        mail.Postfix(self.dir, self.processes).start(servers)
        self.silent = mail.Silent(servers)

    def _wait_for_mail(self):
        for servers in self.mail.values():
            for server in servers.values():
                for address in server.listens() if server.smtp.kind == "postfix" else ():
                    while not mail.greets(address):
                        if time.monotonic() > self.deadline:
                            raise RuntimeError(f"no smtpd at {address}")
                        time.sleep(0.1)

    def _write_domains(self):
        """The test domains, children before parents."""
        for case in self.cases:
            for zone in case.zones:
                self.bodies[zone.name] = zonefile.fill(zone.text, self.mail[case.name])
        depths = sorted({depth(zone.name) for zone in self.zones}, reverse=True)
        with ThreadPoolExecutor(4) as pool:
            for level in depths:
                zones = [z for z in self.zones if depth(z.name) == level and FARMS[z.farm][0]]
                list(pool.map(lambda z: self._write(z, self._children(z)), zones))

    def _children(self, parent):
        """The delegations that belong into the parent."""
        suffix = "" if parent.name == "." else "." + parent.name
        below = TOP if parent is ROOT else [z for z in self.zones if z.name.endswith(suffix)]
        lines = []
        for zone in below:
            nearer = [z for z in self.zones if z is not parent and zone.name.endswith("." + z.name)]
            if parent is ROOT or not nearer:
                lines += zonefile.delegation(zone, self.keys.get(zone.name, []))
        return lines

    def _write(self, zone, delegations):
        body = self.bodies.get(zone.name, "") + "\n" + "\n".join(delegations)
        self.files[zone.name] = zonefile.write(zone, body, f"{self.dir}/zones")
        if zone.sign != "no" and not zonefile.signs_itself(zone):
            with open(self.files[zone.name]) as f:
                self.keys[zone.name] = zonefile.keys_in(f)

    def _start(self, names, zones):
        for farm in names:
            self.farms.start(farm, [(z, self.files[z.name]) for z in zones if z.farm == farm])
        for zone in zones:
            if zone.farm in names:
                nameservers.ready(zone, self.processes, self.deadline)
                if zonefile.signs_itself(zone):
                    self.keys[zone.name] = zonefile.served_keys(zone)

    def _start_odd(self):
        server = odd_dns.OddServer(FARMS["odd"][1][0])
        server.zones = [odd_dns.OddZone(z, self.bodies[z.name], z.fate) for z in self.zones if z.farm == "odd"]
        server.start()

    def _anchors(self):
        """The root's DS and addresses, in the forms that the programs read."""
        ds = zonefile.ds_records(ROOT, self.keys["."])[0].split(" DS ")[1]
        tag, algorithm, digest_type, digest = ds.split()
        with open(f"{self.dir}/anchor", "w") as f:
            f.write(f". {zonefile.TTL} IN DS {ds}\n")
        with open(f"{self.dir}/anchor.delv", "w") as f:
            f.write(f'trust-anchors {{ . static-ds {tag} {algorithm} {digest_type} "{digest}"; }};\n')
        with open(f"{self.dir}/root.hints", "w") as f:
            f.write("\n".join(zonefile.server_records(ROOT)) + "\n")
