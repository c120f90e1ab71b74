/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * domain - what a person typed, as a domain
 *
 * Most names are plain ASCII and never see libidn2. International names become
 * A-labels by UTS 46, non-transitional, as browsers and registries do; the form
 * for people is the decoded one, but only if it leads back to the same A-labels
 * and is fit for a terminal.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "core/base/domain_impl.h"
#include "core/base/i18n.h"
#include "core/base/idn.h"
#include "core/base/text.h"
#include "core/danescope.h"

#define NAMED_MAX 60 /* octets of the input that a sentence repeats */

/* named - the input as a sentence names it: clean and short */
static const char *named(char *buf, size_t size, struct domain_part part)
{
	size_t len = part.len <= NAMED_MAX ? part.len : NAMED_MAX - 3;
	size_t used;

	while (len > 0 && len < part.len && ((unsigned char)part.text[len] & 0xc0) == 0x80)
		len--;
	used = text_clean(buf, size - 3, part.text, len);
	if (len < part.len)
		memcpy(buf + used, "...", 4);
	return buf;
}

/* refuse - "NAME is not a domain: REASON"; false */
static bool refuse(struct ds_problem *problem, struct domain_part part, const char *reason)
{
	char name[NAMED_MAX * 8 + 4];

	problem->exit_status = 64;
	if (part.len == 0)
		snprintf(problem->text, sizeof(problem->text), "%s",
		    _("nothing where a domain should be: type one, such as example.nl"));
	else
		snprintf(problem->text, sizeof(problem->text), _("\"%s\" is not a domain: %s"),
		    named(name, sizeof(name), part), reason);
	return false;
}

/* refuse_address - an address is what people type who want to see one server */
static bool refuse_address(struct ds_problem *problem, struct domain_part part)
{
	char name[NAMED_MAX * 8 + 4];

	problem->exit_status = 64;
	snprintf(problem->text, sizeof(problem->text), _("%s is an address: type the mail domain"),
	    named(name, sizeof(name), part));
	return false;
}

/* is_ascii - whether libidn2 can stay out of it */
static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text >= 0x80)
			return false;
	}
	return true;
}

/* label_fault - what is wrong with one label, or NULL */
static const char *label_fault(const char *label, size_t len)
{
	size_t i;

	if (len == 0)
		return _("a part between two dots is empty");
	if (len > DOMAIN_LABEL)
		return _("a part is longer than 63 octets");
	if (label[0] == '-' || label[len - 1] == '-')
		return _("a part begins or ends with a hyphen");
	for (i = 0; i < len; i++) {
		char c = label[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
			return _("only letters, digits, hyphens and dots can be in one");
	}
	return NULL;
}

/* name_fault - what is wrong with a lower-case ASCII name, or NULL */
static const char *name_fault(const char *name)
{
	const char *fault = NULL;

	if (strlen(name) > DOMAIN_MAX)
		return _("it is longer than 253 octets");
	while (fault == NULL) {
		size_t len = strcspn(name, ".");

		fault = label_fault(name, len);
		if (name[len] == '\0')
			break;
		name += len + 1;
	}
	return fault;
}

/* lower_copy - ASCII letters in lower case; false where it does not fit */
static bool lower_copy(char *out, size_t size, const char *in)
{
	size_t i;

	for (i = 0; in[i] != '\0'; i++) {
		if (i + 1 >= size)
			return false;
		out[i] = (char)(in[i] >= 'A' && in[i] <= 'Z' ? in[i] + ('a' - 'A') : in[i]);
	}
	out[i] = '\0';
	return true;
}

/* to_ascii - A-labels of `host`; returns what is wrong, or NULL */
static const char *to_ascii(char *out, size_t size, const char *host)
{
	char *alabels = NULL;
	struct idn idn;
	size_t len;
	bool fits;

	if (is_ascii(host)) {
		if (!lower_copy(out, size, host))
			return _("it is longer than 253 octets");
		return name_fault(out);
	}
	if (!idn_load(&idn))
		return _("it is an international name: install libidn2, which reads those");
	switch (idn.to_ascii(host, &alabels, IDN2_NONTRANSITIONAL)) {
	case IDN2_OK: break;
	case IDN2_TOO_BIG_DOMAIN: return _("it is longer than 253 octets");
	case IDN2_TOO_BIG_LABEL: return _("a part is longer than 63 octets");
	default: return _("it has a character that no international name can have");
	}
	fits = lower_copy(out, size, alabels);
	idn.free(alabels);
	if (!fits)
		return _("it is longer than 253 octets");
	/* an ideographic full stop at the end has become a dot */
	len = strlen(out);
	if (len > 1 && out[len - 1] == '.')
		out[len - 1] = '\0';
	return name_fault(out);
}

/* to_unicode - the form for people; the A-labels themselves where there is no better */
static void to_unicode(struct ds_domain *domain)
{
	char *decoded = NULL, *again = NULL;
	struct idn idn;

	memcpy(domain->unicode, domain->ascii, sizeof(domain->ascii));
	if (strstr(domain->ascii, "xn--") == NULL || !idn_load(&idn))
		return;
	if (idn.to_unicode(domain->ascii, &decoded, IDN2_NONTRANSITIONAL) != IDN2_OK)
		return;
	if (strlen(decoded) < sizeof(domain->unicode) && text_is_clean(decoded) &&
	    idn.to_ascii(decoded, &again, IDN2_NONTRANSITIONAL) == IDN2_OK &&
	    strcmp(again, domain->ascii) == 0)
		snprintf(domain->unicode, sizeof(domain->unicode), "%s", decoded);
	idn.free(again);
	idn.free(decoded);
}

/* has_control - whether a control character or a space is within */
static bool has_control(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return true;
	}
	return false;
}

/* ds_domain_parse - a domain of what a person typed */
bool ds_domain_parse(struct ds_domain *out, const char *input, struct ds_problem *problem)
{
	struct domain_part part = domain_find_host(input);
	struct domain_part whole = { input, strlen(input) };
	char host[DOMAIN_TYPED + 1];
	const char *fault;
	bool mapped_address;

	memset(out, 0, sizeof(*out));
	if (part.len == 0)
		return refuse(problem, part, NULL);
	if (part.len > DOMAIN_TYPED)
		return refuse(problem, part, _("it is longer than 253 octets"));
	memcpy(host, part.text, part.len);
	host[part.len] = '\0';
	if (has_control(host))
		return refuse(problem, whole, _("it has a space or a control character in it"));
	if (domain_is_address(host))
		return refuse_address(problem, part);
	fault = to_ascii(out->ascii, sizeof(out->ascii), host);
	/* full-width digits and dots are an address too, once they are mapped */
	mapped_address = fault == NULL && domain_is_address(out->ascii);
	if (fault != NULL || mapped_address) {
		memset(out, 0, sizeof(*out));
		return mapped_address ? refuse_address(problem, part)
				      : refuse(problem, part, fault);
	}
	to_unicode(out);
	return true;
}
