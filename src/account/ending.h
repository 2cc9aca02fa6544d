/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Watches for the end of one account's session, also where the machine sleeps meanwhile.
 *
 * Property, with notify:
 *   "moment"  TesseraEndingMoment. While a sign-in runs it stays what it was. */

typedef enum
{
  TESSERA_ENDING_FAR,  /* the session goes on, or there is none */
  TESSERA_ENDING_SOON, /* less than five minutes are left, and nothing renews it */
  TESSERA_ENDING_OVER, /* the session has ended */
} TesseraEndingMoment;
GType tessera_ending_moment_get_type (void);
#define TESSERA_TYPE_ENDING_MOMENT (tessera_ending_moment_get_type ())

#define TESSERA_TYPE_ENDING (tessera_ending_get_type ())
G_DECLARE_FINAL_TYPE (TesseraEnding, tessera_ending, TESSERA, ENDING, GObject)

/* @account: one that watches its state (tessera_account_new()). */
TesseraEnding *tessera_ending_new (TesseraAccount *account);

/* (transfer none) */
TesseraAccount *tessera_ending_get_account (TesseraEnding *self);

TesseraEndingMoment tessera_ending_get_moment (TesseraEnding *self);

/* Looks at the clock: what the timer does. */
void tessera_ending_wake (TesseraEnding *self);
