namespace Mochi.CatalogueGen;

/// <summary>A parameter in a specification, with its name when it has one.</summary>
internal sealed record SpecifiedParameter(string? Name, SpecifiedType Type);
