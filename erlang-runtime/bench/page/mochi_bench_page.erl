%% Pages that measurements are published on: each has its part, for each release, between two comments.
-module(mochi_bench_page).

-export([
    replace/3,
    release/0,
    today/0
]).

%% Puts a text in place of what is between the marks of a name and of this release in a page, else at the end of it.
-spec replace(Page :: file:filename(), Name :: string(), Text :: iodata()) -> ok.
replace(Page, Name, Text) ->
    Begin = mark(Name),
    End = mark(["end of ", Name]),
    Part = [Begin, "\n\n", Text, "\n", End],
    Old =
        case file:read_file(Page) of
            {ok, There} -> There;
            {error, enoent} -> <<>>
        end,
    New =
        case binary:split(Old, Begin) of
            [Before, Behind] ->
                [_, After] = binary:split(Behind, End),
                [Before, Part, After];
            [_] ->
                [Old, "\n", Part, "\n"]
        end,
    Written = [Page, ".new"],
    ok = file:write_file(Written, unicode:characters_to_binary(New)),
    ok = file:rename(Written, Page).

mark(Name) -> iolist_to_binary(["<!-- ", Name, " ", release(), " -->"]).

%% The release that this runs on, as "27".
-spec release() -> string().
release() -> erlang:system_info(otp_release).

%% As "2026-11-30".
-spec today() -> string().
today() -> lists:sublist(calendar:system_time_to_rfc3339(os:system_time(second), [{offset, "Z"}]), 10).
