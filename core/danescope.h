/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * danescope - the public face of the library
 *
 *	ds_loop_new(&loop)                          one event loop
 *	ds_engine_new(&engine, loop, &options, ..)  a network, a DNS client, trust anchors
 *	ds_diagnose(&d, engine, "example.nl", ..)   begins at once; events arrive from the loop
 *	ds_loop_run(loop)
 *	ds_diagnosis_report(d)                      what the events add up to, at any moment
 *
 * Everything happens on one thread, from within ds_loop_run. Nothing here blocks.
 */
#ifndef DS_CORE_DANESCOPE_H
#define DS_CORE_DANESCOPE_H

#include "core/model.h"

struct ds_loop;
struct ds_engine;
struct ds_diagnosis;

/* Which addresses are asked for more certificates than the first (DS_EV_ALTERNATE). */
enum ds_looks {
	DS_LOOKS_SECURE, /* where there are TLSA records that bind a sender */
	DS_LOOKS_ALWAYS,
	DS_LOOKS_NEVER,
};

/* What the options of the command line come down to. Strings are borrowed until ds_engine_new
 * has returned; NULL and 0 mean the default. */
struct ds_options {
	const char *resolver;   /* "ADDR" or "ADDR@PORT"; NULL: the system's */
	bool iterate;           /* ask the authoritative servers from the root down, no resolver */
	const char *root_hints; /* a file of root servers, for that; NULL: built in */
	unsigned dns_port;      /* of these servers; 0: 53 */
	bool minimise;          /* QNAME minimisation (RFC 9156), for that */
	const char *trust_anchor; /* a file of DS or DNSKEY records; NULL: the root's, built in */
	const char *ehlo;         /* NULL: the machine's own name */
	const char *record;       /* write every exchange to this file */
	bool keep;                /* where neither: keep them for ds_engine_save */
	const char *replay;       /* take every exchange from this file */
	unsigned smtp_port;       /* 0: 25 */
	unsigned tlsa_port;       /* 0: smtp_port */
	unsigned timeout_ms;      /* a network step; 0: 10,000 */
	int family;               /* 0 both, 4, 6 */
	bool no_smtp;
	enum ds_looks looks;
	const char *control_host; /* a mail host that is known to answer (name or address); NULL */
	const char *ca_file; /* CAs to judge by as a web browser does (PEM); NULL: the system's */
	bool at_given;
	int64_t at; /* judge signatures and certificates as at this moment (seconds since 1970) */
};

/* Why something could not be begun, for a person and for the exit status. */
struct ds_problem {
	int exit_status; /* 64 usage, 66 file, 70 out of memory or our own fault */
	char text[512];  /* one sentence, in the user's language, fit for a terminal */
};

enum ds_event_kind {
	DS_EV_STARTED,
	DS_EV_QUERY_SENT, /* query */
	DS_EV_QUERY_DONE, /* query */
	DS_EV_LINK,       /* chain: the domain's own chain, one zone longer */
	DS_EV_CHAIN,      /* chain and status: the domain's own chain is settled */
	DS_EV_MX,         /* mx */
	DS_EV_HOST,       /* host: a new one, with name and preference */
	DS_EV_ADDRESSES,  /* host_index, addresses */
	DS_EV_TLSA,       /* host_index, tlsa */
	DS_EV_PROBE,      /* host_index, probe: a new one */
	DS_EV_STEP,       /* host_index, probe_index, step */
	DS_EV_LINE,       /* host_index, probe_index, line */
	DS_EV_TLS,        /* host_index, probe_index, tls: handshake done, certificates */
	DS_EV_PROBE_DONE, /* host_index, probe_index, end: the dialogue is over */
	DS_EV_MATCH,      /* host_index, probe_index, match: DANE and PKIX judged */
	DS_EV_ALTERNATE,  /* host_index, probe_index, alternate: one more handshake, judged */
	DS_EV_POLICY,     /* host_index, policy */
	DS_EV_SELF,       /* self: what can be said of this machine; again when more is known */
	DS_EV_OPINION,    /* opinion: what the resolver itself makes of a question */
	DS_EV_FINDING,    /* finding */
	DS_EV_VERDICT,    /* verdict; further looks (DS_EV_ALTERNATE, DS_EV_FINDING) may follow */
	DS_EV_DONE,       /* nothing follows */
};

/* One thing that became known. Pointers live as long as the diagnosis. */
struct ds_event {
	enum ds_event_kind kind;
	uint64_t us; /* since the diagnosis began */
	size_t host_index, probe_index;
	union {
		struct {
			const char *domain, *domain_unicode;
			int64_t started_ms, judged_at;
			bool probed, iterated;
			unsigned smtp_port, tlsa_port;
		} started;
		const struct ds_query *query;
		struct {
			struct ds_chain chain;
			enum ds_status status;
		} chain;
		struct {
			enum ds_mx_kind kind;
			const struct ds_answer *answer;
			size_t nrecords;
			const struct ds_mx_record *records;
			size_t left_out;
		} mx;
		struct {
			const char *name;
			unsigned preference;
			const char *provider;
		} host;
		struct {
			enum ds_status status;
			const struct ds_answer *a, *aaaa;
			size_t n;
			const char *const *addresses;
			size_t left_out;
			size_t naliases;
			const struct ds_alias *aliases;
			struct ds_chain chain;
		} addresses;
		const struct ds_tlsa *tlsa;
		struct {
			const char *address;
			unsigned port;
			const char *sni;
		} probe;
		enum ds_step step;
		struct ds_line line;
		struct {
			const struct ds_tls *tls;
			size_t ncerts;
			const struct ds_certificate *const *certs;
		} tls;
		struct {
			enum ds_connect connect;
			enum ds_starttls starttls;
			bool ehlo_seen;
			enum ds_probe_error error_kind;
			const char *error;
			int reply_code;
		} end;
		struct {
			enum ds_dane_result dane;
			enum ds_chain_fault dane_fault, pkix_fault;
			const char *dane_error;
			int record, depth;
			size_t nmatches; /* every record that fits this chain, with its depth */
			const struct ds_match *matches;
			const char *pkix;
		} match;
		const struct ds_alternate *alternate;
		struct {
			enum ds_policy policy;
			unsigned rule;
		} policy;
		struct ds_self self;
		const struct ds_opinion *opinion;
		const struct ds_finding *finding;
		struct {
			enum ds_verdict verdict;
			enum ds_deliverable deliverable;
			unsigned rule;
			const struct ds_sender_outcome *senders; /* DS_SENDERS of them, or NULL */
		} verdict;
		struct {
			uint64_t queries_us;
		} done;
	};
};

/* Called for each event, after the report has taken it in. It may stop the diagnosis, not free it. */
typedef void ds_watch_fn(void *arg, struct ds_diagnosis *, const struct ds_event *);

/* Makes an engine in *out; on failure returns false, with the reason in *problem. The loop must
 * outlive the engine; the engine must outlive its diagnoses. */
bool ds_engine_new(struct ds_engine **out, struct ds_loop *loop, const struct ds_options *options,
    struct ds_problem *problem);

/* Completes the recording, if one is made: to be called when the last diagnosis is over. False: it
 * could not be written; *problem says why. */
bool ds_engine_finish(struct ds_engine *, struct ds_problem *problem);

/* Writes the exchanges that were kept so far to a file, as a recording; nothing may be under way. False:
 * there are none, there were too many, or the file could not be written; *problem says why. */
bool ds_engine_save(struct ds_engine *, const char *path, struct ds_problem *problem);

/* Frees it and returns NULL. NULL is allowed. A recording that was not finished is discarded. */
struct ds_engine *ds_engine_free(struct ds_engine *);

/* The address and port of the resolver that the engine asks ("192.0.2.53" and 53); NULL and 0 where it
 * asks the authoritative servers itself. */
const char *ds_engine_resolver(const struct ds_engine *, unsigned *port);

/* The domains that a recording was made of, in order; NULL-terminated, owned by the engine. Without
 * a recording the list is empty. */
const char *const *ds_engine_recorded(const struct ds_engine *);

/* Begins the diagnosis of a domain (an A-label name as ds_domain_parse gives it). The first event
 * comes from within this call. False: out of memory. */
bool ds_diagnose(struct ds_diagnosis **out, struct ds_engine *engine, const char *domain,
    ds_watch_fn *watch, void *arg);

/* The same for one mail host: no MX is asked for, and the report has that host alone. Its MX is
 * "not known" (DS_MX_UNKNOWN, DS_UNCHECKED), and the verdict speaks of nothing else. */
bool ds_diagnose_host(struct ds_diagnosis **out, struct ds_engine *engine, const char *host,
    ds_watch_fn *watch, void *arg);

/* Stops what runs; the report keeps what is known; DS_EV_DONE follows at once if it was not done. */
void ds_diagnosis_stop(struct ds_diagnosis *);

/* Frees it with its report and returns NULL; stops it first, without events. NULL is allowed. */
struct ds_diagnosis *ds_diagnosis_free(struct ds_diagnosis *);

const struct ds_report *ds_diagnosis_report(const struct ds_diagnosis *);

/* What the resolver itself said to a question, or NULL: not asked, or not answered yet. */
const struct ds_opinion *ds_opinion_find(const struct ds_report *, const char *name, uint16_t type);

/* Octets of memory that the diagnosis and its report hold. */
size_t ds_diagnosis_memory(const struct ds_diagnosis *);

/* What ds_domain_parse makes of what a person typed. */
struct ds_domain {
	char ascii[254];   /* lower-case A-labels, no last dot */
	char unicode[512]; /* for people; fit for a terminal */
};

/* Understands a domain, a mail address, a URL or an international name. On failure returns false
 * and a sentence that names the input (cleaned) in *problem. */
bool ds_domain_parse(struct ds_domain *out, const char *input, struct ds_problem *problem);

/* RFC 3339 ("2026-01-31T09:00:00Z") or a distance from `now` ("+7d", "-12h", "+30m", "+90s"). */
bool ds_time_parse(int64_t *out, const char *input, int64_t now);

/* Words of the contract for the enumerations; never NULL, except ds_status_word(DS_UNCHECKED) and
 * ds_verdict_word(DS_V_PENDING), which are NULL. Not translated: they are names. */
const char *ds_status_word(enum ds_status);
const char *ds_policy_word(enum ds_policy);
const char *ds_verdict_word(enum ds_verdict);
const char *ds_deliverable_word(enum ds_deliverable);
const char *ds_mx_kind_word(enum ds_mx_kind);
const char *ds_connect_word(enum ds_connect);
const char *ds_starttls_word(enum ds_starttls);
const char *ds_dane_word(enum ds_dane_result);
const char *ds_sig_word(enum ds_sig_state);
const char *ds_severity_word(enum ds_severity);
const char *ds_actor_word(enum ds_actor);
const char *ds_outcome_word(enum ds_outcome);
const char *ds_server_fault_word(enum ds_server_fault); /* of one bit; NULL for one of no name */
const char *ds_from_word(enum ds_line_from);
const char *ds_tlsa_reason_word(enum ds_tlsa_reason);
const char *ds_look_word(enum ds_look);
const char *ds_look_result_word(enum ds_look_result);
const char *ds_key_kind_word(enum ds_key_kind);
const char *ds_sender_word(enum ds_sender);
const char *ds_delivery_word(enum ds_delivery);
const char *ds_self_word(enum ds_self_fault); /* NULL for DS_SELF_FINE */
const char *ds_reach_word(enum ds_reach);     /* NULL for DS_REACH_UNTRIED */

/* "ECDSAP256SHA256" for 13; "algorithm 99" for what has no name. buf is used for the latter. */
const char *ds_algorithm_name(unsigned algorithm, char *buf, size_t len);
const char *ds_digest_name(unsigned digest_type, char *buf, size_t len);
const char *ds_type_name(unsigned type, char *buf, size_t len);

/* A DNS message as text, line by line, as the tools of the trade write it (not translated), fit for a
 * terminal; what is not whole is said to be so. Allocated with malloc; free() it. NULL: no memory. */
char *ds_message_text(const uint8_t *wire, size_t len);

#endif
