/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account.h"

static const GEnumValue state_values[] = {
  { TESSERA_ACCOUNT_SIGNED_OUT, "TESSERA_ACCOUNT_SIGNED_OUT", "signed-out" },
  { TESSERA_ACCOUNT_SIGNING_IN, "TESSERA_ACCOUNT_SIGNING_IN", "signing-in" },
  { TESSERA_ACCOUNT_SIGNED_IN, "TESSERA_ACCOUNT_SIGNED_IN", "signed-in" },
  { TESSERA_ACCOUNT_EXPIRED, "TESSERA_ACCOUNT_EXPIRED", "expired" },
  { TESSERA_ACCOUNT_LOCKED, "TESSERA_ACCOUNT_LOCKED", "locked" },
  { TESSERA_ACCOUNT_UNKNOWN, "TESSERA_ACCOUNT_UNKNOWN", "unknown" },
  { 0, NULL, NULL },
};

GType
tessera_account_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TesseraAccountState", state_values));
  return type;
}

const char *
tessera_account_state_to_string (TesseraAccountState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_values) - 1, NULL);

  return state_values[state].value_nick;
}
