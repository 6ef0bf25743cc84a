using Mochi.AssemblyCorpus;

const string Usage =
    """
    Compares the assembler of this repository with that of Erlang/OTP, over modules of OTP.

    Usage:
      dotnet run -c Release --project tools/assembly-corpus -- [OPTION]... [APPLICATION]...

    Every source of the applications is listed with 'erlc -S', on OTP 27 and on OTP 29. Then
      listings   each listing, assembled here, is compared with what 'erlc +no_postopt' makes of it,
      optimised  what 'erlc +no_postopt' makes of each listing is compared with what plain 'erlc' makes of it; only counted,
      own        the .beam file of each listing is printed here, assembled by 'erlc +no_postopt' and compared again,
      installed  so are the .beam files that the release has installed, of all its applications;
      basm       those are printed as basm text, which is assembled here: the files must be the same, byte for byte.

    Options:
      --release N    only OTP 27 or only OTP 29
      --only WHAT    only one of the comparisons: listings, optimised, own, installed or basm
      --folder DIR   where listings are made, and taken from when they are there (default: a temporary folder)
      --list         print every difference, not only how many there are

    Without applications: stdlib kernel compiler syntax_tools tools ssl runtime_tools xmerl ssh mnesia.
    Exit status: 0 no difference, 1 differences, 2 wrong usage.
    """;

string[] applications =
    ["stdlib", "kernel", "compiler", "syntax_tools", "tools", "ssl", "runtime_tools", "xmerl", "ssh", "mnesia"];
int[] releases = [27, 29];
string? folder = null;
string? only = null;
var isListing = false;
var named = new List<string>();
for (var index = 0; index < args.Length; index++)
{
    switch (args[index])
    {
        case "--release" when index + 1 < args.Length && args[index + 1] is "27" or "29":
            releases = [args[++index] == "27" ? 27 : 29];
            break;
        case "--only" when index + 1 < args.Length && args[index + 1] is "listings" or "optimised" or "own" or "installed" or "basm":
            only = args[++index];
            break;
        case "--folder" when index + 1 < args.Length:
            folder = args[++index];
            break;
        case "--list":
            isListing = true;
            break;
        case ['-', ..]:
            Console.Error.WriteLine(Usage);
            return 2;
        default:
            named.Add(args[index]);
            break;
    }
}

var temporary = folder is null ? Directory.CreateTempSubdirectory("mochi-corpus-") : null;
try
{
    var differences = 0;
    foreach (var release in releases)
    {
        var run = new CorpusRun(release, Path.Combine(folder ?? temporary!.FullName, $"otp{release}"), isListing, only);
        differences += run.Run(named.Count > 0 ? named : applications);
    }

    return differences == 0 ? 0 : 1;
}
finally
{
    temporary?.Delete(recursive: true);
}
