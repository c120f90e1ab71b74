/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How to point a tool at the lab, in words that can be copied to a shell.
 */
#include "lab/lab.h"

#include "core/base/i18n.h"

/* print_danescope - this program */
static void print_danescope(FILE *out, const struct lab_view *view, const char *command)
{
	const char *domain = lab_domain(0)->name;

	fprintf(out, "%s\n", _("danescope, through the practice resolver:"));
	fprintf(out,
	    "  %s check --resolver %s@%u --trust-anchor %s \\\n"
	    "    --smtp-port %u --tlsa-port %u %s\n\n",
	    command, view->resolver, view->dns_port, view->anchor, view->smtp_port, view->tlsa_port,
	    domain);
	fprintf(out, "%s\n", _("danescope, from the practice root down, without a resolver:"));
	fprintf(out,
	    "  %s check --iterate --root-hints %s --dns-port %u --trust-anchor %s \\\n"
	    "    --smtp-port %u --tlsa-port %u %s\n\n",
	    command, view->hints, view->dns_port, view->anchor, view->smtp_port, view->tlsa_port,
	    domain);
}

/* print_dns_tools - what others use to look at DNS */
static void print_dns_tools(FILE *out, const struct lab_view *view)
{
	const char *domain = lab_domain(0)->name;
	const char *server = view->resolver;
	unsigned port = view->dns_port;

	fprintf(out, "%s\n", _("Other tools, DNS:"));
	fprintf(out, "  dig @%s -p %u +dnssec %s MX\n", server, port, domain);
	fprintf(out, "  dig @%s -p %u +dnssec +norecurse nl NS\n", view->root_server, port);
	fprintf(
	    out, "  delv @%s -p %u -a %s +root=. %s MX\n", server, port, view->bind_keys, domain);
	fprintf(out, "  drill -p %u -k %s -S %s @%s MX\n", port, view->anchor, domain, server);
	fprintf(out, "  unbound-host -C %s -v -t MX %s\n\n", view->unbound_conf, domain);
}

/* print_mail_tools - what others use to look at a mail host */
static void print_mail_tools(FILE *out, const struct lab_view *view)
{
	fprintf(out, "%s\n", _("Other tools, mail:"));
	fprintf(out, "  openssl s_client -starttls smtp -connect %s:%u -servername %s -showcerts\n",
	    view->mail_address, view->smtp_port, view->mail_host);
	fprintf(out, "  posttls-finger -c -l encrypt -L verbose \"[%s]:%u\"\n\n",
	    view->mail_address, view->smtp_port);
}

/* lab_print_usage - all of it */
int lab_print_usage(FILE *out, const struct lab_view *view, const char *command)
{
	print_danescope(out, view, command);
	print_dns_tools(out, view);
	print_mail_tools(out, view);
	return ferror(out) ? -1 : 0;
}

/* lab_print_domains - name, expected verdict, story */
int lab_print_domains(FILE *out)
{
	for (size_t i = 0; i < lab_domain_count(); i++) {
		const struct lab_domain *domain = lab_domain(i);

		fprintf(out, "%-16s %-12s %s\n", domain->name, domain->verdict, _(domain->story));
	}
	return ferror(out) ? -1 : 0;
}
