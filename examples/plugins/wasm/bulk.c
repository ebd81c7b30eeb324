// From 10 pieces on everything costs 15 percent less.
#include "rule.h"

long long price(long long each, int pieces) { return percent(each * pieces, pieces < 10 ? 100 : 85); }
