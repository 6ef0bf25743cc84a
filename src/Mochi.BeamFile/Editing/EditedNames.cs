using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Editing;

/// <summary>Refuses edits whose names could not stand where they would.</summary>
internal static class EditedNames
{
    /// <summary>Refuses what can be no atom in a file of this form.</summary>
    public static void RequireAtom(string name, BeamFormat format)
    {
        if (AtomChunk.Problem(name, format.Atoms) is { } problem)
        {
            throw Refused(BeamFileCodes.DoesNotFit, $"the atom '{name}' {problem}", "use a shorter name");
        }
    }

    /// <summary>Refuses what can be no module: file names are made of its name, and the code server wants Latin-1.</summary>
    public static void RequireModule(string name, BeamFormat format)
    {
        RequireAtom(name, format);
        if (name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('\u0001', '\u00FF'))
        {
            throw Refused(
                BeamFileCodes.DoesNotFit, "a module has a name of one character or more, all of Latin-1 and none zero",
                "choose another name");
        }
    }

    /// <summary>Refuses a module of which two functions, exports, records, or fields of a record have the same name.</summary>
    public static void RequireDistinct(BeamModule before, BeamModule edited)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < edited.Functions.Length; index++)
        {
            Add(names, "functions", before.Functions[index].ToString(), edited.Functions[index].ToString());
        }

        names.Clear();
        for (var index = 0; index < edited.Exports.Length; index++)
        {
            var (old, now) = (before.Exports[index], edited.Exports[index]);
            Add(names, "exports", $"{old.Name}/{old.Arity}", $"{now.Name}/{now.Arity}");
        }

        names.Clear();
        for (var index = 0; !edited.Records.IsDefault && index < edited.Records.Length; index++)
        {
            Add(names, "native records", before.Records[index].Name, edited.Records[index].Name);
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var field = 0; field < edited.Records[index].Fields.Length; field++)
            {
                Add(
                    fields, "fields of a record", before.Records[index].Fields[field].Name,
                    edited.Records[index].Fields[field].Name);
            }
        }
    }

    /// <summary>Refuses an instruction of which two cases, keys or fields became equal.</summary>
    public static void RequireDistinctCases(CodeFunction function, Instruction before, Instruction edited)
    {
        var what = edited.Opcode switch
        {
            Opcode.SelectVal => "cases",
            Opcode.PutMapAssoc or Opcode.PutMapExact or Opcode.HasMapFields or Opcode.GetMapElements => "keys",
            Opcode.PutRecord or Opcode.GetRecordElements => "fields",
            _ => null,
        };
        if (what is null || before.Operands[^1] is not ListOperand old || edited.Operands[^1] is not ListOperand now)
        {
            return;
        }

        var width = edited.Opcode == Opcode.HasMapFields ? 1 : 2;
        var seen = new Dictionary<Operand, Operand>();
        for (var index = 0; index < now.Items.Length; index += width)
        {
            if (now.Items[index] is not (AtomOperand or LiteralOperand or IntegerOperand))
            {
                continue;
            }

            if (!seen.TryAdd(now.Items[index], old.Items[index]) && !seen[now.Items[index]].Equals(old.Items[index]))
            {
                throw Refused(
                    BeamFileCodes.NamesClash,
                    $"{what} {seen[now.Items[index]]} and {old.Items[index]} of a {OpcodeTable.TryGet(edited.Opcode)!.Name} in "
                    + $"{function} would become equal",
                    "give different values different names");
            }
        }
    }

    public static DiagnosticException Refused(string code, string message, string hint) =>
        new(new Diagnostic(code, DiagnosticSeverity.Error, message, DiagnosticPlace.None, hint));

    private static void Add(Dictionary<string, string> names, string what, string old, string now)
    {
        if (!names.TryAdd(now, old) && names[now] != old)
        {
            throw Refused(
                BeamFileCodes.NamesClash, $"the {what} {names[now]} and {old} would both be {now}", "choose another name");
        }
    }
}
