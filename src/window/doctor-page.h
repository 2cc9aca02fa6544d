/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* Whether the account can work (doctor.h), looked at when the page is shown, and again at a click.
 * What there is to do about comes first. */

#define TESSERA_TYPE_DOCTOR_PAGE (tessera_doctor_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraDoctorPage, tessera_doctor_page, TESSERA, DOCTOR_PAGE, TesseraPage)
