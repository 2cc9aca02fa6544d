/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The options that a command line gives, read by GOption: the callbacks below are the arg_data of
 * the entries in command.c (G_OPTION_ARG_CALLBACK), a TesseraOptions is their group's user_data.
 *
 * GOption's own G_OPTION_ARG_… types would lose three things. They let the last one of a repeated
 * option win, so that a script with two issuers signs in at either. They convert a value from the
 * locale's character set, which under cron is none; an entry with G_OPTION_FLAG_FILENAME keeps the
 * bytes. And they write to variables, which would be global ones here. GOption also ignores the
 * value of “--flag=value”, which tessera_options_take_flag() does not. */
typedef struct _TesseraOptions TesseraOptions;

/* @arguments: (nullable) the command line that will be parsed, up to its end or “--”. Copied. */
TesseraOptions *tessera_options_new (char **arguments);
void tessera_options_free (TesseraOptions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraOptions, tessera_options_free)

/* For an option without a value (G_OPTION_FLAG_NO_ARG), for one that is given at most once, and for
 * one that may be repeated. Errors: G_OPTION_ERROR_BAD_VALUE. */
gboolean
tessera_options_take_flag (const char *option, const char *value, gpointer options, GError **error);
gboolean
tessera_options_take_one (const char *option, const char *value, gpointer options, GError **error);
gboolean
tessera_options_take_many (const char *option, const char *value, gpointer options, GError **error);

/* Whether @option, named without its dashes, was given. */
gboolean tessera_options_has (TesseraOptions *self, const char *option);

/* The first value of @option: bytes as they were typed. (nullable) (transfer none) */
const char *tessera_options_get (TesseraOptions *self, const char *option);

/* The values of @option in their order, NULL if it was not given. (nullable) (transfer full) */
char **tessera_options_get_all (TesseraOptions *self, const char *option);

/* The value of @option as a number of seconds, at least @minimum; @fallback if it was not given.
 * Errors: G_OPTION_ERROR_BAD_VALUE. */
gboolean tessera_options_get_seconds (TesseraOptions *self,
                                      const char *option,
                                      guint minimum,
                                      guint fallback,
                                      guint *seconds,
                                      GError **error);
