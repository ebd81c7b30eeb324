/* What the main program and its plugins know of each other. */
struct plugin {
	const char *name;
	int (*run)(int);
	struct plugin *next;
};

extern int steps;                      /* of main: how often anybody did anything */
void add(struct plugin *p);            /* of main: plugins call it to be known */
int twice(int x);                      /* of main */
int apply(int (*f)(int), int x);       /* of main: calls a function of whoever */
