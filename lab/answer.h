/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a query on the wire to an answer on the wire. No sockets, no state: the same query to the
 * same world always gets the same answer, unless somebody on the way changes it.
 */
#ifndef DS_LAB_ANSWER_H
#define DS_LAB_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/packet.h"

struct lab_world;
struct lab_zone;

/* Somebody on the way between the resolver and who asks it, who sees answers and may change them. */
struct lab_meddler {
	void (*meddle)(void *arg, int sender, ldns_pkt *reply, const struct lab_query *query);
	void *arg;
	int sender; /* whose questions come this way (enum lab_sender) */
};

/*
 * Answer a query as the name servers of a zone do (server: whose addresses it came to) or, if
 * server is NULL, as the recursive resolver. out has room for LAB_PACKET_MAX octets. Returns the
 * length of the answer, 0 for silence.
 */
size_t lab_answer(const struct lab_world *world, const struct lab_zone *server, bool tcp,
    const uint8_t *query, size_t length, uint8_t *out, size_t size);

/* Answer as the recursive resolver, by way of somebody. */
size_t lab_answer_by(const struct lab_world *world, const struct lab_meddler *by, bool tcp,
    const uint8_t *query, size_t length, uint8_t *out, size_t size);

#endif
