/* SPDX-License-Identifier: BSD-2-Clause */
/* facts - what a TLS handshake showed, as lines of the dialogue */
#ifndef DS_CORE_SMTP_FACTS_H
#define DS_CORE_SMTP_FACTS_H

struct net_tls;

/* Tells the version, cipher and group, the name asked for, and each certificate, one line each. Text
 * is fit for a terminal and valid during the call. Certificates are left out where memory is. */
void facts_tell(
    const struct net_tls *, const char *sni, void (*tell)(void *arg, const char *text), void *arg);

#endif
