/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* application/x-www-form-urlencoded parameters, with repeated ones kept apart: a hash table of
 * strings would hide them, and RFC 6749 §3.1 forbids them. */
typedef struct _Form Form;

/* @text: (nullable) a query or a body. Returns: (nullable): NULL if it is malformed. */
Form *form_parse (const char *text);
void form_free (Form *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Form, form_free)

/* The first value, or NULL where there is none or an empty one (RFC 6749 §3.1). */
const char *form_get (const Form *self, const char *name);

/* All values (RFC 8707 §2 lets "resource" be repeated). */
GStrv form_get_all (const Form *self, const char *name);

/* The name of a parameter that is repeated and may not be, or NULL. */
const char *form_find_repeated (const Form *self);
