/* The dynamic linker's interface, which wasi-libc has no header for. */
#define RTLD_NOW 2
#define RTLD_NOLOAD 4
#define RTLD_GLOBAL 256
#define RTLD_DEFAULT ((void *)0)

void *dlopen(const char *name, int flags);
void *dlsym(void *lib, const char *symbol);
int dlclose(void *lib);
char *dlerror(void);
