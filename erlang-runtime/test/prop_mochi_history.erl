%% The ring of a stream's last events against a list.
-module(prop_mochi_history).

-export([
    prop_last_events/0
]).

%% The table is the supervisor's.
prop_last_events() ->
    {ok, _} = application:ensure_all_started(mochi),
    proper:forall(
        {proper_types:range(1, 6), proper_types:list(proper_types:integer()), proper_types:range(1, 20)},
        fun({Capacity, Events, From}) ->
            [Key, Other] = [make_ref(), make_ref()],
            Numbers = [
                begin
                    _ = mochi_stream_history:append(Other, 2, other),
                    mochi_stream_history:append(Key, Capacity, Event)
                end
             || Event <- Events
            ],
            All = lists:enumerate(Events),
            Last = lists:nthtail(max(0, length(All) - Capacity), All),
            Later = [Entry || {Number, _} = Entry <- Last, Number >= From],
            Holds =
                Numbers =:= lists:seq(1, length(Events)) andalso
                    mochi_stream_history:read(Key, 1) =:= Last andalso
                    mochi_stream_history:read(Key, From) =:= Later andalso
                    mochi_stream_history:next(Key) =:= length(Events) + 1 andalso
                    mochi_stream_history:size(Key) =:= length(Last),
            ok = mochi_stream_history:erase(Key),
            Erased = mochi_stream_history:read(Key, 1) =:= [] andalso mochi_stream_history:next(Key) =:= 1,
            Untouched = mochi_stream_history:size(Other) =:= min(2, length(Events)),
            ok = mochi_stream_history:erase(Other),
            Holds andalso Erased andalso Untouched
        end
    ).
