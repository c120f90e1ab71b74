# SPDX-License-Identifier: BSD-2-Clause
"""The mail servers: one Postfix with an smtpd for each address, servers by
script (smtp_odd.py), and the few kinds of nothing that Postfix cannot be."""
import json
import os
import socket
import subprocess
import sys

MAIN = """compatibility_level = 3.6
queue_directory = {dir}/queue
data_directory = {dir}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.real.test
mynetworks = 127.0.0.0/8
inet_interfaces = all
inet_protocols = all
maillog_file = {dir}/postfix.log
maillog_file_prefixes = {dir}
alias_maps =
alias_database =
local_recipient_maps =
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_tls_loglevel = 1
smtp_dns_support_level = dnssec
smtputf8_enable = no
max_idle = 20s
notify_classes =
"""

# postlogd must not end while others live: with nobody to read, the log's socket fills, master itself
# waits to write to it, and then nobody is left who could start postlogd again.
SERVICES = """postlog unix-dgram n - n - 1 postlogd
  -o max_idle=1h -o max_use=1000000
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
"""


class Server:
    """One mail server of a case: its addresses, and what it shows."""

    def __init__(self, smtp, number):
        self.smtp = smtp
        self.v4 = f"10.79.{25 + number // 250}.{number % 250 + 1}"
        self.v6 = f"fd79::25:{number + 1:x}"
        self.leaf = self.ca = self.bundle = None
        self.others = {}        # the servers of the case, by label

    def listens(self):
        if self.smtp.kind == "certificate":
            return []
        return [self.v4] * ("4" in self.smtp.family) + [self.v6] * ("6" in self.smtp.family)

    def certify(self, authority, name, host):
        smtp = self.smtp
        self.ca = authority.inter if smtp.issuer == "inter" else authority.ca
        self.leaf, self.bundle = authority.leaf(name, smtp.names or (host,), smtp.issuer, smtp.send_issuer,
                                                smtp.key, smtp.valid, smtp.md, smtp.repeat)

    def shown(self):
        """The certificates that it may show."""
        return [self.leaf, *[self.others[label].leaf for label in (*self.smtp.also, *self.smtp.sni.values())]]

    def bundles(self):
        return [self.bundle, *[self.others[label].bundle for label in self.smtp.also]]

    def sni_map(self, config):
        """Writes which certificate is for which name, as postmap wants it."""
        file = f"{self.bundle}.sni"
        with open(file, "w") as f:
            f.writelines(f"{name} {self.others[label].bundle}\n" for name, label in self.smtp.sni.items())
        subprocess.run(["postmap", "-c", config, "-F", f"hash:{file}"], check=True)
        return f"hash:{file}"


def smtpd_service(server, config):
    """The lines of master.cf for one server."""
    options = {"smtpd_tls_security_level": "may" if server.smtp.tls else "none"}
    if server.smtp.tls:
        options["smtpd_tls_chain_files"] = ", ".join(server.bundles())
    if server.smtp.sni:
        options["tls_server_sni_maps"] = server.sni_map(config)
    options.update(server.smtp.options)
    tail = "".join(f"  -o {{ {key} = {value} }}\n" for key, value in options.items())
    return "".join(f"{f'[{a}]' if ':' in a else a}:25 inet n - n - - smtpd\n{tail}" for a in server.listens())


class Postfix:
    def __init__(self, directory, processes):
        self.dir = f"{directory}/postfix"
        self.config = f"{self.dir}/etc"
        self.processes = processes
        for part in ("", "etc", "queue", "data"):
            os.makedirs(f"{self.dir}/{part}", mode=0o755, exist_ok=True)
        subprocess.run(["chown", "postfix", f"{self.dir}/data"], check=True)

    def start(self, servers):
        with open(f"{self.config}/main.cf", "w") as f:
            f.write(MAIN.format(dir=self.dir))
        with open(f"{self.config}/master.cf", "w") as f:
            f.write(SERVICES)
            f.writelines(smtpd_service(s, self.config) for s in servers if s.smtp.kind == "postfix")
        self.processes.start("postfix", "postfix", "-c", self.config, "start-fg")


class Silent:
    """Accepts and never says a word: the kernel does it all."""

    def __init__(self, servers):
        self.sockets = []
        for server in servers:
            for address in server.listens() if server.smtp.kind == "silent" else ():
                s = socket.create_server((address, 25), family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                                         backlog=64)
                self.sockets.append(s)


class Dropped:
    """Lets no connection come about: the kernel drops what does not fit into a full queue, as a firewall would."""

    def __init__(self, servers):
        self.sockets = []
        for server in servers:
            for address in server.listens() if server.smtp.kind == "dropped" else ():
                family = socket.AF_INET6 if ":" in address else socket.AF_INET
                self.sockets.append(socket.create_server((address, 25), family=family, backlog=0))
                for _ in range(3):
                    filler = socket.socket(family, socket.SOCK_STREAM)
                    filler.setblocking(False)
                    filler.connect_ex((address, 25))
                    self.sockets.append(filler)


def start_odd(directory, servers, processes):
    """Those by script, in a process of their own."""
    odd = [{"address": address, "script": server.smtp.script, "bundles": server.bundles(), "tls": server.smtp.odd_tls}
           for server in servers if server.smtp.kind == "odd" for address in server.listens()]
    with open(f"{directory}/odd.json", "w") as f:
        json.dump(odd, f)
    here = os.path.dirname(os.path.abspath(__file__))
    processes.start("smtp-odd", sys.executable, "-B", f"{here}/smtp_odd.py", f"{directory}/odd.json")


def greets(address, timeout=1.0):
    """Does anything listen there?"""
    try:
        socket.create_connection((address, 25), timeout).close()
        return True
    except OSError:
        return False
