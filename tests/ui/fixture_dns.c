/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_dns - parts of the fixture's reports: name servers, messages, further handshakes */
#include "core/base/arena.h"
#include "core/danescope.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_parts.h"

/* server - one of them, and what it said to two questions */
static void server(struct arena *a, struct ds_server *s, const char *name, const char *address,
    int64_t rtt_us, unsigned group)
{
	struct ds_server_reply *replies = arena_alloc(a, 2, sizeof *replies);

	*s = (struct ds_server){ .name = name, .address = address, .rtt_us = rtt_us };
	s->outcome = rtt_us < 0 ? "timeout" : "ok";
	s->faults = rtt_us < 0 ? DS_SRV_SILENT : 0;
	for (unsigned i = 0; i < 2 && rtt_us >= 0; i++) {
		replies[i] = (struct ds_server_reply){ .name = "minkaas.nl",
			.type = i ? DS_T_DNSKEY : DS_T_SOA,
			.outcome = DS_OUT_DATA,
			.rtt_us = rtt_us,
			.group = group,
			.status = i ? (group ? DS_BOGUS : DS_SECURE) : DS_UNCHECKED,
			.serial = i ? 0 : 2026013101 - group * 3 };
		if (i && group) {
			replies[i].why = DS_WHY_SIG;
			replies[i].sig = DS_SIG_EXPIRED;
		}
	}
	s->nreplies = rtt_us < 0 ? 0 : 2;
	s->replies = replies;
}

/* part_servers - three of the last zone */
void part_servers(struct arena *a, struct ds_report *r)
{
	const struct ds_link **links = arena_copy(a, r->chain.links, 3 * sizeof *links);
	struct ds_link *own = arena_copy(a, links[2], sizeof *own);
	struct ds_server *servers = arena_alloc(a, 3, sizeof *servers);

	server(a, &servers[0], "ns1.minkaas.nl", "192.0.2.53", 4100, 0);
	server(a, &servers[1], "ns2.minkaas.nl", "2001:db8:53::2", 12700, 1);
	server(a, &servers[2], "ns3.oefendns.nl", "198.51.100.53", -1, 0);
	own->servers = servers;
	own->nservers = 3;
	links[2] = own;
	r->chain.links = links;
	r->iterated = true;
}

/* part_alternates - what else the last address was asked for */
void part_alternates(struct arena *a, struct ds_host *host)
{
	struct ds_probe *p = host->probes[host->nprobes - 1];
	struct ds_alternate *looks = arena_alloc(a, 2, sizeof *looks);
	const struct ds_alternate **list = arena_alloc(a, 2, sizeof *list);

	looks[0] = (struct ds_alternate){
		.look = DS_LOOK_RSA, .result = DS_LOOKED_NONE, .matched_record = -1
	};
	looks[1] = (struct ds_alternate){ .look = DS_LOOK_NO_SNI,
		.result = DS_LOOKED_SHOWN,
		.same = true,
		.tls = p->tls,
		.ncerts = p->ncerts,
		.certs = p->certs,
		.dane = p->dane,
		.matched_record = p->matched_record };
	list[0] = &looks[0];
	list[1] = &looks[1];
	p->alternates = list;
	p->nalternates = 2;
}

/* query - one message, and a reply to it that holds no record */
static struct ds_query *query(struct arena *a, const char *name, enum ds_type type, size_t id)
{
	struct ds_query *q = arena_alloc(a, 1, sizeof *q);
	uint8_t wire[DNS_QUERY_MAX], *reply;
	size_t len;

	len = dns_query_make(wire, name_from_text(a, name), (uint16_t)type, DNS_Q_RESOLVER);
	wire[0] = 0x12;
	wire[1] = (uint8_t)(0x30 + id);
	reply = arena_copy(a, wire, len);
	reply[2] |= 0x80;
	reply[3] |= 0x80;
	*q = (struct ds_query){ .id = id,
		.name = name,
		.type = (uint16_t)type,
		.server = "192.0.2.53",
		.port = 53,
		.sent_us = 200 * id,
		.done_us = 4100 + 300 * id,
		.done = true,
		.outcome = DS_OUT_NODATA,
		.request = arena_copy(a, wire, len),
		.request_len = len,
		.reply = reply,
		.reply_len = len };
	return q;
}

/* part_queries - three messages; the last one is asked again, over TCP, and stays without reply */
void part_queries(struct arena *a, struct ds_report *r)
{
	r->queries = arena_alloc(a, 3, sizeof *r->queries);
	r->queries[0] = query(a, r->domain, DS_T_MX, 0);
	r->queries[1] = query(a, r->domain, DS_T_DNSKEY, 1);
	r->queries[2] = query(a, arena_printf(a, "_25._tcp.mx1.%s", r->domain), DS_T_TLSA, 2);
	r->queries[2]->reply_len = 0;
	r->queries[2]->outcome = DS_OUT_TIMEOUT;
	r->queries[2]->transport = DS_TCP;
	r->queries[2]->retry = true;
	r->nqueries = r->queries_sent = 3;
	r->queries_tcp = r->queries_retried = 1;
	r->queries_us = 4700;
}
