<?php
$sum = 0;
for ($i = 0; $i < 1000; $i++) {
    $sum += $i * $i;
}
echo $sum, " ", strrev("hello"), " ", preg_replace("/(\d+)/", "<$1>", "a1b22"), "\n";
echo json_encode(["a" => [1, 2.5, null], "b" => "ü"]), " ", md5("x"), " ", hash("sha256", "x"), "\n";
function fib(int $n): int { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
$list = array_map(fn($n) => fib($n), range(0, 20));
usort($list, fn($a, $b) => $b <=> $a);
echo implode(",", $list), "\n";
try {
    intdiv(1, 0);
} catch (DivisionByZeroError $e) {
    echo get_class($e), ": ", $e->getMessage(), "\n";
}
printf("%.10f %05d %s\n", M_PI, 42, number_format(1234567.891, 2));
foreach ((function () { yield from [1, 2, 3]; })() as $k => $v) {
    echo "$k=$v ";
}
echo in_array("script.php", scandir(__DIR__)) ? "listed" : "missing", "\n";
