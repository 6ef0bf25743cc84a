using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>A program whose names and types are known.</summary>
/// <param name="Main">The statements at the top, without tests.</param>
/// <param name="MainContext">The main program as a function.</param>
/// <param name="Tests">The test blocks.</param>
/// <param name="Functions">The functions and methods that were declared, in source order.</param>
/// <param name="Records">The record types in source order.</param>
/// <param name="Unions">The sum types in source order.</param>
/// <param name="Layouts">The layouts of the rows.</param>
/// <param name="Arguments">The variable <c>args</c>.</param>
internal sealed record BoundProgram(
    IReadOnlyList<BoundStatement> Main,
    FunctionContext MainContext,
    IReadOnlyList<BoundTest> Tests,
    IReadOnlyList<FunctionSymbol> Functions,
    IReadOnlyList<RecordType> Records,
    IReadOnlyList<UnionType> Unions,
    RowLayouts Layouts,
    LocalSymbol Arguments);
