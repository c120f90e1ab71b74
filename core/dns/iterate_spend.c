/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * iterate_spend - what messages are spent on first, as there are DNS_QUERIES_MAX for one domain
 *
 * Every question is put to a server or two at once: the verdict needs no more. What is left goes into
 * comparing servers, in this order: what mail depends on in the zones of the domain and of its hosts;
 * the hosts' addresses there; what only stands beside that; the root and the top-level domains, which
 * others watch too. A rank begins when nothing of the ranks before it is left to be asked.
 */

#include <string.h>

#include "core/dns/iterate_impl.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dns/traffic.h"

/* spend_spare - are more messages left than a verdict may need, when all is out that waits and every
 * question was put to one server? Many hosts at once are all asked for before any server is compared */
bool spend_spare(const struct iterator *it)
{
	return traffic_left(it->traffic) > it->waiting + it->unshot + ITER_RESERVE;
}

/* is_between - the empty name above a TLSA record, which is only looked at for how it is denied */
static bool is_between(const uint8_t *name)
{
	return name[0] == 4 && memcmp(name + 1, "_tcp", 4) == 0;
}

/* spend_rank - when its zone's servers are compared on this question */
enum rank spend_rank(const struct inquiry *q)
{
	uint16_t type = q->question.type;

	if (q->serves != NULL)
		return RANK_NONE;
	if (zone_is_infrastructure(q->zone))
		return type == DS_T_DNSKEY || type == DS_T_DS ? RANK_ABOVE : RANK_NONE;
	switch (type) {
	case DS_T_MX:
	case DS_T_DS:
	case DS_T_DNSKEY: return RANK_DATA;
	case DS_T_A:
	case DS_T_AAAA: return RANK_ADDRESS;
	case DS_T_TLSA: return is_between(q->question.name) ? RANK_BESIDE : RANK_DATA;
	default: return RANK_BESIDE;
	}
}

/* spend_by_name - is a server with several addresses asked at one of them, once there is an answer?
 * Whether it differs by its addresses other questions tell */
bool spend_by_name(const struct inquiry *q)
{
	return spend_rank(q) == RANK_ADDRESS || spend_rank(q) == RANK_ABOVE;
}

/* spend_compares - does this question go to every server of its zone by now? */
bool spend_compares(const struct inquiry *q)
{
	enum rank rank = spend_rank(q);

	return rank != RANK_NONE && rank <= q->it->rank;
}

/* is_through - has this question all that it is to have before the ranks after it begin? */
static bool is_through(const struct inquiry *q, enum rank next)
{
	if (!q->answered)
		return false;
	return spend_rank(q) == RANK_NONE || spend_rank(q) >= next || inquiry_is_asked(q) ||
	       !spend_spare(q->it);
}

/* spend_next - begins the next rank, if nothing stands before it. True: it does */
bool spend_next(struct iterator *it)
{
	enum rank next = it->rank + 1;

	if (next > RANK_ABOVE || it->inquiries == NULL)
		return false;
	for (const struct inquiry *q = it->inquiries; q != NULL; q = q->next)
		if (!is_through(q, next))
			return false;
	it->rank = next;
	return true;
}
