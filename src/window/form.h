/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"
#include "preset.h"

#include <adwaita.h>

/* The entries of an account, as the dialog that adds one and its settings page show them. It
 * writes nothing: see account-save.h.
 *
 * Signals:
 *   "changed"                               the person changed it
 *   "activated"                             Enter in an entry
 *   "more"                                  the entries behind "More Options" are shown
 *   "recognized" (gpointer TesseraPresetMatch) the person wants the provider that an address that
 *                                           was pasted belongs to; the match is the signal's */

#define TESSERA_TYPE_FORM (tessera_form_get_type ())
G_DECLARE_FINAL_TYPE (TesseraForm, tessera_form, TESSERA, FORM, AdwBin)

/* Which entries are there. */
typedef enum
{
  TESSERA_FORM_SETTINGS, /* all */
  TESSERA_FORM_NEW,      /* issuer, client ID, secret and name; the rest behind "More Options" */
  TESSERA_FORM_PRESET,   /* name; the rest behind "More Options", but for what a preset knows */
} TesseraFormKind;

/* Shows @config. @kind: see there. @preset: (nullable) of TESSERA_FORM_PRESET: it asks for some of
 * the entries itself. @account: (nullable) the one that @config belongs to, whose stored client
 * secret can be seen to exist. @cancellable: of the look at the keyring. */
void tessera_form_show (TesseraForm *self,
                        TesseraFormKind kind,
                        const TesseraPreset *preset,
                        const TesseraAccountConfig *config,
                        TesseraAccount *account,
                        GCancellable *cancellable);

/* Writes what the person changed into @config: the account as it is by now, or what its preset
 * says. */
void tessera_form_apply (TesseraForm *self, TesseraAccountConfig *config);

/* Returns: (nullable) the client secret to store; "": the stored one is to be deleted; NULL: it
 * stays. */
const char *tessera_form_get_client_secret (TesseraForm *self);

/* Whether the entries can only be read. */
void tessera_form_set_read_only (TesseraForm *self, gboolean read_only);

/* Enters @name, unless the person has chosen another one. */
void tessera_form_propose_name (TesseraForm *self, const char *name);

/* Enters what was pasted elsewhere as the issuer. */
void tessera_form_set_issuer (TesseraForm *self, const char *issuer);

/* The redirect URIs of @config, in the row that shows them. */
void tessera_form_show_redirect (TesseraForm *self, const TesseraAccountConfig *config);

/* Takes the keyboard to the first entry. */
void tessera_form_focus (TesseraForm *self);

/* Marks the entry that @error, why @config could not be saved, is about, and takes the keyboard
 * there. Returns: whether there is one. */
gboolean
tessera_form_mark (TesseraForm *self, const TesseraAccountConfig *config, const GError *error);

/* Marks none. */
void tessera_form_unmark (TesseraForm *self);
