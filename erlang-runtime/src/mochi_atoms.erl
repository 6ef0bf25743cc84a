-module(mochi_atoms).
-moduledoc """
Makes the atoms of generated modules known.

Mochi never makes an atom of data. Where a text must name an atom (a variant in a JSON document, a field of a foreign
map) it is looked up with `binary_to_existing_atom/2`, which finds only atoms that some loaded module holds. A generated
module lists the atoms that its types stand for in `'$mochi_atoms'/0`; registering the module loads it, and them.

As a child of `m:mochi_sup` it does so for every Mochi program among the loaded applications and then leaves.

```erlang
1> mochi_atoms:register(lists).
ok
2> mochi_atoms:find(~"append").
{ok, append}
```
""".

-export([
    start_link/0,
    register/1,
    find/1
]).

-define(MOCHI_APPLICATION, "mochi_user_").

-doc """
Registers the modules of all loaded Mochi programs; there is nothing left to supervise afterwards.

```erlang
1> mochi_atoms:start_link().
ignore
```
""".
-spec start_link() -> ignore.
start_link() ->
    lists:foreach(fun register/1, [
        Module
     || {Application, _, _} <- application:loaded_applications(),
        is_mochi_program(Application),
        Module <- modules(Application)
    ]),
    ignore.

-doc """
Loads a module and registers the atoms that it lists; a module that lists none is fine.

```erlang
1> mochi_atoms:register(maps).
ok
```
""".
-spec register(module()) -> ok.
register(Module) ->
    _ = code:ensure_loaded(Module),
    case erlang:function_exported(Module, '$mochi_atoms', 0) of
        true ->
            _ = [Atom || Atom <- Module:'$mochi_atoms'(), is_atom(Atom)],
            ok;
        false ->
            ok
    end.

-doc """
The atom with a name, when there is one; none is ever made.

```erlang
1> mochi_atoms:find(~"lists").
{ok, lists}
2> mochi_atoms:find(~"no atom has this name").
error
```
""".
-spec find(Name :: binary()) -> {ok, atom()} | error.
find(Name) ->
    try
        {ok, binary_to_existing_atom(Name, utf8)}
    catch
        error:_ -> error
    end.

is_mochi_program(Application) ->
    case atom_to_binary(Application) of
        <<?MOCHI_APPLICATION, _/binary>> -> true;
        _ -> false
    end.

modules(Application) ->
    case application:get_key(Application, modules) of
        {ok, Modules} -> Modules;
        undefined -> []
    end.
