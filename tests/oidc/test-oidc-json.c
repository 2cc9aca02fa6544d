/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-json.h"

#include <string.h>

#include "oidc-error.h"

typedef struct
{
  const char *name;
  const char *text;
  int code; /* -1: valid */
} Case;

static const Case cases[] = {
  { "object", "{\"a\":[1,-2,3.5e-2,true,false,null,{}]}", -1 },
  { "white-space", " \t\r\n{ \"a\" : [ ] , \"b\" : { } }\n", -1 },
  { "scalar", "\"alone\"", -1 },
  { "numbers", "[0,-0,1E2,1e+2,1.0E-2,9223372036854775807,-9223372036854775808]", -1 },
  { "escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", -1 },
  { "utf-8", "\"Zo\xc3\xab \xf0\x9f\x98\x80\"", -1 },
  { "same-name-apart", "{\"a\":{\"a\":1},\"A\":2}", -1 },

  { "empty", "", OIDC_ERROR_MALFORMED },
  { "white-space-only", " \n", OIDC_ERROR_MALFORMED },
  { "two-values", "{}{}", OIDC_ERROR_MALFORMED },
  { "two-numbers", "1 2", OIDC_ERROR_MALFORMED },
  { "byte-order-mark", "\xef\xbb\xbf{}", -1 },
  { "byte-order-mark-and-space", "\xef\xbb\xbf \n{}", -1 },
  { "byte-order-mark-alone", "\xef\xbb\xbf", OIDC_ERROR_MALFORMED },
  { "byte-order-mark-twice", "\xef\xbb\xbf\xef\xbb\xbf{}", OIDC_ERROR_MALFORMED },
  { "byte-order-mark-later", "{\xef\xbb\xbf}", OIDC_ERROR_MALFORMED },
  { "utf-16", "\xff\xfe{\n}\n", OIDC_ERROR_MALFORMED },
  { "single-quotes", "{'a':1}", OIDC_ERROR_MALFORMED },
  { "bare-name", "{a:1}", OIDC_ERROR_MALFORMED },
  { "comment", "{/* */}", OIDC_ERROR_MALFORMED },
  { "line-comment", "// x\n{}", OIDC_ERROR_MALFORMED },
  { "trailing-comma", "{\"a\":1,}", OIDC_ERROR_MALFORMED },
  { "trailing-comma-array", "[1,]", OIDC_ERROR_MALFORMED },
  { "leading-comma", "[,1]", OIDC_ERROR_MALFORMED },
  { "missing-comma", "[1 2]", OIDC_ERROR_MALFORMED },
  { "missing-colon", "{\"a\" 1}", OIDC_ERROR_MALFORMED },
  { "missing-value", "{\"a\":}", OIDC_ERROR_MALFORMED },
  { "open-object", "{\"a\":1", OIDC_ERROR_MALFORMED },
  { "open-array", "[1", OIDC_ERROR_MALFORMED },
  { "crossed", "[{]}", OIDC_ERROR_MALFORMED },
  { "open-string", "\"abc", OIDC_ERROR_MALFORMED },
  { "open-escape", "\"abc\\", OIDC_ERROR_MALFORMED },
  { "control-character", "\"a\nb\"", OIDC_ERROR_MALFORMED },
  { "tab-in-string", "\"a\tb\"", OIDC_ERROR_MALFORMED },
  { "form-feed-outside", "{}\f", OIDC_ERROR_MALFORMED },
  { "no-break-space", "\xc2\xa0{}", OIDC_ERROR_MALFORMED },
  { "capital-word", "True", OIDC_ERROR_MALFORMED },
  { "short-word", "nul", OIDC_ERROR_MALFORMED },
  { "long-word", "nulls", OIDC_ERROR_MALFORMED },
  { "nan", "NaN", OIDC_ERROR_MALFORMED },
  { "infinity", "-Infinity", OIDC_ERROR_MALFORMED },

  { "plus", "+1", OIDC_ERROR_MALFORMED },
  { "leading-zero", "01", OIDC_ERROR_MALFORMED },
  { "minus-alone", "-", OIDC_ERROR_MALFORMED },
  { "minus-space", "- 1", OIDC_ERROR_MALFORMED },
  { "dot-first", ".5", OIDC_ERROR_MALFORMED },
  { "dot-last", "5.", OIDC_ERROR_MALFORMED },
  { "exponent-empty", "5e", OIDC_ERROR_MALFORMED },
  { "exponent-sign", "5e+", OIDC_ERROR_MALFORMED },
  { "hexadecimal", "0x10", OIDC_ERROR_MALFORMED },
  { "integer-too-large", "{\"exp\":9223372036854775808}", -1 },
  { "integer-too-small", "-9223372036854775809", -1 },
  { "integer-huge", "99999999999999999999999999999999", -1 },
  { "number-infinite", "1e400", -1 },

  { "escape-unknown", "\"\\x41\"", OIDC_ERROR_MALFORMED },
  { "escape-quote", "\"\\'\"", OIDC_ERROR_MALFORMED },
  { "escape-short", "\"\\u12\"", OIDC_ERROR_MALFORMED },
  { "escape-cut", "\"\\u12", OIDC_ERROR_MALFORMED },
  { "escape-not-hex", "\"\\u12g4\"", OIDC_ERROR_MALFORMED },
  { "escape-nul", "\"ab\\u0000cd\"", OIDC_ERROR_MALFORMED },
  { "escape-nul-in-name", "{\"sub\\u0000\":1}", OIDC_ERROR_MALFORMED },
  { "surrogate-high-alone", "\"\\ud83d\"", OIDC_ERROR_MALFORMED },
  { "surrogate-high-text", "\"\\ud83dabcdef\"", OIDC_ERROR_MALFORMED },
  { "surrogate-high-twice", "\"\\ud83d\\ud83d\"", OIDC_ERROR_MALFORMED },
  { "surrogate-low-alone", "\"\\ude00\"", OIDC_ERROR_MALFORMED },
  { "surrogate-high-end", "\"\\ud83d", OIDC_ERROR_MALFORMED },

  { "utf-8-overlong", "\"\xc0\xaf\"", OIDC_ERROR_MALFORMED },
  { "utf-8-surrogate", "\"\xed\xa0\x80\"", OIDC_ERROR_MALFORMED },
  { "utf-8-beyond", "\"\xf4\x90\x80\x80\"", OIDC_ERROR_MALFORMED },
  { "utf-8-cut", "\"\xf0\x9f\x98\"", OIDC_ERROR_MALFORMED },
  { "latin-1", "\"Zo\xeb\"", OIDC_ERROR_MALFORMED },

  { "duplicate", "{\"iss\":\"a\",\"iss\":\"b\"}", OIDC_ERROR_MALFORMED },
  { "duplicate-escaped", "{\"iss\":\"a\",\"\\u0069ss\":\"b\"}", OIDC_ERROR_MALFORMED },
  { "duplicate-escaped-slash", "{\"a/b\":1,\"a\\/b\":2}", OIDC_ERROR_MALFORMED },
  { "duplicate-nested", "{\"a\":[{\"b\":1,\"c\":2,\"b\":3}]}", OIDC_ERROR_MALFORMED },
  { "duplicate-empty-name", "{\"\":1,\"\":2}", OIDC_ERROR_MALFORMED },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  gsize length = strlen (c->text);
  /* Without a NUL behind it, so that a sanitizer sees a byte read too many. */
  g_autofree char *text = g_memdup2 (c->text, length);
  gboolean valid = oidc_json_validate (text, length, OIDC_JSON_MAX_SIZE, &error);

  if (c->code < 0)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree char *again = oidc_json_reindent (text, length, OIDC_JSON_MAX_SIZE, 0, NULL);

      g_assert_no_error (error);
      g_assert_true (valid);
      /* What the validator lets through, json-glib reads. */
      g_assert_true (json_parser_load_from_data (parser, again, -1, NULL));
    }
  else
    {
      g_assert_error (error, OIDC_ERROR, c->code);
      g_assert_false (valid);
    }
}

static void
test_nul (void)
{
  static const char text[] = "{\"a\":\"b\0c\"}", after[] = "{}\0{}";
  g_autoptr (GError) error = NULL;

  g_assert_false (oidc_json_validate (text, sizeof text - 1, OIDC_JSON_MAX_SIZE, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_false (oidc_json_validate (after, sizeof after - 1, OIDC_JSON_MAX_SIZE, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
}

static gboolean
validate_nested (guint depth,
                 const char *open,
                 const char *inner,
                 const char *close,
                 GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, inner);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return oidc_json_validate (text->str, text->len, G_MAXSIZE, error);
}

static void
test_depth (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (validate_nested (OIDC_JSON_MAX_DEPTH, "[", "1", "]", NULL));
  g_assert_true (validate_nested (OIDC_JSON_MAX_DEPTH, "{\"a\":", "1", "}", NULL));
  g_assert_false (validate_nested (OIDC_JSON_MAX_DEPTH + 1, "[", "1", "]", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
  g_clear_error (&error);
  /* What crashes json-glib. */
  g_assert_false (validate_nested (1000000, "[", "", "", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_false (validate_nested (200000, "{\"a\":", "1", "}", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (oidc_json_validate ("[1234]", 6, 6, NULL));
  g_assert_false (oidc_json_validate ("[1234]", 6, 5, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
}

static void
test_counts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) members = g_string_new ("{\"a\":0");
  g_autoptr (GString) values = g_string_new ("[0");
  g_autoptr (GString) nested = g_string_new ("[");

  for (guint i = 1; i < OIDC_JSON_MAX_MEMBERS; i++)
    g_string_append_printf (members, ",\"%u\":0", i);
  g_string_append (members, "}");
  g_assert_true (oidc_json_validate (members->str, members->len, G_MAXSIZE, NULL));
  g_string_truncate (members, members->len - 1);
  g_string_append (members, ",\"z\":0}");
  g_assert_false (oidc_json_validate (members->str, members->len, G_MAXSIZE, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
  g_clear_error (&error);

  /* Objects are dear: a megabyte of empty ones would be half a gigabyte. */
  for (guint i = 1; i < OIDC_JSON_MAX_NESTED; i++)
    g_string_append (nested, i % 2 == 0 ? ",{}" : ",[]");
  g_string_overwrite (nested, 1, " ");
  g_string_append (nested, "]");
  g_assert_true (oidc_json_validate (nested->str, nested->len, G_MAXSIZE, NULL));
  g_string_truncate (nested, nested->len - 1);
  g_string_append (nested, ",{}]");
  g_assert_false (oidc_json_validate (nested->str, nested->len, G_MAXSIZE, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
  g_clear_error (&error);

  /* The array itself counts. */
  for (guint i = 2; i < OIDC_JSON_MAX_VALUES; i++)
    g_string_append (values, ",0");
  g_string_append (values, "]");
  g_assert_true (oidc_json_validate (values->str, values->len, G_MAXSIZE, NULL));
  g_string_truncate (values, values->len - 1);
  g_string_append (values, ",0]");
  g_assert_false (oidc_json_validate (values->str, values->len, G_MAXSIZE, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
}

/* A broken token answer is reported without the token. */
static void
test_message (void)
{
  static const char text[] = "{\"access_token\":\"s3cret\",\"access_token\":\"s3cret\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (oidc_json_parse_object (text, strlen (text), OIDC_JSON_MAX_SIZE, &error));
  g_assert_null (strstr (error->message, "s3cret"));
  g_assert_nonnull (strstr (error->message, "duplicate member at byte 39"));
}

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = oidc_json_parse_object (text, strlen (text), OIDC_JSON_MAX_SIZE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (object);
  return object;
}

static void
test_not_object (void)
{
  static const char *const texts[] = { "[]", "\"a\"", "1", "null", "true" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
        oidc_json_parse_object (texts[i], strlen (texts[i]), OIDC_JSON_MAX_SIZE, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
    }
}

static void
test_strings (void)
{
  g_autoptr (JsonObject) object
    = parse ("{\"s\":\"x\",\"n\":null,\"i\":1,\"l\":[\"a\",\"b\"],\"m\":[\"a\",1],\"e\":[]}");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) list = NULL;
  g_auto (GStrv) single = NULL;
  g_auto (GStrv) none = NULL;
  g_auto (GStrv) empty = NULL;
  const char *value = "untouched";

  g_assert_true (oidc_json_require_string (object, "s", &value, NULL));
  g_assert_cmpstr (value, ==, "x");
  g_assert_false (oidc_json_require_string (object, "n", &value, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
  g_assert_cmpstr (error->message, ==, "“n” is missing.");
  g_clear_error (&error);
  g_assert_false (oidc_json_require_string (object, "absent", &value, NULL));
  g_assert_false (oidc_json_optional_string (object, "i", &value, NULL));
  g_assert_cmpstr (value, ==, "x");
  g_assert_true (oidc_json_optional_string (object, "n", &value, NULL));
  g_assert_null (value);

  g_assert_true (oidc_json_optional_strings (object, "l", FALSE, &list, NULL));
  g_assert_cmpuint (g_strv_length (list), ==, 2);
  g_assert_cmpstr (list[1], ==, "b");
  g_assert_true (oidc_json_optional_strings (object, "s", TRUE, &single, NULL));
  g_assert_cmpuint (g_strv_length (single), ==, 1);
  g_assert_cmpstr (single[0], ==, "x");
  g_assert_true (oidc_json_optional_strings (object, "e", FALSE, &empty, NULL));
  g_assert_cmpuint (g_strv_length (empty), ==, 0);
  g_assert_true (oidc_json_optional_strings (object, "absent", FALSE, &none, NULL));
  g_assert_null (none);
  g_assert_false (oidc_json_optional_strings (object, "s", FALSE, &none, NULL));
  g_assert_false (oidc_json_optional_strings (object, "m", TRUE, &none, NULL));
  g_assert_null (none);
}

/* A member that decides nothing counts as missing where it is odd. */
static void
test_lenient (void)
{
  g_autoptr (JsonObject) object
    = parse ("{\"s\":\"x\",\"empty\":\"\",\"n\":null,\"i\":1,\"o\":{},\"l\":[\"a\",\"b\"],"
             "\"m\":[\"a\",1],\"t\":true,\"f\":false,\"word\":\"true\"}");
  static const char *const no_strings[] = { "absent", "n", "i", "o", "m", "t" };
  g_auto (GStrv) list = oidc_json_find_strings (object, "l");
  g_auto (GStrv) single = oidc_json_find_strings (object, "s");

  g_assert_cmpstr (oidc_json_find_string (object, "s"), ==, "x");
  g_assert_null (oidc_json_find_string (object, "empty"));
  g_assert_null (oidc_json_find_string (object, "l"));
  g_assert_cmpuint (g_strv_length (list), ==, 2);
  g_assert_cmpuint (g_strv_length (single), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (no_strings); i++)
    {
      g_assert_null (oidc_json_find_string (object, no_strings[i]));
      g_assert_null (oidc_json_find_strings (object, no_strings[i]));
    }
  g_assert_true (oidc_json_find_boolean (object, "t"));
  g_assert_false (oidc_json_find_boolean (object, "f"));
  g_assert_false (oidc_json_find_boolean (object, "word"));
  g_assert_false (oidc_json_find_boolean (object, "i"));
  g_assert_false (oidc_json_find_boolean (object, "absent"));
}

static void
test_integers (void)
{
  g_autoptr (JsonObject) object
    = parse ("{\"i\":3600,\"d\":1700000000.75,\"e\":1e3,\"n\":-5,\"s\":\"3600\",\"big\":1e300,"
             "\"edge\":9.3e18,\"b\":true,\"long\":18446744073709551615,"
             "\"longer\":-18446744073709551615,\"infinite\":1e400,\"least\":-9223372036854775808}");
  static const char *const bad[] = { "big", "edge", "b", "s", "long", "longer", "infinite" };
  gboolean present = FALSE;
  gint64 value = 0;

  g_assert_true (oidc_json_optional_integer (object, "i", &present, &value, NULL));
  g_assert_true (present);
  g_assert_cmpint (value, ==, 3600);
  g_assert_true (oidc_json_optional_integer (object, "d", NULL, &value, NULL));
  g_assert_cmpint (value, ==, 1700000000);
  g_assert_true (oidc_json_optional_integer (object, "e", NULL, &value, NULL));
  g_assert_cmpint (value, ==, 1000);
  g_assert_true (oidc_json_optional_integer (object, "least", NULL, &value, NULL));
  g_assert_cmpint (value, ==, G_MININT64);
  g_assert_true (oidc_json_optional_integer (object, "n", NULL, &value, NULL));
  g_assert_cmpint (value, ==, -5);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (oidc_json_optional_integer (object, bad[i], NULL, &value, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
      g_assert_cmpint (value, ==, -5);
    }
  g_assert_true (oidc_json_optional_integer (object, "absent", &present, &value, NULL));
  g_assert_false (present);
  g_assert_cmpint (value, ==, 0);
}

static void
test_lenient_integers (void)
{
  static const struct
  {
    const char *text;
    gint64 value; /* 0: none */
  } numbers[] = {
    { "3600", 3600 },
    { "3600.7", 3600 },
    { "\"3600\"", 3600 },
    { "\"3600.0\"", 3600 },
    { "\"3600.75\"", 3600 },
    { "-5", -5 },
    { "\"-5\"", -5 },
    { "18446744073709551615", 0 },
    { "\"18446744073709551615\"", 0 },
    { "1e400", 0 },
    { "\"\"", 0 },
    { "\"soon\"", 0 },
    { "\"3600 s\"", 0 },
    { "\" 3600\"", 0 },
    { "\"1-2\"", 0 },
    { "\"0x10\"", 0 },
    { "\"3600.\"", 0 },
    { "\".5\"", 0 },
    { "\"1.2.3\"", 0 },
    { "null", 0 },
    { "true", 0 },
    { "[3600]", 0 },
    { "{}", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"x\":%s}", numbers[i].text);
      g_autoptr (JsonObject) object = parse (text);
      gint64 value = 0;

      g_test_message ("%s", text);
      g_assert_true (oidc_json_find_integer (object, "x", &value) == (numbers[i].value != 0));
      g_assert_cmpint (value, ==, numbers[i].value);
      g_assert_false (oidc_json_find_integer (object, "absent", &value));
    }
}

/* What a person is shown is what the provider wrote, not json-glib's idea of it. */
static void
test_reindent (void)
{
  static const char text[]
    = " {\"z\": 1.1,\"a\":18446744073709551615 ,\"m\":[1e57,-0,100.10,{}],\"e\":[ ],"
      "\"s\":\"Zo\\u00eb \\/ \xc3\xab\",\"o\":{\"b\":true,\"c\":null}}\n";
  g_autofree char *line = oidc_json_reindent (text, strlen (text), G_MAXSIZE, 0, NULL);
  g_autofree char *lines = oidc_json_reindent (text, strlen (text), G_MAXSIZE, 2, NULL);
  g_autofree char *scalar = oidc_json_reindent (" 1.10 ", 6, G_MAXSIZE, 2, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (line, ==,
                   "{\"z\":1.1,\"a\":18446744073709551615,\"m\":[1e57,-0,100.10,{}],\"e\":[],"
                   "\"s\":\"Zo\\u00eb \\/ \xc3\xab\",\"o\":{\"b\":true,\"c\":null}}");
  g_assert_cmpstr (lines, ==,
                   "{\n"
                   "  \"z\" : 1.1,\n"
                   "  \"a\" : 18446744073709551615,\n"
                   "  \"m\" : [\n"
                   "    1e57,\n"
                   "    -0,\n"
                   "    100.10,\n"
                   "    {}\n"
                   "  ],\n"
                   "  \"e\" : [],\n"
                   "  \"s\" : \"Zo\\u00eb \\/ \xc3\xab\",\n"
                   "  \"o\" : {\n"
                   "    \"b\" : true,\n"
                   "    \"c\" : null\n"
                   "  }\n"
                   "}");
  g_assert_cmpstr (scalar, ==, "1.10");
  g_assert_null (oidc_json_reindent ("{\"a\":1,\"a\":2}", 13, G_MAXSIZE, 2, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
}

static void
test_source (void)
{
  static const char text[]
    = "{\"deep\":{\"x\":1},\"x\": 18446744073709551615 ,\"l\":[1, 2],\"\\u0079\":1.10}";
  g_autofree char *x = oidc_json_dup_source (text, strlen (text), "x");
  g_autofree char *list = oidc_json_dup_source (text, strlen (text), "l");
  g_autofree char *y = oidc_json_dup_source (text, strlen (text), "y");

  g_assert_cmpstr (x, ==, "18446744073709551615");
  g_assert_cmpstr (list, ==, "[1, 2]");
  g_assert_cmpstr (y, ==, "1.10");
  g_assert_null (oidc_json_dup_source (text, strlen (text), "absent"));
  g_assert_null (oidc_json_dup_source ("[1]", 3, "x"));
  g_assert_null (oidc_json_dup_source ("{\"x\":1", 6, "x"));
}

/* A number that cannot be held decides nothing, so it costs nothing but itself. */
static void
test_numbers_out_of_range (void)
{
  g_autoptr (JsonObject) object
    = parse ("{\"a\":18446744073709551615,\"b\":[-1e999,{\"c\":9999999999999999999999}],\"d\":7}");
  g_autoptr (GError) error = NULL;
  const char *text = NULL;
  gint64 value = 0;

  g_assert_true (oidc_json_optional_integer (object, "d", NULL, &value, NULL));
  g_assert_cmpint (value, ==, 7);
  g_assert_cmpuint (json_object_get_size (object), ==, 3);
  /* It is no string either: nobody may take it for one that was signed. */
  g_assert_false (oidc_json_optional_string (object, "a", &text, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/oidc/json/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/oidc/json/nul", test_nul);
  g_test_add_func ("/oidc/json/depth", test_depth);
  g_test_add_func ("/oidc/json/size", test_size);
  g_test_add_func ("/oidc/json/counts", test_counts);
  g_test_add_func ("/oidc/json/message", test_message);
  g_test_add_func ("/oidc/json/not-object", test_not_object);
  g_test_add_func ("/oidc/json/strings", test_strings);
  g_test_add_func ("/oidc/json/lenient", test_lenient);
  g_test_add_func ("/oidc/json/integers", test_integers);
  g_test_add_func ("/oidc/json/lenient-integers", test_lenient_integers);
  g_test_add_func ("/oidc/json/reindent", test_reindent);
  g_test_add_func ("/oidc/json/source", test_source);
  g_test_add_func ("/oidc/json/numbers-out-of-range", test_numbers_out_of_range);
  return g_test_run ();
}
