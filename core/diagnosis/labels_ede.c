/* SPDX-License-Identifier: BSD-2-Clause */
/* labels_ede - Extended DNS Errors in words for people (RFC 8914 section 4, IANA's list) */
#include "core/base/i18n.h"
#include "core/diagnosis/labels.h"

/* ds_ede_label - why a resolver says that it failed */
const char *ds_ede_label(int code)
{
	static const char *const labels[] = {
		N_("another error"),
		N_("a signing algorithm that it does not support"),
		N_("a DS digest that it does not support"),
		N_("an old answer, kept past its time"),
		N_("an answer made up by local rules"),
		N_("it could not establish whether the zone is signed"),
		N_("the proof fails (DNSSEC bogus)"),
		N_("a signature has expired"),
		N_("a signature is not yet valid"),
		N_("the key that the DS names is missing"),
		N_("signatures are missing"),
		N_("no key has the zone flag"),
		N_("the proof that it is absent (NSEC) is missing"),
		N_("a failure that it remembers from before"),
		N_("it is not ready yet"),
		N_("blocked by the resolver's operator"),
		N_("censored on orders from outside"),
		N_("filtered at the user's wish"),
		N_("it does not serve this client"),
		N_("an old \"no such name\", kept past its time"),
		N_("the server does not answer for this zone"),
		N_("it does not support this"),
		N_("no name server of the zone could be reached"),
		N_("an error of the network on the way to the name servers"),
		N_("data that cannot be used"),
		N_("a signature that ends before it begins"),
		N_("a message that came too early"),
		N_("NSEC3 parameters that it does not support"),
		N_("it could not follow its own rules of transport"),
		N_("an answer put together from a proof that it had"),
	};

	if (code < 0 || (size_t)code >= sizeof labels / sizeof *labels)
		return N_("a reason without a name");
	return labels[code];
}
