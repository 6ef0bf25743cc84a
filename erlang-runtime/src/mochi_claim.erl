-module(mochi_claim).
-moduledoc """
Claims: what waits at several channels at once is served by one of them only. The channels, and the one who waits when
its time is over, share a claim and try to take it; exactly one succeeds. When two that wait in this way meet, both
claims are taken or none.

```erlang
1> Claim = mochi_claim:new(), {mochi_claim:take(Claim), mochi_claim:take(Claim)}.
{true, false}
```
""".

-export([
    new/0,
    take/1,
    take_both/2
]).

-export_type([
    claim/0
]).

-doc "A claim; `undefined` is one that can always be taken.".
-opaque claim() :: atomics:atomics_ref() | undefined.

-define(INDEX, 1).
-define(FREE, 0).
-define(RESERVED, 1).
-define(TAKEN, 2).
%% Whoever has reserved a claim takes it or gives it back within a few instructions, unless it was killed just there.
-define(PATIENCE, 1_000_000).

-doc """
A claim that is free.

```erlang
1> mochi_claim:take(mochi_claim:new()).
true
```
""".
-spec new() -> claim().
new() -> atomics:new(1, []).

-doc """
Takes a claim; false when it was taken before.

```erlang
1> mochi_claim:take(undefined).
true
```
""".
-spec take(claim()) -> boolean().
take(undefined) -> true;
take(Claim) -> change(Claim, ?TAKEN, ?PATIENCE).

-doc """
Takes two claims or none; says which one was taken before.

```erlang
1> A = mochi_claim:new(), B = mochi_claim:new(), mochi_claim:take(B), mochi_claim:take_both(A, B).
second
2> mochi_claim:take(A).
true
3> mochi_claim:take_both(A, mochi_claim:new()).
first
4> mochi_claim:take_both(mochi_claim:new(), undefined).
both
```
""".
-spec take_both(claim(), claim()) -> both | first | second.
take_both(undefined, Second) ->
    case take(Second) of
        true -> both;
        false -> second
    end;
take_both(First, undefined) ->
    case take(First) of
        true -> both;
        false -> first
    end;
%% In one order everywhere, so that two who meet from both sides do not wait for one another.
take_both(First, Second) when First < Second ->
    reserve(First, Second);
take_both(First, Second) ->
    case reserve(Second, First) of
        both -> both;
        first -> second;
        second -> first
    end.

reserve(First, Second) ->
    case change(First, ?RESERVED, ?PATIENCE) of
        true ->
            case change(Second, ?TAKEN, ?PATIENCE) of
                true ->
                    ok = atomics:put(First, ?INDEX, ?TAKEN),
                    both;
                false ->
                    ok = atomics:put(First, ?INDEX, ?FREE),
                    second
            end;
        false ->
            first
    end.

change(Claim, State, 0) ->
    ok = atomics:put(Claim, ?INDEX, State),
    true;
change(Claim, State, Patience) ->
    case atomics:compare_exchange(Claim, ?INDEX, ?FREE, State) of
        ok ->
            true;
        ?TAKEN ->
            false;
        ?RESERVED ->
            erlang:yield(),
            change(Claim, State, Patience - 1)
    end.
