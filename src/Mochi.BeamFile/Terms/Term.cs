using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// An Erlang term: immutable, with the exact equality of <c>=:=</c> (so <c>1</c> and <c>1.0</c> differ, and so do
/// <c>0.0</c> and <c>-0.0</c>, as in OTP 27 and later).
/// </summary>
/// <remarks>Equality and hashing work for terms of any depth without recursion.</remarks>
public abstract class Term : IEquatable<Term>
{
    private readonly int _hash;

    private protected Term(int hash) => _hash = hash;

    /// <summary>The empty list <c>[]</c>.</summary>
    public static NilTerm Nil => NilTerm.Instance;

    /// <summary>The atom <c>true</c>.</summary>
    public static AtomTerm True { get; } = new("true");

    /// <summary>The atom <c>false</c>.</summary>
    public static AtomTerm False { get; } = new("false");

    /// <summary>What kind of term this is.</summary>
    public abstract TermKind Kind { get; }

    /// <summary>How many terms this one holds directly.</summary>
    internal virtual int ChildCount => 0;

    /// <summary>Makes an atom.</summary>
    /// <param name="name">Its text, at most 255 characters.</param>
    public static AtomTerm Atom(string name) => new(name);

    /// <summary>Makes an integer.</summary>
    public static IntegerTerm Integer(long value) => IntegerTerm.Of(value);

    /// <summary>Makes an integer of any size.</summary>
    public static IntegerTerm Integer(BigInteger value) => IntegerTerm.Of(value);

    /// <summary>Makes a float.</summary>
    /// <param name="value">A finite number; BEAM has neither infinities nor NaN.</param>
    public static FloatTerm Float(double value) => new(value);

    /// <summary>Makes a binary of the text in UTF-8, which is how Mochi and Elixir represent strings.</summary>
    public static BitstringTerm String(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new BitstringTerm(ImmutableArray.Create(Encoding.UTF8.GetBytes(text)), 8);
    }

    /// <summary>Makes an Erlang string: the list of the text's code points.</summary>
    public static Term CharList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var elements = ImmutableArray.CreateBuilder<Term>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            elements.Add(Integer(rune.Value));
        }

        return ListTerm.Create(elements.DrainToImmutable(), Nil);
    }

    /// <summary>Makes a binary.</summary>
    public static BitstringTerm Binary(ReadOnlySpan<byte> bytes) => new([.. bytes], 8);

    /// <summary>Makes a bitstring.</summary>
    /// <param name="bytes">
    /// The bits, the first in the highest place; unused places of the last byte are cleared.
    /// </param>
    /// <param name="bitsInLastByte">How many bits of the last byte belong to it, 1 to 8.</param>
    public static BitstringTerm Bitstring(ReadOnlySpan<byte> bytes, int bitsInLastByte) =>
        new([.. bytes], bitsInLastByte);

    /// <summary>Makes a proper list; <see cref="Nil"/> when there are no elements.</summary>
    public static Term List(params ReadOnlySpan<Term> elements) => ListTerm.Create([.. elements], Nil);

    /// <summary>Makes a proper list; <see cref="Nil"/> when there are no elements.</summary>
    public static Term List(IEnumerable<Term> elements) => ListTerm.Create([.. elements], Nil);

    /// <summary>
    /// Makes a list that ends in <paramref name="tail"/>; the tail itself when there are no elements.
    /// </summary>
    public static Term ImproperList(IEnumerable<Term> elements, Term tail) => ListTerm.Create([.. elements], tail);

    /// <summary>Makes a tuple.</summary>
    public static TupleTerm Tuple(params ReadOnlySpan<Term> elements) => new([.. elements]);

    /// <summary>Makes a tuple.</summary>
    public static TupleTerm Tuple(IEnumerable<Term> elements) => new([.. elements]);

    /// <summary>Makes a map; the pairs stay in the order given.</summary>
    /// <param name="pairs">Keys and values; no two keys may be equal.</param>
    public static MapTerm Map(params ReadOnlySpan<(Term Key, Term Value)> pairs)
    {
        var builder = ImmutableArray.CreateBuilder<KeyValuePair<Term, Term>>(pairs.Length);
        foreach (var (key, value) in pairs)
        {
            builder.Add(KeyValuePair.Create(key, value));
        }

        return new MapTerm(builder.MoveToImmutable());
    }

    /// <summary>Makes the external fun <c>fun Module:Function/Arity</c>.</summary>
    public static ExternalFunTerm ExternalFun(string module, string function, int arity) =>
        new(module, function, arity);

    /// <summary>Exact equality, <c>=:=</c>.</summary>
    public static bool operator ==(Term? left, Term? right) => TermEquality.AreEqual(left, right);

    /// <summary>Exact inequality, <c>=/=</c>.</summary>
    public static bool operator !=(Term? left, Term? right) => !TermEquality.AreEqual(left, right);

    /// <inheritdoc/>
    public bool Equals(Term? other) => TermEquality.AreEqual(this, other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => TermEquality.AreEqual(this, obj as Term);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => _hash;

    /// <summary>The term as Erlang source, cut when it is very long.</summary>
    public sealed override string ToString() => TermPrinter.Print(this, 10_000);

    /// <summary>One of the terms that this one holds directly.</summary>
    internal virtual Term Child(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Compares everything but the children with a term of the same kind and the same hash.</summary>
    internal abstract bool HeadEquals(Term other);
}
