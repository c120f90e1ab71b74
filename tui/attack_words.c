/* SPDX-License-Identifier: BSD-2-Clause */
/* attack_words - the attack in words: what the attacker does, what happens, and what follows */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/model.h"
#include "tui/attack.h"
#include "tui/glyph.h"

#define KEY_SIGNS 10 /* of a digest that are shown */

/* attack_name - in a list */
const char *attack_name(enum lab_attack what)
{
	static const char *const names[LAB_ATTACKS] = {
		[LAB_ATTACK_NONE] = N_("No attack"),
		[LAB_ATTACK_MX] = N_("Forge the MX answer"),
		[LAB_ATTACK_STRIP] = N_("Erase STARTTLS"),
		[LAB_ATTACK_CERT] = N_("Show an own certificate"),
		[LAB_ATTACK_TLSA] = N_("Hide the TLSA records"),
		[LAB_ATTACK_RELAY] = N_("Read and pass on"),
	};

	return _(names[what]);
}

/* attack_line - beside its name */
const char *attack_line(enum lab_attack what)
{
	static const char *const lines[LAB_ATTACKS] = {
		[LAB_ATTACK_NONE] = N_("Nobody meddles: how it should be."),
		[LAB_ATTACK_MX] = N_("The answer says: the attacker takes the mail."),
		[LAB_ATTACK_STRIP] = N_("The offer to encrypt disappears."),
		[LAB_ATTACK_CERT] = N_("The attacker poses as the mail host."),
		[LAB_ATTACK_TLSA] = N_("Poses as the host, and hides the right key."),
		[LAB_ATTACK_RELAY] = N_("In between: everything arrives, and is read."),
	};

	return _(lines[what]);
}

/* attack_story - for everybody */
const char *attack_story(enum lab_attack what)
{
	static const char *const stories[LAB_ATTACKS] = {
		[LAB_ATTACK_NONE] =
		    N_("Both senders look up who takes the mail for minbrief.nl. They connect to "
		       "that host, encrypt and hand over the letter. Nobody stands in their way."),
		[LAB_ATTACK_MX] =
		    N_("A sender asks the DNS: who takes the mail for minbrief.nl? The attacker is "
		       "faster or sits on the line, and answers: my own host does. The sender goes "
		       "there, and even encrypts."),
		[LAB_ATTACK_STRIP] = N_(
		    "Mail servers begin to talk in plain text. The host offers to encrypt with the "
		    "word STARTTLS. The attacker sits on the line and erases that word. It looks as "
		    "if the host cannot encrypt."),
		[LAB_ATTACK_CERT] = N_(
		    "The attacker sits on the line and answers instead of the mail host. The "
		    "certificate names the right host, but the attacker has made it. The talk is "
		    "encrypted, with the wrong one."),
		[LAB_ATTACK_TLSA] =
		    N_("The attacker answers instead of the mail host, and also leaves the TLSA "
		       "records out of the DNS answer. They would say which key is the right one."),
		[LAB_ATTACK_RELAY] = N_(
		    "The attacker poses as the mail host to the sender, and as the sender to the "
		    "mail host. Both sides are encrypted. In the middle the letter is read and "
		    "passed on, so nobody misses it."),
	};

	return _(stories[what]);
}

/* attack_sender - over its column */
const char *attack_sender(enum lab_sender sender)
{
	return sender == LAB_SENDER_DANE ? _("Sender with DANE") : _("Sender without DANE");
}

/* attack_part - a heading */
const char *attack_part(enum lab_part part)
{
	static const char *const parts[LAB_PARTS] = {
		[LAB_PART_MX] = N_("Who takes the mail?"),
		[LAB_PART_ADDRESS] = N_("Where is that host?"),
		[LAB_PART_TLSA] = N_("Which key does it have?"),
		[LAB_PART_HELLO] = N_("The connection"),
		[LAB_PART_TLS] = N_("Encryption"),
		[LAB_PART_LETTER] = N_("The letter"),
		[LAB_PART_END] = N_("In the sender's log"),
	};

	return _(parts[part]);
}

/* attack_absent - a column that stays empty in a part says why */
const char *attack_absent(const struct attack *a, enum lab_sender sender, enum lab_part part)
{
	const struct attack_letter *letter = &a->letters[sender];
	bool later = false;

	for (size_t i = 0; i < letter->n; i++) {
		if (letter->events[i].part == part)
			return NULL;
		later = later ||
			(letter->events[i].part > part && letter->events[i].part < LAB_PART_END);
	}
	if (later)
		return sender == LAB_SENDER_PLAIN ? _("does not ask") : NULL;
	return attack_find(a, sender, LAB_DEED_DEFERRED) ? _("the letter stays here") : NULL;
}

/* attack_post - a letter that nobody else should read */
const char *attack_post(void)
{
	return _("From: dijk@afzender.example\n"
		 "To: minister@minbrief.nl\n"
		 "Subject: not public yet\n"
		 "\n"
		 "Dear minister,\n"
		 "The old dike does not hold.\n"
		 "Please tell nobody before Friday.\n");
}

/* attack_said - the outcome, to be read from the last row */
struct said attack_said(enum attack_outcome outcome)
{
	switch (outcome) {
	case ATTACK_PENDING: break;
	case ATTACK_DELIVERED: return (struct said){ MARK_GOOD, _("DELIVERED, and not read") };
	case ATTACK_TAKEN:
	case ATTACK_OVERHEARD: return (struct said){ MARK_BAD, _("LETTER READ BY THE ATTACKER") };
	case ATTACK_REFUSED: return (struct said){ MARK_GOOD, _("REFUSED: the letter waits") };
	case ATTACK_FAILED:
		return (struct said){ MARK_UNKNOWN, _("NOT DELIVERED: the letter waits") };
	}
	return (struct said){ MARK_BUSY, _("on its way") };
}

/* caption_read - how the attacker came by it */
static const char *caption_read(const struct attack *a, enum lab_sender sender)
{
	if (attack_find(a, sender, LAB_DEED_FORGED))
		return _("It believed the forged answer and delivered to the attacker. That it "
			 "encrypted did not help.");
	if (attack_find(a, sender, LAB_DEED_OPEN))
		return _(
		    "No encryption was offered, so it went without. The letter was read on the "
		    "way, and arrived: nobody notices.");
	if (attack_find(a, sender, LAB_DEED_BETWEEN))
		return _(
		    "It encrypted, but did not look whose key that was. The letter was read on the "
		    "way, and arrived: nobody notices.");
	return _("It encrypted, but did not look whose key that was. The attacker has the letter, "
		 "the minister does not.");
}

/* caption_refused - what the sender noticed */
static const char *caption_refused(enum lab_cause cause)
{
	switch (cause) {
	case LAB_CAUSE_MX:
	case LAB_CAUSE_ADDRESS:
		return _(
		    "The forged answer lacks the signature of minbrief.nl. So it is false, and the "
		    "sender tries again later.");
	case LAB_CAUSE_TLSA:
		return _(
		    "That there are no TLSA records must be proved, and the proof is missing. The "
		    "sender does not even connect.");
	case LAB_CAUSE_NO_OFFER:
		return _(
		    "The TLSA record promises encryption, and none is offered. So something is "
		    "wrong, and the letter stays.");
	case LAB_CAUSE_MISMATCH:
		return _(
		    "The key is not the one that the TLSA record names. The sender hangs up before "
		    "the letter leaves.");
	case LAB_CAUSE_OTHER: break;
	}
	return "";
}

/* attack_caption - why it ended so */
const char *attack_caption(const struct attack *a, enum lab_sender sender)
{
	const struct attack_event *deferred = attack_find(a, sender, LAB_DEED_DEFERRED);

	switch (attack_outcome(a, sender)) {
	case ATTACK_PENDING: break;
	case ATTACK_DELIVERED:
		if (attack_find(a, sender, LAB_DEED_MATCHED))
			return _(
			    "Every answer was proved, and the host showed the key that its TLSA "
			    "record names.");
		return _("It arrived encrypted. But the sender looked neither at signatures nor at "
			 "the key.");
	case ATTACK_TAKEN:
	case ATTACK_OVERHEARD: return caption_read(a, sender);
	case ATTACK_REFUSED: return caption_refused((enum lab_cause)deferred->number);
	case ATTACK_FAILED: return _("It came to no end, or to an error. See the log.");
	}
	return "";
}

/* words_of - an event for which its kind alone, and what stands in it, makes the words; or NULL */
static const char *words_of(enum lab_deed deed)
{
	switch (deed) {
	case LAB_DEED_NOTHING: return _("no such record");
	case LAB_DEED_PROVED: return _("proved by DNSSEC");
	case LAB_DEED_UNPROVED: return _("unsigned: it could be forged");
	case LAB_DEED_NO_ANSWER: return _("no usable answer");
	case LAB_DEED_UNLOOKED: return _("does not look whose key that is");
	case LAB_DEED_MATCHED: return _("the key of the TLSA record: the right host");
	case LAB_DEED_MISMATCH: return _("not the key of the TLSA record");
	case LAB_DEED_NO_OFFER: return _("encryption is promised, and not offered: stop");
	case LAB_DEED_OPEN: return _("not offered: goes on in plain text");
	case LAB_DEED_PASSED: return _("ATTACKER: passes it on");
	case LAB_DEED_ARRIVED: return _("in the minister's mailbox");
	case LAB_DEED_BROKE: return _("came to no end in time");
	default: return NULL;
	}
}

/* short_key - a record of a key, its digest cut: the first signs tell two apart */
static const char *short_key(const char *record, bool fancy, char *buf, size_t size)
{
	const char *digest = strrchr(record, ' ');

	if (!digest || strlen(digest + 1) <= KEY_SIGNS + 2)
		return record;
	snprintf(buf, size, "%.*s%s", (int)(digest + 1 - record) + KEY_SIGNS, record,
	    glyph(fancy, GLYPH_CUT));
	return buf;
}

/* holds_key - is its text a record of a key? */
static bool holds_key(const struct attack_event *e)
{
	return (e->deed == LAB_DEED_ANSWER && e->part == LAB_PART_TLSA) ||
	       e->deed == LAB_DEED_KEY || e->deed == LAB_DEED_POSED || e->deed == LAB_DEED_BETWEEN;
}

/* fill_in - the same, with the text of the event in it */
static void fill_in(enum lab_deed deed, const char *text, char *out, size_t size)
{
	switch (deed) {
	case LAB_DEED_CONNECT: snprintf(out, size, _("connects to %s"), text); break;
	case LAB_DEED_TLS: snprintf(out, size, _("encrypted: %s"), text); break;
	case LAB_DEED_KEY: snprintf(out, size, _("the host's key: %s"), text); break;
	case LAB_DEED_FORGED: snprintf(out, size, _("ATTACKER: answers \"%s\""), text); break;
	case LAB_DEED_HID: snprintf(out, size, _("ATTACKER: leaves out %s"), text); break;
	case LAB_DEED_STRIPPED: snprintf(out, size, _("ATTACKER: erases \"%s\""), text); break;
	case LAB_DEED_POSED:
		snprintf(
		    out, size, _("ATTACKER: answers instead of the host, with the key %s"), text);
		break;
	case LAB_DEED_BETWEEN:
		snprintf(out, size, _("ATTACKER: stands in between, with the key %s"), text);
		break;
	default: snprintf(out, size, "%s", text);
	}
}

/* look - role, mark and arrow of each kind */
static void look(enum lab_deed deed, bool fancy, struct attack_row *row)
{
	static const struct {
		enum lab_deed deed;
		enum role role;
		enum mark mark;
		int arrow; /* enum glyph, or 0 */
	} looks[] = {
		{ LAB_DEED_ASK, ROLE_client, MARK_COUNT, GLYPH_ARROW },
		{ LAB_DEED_ANSWER, ROLE_value, MARK_COUNT, GLYPH_FROM },
		{ LAB_DEED_NOTHING, ROLE_value, MARK_COUNT, GLYPH_FROM },
		{ LAB_DEED_PROVED, ROLE_good, MARK_GOOD, 0 },
		{ LAB_DEED_UNPROVED, ROLE_weak, MARK_WEAK, 0 },
		{ LAB_DEED_BOGUS, ROLE_bad, MARK_BAD, 0 },
		{ LAB_DEED_NO_ANSWER, ROLE_unknown, MARK_UNKNOWN, 0 },
		{ LAB_DEED_CONNECT, ROLE_client, MARK_COUNT, GLYPH_ARROW },
		{ LAB_DEED_HEARD, ROLE_server, MARK_COUNT, GLYPH_FROM },
		{ LAB_DEED_SAID, ROLE_client, MARK_COUNT, GLYPH_ARROW },
		{ LAB_DEED_TLS, ROLE_tls, MARK_COUNT, GLYPH_BAR_NOW },
		{ LAB_DEED_KEY, ROLE_tls, MARK_COUNT, GLYPH_BAR_NOW },
		{ LAB_DEED_UNLOOKED, ROLE_weak, MARK_WEAK, 0 },
		{ LAB_DEED_MATCHED, ROLE_good, MARK_GOOD, 0 },
		{ LAB_DEED_MISMATCH, ROLE_bad, MARK_BAD, 0 },
		{ LAB_DEED_NO_OFFER, ROLE_bad, MARK_BAD, 0 },
		{ LAB_DEED_OPEN, ROLE_weak, MARK_WEAK, 0 },
		{ LAB_DEED_LETTER, ROLE_client, MARK_COUNT, GLYPH_ARROW },
		{ LAB_DEED_READ, ROLE_strong, MARK_COUNT, GLYPH_SELECTED },
		{ LAB_DEED_ARRIVED, ROLE_good, MARK_GOOD, 0 },
		{ LAB_DEED_SENT, ROLE_value, MARK_COUNT, 0 },
		{ LAB_DEED_DEFERRED, ROLE_value, MARK_COUNT, 0 },
		{ LAB_DEED_BROKE, ROLE_unknown, MARK_UNKNOWN, 0 },
	};

	/* what is not in the table is the attacker's */
	row->role = ROLE_bad;
	row->mark = MARK_BAD;
	row->arrow = "";
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
		if (looks[i].deed == deed) {
			row->role = looks[i].role;
			row->mark = looks[i].mark;
			row->arrow = looks[i].arrow ? glyph(fancy, (enum glyph)looks[i].arrow) : "";
		}
}

/* attack_reads - the attacker has it */
const char *attack_reads(void)
{
	return _("ATTACKER: reads the letter");
}

/* attack_word - one event */
void attack_word(const struct attack_event *e, bool fancy, struct attack_row *row)
{
	const char *words = words_of(e->deed), *why;
	char buf[LAB_EVENT_TEXT];

	look(e->deed, fancy, row);
	if (words) {
		snprintf(row->text, sizeof row->text, "%s", words);
		return;
	}
	switch (e->deed) {
	case LAB_DEED_BOGUS:
		why = words_why((enum ds_reason)e->number);
		snprintf(row->text, sizeof row->text, _("false: %s"), why ? why : "?");
		return;
	case LAB_DEED_LETTER:
		snprintf(row->text, sizeof row->text,
		    n_("the letter, %d line", "the letter, %d lines", (unsigned)e->number),
		    e->number);
		return;
	default:
		fill_in(e->deed,
		    holds_key(e) ? short_key(e->text, fancy, buf, sizeof buf) : e->text, row->text,
		    sizeof row->text);
	}
}
