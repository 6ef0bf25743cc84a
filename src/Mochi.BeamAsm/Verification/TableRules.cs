using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>The tables and the other chunks of a file, and the counts in its headers.</summary>
internal static class TableRules
{
    private const int MaximumArity = 255;

    /// <summary>Checks what is not in the code.</summary>
    /// <param name="facts">The module.</param>
    /// <param name="code">What its code refers to.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static void Check(ModuleFacts facts, CodeRules code, FindingCollector findings)
    {
        CheckExports(facts, findings);
        CheckOnLoad(facts, code, findings);
        CheckDebugPoints(facts, code, findings);
        CheckRecords(facts.Module, findings);
        CheckTerm(facts.Module, ChunkId.Attributes, facts.Module.Attributes, findings);
        CheckTerm(facts.Module, ChunkId.CompileInfo, facts.Module.CompileInfo, findings);
        if (facts.Module.Deviations is { } deviations)
        {
            CheckCounts(facts, deviations, code, findings);
            CheckSeed(facts, deviations, code, findings);
            CheckChunks(facts.Module, deviations, code, findings);
        }
    }

    /// <summary>What a loader refuses about a type; <see langword="null"/> for nothing.</summary>
    public static string? Problem(BeamType type) =>
        (type.Minimum is not null || type.Maximum is not null) && (type.Kinds & BeamTypeKinds.Number) == 0 ? "bounds, and no number is of it"
        : type.Unit is not null && (type.Kinds & BeamTypeKinds.Bitstring) == 0 ? "a unit, and no bitstring is of it"
        : null;

    /// <summary>What is wrong with an entry of the lambda table; <see langword="null"/> for nothing.</summary>
    public static string? Problem(LambdaOperand lambda, ModuleFacts facts) =>
        facts.FindFunction(lambda.Label) is not { } target || target.Code.Arity != lambda.Arity
            ? $"no function of arity {lambda.Arity} begins at label {lambda.Label} of the lambda {lambda.Function}/{lambda.Arity}"
        : target.Code.Name != lambda.Function
            ? $"the lambda {lambda.Function}/{lambda.Arity} has another name than the function {target.Code} that it runs"
        : lambda.FreeCount > lambda.Arity
            ? $"the lambda {lambda.Function}/{lambda.Arity} captures {lambda.FreeCount} values, more than the function has arguments"
        : null;

    private static void CheckExports(ModuleFacts facts, FindingCollector findings)
    {
        var isExported = new bool[facts.Functions.Length];
        foreach (var export in facts.Module.Exports)
        {
            if (facts.FindFunction(export.Label) is not { } function
                || function.Code.Name != export.Name || function.Code.Arity != export.Arity)
            {
                findings.Add(
                    Rules.BadExport, null, -1, $"{export.Name}/{export.Arity} is exported at label {export.Label}, where no such function begins",
                    "the machine goes down when it resolves such an export");
            }
            else if (isExported[function.Index])
            {
                findings.AddNote(Rules.BadExport, null, -1, $"{export.Name}/{export.Arity} is exported twice", "loaders do not mind");
            }
            else
            {
                isExported[function.Index] = true;
            }
        }
    }

    private static void CheckOnLoad(ModuleFacts facts, CodeRules code, FindingCollector findings)
    {
        if (!code.Opcodes[(int)Opcode.OnLoad])
        {
            return;
        }

        FunctionFacts? first = null;
        foreach (var function in facts.Functions)
        {
            var index = Find(function, Opcode.OnLoad);
            if (index < 0)
            {
                continue;
            }

            if (function.Code.Arity != 0)
            {
                findings.Add(
                    Rules.BadOnLoad, function, index, $"{function.Code} runs when the module is loaded, and has arguments",
                    "nobody passes them: it would read what is left in registers");
            }

            if (first is not null)
            {
                findings.Add(
                    Rules.BadOnLoad, function, index, $"both {first.Code} and {function.Code} are to run when the module is loaded", "only one of them will");
            }

            first ??= function;
        }
    }

    private static int Find(FunctionFacts function, Opcode opcode)
    {
        var instructions = function.Code.Instructions.AsSpan();
        for (var index = 0; index < instructions.Length; index++)
        {
            if (instructions[index].Opcode == opcode)
            {
                return index;
            }
        }

        return -1;
    }

    private static void CheckDebugPoints(ModuleFacts facts, CodeRules code, FindingCollector findings)
    {
        if (!code.Opcodes[(int)Opcode.DebugLine])
        {
            return;
        }

        var points = facts.Module.DebugPoints;
        var seen = new HashSet<ulong>();
        foreach (var function in facts.Functions)
        {
            for (var index = 0; index < function.Code.Instructions.Length; index++)
            {
                if (function.Code.Instructions[index] is not { Opcode: Opcode.DebugLine, Operands: [_, _, UnsignedOperand { Value: var number }, _] })
                {
                    continue;
                }

                var problem = number == 0 ? "debug points are numbered from 1"
                    : !points.IsDefault && number > (ulong)points.Length ? $"there is no debug point {number} among {points.Length}"
                    : !seen.Add(number) ? $"debug point {number} is there twice"
                    : null;
                if (problem is not null)
                {
                    findings.Add(Rules.BadDebugPoint, function, index, problem, "a machine that debugs (erl +D) goes down or refuses the module");
                }
            }
        }
    }

    private static void CheckRecords(BeamModule module, FindingCollector findings)
    {
        if (module.ExtraChunk(ChunkId.Records) is not null)
        {
            findings.Add(Rules.BadRecords, null, -1, "the definitions of native records cannot be read", "OTP 29 refuses the module");
        }

        if (module.ExtraChunk(ChunkId.DebugVariables) is not null)
        {
            findings.Add(Rules.BadDebugPoint, null, -1, "the debug points cannot be read", "OTP 29 refuses the module, also when nobody debugs");
        }

        if (module.Records.IsDefault)
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in module.Records)
        {
            if (!names.Add(record.Name))
            {
                findings.Add(Rules.BadRecords, null, -1, $"the native record {record.Name} is defined twice", "the last definition counts");
            }

            var fields = new HashSet<string>(StringComparer.Ordinal);
            foreach (var field in record.Fields)
            {
                if (!fields.Add(field.Name))
                {
                    findings.Add(
                        Rules.BadRecords, null, -1, $"the native record {record.Name} has two fields {field.Name}", "no value would reach the second");
                }
            }
        }
    }

    // A chunk that is kept as it is can be a term in another encoding.
    private static void CheckTerm(BeamModule module, string id, Term? term, FindingCollector findings)
    {
        if (term is null && module.ExtraChunk(id) is { } chunk && !chunk.Data.IsEmpty)
        {
            try
            {
                term = ExternalTermFormat.Decode(chunk.Data);
            }
            catch (DiagnosticException)
            {
                findings.Add(Rules.BadModuleInfo, null, -1, $"the chunk {id} holds no term", "loaders refuse the module");
                return;
            }
        }

        if (term is not null && !IsPropertyList(term, isAttributes: id == ChunkId.Attributes))
        {
            findings.AddNote(
                Rules.BadModuleInfo, null, -1, $"the chunk {id} holds no list of names with {(id == ChunkId.Attributes ? "lists of values" : "values")}",
                "module_info gives what is there, and tools fail on it");
        }
    }

    private static bool IsPropertyList(Term term, bool isAttributes)
    {
        if (term is NilTerm)
        {
            return true;
        }

        if (term is not ListTerm { Tail: NilTerm } list)
        {
            return false;
        }

        foreach (var element in list.Elements)
        {
            if (element is not TupleTerm { Arity: 2 } pair || pair[0] is not AtomTerm || (isAttributes && pair[1] is not (ListTerm or NilTerm)))
            {
                return false;
            }
        }

        return true;
    }

    private static void CheckCounts(ModuleFacts facts, FileDeviations deviations, CodeRules code, FindingCollector findings)
    {
        var tail = deviations.CodeTail;
        if (!tail.IsDefault && tail is [(byte)Opcode.IntCodeEnd, ..])
        {
            findings.AddNote(Rules.UnreadableCode, null, -1, $"{tail.Length - 1} bytes follow int_code_end", "loaders do not read them");
        }
        else if (!tail.IsDefault)
        {
            findings.Add(
                Rules.UnreadableCode, null, -1, $"the last {tail.Length} bytes of the code are not int_code_end or cannot be read",
                "the file may be from a later release, or damaged");
        }

        var functions = facts.Functions.Length;
        if (deviations.LabelCount is { } labels && (labels <= code.MaximumLabel || labels > CodeRules.GreatestLabel))
        {
            findings.Add(
                Rules.BadHeaderCount, null, -1,
                labels <= code.MaximumLabel ? $"the header says {labels} labels, and there is label {code.MaximumLabel}"
                    : $"the header says {labels} labels, and the greatest is {code.MaximumLabel}",
                labels <= code.MaximumLabel ? null : "loaders reserve room for all of them");
        }

        if (deviations.FunctionCount is { } functionCount && functionCount != (uint)functions)
        {
            findings.Add(
                Rules.BadHeaderCount, null, -1, $"the header says {functionCount} functions, and there are {functions}", null);
        }

        if (deviations.LineInstructionCount is { } lines && (lines < (uint)code.LocationCount || lines > CodeRules.GreatestLabel))
        {
            findings.Add(
                Rules.BadHeaderCount, null, -1, $"the line table says {lines} instructions, and there are {code.LocationCount}",
                "loaders reserve room for as many");
        }
    }

    private static void CheckSeed(ModuleFacts facts, FileDeviations deviations, CodeRules code, FindingCollector findings)
    {
        if (deviations.Tables is not { } tables)
        {
            return;
        }

        foreach (var import in tables.Imports)
        {
            if (import.Arity > MaximumArity)
            {
                findings.Add(
                    Rules.TooManyArguments, null, -1,
                    $"the import {import.Module}:{import.Function}/{import.Arity} has more than {MaximumArity} arguments", "loaders refuse the module");
            }
        }

        var labels = new HashSet<int>();
        foreach (var lambda in tables.Lambdas)
        {
            // What the code uses has been looked at there.
            if (!labels.Add(lambda.Label))
            {
                findings.Add(Rules.BadLambda, null, -1, $"two lambdas begin at label {lambda.Label}", "loaders refuse two entries for one label");
            }
            else if (!code.Lambdas.ContainsKey(lambda.Label) && Problem(lambda, facts) is { } problem)
            {
                findings.Add(Rules.BadLambda, null, -1, problem, "the machine goes down when it resolves such a lambda, used or not");
            }
        }

        foreach (var type in tables.Types)
        {
            if (type.Kinds != BeamTypeKinds.None && Problem(type) is { } problem)
            {
                findings.Add(Rules.BadType, null, -1, $"the type {type} has {problem}", "a loader refuses such a type table");
            }
        }

        if (tables.Types is [var first, ..] && first != BeamType.Any)
        {
            findings.Add(Rules.BadType, null, -1, $"the first type of the type table is {first}, not any term", "loaders refuse the module");
        }
    }

    private static void CheckChunks(BeamModule module, FileDeviations deviations, CodeRules code, FindingCollector findings)
    {
        if (deviations.ChunkOrder.IsDefault)
        {
            return;
        }

        var atoms = module.Format.Atoms == AtomTableForm.Latin1 ? ChunkId.LatinAtoms : ChunkId.Atoms;
        Require(atoms, isNeeded: true);
        Require(ChunkId.Code, isNeeded: true);
        Require(ChunkId.Imports, isNeeded: true);
        Require(ChunkId.Exports, isNeeded: true);
        Require(ChunkId.Strings, code.HasStrings);
        Require(ChunkId.Literals, code.HasLiterals);
        Require(ChunkId.Lambdas, code.Lambdas.Count > 0);

        void Require(string id, bool isNeeded)
        {
            if (isNeeded && !deviations.ChunkOrder.Contains(id))
            {
                findings.Add(Rules.MissingChunk, null, -1, $"the file has no chunk {id}", "the order of the chunks leaves it out");
            }
        }
    }
}
