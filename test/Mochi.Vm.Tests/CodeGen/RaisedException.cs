using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.CodeGen;

/// <summary>A program that the interpreter runs raised.</summary>
internal sealed class RaisedException(Term kind, Term reason) : Exception
{
    /// <summary><c>error</c>, <c>exit</c> or <c>throw</c>.</summary>
    public Term Class { get; } = kind;

    /// <summary>The reason.</summary>
    public Term Reason { get; } = reason;
}
