namespace Mochi.BeamAsm.Ir;

/// <summary>A port.</summary>
public sealed record PortType : IrType;
