/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* What runs for an account: see activity.h. */
typedef enum
{
  TESSERA_ACTIVITY_NONE,
  TESSERA_ACTIVITY_SIGN_IN,
  TESSERA_ACTIVITY_LOAD,
  TESSERA_ACTIVITY_SIGN_OUT,
} TesseraActivityTask;
GType tessera_activity_task_get_type (void);
#define TESSERA_TYPE_ACTIVITY_TASK (tessera_activity_task_get_type ())
