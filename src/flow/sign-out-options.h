/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What sign-out-flow.h is to be told. */
typedef struct
{
  guint timeout;                     /* seconds, for all of it */
  guint browser_timeout;             /* seconds, for the browser to come back */
  GAppLaunchContext *launch_context; /* (nullable) lets the browser's window come to the front */
  gboolean skip_browser; /* may be set while the flow runs: the browser is left alone, unless it was
                            opened already */

  /* The step that begins, translated (NULL when the flow has ended), and whether all is done but
   * what the person may have to do in the browser. */
  void (*announce) (gpointer user_data, const char *step, gboolean waiting);
  gpointer user_data;
} TesseraSignOutOptions;
