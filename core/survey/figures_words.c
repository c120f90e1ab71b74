/* SPDX-License-Identifier: BSD-2-Clause */
/* figures_words - figures in sentences, for people who report on them */
#include <stdarg.h>
#include <stdio.h>

#include "core/base/i18n.h"
#include "core/survey/figures.h"

static const struct {
	const char *name, *head;
} names[FIGURES_STANDARDS] = {
	[FIGURES_DNSSEC] = { N_("DNSSEC of the domain"), "DNSSEC" },
	[FIGURES_DNSSEC_MX] = { N_("DNSSEC of mail hosts"), N_("MX HOSTS") },
	[FIGURES_STARTTLS] = { N_("STARTTLS"), "STARTTLS" },
	[FIGURES_TLSA] = { N_("TLSA published"), "TLSA" },
	[FIGURES_DANE] = { N_("DANE works"), "DANE" },
	[FIGURES_ALL] = { N_("all five"), N_("ALL") },
};

/* figures_name - for a row */
const char *figures_name(enum figures_standard s)
{
	return _(names[s].name);
}

/* figures_head - for a column */
const char *figures_head(enum figures_standard s)
{
	return _(names[s].head);
}

/* add - a sentence behind those that stand there; returns the length of all */
__attribute__((format(printf, 4, 5))) static size_t add(
    char *buf, size_t size, size_t len, const char *format, ...)
{
	va_list args;

	if (len > 0 && len + 1 < size)
		buf[len++] = ' ';
	va_start(args, format);
	if (len < size)
		len += (size_t)vsnprintf(buf + len, size - len, format, args);
	va_end(args);
	return len < size ? len : size - 1;
}

/* protected - how many of those that take mail; returns the length */
static size_t protected(char *buf, size_t size, uint32_t kept, uint32_t of)
{
	if (of == 0)
		return add(buf, size, 0, "%s", _("No domain that takes mail has been judged yet."));
	if (of == 1)
		return add(buf, size, 0, "%s",
		    kept
			? _("The one domain that takes mail is protected by DNSSEC and DANE.")
			: _("The one domain that takes mail is not protected by DNSSEC and DANE."));
	return add(buf, size, 0,
	    n_("Of %u domains that take mail, %u (%d %%) is protected by DNSSEC and DANE.",
		"Of %u domains that take mail, %u (%d %%) are protected by DNSSEC and DANE.", kept),
	    of, kept, figures_percent(kept, of));
}

/* figures_sentence - how many are protected, and how many broken */
const char *figures_sentence(const struct figures *f, char *buf, size_t size)
{
	uint32_t broken = f->verdicts[DS_V_BROKEN];
	size_t len;

	buf[0] = '\0';
	len = protected(buf, size, figures_kept(f, FIGURES_ALL), figures_judged(f, FIGURES_ALL));
	if (broken > 0)
		add(buf, size, len,
		    n_("%u is broken: careful senders hold back mail to it.",
			"%u are broken: careful senders hold back mail to them.", broken),
		    broken);
	return buf;
}

/* figures_left_out - how many were not counted */
const char *figures_left_out(const struct figures *f, char *buf, size_t size)
{
	const uint32_t *all = f->answers[FIGURES_ALL];
	size_t len = 0;

	buf[0] = '\0';
	if (all[FIGURES_NOT_APPLICABLE] > 0)
		len = add(buf, size, len,
		    n_("%u takes no mail.", "%u take no mail.", all[FIGURES_NOT_APPLICABLE]),
		    all[FIGURES_NOT_APPLICABLE]);
	if (all[FIGURES_UNKNOWN] > 0)
		len = add(buf, size, len,
		    n_("%u could not be judged.", "%u could not be judged.", all[FIGURES_UNKNOWN]),
		    all[FIGURES_UNKNOWN]);
	if (all[FIGURES_PENDING] > 0)
		add(buf, size, len,
		    n_("%u is not checked yet.", "%u are not checked yet.", all[FIGURES_PENDING]),
		    all[FIGURES_PENDING]);
	return buf;
}
