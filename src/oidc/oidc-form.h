/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* application/x-www-form-urlencoded (RFC 6749 appendix B), read strictly: what the browser brings
 * back, and what some token endpoints answer. */
typedef struct _OidcForm OidcForm;

/* Reads @length bytes at @text (-1: up to the NUL). Never fails: what is wrong is told by the
 * functions below. Parts without a name and value (&&) are skipped. */
OidcForm *oidc_form_parse (const char *text, gssize length);
void oidc_form_free (OidcForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcForm, oidc_form_free)

/* Whether a name or value is not percent-encoded right, holds NUL or is not UTF-8, or there are more
 * than OIDC_FORM_MAX_PARAMETERS. */
#define OIDC_FORM_MAX_PARAMETERS 100
gboolean oidc_form_is_malformed (const OidcForm *self);

/* Whether a name is there more than once (RFC 6749 §3.1 forbids it). */
gboolean oidc_form_has_repeated (const OidcForm *self);

/* How often @name is there, an undecodable value included. */
guint oidc_form_count (const OidcForm *self, const char *name);

/* The value of the first parameter called @name; NULL if there is none, it cannot be decoded or is
 * empty (which counts as omitted, RFC 6749 §3.1). Owned by @self. */
const char *oidc_form_get (const OidcForm *self, const char *name);

/* Calls @func with each name and value that oidc_form_get() would give. */
typedef void (*OidcFormFunc) (const char *name, const char *value, gpointer user_data);
void oidc_form_foreach (const OidcForm *self, OidcFormFunc func, gpointer user_data);
