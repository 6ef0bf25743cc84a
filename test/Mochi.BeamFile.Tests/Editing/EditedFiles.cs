using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>What the tests of edits ask about a module, after it was written to a file and read again.</summary>
internal static class EditedFiles
{
    /// <summary>The module as it comes back from a file; there must be nothing odd about the file.</summary>
    public static BeamModule Reread(BeamModule module)
    {
        var read = BeamModuleReader.Read(BeamModuleWriter.Write(module));
        read.Diagnostics.Should().BeEmpty();
        read.Module!.Deviations.Should().BeNull("tables are made anew");
        return read.Module;
    }

    /// <summary>The atoms of the file that the module becomes.</summary>
    public static IReadOnlyList<string> Atoms(BeamModule module) =>
        BeamModuleReader.Read(BeamModuleWriter.Write(module)).Chunks!.Atoms.Names;

    /// <summary>The literals of the file that the module becomes, as text.</summary>
    public static IReadOnlyList<string> Literals(BeamModule module) =>
        [.. BeamModuleReader.Read(BeamModuleWriter.Write(module)).Chunks!.Literals.Terms.Select(TermText)];

    /// <summary>The names of the functions, in the order of the code.</summary>
    public static IReadOnlyList<string> Functions(BeamModule module) =>
        [.. module.Functions.Select(function => function.ToString())];

    /// <summary>The diagnostic with which an edit is refused.</summary>
    public static Diagnostic Refusal(Func<object> edit) =>
        edit.Should().Throw<DiagnosticException>().Which.Diagnostic;

    /// <summary>A module with one exported function <c>run/1</c>.</summary>
    /// <param name="body">What comes after the entry label, which is 2; the return follows.</param>
    public static BeamModule WithBody(params ReadOnlySpan<Instruction> body) => new(
        "sample",
        [
            new CodeFunction(
                "run", 1, 2,
                [
                    Instruction.Label(new LabelOperand(1)), Instruction.Line(LocationOperand.None),
                    Instruction.FuncInfo("sample", "run", 1), Instruction.Label(new LabelOperand(2)), .. body,
                    Instruction.Return(),
                ]),
        ],
        [new FunctionEntry("run", 1, 2)]);

    /// <summary>The same with other names, not by the means that are tested.</summary>
    public static BeamModule Renamed(BeamModule module, string name, string function, int arity) => new(
        name,
        [
            module.Functions[0] with
            {
                Name = function,
                Arity = arity,
                Instructions = module.Functions[0].Instructions.SetItem(2, Instruction.FuncInfo(name, function, arity)),
            },
        ],
        [new FunctionEntry(function, arity, 2)]);

    /// <summary>An instruction that returns a term.</summary>
    public static Instruction Give(Term term) => Instruction.Move(Operand.Constant(term), Register.X(0));

    private static string TermText(Term term) => term.ToString();
}
