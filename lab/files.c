/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files of a running lab. They hold nothing secret, yet they lie in a directory that is private:
 * nobody else should be able to hand a trust anchor to a tool of ours.
 */
#include "lab/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "lab/certs.h"
#include "lab/world.h"
#include "lab/zone.h"

#define HINT_TTL 3600000

/* path_set - DIRECTORY/NAME, or -1 if that is too long */
static int path_set(char path[PATH_MAX], const struct lab_view *view, const char *name)
{
	int length = snprintf(path, PATH_MAX, "%s/%s", view->directory, name);

	if (length > 0 && length < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

/* set_paths - all of them */
static int set_paths(struct lab_view *view)
{
	return path_set(view->anchor, view, "root.ds") == 0 &&
		       path_set(view->hints, view, "root.hints") == 0 &&
		       path_set(view->bind_keys, view, "bind.keys") == 0 &&
		       path_set(view->unbound_conf, view, "unbound.conf") == 0 &&
		       path_set(view->ca, view, "authority.pem") == 0
		   ? 0
		   : -1;
}

/* text_write - a new file with this text */
static int text_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "wxe");
	int ok;

	if (file == NULL)
		return -1;
	ok = fputs(text, file) >= 0;
	return fclose(file) == 0 && ok ? 0 : -1;
}

/* anchor_write - the root's DS in zone-file form, and in that of delv */
static int anchor_write(const struct lab_view *view, const struct lab_world *world)
{
	const ldns_rr *ds = world->zones[0].ds;
	char *text = ldns_rr2str(ds);
	char *digest = ldns_rdf2str(ldns_rr_rdf(ds, 3));
	char keys[512];
	int failed = -1;

	if (text == NULL || digest == NULL) {
		errno = ENOMEM;
		goto done;
	}
	snprintf(keys, sizeof(keys), "trust-anchors {\n\t. static-ds %u %u %u \"%s\";\n};\n",
	    ldns_rdf2native_int16(ldns_rr_rdf(ds, 0)), ldns_rdf2native_int8(ldns_rr_rdf(ds, 1)),
	    ldns_rdf2native_int8(ldns_rr_rdf(ds, 2)), digest);
	if (text_write(view->anchor, text) == 0 && text_write(view->bind_keys, keys) == 0)
		failed = 0;
done:
	LDNS_FREE(digest);
	LDNS_FREE(text);
	return failed;
}

/* hints_write - the root servers */
static int hints_write(const struct lab_view *view, const struct lab_world *world)
{
	char text[512], name[64];
	size_t used = 0;

	for (unsigned k = 0; k < LAB_SERVERS; k++) {
		uint32_t address = lab_world_server(&world->zones[0], k);

		lab_zone_server_name(&world->zones[0], k, name, sizeof(name));
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    ". %d IN NS %s\n%s %d IN A %u.%u.%u.%u\n", HINT_TTL, name, name, HINT_TTL,
		    address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
	}
	return text_write(view->hints, text);
}

/* unbound_write - what a validating forwarder needs to know */
static int unbound_write(const struct lab_view *view)
{
	char text[PATH_MAX + 512];

	snprintf(text, sizeof(text),
	    "server:\n\ttrust-anchor-file: \"%s\"\n\tdo-not-query-localhost: no\n"
	    "forward-zone:\n\tname: \".\"\n\tforward-addr: %s@%u\n",
	    view->anchor, view->resolver, view->dns_port);
	return text_write(view->unbound_conf, text);
}

/* lab_files_write - the directory and all in it */
int lab_files_write(struct lab_view *view, const struct lab_world *world)
{
	const char *base = getenv("TMPDIR");
	mode_t mask;
	int saved, failed;

	if (base == NULL || *base != '/')
		base = "/tmp";
	if (snprintf(view->directory, sizeof(view->directory), "%s/danescope-lab.XXXXXX", base) >=
	    (int)sizeof(view->directory)) {
		view->directory[0] = '\0';
		errno = ENAMETOOLONG;
		return -1;
	}
	if (mkdtemp(view->directory) == NULL) {
		view->directory[0] = '\0';
		return -1;
	}
	mask = umask(077);
	failed = set_paths(view) != 0 || anchor_write(view, world) != 0 ||
		 hints_write(view, world) != 0 || unbound_write(view) != 0 ||
		 lab_certs_write(world->ca, view->ca) != 0;
	saved = errno;
	umask(mask);
	if (failed)
		lab_files_remove(view);
	errno = saved;
	return failed ? -1 : 0;
}

/* lab_files_remove - all that lab_files_write() made */
void lab_files_remove(struct lab_view *view)
{
	const char *paths[] = { view->anchor, view->hints, view->bind_keys, view->unbound_conf,
		view->ca };

	if (view->directory[0] == '\0')
		return;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (paths[i][0] != '\0')
			unlink(paths[i]);
	rmdir(view->directory);
	view->directory[0] = '\0';
}
