using System.Collections.Immutable;
using System.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>
/// Writes the C# source that builds a module with the factory methods of <see cref="Instruction"/>: compiled with a reference to
/// <c>Mochi.BeamFile</c>, its method <c>Write</c> gives the bytes that the module has as a file.
/// </summary>
public static class CSharpWriter
{
    /// <summary>The source; every module has one. It is ASCII.</summary>
    /// <param name="module">The module.</param>
    /// <param name="className">
    /// The name of the class; <see langword="null"/> for that of the module with <c>Module</c> behind it.
    /// </param>
    /// <param name="nameSpace">The namespace of the class; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">A name is none of C#.</exception>
    public static string Write(BeamModule module, string? className = null, string? nameSpace = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        className ??= DefaultClassName(module.Name);
        if (!IsName(className) || (nameSpace is not null && !nameSpace.Split('.').All(IsName)))
        {
            throw new ArgumentException($"{className} in {nameSpace} is no name for a class", nameof(className));
        }

        var text = new StringBuilder(
            """
            #nullable enable

            using System;
            using System.Collections.Immutable;
            using System.Globalization;
            using System.Numerics;
            using Mochi.BeamFile.Container;
            using Mochi.BeamFile.DebugVariables;
            using Mochi.BeamFile.Instructions;
            using Mochi.BeamFile.Records;
            using Mochi.BeamFile.Terms;
            using Mochi.BeamFile.Types;
            using static Mochi.BeamFile.Instructions.Instruction;
            using static Mochi.BeamFile.Instructions.Register;


            """);
        text.Append(nameSpace is null ? "" : $"namespace {nameSpace};\n\n");
        text.Append($"/// <summary>Builds the module {Comment(TermPrinter.Atom(module.Name))}.</summary>\n");
        text.Append($"public static class {className}\n{{\n");
        var methods = new string[module.Functions.Length];
        for (var index = 0; index < methods.Length; index++)
        {
            methods[index] = CSharpOperands.Text($"Function{index + 1}{CSharpText.Identifier(module.Functions[index].Name)}");
        }

        WriteModule(text, module, methods);
        for (var index = 0; index < methods.Length; index++)
        {
            WriteFunction(text, module.Functions[index], methods[index]);
        }

        text.Append(
            """

                private static LabelOperand L(int label) => new(label);

                private static AtomOperand A(string name) => new(name);

                private static IntegerOperand I(BigInteger value) => new(value);

                private static ImportOperand F(string module, string function, int arity) => new(module, function, arity);
            }

            """);
        return text.ToString();
    }

    private static string DefaultClassName(string module)
    {
        var name = CSharpText.Identifier(module);
        return (name is [>= 'A', ..] ? name : "Beam" + name) + "Module";
    }

    /// <summary>
    /// Whether a text is a name that can be given to a class: ASCII letters, digits and underscores, first a capital or an
    /// underscore, so that it is no keyword.
    /// </summary>
    public static bool IsName(string name) =>
        name is [(>= 'A' and <= 'Z') or '_', ..] && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    private static void WriteModule(StringBuilder text, BeamModule module, string[] methods)
    {
        text.Append("    /// <summary>The bytes of the file.</summary>\n");
        text.Append("    public static byte[] Write() => BeamModuleWriter.Write(Build());\n\n");
        text.Append("    /// <summary>The module.</summary>\n");
        text.Append("    public static BeamModule Build() => new(\n");
        text.Append($"        {CSharpText.Quote(module.Name)},\n");
        WriteItems(text, methods.Select(method => method + "()"), ",\n");
        WriteItems(text, module.Exports.Select(Entry), ")\n");
        text.Append("    {\n");
        WriteProperties(text, module);
        text.Append("    };\n");
    }

    private static void WriteProperties(StringBuilder text, BeamModule module)
    {
        var isUsual = module.Locals.IsDefault || module.Locals.SequenceEqual((module with { Locals = default }).EffectiveLocals());
        WriteList(text, "Locals", isUsual ? [] : module.Locals, Entry, isSkipped: isUsual);
        Property(text, "Attributes", module.Attributes is { } attributes ? CSharpTerms.Of(attributes) : "null");
        Property(text, "GenerateVersion", module.GenerateVersion ? "true" : "false");
        Property(text, "CompileInfo", module.CompileInfo is { } information ? CSharpTerms.Of(information) : "null");
        if (module.Meta is { } meta)
        {
            Property(text, "Meta", CSharpTerms.Of(meta));
        }

        WriteList(text, "Records", module.Records, Record, module.Records.IsDefault);
        WriteList(text, "DebugPoints", module.DebugPoints, Point, module.DebugPoints.IsDefault);
        WriteList(
            text, "ExtraChunks", module.ExtraChunks,
            chunk => $"new RawChunk({CSharpText.Quote(chunk.Id)}, {CSharpText.Bytes(chunk.Data.Span)})", module.ExtraChunks.IsEmpty);
        if (module.IsCompressed)
        {
            Property(text, "IsCompressed", "true");
        }

        Property(text, "Format", Format(module.Format));
        if (module.Deviations is { } deviations)
        {
            WriteDeviations(text, deviations);
        }
    }

    private static string Format(BeamFormat format)
    {
        foreach (var release in Enum.GetValues<OtpRelease>())
        {
            if (release is >= OtpRelease.Otp25 and <= OtpRelease.Otp29 && BeamFormat.Of(release) == format)
            {
                return $"BeamFormat.Of(OtpRelease.{release})";
            }
        }

        return CSharpOperands.Text(
            $"new BeamFormat(AtomTableForm.{format.Atoms}, {(format.PlainLiterals ? "true" : "false")}, {format.TypeVersion}, (Opcode){(int)format.LowestMaximumOpcode})");
    }

    private static void WriteDeviations(StringBuilder text, FileDeviations deviations)
    {
        text.Append("        Deviations = new FileDeviations\n        {\n");
        WriteList(text, "ChunkOrder", deviations.ChunkOrder, CSharpText.Quote, deviations.ChunkOrder.IsDefault);
        WriteBytes(text, "GzipHeader", deviations.GzipHeader);
        WriteBytes(text, "CodeTail", deviations.CodeTail);
        Number(text, "MaximumOpcode", deviations.MaximumOpcode);
        Number(text, "LabelCount", deviations.LabelCount);
        Number(text, "FunctionCount", deviations.FunctionCount);
        Number(text, "LineFlags", deviations.LineFlags);
        Number(text, "LineInstructionCount", deviations.LineInstructionCount);
        if (deviations.Tables is { } tables)
        {
            text.Append("        Tables = new TableSeed\n        {\n");
            WriteList(text, "Atoms", tables.Atoms, CSharpText.Quote);
            WriteList(text, "Imports", tables.Imports, CSharpOperands.Of);
            WriteList(text, "Literals", tables.Literals, CSharpTerms.Of);
            WriteList(text, "Lambdas", tables.Lambdas, CSharpOperands.Of);
            WriteList(text, "Types", tables.Types, CSharpOperands.Of);
            WriteList(text, "FileNames", tables.FileNames, CSharpText.Quote);
            WriteList(text, "Locations", tables.Locations, CSharpOperands.Of);
            WriteBytes(text, "Strings", tables.Strings);
            text.Append("        },\n");
        }

        text.Append("        },\n");
    }

    private static void WriteFunction(StringBuilder text, CodeFunction function, string method)
    {
        text.Append('\n');
        text.Append(CSharpOperands.Text(
            $"    private static CodeFunction {method}() => new({CSharpText.Quote(function.Name)}, {function.Arity}, {function.EntryLabel},\n"));
        text.Append("    [\n");
        foreach (var instruction in function.Instructions)
        {
            text.Append(instruction.Opcode == Opcode.Label ? "        " : "            ");
            text.Append(CSharpInstructions.Of(instruction)).Append(",\n");
        }

        text.Append("    ]);\n");
    }

    private static string Entry(FunctionEntry entry) =>
        CSharpOperands.Text($"new FunctionEntry({CSharpText.Quote(entry.Name)}, {entry.Arity}, {entry.Label})");

    private static string Record(RecordDefinition record)
    {
        var fields = record.Fields.Select(field => field.Default is { } value
            ? $"new RecordField({CSharpText.Quote(field.Name)}, {CSharpTerms.Of(value)})"
            : $"new RecordField({CSharpText.Quote(field.Name)})");
        return $"new RecordDefinition({CSharpText.Quote(record.Name)}, {(record.IsExported ? "true" : "false")}, [{string.Join(", ", fields)}])";
    }

    private static string Point(DebugPoint point)
    {
        var variables = point.Variables.Select(
            variable => $"new DebugVariable({CSharpTerms.Of(variable.Name)}, {CSharpOperands.Of(variable.Location)})");
        return CSharpOperands.Text(
            $"new DebugPoint(DebugFrameKind.{point.Kind}, {point.FrameSize}, [{string.Join(", ", variables)}], [{string.Join(", ", point.Calls.Select(Call))}])");
    }

    private static string Call(DebugCall call) => call.Kind switch
    {
        DebugCallKind.Local => CSharpOperands.Text($"DebugCall.Local({CSharpTerms.Of(call.Function)}, {call.Arity})"),
        DebugCallKind.Remote => CSharpOperands.Text(
            $"DebugCall.Remote({CSharpTerms.Of(call.Module!)}, {CSharpTerms.Of(call.Function)}, {call.Arity})"),
        _ => $"DebugCall.Variable((BitstringTerm){CSharpTerms.Of(call.Function)})",
    };

    private static void WriteList<T>(
        StringBuilder text, string name, ImmutableArray<T> items, Func<T, string> write, bool isSkipped = false)
    {
        if (!isSkipped)
        {
            text.Append($"        {name} =\n");
            WriteItems(text, items.Select(write), ",\n");
        }
    }

    private static void WriteItems(StringBuilder text, IEnumerable<string> items, string end)
    {
        text.Append("        [\n");
        foreach (var item in items)
        {
            text.Append("            ").Append(item).Append(",\n");
        }

        text.Append("        ]").Append(end);
    }

    private static void WriteBytes(StringBuilder text, string name, ImmutableArray<byte> bytes)
    {
        if (!bytes.IsDefault)
        {
            Property(text, name, $"[.. {CSharpText.Bytes(bytes.AsSpan())}]");
        }
    }

    private static void Number(StringBuilder text, string name, uint? number)
    {
        if (number is { } value)
        {
            Property(text, name, CSharpOperands.Text($"{value}U"));
        }
    }

    private static void Property(StringBuilder text, string name, string value) => text.Append($"        {name} = {value},\n");

    private static string Comment(string name) => name.All(character => character is >= ' ' and <= '~' and not ('<' or '>' or '&'))
        ? $"<c>{name}</c>" : "of an unusual name";
}
