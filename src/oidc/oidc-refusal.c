/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-refusal.h"

#include <glib/gi18n.h>

#include "oidc-error.h"
#include "text-escape.h"

#define MAX_CODE        64
#define MAX_DESCRIPTION 400

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
  g_autofree char *safe_code = tessera_text_escape_start (code, MAX_CODE);
  g_autofree char *safe_description = tessera_text_escape_start (description, MAX_DESCRIPTION);
  OidcError number = is_end_of_grant (code) ? OIDC_ERROR_INVALID_GRANT : OIDC_ERROR_REFUSED;

  if (*safe_description != '\0')
    g_set_error (error, OIDC_ERROR, number, _ ("The provider refused: %s (%s)"), safe_description,
                 safe_code);
  else
    g_set_error (error, OIDC_ERROR, number, _ ("The provider refused: %s"), safe_code);
}
