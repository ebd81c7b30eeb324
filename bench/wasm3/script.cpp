// An interpreter of a small language, as programs have them: it parses the text to a tree and runs that. Strings, containers and pointers own what
// they have, and each error is an exception, but the text has none. Built with exceptions and without.
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "faults.h"

using std::string, std::unique_ptr, std::vector;

enum Error { UNEXPECTED = 1, NAME, NUMBER, ZERO, ARGUMENTS, INDEX, STEPS };

struct Token { char kind; string text; u32 value; }; // kind: 'n'umber, 'i'dentifier, '.' the end, or the character

struct Lexer {
	const char *at;
	Token token;
	Lexer(const char *text) : at(text) { next(); }

	void next() {
		while (*at == ' ' || *at == '\t' || *at == '\n') at++;
		const char *start = at;
		if (*at == 0) token = {'.', "", 0};
		else if (letter(*at)) {
			while (letter(*at)) at++;
			token = {'i', string(start, at), 0};
		} else if (digit(*at)) {
			u32 v = 0;
			while (digit(*at)) {
				if (v > 100000000) fail(NUMBER);
				v = v * 10 + *at++ - '0';
			}
			token = {'n', "", v};
		} else token = {*at++, "", 0};
	}
	bool is(const char *text) { return token.text == text; }
	bool take(char kind) {
		if (token.kind != kind) return false;
		next();
		return true;
	}
	void expect(char kind) { if (!take(kind)) fail(UNEXPECTED); }
	string name() {
		if (token.kind != 'i') fail(UNEXPECTED);
		string s = token.text;
		next();
		return s;
	}
	static bool letter(char c) { return c >= 'a' && c <= 'z'; }
	static bool digit(char c) { return c >= '0' && c <= '9'; }
};

struct Node;
typedef unique_ptr<Node> Tree;

struct Function { vector<string> params; Tree body; };

struct Machine {
	std::map<string, Function> functions;
	vector<u32> array;
	u32 steps = 0;
};

struct Scope { // the variables of a call
	Machine &m;
	std::map<string, u32> vars;
	bool returned = false;
	Scope(Machine &m) : m(m) {}
	u32 &at(const string &name) {
		auto v = vars.find(name);
		if (v == vars.end()) fail(NAME);
		return v->second;
	}
};

struct Node {
	virtual u32 value(Scope &s) = 0;
	virtual ~Node() {}
};

struct Number : Node {
	u32 v;
	Number(u32 v) : v(v) {}
	u32 value(Scope &) override { return v; }
};

struct Variable : Node {
	string name;
	Variable(string name) : name(std::move(name)) {}
	u32 value(Scope &s) override { return s.at(name); }
};

struct Element : Node { // of the array
	Tree index;
	Element(Tree index) : index(std::move(index)) {}
	u32 &at(Scope &s) {
		u32 i = index->value(s);
		if (i >= s.m.array.size()) fail(INDEX);
		return s.m.array[i];
	}
	u32 value(Scope &s) override { return at(s); }
};

struct Binary : Node {
	char op;
	Tree a, b;
	Binary(char op, Tree a, Tree b) : op(op), a(std::move(a)), b(std::move(b)) {}
	u32 value(Scope &s) override {
		u32 x = a->value(s), y = b->value(s);
		switch (op) {
		case '+': return x + y;
		case '-': return x - y;
		case '*': return x * y;
		case '<': return x < y;
		}
		if (y == 0) fail(ZERO);
		return op == '/' ? x / y : x % y;
	}
};

struct Assign : Node {
	string name;
	Tree v;
	Assign(string name, Tree v) : name(std::move(name)), v(std::move(v)) {}
	u32 value(Scope &s) override { u32 x = v->value(s); return s.vars[name] = x; }
};

struct Set : Node {
	Element to;
	Tree v;
	Set(Tree index, Tree v) : to(std::move(index)), v(std::move(v)) {}
	u32 value(Scope &s) override { u32 x = v->value(s); return to.at(s) = x; }
};

struct Push : Node {
	Tree v;
	Push(Tree v) : v(std::move(v)) {}
	u32 value(Scope &s) override { s.m.array.push_back(v->value(s)); return s.m.array.size(); }
};

struct Call : Node {
	string name;
	vector<Tree> args;
	Call(string name, vector<Tree> args) : name(std::move(name)), args(std::move(args)) {}
	u32 value(Scope &s) override {
		auto f = s.m.functions.find(name);
		if (f == s.m.functions.end()) fail(NAME);
		if (f->second.params.size() != args.size()) fail(ARGUMENTS);
		Guard g(1);
		Scope inner(s.m);
		for (u32 i = 0; i < args.size(); i++) inner.vars[f->second.params[i]] = args[i]->value(s);
		return f->second.body->value(inner);
	}
};

struct Return : Node {
	Tree v;
	Return(Tree v) : v(std::move(v)) {}
	u32 value(Scope &s) override { u32 x = v->value(s); s.returned = true; return x; }
};

struct Block : Node {
	vector<Tree> list;
	u32 value(Scope &s) override {
		u32 v = 0;
		for (auto &n : list) {
			v = n->value(s);
			if (s.returned) break;
		}
		return v;
	}
};

struct If : Node {
	Tree cond, then;
	If(Tree cond, Tree then) : cond(std::move(cond)), then(std::move(then)) {}
	u32 value(Scope &s) override { return cond->value(s) ? then->value(s) : 0; }
};

struct While : Node {
	Tree cond, body;
	While(Tree cond, Tree body) : cond(std::move(cond)), body(std::move(body)) {}
	u32 value(Scope &s) override {
		u32 v = 0;
		while (!s.returned && cond->value(s)) {
			if (++s.m.steps > 1000000) fail(STEPS);
			v = body->value(s);
		}
		return v;
	}
};

struct Parser {
	Lexer lex;
	Parser(const char *text) : lex(text) {}

	void program(Machine &m) {
		while (!lex.take('.')) {
			string name = lex.name();
			Function f;
			lex.expect('(');
			while (!lex.take(')')) {
				f.params.push_back(lex.name());
				lex.take(',');
			}
			f.body = block();
			m.functions[name] = std::move(f);
		}
	}
	Tree block() {
		lex.expect('{');
		auto b = std::make_unique<Block>();
		while (!lex.take('}')) b->list.push_back(statement());
		return b;
	}
	Tree statement() {
		if (lex.is("if")) {
			lex.next();
			Tree cond = sum();
			return std::make_unique<If>(std::move(cond), block());
		}
		if (lex.is("while")) {
			lex.next();
			Tree cond = sum();
			return std::make_unique<While>(std::move(cond), block());
		}
		Tree t;
		if (lex.is("return")) {
			lex.next();
			t = std::make_unique<Return>(sum());
		} else if (lex.take('[')) {
			Tree index = sum();
			lex.expect(']');
			lex.expect('=');
			t = std::make_unique<Set>(std::move(index), sum());
		} else {
			string name = lex.name();
			if (lex.take('=')) t = std::make_unique<Assign>(std::move(name), sum());
			else t = call(std::move(name));
		}
		lex.expect(';');
		return t;
	}
	Tree sum() {
		Tree t = product();
		for (;;) {
			char op = lex.token.kind;
			if (op != '+' && op != '-' && op != '<') return t;
			lex.next();
			t = std::make_unique<Binary>(op, std::move(t), product());
		}
	}
	Tree product() {
		Tree t = primary();
		for (;;) {
			char op = lex.token.kind;
			if (op != '*' && op != '/' && op != '%') return t;
			lex.next();
			t = std::make_unique<Binary>(op, std::move(t), primary());
		}
	}
	Tree primary() {
		u32 v = lex.token.value;
		if (lex.take('n')) return std::make_unique<Number>(v);
		if (lex.take('(')) {
			Tree t = sum();
			lex.expect(')');
			return t;
		}
		if (lex.take('[')) {
			Tree t = sum();
			lex.expect(']');
			return std::make_unique<Element>(std::move(t));
		}
		string name = lex.name();
		if (lex.token.kind == '(') return call(std::move(name));
		return std::make_unique<Variable>(std::move(name));
	}
	Tree call(string name) {
		lex.expect('(');
		vector<Tree> args;
		while (!lex.take(')')) {
			args.push_back(sum());
			lex.take(',');
		}
		if (name == "push" && args.size() == 1) return std::make_unique<Push>(std::move(args[0]));
		return std::make_unique<Call>(std::move(name), std::move(args));
	}
};

static const char text[] = R"(
fib(n) { if n < 2 { return n; } return fib(n - 1) + fib(n - 2); }
swap(i, j) { t = [i]; [i] = [j]; [j] = t; return t; }
fill(n, seed) {
	i = 0;
	while i < n { seed = (seed * 1103 + 12345) % 65536; push(seed / 16); i = i + 1; }
	return seed;
}
less(j) { if j < 1 { return 0; } return [j] < [j - 1]; }
sort(n) {
	i = 1;
	while i < n {
		j = i;
		while less(j) { swap(j - 1, j); j = j - 1; }
		i = i + 1;
	}
	return [n / 2];
}
gcd(a, b) { if b < 1 { return a; } return gcd(b, a % b); }
main(seed) {
	fill(16, seed);
	m = sort(16);
	return m * 31 + gcd([3], [15]) + fib(8);
}
)";

// once parses the text and runs it.
CALL u32 once(u32 seed) {
	Machine m;
	Parser(text).program(m);
	vector<Tree> args;
	args.push_back(std::make_unique<Number>(seed));
	Scope s(m);
	return Call("main", std::move(args)).value(s) + m.steps;
}

extern "C" __attribute__((export_name("run"), used)) u32 run(u32 n) {
	u32 total = 0;
	for (u32 i = 0; i < n; i++) {
		TRY { total = total * 31 + once(i); } CATCH
	}
	return total + live;
}
