using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Editing;

/// <summary>Files in the form in which equal modules are equal files.</summary>
internal sealed class NormalizeCommand : EditCommand
{
    private NormalizationOptions _options = NormalizationOptions.Default;
    private bool _isCheck;

    /// <inheritdoc/>
    public override string Name => "normalize";

    /// <inheritdoc/>
    public override string Summary => "the file in a canonical form, without what differs between builds and means nothing";

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--keep-traces", null, "keep what tells where the module was compiled: options and path of the source, folders in names of files"),
        new("--release", "N", "write the tables in the form of this OTP release, if it loads the module; without it in the form that they have",
            ["25", "26", "27", "28", "29"]),
        new("--check", null, "write nothing; exit status 1 when a file is not in this form, 0 when all are"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        "The order and the padding of chunks, the numbers of atoms, literals, labels and the like, unused entries of tables, the order\n"
        + "of the keys of maps, and how chunks are compressed, come out as compilers make them; gzip around the file goes. So do the\n"
        + "compiler's options, the path of the source, and folders in the names of source files. The code, debug information and\n"
        + "documentation stay; so does the MD5 of what a compiler made, unless its line table has folders or --release changes the\n"
        + "form. A file that is normalised again stays as it is.\n\n"
        + AboutFiles;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "normalize hello.beam -o hello.normal.beam",
        "normalize _build/default/lib -o normal && sha256sum normal/*/ebin/*.beam",
        "normalize --keep-traces --release 27 hello.beam -o hello.beam",
        "normalize --check normal",
    ];

    /// <inheritdoc/>
    protected override bool IsCheck => _isCheck;

    /// <inheritdoc/>
    protected override void Prepare(CommandContext context, Invocation invocation)
    {
        _isCheck = invocation.Has("--check");
        _options = new NormalizationOptions
        {
            KeepsTraces = invocation.Has("--keep-traces"),
            Release = invocation.Value("--release") switch
            {
                "25" => OtpRelease.Otp25,
                "26" => OtpRelease.Otp26,
                "27" => OtpRelease.Otp27,
                "28" => OtpRelease.Otp28,
                "29" => OtpRelease.Otp29,
                _ => null,
            },
        };
    }

    /// <inheritdoc/>
    protected override EditedFile Edit(byte[] file, bool isOneOfMany)
    {
        var read = BeamModuleReader.Read(file);
        var normalized = ModuleNormalization.Normalize(read.Require(), _options);
        var content = BeamModuleWriter.Write(normalized.Module);
        return !_isCheck || content.AsSpan().SequenceEqual(file)
            ? new EditedFile(content, [.. read.Diagnostics, .. normalized.Diagnostics])
            : throw new DiagnosticException(new Diagnostic(
                "MC072", DiagnosticSeverity.Error, "the file is not in normal form", DiagnosticPlace.None,
                "beam-dump normalize writes it"));
    }
}
