using Mochi.Bench;

switch (args)
{
    case ["code", ..]:
        return CodeBenchmark.Run();
    case ["read", ..]:
        return ReadBenchmark.Run();
    case ["write", ..]:
        return WriteBenchmark.Run();
    case ["verify", ..]:
        return VerifyBenchmark.Run();
    case ["startup", ..]:
        return StartupBenchmark.Run();
    default:
        Console.Error.WriteLine(
            """
            Measures Mochi against Erlang/OTP on this machine.

            Usage:
              dotnet run -c Release --project tools/bench -- code      compiled kernels beside the same in Erlang
              dotnet run -c Release --project tools/bench -- read      reading .beam files beside beam_lib and beam_disasm
              dotnet run -c Release --project tools/bench -- write     writing them beside beam_asm
              dotnet run -c Release --project tools/bench -- verify    the verifier beside beam_validator
              dotnet run -c Release --project tools/bench -- startup   whole commands beside erlc and erl

            Both sides run in turn, so that a machine whose speed drifts does not favour one. Figures are medians, with
            the smallest and largest behind them; a ratio below 1 means that Mochi is faster. OTP is taken from
            MOCHI_OTP27, or else from 'scripts/otp path 27'.
            """);
        return 2;
}
