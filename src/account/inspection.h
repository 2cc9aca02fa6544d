/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "claim.h"

/* What a token says, taken apart for a person to look at. Nothing in it is checked. Holds no part
 * of the token's signature. */

typedef enum
{
  TESSERA_TOKEN_FORM_SIGNED,    /* a JWS: header and content can be read */
  TESSERA_TOKEN_FORM_ENCRYPTED, /* a JWE (RFC 7516 §3.1): the header alone can be read */
  TESSERA_TOKEN_FORM_OPAQUE,    /* nothing can be read */
} TesseraTokenForm;

typedef struct
{
  TesseraTokenForm form;
  GPtrArray *header; /* (element-type TesseraClaim), in the token's order, as the next one */
  GPtrArray *claims; /* empty where the content is no JSON object */
  char *content;     /* (nullable) the content then: as text, or as base64url. Escaped */
  char *json;        /* (nullable) header and claims as JSON, indented; NULL without claims. What
                        could look like other text is escaped as JSON does it */
} TesseraInspection;

/* @token: a token in compact serialisation, or any other. @now: wall clock, in seconds. Takes
 * a time that grows with the token's length alone: ten thousand claims are no harm.
 * Returns: (transfer full) */
TesseraInspection *tessera_inspection_new (const char *token, gint64 now);
void tessera_inspection_free (TesseraInspection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraInspection, tessera_inspection_free)
