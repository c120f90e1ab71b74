/* SPDX-License-Identifier: BSD-2-Clause */
/* userfile - files of the user that the console reads and writes */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/userfile.h"
#include "tui/mem.h"

/* userfile_read - a whole file */
char *userfile_read(const char *path, size_t most)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text = NULL;
	size_t len = 0;
	ssize_t n = 1;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		errno = EINVAL;
	} else if ((size_t)st.st_size > most) {
		errno = EFBIG;
	} else {
		text = mem_new((size_t)st.st_size + 1, 1);
		while (len < (size_t)st.st_size && n > 0) {
			n = read(fd, text + len, (size_t)st.st_size - len);
			len += n > 0 ? (size_t)n : 0;
		}
		text[len] = '\0';
	}
	close(fd);
	return text;
}

/* put - all of a text into a file, and closed */
static bool put(int fd, const char *text, size_t len)
{
	bool ok = fd >= 0;
	int error;

	while (ok && len) {
		ssize_t n = write(fd, text, len);

		ok = n > 0 || (n < 0 && errno == EINTR);
		text += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	error = errno;
	if (fd >= 0 && close(fd) && ok)
		return false;
	errno = error;
	return ok;
}

/* make_folder - the folder of a file, and those above it */
static void make_folder(const char *path)
{
	char folder[PATH_MAX];

	if (snprintf(folder, sizeof folder, "%s", path) >= (int)sizeof folder)
		return;
	for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(folder, 0700);
		*slash = '/';
	}
}

/* userfile_replace - written aside, then moved into its place */
bool userfile_replace(const char *path, const char *text, size_t len)
{
	char aside[PATH_MAX];
	int fd, error;

	if (snprintf(aside, sizeof aside, "%s.XXXXXX", path) >= (int)sizeof aside) {
		errno = ENAMETOOLONG;
		return false;
	}
	make_folder(path);
	fd = mkostemp(aside, O_CLOEXEC);
	if (fd < 0)
		return false;
	if (put(fd, text, len) && !rename(aside, path))
		return true;
	error = errno;
	unlink(aside);
	errno = error;
	return false;
}

/* userfile_create - a new file */
bool userfile_create(const char *path, const char *text, size_t len)
{
	return put(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644), text, len);
}
