/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of which the table of stories is made. Only lab/ includes this.
 */
#ifndef DS_LAB_STORIES_H
#define DS_LAB_STORIES_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/lab.h"

#define LAB_MAX_MX    3 /* mail exchangers of one site */
#define LAB_MAX_HOSTS 3 /* mail hosts inside one site */
#define LAB_MAX_TLSA  2 /* TLSA records of one host */
#define LAB_MAX_MORE  3 /* further records of one site */

/* What is true of the zone's signatures. */
enum lab_signing {
	LAB_SIGNED,   /* good signatures, DS at the parent */
	LAB_UNSIGNED, /* no keys, no signatures, no DS */
	LAB_EXPIRED,  /* signatures that ended two days ago */
	LAB_OLD_DS,   /* good signatures, and at the parent the DS of a key that is gone */
};

/* How the zone's keys are divided. */
enum lab_keys {
	LAB_ONE_KEY,  /* one key signs everything (CSK) */
	LAB_TWO_KEYS, /* one signs the keys, one the rest (KSK and ZSK) */
};

/* How the zone proves that something is not there. */
enum lab_denial {
	LAB_NSEC,
	LAB_NSEC3,        /* 0 iterations, no salt (RFC 9276) */
	LAB_NSEC3_OPTOUT, /* the same, skipping unsigned delegations */
};

/* The algorithm of the zone's keys. */
enum lab_algorithm {
	LAB_P256,    /* 13, ECDSA P-256 with SHA-256 */
	LAB_P384,    /* 14, ECDSA P-384 with SHA-384 */
	LAB_ED25519, /* 15 */
	LAB_RSA,     /* 8, RSA-2048 with SHA-256: slow to make, so for few zones */
};

/* What the name servers of a zone do when asked for a TLSA record. */
enum lab_tlsa_quirk {
	LAB_TLSA_ANSWERED,
	LAB_TLSA_NOTIMP,   /* "not implemented", as some big providers of unsigned names say */
	LAB_TLSA_SERVFAIL, /* "server failure", as a broken load balancer says */
};

/* The certificate that a mail host shows. */
enum lab_cert {
	LAB_CERT_NONE,    /* no STARTTLS offered at all */
	LAB_CERT_SELF,    /* signed by itself */
	LAB_CERT_ISSUED,  /* issued by the practice network's authority, which is sent along */
	LAB_CERT_EXPIRED, /* signed by itself, ended yesterday */
};

struct lab_host {
	const char *name; /* no last dot */
	enum lab_cert cert;
	/*
	 * "U S M WHAT": the three numbers of a TLSA record and what it names: "own" (the
	 * certificate shown), "issuer" (the practice authority) or "other" (one not in use).
	 */
	const char *tlsa[LAB_MAX_TLSA];
	bool ipv6; /* on ::1 too; at most one host, for all hosts share the port */
	/* It takes letters. It stands behind the line (line.h): what is sent to its address comes to
	 * the line, which passes it on, or not. At most one host. */
	bool takes_mail;
};

struct lab_site {
	struct lab_domain domain; /* verdict and story NULL: a provider, no story of its own */
	enum lab_signing signing;
	enum lab_keys keys;
	enum lab_denial denial;
	enum lab_algorithm algorithm;
	enum lab_tlsa_quirk tlsa_quirk;
	const char *servers;        /* the zone whose name servers serve this one; NULL: its own */
	const char *mx[LAB_MAX_MX]; /* "PREFERENCE HOST", names without the last dot */
	struct lab_host hosts[LAB_MAX_HOSTS];
	const char *more[LAB_MAX_MORE]; /* zone-file form, names absolute */
};

/* The root, the top-level domains and the providers; then the domains with a story. */
size_t lab_provider_count(void);
const struct lab_site *lab_provider(size_t i);
const struct lab_site *lab_story(size_t i);

#endif
