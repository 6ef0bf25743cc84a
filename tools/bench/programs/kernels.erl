%% The same small programs stand in kernels.mochi.
-module(kernels).
-export([fib/1, sum_loop/1, collatz/1, trees/1, escape/1, evens/1]).

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

sum_loop(N) -> sum_loop(0, N, 0).

sum_loop(I, N, Total) when I < N -> sum_loop(I + 1, N, Total + I);
sum_loop(_, _, Total) -> Total.

collatz(Limit) -> collatz(1, Limit, 0).

collatz(Start, Limit, Best) when Start < Limit ->
    Steps = steps(Start, 0),
    collatz(Start + 1, Limit, if Steps > Best -> Steps; true -> Best end);
collatz(_, _, Best) -> Best.

steps(1, Steps) -> Steps;
steps(N, Steps) when N rem 2 =:= 0 -> steps(N div 2, Steps + 1);
steps(N, Steps) -> steps(3 * N + 1, Steps + 1).

trees(Depth) -> count(grow(Depth)).

grow(0) -> leaf;
grow(Depth) -> {fork, grow(Depth - 1), grow(Depth - 1)}.

count(leaf) -> 1;
count({fork, Left, Right}) -> count(Left) + count(Right).

escape(Limit) -> rows(0, Limit, 0).

rows(Row, Limit, Inside) when Row < Limit -> rows(Row + 1, Limit, columns(0, Row, Limit, Inside));
rows(_, _, Inside) -> Inside.

columns(Column, Row, Limit, Inside) when Column < Limit ->
    Cr = float(Column) * 3.0 / float(Limit) - 2.0,
    Ci = float(Row) * 2.0 / float(Limit) - 1.0,
    case turns(0.0, 0.0, Cr, Ci, 0) of
        50 -> columns(Column + 1, Row, Limit, Inside + 1);
        _ -> columns(Column + 1, Row, Limit, Inside)
    end;
columns(_, _, _, Inside) -> Inside.

turns(Zr, Zi, Cr, Ci, Turns) when Turns < 50, Zr * Zr + Zi * Zi < 4.0 ->
    turns(Zr * Zr - Zi * Zi + Cr, 2.0 * Zr * Zi + Ci, Cr, Ci, Turns + 1);
turns(_, _, _, _, Turns) -> Turns.

evens(N) -> evens(lists:seq(1, N - 1), 0).

evens([X | Xs], Total) when X rem 2 =:= 0 -> evens(Xs, Total + X);
evens([_ | Xs], Total) -> evens(Xs, Total);
evens([], Total) -> Total.
