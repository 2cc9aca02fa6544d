/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-response.h"

#include <glib/gi18n.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "oidc-error.h"
#include "oidc-form.h"
#include "oidc-refusal.h"

static gboolean
is_ours (const OidcForm *form, const OidcRequest *request)
{
  const char *state = oidc_form_get (form, "state");
  gsize length = strlen (request->state);

  return oidc_form_count (form, "state") == 1 && state != NULL && strlen (state) == length
         && gnutls_memcmp (state, request->state, length) == 0;
}

/* RFC 9207 §2.4. A provider without an issuer has nothing to compare with. */
static gboolean
check_issuer (const OidcForm *form, const OidcProvider *provider, GError **error)
{
  const char *issuer = oidc_form_get (form, "iss");

  if (issuer == NULL && provider->iss_parameter_supported)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH,
                           _ ("The provider’s answer does not name its issuer (“iss”), although "
                              "the provider’s metadata announces it."));
      return FALSE;
    }
  if (issuer != NULL && provider->issuer != NULL && !g_str_equal (issuer, provider->issuer))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH,
                           _ ("The answer is from another provider."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_code (const char *code)
{
  for (const char *p = code; *p != '\0'; p++)
    if (*p < ' ' || *p > '~') /* RFC 6749 appendix A.11 */
      return FALSE;
  return TRUE;
}

static char *
take_code (const OidcForm *form, GError **error)
{
  const char *code = oidc_form_get (form, "code");
  const char *refusal = oidc_form_get (form, "error");

  if (code != NULL && refusal == NULL && is_code (code))
    return g_strdup (code);
  if (code == NULL && refusal != NULL)
    oidc_refusal_set (error, refusal, oidc_form_get (form, "error_description"));
  else if (code == NULL)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_RESPONSE,
                         _ ("The provider’s answer has neither a code nor an error."));
  else if (refusal != NULL)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_RESPONSE,
                         _ ("The provider’s answer has both a code and an error."));
  else
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_RESPONSE,
                         _ ("The code in the provider’s answer contains invalid characters."));
  return NULL;
}

char *
oidc_response_parse (const char *query,
                     const OidcRequest *request,
                     const OidcProvider *provider,
                     char **issuer,
                     GError **error)
{
  g_autoptr (OidcForm) form = oidc_form_parse (query != NULL ? query : "", -1);
  char *code;

  if (!is_ours (form, request))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_STATE_MISMATCH,
                           _ ("The request does not belong to this sign-in."));
      return NULL;
    }
  if (oidc_form_is_malformed (form) || oidc_form_has_repeated (form))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_RESPONSE,
                           oidc_form_has_repeated (form)
                             ? _ ("The provider’s answer contains a parameter twice.")
                             : _ ("The provider’s answer is not encoded correctly."));
      return NULL;
    }
  if (!check_issuer (form, provider, error))
    return NULL;
  code = take_code (form, error);
  if (code != NULL && issuer != NULL)
    *issuer = provider->issuer != NULL ? g_strdup (oidc_form_get (form, "iss")) : NULL;
  return code;
}
