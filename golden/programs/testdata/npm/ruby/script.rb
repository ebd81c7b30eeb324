require "json"
require "set"
require "digest"

puts [(0...10).sum, 2**200, Math.sqrt(2), Math.sin(1)].join(" ")
puts JSON.generate({ "a" => [1, 2.5, nil], "b" => "\u00fc" }), "a1b22".gsub(/(\d+)/, '<\1>')
puts Digest::SHA256.hexdigest("x"), [0.1, 0.1].pack("Ee").unpack1("H*")

class Node
  include Enumerable

  def initialize(value, *children)
    @value, @children = value, children
  end

  def each(&block)
    yield @value
    @children.each { |c| c.each(&block) }
  end
end

p Node.new(1, Node.new(2, Node.new(3)), Node.new(4)).to_a, Set[3, 1, 3].size
p "the quick fox and the lazy dog and the end".split.tally.sort_by { |w, n| [-n, w] }.first(3)

def deep(n) = n.zero? ? 0 : 1 + deep(n - 1)

begin
  deep(10**7)
rescue SystemStackError => e
  puts "recursion #{deep(500)} #{e.message}"
end
begin
  {}.fetch(:k)
rescue KeyError => e
  puts "#{e.class} #{e.message}"
end
fibers = Fiber.new { 3.times { |i| Fiber.yield i } }
p [fibers.resume, fibers.resume], (catch(:done) { 10.times { |i| throw :done, i if i == 3 } })
puts format("%.10f %s %d", Math::PI, 1e300 * 1e10, 10**21), RUBY_VERSION
p Dir.children("/npm/ruby").include?("script.rb"), File.read(__FILE__).size > 100
