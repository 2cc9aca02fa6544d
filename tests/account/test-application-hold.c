/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application-hold.h"

#include "accounts-import.h"

typedef struct
{
  TesseraAccounts *accounts;
  GPtrArray *entries;
} Fixture;

static GPtrArray *
plan (TesseraAccounts *accounts)
{
  static const char text[] = "[Tessera Accounts]\nVersion=1\n"
                             "[a]\nName=A\nIssuer=https://id.example.com\nClientId=a\n"
                             "[b]\nName=B\nIssuer=https://id.example.com\nClientId=b\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccountExchange) file
    = tessera_account_exchange_read (text, sizeof text - 1, &error);

  g_assert_no_error (error);
  return tessera_accounts_plan_import (accounts, file->configs);
}

static void
activate_cb (GApplication *application, Fixture *self)
{
  tessera_accounts_import_async (self->accounts, self->entries, NULL, NULL, NULL);
}

/* Without a window, and though nobody waits for it, all of it is written. */
static void
test_writes_to_the_end (void)
{
  g_autoptr (GApplication) application
    = g_application_new ("org.example.Test", G_APPLICATION_NON_UNIQUE);
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, NULL);
  g_autoptr (GPtrArray) entries = plan (accounts);
  Fixture self = { accounts, entries };

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &self);
  g_assert_cmpint (g_application_run (application, 0, NULL), ==, 0);
  g_assert_nonnull (tessera_accounts_find (accounts, "A", NULL));
  g_assert_nonnull (tessera_accounts_find (accounts, "B", NULL));
}

static void
hold_cb (GApplication *application, GTask **task)
{
  tessera_application_hold_for (*task);
  g_task_return_boolean (*task, TRUE);
}

/* The application lives no longer than the task. */
static void
test_lets_go (void)
{
  g_autoptr (GApplication) application
    = g_application_new ("org.example.Test", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_signal_connect (application, "activate", G_CALLBACK (hold_cb), &task);
  g_assert_cmpint (g_application_run (application, 0, NULL), ==, 0);
  g_assert_true (g_task_get_completed (task));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/application-hold/writes-to-the-end", test_writes_to_the_end);
  g_test_add_func ("/application-hold/lets-go", test_lets_go);
  return g_test_run ();
}
