/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model - what a diagnosis knows of one domain, as plain data
 *
 * Every watcher (console, text, JSON) reads these structures and nothing else.
 *
 * Ownership: all of it lies in the arena of the diagnosis and lives exactly as
 * long as that diagnosis (ds_diagnosis_free). Watchers hold const pointers.
 *
 * Text: every string is fit for a terminal: what came from the network was
 * cleaned on its way in (base/text.h). Domain names are lower-case A-labels
 * without the last dot; the root is ".". Optional strings are NULL.
 *
 * Units: `us` are microseconds since the diagnosis began; moments are seconds
 * since 1970 (UTC); TTLs are seconds.
 */
#ifndef DS_CORE_MODEL_H
#define DS_CORE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model_senders.h"
#include "core/model_smtp.h"

/* DNS type numbers that the program speaks of (IANA). */
enum ds_type {
	DS_T_A = 1,
	DS_T_NS = 2,
	DS_T_CNAME = 5,
	DS_T_SOA = 6,
	DS_T_MX = 15,
	DS_T_AAAA = 28,
	DS_T_DNAME = 39,
	DS_T_OPT = 41,
	DS_T_DS = 43,
	DS_T_RRSIG = 46,
	DS_T_NSEC = 47,
	DS_T_DNSKEY = 48,
	DS_T_NSEC3 = 50,
	DS_T_TLSA = 52,
	DS_T_CDS = 59,
	DS_T_CDNSKEY = 60,
};

/* Security status of an answer or a zone (RFC 4035 section 4.3); order is significant: of the
 * links of a chain the least counts. */
enum ds_status {
	DS_BOGUS,         /* signed, or should be, and the proof fails */
	DS_INDETERMINATE, /* could not be fetched: nothing is known */
	DS_INSECURE,      /* proved to be unsigned */
	DS_SECURE,        /* proved from the trust anchor down */
	DS_UNCHECKED,     /* not asked or not known yet; JSON null */
};

/* What became of one signature. */
enum ds_sig_state {
	DS_SIG_VALID,
	DS_SIG_UNCHECKED, /* another signature was enough */
	DS_SIG_EXPIRED,
	DS_SIG_NOT_YET_VALID,
	DS_SIG_INVALID, /* the cryptographic check fails */
	DS_SIG_UNKNOWN_KEY,
	DS_SIG_WRONG_SIGNER,
	DS_SIG_LABELS,
	DS_SIG_UNSUPPORTED,  /* an algorithm that is not verified here */
	DS_SIG_KEY_UNUSABLE, /* no zone key, revoked, too small or too dear */
	DS_SIG_WORK_LIMIT,
};

/* One resource record as it was received. */
struct ds_rr {
	const char *owner;
	uint16_t type;
	uint32_t ttl;
	const char *text; /* RDATA in zone-file form */
	const uint8_t *rdata;
	size_t rdata_len;
};

struct ds_sig {
	const char *owner;
	uint16_t type_covered;
	uint16_t key_tag;
	uint8_t algorithm;
	uint8_t labels;
	uint32_t original_ttl;
	int64_t inception, expiration;
	const char *signer;
	enum ds_sig_state state;
	const struct ds_rr *rr;
};

struct ds_key {
	uint16_t key_tag;
	uint8_t algorithm;
	uint8_t protocol;
	uint16_t flags;
	unsigned bits;
	bool zone_key, sep, revoked;
	bool signs_dnskey; /* a valid signature over the DNSKEY set is by this key */
	bool trusted;      /* a DS record or a trust anchor names it, and fits */
	const struct ds_rr *rr;
};

struct ds_ds {
	uint16_t key_tag;
	uint8_t algorithm;
	uint8_t digest_type;
	const char *digest; /* lower-case hex */
	bool supported;     /* algorithm and digest type are both verified here */
	bool matches_key;   /* a key of the zone has this very digest */
	const struct ds_rr *rr;
};

/* What one NSEC or NSEC3 record says in a proof. */
enum ds_gap_role {
	DS_GAP_MATCHES,         /* the name is there; the type is not in its bitmap */
	DS_GAP_COVERS,          /* the name lies in the gap: it is not there */
	DS_GAP_ENCLOSER,        /* the closest encloser is there (NSEC3) */
	DS_GAP_WILDCARD_COVERS, /* no wildcard could have answered */
	DS_GAP_WILDCARD_MATCHES /* the wildcard is there, without the type */
};

struct ds_gap {
	enum ds_gap_role role;
	const char *about; /* the name that this record speaks of */
	const char *hash;  /* NSEC3: its hash (base32hex), else NULL */
	const char *owner; /* where the gap begins (NSEC3: hashed label first) */
	const char *next;  /* where it ends (NSEC3: hash only) */
	const char *types; /* the bitmap, in words */
	bool opt_out;
};

enum ds_denial_kind { DS_DENIAL_NONE, DS_DENIAL_NSEC, DS_DENIAL_NSEC3 };

struct ds_denial {
	enum ds_denial_kind kind;
	unsigned iterations; /* NSEC3 */
	const char *salt;    /* NSEC3, hex; "" for none */
	bool opt_out;        /* the proof rests on an opt-out gap */
	bool dear;           /* NSEC3: hashing costs more than is done (RFC 9276 section 3.2) */
	size_t ngaps;
	const struct ds_gap *gaps;
	size_t nrrs;
	const struct ds_rr *const *rrs;
};

/* Why a link or an answer is not secure; each has a finding of its own (catalogue.h). */
enum ds_reason {
	DS_WHY_NONE,
	DS_WHY_NO_DS,          /* proved: the parent holds no DS */
	DS_WHY_OPT_OUT,        /* insecure because the gap is opt-out */
	DS_WHY_PARENT,         /* the parent is not secure: inherited */
	DS_WHY_UNSUPPORTED,    /* no DS with algorithm and digest we verify */
	DS_WHY_NSEC3_COST,     /* NSEC3 iterations over the limit: insecure (RFC 9276) */
	DS_WHY_LOOKUP,         /* could not be fetched */
	DS_WHY_NO_ANCHOR,      /* no root key matches an anchor */
	DS_WHY_NO_KEYS,        /* DS present, no DNSKEY */
	DS_WHY_DS_NO_KEY,      /* no key has a tag that a DS names */
	DS_WHY_DS_DIGEST,      /* tag fits, digest does not */
	DS_WHY_KEYS_UNSIGNED,  /* no trusted key has signed the DNSKEY set */
	DS_WHY_SIG_MISSING,    /* no signature at all */
	DS_WHY_SIG,            /* no valid signature: see the first sig's state */
	DS_WHY_DENIAL_MISSING, /* nothing proves the absence */
	DS_WHY_DENIAL_INVALID, /* the records do not prove it */
	DS_WHY_WILDCARD,       /* a wildcard's answer without proof that nothing is closer */
	DS_WHY_STRANGER,       /* a set beside the answer does not verify: see ds_answer.stranger */
	DS_WHY_CONTRADICTION,  /* the reply says "no such name", and gives the record */
	DS_WHY_ALIAS_LOOP,
	DS_WHY_ALIAS_TOO_LONG,
	DS_WHY_WORK_LIMIT,
};

/* How a look-up ended, before anything is proved. */
enum ds_outcome {
	DS_OUT_DATA,
	DS_OUT_NODATA,
	DS_OUT_NXDOMAIN,
	DS_OUT_SERVFAIL,
	DS_OUT_REFUSED,
	DS_OUT_NOTIMP,
	DS_OUT_RCODE, /* another error code: see rcode */
	DS_OUT_TIMEOUT,
	DS_OUT_UNREACHABLE,
	DS_OUT_MALFORMED,
	DS_OUT_NOT_RECORDED, /* the recording does not hold this exchange */
	DS_OUT_LAME,         /* the server knows nothing of the zone (with --iterate) */
	DS_OUT_LOOP,         /* delegations lead in a circle (with --iterate) */
};

enum ds_transport { DS_UDP, DS_TCP };

/* What is wrong with one name server, as bits. */
enum ds_server_fault {
	DS_SRV_LAME = 1,          /* answers without authority, or refers upwards */
	DS_SRV_NO_TCP = 2,        /* sends us to TCP and is not there */
	DS_SRV_NO_EDNS = 4,       /* understands no EDNS: no signatures can be had */
	DS_SRV_UDP_TOO_LARGE = 8, /* more over UDP than was asked for */
	DS_SRV_UNKNOWN_TYPE =
	    16,              /* fails for TLSA alone; then it is none of those that fail at all */
	DS_SRV_SPECIAL = 32, /* its address is not one of the public Internet */
	DS_SRV_FORGED = 64,  /* replies that were not to the question came too */
	DS_SRV_SILENT = 128, /* a question went unanswered */
	DS_SRV_REFUSES = 256,
	DS_SRV_FAILS = 512, /* SERVFAIL, NOTIMP or another error code */
	DS_SRV_MALFORMED = 1024,
	DS_SRV_PARENT_ONLY = 2048, /* named by the parent, not by the zone itself */
};

/* What one server said to one question. */
struct ds_server_reply {
	const char *name; /* as asked */
	uint16_t type;
	enum ds_transport transport;
	enum ds_outcome outcome;
	uint8_t rcode;
	int64_t rtt_us; /* -1: no answer */
	/* Replies to one question with equal content (order and TTLs do not count) share a number; 0:
	 * the one that the report is judged by. */
	unsigned group;
	enum ds_status status; /* what the proof makes of it; DS_UNCHECKED: not judged */
	enum ds_reason why;
	const char *detail;    /* a msgid, or NULL */
	enum ds_sig_state sig; /* of the worst signature, with DS_WHY_SIG; else DS_SIG_VALID */
	uint32_t serial;       /* of the SOA record, where that was asked; else 0 */
};

/* One name server of a zone, by one address, as it was seen (with --iterate). Without --iterate
 * links list none. */
struct ds_server {
	const char *name; /* NULL for a resolver known by address only */
	const char *address;
	int64_t rtt_us; /* of its first answer; -1: no answer */
	const char
	    *outcome;    /* the best that it did, as a word ("ok", "timeout", "lame"); a msgid */
	unsigned faults; /* enum ds_server_fault, or-ed */
	size_t nreplies; /* in the order in which they came */
	const struct ds_server_reply *replies;
};

/* One zone of a chain of trust: from the parent's DS set to the zone's keys. */
struct ds_link {
	const char *zone;
	const struct ds_link *parent; /* NULL for the root */
	enum ds_status status;
	enum ds_reason why;
	const char *detail;      /* a remark on `why`, a msgid (translate when shown), or NULL */
	enum ds_outcome outcome; /* of the look-up that failed, with DS_WHY_LOOKUP */
	size_t nservers;
	const struct ds_server *servers;
	size_t nds;
	const struct ds_ds *ds;
	size_t nkeys;
	const struct ds_key *keys;
	size_t nsigs; /* over the DS set (by the parent) and over the DNSKEY set */
	const struct ds_sig *sigs;
	const struct ds_denial *denial; /* of the DS set, or NULL */
	uint32_t ds_ttl, keys_ttl;
};

/* A chain, root first. */
struct ds_chain {
	size_t n;
	const struct ds_link *const *links;
};

struct ds_alias {
	const char *owner, *target;
	bool dname; /* synthesised from a DNAME */
	enum ds_status status;
};

/* The answer to one question, judged. */
struct ds_answer {
	const char *name; /* as asked */
	uint16_t type;
	enum ds_outcome outcome;
	uint8_t rcode;
	bool ad; /* the resolver's own opinion */
	int ede; /* Extended DNS Error, -1 for none (RFC 8914) */
	const char *ede_text;
	enum ds_status status; /* of the whole: the weakest link */
	enum ds_reason why;
	const char *detail;
	/* With DS_WHY_STRANGER: owner and type of the set; NULL: of a type or class that is not read. */
	const char *stranger;
	uint16_t stranger_type;
	size_t naliases;
	const struct ds_alias *aliases;
	const char *final; /* the name at the end of the aliases */
	size_t nrrs;
	const struct ds_rr *const *rrs;
	size_t nsigs;
	const struct ds_sig *sigs;
	const struct ds_denial *denial;
	struct ds_chain chain; /* of the zone that holds `final` */
	bool wildcard;         /* expanded from a wildcard */
};

/* --- mail ------------------------------------------------------------------------------- */

enum ds_mx_kind { DS_MX_UNKNOWN, DS_MX_RECORDS, DS_MX_IMPLICIT, DS_MX_NULL, DS_MX_NONE };

struct ds_mx_record {
	unsigned preference;
	const char *host; /* as published */
	bool usable;      /* a host name, not a literal and not "." */
};

enum ds_policy {
	DS_POL_UNKNOWN, /* not decided yet */
	DS_POL_DANE_VERIFIED,
	DS_POL_DANE_FAILED,
	DS_POL_ENCRYPT_ONLY,
	DS_POL_OPPORTUNISTIC,
	DS_POL_DNS_FAILED,
	DS_POL_NO_ADDRESS,
	DS_POL_UNREACHABLE,
	DS_POL_NOT_PROBED,
};

enum ds_verdict {
	DS_V_PENDING, /* the diagnosis still runs */
	DS_V_SECURED,
	DS_V_PARTIAL,
	DS_V_UNPROTECTED,
	DS_V_BROKEN,
	DS_V_NO_MAIL,
	DS_V_UNKNOWN,
};

enum ds_deliverable { DS_DELIVER_UNKNOWN, DS_DELIVER_YES, DS_DELIVER_DEGRADED, DS_DELIVER_NO };

/* Why a TLSA record cannot be used (RFC 6698 section 4.1, RFC 7671 section 9). */
enum ds_tlsa_reason {
	DS_TLSA_USABLE,
	DS_TLSA_PKIX,     /* usage 0 or 1: not for SMTP (RFC 7672 section 3.1.3) */
	DS_TLSA_USAGE,    /* unknown usage */
	DS_TLSA_SELECTOR, /* unknown selector */
	DS_TLSA_MATCHING, /* unknown matching type */
	DS_TLSA_LENGTH,   /* digest of the wrong length, or no data */
	DS_TLSA_DATA,     /* full data that is no certificate or key */
	DS_TLSA_INVALID,  /* not even three octets */
};

struct ds_tlsa_match {
	const char *address;
	int depth; /* 0: the server's own certificate */
};

struct ds_tlsa_record {
	uint8_t usage, selector, matching;
	const uint8_t *data;
	size_t len;
	const char *hex; /* of data, lower case */
	uint32_t ttl;
	enum ds_tlsa_reason reason;
	size_t nmatches;
	struct ds_tlsa_match *matches; /* one an address at most */
};

struct ds_tlsa {
	const char *base;      /* the TLSA base domain; NULL while not known */
	const char *name;      /* the name that was decisive */
	enum ds_status status; /* DS_UNCHECKED: not asked of, as a correct sender does not */
	const struct ds_answer *answer; /* the decisive answer, or NULL */
	size_t ncandidates;             /* all answers, in the order of RFC 7672 section 2.2.2 */
	const struct ds_answer *const *candidates;
	size_t nrecords;
	struct ds_tlsa_record *records; /* of a secure answer with data */
	size_t nusable;
	/* TLSA answer at a host whose address is insecure: no sender asks it. Known because it was
	 * asked beforehand for speed; shown, never judged by. NULL where there is none. */
	const struct ds_answer *ignored;
};

struct ds_host {
	size_t index;
	const char *name;
	unsigned preference;
	const char *provider; /* short name, e.g. "exchange-online", or NULL */
	enum ds_policy policy;
	unsigned rule; /* that decided it: a number of core/dane/rules.h, 0 for none */
	enum ds_status address_status;
	const struct ds_answer *a, *aaaa; /* NULL: not asked (-4, -6) or not answered yet */
	size_t naddresses;                /* to be tried, in the order of trying */
	const char *const *addresses;
	size_t addresses_left_out; /* over the bound */
	size_t naliases;
	const struct ds_alias *aliases;
	struct ds_chain chain;
	struct ds_tlsa tlsa;
	bool tlsa_known; /* the TLSA question is settled */
	size_t nprobes;
	struct ds_probe **probes;
};

/* --- findings ---------------------------------------------------------------------------- */

enum ds_severity { DS_ERROR, DS_WARNING, DS_NOTICE, DS_INFO };

enum ds_actor {
	DS_ACT_NOBODY,
	DS_ACT_YOU,
	DS_ACT_REGISTRAR,
	DS_ACT_DNS_OPERATOR,
	DS_ACT_MAIL_OPERATOR
};

#define DS_FINDING_ARGS 5

struct ds_finding {
	int code; /* enum ds_code of catalogue.h */
	enum ds_severity severity;
	enum ds_actor who;
	const char *at;                    /* the name or address where it is */
	const char *zone;                  /* whose fault it is, or NULL: not told apart */
	int host;                          /* index of the host it concerns, -1: the domain */
	const char *args[DS_FINDING_ARGS]; /* what the texts are filled with */
	const char *expected, *seen;       /* side by side, or NULL */
};

/* --- queries ------------------------------------------------------------------------------- */

/* One DNS message sent, and what came back. */
struct ds_query {
	size_t id; /* index in ds_report.queries */
	const char *name;
	uint16_t type;
	const char *server; /* address */
	unsigned port;
	enum ds_transport transport;
	bool retry; /* not the first message of its question */
	uint64_t sent_us, done_us;
	bool done;
	enum ds_outcome outcome;
	uint8_t rcode;
	const uint8_t *request, *reply;
	size_t request_len, reply_len;
};

#include "core/model_self.h"

/* --- the report ------------------------------------------------------------------------------ */

struct ds_report {
	const char *domain, *domain_unicode;
	int64_t started_ms; /* since 1970 */
	int64_t judged_at;  /* the moment that signatures and certificates are judged at */
	uint64_t elapsed_us;
	uint64_t verdict_us; /* when the verdict was there; further looks come after it */
	bool probed;
	bool iterated;
	unsigned smtp_port, tlsa_port;
	bool done;
	enum ds_verdict verdict;
	enum ds_deliverable deliverable;

	struct ds_self self;

	struct ds_chain chain; /* of the zone that holds the domain; grows while it is proved */
	enum ds_status chain_status;
	bool chain_known;

	enum ds_mx_kind mx_kind;
	enum ds_status mx_status;
	const struct ds_answer *mx;
	size_t nmx;
	const struct ds_mx_record *mx_records;
	size_t mx_left_out;

	size_t nhosts;
	struct ds_host **hosts;

	unsigned rule;   /* that decided who takes the mail: of core/dane/rules.h, 0 for none */
	size_t nsenders; /* DS_SENDERS once the verdict is there, else 0 */
	const struct ds_sender_outcome *senders;

	size_t nopinions; /* in the order in which they came; see ds_opinion_find */
	const struct ds_opinion **opinions;

	size_t nfindings; /* in the order in which they were found */
	const struct ds_finding **findings;

	size_t nqueries;
	struct ds_query **queries;
	unsigned queries_sent, queries_tcp, queries_retried;
	uint64_t queries_us; /* the time in which at least one was under way */
};

#endif
