/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stories of the practice network: one block a domain. To add a story, add a block; keys,
 * addresses, name servers and certificates follow by themselves. The ministries do not exist.
 */
#include "lab/stories.h"

#include "core/base/i18n.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The departments that they belong to. */
#define WATER    N_("Water and weather")
#define ROADS    N_("Roads and travel")
#define LAND     N_("Land and food")
#define MEASURES N_("Weights and measures")

static const struct lab_site stories[] = {
	{
		.domain.name = "minfiets.nl",
		.domain.verdict = "secured",
		.domain.group = ROADS,
		.domain.story = N_(
		    "All is well: signed, and both mail hosts show the key that their TLSA "
		    "record names (3 1 1)."),
		.keys = LAB_TWO_KEYS,
		.mx = { "10 mx1.minfiets.nl", "20 mx2.minfiets.nl" },
		.hosts = {
			{ .name = "mx1.minfiets.nl", .cert = LAB_CERT_SELF,
				.tlsa = { "3 1 1 own" }, .ipv6 = true },
			{ .name = "mx2.minfiets.nl", .cert = LAB_CERT_ISSUED,
				.tlsa = { "3 1 1 own", "3 1 1 other" } },
		},
	},
	{
		.domain.name = "minmolen.nl",
		.domain.verdict = "secured",
		.domain.group = LAND,
		.domain.story = N_(
		    "The issuer is pinned (2 1 1): certificates may change as long as the "
		    "same authority issues them."),
		.algorithm = LAB_ED25519,
		.mx = { "10 mail.minmolen.nl" },
		.hosts = {
			{ .name = "mail.minmolen.nl", .cert = LAB_CERT_ISSUED,
				.tlsa = { "2 1 1 issuer" } },
		},
	},
	{
		.domain.name = "minwind.nl",
		.domain.verdict = "unprotected",
		.domain.group = WATER,
		.domain.story = N_(
		    "The domain is not signed: whoever can forge DNS answers decides where "
		    "the mail goes."),
		.signing = LAB_UNSIGNED,
		.mx = { "10 mail.minwind.nl" },
		.hosts = { { .name = "mail.minwind.nl", .cert = LAB_CERT_ISSUED } },
	},
	{
		.domain.name = "minregen.nl",
		.domain.verdict = "unprotected",
		.domain.group = WATER,
		.domain.story = N_(
		    "Signed, but there is no TLSA record: encryption can be stripped on the "
		    "way and nobody notices."),
		.denial = LAB_NSEC3,
		.mx = { "10 mail.minregen.nl" },
		.hosts = { { .name = "mail.minregen.nl", .cert = LAB_CERT_ISSUED } },
	},
	{
		.domain.name = "mintulp.nl",
		.domain.verdict = "broken",
		.domain.group = LAND,
		.domain.story = N_(
		    "The certificate was replaced and the TLSA record forgotten: it still "
		    "names the old key."),
		.mx = { "10 mail.mintulp.nl" },
		.hosts = {
			{ .name = "mail.mintulp.nl", .cert = LAB_CERT_ISSUED,
				.tlsa = { "3 1 1 other" } },
		},
	},
	{
		.domain.name = "minkaas.nl",
		.domain.verdict = "broken",
		.domain.group = LAND,
		.domain.story = N_(
		    "The signatures expired two days ago: the signer stopped and nobody "
		    "looked."),
		.signing = LAB_EXPIRED,
		.keys = LAB_TWO_KEYS,
		.mx = { "10 mail.minkaas.nl" },
		.hosts = {
			{ .name = "mail.minkaas.nl", .cert = LAB_CERT_SELF,
				.tlsa = { "3 1 1 own" } },
		},
	},
	{
		.domain.name = "mindijk.nl",
		.domain.verdict = "broken",
		.domain.group = WATER,
		.domain.story = N_(
		    "The DS record at nl. is that of an old key: the chain of trust ends at "
		    "the parent."),
		.signing = LAB_OLD_DS,
		.denial = LAB_NSEC3,
		.mx = { "10 mail.mindijk.nl" },
		.hosts = {
			{ .name = "mail.mindijk.nl", .cert = LAB_CERT_SELF,
				.tlsa = { "3 1 1 own" } },
		},
	},
	{
		.domain.name = "minpolder.nl",
		.domain.verdict = "unprotected",
		.domain.group = WATER,
		.domain.story = N_(
		    "The domain is signed, its mail host lives in a zone that is not: the "
		    "TLSA record there counts for nothing."),
		.mx = { "10 mx1.polderpost.com" },
	},
	{
		.domain.name = "minschaats.nl",
		.domain.verdict = "broken",
		.domain.group = ROADS,
		.domain.story = N_(
		    "A TLSA record promises encryption, and the mail host does not offer "
		    "STARTTLS."),
		.keys = LAB_TWO_KEYS,
		.denial = LAB_NSEC3,
		.mx = { "10 mail.minschaats.nl" },
		.hosts = {
			{ .name = "mail.minschaats.nl", .cert = LAB_CERT_NONE,
				.tlsa = { "3 1 1 other" } },
		},
	},
	{
		.domain.name = "minduin.nl",
		.domain.verdict = "broken",
		.domain.group = WATER,
		.domain.story = N_(
		    "Of two mail hosts the second shows a key that its TLSA record does not "
		    "name."),
		.mx = { "10 mx1.minduin.nl", "20 mx2.minduin.nl" },
		.hosts = {
			{ .name = "mx1.minduin.nl", .cert = LAB_CERT_SELF,
				.tlsa = { "3 1 1 own" } },
			{ .name = "mx2.minduin.nl", .cert = LAB_CERT_SELF,
				.tlsa = { "3 1 1 other" } },
		},
	},
	{
		.domain.name = "minstroop.nl",
		.domain.verdict = "no-mail",
		.domain.group = LAND,
		.domain.story = N_(
		    "The domain says that it takes no mail (null MX)."),
		.mx = { "0 ." },
	},
	{
		.domain.name = "minveer.nl",
		.domain.verdict = "unprotected",
		.domain.group = ROADS,
		.domain.story = N_(
		    "Hosted mail under the provider's old name: that zone is not signed, so "
		    "the tenant cannot be protected."),
		.servers = "oefendns.nl",
		.mx = { "10 minveer-nl.mail.protection.outlook.com" },
	},
	{
		.domain.name = "minsluis.nl",
		.domain.verdict = "secured",
		.domain.group = WATER,
		.domain.story = N_(
		    "Hosted mail under the provider's new name: signed, and one of its two "
		    "TLSA records matches, which is enough."),
		.servers = "oefendns.nl",
		.mx = { "10 minsluis-nl.j-v1.mx.microsoft" },
	},
	{
		.domain.name = "minbrug.nl",
		.domain.verdict = "partial",
		.domain.group = ROADS,
		.domain.story = N_(
		    "The mail host is in perfect order, the domain itself is not signed: an "
		    "attacker can name another host."),
		.signing = LAB_UNSIGNED,
		.servers = "oefendns.nl",
		.mx = { "10 mx1.oefenpost.nl" },
	},
	{
		.domain.name = "mingans.nl",
		.domain.verdict = "partial",
		.domain.group = LAND,
		.domain.story = N_(
		    "The first mail host is protected, the second has no TLSA record: an "
		    "attacker picks the weak one."),
		.mx = { "10 mx1.oefenpost.nl", "20 mx2.mingans.nl" },
		.hosts = { { .name = "mx2.mingans.nl", .cert = LAB_CERT_SELF } },
	},
	{
		.domain.name = "minspiegel.nl",
		.domain.verdict = "secured",
		.domain.group = MEASURES,
		.domain.story = N_(
		    "The mail host is an alias of another name: it works, though mail "
		    "standards advise against it."),
		.mx = { "10 mail.minspiegel.nl" },
		.more = { "mail.minspiegel.nl. 3600 IN CNAME mx1.oefenpost.nl." },
	},
	{
		.domain.name = "minklok.nl",
		.domain.verdict = "secured",
		.domain.group = MEASURES,
		.domain.story = N_(
		    "The certificate expired yesterday: under 3 1 1 that does not count, "
		    "yet some senders look at it."),
		.denial = LAB_NSEC3,
		.mx = { "10 mail.minklok.nl" },
		.hosts = {
			{ .name = "mail.minklok.nl", .cert = LAB_CERT_EXPIRED,
				.tlsa = { "3 1 1 own" } },
		},
	},
	{
		.domain.name = "minmist.nl",
		.domain.verdict = "broken",
		.domain.group = WATER,
		.domain.story = N_(
		    "The name servers fail when asked for a TLSA record: careful senders "
		    "keep the mail back."),
		.tlsa_quirk = LAB_TLSA_SERVFAIL,
		.mx = { "10 mail.minmist.nl" },
		.hosts = {
			{ .name = "mail.minmist.nl", .cert = LAB_CERT_SELF,
				.tlsa = { "3 1 1 own" } },
		},
	},
	{
		.domain.name = "minkompas.nl",
		.domain.verdict = "partial",
		.domain.group = MEASURES,
		.domain.story = N_(
		    "The only TLSA record has usage 1, which mail does not use: encrypted "
		    "for certain, to whom is unknown."),
		.mx = { "10 mail.minkompas.nl" },
		.hosts = {
			{ .name = "mail.minkompas.nl", .cert = LAB_CERT_ISSUED,
				.tlsa = { "1 1 1 own" } },
		},
	},
};

/* The scenery. The root comes first: its servers have the first addresses. */
static const struct lab_site providers[] = {
	{ .domain.name = ".", .algorithm = LAB_RSA, .keys = LAB_TWO_KEYS },
	{
		.domain.name = "nl",
		.keys = LAB_TWO_KEYS,
		.denial = LAB_NSEC3_OPTOUT,
	},
	{
		.domain.name = "com",
		.algorithm = LAB_P384,
		.denial = LAB_NSEC3_OPTOUT,
	},
	{ .domain.name = "microsoft", .algorithm = LAB_RSA },
	/* A name-server company: zones of other top-level domains come to it without glue. */
	{ .domain.name = "oefendns.nl" },
	/* A mail company that does everything right. */
	{
		.domain.name = "oefenpost.nl",
		.mx = { "10 mx1.oefenpost.nl" },
		.hosts = {
			{ .name = "mx1.oefenpost.nl", .cert = LAB_CERT_ISSUED,
				.tlsa = { "3 1 1 own", "2 1 1 issuer" } },
		},
	},
	/* A mail company that publishes TLSA records in an unsigned zone. */
	{
		.domain.name = "polderpost.com",
		.signing = LAB_UNSIGNED,
		.servers = "oefendns.nl",
		.mx = { "10 mx1.polderpost.com" },
		.hosts = {
			{ .name = "mx1.polderpost.com", .cert = LAB_CERT_ISSUED,
				.tlsa = { "3 1 1 own" } },
		},
	},
	/* Hosted mail, old names. */
	{
		.domain.name = "outlook.com",
		.signing = LAB_UNSIGNED,
		.tlsa_quirk = LAB_TLSA_NOTIMP,
		.hosts = {
			{ .name = "minveer-nl.mail.protection.outlook.com",
				.cert = LAB_CERT_ISSUED },
		},
	},
	/* Hosted mail, new names. */
	{ .domain.name = "mx.microsoft" },
	{
		.domain.name = "j-v1.mx.microsoft",
		.servers = "mx.microsoft",
		.hosts = {
			{ .name = "minsluis-nl.j-v1.mx.microsoft", .cert = LAB_CERT_ISSUED,
				.tlsa = { "3 1 1 own", "3 1 1 other" } },
		},
	},
	/* Where the letter goes that the attacker wants to read (stage.h). All is well with it. */
	{
		.domain.name = "minbrief.nl",
		.mx = { "10 mail.minbrief.nl" },
		.hosts = {
			{ .name = "mail.minbrief.nl", .cert = LAB_CERT_ISSUED,
				.tlsa = { "3 1 1 own" }, .takes_mail = true },
		},
	},
};

/* lab_provider_count - how many sites are scenery */
size_t lab_provider_count(void)
{
	return COUNT(providers);
}

/* lab_provider - the i-th site of the scenery */
const struct lab_site *lab_provider(size_t i)
{
	return &providers[i];
}

/* lab_story - the i-th site with a story */
const struct lab_site *lab_story(size_t i)
{
	return &stories[i];
}

/* lab_domain_count - how many domains have a story */
size_t lab_domain_count(void)
{
	return COUNT(stories);
}

/* lab_domain - name, verdict and story of the i-th domain */
const struct lab_domain *lab_domain(size_t i)
{
	return &stories[i].domain;
}
