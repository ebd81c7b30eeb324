// Sorts n pseudo-random ints (n <= 2 Mi), recursive quicksort with insertion sort for short ranges.
enum { MAX = 1 << 21 };

static int v[MAX];

static void insertion(int lo, int hi) {
  for (int i = lo + 1; i <= hi; i++) {
    int x = v[i], j = i;
    for (; j > lo && v[j - 1] > x; j--)
      v[j] = v[j - 1];
    v[j] = x;
  }
}

static void sort(int lo, int hi) {
  while (hi - lo > 12) {
    int pivot = v[lo + (hi - lo) / 2], i = lo, j = hi;
    while (i <= j) {
      while (v[i] < pivot)
        i++;
      while (v[j] > pivot)
        j--;
      if (i <= j) {
        int t = v[i];
        v[i++] = v[j];
        v[j--] = t;
      }
    }
    if (j - lo < hi - i) {
      sort(lo, j);
      lo = i;
    } else {
      sort(i, hi);
      hi = j;
    }
  }
  insertion(lo, hi);
}

int run(int n) {
  unsigned x = 12345;
  for (int i = 0; i < n; i++) {
    x = x * 1664525 + 1013904223;
    v[i] = (int)(x ^ x >> 15);
  }
  sort(0, n - 1);
  unsigned sum = 0;
  for (int i = 0; i < n; i++)
    sum = sum * 31 + (unsigned)v[i];
  return (int)sum;
}
