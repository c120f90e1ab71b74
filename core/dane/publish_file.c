/* SPDX-License-Identifier: BSD-2-Clause */
/* publish_file - planned TLSA records and certificates, out of files of the user's */
#include "core/dane/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/dane/publish_zone.h"
#include "core/dane/tlsa.h"
#include "core/danescope.h"
#include "core/limits.h"
#include "core/smtp/certificate.h"

#define EX_NOINPUT  66
#define EX_SOFTWARE 70

/* A file being read. */
struct source {
	struct arena *arena;
	struct publish_files *files;
	const char *path;
	struct ds_problem *problem;
	struct publish_planned *records; /* room for PUBLISH_RECORDS_MAX */
	struct publish_chain *chains;    /* room for PUBLISH_CHAINS_MAX */
	bool failed;                     /* *problem is set */
};

/* fail - fills in a problem; false */
__attribute__((format(printf, 3, 4))) static bool fail(
    struct source *s, int status, const char *format, ...)
{
	va_list args;

	s->failed = true;
	s->problem->exit_status = status;
	va_start(args, format);
	vsnprintf(s->problem->text, sizeof(s->problem->text), format, args);
	va_end(args);
	return false;
}

/* no_memory - false */
static bool no_memory(struct source *s)
{
	return fail(s, EX_SOFTWARE, "%s", _("out of memory"));
}

/* add_record - one planned record more; called by the reader of zone-file form */
static bool add_record(void *arg, const char *owner, uint32_t ttl, const uint8_t *rdata, size_t len)
{
	struct source *s = arg;
	const struct ds_rr rr = { .type = DS_T_TLSA,
		.ttl = ttl,
		.rdata = arena_copy(s->arena, rdata, len),
		.rdata_len = len };
	const struct ds_rr *const rrs[] = { &rr };
	struct ds_tlsa_record *record;
	char name[FILE_NAME_SHOWN];
	size_t n;

	if (s->files->nrecords == PUBLISH_RECORDS_MAX)
		return fail(s, EX_NOINPUT, _("%s holds more than %d TLSA records"),
		    file_shown(name, s->path), PUBLISH_RECORDS_MAX);
	record = rr.rdata != NULL ? tlsa_decode(s->arena, 1, rrs, &n) : NULL;
	owner = arena_strdup(s->arena, owner);
	if (record == NULL || owner == NULL)
		return no_memory(s);
	s->records[s->files->nrecords++] =
	    (struct publish_planned){ .owner = owner, .record = *record };
	return true;
}

/* belongs - whether a certificate is the issuer of one of a chain, and not a server's own */
static bool belongs(const struct publish_chain *chain, const struct ds_certificate *cert)
{
	if (chain == NULL || !cert->ca || chain->ncerts == TLS_CHAIN_CERTS)
		return false;
	for (size_t i = 0; i < chain->ncerts; i++)
		if (!chain->certs[i]->self_signed &&
		    strcmp(chain->certs[i]->issuer, cert->subject) == 0)
			return true;
	return false;
}

/* add_certificate - to the chain it belongs to */
static bool add_certificate(struct source *s, const struct ds_certificate *cert, bool first)
{
	size_t n = s->files->nchains;
	struct publish_chain *chain = first || n == 0 ? NULL : &s->chains[n - 1];
	const struct ds_certificate **certs;
	char name[FILE_NAME_SHOWN];

	if (!belongs(chain, cert)) {
		if (n == PUBLISH_CHAINS_MAX)
			return fail(s, EX_NOINPUT,
			    _("%s holds more than %d certificates of servers"),
			    file_shown(name, s->path), PUBLISH_CHAINS_MAX);
		chain = &s->chains[s->files->nchains++];
		*chain = (struct publish_chain){
			.where = arena_strdup(s->arena, file_shown(name, s->path)), .planned = true
		};
	}
	if (chain->where == NULL)
		return no_memory(s);
	certs = arena_alloc(s->arena, chain->ncerts + 1, sizeof(struct ds_certificate *));
	if (certs == NULL)
		return no_memory(s);
	for (size_t i = 0; i < chain->ncerts; i++)
		certs[i] = chain->certs[i];
	certs[chain->ncerts++] = cert;
	chain->certs = certs;
	return true;
}

/* take_pem - one block: a certificate is added, anything else is passed over */
static bool take_pem(
    struct source *s, const char *label, const uint8_t *der, size_t len, size_t *found)
{
	const struct ds_certificate *cert;
	char name[FILE_NAME_SHOWN];

	if (strcmp(label, PEM_STRING_X509) != 0 && strcmp(label, PEM_STRING_X509_OLD) != 0 &&
	    strcmp(label, PEM_STRING_X509_TRUSTED) != 0)
		return true;
	cert = certificate_read(s->arena, der, len, NULL);
	if (cert == NULL)
		return no_memory(s);
	if (cert->spki_sha256[0] == '\0')
		return fail(s, EX_NOINPUT, _("%s: certificate %zu cannot be read"),
		    file_shown(name, s->path), *found + 1);
	return add_certificate(s, cert, (*found)++ == 0);
}

/* read_pem - the certificates of a file, in their order */
static bool read_pem(struct source *s, const char *text, size_t len, size_t *found)
{
	BIO *bio = BIO_new_mem_buf(text, (int)len);
	char *label, *header;
	unsigned char *der;
	bool ok = bio != NULL || no_memory(s);
	long n;

	*found = 0;
	while (ok && PEM_read_bio(bio, &label, &header, &der, &n) == 1) {
		ok = take_pem(s, label, der, (size_t)n, found);
		OPENSSL_free(label);
		OPENSSL_free(header);
		OPENSSL_clear_free(der, (size_t)n); /* it may have been a private key */
	}
	BIO_free(bio);
	ERR_clear_error();
	return ok;
}

/* read_zone - the TLSA records of a file */
static bool read_zone(struct source *s, const char *text, size_t len)
{
	char reason[PUBLISH_REASON_MAX], name[FILE_NAME_SHOWN];
	unsigned line = publish_zone_read(text, len, add_record, s, reason);

	if (line == 0)
		return !s->failed;
	return fail(s, EX_NOINPUT, _("%s, line %u: %s"), file_shown(name, s->path), line, reason);
}

/* grow - room for what this file may add */
static bool grow(struct source *s)
{
	s->records = arena_alloc(s->arena, PUBLISH_RECORDS_MAX, sizeof(*s->records));
	s->chains = arena_alloc(s->arena, PUBLISH_CHAINS_MAX, sizeof(*s->chains));
	if (s->records == NULL || s->chains == NULL)
		return no_memory(s);
	for (size_t i = 0; i < s->files->nrecords; i++)
		s->records[i] = s->files->records[i];
	for (size_t i = 0; i < s->files->nchains; i++)
		s->chains[i] = s->files->chains[i];
	s->files->records = s->records;
	s->files->chains = s->chains;
	return true;
}

/* read_text - what a file holds: certificates, or else records where they may be */
static bool read_text(struct source *s, const char *text, size_t len, bool records)
{
	size_t before = s->files->nrecords, found;
	char name[FILE_NAME_SHOWN];

	if (!grow(s) || !read_pem(s, text, len, &found))
		return false;
	if (found > 0)
		return true;
	if (!records)
		return fail(s, EX_NOINPUT, _("%s holds no certificate in PEM form"),
		    file_shown(name, s->path));
	if (strstr(text, "-----BEGIN ") == NULL && !read_zone(s, text, len))
		return false;
	if (s->files->nrecords == before)
		return fail(s, EX_NOINPUT, _("%s holds neither a TLSA record nor a certificate"),
		    file_shown(name, s->path));
	return true;
}

/* publish_file_read - adds what a file holds */
bool publish_file_read(struct arena *arena, struct publish_files *files, const char *path,
    bool records, struct ds_problem *problem)
{
	struct source s = { .arena = arena, .files = files, .path = path, .problem = problem };
	char why[FILE_PROBLEM], *text;
	size_t len;
	bool ok;

	if (!file_read(&text, &len, path, PUBLISH_FILE_OCTETS, why))
		return fail(&s, EX_NOINPUT, "%s", why);
	ok = read_text(&s, text, len, records);
	OPENSSL_cleanse(text, len);
	free(text);
	return ok;
}

/* is_for - whether an owner is the TLSA name of this base domain */
static bool is_for(const char *owner, unsigned port, const char *base)
{
	char name[PUBLISH_OWNER_MAX + 16];

	if (owner[0] == '\0')
		return true;
	snprintf(name, sizeof(name), "_%u._tcp.%s", port, base);
	if (strcmp(owner, name) == 0)
		return true;
	snprintf(name, sizeof(name), "*._tcp.%s", base);
	return strcmp(owner, name) == 0;
}

/* publish_file_records - the records for one base domain */
const struct ds_tlsa_record *publish_file_records(struct arena *arena,
    const struct publish_files *files, unsigned port, const char *base, size_t *n)
{
	struct ds_tlsa_record *out = arena_alloc(arena, files->nrecords, sizeof(*out));

	*n = 0;
	for (size_t i = 0; out != NULL && i < files->nrecords; i++)
		if (is_for(files->records[i].owner, port, base))
			out[(*n)++] = files->records[i].record;
	return out;
}

/* host_of - the base domain of a TLSA name with this port, or NULL */
static const char *host_of(const char *owner, unsigned port)
{
	char prefix[32];
	size_t len = (size_t)snprintf(prefix, sizeof(prefix), "_%u._tcp.", port);

	return strncmp(owner, prefix, len) == 0 && owner[len] != '\0' ? owner + len : NULL;
}

/* publish_file_hosts - whom the records are for */
const char *const *publish_file_hosts(
    struct arena *arena, const struct publish_files *files, unsigned port, size_t *n)
{
	const char **out = arena_alloc(arena, files->nrecords, sizeof(char *));

	*n = 0;
	for (size_t i = 0; out != NULL && i < files->nrecords; i++) {
		const char *host = host_of(files->records[i].owner, port);
		size_t seen = 0;

		while (host != NULL && seen < *n && strcmp(out[seen], host) != 0)
			seen++;
		if (host != NULL && seen == *n)
			out[(*n)++] = host;
	}
	return out;
}
