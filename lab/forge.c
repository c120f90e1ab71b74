/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Forged DNS answers.
 */
#include "lab/forge.h"

#include "lab/stage_impl.h"
#include "lab/world.h"

#define STRING_(x) #x
#define STRING(x)  STRING_(x)
#define TLSA_NAME  "_" STRING(LAB_TLSA_PORT) "._tcp." LAB_STAGE_HOST

/* asked_for - is this the question? */
static bool asked_for(const struct lab_query *query, ldns_rr_type type, const char *name)
{
	ldns_rdf *wanted = query->type == type ? ldns_dname_new_frm_str(name) : NULL;
	bool same = wanted != NULL && ldns_dname_compare(wanted, query->name) == 0;

	ldns_rdf_deep_free(wanted);
	return same;
}

/* leave_out - as if there were no such record: no records, no proof */
static void leave_out(ldns_pkt *reply)
{
	lab_packet_empty(reply);
	ldns_pkt_set_rcode(reply, LDNS_RCODE_NOERROR);
}

/* replace - one record of the attacker's own instead of all, without a signature */
static void replace(ldns_pkt *reply, const char *record)
{
	ldns_rr *rr = NULL;

	leave_out(reply);
	if (ldns_rr_new_frm_str(&rr, record, 60, NULL, NULL) != LDNS_STATUS_OK)
		return;
	if (!ldns_pkt_push_rr(reply, LDNS_SECTION_ANSWER, rr))
		ldns_rr_free(rr);
}

/* forge_mx - the mail is to come to the attacker's host, which he gives an address */
static void forge_mx(
    struct lab_stage *stage, int sender, ldns_pkt *reply, const struct lab_query *query)
{
	uint32_t address = LAB_NET | LAB_ATTACKER_NO;
	char record[128];

	if (asked_for(query, LDNS_RR_TYPE_MX, LAB_STAGE_DOMAIN)) {
		replace(reply, LAB_STAGE_DOMAIN ". IN MX 10 " LAB_ATTACKER_HOST ".");
		lab_stage_tell(
		    stage, sender, LAB_PART_MX, LAB_DEED_FORGED, 0, "10 %s", LAB_ATTACKER_HOST);
	} else if (asked_for(query, LDNS_RR_TYPE_A, LAB_ATTACKER_HOST)) {
		/* No forgery: for names of his own he answers himself. */
		snprintf(record, sizeof(record), LAB_ATTACKER_HOST ". IN A %u.%u.%u.%u",
		    address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
		replace(reply, record);
	}
}

/* lab_forge - as far as the attack of this moment works by the DNS */
void lab_forge(void *arg, int sender, ldns_pkt *reply, const struct lab_query *query)
{
	struct lab_stage *stage = arg;
	enum lab_attack attack = lab_stage_attack(stage);

	if (attack == LAB_ATTACK_MX)
		forge_mx(stage, sender, reply, query);
	if (attack == LAB_ATTACK_TLSA && asked_for(query, LDNS_RR_TYPE_TLSA, TLSA_NAME)) {
		leave_out(reply);
		lab_stage_tell(stage, sender, LAB_PART_TLSA, LAB_DEED_HID, 0, "TLSA %s", TLSA_NAME);
	}
}
