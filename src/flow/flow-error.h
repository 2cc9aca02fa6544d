/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The error domain of the flows. */
#define TESSERA_FLOW_ERROR (tessera_flow_error_quark ())
GQuark tessera_flow_error_quark (void);

typedef enum
{
  TESSERA_FLOW_ERROR_DEADLINE,     /* the flow's deadline passed */
  TESSERA_FLOW_ERROR_NOT_RETURNED, /* a sign-out's browser did not come back */
  TESSERA_FLOW_ERROR_FAILED,
} TesseraFlowError;
