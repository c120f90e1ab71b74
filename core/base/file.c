/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file - reading within a bound, writing all or nothing
 *
 * A new file is made under a random name in the same directory, which is held
 * open: whatever happens to the path meanwhile, the rename stays in there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/base/text.h"

#define SHOWN_MAX 60 /* octets of a path: each can take four to show */

struct file_new {
	char *path;       /* as it was given, for sentences */
	const char *name; /* its last part; points into path */
	char *hidden;     /* the name while it is written */
	int directory;
	FILE *stream;
};

/* file_shown - the name of a file in a sentence */
const char *file_shown(char *buf, const char *path)
{
	size_t len = strlen(path), used = 0;

	if (len > SHOWN_MAX) {
		path += len - SHOWN_MAX;
		len = SHOWN_MAX;
		while (len > 0 && ((unsigned char)*path & 0xc0) == 0x80) {
			path++;
			len--;
		}
		memcpy(buf, "...", 3);
		used = 3;
	}
	text_clean(buf + used, FILE_NAME_SHOWN - used, path, len);
	return buf;
}

/* cannot_read - false */
static bool cannot_read(char *problem, const char *path, int error)
{
	char shown[FILE_NAME_SHOWN];

	snprintf(problem, FILE_PROBLEM, _("cannot read %s: %s"), file_shown(shown, path),
	    strerror(error));
	return false;
}

/* cannot_write - false */
static bool cannot_write(char *problem, const char *path, int error)
{
	char shown[FILE_NAME_SHOWN];

	snprintf(problem, FILE_PROBLEM, _("cannot write %s: %s"), file_shown(shown, path),
	    strerror(error));
	return false;
}

/* no_file - what is there is no regular file; false */
static bool no_file(char *problem, const char *path)
{
	char shown[FILE_NAME_SHOWN];

	snprintf(problem, FILE_PROBLEM, _("%s is not a regular file"), file_shown(shown, path));
	return false;
}

/* open_regular - a descriptor to read from, and the size; -1: see problem */
static int open_regular(const char *path, off_t *size, char *problem)
{
	/* without O_NONBLOCK a FIFO would hold us here */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0) {
		cannot_read(problem, path, errno);
		return -1;
	}
	if (fstat(fd, &st) != 0)
		cannot_read(problem, path, errno);
	else if (!S_ISREG(st.st_mode))
		no_file(problem, path);
	else {
		*size = st.st_size;
		return fd;
	}
	close(fd);
	return -1;
}

/* read_all - up to `size` octets; how many, or -1 */
static ssize_t read_all(int fd, char *buf, size_t size)
{
	size_t used = 0;

	while (used < size) {
		ssize_t n = read(fd, buf + used, size - used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		used += (size_t)n;
	}
	return (ssize_t)used;
}

/* file_read - a whole file */
bool file_read(char **out, size_t *len, const char *path, size_t max, char *problem)
{
	char shown[FILE_NAME_SHOWN];
	char *buf = NULL;
	off_t size = 0;
	ssize_t n = -1;
	int fd = open_regular(path, &size, problem);

	*out = NULL;
	*len = 0;
	if (fd < 0)
		return false;
	if (size < 0 || (uint64_t)size > max) {
		snprintf(problem, FILE_PROBLEM, _("%s is larger than %zu octets"),
		    file_shown(shown, path), max);
		goto done;
	}
	buf = malloc((size_t)size + 1);
	n = buf != NULL ? read_all(fd, buf, (size_t)size) : -1;
	if (n < 0)
		cannot_read(problem, path, buf != NULL ? errno : ENOMEM);
done:
	close(fd);
	if (n < 0) {
		free(buf);
		return false;
	}
	buf[n] = '\0';
	*out = buf;
	*len = (size_t)n;
	return true;
}

/* open_directory - the directory that `path` is in */
static int open_directory(const char *path, const char *name)
{
	char *directory;
	int fd;

	if (name == path)
		return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	directory = strndup(path, (size_t)(name - path));
	if (directory == NULL)
		return -1;
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(directory);
	return fd;
}

/* target_allowed - nothing at the name, or a regular file */
static bool target_allowed(const struct file_new *file, char *problem)
{
	struct stat st;

	if (fstatat(file->directory, file->name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || cannot_write(problem, file->path, errno);
	return S_ISREG(st.st_mode) || no_file(problem, file->path);
}

/* open_hidden - makes the file under a name that nobody can foresee */
static bool open_hidden(struct file_new *file)
{
	uint64_t random;
	int fd;

	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random) ||
	    asprintf(&file->hidden, ".danescope-%016llx", (unsigned long long)random) < 0) {
		file->hidden = NULL;
		return false;
	}
	fd = openat(file->directory, file->hidden,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0) {
		free(file->hidden);
		file->hidden = NULL;
		return false;
	}
	file->stream = fdopen(fd, "w");
	if (file->stream == NULL)
		close(fd);
	return file->stream != NULL;
}

/* file_new_open - begins a file beside its name */
struct file_new *file_new_open(const char *path, char *problem)
{
	struct file_new *file = calloc(1, sizeof(*file));
	const char *slash;

	if (file == NULL || (file->path = strdup(path)) == NULL) {
		free(file);
		cannot_write(problem, path, ENOMEM);
		return NULL;
	}
	slash = strrchr(file->path, '/');
	file->name = slash != NULL ? slash + 1 : file->path;
	file->directory = open_directory(file->path, file->name);
	if (file->directory < 0)
		cannot_write(problem, path, errno);
	else if (*file->name == '\0')
		no_file(problem, path);
	else if (target_allowed(file, problem)) {
		if (open_hidden(file))
			return file;
		cannot_write(problem, path, errno);
	}
	return file_new_discard(file);
}

/* file_new_stream - where to write to */
FILE *file_new_stream(struct file_new *file)
{
	return file->stream;
}

/* file_new_commit - to disk, and under its name */
bool file_new_commit(struct file_new *file, char *problem)
{
	bool done = false;

	errno = EIO; /* for a stream that failed before */
	if (ferror(file->stream) || fflush(file->stream) != 0 || fsync(fileno(file->stream)) != 0)
		cannot_write(problem, file->path, errno);
	else if (!target_allowed(file, problem))
		done = false;
	else if (renameat(file->directory, file->hidden, file->directory, file->name) != 0)
		cannot_write(problem, file->path, errno);
	else
		done = true;
	if (done) {
		free(file->hidden);
		file->hidden = NULL;
		/* a directory that cannot be synced (some network file systems) has the file anyway */
		(void)fsync(file->directory);
	}
	file_new_discard(file);
	return done;
}

/* file_new_discard - as if it had never been begun */
struct file_new *file_new_discard(struct file_new *file)
{
	if (file == NULL)
		return NULL;
	if (file->stream != NULL)
		fclose(file->stream);
	if (file->hidden != NULL)
		unlinkat(file->directory, file->hidden, 0);
	if (file->directory >= 0)
		close(file->directory);
	free(file->hidden);
	free(file->path);
	free(file);
	return NULL;
}
