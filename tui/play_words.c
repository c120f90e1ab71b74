/* SPDX-License-Identifier: BSD-2-Clause */
/* play_words - the steps of a diagnosis: what happens, and what it means */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/report/report.h"
#include "tui/facts.h"
#include "tui/glyph.h"
#include "tui/play.h"

/* asked - "MX minduin.nl, DNSKEY ., DS nl" */
static void asked(const struct ds_report *r, const struct play_step *s, char *buf, size_t size)
{
	char type[16];
	size_t len = 0;

	buf[0] = '\0';
	for (int i = 0; i < s->n && len < size; i++) {
		const struct ds_query *q = r->queries[s->a + i];

		len += (size_t)snprintf(buf + len, size - len, "%s%s %s", i ? ", " : "",
		    ds_type_name(q->type, type, sizeof type), q->name);
	}
}

/* talk_line - what is said, by whom */
static struct said talk_line(
    const struct ds_report *r, const struct play_step *s, bool fancy, char *buf, size_t size)
{
	const struct ds_host *host = r->hosts[s->host];
	const struct ds_line *line = &host->probes[s->a]->lines[s->b];
	char words[REMARK_WORDS];
	const char *sign = line->from == DS_FROM_SERVER   ? glyph(fancy, GLYPH_FROM)
			   : line->from == DS_FROM_CLIENT ? glyph(fancy, GLYPH_ARROW)
							  : glyph(fancy, GLYPH_DOT);

	snprintf(buf, size, "%s %s %s%s", host->name, sign,
	    remark_words(words, sizeof words, line->text), s->n > 1 ? glyph(fancy, GLYPH_CUT) : "");
	return (struct said){ MARK_NONE, buf };
}

/* answer_line - to what the answer is, from whom, and how it ended */
static struct said answer_line(
    const struct ds_report *r, const struct ds_query *q, bool fancy, char *buf, size_t size)
{
	struct said said = words_outcome(q->outcome);
	char type[16];

	if (fact_referral(r, q))
		said = (struct said){ MARK_NONE, _("refers to others") };
	snprintf(buf, size, "%s %s %s%s%s: %s", glyph(fancy, GLYPH_FROM),
	    ds_type_name(q->type, type, sizeof type), q->name, r->iterated ? ", " : "",
	    r->iterated ? q->server : "", said.word);
	return (struct said){ said.mark, buf };
}

/* play_line - what happens */
struct said play_line(
    const struct ds_report *r, const struct play_step *s, bool fancy, char *buf, size_t size)
{
	struct said said;

	switch (s->kind) {
	case PLAY_ASK: {
		int len = snprintf(buf, size, "%s ", glyph(fancy, GLYPH_ARROW));

		asked(r, s, buf + len, size - (size_t)len);
		return (struct said){ MARK_BUSY, buf };
	}
	case PLAY_ANSWER: return answer_line(r, r->queries[s->a], fancy, buf, size);
	case PLAY_ZONE:
		said = words_status(r, r->chain.links[s->a]->status);
		snprintf(buf, size, "%s: %s", r->chain.links[s->a]->zone, said.word);
		return (struct said){ said.mark, buf };
	case PLAY_TALK: return talk_line(r, s, fancy, buf, size);
	case PLAY_HOST:
		said = words_host(r, r->hosts[s->host]);
		snprintf(buf, size, "%s: %s", r->hosts[s->host]->name, said.word);
		return (struct said){ said.mark, buf };
	case PLAY_FINDING:
		said = words_severity(r->findings[s->a]->severity);
		ds_finding_title(r->findings[s->a], buf, size);
		return (struct said){ said.mark, buf };
	case PLAY_VERDICT: break;
	}
	said = words_verdict(r->verdict);
	snprintf(buf, size, "%s: %s", r->domain_unicode, said.word);
	return (struct said){ said.mark, buf };
}

/* ask_caption - why these questions, and why now */
static const char *ask_caption(const struct ds_report *r, const struct play_step *s)
{
	if (!s->a)
		return _(
		    "The first questions leave all at once: who takes the mail, and which keys sign "
		    "the zones on the way there.");
	if (r->queries[s->a]->retry)
		return _("A question that got no usable answer is asked once more.");
	return _("What the answers have named is asked for next.");
}

/* answer_caption - what has become known */
static const char *answer_caption(
    const struct ds_report *r, const struct ds_query *q, char *buf, size_t size)
{
	if (fact_referral(r, q))
		return _(
		    "This server does not know it itself. It names the servers of the zone below, "
		    "which do.");

	if (q->outcome > DS_OUT_NXDOMAIN) {
		snprintf(buf, size, _("This question about %s failed: %s."), q->name,
		    words_outcome(q->outcome).word);
		return buf;
	}
	if (q->outcome != DS_OUT_DATA) {
		snprintf(buf, size,
		    _("There is no such record for %s; that it is missing has to be proved too."),
		    q->name);
		return buf;
	}
	switch (q->type) {
	case DS_T_MX:
		snprintf(buf, size, _("Now it is known who takes the mail for %s."), q->name);
		break;
	case DS_T_DNSKEY:
		snprintf(buf, size, _("The keys of %s: they check the signatures of that zone."),
		    q->name);
		break;
	case DS_T_DS:
		snprintf(
		    buf, size, _("The zone above says which key of %s is the right one."), q->name);
		break;
	case DS_T_A:
	case DS_T_AAAA: snprintf(buf, size, _("Where %s can be reached."), q->name); break;
	case DS_T_TLSA:
		if (q->name[0] != '_' || q->name[1] < '0' || q->name[1] > '9')
			snprintf(buf, size, _("One answer more about %s."), q->name);
		else
			snprintf(buf, size, "%s",
			    _("The promise of a mail host: it encrypts, and this is how to recognise it."));
		break;
	default: snprintf(buf, size, _("One answer more about %s."), q->name); break;
	}
	return buf;
}

/* zone_caption - what a link of the chain is worth */
static const char *zone_caption(
    const struct ds_report *r, const struct ds_link *link, char *buf, size_t size)
{
	const char *why = words_why(link->why);

	if (link->status == DS_SECURE && !link->parent)
		snprintf(buf, size, "%s",
		    _("The root is proved: its key is the one that this program trusts."));
	else if (link->status == DS_SECURE)
		snprintf(buf, size,
		    _("%s is proved: %s vouches for its key, and the signatures hold."), link->zone,
		    link->parent->zone);
	else
		snprintf(buf, size, "%s: %s.", link->zone,
		    why ? why : words_status_meaning(r, link->status));
	return buf;
}

/* said_before - what we said last before a line of the server; "" for nothing */
static const char *said_before(const struct ds_probe *p, int line)
{
	while (line-- > 0)
		if (p->lines[line].from == DS_FROM_CLIENT)
			return p->lines[line].text;
	return "";
}

/* server_caption - what a reply means */
static const char *server_caption(const struct ds_probe *p, int line)
{
	const char *text = p->lines[line].text, *before = said_before(p, line);

	if (text[0] == '4' || text[0] == '5')
		return _("The mail host refuses.");
	if (!*before)
		return _("The mail host greets.");
	if (!strncmp(before, "STARTTLS", 8))
		return _("It agrees. From here on nobody on the way can read along.");
	if (!strncmp(before, "EHLO", 4))
		return _("It lists what it can do. STARTTLS among it means: it offers to encrypt.");
	return _("The mail host answers.");
}

/* talk_caption - what a line of the dialogue means */
static const char *talk_caption(const struct ds_report *r, const struct play_step *s)
{
	const struct ds_probe *p = r->hosts[s->host]->probes[s->a];
	const struct ds_line *line = &p->lines[s->b];

	switch (line->from) {
	case DS_FROM_LOCAL: return _("A connection to the mail host, as a sender makes it.");
	case DS_FROM_TLS:
		return _(
		    "The encryption is agreed on, and the host shows its certificate. DANE looks "
		    "whether it is the promised one.");
	case DS_FROM_SERVER: return server_caption(p, s->b);
	case DS_FROM_CLIENT: break;
	}
	if (!strncmp(line->text, "EHLO", 4))
		return _("We say who we are, and ask what the host can do.");
	if (!strncmp(line->text, "STARTTLS", 8))
		return _(
		    "We ask to encrypt. Up to here everything could be read and changed on the way.");
	return _("We take our leave. No mail was sent.");
}

/* play_caption - what a step means */
const char *play_caption(
    const struct ds_report *r, const struct play_step *s, char *buf, size_t size)
{
	switch (s->kind) {
	case PLAY_ASK: return ask_caption(r, s);
	case PLAY_ANSWER: return answer_caption(r, r->queries[s->a], buf, size);
	case PLAY_ZONE: return zone_caption(r, r->chain.links[s->a], buf, size);
	case PLAY_TALK: return talk_caption(r, s);
	case PLAY_HOST: return words_policy_deed(r->hosts[s->host]->policy);
	case PLAY_FINDING: return ds_finding_text(r->findings[s->a], buf, size);
	case PLAY_VERDICT: break;
	}
	return ds_summary(r, buf, size);
}
