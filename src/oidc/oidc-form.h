/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Parameters in application/x-www-form-urlencoded (RFC 6749 appendix B), read strictly: a
 * redirect's query, or the answer of some token endpoints. */
typedef struct _OidcForm OidcForm;

/* Reads @length bytes at @text (-1: up to the NUL). It never fails: the functions below tell
 * what is wrong. Empty parts (&&) are skipped. */
OidcForm *oidc_form_parse (const char *text, gssize length);
void oidc_form_free (OidcForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcForm, oidc_form_free)

/* Whether a name or value has wrong percent-encoding, a NUL or bytes that are not UTF-8, or
 * there are more than OIDC_FORM_MAX_PARAMETERS. The value of error_description, which only a person
 * reads, may be anything: where it is not UTF-8 it is taken for ISO 8859-1. */
#define OIDC_FORM_MAX_PARAMETERS 100
gboolean oidc_form_is_malformed (const OidcForm *self);

/* Whether a name occurs more than once (RFC 6749 §3.1 forbids it). */
gboolean oidc_form_has_repeated (const OidcForm *self);

/* How often @name occurs, also with a value that cannot be decoded. */
guint oidc_form_count (const OidcForm *self, const char *name);

/* The value of the first parameter called @name; NULL if there is none, it cannot be decoded or is
 * empty (which counts as omitted, RFC 6749 §3.1). Owned by @self. */
const char *oidc_form_get (const OidcForm *self, const char *name);

/* The names of all parameters, in no order, also of those for which oidc_form_get() returns
 * NULL. Returns: (transfer container) (array zero-terminated=1). */
const char **oidc_form_get_names (const OidcForm *self);
