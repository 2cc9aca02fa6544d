/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-exchange.h"
#include "accounts.h"

/* What happens to an account from a file (account-exchange.h). */
typedef enum
{
  TESSERA_IMPORT_NEW,
  TESSERA_IMPORT_RENAMED, /* another account has its name */
  TESSERA_IMPORT_EXISTS,  /* an account has all of it but the name, perhaps: it is skipped */
} TesseraImportKind;

typedef struct
{
  TesseraImportKind kind;
  TesseraAccountConfig *config; /* with the name that it gets */
  char *name;                   /* in the file; of one that exists, that of the account here */
  gboolean added;               /* by tessera_accounts_import_async() */
} TesseraImportEntry;

/* Compares @configs (element-type TesseraAccountConfig) with the existing accounts, and finds an
 * unused name for each. Returns: (transfer full) (element-type TesseraImportEntry) */
GPtrArray *tessera_accounts_plan_import (TesseraAccounts *self, GPtrArray *configs);

/* Adds the accounts of @entries that do not exist, one after the other. finish returns: how many;
 * those before an error stay, and a second call goes on after them. Errors: those of
 * tessera_accounts_add_async(). */
void tessera_accounts_import_async (TesseraAccounts *self,
                                    GPtrArray *entries,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
guint tessera_accounts_import_finish (TesseraAccounts *self, GAsyncResult *result, GError **error);
