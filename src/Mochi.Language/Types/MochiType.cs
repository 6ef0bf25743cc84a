namespace Mochi.Language.Types;

/// <summary>The static type of an expression. Its text is what a diagnostic shows.</summary>
internal abstract class MochiType
{
    public static PrimitiveType Int { get; } = new("int");

    public static PrimitiveType Float { get; } = new("float");

    public static PrimitiveType Bool { get; } = new("bool");

    public static PrimitiveType String { get; } = new("string");

    /// <summary>Any value; what is done with it is checked when the program runs.</summary>
    public static PrimitiveType Any { get; } = new("any");

    /// <summary>The type of what has no value of its own.</summary>
    public static PrimitiveType Unit { get; } = new("unit");

    /// <summary>The type of what never ends normally.</summary>
    public static PrimitiveType Never { get; } = new("never");

    /// <summary>
    /// The type of what is wrong and has been reported: it fits everything and is never reported again.
    /// </summary>
    public static PrimitiveType Error { get; } = new("(error)");

    /// <summary>The type itself, or what a bound type variable stands for.</summary>
    public virtual MochiType Pruned => this;

    public bool IsError => ReferenceEquals(Pruned, Error);

    public bool IsAny => ReferenceEquals(Pruned, Any);

    public bool IsNumeric => ReferenceEquals(Pruned, Int) || ReferenceEquals(Pruned, Float);

    public bool Is(MochiType other) => ReferenceEquals(Pruned, other);
}

/// <summary>A type without parts.</summary>
internal sealed class PrimitiveType(string name) : MochiType
{
    public override string ToString() => name;
}

/// <summary><c>list&lt;T&gt;</c>.</summary>
internal sealed class ListType(MochiType element) : MochiType
{
    public MochiType Element => element.Pruned;

    public override string ToString() => $"list<{Element}>";
}

/// <summary><c>set&lt;T&gt;</c>.</summary>
internal sealed class SetType(MochiType element) : MochiType
{
    public MochiType Element => element.Pruned;

    public override string ToString() => $"set<{Element}>";
}

/// <summary><c>map&lt;K, V&gt;</c>.</summary>
internal sealed class MapType(MochiType key, MochiType value) : MochiType
{
    public MochiType Key => key.Pruned;

    public MochiType Value => value.Pruned;

    public override string ToString() => $"map<{Key}, {Value}>";
}

/// <summary><c>T?</c>.</summary>
internal sealed class OptionType(MochiType element) : MochiType
{
    public MochiType Element => element.Pruned;

    public override string ToString() => Element is FunctionType ? $"option<{Element}>" : $"{Element}?";
}

/// <summary>What a query groups: a key and the rows that have it.</summary>
internal sealed class GroupType(MochiType key, MochiType item) : MochiType
{
    public MochiType Key => key.Pruned;

    public MochiType Item => item.Pruned;

    public override string ToString() => $"group<{Key}, {Item}>";
}

/// <summary><c>fun(A, B): R</c>.</summary>
internal sealed class FunctionType(IReadOnlyList<MochiType> parameters, MochiType result) : MochiType
{
    public IReadOnlyList<MochiType> Parameters => parameters;

    public MochiType Result => result.Pruned;

    public override string ToString()
    {
        var list = string.Join(", ", parameters.Select(parameter => parameter.Pruned));
        return Result.Is(Unit) ? $"fun({list})" : $"fun({list}): {Result}";
    }
}

/// <summary>A type parameter of the generic function whose body is looked at.</summary>
internal sealed class TypeParameterType(string name) : MochiType
{
    public override string ToString() => name;
}

/// <summary>A type that is not known yet; it is bound to the first type that it must be.</summary>
internal sealed class TypeVariable : MochiType
{
    private MochiType? _binding;

    public override MochiType Pruned => _binding is null ? this : _binding = _binding.Pruned;

    public void Bind(MochiType type)
    {
        if (!ReferenceEquals(type.Pruned, this)) _binding = type;
    }

    public override string ToString() => _binding is null ? "unknown" : Pruned.ToString()!;
}
