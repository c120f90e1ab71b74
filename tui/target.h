/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * target - a thing in a report, named by its place
 *
 * Never a pointer: the report grows while it is shown, and is another one after a new check. A
 * target that is not there (yet, or any more) resolves to NULL.
 */
#ifndef DS_TUI_TARGET_H
#define DS_TUI_TARGET_H

#include <stdbool.h>
#include <stddef.h>

struct ds_answer;
struct ds_certificate;
struct ds_chain;
struct ds_finding;
struct ds_host;
struct ds_link;
struct ds_probe;
struct ds_query;
struct ds_report;
struct ds_sig;

/* Certificates of one handshake that can be told apart. */
#define TARGET_LOOK 64

enum target_kind {
	TO_NONE,
	TO_DOMAIN,   /* a: its id in the session */
	TO_LINK,     /* chain, host; a: link */
	TO_DS,       /* chain, host; a: link, b: DS record */
	TO_KEY,      /* chain, host; a: link, b: key */
	TO_SIG,      /* chain, host; a: link, or -1: of the answer, b: signature */
	TO_DENIAL,   /* chain, host; a: link */
	TO_SERVERS,  /* chain, host; a: link */
	TO_ANSWER,   /* which answer, host; a: 0, or 1 and more: one of its aliases */
	TO_HOST,     /* host */
	TO_PROBE,    /* host; a: probe */
	TO_CERT,     /* host; a: probe, b: certificate, plus TARGET_LOOK a further handshake */
	TO_RECORD,   /* host; a: TLSA record */
	TO_FINDING,  /* a: index in the report */
	TO_LINE,     /* host; a: probe, b: line */
	TO_ACTION,   /* a: row of the table of actions */
	TO_THEME,    /* a: which */
	TO_SETTING,  /* a: row of the table of settings */
	TO_SELF,     /* this machine: what a judgement rests on */
	TO_QUERY,    /* a: index in the report */
	TO_TOPIC,    /* a: which explanation */
	TO_COMMAND,  /* a: which line of the raw screen */
	TO_ATTACK,   /* a: enum lab_attack */
	TO_DIALOGUE, /* host; a: probe: in the list beside a transcript */
	TO_FIGURES,  /* a: group, b: provider; -1: all */
	TO_FAILING, /* a: the standard that domains do not keep to; -1: all domains of the figures */
	TO_PERIOD,  /* a: its id in the history, 0 the newest */
};

/* Answers, and the chains of trust that they rest on. */
enum target_answer {
	ANSWER_DOMAIN, /* no answer: the chain of the zone that holds the domain */
	ANSWER_MX,
	ANSWER_A,
	ANSWER_AAAA,
	ANSWER_TLSA,
	ANSWER_IGNORED, /* a TLSA answer that no sender asks for */
};

struct target {
	enum target_kind kind;
	enum target_answer which;
	int host; /* -1: none */
	int a, b;
};

bool target_same(const struct target *, const struct target *);

/* The things themselves, or NULL. */
const struct ds_host *target_host(const struct ds_report *, const struct target *);
const struct ds_answer *target_answer(const struct ds_report *, const struct target *);
const struct ds_link *target_link(const struct ds_report *, const struct target *);
const struct ds_sig *target_sig(const struct ds_report *, const struct target *);
const struct ds_probe *target_probe(const struct ds_report *, const struct target *);
const struct ds_certificate *target_cert(const struct ds_report *, const struct target *);
const struct ds_query *target_query(const struct ds_report *, const struct target *);
const struct ds_finding *target_finding(const struct ds_report *, const struct target *);

/* The chain of the domain (ANSWER_DOMAIN), of a host's addresses (ANSWER_A) or of its TLSA answer. */
struct ds_chain target_chain(const struct ds_report *, enum target_answer which, int host);

#endif
