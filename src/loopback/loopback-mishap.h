/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An answer that came in a way in which it cannot be taken. The browser is told on its page, if
 * there is one, and whoever listens by a sentence that says what to change. */
typedef enum
{
  TESSERA_LOOPBACK_MISHAP_HTTPS,     /* the browser speaks TLS */
  TESSERA_LOOPBACK_MISHAP_NO_QUERY,  /* the answer is in the fragment, or there is none */
  TESSERA_LOOPBACK_MISHAP_FORM_POST, /* OAuth 2.0 Form Post Response Mode */
} TesseraLoopbackMishap;

/* @sentence: translated, for a person. */
typedef void (*TesseraLoopbackMishapFunc) (const char *sentence, gpointer user_data);

/* Tells of mishaps, until there is an answer. */
typedef struct _TesseraLoopbackMishaps TesseraLoopbackMishaps;

TesseraLoopbackMishaps *tessera_loopback_mishaps_new (void);
void tessera_loopback_mishaps_free (TesseraLoopbackMishaps *self);

/* @function: called from now on. */
void tessera_loopback_mishaps_set_func (TesseraLoopbackMishaps *self,
                                        TesseraLoopbackMishapFunc function,
                                        gpointer user_data);

/* Tells of @mishap: at once, or, where a browser may yet try another way by itself, after 3
 * seconds. */
void tessera_loopback_mishaps_report (TesseraLoopbackMishaps *self, TesseraLoopbackMishap mishap);

/* The answer has come: nothing more is told. */
void tessera_loopback_mishaps_end (TesseraLoopbackMishaps *self);

/* Another answer is waited for. */
void tessera_loopback_mishaps_resume (TesseraLoopbackMishaps *self);

/* What @mishap is and what to do about it. Static, translated. */
const char *tessera_loopback_mishap_describe (TesseraLoopbackMishap mishap);
