/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "flow.h"
#include "sign-out.h"

/* For tests of sign-out: what a Flow is for sign-in. The browser is a program that GIO starts, as
 * the system's handler of http, and that hands its arguments to this process, which then
 * browses. */
typedef struct
{
  Flow *flow; /* signed in */
  TesseraSignOut *sign_out;
  GCancellable *cancellable;

  /* Before leave_run(). */
  guint timeout;         /* seconds; 0: the default */
  guint browser_timeout; /* seconds; 0: the default */
  const char *cancel_at;
  gboolean cancel_later;
  gboolean stays_away; /* the browser is started, and does nothing */
  void (*at_step) (gpointer self, const char *step);

  /* After it. */
  GString *steps;
  gboolean was_opened; /* the browser */
  char *opened;        /* (nullable) all arguments of the browser */
  char *page;          /* (nullable) that the browser ended with */
  guint page_status;
} Leave;

/* Once, before anything else: the handler, in the session's own XDG directories. */
void leave_set_up (void);

/* Whether GIO finds a browser. */
void leave_set_browser (gboolean installed);

/* Waits until the browser was started. Returns: (transfer full) its arguments. */
char *leave_wait_for_browser (void);

/* Signs in an account at the provider. @config: (nullable) */
Leave *leave_new (ProviderProcess *provider, const TesseraAccountConfig *config);
void leave_free (Leave *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leave, leave_free)

/* Signs out, up to the end of the flow, and of the browser's last request unless the flow was
 * stopped. Once. */
gboolean leave_run (Leave *self, GError **error);

/* Asserts that the sign-out succeeded and nothing is left: in memory, keyring and state file. */
void leave_assert_done (Leave *self, const GError *error);

/* The same, with a warning of this ID (account-error.c); NULL: without one. */
void leave_assert_warned (Leave *self, const GError *error, const char *id);

/* Asserts that the session is as it was. */
void leave_assert_signed_in (Leave *self);

/* What the provider was asked to revoke, in order: "refresh_token access_token " by their hints. */
char *leave_describe_revocations (ProviderProcess *provider);
