// The last 512 samples of a sensor, in a module that has no libc: 4 KiB of static data, 1 KiB of stack, no heap.

#define EXPORT(name) __attribute__((export_name(name)))

typedef unsigned int uint32;

enum { Room = 512 };

static struct {
	uint32 time; // seconds since 1970
	int value;   // in thousandths
} samples[Room];

static uint32 added;

EXPORT("count") uint32 count(void) { return added; }
EXPORT("kept") uint32 kept(void) { return added < Room ? added : Room; }

EXPORT("add") void add(uint32 time, int value) {
	samples[added % Room].time = time;
	samples[added % Room].value = value;
	added++;
}

// The figures of all samples that are kept; 0 where there are none.

EXPORT("mean") int mean(void) {
	long long sum = 0;
	for (uint32 i = 0; i < kept(); i++) sum += samples[i].value;
	return added ? sum / (long long)kept() : 0;
}

EXPORT("least") int least(void) {
	int v = samples[0].value;
	for (uint32 i = 1; i < kept(); i++)
		if (samples[i].value < v) v = samples[i].value;
	return v;
}

EXPORT("most") int most(void) {
	int v = samples[0].value;
	for (uint32 i = 1; i < kept(); i++)
		if (samples[i].value > v) v = samples[i].value;
	return v;
}

// since returns the time of the oldest sample that is kept.
EXPORT("since") uint32 since(void) { return samples[added < Room ? 0 : added % Room].time; }
