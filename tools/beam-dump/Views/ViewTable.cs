namespace Mochi.BeamDump.Views;

/// <summary>The views by the names that the command line gives them.</summary>
internal static class ViewTable
{
    /// <summary>The view of this name; <see langword="null"/> when there is none.</summary>
    public static IView? Find(string name) => name switch
    {
        "info" => new InfoView(),
        "chunks" => new ChunksView(),
        "atoms" => new AtomsView(),
        "imports" => new ImportsView(),
        "exports" => new FunctionsView(areExported: true),
        "locals" => new FunctionsView(areExported: false),
        "funs" => new LambdasView(),
        "literals" => new LiteralsView(),
        "strings" => new StringsView(),
        "lines" => new LinesView(),
        "types" => new TypesView(),
        "attrs" => new AttributesView(),
        "disasm" => new DisassemblyView(),
        "round-trip" => new RoundTripView(),
        _ => null,
    };
}
