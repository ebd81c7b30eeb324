// Each export ends with a trap or in the host. A mark says which one, and how deep in the stack the line is: 0 is where it began.

__attribute__((import_module("env"), import_name("host"))) int host(int x);

static int table[8];
static unsigned calls;
static volatile int zero;

__attribute__((noinline)) int get(const int *list, int index) {
    return list[index]; // load:0 twice:0
}

__attribute__((noinline)) void put(int *list, int index, int value) {
    list[index] = value; // store:0
}

__attribute__((export_name("load"))) int load(int index) {
    int sum = 0;
    for (int i = 0; i < 3; i++)
        sum += get(table, i);
    calls += sum;
    return sum + get(table, index); // load:1
}

__attribute__((export_name("store"))) int store(int index) {
    put(table, 1, index);
    put(table, index, 1); // store:1
    return calls;
}

__attribute__((export_name("divide"))) int divide(int x) {
    int half = x / 2;
    half += 100
        / x; // divide:0
    return half;
}

__attribute__((export_name("twice"))) int twice(int index) {
    return get(table, 0) + get(table, index); // twice:1
}

typedef int function(int);
__attribute__((noinline)) static int add(int x) { return x + calls; }
static function *functions[] = {add, divide, add};

__attribute__((export_name("indirect"))) int indirect(int index) {
    int sum = functions[0](1);
    return sum +
        functions[index](0); // indirect:0
}

__attribute__((noinline, export_name("outside"))) int outside(int x) {
    switch (x & 7) {
    case 0:
        return host(1);
    case 1:
        return 10
            + host(x); // outside:0
    case 2:
        return host(x + 1) - 1;
    case 3:
        return load(x);
    case 4:
        __builtin_trap(); // trap:0
    }
    return x;
}

__attribute__((export_name("trap"))) int trap(int x) {
    return outside(4) + x; // trap:1
}

__attribute__((export_name("deep"))) int deep(int x) { // deep:0
    if (x == 12345) {
        return calls;
    }
    int left = deep(x + 1); // deep:1
    return left * deep(x + 2);
}

__attribute__((noinline)) static int odd(int x, int y);
__attribute__((noinline)) static int even(int x, int y) {
    if (x == 0)
        return 100 / y; // tail:0
    __attribute__((musttail)) return odd(x - 1, y);
}
__attribute__((noinline)) static int odd(int x, int y) {
    if (x == 0)
        return 200 / y;
    __attribute__((musttail)) return even(x - 1, y);
}

__attribute__((export_name("tail"))) int tail(int x) {
    int y = even(x, 1);
    return y + even(x, zero); // tail:1
}
