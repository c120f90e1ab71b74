# SPDX-License-Identifier: BSD-2-Clause
"""The mail servers: one Postfix with an smtpd for each address, and the few
kinds of nothing that Postfix cannot be."""
import os
import socket
import subprocess

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

SERVICES = """postlog unix-dgram n - n - 1 postlogd
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

    def listens(self):
        return [self.v4] * ("4" in self.smtp.family) + [self.v6] * ("6" in self.smtp.family)

    def certify(self, authority, name, host):
        smtp = self.smtp
        self.ca = authority.ca
        self.leaf, self.bundle = authority.leaf(name, smtp.names or (host,), smtp.issuer, smtp.send_issuer,
                                                smtp.key, smtp.valid)


def smtpd_service(server):
    """The lines of master.cf for one server."""
    options = {"smtpd_tls_security_level": "may" if server.smtp.tls else "none"}
    if server.smtp.tls:
        options["smtpd_tls_chain_files"] = server.bundle
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
            f.writelines(smtpd_service(s) for s in servers if s.smtp.kind == "postfix")
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


def greets(address, timeout=1.0):
    """Does anything listen there?"""
    try:
        socket.create_connection((address, 25), timeout).close()
        return True
    except OSError:
        return False
