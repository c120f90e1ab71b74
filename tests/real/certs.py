# SPDX-License-Identifier: BSD-2-Clause
"""Keys and certificates, made by openssl, and the TLSA data that names them."""
import hashlib
import os
import ssl
import subprocess
import threading
import time

CA_CONFIG = """
[ca]
default_ca = d
[d]
database = {dir}/index.txt
new_certs_dir = {dir}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = p
copy_extensions = copy
email_in_dn = no
[p]
commonName = supplied
"""

VALID = {"now": ("20200101000000Z", "20990101000000Z"),
         "expired": ("20200101000000Z", "20210101000000Z"),
         "young": ("20900101000000Z", "20990101000000Z")}
KEYS = {"RSA": ["rsa:2048"], "RSA-1024": ["rsa:1024"], "RSA-4096": ["rsa:4096"], "ED25519": ["ed25519"]}


def days(begin, end):
    """From .. to, in days from now, as openssl ca wants it."""
    return tuple(time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + day * 86400)) for day in (begin, end))


def openssl(*words, stdin=None):
    done = subprocess.run(["openssl", *words], input=stdin, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"openssl {' '.join(words)}: {done.stderr.decode()}")
    return done.stdout


class Certificate:
    def __init__(self, pem_file):
        self.file = pem_file
        with open(pem_file) as f:
            pem = f.read()
        self.der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERT"):])
        public = openssl("x509", "-in", pem_file, "-noout", "-pubkey")
        self.spki = openssl("pkey", "-pubin", "-outform", "DER", stdin=public)


def tlsa(usage, selector, matching, certificate):
    """The RDATA of a TLSA record; without a certificate, of one that nobody has."""
    data = certificate and (certificate.spki if selector == 1 else certificate.der) or b"another certificate"
    text = data if matching == 0 else hashlib.new("sha512" if matching == 2 else "sha256", data).digest()
    return f"{usage} {selector} {matching} {text.hex()}"


class Authority:
    """A directory of certificates under one private root."""

    def __init__(self, directory):
        self.dir = directory
        os.makedirs(directory, mode=0o755)
        self.register = threading.Lock()    # openssl ca keeps its index in a file
        with open(f"{directory}/ca.cnf", "w") as f:
            f.write(CA_CONFIG.format(dir=directory))
        open(f"{directory}/index.txt", "w").close()
        self._request("ca", "P-256", "Invented Mail CA", ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"])
        self.ca = self._issue("ca", "now", "self")
        self._request("inter", "P-256", "Invented Intermediate CA",
                      ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"])
        self.inter = self._issue("inter", "now", "ca")
        os.makedirs(f"{directory}/trusted")     # as /etc/ssl/certs, for what a browser would say
        os.symlink("../ca.pem", f"{directory}/trusted/ca.pem")
        openssl("rehash", f"{directory}/trusted")

    def _path(self, name, ending):
        return f"{self.dir}/{name}.{ending}"

    def _request(self, name, key, common_name, extensions):
        kind = KEYS.get(key) or ["ec", "-pkeyopt", f"ec_paramgen_curve:{key}"]
        with open(self._path(name, "req.cnf"), "w") as f:
            f.write("[req]\ndistinguished_name = dn\nreq_extensions = v3\nprompt = no\n"
                    f"[dn]\ncommonName = {common_name[:64]}\n[v3]\n" + "\n".join(
                        "{} = {}".format(*e.split("=", 1)) for e in extensions) + "\n")
        openssl("req", "-new", "-newkey", *kind, "-nodes", "-config", self._path(name, "req.cnf"),
                "-keyout", self._path(name, "key"), "-out", self._path(name, "csr"))

    def _issue(self, name, valid, issuer, md="sha256"):
        start, end = VALID[valid] if valid in VALID else days(*valid)
        by = (["-selfsign", "-keyfile", self._path(name, "key")] if issuer == "self" else
              ["-cert", self._path(issuer, "pem"), "-keyfile", self._path(issuer, "key")])
        with self.register:
            openssl("ca", "-batch", "-notext", "-config", f"{self.dir}/ca.cnf", *by, "-md", md, "-startdate", start,
                    "-enddate", end, "-in", self._path(name, "csr"), "-out", self._path(name, "pem"))
        return Certificate(self._path(name, "pem"))

    def leaf(self, name, names, issuer="self", send_issuer=True, key="P-256", valid="now", md="sha256", repeat=0):
        """A server's certificate; returns (Certificate, file with key and chain for smtpd)."""
        self._request(name, key, names[0], ["subjectAltName=" + ",".join(f"DNS:{n}" for n in names)])
        certificate = self._issue(name, valid, issuer, "default" if key == "ED25519" else md)
        parts = ["key", "pem"]
        chain = [self._path(name, part) for part in parts]
        if issuer != "self" and send_issuer or send_issuer == "anyway":
            chain += [self._path("inter" if issuer == "inter" else "ca", "pem")] * (1 + repeat)
        bundle = self._path(name, "chain")
        with open(bundle, "w") as out:
            for part in chain:
                with open(part) as f:
                    out.write(f.read())
        return certificate, bundle
