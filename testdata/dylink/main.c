/* A program that loads its plugins while it runs. Usage: main NAME... */
#include "dlfcn.h"
#include <stdio.h>
#include "plugin.h"

int steps;
static struct plugin *plugins;

void add(struct plugin *p) {
	p->next = plugins;
	plugins = p;
	printf("main: %s is here\n", p->name);
}

int twice(int x) {
	steps++;
	return 2 * x;
}

int apply(int (*f)(int), int x) {
	steps++;
	return f(x);
}

static void load(const char *name) {
	void *lib = dlopen(name, RTLD_NOW);
	int (*answer)(int) = lib ? (int (*)(int))dlsym(lib, "answer") : 0;
	int *question = answer ? dlsym(lib, "question") : 0;
	if (question)
		printf("main: answer(%d) = %d\n", *question, apply(answer, *question));
	else
		printf("main: %s\n", dlerror());
	if (lib && !question)
		printf("main: closed: %d\n", dlclose(lib));
}

int main(int argc, char **argv) {
	for (int i = 1; i < argc; i++)
		load(argv[i]);
	for (struct plugin *p = plugins; p; p = p->next)
		printf("main: %s(20) = %d\n", p->name, p->run(20));
	int (*f)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "twice");
	printf("main: twice is %s\n", f == twice ? "itself" : "another");
	printf("main: %d steps\n", steps);
	fflush(stdout);
	return 0;
}
