/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generate - writes a signed world of any size, for benchmarks: generate DIR DOMAINS WORKERS
 *
 * A root (RSA), nl. and com. (P-256, NSEC3 with opt-out), 20 DNS hosters, 50 mail providers (the
 * last 20 under com.) and DOMAINS zones under nl. The zones go to DIR/{root,tld,sld}/, certificates
 * to DIR/certs/, the anchor to DIR/root.ds and DIR/root.dnskey, hints to DIR/root.hints, and what
 * is true of each domain to DIR/truth.csv: the same size gives the same domains, with new keys.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/world/identity.h"
#include "tests/bench/world/zone.h"

#define HOSTERS     20
#define PROVIDERS   50
#define FIRST_COM   31 /* the first provider under com. */
#define FIRST_TA    41 /* these publish "2 1 1" */
#define LAST_TA     45
#define WRONG       46 /* this one's records fit nothing */
#define WORKERS_MAX 64

/* What befalls a domain. */
enum kind { WITH_EC, WITH_RSA, UNSIGNED, WRONG_DS, EXPIRED, ITERATED, NULL_MX, KINDS };

static const struct {
	const char *stem;
	unsigned per_10000; /* of the domains, at least one; the rest are the first */
	const char *status;
} kinds[KINDS] = {
	[WITH_EC] = { "ec", 0, "secure" },
	[WITH_RSA] = { "rsa", 877, "secure" },
	[UNSIGNED] = { "unsigned", 132, "insecure" },
	[WRONG_DS] = { "wrongds", 44, "bogus" },
	[EXPIRED] = { "expired", 44, "bogus" },
	[ITERATED] = { "iterated", 44, "secure" }, /* only its denials are insecure */
	[NULL_MX] = { "nullmx", 88, "secure" },
};

struct world {
	const char *dir;
	struct zone_ring ring;
	struct identity_digests digests;
};

/* The files of a worker: for the parent zone, and the truth. */
struct part {
	FILE *delegations, *truth;
};

/* mix - a number that looks random and is always the same */
static uint32_t mix(uint32_t x)
{
	x = (x ^ x >> 16) * 0x7feb352dU;
	x = (x ^ x >> 15) * 0x846ca68bU;
	return x ^ x >> 16;
}

/* provider_pick - provider p has weight 1/p: a few big ones, a long tail */
static unsigned provider_pick(uint32_t random)
{
	double sum = 0, at;

	for (unsigned p = 1; p <= PROVIDERS; p++)
		sum += 1.0 / p;
	at = random / 4294967296.0 * sum;
	for (unsigned p = 1; p < PROVIDERS; p++) {
		at -= 1.0 / p;
		if (at < 0)
			return p;
	}
	return PROVIDERS;
}

/* provider_dane - what its TLSA records are worth: none, ta, mismatch, ee */
static const char *provider_dane(unsigned p)
{
	if (p == 3 || p == 7 || p == 12 || p > WRONG)
		return "none";
	if (p == WRONG)
		return "mismatch";
	return p >= FIRST_TA && p <= LAST_TA ? "ta" : "ee";
}

/* provider_tld - where its domain lies */
static const char *provider_tld(unsigned p)
{
	return p >= FIRST_COM ? "com" : "nl";
}

/* delegate - name servers and their addresses for the parent; the second server may be NULL */
static void delegate(FILE *file, const char *owner, const char *server, const char *second)
{
	fprintf(file, "%s %d IN NS %s\n", owner, ZONE_TTL, server);
	if (second != NULL)
		fprintf(file, "%s %d IN NS %s\n", owner, ZONE_TTL, second);
}

/* zone_path - where the zones of a server lie */
static const char *zone_path(
    char out[512], const struct world *w, const char *level, const char *owner)
{
	snprintf(out, 512, "%s/%s/%s", w->dir, level, strcmp(owner, ".") == 0 ? "root" : owner);
	return out;
}

/* domain_own_host - a mail host of the domain's own; returns what its TLSA records are worth */
static const char *domain_own_host(
    const struct world *w, ldns_dnssec_zone *zone, const char *owner, uint32_t random)
{
	unsigned third = 128 + (random >> 8) % 64, fourth = random % 256;
	bool dane = (random >> 16) % 10 < 6;

	zone_add(zone, "%s IN MX 10 mx.%s", owner, owner);
	zone_add(zone, "mx.%s IN A 10.77.%u.%u", owner, third, fourth);
	if (random >> 31)
		zone_add(zone, "mx.%s IN AAAA fd77::%x:%x", owner, third, fourth);
	if (dane)
		zone_add(zone, "_25._tcp.mx.%s IN TLSA 3 1 1 %s", owner,
		    w->digests.host[fourth % IDENTITIES]);
	return dane ? "ee" : "none";
}

/* domain_mail - who takes its mail; writes the line of truth */
static void domain_mail(const struct world *w, ldns_dnssec_zone *zone, enum kind kind,
    const char *owner, uint32_t random, FILE *truth)
{
	const char *dane;
	char host[64] = "";
	unsigned hosts = 1;

	if (kind == NULL_MX) {
		zone_add(zone, "%s IN MX 0 .", owner);
		dane = "nullmx";
		hosts = 0;
	} else if (random % 100 < 15) {
		dane = domain_own_host(w, zone, owner, mix(random));
		snprintf(host, sizeof host, "mx.%.*s", (int)strlen(owner) - 1, owner);
	} else {
		unsigned p = provider_pick(mix(random));

		for (unsigned i = 1; i <= 2; i++)
			zone_add(zone, "%s IN MX %u mx%u.prov%02u.%s.", owner, 10 * i, i, p,
			    provider_tld(p));
		dane = provider_dane(p);
		snprintf(host, sizeof host, "mx1.prov%02u.%s", p, provider_tld(p));
		hosts = 2;
	}
	fprintf(truth, "%.*s,%d,%s,%s,%u,%s\n", (int)strlen(owner) - 1, owner,
	    kind == WITH_RSA ? 8 : 13, kinds[kind].status, host, hosts, dane);
}

/* domain - one domain under nl. */
static void domain(const struct world *w, enum kind kind, unsigned number, struct part *part)
{
	uint32_t random = mix(number * KINDS + kind);
	unsigned hoster = random % HOSTERS + 1;
	struct zone_plan plan = {
		.ring = kind == WITH_RSA ? &w->ring : NULL,
		.pick = random >> 8,
		.split = (random >> 12) % 10 < 3,
		.nsec3 = kind == ITERATED || (random >> 16 & 1),
		.iterations = kind == ITERATED ? 200 : 0,
		.expired = kind == EXPIRED,
		.wrong_ds = kind == WRONG_DS,
	};
	char owner[40], server[40], second[40], path[512];
	ldns_dnssec_zone *zone;

	snprintf(owner, sizeof owner, "%s%u.nl.", kinds[kind].stem, number);
	snprintf(server, sizeof server, "ns1.dns%02u.nl.", hoster);
	snprintf(second, sizeof second, "ns2.dns%02u.nl.", hoster);
	delegate(part->delegations, owner, server, second);
	zone = zone_new(owner, server, second);
	zone_add(zone, "%s IN A 10.77.66.%u", owner, random >> 24);
	zone_add(zone, "www.%s IN A 10.77.66.%u", owner, random >> 24);
	domain_mail(w, zone, kind, owner, mix(random + 1), part->truth);
	zone_finish(zone, owner, &plan, zone_path(path, w, "sld", owner),
	    kind == UNSIGNED ? NULL : part->delegations, NULL);
}

/* hoster - a zone whose name servers serve the domains */
static void hoster(const struct world *w, unsigned number, FILE *delegations)
{
	struct zone_plan plan = { .nsec3 = number % 2 };
	char owner[40], server[2][48], path[512];
	ldns_dnssec_zone *zone;

	snprintf(owner, sizeof owner, "dns%02u.nl.", number);
	for (int i = 0; i < 2; i++)
		snprintf(server[i], sizeof server[i], "ns%d.%s", i + 1, owner);
	delegate(delegations, owner, server[0], server[1]);
	zone = zone_new(owner, server[0], server[1]);
	for (unsigned i = 0; i < 2; i++) {
		unsigned last = 2 * number - 1 + i;

		fprintf(delegations, "%s %d IN A 10.77.2.%u\n", server[i], ZONE_TTL, last);
		zone_add(zone, "%s IN A 10.77.2.%u", server[i], last);
	}
	zone_finish(zone, owner, &plan, zone_path(path, w, "sld", owner), delegations, NULL);
}

/* provider - a zone with two mail hosts that many domains share */
static void provider(const struct world *w, unsigned p, FILE *delegations)
{
	struct zone_plan plan = { .split = true, .nsec3 = p % 2 };
	const char *dane = provider_dane(p);
	char owner[40], server[48], path[512];
	ldns_dnssec_zone *zone;

	snprintf(owner, sizeof owner, "prov%02u.%s.", p, provider_tld(p));
	snprintf(server, sizeof server, "ns1.%s", owner);
	delegate(delegations, owner, server, NULL);
	fprintf(delegations, "%s %d IN A 10.77.3.%u\n", server, ZONE_TTL, p);
	zone = zone_new(owner, server, NULL);
	zone_add(zone, "%s IN A 10.77.3.%u", server, p);
	for (unsigned i = 1; i <= 2; i++) {
		zone_add(zone, "mx%u.%s IN A 10.77.%u.%u", i, owner, 63 + i, p);
		if (p % 2 == 0)
			zone_add(zone, "mx%u.%s IN AAAA fd77::%x:%x", i, owner, 63 + i, p);
		if (strcmp(dane, "none") != 0)
			zone_add(zone, "_25._tcp.mx%u.%s IN TLSA %d 1 1 %s", i, owner,
			    strcmp(dane, "ta") == 0 ? 2 : 3,
			    strcmp(dane, "ta") == 0 ? w->digests.authority
						    : w->digests.host[p + (p == WRONG)]);
	}
	zone_finish(zone, owner, &plan, zone_path(path, w, "sld", owner), delegations, NULL);
}

/* open_part - the files of a worker */
static struct part open_part(const struct world *w, unsigned worker)
{
	return (struct part){
		.delegations = zone_open("w", "%s/part/nl.%u", w->dir, worker),
		.truth = zone_open("w", "%s/part/truth.%u", w->dir, worker),
	};
}

/* work - the share of one worker */
static void work(const struct world *w, unsigned domains, unsigned worker, unsigned workers)
{
	struct part part = open_part(w, worker);
	unsigned rest = domains;

	for (unsigned kind = KINDS; kind-- > 0;) {
		unsigned n = (unsigned)((uint64_t)domains * kinds[kind].per_10000 / 10000);

		n = kind == WITH_EC ? rest : n > 0 ? n : 1;
		rest -= n;
		for (unsigned i = 1; i <= n; i++)
			if (i % workers == worker)
				domain(w, (enum kind)kind, i, &part);
	}
	if (worker == 0) {
		FILE *com = zone_open("w", "%s/part/com.0", w->dir);

		for (unsigned i = 1; i <= HOSTERS; i++)
			hoster(w, i, part.delegations);
		for (unsigned p = 1; p <= PROVIDERS; p++)
			provider(w, p, p >= FIRST_COM ? com : part.delegations);
		fclose(com);
	}
	fclose(part.delegations);
	fclose(part.truth);
}

/* work_all - every worker in a process of its own */
static void work_all(const struct world *w, unsigned domains, unsigned workers)
{
	for (unsigned i = 0; i < workers; i++) {
		pid_t pid = fork();

		if (pid < 0)
			zone_die("fork", "failed");
		if (pid == 0) {
			work(w, domains, i, workers);
			_exit(0);
		}
	}
	for (unsigned i = 0; i < workers; i++) {
		int status;

		if (wait(&status) < 0 || status != 0)
			zone_die("worker", "failed");
	}
}

/* top - nl. or com., with what the workers wrote for it; tells the root */
static void top(const struct world *w, const char *tld, unsigned first, unsigned parts, FILE *root)
{
	struct zone_plan plan = { .split = true, .nsec3 = true, .opt_out = true };
	char owner[16], server[2][24], path[512];
	ldns_dnssec_zone *zone;

	snprintf(owner, sizeof owner, "%s.", tld);
	for (int i = 0; i < 2; i++)
		snprintf(server[i], sizeof server[i], "ns%d.nic.%s.", i + 1, tld);
	delegate(root, owner, server[0], server[1]);
	zone = zone_new(owner, server[0], server[1]);
	for (unsigned i = 0; i < 2; i++) {
		fprintf(root, "%s %d IN A 10.77.1.%u\n", server[i], ZONE_TTL, first + i);
		zone_add(zone, "%s IN A 10.77.1.%u", server[i], first + i);
	}
	for (unsigned i = 0; i < parts; i++) {
		snprintf(path, sizeof path, "%s/part/%s.%u", w->dir, tld, i);
		zone_add_file(zone, path);
	}
	ldns_dnssec_zone_mark_glue(zone);
	zone_finish(zone, owner, &plan, zone_path(path, w, "tld", owner), root, NULL);
}

/* root_zone - the top, its anchor and its hints */
static void root_zone(const struct world *w, const char *tlds)
{
	struct zone_plan plan = { .ring = &w->ring, .split = true };
	ldns_dnssec_zone *zone = zone_new(".", "a.rootsrv.", "b.rootsrv.");
	FILE *ds = zone_open("w", "%s/root.ds", w->dir);
	FILE *dnskey = zone_open("w", "%s/root.dnskey", w->dir);
	FILE *hints = zone_open("w", "%s/root.hints", w->dir);
	char path[512];

	for (int i = 0; i < 2; i++) {
		zone_add(zone, "%c.rootsrv. IN A 10.77.0.%d", 'a' + i, i + 1);
		fprintf(hints, ". 3600 IN NS %c.rootsrv.\n%c.rootsrv. 3600 IN A 10.77.0.%d\n",
		    'a' + i, 'a' + i, i + 1);
	}
	zone_add_file(zone, tlds);
	ldns_dnssec_zone_mark_glue(zone);
	zone_finish(zone, ".", &plan, zone_path(path, w, "root", "."), ds, dnskey);
	fclose(ds);
	fclose(dnskey);
	fclose(hints);
}

/* number - a number of the command line within bounds */
static unsigned number(const char *text, unsigned least, unsigned most)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text == '\0' || *end != '\0' || n < least || n > most)
		zone_die(text, "not a number that makes sense here");
	return (unsigned)n;
}

int main(int argc, char **argv)
{
	struct world w = { .dir = argc == 4 ? argv[1] : NULL };
	unsigned workers;
	char path[512];
	FILE *root;

	if (argc != 4)
		zone_die("usage", "generate DIR DOMAINS WORKERS");
	workers = number(argv[3], 1, WORKERS_MAX);
	snprintf(path, sizeof path, "%s/certs", w.dir);
	identity_make(path, FIRST_TA, LAST_TA, &w.digests);
	zone_ring_make(&w.ring);
	work_all(&w, number(argv[2], 20, 1000000), workers);
	snprintf(path, sizeof path, "%s/part/root", w.dir);
	root = zone_open("w", "%s", path);
	top(&w, "nl", 1, workers, root);
	top(&w, "com", 3, 1, root);
	fclose(root);
	root_zone(&w, path);
	zone_ring_clear(&w.ring);
	return 0;
}
