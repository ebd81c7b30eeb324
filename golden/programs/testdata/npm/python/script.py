import hashlib, itertools, json, math, os, re, struct, sys

print(sum(range(10)), 2**200, math.sqrt(2), math.sin(1))
print(json.dumps({"a": [1, 2.5, None], "b": "\u00fc"}), re.sub(r"(\d+)", r"<\1>", "a1b22"))
print(hashlib.sha256(b"x").hexdigest(), struct.pack("<df", 0.1, 0.1).hex())


class Node:
    def __init__(self, value, *children):
        self.value, self.children = value, children

    def __iter__(self):
        yield self.value
        for c in self.children:
            yield from c


print(list(Node(1, Node(2, Node(3)), Node(4))), [*itertools.accumulate(range(8))])
words = {}
for w in "the quick fox and the lazy dog and the end".split():
    words[w] = words.get(w, 0) + 1
print(sorted(words.items(), key=lambda p: (-p[1], p[0]))[:3])


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


try:
    deep(10**6)
except RecursionError as e:
    print("recursion", deep(500), e)
try:
    {}["k"]
except KeyError as e:
    print(type(e).__name__, e)
print(f"{math.pi:.10f} {1e300 * 1e10} {-0.0} {1 / 3!r} {10**21:e}", sys.version_info[:2])
print("script.py" in os.listdir("/npm/python"), len(open(__file__).read()) > 100)
