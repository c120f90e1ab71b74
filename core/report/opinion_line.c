/* SPDX-License-Identifier: BSD-2-Clause */
/* opinion_line - what the resolver itself says of an answer, in a few words */
#include "core/report/report.h"

#include <stdio.h>

#include "core/base/i18n.h"
#include "core/diagnosis/labels.h"
#include "core/model.h"

/* ds_opinion_line - AD, or why not */
const char *ds_opinion_line(const struct ds_opinion *o, char *buf, size_t size)
{
	const char *word;

	if (o->outcome > DS_OUT_NXDOMAIN)
		word = _(ds_outcome_label(o->outcome));
	else
		word = o->ad ? _("authentic (AD)") : _("not proved (no AD)");
	if (o->ede < 0)
		snprintf(buf, size, "%s", word);
	else if (o->ede_text != NULL && *o->ede_text != '\0')
		snprintf(buf, size, _("%s; its reason: %s (EDE %d, \"%s\")"), word,
		    _(ds_ede_label(o->ede)), o->ede, o->ede_text);
	else
		snprintf(buf, size, _("%s; its reason: %s (EDE %d)"), word, _(ds_ede_label(o->ede)),
		    o->ede);
	return buf;
}
