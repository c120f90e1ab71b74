/* SPDX-License-Identifier: BSD-2-Clause */
/* iterate_impl - what the parts of the iterator share */
#ifndef DS_CORE_DNS_ITERATE_IMPL_H
#define DS_CORE_DNS_ITERATE_IMPL_H

#include "core/dns/client.h"
#include "core/dns/iterate.h"
#include "core/limits.h"

struct iterator;

/* A name server's name in a delegation. */
struct ns {
	const uint8_t *name;
	unsigned naddresses;
	unsigned pending; /* look-ups of its address */
	bool looked_up;
};

struct izone {
	const uint8_t *name;
	unsigned labels;
	struct izone *parent;
	struct ns ns[ITER_NS_MAX];
	const uint8_t *names[ITER_NS_MAX]; /* the same, for others to read */
	size_t nns;
	struct zone_server servers[ITER_ADDRESSES_MAX];
	size_t nservers;
	unsigned pending; /* look-ups of addresses, of all its servers */
	unsigned lookups; /* names that were looked up */
	bool circular, failed;
	bool told;    /* that it was found */
	bool visited; /* while looking for circles */
	const uint8_t *alias, *unresolved;
	struct izone *next;
};

enum inquiry_state {
	INQUIRY_NEW,       /* to be put to the deepest zone that is known */
	INQUIRY_SENT,      /* servers of `zone` are being asked */
	INQUIRY_FOLLOWS,   /* another question finds the way below `zone` */
	INQUIRY_ADDRESSES, /* no address of `zone` is known yet */
};

struct inquiry {
	struct iterator *it;
	struct question question;
	const struct asker_watcher *watch;
	void *arg;
	enum inquiry_state state;
	struct izone *zone;
	/* For an address of a name server: of which zone, which name, how deep inside others. */
	struct izone *serves;
	struct ns *ns;
	unsigned depth;
	unsigned referrals;
	unsigned added;        /* labels beyond one that are asked for, with QNAME minimisation */
	bool whole;            /* ... which is over: the whole name is asked for */
	const uint8_t *denied; /* a part of the name that a server says is not there */
	struct net_address denied_by;
	bool answered;
	bool compare_skipped;
	unsigned silences; /* messages that went unanswered while there was no answer */
	uint32_t asked;    /* servers of `zone` that were asked, as bits */
	bool shot;         /* ... one of them at least: it needs no message of the reserve */
	unsigned in_flight;
	struct inquiry *next, *prev;
};

/* What messages are spent on, first to last. */
enum rank {
	RANK_DATA, /* what mail depends on, at the servers of the domain's and its hosts' zones */
	RANK_ADDRESS, /* the hosts' addresses */
	RANK_BESIDE,  /* what else is asked there */
	RANK_ABOVE,   /* the root's and the top-level domains' servers */
	RANK_NONE,    /* no comparison: one answer will do */
};

/* One question at one server. */
struct shot {
	struct iterator *it;
	struct inquiry *q; /* NULL: nobody waits for it any more */
	struct izone *zone;
	struct zone_server *server;
	const uint8_t *name;
	uint16_t type;
	struct dns_lookup *lookup;
	struct ds_query *query; /* the message under way */
	bool enough;            /* one repetition will do */
	bool begun;             /* its first message went out */
	bool silent, refused;   /* a message went unanswered; the bound refused one */
	unsigned forged;
	struct shot *next, *prev;
};

struct iterator {
	struct asker asker;
	struct arena *arena;
	struct traffic *traffic;
	struct iterate_setup *setup;
	iterate_cut_fn *cut;
	void *arg;
	struct izone *zones, *root; /* the root is first */
	size_t nzones;
	struct inquiry *inquiries;
	struct shot *shots;
	unsigned waiting; /* shots whose first message is still to go out */
	unsigned unshot;  /* inquiries that were put to nobody yet */
	enum rank rank;   /* up to this one, servers are compared by now */
	struct iterate_notes notes;
	unsigned busy; /* calls that are under way within: it is freed after the last */
	bool freed;
	bool pumping;
};

/* What a reply is. */
enum reading {
	READ_ANSWER,   /* what was asked for, or that it is not there */
	READ_REFERRAL, /* to a zone below */
	READ_FAILED,   /* an error, nonsense, or without authority */
};

/* --- iterate.c --- */

/* Ends an inquiry with its last reply, or NULL; it is gone then. */
void inquiry_finish(struct inquiry *, struct reply *);
/* An address of a name server is wanted. False: no memory, or too deep. */
bool inquiry_for_address(
    struct iterator *, struct izone *, struct ns *, uint16_t type, unsigned depth);
/* Places what can be placed and sends what can be sent. */
void iterator_run(struct iterator *);
/* Brackets all that comes from outside; after iterator_leave the iterator may be gone. */
void iterator_enter(struct iterator *);
void iterator_leave(struct iterator *);

/* --- iterate_shot.c --- */

/* Asks as many servers of its zone as it should by now. */
void inquiry_fill(struct inquiry *);
/* True where no server is left to be asked and nothing is under way. */
bool inquiry_is_over(const struct inquiry *);
/* True where no server is left to be asked. */
bool inquiry_is_asked(const struct inquiry *);
/* Its shots go on for nobody. */
void inquiry_detach(struct inquiry *);
void shot_free(struct shot *);

/* --- iterate_spend.c --- */

bool spend_spare(const struct iterator *);
enum rank spend_rank(const struct inquiry *);
bool spend_by_name(const struct inquiry *);
bool spend_compares(const struct inquiry *);
bool spend_next(struct iterator *);

/* --- iterate_read.c --- */

/* What this message from a server of the zone is for this question; a copy without what is none of
 * the zone's business in *out. *cut: of a referral, the name of the zone below. */
enum reading reply_read(struct arena *, const struct izone *, const uint8_t *name, uint16_t type,
    const struct dns_message *, struct reply *out, const uint8_t **cut);

/* --- delegation.c --- */

struct izone *zone_root(struct iterator *);
/* The zone to be asked: for DS the one above the name. */
struct izone *zone_deepest(const struct iterator *, const uint8_t *name, uint16_t type);
/* Takes a referral. NULL: too many zones, or no memory. */
struct izone *zone_refer(
    struct iterator *, struct izone *from, const uint8_t *cut, const struct dns_message *);
/* Keeps a referral for other diagnoses; takes those on the way to a name from there. */
void zone_keep(struct iterator *, const uint8_t *cut, const struct dns_result *);
void zone_recall(struct iterator *, const uint8_t *name, uint16_t type);
/* Looks the addresses up that the delegation does not give. */
void zone_look_up(struct iterator *, struct izone *, unsigned depth);
/* An address look-up has ended; `reply` may be NULL. */
void zone_take_addresses(
    struct iterator *, struct izone *, struct ns *, const struct reply *, uint16_t type);
/* Ends the look-ups that wait for each other in a circle. */
void zones_break_circles(struct iterator *);
/* Root and top-level zones: not every question goes to all their servers. */
bool zone_is_infrastructure(const struct izone *);

#endif
