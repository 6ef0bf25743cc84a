namespace Mochi.BeamFile.Analysis;

/// <summary>That a module uses another one.</summary>
/// <param name="From">The name of the module that calls.</param>
/// <param name="To">The name of the module that is called.</param>
/// <param name="Calls">In how many places of the code it calls it, BIFs in place included.</param>
/// <param name="References">In how many places it makes a fun of one of its functions.</param>
public sealed record ModuleDependency(string From, string To, int Calls, int References);
