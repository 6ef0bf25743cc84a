using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>Prints one function.</summary>
internal sealed partial class MirFunctionPrinter(StringBuilder text, string? sourceFile, bool withPositions)
{
    private readonly MirNames<Local> _locals = new();
    private readonly MirNames<LoopLabel> _labels = new();
    private int _indentation;
    private int _depth;

    public void Print(IrFunction function)
    {
        text.Append(function.IsExported ? "export function" : "function");
        PrintPosition(function.Position);
        text.Append(' ').Append(MirSyntax.AtomName(function.Name));
        PrintParameters(function.Parameters);
        text.Append(function.ResultType is AnyType ? "" : " -> " + MirTypePrinter.Print(function.ResultType));
        text.Append(" = ");
        Print(function.Body);
        text.Append('\n');
    }

    private void PrintParameters(ImmutableArray<Local> parameters)
    {
        text.Append('(');
        for (var index = 0; index < parameters.Length; index++)
        {
            text.Append(index == 0 ? "" : ", ").Append(parameters[index].IsMutable ? "var " : "");
            PrintDeclaration(parameters[index]);
        }

        text.Append(')');
    }

    private void PrintDeclaration(Local local)
    {
        text.Append(_locals[local, local.Name]);
        PrintType(local.Type);
    }

    private void PrintType(IrType type) => text.Append(type is AnyType ? "" : ": " + MirTypePrinter.Print(type));

    private void PrintPosition(SourcePosition position)
    {
        if (!withPositions || position == SourcePosition.None)
        {
            return;
        }

        text.Append('@');
        if (position.File != sourceFile)
        {
            text.Append(position.File is null ? "_" : TermPrinter.Quote(position.File, '"')).Append(':');
        }

        text.Append(CultureInfo.InvariantCulture, $"{position.Line}:{position.Column}");
    }

    private void PrintList<T>(ImmutableArray<T> items, Action<T> print)
    {
        for (var index = 0; index < items.Length; index++)
        {
            text.Append(index == 0 ? "" : ", ");
            print(items[index]);
        }
    }

    /// <summary>Items between braces, each on its line.</summary>
    private void PrintLines<T>(ImmutableArray<T> items, Action<T> print, Action? last = null)
    {
        text.Append('{');
        _indentation++;
        foreach (var item in items)
        {
            StartLine();
            print(item);
        }

        if (last is not null)
        {
            StartLine();
            last();
        }

        _indentation--;
        if (!items.IsEmpty || last is not null)
        {
            StartLine();
        }

        text.Append('}');
    }

    private void StartLine() => text.Append('\n').Append(' ', _indentation * 2);

    private void Enter()
    {
        if (++_depth > MirSyntax.MaximumDepth)
        {
            throw new DiagnosticException(new Diagnostic(
                "BA207",
                DiagnosticSeverity.Error,
                $"expressions are nested more than {MirSyntax.MaximumDepth} deep",
                DiagnosticPlace.None));
        }
    }
}
