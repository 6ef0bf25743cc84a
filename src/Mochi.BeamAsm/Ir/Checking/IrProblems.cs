using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir.Checking;

/// <summary>Collects what is wrong with a module, each with the nearest place in the source that is known.</summary>
internal sealed class IrProblems(string? sourceFile)
{
    /// <summary>The longest atom that BEAM has, in characters.</summary>
    private const int LongestAtom = 255;

    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();
    private IrFunction? _function;

    /// <summary>The position of the node that is being checked, or of the nearest one around it that has one.</summary>
    public SourcePosition Position { get; set; }

    /// <summary>Everything that was found.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() => _found.ToImmutable();

    /// <summary>Goes on with a function.</summary>
    public void Enter(IrFunction function)
    {
        _function = function;
        Position = function.Position;
    }

    /// <summary>Goes on with what is in no function.</summary>
    public void Leave()
    {
        _function = null;
        Position = SourcePosition.None;
    }

    /// <summary>Reports an error at the current position.</summary>
    public void Error(string code, string message, string? hint = null)
    {
        var place = Position.IsKnown
            ? new DiagnosticPlace(Position.File ?? sourceFile, Position.Line, Position.Column)
            : new DiagnosticPlace(sourceFile);
        var context = _function is null ? "" : $" (in {_function.Reference})";
        _found.Add(new Diagnostic(code, DiagnosticSeverity.Error, message + context, place, hint));
    }

    /// <summary>Checks that a text can be an atom.</summary>
    public void CheckAtom(string name, string what)
    {
        var length = name.EnumerateRunes().Count();
        if (length > LongestAtom)
        {
            Error("BA316", $"{what} has {length} characters, more than the {LongestAtom} that an atom can have");
        }
    }

    /// <summary>Checks that a term can be a constant.</summary>
    public void CheckLiteral(Term term, string what)
    {
        if (LiteralTerms.FindForeign(term) is { } foreign)
        {
            Error("BA314", $"{what} holds a {LiteralTerms.Name(foreign)}, which no constant can");
        }

        if (LiteralTerms.FindLongAtom(term, LongestAtom) is { } atom)
        {
            CheckAtom(atom, $"an atom of {what}");
        }
    }
}
