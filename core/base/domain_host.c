/* SPDX-License-Identifier: BSD-2-Clause */
/* domain_host - the host within a mail address, a URL or plain text */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/base/domain_impl.h"

/* part_trim - without surrounding white space */
static struct domain_part part_trim(struct domain_part part)
{
	static const char blank[] = " \t\r\n\v\f";

	while (part.len > 0 && strchr(blank, part.text[0]) != NULL) {
		part.text++;
		part.len--;
	}
	while (part.len > 0 && strchr(blank, part.text[part.len - 1]) != NULL)
		part.len--;
	return part;
}

/* part_from - what is left from `start` on */
static struct domain_part part_from(struct domain_part part, const char *start)
{
	part.len -= (size_t)(start - part.text);
	part.text = start;
	return part;
}

/* part_cut - up to the first of `stops` */
static struct domain_part part_cut(struct domain_part part, const char *stops)
{
	size_t i;

	for (i = 0; i < part.len; i++) {
		if (strchr(stops, part.text[i]) != NULL) {
			part.len = i;
			break;
		}
	}
	return part;
}

/* part_after - behind the last `c`; the whole where there is none */
static struct domain_part part_after(struct domain_part part, char c)
{
	const char *found = memrchr(part.text, c, part.len);

	return found != NULL ? part_from(part, found + 1) : part;
}

/* part_angle - what "Name <user@host>" has between its angles */
static struct domain_part part_angle(struct domain_part part)
{
	struct domain_part inner = part;

	if (part.len > 1 && part.text[part.len - 1] == '>') {
		inner = part_after(part, '<');
		if (inner.len < part.len)
			inner.len--;
	}
	return inner;
}

/* part_port - without ":25"; an IPv6 address stays whole */
static struct domain_part part_port(struct domain_part part)
{
	const char *colon = memchr(part.text, ':', part.len);
	const char *end = part.text + part.len;
	const char *p;

	if (colon == NULL || part.text[0] == '[')
		return part;
	for (p = colon + 1; p < end; p++) {
		if (*p < '0' || *p > '9')
			return part;
	}
	part.len = (size_t)(colon - part.text);
	return part;
}

/* domain_find_host - takes off what does not name the host */
struct domain_part domain_find_host(const char *typed)
{
	struct domain_part part = part_trim((struct domain_part){ typed, strlen(typed) });
	const char *scheme;

	part = part_trim(part_angle(part));
	if (part.len > 7 && strncasecmp(part.text, "mailto:", 7) == 0)
		part = part_from(part, part.text + 7);
	scheme = memmem(part.text, part.len, "://", 3);
	if (scheme != NULL) {
		part = part_cut(part_from(part, scheme + 3), "/?#");
		part = part_after(part, '@');
	} else {
		/* a local part may hold a slash (RFC 5322 section 3.2.3), a domain may not */
		part = part_cut(part_after(part, '@'), "/?#");
	}
	part = part_trim(part_port(part));
	if (part.len > 1 && part.text[part.len - 1] == '.')
		part.len--;
	return part;
}

/* last_is_number - whether the last label has digits only: no such top-level domain can be */
static bool last_is_number(const char *host)
{
	const char *dot = strrchr(host, '.');
	const char *label = dot != NULL ? dot + 1 : host;

	return *label != '\0' && label[strspn(label, "0123456789")] == '\0';
}

/* domain_is_address - an address, or what many programs would take for one */
bool domain_is_address(const char *host)
{
	unsigned char octets[sizeof(struct in6_addr)];
	char bare[INET6_ADDRSTRLEN + 1];
	size_t len;

	if (host[0] == '[')
		return true;
	len = strcspn(host, "%");
	if (len < sizeof(bare)) {
		memcpy(bare, host, len);
		bare[len] = '\0';
		if (inet_pton(AF_INET6, bare, octets) == 1)
			return true;
	}
	return last_is_number(host);
}
