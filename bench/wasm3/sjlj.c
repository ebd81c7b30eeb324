// What clang makes of setjmp and longjmp calls these: label is the setjmp's, id that of the call of its function. clang reads env and value from
// where the thrown value points to.
typedef struct jump { void *id; unsigned label; void *env; int value; } jump;

__asm__(".globl __c_longjmp\n.tagtype __c_longjmp i32\n__c_longjmp:\n");

void __wasm_setjmp(jump *j, unsigned label, void *id) { j->id = id; j->label = label; }

unsigned __wasm_setjmp_test(jump *j, void *id) { return j->label && j->id == id ? j->label : 0; }

void __wasm_longjmp(jump *j, int value) {
	j->env = j;
	j->value = value ? value : 1;
	__builtin_wasm_throw(1, &j->env);
}
