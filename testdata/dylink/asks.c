/* A library that uses what it does not say to need. */
int is_odd(int n);
extern const char *odd_name;

int answer(int x) { return is_odd(x) ? odd_name[0] : 0; }
