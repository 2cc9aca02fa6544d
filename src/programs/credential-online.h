/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "credential.h"

/* What tessera-online adds to the runner. To name it is to load libsoup. */
extern const TesseraCredentialOnline tessera_credential_online;
