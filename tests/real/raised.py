# SPDX-License-Identifier: BSD-2-Clause
"""Which case raised which code: every code of the catalogue must be raised by a server, both ways to look at a domain,
or stand here with the reason why one way cannot see it.  None is let off both ways."""

WAYS = ("resolver", "iterate")
HEAD = ("code", "by a resolver", "by --iterate", "why one way only")
WIDTHS = (32, 32, 32, 0)

BEHIND = "a resolver does not tell which server of a zone it asked, and asks others until one pleases it"
NO_RESOLVER = "--iterate asks no resolver"
OF_THE_ROOT = "only --iterate asks the root's servers; of a resolver the same has a code of its own"
# {way: {beginning of a code: why it is not seen that way}}.  What is seen all the same is a mistake in this table.
CANNOT = {
    "resolver": {**dict.fromkeys((
        "DNS_SERVER_TIMEOUT", "DNS_SERVER_REFUSED", "DNS_SERVER_FAILED", "DNS_SERVER_MALFORMED", "DNS_SERVER_LAME",
        "DNS_SERVER_NO_TCP", "DNS_SERVER_NO_EDNS", "DNS_SERVER_UDP_TOO_LARGE", "DNS_SERVER_PRIVATE_ADDRESS",
        "DNS_SERVER_DENIES_EMPTY", "DNS_SERVER_ALIAS", "DNS_SERVER_NO_ADDRESS", "DNS_SERVERS_", "DNS_NO_SERVER",
        "DNS_SINGLE_SERVER", "DNS_PARENT_CHILD_NS", "DNS_REFERRAL_LOOP"), BEHIND),
        **dict.fromkeys(("SELF_ROOT_UNREACHABLE", "SELF_DNSSEC_STRIPPED"), OF_THE_ROOT)},
    "iterate": {"RESOLVER_": NO_RESOLVER},
}


def excuse(way, code):
    """Why that way cannot see it, or None."""
    return next((why for start, why in CANNOT[way].items() if code.startswith(start)), None)


def bare(finding):
    """What a finding lacks of where, what, who acts and what to do; and of evidence, unless nothing is wrong."""
    wanted = ["at", "text", "who", "fix", "ref"]
    of_dns = finding["code"].startswith(("DNS", "RESOLVER_", "SELF_"))      # no words of a mail server's in those
    if finding["severity"] != "info" or of_dns:
        wanted += ["expected", "seen"]
    return [key for key in wanted if not finding[key] or of_dns and key in ("expected", "seen") and "?" in finding[key]]


class Raised:
    """Who raised what, as the reports come in."""

    def __init__(self):
        self.by = {way: {} for way in WAYS}
        self.bare = {}          # {code: what is missing}

    def note(self, name, report):
        """A report on what is called that."""
        way = "iterate" if report["mode"] == "iterate" else "resolver"
        for finding in report["findings"]:
            self.by[way].setdefault(finding["code"], {})[name] = None
            missing = bare(finding)
            if missing:
                self.bare.setdefault(finding["code"], f"{', '.join(missing)} in {name}")

    def complaints(self, codes):
        """What is wrong with the account."""
        wrong = [f"{code} comes without {missing}" for code, missing in self.bare.items()]
        for code in codes:
            seen = [way for way in WAYS if code in self.by[way]]
            if not seen:
                wrong.append(f"{code} is raised nowhere")
            for way in WAYS if seen else ():
                why = excuse(way, code)
                if way not in seen and not why:
                    wrong.append(f"{code} is never raised by {way}")
                if way in seen and why:
                    wrong.append(f"{code} is raised by {way} ({next(iter(self.by[way][code]))}), which cannot be: {why}")
        listed = [start for excuses in CANNOT.values() for start in excuses]
        return wrong + [f"no code begins with {start}" for start in listed if not any(c.startswith(start) for c in codes)]

    def rows(self, codes):
        """One line a code: the first case of each way and how many more there are, and the reason."""
        def who(way, code):
            names = list(self.by[way].get(code, ()))
            return f"{names[0]}{f' +{len(names) - 1}' if names[1:] else ''}" if names else "-"
        for code in codes:
            why = next(filter(None, (excuse(way, code) for way in WAYS if code not in self.by[way])), "")
            yield code, *(who(way, code) for way in WAYS), why


def line(cells):
    return " | ".join(f"{cell:{width}}" if width else cell for cell, width in zip(cells, WIDTHS)).rstrip()
