/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "leave.h"

/* The browser is opened with the link, and opened again; or there is none. */

static ProviderProcess *provider;

static Flow *
make_flow (void)
{
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  Flow *flow;

  provider_process_reset (provider);
  flow = flow_new (config);
  flow->opens_browser = TRUE;
  return flow;
}

static char *
get_uri (Flow *flow)
{
  char *uri;

  g_object_get (flow->sign_in, "uri", &uri, NULL);
  return uri;
}

static void
test_opens (void)
{
  g_autoptr (Flow) flow = make_flow ();
  g_autofree char *opened = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  opened = leave_wait_for_browser ();
  uri = get_uri (flow);
  g_assert_true (g_str_has_suffix (opened, uri));
}

static void
wait_for_step (TesseraSignIn *sign_in, const char *wanted)
{
  for (;;)
    {
      g_autofree char *step = NULL;

      g_object_get (sign_in, "step", &step, NULL);
      if (g_strcmp0 (step, wanted) == 0)
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Somebody has closed the tab: the same link, and still the same sign-in. */
static void
test_opens_again (void)
{
  g_autoptr (Flow) flow = make_flow ();
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;

  tessera_sign_in_run_async (flow->sign_in, flow->cancellable, flow_ready_cb, &ended);
  first = leave_wait_for_browser ();
  tessera_sign_in_open_again_async (flow->sign_in, flow_ready_cb, &opened);
  flow_wait (&opened);
  g_assert_true (tessera_sign_in_open_again_finish (flow->sign_in, opened, &error));
  g_assert_no_error (error);
  second = leave_wait_for_browser ();
  g_assert_cmpstr (second, ==, first);
  wait_for_step (flow->sign_in, "Waiting for the browser");
  leave_set_browser (FALSE);
  tessera_sign_in_open_again_async (flow->sign_in, flow_ready_cb, &failed);
  flow_wait (&failed);
  leave_set_browser (TRUE);
  g_assert_false (tessera_sign_in_open_again_finish (flow->sign_in, failed, &error));
  g_assert_cmpstr (tessera_error_id (error), ==, "no_browser");
  g_cancellable_cancel (flow->cancellable);
  flow_wait (&ended);
  g_assert_false (tessera_sign_in_run_finish (flow->sign_in, ended, NULL));
}

/* At the window there is somebody who can copy the link, and is told to. */
static void
test_no_browser_in_the_window (void)
{
  g_autoptr (Flow) flow = make_flow ();
  g_autoptr (GError) error = NULL;

  leave_set_browser (FALSE);
  flow_run (flow, &error);
  leave_set_browser (TRUE);
  flow_assert_signed_in (flow, error);
  g_assert_nonnull (strstr (flow->steps->str, "Choose a default web browser, or copy the link "
                                              "into a browser.\nExchanging the code\n"));
}

static void
test_no_browser_in_the_terminal (void)
{
  g_autoptr (Flow) flow = make_flow ();
  g_autoptr (GError) error = NULL;

  flow->no_memory = TRUE;
  flow->no_answer = TRUE;
  leave_set_browser (FALSE);
  flow_run (flow, &error);
  leave_set_browser (TRUE);
  flow_assert_failed (flow, error, 1);
  g_assert_cmpstr (tessera_error_id (error), ==, "no_browser");
  g_assert_cmpuint (provider_process_count (provider, "/authorize"), ==, 0);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  leave_set_up ();
  provider = provider_process_start (args);
  g_test_add_func ("/sign-in-browser/opens", test_opens);
  g_test_add_func ("/sign-in-browser/opens-again", test_opens_again);
  g_test_add_func ("/sign-in-browser/none-in-the-window", test_no_browser_in_the_window);
  g_test_add_func ("/sign-in-browser/none-in-the-terminal", test_no_browser_in_the_terminal);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
