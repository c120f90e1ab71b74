/* SPDX-License-Identifier: BSD-2-Clause */
/* talk - what a resolver says, one message of it damaged; see talk.h */
#include "tests/bench/agree/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* talk_init - nothing has been said */
void talk_init(struct talk *t, const struct dns_world *w)
{
	memset(t, 0, sizeof *t);
	t->world = w;
	dns_must(pthread_mutex_init(&t->lock, NULL) == 0, "lock");
}

/* talk_clear - gives the messages back */
void talk_clear(struct talk *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->messages[i].wire);
	pthread_mutex_destroy(&t->lock);
}

/* talk_begin - a new case */
void talk_begin(struct talk *t)
{
	pthread_mutex_lock(&t->lock);
	t->which = NULL;
	for (size_t i = 0; i < t->n; i++)
		memset(t->messages[i].heard, 0, sizeof t->messages[i].heard);
	pthread_mutex_unlock(&t->lock);
}

/* first_step - leaves of a reply that follows an alias the alias alone, with the proof of a wildcard:
 * Unbound asks for the target anew, so that the rest is heard by one of both only */
static void first_step(ldns_pkt *pkt, const ldns_rdf *owner, ldns_rr_type type)
{
	ldns_rr_list *old = ldns_pkt_answer(pkt), *kept = ldns_rr_list_new();
	bool alias = false, wildcard = false;

	for (size_t i = 0; i < ldns_rr_list_rr_count(old); i++) {
		ldns_rr *rr = ldns_rr_list_rr(old, i);
		bool here = ldns_dname_compare(ldns_rr_owner(rr), owner) == 0;

		alias |= here && ldns_rr_get_type(rr) == LDNS_RR_TYPE_CNAME &&
			 type != LDNS_RR_TYPE_CNAME;
		if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_RRSIG && here)
			wildcard |= ldns_rdf2native_int8(ldns_rr_rrsig_labels(rr)) <
				    ldns_dname_label_count(owner);
		if (here || ldns_dname_is_subdomain(owner, ldns_rr_owner(rr)))
			ldns_rr_list_push_rr(kept, ldns_rr_clone(rr));
	}
	if (alias) {
		ldns_pkt_set_answer(pkt, kept);
		kept = old;
		ldns_pkt_set_section_count(pkt, LDNS_SECTION_ANSWER,
		    (uint16_t)ldns_rr_list_rr_count(ldns_pkt_answer(pkt)));
		ldns_pkt_set_rcode(pkt, LDNS_RCODE_NOERROR);
	}
	if (alias && !wildcard) {
		ldns_rr_list_deep_free(ldns_pkt_authority(pkt));
		ldns_pkt_set_authority(pkt, ldns_rr_list_new());
		ldns_pkt_set_section_count(pkt, LDNS_SECTION_AUTHORITY, 0);
	}
	ldns_rr_list_deep_free(kept);
}

/* make - the message that the world has */
static struct talk_message *make(struct talk *t, const char *name, unsigned type)
{
	struct talk_message *m = &t->messages[t->n++];
	ldns_rdf *owner = dns_name(name);
	ldns_pkt *pkt = dns_world_answer(t->world, owner, (ldns_rr_type)type);

	dns_must(t->n <= TALK_MESSAGES, "too many questions");
	first_step(pkt, owner, (ldns_rr_type)type);
	snprintf(m->name, sizeof m->name, "%s", name);
	m->type = type;
	dns_must(ldns_pkt2wire(&m->wire, pkt, &m->len) == LDNS_STATUS_OK && m->len <= TALK_WIRE,
	    "message");
	ldns_pkt_free(pkt);
	ldns_rdf_deep_free(owner);
	return m;
}

/* talk_hear - the message of a question */
size_t talk_hear(struct talk *t, enum listener who, const char *name, unsigned type, uint8_t *out)
{
	struct talk_message *m = NULL;
	size_t len;

	pthread_mutex_lock(&t->lock);
	for (size_t i = 0; i < t->n && m == NULL; i++)
		if (t->messages[i].type == type && strcasecmp(t->messages[i].name, name) == 0)
			m = &t->messages[i];
	if (m == NULL)
		m = make(t, name, type);
	m->heard[who] = true;
	len = m == t->which ? t->damaged_len : m->len;
	memcpy(out, m == t->which ? t->damaged : m->wire, len);
	pthread_mutex_unlock(&t->lock);
	return len;
}
