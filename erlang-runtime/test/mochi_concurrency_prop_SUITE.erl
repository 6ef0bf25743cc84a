%% Runs the properties of channels and of the history of streams.
-module(mochi_concurrency_prop_SUITE).

-export([
    suite/0,
    all/0,
    init_per_suite/1,
    end_per_suite/1
]).

-export([
    bounded_queue/1,
    select/1,
    last_events/1
]).

-define(TESTS, 200).

suite() -> [{timetrap, {seconds, 60}}].

all() -> [bounded_queue, select, last_events].

init_per_suite(Config) ->
    {ok, _} = application:ensure_all_started(mochi),
    Config.

end_per_suite(_) -> application:stop(mochi).

bounded_queue(_) -> holds(prop_mochi_chan:prop_bounded_queue()).

select(_) -> holds(prop_mochi_chan:prop_select()).

last_events(_) -> holds(prop_mochi_history:prop_last_events()).

holds(Property) -> true = proper:quickcheck(Property, [quiet, {numtests, ?TESTS}]).
