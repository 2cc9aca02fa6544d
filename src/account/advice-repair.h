/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The window's button that does what the advice beside it says. */
typedef enum
{
  TESSERA_REPAIR_TRY_AGAIN,
  TESSERA_REPAIR_EDIT,              /* the person changes the account */
  TESSERA_REPAIR_REGISTER,          /* the person registers the redirect URI at the provider */
  TESSERA_REPAIR_USE_ISSUER,        /* the account gets the issuer that the metadata names */
  TESSERA_REPAIR_NO_OFFLINE_ACCESS, /* the account asks for no refresh token any more */
} TesseraRepair;
