/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"
#include "preset.h"

/* The first question of “tessera add”: which provider. */
typedef struct
{
  const TesseraPreset *preset; /* (nullable) NULL: another one */
  GHashTable *values; /* (nullable) values of its fields that are known from what was pasted */
  char *issuer;       /* (nullable) that metadata named, where an address was looked up */
} TesseraProviderAnswer;

void tessera_provider_answer_clear (TesseraProviderAnswer *self);

/* Shows the presets and takes a number, a name, or what was pasted from a provider; an address that
 * nobody knows is looked up, at its parent paths too. *answer: (out), to be cleared. Errors:
 * G_IO_ERROR_CANCELLED. */
gboolean
tessera_provider_question_ask (TesseraCall *call, TesseraProviderAnswer *answer, GError **error);
