/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"

/* The texts in which the form shows an account's configuration, one for each entry. */
typedef enum
{
  TESSERA_FORM_TEXT_NAME,
  TESSERA_FORM_TEXT_ISSUER,
  TESSERA_FORM_TEXT_CLIENT_ID,
  TESSERA_FORM_TEXT_SCOPES,        /* parted by blanks: RFC 6749 §3.3 allows none inside */
  TESSERA_FORM_TEXT_REDIRECT_URIS, /* parted by blanks: RFC 3986 allows none inside */
  TESSERA_FORM_TEXT_AUDIENCE,
  TESSERA_FORM_TEXT_RESOURCES,   /* parted by blanks */
  TESSERA_FORM_TEXT_AUTH_PARAMS, /* name=value, parted by ";"; one in a value is written "\;" */
  TESSERA_FORM_TEXT_AUTHORIZATION_ENDPOINT,
  TESSERA_FORM_TEXT_TOKEN_ENDPOINT,
  TESSERA_FORM_TEXT_JWKS_URI,
  TESSERA_FORM_TEXT_USERINFO_ENDPOINT,
  TESSERA_FORM_TEXT_REVOCATION_ENDPOINT,
  TESSERA_FORM_TEXT_END_SESSION_ENDPOINT,
  TESSERA_FORM_TEXT_HOSTS, /* parted by blanks */
  TESSERA_FORM_TEXT_CA_FILE,
  TESSERA_FORM_TEXT_CLIENT_CERT,
  TESSERA_FORM_TEXT_CLIENT_KEY,
  TESSERA_FORM_TEXT_N_FIELDS
} TesseraFormTextField;

/* The text that shows @field of @config: UTF-8, empty where nothing is configured.
 * Returns: (transfer full) */
char *tessera_form_text_show (const TesseraAccountConfig *config, TesseraFormTextField field);

/* Writes @field of @config as @text says it, without the blanks around it; an empty text takes
 * it out. What a person has not touched stays as it is: nothing is written where @text is what
 * tessera_form_text_show() gave for @shown, the configuration that the form was opened with. */
void tessera_form_text_apply (TesseraAccountConfig *config,
                              const TesseraAccountConfig *shown,
                              TesseraFormTextField field,
                              const char *text);
