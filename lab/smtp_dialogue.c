/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The SMTP dialogue of a mail host. What it offers is what a common mail server offers, so that a
 * probe sees nothing unusual.
 */
#include "lab/smtp_dialogue.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define COMMANDS_MAX 100

/* Commands whose reply is always the same. */
static const struct {
	const char *verb;
	const char *reply;
} plain_replies[] = {
	{ "NOOP", "250 2.0.0 Ok" },
	{ "RSET", "250 2.0.0 Ok" },
	{ "MAIL", "550 5.7.1 This is a practice network, it takes no mail" },
	{ "RCPT", "503 5.5.1 Error: need MAIL command" },
	{ "DATA", "503 5.5.1 Error: need RCPT command" },
	{ "BDAT", "503 5.5.1 Error: need RCPT command" },
	{ "VRFY", "252 2.0.0 Send some mail, I'll try my best" },
	{ "HELP", "214 2.0.0 Practice mail host: EHLO, STARTTLS, NOOP, QUIT" },
};

/* verb_is - does the line begin with this command? */
static bool verb_is(const char *line, const char *verb)
{
	size_t length = strlen(verb);

	return strncasecmp(line, verb, length) == 0 &&
	       (line[length] == '\0' || line[length] == ' ' || line[length] == '\t');
}

/* lab_dialogue_greet - the first words */
void lab_dialogue_greet(const struct lab_dialogue *dialogue, char *reply, size_t size)
{
	snprintf(reply, size, "220 %s ESMTP practice mail host\r\n", dialogue->name);
}

/* hello - EHLO with what is offered, HELO without */
static void hello(struct lab_dialogue *dialogue, bool extended, char *reply, size_t size)
{
	const char *starttls = dialogue->can_tls && !dialogue->in_tls ? "250-STARTTLS\r\n" : "";

	dialogue->met = true;
	if (!extended)
		snprintf(reply, size, "250 %s\r\n", dialogue->name);
	else
		snprintf(reply, size,
		    "250-%s\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-VRFY\r\n%s"
		    "250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 CHUNKING\r\n",
		    dialogue->name, starttls);
}

/* starttls - whether it can be had now */
static enum lab_dialogue_next starttls(
    const struct lab_dialogue *dialogue, const char *line, char *reply, size_t size)
{
	const char *text = "220 2.0.0 Ready to start TLS";
	enum lab_dialogue_next next = LAB_DIALOGUE_GO_ON;

	if (!dialogue->can_tls)
		text = "502 5.5.1 Error: command not implemented";
	else if (dialogue->in_tls)
		text = "554 5.5.1 Error: TLS already active";
	else if (!dialogue->met)
		text = "503 5.5.1 Error: send EHLO first";
	else if (line[strlen("STARTTLS")] != '\0')
		text = "501 5.5.4 Syntax: STARTTLS";
	else
		next = LAB_DIALOGUE_TLS;
	snprintf(reply, size, "%s\r\n", text);
	return next;
}

/* envelope - MAIL, RCPT and DATA, of a host that takes letters */
static enum lab_dialogue_next envelope(
    struct lab_dialogue *dialogue, const char *line, char *reply, size_t size)
{
	const char *text;
	enum lab_dialogue_next next = LAB_DIALOGUE_GO_ON;

	if (verb_is(line, "MAIL")) {
		bool may = dialogue->met && dialogue->envelope == LAB_ENVELOPE_NONE;

		text = may ? "250 2.1.0 Ok" : "503 5.5.1 Error: not now";
		if (may)
			dialogue->envelope = LAB_ENVELOPE_FROM;
	} else if (dialogue->envelope == LAB_ENVELOPE_NONE) {
		text = "503 5.5.1 Error: need MAIL command";
	} else if (verb_is(line, "RCPT")) {
		text = "250 2.1.5 Ok";
		dialogue->envelope = LAB_ENVELOPE_TO;
	} else if (dialogue->envelope == LAB_ENVELOPE_FROM) {
		text = "503 5.5.1 Error: need RCPT command";
	} else {
		text = "354 End data with <CR><LF>.<CR><LF>";
		next = LAB_DIALOGUE_DATA;
	}
	snprintf(reply, size, "%s\r\n", text);
	return next;
}

/* lab_dialogue_encrypted - as at the beginning, under TLS */
void lab_dialogue_encrypted(struct lab_dialogue *dialogue)
{
	dialogue->in_tls = true;
	dialogue->met = false;
	dialogue->envelope = LAB_ENVELOPE_NONE;
}

/* lab_dialogue_letter - after the dot */
void lab_dialogue_letter(
    struct lab_dialogue *dialogue, const char *queued, char *reply, size_t size)
{
	dialogue->envelope = LAB_ENVELOPE_NONE;
	if (queued != NULL)
		snprintf(reply, size, "250 2.0.0 Ok: queued as %s\r\n", queued);
	else
		snprintf(reply, size, "552 5.3.4 Error: message file too big\r\n");
}

/* lab_dialogue_reply - one command, one reply */
enum lab_dialogue_next lab_dialogue_reply(
    struct lab_dialogue *dialogue, const char *line, char *reply, size_t size)
{
	if (++dialogue->commands > COMMANDS_MAX) {
		snprintf(reply, size, "421 4.7.0 %s Error: too many commands\r\n", dialogue->name);
		return LAB_DIALOGUE_END;
	}
	if (verb_is(line, "EHLO") || verb_is(line, "HELO")) {
		if (line[4] == '\0')
			snprintf(reply, size, "501 Syntax: %.4s hostname\r\n", line);
		else
			hello(dialogue, strncasecmp(line, "EHLO", 4) == 0, reply, size);
		return LAB_DIALOGUE_GO_ON;
	}
	if (verb_is(line, "STARTTLS"))
		return starttls(dialogue, line, reply, size);
	if (dialogue->takes_mail &&
	    (verb_is(line, "MAIL") || verb_is(line, "RCPT") || verb_is(line, "DATA")))
		return envelope(dialogue, line, reply, size);
	if (dialogue->takes_mail && verb_is(line, "RSET"))
		dialogue->envelope = LAB_ENVELOPE_NONE;
	if (verb_is(line, "QUIT")) {
		snprintf(reply, size, "221 2.0.0 Bye\r\n");
		return LAB_DIALOGUE_END;
	}
	for (size_t i = 0; i < sizeof(plain_replies) / sizeof(plain_replies[0]); i++) {
		if (verb_is(line, plain_replies[i].verb)) {
			snprintf(reply, size, "%s\r\n", plain_replies[i].reply);
			return LAB_DIALOGUE_GO_ON;
		}
	}
	snprintf(reply, size, "502 5.5.2 Error: command not recognized\r\n");
	return LAB_DIALOGUE_GO_ON;
}
