/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model_self - what a diagnosis knows of this machine and its resolver; a part of
 * the model (core/model.h), which includes it
 */
#ifndef DS_CORE_MODEL_SELF_H
#define DS_CORE_MODEL_SELF_H

#include "core/model.h"

/* What of this machine or its resolver keeps us from judging anybody; the verdict is then unknown. */
enum ds_self_fault {
	DS_SELF_FINE,
	DS_SELF_SILENT,   /* no usable answer from the resolver, or from any root server */
	DS_SELF_STRIPPED, /* the signatures are left out on the way */
	DS_SELF_ANCHOR,   /* no key of the root is one that we trust */
	DS_SELF_CLOCK,    /* our own clock is wrong */
	DS_SELF_ROOT,     /* the root's own keys cannot be proved for another reason */
	DS_SELF_TCP, /* a look-up needs TCP, which brings nobody's answers here (with --iterate) */
};

enum ds_reach { DS_REACH_UNTRIED, DS_REACH_WORKS, DS_REACH_FAILS };

/* What can be said of this machine before it judges a domain. */
struct ds_self {
	bool known; /* the root's keys were seen, or are known not to come */
	enum ds_self_fault fault;
	const char *detail; /* of the fault, a msgid, or NULL */
	size_t nheld;       /* key tags of the trust anchors */
	const uint16_t *held;
	size_t nseen; /* key tags of the root's entry keys (SEP) */
	const uint16_t *seen;
	int trusted; /* tag of the root's key that an anchor names, -1 for none */
	int64_t
	    clock_off; /* our clock is wrong by at least so many seconds; less than 0: it is slow */
	enum ds_reach udp, tcp;   /* DNS messages over it come back */
	enum ds_reach ipv4, ipv6; /* this machine has a route to such addresses */
};

/* What the resolver itself makes of a question: asked without CD, shown beside our proof, never
 * judged by. */
struct ds_opinion {
	const char *name;
	uint16_t type;
	enum ds_outcome outcome;
	uint8_t rcode;
	bool ad;              /* it says: authentic */
	int ede;              /* Extended DNS Error, -1 for none (RFC 8914) */
	const char *ede_text; /* in the resolver's own words, or NULL */
};

#endif
