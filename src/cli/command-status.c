/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "commands.h"
#include "expiry-text.h"
#include "terminal.h"
#include "text-escape.h"

#define SOON (5 * 60) /* seconds: the window warns from then on */

static TesseraTerminalColour
choose_colour (TesseraAccount *account)
{
  if (tessera_account_get_state (account) != TESSERA_ACCOUNT_SIGNED_IN)
    return TESSERA_TERMINAL_FAINT;
  if (tessera_account_get_seconds_left (account) < SOON && !tessera_account_can_renew (account))
    return TESSERA_TERMINAL_WARNING;
  return TESSERA_TERMINAL_GOOD;
}

/* (transfer full) */
static char *
say_state (TesseraAccount *account)
{
  g_autofree char *left = NULL;

  switch (tessera_account_get_state (account))
    {
    case TESSERA_ACCOUNT_SIGNED_IN:
      left = tessera_expiry_text_left (tessera_account_get_seconds_left (account));
      return left != NULL ? g_strdup_printf (_ ("Signed in · %s"), left)
                          : g_strdup (_ ("Signed in"));
    case TESSERA_ACCOUNT_EXPIRED:
      return g_strdup (_ ("Session ended"));
    case TESSERA_ACCOUNT_UNKNOWN:
      return g_strdup (_ ("Unknown"));
    default:
      return g_strdup (_ ("Not signed in"));
    }
}

static JsonObject *
describe (TesseraAccount *account)
{
  JsonObject *object = json_object_new ();
  gint64 left = tessera_account_get_seconds_left (account);

  json_object_set_string_member (object, "name", tessera_account_get_name (account));
  json_object_set_string_member (object, "state",
                                 tessera_account_state_to_string (
                                   tessera_account_get_state (account)));
  if (tessera_account_get_expires_at (account) > 0 && left != G_MAXINT64)
    {
      json_object_set_int_member (object, "expires_at", tessera_account_get_expires_at (account));
      json_object_set_int_member (object, "expires_in", MAX (left, 0));
    }
  if (tessera_account_get_subject (account) != NULL)
    json_object_set_string_member (object, "subject", tessera_account_get_subject (account));
  if (tessera_account_get_person_name (account) != NULL)
    json_object_set_string_member (object, "person_name",
                                   tessera_account_get_person_name (account));
  if (tessera_account_get_email (account) != NULL)
    json_object_set_string_member (object, "email", tessera_account_get_email (account));
  json_object_set_boolean_member (object, "renewable", tessera_account_can_renew (account));
  if (tessera_account_get_problem (account) != NULL)
    json_object_set_string_member (object, "problem",
                                   tessera_account_get_problem (account)->message);
  return object;
}

static guint
measure (GPtrArray *accounts, char *(*say) (TesseraAccount *account))
{
  guint width = 0;

  for (guint i = 0; i < accounts->len; i++)
    {
      g_autofree char *text = say (g_ptr_array_index (accounts, i));

      width = MAX (width, tessera_terminal_width (text));
    }
  return width;
}

static char *
say_name (TesseraAccount *account)
{
  return tessera_text_escape (tessera_account_get_name (account));
}

/* Name and address, as in the head of an e-mail; the subject says little to a person. */
static char *
say_person (TesseraAccount *account)
{
  const char *name = tessera_account_get_person_name (account);
  const char *email = tessera_account_get_email (account);
  const char *subject = tessera_account_get_subject (account);
  g_autofree char *both = NULL;

  if (name != NULL && email != NULL)
    both = g_strdup_printf ("%s <%s>", name, email);
  else
    both = g_strdup (name != NULL ? name : email != NULL ? email : subject);
  return tessera_text_escape (both != NULL ? both : "");
}

#define GAP     2 /* columns between two texts */
#define MIN_CUT 8 /* columns: a name that is cut shorter tells nobody apart */

/* In columns. */
typedef struct
{
  guint name;
  guint state;
  guint person; /* 0: nobody is known for any account, or it is left out */
} Widths;

/* Cuts @name and @person to fit in @columns together. Whichever needs less than half of them is
 * not cut, and the other gets all that it leaves. */
static void
share_columns (guint columns, guint *name, guint *person)
{
  guint beside_name = columns - MIN (*name, columns);

  *person = MIN (*person, MAX (columns / 2, beside_name));
  *name = MIN (*name, columns - *person);
}

/* On a terminal every account stays on one line. The state is never cut: it was asked for. */
static Widths
choose_widths (GPtrArray *accounts)
{
  Widths widths = { measure (accounts, say_name), measure (accounts, say_state),
                    measure (accounts, say_person) };
  guint columns = tessera_terminal_get_columns ();
  guint beside_state = columns - MIN (widths.state + GAP, columns);

  if (columns == 0)
    return widths;
  if (beside_state < MIN_CUT + GAP + MIN_CUT
      && widths.name + (widths.person > 0 ? GAP + widths.person : 0) > beside_state)
    widths.person = 0;
  if (widths.person > 0)
    share_columns (beside_state - GAP, &widths.name, &widths.person);
  else
    widths.name = MIN (widths.name, MAX (beside_state, MIN_CUT));
  return widths;
}

static void
append_account (GString *text, TesseraAccount *account, const Widths *widths)
{
  g_autofree char *whole_name = say_name (account);
  g_autofree char *name = tessera_terminal_ellipsize (whole_name, widths->name);
  g_autofree char *state = say_state (account);
  g_autofree char *whole_person = say_person (account);
  g_autofree char *person = NULL;
  g_autoptr (GString) padded = g_string_new (NULL);

  tessera_terminal_append_column (text, name, widths->name + GAP);
  if (whole_person[0] == '\0' || widths->person == 0)
    {
      tessera_terminal_append_coloured (text, state, choose_colour (account));
      g_string_append_c (text, '\n');
      return;
    }
  person = tessera_terminal_ellipsize (whole_person, widths->person);
  tessera_terminal_append_column (padded, state, widths->state + GAP);
  tessera_terminal_append_coloured (text, padded->str, choose_colour (account));
  g_string_append_printf (text, "%s\n", person);
}

static void
answer (TesseraCall *call, GPtrArray *accounts)
{
  JsonArray *array = json_array_new ();
  Widths widths = choose_widths (accounts);

  for (guint i = 0; i < accounts->len; i++)
    {
      TesseraAccount *account = g_ptr_array_index (accounts, i);

      append_account (call->text, account, &widths);
      json_array_add_object_element (array, describe (account));
    }
  json_object_set_array_member (call->object, "accounts", array);
}

/* (transfer full) (nullable) */
static GError *
copy_problem (TesseraAccount *account)
{
  const GError *problem = tessera_account_get_problem (account);

  return problem != NULL ? g_error_copy (problem) : NULL;
}

gboolean
tessera_command_status (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) list = NULL;
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) problem = NULL;
  TesseraAccount *account;

  if (call->name != NULL)
    {
      account = tessera_call_find_account (call, &list, error);
      if (account == NULL)
        return FALSE;
      g_ptr_array_add (accounts, g_object_ref (account));
    }
  else
    {
      list = tessera_accounts_new (FALSE, &problem);
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
        g_ptr_array_add (accounts, g_list_model_get_item (G_LIST_MODEL (list), i));
    }
  answer (call, accounts);
  for (guint i = 0; i < accounts->len && problem == NULL; i++)
    problem = copy_problem (g_ptr_array_index (accounts, i));
  if (problem == NULL && accounts->len == 0)
    tessera_call_say (call, _ ("You have no accounts yet. To add one, run “tessera add”.\n"));
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
