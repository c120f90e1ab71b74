/* SPDX-License-Identifier: BSD-2-Clause */
/* asked - a network that keeps the questions put to it; see asked.h */
#include "tests/fuzz/asked.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/must.h"

#define STEP_US 1000 /* between two replies */

static const char anchor[] =
    ". IN DS 2117 15 2 f15588e33325499245de6dcd3823d1cbb9ba7168ab5fe0cc8263f9b98af98b6b\n";

/* self - the network behind the interface */
static struct asked *self(struct net *net)
{
	return (struct asked *)(void *)net;
}

/* on_ask - keeps the question */
static struct net_exchange *on_ask(
    struct net *net, const struct net_ask *ask, net_reply_fn *fn, void *arg)
{
	struct net_exchange *x = calloc(1, sizeof *x), **end = &self(net)->first;

	must(x != NULL && ask->len <= sizeof x->wire);
	memcpy(x->wire, ask->wire, ask->len);
	x->len = ask->len;
	x->fn = fn;
	x->arg = arg;
	while (*end != NULL)
		end = &(*end)->next;
	*end = x;
	self(net)->n++;
	return x;
}

/* on_cancel - forgets a question */
static void on_cancel(struct net *net, struct net_exchange *x)
{
	struct net_exchange **at = &self(net)->first;

	while (*at != x)
		at = &(*at)->next;
	*at = x->next;
	free(x);
}

/* asked_init - nothing is asked yet */
void asked_init(struct asked *a)
{
	static const struct net_ops ops = { .ask = on_ask, .ask_cancel = on_cancel };

	*a = (struct asked){ .net = { .ops = &ops } };
}

/* asked_reply - it is out of the list before anything new is asked */
void asked_reply(struct asked *a, struct net_exchange **at, const struct net_reply *reply)
{
	struct net_exchange *x = *at;

	*at = x->next;
	a->net.now_us += STEP_US;
	x->fn(x->arg, reply);
	free(x);
}

/* asked_anchors - the root key of the seeds */
void asked_anchors(struct anchors *anchors)
{
	char problem[200];

	must(anchors_parse(anchors, anchor, sizeof anchor - 1, problem, sizeof problem));
}
