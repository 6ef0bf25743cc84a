using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>One form of a built-in function.</summary>
/// <param name="TypeParameters">The types it is generic in.</param>
/// <param name="Parameters">The types of its parameters.</param>
/// <param name="Result">The type of its result.</param>
/// <param name="Target">What it becomes: <c>module:function</c> of the runtime, or <c>op:name</c> for inline code.</param>
internal sealed record BuiltinOverload(
    IReadOnlyList<TypeParameterType> TypeParameters,
    IReadOnlyList<MochiType> Parameters,
    MochiType Result,
    string Target);
