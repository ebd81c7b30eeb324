// Native kernels need no set-up.
void driver_init(void) {}
