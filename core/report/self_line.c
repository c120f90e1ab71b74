/* SPDX-License-Identifier: BSD-2-Clause */
/* self_line - in one line: can this machine judge, and what is missing here? */
#include "core/report/report.h"

#include <stdio.h>

#include "core/base/i18n.h"
#include "core/model.h"

/* What is missing here, as a sentence has it. */
struct gaps {
	char text[160];
	size_t len;
};

/* gaps_add - one thing more, where it fails */
static void gaps_add(struct gaps *g, enum ds_reach reach, const char *name)
{
	if (reach != DS_REACH_FAILS || g->len >= sizeof g->text)
		return;
	g->len += (size_t)snprintf(
	    g->text + g->len, sizeof g->text - g->len, _("; no %s from here"), name);
}

/* fault_text - why it cannot */
static const char *fault_text(const struct ds_report *report)
{
	switch (report->self.fault) {
	case DS_SELF_SILENT:
		return report->iterated ? _("cannot judge: no root server gives a usable answer")
					: _("cannot judge: the resolver gives no usable answer");
	case DS_SELF_STRIPPED: return _("cannot judge: DNSSEC does not come through to here");
	case DS_SELF_ANCHOR:
		return _("cannot judge: no key of the root is one that is trusted here");
	case DS_SELF_CLOCK: return _("cannot judge: the clock here looks wrong");
	case DS_SELF_ROOT: return _("cannot judge: the root itself cannot be proved from here");
	case DS_SELF_TCP:
		return _(
		    "cannot judge: an answer needs DNS over TCP, which does not work from here");
	case DS_SELF_FINE: break;
	}
	return _("can judge");
}

/* ds_self_line - can this machine judge? */
const char *ds_self_line(const struct ds_report *report, char *buf, size_t size)
{
	const struct ds_self *s = &report->self;
	struct gaps gaps = { "", 0 };

	if (s->fault != DS_SELF_SILENT)
		gaps_add(&gaps, s->udp, "UDP");
	if (s->fault != DS_SELF_TCP && (s->fault != DS_SELF_SILENT || s->udp == DS_REACH_WORKS))
		gaps_add(&gaps, s->tcp, "DNS over TCP");
	gaps_add(&gaps, s->ipv4, "IPv4");
	gaps_add(&gaps, s->ipv6, "IPv6");
	if (!s->known)
		snprintf(buf, size, "%s", _("not known yet"));
	else if (s->fault == DS_SELF_FINE && s->trusted >= 0)
		snprintf(buf, size, _("can judge: root key %d is trusted, the clock fits%s"),
		    s->trusted, gaps.text);
	else
		snprintf(buf, size, "%s%s", fault_text(report), gaps.text);
	return buf;
}

/* ds_status_shown - what a status says of the domain */
enum ds_status ds_status_shown(const struct ds_report *report, enum ds_status status)
{
	bool fair = report->self.fault == DS_SELF_FINE;

	return status == DS_BOGUS && !fair ? DS_INDETERMINATE : status;
}
