/* SPDX-License-Identifier: BSD-2-Clause */
/* attacks - through a resolver; see attacks.h */
#include "tests/bench/hostile/attacks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOSTS     16
#define TEXT      (1u << 18)
#define TRAP      "trap.test."
#define KEYS_KEPT 31 /* with the zone's own as many as are looked at */
#define SIGS_KEPT 63 /* likewise */

/* next - a number of no meaning */
static uint64_t next(struct attack *a)
{
	a->random ^= a->random << 13;
	a->random ^= a->random >> 7;
	a->random ^= a->random << 17;
	return a->random >> 11;
}

/* add - text, to a zone file */
__attribute__((format(printf, 2, 3))) static void add(char *text, const char *format, ...)
{
	size_t n = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + n, TEXT - n, format, args);
	va_end(args);
}

/* hosts - the mail hosts of the domain, and their addresses */
static void hosts(char *text)
{
	for (unsigned i = 0; i < HOSTS; i++)
		add(text, TRAP " MX %u h%u." TRAP "\nh%u." TRAP " A 192.0.2.%u\n", i, i, i, i + 1);
}

/* world - a root, test. and trap.test. as wished */
static void world(struct attack *a, const struct dns_zone_wish *wish)
{
	struct dns_zone_wish trap = *wish;

	trap.apex = TRAP;
	a->domain = "trap.test";
	a->world = dns_world_new();
	dns_world_add(a->world, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(a->world, &(struct dns_zone_wish){ .apex = "test." });
	dns_world_add(a->world, &trap);
	dns_world_build(a->world);
}

/* key_line - a key as a record of the zone file */
static void key_line(char *text, const struct dns_key *key)
{
	ldns_rdf *apex = dns_name(TRAP);
	ldns_rr *rr = dns_key_rr(key, apex);
	char *line = ldns_rr2str(rr);

	line[strcspn(line, ";\n")] = '\0';
	add(text, "%s\n", line);
	free(line);
	ldns_rr_free(rr);
	ldns_rdf_deep_free(apex);
}

/* tag_of - RFC 4034 appendix B */
static unsigned tag_of(const uint8_t *rdata, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += i & 1 ? rdata[i] : (uint32_t)rdata[i] << 8;
	return (sum + (sum >> 16)) & 0xffff;
}

/* rsa_of_tag - an RSA field of a size, made of noise; two octets of the modulus give it the tag */
static void rsa_of_tag(struct attack *a, struct dns_key *key, size_t exponent, size_t modulus)
{
	size_t at = 4 + 1 + exponent;

	memset(key, 0, sizeof *key);
	key->algorithm = 8;
	key->flags = 256;
	key->rdata[0] = 1; /* a zone key */
	key->rdata[2] = 3;
	key->rdata[3] = 8;
	key->rdata[4] = (uint8_t)exponent;
	for (size_t i = 5; i < at + modulus; i++)
		key->rdata[i] = (uint8_t)next(a);
	key->rdata[5] |= exponent == 3 ? 0 : 0x80;
	if (exponent == 3)
		memcpy(key->rdata + 5, "\1\0\1", 3);
	key->rdata[at - 1] |= 1;
	key->rdata[at] |= 0x80;
	key->rdata[at + modulus - 1] |= 1;
	key->len = at + modulus;
	at += 10 + at % 2;
	for (unsigned word = 0; word < 0x10000; word++) {
		key->rdata[at] = (uint8_t)(word >> 8);
		key->rdata[at + 1] = (uint8_t)word;
		if (tag_of(key->rdata, key->len) == a->tag)
			break;
	}
}

/* ec_of_tag - a key on its curve; unknown flags give it the tag. Keys with which that is impossible are
 * thrown away */
static void ec_of_tag(struct attack *a, struct dns_key *key)
{
	for (;;) {
		dns_key_make(key, a->algorithm, 256, 0);
		for (unsigned flags = 0; flags < 0x10000; flags++) {
			if ((flags & 0x180) != 0x100)
				continue;
			key->rdata[0] = (uint8_t)(flags >> 8);
			key->rdata[1] = (uint8_t)flags;
			if (tag_of(key->rdata, key->len) != a->tag)
				continue;
			key->flags = flags;
			return;
		}
		dns_key_clear(key);
	}
}

/* flood - in place of the signatures of the hostile zone: as many of the tag as there are to be, of
 * noise, over every set but the key set and the DS records */
static void flood(struct attack *a, const char *name, unsigned type, ldns_pkt *pkt)
{
	static const size_t sizes[17] = { [8] = 256, [13] = 64, [14] = 96, [15] = 64 };
	ldns_rr_list *list = ldns_pkt_answer(pkt);
	ldns_rr *model = NULL;

	if (strstr(name, TRAP) == NULL || type == LDNS_RR_TYPE_DNSKEY || type == LDNS_RR_TYPE_DS)
		return;
	for (size_t i = 0; i < ldns_rr_list_rr_count(list) && model == NULL; i++)
		if (ldns_rr_get_type(ldns_rr_list_rr(list, i)) == LDNS_RR_TYPE_RRSIG)
			model = ldns_rr_clone(ldns_rr_list_rr(list, i));
	if (model == NULL)
		return;
	dns_reply_strip(pkt, 0, 0);
	for (unsigned n = 0; n < a->count; n++) {
		ldns_rr *sig = ldns_rr_clone(model);
		uint8_t noise[600];
		size_t size = a->size != 0 ? a->size : sizes[a->algorithm];

		for (size_t i = 0; i < size; i++)
			noise[i] = (uint8_t)next(a);
		noise[0] = noise[size / 2] = 0; /* below every modulus and order */
		ldns_rdf_deep_free(ldns_rr_set_rdf(
		    sig, ldns_native2rdf_int8(LDNS_RDF_TYPE_ALG, (uint8_t)a->algorithm), 1));
		if (a->tag != 0) /* else that of the zone's own key */
			ldns_rdf_deep_free(ldns_rr_set_rdf(
			    sig, ldns_native2rdf_int16(LDNS_RDF_TYPE_INT16, (uint16_t)a->tag), 6));
		ldns_rdf_deep_free(
		    ldns_rr_set_rdf(sig, ldns_rdf_new_frm_data(LDNS_RDF_TYPE_B64, size, noise), 8));
		ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER, sig);
	}
	ldns_rr_free(model);
}

/* keytrap - keys of one tag, and signatures by it (CVE-2023-50387) */
static void keytrap(struct attack *a, unsigned algorithm, unsigned keys, unsigned sigs)
{
	char *text = calloc(1, TEXT);
	struct dns_zone_wish wish = { .text = text };

	a->algorithm = algorithm;
	a->tag = 4711;
	a->count = sigs;
	a->edit = flood;
	hosts(text);
	for (unsigned i = 0; i < keys; i++) {
		struct dns_key key;

		if (algorithm == 8)
			rsa_of_tag(a, &key, a->count == 0 ? 255 : 3, 256);
		else
			ec_of_tag(a, &key);
		key_line(text, &key);
		if (algorithm != 8)
			dns_key_clear(&key);
	}
	world(a, &wish);
	free(text);
}

static void keytrap_rsa(struct attack *a)
{
	keytrap(a, 8, KEYS_KEPT, SIGS_KEPT);
}

static void keytrap_p256(struct attack *a)
{
	keytrap(a, 13, KEYS_KEPT, SIGS_KEPT);
}

static void keytrap_p384(struct attack *a)
{
	keytrap(a, 14, KEYS_KEPT, SIGS_KEPT);
}

static void keytrap_100(struct attack *a)
{
	keytrap(a, 8, 99, 100);
}

/* dear_keys - RSA keys as dear as are checked with: 4096 bits, exponent of 64 */
static void dear_keys(struct attack *a, size_t exponent, size_t modulus)
{
	char *text = calloc(1, TEXT);
	struct dns_zone_wish wish = { .text = text };

	a->algorithm = 8;
	a->tag = 4711;
	a->count = SIGS_KEPT;
	a->size = modulus;
	a->edit = flood;
	hosts(text);
	for (unsigned i = 0; i < 4; i++) {
		struct dns_key key;

		rsa_of_tag(a, &key, exponent, modulus);
		key_line(text, &key);
	}
	world(a, &wish);
	free(text);
}

static void dear_4096(struct attack *a)
{
	dear_keys(a, 8, 512);
}

static void dear_exponent(struct attack *a)
{
	dear_keys(a, 255, 256);
}

/* many_sigs - good keys of P-384, and every answer with 99 wrong signatures beside the right one */
static void many_p384(struct attack *a)
{
	char *text = calloc(1, TEXT);
	struct dns_zone_wish wish = { .text = text, .algorithm = 14 };

	hosts(text);
	world(a, &wish);
	a->algorithm = 14;
	a->tag = a->world->zones[2].key[0].tag;
	a->count = SIGS_KEPT;
	a->edit = flood;
	free(text);
}

/* zones_p384 - the same by the keys of three zones: the domain's own and two of its mail hosts */
static void zones_p384(struct attack *a)
{
	static const char *const below[] = { "a." TRAP, "b." TRAP };
	char *text = calloc(1, TEXT);

	a->domain = "trap.test";
	a->world = dns_world_new();
	dns_world_add(a->world, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(a->world, &(struct dns_zone_wish){ .apex = "test." });
	for (unsigned i = 0; i < HOSTS; i++)
		add(text, TRAP " MX %u h%u.%s\nh%u." TRAP " A 192.0.2.%u\n", i, i,
		    i % 3 < 2 ? below[i % 3] : TRAP, i, i + 1);
	dns_world_add(
	    a->world, &(struct dns_zone_wish){ .apex = TRAP, .text = text, .algorithm = 14 });
	for (unsigned z = 0; z < 2; z++) {
		*text = '\0';
		for (unsigned i = 0; i < HOSTS; i++)
			add(text, "h%u.%s A 192.0.2.%u\n", i, below[z], i + 1);
		dns_world_add(a->world,
		    &(struct dns_zone_wish){ .apex = below[z], .text = text, .algorithm = 14 });
	}
	dns_world_build(a->world);
	a->algorithm = 14;
	a->count = SIGS_KEPT;
	a->edit = flood;
	free(text);
}

/* good_p384 - as many hosts as are looked at, and every signature holds: no crime, and dear */
static void good_p384(struct attack *a)
{
	char *text = calloc(1, TEXT);

	for (unsigned i = 0; i < 32; i++)
		add(text, TRAP " MX %u h%u." TRAP "\nh%u." TRAP " A 192.0.2.%u\n", i, i, i, i + 1);
	world(a, &(struct dns_zone_wish){ .text = text, .algorithm = 14 });
	free(text);
}

/* nsec3 - hosts that are not there, deep down, in a zone whose proofs are dear (CVE-2023-50868) */
static void nsec3(struct attack *a, unsigned iterations, bool salted, unsigned labels)
{
	static char salt[252];
	char *text = calloc(1, TEXT), deep[241] = "";
	struct dns_zone_wish wish = { .text = text, .chain = DNS_NSEC3, .iterations = iterations };

	memset(salt, 'x', sizeof salt - 1);
	wish.salt = salted ? salt : NULL;
	for (unsigned i = 0; i < labels; i++)
		memcpy(deep + 2 * i, "x.", 3);
	for (unsigned i = 0; i < 32; i++)
		add(text, TRAP " MX %u h%u.%s" TRAP "\n", i, i, deep);
	world(a, &wish);
	free(text);
}

static void nsec3_50(struct attack *a)
{
	nsec3(a, 50, false, 100);
}

static void nsec3_150(struct attack *a)
{
	nsec3(a, 150, true, 8);
}

static void nsec3_2500(struct attack *a)
{
	nsec3(a, 2500, true, 2);
}

/* stuff - more records than can be used: of one set, or each of another owner */
static void stuff(struct attack *a, const char *name, unsigned type, ldns_pkt *pkt)
{
	if (strstr(name, TRAP) == NULL || type == LDNS_RR_TYPE_DNSKEY || type == LDNS_RR_TYPE_DS)
		return;
	for (unsigned i = 0; i < a->count; i++) {
		char line[300];

		if (a->tag == 0)
			snprintf(line, sizeof line, "%s A 10.0.%u.%u", name, i / 256, i % 256);
		else
			snprintf(
			    line, sizeof line, "y%u." TRAP " A 10.0.%u.%u", i, i / 256, i % 256);
		dns_reply_add(pkt, 0, line);
	}
}

/* many_records - a set of 4,000, or 2,500 sets, in every answer */
static void many_records(struct attack *a)
{
	char *text = calloc(1, TEXT);
	struct dns_zone_wish wish = { .text = text };

	hosts(text);
	a->edit = stuff;
	a->count = 4000;
	world(a, &wish);
	free(text);
}

static void many_owners(struct attack *a)
{
	many_records(a);
	a->tag = 1;
	a->count = 2500;
}

/* aliases - a chain of CNAME records for each host, or a ring */
static void aliases(struct attack *a, unsigned n, bool ring)
{
	char *text = calloc(1, TEXT);
	struct dns_zone_wish wish = { .text = text };

	add(text, TRAP " MX 1 c0." TRAP "\n");
	for (unsigned i = 0; i < n; i++)
		add(text, "c%u." TRAP " CNAME c%u." TRAP "\n", i, ring ? (i + 1) % n : i + 1);
	if (!ring)
		add(text, "c%u." TRAP " A 192.0.2.1\n", n);
	world(a, &wish);
	free(text);
}

static void alias_chain_10(struct attack *a)
{
	aliases(a, 10, false);
}

static void alias_chain_11(struct attack *a)
{
	aliases(a, 11, false);
}

static void alias_chain_12(struct attack *a)
{
	aliases(a, 12, false);
}

static void alias_loop(struct attack *a)
{
	aliases(a, 3, true);
}

static void alias_dname(struct attack *a)
{
	world(a, &(struct dns_zone_wish){
		     .text = TRAP " MX 1 x.d." TRAP "\nd." TRAP " DNAME d.d." TRAP "\n" });
}

/* calm - a domain like any other, to compare with */
static void calm(struct attack *a)
{
	char *text = calloc(1, TEXT);
	struct dns_zone_wish wish = { .text = text, .algorithm = 13 };

	hosts(text);
	world(a, &wish);
	free(text);
}

/* pointers - every answer is a name of thousands of compression pointers */
static size_t pointers(void *arg, unsigned at, const char *name, unsigned type, uint8_t *out)
{
	size_t n, end = 60000;

	(void)arg;
	(void)at;
	if (strstr(name, TRAP) == NULL)
		return 0;
	(void)type;
	memset(out, 0, 12);
	out[2] = 0x81;
	out[3] = 0x80;
	out[5] = 1;
	out[7] = 4;
	n = 12;
	for (const char *p = name; *p != '\0'; p = strchr(p, '.') + 1) {
		size_t len = strcspn(p, ".");

		out[n++] = (uint8_t)len;
		memcpy(out + n, p, len);
		n += len;
	}
	out[n++] = 0;
	out[n++] = (uint8_t)(type >> 8);
	out[n++] = (uint8_t)type;
	out[n++] = 0;
	out[n++] = 1;
	for (unsigned i = 0; n + 2 < end && n < 0x3ff0; i++) {
		size_t to = n + 2;

		out[n++] = (uint8_t)(0xc0 | to >> 8);
		out[n++] = (uint8_t)to;
	}
	out[n++] = 0;
	return n;
}

/* from_world - what a resolver says, edited */
static size_t from_world(void *arg, unsigned at, const char *name, unsigned type, uint8_t *out)
{
	struct attack *a = arg;
	ldns_rdf *owner = dns_name(name);
	ldns_pkt *pkt = dns_world_answer(a->world, owner, (ldns_rr_type)type);
	uint8_t *wire = NULL;
	size_t len = 0;

	(void)at;
	if (a->edit != NULL)
		a->edit(a, name, type, pkt);
	if (ldns_pkt2wire(&wire, pkt, &len) == LDNS_STATUS_OK && len <= SERVER_WIRE)
		memcpy(out, wire, len);
	else
		len = 0;
	free(wire);
	ldns_pkt_free(pkt);
	ldns_rdf_deep_free(owner);
	return len;
}

/* pointer_chain - the root is honest, the rest is pointers */
static size_t pointer_chain(void *arg, unsigned at, const char *name, unsigned type, uint8_t *out)
{
	size_t n = pointers(arg, at, name, type, out);

	return n > 0 ? n : from_world(arg, at, name, type, out);
}

static void pointer_chains(struct attack *a)
{
	calm(a);
	a->fn = pointer_chain;
}

/* refer - from the root down, by servers that refer */
static void refer(struct attack *a, unsigned how, const char *domain)
{
	a->iterate = true;
	a->fn = attack_refer;
	a->count = how;
	a->domain = domain;
	a->world = dns_world_new();
	dns_world_add(a->world, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(a->world, &(struct dns_zone_wish){ .apex = "evil.", .chain = DNS_UNSIGNED });
	dns_world_add(
	    a->world, &(struct dns_zone_wish){ .apex = "victim.", .chain = DNS_UNSIGNED });
	dns_world_build(a->world);
}

static void nxns(struct attack *a)
{
	refer(a, REFER_NXNS, "sub.evil");
}

static void endless_referrals(struct attack *a)
{
	refer(a, REFER_ENDLESS, "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.evil");
}

static void cyclic_ns(struct attack *a)
{
	refer(a, REFER_CYCLE, "a.evil");
}

static void silent_servers(struct attack *a)
{
	refer(a, REFER_SILENT, "sub.evil");
}

static const struct {
	const char *name;
	void (*make)(struct attack *);
	bool slow;
} attacks[] = {
	{ "a calm domain", calm, false },
	{ "keytrap-rsa-2048", keytrap_rsa, false },
	{ "keytrap-rsa-100-keys", keytrap_100, false },
	{ "keytrap-p256", keytrap_p256, false },
	{ "keytrap-p384", keytrap_p384, false },
	{ "p384-wrong-signatures", many_p384, false },
	{ "p384-in-three-zones", zones_p384, false },
	{ "p384-32-hosts", good_p384, false },
	{ "dear-rsa-4096-e64", dear_4096, false },
	{ "dear-rsa-2048-e2040", dear_exponent, false },
	{ "nsec3-50-deep-names", nsec3_50, false },
	{ "nsec3-150-salt-251", nsec3_150, false },
	{ "nsec3-2500-salt-251", nsec3_2500, false },
	{ "4000-records", many_records, false },
	{ "2500-owners", many_owners, false },
	{ "pointer-chains", pointer_chains, false },
	{ "alias-chain-10", alias_chain_10, false },
	{ "alias-chain-11", alias_chain_11, false },
	{ "alias-chain-12", alias_chain_12, false },
	{ "alias-loop", alias_loop, false },
	{ "alias-dname-growing", alias_dname, false },
	{ "nxns", nxns, false },
	{ "endless-referrals", endless_referrals, false },
	{ "cyclic-ns", cyclic_ns, false },
	{ "silent-servers", silent_servers, true },
};

/* attacks_count - how many there are */
size_t attacks_count(void)
{
	return sizeof attacks / sizeof *attacks;
}

/* attack_make - makes one ready */
bool attack_make(struct attack *a, size_t n, bool quick)
{
	memset(a, 0, sizeof *a);
	if (quick && attacks[n].slow)
		return false;
	a->random = 88172645463325252u;
	a->fn = from_world;
	attacks[n].make(a);
	a->name = attacks[n].name;
	return true;
}

/* attack_clear - gives its world back */
void attack_clear(struct attack *a)
{
	dns_world_free(a->world);
}
