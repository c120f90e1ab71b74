/* SPDX-License-Identifier: BSD-2-Clause */
/* resolver - which resolvers to ask; see resolver.h */

#include <stdio.h>
#include <string.h>

#include "core/dns/resolver.h"

#define DNS_PORT        53
#define RESOLV_CONF_MAX 8192 /* octets that are read; the file names three servers */

/* resolver_parse - the name servers of a resolv.conf text */
size_t resolver_parse(const char *text, struct net_address *out, size_t max)
{
	static const char key[] = "nameserver";
	size_t n = 0;

	while (*text != '\0' && n < max) {
		size_t len = strcspn(text, "\n");

		if (strncmp(text, key, sizeof key - 1) == 0 &&
		    strchr(" \t", text[sizeof key - 1])) {
			char word[NET_ADDRESS_TEXT];
			const char *p = text + sizeof key - 1;
			size_t size;

			p += strspn(p, " \t");
			size = strcspn(p, " \t\r\n");
			if (size < sizeof word) {
				memcpy(word, p, size);
				word[size] = '\0';
				if (net_address_parse(&out[n], word, DNS_PORT))
					n++;
			}
		}
		text += len;
		text += *text == '\n';
	}
	return n;
}

/* resolver_system - the system's resolvers */
size_t resolver_system(const char *path, struct net_address *out, size_t max)
{
	char text[RESOLV_CONF_MAX] = "";
	FILE *file = fopen(path, "re");
	size_t n = 0;

	if (file != NULL) {
		text[fread(text, 1, sizeof text - 1, file)] = '\0';
		fclose(file);
		n = resolver_parse(text, out, max);
	}
	if (n == 0 && max > 0 && net_address_parse(&out[0], "127.0.0.1", DNS_PORT))
		n = 1;
	return n;
}
