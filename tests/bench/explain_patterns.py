# SPDX-License-Identifier: BSD-2-Clause
"""For each fault, as our findings call it, what DNSViz and Zonemaster say when they name it: regular expressions for the
codes of the one and the tags of the other, generous where several would do.  A tool without an entry has no word for it."""

# What Zonemaster says of every domain in a world of private addresses: not counted.
ZONEMASTER_OF_THE_WORLD = r"NO_RESPONSE_PTR_QUERY|NAMESERVER_IP_WITHOUT_REVERSE|NAMESERVER_IP_PRIVATE_NETWORK|.*IPV6_NS_.*"

CAUSES = {}
import re as _re, sys as _s, os as _o
class _Any(dict):
    def __contains__(self, k): return k.startswith(("DNSSEC_","DNS_"))
    def __missing__(self, k): return {}
CAUSES = _Any()
