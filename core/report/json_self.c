/* SPDX-License-Identifier: BSD-2-Clause */
/* json_self - this machine and its resolver in the JSON report */
#include "core/report/json_parts.h"

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/diagnosis/labels.h"

/* one_tag - a key tag */
static json_t *one_tag(const void *from, size_t i)
{
	return json_integer(((const uint16_t *)from)[i]);
}

/* clock_of - is our clock believable? It is not asked where the moment was chosen */
static json_t *clock_of(const struct ds_report *report)
{
	const struct ds_self *s = &report->self;
	bool wrong = s->fault == DS_SELF_CLOCK;

	return json_pack("{s:o, s:I}", "ok",
	    !s->known || (s->fault != DS_SELF_FINE && !wrong) ? json_null() : json_boolean(!wrong),
	    "off_s", (json_int_t)s->clock_off);
}

/* json_self - can this machine judge? */
json_t *json_self(const struct ds_report *report)
{
	const struct ds_self *s = &report->self;

	return json_pack("{s:o, s:s?, s:{s:o, s:o, s:o}, s:o, s:s?, s:s?, s:s?, s:s?}", "ok",
	    s->known ? json_boolean(s->fault == DS_SELF_FINE) : json_null(), "fault",
	    ds_self_word(s->fault), "anchors", "held", json_list(s->nheld, one_tag, s->held),
	    "seen", json_list(s->nseen, one_tag, s->seen), "trusted",
	    s->trusted >= 0 ? json_integer(s->trusted) : json_null(), "clock", clock_of(report),
	    "udp", ds_reach_word(s->udp), "tcp", ds_reach_word(s->tcp), "ipv4",
	    ds_reach_word(s->ipv4), "ipv6", ds_reach_word(s->ipv6));
}

/* json_opinion - what the resolver itself makes of a question; null where it was not asked */
json_t *json_opinion(const struct ds_report *report, const char *name, uint16_t type)
{
	const struct ds_opinion *o = ds_opinion_find(report, name, type);

	if (o == NULL)
		return json_null();
	return json_pack("{s:s, s:i, s:b, s:o, s:s?, s:s?}", "outcome", ds_outcome_word(o->outcome),
	    "rcode", (int)o->rcode, "ad", (int)o->ad, "ede",
	    o->ede >= 0 ? json_integer(o->ede) : json_null(), "ede_text", o->ede_text,
	    "ede_meaning", o->ede >= 0 ? _(ds_ede_label(o->ede)) : NULL);
}
