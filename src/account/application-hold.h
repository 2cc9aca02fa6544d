/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Keeps the default GApplication, if there is one, running until @task has ended and its callback
 * has been called, so that closing the last window does not cut off what is being written. */
void tessera_application_hold_for (GTask *task);
