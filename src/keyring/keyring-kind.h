/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the keyring can hold of an account: one item of each kind. */
typedef enum
{
  TESSERA_KEYRING_TOKENS,
  TESSERA_KEYRING_CLIENT_SECRET,
  TESSERA_KEYRING_EXCHANGED, /* what an ID token was exchanged for, such as AWS credentials */
} TesseraKeyringItem;
