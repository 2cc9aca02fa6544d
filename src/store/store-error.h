/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The error domain of this room. */
#define TESSERA_STORE_ERROR (tessera_store_error_quark ())
GQuark tessera_store_error_quark (void);

typedef enum
{
  TESSERA_STORE_ERROR_NOT_SIGNED_IN, /* never, signed out, or the item is gone from the keyring */
  TESSERA_STORE_ERROR_ENDED,         /* the provider does not renew the session any more */
  TESSERA_STORE_ERROR_DAMAGED,       /* the record's file holds something else */
  TESSERA_STORE_ERROR_FAILED,        /* a record cannot be read or written */
} TesseraStoreError;
