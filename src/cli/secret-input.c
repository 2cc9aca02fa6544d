/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "secret-input.h"

#include <glib/gi18n.h>

#include "line-input.h"

char *
tessera_secret_input_read (GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *secret
    = tessera_line_input_read (_ ("Client secret: "), TRUE, cancellable, &problem);

  if (secret != NULL && secret[0] != '\0')
    return g_steal_pointer (&secret);
  if (g_error_matches (problem, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Standard input does not contain a valid client secret."));
  else if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Standard input does not contain a valid client secret."));
  return NULL;
}
