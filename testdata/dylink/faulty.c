/* A library whose constructor fails, with something on its stack. */
__attribute__((constructor)) static void start(void) {
	volatile int room[100];
	room[0] = 1;
	if (room[0])
		__builtin_trap();
}
