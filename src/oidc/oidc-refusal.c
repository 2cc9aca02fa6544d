/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-refusal.h"

#include <glib/gi18n.h>

#include "oidc-error.h"

#define MAX_CODE        64
#define MAX_DESCRIPTION 400

static gboolean
is_harmless (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return FALSE;
    default:
      return TRUE;
    }
}

char *
oidc_refusal_escape (const char *text, guint max)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr (GString) escaped = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (n == max)
        {
          g_string_append (escaped, "…");
          break;
        }
      if (is_harmless (c))
        g_string_append_unichar (escaped, c);
      else
        g_string_append_printf (escaped, "\\u%04X", c);
    }
  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

/* RFC 6749 §5.2 has one word for a grant that is over; GitHub has one of its own for the refresh
 * token's. */
static gboolean
is_end_of_grant (const char *code)
{
  return g_str_equal (code, "invalid_grant") || g_str_equal (code, "bad_refresh_token");
}

void
oidc_refusal_set (GError **error, const char *code, const char *description)
{
  g_autofree char *safe_code = oidc_refusal_escape (code, MAX_CODE);
  g_autofree char *safe_description = oidc_refusal_escape (description, MAX_DESCRIPTION);
  OidcError number = is_end_of_grant (code) ? OIDC_ERROR_INVALID_GRANT : OIDC_ERROR_REFUSED;

  if (*safe_description != '\0')
    g_set_error (error, OIDC_ERROR, number, _ ("The provider refused: %s (%s)"), safe_description,
                 safe_code);
  else
    g_set_error (error, OIDC_ERROR, number, _ ("The provider refused: %s"), safe_code);
}
