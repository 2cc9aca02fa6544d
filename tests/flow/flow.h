/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts-now.h"
#include "lock-now.h"
#include "provider-client.h"
#include "sign-in.h"

/* For tests of sign-in: one provider, and an account of its own for every run. The browser is
 * played by provider_browse_async(), and the keyring is the session's (tests/session). */
typedef struct
{
  TesseraAccounts *accounts;
  TesseraAccount *account;
  TesseraSignIn *sign_in;
  GCancellable *cancellable;

  /* Before flow_run(). */
  guint timeout;          /* seconds; 0: the default */
  gboolean opens_browser; /* that of leave.h, which follows no link by itself */
  gboolean no_memory;     /* as in the terminal: what is not stored is revoked */
  const char *cancel_at;  /* the step at whose announcement the person cancels */
  gboolean cancel_later;  /* not at once, but when it is under way */
  gboolean no_answer;     /* the person never comes back from the browser */
  gboolean page_hangs;    /* the provider keeps the browser waiting: close the tab in the end */

  /* After it. */
  GString *steps;    /* all that was announced */
  guint page_status; /* of the page that the browser ended with */
  char *page;        /* (nullable) */
} Flow;

/* @config: what is to be added; its name is made unique. */
Flow *flow_new (const TesseraAccountConfig *config);
void flow_free (Flow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Flow, flow_free)

/* A configuration of an account at @issuer. */
TesseraAccountConfig *flow_make_config (const char *issuer);

/* Signs in, up to the end of the flow and of the browser's last request. Asserts that the port is
 * closed by then. May run again: with a new TesseraSignIn. */
gboolean flow_run (Flow *self, GError **error);

/* Asserts that the flow ended with an error of @exit_code and left nothing behind: signed out, no
 * token in the keyring, and no page that says otherwise. */
void flow_assert_failed (Flow *self, const GError *error, int exit_code);

/* Asserts that zoe is signed in, in memory, keyring and state file. */
void flow_assert_signed_in (Flow *self, const GError *error);

/* How many items of kind "tokens" the keyring holds for the account, asked for without Tessera's
 * own code. */
guint flow_count_stored (TesseraAccount *account);

/* Waits until *@pointer is no longer NULL. */
void flow_wait (gpointer pointer);

/* A GAsyncReadyCallback: puts a reference to the result into user_data (GAsyncResult **). */
void flow_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);
