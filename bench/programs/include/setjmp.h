// wasi-libc has no setjmp.h. Lua includes it, but takes LUAI_THROW and LUAI_TRY of lua_wasi.h instead.
