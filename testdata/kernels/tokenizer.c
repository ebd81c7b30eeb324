// Writes a JSON document of about 32 KiB and parses it n times by recursive descent: strings, numbers, nesting.
enum { SIZE = 40 * 1024 };

static char text[SIZE];
static int length;
static const char *p;

static void put(const char *s) {
  while (*s)
    text[length++] = *s++;
}

static void put_number(unsigned v) {
  char digits[12];
  int n = 0;
  do
    digits[n++] = (char)('0' + v % 10);
  while (v /= 10);
  while (n > 0)
    text[length++] = digits[--n];
}

static void generate(void) {
  length = 0;
  put("[");
  for (unsigned i = 0; length < SIZE - 256; i++) {
    put(i == 0 ? "" : ",\n  ");
    put("{\"id\": ");
    put_number(i * 7919);
    put(", \"name\": \"item \\\"");
    put_number(i);
    put("\\\"\", \"price\": -");
    put_number(i % 1000);
    put(".");
    put_number(i * 37 % 100);
    put("e1, \"tags\": [true, false, null, [], {}]}");
  }
  put("]");
  text[length] = 0;
}

static void space(void) {
  while (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r')
    p++;
}

static unsigned string(void) {
  unsigned hash = 2166136261u;
  for (p++; *p != '"'; p++) {
    if (*p == '\\')
      p++;
    hash = (hash ^ (unsigned char)*p) * 16777619;
  }
  p++;
  return hash;
}

static unsigned number(void) {
  double v = 0, scale = 1;
  int negative = *p == '-';
  p += negative;
  for (; *p >= '0' && *p <= '9'; p++)
    v = v * 10 + (*p - '0');
  if (*p == '.')
    for (p++; *p >= '0' && *p <= '9'; p++)
      v += (*p - '0') * (scale /= 10);
  if (*p == 'e' || *p == 'E') {
    int e = 0;
    for (p++; *p >= '0' && *p <= '9'; p++)
      e = e * 10 + (*p - '0');
    while (e-- > 0)
      v *= 10;
  }
  return (unsigned)(int)(negative ? -v : v);
}

static unsigned value(void) {
  unsigned hash = 1;
  space();
  switch (*p) {
  case '{':
  case '[': {
    char close = *p++ == '{' ? '}' : ']';
    for (space(); *p != close; space()) {
      if (*p == ',' || *p == ':')
        p++;
      hash = hash * 31 + value();
    }
    p++;
    return hash + (unsigned char)close;
  }
  case '"': return string();
  case 't': p += 4; return 2;
  case 'f': p += 5; return 3;
  case 'n': p += 4; return 4;
  case 0: return 0;
  }
  return number();
}

int run(int n) {
  generate();
  unsigned sum = 0;
  for (int i = 0; i < n; i++) {
    p = text;
    sum = sum * 31 + value();
  }
  return (int)sum;
}
