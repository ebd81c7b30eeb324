// Sums of money, in cents: what the service is sure of, and what rules may use.

#define EXPORT(name) __attribute__((export_name(name)))

typedef long long int64;

// percent returns so many hundredths of a sum, halves rounded to the even cent.
EXPORT("percent") int64 percent(int64 cents, int hundredths) {
	int64 exact = cents * hundredths, whole = exact / 100, rest = exact % 100;
	if (rest > 50 || (rest == 50 && whole % 2 != 0)) whole++;
	if (rest < -50 || (rest == -50 && whole % 2 != 0)) whole--;
	return whole;
}
