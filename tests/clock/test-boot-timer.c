/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "boot-timer.h"

static void
count_cb (gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_goes_off_once (void)
{
  guint n = 0;
  guint n_other = 0;
  g_autoptr (TesseraBootTimer) timer = tessera_boot_timer_new (count_cb, &n);
  g_autoptr (TesseraBootTimer) other = tessera_boot_timer_new (count_cb, &n_other);

  tessera_boot_timer_set (timer, 1);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  /* While another one is waited for, it does not go off again. */
  tessera_boot_timer_set (other, 2);
  while (n_other == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, 1);
}

/* Set anew, set to never, or gone: what was set before does not go off. */
static void
test_replaced (void)
{
  guint n_late = 0, n_never = 0, n_gone = 0, n = 0;
  g_autoptr (TesseraBootTimer) late = tessera_boot_timer_new (count_cb, &n_late);
  g_autoptr (TesseraBootTimer) never = tessera_boot_timer_new (count_cb, &n_never);
  TesseraBootTimer *gone = tessera_boot_timer_new (count_cb, &n_gone);
  g_autoptr (TesseraBootTimer) timer = tessera_boot_timer_new (count_cb, &n);

  tessera_boot_timer_set (late, 1);
  tessera_boot_timer_set (late, 3600);
  tessera_boot_timer_set (never, 1);
  tessera_boot_timer_set (never, 0);
  tessera_boot_timer_set (never, -1);
  tessera_boot_timer_set (gone, 1);
  tessera_boot_timer_free (gone);
  tessera_boot_timer_set (timer, 2);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_late, ==, 0);
  g_assert_cmpuint (n_never, ==, 0);
  g_assert_cmpuint (n_gone, ==, 0);
}

/* expires_in may be anything that a provider thinks of. */
static void
test_far_away (void)
{
  guint n = 0, n_far = 0;
  g_autoptr (TesseraBootTimer) far = tessera_boot_timer_new (count_cb, &n_far);
  g_autoptr (TesseraBootTimer) timer = tessera_boot_timer_new (count_cb, &n);

  tessera_boot_timer_set (far, G_MAXINT64 - 1);
  tessera_boot_timer_set (timer, 1);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_far, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot-timer/goes-off-once", test_goes_off_once);
  g_test_add_func ("/boot-timer/replaced", test_replaced);
  g_test_add_func ("/boot-timer/far-away", test_far_away);
  return g_test_run ();
}
