# SPDX-License-Identifier: BSD-2-Clause
"""A signed DNS world with mail hosts, for benchmarks: NSD, Unbound, an SMTP responder and a line
of any length between them and us.

    world.enter()               # first of all: into namespaces of our own
    with World(200) as w:       # 200 domains, see generate.c for who is who
        w.line(50)              # every round trip to the far side now takes 50 ms
        ...

enter() starts the program again within a network, a mount and a process namespace of its own.
Whatever happens there, the kernel takes all of it away with the program: processes, devices,
addresses, and the files, which lie in a tmpfs that nobody else sees. Without root it uses a user
namespace, where those are allowed.

near side (ours)  127.0.0.1     Unbound, with the world's trust anchor
far side          10.77.0.1-2   the root; 10.77.1.1-4 nl. and com.
                  10.77.2-3.x   name servers; 10.77.64-191.x and fd77::/64 mail hosts
                  10.77.0.53    another Unbound
"""
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.path.join(HERE, "..", "..", ".."))
BUILD = os.path.join(TOP, "build", "bench-world")
HOME = os.path.join(BUILD, "home")  # an empty directory to everybody else
INSIDE = "DANESCOPE_BENCH_INSIDE"
NEAR, FAR = "127.0.0.1", "10.77.0.53"

W = "tests/bench/world"
PROGRAMS = {
    "generate": ([f"{W}/generate.c", f"{W}/zone.c", f"{W}/identity.c"], ["-lldns", "-lcrypto"]),
    "smtp": ([f"{W}/smtp.c", "lab/smtp_dialogue.c"], ["-levent_openssl", "-levent", "-lssl", "-lcrypto"]),
    "delay": ([f"{W}/delay.c"], []),
}
COMPILE = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Wshadow", "-D_GNU_SOURCE", "-I."]

NSD = """server:
    {addresses}
    port: 53
    server-count: 1
    username: ""
    chroot: ""
    database: ""
    zonesdir: "{home}/{name}"
    pidfile: ""
    xfrdfile: ""
    zonelistfile: "{home}/run/{name}.zones"
    xfrdir: "{home}/run"
    logfile: "{home}/run/{name}.log"
    rrl-ratelimit: 0
    rrl-whitelist-ratelimit: 0
    tcp-count: 500
    zonefiles-check: no
remote-control:
    control-enable: no
"""

UNBOUND = """server:
    interface: {address}
    access-control: 0.0.0.0/0 allow
    num-threads: 1
    username: ""
    chroot: ""
    directory: "{home}/run"
    pidfile: ""
    use-syslog: no
    logfile: "{home}/run/unbound.log"
    verbosity: 0
    do-ip6: no
    root-hints: "{home}/root.hints"
    trust-anchor-file: "{home}/root.ds"
    msg-cache-size: 128m
    rrset-cache-size: 256m
    key-cache-size: 64m
    edns-buffer-size: 1232
remote-control:
    control-enable: no
"""

POSTFIX = """compatibility_level = 3.6
myhostname = probe.bench
mynetworks = 127.0.0.0/8
inet_protocols = all
mail_owner = postfix
smtp_dns_support_level = dnssec
"""


class Unable(Exception):
    """The reason why there is nothing to measure."""


def enter():
    """Goes on only within namespaces of our own."""
    if os.environ.get(INSIDE) == str(os.getpid()) == "1":
        return
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", *user, "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    os.environ[INSIDE] = "1"
    sys.stdout.flush()
    try:
        os.execvp(command[0], [*command, sys.executable, "-B", *sys.argv])
    except OSError as error:
        raise Unable(f"unshare: {error.strerror}") from error


def run(*words, **more):
    """A command that must work."""
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
    if done.returncode != 0:
        raise Unable(f"{' '.join(words)}: {done.stdout.strip() or done.returncode}")
    return done.stdout


def build():
    """What is missing of our own programs, or older than its sources."""
    os.makedirs(BUILD, exist_ok=True)
    for name, (sources, libraries) in PROGRAMS.items():
        program = os.path.join(BUILD, name)
        made = os.path.getmtime(program) if os.path.exists(program) else 0
        headers = [os.path.join(HERE, h) for h in os.listdir(HERE) if h.endswith(".h")]
        if made < max(os.path.getmtime(os.path.join(TOP, f)) for f in [*sources, *headers]):
            fresh = f"{program}.{os.getpid()}"
            run(os.environ.get("CC", "gcc"), *COMPILE, "-o", fresh, *sources, *libraries, cwd=TOP)
            os.replace(fresh, program)


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


class Process:
    """A server, until stop()."""

    def __init__(self, words, net=None):
        inside = ["nsenter", f"--net={net}"] if net else []
        self.name = words[0]
        self.process = subprocess.Popen([*inside, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)

    def wait_ready(self):
        if self.process.stdout.readline() != "ready\n":
            raise Unable(f"{self.name} did not start")

    def alive(self):
        return self.process.poll() is None

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class World:
    """All of it, running between __enter__ and __exit__."""

    def __init__(self, domains):
        self.domains, self.servers, self.resolvers, self.delay = domains, [], {}, None
        self.anchor = f"{HOME}/root.ds"
        self.delv_anchor = f"{HOME}/delv.keys"
        self.postfix = f"{HOME}/postfix"

    def __enter__(self):
        build()
        os.makedirs(HOME, exist_ok=True)
        run("mount", "-t", "tmpfs", "tmpfs", HOME)
        for folder in ("root", "tld", "sld", "certs", "part", "run", "postfix"):
            os.mkdir(f"{HOME}/{folder}")
        run(f"{BUILD}/generate", HOME, str(self.domains), str(os.cpu_count()))
        self._configure()
        self._network()
        self._serve()
        return self

    def __exit__(self, *_):
        self.line(0)
        for process in [*self.resolvers.values(), *self.servers]:
            process.stop()

    def truth(self):
        """What is true of each domain: see generate.c."""
        keys = ("domain", "algorithm", "status", "host", "hosts", "dane")
        for name in sorted(os.listdir(f"{HOME}/part")):
            if name.startswith("truth."):
                with open(f"{HOME}/part/{name}", encoding="ascii") as lines:
                    for line in lines:
                        yield dict(zip(keys, line.strip().split(",")))

    def _configure(self):
        ranges = {"root": [f"0.{i}" for i in (1, 2)], "tld": [f"1.{i}" for i in range(1, 5)],
                  "sld": [f"2.{i}" for i in range(1, 41)] + [f"3.{i}" for i in range(1, 51)]}
        for name, addresses in ranges.items():
            text = NSD.format(home=HOME, name=name, addresses="\n    ".join(f"ip-address: 10.77.{a}" for a in addresses))
            for zone in sorted(os.listdir(f"{HOME}/{name}")):
                text += f'zone:\n    name: "{"." if zone == "root" else zone}"\n    zonefile: "{zone}"\n'
            write(f"{HOME}/{name}.conf", text)
        for address in (NEAR, FAR):
            write(f"{HOME}/unbound-{address}.conf", UNBOUND.format(home=HOME, address=address))
        with open(self.anchor, encoding="ascii") as file:
            tag, algorithm, kind, digest = file.read().split(";")[0].split()[4:]
        write(self.delv_anchor, f'trust-anchors {{ . static-ds {tag} {algorithm} {kind} "{digest.upper()}"; }};\n')
        write(f"{self.postfix}/main.cf", POSTFIX)
        write(f"{HOME}/resolv.conf", "")
        run("mount", "--bind", f"{HOME}/resolv.conf", "/etc/resolv.conf")
        self.ask(NEAR)

    def ask(self, address):
        """Which resolver the system's settings name."""
        write(f"{HOME}/resolv.conf", f"nameserver {address}\noptions edns0 trust-ad timeout:5 attempts:2\n")

    def _network(self):
        # The far side's network lives as long as this process, which only holds it.
        holder = Process(["unshare", "--net", "sh", "-c", "echo ready; exec sleep infinity"])
        self.servers.append(holder)
        holder.wait_ready()
        self.far = f"/proc/{holder.process.pid}/ns/net"
        # An address is there at once: nobody else could have it, so nobody is asked.
        for net in (f"/proc/{os.getpid()}/ns/net", self.far):
            run("nsenter", f"--net={net}", "sh", "-c", "echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad")
        for words in ("link set lo up", f"link add wire0 type veth peer name wire1 netns {holder.process.pid}",
                      "addr add 10.78.1.1/24 dev wire0", "addr add fd78::1/64 dev wire0 nodad", "link set wire0 up"):
            run("ip", *words.split())
        for words in ("link set lo up", "addr add 10.78.1.2/24 dev wire1", "addr add fd78::2/64 dev wire1 nodad",
                      "link set wire1 up", "route add local 10.77.0.0/16 dev lo", "-6 route add local fd77::/64 dev lo"):
            self._far_ip(words)
        self._route("via 10.78.1.2", "via fd78::2")

    def _far_ip(self, words):
        run("nsenter", f"--net={self.far}", "ip", *words.split())

    @staticmethod
    def _route(ipv4, ipv6):
        run("ip", "route", "replace", "10.77.0.0/16", *ipv4.split())
        run("ip", "-6", "route", "replace", "fd77::/64", *ipv6.split())

    def _serve(self):
        for name in ("root", "tld", "sld"):
            self.servers.append(Process(["nsd", "-d", "-c", f"{HOME}/{name}.conf"], self.far))
        self.servers.append(Process([f"{BUILD}/smtp", f"{HOME}/certs"], self.far))
        self.servers[-1].wait_ready()
        for address in (NEAR, FAR):
            self.restart(address)
        # The first answer of each must be a validated one.
        for address in (NEAR, FAR):
            self._wait_for(address, "ec1.nl")

    def restart(self, address):
        """A resolver that knows nothing yet."""
        if address in self.resolvers:
            self.resolvers[address].stop()
        net = self.far if address == FAR else None
        process = Process(["unbound", "-d", "-c", f"{HOME}/unbound-{address}.conf"], net)
        self.resolvers[address] = process
        self._wait_for(address, "localhost")

    def _wait_for(self, address, name):
        """Until a resolver answers for a name; localhost it answers out of its own head."""
        deadline = time.monotonic() + 30
        answer = ""
        while time.monotonic() < deadline:
            answer = subprocess.run(["dig", f"@{address}", "+dnssec", "+time=1", "+tries=1", name, "SOA"],
                                    stdout=subprocess.PIPE, text=True, check=False).stdout
            if "NOERROR" in answer and (name == "localhost" or " ad;" in answer):
                return
            time.sleep(0.05)
        raise Unable(f"the resolver at {address} does not answer for {name}: {answer.strip()}")

    def line(self, rtt, spread=0):
        """How long a round trip to the far side takes, in ms; 0: as long as it takes."""
        if self.delay:
            self.delay.stop()
            self.delay = None
            self._route("via 10.78.1.2", "via fd78::2")
        if rtt == 0:
            return
        self.delay = Process([f"{BUILD}/delay", self.far, str(rtt), str(spread)])
        self.delay.wait_ready()
        for words in ("addr add 10.78.2.1/24 dev line0", "link set line0 up txqueuelen 10000",
                      "addr add fd79::1/64 dev line0 nodad"):
            run("ip", *words.split())
        for words in ("addr add 10.78.2.2/24 dev line1", "link set line1 up txqueuelen 10000",
                      "addr add fd79::2/64 dev line1 nodad"):
            self._far_ip(words)
        self._route("dev line0 src 10.78.2.1", "dev line0 src fd79::1")
