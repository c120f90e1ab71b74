# SPDX-License-Identifier: BSD-2-Clause
"""For each fault, as our findings call it, what DNSViz and Zonemaster say when they name it: regular expressions for the
codes of the one and the tags of the other, generous where several would do.  A tool without an entry has no word for it."""

# What both say of every domain of a world of private addresses with one process behind several of them: not counted.
OF_THE_WORLD = (r"NO_RESPONSE_PTR_QUERY|NAMESERVER_IP_WITHOUT_REVERSE|NAMESERVER_IP_PRIVATE_NETWORK|.*IPV[46]_NS_.*|"
                r"NS_NAME_PRIVATE_IP|GLUE_PRIVATE_IP|DEL_NS_SAME_IP|CHILD_NS_SAME_IP|SAME_IP_ADDRESS")

UNANSWERED = {"dnsviz": r"TIMEOUT|SERVER_UNRESPONSIVE_UDP", "zonemaster": r"CN01_NO_RESPONSE_UDP"}
RCODE = {"dnsviz": r"INVALID_RCODE|SERVER_INVALID_RESPONSE_UDP", "zonemaster": r"CN0\d_UNEXPECTED_RCODE_.*|UNEXPECTED_RCODE"}

# DNS_REFERRAL_LOOP is not among them: DNSViz goes round in the circle until it is stopped, and its mean would be that.
CAUSES = {
    # chain of trust
    "DNSSEC_DS_NO_CHILD_KEYS": {"dnsviz": r"NO_SEP|MISSING_SEP_FOR_ALG",
                                "zonemaster": r"DS_BUT_NOT_DNSKEY|NO_RESPONSE_DNSKEY|DS11_DS_BUT_UNSIGNED_ZONE"},
    "DNSSEC_DS_NO_KEY": {"dnsviz": r"NO_SEP|MISSING_SEP_FOR_ALG", "zonemaster": r"DS02_NO_DNSKEY_FOR_DS"},
    "DNSSEC_DS_DIGEST_MISMATCH": {"dnsviz": r"DIGEST_INVALID", "zonemaster": r"DS02_NO_MATCH_DS_DNSKEY"},
    "DNSSEC_DNSKEY_NOT_SIGNED_BY_DS": {"dnsviz": r"NO_SEP|MISSING_SEP_FOR_ALG",
                                       "zonemaster": r"DS02_DNSKEY_NOT_SIGNED_BY_ANY_DS|DS02_NO_MATCHING_DNSKEY_RRSIG"},
    "DNSSEC_KEY_REVOKED": {"dnsviz": r"DNSKEY_REVOKED.*", "zonemaster": r".*REVOK.*"},
    "DNSSEC_KEY_REFUSED": {"dnsviz": r"DNSKEY_.*LENGTH.*", "zonemaster": r"DNSKEY_(TOO_SMALL|SMALLER)_.*"},
    "DNSSEC_KEY_NOT_ZONE_KEY": {"dnsviz": r"DNSKEY_.*(ZONE|FLAG).*", "zonemaster": r"DS02_DNSKEY_NOT_FOR_ZONE_SIGNING"},
    "DNSSEC_SIG_MISSING": {"dnsviz": r"MISSING_RRSIG|ERROR_WITH_EDNS|DNSSEC_DOWNGRADE_.*", "zonemaster":
                           r"DS0\d_MISSING_RRSIG_IN_RESPONSE|DS02_NO_MATCHING_DNSKEY_RRSIG|NO_EDNS_SUPPORT|N10_EDNS_.*"},
    "DNSSEC_SIG_EXPIRED": {"dnsviz": r"EXPIRATION_IN_PAST", "zonemaster": r".*RRSIG_EXPIRED"},
    "DNSSEC_SIG_NOT_YET_VALID": {"dnsviz": r"INCEPTION_IN_FUTURE", "zonemaster": r".*RRSIG_NOT_YET_VALID"},
    "DNSSEC_SIG_INVALID": {"dnsviz": r"SIGNATURE_INVALID", "zonemaster": r"DS\d+_.*(NOT_VALID_BY_DNSKEY|VERIFY_ERROR)"},
    "DNSSEC_SIG_UNKNOWN_KEY": {"dnsviz": r"NO_SEP|.*MISSING.*KEY.*", "zonemaster": r".*NO_MATCHING_DNSKEY.*"},
    "DNSSEC_SIG_WRONG_SIGNER": {"dnsviz": r"SIGNER_NOT_ZONE", "zonemaster": r".*SIGNER.*"},
    "DNSSEC_SIG_LABELS": {"dnsviz": r".*LABELS.*", "zonemaster": r".*LABELS.*"},
    # denial
    "DNSSEC_DENIAL_MISSING": {"dnsviz": r"MISSING_NSEC.*", "zonemaster": r"DS10_MISSING_NSEC_NSEC3"},
    "DNSSEC_DENIAL_INVALID": {"dnsviz": r"STYPE_IN_BITMAP|SNAME_NOT_COVERED|NO_NSEC_.*", "zonemaster": r"DS10_.*"},
    "DNSSEC_DENIAL_EMPTY_NONTERMINAL": {"dnsviz": r"INCONSISTENT_NXDOMAIN.*", "zonemaster": r".*INCONSISTENT.*"},
    "DNSSEC_DENIAL_FALSE": {"dnsviz": r".*NSEC.*COVERED.*|EXISTING_.*", "zonemaster": r"DS10_.*"},
    "DNSSEC_NSEC3_HASH_UNKNOWN": {"dnsviz": r"UNSUPPORTED_NSEC3_ALGORITHM", "zonemaster": r"DS03_.*HASH.*"},
    "DNSSEC_WILDCARD_PROOF_MISSING": {"dnsviz": r"MISSING_NSEC_FOR_WILDCARD"},
    "DNSSEC_NAME_DENIED": {"dnsviz": r"INCONSISTENT_NXDOMAIN.*|SNAME_NOT_COVERED", "zonemaster": r".*INCONSISTENT.*"},
    "DNSSEC_CONTRADICTION": {"dnsviz": r"INVALID_RCODE|INCONSISTENT_NXDOMAIN.*", "zonemaster": r".*RCODE.*"},
    "DNSSEC_STRANGER": {"dnsviz": r"MISSING_RRSIG", "zonemaster": r"DS0\d_MISSING_RRSIG_IN_RESPONSE"},
    # names
    "DNS_SERVER_NO_ADDRESS": {"dnsviz": r"NO_ADDRESS.*|ERROR_RESOLVING.*", "zonemaster": r".*NOT_BE_RESOLVED|NO_.*"},
    "DNS_ALIAS_LOOP": {"dnsviz": r"CNAME_LOOP"},
    "DNS_ALIAS_TOO_LONG": {"dnsviz": r"CNAME_.*"},
    # name servers
    "DNS_NO_SERVER": {"dnsviz": f"{RCODE['dnsviz']}|{UNANSWERED['dnsviz']}|.*REFERRAL|ERROR_RESOLVING.*|NO_ADDRESS.*|FORMERR",
                      "zonemaster": r"NS_FAILED|NO_RESPONSE.*|CN0\d_.*|UNEXPECTED_RCODE|.*NOT_BE_RESOLVED|NO_.*"},
    "DNS_SERVER_TIMEOUT": UNANSWERED,
    "DNS_SERVER_REFUSED": RCODE,
    "DNS_SERVER_FAILED": RCODE,
    "DNS_SERVER_MALFORMED": {"dnsviz": r"FORMERR|SERVER_INVALID_RESPONSE_UDP", "zonemaster": r"CN0\d_NO_RESPONSE_.*"},
    "DNS_SERVER_LAME": {"dnsviz": r"UPWARD_REFERRAL|(SERVER_)?NOT_AUTHORITATI?VE", "zonemaster":
                        r"IS_NOT_AUTHORITATIVE|CN0\d_.*NOT_AA.*|NS_FAILED|CN0\d_MISSING.*"},
    "DNS_SERVER_NO_TCP": {"dnsviz": r"SERVER_UNRESPONSIVE_TCP|NETWORK_ERROR", "zonemaster": r"CN02_NO_RESPONSE_TCP"},
    "DNS_SERVER_NO_EDNS": {"dnsviz": r"ERROR_WITH_EDNS|DNSSEC_DOWNGRADE_.*|EDNS_IGNORED",
                           "zonemaster": r"NO_EDNS_SUPPORT|N10_EDNS_.*|BREAKS_ON_EDNS"},
    "DNS_SERVER_UNKNOWN_TYPE": {"dnsviz": r"INVALID_RCODE|TIMEOUT", "zonemaster": r".*TLSA.*"},
    "DNS_SERVERS_DIFFER": {"dnsviz": r"EXPIRATION_IN_PAST|MISSING_RRSIG|DNSKEY_MISSING_FROM_SERVERS|EDNS_IGNORED",
                           "zonemaster": r"MULTIPLE_SOA_SERIALS|DS\d+_INCONSISTENT.*|DS0[89]_.*|N10_EDNS_.*"},
}
