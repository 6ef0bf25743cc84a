namespace Mochi.BeamDump;

/// <summary>The help page, as it is printed.</summary>
internal static class HelpText
{
    /// <summary><c>beam-dump --help</c>.</summary>
    public const string Page =
        """
        beam-dump shows what is in .beam files, of OTP 20 to 29 and of Elixir and other compilers. No Erlang is needed or
        started.

        Usage: beam-dump [VIEW] [OPTION...] FILE...

        FILE is a .beam file, compressed or not; a folder, for every .beam file below it in the order of their names; or -
        for standard input. A file that cannot be read is reported, and the work goes on with the next.

        Views:
          info        module, identity, compiler, counts and chunks (the default)
          chunks      chunks with their offset and size
          atoms       the atom table
          imports     functions of other modules that it calls
          exports     functions that others can call
          locals      functions that they cannot
          funs        lambdas
          literals    the literal table
          strings     the string table
          lines       places in the source
          types       types of registers
          attrs       attributes and what the compiler says about itself
          disasm      the code, with names instead of numbers
          round-trip  whether decoding and encoding again gives the same bytes

        A file that is called like a view is given as ./info.

        Options:
          --format text|json
                         text for people (the default), or one JSON object a file, each on a line of its own
          -o, --output FILE
                         write to FILE instead of standard output
          --color auto|always|never
                         colour in messages; auto (the default) means on a terminal unless NO_COLOR is set
          -v, --verbose  say what is being done, on stderr
          -h, --help     this page
          --version      print the version

        JSON: every object has "file" and "module", and what the view adds:
          info        "size" "compressed" "md5" "vsn" "compiler" "source" "functions" "instructions" "labels"
                      "maxOpcode" "atoms" "imports" "exports" "locals" "funs" "literals" "chunks"
          chunks      "chunks": [{"id", "offset", "size"}]         offset is that of the data
          atoms       "atoms": [name]                              the first has number 1
          imports     "imports": [{"module", "function", "arity"}] numbered from 0
          exports     "exports": [{"function", "arity", "label"}]
          locals      "locals": [{"function", "arity", "label"}]
          funs        "funs": [{"function", "arity", "label", "free", "uniq"}]
          literals    "literals": [Erlang source]
          strings     "strings": hexadecimal
          lines       "files": [name], "lines": [{"file", "line"}] the first has number 1
          types       "version", "types": [text]
          attrs       "attributes": [{"name", "value"}], "compile": [{"name", "value"}]
          disasm      "functions": [{"function", "arity", "exported", "label", "instructions": [{"op", "text"}]}]
          round-trip  "identical", "differences": [{"chunk", "offset"}]

        Examples:
          beam-dump hello.beam
          beam-dump disasm hello.beam | less
          beam-dump --format json atoms hello.beam | jq '.atoms | length'
          beam-dump round-trip /usr/lib/erlang/lib
          mochi build hello.mochi --emit=beam | beam-dump disasm -

        Exit status:
          0   every file was read (and, for round-trip, came out the same)
          1   a file has a problem; stderr says which
          2   the command line makes no sense
          70  a defect of beam-dump itself; please report it
        """;
}
