int items[100], steps;

__attribute__((export_name("step"))) int step(int item) {
	items[steps++ % 100] = item;
	return steps;
}

__attribute__((export_name("done"))) int done(void) { return steps; }
