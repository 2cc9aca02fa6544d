/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts.h"
#include "activity.h"
#include "provider-client.h"

/* Where a C test of the window plays, in a session of its own (tests/session/with-session): a
 * provider that asks a person nothing, an account there, and a browser. */
typedef struct
{
  ProviderProcess *provider;
  TesseraAccounts *accounts; /* watched */
  TesseraAccount *account;   /* of @accounts, with a name of its own */
  GPtrArray *browsing;       /* GCancellable */
  guint opened;              /* how often the scripted browser began */
} Stage;

/* @provider_options: (nullable, NULL-terminated) those of tessera-provider. @scopes: (nullable)
 * those of the account. */
Stage *stage_new (const char *const *provider_options, const char *const *scopes);
void stage_free (Stage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_free)

/* A configuration like that of @account, to be changed. Returns: (transfer full) */
TesseraAccountConfig *stage_copy_config (TesseraAccount *account);

/* A browser that opens every link that @activity gives. */
void stage_browse (Stage *self, TesseraActivity *activity);

/* Waits until nothing runs. */
void stage_wait_for_end (TesseraActivity *activity);

/* Waits until @activity is at that step (its text in English). */
void stage_wait_for_step (TesseraActivity *activity, const char *step);

void stage_wait_for_state (TesseraAccount *account, TesseraAccountState state);

/* Waits until the object's property has the value; @value: (nullable) */
void stage_wait_for_string (gpointer object, const char *property, const char *value);
void stage_wait_for_boolean (gpointer object, const char *property, gboolean value);

/* Signs in, or out, as another process does: @self's account learns it from its files. */
void stage_sign_in_elsewhere (Stage *self);
void stage_sign_out_elsewhere (Stage *self);

/* Locks the keyring, as a screen saver may, and unlocks it, as the person does. */
void stage_lock_keyring (void);
void stage_unlock_keyring (void);

/* Deletes everything from the keyring, as a person may with another program. */
void stage_empty_keyring (void);

/* Sends a signal to the Secret Service: SIGSTOP, and it answers nobody until SIGCONT. */
void stage_signal_keyring (int number);

/* (transfer full) (nullable) */
char *stage_get_string (gpointer object, const char *property);
