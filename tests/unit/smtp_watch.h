/* SPDX-License-Identifier: BSD-2-Clause */
/* smtp_watch - a dialogue with a scripted server, and what a watcher saw of it */
#ifndef DS_TESTS_UNIT_SMTP_WATCH_H
#define DS_TESTS_UNIT_SMTP_WATCH_H

#include "core/smtp/session.h"
#include "tests/unit/net_script.h"

/* clang-format off */
/* Acts of a script. */
#define connects() { .act = SCRIPT_CONNECT }
#define says(t)    { .act = SCRIPT_SAY, .text = t, .len = sizeof(t) - 1 }
#define awaits(t)  { .act = SCRIPT_AWAIT, .text = t }
#define waits(n)   { .act = SCRIPT_WAIT, .ms = n }
#define ends()     { .act = SCRIPT_END }
#define over(e, t) { .act = SCRIPT_OVER, .error = e, .text = t }
#define clear()    { .act = SCRIPT_CLEAR, .text = "mx.example.org" }
#define tls_ok()   { .act = SCRIPT_TLS, .text = "mx.example.org", .tls = &watch_tls }

/* A dialogue up to a point, and its end. */
#define EHLO "EHLO probe.example\r\n"
#define CAPS "250-mx.example.org hello\r\n250-SIZE 1000\r\n250 STARTTLS\r\n"
#define to_ehlo  connects(), says("220 mx ESMTP\r\n"), awaits(EHLO)
#define to_tls   to_ehlo, says(CAPS), awaits("STARTTLS\r\n")
#define to_ehlo2 to_tls, says("220 go\r\n"), tls_ok(), awaits(EHLO)
#define bye      awaits("QUIT\r\n"), says("221 bye\r\n"), ends()
/* clang-format on */

#define WATCH_LOG (256u << 10)

/* What a watcher saw of one dialogue. */
struct seen {
	char log[WATCH_LOG];
	size_t len;
	unsigned lines;
	enum ds_step step;
	size_t secured; /* certificates, + 1 */
	unsigned done;
	struct smtp_result result;
	char error[1024];
	struct smtp_session **cancel; /* cancelled at the line after this many */
	unsigned cancel_at;
};

/* A handshake without certificates. */
extern const struct net_tls watch_tls;

/* A session with the options of all tests, watched by `seen`. */
struct smtp_session *watch_start(struct net *, struct seen *, const char *ehlo);
/* A dialogue from beginning to end, delivered as net_script_new says; free() the result. The test
 * fails where the client does what the script did not await. */
struct seen *watch_run(const struct script *, size_t chunk, size_t cut);

#endif
