/* SPDX-License-Identifier: BSD-2-Clause */
/* numbers - names of the numbers that IANA keeps for DNS and DNSSEC */
#include "core/danescope.h"

#include <stdio.h>

struct number {
	unsigned number;
	const char *name;
};

/* name_of - the name of a number, or the number after a word */
static const char *name_of(
    const struct number *table, size_t n, unsigned number, const char *word, char *buf, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].number == number)
			return table[i].name;
	snprintf(buf, len, "%s%u", word, number);
	return buf;
}

/* ds_algorithm_name - DNS security algorithm numbers */
const char *ds_algorithm_name(unsigned algorithm, char *buf, size_t len)
{
	static const struct number names[] = {
		{ 1, "RSAMD5" },
		{ 3, "DSA" },
		{ 5, "RSASHA1" },
		{ 6, "DSA-NSEC3-SHA1" },
		{ 7, "RSASHA1-NSEC3-SHA1" },
		{ 8, "RSASHA256" },
		{ 10, "RSASHA512" },
		{ 12, "ECC-GOST" },
		{ 13, "ECDSAP256SHA256" },
		{ 14, "ECDSAP384SHA384" },
		{ 15, "ED25519" },
		{ 16, "ED448" },
	};

	return name_of(names, sizeof(names) / sizeof(names[0]), algorithm, "algorithm ", buf, len);
}

/* ds_digest_name - digest types of DS records */
const char *ds_digest_name(unsigned digest_type, char *buf, size_t len)
{
	static const struct number names[] = {
		{ 1, "SHA-1" },
		{ 2, "SHA-256" },
		{ 3, "GOST R 34.11-94" },
		{ 4, "SHA-384" },
	};

	return name_of(
	    names, sizeof(names) / sizeof(names[0]), digest_type, "digest type ", buf, len);
}

/* ds_type_name - types of resource records (RFC 3597 section 5 for what has no name) */
const char *ds_type_name(unsigned type, char *buf, size_t len)
{
	static const struct number names[] = {
		{ DS_T_A, "A" },
		{ DS_T_NS, "NS" },
		{ DS_T_CNAME, "CNAME" },
		{ DS_T_SOA, "SOA" },
		{ 12, "PTR" },
		{ 13, "HINFO" },
		{ DS_T_MX, "MX" },
		{ 16, "TXT" },
		{ DS_T_AAAA, "AAAA" },
		{ 33, "SRV" },
		{ 35, "NAPTR" },
		{ DS_T_DNAME, "DNAME" },
		{ DS_T_OPT, "OPT" },
		{ DS_T_DS, "DS" },
		{ 44, "SSHFP" },
		{ DS_T_RRSIG, "RRSIG" },
		{ DS_T_NSEC, "NSEC" },
		{ DS_T_DNSKEY, "DNSKEY" },
		{ DS_T_NSEC3, "NSEC3" },
		{ 51, "NSEC3PARAM" },
		{ DS_T_TLSA, "TLSA" },
		{ 59, "CDS" },
		{ 60, "CDNSKEY" },
		{ 61, "OPENPGPKEY" },
		{ 62, "CSYNC" },
		{ 63, "ZONEMD" },
		{ 64, "SVCB" },
		{ 65, "HTTPS" },
		{ 99, "SPF" },
		{ 256, "URI" },
		{ 257, "CAA" },
	};

	return name_of(names, sizeof(names) / sizeof(names[0]), type, "TYPE", buf, len);
}
