/* SPDX-License-Identifier: BSD-2-Clause */
/* peer - libunbound, and the server that it asks; see peer.h */
#include "tests/bench/agree/peer.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unbound.h>
#include <unistd.h>

struct peer {
	struct talk *talk;
	int fd, stop[2];
	unsigned port;
	pthread_t thread;
};

/* answer - one question from the socket */
static void answer(struct peer *p)
{
	static __thread uint8_t query[4096], out[TALK_WIRE];
	struct sockaddr_in from;
	socklen_t from_len = sizeof from;
	ssize_t n = recvfrom(p->fd, query, sizeof query, 0, (struct sockaddr *)&from, &from_len);
	ldns_pkt *pkt = NULL;
	const ldns_rr *question;
	size_t len;
	char *name;

	if (n < 12 || ldns_wire2pkt(&pkt, query, (size_t)n) != LDNS_STATUS_OK)
		return;
	question = ldns_rr_list_rr(ldns_pkt_question(pkt), 0);
	name = ldns_rdf2str(ldns_rr_owner(question));
	len = talk_hear(p->talk, PEER, name, ldns_rr_get_type(question), out);
	memcpy(out, query, 2);
	(void)!sendto(p->fd, out, len, 0, (struct sockaddr *)&from, from_len);
	free(name);
	ldns_pkt_free(pkt);
}

/* serve - until something is written to the pipe */
static void *serve(void *arg)
{
	struct peer *p = arg;
	struct pollfd fds[2] = { { p->fd, POLLIN, 0 }, { p->stop[0], POLLIN, 0 } };

	while (poll(fds, 2, -1) >= 0 && fds[1].revents == 0)
		if (fds[0].revents != 0)
			answer(p);
	return NULL;
}

/* peer_new - opens the socket and serves */
struct peer *peer_new(struct talk *talk)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof at;
	struct peer *p = calloc(1, sizeof *p);

	dns_must(p != NULL, "memory");
	p->talk = talk;
	p->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	dns_must(p->fd >= 0 && bind(p->fd, (struct sockaddr *)&at, sizeof at) == 0 &&
		     getsockname(p->fd, (struct sockaddr *)&at, &len) == 0 && pipe(p->stop) == 0,
	    "socket");
	p->port = ntohs(at.sin_port);
	dns_must(pthread_create(&p->thread, NULL, serve, p) == 0, "thread");
	return p;
}

/* peer_free - the server ends */
struct peer *peer_free(struct peer *p)
{
	(void)!write(p->stop[1], "x", 1);
	pthread_join(p->thread, NULL);
	close(p->fd);
	close(p->stop[0]);
	close(p->stop[1]);
	free(p);
	return NULL;
}

/* Each as in unbound.conf. The clock is the tests', signatures have no grace, and NSEC3 iterations
 * end where RFC 9276 and ours do; the rest is as it comes, or makes it quick. */
static const char *const options[][2] = {
	{ "val-override-date:", "20260101000000" },
	{ "val-sig-skew-min:", "0" },
	{ "val-sig-skew-max:", "0" },
	{ "val-nsec3-keysize-iterations:", "1024 50 2048 50 4096 50" },
	{ "do-not-query-localhost:", "no" },
	{ "do-ip6:", "no" },
	{ "do-tcp:", "no" },
	{ "aggressive-nsec:", "no" },
	{ "qname-minimisation:", "no" },
	{ "root-hints:", "" },
	{ "msg-cache-slabs:", "1" },
	{ "rrset-cache-slabs:", "1" },
	{ "infra-cache-slabs:", "1" },
	{ "key-cache-slabs:", "1" },
	{ "outgoing-range:", "16" },
	{ "num-queries-per-thread:", "16" },
	{ "so-rcvbuf:", "0" },
};

/* context - an Unbound that knows nothing yet */
static struct ub_ctx *context(const struct peer *p, bool debug)
{
	struct ub_ctx *ctx = ub_ctx_create();
	char address[32];

	dns_must(ctx != NULL, "ub_ctx_create");
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		dns_must(ub_ctx_set_option(ctx, options[i][0], options[i][1]) == 0, options[i][0]);
	if (debug)
		ub_ctx_debuglevel(ctx, 4);
	else
		ub_ctx_debugout(ctx, NULL);
	snprintf(address, sizeof address, "127.0.0.1@%u", p->port);
	/* "test." is a name that Unbound else answers for itself (RFC 6761). */
	dns_must(ub_ctx_set_fwd(ctx, address) == 0 &&
		     ub_ctx_add_ta(ctx, p->talk->world->anchors) == 0 &&
		     ub_ctx_zone_remove(ctx, "test.") == 0,
	    "ub_ctx");
	return ctx;
}

/* outcome_of - what it says, proved or not */
static enum ds_outcome outcome_of(const struct ub_result *r)
{
	if (r->rcode != 0 && r->rcode != 3)
		return DS_OUT_SERVFAIL;
	return r->havedata ? DS_OUT_DATA : r->nxdomain ? DS_OUT_NXDOMAIN : DS_OUT_NODATA;
}

/* status_of - as the contract names it */
static enum ds_status status_of(const struct ub_result *r)
{
	if (r->bogus)
		return DS_BOGUS;
	if (r->secure)
		return DS_SECURE;
	return outcome_of(r) == DS_OUT_SERVFAIL ? DS_INDETERMINATE : DS_INSECURE;
}

/* keys_failed - libunbound has no word for "could not be fetched" where a link of the chain was not:
 * it says "bogus", and that there were no keys. Asked for those keys themselves, it says whether they
 * were denied, or could not be had */
static bool keys_failed(const struct peer *p, const char *why)
{
	static const char root[] = "no DNSKEY rrset", other[] = "No DNSKEY record";
	const char *key = strstr(why, "for key ");
	struct ub_result *r = NULL;
	struct ub_ctx *ctx;
	char zone[256] = ".";
	bool failed;

	if (strstr(why, other) != NULL && key != NULL)
		snprintf(zone, sizeof zone, "%.*s", (int)strcspn(key + 8, " ,"), key + 8);
	else if (strstr(why, root) == NULL)
		return false;
	ctx = context(p, false);
	dns_must(ub_resolve(ctx, zone, LDNS_RR_TYPE_DNSKEY, 1, &r) == 0 && r != NULL, "ub_resolve");
	failed = status_of(r) == DS_INDETERMINATE;
	ub_resolve_free(r);
	ub_ctx_delete(ctx);
	return failed;
}

/* peer_ask - one question */
void peer_ask(struct peer *p, const char *name, unsigned type, bool debug, struct peer_result *out)
{
	struct ub_ctx *ctx = context(p, debug);
	struct ub_result *r = NULL;
	int error = ub_resolve(ctx, name, (int)type, 1, &r);

	dns_must(error == 0 && r != NULL, "ub_resolve");
	out->outcome = outcome_of(r);
	out->status = status_of(r);
	snprintf(out->why, sizeof out->why, "%s", r->why_bogus != NULL ? r->why_bogus : "");
	ub_resolve_free(r);
	ub_ctx_delete(ctx);
	/* "SERVFAIL no DS": the look-up of the DS set has failed. */
	if (out->status == DS_BOGUS &&
	    (strstr(out->why, "SERVFAIL no DS") != NULL || keys_failed(p, out->why)))
		out->status = DS_INDETERMINATE;
}
