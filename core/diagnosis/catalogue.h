/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * catalogue - every fault that the program can name
 *
 * The entries stand in catalogue.def. A code is fixed for good once published.
 * Texts are templates: {at}, {1} to {5}, {expected} and {seen} are filled from
 * the finding. They are expanded when shown, in the language of that moment.
 */
#ifndef DS_CORE_DIAGNOSIS_CATALOGUE_H
#define DS_CORE_DIAGNOSIS_CATALOGUE_H

#include <stddef.h>

#include "core/model.h"

enum ds_code {
#define FINDING(code, severity, who, title, text, expected, seen, fix, ref) DS_F_##code,
#include "core/diagnosis/catalogue.def"
#undef FINDING
	DS_F_COUNT
};

struct ds_catalogue_entry {
	const char *code;               /* "TLSA_MISMATCH" */
	enum ds_severity severity;      /* the usual one; a finding may carry another */
	enum ds_actor who;              /* the usual one */
	const char *title, *text, *fix; /* msgids; title: a few words */
	const char *expected, *seen;    /* msgids; NULL: nothing is wrong */
	const char *ref;                /* "RFC 7672 §2.2" */
};

/* NULL past the end. */
const struct ds_catalogue_entry *ds_catalogue(int code);

/* Translated and filled in; each writes at most `size` octets and returns buf. */
const char *ds_finding_title(const struct ds_finding *, char *buf, size_t size);
const char *ds_finding_text(const struct ds_finding *, char *buf, size_t size);
const char *ds_finding_fix(const struct ds_finding *, char *buf, size_t size);
/* The evidence side by side: the finding's own, or else the catalogue's, translated and filled in. NULL
 * where nothing is wrong; buf need not be what is returned. */
const char *ds_finding_expected(const struct ds_finding *, char *buf, size_t size);
const char *ds_finding_seen(const struct ds_finding *, char *buf, size_t size);

/* The reference, as the contract shows it. */
const char *ds_finding_ref(const struct ds_finding *);

/* Orders findings worst first, then by host, then as found. For qsort on pointers. */
int ds_finding_compare(const void *, const void *);

/* The worst finding of a report, or NULL. */
const struct ds_finding *ds_finding_worst(const struct ds_report *);

#endif
