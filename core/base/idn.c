/* SPDX-License-Identifier: BSD-2-Clause */
/* idn - libidn2, which is not loaded before the first international name; see idn.h */
#include "core/base/idn.h"

#include <dlfcn.h>
#include <stddef.h>

#define LIBRARY "libidn2.so.0" /* the interface of idn2.h, since 2011 */

/* idn_load - once it is loaded it stays, and is only looked up */
bool idn_load(struct idn *idn)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

	if (library == NULL)
		return false;
	idn->to_ascii = dlsym(library, "idn2_to_ascii_8z");
	idn->to_unicode = dlsym(library, "idn2_to_unicode_8z8z");
	idn->free = dlsym(library, "idn2_free");
	dlclose(library);
	return idn->to_ascii != NULL && idn->to_unicode != NULL && idn->free != NULL;
}
