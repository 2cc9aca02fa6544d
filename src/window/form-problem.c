/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form-problem.h"

#include "account-error.h"

/* A text for each entry that nothing is wrong with; the empty one where there is none here. */
static const char *const faultless[TESSERA_FORM_TEXT_N_FIELDS] = {
  [TESSERA_FORM_TEXT_NAME] = "name",
  [TESSERA_FORM_TEXT_ISSUER] = "https://login.example.com/",
  [TESSERA_FORM_TEXT_CLIENT_ID] = "client",
};

/* Whether @message is no longer what is wrong with @config once @field is faultless: a check tells
 * of the first fault only. */
static gboolean
is_about (const TesseraAccountConfig *config, TesseraFormTextField field, const char *message)
{
  g_autoptr (TesseraAccountConfig) other = tessera_account_config_copy (config);
  g_autoptr (GError) error = NULL;
  const char *text = faultless[field] != NULL ? faultless[field] : "";

  tessera_form_text_apply (other, config, field, text);
  return tessera_account_config_check (other, &error) || g_strcmp0 (error->message, message) != 0;
}

TesseraFormTextField
tessera_form_problem_find_field (const TesseraAccountConfig *config, const GError *error)
{
  g_autoptr (GError) fault = NULL;

  if (g_str_equal (tessera_error_id (error), "account_exists"))
    return TESSERA_FORM_TEXT_NAME;
  if (tessera_account_config_check (config, &fault))
    return TESSERA_FORM_TEXT_N_FIELDS;
  for (TesseraFormTextField i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    if (is_about (config, i, fault->message))
      return i;
  return TESSERA_FORM_TEXT_N_FIELDS;
}
