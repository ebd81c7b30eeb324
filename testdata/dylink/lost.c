/* A library whose symbols are nowhere, or not what they should be. */
int nowhere(int);
float twice(float);
extern int missing, steps;

int answer(int x) { return nowhere(x) + (int)twice(1) + missing + steps; }
int (*pointer)(int) = nowhere;
