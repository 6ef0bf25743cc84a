using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Lowering;

/// <summary>A clause that may still be chosen at some point of a decision tree.</summary>
/// <param name="Clause">Index of the clause.</param>
/// <param name="Tests">What is still to be tested, in order: a value and its pattern.</param>
/// <param name="Bindings">What the clause's locals stand for, as far as it is known.</param>
internal sealed record MatchRow(
    int Clause,
    ImmutableArray<(SsaOperand Value, Pattern Pattern)> Tests,
    ImmutableDictionary<Local, SsaOperand> Bindings)
{
    /// <summary>The pattern that a value must still match; <see langword="null"/> for none.</summary>
    public Pattern? TestOf(SsaOperand value)
    {
        foreach ((SsaOperand tested, Pattern pattern) in Tests)
        {
            if (tested == value)
            {
                return pattern;
            }
        }

        return null;
    }

    /// <summary>Replaces the pattern that a value must match by patterns of its parts.</summary>
    public MatchRow Replace(SsaOperand value, params IEnumerable<(SsaOperand Value, Pattern Pattern)> parts)
    {
        var tests = ImmutableArray.CreateBuilder<(SsaOperand, Pattern)>();
        foreach ((SsaOperand tested, Pattern pattern) in Tests)
        {
            if (tested == value)
            {
                tests.AddRange(parts);
            }
            else
            {
                tests.Add((tested, pattern));
            }
        }

        return (this with { Tests = tests.ToImmutable() }).Simplify();
    }

    /// <summary>Takes out the patterns that always match and binds what they bind.</summary>
    public MatchRow Simplify()
    {
        ImmutableDictionary<Local, SsaOperand> bindings = Bindings;
        var tests = ImmutableArray.CreateBuilder<(SsaOperand, Pattern)>();
        foreach ((SsaOperand value, Pattern pattern) in Tests)
        {
            Pattern rest = pattern;
            while (rest is BindPattern bind)
            {
                bindings = bindings.SetItem(bind.Local, value);
                rest = bind.Inner;
            }

            if (rest is not WildcardPattern)
            {
                tests.Add((value, rest));
            }
        }

        return new MatchRow(Clause, tests.ToImmutable(), bindings);
    }
}
