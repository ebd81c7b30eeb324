// Errors without setjmp: one that is raised cannot be caught, it ends the program, and coroutines do not work.
#include <stdio.h>
#include <stdlib.h>

#define luai_jmpbuf int
#define LUAI_TRY(L, c, a) \
  { a }
#define LUAI_THROW(L, c) ((void)fprintf(stderr, "lua: an error was raised\n"), abort())

#define LUA_TMPNAMBUFSIZE 1
#define lua_tmpnam(buffer, failed) ((void)(buffer), (failed) = 1)
