// A rule that never ends.
#include "rule.h"

long long price(long long each, int pieces) {
	for (volatile int i = 0;; i++);
}
