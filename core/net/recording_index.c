/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recording_index - finds the recorded exchange that an asked one is
 *
 * The n-th question with the same octets to the same server takes the n-th that
 * was recorded; connections likewise by their address. Both lists are sorted by
 * that, so that equals stand together and halving finds the first of them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/net/recording_impl.h"

/* order_numbers - <0, 0, >0 */
static int order_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* order_addresses - any order, as long as it is one */
static int order_addresses(const struct net_address *a, const struct net_address *b)
{
	int order = a->family - b->family;

	if (order == 0)
		order = a->port - b->port;
	if (order == 0)
		order = order_numbers(a->scope, b->scope);
	/* of an IPv4 address the rest is zero */
	return order != 0 ? order : memcmp(a->octets, b->octets, sizeof(a->octets));
}

/* same_ask - by server, transport and octets behind the ID */
static int same_ask(const struct recorded_ask *a, const struct recorded_ask *b)
{
	int order = order_addresses(&a->server, &b->server);

	if (order == 0)
		order = (int)a->transport - (int)b->transport;
	if (order == 0)
		order = order_numbers(a->request_len, b->request_len);
	return order != 0 ? order : memcmp(a->request + 2, b->request + 2, a->request_len - 2);
}

/* order_asks - for qsort: equals by number */
static int order_asks(const void *left, const void *right)
{
	const struct recorded_ask *a = *(struct recorded_ask *const *)left;
	const struct recorded_ask *b = *(struct recorded_ask *const *)right;
	int order = same_ask(a, b);

	return order != 0 ? order : order_numbers(a->number, b->number);
}

/* same_stream - by address, then by what it is for */
static int same_stream(
    const struct recorded_stream *a, const struct net_address *address, enum net_purpose purpose)
{
	int order = order_addresses(&a->server, address);

	return order != 0 ? order : (int)a->purpose - (int)purpose;
}

/* order_streams - for qsort: equals by number */
static int order_streams(const void *left, const void *right)
{
	const struct recorded_stream *a = *(struct recorded_stream *const *)left;
	const struct recorded_stream *b = *(struct recorded_stream *const *)right;
	int order = same_stream(a, &b->server, b->purpose);

	return order != 0 ? order : order_numbers(a->number, b->number);
}

/* recording_sort - once all is read */
void recording_sort(struct recording *recording)
{
	if (recording->nasks > 0)
		qsort(recording->asks, recording->nasks, sizeof(*recording->asks), order_asks);
	if (recording->nstreams > 0)
		qsort(recording->streams, recording->nstreams, sizeof(*recording->streams),
		    order_streams);
}

/* recording_take_ask - the next such question */
const struct recorded_ask *recording_take_ask(
    struct recording *recording, const struct net_ask *ask)
{
	struct recorded_ask key = { .server = ask->server,
		.transport = ask->transport,
		.request = ask->wire,
		.request_len = ask->len };
	struct recorded_ask **asks = recording->asks;
	size_t low = 0, high = recording->nasks, at;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (same_ask(asks[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == recording->nasks || same_ask(asks[low], &key) != 0)
		return NULL;
	at = low + asks[low]->next++;
	return at < recording->nasks && same_ask(asks[at], &key) == 0 ? asks[at] : NULL;
}

/* recording_take_stream - the next connection to this address for this */
const struct recorded_stream *recording_take_stream(
    struct recording *recording, const struct net_address *address, enum net_purpose purpose)
{
	struct recorded_stream **streams = recording->streams;
	size_t low = 0, high = recording->nstreams, at;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (same_stream(streams[middle], address, purpose) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == recording->nstreams || same_stream(streams[low], address, purpose) != 0)
		return NULL;
	at = low + streams[low]->next++;
	if (at >= recording->nstreams || same_stream(streams[at], address, purpose) != 0)
		return NULL;
	return streams[at];
}
