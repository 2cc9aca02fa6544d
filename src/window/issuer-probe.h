/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* Tries discovery at an issuer while a person types it, a moment after the last key and never for
 * an issuer that has changed meanwhile, and shows what came of it. Properties, each with notify:
 *   "issuer"   string, writable: as entered, see tessera_issuer_entry_parse()
 *   "verdict"  string: what discovery said, one sentence; NULL before it
 *   "found"    string, nullable: the issuer that the metadata found names
 *   "outcome"  string: "none", "busy", "good" or "bad"
 *   "repairable"  boolean, writable: offer a button where "found" is another issuer
 *
 * Signal "repair" (string): that button; the issuer to enter instead */

#define TESSERA_TYPE_ISSUER_PROBE (tessera_issuer_probe_get_type ())
G_DECLARE_FINAL_TYPE (TesseraIssuerProbe, tessera_issuer_probe, TESSERA, ISSUER_PROBE, AdwBin)
