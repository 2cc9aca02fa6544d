/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "activity-task.h"

G_DEFINE_ENUM_TYPE (TesseraActivityTask,
                    tessera_activity_task,
                    G_DEFINE_ENUM_VALUE (TESSERA_ACTIVITY_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TESSERA_ACTIVITY_SIGN_IN, "sign-in"),
                    G_DEFINE_ENUM_VALUE (TESSERA_ACTIVITY_LOAD, "load"),
                    G_DEFINE_ENUM_VALUE (TESSERA_ACTIVITY_SIGN_OUT, "sign-out"))
