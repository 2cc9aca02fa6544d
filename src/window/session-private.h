/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "renewer.h"
#include "session.h"
#include "sign-in.h"
#include "sign-out.h"

/* What session.c (what is shown) and session-flows.c (what runs) share. */

typedef enum
{
  TESSERA_SESSION_IDLE,
  TESSERA_SESSION_SIGN_IN,
  TESSERA_SESSION_LOAD,
  TESSERA_SESSION_SIGN_OUT,
} TesseraSessionTask;

typedef enum
{
  PROP_ACCOUNT = 1,
  PROP_EXPIRING,
  PROP_LOADED,
  PROP_ACTIVE,
  PROP_RENEWABLE,
  PROP_RENEWING,
  PROP_FAILURE,
  PROP_VIEW, /* all from here on are texts */
  PROP_STATUS,
  PROP_STEP,
  PROP_URI,
  PROP_WARNING,
  N_PROPS
} TesseraSessionProperty;

struct _TesseraSession
{
  GObject parent_instance;
  TesseraAccount *account;
  TesseraRenewer *renewer;
  TesseraSignIn *sign_in;   /* while it runs */
  TesseraSignOut *sign_out; /* while it runs */
  gboolean sign_in_next;    /* as soon as what runs has ended */
  GCancellable *cancellable;
  TesseraSessionTask running;
  TesseraSessionTask failed;
  TesseraFailure *failure;
  gboolean active;
  gboolean load_failed; /* do not ask the keyring again until something has changed */
  gboolean expiring;
  gboolean loaded;
  gboolean renewable;
  gboolean renewing;
  guint tick;
  char *texts[N_PROPS];    /* by property */
  const char *warned_view; /* interned: where the warning is true */
};

/* One runs at a time. The application lives on until it has ended in good order, also without a
 * window. Returns: (transfer none) */
GCancellable *tessera_session_begin (TesseraSession *self, TesseraSessionTask task);
void tessera_session_end (TesseraSession *self);

/* @doing: (nullable) the step that failed, translated. */
void tessera_session_fail (TesseraSession *self,
                           TesseraSessionTask task,
                           const char *doing,
                           const GError *error);

/* @message: (nullable); true until the view changes. */
void tessera_session_set_warning (TesseraSession *self, const char *message);

/* Reckons anew all that is shown. */
void tessera_session_update (TesseraSession *self);
