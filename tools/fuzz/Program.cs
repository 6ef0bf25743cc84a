using Mochi.Fuzz;

const string Help =
    """
    Tries to break the readers and writers with damaged .beam files, terms, texts, and archives.

    Usage: dotnet run -c Release --project tools/fuzz -- [options]

      --seed N        what the inputs are made from (default 1); the same seed makes the same inputs
      --first N       the first input (default 0); with --count 1 a single one is shown and run again
      --count N       how many inputs (default 100000, or no end when --minutes is given)
      --minutes N     how long at most
      --corpus DIR    .beam files to start from (default tools/fuzz/seeds)
      --largest N     the largest file to start from, in bytes (default 4096); small ones run faster
      --threads N     how many at once (default 1)
      --targets LIST  file, term, text, assembly, archive, stream, with commas between them (default all)
      --every N       prints the counts after so many inputs
      --state FILE    keeps the number of the running input there, for inputs that end the process

    A finding is an exception other than a diagnostic, a diagnostic without a code or a place, an input that takes many
    seconds, more memory than the budget, or something that was read and cannot be written and read again. It is shrunk and printed in hexadecimal. Exit status: 0 when
    nothing was found, 1 when something was, 2 when the command line is wrong.
    """;

if (args is ["--help"] or ["-h"])
{
    Console.Out.WriteLine(Help);
    return 0;
}

try
{
    return new Fuzzer(FuzzOptions.Parse(args), Console.Out).Run() == 0 ? 0 : 1;
}
catch (FuzzException exception)
{
    Console.Error.WriteLine($"fuzz: {exception.Message}; see --help");
    return 2;
}
