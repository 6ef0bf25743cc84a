-module(mochi_llm_schema).
-moduledoc """
JSON schemas of structured output: made of types, and held against what a model answers.

Known are `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`, `anyOf`, `minimum`,
`maximum`, `minLength`, `maxLength`, `minItems` and `maxItems`; other keywords are passed on to the model and not
checked.

```erlang
1> mochi_llm_schema:validate(#{~"type" => ~"array", ~"items" => #{~"type" => ~"integer"}}, [1, ~"x"]).
{error, ~"[1]: expected integer, got \"x\" (string)"}
```
""".

-export([
    from_type/1,
    validate/2
]).

-doc """
The schema of a Mochi type.

```erlang
1> mochi_llm_schema:from_type({list, int}).
#{~"type" => ~"array", ~"items" => #{~"type" => ~"integer"}}
2> map_get(~"required", mochi_llm_schema:from_type({record, p, ~"P", [{~"a", int}, {~"b", {option, string}}]})).
[~"a"]
```
""".
-spec from_type(mochi_cast:type()) -> map().
from_type(int) ->
    #{~"type" => ~"integer"};
from_type(float) ->
    #{~"type" => ~"number"};
from_type(bool) ->
    #{~"type" => ~"boolean"};
from_type(string) ->
    #{~"type" => ~"string"};
from_type({Kind, Type}) when Kind =:= list; Kind =:= set ->
    #{~"type" => ~"array", ~"items" => from_type(Type)};
from_type({option, Type}) ->
    #{~"anyOf" => [from_type(Type), #{~"type" => ~"null"}]};
from_type({map, string, Type}) ->
    #{~"type" => ~"object", ~"additionalProperties" => from_type(Type)};
from_type({record, _, _, Fields}) ->
    #{
        ~"type" => ~"object",
        ~"properties" => maps:from_list([{Name, from_type(Type)} || {Name, Type} <- Fields]),
        ~"required" => [Name || {Name, Type} <- Fields, not is_option(Type)],
        ~"additionalProperties" => false
    };
%% What the schema does not say is checked when the value becomes one of the type.
from_type(_) ->
    #{}.

is_option({option, _}) -> true;
is_option(_) -> false.

-doc """
Whether a value, as `m:mochi_json` reads it, fits a schema; else where and why not.

```erlang
1> Schema = #{~"type" => ~"object", ~"required" => [~"name"]}, mochi_llm_schema:validate(Schema, #{~"name" => 1}).
ok
2> mochi_llm_schema:validate(Schema, #{}).
{error, ~"\"name\" is missing"}
```
""".
-spec validate(map(), Value :: term()) -> ok | {error, Why :: binary()}.
validate(Schema, Value) ->
    try
        check(maps:to_list(Schema), Value, [], Schema)
    catch
        throw:{?MODULE, [], Why} -> {error, unicode:characters_to_binary(Why)};
        throw:{?MODULE, Path, Why} -> {error, unicode:characters_to_binary([path(Path), ~": ", Why])}
    end.

check(Keywords, Value, Path, Schema) ->
    lists:foreach(fun({Keyword, Argument}) -> keyword(Keyword, Argument, Value, Path, Schema) end, Keywords).

nested(Schema, Value, Path) when is_map(Schema) -> check(maps:to_list(Schema), Value, Path, Schema);
nested(_, _, _) -> ok.

keyword(~"type", Type, Value, Path, _) ->
    Types =
        case Type of
            _ when is_list(Type) -> Type;
            _ -> [Type]
        end,
    case lists:any(fun(Name) -> is_type(Name, Value) end, Types) of
        true -> ok;
        false -> wrong(Path, [~"expected ", lists:join(~" or ", Types), ~", got ", mochi_format:described(Value)])
    end;
keyword(~"properties", Properties, Value, Path, _) when is_map(Value) ->
    maps:foreach(
        fun(Name, Schema) ->
            case Value of
                #{Name := Property} -> nested(Schema, Property, [Name | Path]);
                #{} -> ok
            end
        end,
        Properties
    );
keyword(~"required", Names, Value, Path, _) when is_map(Value) ->
    case [Name || Name <- Names, not is_map_key(Name, Value)] of
        [] -> ok;
        [Name | _] -> wrong(Path, [mochi_format:excerpt(Name), ~" is missing"])
    end;
keyword(~"additionalProperties", Allowed, Value, Path, Schema) when is_map(Value) ->
    Others = maps:without(maps:keys(maps:get(~"properties", Schema, #{})), Value),
    case {Allowed, lists:sort(maps:keys(Others))} of
        {false, [Name | _]} -> wrong(Path, [~"there is no place for ", mochi_format:excerpt(Name)]);
        _ -> maps:foreach(fun(Name, Property) -> nested(Allowed, Property, [Name | Path]) end, Others)
    end;
keyword(~"items", Schema, Value, Path, _) when is_list(Value) ->
    lists:foreach(
        fun({Index, Item}) -> nested(Schema, Item, [Index | Path]) end,
        lists:enumerate(0, Value)
    );
keyword(~"enum", Values, Value, Path, _) ->
    case lists:any(fun(One) -> mochi_core:equal(One, Value) end, Values) of
        true -> ok;
        false -> wrong(Path, [mochi_format:excerpt(Value), ~" is none of ", mochi_format:excerpt(Values)])
    end;
keyword(~"const", Only, Value, Path, _) ->
    keyword(~"enum", [Only], Value, Path, #{});
keyword(~"anyOf", Schemas, Value, Path, _) ->
    case lists:any(fun(Schema) -> validate(Schema, Value) =:= ok end, Schemas) of
        true -> ok;
        false -> wrong(Path, [mochi_format:described(Value), ~" fits none of the schemas"])
    end;
keyword(~"minimum", Least, Value, Path, _) when is_number(Value), Value < Least ->
    wrong(Path, [mochi_format:excerpt(Value), ~" is less than ", mochi_format:excerpt(Least)]);
keyword(~"maximum", Most, Value, Path, _) when is_number(Value), Value > Most ->
    wrong(Path, [mochi_format:excerpt(Value), ~" is more than ", mochi_format:excerpt(Most)]);
keyword(~"minLength", Least, Value, Path, _) when is_binary(Value) ->
    count(mochi_str:len(Value) >= Least, ~"it is shorter than ", Least, Path);
keyword(~"maxLength", Most, Value, Path, _) when is_binary(Value) ->
    count(mochi_str:len(Value) =< Most, ~"it is longer than ", Most, Path);
keyword(~"minItems", Least, Value, Path, _) when is_list(Value) ->
    count(length(Value) >= Least, ~"it has fewer items than ", Least, Path);
keyword(~"maxItems", Most, Value, Path, _) when is_list(Value) ->
    count(length(Value) =< Most, ~"it has more items than ", Most, Path);
keyword(_, _, _, _, _) ->
    ok.

count(true, _, _, _) -> ok;
count(false, Why, Bound, Path) -> wrong(Path, [Why, integer_to_binary(Bound)]).

is_type(~"object", Value) -> is_map(Value);
is_type(~"array", Value) -> is_list(Value);
is_type(~"string", Value) -> is_binary(Value);
is_type(~"boolean", Value) -> is_boolean(Value);
is_type(~"null", Value) -> Value =:= none;
is_type(~"number", Value) -> is_number(Value);
is_type(~"integer", Value) -> is_integer(Value) orelse (is_float(Value) andalso Value == trunc(Value));
is_type(_, _) -> true.

-spec wrong([binary() | non_neg_integer()], unicode:chardata()) -> no_return().
wrong(Path, Why) -> throw({?MODULE, Path, Why}).

path(Path) -> [step(Step) || Step <- lists:reverse(Path)].

step(Index) when is_integer(Index) -> [$[, integer_to_binary(Index), $]];
step(Name) -> [$., Name].
