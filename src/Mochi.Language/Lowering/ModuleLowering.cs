using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;
using Mochi.Language.Binding;
using Mochi.Language.Runtime;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Lowering;

/// <summary>Turns a bound program into a module of the typed IR.</summary>
internal sealed class ModuleLowering
{
    private readonly BoundProgram _program;
    private readonly Dictionary<LocalSymbol, string> _sharedKeys = [];
    private readonly HashSet<string> _takenKeys = [];

    private ModuleLowering(SourceText source, string name, BoundProgram program)
    {
        Source = source;
        Name = name;
        _program = program;
    }

    public SourceText Source { get; }

    public string Name { get; }

    /// <summary>The layout of a group of a query.</summary>
    public RowLayout GroupLayout => _program.Layouts.Use(["key", "items"]);

    public static IrModule Lower(SourceText source, string name, BoundProgram program) =>
        new ModuleLowering(source, name, program).Module();

    /// <summary>The atom under which a shared variable lives in the process dictionary.</summary>
    public string SharedKey(LocalSymbol symbol)
    {
        if (_sharedKeys.TryGetValue(symbol, out var key)) return key;
        key = $"{Name}:{symbol.Name}";
        while (!_takenKeys.Add(key)) key += "'";
        _sharedKeys.Add(symbol, key);
        return key;
    }

    /// <summary>
    /// The name of the function that direct calls of a Mochi function go to. Where values come back through parameters,
    /// or arguments from outside are checked, it is not the function of that name.
    /// </summary>
    public static string DirectName(FunctionSymbol function) =>
        NeedsBorder(function) ? function.EmittedName + "/direct" : function.EmittedName;

    public SourcePosition Position(TextSpan span)
    {
        var (line, column) = Source.GetPosition(span.Start);
        return new SourcePosition(Source.FileName, line, column);
    }

    private static bool NeedsBorder(FunctionSymbol function) =>
        (function.InOut.Count > 0 && (function.IsValue || function.Syntax.Exported)) ||
        (function.Syntax.Exported && function.Parameters.Any(parameter => !parameter.Type.IsAny));

    private IrModule Module()
    {
        var functions = new List<IrFunction> { Main(), Start(), Atoms(), TypeTable() };
        foreach (var function in _program.Functions)
        {
            functions.Add(new FunctionLowering(this).Function(function));
            if (NeedsBorder(function)) functions.Add(new FunctionLowering(this).Border(function));
        }

        return new IrModule(Name, [.. functions]) { SourceFile = Source.FileName };
    }

    private IrFunction Main() => new FunctionLowering(this).Main(_program);

    private IrFunction Start() => new("start", [], RuntimeCalls.Check(
        new RemoteCallExpression("mochi_main", "run", [Node.Atom(Name)]), isLast: true))
    {
        IsExported = true,
    };

    private IrFunction Atoms()
    {
        var tags = Types().Select(entry => (Term)Term.Atom(entry.Tag));
        return new IrFunction("$mochi_atoms", [], Node.Literal(Term.List(tags)))
        {
            IsExported = true,
            ResultType = IrType.List,
        };
    }

    private IrFunction TypeTable()
    {
        var entries = Types().Select(entry => (Term)Term.Tuple(
            Term.Atom(entry.Tag),
            Term.Atom(entry.Kind),
            Term.String(entry.Name),
            Term.List(entry.Fields.Select(field => (Term)Term.String(field)))));
        return new IrFunction("$mochi_types", [], Node.Literal(Term.List(entries)))
        {
            IsExported = true,
            ResultType = IrType.List,
        };
    }

    private IEnumerable<TypeEntry> Types()
    {
        foreach (var record in _program.Records)
        {
            yield return new TypeEntry(record.Tag, "record", record.Name, record.Fields.Select(field => field.Name));
        }

        foreach (var variant in _program.Unions.SelectMany(union => union.Variants))
        {
            yield return new TypeEntry(variant.Tag, "variant", variant.Name, variant.Fields.Select(field => field.Name));
        }

        foreach (var layout in _program.Layouts.Used)
        {
            yield return new TypeEntry(layout.Tag, "record", "", layout.Names);
        }
    }

    private sealed record TypeEntry(string Tag, string Kind, string Name, IEnumerable<string> Fields);
}
