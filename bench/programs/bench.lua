-- A mixed Lua load: calls, string building and matching, sorting, closures, objects. Raises no errors and uses no coroutines.
-- usage: lua bench.lua [scale]
local scale = tonumber(arg and arg[1]) or 1

local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

local seed = 42
local function random(n)
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return (seed >> 8) % n
end

local function strings(n)
  local words = {}
  for i = 1, n do
    words[#words + 1] = string.format("%05d-%s", random(100000), string.char(97 + random(26), 97 + random(26)))
  end
  local text, sum = table.concat(words, " "), 0
  for digits, letters in text:gmatch("(%d+)%-(%a+)") do
    sum = sum + tonumber(digits) + #letters
  end
  local upper, replaced = text:gsub("a", "A")
  return sum + replaced + #upper:reverse() + (upper:find("zz", 1, true) or 0)
end

local function sorting(n)
  local t = {}
  for i = 1, n do t[i] = random(1000000) end
  table.sort(t)
  local sum = 0
  for i = 1, n, 97 do sum = sum + t[i] end
  table.sort(t, function(a, b) return a % 1000 > b % 1000 end)
  return sum + t[1] % 1000
end

local function closures(n)
  local function counter(step)
    local count = 0
    return function(by) count = count + step * by return count end
  end
  local counters, sum = {}, 0
  for i = 1, 64 do counters[i] = counter(i) end
  for i = 1, n do sum = (sum + counters[i % 64 + 1](i)) % 1000003 end
  return sum
end

local Vec = {}
Vec.__index = Vec
Vec.__add = function(a, b) return setmetatable({ x = a.x + b.x, y = a.y + b.y }, Vec) end
function Vec:dot(o) return self.x * o.x + self.y * o.y end

local function objects(n)
  local sum, acc = 0.0, setmetatable({ x = 0.0, y = 0.0 }, Vec)
  local unit = setmetatable({ x = 0.5, y = 0.25 }, Vec)
  for i = 1, n do
    acc = acc + unit
    sum = sum + acc:dot(unit) / i
  end
  return string.format("%.9g", sum)
end

local function sieve(n)
  local composite, count = {}, 0
  for i = 2, n do
    if not composite[i] then
      count = count + 1
      for j = i * i, n, i do composite[j] = true end
    end
  end
  return count
end

print("fib", fib(28 + scale))
print("strings", strings(60000 * scale))
print("sort", sorting(100000 * scale))
print("closures", closures(3000000 * scale))
print("objects", objects(600000 * scale))
print("sieve", sieve(600000 * scale))
