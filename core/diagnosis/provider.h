/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * provider - the names of those who run mail hosts for many, numbered
 *
 * A number lasts as long as the program runs; what is kept longer is the name. Who runs a host is
 * guessed from its name alone (ds_host.provider).
 */
#ifndef DS_CORE_DIAGNOSIS_PROVIDER_H
#define DS_CORE_DIAGNOSIS_PROVIDER_H

#define PROVIDERS                                                                                  \
	24 /* numbers are below this; 0: the domain's own hosts, or nobody that is known */

/* The number of a short name ("exchange-online"); 0 for NULL and for names that are not known. */
unsigned provider_number(const char *name);
/* Its short name; NULL for 0 and past the last one. */
const char *provider_name(unsigned number);

#endif
