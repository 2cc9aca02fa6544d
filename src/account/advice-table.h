/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

#include "advice-repair.h"

/* A row applies if all of its conditions hold; the first row that applies is used. Words in braces
 * are replaced; a row does not apply if one of its values is unknown:
 *   {name}          the account's name, quoted for a shell
 *   {issuer}        the issuer that the provider's metadata names, quoted for a shell, where the
 *                   account can be changed
 *   {redirect_uri}  the redirect URIs
 *   {to_register}   the same, where they have to be registered
 *   {client_id}     the client ID
 *   {scopes}        the account's scopes
 *   {audience}      its audience and resources
 *   {prompt}        “prompt=none”, where the account has it
 *   {again}         a whole sentence that says to sign in again */
typedef struct
{
  const char *id;       /* tessera_error_reason() where there is one, else tessera_error_id() */
  const char *code;     /* (nullable) the OAuth error code */
  const char *words;    /* (nullable) part of the message, in small letters; "|" between several */
  const char *step;     /* (nullable) the sign-in's step */
  const char *provider; /* (nullable) the ID of the preset */
  const char *terminal;
  const char *window;   /* (nullable) where it is not the same */
  TesseraRepair repair; /* the window's button */
} TesseraAdviceRow;

/* For a person who looks at the provider's page, with and without a redirect URI to register. */
#define TESSERA_ADVICE_PAGE_AND_URI                                                                \
  N_ ("If the browser shows an error, compare the client ID “{client_id}” with the "           \
      "registered one, and register {to_register} as a redirect URI. {again}")
#define TESSERA_ADVICE_PAGE                                                                        \
  N_ ("If the browser shows an error, compare the client ID “{client_id}” with the "           \
      "registered one. {again}")

/* The advice for each error; the last row has no ID. */
extern const TesseraAdviceRow tessera_advice_table[];
