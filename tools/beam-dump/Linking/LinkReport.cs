using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Linking;

/// <summary>Tells what a <see cref="LinkCheck"/> found.</summary>
internal static class LinkReport
{
    private const int ShownCallers = 3;

    /// <summary>For people.</summary>
    public static string Text(int count, IReadOnlyCollection<string> roots, LinkResult result, bool hasLibraries)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Plural(count, "module")}, {Plural(result.Unresolved.Length, "unresolved function")}\n");
        foreach (var function in result.Unresolved)
        {
            Unresolved(text, function);
        }

        if (!hasLibraries && LacksModules(result))
        {
            text.Append("  Give the modules that are only used, such as those of OTP, with --lib.\n");
        }

        Modules(text, "there more than once, and only the first counts for what it calls", result.Duplicates);
        if (roots.Count == 0)
        {
            text.Append("no .app file names a start module, and there is no --root: what is reached is not known\n");
            return text.ToString();
        }

        Modules(text, $"never reached from {string.Join(", ", roots)}", result.Unreached);
        if (!result.Possible.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Plural(result.Possible.Length, "module")} possibly reached, through an atom\n");
            foreach (var possible in result.Possible)
            {
                var from = possible.From is null ? "a .app file" : TermPrinter.Atom(possible.From);
                text.Append($"  {TermPrinter.Atom(possible.Module.Calls.Module),-30} in {from}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>As JSON.</summary>
    public static void Write(Utf8JsonWriter json, int count, IReadOnlyCollection<string> roots, LinkResult result)
    {
        json.WriteNumber("modules", count);
        json.WriteStartArray("unresolved");
        foreach (var function in result.Unresolved)
        {
            Write(json, function);
        }

        json.WriteEndArray();
        json.WriteStartArray("roots");
        foreach (var root in roots)
        {
            json.WriteStringValue(root);
        }

        json.WriteEndArray();
        json.WriteStartArray("possible");
        foreach (var possible in result.Possible)
        {
            json.WriteStartObject();
            json.WriteString("module", possible.Module.Calls.Module);
            json.WriteString("file", possible.Module.File);
            json.WriteString("from", possible.From);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "unreached", result.Unreached);
        Write(json, "duplicates", result.Duplicates);
    }

    private static void Unresolved(StringBuilder text, UnresolvedFunction unresolved)
    {
        var module = TermPrinter.Atom(unresolved.Function.Module);
        text.Append(CultureInfo.InvariantCulture, $"  {unresolved.Function}: ").Append(unresolved.Reason switch
        {
            UnresolvedReason.NoModule => $"there is no module {module}",
            UnresolvedReason.NotExported => $"{module} does not export it",
            _ => $"{module} has no such function",
        });
        if (!unresolved.OtherArities.IsEmpty)
        {
            text.Append(", only with arity ").AppendJoin(", ", unresolved.OtherArities);
        }

        text.Append('\n');
        var shown = 0;
        var hidden = 0;
        Mfa? last = null;
        foreach (var call in unresolved.Calls)
        {
            // A function that calls in several ways is named once.
            if (call.Caller == last)
            {
                continue;
            }

            last = call.Caller;
            if (shown == ShownCallers)
            {
                hidden++;
                continue;
            }

            shown++;
            text.Append(CultureInfo.InvariantCulture, $"    in {call.Caller}");
            if (call.Source.File is { } file)
            {
                text.Append(CultureInfo.InvariantCulture, $" ({file}:{call.Source.Line})");
            }

            text.Append('\n');
        }

        if (hidden > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    and in {Plural(hidden, "more function")}\n");
        }
    }

    private static void Modules(StringBuilder text, string what, ImmutableArray<LinkModule> modules)
    {
        if (modules.IsEmpty)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"{Plural(modules.Length, "module")} {what}\n");
        foreach (var module in modules)
        {
            text.Append($"  {TermPrinter.Atom(module.Calls.Module),-30} {module.File}\n");
        }
    }

    private static bool LacksModules(LinkResult result)
    {
        foreach (var function in result.Unresolved)
        {
            if (function.Reason == UnresolvedReason.NoModule)
            {
                return true;
            }
        }

        return false;
    }

    private static void Write(Utf8JsonWriter json, UnresolvedFunction unresolved)
    {
        json.WriteStartObject();
        json.WriteString("function", unresolved.Function.ToString());
        json.WriteString("reason", unresolved.Reason switch
        {
            UnresolvedReason.NoModule => "no_module",
            UnresolvedReason.NotExported => "not_exported",
            _ => "no_function",
        });
        json.WriteStartArray("arities");
        foreach (var arity in unresolved.OtherArities)
        {
            json.WriteNumberValue(arity);
        }

        json.WriteEndArray();
        json.WriteStartArray("calls");
        foreach (var call in unresolved.Calls)
        {
            json.WriteStartObject();
            json.WriteString("from", call.Caller.ToString());
            json.WriteString("kind", call.Kind switch
            {
                CallKind.External => "external",
                CallKind.Bif => "bif",
                _ => "reference",
            });
            json.WriteNumber("count", call.Count);
            json.WriteString("file", call.Source.File);
            if (call.Source.File is null)
            {
                json.WriteNull("line");
            }
            else
            {
                json.WriteNumber("line", call.Source.Line);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<LinkModule> modules)
    {
        json.WriteStartArray(name);
        foreach (var module in modules)
        {
            json.WriteStartObject();
            json.WriteString("module", module.Calls.Module);
            json.WriteString("file", module.File);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Plural(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
