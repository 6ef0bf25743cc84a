using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Takes from a module what tells where and how it was compiled; what is left is what <c>erlc +deterministic</c> leaves.
/// </summary>
internal static class TraceRemoval
{
    private static readonly Term FileTag = Term.Atom("file");

    /// <summary>The module without options and source in <c>CInf</c>, and with names of files in place of their paths.</summary>
    public static BeamModule Remove(BeamModule module) => LineEditing.RenameFiles(module, FileName) with
    {
        CompileInfo = module.CompileInfo is { } info ? Without(info, IsTraceOfCompileInfo) : null,
    };

    /// <summary>The last part of a path.</summary>
    public static string FileName(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? path : name;
    }

    /// <summary>The last part of a path that is a list of characters or a binary; other terms stay.</summary>
    public static Term FileName(Term path)
    {
        if (path is BitstringTerm { BitsInLastByte: 8 } binary)
        {
            var bytes = binary.Bytes.AsSpan();
            var start = bytes.LastIndexOf((byte)'/') + 1;
            return start == 0 || start == bytes.Length ? path : Term.Binary(bytes[start..]);
        }

        if (path is not ListTerm { IsProper: true } list)
        {
            return path;
        }

        var first = 0;
        for (var index = 0; index < list.Elements.Length; index++)
        {
            if (list.Elements[index] is not IntegerTerm character)
            {
                return path;
            }

            first = character.Value == '/' ? index + 1 : first;
        }

        return first == 0 || first == list.Elements.Length
            ? path : ListTerm.Create(list.Elements.RemoveRange(0, first), Term.Nil);
    }

    /// <summary>The compiler's options without those that are about folders and about how the build is made.</summary>
    public static Term Options(Term options) => Without(options, option => option switch
    {
        AtomTerm { Name: "deterministic" or "absolute_source" } => true,
        TupleTerm { Arity: 2 } pair => pair[0] is AtomTerm { Name: "i" or "cwd" or "outdir" or "source" },
        _ => false,
    });

    /// <summary>A place in the source, or a term with such places in it, with names of files in place of their paths.</summary>
    public static Term Annotation(Term annotation) => TermRewriting.BottomUp(annotation, part =>
        part is TupleTerm { Arity: 2 } pair && pair[0] == FileTag && FileName(pair[1]) is var name
            && !ReferenceEquals(name, pair[1])
            ? Term.Tuple(FileTag, name) : part);

    /// <summary>The forms of a module with names of files in place of their paths.</summary>
    public static Term Forms(Term forms)
    {
        if (forms is not ListTerm { IsProper: true } list)
        {
            return forms;
        }

        var rewritten = list.Elements.ToBuilder();
        for (var index = 0; index < rewritten.Count; index++)
        {
            rewritten[index] = Form(rewritten[index]);
        }

        return ListTerm.Create(rewritten.MoveToImmutable(), Term.Nil);
    }

    /// <summary>A map without one of its keys.</summary>
    public static Term Without(Term term, string key) => term is MapTerm map && map[Term.Atom(key)] is not null
        ? new MapTerm(map.Pairs.RemoveAll(pair => pair.Key == Term.Atom(key))) : term;

    // {attribute,Anno,file,{Path,Line}}; the values of most other attributes are whatever the source says.
    private static Term Form(Term form)
    {
        if (form is not TupleTerm { Arity: 4 } attribute || attribute[0] is not AtomTerm { Name: "attribute" }
            || attribute[2] is not AtomTerm name)
        {
            return Annotation(form);
        }

        var annotation = Annotation(attribute[1]);
        var value = name.Name switch
        {
            "file" when attribute[3] is TupleTerm { Arity: 2 } place => Term.Tuple(FileName(place[0]), place[1]),
            "spec" or "callback" or "type" or "opaque" or "nominal" or "record" => Annotation(attribute[3]),
            "compile" => attribute[3] is ListTerm ? Options(attribute[3]) : attribute[3],
            _ => attribute[3],
        };
        return Term.Tuple(attribute[0], annotation, name, value);
    }

    private static bool IsTraceOfCompileInfo(Term item) =>
        item is TupleTerm { Arity: 2 } pair && pair[0] is AtomTerm { Name: "options" or "source" };

    private static Term Without(Term list, Predicate<Term> isTrace) =>
        list is ListTerm { IsProper: true } items ? ListTerm.Create(items.Elements.RemoveAll(isTrace), Term.Nil) : list;
}
