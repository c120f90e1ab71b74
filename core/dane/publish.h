/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * publish - which TLSA records a mail host should have, and what planned ones would do
 *
 * Two questions are answered, both by the judge of certificates and by nothing else:
 * what fits the chains that a host shows (publish_advise), and which of the chains
 * would pass by a set of records (publish_verify). Chains and records may each be
 * seen at the host or planned, from files.
 *
 * Everything lies in the arena that is passed; texts are translated and fit for a terminal.
 */
#ifndef DS_CORE_DANE_PUBLISH_H
#define DS_CORE_DANE_PUBLISH_H

#include "core/model.h"

struct arena;
struct dane_judge;
struct ds_problem;

/* One chain of certificates: of one key type at one address, or out of a file. */
struct publish_chain {
	const char *where; /* an address, or the name of a file */
	bool planned;
	size_t ncerts; /* 0: none was seen, see `failure` */
	const struct ds_certificate *const *certs;
	const char *failure; /* why no chain was seen; NULL where one was */
	bool further;        /* ... of another key type than the one that was: there may be none */
	bool refused;        /* ... because there is no STARTTLS, which is a fault of the host */
};

/* A mail host, or the certificates that it will have. */
struct publish_host {
	const char *host;             /* as it was named; NULL: nobody named one */
	const char *base;             /* the TLSA base domain: what the records are published at */
	unsigned port;                /* in the TLSA name */
	int64_t at;                   /* the moment to judge at */
	bool looked;                  /* DNS was asked */
	enum ds_status address, tlsa; /* of the answers; DS_UNCHECKED: not asked */
	size_t left_out;              /* addresses over the bound, which were not looked at */
	bool missing;                 /* DNS was asked, and there is no address */
	const char *unsigned_zone;    /* where the proof ends, if it does */
	size_t nrecords;
	const struct ds_tlsa_record *records; /* published now, and secure */
	size_t nchains;
	const struct publish_chain *chains;
};

enum publish_state {
	PUBLISH_KEEP,   /* published, and right */
	PUBLISH_ADD,    /* not published yet */
	PUBLISH_SPARE,  /* published, fits nothing now: the next key, if it is one */
	PUBLISH_REMOVE, /* published, and wrong */
};

struct publish_record {
	enum publish_state state;
	struct ds_tlsa_record record;
	const char *about; /* what it names and where that was seen, or what is wrong with it */
};

enum publish_result { PUBLISH_GOOD, PUBLISH_BAD, PUBLISH_UNSEEN };

struct publish_advice {
	enum publish_result result; /* BAD: nothing may be published; UNSEEN: nothing was seen */
	uint32_t ttl;
	size_t nrecords;
	const struct publish_record *records;
	size_t nnotes;
	const char *const *notes;
};

/* What a set of records makes of one chain. */
struct publish_check {
	const struct publish_chain *chain;
	enum publish_result result;
	int record, depth;  /* index in the set, or -1 */
	const char *reason; /* why it does not pass, or was not seen; NULL where it passes */
};

struct publish_verdict {
	enum publish_result result; /* the worst: BAD over UNSEEN over GOOD */
	size_t nchecks;
	const struct publish_check *checks;
	const char *reason; /* of the host as a whole, or NULL */
};

/* The host of a finished report of ds_diagnose_host. False: no memory. */
bool publish_from_report(struct arena *, const struct ds_report *, struct publish_host *);

/* False: out of memory. */
bool publish_advise(
    struct arena *, struct dane_judge *, const struct publish_host *, struct publish_advice *);
bool publish_verify(struct arena *, struct dane_judge *, const struct publish_host *,
    size_t nrecords, const struct ds_tlsa_record *records, struct publish_verdict *);

/* --- publish_file.c --- */

/* Planned records, out of files. */
struct publish_planned {
	const char *owner; /* "_25._tcp.mx.example.nl"; "" for a record without one */
	struct ds_tlsa_record record;
};

struct publish_files {
	size_t nrecords;
	const struct publish_planned *records;
	size_t nchains; /* one for each server certificate */
	const struct publish_chain *chains;
};

/* Reads the certificates (PEM) of `path` and adds them; `records`: it may hold TLSA records in
 * zone-file form instead. What a file holds beside these is passed over; a private key is not looked
 * at. False: *problem says why. */
bool publish_file_read(struct arena *, struct publish_files *, const char *path, bool records,
    struct ds_problem *problem);

/* The planned records for a base domain: those of its TLSA name, and those without an owner. */
const struct ds_tlsa_record *publish_file_records(
    struct arena *, const struct publish_files *, unsigned port, const char *base, size_t *n);

/* The hosts that planned records are for, by their owners, each once. NULL: no memory. */
const char *const *publish_file_hosts(
    struct arena *, const struct publish_files *, unsigned port, size_t *n);

#endif
