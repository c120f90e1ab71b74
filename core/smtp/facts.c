/* SPDX-License-Identifier: BSD-2-Clause */
/* facts - the lines that a handshake adds to a dialogue */
#include "core/smtp/facts.h"

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/remark.h"
#include "core/base/text.h"
#include "core/limits.h"
#include "core/net/net.h"
#include "core/smtp/x509_view.h"

#define FACTS_MEMORY (1u << 20) /* names are read only for their line, and then forgotten */
#define FACTS_LINE   4096

/* word - a name from the handshake: a recording can hold anything there */
static const char *word(char *buf, size_t size, const char *text)
{
	size_t n = 0;

	while (text != NULL && n < size && text[n] != '\0')
		n++;
	text_clean(buf, size, text != NULL ? text : "", n);
	return buf;
}

/* session_text - "TLSv1.3, TLS_AES_256_GCM_SHA384 (256 bits), X25519" */
static void session_text(char *line, size_t size, const struct net_tls *tls)
{
	char version[64], cipher[128], group[64];

	word(version, sizeof(version), tls->version);
	word(cipher, sizeof(cipher), tls->cipher);
	word(group, sizeof(group), tls->group);
	remark_write(line, size, N_("%s, %s (%u bits)%s%s"), version, cipher, tls->bits,
	    group[0] != '\0' ? ", " : "", group);
}

/* certificate_text - subject, issuer and last moment of one certificate */
static void certificate_text(
    char *line, size_t size, size_t depth, const struct net_der *der, struct arena *arena)
{
	struct x509_view *view = x509_view_read(der->data, der->len);
	const char *subject, *issuer;
	char until[32], none[64];

	if (view == NULL) {
		remark_write(line, size, N_("certificate %zu: not one that can be read"), depth);
		return;
	}
	subject = x509_name_text(arena, view->fields->subject);
	issuer = x509_name_text(arena, view->fields->issuer);
	text_time(until, sizeof(until), x509_moment(view->fields->validity->notAfter));
	remark_write(line, size, N_("certificate %zu: %s, issued by %s, valid until %s"), depth,
	    subject != NULL && subject[0] != '\0'
		? subject
		: remark_word(none, sizeof(none), N_("(no subject)")),
	    issuer != NULL ? issuer : "", until);
	x509_view_free(view);
}

/* facts_tell - one line for the session, one for the name, one a certificate */
void facts_tell(const struct net_tls *tls, const char *sni,
    void (*tell)(void *arg, const char *text), void *arg)
{
	struct arena *arena = arena_new(FACTS_MEMORY);
	char line[FACTS_LINE], name[FACTS_LINE / 2];
	size_t i;

	session_text(line, sizeof(line), tls);
	tell(arg, line);
	remark_write(
	    line, sizeof(line), N_("server name asked for: %s"), word(name, sizeof(name), sni));
	tell(arg, line);
	for (i = 0; i < tls->ncerts && arena != NULL; i++) {
		certificate_text(line, sizeof(line), i, &tls->certs[i], arena);
		tell(arg, line);
	}
	if (tls->ncerts == 0)
		tell(arg, remark_write(line, sizeof(line), N_("the server showed no certificate")));
	arena_free(arena);
}
