/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Binding loopback addresses. Several labs may run at once, so that a port in use is an everyday
 * matter: whoever binds a set of sockets tries another port.
 */
#include "lab/sockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>
#include <event2/util.h>

#define PORT_LOWEST 20000
#define PORT_COUNT  12000 /* up to 32000: Linux gives outgoing connections 32768 and above */

/* lab_sockets_ipv4 - address and port of this machine */
socklen_t lab_sockets_ipv4(struct sockaddr_storage *to, uint32_t address, uint16_t port)
{
	struct sockaddr_in in = { .sin_family = AF_INET };

	in.sin_port = htons(port);
	in.sin_addr.s_addr = htonl(address);
	memset(to, 0, sizeof(*to));
	memcpy(to, &in, sizeof(in));
	return sizeof(in);
}

/* lab_sockets_ipv6 - ::1 and a port */
socklen_t lab_sockets_ipv6(struct sockaddr_storage *to, uint16_t port)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	in6.sin6_port = htons(port);
	in6.sin6_addr = in6addr_loopback;
	memset(to, 0, sizeof(*to));
	memcpy(to, &in6, sizeof(in6));
	return sizeof(in6);
}

/* lab_sockets_bind - one socket */
int lab_sockets_bind(int type, const struct sockaddr_storage *to, socklen_t length)
{
	int on = 1, saved;
	int fd = socket(to->ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	/* For TCP only: connections of an earlier lab that linger must not keep the port. */
	if (type == SOCK_STREAM && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0)
		goto fail;
	if (to->ss_family == AF_INET6 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) != 0)
		goto fail;
	if (bind(fd, (const struct sockaddr *)to, length) != 0)
		goto fail;
	return fd;
fail:
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

/* lab_sockets_have_ipv6 - by trying */
bool lab_sockets_have_ipv6(void)
{
	struct sockaddr_storage to;
	socklen_t length = lab_sockets_ipv6(&to, 0);
	int fd = lab_sockets_bind(SOCK_STREAM, &to, length);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

/* lab_sockets_random_port - one of PORT_COUNT */
uint16_t lab_sockets_random_port(void)
{
	uint32_t number;

	evutil_secure_rng_get_bytes(&number, sizeof(number));
	return (uint16_t)(PORT_LOWEST + number % PORT_COUNT);
}
