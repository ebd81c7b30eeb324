// Finds sixteen words in 64 KiB of text by Horspool's algorithm, and counts letters and words; n times.
enum { SIZE = 1 << 16 };

static char text[SIZE];
#define WORD(s) {s, sizeof s - 1}
static const struct {
  const char *letters;
  int size;
} words[16] = {WORD("stream"),   WORD("module"), WORD("ab"),      WORD("translate"), WORD("memory"),  WORD("zebra"),
               WORD("instance"), WORD("guard"),  WORD("slices"),  WORD("table"),     WORD("funcref"), WORD("value"),
               WORD("operand"),  WORD("q"),      WORD("validate"), WORD("tail call")};

static int count_matches(const char *word, int n) {
  int shift[256], found = 0;
  for (int i = 0; i < 256; i++)
    shift[i] = n;
  for (int i = 0; i < n - 1; i++)
    shift[(unsigned char)word[i]] = n - 1 - i;
  for (int at = 0; at + n <= SIZE; at += shift[(unsigned char)text[at + n - 1]]) {
    int i = n - 1;
    while (i >= 0 && text[at + i] == word[i])
      i--;
    found += i < 0;
  }
  return found;
}

static int count_words(void) {
  int letters[26] = {0}, count = 0, inside = 0;
  for (int i = 0; i < SIZE; i++) {
    int letter = text[i] >= 'a' && text[i] <= 'z';
    if (letter)
      letters[text[i] - 'a']++;
    count += letter && !inside;
    inside = letter;
  }
  return count * 31 + letters['e' - 'a'] - letters['z' - 'a'];
}

int run(int n) {
  unsigned seed = 5;
  for (int i = 0; i < SIZE;) {
    seed = seed * 1664525 + 1013904223;
    for (const char *w = words[seed >> 28].letters; *w && i < SIZE; w++)
      text[i++] = *w;
    if (i < SIZE)
      text[i++] = seed >> 20 & 1 ? ' ' : (char)('a' + (seed >> 16) % 26);
  }
  unsigned sum = 0;
  for (int round = 0; round < n; round++) {
    text[round % SIZE] = (char)('a' + round % 26);
    for (int i = 0; i < 16; i++)
      sum = sum * 31 + (unsigned)count_matches(words[i].letters, words[i].size);
    sum += (unsigned)count_words();
  }
  return (int)sum;
}
