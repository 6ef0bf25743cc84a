namespace Mochi.Tool.Commands;

/// <summary>The help pages, as they are printed.</summary>
internal static class HelpText
{
    private const string CommonOptions =
        """
          --color auto|always|never
                         colour in messages; auto (the default) means on a terminal unless NO_COLOR is set
          -v, --verbose  say what is being done, on stderr
          -h, --help     this page
        """;

    private const string ExitStatus =
        """
        Exit status:
          0   all went well
          1   the input has a problem or the output cannot be written; stderr says which
          2   the command line makes no sense
          70  a defect of mochi itself; please report it
        """;

    /// <summary><c>mochi help</c>.</summary>
    public const string Overview =
        $"""
        mochi compiles Mochi programs to BEAM bytecode and runs them. Building needs no Erlang;
        running needs Erlang/OTP 27, 28 or 29.

        Usage: mochi COMMAND [OPTION...] ...

        Commands:
          run FILE [ARG...]        compile a program and run it at once
          build FILE [-o PATH]     compile a program to an OTP application or an escript
          check FILE...            report the problems in programs without building anything
          version                  print the version
          help [COMMAND]           explain a command

        Options:
          --version      print the version
        {CommonOptions}

        Examples:
          mochi run examples/wordcount.mochi README.md
          mochi build hello.mochi --target=beam-escript -o hello && ./hello
          echo 'print("hello")' | mochi run -
          mochi help build

        {ExitStatus}
        """;

    /// <summary><c>mochi help build</c>.</summary>
    public const string Build =
        $"""
        mochi build compiles one program. The result depends on nothing but the program's text and name: the same
        bytes on every machine, at any time. No Erlang is needed or started.

        Usage: mochi build FILE [-o PATH] [--target=beam|beam-escript]
               mochi build FILE --emit=ir|ssa|asm|beam [-o PATH]

        FILE is a .mochi file, or - for standard input.

        Options:
          -o, --output PATH
                         where to write; by default the program's name without .mochi, in the current folder.
                         With --emit the default is standard output
          --target=beam  a folder with the program's application and the mochi application beside it (the default):
                           PATH/mochi_user_NAME/ebin/mochi_user_NAME.{Braces}
                           PATH/mochi/ebin/...
          --target=beam-escript
                         one executable file, started by the escript of an Erlang/OTP installation
          --emit=FORM    stop at an inner form and write that instead:
                           ir    the typed intermediate form (.mir)
                           ssa   basic blocks in static single assignment form
                           asm   BEAM assembly, as 'erlc -S' of OTP 27 writes it
                           beam  the .beam file of the program's module
          --no-verify    do not check that the code is safe to run
        {CommonOptions}

        A folder at PATH is replaced only if an earlier build wrote it and nothing was added to it.

        Examples:
          mochi build hello.mochi -o out
          erl -noshell -pa out/mochi/ebin out/mochi_user_hello/ebin -s mochi_user_hello -extra one two
          mochi build hello.mochi --target=beam-escript -o hello && ./hello one two
          mochi build hello.mochi --emit=asm | less

        {ExitStatus}
        """;

    /// <summary><c>mochi help run</c>.</summary>
    public const string Run =
        $"""
        mochi run compiles one program and runs it. Standard input, output and error are the program's own, and its
        exit status becomes that of the command. Nothing is left behind.

        Usage: mochi run [OPTION...] FILE [ARG...]

        FILE is a .mochi file, or - for standard input. Everything after FILE goes to the program.

        Options:
          --no-verify    do not check that the code is safe to run
        {CommonOptions}

        The Erlang/OTP that runs it is the first of:
          the program named by the environment variable MOCHI_ERL
          an erl of release 27 or newer on PATH
          one that an earlier './mochi' fetched into the user's cache folder

        Examples:
          mochi run examples/wordcount.mochi README.md
          MOCHI_ERL=/opt/otp-29/bin/erl mochi run hello.mochi
          echo 'print(1 + 2)' | mochi run -

        Exit status: the program's own. When it cannot be started:
          1   the program has a problem, or there is no Erlang/OTP
          2   the command line makes no sense
          70  a defect of mochi itself; please report it
        """;

    /// <summary><c>mochi help check</c>.</summary>
    public const string Check =
        $"""
        mochi check reads programs and reports every problem it finds: file, line, column, what is wrong, and what to do
        about it. Nothing is written.

        Usage: mochi check FILE...

        FILE is a .mochi file, or - for standard input.

        Options:
        {CommonOptions}

        Examples:
          mochi check examples/*.mochi
          mochi check --color=always hello.mochi | less -R

        {ExitStatus}
        """;

    private const string Braces = "{app,beam}";
}
