// What a rule is made of. It exports price, which returns the price of all pieces in cents.

__attribute__((import_module("money"), import_name("percent"))) long long percent(long long cents, int hundredths);

__attribute__((export_name("price"))) long long price(long long each, int pieces);
