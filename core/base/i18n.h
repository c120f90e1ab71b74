/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * i18n - the marks of text that a person reads
 *
 * The library translates at the moment of showing (dgettext), so that the
 * language can change while a report stands on the screen. Who owns main()
 * chooses locale and directory (cli/language.h).
 */
#ifndef DS_CORE_BASE_I18N_H
#define DS_CORE_BASE_I18N_H

#include <libintl.h>

#define DS_TEXT_DOMAIN "danescope"

#define _(text)  dgettext(DS_TEXT_DOMAIN, text)
#define N_(text) text

/* Both forms of such a text, for a table or as two arguments. */
#define NN_(one, many) one, many

/* The text for a number: n_("%u zone", "%u zones", n). */
#define n_(one, many, n) dngettext(DS_TEXT_DOMAIN, one, many, n)

#endif
