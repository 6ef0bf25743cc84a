using System.Text;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Fuzz;

/// <summary>
/// Assembly text of OTP's compiler: what is read into a module is written as a file and as text; both are read again.
/// </summary>
public sealed class AssemblyTarget(Corpus corpus) : FuzzTarget
{
    private readonly TextMutator _mutator = new(corpus.AssemblyTexts, TextMutator.AssemblyPieces);

    public override string Name => "assembly";

    public override int Share => 50;

    public override byte[] Make(FuzzRandom random) => Encoding.UTF8.GetBytes(_mutator.Make(random));

    public override bool Run(byte[] input)
    {
        var read = AssemblyReader.Read(Encoding.UTF8.GetString(input), "module.S");
        foreach (var diagnostic in read.Diagnostics)
        {
            DiagnosticCheck.InText(diagnostic, "BA");
        }

        if (read.Module is not { } module)
        {
            return read.Diagnostics.IsEmpty ? throw new FuzzException("there is neither a module nor a diagnostic") : false;
        }

        Write(module);
        return true;
    }

    private static void Write(BeamModule module)
    {
        try
        {
            var text = AssemblyWriter.Write(module, AssemblyDialect.Otp29);
            var again = AssemblyReader.Read(text);
            if (again.Module is null)
            {
                throw new FuzzException($"the text of a module cannot be read: {again.Diagnostics[0].Message}");
            }

            if (AssemblyWriter.Write(again.Module, AssemblyDialect.Otp29) != text)
            {
                throw new FuzzException("assembly text changes when it is read and written again");
            }

            var file = BeamModuleWriter.Write(module);
            var result = BeamModuleReader.Read(file);
            if (result.Module is null)
            {
                throw new FuzzException($"the file made of text cannot be read: {result.Diagnostics[^1].Code}");
            }
        }
        catch (DiagnosticException exception)
        {
            throw new FuzzException($"a module read from text cannot be written: {exception.Diagnostic.Code}");
        }
    }
}
