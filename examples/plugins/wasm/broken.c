// A rule that gives up.
#include "rule.h"

long long price(long long each, int pieces) { __builtin_trap(); }
