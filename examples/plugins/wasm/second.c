// Every second piece is half the price.
#include "rule.h"

long long price(long long each, int pieces) { return each * (pieces - pieces / 2) + percent(each, 50) * (pieces / 2); }
