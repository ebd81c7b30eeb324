// A program that does not look at what malloc returns. Where it got null its blocks are one, and the sum is wrong.
#include <stdio.h>
#include <stdlib.h>

enum { blocks = 160, size = 1000 };

int main(void) {
	unsigned char *block[blocks];
	unsigned sum = 0;
	for (int i = 0; i < blocks; i++) {
		block[i] = malloc(size);
		for (int k = 0; k < size; k++)
			block[i][k] = i;
	}
	for (int i = 0; i < blocks; i++)
		for (int k = 0; k < size; k++)
			sum += block[i][k];
	printf("%u\n", sum);
	return 0;
}
