-module(mochi_data).
-moduledoc """
Loads and saves rows: CSV, JSON, JSON Lines and YAML.

A row is a map with string keys. The format comes from the option `format` or else from the end of the name: `.csv`,
`.tsv`, `.json`, `.jsonl`, `.ndjson`, `.yaml`, `.yml`. The name `-` is standard input or standard output.

| option | for | meaning | default |
|---|---|---|---|
| `format` | all | `csv`, `tsv`, `json`, `jsonl`, `yaml` | by the name |
| `header` | CSV | the first record names the columns; without it they are `c0`, `c1`, ... | `true` |
| `delimiter` | CSV | one character | `,`, for TSV a tab |
| `infer` | CSV | ints, floats, `true` and `false` become values, an empty field becomes nil | `false` |

What does not parse is an error `mochi_err_parse` that names file, line, column and the text at fault. A file is saved
under another name first and then renamed, so that whoever reads it sees the old rows or the new ones.

```erlang
1> mochi_data:save([#{~"n" => 1, ~"s" => ~"a,b"}], ~"data.tmp.csv", #{}).
ok
2> mochi_file:read(~"data.tmp.csv").
~"n,s\n1,\"a,b\"\n"
3> mochi_data:load(~"data.tmp.csv", #{~"infer" => true}).
[#{~"n" => 1, ~"s" => ~"a,b"}]
4> file:delete(~"data.tmp.csv").
ok
```
""".

-export([
    load/1,
    load/2,
    load_as/3,
    rows/2,
    save/2,
    save/3,
    parse/4,
    text/3
]).

-export_type([
    options/0
]).

-doc "Options by their names.".
-type options() :: #{binary() => term()}.

-doc """
Loads a file without options.

```erlang
1> mochi_file:write(~"load.tmp.yaml", ~"- 1\n- two\n").
ok
2> mochi_data:load(~"load.tmp.yaml").
[1, ~"two"]
3> file:delete(~"load.tmp.yaml").
ok
```
""".
-spec load(Path :: binary()) -> term().
load(Path) -> load(Path, #{}).

-doc """
Loads a file: the rows of CSV and JSON Lines, the value of JSON and YAML; several YAML documents are a list.

```erlang
1> mochi_file:write(~"load.tmp", ~"[{\"a\": 1}]").
ok
2> mochi_data:load(~"load.tmp", #{~"format" => ~"json"}).
[#{~"a" => 1}]
3> file:delete(~"load.tmp").
ok
4> mochi_data:load(~"load.tmp", #{}).
** {mochi_error, mochi_err_type, ~"load.tmp: no format is known for this name; give the option format"}
```
""".
-spec load(Path :: binary(), options()) -> term().
load(Path, Options) ->
    Format = format(Path, Options),
    case is_streamed(Format) of
        true -> mochi_query:to_list(rows(Path, Options));
        false -> parse(Format, mochi_data_file:read(Path), name(Path), Options)
    end.

-doc """
Loads a file and makes each value one of a type; see `m:mochi_cast`.

```erlang
1> mochi_file:write(~"load_as.tmp.csv", ~"x\n1\n").
ok
2> mochi_data:load_as(~"load_as.tmp.csv", #{~"infer" => true}, {record, 'P', ~"P", [{~"x", float}]}).
[{'P', 1.0}]
3> file:delete(~"load_as.tmp.csv").
ok
```
""".
-spec load_as(Path :: binary(), options(), mochi_cast:type()) -> [term()].
load_as(Path, Options, Type) ->
    Rows =
        case load(Path, Options) of
            List when is_list(List) -> List;
            Value -> [Value]
        end,
    mochi_cast:cast_json(Rows, {list, Type}).

-doc """
The rows of a CSV or JSON Lines file as a row source, read as far as they are asked for; see `m:mochi_query`.

```erlang
1> mochi_file:write(~"rows.tmp.jsonl", ~"{\"n\": 1}\n{\"n\": 2}\n").
ok
2> mochi_query:to_list(mochi_query:take(mochi_data:rows(~"rows.tmp.jsonl", #{}), 1)).
[#{~"n" => 1}]
3> file:delete(~"rows.tmp.jsonl").
ok
```
""".
-spec rows(Path :: binary(), options()) -> mochi_query:rows(term()).
rows(Path, Options) ->
    case format(Path, Options) of
        jsonl -> mochi_data_jsonl:rows(mochi_data_file:chunks(Path), name(Path));
        Format when Format =:= csv; Format =:= tsv ->
            mochi_data_csv:rows(mochi_data_file:chunks(Path), name(Path), csv_options(Format, Options));
        _ ->
            case load(Path, Options) of
                Rows when is_list(Rows) -> Rows;
                Value -> [Value]
            end
    end.

-doc """
Saves rows without options.

```erlang
1> mochi_data:save([#{~"a" => 1}], ~"save.tmp.csv").
ok
2> mochi_file:read(~"save.tmp.csv").
~"a\n1\n"
3> file:delete(~"save.tmp.csv").
ok
```
""".
-spec save(term(), Path :: binary()) -> ok.
save(Rows, Path) -> save(Rows, Path, #{}).

-doc """
Saves rows, or any value as JSON or YAML. CSV and JSON Lines take a row source, too, and hold none of its rows.

The columns of CSV are the fields of the first row: of a map in ascending order, of a record as declared.

```erlang
1> mochi_data:save([#{~"n" => 1}], ~"save.tmp.jsonl", #{}).
ok
2> mochi_file:read(~"save.tmp.jsonl").
~"{\"n\":1}\n"
3> file:delete(~"save.tmp.jsonl").
ok
```
""".
-spec save(term(), Path :: binary(), options()) -> ok.
save(Rows, Path, Options) ->
    Format = format(Path, Options),
    mochi_data_file:write(Path, fun(Write) -> write(Format, Rows, Options, Write) end).

-doc """
Reads a text in a format. The name is for messages.

```erlang
1> mochi_data:parse(yaml, ~"a: [1, x]", ~"config", #{}).
#{~"a" => [1, ~"x"]}
2> mochi_data:parse(csv, ~"a,b\n1\n", ~"config", #{}).
** {mochi_error, mochi_err_parse, ~"config:2:1: the record has 1 fields, the header 2: \"1\""}
```
""".
-spec parse(Format :: atom(), Text :: binary(), Name :: binary(), options()) -> term().
parse(json, Text, Name, _) -> mochi_json:decode(Text, #{~"file" => Name});
parse(jsonl, Text, Name, _) -> mochi_query:to_list(mochi_data_jsonl:rows([Text], Name));
parse(yaml, Text, Name, _) -> mochi_data_yaml:parse(Text, Name);
parse(Format, Text, Name, Options) ->
    mochi_query:to_list(mochi_data_csv:rows([Text], Name, csv_options(Format, Options))).

-doc """
The text of rows in a format.

```erlang
1> mochi_data:text(csv, [#{~"a" => 1, ~"b" => none}], #{}).
~"a,b\n1,\n"
```
""".
-spec text(Format :: atom(), Rows :: term(), options()) -> binary().
text(Format, Rows, Options) -> iolist_to_binary(collected(Format, Rows, Options)).

%% ---------------------------------------------------------------------------------------------------------------------

collected(json, Value, _) -> mochi_data_file:json(Value);
collected(yaml, Value, _) -> mochi_data_yaml_text:text(Value);
collected(jsonl, Rows, _) -> [mochi_data_jsonl:line(Row) || Row <- mochi_query:to_list(Rows)];
collected(Format, Rows, Options) -> mochi_data_csv:text(mochi_query:to_list(Rows), csv_options(Format, Options)).

write(jsonl, Rows, _, Write) ->
    mochi_query:foreach(Rows, fun(Row) -> Write(mochi_data_jsonl:line(Row)) end);
write(Format, Rows, Options, Write) when Format =:= csv; Format =:= tsv ->
    mochi_data_csv:write(Rows, csv_options(Format, Options), Write);
write(Format, Value, Options, Write) ->
    Write(collected(Format, Value, Options)).

is_streamed(Format) -> Format =:= csv orelse Format =:= tsv orelse Format =:= jsonl.

name(~"-") -> ~"standard input";
name(Path) -> Path.

format(Path, Options) when is_binary(Path), is_map(Options) ->
    case Options of
        #{~"format" := Name} -> known(Name, Name);
        #{} -> known(string:lowercase(filename:extension(Path)), Path)
    end;
format(Path, _) when not is_binary(Path) ->
    mochi_core:type_error(~"string", Path);
format(_, Options) ->
    mochi_core:type_error(~"map of options", Options).

known(Name, _) when Name =:= ~"csv"; Name =:= ~".csv" -> csv;
known(Name, _) when Name =:= ~"tsv"; Name =:= ~".tsv" -> tsv;
known(Name, _) when Name =:= ~"json"; Name =:= ~".json" -> json;
known(Name, _) when Name =:= ~"jsonl"; Name =:= ~".jsonl"; Name =:= ~".ndjson" -> jsonl;
known(Name, _) when Name =:= ~"yaml"; Name =:= ~".yaml"; Name =:= ~".yml" -> yaml;
known(Name, Name) ->
    mochi_core:raise(mochi_err_type, [~"no such format: ", mochi_format:excerpt(Name)]);
known(_, Path) ->
    mochi_core:raise(mochi_err_type, [Path, ~": no format is known for this name; give the option format"]).

csv_options(csv, Options) when is_map(Options) -> delimited(~",", Options);
csv_options(tsv, Options) when is_map(Options) -> delimited(~"\t", Options);
csv_options(Format, Options) when is_map(Options) -> mochi_core:type_error(~"csv, tsv, json, jsonl or yaml", Format);
csv_options(_, Options) -> mochi_core:type_error(~"map of options", Options).

delimited(Default, Options) ->
    case maps:get(~"delimiter", Options, Default) of
        <<Byte>> when Byte < 128, Byte =/= $", Byte =/= $\n, Byte =/= $\r ->
            #{
                delimiter => Byte,
                header => bool(~"header", Options, true),
                infer => bool(~"infer", Options, false)
            };
        Delimiter ->
            mochi_core:type_error(~"one ASCII character as a delimiter", Delimiter)
    end.

bool(Name, Options, Default) ->
    case maps:get(Name, Options, Default) of
        Value when is_boolean(Value) -> Value;
        Value -> mochi_core:type_error(<<"bool as the option ", Name/binary>>, Value)
    end.
