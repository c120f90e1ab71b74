/* SPDX-License-Identifier: BSD-2-Clause */
/* json_senders - what becomes of mail from each kind of sender, in the JSON report */
#include "core/report/json_parts.h"

#include "core/base/i18n.h"
#include "core/dane/rules.h"
#include "core/danescope.h"

/* hosts_of - the hosts that would take the message */
static json_t *hosts_of(const struct ds_report *report, uint32_t via)
{
	json_t *list = json_array();

	for (size_t i = 0; list != NULL && i < report->nhosts && i < 32; i++)
		if (via & UINT32_C(1) << i)
			json_array_append_new(list, json_string(report->hosts[i]->name));
	return list;
}

/* one_sender - one kind; `why` is in the language of the reader */
static json_t *one_sender(const struct ds_report *report, const struct ds_sender_outcome *s)
{
	bool hosted = s->host >= 0 && (size_t)s->host < report->nhosts;

	return json_pack("{s:s, s:s, s:s?, s:o, s:s?, s:s?, s:s?, s:o, s:s?}", "sender",
	    ds_sender_word(s->sender), "outcome", ds_delivery_word(s->delivery), "host",
	    hosted ? report->hosts[s->host]->name : NULL, "via", hosts_of(report, s->via), "code",
	    s->code, "log", s->log, "why", s->why != NULL ? _(s->why) : NULL, "rule",
	    s->rule != 0 ? json_integer(s->rule) : json_null(), "rule_ref", rule_ref(s->rule));
}

/* json_senders - all kinds */
json_t *json_senders(const struct ds_report *report)
{
	json_t *list = json_array();

	for (size_t i = 0; list != NULL && i < report->nsenders; i++) {
		if (json_array_append_new(list, one_sender(report, &report->senders[i])) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}
