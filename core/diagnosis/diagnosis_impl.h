/* SPDX-License-Identifier: BSD-2-Clause */
/* diagnosis_impl - what the parts of a diagnosis share */
#ifndef DS_CORE_DIAGNOSIS_IMPL_H
#define DS_CORE_DIAGNOSIS_IMPL_H

#include "core/dane/policy.h"
#include "core/danescope.h"
#include "core/dns/client.h"
#include "core/dns/iterate.h"
#include "core/dnssec/anchor.h"
#include "core/limits.h"
#include "core/net/net.h"

struct arena;
struct asides;
struct checked;
struct dane_judge;
struct dane_opinion;
struct dns_rrset;
struct facts;
struct prover;
struct smtp_session;

struct ds_engine {
	struct ds_loop *loop;
	struct net *net;
	struct net *live;     /* the sockets, behind a recorder or not; NULL in a replay */
	struct net *recorder; /* the same as net where a recording is made, else NULL */
	struct net *replay;   /* likewise where one is played */
	struct dns_client *client;
	struct cache *cache;
	bool iterating;
	struct iterate_setup iterate; /* where that is so; its client is the one above */
	struct dane_judge *judge;     /* made at the first certificate, unless there is a CA file */
	bool judge_ready;
	struct anchors anchors;
	struct checked *checked; /* signatures and keys that were met before in this run */
	char ehlo[256];
	char resolver[NET_ADDRESS_TEXT];
	struct net_address servers[DNS_SERVERS_MAX];
	size_t nservers;
	unsigned smtp_port, tlsa_port, timeout_ms;
	size_t memory; /* of one diagnosis; 0: DIAGNOSIS_MEMORY */
	int family;
	bool no_smtp, at_given;
	enum ds_looks looks;
	char control[256]; /* a host that is known to take mail; "": none */
	bool smtp_answers; /* some host did, in this run: the mail port is not closed here */
	enum ds_reach
	    tcp; /* does the resolver answer over TCP? Asked now and then, for all domains */
	bool tcp_asked;
	uint64_t tcp_asked_us; /* when, last */
	int64_t at;
	struct ds_diagnosis *diagnoses;
	struct turn *turns; /* under way, of all diagnoses: to be polite to each address */
};

/* A dialogue under way, or a further look. */
struct turn {
	const struct net_address *address;
	struct turn *next;
};

#define LOOKS_MAX 2 /* the other kind of key, and without a name */

/* A further look at an address whose dialogue showed a certificate. */
struct look_work {
	struct probe_work *probe;
	enum ds_look look;
	struct smtp_session *session;
	bool begun, done;
	const char *error;
	struct turn turn;
	const struct ds_tls *tls;
	size_t ncerts;
	const struct ds_certificate *const *certs;
};

/* A dialogue with one address of a host. */
struct probe_work {
	struct host_work *host;
	size_t index;
	struct net_address address;
	const char *text; /* the address */
	struct smtp_session *session;
	bool begun, done, judged;
	uint64_t began_us;
	struct turn turn;
	size_t nlooks;
	struct look_work looks[LOOKS_MAX];
};

#define WRONG_NAMES_MAX (2 + DNS_ALIASES_MAX) /* the host, the domain, the aliases between */

/* Names at which TLSA records may have been published by mistake. */
struct wrong_owner {
	bool prepared;
	size_t n;
	const uint8_t *names[WRONG_NAMES_MAX];
};

/* A mail host at work. */
struct host_work {
	struct ds_diagnosis *d;
	size_t index;
	const uint8_t *name;
	const char *text;
	bool aliased;           /* an alias was seen: the dialogue waits for the TLSA base */
	bool seen_a, seen_aaaa; /* addresses taken from the answer, proved or not */
	bool addresses_known, tlsa_known, policy_known, looks_over;
	struct policy_addresses addresses;
	const struct ds_answer *a, *aaaa;
	const char *sni; /* NULL: not known yet */
	size_t left_out;
	size_t nprobes;
	struct probe_work probes[ADDRESSES_MAX];
	struct wrong_owner wrong;
	struct ds_tlsa tlsa;
};

/* The host that tells our own silence from theirs. */
struct control_work {
	struct ds_diagnosis *d;
	const uint8_t *name;
	struct net_address address;
	struct smtp_session *session;
	bool found, begun, over;
	bool silent; /* it was asked, and does not answer either */
};

/* The addresses of all mail hosts to which there is a way. */
struct silence {
	size_t tried, silent;
};

struct ds_diagnosis {
	struct ds_engine *engine;
	struct ds_diagnosis *next;
	struct arena *arena;
	struct ds_report report;
	ds_watch_fn *watch;
	void *arg;
	struct facts *facts;
	struct prover *prover;
	struct asides *asides; /* NULL before the beginning, or without memory */
	const uint8_t *domain;
	uint64_t began_us;
	size_t links_told;
	bool host_only; /* no MX is asked for: the name is that of the one mail host */
	bool self_known, chain_known, chain_reviewed, mx_seen, mx_known, mx_reviewed;
	bool softened; /* what is found now is no error: a sender has another way */
	bool servers_compared;
	bool stepping, again, stop_wanted, verdict_told, over;
	size_t nhosts;
	struct host_work *hosts[MX_MAX];
	struct control_work control;
};

/* --- diagnosis.c --- */

/* Does what can be done now; called whenever something has become known. */
void diagnosis_step(struct ds_diagnosis *);
/* Stamps an event, takes it into the report and tells the watcher. */
void diagnosis_tell(struct ds_diagnosis *, struct ds_event *);

/* --- mail.c --- */

/* Looks at the MX answer before it is proved, so that the hosts' questions leave at once. */
void mail_peek(struct ds_diagnosis *);
/* Judges the MX answer. False: wait. */
bool mail_settle(struct ds_diagnosis *);
/* The set of this type at the end of a name's aliases, proved or not, in *set; NULL: none. *aliased
 * where there are aliases. False: wait, for the last look-up on the way; it has been asked for. */
bool mail_look(struct ds_diagnosis *, const uint8_t *name, uint16_t type, bool *aliased,
    const struct dns_rrset **set);
/* The same of what is there by now; NULL: none, or not yet. */
const struct dns_rrset *mail_rrset(
    struct ds_diagnosis *, const uint8_t *name, uint16_t type, bool *aliased);

/* --- host.c --- */

/* A new mail host; asks all that will be needed of it. */
void host_add(struct ds_diagnosis *, const uint8_t *name, unsigned preference);
/* Does what can be done now. True: the host is settled. */
bool host_step(struct host_work *);
/* The further looks at a host that is settled. True: they are over. */
bool host_look(struct host_work *);
/* Stops its dialogues. */
void host_stop(struct host_work *);

/* --- tlsa_base.c --- */

/* Finds the TLSA base domain (RFC 7672 section 2.2.2). False: wait. */
bool host_settle_tlsa(struct host_work *);
/* "_25._tcp." before a base domain. */
const uint8_t *host_tlsa_name(struct ds_diagnosis *, const uint8_t *base);

/* --- probe.c --- */

/* Begins a dialogue unless others with that address are under way. */
void probe_begin(struct probe_work *);
void probe_stop(struct probe_work *);
/* Judges what the dialogue showed, once TLSA and MX are settled. */
void probe_judge(struct probe_work *);
/* What a handshake showed, in the arena of the diagnosis; certificates that were `shown` there before
 * are not read again. False: no memory. */
bool probe_seen(struct ds_diagnosis *, const struct ds_probe *shown, const struct net_tls *,
    const struct ds_tls **, size_t *ncerts, const struct ds_certificate *const **);
/* What the judge makes of certificates that this address showed. False: no memory. */
bool probe_opinion(struct probe_work *, size_t ncerts, const struct ds_certificate *const *certs,
    struct dane_opinion *);

/* --- turn.c --- */

/* May one more dialogue with this address begin? */
bool turn_is_free(const struct ds_engine *, const struct net_address *);
void turn_begin(struct ds_engine *, struct turn *, const struct net_address *);
void turn_end(struct ds_engine *, struct turn *);
/* Lets the diagnoses that wait for an address go on. */
void turn_let_in(struct ds_engine *);

/* --- look.c --- */

/* Decides what else is to be looked at, once the dialogue is judged. */
void look_plan(struct probe_work *);
/* Does what can be done now. True: nothing is left to look at. */
bool look_step(struct probe_work *);
void look_stop(struct probe_work *);

/* --- wrong_owner.c --- */

/* Looks for TLSA records where no sender does. True: nothing is left to wait for. */
bool wrong_owner_step(struct host_work *);

/* --- control.c --- */

/* Asks the control host where nobody else answers. True: there is nothing to wait for. */
bool control_step(struct ds_diagnosis *);
void control_stop(struct ds_diagnosis *);
struct silence control_silence(const struct ds_report *);

/* --- provider.c --- */

/* A short name for who runs this host ("exchange-online"), or NULL. */
const char *provider_of(const char *host);

/* --- findings_*.c --- */

/* Each is called once, when what it speaks of is settled. */
void findings_chain(struct ds_diagnosis *);
void findings_mx(struct ds_diagnosis *);
void findings_host(struct ds_diagnosis *, const struct ds_host *);
void findings_look(struct ds_diagnosis *, const struct ds_host *);
/* Those that speak of the domain as a whole, at the end. */
void findings_domain(struct ds_diagnosis *);

#endif
