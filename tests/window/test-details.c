/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "details.h"

#include "stage.h"
#include "value-row.h"
#include "window-resources.h"

#include <string.h>

static void
sign_in (Stage *stage)
{
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  g_assert_nonnull (tessera_account_get_id_token (stage->account));
}

/* The titles of all rows below @widget, as a person reads them from top to bottom. */
static void
collect_titles (GtkWidget *widget, GPtrArray *titles)
{
  if (TESSERA_IS_VALUE_ROW (widget))
    g_ptr_array_add (titles,
                     g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget))));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_titles (child, titles);
}

/* The claims as the provider wrote them: RFC 7515 §7.1, the second part. Returns: (transfer full)
 */
static char *
read_claims (const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  g_autofree char *padded = g_strconcat (parts[1], "===", NULL);
  g_autofree guchar *decoded = NULL;
  gsize length;

  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  padded[strlen (parts[1]) + (4 - strlen (parts[1]) % 4) % 4] = '\0';
  decoded = g_base64_decode (padded, &length);
  return g_strndup ((const char *) decoded, length);
}

static void
test_claims_in_the_order_of_the_token (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *claims = NULL;
  const char *last;
  GtkWindow *details;
  guint n_claims = 0;

  sign_in (stage);
  claims = read_claims (tessera_account_get_id_token (stage->account));
  details = tessera_details_new (stage->account);
  collect_titles (GTK_WIDGET (details), titles);
  gtk_window_destroy (details);

  /* The ID token comes first: what is known of its signature, its claims, its header. */
  last = claims;
  for (guint i = 1; i < titles->len && strcmp (titles->pdata[i], "alg") != 0; i++)
    {
      g_autofree char *member = g_strconcat ("\"", (char *) titles->pdata[i], "\":", NULL);
      const char *found = strstr (claims, member);

      if (found == NULL)
        break;
      g_test_message ("%s", member);
      g_assert_true (found >= last);
      last = found;
      n_claims++;
    }
  g_assert_cmpuint (n_claims, >=, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());
  g_test_add_func ("/details/claims-in-the-order-of-the-token",
                   test_claims_in_the_order_of_the_token);
  return g_test_run ();
}
